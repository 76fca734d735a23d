// Package study is the road of research studies: authorise, decide, append to
// the study's own log, cabinet and signed head, then answer. Each study has a
// log of its own, apart from the clinic's (V-04), with every text in the
// cabinet. Names, quotes and transcripts are in cabinet rows that can be erased
// and leave every proof valid (V-32).
package study

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"

	"steady/internal/app"
	"steady/journal"
	"steady/moment"
	"steady/refusal"
	"steady/voice"
	core "steady/voice/study"
)

// Config is what a Study is wired with.
type Config struct {
	Store  app.Store
	ID     string // a-z, 0-9 and -, as IDPattern says
	Sealer app.Sealer
	Clock  func() moment.Instant // read once per command
	// Keys is the store of the key table and of files as they came, read by key
	// holders alone; nil keeps them in Store.
	Keys app.Store
	// Folders are where the bytes of both stores lie: searched after a withdrawal.
	Folders []string
	// Recordings is the folder of sealed recordings; "" keeps none. It lies in one
	// of Folders.
	Recordings string
}

func (c *Config) keys() app.Store {
	if c.Keys == nil {
		return c.Store
	}
	return c.Keys
}

// IDPattern is what the id of a study looks like. It names a folder as well.
var IDPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// commandPattern is what the id of a command looks like in a log.
var commandPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// ErrEmpty says that nothing was imported or written yet.
var ErrEmpty = errors.New("the study is empty: import a project first")

// Study is one study, open, with one writer at a time.
type Study struct {
	cfg   Config
	watch app.Watchers

	write sync.Mutex // the one writer
	stale bool       // memory may differ from the disk; the writer's own
	salt  []byte     // of the digests of commands; the writer's own

	mu       sync.RWMutex // guards what is below; readers see what is committed
	state    *core.State
	edge     journal.Edge
	recorded moment.Instant
}

// Open folds the study from its log and its cabinet. An entry out of its place
// or a text that is not the one recorded is an error, never repaired silently.
func Open(ctx context.Context, cfg Config) (*Study, error) {
	if !IDPattern.MatchString(cfg.ID) {
		return nil, fmt.Errorf("%q cannot name a study: write a-z, 0-9 and -, at most 64", cfg.ID)
	}
	if !locks {
		cfg.Recordings = ""
	}
	s := &Study{cfg: cfg}
	if err := s.load(ctx); err != nil {
		return s, err
	}
	n, err := s.finish(ctx) // what a fault interrupted
	if err == nil && n > 0 {
		err = s.load(ctx)
	}
	if err == nil {
		err = s.sweep(ctx)
	}
	return s, err
}

// ID is the id of the study.
func (s *Study) ID() string { return s.cfg.ID }

// Now reads the study's clock.
func (s *Study) Now() moment.Instant { return s.cfg.Clock() }

// View calls f with the committed state. f must not keep or change it.
func (s *Study) View(f func(*core.State)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	f(s.state)
}

// Project is what the study holds for other programs, or nil where nothing was
// recorded. It is not changed by the caller, who gives no command meanwhile.
func (s *Study) Project() (p *voice.Project) {
	s.View(func(st *core.State) {
		if st.Size > 0 {
			p = &st.Project
		}
	})
	return p
}

// Erased is how many recorded pieces have no text any more.
func (s *Study) Erased() (n int) {
	s.View(func(st *core.State) { n = st.Erased })
	return n
}

// Size is the number of entries of the log.
func (s *Study) Size() (n int64) {
	s.View(func(st *core.State) { n = st.Size })
	return n
}

// Result is what a command was answered once it is durable.
type Result struct {
	Already  bool  // this id and content were recorded before
	From, To int64 // entries of the log
}

// Do takes one command down the road. The error is a *refusal.Refusal, or a
// fault: the command was not recorded then, or is answered when sent again.
func (s *Study) Do(ctx context.Context, c core.Command) (Result, error) {
	if !commandPattern.MatchString(c.ID) {
		return Result{}, refusal.New("command_id", "design 2", "The form carries no id: load the page again.")
	}
	s.write.Lock()
	defer s.write.Unlock()
	for try := 0; ; try++ {
		r, anew, err := s.try(ctx, c)
		if err == nil && anew {
			if _, err = s.finish(ctx); err == nil {
				err = s.load(ctx)
			}
			s.watch.Wake() // the texts are others now: no screen keeps those of before
		}
		no := (*refusal.Refusal)(nil)
		if err == nil || errors.As(err, &no) {
			return r, err
		}
		s.stale = true
		if try < 20 && (errors.Is(err, app.ErrHeadMoved) || errors.Is(err, app.ErrDuplicateCommand)) {
			continue
		}
		return Result{}, err
	}
}

func (s *Study) try(ctx context.Context, c core.Command) (r Result, anew bool, err error) {
	if s.stale {
		if err := s.load(ctx); err != nil {
			return r, false, err
		}
		s.stale = false
	}
	salt, fresh, err := s.digestSalt(ctx)
	if err != nil {
		return r, false, err
	}
	digest, err := digestOf(salt, c)
	if err != nil {
		return r, false, err
	}
	known, err := s.cfg.Store.Answers(ctx, s.cfg.ID, []string{c.ID})
	if err != nil {
		return r, false, err
	}
	if a, again := known[c.ID]; again {
		if a.Digest != digest {
			return r, false, refusal.New("id_reused", "design 2",
				"This form was sent before with other content: load the page again.")
		}
		return Result{Already: true, From: a.From.Clinical, To: a.To.Clinical}, false, nil
	}
	if c.Body, err = s.fill(ctx, c.Body); err != nil {
		return r, false, err
	}
	now := max(s.cfg.Clock(), s.recorded)
	events, no := core.Decide(s.state, c, now)
	if no != nil {
		return r, false, no
	}
	w := newBatcher(s, c, now)
	if fresh != nil {
		w.batch.Secrets = append(w.batch.Secrets, *fresh)
	}
	if err := w.take(events); err != nil {
		return r, false, err
	}
	if err := w.keepApart(ctx); err != nil {
		return r, false, err
	}
	if err := w.commit(ctx, digest); err != nil {
		return r, false, err
	}
	s.salt = salt
	r = Result{From: s.edge.Size(), To: w.edge.Size()}
	for _, e := range events {
		_, rewrites := e.Fact.(core.Rewriter)
		_, erases := e.Fact.(core.Eraser)
		anew = anew || rewrites || erases
	}
	return r, anew, s.fold(events, w)
}

// fold brings memory to what is durable now.
func (s *Study) fold(events []core.Event, w *batcher) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range events {
		if err := s.state.Apply(e); err != nil {
			return err
		}
	}
	s.edge, s.recorded = w.edge, w.template.Recorded
	s.watch.Wake()
	return nil
}
