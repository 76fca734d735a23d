package web_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// TestBrowserReferralToDose: somebody nobody knows yet is referred, meets the
// criteria, agrees, waits, is admitted, gets a prescription with a plan, and
// takes the first doses under it, all on screens. The morning dose is bounded
// by the first day of the pack (P-TITR-01), the afternoon's by what the morning
// showed (P-TITR-03).
func TestBrowserReferralToDose(t *testing.T) {
	s := newSite(t)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk(demo.NurseD, map[string]string{"ways": "/referrals"})
	id := w.refers()
	w.meetsCriteria(id)
	w.agrees(id)
	w.waitsAndIsAdmitted(id)
	w.isPrescribed(id)
	w.signInAnew(demo.NurseA)
	w.takes(w.booked(id, 0, "09:40"), 15*measure.Milligram, "P-TITR-01")
	w.untilSession(1)
	w.takes(w.booked(id, 1, "14:50"), 20*measure.Milligram, "P-TITR-03")
}

// signInAnew is another person at the same tablet.
func (w *tablet) signInAnew(who person.StaffID) {
	w.t.Helper()
	w.desk(who, nil)
	w.who = who
}

// refers writes a referral with a name and a source, and the person's reasons.
func (w *tablet) refers() string {
	w.open("/referrals")
	w.click(`document.querySelector('main a[href="/referrals/new"]')`, "refer a person")
	w.press("/referrals/new", "Refer")
	w.says("There is a problem")
	w.fill("/referrals/new", "name", "Toni", "source", "outreach", "heard", "peer")
	w.look("way-1-refer")
	w.press("/referrals/new", "Refer")
	w.says("Toni", "Referred", "Outreach")
	at := w.eval(`location.pathname`)
	w.fill(at, "words", "To sleep a whole night, and to see my sister.")
	w.press(at, "")
	w.says("To sleep a whole night, and to see my sister.")
	w.look("way-2-referred")
	return strings.TrimPrefix(at, "/referrals/")
}

// meetsCriteria answers half of what the criteria ask: the page says what would
// meet them. Then the rest.
func (w *tablet) meetsCriteria(id string) {
	at := "/referrals/" + id
	w.open(at + "/criteria")
	w.fill(at+"/criteria", "pack", "ch-iv", "born[day]", "2", "born[month]", "5", "born[year]", "1986",
		"dependence_years", "11", "severity", "social", "main_route", "iv", "kind_0", "substitution", "months_0", "20",
		"ended_0", "without_success")
	w.look("way-3-criteria")
	w.press(at+"/criteria", "Look at the criteria")
	w.says("Criteria not met yet")
	w.look("way-4-not-yet")
	w.open(at + "/criteria")
	w.fill(at+"/criteria", "kind_1", "detoxification", "months_1", "1", "ended_1", "without_success")
	w.press(at+"/criteria", "Look at the criteria")
	w.says("Criteria met")
}

func (w *tablet) agrees(id string) {
	at := "/referrals/" + id + "/consent"
	w.open(at)
	for _, x := range person.CurrentTerms().Terms {
		if x.Needed {
			w.fill(at, "agreed", x.Code)
		}
	}
	w.fill(at, "expects", "Quiet mornings.", "doubts", "Whether I can come twice a day.", "confidence", "6")
	w.look("way-5-consent")
	w.press(at, "They agree")
	w.says("Quiet mornings.")
}

func (w *tablet) waitsAndIsAdmitted(id string) {
	at := "/referrals/" + id
	w.open(at + "/wait")
	w.press(at+"/wait", "Keep this place")
	w.says("Waiting list")
	w.open("/referrals")
	w.says("Toni", "Place ")
	w.look("way-6-board")
	w.open(at + "/admit")
	w.fill(at+"/admit", "time_0", "09:40", "time_1", "14:30", "trimester", "0")
	w.look("way-7-admit")
	w.press(at+"/admit", "")
	if got := w.eval(`location.pathname`); got != "/people/"+id {
		w.t.Fatalf("after the admission at %s:\n%s", got, w.text())
	}
	w.says("Toni", "To sleep a whole night, and to see my sister.")
	w.look("way-8-person")
}

func (w *tablet) isPrescribed(id string) {
	at := "/people/" + id + "/prescribe"
	w.signInAnew(demo.DoctorA)
	w.open(at)
	w.fill(at, append(order(), "dose_1", "40", "dose_2", "40", "plan", "15 20\n30 30\n40 40")...)
	w.press(at, "Ask the rules")
	w.says("The rules find nothing against it")
	w.look("way-9-prescription")
	w.press(at, "Sign the prescription")
	w.says("15 + 20 mg")
}

// booked promises a time of today to somebody who joined after the day was
// planned.
func (w *tablet) booked(id string, session int, at string) string {
	w.t.Helper()
	form := "/people/" + id + "/book"
	w.open("/people/" + id)
	w.fill(form, "session", fmt.Sprint(session), "time", at)
	w.press(form, "")
	return strings.TrimPrefix(w.eval(`location.pathname`), "/visits/")
}

// takes is an ordinary visit whose decision names a rule and an amount.
func (w *tablet) takes(v string, want measure.Mass, rule string) {
	w.t.Helper()
	at := "/visits/" + v
	w.open("/board")
	w.press(at+"/arrive", "Arrived")
	w.s.clock.Pass(moment.Minute)
	w.fill(at+"/assess", wellBefore...)
	w.press(at+"/assess", "Check")
	w.says("GIVE "+want.String(), "today, by the plan")
	if why := w.eval(`document.body.textContent`); !strings.Contains(why, rule) {
		w.t.Errorf("the decision does not name %s:\n%s", rule, why)
	}
	w.look("way-decision-" + rule)
	w.press(at+"/prepare", "Prepared")
	w.fill(at+"/check", "second", string(demo.NurseB), "pin2", onePIN)
	w.press(at+"/check", "Checked and handed over")
	w.fill(at+"/give", "site", "left_forearm")
	w.s.clock.Pass(moment.Minute)
	w.press(at+"/give", "Given")
	w.wait(31)
	w.visit(v)
	w.fill(at+"/observe", wellAfter...)
	w.press(at+"/leave", "Left well")
	w.ends(v, visit.LeftWell)
	w.s.view(func(st *clinic.State) {
		if got := st.Visits[v].Injected.Given; got != want {
			w.t.Errorf("given %v, want %v", got, want)
		}
	})
}

// untilSession lets the day run until a session opens.
func (w *tablet) untilSession(n int) {
	w.t.Helper()
	var left moment.Span
	w.s.view(func(st *clinic.State) {
		z, now := st.Zone(), w.s.clock.Now()
		x := st.Sessions[n]
		left = z.At(z.Day(now), x.Opens/60, x.Opens%60).Since(now)
	})
	w.s.clock.Pass(left + 20*moment.Minute)
	w.signInAnew(w.who)
}
