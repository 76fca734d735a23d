package cohort

import (
	"fmt"
	"math"
	"testing"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/recovery"
	"steady/visit"
)

// teller feeds a book with invented events.
type teller struct {
	b   *Book
	day moment.Day
	n   int
}

func tell(first string) *teller {
	d, err := moment.ParseDay(first)
	if err != nil {
		panic(err)
	}
	t := &teller{New(), d, 0}
	t.at(0, &clinic.PremisesOpened{OpenPremises: clinic.OpenPremises{Premises: "p", Zone: "Europe/London"}})
	return t
}

// at records a fact at noon, days after the first one.
func (t *teller) at(days int, f clinic.Fact) {
	when := t.b.Zone.At(t.day+moment.Day(days), 12, 0)
	t.b.Take(clinic.Event{Happened: when, Recorded: when, By: "n1", Body: f})
}

func (t *teller) begins(id string, days int, source clinic.Source, age int) {
	who := person.UserID(id)
	t.at(days-5, &clinic.PersonReferred{ReferPerson: clinic.ReferPerson{Person: who, Source: source}})
	t.at(days-4, &clinic.EligibilityDecided{Person: who, Outcome: "ELIGIBLE", Answers: clinic.Criteria{Age: age}})
	t.at(days-3, &clinic.Consented{GiveConsent: clinic.GiveConsent{Person: who}})
	t.at(days, &clinic.PersonAdmitted{AdmitPerson: clinic.AdmitPerson{Person: who}})
	t.at(days, &clinic.Prescribed{Person: who, Prescription: clinic.Prescription{
		Form: measure.Form{Substance: measure.Diamorphine}, From: t.day + moment.Day(days)}})
}

func (t *teller) ends(id string, days int, how clinic.EndKind) {
	t.at(days, &clinic.TreatmentEnded{EndTreatment: clinic.EndTreatment{Person: person.UserID(id), Ending: how}})
}

// visit is a promised visit of a day, from its booking to its end.
func (t *teller) visit(id string, days int, ending string, naloxone bool) {
	t.n++
	v := fmt.Sprint("v", t.n)
	t.at(days, &clinic.Booked{Visit: v, Person: person.UserID(id), Day: t.day + moment.Day(days)})
	if ending == "left_well" {
		t.at(days, &clinic.Injected{Visit: v, Given: measure.Milligram})
		if naloxone {
			t.at(days, &clinic.EmergencyActed{Visit: v, Act: clinic.ActNaloxone})
		}
	}
	e := &clinic.VisitEnded{Visit: v}
	e.Ending = visitEnding(ending)
	t.at(days, e)
}

// Three meanings of "still there" of the same people; who was in treatment before
// the journal is in none, who came back counts once.
func TestMeaningsOfRetention(t *testing.T) {
	x := tell("2026-01-01")
	x.begins("a", 10, "self", 40)
	x.begins("b", 10, "self", 40)
	x.begins("c", 10, "self", 40)
	x.at(10, &clinic.PersonAdmitted{AdmitPerson: clinic.AdmitPerson{Person: "old"}})
	x.ends("a", 40, "own_wish")
	x.begins("a", 60, "self", 40) // back
	x.at(70, &clinic.Prescribed{Person: "b", Prescription: clinic.Prescription{
		Form: measure.Form{Substance: measure.Hydromorphone}, From: x.day + 70}})
	until := x.day + 110
	here := x.b.Remain(Here, until)
	want := []recovery.Stay{{Time: 30_000, Event: true}, {Time: 100_000}, {Time: 100_000}}
	if fmt.Sprint(here.Stays) != fmt.Sprint(want) || here.Already != 1 || here.Again != 1 {
		t.Errorf("%+v", here)
	}
	if here.Outcomes[0].Exit != "The person chose to stop" || here.Outcomes[1].Exit != "" {
		t.Errorf("%+v", here.Outcomes)
	}
	drug := x.b.Remain(OnDrug, until)
	want[1] = recovery.Stay{Time: 60_000, Event: true}
	if fmt.Sprint(drug.Stays) != fmt.Sprint(want) {
		t.Errorf("%+v", drug.Stays)
	}
	for _, m := range Meanings() {
		if (m.Code == Anyhow || m.Code == NotLost) != (m.Why != "") {
			t.Errorf("%+v", m)
		}
	}
	curve := recovery.KaplanMeier(here.Stays, recovery.LogLog)
	if p, ok := RemainAt(curve, 30); !ok || math.Abs(p.Survival-2.0/3) > 1e-12 || p.AtRisk != 2 {
		t.Errorf("%+v %v", p, ok)
	}
	if p, ok := RemainAt(curve, 29); !ok || p.Survival != 1 || p.AtRisk != 3 {
		t.Errorf("%+v %v", p, ok)
	}
	if _, ok := RemainAt(curve, 182); ok {
		t.Error("a mark that nobody reached is told")
	}
}

