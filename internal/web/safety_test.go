package web_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// TestBaselineAndSite: only a prescriber signs a baseline, on a form that keeps
// what was typed; a site that is marked infected is refused where it went in,
// and written with a reason.
func TestBaselineAndSite(t *testing.T) {
	s := newSite(t)
	nurse, doctor := s.signIn(demo.NurseA), s.signIn(demo.DoctorA)
	v := s.arrived(nurse)
	var who person.UserID
	s.view(func(st *clinic.State) { who = st.Visits[v].Person })
	limits := "/people/" + string(who) + "/safety"
	nurse.get(limits).says("None: the protocol").silent("Sign a baseline for this person")
	doctor.press(doctor.get(limits), limits+"/baseline", "spo2", "70", "rr", "11", "until[day]", "30", "until[month]", "6",
		"until[year]", "2026", "reason", "chronic lung disease").status(http.StatusUnprocessableEntity).
		says("84", "chronic lung disease")
	doctor.press(doctor.get(limits), limits+"/baseline", "spo2", "93", "rr", "11", "until[day]", "30", "until[month]", "6",
		"until[year]", "2026", "reason", "chronic lung disease").leads(limits)
	nurse.get(limits).says("SpO2 93 %, breaths 11 a minute, until 30 June 2026")
	nurse.press(nurse.get(limits), limits+"/site", "site", "left_hand", "state", "infected", "reason", "red and hot").
		leads(limits)
	nurse.get(limits).says("left hand")

	nurse.press(nurse.get("/visits/"+v), at(v, "assess"), wellBefore...)
	nurse.press(nurse.get("/visits/"+v), at(v, "prepare"))
	nurse.press(nurse.get("/visits/"+v), at(v, "check"), "second", string(demo.NurseB), "pin2", onePIN)
	booth := nurse.get("/visits/"+v).says("marked infected: use another", "left leg")
	nurse.press(booth, at(v, "give"), "site", "left_hand").status(http.StatusUnprocessableEntity).says("E-SITE-09")
	nurse.press(nurse.get("/visits/"+v), at(v, "give"), "site", "left_hand", "despite", "they chose it").
		leads("/visits/" + v)
}

// TestGoneEarlyAndCorrected: who goes before the clock opens is asked after,
// and an amount that was written wrongly is put right before two people.
func TestGoneEarlyAndCorrected(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	v := s.arrived(c)
	c.press(c.get("/visits/"+v), at(v, "assess"), wellBefore...)
	c.press(c.get("/visits/"+v), at(v, "prepare"))
	c.press(c.get("/visits/"+v), at(v, "check"), "second", string(demo.NurseB), "pin2", onePIN)
	c.press(c.get("/visits/"+v), at(v, "give"), "site", "left_hand")
	s.clock.Pass(moment.Minute)
	c.press(c.get("/visits/"+v), at(v, "left_early")).status(http.StatusUnprocessableEntity).says("one line")
	c.press(c.get("/visits/"+v), at(v, "left_early"), "early_reason", "had a bus to catch").leads("/board")
	if got := s.stage(v); got != visit.Ended {
		t.Fatalf("the visit stands at %s", got)
	}
	c.get("/safety").says("had a bus to catch")
	c.press(c.get("/safety"), "/safety/asked", "how", "seen_well").status(http.StatusUnprocessableEntity)
	c.press(c.get("/safety"), "/safety/asked", "how", "seen_well", "words", "rang, and well").leads("/safety")
	c.get("/safety").says("Nobody is waiting to be asked after", "Naloxone was given")

	c.press(c.get("/visits/"+v), at(v, "amount"), "really_mg", "10", "really_reason", "waste counted again",
		"second", string(demo.NurseB), "pin2", onePIN).leads("/visits/" + v)
	c.get("/visits/" + v).says("10 mg of")
}

// TestWeekOfDecisions: a prescriber's answer against the engine's referral is
// listed, and another prescriber looks at the week.
func TestWeekOfDecisions(t *testing.T) {
	s := newSite(t)
	s.settle()
	visitID, _ := s.referred("Is half enough today?")
	a := s.signIn(demo.DoctorA)
	a.press(a.get("/inbox"), "/inbox/"+visitID, "choice", "give", "dose_mg", "5", "reason", "half is safe")
	a.get("/safety").says("half is safe", "Waits for a prescriber who made none of these decisions")
	const report = "Doses given otherwise than the rules answered, in the week from"
	s.signIn(demo.DoctorB).get("/worklist").silent(report + " 2 March 2026") // it is not over
	s.clock.Pass(7 * 24 * moment.Hour)
	b := s.signIn(demo.DoctorB)
	b.get("/worklist").says(report+" 2 March 2026: 1.", "Look at the week")
	if at := "/safety#week-2026-03-02"; !strings.Contains(b.get("/worklist").body, at) {
		t.Error("no way on to", at)
	}
	for strings.Contains(b.get("/safety").body, `action="/safety/week"`) { // the invented past has weeks of its own
		b.press(b.get("/safety"), "/safety/week", "note", "read, agreed").leads("/safety")
	}
	b.get("/safety").says("Looked at.")
	b.get("/worklist").silent(report)
}

// TestBrowserSafety looks at the pages in the browser, with axe-core at both
// widths.
func TestBrowserSafety(t *testing.T) {
	s := newSite(t)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk(demo.DoctorA, map[string]string{"safety": "/safety", "limits": "/people/u-02/safety"})
}

// TestNaloxoneAtHand: what is there is written down on the safety page, what is
// wrong with it stands on the board, and what was typed wrong comes back.
func TestNaloxoneAtHand(t *testing.T) {
	s := newSite(t)
	nurse := s.signIn(demo.NurseA)
	nurse.get("/board").silent("Naloxone.")
	nurse.get("/safety").says("Nasal spray, 1.8 mg", "Injecting booth", "Order more", "Write down what is at one place")
	s.clock.Pass(30 * 24 * moment.Hour)
	nurse = s.signIn(demo.NurseA)
	nurse.get("/board").says("Naloxone. No naloxone in date is on record here", "Take it out and replace it")
	again := nurse.press(nurse.get("/safety"), "/safety/naloxone", "place", "booth", "product", "nasal_1800", "count",
		"3", "expiry[day]", "1", "expiry[month]", "1", "expiry[year]", "2020").status(http.StatusUnprocessableEntity).
		says("Write the earliest last day of use")
	if v := again.form("/safety/naloxone"); v.Get("count") != "3" || v.Get("product") != "nasal_1800" ||
		v.Get("expiry[year]") != "2020" {
		t.Errorf("what was typed came back as %v", v)
	}
	nurse.press(nurse.get("/safety"), "/safety/naloxone", "place", "booth", "product", "nasal_1800", "count", "3",
		"expiry[day]", "31", "expiry[month]", "1", "expiry[year]", "2030").leads("/safety")
	nurse.get("/safety").says("31 January 2030")
	nurse.press(nurse.get("/safety"), "/safety/naloxone", "place", "observation", "product", "prefilled_im", "count",
		"0").leads("/safety")
	nurse.get("/board").silent("No naloxone in date")
}
