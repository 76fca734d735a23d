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
	page := c.get(at+"/prescribe").says("Titration plan", "Jurisdiction pack gb-eng", "HO4", "paralytic ileus").
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
		says("have not been gone through", "P-ORALCO-04")
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

// TestPrescriptionHistory: a change from tomorrow says so today, and the history
// says who changed what, and why.
func TestPrescriptionHistory(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.DoctorA)
	at := "/people/u-01/prescribe"
	page := c.get(at)
	told := c.press(page, at, "dose_1", "100", "dose_2", "90", "reason", "Too drowsy at noon.", "from[day]", "3",
		"review[day]", "1", "review[month]", "4", "review[year]", "2026", "ends[day]", "1", "ends[month]", "5",
		"ends[year]", "2026").status(200).says("The rules find nothing against it")
	c.press(told, at, "reason", "").status(422).says("Write in one line why the prescription changes")
	c.press(told, at).leads("/people/u-01")
	c.get("/people/u-01").says("180 + 180 mg i.v.", "From 3 March 2026 on another one: 100 + 90 mg.",
		"How the prescription changed", "Dose: 180 + 180 mg i.v. became 100 + 90 mg i.v.", "Why: Too drowsy at noon.",
		"The first one: 180 + 180 mg i.v.")
	c.get(at).says("Another one is to begin on 3 March 2026")
}

// TestHoldKindsAndPregnancy: each hold has a kind and ends by itself; a
// pregnancy is recorded when it is known.
func TestHoldKindsAndPregnancy(t *testing.T) {
	s := newSite(t)
	nurse, at := s.signIn(demo.NurseA), "/people/u-02"
	page := nurse.get(at).says("What it is about", "Head injury", "Pregnancy")
	nurse.press(page, at+"/hold", "of", "head_injury", "words", "Fell on the stairs.", "recheck[day]", "40").status(422).
		says("Look at it again on: write day, month and year")
	nurse.press(page, at+"/hold", "of", "head_injury", "words", "Fell on the stairs.", "recheck[day]", "3",
		"recheck[month]", "3", "recheck[year]", "2026").leads(at)
	nurse.press(nurse.get(at), at+"/hold", "of", "maoi", "words", "New tablets.").leads(at)
	nurse.press(nurse.get(at), at+"/trimester", "trimester", "3").leads(at)
	nurse.press(nurse.get(at), at+"/trimester").status(422).says("other than what is recorded")
	c := s.signIn(demo.DoctorA)
	both := c.get(at).says("Head injury: Fell on the stairs.", "Look again on 3 March 2026", "MAOI taken: New tablets.")
	c.press(both, at+"/lift", "reason", "The scan is fine.").status(422).says("Choose which hold ends")
	c.press(both, at+"/lift", "reason", "The scan is fine.", "no", "1").leads(at)
	s.view(func(st *clinic.State) {
		p := st.People["u-02"]
		if len(p.Holds) != 1 || p.Holds[0].Of != clinic.HoldMAOI || p.Trimester != 3 {
			t.Errorf("%+v, trimester %d", p.Holds, p.Trimester)
		}
	})
	c.press(c.get("/inbox").says("MAOI taken"), at+"/lift", "reason", "Not taken after all.").leads("/inbox")
}

// TestEndLicenceAndRole: a licence ends before its time, and a role.
func TestEndLicenceAndRole(t *testing.T) {
	s := newSite(t)
	s.hire("s-max", person.Manager)
	c := s.signIn("s-max")
	list := c.get("/staff").says("prescribing, countersigning, administering", "End this licence early", "End a role")
	end := "/staff/" + string(demo.DoctorB) + "/roles"
	c.press(list, end, "reason", "On leave.").status(422).says("Choose which role ends")
	c.press(list, end, "roles", "prescriber", "reason", "On leave.").leads("/staff")
	c.press(list, "/staff/licence/end", "reason", "").status(422).says("Write in one line why the licence ends")
	c.press(list, "/staff/licence/end", "reason", "It was given back.").leads("/staff")
	s.view(func(st *clinic.State) {
		if st.Staff[demo.DoctorB].Has(person.Prescriber) {
			t.Error("Dr Lind still prescribes")
		}
		for _, l := range st.Licences {
			if l.Number == "INVENTED-1" && l.InForce(st.Zone().Day(s.house.Now())) {
				t.Error("the licence is still in force")
			}
		}
	})
	doctor := s.signIn(demo.DoctorA)
	page := doctor.get("/people/u-03/prescribe")
	doctor.press(page, "/people/u-03/prescribe", append(order(), "dose_2", "40", "reason", "Less.")...).status(422).
		says("No licence for diamorphine in force")
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
