package queue

// event is something that will happen: the arrival of the next person of a
// class, or the end of a service. Its key is the number in which it was planned,
// above the bits that say whose it is: one comparison settles a tie of time in
// the order of planning, and an event has 16 bytes.
type event struct {
	at  float64 // minutes from the beginning of the batch
	key uint64
}

const (
	whoseBits = 24
	whose     = 1<<whoseBits - 1 // more than maxPresent; 2^40 plans are more than maxWork
)

func (e event) before(f event) bool { return e.at < f.at || e.at == f.at && e.key < f.key }

// agenda is what will happen, in the order of time and then of planning: a heap
// whose nodes have four children. After pop its root is a hole, and the next
// plan falls into it from above: most events plan their successor. Why a heap:
// docs/decisions/015-event-queue-and-streams.md.
type agenda struct {
	heap    []event
	planned uint64
	hole    bool // heap[0] was taken and not refilled
}

const children = 4

// clear empties it and begins to count from nothing.
func (a *agenda) clear() { a.heap, a.planned, a.hole = a.heap[:0], 0, false }

// plan adds an event of whom.
func (a *agenda) plan(at float64, whom uint32) {
	e := event{at, a.planned<<whoseBits | uint64(whom)}
	a.planned++
	if a.hole {
		a.hole = false
		a.sink(e)
		return
	}
	a.heap = append(a.heap, e)
	h := a.heap
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / children
		if !e.before(h[up]) {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = e
}

// pop takes the first event; ok is false where nothing is planned.
func (a *agenda) pop() (e event, ok bool) {
	if a.hole {
		last := len(a.heap) - 1
		e = a.heap[last]
		a.heap = a.heap[:last]
		if last > 0 {
			a.sink(e)
		}
	}
	a.hole = len(a.heap) > 0
	if !a.hole {
		return event{}, false
	}
	return a.heap[0], true
}

// sink puts an event into the hole at the root and restores the order.
func (a *agenda) sink(e event) {
	h := a.heap
	i := 0
	for {
		first := children*i + 1
		if first >= len(h) {
			break
		}
		least := first
		for c := first + 1; c < min(first+children, len(h)); c++ {
			if h[c].before(h[least]) {
				least = c
			}
		}
		if !h[least].before(e) {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = e
}
