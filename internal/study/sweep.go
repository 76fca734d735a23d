package study

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	core "steady/voice/study"
)

// newSound begins the file of a recording and locks it: a sweep, also one of
// another process, leaves alone what is locked. What an upload left that broke
// off is swept first.
func (s *Study) newSound(ctx context.Context) (*os.File, error) {
	if err := os.MkdirAll(s.cfg.Recordings, 0o700); err != nil {
		return nil, err
	}
	if err := s.sweep(ctx); err != nil {
		return nil, err
	}
	name := s.soundFile(hex.EncodeToString(random()))
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	if err = lock(f); err == nil {
		_, err = os.Lstat(name) // nobody swept it before it was locked
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// sweep deletes sealed files that are no recording by the log, because the
// process ended, or the connection broke, before the recording was recorded.
// Nobody can play them: their key was never written down.
func (s *Study) sweep(ctx context.Context) error {
	if s.cfg.Recordings == "" {
		return nil
	}
	list, err := os.ReadDir(s.cfg.Recordings)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var loose []*os.File
	defer func() {
		for _, f := range loose {
			f.Close()
		}
	}()
	known := s.sounds()
	for _, e := range list {
		if known[e.Name()] || !soundName.MatchString(e.Name()) {
			continue
		}
		f, err := os.Open(s.soundFile(e.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		loose = append(loose, f)
	}
	return s.sweepLoose(ctx, loose)
}

// sweepLoose deletes the files that nobody writes and that, once that is sure,
// the log on the disk does not hold either: memory may be behind it.
func (s *Study) sweepLoose(ctx context.Context, loose []*os.File) error {
	var left []string
	for _, f := range loose {
		free, err := tryLock(f)
		if err != nil {
			return err
		}
		if free {
			left = append(left, f.Name())
		}
	}
	if len(left) == 0 {
		return nil
	}
	s.write.Lock()
	err := s.load(ctx)
	s.write.Unlock()
	if err != nil {
		return err
	}
	known := s.sounds()
	var errs []error
	for _, name := range left {
		if known[filepath.Base(name)] {
			continue
		}
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// sounds are the names of the files that hold a recording.
func (s *Study) sounds() map[string]bool {
	names := map[string]bool{}
	s.View(func(x *core.State) {
		for _, h := range x.Held {
			if h != nil && h.Recording != nil {
				names[h.Recording.ID] = true
			}
		}
	})
	return names
}
