package web_test

import (
	"strings"
	"testing"

	"steady/internal/demo"
)

// TestPaperForAnOutage: a nurse sees what the paper will say and gets it as a
// file that no browser keeps; its position is that of the journal.
func TestPaperForAnOutage(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	c.get("/continuity").status(200).says("When the power is gone", "As at Mon 2 Mar 2026, 09:12 GMT: clinical log",
		"head", "Who comes", "Today, Monday 2 March 2026: Morning", "Facts of each person", "The limits of the pack ch-iv",
		"EMERGENCY", "Destroy it when a newer one is printed").silent("Visit sheet")
	a := c.get("/continuity/pdf?visits=2").status(200)
	if !strings.HasPrefix(a.body, "%PDF-") || a.kept != "no-store" {
		t.Errorf("the file begins %.8q, cache %q", a.body, a.kept)
	}
}
