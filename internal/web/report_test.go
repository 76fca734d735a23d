package web_test

import (
	"context"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	printer "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/measure"
	"steady/person"
)

// TestConcern: anybody who works with the drugs tells the officer, from every
// page; the officer alone reads it and closes it with what was found.
func TestConcern(t *testing.T) {
	s := newSite(t)
	nurse := s.signIn(demo.NurseA)
	if !strings.Contains(nurse.get("/board").body, `href="/register/concern"`) {
		t.Error("the way to the officer is not on every page")
	}
	s.signIn("s-iris").get("/register/concern").status(http.StatusForbidden)
	form := nurse.get("/register/concern").status(200).says("Only the accountable officer reads it", "Jo").
		silent("Noor (accountable officer)")
	s.signIn(demo.NurseD).get("/register/concern").says("Jo")
	s.hire("s-boss", person.Manager)
	s.signIn("s-boss").get("/register/concern").silent("Somebody in treatment", ">Jo<")
	nurse.press(form, "/register/concern", "words", "The safe stood open.").status(422).says("Choose what it is about")
	nurse.press(form, "/register/concern", "about", "staff", "words", "The safe stood open.").status(422).
		says("Choose the colleague")
	tell := func() *answer {
		return nurse.press(form, "/register/concern", "about", "staff", "staff", string(demo.NurseB), "words",
			"The safe stood open.")
	}
	nurse.get(tell().leads("/register/concern?no=").to).says("The accountable officer has it").
		silent("The safe stood open.")
	tell().leads("/register/concern")
	officer := s.signIn("s-noor")
	list := officer.get("/register/officer").says("Concerns", "Bryn (nurse)", "The safe stood open.",
		"open since just now")
	officer.press(list, "/register/officer/concern", "words", "").status(422).says("what was found")
	officer.press(list, "/register/officer/concern", "words", "A spring was broken and is mended.").
		leads("/register/officer")
	officer.get("/register/officer").silent("The safe stood open.")
	officer.get("/register/officer/report?quarter=2026-03-02").says("About Bryn (nurse): The safe stood open.",
		"Found and done Bryn (nurse): A spring was broken")
}

// TestOccurrenceReport: nil where nothing happened; else each figure with what
// it counts, and nobody's name but where a concern is about them.
func TestOccurrenceReport(t *testing.T) {
	s := newSite(t)
	s.signIn(demo.NurseD).get("/register/officer/report").status(http.StatusForbidden)
	c := s.signIn("s-noor")
	c.get("/register/officer/report").status(200).says("This is a draft", "nothing is sent from here",
		"1 October 2025 to 31 December 2025", "Nil return", "is not set in the law pack", "Quarter 1 of 2026")
	s.settle()
	strong := s.pageOf("100")
	s.countAll(s.signIn(demo.NurseA), map[string]measure.Ampoules{strong: s.sheet(strong).Ampoules - 1}).leads("/register")
	got := c.get("/register/officer/report?quarter=2026-01-01").says("1 January 2026 to 31 March 2026 (not over yet)",
		"Differences found: 1", "-1 beside what the register says, in ampoules",
		"2 March 2026", "Losses: 0").silent("Nil return")
	for _, name := range []string{"Jo", "Amara", "Bryn"} {
		if strings.Contains(got.text(), name+" ") {
			t.Errorf("the report names %s", name)
		}
	}
	c.get("/register/officer/report?quarter=nonsense").status(200).says("1 October 2025")
}

// sheetsOf finds the sheets of a PDF.
var sheetsOf = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// TestBrowserReport looks at the pages in the browser, with axe-core at both
// widths; the report prints on at most two sheets.
func TestBrowserReport(t *testing.T) {
	s := newSite(t)
	s.settle()
	strong := s.pageOf("100")
	s.countAll(s.signIn(demo.NurseA), map[string]measure.Ampoules{strong: s.sheet(strong).Ampoules - 1}).leads("/register")
	r := request("tell", demo.NurseA)
	r.Command.Body = clinic.RaiseConcern{Concern: "k1", About: clinic.AboutPractice,
		Text: r.Keep("register", "concern", "The safe stood open.")}
	s.must(r)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk("s-noor", map[string]string{"report": "/register/officer/report?quarter=2026-03-02",
		"officer-concern": "/register/officer"})
	w.open("/register/officer/report?quarter=2026-03-02")
	w.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		css := true
		pdf, err := cdp.Call(ctx, tab, printer.PrintToPDF, printer.PrintToPDFParams{PreferCSSPageSize: &css})
		if n := len(sheetsOf.FindAll(pdf.Data, -1)); err == nil && (n < 1 || n > 2) {
			t.Errorf("the report prints on %d sheets", n)
		}
		return err
	}))
	w.desk(demo.NurseA, map[string]string{"concern": "/register/concern"})
}
