package app

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"steady/clinic"
	"steady/journal"
	"steady/moment"
	"steady/refusal"
)

// Sealer signs the head of a log.
type Sealer interface {
	Sign(c journal.Checkpoint) (note []byte, err error)
}

// Config is what a House is wired with.
type Config struct {
	Store    Store
	Premises string
	Sealer   Sealer
	Clock    func() moment.Instant // read once per command
	May      May                   // nil allows everything (tests of the core's own rules)
	// MayWitness answers who may be the second person of a command; nil allows
	// whom the core allows.
	MayWitness May
}

// House runs one premises: a single writer decides in memory, appends a batch
// in one durable transaction, and only then answers. Readers see committed
// state only.
type House struct {
	cfg   Config
	jobs  chan *job
	quit  chan struct{}
	done  chan struct{}
	watch Watchers
	looks *lookout
	books books
	wipes sync.WaitGroup
	crowd int // commands of the last transaction; the writer's own

	mu    sync.RWMutex // guards all below; the writer holds it from decide to commit
	state *clinic.State
	edges map[journal.Log]journal.Edge
	saved int64 // entries covered by the newest snapshot
	stale error // set while memory may differ from the disk
}

type job struct {
	req    Request
	bulk   func(do Do) error
	digest [32]byte
	result Result
	err    error
	done   chan struct{}
}

// Do is one command at a given instant inside Bulk.
type Do func(req Request, now moment.Instant) (Result, error)

// Limits of the writer: commands in one transaction, how long it steps aside
// for more of them, and entries between snapshots.
const (
	batchMost     = 256
	gatherMost    = 200 * time.Microsecond
	snapshotEvery = 20_000
)

// Open loads the premises (snapshot and tail) and starts its writer.
func Open(ctx context.Context, cfg Config) (*House, error) {
	h := &House{cfg: cfg, jobs: make(chan *job, 4*batchMost), quit: make(chan struct{}), done: make(chan struct{}),
		looks: newLookout()}
	if err := h.load(ctx); err != nil {
		return nil, err
	}
	if err := h.sweep(ctx); err != nil {
		return nil, err
	}
	go h.write()
	go h.keepLooks()
	return h, nil
}

// Close stops the writer after what it has accepted and saves a snapshot.
func (h *House) Close() error {
	close(h.quit)
	<-h.done
	<-h.looks.done
	h.wipes.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stale != nil {
		return nil
	}
	return h.saveSnapshot(context.Background())
}

// Premises is the id of the premises.
func (h *House) Premises() string { return h.cfg.Premises }

// Now reads the house's clock.
func (h *House) Now() moment.Instant { return h.cfg.Clock() }

// View calls f with the committed state. f must not keep or change it. Where
// the last commit failed and the disk could not be read again, memory may hold
// what is not recorded: View then reads the disk first, or answers a *Fault
// and does not call f.
func (h *House) View(f func(*clinic.State)) error {
	h.mu.RLock()
	if h.stale == nil {
		defer h.mu.RUnlock()
		f(h.state)
		return nil
	}
	h.mu.RUnlock()
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stale != nil {
		if err := h.load(context.Background()); err != nil {
			return fault(err)
		}
		h.stale = nil
	}
	f(h.state)
	return nil
}

// Do takes one command down the road. The error is a *clinic.Refusal, or a
// *Fault whose command was not recorded (or is answered when sent again).
func (h *House) Do(ctx context.Context, req Request) (Result, error) {
	digest, err := req.digest()
	if err != nil {
		return Result{}, fault(err)
	}
	if req.Command.ID == "" || len(req.Command.ID) > 64 {
		return Result{}, refusal.New("command_id", "design 2", "The form carries no id: load the page again.")
	}
	j := &job{req: req, digest: digest, done: make(chan struct{})}
	return h.submit(ctx, j)
}

// Bulk runs many commands in their own instants with few transactions: the
// demo's past and imports. Every rule applies; all is durable when it returns.
func (h *House) Bulk(ctx context.Context, f func(do Do) error) error {
	_, err := h.submit(ctx, &job{bulk: f, done: make(chan struct{})})
	return err
}

// BulkState is the state as it stands inside a running Bulk, whose function
// alone may read it.
func (h *House) BulkState() *clinic.State { return h.state }

func (h *House) submit(ctx context.Context, j *job) (Result, error) {
	select {
	case h.jobs <- j:
	case <-h.quit:
		return Result{}, fault(errors.New("the service is stopping"))
	case <-ctx.Done():
		return Result{}, fault(ctx.Err())
	}
	select {
	case <-j.done:
		return j.result, j.err
	case <-h.done:
		return Result{}, fault(errors.New("the service stopped"))
	}
}

