package login

import (
	"bytes"
	"context"
	"errors"
	"time"

	"steady/moment"
)

// sessionStore is the store of scs on our Keys. It asks the machine for the
// time where the rest of login is told, because scs sets its own deadlines by
// it; who sits where, and until when, is decided by seats.
type sessionStore struct {
	keys Keys
	kind Kind
	idle moment.Span
}

func (s sessionStore) FindCtx(ctx context.Context, id string) ([]byte, bool, error) {
	r, err := s.keys.Key(ctx, s.kind, id)
	if errors.Is(err, ErrNoRow) || err == nil && moment.Of(time.Now()) >= r.Expires {
		return nil, false, nil
	}
	if at, ok := ctx.Value(foundKey{s.kind}).(*found); ok && err == nil {
		at.id = id
	}
	return r.Data, err == nil, err
}

// CommitCtx writes a session. With an idle time-out scs commits at the end of
// every request; only one in a twentieth of that time reaches the database. A row
// that the request found and that is gone since stays gone: its token was given
// up by another request of that browser, and would work again.
func (s sessionStore) CommitCtx(ctx context.Context, id string, b []byte, expiry time.Time) error {
	until := moment.Of(expiry)
	for range 20 {
		r, err := s.keys.Key(ctx, s.kind, id)
		at, _ := ctx.Value(foundKey{s.kind}).(*found)
		if errors.Is(err, ErrNoRow) && at != nil && at.id == id {
			return nil
		} else if errors.Is(err, ErrNoRow) {
			r = Row{Kind: s.kind, ID: id}
		} else if err != nil {
			return err
		}
		if r.Version > 0 && bytes.Equal(r.Data, b) && until.Since(r.Expires) < s.idle/20 {
			return nil
		}
		r.Data, r.Expires = b, until
		if err = s.keys.PutKey(ctx, r); !errors.Is(err, ErrRowMoved) {
			return err
		}
	}
	return ErrRowMoved
}

func (s sessionStore) DeleteCtx(ctx context.Context, id string) error {
	for range 20 {
		r, err := s.keys.Key(ctx, s.kind, id)
		if errors.Is(err, ErrNoRow) {
			return nil
		} else if err != nil {
			return err
		}
		if err = s.keys.DropKey(ctx, s.kind, id, r.Version); !errors.Is(err, ErrNoRow) {
			return err
		}
	}
	return ErrRowMoved
}

// The forms without a context are never called: scs prefers the ones above.

func (s sessionStore) Find(id string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), id)
}

func (s sessionStore) Delete(id string) error { return s.DeleteCtx(context.Background(), id) }

func (s sessionStore) Commit(id string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), id, b, expiry)
}
