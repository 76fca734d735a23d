package study

import (
	"slices"

	"steady/moment"
	"steady/refusal"
	"steady/voice"
)

// reversible is a Fact that can be taken back by adding others. reverse is asked
// before the fact is applied, and gives nothing where there is nothing to undo.
type reversible interface {
	reverse(s *State) []Fact
}

// fitting is a Fact that may not fit any more when it is to be added to undo
// another.
type fitting interface {
	fits(s *State, with *undoing) bool
}

// undoing is what the facts of one undoing do together: one may only fit because
// of another. A nil one does nothing.
type undoing struct {
	codes map[string]bool // that it brings back or moves
	freed map[string]bool // text and coding, or theme and code, that part
}

func together(list []Fact) *undoing {
	u := &undoing{map[string]bool{}, map[string]bool{}}
	for _, f := range list {
		switch x := f.(type) {
		case *CodeAdded:
			u.codes[x.ID] = true
		case *CodeMoved:
			u.codes[x.ID] = true
		case *PassageUncoded:
			u.freed[x.Source+x.Coding] = true
		case *PassageRecoded:
			u.freed[x.Source+x.Coding] = true
		case *CodePlaced:
			u.freed[x.Theme+x.Code] = x.Out
		}
	}
	return u
}

func (u *undoing) brings(code string) bool { return u != nil && u.codes[code] }

func (u *undoing) frees(key string) bool { return u != nil && u.freed[key] }

// step is one command of one person that can be taken back.
type step struct {
	command  string
	seq      int64
	back     []Fact         // in the order in which they are added
	versions map[string]int // of the texts that it touches, by source
}

// mostSteps bounds what is remembered of each person.
const mostSteps = 200

// keptRedo is what could be done again before a command, until it is known that
// the command is not itself a Redo.
type keptRedo struct {
	command string
	redo    []step
}

// remember adds what undoes a fact to the step of its command.
func (s *State) remember(e Event, back []Fact) {
	if len(back) == 0 {
		return
	}
	a := &s.Analysis
	steps := a.undo[e.By]
	if n := len(steps); n == 0 || steps[n-1].command != e.Command {
		a.kept[e.By] = keptRedo{e.Command, a.redo[e.By]}
		a.redo[e.By] = nil // what was done anew ends what could be done again
		if n >= mostSteps {
			steps = slices.Clone(steps[1:])
		}
		steps = append(steps, step{command: e.Command, seq: e.Seq, versions: map[string]int{}})
	}
	last := &steps[len(steps)-1]
	last.back = append(slices.Clone(back), last.back...)
	for _, f := range back {
		if src := placed(f); src != "" && s.Held[src] != nil {
			last.versions[src] = s.Held[src].Version
		}
	}
	a.undo[e.By] = steps
}

// placed gives the text whose positions a fact names; "" where it names none.
func placed(f Fact) string {
	switch x := f.(type) {
	case *PassageCoded:
		return x.Source
	case *CodingRestored:
		return x.Source
	case *PassageStretched:
		return x.Source
	case *Reconciled:
		return x.Source
	}
	return ""
}

// CanUndo and CanRedo give the entry number of what Undo would take back, or do
// again, for somebody; -1 where there is nothing.
func (s *State) CanUndo(c Command) int64 { return lastOf(s.Analysis.undo[c.By]) }

// CanRedo is CanUndo for Redo.
func (s *State) CanRedo(c Command) int64 { return lastOf(s.Analysis.redo[c.By]) }

func lastOf(steps []step) int64 {
	if len(steps) == 0 {
		return -1
	}
	return steps[len(steps)-1].seq
}

// Undo takes back the last coding action of whoever asks: it adds the reverse.
// Seq is the entry that was seen as the last, so that pressing twice takes back
// once. Again does once more what was taken back last.
type Undo struct {
	Seq   int64
	Again bool
}

// CommandKind implements Body.
func (Undo) CommandKind() string { return "undo_coding" }
func (Undo) right() Right        { return Member }

func (b Undo) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	steps := s.Analysis.undo[c.By]
	if b.Again {
		steps = s.Analysis.redo[c.By]
	}
	if len(steps) == 0 {
		return nil, refusal.New("study_nothing_to_undo", "V-16", "There is nothing of yours to take back or do again.")
	}
	last := steps[len(steps)-1]
	if last.seq != b.Seq {
		return nil, refusal.New("study_undo_moved", "V-16",
			"You did something else since this page was loaded: look at what would be taken back now.")
	}
	with := together(last.back)
	for _, f := range last.back {
		src := placed(f)
		moved := src != "" && (s.Held[src] == nil || s.Held[src].Version != last.versions[src])
		if x, ok := f.(fitting); moved || ok && !x.fits(s, with) {
			return nil, refusal.New("study_undo_gone", "V-16",
				"This was changed again since, by you or by somebody else: change it by hand.")
		}
	}
	out := append(slices.Clone(last.back), &Undone{Seq: last.seq, Again: b.Again})
	return fresh(out), nil
}

