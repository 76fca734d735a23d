package labdesk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"steady/moment"
	"steady/person"
)

// State is where a comparison is.
type State string

// The states. A run that waits or was stopped keeps its replications.
const (
	Waiting  State = "waiting" // for the one worker
	Running  State = "running"
	Stopped  State = "stopped" // by somebody; it can be resumed
	Finished State = "finished"
	Refused  State = "refused" // it cannot be run as it is; Why says what to change
)

// Run is one comparison and how far it is.
type Run struct {
	ID       string         `json:"id"`
	Scenario string         `json:"scenario,omitempty"` // the paper it was started from
	Title    string         `json:"title"`
	Question string         `json:"question,omitempty"`
	State    State          `json:"state"`
	Done     int            `json:"done"` // replications of all policies
	All      int            `json:"all"`  // as many as are asked for now; the rule of run length may ask for more
	Why      string         `json:"why,omitempty"`
	By       person.StaffID `json:"by"`
	Made     moment.Instant `json:"made"`
	Holder   string         `json:"holder,omitempty"` // the process that runs it
	Beat     moment.Instant `json:"beat,omitempty"`   // when that process wrote last

	version  int64
	document []byte
}

// lost is how long a running comparison may be silent before another process
// takes it up.
const lost = 2 * moment.Minute

// asleep says whether a run belongs to nobody: it waits, or its process is gone.
func (r *Run) asleep(now moment.Instant, self string) bool {
	return r.State == Waiting || r.State == Running && r.Holder != self && now.Since(r.Beat) > lost
}

// head is what lists show; the document stays in Data.
func (r *Run) paper(at moment.Instant) (Paper, error) {
	head, err := json.Marshal(r)
	return Paper{Kind: KindRun, ID: r.ID, Version: r.version, At: at, By: r.By, Head: head, Data: r.document}, err
}

func runOf(p Paper) (Run, error) {
	r := Run{}
	if err := json.Unmarshal(p.Head, &r); err != nil {
		return r, fmt.Errorf("the run %s cannot be read: %w", p.ID, err)
	}
	r.version, r.document = p.Version, p.Data
	return r, nil
}

// Document is what was asked, as it was asked.
func (r *Run) Document() []byte { return r.document }

// change reads a run, lets f change it and writes it, again where somebody else
// was faster. f answers false where nothing is to be written.
func (d *Desk) change(ctx context.Context, id string, f func(*Run) bool) (Run, error) {
	for {
		p, err := d.c.Papers.Paper(ctx, d.c.Premises, KindRun, id)
		if err != nil {
			return Run{}, err
		}
		r, err := runOf(p)
		if err != nil || !f(&r) {
			return r, err
		}
		if p, err = r.paper(d.c.Now()); err == nil {
			err = d.c.Papers.PutPaper(ctx, d.c.Premises, p)
		}
		if !errors.Is(err, ErrMoved) {
			d.tell()
			return r, err
		}
		time.Sleep(time.Millisecond)
	}
}

// Start puts a comparison in the line. The same id twice is one comparison.
func (d *Desk) Start(ctx context.Context, r Run, document []byte) error {
	r.State, r.Made, r.document, r.version = Waiting, d.c.Now(), document, 0
	p, err := r.paper(d.c.Now())
	if err == nil {
		err = d.c.Papers.PutPaper(ctx, d.c.Premises, p)
	}
	if errors.Is(err, ErrMoved) {
		return nil
	}
	d.tell()
	return err
}

// Stop ends the work on a comparison and keeps its replications.
func (d *Desk) Stop(ctx context.Context, id string) error {
	_, err := d.change(ctx, id, func(r *Run) bool {
		open := r.State == Waiting || r.State == Running
		r.State = Stopped
		if done, all, ours := d.far(id); ours {
			r.Done, r.All = done, all
		}
		return open
	})
	d.mu.Lock()
	if d.current == id {
		d.cancel()
	}
	d.mu.Unlock()
	return err
}

// Resume puts a stopped comparison back in the line; nothing is run twice.
func (d *Desk) Resume(ctx context.Context, id string) error {
	_, err := d.change(ctx, id, func(r *Run) bool {
		stopped := r.State == Stopped
		r.State = Waiting
		return stopped
	})
	return err
}

// Runs lists the comparisons, the newest first.
func (d *Desk) Runs(ctx context.Context, limit int) (out []Run, err error) {
	list, err := d.c.Papers.Papers(ctx, d.c.Premises, KindRun, limit)
	for _, p := range list {
		r, rerr := runOf(p)
		if rerr != nil {
			return out, rerr
		}
		out = append(out, r)
	}
	return out, err
}

// Run reads one comparison, with how far it is at this moment.
func (d *Desk) Run(ctx context.Context, id string) (Run, error) {
	p, err := d.c.Papers.Paper(ctx, d.c.Premises, KindRun, id)
	if err != nil {
		return Run{}, err
	}
	r, err := runOf(p)
	if done, all, ours := d.far(id); ours && r.State == Running {
		r.Done, r.All = done, all
	}
	return r, err
}

// far is how far this process is with a run, where it works on it.
func (d *Desk) far(id string) (done, all int, ours bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.done, d.all, d.current == id
}

// Result is a finished comparison as it was written, JSON; Table is every
// replication of it, CSV. They answer ErrNoPaper until it is finished.
func (d *Desk) Result(ctx context.Context, id string) ([]byte, error) {
	p, err := d.c.Papers.Paper(ctx, d.c.Premises, KindResult, id)
	return p.Data, err
}

// Table is every replication of a finished comparison, CSV.
func (d *Desk) Table(ctx context.Context, id string) ([]byte, error) {
	p, err := d.c.Papers.Paper(ctx, d.c.Premises, KindTable, id)
	return p.Data, err
}

// Put keeps a comparison that was made elsewhere, with its document: the demo's,
// or one that a command of steady wrote.
func (d *Desk) Put(ctx context.Context, r Run, document []byte, x Result) error {
	r.State, r.document, r.version = Finished, document, 0
	if err := d.write(ctx, r, x, r.Made); err != nil {
		return err
	}
	p, err := r.paper(r.Made)
	if err == nil {
		err = d.c.Papers.PutPaper(ctx, d.c.Premises, p)
	}
	if errors.Is(err, ErrMoved) {
		return nil
	}
	return err
}
