package app

import "sync"

// Watchers wakes whoever shows live state. A wake carries nothing: the screen
// reads the committed state, so missed wakes merge and none is wrong. The zero
// value is ready.
type Watchers struct {
	mu  sync.Mutex
	all map[chan struct{}]bool
}

// Watch returns a channel that is poked after every commit, and a function
// that ends the watch.
func (h *House) Watch() (<-chan struct{}, func()) { return h.watch.Watch() }

// Watch returns a channel that is poked with every wake, and a function that ends
// the watch.
func (w *Watchers) Watch() (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		w.all = map[chan struct{}]bool{}
	}
	w.all[ch] = true
	return ch, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.all, ch)
	}
}

// Wake pokes everybody who watches.
func (w *Watchers) Wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch := range w.all {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}
