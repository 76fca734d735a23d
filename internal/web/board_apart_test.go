package web_test

import (
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/visit"
)

// TestBoardSaysWhoIsKeptApart: people who are kept apart are marked while one of
// them is in the building, also where nobody was asked for a time; the wall names
// neither.
func TestBoardSaysWhoIsKeptApart(t *testing.T) {
	s := newSite(t)
	var pair []*clinic.Visit
	s.view(func(st *clinic.State) {
		for _, v := range st.VisitsInOrder() {
			if v.Stage == visit.Booked && v.Day == st.Planned && (len(pair) == 0 || v.Person != pair[0].Person) &&
				len(pair) < 2 && !st.Meets(v) {
				pair = append(pair, v)
			}
		}
	})
	if len(pair) < 2 {
		t.Fatal("nobody of the invented clinic is due")
	}
	board := func() int { return strings.Count(s.signIn(demo.NurseA).get("/board").status(200).body, "keep apart") }
	before := board()
	s.must(app.Request{Command: clinic.Command{ID: app.NewCommandID(), By: demo.NurseA,
		Body: clinic.KeepPair{Pair: "k-board", Kind: clinic.PairApart, A: pair[0].Person, B: pair[1].Person,
			From: pair[0].Day}}})
	if got := board(); got != before {
		t.Errorf("%d marks while neither is here, before it was %d", got, before)
	}
	s.must(app.Request{Command: clinic.Command{ID: app.NewCommandID(), By: demo.NurseA,
		Body: clinic.Arrive{Visit: pair[0].ID}}})
	if got := board(); got <= before {
		t.Error("nobody is told that two who are kept apart would meet")
	}
	s.signIn(demo.NurseA).get("/board/wall").status(200).silent("keep apart")
}
