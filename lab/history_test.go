package lab_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"steady/clinic"
	"steady/journal"
	"steady/lab"
)

// fitted reads the first journal of a run as a service would read its own.
func fitted(t *testing.T, s *lab.Scenario) *lab.Fitting {
	t.Helper()
	f := &lab.Fitting{}
	_, err := lab.Journals(s, today, 0, func(_ string, entry []byte) {
		e, err := journal.Parse(slices.Clone(entry))
		if err != nil {
			t.Fatal(err)
		}
		event, err := clinic.Decode(e)
		if err != nil {
			t.Fatal(err)
		}
		f.See(event)
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestFittingFindsWhatWasPutIn runs a service whose figures are known, reads its
// journal, and finds them.
func TestFittingFindsWhatWasPutIn(t *testing.T) {
	s := small()
	s.Warmup, s.Days = 0, 120
	for _, k := range []lab.Key{lab.PrisonYear, lab.HospitalYear, lab.HousingLost, lab.WorkStart} {
		s.Parameters[k] = assumed(0, 0, 0)
	}
	s.Parameters[lab.ArrivalLate] = assumed(3, 0, 5)
	s.Parameters[lab.ReadingsDrowsy], s.Parameters[lab.PartUsed] = assumed(.04, 0, .1), assumed(.05, 0, .1)
	s.Parameters[lab.Attendance] = assumed(.93, .8, 1)
	s.Parameters[lab.ReferralsWeek] = assumed(3, 1, 5)
	got, notes := fitted(t, s).Parameters()
	want := map[lab.Key]struct{ value, most float64 }{ // how far off it may be
		lab.BoothMinutes: {15, .5}, lab.ArrivalLate: {3, .8}, lab.ArrivalSpread: {8, 1}, lab.Attendance: {.93, .015},
		lab.ReadingsDrowsy: {.04, .012}, lab.PartUsed: {.05, .012}, lab.ServiceSpread: {.25, .05},
		lab.AssessMinutes: {1 + 4, 1}, lab.PrepareMinutes: {4, 1}, lab.StaysLonger: {.05, .02},
		lab.ReferralsWeek: {3, .9},
	}
	for k, w := range want {
		p, ok := got[k]
		if !ok {
			t.Errorf("%s was not found", k)
			continue
		}
		if d := p.Value - w.value; d > w.most || -d > w.most {
			t.Errorf("%s: found %.3f (%.3f to %.3f, n = %d), put in %.3f", k, p.Value, p.Lo, p.Hi, p.N, w.value)
		}
		if p.Confidence != lab.Own || p.N < lab.LeastObservations || p.Lo > p.Value || p.Hi < p.Value {
			t.Errorf("%s: %+v", k, p)
		}
		if !strings.Contains(p.Source, fmt.Sprintf("own journal, 2026-03-02 to 2026-06-29, n = %d: ", p.N)) {
			t.Errorf("%s does not say from which days and how many observations it is: %s", k, p.Source)
		}
	}
	if len(notes) == 0 {
		t.Error("the figures come without a word of how to read them")
	}
	for k, p := range got { // what was found can be put in
		s.Parameters[k] = p
	}
	s.Days = 7
	if _, err := lab.Replicate(s, today, 0); err != nil {
		t.Error(err)
	}
}

// TestAShortHistoryFallsBack: a week of two people says nothing of its own, and
// says how little there is.
func TestAShortHistoryFallsBack(t *testing.T) {
	s := small()
	s.Warmup, s.Days = 0, 5
	s.Population = lab.Population{InTreatment: 2, Places: 2}
	f := fitted(t, s)
	if got, _ := f.Parameters(); len(got) != 0 {
		t.Errorf("%d figures from five days of two people: %v", len(got), got)
	}
	told := map[lab.Key]int{}
	for _, x := range f.Fits() {
		if told[x.Key] = x.N; x.Own != nil || x.Odd || x.N >= lab.LeastObservations {
			t.Errorf("%s: %+v", x.Key, x)
		}
	}
	if n := told[lab.Attendance]; n != 20 {
		t.Errorf("%d promised sessions in five days of two people who come twice", n)
	}
	if n, there := told[lab.ReferralsWeek]; n != 0 || !there {
		t.Errorf("%d referrals: who was there on the day of opening is none", n)
	}
	if first, last := f.Days(); first != s.Start || last != s.Start+4 {
		t.Errorf("from %s to %s", first, last)
	}
}

// TestNoJournalTellsNothing: a service that opened this morning.
func TestNoJournalTellsNothing(t *testing.T) {
	f := &lab.Fitting{}
	for _, x := range f.Fits() {
		if x.N != 0 || x.Own != nil || x.Odd {
			t.Errorf("%+v", x)
		}
	}
}
