package study

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
)

// ErrNone says that there is no study of that id.
var ErrNone = errors.New("there is no study")

// Source opens the studies of one place. It gives ErrNone for a study that is
// not there, unless it is asked to begin it.
type Source interface {
	IDs() ([]string, error)
	Open(ctx context.Context, id string, begin bool) (*Study, io.Closer, error)
}

// Rooms are the studies of one place, each opened once when it is asked for.
type Rooms struct {
	source Source

	mu     sync.Mutex
	open   map[string]*Study
	closer []io.Closer
}

// NewRooms makes the studies of a place.
func NewRooms(source Source) *Rooms { return &Rooms{source: source, open: map[string]*Study{}} }

// IDs lists the studies.
func (r *Rooms) IDs() ([]string, error) {
	ids, err := r.source.IDs()
	slices.Sort(ids)
	return ids, err
}

// Study opens a study that is there, or gives ErrNone.
func (r *Rooms) Study(ctx context.Context, id string) (*Study, error) { return r.get(ctx, id, false) }

// Begin opens a study and makes its place where there is none.
func (r *Rooms) Begin(ctx context.Context, id string) (*Study, error) { return r.get(ctx, id, true) }

func (r *Rooms) get(ctx context.Context, id string, begin bool) (*Study, error) {
	if !IDPattern.MatchString(id) {
		return nil, ErrNone
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.open[id]; s != nil {
		return s, nil
	}
	s, c, err := r.source.Open(ctx, id, begin)
	if err != nil {
		return nil, err
	}
	r.open[id], r.closer = s, append(r.closer, c)
	return s, nil
}

// Close closes every study that was opened.
func (r *Rooms) Close() (err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.closer {
		err = errors.Join(err, c.Close())
	}
	r.open, r.closer = map[string]*Study{}, nil
	return err
}
