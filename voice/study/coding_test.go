package study

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"steady/moment"
	"steady/person"
	"steady/voice"
)

// desk is a study in memory to which commands are given.
type desk struct {
	s      *State
	events []Event
	n      int
}

// failing is what both kinds of test have.
type failing interface {
	Fatalf(string, ...any)
}

// twoTexts is a study of two short invented texts with three members.
func twoTexts(t failing) *desk {
	d := &desk{s: New("x")}
	p := &voice.Project{}
	for i, text := range []string{"One two three four. Five six seven eight nine ten.",
		"שלום 👍🏽 one two three. More of it here."} {
		p.Sources = append(p.Sources, voice.Source{ID: fmt.Sprintf("%08d-0000-4000-8000-000000000000", i), HasText: true,
			Text: text, Chars: len([]rune(text)), Dialect: voice.Own})
	}
	d.do(t, "", Import{Project: p})
	d.do(t, "lead", OpenStudy{Title: "Invented", Approach: Codebook})
	for _, who := range []person.StaffID{"ana", "ben"} {
		d.do(t, "lead", SetMember{Staff: who})
	}
	return d
}

// try gives a command and reports the code of a refusal, "" where it was taken.
func (d *desk) try(t failing, who person.StaffID, b Body) string {
	d.n++
	c := Command{ID: fmt.Sprint("c", d.n), By: who, Body: b}
	before := project(d.s)
	events, no := Decide(d.s, c, moment.Instant(1_900_000_000_000_000+d.n*1_000_000))
	if after := project(d.s); before != after {
		t.Fatalf("%T changed the state before it was recorded:\n%s\n%s", b, before, after)
	}
	if no != nil {
		return no.Code
	}
	for _, e := range events {
		if err := d.s.Apply(e); err != nil {
			t.Fatalf("%T: %v", b, err)
		}
	}
	d.events = append(d.events, events...)
	return ""
}

func (d *desk) do(t failing, who person.StaffID, b Body) {
	if no := d.try(t, who, b); no != "" {
		t.Fatalf("%T is refused: %s", b, no)
	}
}

func (d *desk) source(i int) string { return voice.BareID(d.s.Project.Sources[i].ID) }

func (d *desk) place(i, start, end int) Place {
	return Place{Source: d.source(i), Version: d.s.Held[d.source(i)].Version, Start: start, End: end}
}

// code makes a code and gives its id.
func (d *desk) code(t failing, who person.StaffID, name, parent string) string {
	d.do(t, who, AddCode{Name: name, Parent: parent})
	return Command{ID: fmt.Sprint("c", d.n)}.NewID("x", 0)
}

// project writes what the analysis holds, without the times of codings and the
// order of passages, which are no part of it.
func project(s *State) string {
	var b strings.Builder
	for _, c := range s.Project.Codes {
		fmt.Fprintln(&b, strings.Repeat(" ", c.Depth), c.ID, c.Name, c.Codable, s.EntryOf(c.ID).Entry)
	}
	var codings []string
	for _, p := range s.Passages(nil) {
		codings = append(codings, fmt.Sprint(p.Text, p.Start, p.End, p.Code, p.Coder, p.ID))
	}
	slices.Sort(codings)
	fmt.Fprintln(&b, strings.Join(codings, "\n"))
	for _, t := range s.Analysis.Themes {
		fmt.Fprintln(&b, t.ID, t.Name.Get(), t.Status, slices.Sorted(slices.Values(t.Codes)), t.Picks)
	}
	for _, x := range s.Analysis.Settled {
		fmt.Fprintln(&b, x.Source, x.Start, x.End, x.Code, x.Keep, x.Why.Get())
	}
	return b.String()
}

