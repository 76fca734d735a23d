package web_test

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/voice/transcript"
)

// TestStudyReport: the invented study's report tells its themes with released
// quotes and no others, the checklists say what is not recorded and lead to pages
// that are there, and a file leaves only with a word of what it is for.
func TestStudyReport(t *testing.T) {
	s := newSite(t)
	st, err := s.studies.Begin(t.Context(), demo.StudyID)
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Study(t.Context(), st); err != nil {
		t.Fatal(err)
	}
	const at = "/studies/" + demo.StudyID
	c := s.signIn(demo.ResearcherA)
	report := c.get(at+"/report").status(200).says("Being met as a person by the same people", "Participant ",
		"11 participants", "defined and named", "12 participants, 12 interviews")
	for _, kept := range []string{"I thought a place like this", "My cup was still there", "can wear short sleeves"} {
		report.silent(kept) // held back, or waiting for a second reader
	}
	list := c.get(at+"/checklists/coreq").status(200).says("Not recorded.", "2 people coded.")
	for _, l := range regexp.MustCompile(`href="(/studies/[^"]*)"`).FindAllStringSubmatch(list.body, -1) {
		if got := c.get(l[1]).code; got != 200 {
			t.Errorf("%s leads to %s, which answers %d", at+"/checklists/coreq", l[1], got)
		}
	}
	press := func(pairs ...string) *answer {
		return c.press(c.get(at+"/checklists/coreq"), at+"/checklists/coreq", pairs...)
	}
	press("number", "2", "seen", "0", "text", "Invented: nurse, MSc", "page", "4").leads(at + "/checklists/coreq#item-2")
	press("number", "2", "seen", "0", "text", "another").status(422).says("Somebody else wrote this anew")
	c.get(at+"/checklists/coreq").says("Invented: nurse, MSc", "In the paper: 4")
	c.get(at + "/checklists/nothing").status(http.StatusNotFound)

	c.press(c.get(at+"/report"), at+"/report", "format", "docx").status(422).says("Write what the report is for.")
	file := c.press(c.get(at+"/report"), at+"/report", "format", "docx", "for", "an invented paper").status(200)
	read, err := transcript.ReadDOCX([]byte(file.body))
	if err != nil {
		t.Fatal(err)
	}
	html := c.press(c.get(at+"/report"), at+"/report", "format", "html", "for", "an invented page").status(200).body
	for _, words := range []string{"Being met as a person by the same people", "Twice a day, every day",
		"laughed at something on the telly", "Invented: nurse, MSc"} {
		if !strings.Contains(read.Text, words) || !strings.Contains(html, words) {
			t.Errorf("%q is not in both files", words)
		}
	}
	for _, kept := range []string{"My cup was still there", "can wear short sleeves"} {
		if strings.Contains(read.Text, kept) || strings.Contains(html, kept) {
			t.Errorf("%q left the study without being released", kept)
		}
	}
	s.signIn(demo.NurseA).get(at + "/report").status(http.StatusForbidden)
}

// TestBrowserStudyReport looks at the pages of the report with axe-core.
func TestBrowserStudyReport(t *testing.T) {
	s := newSite(t)
	st, err := s.studies.Begin(t.Context(), demo.StudyID)
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Study(t.Context(), st); err != nil {
		t.Fatal(err)
	}
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk(demo.ResearcherA, map[string]string{"study-report": "/studies/" + demo.StudyID + "/report",
		"study-checklist": "/studies/" + demo.StudyID + "/checklists/coreq"})
}
