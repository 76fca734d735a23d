package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/moment"
	"steady/person"
)

// tomorrow is the first day that is not planned yet.
func (s *site) tomorrow() (day moment.Day) {
	s.view(func(st *clinic.State) { day = st.Zone().Day(s.house.Now()) + 1 })
	return day
}

func (s *site) dueOf(who person.UserID, day moment.Day, session int) (clock string) {
	s.view(func(st *clinic.State) {
		for _, x := range st.TimesFor(who, day, 1, s.house.Now()) {
			if x.Session == session {
				clock = st.Zone().Clock(x.Due)
			}
		}
	})
	return clock
}

func askAt(who person.UserID, day moment.Day, session int, at string) string {
	return fmt.Sprintf("/times/ask?person=%s&day=%s&session=%d&at=%s", who, day, session, at)
}

// TestTimesAreAskedForAndMoved: a free time is promised, one that is not names
// the rule and the best others; a reason sets a soft rule aside and is counted.
func TestTimesAreAskedForAndMoved(t *testing.T) {
	s := newSite(t)
	c, day := s.signIn(demo.NurseA), s.tomorrow()
	c.get("/times").status(200).says("Morning, 08:30 to 12:00", "Booked times", "booths", "Waiting for a better time")
	c.get("/times?day="+day.String()).status(200).says("usual time", "Jo")
	c.post("/times/day/find", "person", "u-02", "day", day.String(), "session", "0", "at", "11:10").leads("/times/ask?")

	free := c.get(askAt("u-02", day, 0, "11:10")).status(200).says("Yes, 11:10 is free", "Promise 11:10", "Hold it 15")
	c.press(free, "/times/day/hold").leads("/times?day=")
	held := c.get(askAt("u-02", day, 0, "")).says("11:10 is held for them until")
	c.press(held, "/times/day/confirm").leads("/times?day=")
	if got := s.dueOf("u-02", day, 0); got != "11:10" {
		t.Fatalf("promised at %s", got)
	}
	c.press(held, "/times/day/letgo").status(422).says("not held any more")

	c.get(askAt("u-02", day, 0, "12:30")).says("Not 12:30", "Opening hours", "The best other times")
	c.get(askAt("u-02", day, 0, "25:00")).says("Write hours and minutes")
	off := c.get(askAt("u-02", day, 0, "10:03")).says("Not 10:03", "Start of a slot or a group")
	form := off.body[strings.Index(off.body, `value="despite"`)-900:]
	if !strings.Contains(form, "Promise 10:03 all the same") {
		t.Fatal("no way to promise it with a reason")
	}
	due := ""
	s.view(func(st *clinic.State) { due = fmt.Sprint(int64(st.Zone().At(day, 10, 3))) })
	move := []string{"person", "u-02", "day", day.String(), "session", "0", "due", due}
	c.post("/times/day/move", append(move, "command", "m1")...).status(422).says("write why it is promised all the same")
	c.post("/times/day/move", append(move, "command", "m2", "despite", "the bus is late")...).leads("/times?day=")
	c.get("/times?day="+day.String()).says("Promised against a rule", "the bus is late")
	c.get("/people/u-02").says("Visit moved from")
}

// TestWaitingForABetterTime: the list has its order, and what is offered is
// taken by whom it is held for.
func TestWaitingForABetterTime(t *testing.T) {
	s := newSite(t)
	c, day := s.signIn("s-rowan"), s.tomorrow()
	page := c.get(askAt("u-05", day, 0, "")).says("Wait for a better time")
	c.press(page, "/times/day/better", "from", "late", "to", "12:00").status(422).says("write hours and minutes")
	c.press(page, "/times/day/better", "from", "11:00", "to", "11:10", "days", "1").leads("/times?day=")
	list := c.get("/times?day="+day.String()).says("Morning between 11:00 and 11:10", "offered until", "1 offer so far")
	c.press(list, "/times/day/endbetter").leads("/times?day=")
	c.press(list, "/times/day/endbetter", "command", "e2").status(422).says("not on the list any more")
	taken := c.get(askAt("u-05", day, 0, "")).says("is offered for them until")
	c.press(taken, "/times/day/confirm").leads("/times?day=")
	c.post("/times/day/offer", "command", "o1", "day", day.String()).status(422).says("No time is free")
	c.post("/times/day/nothing", "command", "o2").status(404)
}