// again folds the events from what the log and the cabinet hold of them.
func (d *desk) again(t failing) *State {
	s := New("x")
	for _, e := range d.events {
		body, err := json.Marshal(e.Fact)
		if err != nil {
			t.Fatalf("%v", err)
		}
		f, err := ReadFact(e.Fact.EventKind(), body)
		if err != nil {
			t.Fatalf("%v", err)
		}
		from, to := e.Fact.Texts(), f.Texts()
		if len(from) != len(to) {
			t.Fatalf("%s has %d texts and read back %d", e.Fact.EventKind(), len(from), len(to))
		}
		for i := range to {
			to[i].Words, to[i].Subject, to[i].Field = from[i].Words, from[i].Subject, from[i].Field
		}
		e.Fact = f
		if err := s.Apply(e); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return s
}

// press draws one press of somebody on the screens.
func (d *desk) press(t *rapid.T) (person.StaffID, Body) {
	who := rapid.SampledFrom([]person.StaffID{"lead", "ana", "ben"}).Draw(t, "who")
	code := func(what string) string {
		if len(d.s.Project.Codes) == 0 {
			return ""
		}
		return rapid.SampledFrom(d.s.Project.Codes).Draw(t, what).ID
	}
	place := func() Place {
		i := rapid.IntRange(0, 1).Draw(t, "text")
		start := rapid.IntRange(0, 30).Draw(t, "start")
		return d.place(i, start, rapid.IntRange(start+1, 36).Draw(t, "end"))
	}
	coding := func() Place {
		all := d.s.Passages(nil)
		if len(all) == 0 {
			return d.place(0, 0, 0)
		}
		p := rapid.SampledFrom(all).Draw(t, "coding")
		x := d.place(p.Text, 0, 0)
		x.Coding = p.ID
		return x
	}
	name := rapid.SampledFrom([]string{"Waiting", "Stigma", "Time", "Trust"}).Draw(t, "name")
	switch rapid.IntRange(0, 13).Draw(t, "press") {
	case 0:
		return who, AddCode{Name: name, Parent: code("parent"), Folder: rapid.IntRange(0, 5).Draw(t, "folder") == 0}
	case 1, 2, 3:
		p := place()
		return who, Code{Source: p.Source, Version: p.Version, Start: p.Start, End: p.End, Code: code("code")}
	case 4:
		return who, CodePassages{Passages: []Place{place(), place()}, New: Entry{Name: name, Origin: InVivo,
			UseWhen: "said so"}, Parent: code("parent")}
	case 5:
		p := coding()
		return who, Uncode{Source: p.Source, Coding: p.Coding}
	case 6:
		p := coding()
		x := place()
		x.Coding = p.Coding
		return who, Recode{Place: x, Code: code("code")}
	case 7:
		return who, MoveCode{Code: code("code"), Parent: rapid.SampledFrom([]string{"", code("parent")}).Draw(t, "under"),
			Before: rapid.SampledFrom([]string{"", code("before")}).Draw(t, "next")}
	case 8:
		return who, MergeCodes{Code: code("code"), Into: code("into"),
			Overlaps: rapid.SampledFrom([]string{"", OverlapsKeep, OverlapsJoin}).Draw(t, "overlaps")}
	case 9:
		return who, SplitCode{Code: code("code"), Entry: Entry{Name: name}, Passages: []Place{coding(), coding()}}
	case 10:
		c := code("code")
		return who, DescribeCode{Code: c, Rev: d.s.EntryOf(c).Rev, Entry: Entry{Name: name, Definition: "as " + name,
			NotWhen: "never", Origin: Deductive, Folder: rapid.Bool().Draw(t, "folder")}}
	case 11:
		return who, DropCode{Code: code("code")}
	case 12:
		if len(d.s.Analysis.Themes) == 0 {
			return who, WriteTheme{Name: name, Status: Candidate}
		}
		return who, PlaceCode{Code: code("code"), Theme: rapid.SampledFrom(d.s.Analysis.Themes).Draw(t, "theme").ID,
			Out: rapid.Bool().Draw(t, "out")}
	}
	p := place()
	return who, Reconcile{Place: p, Code: code("code"), Keep: rapid.Bool().Draw(t, "keep"), Why: name}
}

// Whatever is pressed: undoing gives exactly what was before, doing it again what
// was after, and the log tells the same.
func TestUndoGivesBackExactlyWhatWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := twoTexts(t)
		for range rapid.IntRange(1, 25).Draw(t, "presses") {
			who, b := d.press(t)
			before := project(d.s)
			seq := d.s.Size
			if d.try(t, who, b) != "" {
				continue
			}
			if n := orphans(d.s); n > 0 {
				t.Fatalf("%T leaves %d codings without their code", b, n)
			}
			c := Command{By: who}
			at := d.s.CanUndo(c)
			if at < seq { // writing a theme is not a coding action
				continue
			}
			after := project(d.s)
			d.do(t, who, Undo{Seq: at})
			if got := project(d.s); got != before {
				t.Fatalf("undoing %T gives\n%s\nbefore it was\n%s", b, got, before)
			}
			if rapid.Bool().Draw(t, "again") {
				d.do(t, who, Undo{Seq: d.s.CanRedo(c), Again: true})
				if got := project(d.s); got != after {
					t.Fatalf("doing %T again gives\n%s\nwas\n%s", b, got, after)
				}
			}
		}
		if got, want := project(d.again(t)), project(d.s); got != want {
			t.Fatalf("the log tells\n%s\nmemory\n%s", got, want)
		}
	})
}

