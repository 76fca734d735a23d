package study

import "sync"

// watchers wakes whoever shows a study. A wake carries nothing: the screen reads
// the committed state, so missed wakes merge and none is wrong.
type watchers struct {
	mu  sync.Mutex
	all map[chan struct{}]bool
}

// Watch returns a channel that is poked after every commit, and a function that
// ends the watch (V-40).
func (s *Study) Watch() (<-chan struct{}, func()) {
	ch, w := make(chan struct{}, 1), &s.watch
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

func (w *watchers) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch := range w.all {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}
