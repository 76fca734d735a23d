package web_test

import (
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/moment"
)

// TestLateOnTheNightTheClocksChange: a time that came twice is asked which, one
// that the clocks skipped is no time, and what was typed stays (R-REG-05, H11).
func TestLateOnTheNightTheClocksChange(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	at := "/people/u-01/late"
	form := c.get(at + "?no=" + firstNo(c.get("/people/u-01"), at)).status(200)
	press := func(clock, day, month string) *answer {
		return c.press(form, at, "words", "It was the left arm.", "reason", "the sheet was found", "happened_time", clock,
			"happened[day]", day, "happened[month]", month, "happened[year]", "2025")
	}
	press("01:30", "26", "10").status(422).says("write 01:30 BST or 01:30 GMT")
	press("01:30", "30", "3").status(422).says("the clocks skipped 01:30 that night")
	press("01:30 CET", "26", "10").status(422).says("write 01:30 BST or 01:30 GMT")
	press("01:30 gmt", "26", "10").leads("/people/u-01")
}

// TestLateOfAnotherDay: every step of a visit takes a day beside the time.
func TestLateOfAnotherDay(t *testing.T) {
	s := newSite(t)
	v := s.visitAt("booked")
	c := s.signIn(demo.NurseA)
	page := c.get("/visits/" + v).status(200)
	at := "/visits/" + v + "/arrive"
	c.press(page, at, "happened", "09:05", "happened_day[day]", "1", "happened_day[month]", "3", "happened_day[year]",
		"2026").status(422).says("booked for another day")
	c.press(page, at, "happened", "09:05", "happened_day[day]", "31", "happened_day[month]", "2", "happened_day[year]",
		"2026").status(422).says("Day it happened: write day, month and year")
	c.press(page, at, "happened", "09:05").leads("/visits/" + v)
	s.view(func(st *clinic.State) {
		if z := st.Zone(); st.Visits[v].Arrived != z.At(moment.Date(2026, 3, 2), 9, 5) {
			t.Errorf("arrived %s", z.In(st.Visits[v].Arrived))
		}
	})
}

// firstNo is the number of an entry that a page offers to correct.
func firstNo(page *answer, at string) string {
	_, rest, _ := strings.Cut(page.body, at+"?no=")
	no, _, _ := strings.Cut(rest, `"`)
	return no
}