// orphans counts codings whose code is not in the tree.
func orphans(s *State) (n int) {
	for _, p := range s.Passages(nil) {
		if s.Code(p.Code) == nil {
			n++
		}
	}
	return n
}

// A merge loses no word of anybody: what a coder covered with the two codes is
// covered with the one, and nothing else changes.
func TestMergeKeepsEveryWordOfEveryCoder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := twoTexts(t)
		a, b, c := d.code(t, "ana", "a", ""), d.code(t, "ana", "b", ""), d.code(t, "ana", "c", "")
		for range rapid.IntRange(0, 15).Draw(t, "codings") {
			start := rapid.IntRange(0, 30).Draw(t, "start")
			p := d.place(rapid.IntRange(0, 1).Draw(t, "text"), start, rapid.IntRange(start+1, 36).Draw(t, "end"))
			d.try(t, rapid.SampledFrom([]person.StaffID{"ana", "ben"}).Draw(t, "who"), CodePassages{Passages: []Place{p},
				Code: rapid.SampledFrom([]string{a, b, c}).Draw(t, "code")})
		}
		covered := func(codes ...string) map[string]bool {
			out := map[string]bool{}
			for _, p := range d.s.Passages(nil) {
				for at := p.Start; slices.Contains(codes, p.Code) && at < p.End; at++ {
					out[fmt.Sprint(p.Text, at, p.Coder)] = true
				}
			}
			return out
		}
		both, other := covered(a, b), covered(c)
		how := rapid.SampledFrom([]string{OverlapsKeep, OverlapsJoin}).Draw(t, "overlaps")
		d.do(t, "ana", MergeCodes{Code: a, Into: b, Overlaps: how})
		if !maps.Equal(both, covered(b)) || !maps.Equal(other, covered(c)) || d.s.Code(a) != nil {
			t.Fatalf("covered %v, was %v", covered(b), both)
		}
		ps := d.s.Passages(nil)
		for i, p := range ps {
			for _, o := range ps[:i] {
				if how == OverlapsJoin && p.Code == b && o.Code == b && p.Text == o.Text && p.Coder == o.Coder &&
					p.Start < o.End && o.Start < p.End && overlapsNew(d, p, o) {
					t.Fatalf("%+v and %+v overlap", p, o)
				}
			}
		}
	})
}

// overlapsNew reports whether one of two passages came by the merge: those that
// overlapped before and carry the code anyway are left as they were.
func overlapsNew(d *desk, p, o voice.Passage) bool {
	last := d.events[len(d.events)-1].Command
	for _, e := range d.events {
		if f, ok := e.Fact.(*PassageRecoded); ok && e.Command == last && (f.Coding == p.ID || f.Coding == o.ID) {
			return true
		}
		if f, ok := e.Fact.(*PassageStretched); ok && e.Command == last && (f.Coding == p.ID || f.Coding == o.ID) {
			return true
		}
	}
	return false
}