func (h *House) write() {
	defer close(h.done)
	for {
		select {
		case j := <-h.jobs:
			h.run(j)
		case <-h.quit:
			for {
				select {
				case j := <-h.jobs:
					h.run(j)
				default:
					return
				}
			}
		}
	}
}

// run takes what waits behind the first job into one transaction.
func (h *House) run(first *job) {
	if first.bulk != nil {
		h.runBulk(first)
		return
	}
	jobs, bulk := h.gather(first)
	h.batch(jobs)
	for _, j := range jobs {
		close(j.done)
	}
	if bulk != nil {
		h.runBulk(bulk)
	}
}

// gather takes the jobs that wait behind the first one. Whom the last
// transaction answered is just being woken and may press again: after a crowd
// it steps aside for them a moment, so that the next transaction carries a
// crowd too and not the quickest of it alone. A lone press waits for nobody.
func (h *House) gather(first *job) (jobs []*job, bulk *job) {
	jobs = []*job{first}
	defer func() { h.crowd = len(jobs) }()
	for begin := time.Now(); ; runtime.Gosched() {
		for more := true; more && len(jobs) < batchMost; {
			select {
			case j := <-h.jobs:
				if j.bulk != nil {
					return jobs, j
				}
				jobs = append(jobs, j)
			default:
				more = false
			}
		}
		if len(jobs) >= h.crowd || time.Since(begin) > gatherMost {
			return jobs, nil
		}
	}
}

// batch decides and commits. A lost head is not an error: read the tail, fold,
// decide again.
func (h *House) batch(jobs []*job) {
	ctx := context.Background()
	h.mu.Lock()
	defer h.mu.Unlock()
	for try := 0; ; try++ {
		err := h.tryBatch(ctx, jobs)
		if err == nil {
			return
		}
		h.stale = err
		if try < 20 && (errors.Is(err, ErrHeadMoved) || errors.Is(err, ErrDuplicateCommand)) {
			continue
		}
		if lerr := h.load(ctx); lerr == nil {
			h.stale = nil
		}
		f := fault(err)
		for _, j := range jobs {
			j.result, j.err = Result{}, f
		}
		return
	}
}

func (h *House) tryBatch(ctx context.Context, jobs []*job) error {
	if h.stale != nil {
		if err := h.load(ctx); err != nil {
			return err
		}
		h.stale = nil
	}
	ids := make([]string, len(jobs))
	for i, j := range jobs {
		ids[i] = j.req.Command.ID
	}
	known, err := h.cfg.Store.Answers(ctx, h.cfg.Premises, ids)
	if err != nil {
		return err
	}
	w := h.newBatch()
	for _, j := range jobs {
		j.result, j.err = w.take(j.req, j.digest, known, h.cfg.Clock())
	}
	return w.commit(ctx)
}

func (h *House) runBulk(j *job) {
	ctx := context.Background()
	h.mu.Lock()
	defer h.mu.Unlock()
	w, day := h.newBatch(), moment.Instant(0) // every day of it gets a signed head of its own
	err := j.bulk(func(req Request, now moment.Instant) (Result, error) {
		digest, err := req.digest()
		if err != nil {
			return Result{}, fault(err)
		}
		if today := now / moment.Instant(24*moment.Hour); today != day || len(w.batch.Entries) >= 4000 {
			if err := w.commit(ctx); err != nil {
				return Result{}, fault(err)
			}
			w, day = h.newBatch(), today
		}
		return w.take(req, digest, nil, now)
	})
	if cerr := w.commit(ctx); cerr != nil {
		err = errors.Join(err, fault(cerr))
		h.stale = cerr
		if h.load(ctx) == nil {
			h.stale = nil
		}
	}
	j.err = err
	close(j.done)
}

// load folds the state from the snapshot and the tail, or from the whole
// journal where there is no snapshot this program reads.
func (h *House) load(ctx context.Context) error {
	state, err := Fold(ctx, h.cfg.Store, h.cfg.Premises, true)
	if err != nil {
		return err
	}
	edges := map[journal.Log]journal.Edge{}
	for log, size := range map[journal.Log]int64{journal.Clinical: state.Clinical, journal.Register: state.Register} {
		edges[log], err = journal.NewEdge(size, func(idx []int64) ([][32]byte, error) {
			return h.cfg.Store.Hashes(ctx, h.cfg.Premises, log, idx)
		})
		if err != nil {
			return fmt.Errorf("%s log: %w", log, err)
		}
	}
	h.state, h.edges, h.saved = state, edges, state.Clinical+state.Register
	return nil
}
