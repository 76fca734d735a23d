package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/seal"
	"steady/internal/store"
	"steady/moment"
)

// house is the invented clinic in a real store, open for commands.
type house struct {
	*ward
	dir   string
	db    *store.DB
	key   *seal.Key
	house *app.House
	clock atomic.Int64 // moment.Instant
	next  moment.Day
	// afternoon says that the day's morning was pressed already.
	afternoon bool
}

// build makes a store in dir and fills it with whole days until it holds that
// many entries. Every entry went down the one road, in few transactions.
func build(ctx context.Context, dir string, people int, entries int64) (*house, error) {
	h := &house{dir: dir}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	var err error
	if h.db, err = store.CreateSQLite(ctx, dir); err != nil {
		return nil, err
	}
	if h.key, err = seal.Create(dir, wardPremises); err == nil {
		h.house, err = h.open(ctx, h.db)
	}
	if err != nil {
		return nil, errors.Join(err, h.db.Close())
	}
	h.ward = newWard(people, h.see)
	if err := h.past(ctx, entries); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

// open starts a house on the store as the program does.
func (h *house) open(ctx context.Context, db *store.DB) (*app.House, error) {
	return app.Open(ctx, app.Config{Store: db, Premises: wardPremises, Sealer: h.key,
		Clock: func() moment.Instant { return moment.Instant(h.clock.Load()) }})
}

// past fills the house. Inside Bulk the state is read as Bulk sees it.
func (h *house) past(ctx context.Context, entries int64) error {
	return h.house.Bulk(ctx, func(do app.Do) error {
		in := *h.ward
		in.view = func(f func(*clinic.State)) { f(h.house.BulkState()) }
		send := func(r app.Request) ([]clinic.Event, error) {
			res, err := do(r, in.now())
			return res.Events, err
		}
		if err := in.found(send); err != nil {
			return err
		}
		next, err := in.fill(in.begun, send, func() bool {
			s := h.house.BulkState()
			return s.Clinical+s.Register >= entries
		})
		h.next = next
		return err
	})
}

func (h *house) close() error { return errors.Join(h.house.Close(), h.db.Close()) }

// see shows the committed state. Where it cannot be read nothing is shown: the
// command made from it is then refused, and the run ends with that.
func (h *house) see(f func(*clinic.State)) { _ = h.house.View(f) }

// entries is how many entries the two logs hold.
func (h *house) entries() (n int64) {
	h.see(func(s *clinic.State) { n = s.Clinical + s.Register })
	return n
}

// pressed is what a session of presses took.
type pressed struct {
	took  time.Duration
	waits []float64 // of each command, in milliseconds
}

// each command takes this long, in microseconds of the wall clock.
func (p pressed) micros() float64 { return micros(p.took) / float64(len(p.waits)) }

// session times the next session: every person's visit, shared among terminals
// that press at once and never pause. The day is opened before, untimed.
func (h *house) session(ctx context.Context, terminals int) (pressed, error) {
	if !h.afternoon {
		h.day = h.next
		h.next++
		h.clock.Store(int64(h.now()))
		err := h.ward.open(h.day, func(r app.Request) ([]clinic.Event, error) {
			res, err := h.house.Do(ctx, r)
			return res.Events, err
		})
		if err != nil {
			return pressed{}, err
		}
	}
	part := 0
	if h.afternoon {
		part = 1
	}
	h.afternoon = !h.afternoon
	return h.press(ctx, terminals, part)
}

func (h *house) press(ctx context.Context, terminals, part int) (pressed, error) {
	var wg sync.WaitGroup
	var turn atomic.Int64
	waits, errs := make([][]float64, terminals), make(chan error, terminals)
	begin := time.Now()
	for t := range terminals {
		wg.Go(func() {
			for i := int(turn.Add(1)) - 1; i < h.people; i = int(turn.Add(1)) - 1 {
				err := h.attend(i, part, func(r app.Request) ([]clinic.Event, error) {
					at := time.Now()
					res, err := h.house.Do(ctx, r)
					waits[t] = append(waits[t], millis(time.Since(at)))
					return res.Events, err
				})
				if err != nil {
					errs <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	out := pressed{took: time.Since(begin)}
	for _, w := range waits {
		out.waits = append(out.waits, w...)
	}
	return out, <-errs // the first, or nil
}

// bareInserts measures single durable inserts: a plain table in the same
// folder, the same settings, one prepared INSERT of the size of an entry in a
// transaction of its own, for about span. It returns the milliseconds of each.
type bareInserts struct {
	db   *sql.DB
	into *sql.Stmt
	body []byte
}

func newBareInserts(dir string) (*bareInserts, error) {
	path := filepath.Join(dir, "anchor.db")
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	b := &bareInserts{db: db, body: make([]byte, 400)}
	if _, err = db.Exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB NOT NULL)`); err == nil {
		b.into, err = db.Prepare(`INSERT INTO t (body) VALUES (?)`)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("anchor: %w", err), db.Close())
	}
	return b, nil
}

func (b *bareInserts) run(span time.Duration) (waits []float64, err error) {
	for begin := time.Now(); time.Since(begin) < span || len(waits) < 5; {
		at := time.Now()
		if _, err := b.into.Exec(b.body); err != nil {
			return nil, err
		}
		waits = append(waits, millis(time.Since(at)))
	}
	return waits, nil
}

func (b *bareInserts) close() error { return errors.Join(b.into.Close(), b.db.Close()) }
