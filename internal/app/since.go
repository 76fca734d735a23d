package app

import (
	"context"
	"errors"

	"steady/clinic"
	"steady/journal"
	"steady/moment"
)

// Since yields the entries of a log that were recorded at an instant or later,
// in order, with their numbers. What happened then is among them: nothing is
// recorded before it happened.
func (h *House) Since(ctx context.Context, log journal.Log, from moment.Instant,
	yield func(seq int64, e clinic.Event) error) error {
	var size int64
	err := h.View(func(s *clinic.State) {
		size = map[journal.Log]int64{journal.Clinical: s.Clinical, journal.Register: s.Register}[log]
	})
	if err != nil {
		return err
	}
	first, err := h.firstSince(ctx, log, from, size)
	if err != nil {
		return err
	}
	return h.read(ctx, log, first, size, yield)
}

// After yields the clinical entries from a number on, in order, and answers how
// many there are: where the next look begins.
func (h *House) After(ctx context.Context, from int64, yield func(seq int64, e clinic.Event) error) (size int64,
	err error) {
	if err := h.View(func(s *clinic.State) { size = s.Clinical }); err != nil || size <= from {
		return from, err
	}
	return size, h.read(ctx, journal.Clinical, from, size, yield)
}

func (h *House) read(ctx context.Context, log journal.Log, from, to int64,
	yield func(seq int64, e clinic.Event) error) error {
	return h.cfg.Store.Read(ctx, h.cfg.Premises, log, from, to, func(x Stored) error {
		e, err := decode(x)
		if err != nil {
			return err
		}
		return yield(x.Seq, e)
	})
}

// Entry reads one entry of a log, or answers ErrNotFound.
func (h *House) Entry(ctx context.Context, log journal.Log, seq int64) (e clinic.Event, err error) {
	if seq < 0 {
		return e, ErrNotFound
	}
	found := false
	err = h.cfg.Store.Read(ctx, h.cfg.Premises, log, seq, seq+1, func(x Stored) error {
		found = true
		e, err = decode(x)
		return err
	})
	if err == nil && !found {
		err = ErrNotFound
	}
	return e, err
}

func decode(x Stored) (clinic.Event, error) {
	entry, err := journal.Parse(x.Bytes)
	if err != nil {
		return clinic.Event{}, err
	}
	return clinic.Decode(entry)
}

// errFound ends a read early.
var errFound = errors.New("found")

// firstSince is the first entry recorded at an instant or later, or the size.
// The time of recording never goes back in a log, so it is searched by halves.
func (h *House) firstSince(ctx context.Context, log journal.Log, from moment.Instant, size int64) (int64, error) {
	low, high := int64(0), size
	for low < high {
		mid := low + (high-low)/2
		var at moment.Instant
		err := h.cfg.Store.Read(ctx, h.cfg.Premises, log, mid, mid+1, func(x Stored) error {
			entry, err := journal.Parse(x.Bytes)
			if err != nil {
				return err
			}
			at = entry.Recorded
			return errFound
		})
		if !errors.Is(err, errFound) {
			if err == nil {
				err = ErrNotFound
			}
			return 0, err
		}
		if at >= from {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low, nil
}
