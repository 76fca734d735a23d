package clinic

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/recovery"
)

// RecoveryRoom is what the service asks, and what it knows of how people are
// beyond their doses. The answers are in the cabinet; history older than the
// pages show is left to the read models.
type RecoveryRoom struct {
	Instruments map[string]InstrumentInstalled `json:"instruments,omitempty"` // that the service brought
	// Earlier are scales of the service's own that another version replaced, or
	// that are out of use: what was answered to them is still read.
	Earlier []InstrumentInstalled      `json:"earlier,omitempty"`
	Asking  []Asking                   `json:"asking,omitempty"` // empty: nobody has chosen
	People  map[person.UserID]*Strands `json:"people,omitempty"`
	Alerts  []AnswerAlert              `json:"alerts,omitempty"` // oldest first; nobody has seen to them yet
	Safe    map[string]*Safeguarding   `json:"safe,omitempty"`   // by concern

	own map[string]*recovery.Instrument // scales of the service's own, read, by id and version
}

// Strands is what the pages of one person need now.
type Strands struct {
	Last          map[string]LastSitting              `json:"last,omitempty"`     // by instrument
	Sittings      []Sitting                           `json:"sittings,omitempty"` // newest last, at most sittingsKept
	Asked         []AskInstrument                     `json:"asked,omitempty"`    // beside the timetable, not answered
	Support       []Support                           `json:"support,omitempty"`  // open ones, and the last that ended
	Circumstances map[CircumstanceKind][]Circumstance `json:"circumstances,omitempty"`
	Events        []LifeEvent                         `json:"events,omitempty"` // by day, at most lifeEventsKept
}

// LastSitting is when an instrument was last answered or declined.
type LastSitting struct {
	At       moment.Instant `json:"at"` // happened
	Declined bool           `json:"declined,omitempty"`
}

// Sitting is one occasion on which somebody answered, or would rather not.
type Sitting struct {
	InstrumentAnswered
	At       moment.Instant `json:"at"` // happened
	Recorded moment.Instant `json:"recorded"`
	By       person.StaffID `json:"by"`
	Back     bool           `json:"back,omitempty"` // taken back
}

// AnswerAlert is answers that somebody looks at today.
type AnswerAlert struct {
	Sitting    string         `json:"sitting"`
	Person     person.UserID  `json:"person"`
	Instrument string         `json:"instrument"`
	Items      []string       `json:"items"`
	At         moment.Instant `json:"at"`       // answered
	Recorded   moment.Instant `json:"recorded"` // since when the service can know
	Tried      int            `json:"tried,omitempty"`
}

// Support is one thing that is asked for, and how far it is.
type Support struct {
	AskSupport
	Stage SupportStage   `json:"stage"`
	Since moment.Instant `json:"since"` // asked
	At    moment.Instant `json:"at"`    // of the stage
	By    person.StaffID `json:"by"`    // who wrote the stage down
	Last  *Text          `json:"last,omitempty"`
}

// Over reports whether nothing more is to be done.
func (x Support) Over() bool {
	return x.Stage == SupportDone || x.Stage == SupportDeclined || x.Stage == SupportUnmet
}

// Circumstance is how somebody lives from a day on, with who wrote it down.
type Circumstance struct {
	KeepCircumstance
	At moment.Instant `json:"at"` // recorded
	By person.StaffID `json:"by"`
}

// LifeEvent is what happened in a life, with who wrote it down.
type LifeEvent struct {
	TellLifeEvent
	By person.StaffID `json:"by"`
}

// Safeguarding is one concern with what was done.
type Safeguarding struct {
	RaiseSafeguarding
	At     moment.Instant   `json:"at"`
	By     person.StaffID   `json:"by"`
	Steps  []SafeguardedAct `json:"steps,omitempty"` // oldest first, at most actsKept
	Closed moment.Instant   `json:"closed,omitempty"`
}

// SafeguardedAct is one step of a concern.
type SafeguardedAct struct {
	Step  SafeguardingStep `json:"step"`
	At    moment.Instant   `json:"at"`
	By    person.StaffID   `json:"by"`
	Words Text             `json:"words"`
}

// How much the state keeps of one person; the read models have the rest.
const (
	sittingsKept      = 24
	askedMost         = 12
	supportOpen       = 40
	supportKept       = 12 // that ended
	circumstancesKept = 6  // of one kind
	lifeEventsKept    = 16
	ratingsKept       = 12 // of one goal
	actsKept          = 40 // of one concern
	closedKept        = 60 // concerns, of everybody
	earlierKept       = 60 // own scales out of use
)

