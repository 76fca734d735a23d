package clinic_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"steady/clinic"
	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/visit"
)

// The ways in which a session can go by. Only the first two are doses.
const (
	wayDosed = iota
	wayPart
	wayAbsent
	wayWithheld
	wayDeclined
	wayAttempts
	wayFoundFull // recorded as given, corrected: nothing went in
	wayClosed    // the service is closed: the day is not planned
	ways
)

// TestLawEverySessionWithoutADoseIsMissed is E-MISS-01: consecutive scheduled
// sessions in which nothing went in count, for any cause: absence, a closure of
// the service, a dose that was withheld or declined, a vein that was not found.
// The count is predicted from what happened in each session alone.
func TestLawEverySessionWithoutADoseIsMissed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := newMachine(rt)
		first := m.zone.Day(m.now)
		who := person.UserID("u0")
		ever, sessionsMissed, lastDosed := false, 0, moment.Day(0)
		for i := range rapid.IntRange(1, 10).Draw(rt, "days") {
			day := first + moment.Day(i)
			planned := false
			for session := range 2 {
				way := rapid.IntRange(0, ways-1).Draw(rt, fmt.Sprintf("day %d session %d", i, session))
				m.now = m.zone.At(day, []int{9, 14}[session], 30)
				m.missedIs(rt, who, day, session, ever, sessionsMissed, int(day-lastDosed)-1)
				if way != wayClosed && !planned {
					must(rt, m, clinic.PlanDay{Day: day})
					planned = true
				}
				if way != wayClosed && m.goBy(rt, clinic.VisitID(who, day, session), way) {
					ever, sessionsMissed, lastDosed = true, 0, day
				} else {
					sessionsMissed++
				}
			}
		}
		m.replay(rt)
	})
}

// missedIs compares the count with the prediction.
func (m *machine) missedIs(rt *rapid.T, who person.UserID, day moment.Day, session int, ever bool, sessions, days int) {
	want := dosing.Missed{}
	if ever {
		want = dosing.Missed{Sessions: sessions, Days: max(days, 0)}
	}
	if got := m.s.MissedBefore(m.s.People[who], day, session); got != want {
		rt.Fatalf("%s session %d: %+v missed, want %+v", day, session, got, want)
	}
}

func must(rt *rapid.T, m *machine, b clinic.Body) {
	if no := m.give(rt, b, "", ""); no != nil {
		rt.Fatalf("%s: %s", b.CommandKind(), no.Sentence)
	}
}

// goBy takes one session to its end in one of the ways, and reports whether
// something went in.
func (m *machine) goBy(rt *rapid.T, v string, way int) bool {
	if way == wayAbsent {
		return false
	}
	if way == wayDeclined {
		must(rt, m, clinic.Decline{Visit: v})
		return false
	}
	must(rt, m, clinic.Arrive{Visit: v})
	read := well()
	if way == wayWithheld {
		read.POSS = protocol.POSS3
	}
	must(rt, m, clinic.Assess{Visit: v, Identity: "known", Readings: read})
	if way == wayWithheld || !m.answered(rt, v) {
		must(rt, m, clinic.Withhold{Visit: v, Reason: text("no dose now")})
		return false
	}
	dose, _ := m.s.Visits[v].Allowed()
	picks, _, volume, err := clinic.ProposePicks(m.s, dose, form, m.zone.Day(m.now))
	if err != nil {
		rt.Fatal(err)
	}
	must(rt, m, clinic.Prepare{Visit: v, Dose: dose, Picks: picks, Volume: volume})
	must(rt, m, clinic.Check{Visit: v, HandOver: true})
	b := clinic.Administer{Visit: v, Given: dose, Route: protocol.IV, Site: "left_hand", Attempts: 1}
	switch way {
	case wayPart:
		b.Given = dose / 3
	case wayAttempts:
		b.Given, b.Site, b.Attempts = 0, "", 2
	}
	must(rt, m, b)
	if way == wayFoundFull {
		must(rt, m, clinic.CorrectInjected{Visit: v, Given: 0, Reason: text("found full")})
	}
	m.now = m.now.Add(40 * moment.Minute)
	must(rt, m, clinic.Leave{Visit: v, Readings: well()})
	return way == wayDosed || way == wayPart
}

// answered lets the prescriber settle what was referred, with what the rules
// leave and at most 10 mg. It reports whether a dose may be prepared.
func (m *machine) answered(rt *rapid.T, v string) bool {
	if m.s.Visits[v].Stage != visit.Referred {
		return true
	}
	limit := m.s.Visits[v].Decision.Limit
	if limit == nil { // what is left under the rules cannot be drawn up
		must(rt, m, clinic.AnswerReferral{Visit: v, Choice: clinic.ChoiceWithhold, Reason: text("nothing left")})
		return false
	}
	dose := min(*limit, 10*measure.Milligram)
	must(rt, m, clinic.AnswerReferral{Visit: v, Choice: clinic.ChoiceGive, Dose: &dose, Reason: text("missed")})
	return true
}
