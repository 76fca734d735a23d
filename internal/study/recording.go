package study

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"steady/journal"
	"steady/refusal"
	"steady/voice"
	core "steady/voice/study"
)

// errNotHeard says that somebody may not play a recording, or that there is none.
var errNotHeard = errors.New("there is no recording that you may play")

// IsNotHeard reports whether that is what an error says.
func IsNotHeard(err error) bool { return errors.Is(err, errNotHeard) }

// Attach keeps the recording of a text (V-33). The sound is sealed as it comes
// in: no part of it is ever in a file as it came, and no more than a stretch of
// it is in memory. Most bounds it, in bytes. The command's body carries the text
// and the day by which the recording is erased.
func (s *Study) Attach(ctx context.Context, c core.Command, sound io.Reader, most int64) (Result, error) {
	body, ok := c.Body.(core.KeepRecording)
	if !ok {
		return Result{}, fmt.Errorf("%s is not a recording", c.Body.CommandKind())
	}
	if s.cfg.Recordings == "" {
		return Result{}, refusal.New("study_recording", "V-33", "This service keeps no recordings.")
	}
	in := bufio.NewReaderSize(sound, voice.SoundHead)
	head, err := in.Peek(voice.SoundHead)
	if err != nil && !errors.Is(err, io.EOF) {
		return Result{}, err
	}
	if body.Media, err = voice.Sound(head); err != nil {
		return Result{}, notTaken(err)
	}
	body.Bytes = int64(len(head))
	if no := s.before(c, body); no != nil { // a refusal comes before a long upload is read, not after
		return Result{}, no
	}
	f, err := s.newSound(ctx)
	if err != nil {
		return Result{}, err
	}
	defer f.Close() // its lock ends with it, when the log holds the recording
	key, size, sum, err := pour(f, in, body.Media, most)
	if err != nil {
		return Result{}, errors.Join(err, os.Remove(f.Name()))
	}
	body.Bytes, body.Sound, body.File, body.Seal = size, sum, filepath.Base(f.Name()), string(key)
	c.Body = body
	r, err := s.Do(ctx, c)
	// After a fault the log says whether the file is a recording: the sweep asks it.
	if no := (*refusal.Refusal)(nil); r.Already || errors.As(err, &no) {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return r, err
}

// notTaken refuses a file that is no recording.
func notTaken(why error) error {
	return refusal.New("study_recording", "V-33", "The file was not taken: "+why.Error()+".")
}

// before answers what the command would be refused for, unless it was recorded.
func (s *Study) before(c core.Command, body core.Body) error {
	var no *refusal.Refusal
	s.View(func(x *core.State) {
		c.Body = body
		_, no = core.Decide(x, c, s.cfg.Clock())
	})
	if no == nil {
		return nil
	}
	if known, err := s.cfg.Store.Answers(context.Background(), s.cfg.ID, []string{c.ID}); err == nil && len(known) > 0 {
		return nil // the road answers what it answered before
	}
	return no
}

// pour seals a sound into a file and answers with how it is sealed.
func pour(f *os.File, in io.Reader, media string, most int64) (seal []byte, size int64, sum [32]byte, err error) {
	out, key := newSealed(f)
	h := sha256.New()
	var tail []byte
	b := make([]byte, stretch)
	for {
		n, rerr := io.ReadFull(in, b)
		if size += int64(n); size > most {
			return nil, size, sum, refusal.New("study_recording", "V-33", fmt.Sprintf(
				"The file is larger than the %d MB that this service keeps: save it as MP3, M4A or Opus, or ask who runs the "+
					"server.", most>>20))
		}
		if media == "audio/mp4" && voice.HasFilm(append(tail, b[:n]...)) {
			return nil, size, sum, notTaken(voice.ErrFilm)
		}
		tail = bytes.Clone(b[max(0, n-voice.FilmOverlap):n])
		h.Write(b[:n])
		if err = out.write(b[:n], rerr != nil); err != nil {
			return nil, size, sum, err
		}
		if errors.Is(rerr, io.EOF) || errors.Is(rerr, io.ErrUnexpectedEOF) {
			break
		}
		if rerr != nil {
			return nil, size, sum, rerr
		}
	}
	return key, size, [32]byte(h.Sum(nil)), f.Sync()
}

// soundName is what the name of a sealed file looks like.
var soundName = regexp.MustCompile(`^[0-9a-f]{32}$`)

func (s *Study) soundFile(name string) string { return filepath.Join(s.cfg.Recordings, name) }

// Sound opens the recording of a text for somebody who may hear it. What is read
// from it ends where the recording is erased meanwhile.
func (s *Study) Sound(ctx context.Context, may func(*core.State) bool, source string) (io.ReadSeekCloser,
	core.Recording, error) {
	var now *core.Recording
	s.View(func(x *core.State) {
		if h := x.Held[voice.BareID(source)]; h != nil && may(x) {
			now = h.Recording
		}
	})
	if now == nil || s.cfg.Recordings == "" || !soundName.MatchString(now.ID) {
		return nil, core.Recording{}, errNotHeard
	}
	rows, err := s.cfg.keys().Secrets(ctx, s.cfg.ID, []string{now.Key.Ref})
	if err != nil {
		return nil, *now, err
	}
	row, ok := rows[now.Key.Ref]
	if !ok {
		return nil, *now, errNotHeard
	}
	if !journal.CheckDigest(now.Key.Digest, row.Salt, row.Text) {
		return nil, *now, fmt.Errorf("the key of the recording %s is not the one that was recorded", now.ID)
	}
	f, err := os.Open(s.soundFile(now.ID))
	if err != nil {
		return nil, *now, err
	}
	live := func() (yes bool) {
		s.View(func(x *core.State) {
			h := x.Held[voice.BareID(source)]
			yes = h != nil && h.Recording != nil && h.Recording.ID == now.ID
		})
		return yes
	}
	r, err := openSealed(f, []byte(row.Text), now.Bytes, live)
	if err != nil {
		return nil, *now, errors.Join(err, f.Close())
	}
	return r, *now, nil
}

// silence deletes the files of recordings that the log says are erased. The keys
// are rows of the cabinet, and go with them.
func (s *Study) silence(events []core.Event) error {
	var errs []error
	for _, name := range erasedSounds(events) {
		if s.cfg.Recordings == "" || !soundName.MatchString(name) {
			continue
		}
		if err := os.Remove(s.soundFile(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func erasedSounds(events []core.Event) (names []string) {
	for _, e := range events {
		switch f := e.Fact.(type) {
		case *core.RecordingErased:
			names = append(names, f.File)
		case *core.Withdrawn:
			names = append(names, f.Recordings...)
		}
	}
	return names
}

// stillThere counts the files of recordings that the log says are erased.
func (s *Study) stillThere(events []core.Event) (n int) {
	for _, name := range erasedSounds(events) {
		if _, err := os.Lstat(s.soundFile(name)); s.cfg.Recordings != "" && err == nil {
			n++
		}
	}
	return n
}

// sealOf is how a recording is sealed, as the store of the key table keeps it.
type sealOf struct {
	Cipher string `json:"cipher"`
	Key    []byte `json:"key"`
}

func (k sealOf) text() []byte {
	b, err := json.Marshal(k)
	if err != nil {
		panic("study: a key that JSON cannot hold: " + err.Error())
	}
	return b
}