// fresh copies facts whose texts are to be recorded a second time.
func fresh(list []Fact) []Fact {
	again := func(t Text) Text { return Text{Subject: t.Subject, Field: t.Field, Words: t.Words} }
	for i, f := range list {
		switch x := f.(type) {
		case *CodeAdded:
			y := *x
			y.Piece = again(x.Piece)
			list[i] = &y
		case *CodeDescribed:
			y := *x
			y.Piece = again(x.Piece)
			list[i] = &y
		case *CodingRestored:
			y := *x
			y.Piece = again(x.Piece)
			list[i] = &y
		case *Reconciled:
			y := *x
			if x.Why != nil {
				t := again(*x.Why)
				y.Why = &t
			}
			list[i] = &y
		}
	}
	return list
}

// Undone says that the step that began at an entry was taken back, or done again.
type Undone struct {
	Seq   int64 `json:"seq"`
	Again bool  `json:"again,omitempty"`
}

// EventKind implements Fact.
func (*Undone) EventKind() string { return "study_undone" }

// Texts implements Fact.
func (*Undone) Texts() []*Text { return nil }

func (f *Undone) apply(s *State, e Event) error {
	a := &s.Analysis
	undo, redo := a.undo[e.By], a.redo[e.By]
	if k := a.kept[e.By]; k.command == e.Command {
		redo = k.redo
	}
	var just *step
	if n := len(undo); n > 0 && undo[n-1].command == e.Command { // made by the facts before this one
		just, undo = &undo[n-1], undo[:n-1]
	}
	if f.Again {
		redo = dropSeq(redo, f.Seq)
		if just != nil {
			undo = append(undo, *just)
		}
	} else {
		undo = dropSeq(undo, f.Seq)
		if just != nil {
			redo = append(redo, *just)
		}
	}
	a.undo[e.By], a.redo[e.By] = undo, redo
	return nil
}

func dropSeq(steps []step, seq int64) []step {
	return slices.DeleteFunc(slices.Clone(steps), func(x step) bool { return x.seq == seq })
}

// CodingRestored says that a coding is back as it was, with what another program
// said of it.
type CodingRestored struct {
	Source string `json:"source"`
	Coding string `json:"coding"`
	Code   string `json:"code"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Piece  Text   `json:"piece"` // the passage with this one coding
}

// EventKind implements Fact.
func (*CodingRestored) EventKind() string { return "study_coding_restored" }

// Texts implements Fact.
func (f *CodingRestored) Texts() []*Text { return texts(&f.Piece) }

func (f *CodingRestored) apply(s *State, _ Event) error {
	src := s.Source(f.Source)
	var sel voice.Selection
	ok, err := f.Piece.into(&sel)
	if src == nil || !ok {
		s.Erased++
		return nil
	}
	if err != nil {
		return err
	}
	for i := range sel.Codings { // as it stands in the log: a merge may have changed the code since
		sel.Codings[i].Code, sel.Codings[i].User = f.Code, By(&sel, &sel.Codings[i])
	}
	sel.Start, sel.End = f.Start, f.End
	for i := range src.Selections {
		if x := &src.Selections[i]; x.Placed && x.Start == f.Start && x.End == f.End {
			x.Codings = append(x.Codings, sel.Codings...)
			return nil
		}
	}
	src.Selections = append(src.Selections, sel)
	return nil
}

func (f *CodingRestored) reverse(*State) []Fact {
	return []Fact{&PassageUncoded{Source: f.Source, Coding: f.Coding}}
}

func (f *CodingRestored) fits(s *State, with *undoing) bool {
	return (&PassageCoded{Source: f.Source, Coding: f.Coding, Code: f.Code, End: f.End}).fits(s, with)
}

func init() { knows(func() Fact { return new(Undone) }, func() Fact { return new(CodingRestored) }) }

func (f *PassageCoded) reverse(*State) []Fact {
	return []Fact{&PassageUncoded{Source: f.Source, Coding: f.Coding, By: f.By}}
}

func (f *PassageCoded) fits(s *State, with *undoing) bool {
	src, held := s.Source(f.Source), s.Held[f.Source]
	if src == nil || held == nil || f.End > held.Quotes.Len() {
		return false
	}
	code := s.Code(f.Code)
	if _, there := find(src, f.Coding); there != nil {
		return false
	}
	return with.brings(f.Code) || code != nil && code.Codable
}

func (f *PassageUncoded) reverse(s *State) []Fact {
	sel, c := s.Coding(f.Source, f.Coding)
	if c == nil || !sel.Placed || s.Held[f.Source] == nil {
		return nil
	}
	whole := *sel
	whole.Codings = []voice.Coding{*c}
	return []Fact{&CodingRestored{Source: f.Source, Coding: voice.BareID(c.ID), Code: voice.BareID(c.Code),
		Start: sel.Start, End: sel.End, Piece: keepJSON(s.Held[f.Source].Subject, "selection", whole)}}
}

func (f *PassageUncoded) fits(s *State, _ *undoing) bool {
	_, c := s.Coding(f.Source, f.Coding)
	return c != nil
}

func (f *CodeAdded) reverse(*State) []Fact { return []Fact{&CodeRemoved{ID: f.ID}} }

func (f *CodeAdded) fits(s *State, with *undoing) bool {
	return s.Code(f.ID) == nil && (f.Parent == "" || with.brings(f.Parent) || s.Code(f.Parent) != nil)
}
