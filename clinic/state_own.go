package clinic

import (
	"slices"
	"strings"

	"steady/moment"
	"steady/person"
)

// OwnRoom is what people say of themselves and to the service. No rule of
// dosing reads it.
type OwnRoom struct {
	People map[person.UserID]*Own `json:"people,omitempty"`
	Notes  map[string]*Note       `json:"notes,omitempty"` // open ones, and the last closed ones
	Set    SetOwnPages            `json:"set"`
	// Along is reviews, and what happens if the service cannot go on.
	Along map[person.UserID]*Along `json:"along,omitempty"`
}

// Own is what one person said of themselves, as far as it stands now.
type Own struct {
	Better   []OwnReasons   `json:"better,omitempty"`    // newest last, at most reasonsKept
	BetterAt moment.Instant `json:"better_at,omitempty"` // last written, or said to be right still
	Gives    []OwnReasons   `json:"gives,omitempty"`     // newest last, at most reasonsKept
	Takes    []OwnReasons   `json:"takes,omitempty"`     // newest last, at most reasonsKept
	Goals    []Goal         `json:"goals,omitempty"`     // open ones, in the order they were set
	Aside    []Goal         `json:"aside,omitempty"`     // laid aside, newest last, at most goalsKept
	Asked    *Asked         `json:"asked,omitempty"`     // nobody has talked with them yet
	Last     *CheckIn       `json:"last,omitempty"`
	LastAt   moment.Instant `json:"last_at,omitempty"` // of Last
}

// Goal is one goal as it is said now.
type Goal struct {
	SetGoal
	Since moment.Instant `json:"since"` // first set
	Said  moment.Instant `json:"said"`  // in these words
	Steps []GoalStep     `json:"steps,omitempty"`
	Ended *EndGoal       `json:"ended,omitempty"`
	EndAt moment.Instant `json:"end_at,omitempty"`
	// Scale describes five levels of it, where somebody did; Ratings are the
	// levels since, newest last, at most ratingsKept.
	Scale    *ScaleGoal     `json:"scale,omitempty"`
	ScaledAt moment.Instant `json:"scaled_at,omitempty"`
	Ratings  []GoalRating   `json:"ratings,omitempty"`
}

// GoalRating is the level on which a goal stood at a time, -2 to +2.
type GoalRating struct {
	Level int            `json:"level"`
	At    moment.Instant `json:"at"`
}

// GoalStep is one small step of a goal.
type GoalStep struct {
	Words Text           `json:"words"`
	Mark  StepMark       `json:"mark"`
	At    moment.Instant `json:"at"` // added or marked
}

// Asked is somebody who asked to talk, and since when.
type Asked struct {
	Ask   Ask            `json:"ask"`
	Since moment.Instant `json:"since"`
	Words *Text          `json:"words,omitempty"`
}

// Note is one thing said to the service.
type Note struct {
	SaySomething
	Since  moment.Instant `json:"since"` // without a name: the start of the day
	Stage  NoteStage      `json:"stage"`
	At     moment.Instant `json:"at"` // of the stage
	By     person.StaffID `json:"by,omitempty"`
	Answer *Text          `json:"answer,omitempty"`
}

// How many goals of one person are open at a time, and how many steps one has:
// more cannot be seen at once.
const (
	GoalsOpen = 12
	StepsMost = 12
)

// How much the person's own pages keep in memory; the journal keeps all.
const (
	goalsKept   = 12 // laid aside
	notesOpen   = 10 // of one person
	unnamedOpen = 100
	unnamedDay  = 20 // said on one day without a name, by whomever
	notesKept   = 200
)

// OwnOf is what a person said of themselves; empty where they said nothing.
func (s *State) OwnOf(id person.UserID) Own {
	if o := s.Own.People[id]; o != nil {
		return *o
	}
	return Own{}
}

