package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"steady/internal/labdesk"
	"steady/moment"
)

// RunPapers says what keeping the papers of the lab means; fresh is called once
// for every case.
func RunPapers(t *testing.T, fresh func(t *testing.T) labdesk.Papers) {
	for _, c := range []struct {
		name string
		test func(*testing.T, labdesk.Papers)
	}{
		{"a paper reads back to the byte", papersReadBack},
		{"a paper is written by one at a time", papersMove},
		{"the newest come first", papersNewest},
		{"parts come in order and are dropped together", papersParts},
		{"bad names never reach the database", papersNames},
		{"of many writers one wins each version", papersRace},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, fresh(t)) })
	}
}

func paper(kind labdesk.Kind, id string) labdesk.Paper {
	return labdesk.Paper{Kind: kind, ID: id, At: 7, By: "s-1", Head: []byte(`{"a":1}`), Data: []byte("\x00{\xff")}
}

func papersReadBack(t *testing.T, db labdesk.Papers) {
	ctx := t.Context()
	if _, err := db.Paper(ctx, "p1", labdesk.KindRun, "a"); !errors.Is(err, labdesk.ErrNoPaper) {
		t.Errorf("a paper that nobody wrote: %v", err)
	}
	p := paper(labdesk.KindRun, "a")
	if err := db.PutPaper(ctx, "p1", p); err != nil {
		t.Fatal(err)
	}
	p.Version = 1
	got, err := db.Paper(ctx, "p1", labdesk.KindRun, "a")
	same(t, "the paper", got, p, err)
	for _, elsewhere := range [][2]string{{"p2", "run"}, {"p1", "result"}} {
		if _, err := db.Paper(ctx, elsewhere[0], labdesk.Kind(elsewhere[1]), "a"); !errors.Is(err, labdesk.ErrNoPaper) {
			t.Errorf("%v has it too: %v", elsewhere, err)
		}
	}
}

func papersMove(t *testing.T, db labdesk.Papers) {
	ctx := t.Context()
	p := paper(labdesk.KindScenario, "a")
	for i, want := range []error{nil, labdesk.ErrMoved} {
		if err := db.PutPaper(ctx, "p1", p); !errors.Is(err, want) {
			t.Errorf("write %d: %v, want %v", i, err, want)
		}
	}
	p.Version, p.Data = 1, nil
	if err := db.PutPaper(ctx, "p1", p); err != nil {
		t.Fatal(err)
	}
	got, err := db.Paper(ctx, "p1", labdesk.KindScenario, "a")
	same(t, "the version", got.Version, int64(2), err)
	same(t, "what it holds", len(got.Data), 0, nil)
	if err := db.PutPaper(ctx, "p1", p); !errors.Is(err, labdesk.ErrMoved) {
		t.Errorf("an old version: %v", err)
	}
	p.ID = "nobody-wrote-it"
	if err := db.PutPaper(ctx, "p1", p); !errors.Is(err, labdesk.ErrMoved) {
		t.Errorf("a second version without a first: %v", err)
	}
}

func papersNewest(t *testing.T, db labdesk.Papers) {
	ctx := t.Context()
	for i, id := range []string{"a", "b", "c"} {
		p := paper(labdesk.KindResult, id)
		p.At += []moment.Instant{0, 5, 2}[i]
		if err := db.PutPaper(ctx, "p1", p); err != nil {
			t.Fatal(err)
		}
	}
	got, err := db.Papers(ctx, "p1", labdesk.KindResult, 2)
	if err != nil || len(got) != 2 || got[0].ID != "b" || got[1].ID != "c" || len(got[0].Data) != 0 ||
		string(got[0].Head) != `{"a":1}` {
		t.Errorf("the newest two are %+v, %v", got, err)
	}
}

func papersParts(t *testing.T, db labdesk.Papers) {
	ctx := t.Context()
	for _, id := range []string{"r1/0002", "r1/0001", "r10/0001", "R1/0001", "r_/1", "rx/1"} {
		if err := db.PutPaper(ctx, "p1", paper(labdesk.KindPart, id)); err != nil {
			t.Fatal(err)
		}
	}
	ids := func(prefix string) string {
		list, err := db.Parts(ctx, "p1", labdesk.KindPart, prefix)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, p := range list {
			out = append(out, p.ID)
		}
		return strings.Join(out, " ")
	}
	same(t, "parts of r1", ids("r1/"), "r1/0001 r1/0002", nil)
	same(t, "parts of r_", ids("r_/"), "r_/1", nil)
	n, err := db.DropPapers(ctx, "p1", labdesk.KindPart, "r1/")
	same(t, "dropped", n, 2, err)
	same(t, "what is left", ids(""), "R1/0001 r10/0001 r_/1 rx/1", nil)
}

func papersNames(t *testing.T, db labdesk.Papers) {
	for _, change := range []func(*labdesk.Paper){
		func(p *labdesk.Paper) { p.ID = "" }, func(p *labdesk.Paper) { p.Kind = "" },
		func(p *labdesk.Paper) { p.By = "" }, func(p *labdesk.Paper) { p.ID = "a\x00" }} {
		p := paper(labdesk.KindRun, "a")
		change(&p)
		if db.PutPaper(t.Context(), "p1", p) == nil {
			t.Errorf("%+v was kept", p)
		}
	}
}

func papersRace(t *testing.T, db labdesk.Papers) {
	var all sync.WaitGroup
	won := make(chan int64, 64)
	for w := range 4 {
		all.Go(func() {
			for range 16 {
				p, err := db.Paper(t.Context(), "p1", labdesk.KindRun, "a")
				if errors.Is(err, labdesk.ErrNoPaper) {
					p, err = paper(labdesk.KindRun, "a"), nil
				}
				p.Data = fmt.Append(nil, w)
				if err == nil && db.PutPaper(t.Context(), "p1", p) == nil {
					won <- p.Version
				}
			}
		})
	}
	all.Wait()
	close(won)
	seen := map[int64]bool{}
	for v := range won {
		if seen[v] {
			t.Errorf("two wrote over version %d", v)
		}
		seen[v] = true
	}
	last, err := db.Paper(t.Context(), "p1", labdesk.KindRun, "a")
	same(t, "versions", last.Version, int64(len(seen)), err)
}
