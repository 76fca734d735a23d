package web_test

import (
	"os"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/person"
)

// TestBrowserTomorrowIsChangedAtTheKiosk: somebody without a phone comes in with
// a card, asks for another time tomorrow, sees what it costs them or gives back,
// and takes it.
func TestBrowserTomorrowIsChangedAtTheKiosk(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	card := s.cardOf("u-02")
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk("s-boss", nil)
	w.open("/kiosks")
	w.fill("/kiosks", "name", "Waiting room")
	w.press("/kiosks", "Make this screen a kiosk")
	w.types(card)
	w.follow("/me/times")
	w.says("My times", "Tomorrow", "08:50")
	w.look("own-times")
	const tomorrow = "/me/times/2026-03-03/0"
	w.follow(tomorrow)
	w.says("Can I come at another time?", "Your time now is 08:50.")
	w.fill(tomorrow, "at", "660")
	w.press(tomorrow, "Ask")
	w.says("11:00", "Take this time", "Keep my time")
	w.look("own-ask")
	w.press(tomorrow+"/take", "Take this time")
	w.says("Done. You have a new time.", "11:00")
	w.look("own-times-changed")
	s.view(func(st *clinic.State) {
		v := st.Visits[clinic.VisitID("u-02", st.Zone().Day(nineTwelve)+1, 0)]
		if v == nil || st.Zone().Clock(v.Due) != "11:00" || v.LastBy != person.Self("u-02") {
			t.Errorf("the promise of tomorrow is %+v", v)
		}
	})
	for _, path := range []string{"/me/goals", "/me/today", "/me/say", "/me/visit", "/me/hours", "/me/sheet"} {
		w.open(path)
		w.look("own-" + path[len("/me/"):])
	}
}

// TestBrowserANewJobGivesHoursBack: somebody tells on their phone that they have
// a job now, sees which times would give them hours of their week back, and
// takes them. Nothing changes before that.
func TestBrowserANewJobGivesHoursBack(t *testing.T) {
	s := newSite(t)
	code, _, err := s.entrance().IssueOnce(t.Context(), demo.NurseA, "u-02")
	must(t, err)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	must(t, browsertest.Look(w.ctx, browsertest.Views[0]))
	w.open("/me/in")
	w.types(code.Spell())
	w.follow("/me/times")
	w.follow("/me/life")
	w.fill("/me/life/way", "minutes", "90")
	w.press("/me/life/way", "Keep this")
	w.says("Your way here takes 1 hour 30 minutes")
	w.fill("/me/life", "kind", "work", "days", "0", "days", "1", "days", "2", "days", "3", "days", "4",
		"from", "04:00", "to", "08:00")
	w.press("/me/life", "Keep this")
	w.says("Work: Monday – Friday, 04:00 to 08:00", "These times do not fit what you told us")
	w.look("own-life")
	before := timesOf(s)
	w.follow("/me/life/plan")
	w.says("Times that fit my week", "These times give you back", "Nothing changes until you say yes.")
	w.look("own-plan")
	if timesOf(s) != before {
		t.Error("looking changed a time")
	}
	w.press("/me/life/plan", "Take these times")
	w.says("Done. You have new times.")
	if timesOf(s) == before {
		t.Error("no time changed")
	}
}

// timesOf spells the times of the next two weeks of a person.
func timesOf(s *site) (out string) {
	s.view(func(st *clinic.State) {
		for _, x := range st.TimesFor("u-02", st.Zone().Day(nineTwelve), 14, nineTwelve) {
			out += x.Day.String() + " " + st.Zone().Clock(x.Due) + "\n"
		}
	})
	return out
}

// follow presses the first link to an address.
func (w *tablet) follow(path string) {
	w.t.Helper()
	w.click(`[...document.querySelectorAll("main a")].find(a => a.getAttribute("href") === `+quoted(path)+`)`, path)
}
