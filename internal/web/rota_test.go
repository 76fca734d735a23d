package web_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/web"
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// sickShift is the first shift that the nurse who is sick does not come to.
func (s *site) sickShift() (x rota.Shift) {
	s.t.Helper()
	s.view(func(st *clinic.State) {
		for _, y := range st.Rota.ShiftsOf(demo.NurseC) {
			if st.Rota.Away(demo.NurseC, y.Day) && x.ID == "" {
				x = y
			}
		}
	})
	if x.ID == "" {
		s.t.Fatal("nobody of the invented clinic is sick on a day of their shifts")
	}
	return x
}

// TestTheRotaTellsColleaguesAwayAndNoMore: the kind of an absence and its reason
// are for who plans the rota alone.
func TestTheRotaTellsColleaguesAwayAndNoMore(t *testing.T) {
	s := newSite(t)
	x := s.sickShift()
	week, shift := "/times/rota?week="+rota.Monday(x.Day).String(), "/times/rota/shift/"+x.ID
	for _, id := range []person.StaffID{demo.NurseA, demo.DoctorA, demo.Pharmacist, "s-rowan"} {
		c := s.signIn(id)
		for _, page := range []string{week, shift, "/times/rota/mine", "/times/rota/faces"} {
			c.get(page).status(200).silent("Sick", "sick", "operation", "family day")
		}
		c.get(week).says("Chloe (nurse) registered not counted: away", "1 registered. No dose can be prepared: it takes two")
		c.get("/times/rota/away").status(403)
	}
	s.signIn(demo.NurseD).get("/times/rota/away").status(200).says("Chloe (nurse)", "Sick", "An invented small operation.",
		x.Name+", ", "lost: see what would save them")
}

// TestWhoLosesWhichDose: before a shift is dropped the page names who would go
// without, and what would save them; what was shown is what is dropped.
func TestWhoLosesWhichDose(t *testing.T) {
	s := newSite(t)
	c, x := s.signIn(demo.NurseD), s.sickShift()
	at := "/times/rota/shift/" + x.ID
	page := c.get(at).status(200).says("Without Chloe (nurse), who is not counted", "promised visits of the day could not",
		"it takes two to prepare a dose (E-PREP-09)", "What would save them", "Ash")
	form := page.form(at + "/drop")
	n, err := strconv.Atoi(form.Get("loses"))
	if err != nil || n == 0 {
		t.Fatalf("the form says that %q are lost", form.Get("loses"))
	}
	c.press(page, at+"/drop").status(422).says("Write in one line why the shift is dropped.")
	c.press(page, at+"/drop", "reason", "Nobody to be had.", "loses", "0").status(422).
		says("more than the page showed")
	c.press(page, at+"/drop", "reason", "Nobody to be had.").leads("/times/rota")
	c.get(at).status(404)
	week := c.get("/times/rota?week=" + rota.Monday(x.Day).String())
	y, m, d := x.Day.Split()
	add := func(name string) *answer {
		return c.press(week, "/times/rota/week/add", "name", name, "from", "08:00", "to", "12:00", "need_registered", "2",
			"shift_day[day]", strconv.Itoa(d), "shift_day[month]", strconv.Itoa(m), "shift_day[year]", strconv.Itoa(y))
	}
	add("").status(422).says("Give the shift a name.")
	c.get(add("Instead").leads("/times/rota?week=").to).says("Instead 08:00 to 12:00")
}

// TestTheBoardSaysWhereCoverIsMissing: what is left of the day alone, and nothing
// of a day that is covered.
func TestTheBoardSaysWhereCoverIsMissing(t *testing.T) {
	s := newSite(t)
	s.signIn(demo.NurseA).get("/board").status(200).silent("No dose can be prepared")
	late := clinic.ShiftID("late", moment.UTC.Day(nineTwelve))
	var on person.StaffID
	s.view(func(st *clinic.State) { on = st.Rota.Shifts[late].Places[0].Staff })
	at := "/times/rota/shift/" + late
	c := s.signIn(demo.NurseD)
	c.press(c.get(at), at+"/off", "staff", string(on)).leads(at)
	s.signIn(demo.NurseA).get("/board").says("Rota.", "14:00 to", "1 registered. No dose can be prepared")
	s.clock.Pass(9 * moment.Hour)
	s.signIn(demo.NurseA).get("/board").silent("No dose can be prepared")
}

// TestAShiftChangesHands: taken off, put on, swapped, made longer, each with the
// refusal that says why not.
func TestAShiftChangesHands(t *testing.T) {
	s := newSite(t)
	c, x := s.signIn(demo.NurseD), s.sickShift()
	at := "/times/rota/shift/" + x.ID
	page := c.get(at)
	c.press(page, at+"/on", "skill", "registered", "staff", string(demo.NurseC)).status(422).
		says("They are on this shift already")
	c.press(page, at+"/on", "skill", "registered", "staff", "s-rowan").status(422).
		says("Their role does not include this place")
	c.press(page, at+"/on", "staff", "s-rowan").status(422).says("Choose as what.")
	c.press(page, at+"/on", "skill", "registered", "outside", "nurse").leads(at)
	c.get(at).says("Bank or agency nurse, no. 1", "Covered")
	c.press(c.get(at), at+"/times", "from", clinic.ClockOf(x.From), "to", clinic.ClockOf(x.To-10), "despite",
		"The delivery comes early.").leads(at)
	c.get(at).says("For everybody on it a rest rule may be passed: The delivery comes early.")
	s.signIn(demo.NurseA).get(at).status(200).silent("The delivery comes early.")
	c.press(c.get(at), at+"/times", "from", "08:00", "to", "07:00").status(422).says("the end later on the same day")
	c.press(c.get(at), at+"/off", "staff", "nobody").status(422).says("They are not on this shift any more")
}

