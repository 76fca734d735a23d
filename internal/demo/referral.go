package demo

import (
	"steady/clinic"
	"steady/internal/app"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
)

// How many days before their first dose an invented person was referred, and
// how many before it they were found eligible and agreed.
const (
	referredBefore = 5
	readyBefore    = 2
)

var ownReasons = []string{"I want to wake up without having to go out first.",
	"My daughter. I want to be there on her birthday.", "I am tired of the phone and the corner.",
	"A door of my own, and to sleep behind it.", "I want to work again, mornings at least."}

var sources = []clinic.Source{"practice", "outreach", "self", "hostel", "drug_service", "prison"}

var heard = []clinic.Heard{"worker", "peer", "notice", "knew"}

// wayIn schedules the way in of those who join on a day to come, on its days.
func (t *today) wayIn(n int) {
	for i, g := range guests {
		at := func(minute int) moment.Instant {
			return t.zone.At(t.day, 7, minute).Add(moment.Span(i) * moment.Second)
		}
		if n == max(0, g.joins-referredBefore) {
			t.at(at(50), func(at moment.Instant) { t.refer(at, g.id, g.name, g.born, i) })
		}
		if n == max(0, g.joins-readyBefore) {
			t.at(at(55), func(at moment.Instant) {
				t.criteria(at, g.id, g.born, true)
				t.consent(at, g.id, i)
				t.must(at, NurseD, "", plain(clinic.JoinWaitingList{Person: g.id, Priority: clinic.Ordinary}))
			})
		}
	}
}

func (m *maker) refer(at moment.Instant, id person.UserID, name, born string, i int) {
	m.must(at, NurseD, "", func(r *app.Request) clinic.Body {
		return clinic.ReferPerson{Person: id, Source: sources[i%len(sources)], Heard: heard[i%len(heard)],
			Name: r.Keep(string(id), "chosen_name", name), Born: r.KeepIf(string(id), "born", born)}
	})
	m.must(at, NurseD, "", func(r *app.Request) clinic.Body {
		return clinic.WriteReasons{Person: id, Words: r.Keep(string(id), "own_reasons", ownReasons[i%len(ownReasons)])}
	})
}

// criteria: met says that a second treatment is recorded too.
func (m *maker) criteria(at moment.Instant, id person.UserID, born string, met bool) {
	day, _ := moment.ParseDay(born)
	c := clinic.Criteria{Age: clinic.AgeOn(day, m.zone.Day(at)), DependenceYears: 6, SocialDeficit: true,
		MainRoute: protocol.IV, Treatments: []clinic.EarlierTreatment{
			{Kind: "substitution", Months: 14, Ended: "without_success", Psychosocial: true}}}
	if met {
		c.Treatments = append(c.Treatments, clinic.EarlierTreatment{Kind: "detoxification", Months: 1,
			Ended: "without_success"})
	}
	m.must(at, NurseD, "", plain(clinic.AssessEligibility{Person: id, Pack: "ch-iv", Answers: c}))
}

func (m *maker) consent(at moment.Instant, id person.UserID, i int) {
	terms, sure := person.CurrentTerms(), 3+i%7
	b := clinic.GiveConsent{Person: id, Version: terms.Version, Confidence: &sure}
	for _, x := range terms.Terms {
		if x.Needed || i%2 == 0 {
			b.Agreed = append(b.Agreed, x.Code)
		}
	}
	m.must(at, NurseD, "", func(r *app.Request) clinic.Body {
		b.Expects = r.KeepIf(string(id), "expects", "Fewer bad days, and some hours that are mine.")
		b.Doubts = r.KeepIf(string(id), "doubts", "Coming twice every day, and how long it will be paid for.")
		return b
	})
}

// newcomer is an invented person who is still on the way in at the end of the
// past; days are counted back from it.
type newcomer struct {
	id         person.UserID
	name, born string
	ago        int
	then       func(m *maker, at moment.Instant, x newcomer)
}

var newcomers = []newcomer{
	{"u-21", "Ellis", "", 1, func(*maker, moment.Instant, newcomer) {}}, // a name from outreach and nothing else yet
	{"u-22", "Rene", "1994-05-08", 4, func(m *maker, at moment.Instant, x newcomer) {
		m.criteria(at, x.id, x.born, false)
	}},
	{"u-23", "Vic", "1989-10-30", 3, func(m *maker, at moment.Instant, x newcomer) {
		m.criteria(at, x.id, x.born, true)
	}},
	{"u-24", "Marley", "1977-12-02", 9, (*maker).overridden},
	{"u-25", "Noel", "1982-03-19", 12, func(m *maker, at moment.Instant, x newcomer) {
		m.waits(at, x, clinic.Ordinary, "")
	}},
	{"u-26", "Bo", "1999-08-07", 6, func(m *maker, at moment.Instant, x newcomer) {
		m.waits(at, x, "first", "Two overdoses this month, sleeps outside.")
	}},
	{"u-27", "Shay", "1991-01-15", 10, (*maker).foundHelp},
}

// newcomersOf refers the newcomers whose day it is.
func (t *today) newcomersOf(n int) {
	for i, x := range newcomers {
		if n == max(0, t.o.Days-x.ago) {
			at := t.zone.At(t.day, 8, 2).Add(moment.Span(i) * moment.Second)
			t.at(at, func(at moment.Instant) {
				t.refer(at, x.id, x.name, x.born, i+3)
				x.then(t.maker, at, x)
			})
		}
	}
}

func (m *maker) waits(at moment.Instant, x newcomer, p clinic.Priority, why string) {
	m.criteria(at, x.id, x.born, true)
	m.consent(at, x.id, int(x.born[3]))
	m.must(at, NurseD, "", func(r *app.Request) clinic.Body {
		return clinic.JoinWaitingList{Person: x.id, Priority: p, Reason: r.KeepIf(string(x.id), "reason", why)}
	})
}

// overridden: one treatment is recorded, and a prescriber decides all the same;
// they come from another service, which confirmed what it gave.
func (m *maker) overridden(at moment.Instant, x newcomer) {
	m.criteria(at, x.id, x.born, false)
	m.must(at, DoctorA, "", func(r *app.Request) clinic.Body {
		return clinic.OverrideEligibility{Person: x.id, Reason: r.Keep(string(x.id), "reason",
			"In this treatment elsewhere since two years; their papers of before are lost.")}
	})
	m.must(at, NurseD, "", func(r *app.Request) clinic.Body {
		return clinic.RecordTransferIn{Person: x.id, Pack: "theirs, 2025", Form: Form, Route: protocol.IV,
			Service:  r.Keep(string(x.id), "service", "An invented service elsewhere"),
			LastDose: 160 * measure.Milligram, LastAt: at.Add(-20 * moment.Hour), Verified: "telephone",
			With: r.KeepIf(string(x.id), "verified_with", "Their nurse in charge, called back")}
	})
}

func (m *maker) foundHelp(at moment.Instant, x newcomer) {
	m.criteria(at, x.id, x.born, true)
	m.must(at, NurseD, "", func(r *app.Request) clinic.Body {
		return clinic.EndTreatment{Person: x.id, Ending: "other_help", FollowUp: m.zone.Day(at) + 30,
			How: r.KeepIf(string(x.id), "how", "By telephone, as they asked")}
	})
}
