package study

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"steady/moment"
	"steady/person"
	core "steady/voice/study"
)

// wave is a recording that repeats a mark, so that it can be looked for in files.
func wave(bytesOfIt int) []byte {
	b := append([]byte("RIFF\x00\x00\x00\x00WAVEfmt "), bytes.Repeat([]byte("a heron sings at dawn, "), bytesOfIt/23+1)...)
	return b[:bytesOfIt]
}

// heard is a study with a participant who agreed to a recording, and their text.
func heard(t *testing.T) (s *Study, cfg Config, again func() *Study, who, text string) {
	t.Helper()
	s, cfg, again = twoStores(t)
	give(t, s, core.OpenStudy{Title: "What changed", Aims: "To hear it", Approach: core.Codebook},
		core.SetMember{Staff: "ann"})
	who = give(t, s, core.AddParticipant{})[0]
	give(t, s, core.GiveConsent{Participant: who, Consent: core.Consent{Day: moment.UTC.Day(start), Sheet: "2",
		Record: true}})
	text = interview(t, s, "hers.txt", who, "Interviewer: How are the mornings?\nAnna: Every day I walk by the river.\n")
	return s, cfg, again, who, text
}

var ctxOf = context.Background()

func attach(s *Study, id, text string, sound io.Reader, most int64) error {
	_, err := s.Attach(ctxOf, core.Command{ID: id, By: "ann", Body: core.KeepRecording{Source: text,
		Until: moment.UTC.Day(start) + 30}}, sound, most)
	return err
}

func everybody(*core.State) bool { return true }

// files are the sealed recordings.
func files(t *testing.T, cfg Config) int {
	t.Helper()
	list, err := os.ReadDir(cfg.Recordings)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return len(list)
}