// The way in: each step is taken by fewer, and each criterion that did not admit
// somebody is counted, with whom a prescriber took all the same.
func TestTheWayIn(t *testing.T) {
	x := tell("2026-01-01")
	x.begins("a", 10, "self", 40)
	x.at(6, &clinic.PersonReferred{ReferPerson: clinic.ReferPerson{Person: "b", Source: "police", Heard: "peer"}})
	x.at(7, &clinic.EligibilityDecided{Person: "b", Outcome: "NOT_ELIGIBLE", Reasons: []string{"age", "treatments"}})
	x.at(6, &clinic.PersonReferred{ReferPerson: clinic.ReferPerson{Person: "c", Source: "gp"}})
	x.at(7, &clinic.EligibilityDecided{Person: "c", Outcome: "NOT_ELIGIBLE", Reasons: []string{"age"}})
	x.at(8, &clinic.EligibilityOverridden{Person: "c"})
	x.at(6, &clinic.PersonReferred{ReferPerson: clinic.ReferPerson{Person: "d", Source: "prison"}})
	f := x.b.Funnel(x.day, x.day+30)
	if fmt.Sprint(f.Steps) != "[4 3 2 1 1]" || f.Ways != 4 {
		t.Errorf("%+v", f)
	}
	if fmt.Sprint(f.Rules) != "[{age 2 1} {treatments 1 0}]" {
		t.Errorf("%+v", f.Rules)
	}
	sum := 0
	for _, c := range f.Crossed {
		sum += c.Steps[0]
	}
	if sum != 4 || f.Kinds[0].Count != 1 || f.Kinds[1].Count != 1 || f.Kinds[2].Count != 2 {
		t.Errorf("%+v %+v", f.Crossed, f.Kinds)
	}
	if w := x.b.Waits(x.day, x.day+30); fmt.Sprint(w) != "[5]" {
		t.Errorf("%v", w)
	}
	if got := WaitsByFive([]int{1, 2, 3, 4, 5, 9}); fmt.Sprint(got) != "[3]" {
		t.Errorf("%v", got)
	}
}