// TestHowPeopleComeIsSet: the manager sets it from a day on and enters days that
// differ; everybody else may look.
func TestHowPeopleComeIsSet(t *testing.T) {
	s := newSite(t)
	nurse, boss, day := s.signIn(demo.NurseA), s.signIn(demo.NurseD), s.tomorrow()
	nurse.get("/times/access").status(200).says("Booked times", "Groups", "Christmas Day").silent("Set it anew")
	nurse.post("/times/access/set", "command", "a0").status(http.StatusForbidden)
	page := boss.get("/times/access").says("Set it anew from a day on")
	from := func(d moment.Day) []string {
		y, m, n := d.Split()
		return []string{"from[day]", fmt.Sprint(n), "from[month]", fmt.Sprint(m), "from[year]", fmt.Sprint(y)}
	}
	boss.press(page, "/times/access/set", append(from(day-3), "form", "access")...).status(422).says("write a day to come")
	boss.press(page, "/times/access/set", append(from(day+7), "form", "access", "slot", "7")...).status(422).
		says("as whole slots")
	boss.press(page, "/times/access/set", append(from(day+7), "form", "access", "w0-booths", "")...).leads("/times/access")
	boss.get("/times/access").says("Not set: the booths")
	boss.get("/times?day=" + (day + 8).String()).says("Not set: the booths. Until then staff promise times")

	y, m, d := (day + 3).Split()
	closed := []string{"form", "except", "days", fmt.Sprintf("%d %d %d", d, m, y), "why", "Invented holiday"}
	boss.press(page, "/times/access/except", "form", "except", "days", "soon", "why", "x").status(422).
		says("for example 25 12")
	boss.press(page, "/times/access/except", closed...).leads("/times/access")
	boss.get("/times?day="+(day+3).String()).says("The service is closed: Invented holiday", "closed")
	nurse.get(askAt("u-01", day+3, 0, "09:00")).says("The service is closed that day")
	again := boss.get("/times/access").says("Closed Invented holiday")
	boss.press(again, "/times/access/ordinary").leads("/times/access")
}

// TestThePersonSeesWhenItStarts: who waits reads on their own page when their
// visit is expected to begin, and the board says the same.
func TestThePersonSeesWhenItStarts(t *testing.T) {
	s := newSite(t)
	var who person.UserID
	var visit string
	s.view(func(st *clinic.State) { // somebody whose time is still to come, so that they are early
		for _, v := range st.VisitsInOrder() {
			if v.Stage == "booked" && v.Session == 0 && v.Due > s.house.Now() && visit == "" {
				who, visit = v.Person, v.ID
			}
		}
	})
	_, err := s.house.Do(t.Context(), app.Request{Command: clinic.Command{ID: "here", By: demo.NurseA,
		Body: clinic.Arrive{Visit: visit}}})
	must(t, err)
	var start, board string
	s.view(func(st *clinic.State) {
		if e, ok := st.ExpectedFor(visit, s.house.Now()); ok {
			start = st.Zone().Clock(e.Start)
			board = map[clinic.Coming]string{clinic.ComingEarly: "Early: ", clinic.ComingLate: "When there is room: about",
				clinic.ComingOnTime: "Can begin now"}[e.Coming]
		}
	})
	s.comeIn(who).get("/me/times").status(200).says("You are here. We expect to start with you at about " + start)
	s.signIn(demo.NurseA).get("/board").status(200).says(board)
}