func TestNobodyOverwritesAnothersWork(t *testing.T) {
	d := twoTexts(t)
	code := d.code(t, "ana", "Waiting", "")
	d.do(t, "ana", CodePassages{Passages: []Place{d.place(0, 0, 7)}, Code: code})
	mine := d.s.Passages(nil)[0]
	p := d.place(0, 0, 0)
	p.Coding = mine.ID
	other := d.code(t, "ben", "Time", "")
	for _, b := range []Body{Uncode{Source: p.Source, Coding: p.Coding}, Recode{Place: p, Code: other}} {
		if no := d.try(t, "ben", b); no != "study_others" {
			t.Errorf("%T: %q", b, no)
		}
	}
	d.do(t, "ben", CodePassages{Passages: []Place{d.place(0, 0, 7)}, Code: code})
	if n := len(d.s.Passages(nil)); n != 2 {
		t.Errorf("two coders, one passage: %d codings", n)
	}
	if no := d.try(t, "ben", CodePassages{Passages: []Place{d.place(0, 0, 7)}, Code: code}); no != "study_coded_already" {
		t.Error(no)
	}
	if no := d.try(t, "stranger", CodePassages{Passages: []Place{d.place(0, 0, 7)}, Code: code}); no != "study_right" {
		t.Error(no)
	}
	stale := d.place(0, 0, 7)
	stale.Version++
	if no := d.try(t, "ben", CodePassages{Passages: []Place{stale}, Code: code}); no != "study_text_changed" {
		t.Error(no)
	}
	rev := d.s.EntryOf(code).Rev
	d.do(t, "ana", DescribeCode{Code: code, Rev: rev, Entry: Entry{Name: "Waiting", Definition: "one"}})
	if no := d.try(t, "ben", DescribeCode{Code: code, Rev: rev, Entry: Entry{Name: "Waiting", Definition: "two"}}); no !=
		"study_changed" {
		t.Error(no)
	}
}

func TestBlindCodersSeeTheirOwnAlone(t *testing.T) {
	d := twoTexts(t)
	code := d.code(t, "lead", "Waiting", "")
	if no := d.try(t, "ana", OpenRound{Source: d.source(0), Coders: []person.StaffID{"ana", "ben"}}); no != "study_right" {
		t.Error(no)
	}
	d.do(t, "lead", OpenRound{Source: d.source(0), Coders: []person.StaffID{"ana", "ben"}})
	d.do(t, "ana", CodePassages{Passages: []Place{d.place(0, 0, 7)}, Code: code})
	d.do(t, "ben", CodePassages{Passages: []Place{d.place(0, 0, 3), d.place(1, 0, 3)}, New: Entry{Name: "Time"}})
	count := func(who person.StaffID) int { return len(d.s.Passages(d.s.Sees(who))) }
	// The second text is open to everybody.
	if a, b, lead := count("ana"), count("ben"), count("lead"); a != 2 || b != 2 || lead != 1 {
		t.Errorf("ana sees %d, ben %d, who leads %d", a, b, lead)
	}
	time := d.s.Project.Codes[1].ID
	if d.s.SeesCode("ana")(time) || !d.s.SeesCode("ben")(time) || !d.s.SeesCode("ana")(code) {
		t.Error("a code made in a blind round is seen by the other coder")
	}
	x := Reconcile{Place: d.place(0, 3, 7), Code: code, Keep: true, Why: "agreed"}
	if no := d.try(t, "ana", x); no != "study_round_open" {
		t.Error(no)
	}
	d.do(t, "ana", FinishRound{Source: d.source(0)})
	if count("ana") != 2 {
		t.Error("one is done, the other not: still blind")
	}
	if no := d.try(t, "ana", FinishRound{Source: d.source(0), Coder: "ben"}); no != "study_right" {
		t.Error(no)
	}
	d.do(t, "ben", FinishRound{Source: d.source(0)})
	if count("ana") != 3 || count("lead") != 3 || d.s.Blind() {
		t.Error("all are done: everybody sees")
	}
	d.do(t, "ana", x)
	if n := len(d.s.Passages(nil)); n != 4 || d.s.Analysis.Consensus == "" || len(d.s.Analysis.Settled) != 1 {
		t.Errorf("%d codings, settled %v", n, d.s.Analysis.Settled)
	}
	x.Keep = false
	d.do(t, "ben", x)
	if n := len(d.s.Passages(nil)); n != 3 || len(d.s.Analysis.Settled) != 1 || d.s.Analysis.Settled[0].Keep {
		t.Errorf("%d codings, settled %v", n, d.s.Analysis.Settled)
	}
}

