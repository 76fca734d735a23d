package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"steady/lab"
	"steady/lab/scenario"
)

// schema is the lab's own corner of the database. A clinic's tables are never
// touched, and a database without a clinic will do.
const schema = "steady_lab"

// tables are the lab's own beside River's. A record is written once: who comes
// second with the same replication has the same record.
const tables = `
CREATE TABLE IF NOT EXISTS steady_lab.run (
	id text PRIMARY KEY, scenario text NOT NULL, program text NOT NULL);
CREATE TABLE IF NOT EXISTS steady_lab.record (
	run text NOT NULL REFERENCES steady_lab.run, unit text NOT NULL, record text NOT NULL, PRIMARY KEY (run, unit));
CREATE TABLE IF NOT EXISTS steady_lab.worker (
	id text PRIMARY KEY, program text NOT NULL, seen timestamptz NOT NULL);`

// Times of the spreading. A worker that was not seen for so long is taken for
// gone, and what it had begun is asked for again.
const (
	beat       = time.Second
	gone       = 8 * time.Second
	jobTimeout = 2 * time.Hour
)

// work is the job of one replication.
type work struct {
	Run  string        `json:"run"`
	Unit scenario.Unit `json:"unit"`
}

// Kind names the job for River.
func (work) Kind() string { return "lab_replication" }

// queueOf is the queue of a program: its workers take nothing from another's.
func queueOf(program string) string { return "lab-" + program }

// Spread is a run that is spread over a database's workers.
type Spread struct {
	pool    *pgxpool.Pool
	client  *river.Client[pgx.Tx]
	program string
	say     func(string)
	hands   *hands // of this process; nil for none
}

// open connects, and makes the tables where they are missing.
func open(ctx context.Context, url string) (*pgxpool.Pool, error) {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("the database cannot be used: %w", err)
	}
	if err := prepare(ctx, pool); err != nil {
		pool.Close()
		return nil, fmt.Errorf("the database cannot be used: %w", err)
	}
	return pool, nil
}

// prepare lets one process at a time make tables.
func prepare(ctx context.Context, pool *pgxpool.Pool) error {
	const lock = 0x57_74_65_61 // any number that nobody else locks by
	c, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer c.Release()
	if _, err := c.Exec(ctx, "SELECT pg_advisory_lock($1)", lock); err != nil {
		return err
	}
	defer c.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lock)
	if _, err := c.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+schema); err != nil {
		return err
	}
	if _, err := c.Exec(ctx, tables); err != nil {
		return err
	}
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: schema, Logger: quiet()})
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// quiet is a logger for what a caller is told in words anyway.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// OpenSpread opens a database for a run. With workers above 0 this process works
// beside the others.
func OpenSpread(ctx context.Context, url, program string, workers int, say func(string)) (*Spread, error) {
	pool, err := open(ctx, url)
	if err != nil {
		return nil, err
	}
	s := &Spread{pool: pool, program: program, say: say}
	s.client, err = river.NewClient(riverpgxv5.New(pool), &river.Config{Schema: schema, Logger: quiet()})
	if err == nil && workers > 0 {
		s.hands, err = begin(ctx, pool, program, workers, func(string) {})
	}
	if err != nil {
		pool.Close()
		return nil, err
	}
	return s, nil
}

// Close lets what this process has begun be finished, and disconnects.
func (s *Spread) Close() {
	if s.hands != nil {
		s.hands.end()
	}
	s.pool.Close()
}

// Run asks for the units that have no record yet, waits for all, and returns the
// records in the order of the units. What was asked for stays asked for when ctx
// ends: the workers go on, and running again finds it.
func (s *Spread) Run(ctx context.Context, f *scenario.File, units []scenario.Unit, tell func(done, total int)) (
	[]*lab.Record, error) {
	id, err := s.register(ctx, f)
	if err != nil {
		return nil, err
	}
	var from int64 // jobs of earlier runs say nothing of this one
	if err := s.pool.QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM steady_lab.river_job").Scan(&from); err != nil {
		return nil, err
	}
	asked := map[string]bool{} // by this call, for what is still open
	records := map[string]*lab.Record{}
	for {
		if err := errors.Join(s.read(ctx, id, records), s.given(ctx, id, from)); err != nil {
			return nil, err
		}
		var open []scenario.Unit
		for _, u := range units {
			if records[u.Key()] == nil {
				open = append(open, u)
			}
		}
		tell(len(units)-len(open), len(units))
		if len(open) == 0 {
			return inOrder(units, records), nil
		}
		if err := s.ask(ctx, id, open, asked); err != nil {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, errors.New("stopped; finished replications are kept in the database: run it again to go on")
		case <-time.After(beat):
		}
	}
}

