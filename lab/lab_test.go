package lab_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"

	"steady/lab"
	"steady/moment"
)

// assumed is a figure that the tests make up, with a range.
func assumed(v, lo, hi float64) lab.Parameter {
	return lab.Parameter{Value: v, Lo: lo, Hi: hi, Source: "made up for a test", Confidence: lab.Assumption}
}

// small is a service of 15 people, two visits a day, every day. All of its
// figures that nobody published are made up for the tests.
func small() *lab.Scenario {
	return &lab.Scenario{Name: "small", Seed: 1, Replications: 2, Start: moment.Date(2026, 3, 2), Warmup: 28, Days: 365,
		Population: lab.Population{InTreatment: 15, Places: 15, Waiting: 2, DaysBefore: 720},
		Today: lab.House{Zone: "Europe/London", Pack: "ch-iv", Visits: 2,
			Sessions: []lab.Session{{Name: "Morning", From: 9 * 60, To: 12 * 60},
				{Name: "Afternoon", From: 14 * 60, To: 17 * 60}}, Style: "booked", Slot: 10,
			Desks: 1, Booths: 4, Places: 6, Shifts: []lab.Shift{{From: 8*60 + 30, To: 18 * 60, Registered: 3, Support: 1}},
			Pair: 2, PerBooth: 4, PerObserved: 6, LastEntry: 20, Days: 84, Prescribers: 2, Support: true},
		Parameters: map[lab.Key]lab.Parameter{
			lab.IDMinutes: assumed(1, .5, 3), lab.AssessMinutes: assumed(4, 2, 8), lab.PrepareMinutes: assumed(4, 2, 8),
			lab.BoothMinutes: assumed(15, 7, 20), lab.ServiceSpread: assumed(.25, 0, 1), lab.ArrivalLate: assumed(0, -10, 10),
			lab.ArrivalSpread: assumed(8, 0, 20), lab.ReadingsDrowsy: assumed(.01, 0, .05),
			lab.ReadingsStop: assumed(.005, 0, .02), lab.AnswerMinutes: assumed(8, 2, 30), lab.DelayMinutes: assumed(15, 15, 60),
			lab.DelayMost: assumed(2, 0, 3), lab.ReduceShare: assumed(.3, 0, 1), lab.ReducePercent: assumed(50, 25, 100),
			lab.AnewAfter: assumed(7, 3, 14), lab.PartUsed: assumed(.01, 0, .05),
			lab.StaysLonger: assumed(.05, 0, .2), lab.LongerMinutes: assumed(10, 5, 30),
			lab.LeaveRatio: assumed(1, .6, 1), lab.ReturnShare: assumed(.3, 0, .6), lab.ReturnDays: assumed(90, 30, 365),
			lab.ReferralsWeek: assumed(.25, 0, 1), lab.EligibleShare: assumed(.8, .5, 1), lab.WorkStart: assumed(.2, 0, 1),
			lab.WorkEnd: assumed(.5, 0, 2), lab.WorkFrom: assumed(9*60, 8*60, 10*60), lab.WorkTo: assumed(13*60, 12*60, 17*60),
			lab.HousingLost: assumed(.2, 0, 1), lab.HousingDays: assumed(60, 14, 200), lab.HousingAttendance: assumed(.9, .6, 1),
			lab.PrisonYear: assumed(.1, 0, .5), lab.PrisonDays: assumed(40, 7, 120), lab.HospitalYear: assumed(.3, 0, 1),
			lab.HospitalDays: assumed(5, 1, 14), lab.TravelMinutes: assumed(25, 5, 60), lab.TravelSpread: assumed(.5, 0, 1),
			lab.DoseSpread: assumed(.1, 0, .3), lab.StableShare: assumed(.5, .2, .8)}}
}

var today = &lab.Policy{ID: "today", Name: "Today's rules"}

// month is small for a month: enough for what does not need a year.
func month() *lab.Scenario {
	s := small()
	s.Warmup, s.Days = 14, 28
	return s
}

