package bench

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"time"

	"steady/internal/seal"
	"steady/internal/store"
	"steady/internal/study"
	"steady/moment"
	"steady/voice"
	"steady/voice/qdpx"
)

// measureVoice measures a study of one long transcript, densely coded by two
// people. Its words are invented by drawing from a list.
func measureVoice(ctx context.Context, r *run) error {
	r.say("a study of %d characters with %d codings", r.Chars, r.Codings)
	p, marks := inventedStudy(r.Chars, r.Codings)
	packed, err := qdpx.Write(p, "bench")
	if err != nil {
		return err
	}
	text := []byte(p.Sources[0].Text)
	anchor := each(r.Slice, func() { sha256.Sum256(text) }) / 1000
	note := fmt.Sprintf("%d characters, %d codings, 50 codes, 2 coders", r.Chars, r.Codings)
	best := func(f func() error) (float64, error) {
		var times []float64
		for range r.Rounds {
			begin := time.Now()
			if err := f(); err != nil {
				return 0, err
			}
			times = append(times, millis(time.Since(begin)))
		}
		return median(times), nil
	}
	kept, err := r.keepStudy(ctx, p, packed.Bytes)
	if err != nil {
		return err
	}
	for _, row := range []struct {
		name  string
		bound float64
		f     func() error
	}{
		{"voice-open", 1000, func() error { return kept.open(ctx) }},
		{"voice-alpha", 2000, func() error { return agree(marks, int64(r.Chars)) }},
		{"voice-correct", 50, func() error {
			_, err := p.Sources[0].Correct([]voice.Edit{{Start: 40, End: 41, With: "corrected"}})
			return err
		}},
		{"voice-read", 1000, func() error {
			_, err := qdpx.Read(packed.Bytes)
			return err
		}},
	} {
		took, err := best(row.f)
		if err != nil {
			return err
		}
		r.add(Row{Name: row.name, Value: took, Unit: "ms", Anchor: "SHA-256 of the transcript", AnchorValue: anchor,
			Note: note}, valueAtMost(row.bound))
	}
	return r.desk(ctx, kept, p.Sources[0].ID, anchor, note)
}

// inventedStudy makes a project, and its passages as marks of two coders.
func inventedStudy(chars, codings int) (*voice.Project, []voice.Mark) {
	rng := rand.New(rand.NewPCG(1, 1))
	words := strings.Fields("I the bus café nurse knew twice day naïve money walk home morning 😞 and it’s hours")
	var b strings.Builder
	for n := 0; n < chars; {
		w := []rune(words[rng.IntN(len(words))] + " ")
		w = w[:min(len(w), chars-n)]
		b.WriteString(string(w))
		n += len(w)
	}
	id := func(kind, n int) string { return fmt.Sprintf("%08X-0000-4000-8000-%012X", kind, n) }
	p := &voice.Project{Users: []voice.User{{ID: id(1, 0), Name: "A"}, {ID: id(1, 1), Name: "B"}}}
	for c := range 50 {
		p.Codes = append(p.Codes, voice.Code{ID: id(2, c), Name: fmt.Sprint("code ", c), Depth: 1, Codable: true})
	}
	s := voice.Source{ID: id(3, 0), Name: "invented", HasText: true, Text: b.String(), Chars: chars, Dialect: voice.Own}
	var marks []voice.Mark
	for i := range codings {
		start := rng.IntN(chars - 1)
		end := min(start+1+rng.IntN(200), chars)
		s.Selections = append(s.Selections, voice.Selection{ID: id(4, i), Start: start, End: end, Placed: true,
			Codings: []voice.Coding{{ID: id(5, i), Code: id(2, i%50), User: id(1, i/50%2)}}})
		marks = append(marks, voice.Mark{Coder: id(1, i/50%2), Code: id(2, i%50), Start: int64(start),
			Len: int64(end - start)})
	}
	p.Sources = append(p.Sources, s)
	return p, marks
}

func agree(marks []voice.Mark, length int64) error {
	m, err := voice.Lay(marks, voice.Continuum{Length: length}, nil, voice.TouchingKeep)
	if err == nil {
		m.Agree()
	}
	return err
}

// kept is a study on the disk.
type kept struct {
	dir string
	key *seal.Key
}

func (r *run) keepStudy(ctx context.Context, p *voice.Project, content []byte) (kept, error) {
	k := kept{dir: filepath.Join(r.dir, "study")}
	db, err := store.CreateSQLite(ctx, k.dir)
	if err != nil {
		return k, err
	}
	defer db.Close()
	if k.key, err = seal.Create(k.dir, "bench"); err != nil {
		return k, err
	}
	s, err := study.Open(ctx, k.config(db))
	if err == nil {
		_, err = s.Import(ctx, "", p, sha256.Sum256(content))
	}
	return k, err
}

func (k kept) config(db *store.DB) study.Config {
	now := func() moment.Instant { return moment.Of(time.Now()) }
	return study.Config{Store: db, ID: "bench", Sealer: k.key, Clock: now}
}

// open reads the study as a program that has just started does.
func (k kept) open(ctx context.Context) error {
	db, err := store.OpenSQLite(ctx, k.dir)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = study.Open(ctx, k.config(db))
	return err
}
