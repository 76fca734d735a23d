package study

import (
	"time"

	"steady/moment"
	"steady/person"
	"steady/voice"
)

// Analysis is what the analysts made beside the codings of the project.
type Analysis struct {
	Entries   map[string]*EntryNow // by the bare id of a code
	Themes    []*Theme             // in the order in which they were made
	Links     []ThemeLink
	Cells     map[CellKey]*CellNote
	Negatives []Negative
	Phases    []PhaseNote
	Rounds    map[string]*Round // blind rounds, by the bare id of a source
	Settled   []Settled
	Items     map[ItemKey]*ItemNote // what the researchers wrote to items of checklists
	Consensus string                // id of the coder whose codings the others agreed on; "" before the first
	// Trail is every analytic decision, in order (V-22): what was coded, changed,
	// written, agreed and taken back, by whom and when.
	Trail []Event

	added map[string]added // codes made on the screens, by bare id

	undo, redo map[person.StaffID][]step
	kept       map[person.StaffID]keptRedo
}

func newAnalysis() Analysis {
	return Analysis{Entries: map[string]*EntryNow{}, Cells: map[CellKey]*CellNote{}, Rounds: map[string]*Round{},
		added: map[string]added{},
		undo:  map[person.StaffID][]step{}, redo: map[person.StaffID][]step{},
		kept: map[person.StaffID]keptRedo{}}
}

// added is who made a code, and when.
type added struct {
	by      person.StaffID
	at      moment.Instant
	command string
}

// analytic is a Fact that belongs to the audit trail of the analysis.
type analytic interface{ analytic() }

func (*CodeAdded) analytic()        {}
func (*PassageCoded) analytic()     {}
func (*PassageUncoded) analytic()   {}
func (*CodingRestored) analytic()   {}
func (*PassageRecoded) analytic()   {}
func (*PassageStretched) analytic() {}
func (*CodeDescribed) analytic()    {}
func (*CodeMoved) analytic()        {}
func (*CodeRemoved) analytic()      {}
func (*CodesMerged) analytic()      {}
func (*CodeSplit) analytic()        {}
func (*Undone) analytic()           {}
func (*MemoWritten) analytic()      {}
func (*ThemeWritten) analytic()     {}
func (*ThemeDropped) analytic()     {}
func (*CodePlaced) analytic()       {}
func (*ThemesLinked) analytic()     {}
func (*CellWritten) analytic()      {}
func (*NegativeMarked) analytic()   {}
func (*QuotePicked) analytic()      {}
func (*ThemePut) analytic()         {}
func (*PhaseEntered) analytic()     {}
func (*RoundOpened) analytic()      {}
func (*RoundDone) analytic()        {}
func (*Reconciled) analytic()       {}

// note prepares what an event makes possible: it stands in the trail and can be
// taken back. It is called before the event is applied.
func (s *State) note(e Event) {
	if _, ok := e.Fact.(analytic); ok {
		s.Analysis.Trail = append(s.Analysis.Trail, e)
	}
	if f, ok := e.Fact.(*CodeAdded); ok {
		s.Analysis.added[f.ID] = added{e.By, e.At, e.Command}
	}
	if f, ok := e.Fact.(reversible); ok {
		s.remember(e, f.reverse(s))
	}
}

// By gives the coder of a coding of a passage.
func By(sel *voice.Selection, c *voice.Coding) string {
	if c.User != "" {
		return voice.BareID(c.User)
	}
	return voice.BareID(sel.User)
}

// Passages lists the codings of texts that somebody may see, text by text; Text
// is the number of the source in the project. Codings of a whole document are
// not passages. See may be nil: everything.
func (s *State) Passages(see func(source, coder string) bool) (out []voice.Passage) {
	for i := range s.Project.Sources {
		out = s.passagesOf(out, i, see)
	}
	return out
}

// PassagesOf lists the codings of one text.
func (s *State) PassagesOf(source int, see func(source, coder string) bool) []voice.Passage {
	return s.passagesOf(nil, source, see)
}

func (s *State) passagesOf(out []voice.Passage, source int, see func(source, coder string) bool) []voice.Passage {
	src := &s.Project.Sources[source]
	id := voice.BareID(src.ID)
	for j := range src.Selections {
		sel := &src.Selections[j]
		if !sel.Placed || sel.Start >= sel.End {
			continue
		}
		for k := range sel.Codings {
			c := &sel.Codings[k]
			by := By(sel, c)
			if see != nil && !see(id, by) {
				continue
			}
			out = append(out, voice.Passage{ID: voice.BareID(c.ID), Text: source, Start: sel.Start, End: sel.End,
				Code: voice.BareID(c.Code), Coder: by, At: made(c.Attrs)})
		}
	}
	return out
}

// SourceNumber gives the place of a source in the project, -1 where there is none.
func (s *State) SourceNumber(id string) int {
	if i, ok := s.sources[voice.BareID(id)]; ok {
		return i
	}
	return -1
}

// Coding finds a coding of a text; nil where there is none.
func (s *State) Coding(source, coding string) (*voice.Selection, *voice.Coding) {
	src := s.Source(source)
	if src == nil {
		return nil, nil
	}
	return find(src, coding)
}

// Under gives the ids of a code and of every code below it.
func (s *State) Under(code string) (ids []string) {
	i, ok := s.codes[voice.BareID(code)]
	if !ok {
		return nil
	}
	for _, c := range s.Project.Codes[i:s.below(i)] {
		ids = append(ids, voice.BareID(c.ID))
	}
	return ids
}

// Parent gives the id of the code above one; "" for a root or where there is none.
func (s *State) Parent(code string) string {
	i, ok := s.codes[voice.BareID(code)]
	if !ok {
		return ""
	}
	depth := s.Project.Codes[i].Depth
	for i--; i >= 0; i-- {
		if s.Project.Codes[i].Depth < depth {
			return voice.BareID(s.Project.Codes[i].ID)
		}
	}
	return ""
}

// Path gives the names of a code and of those above it, the root first.
func (s *State) Path(code string) (names []string) {
	for id := voice.BareID(code); id != ""; id = s.Parent(id) {
		c := s.Code(id)
		if c == nil {
			break
		}
		names = append([]string{c.Name}, names...)
	}
	return names
}

// made is when a coding was given, in microseconds since 1970; 0 where the
// program that gave it does not say.
func made(attrs []voice.Attr) int64 {
	for _, a := range attrs {
		if a.Space == "" && a.Name == "creationDateTime" {
			if at, err := time.Parse(time.RFC3339, a.Value); err == nil {
				return at.UnixMicro()
			}
		}
	}
	return 0
}