// Visits, doses, days and definitions of a week; a cost is told only for days
// that are covered whole.
func TestPartsAndCosts(t *testing.T) {
	x := tell("2026-02-02") // a Monday
	x.begins("a", 5, "self", 40)
	x.visit("a", 5, "left_well", true)
	x.visit("a", 6, "left_well", false)
	x.visit("a", 7, "did_not_attend", false)
	x.visit("a", 8, "cancelled", false)
	x.ends("a", 9, "own_wish")
	weeks := x.b.Parts(x.day, x.day+20, NextWeek)
	if len(weeks) != 3 {
		t.Fatalf("%v", weeks)
	}
	if w := weeks[0]; w.PersonDays != 2 || w.Promised != 2 || w.Came != 2 || w.Doses != 2 ||
		w.Met[0] != 1 || w.People != 1 {
		t.Errorf("%+v", w)
	}
	if w := weeks[1]; w.PersonDays != 3 || w.Promised != 1 || w.Came != 0 {
		t.Errorf("%+v", w)
	}
	if len(Attendance(weeks)) != 0 {
		t.Error("a week of one person is drawn")
	}
	weeks[0].People = 5
	if a := Attendance(weeks); len(a) != 1 || a[0].Value != 100_000 {
		t.Errorf("%v", a)
	}
	if i := Incidents(weeks, 0); len(i) != 1 || i[0].Value != 500_000 {
		t.Errorf("%v", i)
	}
	from, to := moment.Date(2026, 2, 1), moment.Date(2026, 2, 28)
	x.at(1, &clinic.CostEntered{EnterCost: clinic.EnterCost{Kind: "staff", From: from, To: from + 13, Pence: 1400}})
	if c := x.b.CostOf(from, to); c.Known() || len(c.Lacking) != 1 || len(c.Unset) != 3 {
		t.Errorf("%+v", c)
	}
	x.at(1, &clinic.CostEntered{EnterCost: clinic.EnterCost{Kind: "staff", From: from + 14, To: to + 14, Pence: 2800}})
	if c := x.b.CostOf(from, to); !c.Known() || c.Pence != 2800 {
		t.Errorf("%+v", c)
	}
	if p, ok := PerPersonYear(2800, 365); !ok || p != 28 {
		t.Errorf("%d %v", p, ok)
	}
	if _, ok := PerPersonYear(2800, 0); ok {
		t.Error("a cost of nobody is told")
	}
}

// What a person answered first, and last: an answer that was skipped is not
// known, who left keeps their last known one, and all who began are counted.
func TestChangeOfAllWhoBegan(t *testing.T) {
	x := tell("2026-01-01")
	values := map[string]measure.Milli{}
	answer := func(id string, days int, v measure.Milli) {
		x.n++
		s := fmt.Sprint("s", x.n)
		if v >= 0 {
			values[s] = v
		}
		x.at(days, &clinic.InstrumentAnswered{Sitting: s, Person: person.UserID(id), Instrument: "top"})
	}
	for i, id := range []string{"a", "b", "c", "d", "e"} {
		x.begins(id, 10, "self", 40)
		answer(id, 11, 20_000)
		if id != "e" {
			answer(id, 100, measure.Milli(1000*(i+1)))
		}
	}
	answer("d", 200, -1) // skipped: the one before counts
	x.ends("a", 150, "own_wish")
	scores := func(s Sitting) recovery.Scores {
		if v, ok := values[s.ID]; ok {
			return recovery.Scores{{Name: "OPIUSE", Value: recovery.Value{Known: true, Number: v}}}
		}
		return nil
	}
	end := func(*Stay) moment.Day { return x.day + 250 }
	c := x.b.Change(x.b.Began(x.day, x.day+50), x.b.Sittings, scores, Outcomes()[0], end)
	if c.Began != 5 || c.Known != 4 || c.NotKnown() != 1 || c.Here != 4 || c.Still != 3 {
		t.Errorf("%+v", c)
	}
	if c.All == nil || math.Abs(c.All.Mean+17.5) > 1e-12 || c.All.Down != 4 || c.OfThose == nil ||
		math.Abs(c.OfThose.Mean+17) > 1e-12 {
		t.Errorf("%+v %+v", c.All, c.OfThose)
	}
	x.at(210, &clinic.AnswersTakenBack{TakeBackAnswers: clinic.TakeBackAnswers{Sitting: "s2"}})
	if c := x.b.Change(x.b.Began(x.day, x.day+50), x.b.Sittings, scores, Outcomes()[0], end); c.Known != 3 {
		t.Errorf("answers that were taken back count: %+v", c)
	}
}