// AskedInOrder lists who asked to talk and was not seen to: help first, then
// who has waited longest.
func (s *State) AskedInOrder() (out []person.UserID) {
	for id, o := range s.Own.People {
		if o.Asked != nil {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, func(a, b person.UserID) int {
		x, y := s.Own.People[a].Asked, s.Own.People[b].Asked
		switch {
		case x.Ask != y.Ask && x.Ask == AskHelp, x.Ask == y.Ask && x.Since < y.Since:
			return -1
		case x.Ask == y.Ask && x.Since == y.Since:
			return strings.Compare(string(a), string(b))
		}
		return 1
	})
	return out
}

// NotesInOrder lists the notes that the state holds: open ones first, and of
// each the longest said first. managers says whether those for managers alone
// are among them.
func (s *State) NotesInOrder(managers bool) (out []*Note) {
	for _, n := range s.Own.Notes {
		if managers || n.Reader != ManagerReads {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b *Note) int {
		open := func(n *Note) bool { return n.Stage != NoteClosed }
		switch {
		case open(a) != open(b) && open(a), open(a) == open(b) && a.Since < b.Since:
			return -1
		case open(a) == open(b) && a.Since == b.Since:
			return strings.Compare(a.Note, b.Note)
		}
		return 1
	})
	return out
}

// Waits reports whether a note has no answer yet.
func (n *Note) Waits() bool { return n.Stage != NoteAnswered && n.Stage != NoteClosed }

// NoteLate reports whether a note has waited for an answer longer than the
// service set itself. Where nothing is set, none is late.
func (s *State) NoteLate(n *Note, today moment.Day) bool {
	return s.Own.Set.AnswerDays > 0 && n.Waits() && s.zone.Day(n.Since)+moment.Day(s.Own.Set.AnswerDays) < today
}

// goal finds an open goal of a person.
func (o *Own) goal(id string) *Goal {
	if o == nil {
		return nil
	}
	return goalIn(o.Goals, id)
}

func goalIn(list []Goal, id string) *Goal {
	if i := slices.IndexFunc(list, func(g Goal) bool { return g.Goal == id }); i >= 0 {
		return &list[i]
	}
	return nil
}

// whole reports whether nothing is missing that no own pages lack.
func (r *OwnRoom) whole() bool {
	for _, o := range r.People {
		if o == nil {
			return false
		}
	}
	for _, n := range r.Notes {
		if n == nil {
			return false
		}
	}
	for _, a := range r.Along {
		if a == nil {
			return false
		}
	}
	return true
}

// own opens what a person said of themselves.
func (s *State) own(id person.UserID) *Own {
	if s.Own.People[id] == nil {
		keep(&s.Own.People, id, &Own{})
	}
	return s.Own.People[id]
}

// newest keeps the newest entries of a list, in a slice of its own.
func newest[T any](list []T, most int) []T {
	if n := len(list) - most; n > 0 {
		return slices.Clone(list[n:])
	}
	return list
}

func (f *BetterDescribed) applyOwn(s *State, e Event) {
	o := s.own(f.Person)
	o.BetterAt = e.Happened
	if f.Words != nil {
		o.Better = newest(append(o.Better, OwnReasons{e.Happened, *f.Words}), reasonsKept)
	}
}

func (f *SideTold) applyOwn(s *State, e Event) {
	o := s.own(f.Person)
	side := &o.Gives
	if f.Side == Takes {
		side = &o.Takes
	}
	*side = newest(append(*side, OwnReasons{e.Happened, f.Words}), reasonsKept)
}

func (f *GoalSet) applyOwn(s *State, e Event) {
	o := s.own(f.Person)
	if g := o.goal(f.Goal); g != nil {
		g.SetGoal, g.Said = f.SetGoal, e.Happened
		return
	}
	g := Goal{Since: e.Happened}
	if old := goalIn(o.Aside, f.Goal); old != nil {
		g = *old
		g.Ended, g.EndAt = nil, 0
		o.Aside = slices.DeleteFunc(o.Aside, func(g Goal) bool { return g.Goal == f.Goal })
	}
	g.SetGoal, g.Said = f.SetGoal, e.Happened
	o.Goals = append(o.Goals, g)
}

func (f *StepAdded) applyOwn(s *State, e Event) {
	g := s.own(f.Person).goal(f.Goal)
	g.Steps = append(g.Steps, GoalStep{f.Words, "open", e.Happened})
}

func (f *StepMarked) applyOwn(s *State, e Event) {
	x := &s.own(f.Person).goal(f.Goal).Steps[f.Step-1]
	x.Mark, x.At = f.Mark, e.Happened
}

func (f *GoalEnded) applyOwn(s *State, e Event) {
	o := s.own(f.Person)
	g := *o.goal(f.Goal)
	g.Ended, g.EndAt = &f.EndGoal, e.Happened
	o.Goals = slices.DeleteFunc(o.Goals, func(g Goal) bool { return g.Goal == f.Goal })
	o.Aside = newest(append(o.Aside, g), goalsKept)
}

// applyOwn: a later check-in that asks for nothing does not take back what was
// asked before; only somebody who talked with the person ends it.
func (f *CheckedIn) applyOwn(s *State, e Event) {
	o := s.own(f.Person)
	o.Last, o.LastAt = &f.CheckIn, e.Happened
	switch {
	case f.Ask == AskNothing:
	case o.Asked == nil:
		o.Asked = &Asked{f.Ask, e.Happened, f.Words}
	case f.Ask == AskHelp && o.Asked.Ask != AskHelp:
		o.Asked.Ask = AskHelp
		fallthrough
	default:
		if f.Words != nil {
			o.Asked.Words = f.Words
		}
	}
}

func (f *SeenTo) applyOwn(s *State, _ Event) { s.own(f.Person).Asked = nil }

func (f *Said) applyOwn(s *State, e Event) {
	keep(&s.Own.Notes, f.Note, &Note{SaySomething: f.SaySomething, Since: e.Happened, Stage: NoteSaid, At: e.Happened})
}

func (f *NoteFollowed) applyOwn(s *State, e Event) {
	n := s.Own.Notes[f.Note]
	n.Stage, n.At, n.By = f.Stage, e.Happened, e.By
	if f.Words != nil {
		n.Answer = f.Words
	}
	if f.Stage != NoteClosed {
		return
	}
	var closed []*Note
	for _, n := range s.Own.Notes {
		if n.Stage == NoteClosed {
			closed = append(closed, n)
		}
	}
	slices.SortFunc(closed, func(a, b *Note) int {
		if a.At != b.At {
			return int(min(max(a.At-b.At, -1), 1))
		}
		return strings.Compare(a.Note, b.Note)
	})
	for _, n := range closed[:max(0, len(closed)-notesKept)] {
		delete(s.Own.Notes, n.Note)
	}
}

func (f *OwnPagesSet) applyOwn(s *State, _ Event) { s.Own.Set = f.SetOwnPages }