func TestThemes(t *testing.T) {
	d := twoTexts(t)
	parent := d.code(t, "ana", "Barriers", "")
	child := d.code(t, "ana", "Waiting", parent)
	d.do(t, "ana", CodePassages{Passages: []Place{d.place(0, 0, 7)}, Code: child})
	coding := d.s.Passages(nil)[0].ID
	d.do(t, "ana", WriteTheme{Name: "Time given away", Status: Candidate, Why: "it recurs"})
	theme := d.s.Analysis.Themes[0]
	pick := PickQuote{Theme: theme.ID, Source: d.source(0), Coding: coding}
	if no := d.try(t, "ana", pick); no != "study_not_of_theme" {
		t.Error(no)
	}
	d.do(t, "ana", PlaceCode{Code: parent, Theme: theme.ID})
	if got := d.s.ThemesOf(child); !slices.Equal(got, []string{theme.ID}) {
		t.Error(got)
	}
	d.do(t, "ana", pick)
	if no := d.try(t, "ana", pick); no != "study_same" {
		t.Error(no)
	}
	if no := d.try(t, "ana", WriteTheme{Theme: theme.ID, Rev: theme.Rev, Name: "x", Status: Named}); no != "study_needed" {
		t.Error(no)
	}
	if no := d.try(t, "ana", WriteTheme{Theme: theme.ID, Rev: theme.Rev, Name: "x", Status: Candidate,
		Under: theme.ID}); no != "study_theme_loop" {
		t.Error(no)
	}
	if no := d.try(t, "ana", DropCode{Code: child}); no != "study_code_used" {
		t.Error(no)
	}
	d.do(t, "ana", MarkNegative{Theme: theme.ID, Source: d.source(0), Coding: coding, Why: "it was quick"})
	d.do(t, "ana", WriteTheme{Name: "Welcome", Status: Candidate})
	other := d.s.Analysis.Themes[1].ID
	d.do(t, "ana", LinkThemes{From: theme.ID, To: other, Says: "stands against"})
	d.do(t, "ana", PutTheme{Theme: other, Column: 2, Row: 1})
	d.do(t, "ana", WriteCell{Source: d.source(0), Code: child, Text: "waits an hour"})
	if no := d.try(t, "ben", WriteCell{Source: d.source(0), Code: child, Text: "other"}); no != "study_changed" {
		t.Error(no)
	}
	d.do(t, "ben", EnterPhase{Phase: ReviewThemes, Note: "all coded"})
	if got, want := fmt.Sprint(d.again(t).Analysis.Links, len(d.again(t).Analysis.Cells)), fmt.Sprint(d.s.Analysis.Links,
		len(d.s.Analysis.Cells)); len(got) != len(want) {
		t.Error(got, want)
	}
	d.do(t, "ben", DropTheme{Theme: theme.ID, Why: "thin"})
	if a := d.s.Analysis; len(a.Themes) != 1 || len(a.Links) != 0 || len(a.Negatives) != 0 {
		t.Errorf("%+v", a)
	}
	if n := len(d.s.Analysis.Trail); n < 12 {
		t.Errorf("%d decisions in the trail", n)
	}
}

func TestUndoStopsWhereOthersWentOn(t *testing.T) {
	d := twoTexts(t)
	d.do(t, "ana", CodePassages{Passages: []Place{d.place(0, 0, 7)}, New: Entry{Name: "Waiting"}})
	code := d.s.Project.Codes[0].ID
	d.do(t, "ben", CodePassages{Passages: []Place{d.place(0, 9, 12)}, Code: code})
	seq := d.s.CanUndo(Command{By: "ana"})
	if no := d.try(t, "ana", Undo{Seq: seq}); no != "study_undo_gone" {
		t.Errorf("undoing a code that somebody else uses: %q", no)
	}
	if no := d.try(t, "ana", Undo{Seq: seq + 1}); no != "study_undo_moved" {
		t.Error(no)
	}
	d.do(t, "ben", Undo{Seq: d.s.CanUndo(Command{By: "ben"})})
	if no := d.try(t, "ben", Undo{Seq: 0}); no != "study_nothing_to_undo" {
		t.Error(no)
	}
	d.do(t, "ana", Undo{Seq: seq})
	if len(d.s.Project.Codes)+len(d.s.Passages(nil)) != 0 {
		t.Error(project(d.s))
	}
}