// TestLeaveAsksForTheShiftsFirst: nobody goes on leave over a shift of theirs.
func TestLeaveAsksForTheShiftsFirst(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseD)
	var mine []rota.Shift
	s.view(func(st *clinic.State) { mine = st.Rota.ShiftsOf(demo.NurseA) })
	day := func(d moment.Day, name string) []string {
		y, m, dd := d.Split()
		return []string{name + "[day]", strconv.Itoa(dd), name + "[month]", strconv.Itoa(m), name + "[year]", strconv.Itoa(y)}
	}
	last := mine[len(mine)-1].Day
	press := func(d moment.Day) *answer {
		page := c.get("/times/rota/away").status(200)
		fields := append(day(d, "first-leave"), day(d, "last-leave")...)
		return c.press(page, "/times/rota/away/leave",
			append(fields, "staff", string(demo.NurseA), "reason", "A wedding.")...)
	}
	press(last).status(422).says("give it to somebody else first")
	press(last + 1).leads("/times/rota/away")
	page := c.get("/times/rota/away").says("Amara (nurse)", "Leave", "A wedding.")
	c.press(page, "/times/rota/away/sickness").status(422).says("Choose who.")
	id := ""
	s.view(func(st *clinic.State) { id = st.Rota.AbsencesOf(demo.NurseA)[0].Absence })
	c.post("/times/rota/away/end", "command", "take-back", "absence", id).leads("/times/rota/away")
	c.get("/times/rota/away").silent("A wedding.")
}

// TestAProposalIsTakenByPeople: nothing is recorded before somebody agrees, and
// what can no longer be says why.
func TestAProposalIsTakenByPeople(t *testing.T) {
	s := newSite(t)
	c, x := s.signIn(demo.NurseD), s.sickShift()
	week := "/times/rota/propose?week=" + rota.Monday(x.Day).String()
	page := c.get(week).status(200).says("open places", "Take what you agree with")
	gives := page.form("/times/rota/propose")["give"]
	if len(gives) == 0 {
		t.Fatal("nothing is proposed")
	}
	c.press(page, "/times/rota/propose").leads("/times/rota?week=")
	part := strings.Fields(gives[0])
	s.view(func(st *clinic.State) {
		if _, on := st.Rota.Shifts[part[0]].Has(person.StaffID(part[1])); !on {
			t.Errorf("%s was agreed to and is not on the rota", gives[0])
		}
	})
	y, m, d := x.Day.Split()
	for i, id := range []person.StaffID{demo.Pharmacist, demo.NurseA} {
		c.post("/times/rota/away/sickness", "command", fmt.Sprint("ill-", i), "staff", string(id), "first-sickness[day]",
			strconv.Itoa(d), "first-sickness[month]", strconv.Itoa(m), "first-sickness[year]", strconv.Itoa(y)).
			leads("/times/rota/away")
	}
	c.get(week).status(200).says("Nobody can take these", "away that day", "another role")
	c.press(page, "/times/rota/propose", "command", "again", "give", gives[0]).status(422).
		says("Not all were put on the rota", "They are on this shift already")
}

// TestTheNumbersOfTheService: settings begin today or later, half a definition is
// no definition, and without one nothing is called known.
func TestTheNumbersOfTheService(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseD)
	c.get("/times/rota/faces").status(200).says("took part in at least 3 earlier visits", "Week of Mon", "Jo")
	page := c.get("/times/rota/settings").status(200).says("Rest between two shifts 11 h")
	at := "/times/rota/settings/rules"
	c.press(page, at, "known_days", "").status(422).says("write both numbers, or neither")
	c.press(page, at, "rest", "0").status(422).says("A number cannot be meant")
	c.press(page, at, "known_visits", "", "known_days", "", "rest", "12").leads("/times/rota/settings")
	c.get("/times/rota/settings").says("Rest between two shifts 12 h")
	c.get("/times/rota/faces").says("has not said what a known face is", "20 times or more", "with nobody they had met")
	pat := "/times/rota/settings/pattern"
	c.press(page, pat, "name", "Night").status(422).says("Choose the days of the week.")
	c.press(page, pat, "name", "Night", "days", "0", "from", "18:00", "to", "24:00", "need_registered", "2").
		leads("/times/rota/settings")
	c.get("/times/rota/settings").says("Night 18:00 to 24:00 Mon 2 registered")
	c.press(page, "/times/rota/settings/member", "staff", string(demo.NurseB), "week", "37:75").status(422).
		says("Hours a week: write hours")
}

// TestMyShifts: one's own, from today on, and only what is published as promised.
func TestMyShifts(t *testing.T) {
	s := newSite(t)
	s.signIn(demo.NurseB).get("/times/rota/mine").status(200).says("My shifts", "You are away", "Bryn (nurse) you")
}

// FuzzHours: no text crashes the reading of hours, and what was read is a week's at most.
func FuzzHours(f *testing.F) {
	for _, w := range []string{"37:30", "37", "", ":", "168:59", "9:5", "-1", "+3", "37:3x", "٣", "00:00"} {
		f.Add(w)
	}
	f.Fuzz(func(t *testing.T, w string) {
		n, ok := web.ReadHours(w)
		if ok && (n < 0 || n > 169*60) || !ok && n != 0 {
			t.Errorf("%q is read as %d, %v", w, n, ok)
		}
	})
}