// TestSameSeedSameJournal runs replications on one worker and on many: the bytes
// of every journal are the same, and another seed has others.
func TestSameSeedSameJournal(t *testing.T) {
	const n = 4
	var alone, beside [n]lab.Record
	for i := range n {
		var err error
		if alone[i], err = lab.Replicate(month(), today, i); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { beside[i], _ = lab.Replicate(month(), today, i) })
	}
	wg.Wait()
	seen := map[string]bool{}
	for i := range n {
		if !reflect.DeepEqual(alone[i], beside[i]) {
			t.Errorf("replication %d differs beside others", i)
		}
		if seen[alone[i].Digest] {
			t.Errorf("replication %d has the journal of another", i)
		}
		seen[alone[i].Digest] = true
	}
	other := month()
	other.Seed++
	r, err := lab.Replicate(other, today, 0)
	if err != nil || seen[r.Digest] {
		t.Errorf("another seed has the same journal (%v)", err)
	}
}

// TestAMonth asks for what must be so of an ordinary month.
func TestAMonth(t *testing.T) {
	r, err := lab.Replicate(month(), today, 0)
	if err != nil {
		t.Fatal(err)
	}
	if r.Doses.Due != 2*r.People.Days || r.People.Days != 15*28 {
		t.Errorf("%d doses were due on %d person-days", r.Doses.Due, r.People.Days)
	}
	if share := float64(r.Doses.OnSite) / float64(r.Doses.Due); share < .8 || share > 1 {
		t.Errorf("%.2f of the doses were given", share)
	}
	if r.Doses.Given+r.Doses.Wasted != r.Doses.Opened {
		t.Errorf("%s opened, %s given and %s wasted", r.Doses.Opened, r.Doses.Given, r.Doses.Wasted)
	}
	if m, ok := r.Waits.InHouse.Mean(); !ok || m < 30 {
		t.Errorf("a visit took %.1f minutes, and observation alone lasts 30", m)
	}
	if r.Safety.Unsupervised != 0 {
		t.Errorf("%s left the building under rules that let nothing leave", r.Safety.Unsupervised)
	}
}

// TestATraceIsWhereEverybodyWas holds the walks of a day against the rooms.
func TestATraceIsWhereEverybodyWas(t *testing.T) {
	trace, err := lab.TraceDay(month(), today, 0, 3)
	if err != nil {
		t.Fatal(err)
	}
	x := trace.Sites[0]
	if len(x.Walks) < 20 {
		t.Fatalf("%d walks of 15 people who come twice", len(x.Walks))
	}
	most := map[lab.Place]int{}
	for minute := range 24 * 60 {
		now := map[lab.Place]int{}
		for i := range x.Walks {
			now[x.Walks[i].At(minute)]++
		}
		for p, n := range now {
			most[p] = max(most[p], n)
		}
		if now[lab.Booth] > x.Booths || now[lab.Observation] > x.Places || now[lab.Desk] > x.Desks {
			t.Errorf("minute %d: %v", minute, now)
		}
	}
	if most[lab.Booth] == 0 || most[lab.Observation] == 0 {
		t.Errorf("nobody was in a booth or in observation: %v", most)
	}
}

// TestTodaysObservation: the minutes that are signed today are those of the pack
// that runs.
func TestTodaysObservation(t *testing.T) {
	s := month()
	s.Today.Observation = 20
	r, err := lab.Replicate(s, today, 0)
	if err != nil {
		t.Fatal(err)
	}
	if m := float64(r.Life.Observed) / float64(r.Visits.Completed); m < 20 || m > 24 {
		t.Errorf("people were watched for %.1f minutes", m)
	}
}

// TestUnspeltJournals: without the bytes of the journals every number is the same.
func TestUnspeltJournals(t *testing.T) {
	s := month()
	s.Days = 7
	spelt, err := lab.Replicate(s, today, 1)
	if err != nil {
		t.Fatal(err)
	}
	s.Journals = lab.SpellFirst
	bare, err := lab.Replicate(s, today, 1)
	if err != nil || bare.Digest != "" || spelt.Digest == "" {
		t.Fatalf("%q and %q: %v", spelt.Digest, bare.Digest, err)
	}
	spelt.Digest = ""
	if !reflect.DeepEqual(spelt, bare) {
		t.Error("a number depends on whether the journals are spelt")
	}
	if first, err := lab.Replicate(s, today, 0); err != nil || first.Digest == "" {
		t.Errorf("the first replication has no digest: %v", err)
	}
}

