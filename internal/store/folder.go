package store

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// SQLite appends commits to a write-ahead log, which must now and then be
// folded into the file. Left to itself the committing writer does that, and a
// nurse waits for it; the folder does it beside the writer instead.
const (
	// foldEvery is the pause between two foldings while there is something to fold.
	foldEvery = 250 * time.Millisecond
	// mostLogPages (64 MB of 4 KB pages) is where the writer folds after all: a
	// folding beside a writer that never rests cannot begin the log anew.
	mostLogPages = 16384
)

// folder runs the foldings of one file. A nil folder does nothing.
type folder struct {
	pool   *sql.DB
	news   chan struct{} // a commit since the last folding; holds one
	ctx    context.Context
	cancel context.CancelFunc
	done   sync.WaitGroup
}

func startFolder(path string) (*folder, error) {
	pool, err := sql.Open("sqlite", sqliteURI(path, "synchronous(FULL)"))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	f := &folder{pool: pool, news: make(chan struct{}, 1)}
	f.ctx, f.cancel = context.WithCancel(context.Background())
	f.done.Go(f.run)
	return f, nil
}

func (f *folder) run() {
	for {
		select {
		case <-f.ctx.Done():
			return
		case <-f.news:
		}
		select {
		case <-f.ctx.Done():
			return
		case <-time.After(foldEvery):
		}
		// PASSIVE never makes a reader or writer wait. If it fails, on a full disk
		// say, the commits are safe in the log, and the next folding tries again.
		_, _ = f.pool.ExecContext(f.ctx, `PRAGMA wal_checkpoint(PASSIVE)`)
	}
}

// wrote says that there may be something to fold.
func (f *folder) wrote() {
	if f == nil {
		return
	}
	select {
	case f.news <- struct{}{}:
	default:
	}
}

// stop ends the foldings; closing the last connection folds what is left.
func (f *folder) stop() {
	if f == nil {
		return
	}
	f.cancel()
	f.done.Wait()
	_ = f.pool.Close() // it only ever folded
}
