package web_test

import (
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/web"
	"steady/measure"
	"steady/person"
)

// TestPrescribeWithPlanAndOral: a plan that breaks the pack is refused while it
// is written, with the rule and with what was typed kept; the one that holds is
// shown beside what the rules would allow, and signed with an oral drug.
func TestPrescribeWithPlanAndOral(t *testing.T) {
	s := newSite(t)
	nurse := s.signIn(demo.NurseA)
	form := nurse.get("/people/new")
	to := nurse.press(form, "/people/new", changed(admitted(), "time_1", "14:30")...).leads("/people/u-").to
	at, _, _ := strings.Cut(to, "?")
	c := s.signIn(demo.DoctorA)
	page := c.get(at+"/prescribe").says("Titration plan", "Jurisdiction pack england", "HO4", "paralytic ileus").
		silent("Doses to take home", "Why, in one line")
	full := append(order(), "dose_2", "40", "oral", "methadone", "oral_dose", "30", "oral_supply", "instalments",
		"parts_count", "7", "parts_every", "2", "wording", "HO1")
	c.press(page, at+"/prescribe", append(full, "plan", "15 30\n45")...).status(422).says("Plan, line 2",
		"it names 1 dose for 2 visits a day")
	broken := c.press(page, at+"/prescribe", append(full, "plan", "15, 30\n60, 60", "asked", "yes")...).status(422).
		says("Day 2 of the plan", "60 mg is planned for visit 1", "the rules allow 45 mg", "P-TITR-05",
			"It cannot be signed as it is written").silent("Sign the prescription")
	if got := broken.form(at + "/prescribe"); got.Get("plan") != "15, 30\n60, 60" || got.Get("wording") != "HO1" ||
		got.Get("oral") != "methadone" || got.Get("asked") != "yes" {
		t.Error("what was typed is lost:", got)
	}
	c.press(page, at+"/prescribe", append(full, "plan", "15 30")...).status(422).
		says("the contraindications have not been gone through", "P-ORALCO-04")
	told := c.press(page, at+"/prescribe", append(full, "plan", "15 30\n40 40", "asked", "yes")...).status(200).
		says("The rules find nothing against it", "The plan, if each dose is taken and well tolerated", "is 45 mg")
	c.press(told, at+"/prescribe").leads(at)
	c.get(at).says("2 days, from", "15 + 30 mg, then 40 + 40 mg",
		"methadone 30 mg a day by mouth, 7 instalments, one every 2 days (HO1)")
	s.view(func(st *clinic.State) {
		rx := st.People[person.UserID(at[len("/people/"):])].Rx
		if len(rx.Plan) != 2 || rx.Oral[0].Dose != 30*measure.Milligram || rx.Oral[0].Parts.Count != 7 {
			t.Errorf("%+v", rx)
		}
	})
	c.get(at+"/prescribe").says("In force now", "Why, in one line")
}

// FuzzReadPlan: no text crashes the reader of a plan, and what it reads has a
// dose for every visit of every day.
func FuzzReadPlan(f *testing.F) {
	for _, x := range []string{"", "15 30", "15, 30\n45 65", "1,5; 2,5", "15\n\n30", "a b", "15mg/30mg", "0 0", "-1 5"} {
		f.Add(x, 2)
	}
	f.Fuzz(func(t *testing.T, text string, visits int) {
		days, err := web.ReadPlan(text, visits)
		if err != nil {
			return
		}
		for _, d := range days {
			if len(d) != visits {
				t.Fatal(len(d), visits)
			}
			for _, m := range d {
				if m <= 0 || m > measure.MaxMass {
					t.Fatal(m)
				}
			}
		}
	})
}