// A release is of other people than the next, and is the same whenever it is made
// again: what is entered late is in no table of it.
func TestAReleaseStaysAsItWas(t *testing.T) {
	none := func(Sitting) recovery.Scores { return nil }
	x := tell("2026-01-06")
	for i := range 12 {
		x.begins(fmt.Sprint("a", i), 10, []clinic.Source{"self", "gp"}[i%2], 30+15*(i%2))
	}
	make := func(days int) []Release {
		return x.b.Releases(x.b.Zone.At(x.day+moment.Day(days), 12, 0), x.b.Sittings, none)
	}
	if got := make(50); len(got) != 0 {
		t.Fatalf("a month is told before it is closed: %+v", got)
	}
	first := make(60)
	if len(first) != 1 || *first[0].People != 12 || *first[0].Tables[0].Groups[0].Count != 6 ||
		first[0].From != moment.Date(2026, 1, 1) {
		t.Fatalf("%+v", first)
	}
	show := func(r Release) string {
		out := fmt.Sprint(*r.People, r.From, r.To)
		for _, d := range r.Tables[:4] { // the others are due later
			out += fmt.Sprint("\n", d.Name, d.Withheld)
			for _, g := range d.Groups {
				n := -1
				if g.Count != nil {
					n = *g.Count
				}
				out += fmt.Sprint(" ", g.Name, n)
			}
		}
		return out
	}
	before := show(first[0])
	// Entered late: an admission of January, somebody's sex, and the end of a treatment.
	late := x.b.Zone.At(x.day+65, 12, 0)
	x.b.Take(clinic.Event{Happened: x.b.Zone.At(x.day+9, 12, 0), Recorded: late, Body: &clinic.PersonReferred{
		ReferPerson: clinic.ReferPerson{Person: "late", Source: "self"}}})
	x.b.Take(clinic.Event{Happened: x.b.Zone.At(x.day+10, 12, 0), Recorded: late, Body: &clinic.PersonAdmitted{
		AdmitPerson: clinic.AdmitPerson{Person: "late"}}})
	x.at(66, &clinic.NationalRecorded{RecordNational: clinic.RecordNational{Person: "a0", Agrees: "yes", Sex: "female"}})
	for i := range 6 {
		x.begins(fmt.Sprint("b", i), 70, "self", 50)
	}
	again := make(200)
	if show(again[0]) != before {
		t.Errorf("the release changed:\n%s\nwas\n%s", show(again[0]), before)
	}
	if len(again) != 1 { // six people of March are too few for a block
		t.Errorf("%d releases", len(again))
	}
	for i := range 5 {
		x.ends(fmt.Sprint("a", i), 71, "own_wish")
	}
	later := make(300)[0]
	if m := later.Remain[0]; !m.Due || m.Here != nil { // all twelve: fewer than five left
		t.Errorf("%+v", later.Remain)
	}
	if m := later.Remain[1]; !m.Due || m.Here == nil || *m.Here != 7 {
		t.Errorf("%+v", later.Remain)
	}
	if show(later) == "" || len(later.Changes) == 0 || later.Changes[0].All != nil {
		t.Errorf("%+v", later.Changes)
	}
}

// Bare numbers of fewer people are refused as a change.
func TestAClaim(t *testing.T) {
	x := tell("2026-02-02")
	for i := range 6 {
		x.begins(fmt.Sprint("a", i), 5, "self", 40)
		x.visit(fmt.Sprint("a", i), 6, "left_well", true)
	}
	x.ends("a0", 10, "own_wish")
	c := x.b.Claim(x.day, x.day+14, x.day+27, 0)
	if c.Before.Events != 6 || c.After.Events != 0 || c.Before.People != 6 || c.After.People != 5 ||
		c.Left != 1 || c.Both != 5 {
		t.Errorf("%+v", c)
	}
	var codes string
	for _, o := range c.Objections() {
		codes += o.Code + " "
	}
	if codes != "unequal-exposure survivors-only other-people " {
		t.Errorf("%q", codes)
	}
}

func visitEnding(word string) visit.Ending { return visit.Ending(word) }
