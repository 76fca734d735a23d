package clinic

import (
	"slices"

	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
)

// Way is somebody's way into treatment and out of it. It opens with the
// referral, or with the admission of somebody who was in treatment before the
// journal began. A return opens it anew under the same id; the person's doses
// stay counted.
type Way struct {
	ReferPerson
	Episode    int                    `json:"episode"` // 1 is the first
	ReferredAt moment.Instant         `json:"referred_at,omitempty"`
	ReferredBy person.StaffID         `json:"referred_by,omitempty"`
	Decided    *EligibilityDecided    `json:"decided,omitempty"`
	DecidedAt  moment.Instant         `json:"decided_at,omitempty"`
	Override   *EligibilityOverridden `json:"override,omitempty"`
	OverrideBy person.StaffID         `json:"override_by,omitempty"`
	OverrideAt moment.Instant         `json:"override_at,omitempty"`
	Consent    *GiveConsent           `json:"consent,omitempty"`
	ConsentAt  moment.Instant         `json:"consent_at,omitempty"`
	Withdrawn  moment.Instant         `json:"withdrawn,omitempty"` // consent; 0 while it stands
	Reasons    []OwnReasons           `json:"reasons,omitempty"`   // newest last, at most reasonsKept
	Place      *JoinWaitingList       `json:"place,omitempty"`     // on the waiting list
	Waiting    moment.Instant         `json:"waiting,omitempty"`   // since; a changed place keeps it
	Transfer   *RecordTransferIn      `json:"transfer,omitempty"`
	Admitted   moment.Instant         `json:"admitted,omitempty"`
	Ended      *TreatmentEnded        `json:"ended,omitempty"`
	EndedAt    moment.Instant         `json:"ended_at,omitempty"`
	FollowUp   moment.Day             `json:"follow_up,omitempty"` // due; 0 is none
	LastAt     moment.Instant         `json:"last_at"`             // happened
}

// OwnReasons is why somebody wants this treatment, in their words, on a day.
type OwnReasons struct {
	At    moment.Instant `json:"at"`
	Words Text           `json:"words"`
}

// reasonsKept is how many of the person's own texts the state keeps; the
// journal keeps all.
const reasonsKept = 5

// WayStage is where somebody is on their way.
type WayStage string

// The stages. A return begins at WayReferred again.
const (
	WayReferred    WayStage = "referred"     // criteria not looked at yet
	WayNotYet      WayStage = "not_yet"      // the criteria do not admit, or leave it to a prescriber
	WayEligible    WayStage = "eligible"     // admitted by the criteria or by a prescriber
	WayWaiting     WayStage = "waiting"      // for a place
	WayInTreatment WayStage = "in_treatment" //
	WayEnded       WayStage = "ended"        //
)

// WayStages are in the order of the way.
func WayStages() []WayStage {
	return []WayStage{WayReferred, WayNotYet, WayEligible, WayWaiting, WayInTreatment, WayEnded}
}

// Stage is where the way stands now, and since when.
func (w *Way) Stage() (WayStage, moment.Instant) {
	switch {
	case w.Ended != nil:
		return WayEnded, w.EndedAt
	case w.Admitted != 0:
		return WayInTreatment, w.Admitted
	case w.Decided == nil:
		return WayReferred, w.ReferredAt
	case !w.Eligible():
		return WayNotYet, w.DecidedAt
	case w.Waiting != 0:
		return WayWaiting, w.Waiting
	}
	return WayEligible, max(w.DecidedAt, w.OverrideAt)
}

// Eligible reports whether the criteria are met, or a prescriber decided
// otherwise after the criteria were last looked at.
func (w *Way) Eligible() bool {
	return w.Override != nil || w.Decided != nil && w.Decided.Outcome == dosing.Eligible
}

// Consents reports whether a consent stands.
func (w *Way) Consents() bool { return w.Consent != nil && w.Withdrawn == 0 }

// WaysInOrder lists the ways of a stage: the waiting list by priority and then
// by date, all others by how long they stand there, longest first.
func (s *State) WaysInOrder(stage WayStage) (out []*Way) {
	for _, w := range s.Ways {
		if at, _ := w.Stage(); at == stage {
			out = append(out, w)
		}
	}
	rank := func(w *Way) int {
		if stage != WayWaiting {
			return 0
		}
		return slices.IndexFunc(Priorities, func(p Coded[Priority]) bool { return p.Code == w.Place.Priority })
	}
	slices.SortFunc(out, func(a, b *Way) int {
		_, since := a.Stage()
		_, other := b.Stage()
		switch {
		case rank(a) != rank(b):
			return rank(a) - rank(b)
		case since < other, since == other && a.Person < b.Person:
			return -1
		}
		return 1
	})
	return out
}

