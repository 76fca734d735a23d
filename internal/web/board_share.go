package web

import (
	"bytes"
	"context"
	"errors"
	"sync"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/web/page"
	"steady/moment"
)

// boardKind tells the boards apart that open screens may show.
type boardKind struct{ wall, acts bool }

// sharedBoards draws a board once for all the screens that show the same: a
// change would otherwise be drawn once for each of them, all at the same time.
type sharedBoards struct {
	mu   sync.Mutex
	last map[boardKind]*sharedBoard
}

// sharedBoard is one drawing. Whoever asks first draws; ready ends the wait of
// the others.
type sharedBoard struct {
	heads app.Heads
	at    moment.Instant
	ready chan struct{}
	body  []byte
	ids   []string // of the commands in it
	err   error
}

// shareFor is how long a drawing of the same entries serves: the times in it
// are read once, and the page's own clocks count on from them.
const shareFor = moment.Second

// sharedBoard returns the columns of the board as they stand now, with ids of
// commands that no other screen has: two tablets press two commands.
func (s *Server) sharedBoard(ctx context.Context, kind boardKind) ([]byte, error) {
	b, ours, err := s.boardAt(kind)
	if err != nil {
		return nil, err
	}
	if ours {
		// Others wait for this drawing: it is finished also when our reader leaves.
		s.finish(context.WithoutCancel(ctx), kind, b)
	}
	select {
	case <-b.ready:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if b.err != nil {
		s.boards.forget(kind, b)
		return nil, b.err
	}
	body := b.body
	for _, id := range b.ids {
		body = bytes.ReplaceAll(body, []byte(id), []byte(app.NewCommandID()))
	}
	return body, nil
}

// finish draws. Whatever happens meanwhile, nobody waits for it for ever.
func (s *Server) finish(ctx context.Context, kind boardKind, b *sharedBoard) {
	b.err = errNotDrawn
	defer close(b.ready)
	b.body, b.ids, b.err = s.drawColumns(ctx, kind)
}

// errNotDrawn is what waiting screens are told when a drawing was broken off.
var errNotDrawn = errors.New("the board was not drawn")

// boardAt finds the drawing of the entries recorded so far, or begins it, which
// is then ours to finish.
func (s *Server) boardAt(kind boardKind) (b *sharedBoard, ours bool, err error) {
	var heads app.Heads
	err = s.house.View(func(st *clinic.State) { heads = app.Heads{Clinical: st.Clinical, Register: st.Register} })
	if err != nil {
		return nil, false, err
	}
	now := s.house.Now()
	x := &s.boards
	x.mu.Lock()
	defer x.mu.Unlock()
	if b = x.last[kind]; b != nil && b.heads == heads && now.Since(b.at) < shareFor {
		return b, false, nil
	}
	if x.last == nil {
		x.last = map[boardKind]*sharedBoard{}
	}
	b = &sharedBoard{heads: heads, at: now, ready: make(chan struct{})}
	x.last[kind] = b
	return b, true, nil
}

// forget lets the next screen draw again after a drawing that failed.
func (x *sharedBoards) forget(kind boardKind, b *sharedBoard) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.last[kind] == b {
		delete(x.last, kind)
	}
}

func (s *Server) drawColumns(ctx context.Context, kind boardKind) (body []byte, ids []string, err error) {
	b, err := s.boardView(ctx, kind.wall, kind.acts)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range b.Columns {
		for _, t := range c.Tiles {
			if t.Step != nil && t.Step.Form != nil {
				ids = append(ids, t.Step.Form.Command)
			}
		}
	}
	var buf bytes.Buffer
	err = page.BoardColumns(b).Render(ctx, &buf)
	return buf.Bytes(), ids, err
}