// StrandsOf is what is known of a person beyond their doses; empty where
// nothing is. The caller must not change it.
func (s *State) StrandsOf(id person.UserID) Strands {
	if x := s.Recovery.People[id]; x != nil {
		return *x
	}
	return Strands{}
}

// Answered lists the newest sittings of a person that stand, newest first. What
// was answered is in the cabinet under Kept; older sittings are in the read
// model of what happened, under the kind of InstrumentAnswered.
func (s *State) Answered(id person.UserID) (out []Sitting) {
	list := s.StrandsOf(id).Sittings
	for i := len(list) - 1; i >= 0; i-- {
		if !list[i].Back {
			out = append(out, list[i])
		}
	}
	return out
}

// Instrument is the instrument of an id as this service scores it: a scale of
// its own, or one of this build. Its words are there only where the build may
// show them; those of a licensed copy are in the cabinet (InstrumentWords). It
// is nil where there is none, or where the service's own is out of use.
func (s *State) Instrument(id string) *recovery.Instrument {
	if x, ok := s.Recovery.Instruments[id]; ok && len(x.Document) > 0 {
		return s.Recovery.own[ownKey(id, x.Version)]
	}
	in, err := recovery.Find(id)
	if err != nil {
		return nil
	}
	return in
}

// InstrumentAt is the instrument by which answers to a version are read: the
// one in use, or an earlier scale of the service's own. It is nil where this
// build has no such version.
func (s *State) InstrumentAt(id, version string) *recovery.Instrument {
	if own := s.Recovery.own[ownKey(id, version)]; own != nil {
		return own
	}
	if in := s.Instrument(id); in != nil && in.Version == version {
		return in
	}
	return nil
}

func ownKey(id, version string) string { return id + " " + version }

// InstrumentWords is where the words of a licensed copy are kept; nil where the
// service has brought none.
func (s *State) InstrumentWords(id string) *Text {
	if x, ok := s.Recovery.Instruments[id]; ok {
		return x.Words
	}
	return nil
}

// MayShowWords reports whether the words of an instrument may be shown here:
// they are in the build, are the service's own, or came with its licence.
func (s *State) MayShowWords(id string) bool {
	in := s.Instrument(id)
	return in != nil && (in.MayShow() == nil || s.InstrumentWords(id) != nil)
}