// Criteria are the coded answers that eligibility is judged on. The log holds
// an age in completed years and spans, never a date of birth. What was not
// asked is left empty, and is never taken as met.
type Criteria struct {
	Age              int                `json:"age,omitempty"`              // completed years; 0 is not recorded
	DependenceYears  int                `json:"dependence_years,omitempty"` // completed
	SomaticDisorder  bool               `json:"somatic_disorder,omitempty"`
	MentalDisorder   bool               `json:"mental_disorder,omitempty"`
	SocialDeficit    bool               `json:"social_deficit,omitempty"`
	MainRoute        protocol.Route     `json:"main_route,omitempty"`
	InjectingPercent *int               `json:"injecting_percent,omitempty"` // of days
	Treatments       []EarlierTreatment `json:"treatments,omitempty"`
}

// EarlierTreatment is an attempt before this one. Why it ended as it did is the
// person's to say, in their words.
type EarlierTreatment struct {
	Kind         TreatmentKind `json:"kind"`
	Months       int           `json:"months,omitempty"` // how long it lasted, completed
	Ended        HowEnded      `json:"ended"`
	Psychosocial bool          `json:"psychosocial,omitempty"`
	Words        *Text         `json:"words,omitempty"`
}

// TreatmentKind is the kind of an earlier treatment.
type TreatmentKind string

// TreatmentKinds lists the kinds that criteria speak of.
var TreatmentKinds = []Coded[TreatmentKind]{{"substitution", "Methadone, buprenorphine or another substitute"},
	{"detoxification", "Detoxification"}, {"rehabilitation", "Rehabilitation"}}

// HowEnded is how an earlier treatment ended.
type HowEnded string

// HowEndeds lists the words that criteria speak of; the first says that the
// treatment did not help enough, not that the person did anything wrong.
var HowEndeds = []Coded[HowEnded]{{"without_success", "It did not help enough"}, {"ongoing", "It goes on now"},
	{"completed", "It came to its planned end"}}

// Limits of what can be.
const (
	oldest         = 130
	mostTreatments = 12
	longestMonths  = 12 * oldest
)

// sound reports whether the answers can be true together.
func (c *Criteria) sound() bool {
	ok := c.Age >= 0 && c.Age <= oldest && c.DependenceYears >= 0 && c.DependenceYears <= oldest &&
		(c.Age == 0 || c.DependenceYears <= c.Age) && len(c.Treatments) <= mostTreatments &&
		(c.InjectingPercent == nil || *c.InjectingPercent >= 0 && *c.InjectingPercent <= 100)
	switch c.MainRoute {
	case "", protocol.IV, protocol.IM, protocol.SC, protocol.Oral:
	default:
		ok = false
	}
	for _, t := range c.Treatments {
		ok = ok && known(TreatmentKinds, t.Kind) && known(HowEndeds, t.Ended) && t.Months >= 0 && t.Months <= longestMonths
	}
	return ok
}

// record puts the answers before the engine as of a day. The engine compares
// dates (E-ELIG-01); the dates made here are the latest that the answers
// allow, so that nobody is older or longer in treatment than was said.
func (c *Criteria) record(today moment.Day) dosing.Eligibility {
	out := dosing.Eligibility{SomaticDisorder: c.SomaticDisorder, MentalDisorder: c.MentalDisorder,
		SocialDeficit: c.SocialDeficit, MainRoute: c.MainRoute}
	if c.Age > 0 {
		out.Born = before(today, func(d moment.Day) moment.Day { return d.AddYears(c.Age) }, today.AddYears(-c.Age))
	}
	if c.DependenceYears > 0 {
		out.DependenceSince = before(today, func(d moment.Day) moment.Day { return d.AddYears(c.DependenceYears) },
			today.AddYears(-c.DependenceYears))
	}
	if c.InjectingPercent != nil {
		m := measure.Milli(*c.InjectingPercent) * 1000
		out.InjectingPercent = &m
	}
	for _, t := range c.Treatments {
		x := dosing.Treatment{Kind: string(t.Kind), Ended: string(t.Ended), Psychosocial: t.Psychosocial,
			From: before(today, func(d moment.Day) moment.Day { return d.AddMonths(t.Months) }, today.AddMonths(-t.Months))}
		if t.Ended != "ongoing" {
			x.To = today
		}
		out.Treatments = append(out.Treatments, x)
	}
	return out
}

// before is the first guess, or the day before it and so on, from which a span
// has passed by today: months and years roll over at their short ends.
func before(today moment.Day, later func(moment.Day) moment.Day, guess moment.Day) moment.Day {
	for later(guess) > today {
		guess--
	}
	return guess
}

// AgeOn is the completed years of somebody on a day, counted by calendar dates
// (E-ELIG-01); 0 where the date of birth is not known or lies ahead.
func AgeOn(born, day moment.Day) int {
	if born == 0 || born > day {
		return 0
	}
	y, _, _ := born.Split()
	now, _, _ := day.Split()
	age := now - y
	if born.AddYears(age) > day {
		age--
	}
	return age
}
