package clinic_test

import (
	"bytes"
	"strings"
	"testing"

	"steady/clinic"
	"steady/person"
)

// TestNothingARuleReadsComesFromAReview: whatever is asked, written, answered,
// planned and handed over, nothing that a rule of dosing reads is another than
// before.
func TestNothingARuleReadsComesFromAReview(t *testing.T) {
	d := atDesk(t)
	id := d.s.PeopleInOrder()[0]
	self, words := person.Self(id), text("words")
	var nurse person.StaffID
	for staff, m := range d.s.Staff {
		if m.Has(person.Nurse) && (nurse == "" || staff < nurse) {
			nurse = staff
		}
	}
	before := withoutOwn(t, d.s)
	for _, x := range []struct {
		by   person.StaffID
		body clinic.Body
	}{
		{self, clinic.AskReview{Person: id, Words: &words}},
		{nurse, clinic.WriteReview{Person: id, Review: "r1", Gives: &words, Plan: []clinic.PlanLine{{Words: words,
			Does: "both"}}}},
		{self, clinic.AnswerReview{Person: id, Review: "r1", Rev: 1, How: clinic.AgreeOwn, Not: true, Words: &words}},
		{nurse, clinic.WriteReview{Person: id, Review: "r1", Takes: &words}},
		{self, clinic.AnswerReview{Person: id, Review: "r1", Rev: 2, How: clinic.AgreeOwn}},
		{nurse, clinic.AnswerReview{Person: id, Review: "r1", Rev: 2, How: clinic.AgreeWorker}},
		{nurse, clinic.PlanOnward{Person: id, Route: "hospital", Receives: words, Call: words}},
		{self, clinic.GiveRecord{Person: id, What: "all", To: "self", Digest: strings.Repeat("0a", 32)}},
		{nurse, clinic.LetOut{Person: id, Entry: 1, Reason: words}},
	} {
		d.does(x.by, "", x.body)
		if after := withoutOwn(t, d.s); !bytes.Equal(before, after) {
			t.Fatalf("%s changed what the rules read", x.body.CommandKind())
		}
	}
	if a := d.s.AlongOf(id); a.Open != nil || len(a.Held) != 1 || len(a.Held[0].Said) != 1 {
		t.Errorf("the review is not held with the person's words beside it: %+v", a)
	}
}
