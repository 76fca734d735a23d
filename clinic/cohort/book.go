// Package cohort makes the figures of a service out of the events of its
// journal: who came in and on which way, who remains, how people changed, what
// treatment took and did. It is pure, and the same entries give the same
// figures: a report names the entry up to which it was counted.
package cohort

import (
	"slices"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// Book is what the events of one premises say for the figures of its service. It
// grows with the years, unlike the state: one line for each visit that ended.
type Book struct {
	Zone     moment.Zone
	Premises string
	Invented bool
	Position int64          // clinical entries that are in it
	Recorded moment.Instant // of the last one
	Opened   moment.Day     // the first day of the journal
	Stays    []*Stay        // in the order in which they began
	Visits   []Visit        // that have ended, in the order of their end
	Sittings []Sitting      // that stand, in the order recorded
	National map[person.UserID][]Told
	Born     map[person.UserID]clinic.Text // the newest; the text is in the cabinet
	Costs    []clinic.EnterCost
	Funding  clinic.SetFunding
	Codes    clinic.SetNational

	open  map[person.UserID]*Stay
	going map[string]*goingVisit
}

// Stay is one way into treatment and out of it: an episode of one person.
type Stay struct {
	Person    person.UserID
	Episode   int
	Source    clinic.Source // "" where no referral stands behind it
	Heard     clinic.Heard
	Referred  moment.Instant // 0 where the person was in treatment before the journal
	Decided   moment.Instant // criteria first looked at
	Admits    bool           // what the criteria answered then
	Reasons   []string       // criteria that were not met then
	Overruled bool           // a prescriber set a criterion aside
	Age       int            // completed years, as told when the criteria were looked at; 0 is not known
	Consented moment.Instant // first
	Waited    moment.Instant // on the waiting list since
	Admitted  moment.Instant
	Entered   moment.Instant // when the admission was recorded
	Already   bool           // in treatment before the journal: how long is not known
	Drug      measure.Substance
	Changed   moment.Instant // first prescription of another drug
	FirstDose moment.Instant
	Ended     moment.Instant
	EndSaid   moment.Instant // when the end was recorded
	Ending    clinic.EndKind
	Planned   bool
	Before    bool // it ended before treatment began
}

// Visit is one visit that has ended. Met has a bit for each of
// clinic.Definitions that it meets.
type Visit struct {
	Person person.UserID
	Day    moment.Day
	Ending visit.Ending
	Dosed  bool
	Met    uint16
}

// Told is what was answered for the national return, and when it was recorded.
type Told struct {
	clinic.RecordNational
	At, Recorded moment.Instant
}

type goingVisit struct {
	person person.UserID
	day    moment.Day
	course clinic.Course
	dosed  bool
}

// New is a book without entries.
func New() *Book {
	return &Book{Zone: moment.UTC, National: map[person.UserID][]Told{},
		Born: map[person.UserID]clinic.Text{}, open: map[person.UserID]*Stay{},
		going: map[string]*goingVisit{}}
}

// Take adds one entry of the clinical log; they come in order, each once.
func (b *Book) Take(e clinic.Event) {
	b.Position++
	b.Recorded = max(b.Recorded, e.Recorded)
	switch f := e.Body.(type) {
	case *clinic.PremisesOpened:
		if z, err := moment.LoadZone(f.Zone); err == nil {
			b.Zone = z
		}
		b.Premises, b.Invented, b.Opened = f.Premises, f.Invented, b.Zone.Day(e.Happened)
	case *clinic.Booked:
		b.going[f.Visit] = &goingVisit{person: f.Person, day: f.Day}
	case *clinic.NationalRecorded:
		b.National[f.Person] = append(b.National[f.Person], Told{f.RecordNational, e.Happened, e.Recorded})
	case *clinic.NationalSet:
		b.Codes = f.SetNational
	case *clinic.FundingSet:
		b.Funding = f.SetFunding
	case *clinic.CostEntered:
		b.Costs = slices.DeleteFunc(slices.Clone(b.Costs), func(c clinic.EnterCost) bool {
			return c.Kind == f.EnterCost.Kind && c.From == f.From && c.To == f.To
		})
		if f.Pence > 0 {
			b.Costs = append(b.Costs, f.EnterCost)
		}
	case *clinic.InstrumentAnswered:
		b.Sittings = append(b.Sittings, Sitting{f.Sitting, f.Person, f.Instrument, f.Version, f.Declined, f.Kept,
			e.Happened, e.Recorded})
	case *clinic.AnswersTakenBack:
		b.Sittings = slices.DeleteFunc(b.Sittings, func(x Sitting) bool { return x.ID == f.Sitting })
	default:
		b.takeVisit(e)
		b.takeWay(e)
	}
}

func (b *Book) takeVisit(e clinic.Event) {
	switch f := e.Body.(type) {
	case *clinic.Injected:
		if v := b.going[f.Visit]; v != nil {
			v.dosed, v.course.Dose, v.course.At = f.Given > 0, *f, e.Happened
			b.dosed(v.person, e.Happened)
		}
	case *clinic.InjectedCorrected:
		if v := b.going[f.Visit]; v != nil {
			v.dosed, v.course.Dose.Given = f.Given > 0, f.Given
		}
	case *clinic.Watched:
		if v := b.going[f.Visit]; v != nil && v.dosed {
			v.course.Watches = append(v.course.Watches, clinic.Watch{At: e.Happened, Watched: *f})
		}
	case *clinic.EmergencyActed:
		if v := b.going[f.Visit]; v != nil && v.dosed {
			v.course.Acts = append(v.course.Acts, clinic.AlarmAct{At: e.Happened, By: e.By, EmergencyActed: *f})
		}
	case *clinic.VisitEnded:
		v := b.going[f.Visit]
		if v == nil {
			return
		}
		delete(b.going, f.Visit)
		v.course.Ending = f.Ending
		x := Visit{Person: v.person, Day: v.day, Ending: f.Ending, Dosed: v.dosed}
		for i, d := range clinic.Definitions() {
			if v.dosed && d.Meets(&v.course) {
				x.Met |= 1 << i
			}
		}
		b.Visits = append(b.Visits, x)
	}
}

func (b *Book) dosed(id person.UserID, at moment.Instant) {
	if s := b.open[id]; s != nil && s.FirstDose == 0 {
		s.FirstDose = at
	}
}

func (b *Book) born(id person.UserID, t *clinic.Text) {
	if t != nil && t.Ref != "" {
		b.Born[id] = *t
	}
}

func (b *Book) begin(id person.UserID) *Stay {
	s := &Stay{Person: id, Episode: 1}
	if old := b.open[id]; old != nil {
		s.Episode = old.Episode + 1
	}
	b.open[id] = s
	b.Stays = append(b.Stays, s)
	return s
}

// of is the way of a person that is open or was open last.
func (b *Book) of(id person.UserID) *Stay {
	if s := b.open[id]; s != nil {
		return s
	}
	return b.begin(id)
}

func (b *Book) takeWay(e clinic.Event) {
	switch f := e.Body.(type) {
	case *clinic.PersonReferred:
		s := b.begin(f.Person)
		s.Source, s.Heard, s.Referred = f.Source, f.Heard, e.Happened
		b.born(f.Person, f.Born)
	case *clinic.EligibilityDecided:
		b.born(f.Person, f.Born)
		if s := b.of(f.Person); s.Decided == 0 {
			s.Decided, s.Reasons, s.Admits = e.Happened, f.Reasons, f.Outcome == "ELIGIBLE"
			s.Age = f.Answers.Age
		} else if s.Age == 0 {
			s.Age = f.Answers.Age
		}
	case *clinic.EligibilityOverridden:
		b.of(f.Person).Overruled = true
	case *clinic.Consented:
		if s := b.of(f.Person); s.Consented == 0 {
			s.Consented = e.Happened
		}
	case *clinic.WaitingListJoined:
		if s := b.of(f.Person); s.Waited == 0 {
			s.Waited = e.Happened
		}
	case *clinic.PersonAdmitted:
		b.born(f.Person, f.Born)
		s := b.of(f.Person)
		s.Admitted, s.Entered, s.Already = e.Happened, e.Recorded, s.Referred == 0
	case *clinic.Prescribed:
		s, drug := b.of(f.Person), f.Prescription.Form.Substance
		switch {
		case s.Drug == "":
			s.Drug = drug
		case s.Drug != drug && s.Changed == 0:
			s.Changed = max(e.Happened, b.Zone.Start(f.Prescription.From))
		}
	case *clinic.TreatmentEnded:
		s := b.of(f.Person)
		s.Ended, s.EndSaid, s.Ending, s.Planned, s.Before = e.Happened, e.Recorded, f.Ending, f.Planned, s.Admitted == 0
	}
}

// In reports whether somebody was in treatment on a day.
func (b *Book) In(s *Stay, day moment.Day) bool {
	return s.Admitted != 0 && b.Zone.Day(s.Admitted) <= day && (s.Ended == 0 || b.Zone.Day(s.Ended) >= day)
}

// NationalAsOf is what stood of a person for the national return after what was
// recorded by an instant; nil where nobody had asked yet.
func (b *Book) NationalAsOf(id person.UserID, by moment.Instant) *Told {
	list := b.National[id]
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Recorded <= by {
			return &list[i]
		}
	}
	return nil
}
