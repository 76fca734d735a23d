package queue

import (
	"sync"
	"sync/atomic"
)

// Run simulates a model on that many workers; the number of workers changes
// nothing but the time it takes. It returns a *RefusedError for a model that is
// not simulated, and a *LawError when a law of queues was broken.
func Run(m *Model, workers int) (*Result, error) {
	n, err := judged(m)
	if err != nil {
		return nil, err
	}
	batches, err := n.batches(0, m.Batches, workers)
	if err != nil {
		return nil, err
	}
	if err := n.settled(batches); err != nil {
		return nil, err
	}
	return m.result(batches), nil
}

// batches runs the batches from first on, so many. Each has its own streams and
// its own place in the answer: who ran it does not matter.
func (n *network) batches(first, count, workers int) ([]batch, error) {
	out, faults := make([]batch, count), make([]error, count)
	var next atomic.Int64
	var stop atomic.Bool
	var group sync.WaitGroup
	for range max(min(workers, count), 1) {
		group.Go(func() {
			w := newWard(n)
			for {
				i := int(next.Add(1)) - 1
				if i >= count || stop.Load() {
					return
				}
				if faults[i] = w.run(first + i); faults[i] != nil {
					stop.Store(true)
					return
				}
				out[i] = w.observe()
			}
		})
	}
	group.Wait()
	for _, err := range faults {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
