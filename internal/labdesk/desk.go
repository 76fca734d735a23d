package labdesk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"steady/moment"
)

// Work is what a runner is given. It runs on one goroutine and starts none, so
// that whatever else the machine can do is left to the clinic.
type Work struct {
	Document []byte
	// Kept are parts that were kept before, by name: they are not made again.
	Kept map[string][]byte
	// Keep keeps a part. It returns the context's error once the work is to stop.
	Keep func(name string, part []byte) error
	// Step tells how far the work is, in replications.
	Step func(done, all int)
}

// Result is what became of a comparison.
type Result struct {
	Comparison []byte // JSON
	Table      []byte // CSV of every replication
}

// Runner runs a scenario document to its comparison. A *RefusedError is for
// whoever asked: it says what to change.
type Runner func(ctx context.Context, w Work) (Result, error)

// RefusedError says why a document is not run, and what to do.
type RefusedError struct{ Why string }

// Error is the sentence.
func (e *RefusedError) Error() string { return e.Why }

// Config is what a desk is wired with.
type Config struct {
	Papers   Papers
	Premises string
	Now      func() moment.Instant
	Run      Runner
	Process  string // of this process, unlike any other
}

// Desk is the one worker of a process and what it keeps. Comparisons run one at a
// time, in the order in which they were asked for.
type Desk struct {
	c Config

	mu      sync.Mutex
	current string // the run that is worked on
	cancel  context.CancelFunc
	done    int
	all     int
	watch   map[chan struct{}]bool

	wake chan struct{}
	quit context.CancelFunc
	over chan struct{}
}

// Open starts the worker. Close ends it; what it had finished is kept.
func Open(c Config) *Desk {
	ctx, quit := context.WithCancel(context.Background())
	d := &Desk{c: c, watch: map[chan struct{}]bool{}, wake: make(chan struct{}, 1), quit: quit, over: make(chan struct{}),
		cancel: func() {}}
	go d.work(ctx)
	return d
}

// Close ends the worker and waits for it.
func (d *Desk) Close() {
	d.quit()
	<-d.over
}

// Watch is told when a comparison moved, until stop is called.
func (d *Desk) Watch() (changed <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.watch[c] = true
	return c, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.watch, c)
	}
}

// tell wakes the worker and whoever watches.
func (d *Desk) tell() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for c := range d.watch {
		select {
		case c <- struct{}{}:
		default:
		}
	}
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// looks is how often the worker looks for work that another process left.
const looks = 30 * time.Second

func (d *Desk) work(ctx context.Context) {
	defer close(d.over)
	tick := time.NewTicker(looks)
	defer tick.Stop()
	for {
		id, err := d.next(ctx)
		if err == nil && id != "" {
			err = d.runOne(ctx, id)
		}
		if err != nil && ctx.Err() == nil {
			slog.Error("the lab's worker", "err", err)
		}
		if id != "" && err == nil && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-d.wake:
		case <-tick.C:
		}
	}
}

// next is the oldest comparison that nobody works on, "" where there is none.
func (d *Desk) next(ctx context.Context) (string, error) {
	list, err := d.Runs(ctx, 1000)
	var oldest *Run
	for i, r := range list {
		if r.asleep(d.c.Now(), d.c.Process) && (oldest == nil || r.Made < oldest.Made) {
			oldest = &list[i]
		}
	}
	if err != nil || oldest == nil {
		return "", err
	}
	return oldest.ID, nil
}

// runOne takes a comparison and works on it until it is finished, stopped or
// refused, or the process ends: then it waits for the next one.
func (d *Desk) runOne(ctx context.Context, id string) error {
	taken := false
	r, err := d.change(ctx, id, func(r *Run) bool {
		taken = r.asleep(d.c.Now(), d.c.Process)
		r.State, r.Holder, r.Beat = Running, d.c.Process, d.c.Now()
		return taken
	})
	if err != nil || !taken {
		return err
	}
	work, cancel := context.WithCancel(ctx)
	defer cancel()
	d.mu.Lock()
	d.current, d.cancel, d.done, d.all = id, cancel, r.Done, r.All
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		d.current, d.cancel = "", func() {}
		d.mu.Unlock()
		d.tell()
	}()
	result, err := d.simulate(work, r)
	end := context.WithoutCancel(ctx)
	if err == nil {
		err = d.write(end, r, result, d.c.Now())
	}
	ended := d.ended(end, id, err, work.Err() != nil)
	if err == nil && ended == nil {
		_, ended = d.c.Papers.DropPapers(end, d.c.Premises, KindPart, id+"/")
	}
	return ended
}

// write keeps a result. Where there is one already it is the same: the document
// and the seed decide it.
func (d *Desk) write(ctx context.Context, r Run, x Result, at moment.Instant) error {
	for _, p := range []Paper{{Kind: KindResult, Data: x.Comparison}, {Kind: KindTable, Data: x.Table}} {
		p.ID, p.At, p.By = r.ID, at, r.By
		if err := d.c.Papers.PutPaper(ctx, d.c.Premises, p); err != nil && !errors.Is(err, ErrMoved) {
			return err
		}
	}
	return nil
}

// ended writes what became of a comparison.
func (d *Desk) ended(ctx context.Context, id string, cause error, cut bool) error {
	done, all, _ := d.far(id)
	_, err := d.change(ctx, id, func(r *Run) bool {
		if r.Holder != d.c.Process {
			return false // another process took it up
		}
		r.Done, r.All, r.Beat, r.Holder = done, all, d.c.Now(), ""
		var no *RefusedError
		switch {
		case cause == nil:
			r.State, r.Why = Finished, ""
		case cut && r.State == Running:
			r.State = Waiting // the process ends: whoever is next takes it up
		case cut:
		case errors.As(cause, &no):
			r.State, r.Why = Refused, no.Why
		default:
			r.State, r.Why = Stopped, "It stopped on our side, not because of what was asked. Resume it; what was done is kept."
		}
		return true
	})
	if cause != nil && !cut {
		var no *RefusedError
		if !errors.As(cause, &no) {
			return errors.Join(cause, err)
		}
	}
	return err
}

// Parts of a run are written together, at least so far apart: the clinic's
// writer is asked seldom and for little.
const gather = 2 * time.Second

// simulate calls the runner with what was kept before.
func (d *Desk) simulate(ctx context.Context, r Run) (out Result, err error) {
	defer func() {
		if x := recover(); x != nil {
			out, err = Result{}, fmt.Errorf("the simulation broke off: %v", x)
		}
	}()
	k := &keeper{d: d, run: r.ID, kept: map[string][]byte{}}
	if err := k.load(ctx); err != nil {
		return Result{}, err
	}
	out, err = d.c.Run(ctx, Work{Document: r.document, Kept: k.kept, Step: d.step,
		Keep: func(name string, part []byte) error { return k.keep(ctx, name, part) }})
	if kerr := k.flush(context.WithoutCancel(ctx)); err == nil {
		err = kerr
	}
	return out, err
}

// step notes how far the work is.
func (d *Desk) step(done, all int) {
	d.mu.Lock()
	changed := d.done != done || d.all != all
	d.done, d.all = done, all
	for c := range d.watch {
		if !changed {
			break
		}
		select {
		case c <- struct{}{}:
		default:
		}
	}
	d.mu.Unlock()
}
