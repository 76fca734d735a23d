package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/journal"
	"steady/lab"
	"steady/lab/scenario"
	"steady/person"
)

// ownFigures are what the journal of the site gives, read once from its first
// entry as "steady lab fit" does.
func (s *site) ownFigures() *lab.Fitting {
	s.t.Helper()
	f := &lab.Fitting{}
	must(s.t, s.house.Since(s.t.Context(), journal.Clinical, 0, func(_ int64, e clinic.Event) error {
		f.See(e)
		return nil
	}))
	return f
}

// parametersOf are the figures that a question holds.
func (s *site) parametersOf(at string) map[lab.Key]scenario.Figure {
	s.t.Helper()
	x, err := s.desk.Draft(s.t.Context(), strings.TrimPrefix(at, "/lab/questions/"))
	must(s.t, err)
	var f scenario.File
	must(s.t, json.Unmarshal(x.Data, &f))
	return f.Parameters
}

// TestAQuestionTakesFiguresOfOurOwnRecords: the editor shows what the journal
// says with its days, its number and its interval, and what fell back; what is
// ticked stands in the question with where it is from, and nothing else changes.
func TestAQuestionTakesFiguresOfOurOwnRecords(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	boss := s.signIn("s-boss")
	at := boss.press(boss.get("/lab/new"), "/lab/new", "title", "Own", "question", "Ours?", "figures",
		"reference").leads("/lab/questions/").to
	boss.get(at).says("From our own records", "Nothing taken")
	boss.get(at + "/figures").says("From our own records")
	before := s.parametersOf(at)
	own, _ := s.ownFigures().Parameters()
	booth, told := own[lab.BoothMinutes]
	if !told {
		t.Fatalf("the invented past is too short for a test: %v", own)
	}
	first, last := s.ownFigures().Days()
	page := boss.get(at + "/records").status(http.StatusOK)
	page.says(first.String()+" to "+last.String(), "Time in the booth", fmt.Sprintf("n = %d", booth.N), "95 %:",
		"Too little to go by", "New referrals", "attendance is that of who was there", "This question: 15")
	for _, x := range s.ownFigures().Fits() {
		if x.Own == nil {
			page.says(fmt.Sprintf("%d of %d observations.", x.N, lab.LeastObservations))
		}
	}
	boss.press(page, at+"/records").status(http.StatusUnprocessableEntity).says("Tick the figures")
	boss.press(page, at+"/records", "take", string(lab.BoothMinutes)).leads(at + "/figures")
	after := s.parametersOf(at)
	if got := after[lab.BoothMinutes].Parameter; got != booth || got.N < lab.LeastObservations ||
		!strings.Contains(got.Source, "own journal, "+first.String()) {
		t.Errorf("taken is %+v, the journal says %+v", got, booth)
	}
	delete(before, lab.BoothMinutes)
	delete(after, lab.BoothMinutes)
	if !equalJSON(before, after) {
		t.Error("another figure changed too")
	}
	boss.get(at).says("1 figure taken")
	boss.get(at + "/records").says("This question has it.")
	boss.get(at+"/figures").says("This service's own", fmt.Sprintf("n = %d", booth.N))
	form := boss.get(at + "/figure?key=" + string(lab.BoothMinutes))
	boss.press(form, at+"/figure").leads(at + "/figures")
	for _, change := range []string{"figure_value", "figure_lo", "figure_hi", "figure_source"} {
		boss.press(boss.get(at+"/figure?key="+string(lab.BoothMinutes)), at+"/figure", change,
			form.form(at+"/figure").Get(change)+"1").status(http.StatusUnprocessableEntity)
	}
	if got := s.parametersOf(at)[lab.BoothMinutes].Parameter; got != booth {
		t.Errorf("a figure of our own was changed by hand: %+v", got)
	}
	boss.press(boss.get(at+"/records"), at+"/records", "take", string(lab.AssessMinutes)).leads(at + "/figures")
	for _, k := range []lab.Key{lab.AssessMinutes, lab.IDMinutes} { // one step of the journal is not counted twice
		if got := s.parametersOf(at)[k].Parameter; got != own[k] {
			t.Errorf("%s is %+v, the journal says %+v", k, got, own[k])
		}
	}
}

// TestOurOwnRecordsGoOn: what happened since the last look is in the next one.
func TestOurOwnRecordsGoOn(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	boss := s.signIn("s-boss")
	at := "/lab/questions/" + s.drafted() + "/records"
	seen := func() string {
		fits := s.ownFigures().Fits()
		i := slices.IndexFunc(fits, func(f lab.Fit) bool { return f.Key == lab.ReferralsWeek })
		return fmt.Sprintf("%d of %d observations.", fits[i].N, lab.LeastObservations)
	}
	before := seen()
	boss.get(at).status(http.StatusOK).says(before)
	r := request("refer-one", demo.NurseA)
	r.Command.Body = clinic.ReferPerson{Person: "u-new", Source: "self", Name: r.Keep("u-new", "chosen_name", "Kim")}
	s.must(r)
	if seen() == before {
		t.Fatal("a referral is no observation")
	}
	boss.get(at).status(http.StatusOK).says(seen())
}

// TestWhoMayReadOurOwnRecords: who may not ask the lab is not shown the journal's
// figures in it either.
func TestWhoMayReadOurOwnRecords(t *testing.T) {
	s := newSite(t)
	at := "/lab/questions/" + s.drafted() + "/records"
	nurse := s.signIn(demo.NurseA)
	nurse.get(at).status(http.StatusForbidden)
	nurse.post(at, "command", "c1", "take", "booth.minutes").status(http.StatusForbidden)
}
