package demo

import (
	"fmt"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
)

// Reviews and continuity plans of the invented clinic. Every word is invented,
// and no amount stands in any of it.

// reviewedOn is the day, counted from somebody's first, on which a review of the
// first month is held with some; plannedOn and writtenOn are those of the
// continuity plan and of the prescriber's own words.
const (
	reviewedOn = 33
	plannedOn  = 1
	writtenOn  = 48
	askedFor   = 80
)

// reviews lets reviews be held and plans be written on a day.
func (t *today) reviews(n int) {
	for i, g := range guests {
		at := t.zone.At(t.day, 13, 10+i)
		switch n - g.joins {
		case plannedOn:
			if i != 4 { // one person has no plan, and is seen to have none
				t.at(at, func(at moment.Instant) { t.plansOnward(at, g.id) })
			}
		case writtenOn:
			if i%4 != 3 {
				t.at(at, func(at moment.Instant) {
					t.must(at, DoctorA, "", func(r *app.Request) clinic.Body {
						return clinic.WriteEquivalent{Person: g.id, Words: r.Keep(string(g.id), "equivalent",
							"Oral methadone, started and raised as for a new patient; not converted. (invented)")}
					})
				})
			}
		case reviewedOn:
			if words, held := reviewWords[g.id]; held {
				t.at(at, func(at moment.Instant) { t.review(at, g.id, words) })
			}
		case askedFor:
			if i == 8 {
				t.at(at, func(at moment.Instant) {
					t.must(at, person.Self(g.id), "", func(r *app.Request) clinic.Body {
						return clinic.AskReview{Person: g.id, Words: r.KeepIf(string(g.id), "review",
							"It is not going well. Can we look at my times?")}
					})
				})
			}
		}
	}
}

func (m *maker) plansOnward(at moment.Instant, id person.UserID) {
	m.must(at, worker, "", func(r *app.Request) clinic.Body {
		return clinic.PlanOnward{Person: id, Route: "oral_elsewhere",
			Receives: r.Keep(string(id), "onward", "Harbour Street service (invented)"),
			Call:     r.Keep(string(id), "onward", "Dr Lee, 01632 960 001 (invented)")}
	})
}

// saidAt is what one person said at their review.
type saidAt struct{ gives, takes, plan string }

var reviewWords = map[person.UserID]saidAt{
	"u-01": {"I sleep. My mother answers the phone.", "Two visits, every day.", "Ask for the late morning time"},
	"u-02": {"I work again, some days.", "The bus, and telling nobody where I go.",
		"A letter for my employer, without a name"},
	"u-08": {"Nothing from the street since the summer.", "I feel watched some days.",
		"Find out what leaving would look like"},
}

// review is held, and agreed by both.
func (m *maker) review(at moment.Instant, id person.UserID, words saidAt) {
	due, _ := m.h.BulkState().ReviewDue(id, m.zone.Day(at))
	review := fmt.Sprintf("r-demo-%s", id)
	m.must(at, worker, "", func(r *app.Request) clinic.Body {
		text := func(s string) *clinic.Text { return r.KeepIf(string(id), "review", s) }
		return clinic.WriteReview{Person: id, Review: review, Due: due.Due, Gives: text(words.gives),
			Takes: text(words.takes), Plan: []clinic.PlanLine{{Words: r.Keep(string(id), "plan", words.plan), Does: "both"}}}
	})
	m.must(at.Add(moment.Minute), person.Self(id), "", plain(clinic.AnswerReview{Person: id, Review: review, Rev: 1,
		How: clinic.AgreeOwn}))
	m.must(at.Add(2*moment.Minute), worker, "", plain(clinic.AnswerReview{Person: id, Review: review, Rev: 1,
		How: clinic.AgreeWorker}))
}
