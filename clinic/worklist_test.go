package clinic_test

import (
	"fmt"
	"strings"
	"testing"

	"steady/clinic"
	"steady/dosing"
	"steady/moment"
	"steady/person"
	"steady/protocol"
)

func (d *desk) list(absent map[person.UserID][]moment.Day) (out []string) {
	for _, t := range d.s.WorkList(d.now, absent, nil) {
		late := ""
		if t.Late {
			late = " (late)"
		}
		out = append(out, fmt.Sprintf("%s %s%s: %s%s", t.Kind, t.Person, t.Staff, t.Text, late))
	}
	return out
}

// TestWorkList: what waits for a prescriber comes on the list when its day
// comes and leaves it when it is done, and what changed stands as two facts.
func TestWorkList(t *testing.T) {
	d := atDesk(t)
	expect := func(want ...string) {
		t.Helper()
		if got := d.list(nil); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("the list says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	expect() // reviews are 30 days away, the licence 99
	day, why := d.zone.Day(d.now), text("why")
	d.does("n1", "", clinic.PlaceHold{Person: "u0", Reason: why, Of: clinic.HoldReview, Recheck: day + 1})
	d.does("n1", "", clinic.PlaceHold{Person: "u1", Reason: why})
	expect("hold u1: Doses are on hold until a prescriber has reviewed.")
	d.does("d1", "", clinic.LiftHold{Person: "u1", Reason: why})
	d.now = d.zone.At(day+16, 9, 0)
	expect("hold u0: The hold order was to be looked at again on 27 March 2026. (late)",
		"review u0: The review of the prescription is due on 25 April 2026.",
		"review u1: The review of the prescription is due on 25 April 2026.",
		"review u2: The review of the prescription is due on 25 April 2026.")
	rx := *d.s.People["u1"].Rx
	rx.From, rx.Review, rx.Ends = day+20, day+40, day+300
	d.does("d1", "", clinic.Prescribe{Person: "u1", Prescription: rx, Reason: &why})
	d.does("d1", "", clinic.LiftHold{Person: "u0", No: 1, Reason: why})
	d.now = d.zone.At(day+61, 9, 0)
	expect("no_order u0: The prescription ended on 25 May 2026: no dose can be given. (late)",
		"no_order u2: The prescription ended on 25 May 2026: no dose can be given. (late)",
		"review u1: The review of the prescription was due on 5 May 2026. (late)",
		"licence d1: The licence for diamorphine, no. L, ends in 38 days, after 3 July 2026. "+
			"Prescriptions under it that go on longer: 1.")
	d.does("n1", "", clinic.GrantLicence{Doctor: "d1", Substance: rx.Form.Substance, Number: "L2", From: day + 99,
		To: day + 500})
	if got := d.list(nil); len(got) != 3 {
		t.Error("a licence that another one follows is on the list:", got)
	}
}

// TestWorkListChanges: the last seven days stand beside the seven before.
func TestWorkListChanges(t *testing.T) {
	d := atDesk(t)
	today := d.zone.Day(d.now)
	at := func(ago moment.Day) moment.Instant { return d.zone.At(today-ago, 9, 0) }
	p := d.s.People["u0"]
	p.Past = []dosing.Past{{At: at(14), Given: 500_000, POSS: protocol.POSS4},
		{At: at(13), Given: 60_000, POSS: protocol.POSS2}, {At: at(7), Given: 55_000, POSS: protocol.POSS1},
		{At: at(6), Given: 65_000, POSS: protocol.POSS3}, {At: at(0), Given: 40_000, POSS: protocol.POSS1, Oxygen: true}}
	absent := map[person.UserID][]moment.Day{"u0": {today - 13, today - 6, today}, "u1": {today - 7, today - 3}}
	want := []string{
		"readings u0: The deepest sedation after a dose was POSS 3 in the last 7 days, POSS 2 in the 7 before.",
		"readings u0: Oxygen or naloxone was needed after a dose in the last 7 days.",
		"attendance u0: Sessions not attended: 2 in the last 7 days, 1 in the 7 before.",
		"dose u0: The largest dose was 65 mg in the last 7 days, 60 mg in the 7 before."}
	if got := d.list(absent); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the list says\n%s", strings.Join(got, "\n"))
	}
}

// A prescription whose doctor is no prescriber here any more is on the list, so
// that somebody takes over before the person stands at the hatch (R-REG-19).
func TestWorkListNamesAPrescriptionWithoutADoctor(t *testing.T) {
	d := atDesk(t)
	d.does("n1", "", clinic.EndRoles{Staff: "d1", Roles: []person.Role{person.Prescriber}, Reason: text("left")})
	got := d.list(nil)
	if len(got) != 3 {
		t.Fatalf("the list says %q", got)
	}
	for i, line := range got {
		want := fmt.Sprintf("no_order u%d: The doctor whose licence this rests on is not a prescriber of this service any "+
			"more: a licensed prescriber takes over and prescribes anew. No dose can be given. (late)", i)
		if line != want {
			t.Errorf("%s\nwant\n%s", line, want)
		}
	}
}