// register writes the scenario down once for all workers.
func (s *Spread) register(ctx context.Context, f *scenario.File) (id string, err error) {
	digest, err := f.Digest()
	if err != nil {
		return "", err
	}
	text, err := f.Write()
	if err != nil {
		return "", err
	}
	id = digest + "/" + s.program
	_, err = s.pool.Exec(ctx, `INSERT INTO steady_lab.run (id, scenario, program) VALUES ($1, $2, $3)
		ON CONFLICT DO NOTHING`, id, string(text), s.program)
	return id, err
}

// read adds the records of a run that are not known yet.
func (s *Spread) read(ctx context.Context, id string, known map[string]*lab.Record) error {
	rows, err := s.pool.Query(ctx, "SELECT unit, record FROM steady_lab.record WHERE run = $1 AND NOT unit = ANY($2)", id,
		slices.AppendSeq([]string{}, maps.Keys(known))) // never nil: that would be NULL, which no unit differs from
	if err != nil {
		return err
	}
	var unit, text string
	_, err = pgx.ForEachRow(rows, []any{&unit, &text}, func() error {
		r := &lab.Record{}
		known[unit] = r
		return json.Unmarshal([]byte(text), r)
	})
	return err
}

// given returns why a replication was given up, if one was.
func (s *Spread) given(ctx context.Context, id string, from int64) error {
	var unit, why string
	err := s.pool.QueryRow(ctx, `SELECT args->'unit'->>'policy', coalesce(errors[array_upper(errors, 1)]->>'error', '')
		FROM steady_lab.river_job WHERE id > $1 AND queue = $2 AND state IN ('cancelled', 'discarded') AND args->>'run' = $3
		ORDER BY id LIMIT 1`, from, queueOf(s.program), id).Scan(&unit, &why)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("a replication of %s was given up: %s", unit, why)
}

func inOrder(units []scenario.Unit, records map[string]*lab.Record) []*lab.Record {
	out := make([]*lab.Record, len(units))
	for i, u := range units {
		out[i] = records[u.Key()]
	}
	return out
}

// ask inserts a job for each open unit that nobody is about to do: none waits for
// a worker and none is in the hands of one that is still seen.
func (s *Spread) ask(ctx context.Context, id string, open []scenario.Unit, asked map[string]bool) error {
	alive, err := s.alive(ctx)
	if err != nil {
		return err
	}
	if alive == 0 && !asked[""] {
		asked[""] = true
		s.say("waiting: no worker of this program is at work; start \"steady lab work --database URL\" with the same file")
	}
	rows, err := s.pool.Query(ctx, `SELECT j.args::text FROM steady_lab.river_job j
		WHERE j.queue = $1 AND (j.state IN ('available', 'pending', 'retryable',
			'scheduled') OR j.state = 'running' AND EXISTS
			(SELECT FROM steady_lab.worker w WHERE w.id = j.attempted_by[array_upper(j.attempted_by, 1)]
			AND w.seen > now() - make_interval(secs => $2)))`, queueOf(s.program), gone.Seconds())
	if err != nil {
		return err
	}
	coming := map[string]bool{}
	var text string
	if _, err := pgx.ForEachRow(rows, []any{&text}, func() error {
		var w work
		if err := json.Unmarshal([]byte(text), &w); err != nil {
			return err
		}
		coming[w.Run+w.Unit.Key()] = true
		return nil
	}); err != nil {
		return err
	}
	var jobs []river.InsertManyParams
	for _, u := range open {
		if coming[id+u.Key()] {
			continue
		}
		if asked[u.Key()] {
			s.say(fmt.Sprintf("replication %d of %s is asked for again: its worker is gone", u.Replication, u.Policy))
		}
		asked[u.Key()] = true
		jobs = append(jobs, river.InsertManyParams{Args: work{id, u}, InsertOpts: &river.InsertOpts{
			Queue: queueOf(s.program), MaxAttempts: 3}})
	}
	if len(jobs) == 0 {
		return nil
	}
	_, err = s.client.InsertMany(ctx, jobs)
	return err
}

// alive is how many workers of this program were seen lately.
func (s *Spread) alive(ctx context.Context) (n int, err error) {
	err = s.pool.QueryRow(ctx, `SELECT count(*) FROM steady_lab.worker WHERE program = $1
		AND seen > now() - make_interval(secs => $2)`, s.program, gone.Seconds()).Scan(&n)
	return n, err
}

// scenarios keeps what a worker has read, since it does many units of one.
type scenarios struct {
	mu   sync.Mutex
	pool *pgxpool.Pool
	read map[string]*scenario.File
}

func (s *scenarios) get(ctx context.Context, id string) (*scenario.File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.read[id]; f != nil {
		return f, nil
	}
	var text string
	if err := s.pool.QueryRow(ctx, "SELECT scenario FROM steady_lab.run WHERE id = $1", id).Scan(&text); err != nil {
		return nil, err
	}
	f, err := scenario.Parse([]byte(text))
	if err == nil {
		s.read[id] = f
	}
	return f, err
}
