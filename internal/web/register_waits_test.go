package web_test

import (
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/moment"
)

// TestWhatWaits: the list of the stock is one for everybody, with the way on
// for whom it is, and the accountable officer's own lines before the others.
func TestWhatWaits(t *testing.T) {
	s := newSite(t)
	r := request("exemption", "s-noor")
	r.Command.Body = clinic.RecordExemption{Number: "T28-7", To: moment.Date(2026, 3, 20)}
	s.must(r)
	nurse := s.signIn(demo.NurseA).get("/register").status(200).
		says("What waits", "The weekly full count is due. every page", "The waste exemption ends after 20 March 2026",
			"accountable officer")
	if !strings.Contains(nurse.body, `href="/register/count?of=weekly"`) {
		t.Error("the weekly count has no way on")
	}
	officer := s.signIn("s-noor").get("/register").status(200).silent(`href="/register/count`)
	text := officer.text()
	if strings.Index(text, "waste exemption ends") > strings.Index(text, "weekly full count") {
		t.Error("what waits for the officer is not first:", text)
	}
}
