package job

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"steady/lab/scenario"
)

// worker does the job of one replication.
type worker struct {
	river.WorkerDefaults[work]
	pool      *pgxpool.Pool
	scenarios *scenarios
	done      func(u scenario.Unit)
}

// Work simulates, unless somebody has done it meanwhile, and writes the record
// and the end of the job in one transaction: a worker that is killed between has
// done nothing.
func (w *worker) Work(ctx context.Context, j *river.Job[work]) error {
	var there bool
	if err := w.pool.QueryRow(ctx, "SELECT EXISTS (SELECT FROM steady_lab.record WHERE run = $1 AND unit = $2)",
		j.Args.Run, j.Args.Unit.Key()).Scan(&there); err != nil || there {
		return err
	}
	f, err := w.scenarios.get(ctx, j.Args.Run)
	if err != nil {
		return err
	}
	record, err := f.Replicate(j.Args.Unit)
	if err != nil {
		return river.JobCancel(err) // the same everywhere: trying again would not help
	}
	text, err := json.Marshal(record)
	if err != nil {
		return err
	}
	err = pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO steady_lab.record (run, unit, record) VALUES ($1, $2, $3)
			ON CONFLICT DO NOTHING`, j.Args.Run, j.Args.Unit.Key(), string(text)); err != nil {
			return err
		}
		_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, j)
		return err
	})
	if err == nil {
		w.done(j.Args.Unit)
	}
	return err
}

// Timeout is far above what a replication takes.
func (w *worker) Timeout(*river.Job[work]) time.Duration { return jobTimeout }

// hands are a process at work.
type hands struct {
	client *river.Client[pgx.Tx]
	stop   context.CancelFunc
	group  sync.WaitGroup
}

// workers counts those of this process, so that each has a name of its own.
var workers atomic.Int64

// begin lets this process work until end.
func begin(ctx context.Context, pool *pgxpool.Pool, program string, n int, say func(string)) (*hands, error) {
	host, err := os.Hostname()
	if err != nil {
		return nil, err
	}
	id := fmt.Sprintf("%.40s-%d-%d-%d", host, os.Getpid(), time.Now().UnixNano(), workers.Add(1))
	all := river.NewWorkers()
	w := &worker{pool: pool, scenarios: &scenarios{pool: pool, read: map[string]*scenario.File{}},
		done: func(u scenario.Unit) { say(fmt.Sprintf("done: replication %d of %s", u.Replication, u.Policy)) }}
	if err := river.AddWorkerSafely(all, w); err != nil {
		return nil, err
	}
	h := &hands{}
	h.client, err = river.NewClient(riverpgxv5.New(pool), &river.Config{Schema: schema, Logger: quiet(), ID: id,
		Workers: all,
		Queues:  map[string]river.QueueConfig{queueOf(program): {MaxWorkers: n}}, JobTimeout: jobTimeout,
		RescueStuckJobsAfter: jobTimeout + time.Minute})
	if err != nil {
		return nil, err
	}
	if err := seen(ctx, pool, id, program); err != nil {
		return nil, err
	}
	beating, stop := context.WithCancel(context.WithoutCancel(ctx))
	h.stop = stop
	h.group.Go(func() {
		for {
			select {
			case <-beating.Done():
				return
			case <-time.After(beat):
				seen(beating, pool, id, program) // a beat that is lost is made up by the next
			}
		}
	})
	return h, h.client.Start(context.WithoutCancel(ctx))
}

// seen tells the others that this worker is there.
func seen(ctx context.Context, pool *pgxpool.Pool, id, program string) error {
	_, err := pool.Exec(ctx, `INSERT INTO steady_lab.worker (id, program, seen) VALUES ($1, $2, now())
		ON CONFLICT (id) DO UPDATE SET seen = now()`, id, program)
	return err
}

// end finishes what was begun and takes nothing more.
func (h *hands) end() {
	h.client.Stop(context.Background())
	h.stop()
	h.group.Wait()
}

// Work lets this process do replications that runs of the same program ask for,
// until ctx ends; what is begun then is finished.
func Work(ctx context.Context, url, program string, n int, say func(string)) error {
	pool, err := open(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	h, err := begin(ctx, pool, program, n, say)
	if err != nil {
		return err
	}
	say(fmt.Sprintf("at work: %d replications at once; interrupt to end", n))
	<-ctx.Done()
	h.end()
	return nil
}