// InstrumentsInOrder lists every instrument that can be asked here, by id.
func (s *State) InstrumentsInOrder() (out []*recovery.Instrument) {
	out = append(out, recovery.Builtin()...)
	for _, id := range slices.Sorted(maps.Keys(s.Recovery.Instruments)) {
		if in := s.Instrument(id); !slices.Contains(out, in) {
			out = append(out, in)
		}
	}
	slices.SortStableFunc(out, func(a, b *recovery.Instrument) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// SupportInOrder lists what is asked for and not there yet: for one person, or
// for everybody (""). What is due first comes first, then what was asked first.
func (s *State) SupportInOrder(id person.UserID) (out []Support) {
	for who, x := range s.Recovery.People {
		for _, t := range x.Support {
			if (id == "" || who == id) && !t.Over() {
				out = append(out, t)
			}
		}
	}
	due := func(t Support) moment.Day {
		if t.Due == 0 {
			return maxDay
		}
		return t.Due
	}
	slices.SortFunc(out, func(a, b Support) int {
		return cmp.Or(cmp.Compare(due(a), due(b)), cmp.Compare(a.Since, b.Since), cmp.Compare(a.Support, b.Support))
	})
	return out
}

const maxDay = moment.Day(1 << 30)

// Scaled makes the goals of a person that have their five levels described into
// what goal attainment scaling takes; texts gives the words of a reference. The
// last rating is the score; without one it is the baseline.
func Scaled(goals []Goal, texts func(Text) string) (out []recovery.Goal) {
	for _, g := range goals {
		if g.Scale == nil {
			continue
		}
		base := g.Scale.Baseline
		x := recovery.Goal{Words: texts(g.Words), Author: string(g.Author), Weight: measure.Milli(g.Scale.Weight) * 1000,
			Baseline: &base}
		for _, l := range g.Scale.Levels {
			x.Levels = append(x.Levels, texts(l))
		}
		now := base
		if n := len(g.Ratings); n > 0 {
			now = g.Ratings[n-1].Level
		}
		x.Score = &now
		out = append(out, x)
	}
	return out
}

// strands opens what is known of a person.
func (s *State) strands(id person.UserID) *Strands {
	if s.Recovery.People[id] == nil {
		keep(&s.Recovery.People, id, &Strands{})
	}
	return s.Recovery.People[id]
}

func (f *InstrumentInstalled) applyRecovery(s *State, _ Event) {
	s.Recovery.aside(f.Instrument)
	keep(&s.Recovery.Instruments, f.Instrument, *f)
	if err := s.Recovery.read(*f); err != nil {
		panic("clinic: an instrument of the journal does not load: " + err.Error())
	}
}

// aside keeps a scale of the service's own that is in use no more.
func (r *RecoveryRoom) aside(id string) {
	if was, ok := r.Instruments[id]; ok && len(was.Document) > 0 {
		r.Earlier = newest(append(r.Earlier, was), earlierKept)
	}
}

// read loads a scale of the service's own.
func (r *RecoveryRoom) read(x InstrumentInstalled) error {
	if len(x.Document) == 0 {
		return nil
	}
	in, err := recovery.LoadService(x.Document)
	if err != nil {
		return fmt.Errorf("instrument %s: %w", x.Instrument, err)
	}
	keep(&r.own, ownKey(x.Instrument, x.Version), in)
	return nil
}

// readAll loads all of them, from a snapshot.
func (r *RecoveryRoom) readAll() error {
	for _, x := range r.Earlier {
		if err := r.read(x); err != nil {
			return err
		}
	}
	for _, x := range r.Instruments {
		if err := r.read(x); err != nil {
			return err
		}
	}
	return nil
}

func (f *InstrumentEnded) applyRecovery(s *State, _ Event) {
	s.Recovery.aside(f.Instrument)
	delete(s.Recovery.Instruments, f.Instrument)
	s.Recovery.Asking = slices.DeleteFunc(slices.Clone(s.Recovery.Asking), func(a Asking) bool {
		return s.Instrument(a.Instrument) == nil
	})
	for i := range s.Recovery.Asking {
		a := &s.Recovery.Asking[i]
		a.Self = a.Self && s.MayShowWords(a.Instrument)
	}
}

func (f *AskingChosen) applyRecovery(s *State, _ Event) { s.Recovery.Asking = f.Rows }

func (f *InstrumentAsked) applyRecovery(s *State, e Event) {
	x, today := s.strands(f.Person), s.zone.Day(e.Recorded)
	x.Asked = slices.DeleteFunc(x.Asked, func(a AskInstrument) bool {
		return a.Instrument == f.Instrument || a.Until < today
	})
	x.Asked = append(x.Asked, f.AskInstrument)
}

func (f *InstrumentAnswered) applyRecovery(s *State, e Event) {
	x := s.strands(f.Person)
	x.Sittings = newest(append(x.Sittings, Sitting{*f, e.Happened, e.Recorded, e.By, false}), sittingsKept)
	if l := x.Last[f.Instrument]; e.Happened >= l.At {
		keep(&x.Last, f.Instrument, LastSitting{e.Happened, f.Declined})
	}
	x.Asked = slices.DeleteFunc(x.Asked, func(a AskInstrument) bool { return a.Instrument == f.Instrument })
	if len(f.Alerts) > 0 {
		s.Recovery.Alerts = append(s.Recovery.Alerts, AnswerAlert{f.Sitting, f.Person, f.Instrument, f.Alerts,
			e.Happened, e.Recorded, 0})
	}
}

func (f *AnswersTakenBack) applyRecovery(s *State, _ Event) {
	x := s.strands(f.Person)
	for i := range x.Sittings {
		if t := &x.Sittings[i]; t.InstrumentAnswered.Sitting == f.Sitting {
			t.Back = true
		}
	}
}

func (f *AlertSeenTo) applyRecovery(s *State, _ Event) {
	i := slices.IndexFunc(s.Recovery.Alerts, func(a AnswerAlert) bool { return a.Sitting == f.Sitting })
	switch {
	case i < 0:
	case f.Did == AlertNotReached:
		s.Recovery.Alerts[i].Tried++
	default:
		s.Recovery.Alerts = slices.Delete(s.Recovery.Alerts, i, i+1)
	}
}

func (f *GoalScaled) applyRecovery(s *State, e Event) {
	if g := s.own(f.Person).goal(f.Goal); g != nil {
		g.Scale, g.ScaledAt = &f.ScaleGoal, e.Happened
		g.Ratings = nil
	}
}

func (f *GoalRated) applyRecovery(s *State, e Event) {
	if g := s.own(f.Person).goal(f.Goal); g != nil {
		g.Ratings = newest(append(g.Ratings, GoalRating{f.Level, e.Happened}), ratingsKept)
	}
}
