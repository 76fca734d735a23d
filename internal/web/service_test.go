package web_test

import (
	"bytes"
	"net/http"
	"os"
	"strings"
	"testing"

	"steady/internal/web/browsertest"
	"steady/person"
)

// TestServicePages: each figure names its definition; what the record cannot say
// is said; a bare before and after is not drawn.
func TestServicePages(t *testing.T) {
	s := newSite(t)
	boss, worker := s.signIn("s-dev"), s.signIn("s-rowan")
	s.signIn("s-iris").get("/service").status(http.StatusForbidden)
	boss.get("/service").status(200).says("Still at this service", "treatment here ended, in whatever way, death included",
		"Kaplan-Meier", "95 % interval", "The figures behind the chart", "Who left, and in which way")
	boss.get("/service?means=drug").says("another drug was prescribed in its place")
	boss.get("/service?means=any").says("This cannot be told", "stayed in treatment elsewhere").silent("Kaplan-Meier")
	boss.get("/service/change").says("Each person with themselves", "self-report", "still in treatment", "Not known")
	boss.get("/service/weeks").says("Making Data Count", "Attendance", "Naloxone was given", "Waits")
	boss.get("/service/weeks?defined=spo2_90").says("SpO2")
	boss.get("/service/way").says("How many took each step", "Who is turned away by which criterion",
		"how they heard of it")
	boss.get("/service/groups").says("How small numbers are kept")
	boss.get("/service/compare").says("The bare numbers are not put side by side", "What may be said")
	worker.get("/service/report").status(http.StatusForbidden)
	worker.get("/service/settings").status(http.StatusForbidden)
}

// TestServiceSettings: nothing has a default, and what is entered is what is told.
func TestServiceSettings(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	c := s.signIn("s-boss")
	c.get("/service/settings").status(200).says("Places that are paid for: 20")
	c.press(c.get("/service/settings"), "/service/settings/funding", "places", "15").leads("/service/settings")
	c.get("/service/settings").says("Places that are paid for: 15, until")
	cost := []string{"kind", "other", "from[day]", "1", "from[month]", "1", "from[year]", "2026",
		"to[day]", "31", "to[month]", "1",
		"to[year]", "2026", "pounds", "1200"}
	c.press(c.get("/service/settings"), "/service/settings/cost", cost...).status(422).says("where the figure is from")
	c.press(c.get("/service/settings"), "/service/settings/cost", append(cost, "where", "the ledger")...).
		leads("/service/settings")
	c.get("/service/settings").says("Everything else", "the ledger")
	c.press(c.get("/service/settings"), "/service/settings/codes", "agency",
		"a b").status(422).says("capital letters and digits")
	c.press(c.get("/service/settings"), "/service/settings/codes", "agency", "ab12").leads("/service/settings")
	c.get("/service/settings").says("AB12")
}

// TestNationalReturnPages: who was not asked is on the list; a no takes everybody
// off it and keeps nothing else; a yes needs the rest.
func TestNationalReturnPages(t *testing.T) {
	s := newSite(t)
	c := s.signIn("s-rowan")
	c.get("/service/national").status(200).says("National return", "Ellis Nobody has asked")
	const one = "/service/national/u-21"
	c.press(c.get(one).says("Treatment does not depend on it"), one, "agrees", "").status(422).says("yes or no")
	c.press(c.get(one), one, "agrees", "yes", "initials", "TBC").status(422).says("two letters")
	c.press(c.get(one), one, "agrees", "yes", "postcode", "TS1 3AB").status(422).says("sector only")
	c.press(c.get(one), one, "agrees", "yes", "initials", "tb", "sex", "male", "drug1", "heroin", "nation", "gbr").
		leads("/service/national")
	c.get("/service/national").says("Ellis Missing").silent("Ellis Nobody has asked")
	c.get(one).says("written down", "Yes, it may be sent")
	c.press(c.get(one), one, "agrees", "no", "initials", "TB", "sex", "male").leads("/service/national")
	c.get("/service/national").silent("Ellis")
	c.get(one).says("No, it stays here", "Erased, or never written down")
	s.comeIn("u-21").get("/me/consents").says("You said no on Monday 2 March", "they are erased here", "stays sent")
	s.signIn("s-pat").get("/service/national").status(http.StatusForbidden)
}

// TestReportForFunders: the page, the PDF and the tables are of one report.
func TestReportForFunders(t *testing.T) {
	s := newSite(t)
	c := s.signIn("s-dev")
	p := c.get("/service/report").status(200)
	if strings.Contains(p.body, "There is no report yet") {
		p.says("closes 28 days after its end")
		c.get("/service/report/pdf").status(200).says("There is no report yet")
		return
	}
	p.says("What this report cannot say", "Nobody has released anything")
	if got := c.get("/service/report/pdf").status(200).body; !bytes.HasPrefix([]byte(got), []byte("%PDF")) {
		t.Error("the report is no PDF")
	}
	if got := c.get("/service/report/tables").status(200).body; !bytes.HasPrefix([]byte(got), []byte("PK")) {
		t.Error("the tables are no zip")
	}
}

// TestBrowserService looks at the pages, with axe-core at both widths.
func TestBrowserService(t *testing.T) {
	s := newSite(t)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk("s-dev", map[string]string{"service": "/service", "service-change": "/service/change",
		"service-weeks": "/service/weeks", "service-way": "/service/way", "service-groups": "/service/groups",
		"service-compare": "/service/compare", "service-national": "/service/national",
		"service-national-one": "/service/national/u-12", "service-settings": "/service/settings",
		"service-report": "/service/report"})
}

// TestACurveIsForWhoSeesRecords: its steps are single people.
func TestACurveIsForWhoSeesRecords(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	s.signIn("s-boss").get("/service").status(200).says("it is drawn for those who may see records").
		silent("The figures behind the chart")
}