// inBytes counts the files, in every folder of the study, that hold a text.
func inBytes(t *testing.T, cfg Config, text string) (n int) {
	t.Helper()
	for _, f := range cfg.Folders {
		err := filepath.WalkDir(f, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			if bytes.Contains(b, []byte(text)) {
				n++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// A recording is what was attached, from any place of it, in one stretch or over
// several, also when the study was opened again (V-33).
func TestARecordingIsPlayedFromAnyPlace(t *testing.T) {
	for _, size := range []int{200, stretch - 1, stretch, stretch + 1, 3*stretch + 77, 4 * stretch} {
		s, cfg, again, _, text := heard(t)
		want := wave(size)
		if err := attach(s, "a", text, bytes.NewReader(want), 1<<30); err != nil {
			t.Fatal(err)
		}
		if inBytes(t, cfg, "heron sings") != 0 {
			t.Fatal("the sound is in a file as it came")
		}
		r, about, err := again().Sound(t.Context(), everybody, text)
		if err != nil || about.Media != "audio/wav" || about.Bytes != int64(size) || about.By != "ann" {
			t.Fatalf("%+v: %v", about, err)
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%d bytes: read %d, %v", size, len(got), err)
		}
		q := httptest.NewRequest("GET", "/", nil)
		q.Header.Set("Range", "bytes=190-")
		w := httptest.NewRecorder()
		http.ServeContent(w, q, "", start.Time(), r)
		if w.Code != http.StatusPartialContent || !bytes.Equal(w.Body.Bytes(), want[190:]) {
			t.Errorf("%d bytes: a range gave %d and %d bytes", size, w.Code, w.Body.Len())
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// What is no recording, is too large, or is of somebody who did not agree is not
// kept, and leaves no file.
func TestWhatIsNotKept(t *testing.T) {
	s, cfg, _, who, text := heard(t)
	mp4 := append([]byte("\x00\x00\x00\x20ftypM4A "), make([]byte, 5*stretch)...)
	film := append(bytes.Clone(mp4), "hdlr\x00\x00\x00\x00\x00\x00\x00\x00vide"...)
	for name, x := range map[string]struct {
		sound []byte
		most  int64
		says  string
	}{
		"a text":     {[]byte("Interviewer: How are the mornings?"), 1 << 30, "not a recording"},
		"empty":      {nil, 1 << 30, "not a recording"},
		"too large":  {wave(3 << 20), 2 << 20, "larger than the 2 MB"},
		"film":       {film, 1 << 30, "a film"},
		"film early": {[]byte("\x1aE\xdf\xa3.....webm......V_VP9"), 1 << 30, "a film"},
		"a picture":  {[]byte("\x89PNG\r\n\x1a\n"), 1 << 30, "not a recording"},
	} {
		err := attach(s, "no", text, bytes.NewReader(x.sound), x.most)
		if codeOf(err) != "study_recording" || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := files(t, cfg); n != 0 {
		t.Errorf("%d files are left", n)
	}
	// Nobody reads a long upload to its end to say no afterwards.
	give(t, s, core.GiveConsent{Participant: who, Consent: core.Consent{Day: moment.UTC.Day(start), Sheet: "3"}})
	in := &counted{r: bytes.NewReader(wave(30 * stretch))}
	if err := attach(s, "late", text, in, 1<<30); codeOf(err) != "study_no_consent" || in.n > 2*stretch {
		t.Errorf("%v after %d bytes", err, in.n)
	}
	if err := attach(s, "cut", text, io.MultiReader(bytes.NewReader(wave(3*stretch)), broken{}), 1<<30); err == nil {
		t.Error("half a file was taken")
	}
	if n := files(t, cfg); n != 0 {
		t.Errorf("%d files are left", n)
	}
}

type counted struct {
	r io.Reader
	n int
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += n
	return n, err
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the line is cut") }

// Each way in which a recording ends takes its key and its file, and whoever is
// playing it hears no more.
func TestARecordingEnds(t *testing.T) {
	for name, end := range map[string]func(s *Study, who, text string) error{
		"deleted": func(s *Study, _, text string) error {
			_, err := s.Do(ctxOf, core.Command{ID: "end", By: "ann",
				Body: core.EraseRecording{Source: text, Reason: "transcribed and checked"}})
			return err
		},
		"consent": func(s *Study, who, _ string) error {
			_, err := s.Do(ctxOf, core.Command{ID: "end", By: "lea", Body: core.GiveConsent{Participant: who,
				Consent: core.Consent{Day: moment.UTC.Day(start), Sheet: "3", Quote: true}}})
			return err
		},
		"withdrawn": func(s *Study, who, _ string) error {
			_, err := s.Withdraw(ctxOf, core.Command{ID: "end", By: "lea", Body: core.Withdraw{Participant: who,
				Day: moment.UTC.Day(start)}})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, cfg, again, who, text := heard(t)
			if err := attach(s, "a", text, bytes.NewReader(wave(3*stretch)), 1<<30); err != nil {
				t.Fatal(err)
			}
			r, about, err := s.Sound(t.Context(), everybody, text)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			keys, err := cfg.Keys.Secrets(t.Context(), "impact", []string{about.Key.Ref})
			if err != nil || len(keys) != 1 {
				t.Fatalf("%d keys: %v", len(keys), err)
			}
			key := keys[about.Key.Ref].Text
			if inBytes(t, cfg, key) == 0 || files(t, cfg) != 1 {
				t.Fatal("the key and the file were never there: the test looks in the wrong place")
			}
			if err := end(s, who, text); err != nil {
				t.Fatal(err)
			}
			if n := inBytes(t, cfg, key) + inBytes(t, cfg, about.ID+"\x00") + files(t, cfg); n != 0 {
				t.Errorf("the key or the file is still there, %d times", n)
			}
			if _, err := r.Read(make([]byte, 10)); !IsNotHeard(err) {
				t.Errorf("who was playing it reads on: %v", err)
			}
			for _, x := range []*Study{s, again()} {
				if _, _, err := x.Sound(t.Context(), everybody, text); !IsNotHeard(err) {
					t.Errorf("it is played afterwards: %v", err)
				}
			}
			s.View(func(x *core.State) {
				if p := x.Participant(who); p.Removed != nil && (p.Removed.Recordings != 1 || p.Removed.Proof == nil ||
					p.Removed.Proof.Recordings != 0) {
					t.Errorf("the proof: %+v %+v", p.Removed, p.Removed.Proof)
				}
			})
		})
	}
}

// A file that a fault left is deleted when the study is opened again.
func TestWhatAFaultLeftOfARecordingIsDeleted(t *testing.T) {
	s, cfg, again, _, text := heard(t)
	if err := attach(s, "a", text, bytes.NewReader(wave(stretch)), 1<<30); err != nil {
		t.Fatal(err)
	}
	_, about, err := s.Sound(t.Context(), everybody, text)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(cfg.Recordings, about.ID)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	give(t, s, core.EraseRecording{Source: text, Reason: "transcribed"})
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	again()
	if n := files(t, cfg); n != 0 {
		t.Error("the file is still there")
	}
}

// A file of an upload that broke off before it was recorded has no key anywhere:
// it is swept when the study is opened again, and by the next upload. One that is
// still being written, and one that the log holds, stay.
func TestWhatABrokenUploadLeftIsSwept(t *testing.T) {
	s, cfg, again, _, text := heard(t)
	breaks := func() {
		t.Helper()
		defer func() {
			if recover() == nil {
				t.Fatal("the upload did not break off")
			}
			if n := files(t, cfg); n != 1 {
				t.Fatalf("%d files: the test shows nothing", n)
			}
		}()
		attach(s, "breaks", text, io.MultiReader(bytes.NewReader(wave(2*stretch)), stops{}), 1<<30)
	}
	breaks()
	again()
	if n := files(t, cfg); n != 0 {
		t.Fatalf("%d files are left after the start", n)
	}
	breaks()
	want := wave(3 * stretch)
	during := -1
	meanwhile := meanwhile(func() { again(); during = files(t, cfg) })
	sound := io.MultiReader(bytes.NewReader(want[:2*stretch]), meanwhile, bytes.NewReader(want[2*stretch:]))
	if err := attach(s, "a", text, sound, 1<<30); err != nil {
		t.Fatal(err)
	}
	if during != 1 || files(t, cfg) != 1 {
		t.Errorf("%d files while it came in, %d afterwards", during, files(t, cfg))
	}
	r, _, err := again().Sound(t.Context(), everybody, text)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
		t.Errorf("played %d bytes: %v", len(got), err)
	}
}

// stops is a connection that ends with the process.
type stops struct{}

func (stops) Read([]byte) (int, error) { panic("the process ends here") }

// meanwhile does something where an upload is read, and is empty.
type meanwhile func()

func (f meanwhile) Read([]byte) (int, error) {
	f()
	return 0, io.EOF
}

// A sealed file that was changed, cut or put in another order is found out, never
// played.
func TestADamagedRecordingIsFoundOut(t *testing.T) {
	for name, harm := range map[string]func(b []byte) []byte{
		"changed": func(b []byte) []byte { b[stretch/2] ^= 1; return b },
		"cut":     func(b []byte) []byte { return b[:len(b)-stretch-tagOf] },
		"swapped": func(b []byte) []byte {
			const one = stretch + tagOf
			return append(append(bytes.Clone(b[one:2*one]), b[:one]...), b[2*one:]...)
		},
	} {
		s, cfg, _, _, text := heard(t)
		if err := attach(s, "a", text, bytes.NewReader(wave(3*stretch+5)), 1<<30); err != nil {
			t.Fatal(err)
		}
		_, about, err := s.Sound(t.Context(), everybody, text)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(cfg.Recordings, about.ID)
		b, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(file, harm(b), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		r, _, err := s.Sound(t.Context(), everybody, text)
		if err == nil {
			_, err = io.ReadAll(r)
			r.Close()
		}
		if !errors.Is(err, errSealBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A long recording is sealed and played in stretches, never whole in memory.
func TestALongRecordingIsNotReadIntoMemory(t *testing.T) {
	s, _, _, _, text := heard(t)
	const long = 96 << 20
	sound := io.MultiReader(bytes.NewReader(wave(stretch)), io.LimitReader(silent{}, long-stretch))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := attach(s, "long", text, sound, long); err != nil {
		t.Fatal(err)
	}
	r, _, err := s.Sound(t.Context(), everybody, text)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n, err := io.Copy(struct{ io.Writer }{io.Discard}, r); n != long || err != nil {
		t.Fatalf("%d bytes: %v", n, err)
	}
	runtime.ReadMemStats(&after)
	if grown := after.HeapSys - before.HeapSys; grown > long/2 && after.HeapSys > before.HeapSys {
		t.Errorf("the heap grew by %d bytes for a recording of %d", grown, long)
	}
}

type silent struct{}

func (silent) Read(b []byte) (int, error) { return len(b), nil }

// Who may hear a recording: members, and once names were taken out of the text,
// who holds the key table alone (V-29).
func TestWhoHearsARecording(t *testing.T) {
	s, _, _, _, text := heard(t)
	hears := func(who string) (yes bool) {
		s.View(func(x *core.State) { yes = x.Hears(person.StaffID(who), text) })
		return yes
	}
	if !hears("lea") || !hears("ann") || hears("outsider") {
		t.Error("members hear it, and nobody else")
	}
	give(t, s, core.Deidentify{Source: text, Version: 1, Swaps: []core.Swap{{Kind: "name", Words: "Anna", With: "P01"}}})
	if !hears("lea") || hears("ann") {
		t.Error("after names were taken out it is for who holds the key table")
	}
}

// A project that leaves holds no recording, and says so (section 2.8).
func TestARecordingDoesNotLeaveWithAProject(t *testing.T) {
	s, _, _, _, text := heard(t)
	if err := attach(s, "a", text, bytes.NewReader(wave(stretch)), 1<<30); err != nil {
		t.Fatal(err)
	}
	out, err := s.Output(".qdpx", "second coder")
	if err != nil || bytes.Contains(out.Bytes, []byte("heron")) ||
		!strings.Contains(strings.Join(out.Losses, "\n"), "the recording of \"Participant 1, interview 1\" stays") {
		t.Errorf("%q: %v", out.Losses, err)
	}
}