// TestRefused asks for a clear word where a scenario or policy cannot be run.
func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(s *lab.Scenario)
		policy lab.Policy
		words  string
	}{
		"a figure that nobody published": {func(s *lab.Scenario) { delete(s.Parameters, lab.BoothMinutes) }, *today,
			"booth.minutes"},
		"a figure outside its range": {func(s *lab.Scenario) { s.Parameters[lab.BoothMinutes] = assumed(15, 20, 30) }, *today,
			"outside its own range"},
		"a figure without a source": {func(s *lab.Scenario) {
			s.Parameters[lab.BoothMinutes] = lab.Parameter{Value: 1, Lo: 1, Hi: 1, Confidence: lab.Low}
		}, *today, "where the figure comes from"},
		"an unknown parameter": {func(s *lab.Scenario) { s.Parameters["luck"] = assumed(1, 1, 1) }, *today, `"luck"`},
		"one to prepare":       {func(s *lab.Scenario) { s.Today.Pair = 1 }, *today, "two registered staff"},
		"a draft":              {func(s *lab.Scenario) { s.Today.Pack = "uk-draft" }, *today, "draft"},
		"a nasal route": {func(*lab.Scenario) {}, lab.Policy{ID: "n", Rules: []lab.Rule{{Kind: lab.RuleRoute,
			Authority: lab.Licence, Source: "x", Route: "nasal"}}}, "no route through the nose"},
		"a route that nobody knows": {func(*lab.Scenario) {}, lab.Policy{ID: "n", Rules: []lab.Rule{{Kind: lab.RuleRoute,
			Authority: lab.Licence, Source: "x", Route: "rectal"}}}, "know no route"},
		"a supplied pack that is no pack": {func(s *lab.Scenario) { s.Packs = []json.RawMessage{[]byte("{}")} }, *today,
			"supplied pack 1 is refused"},
		"sites that take everybody": {func(*lab.Scenario) {}, lab.Policy{ID: "s", Rules: []lab.Rule{siteRule("East", .5),
			siteRule("West", .5)}}, "somebody comes to the first"},
		"two sites of one name": {func(*lab.Scenario) {}, lab.Policy{ID: "s", Rules: []lab.Rule{siteRule("East", .2),
			siteRule("East", .2)}}, "a name of its own"},
		"injections taken home": {func(s *lab.Scenario) { s.Today.Law = "gb-eng" }, lab.Policy{ID: "h",
			Rules: []lab.Rule{{Kind: lab.RuleTakeHome, Authority: lab.Law, Source: "x",
				Ladder: []lab.Rung{{AfterDays: 180, Days: 2}}}}}, "does not let diamorphine be taken home"},
		"a setting that the loader refuses": {func(*lab.Scenario) {}, lab.Policy{ID: "p", Rules: []lab.Rule{{
			Kind:      lab.RulePack,
			Authority: lab.Guidance, Source: "x", Settings: map[string]json.RawMessage{"gap_min": []byte("-5")}}}}, "refused"},
		"a rule without an authority": {func(*lab.Scenario) {}, lab.Policy{ID: "p", Rules: []lab.Rule{{Kind: lab.RuleVisits,
			Visits: 1}}}, "whose decision"},
		"a field of another rule": {func(*lab.Scenario) {}, lab.Policy{ID: "p", Rules: []lab.Rule{{Kind: lab.RuleVisits,
			Authority: lab.Habit, Visits: 1, Booths: 3}}}, `"booths"`},
	} {
		s := month()
		c.change(s)
		_, err := lab.Replicate(s, &c.policy, 0)
		var no *lab.RefusedError
		if !errors.As(err, &no) || !strings.Contains(no.Why, c.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkClinicYear(b *testing.B) { benchmarkYear(b, small()) }

// BenchmarkYearUnspelt is the same year without the bytes of the journals.
func BenchmarkYearUnspelt(b *testing.B) {
	s := small()
	s.Journals = lab.SpellFirst
	benchmarkYear(b, s)
}

func benchmarkYear(b *testing.B, s *lab.Scenario) {
	for b.Loop() {
		if _, err := lab.Replicate(s, today, 1); err != nil {
			b.Fatal(err)
		}
	}
}
