// Package job runs the replications that a question to the policy lab needs: on
// the processors of this machine, kept in a folder so that a run can be stopped
// and resumed, or spread over processes and machines through one PostgreSQL.
// Wherever a replication runs it comes to the same, so what is answered does not
// depend on who ran what.
package job

import (
	"context"
	"fmt"
	"sync"

	"steady/lab"
	"steady/lab/scenario"
)

// Do simulates one unit.
type Do func(u scenario.Unit) (*lab.Record, error)

// Pool runs units on processors of this machine.
type Pool struct {
	Workers int   // at least 1
	Keep    *Keep // nil: nothing is kept
	Do      Do
	// Tell is told how many of the units asked for at once are finished, nil for
	// silence. It is called by one goroutine at a time.
	Tell func(done, total int)
}

// Run does the units that are not kept yet and returns the records of all, in
// the order of the units. When ctx ends, units that were begun are finished and
// kept, and its cause is returned.
func (p *Pool) Run(ctx context.Context, units []scenario.Unit) ([]*lab.Record, error) {
	out := make([]*lab.Record, len(units))
	var todo []int
	for i, u := range units {
		if out[i] = p.Keep.find(u); out[i] == nil {
			todo = append(todo, i)
		}
	}
	done := len(units) - len(todo)
	p.tell(done, len(units))
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	next := make(chan int)
	go func() {
		defer close(next)
		for _, i := range todo {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	var mu sync.Mutex
	var group sync.WaitGroup
	for range max(1, min(p.Workers, len(todo))) {
		group.Go(func() {
			for i := range next {
				r, err := p.Do(units[i])
				mu.Lock()
				if err == nil {
					err = p.Keep.add(units[i], r)
				}
				if err != nil {
					stop(fmt.Errorf("replication %d of %s: %w", units[i].Replication, units[i].Policy, err))
				} else {
					out[i] = r
					done++
					p.tell(done, len(units))
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if done < len(units) {
		return nil, context.Cause(ctx)
	}
	return out, nil
}

func (p *Pool) tell(done, total int) {
	if p.Tell != nil {
		p.Tell(done, total)
	}
}
