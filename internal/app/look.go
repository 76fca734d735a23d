package app

import (
	"context"
	"sync"
	"time"

	"steady/moment"
	"steady/person"
)

// Look is one reading of somebody's record by a member of staff. It is no entry
// of a log: nothing is decided by it, and nothing waits for it.
type Look struct {
	At     moment.Instant
	Person person.UserID
	Staff  person.StaffID
	Page   string // its address without ids
}

// LookAgain is how long several readings of one page of one person by one
// member of staff count as one: a page that is loaded again is no new reading.
const LookAgain = 10 * moment.Minute

// Bounds of what waits to be kept, and of what is remembered as kept already.
const (
	looksWaiting = 4096
	looksKnown   = 8192
	looksAtOnce  = 256
	looksGather  = 150 * time.Millisecond
	looksRetry   = time.Second
)

// lookout keeps readings behind the pages' backs: a page hands one over and
// goes on, and they reach the disk together a moment later.
type lookout struct {
	mu      sync.Mutex
	waiting []Look
	known   map[Look]moment.Instant // by all but At; when it was last kept
	wake    chan struct{}
	done    chan struct{}
}

func newLookout() *lookout {
	return &lookout{known: map[Look]moment.Instant{}, wake: make(chan struct{}, 1), done: make(chan struct{})}
}

// Looked notes that somebody's record was read. It never waits. It answers
// false where the reading cannot be noted because the disk has not taken those
// before it for long: the caller says so in the operator's log.
func (h *House) Looked(l Look) bool {
	x := h.looks
	key := l
	key.At = 0
	x.mu.Lock()
	defer x.mu.Unlock()
	if at, again := x.known[key]; again && l.At.Since(at) < LookAgain && l.At >= at {
		return true
	}
	if len(x.waiting) >= looksWaiting {
		return false
	}
	if len(x.known) >= looksKnown {
		for k, at := range x.known {
			if l.At.Since(at) >= LookAgain {
				delete(x.known, k)
			}
		}
	}
	if len(x.known) < looksKnown { // else it is kept once more than it need be
		x.known[key] = l.At
	}
	x.waiting = append(x.waiting, l)
	select {
	case x.wake <- struct{}{}:
	default:
	}
	return true
}

// keepLooks writes what waits until the house closes, and then the rest.
func (h *House) keepLooks() {
	defer close(h.looks.done)
	for {
		select {
		case <-h.looks.wake:
			time.Sleep(looksGather)
			for h.keepSome() > 0 {
			}
		case <-h.quit:
			for h.keepSome() > 0 {
			}
			return
		}
	}
}

// keepSome writes some of what waits and returns how many are left to write
// now. What could not be written waits for the next time.
func (h *House) keepSome() int {
	x := h.looks
	x.mu.Lock()
	some := append([]Look(nil), x.waiting[:min(len(x.waiting), looksAtOnce)]...)
	x.mu.Unlock()
	if len(some) == 0 {
		return 0
	}
	if err := h.cfg.Store.Looked(context.Background(), h.cfg.Premises, some); err != nil {
		time.AfterFunc(looksRetry, func() {
			select {
			case x.wake <- struct{}{}:
			default:
			}
		})
		return 0
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.waiting = append([]Look(nil), x.waiting[len(some):]...)
	return len(x.waiting)
}

// LooksAt lists who read somebody's record, newest first, with what waits to be
// kept.
func (h *House) LooksAt(ctx context.Context, who person.UserID, limit int) ([]Look, error) {
	kept, err := h.cfg.Store.LooksAt(ctx, h.cfg.Premises, who, limit)
	return h.withWaiting(kept, func(l Look) bool { return l.Person == who }, limit), err
}

// LooksBy lists whose records a member of staff read, newest first.
func (h *House) LooksBy(ctx context.Context, staff person.StaffID, limit int) ([]Look, error) {
	kept, err := h.cfg.Store.LooksBy(ctx, h.cfg.Premises, staff, limit)
	return h.withWaiting(kept, func(l Look) bool { return l.Staff == staff }, limit), err
}

func (h *House) withWaiting(kept []Look, fits func(Look) bool, limit int) []Look {
	h.looks.mu.Lock()
	defer h.looks.mu.Unlock()
	there := make(map[Look]bool, len(kept))
	for _, l := range kept {
		there[l] = true
	}
	var out []Look
	for i := len(h.looks.waiting) - 1; i >= 0; i-- {
		if l := h.looks.waiting[i]; fits(l) && !there[l] {
			out = append(out, l)
		}
	}
	out = append(out, kept...)
	return out[:min(limit, len(out))]
}
