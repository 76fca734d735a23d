package dosing

import (
	"encoding/json"
	"strings"
	"testing"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// nineOClock is the morning that the cases below begin on, in UTC.
var nineOClock = moment.UTC.At(moment.Date(2026, 3, 10), 9, 0)

// settled is somebody on 100 mg twice a day who had all of yesterday's doses.
func settled(edit ...func(c *Case)) Case {
	one := func(days int64, hour int) Past {
		return Past{At: moment.UTC.At(moment.Date(2026, 3, 10)-moment.Day(days), hour, 0), Prescribed: 100 * mg,
			Given: 100 * mg, Completed: true, POSS: protocol.POSS1}
	}
	rr, spo2 := measure.Milli(14000), measure.Milli(97000)
	c := Case{Zone: moment.UTC, Now: nineOClock, History: []Past{one(2, 9), one(2, 17), one(1, 9), one(1, 17)},
		Prescription: Prescription{Form: measure.Form{Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate},
			Route: protocol.IV, Dose: 100 * mg, PerDay: 2, CapSingle: 200 * mg, CapDay: 400 * mg,
			Started: moment.Date(2026, 3, 1)},
		Assessment: protocol.Assessment{POSS: protocol.POSS1, RR: &rr, SpO2: &spo2}}
	for _, f := range edit {
		f(&c)
	}
	return c
}

func swiss(t *testing.T) *protocol.Pack {
	t.Helper()
	p, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// told spells a decision: outcome, dose, and the rules that did more than inform.
func told(d Decision) string {
	out := string(d.Outcome)
	if d.Dose != nil {
		out += " " + d.Dose.Milligrams()
	}
	if d.Proposal != nil {
		out += " proposes " + d.Proposal.Milligrams()
	}
	for _, f := range d.Findings {
		if f.Effect != Info && f.Effect != Advise {
			out += " " + f.Rule
		}
	}
	return out
}

func says(d Decision, words string) bool {
	for _, f := range d.Findings {
		if strings.Contains(f.Text, words) {
			return true
		}
	}
	return false
}

// A dose at midnight belongs to the day that begins, one a microsecond before
// to the day that ends (E-TIME-02).
func TestADoseAtMidnight(t *testing.T) {
	p, midnight := swiss(t), moment.UTC.At(moment.Date(2026, 3, 10), 0, 0)
	for _, x := range []struct {
		at    moment.Instant
		today string
	}{{midnight, "today so far 100 mg"}, {midnight - 1, "today so far 0 mg"},
		{midnight + 24*moment.Instant(moment.Hour), "today so far 0 mg"},
		{midnight + 24*moment.Instant(moment.Hour) - 1, "today so far 100 mg"}} {
		d := Decide(p, settled(func(c *Case) {
			c.History = append(c.History[:2], Past{At: x.at, Prescribed: 100 * mg,
				Given: 100 * mg, Completed: true, POSS: protocol.POSS1})
		}))
		if !says(d, x.today) {
			t.Errorf("%d: not %q: %v", x.at, x.today, d.Findings)
		}
	}
	thrice := func(at moment.Instant) Decision {
		return Decide(p, settled(func(c *Case) {
			c.Prescription.PerDay, c.Prescription.CapDay = 3, 900*mg
			c.History = []Past{{At: at, Prescribed: 60 * mg, Given: 60 * mg, Completed: true, POSS: protocol.POSS1}}
		}))
	}
	if d := thrice(midnight - 24*moment.Instant(moment.Hour)); !says(d, "yesterday's total of 60 mg") {
		t.Errorf("at the first moment of yesterday: %v", d.Findings)
	}
	if d := thrice(midnight - 24*moment.Instant(moment.Hour) - 1); !says(d, "yesterday's total of 0 mg") {
		t.Errorf("a moment before yesterday: %v", d.Findings)
	}
}

// Tolerance asks for 300 mg on each of two days, the day before yesterday from
// its first moment to its last (E-TITR-15).
func TestToleranceOverTwoWholeDays(t *testing.T) {
	p, midnight := swiss(t), moment.UTC.At(moment.Date(2026, 3, 10), 0, 0)
	day := moment.Instant(24 * moment.Hour)
	for _, x := range []struct {
		before, yesterday moment.Instant
		amount            measure.Mass
		proven            bool
	}{{midnight - 2*day, midnight - day, 300 * mg, true}, {midnight - day - 1, midnight - 1, 300 * mg, true},
		{midnight - 2*day - 1, midnight - day, 300 * mg, false}, {midnight - 2*day, midnight - day, 300*mg - 1, false},
		{midnight - 2*day, midnight, 300 * mg, false}} {
		d := Decide(p, settled(func(c *Case) {
			c.Prescription.CapSingle, c.Prescription.CapDay = 400*mg, 800*mg
			c.History = []Past{{At: x.before, Prescribed: x.amount, Given: x.amount, Completed: true, POSS: protocol.POSS1},
				{At: x.yesterday, Prescribed: x.amount, Given: x.amount, Completed: true, POSS: protocol.POSS1}}
		}))
		if says(d, "tolerance is reached") != x.proven {
			t.Errorf("%+v: %v", x, d.Findings)
		}
	}
}

// What no record can hold refers, exactly from its bound on.
func TestImpossibleRecords(t *testing.T) {
	for _, x := range []struct {
		edit       func(p *Past)
		impossible bool
	}{
		{func(p *Past) { p.At = 0 }, true}, {func(p *Past) { p.At = 1 }, false}, {func(p *Past) { p.At = -1 }, true},
		{func(p *Past) { p.At = latest }, false}, {func(p *Past) { p.At = latest + 1 }, true},
		{func(p *Past) { p.Given = -1 }, true}, {func(p *Past) { p.Given = 0 }, false},
		{func(p *Past) { p.Given = measure.MaxMass }, false}, {func(p *Past) { p.Given = measure.MaxMass + 1 }, true},
		{func(p *Past) { p.AtMost = measure.MaxMass }, false}, {func(p *Past) { p.AtMost = measure.MaxMass + 1 }, true},
	} {
		c := settled()
		x.edit(&c.History[0])
		if d := Decide(swiss(t), c); says(d, "impossible amount or time") != x.impossible {
			t.Errorf("%+v: %v", c.History[0], d.Findings)
		}
	}
}

// An impossible time or amount of a prescription ends the decision there, and
// the bounds themselves are possible (E-UNIT-03, E-TIME-01).
func TestImpossiblePrescriptions(t *testing.T) {
	over := measure.MaxMass + 1
	for _, x := range []struct {
		name string
		edit func(c *Case)
		rule string // of the only finding of stage 2; "" is possible
	}{
		{"no time", func(c *Case) { c.Now = 0 }, "E-TIME-01"}, {"before time", func(c *Case) { c.Now = -1 }, "E-TIME-01"},
		{"after time", func(c *Case) { c.Now = latest + 1 }, "E-TIME-01"},
		{"the last time", func(c *Case) { c.Now = latest }, ""},
		{"the first time", func(c *Case) { c.Now, c.Prescription.Started, c.History = 1, 0, nil }, ""},
		{"dose", func(c *Case) { c.Prescription.Dose = -1 }, "E-UNIT-03"},
		{"dose over", func(c *Case) { c.Prescription.Dose = over }, "E-UNIT-03"},
		{"single", func(c *Case) { c.Prescription.CapSingle = over }, "E-UNIT-03"},
		{"day", func(c *Case) { c.Prescription.CapDay = over }, "E-UNIT-03"},
		{"increment", func(c *Case) { c.Prescription.Increment = over }, "E-UNIT-03"},
		{"top-up", func(c *Case) { c.Prescription.TopUp = over }, "E-UNIT-03"},
		{"usual", func(c *Case) { c.Prescription.Usual = over }, "E-UNIT-03"},
		{"one of the doses", func(c *Case) { c.Prescription.Doses = []measure.Mass{over, 1} }, "E-UNIT-03"},
		{"the other", func(c *Case) { c.Prescription.Doses = []measure.Mass{1, over} }, "E-UNIT-03"},
		{"asked", func(c *Case) { m := over; c.Ask = &m }, "E-UNIT-03"},
		{"asked below", func(c *Case) { m := measure.Mass(-1); c.Ask = &m }, "E-UNIT-03"},
		{"the most", func(c *Case) { c.Prescription.CapSingle, c.Prescription.CapDay = over-1, over-1 }, ""},
		{"asked the most", func(c *Case) { m := over - 1; c.Ask = &m }, ""},
	} {
		d := Decide(swiss(t), settled(x.edit))
		second, later := "", false
		for _, f := range d.Findings {
			if f.Stage == stagePrescription && f.Effect == Stop {
				second += f.Rule
			}
			later = later || f.Stage > stageVitals
		}
		if second != x.rule || later != (x.rule == "") || x.rule != "" && d.Outcome != InvalidRx {
			t.Errorf("%s: %s, stage 2 %q, later stages %v", x.name, told(d), second, later)
		}
	}
}

// Bounds of a prescription are themselves allowed.
func TestPrescriptionBounds(t *testing.T) {
	for _, x := range []struct {
		name string
		edit func(c *Case)
		want string
	}{
		{"24 visits", func(c *Case) { c.Prescription.PerDay, c.Prescription.CapDay = 24, 2400*mg }, "VALID"},
		{"25 visits", func(c *Case) { c.Prescription.PerDay, c.Prescription.CapDay = 25, 2500*mg }, "INVALID_RX S-NDAY"},
		{"a dose at its ceiling", func(c *Case) { c.Prescription.CapSingle = 100 * mg }, "VALID"},
		{"a microgram above", func(c *Case) { c.Prescription.CapSingle = 100*mg - 1 }, "INVALID_RX S-CAP-SINGLE"},
		{"a day at its ceiling", func(c *Case) { c.Prescription.CapDay = 200 * mg }, "VALID"},
		{"a ceiling of a microgram", func(c *Case) { c.Prescription.CapSingle = 1 }, "INVALID_RX S-CAP-SINGLE"},
		{"the larger dose is challenged", func(c *Case) {
			c.Prescription.Doses, c.Prescription.CapSingle = []measure.Mass{160 * mg, 90 * mg}, 160*mg
		}, "REFER_PRESCRIBER P-CAP-06"},
		{"the larger dose is challenged, last", func(c *Case) {
			c.Prescription.Doses, c.Prescription.CapSingle = []measure.Mass{90 * mg, 160 * mg}, 160*mg
		}, "REFER_PRESCRIBER P-CAP-06"},
		{"not tolerated, and no usual dose written", func(c *Case) {
			c.History[3].POSS, c.History[3].Given, c.Prescription.Dose = protocol.POSS3, 60*mg, 91*mg
		}, "REFER_PRESCRIBER P-CAP-06"},
		{"not tolerated, and a usual dose written", func(c *Case) {
			c.History[3].POSS, c.History[3].Given, c.Prescription.Dose = protocol.POSS3, 60*mg, 91*mg
			c.Prescription.Usual = 100 * mg
		}, "VALID"},
		{"none is known to be tolerated", func(c *Case) {
			c.History = c.History[3:]
			c.History[0].POSS, c.History[0].Given, c.Prescription.Dose = "", 60*mg, 91*mg
		}, "REFER_PRESCRIBER P-CAP-06"},
	} {
		if d := Decide(swiss(t), settled(x.edit, func(c *Case) { c.Question = QuestionPrescription })); told(d) != x.want {
			t.Errorf("%s: %s, want %s", x.name, told(d), x.want)
		}
	}
}

// A treatment counts from its first day to its last, and one without either
// day, or that ends in the future or before it began, does not.
func TestWhichTreatmentsCount(t *testing.T) {
	p, today := swiss(t), moment.Date(2026, 3, 10)
	for _, x := range []struct {
		name   string
		of     Treatment
		counts bool
	}{
		{"whole", Treatment{From: today - 400, To: today - 100, Ended: "without_success"}, true},
		{"ends today", Treatment{From: today - 400, To: today, Ended: "without_success"}, true},
		{"ends tomorrow", Treatment{From: today - 400, To: today + 1, Ended: "without_success"}, false},
		{"one day", Treatment{From: today - 9, To: today - 9, Ended: "without_success"}, true},
		{"ends before it began", Treatment{From: today - 9, To: today - 10, Ended: "without_success"}, false},
		{"no first day", Treatment{To: today - 10, Ended: "without_success"}, false},
		{"no last day", Treatment{From: today - 10, Ended: "without_success"}, false},
		{"completed", Treatment{From: today - 400, To: today - 100, Ended: "completed"}, false},
	} {
		c := settled(func(c *Case) {
			c.Question = QuestionEligibility
			c.Person.Born, c.Person.DependenceSince, c.Person.SocialDeficit = today-10000, today-2000, true
			c.Person.Treatments = []Treatment{x.of, {From: today - 900, To: today - 800, Ended: "without_success"}}
		})
		if d := Decide(p, c); (d.Outcome == Eligible) != x.counts {
			t.Errorf("%s: %s %v", x.name, d.Outcome, d.Reasons)
		}
	}
}

// A conversion needs a row with a rule and a possible dose, up to its bound.
func TestFromMethadoneAtItsBounds(t *testing.T) {
	row := swiss(t).BesideFor(measure.Form{Substance: measure.Morphine})
	for m, want := range map[measure.Mass]bool{0: false, 1: true, -1: false, measure.MaxMass / 100: true,
		measure.MaxMass/100 + 1: false} {
		if _, ok := FromMethadone(row, m); ok != want {
			t.Errorf("%d micrograms: %v", m, ok)
		}
	}
	if _, ok := FromMethadone(nil, 60*mg); ok {
		t.Error("no row, and a conversion")
	}
	if _, ok := FromMethadone(swiss(t).BesideFor(measure.Form{Substance: measure.Methadone}), 60*mg); ok {
		t.Error("methadone is converted to methadone")
	}
}

// Readings of a case are taken up to what a person can have and no further.
func TestReadingsOfACaseAreBounded(t *testing.T) {
	base := `{"now":"2026-03-10T09:00:00Z","zone":"UTC","prescription":{},"history":[{"at":"2026-03-09T09:00:00Z",` +
		`"given_mg":1}],"missed":{},"assessment":{},"person":{}}`
	for _, x := range []struct {
		where, name    string
		takes, refuses []string
	}{
		{"missed", "sessions", []string{"0", "100000"}, []string{"-1", "100001"}},
		{"missed", "days", []string{"0", "100000"}, []string{"-1", "100001"}},
		{"prescription", "per_day", []string{"0", "1000"}, []string{"-1", "1001"}},
		{"history", "attempts", []string{"0", "100"}, []string{"-1", "101"}},
		{"assessment", "rr", []string{"0", "100"}, []string{"-1", "100.001"}},
		{"assessment", "spo2", []string{"0", "100"}, []string{"-1", "100.001"}},
		{"assessment", "pulse", []string{"0", "400"}, []string{"-1", "400.001"}},
		{"assessment", "systolic", []string{"0", "400"}, []string{"-1", "400.001"}},
		{"assessment", "temperature", []string{"10", "50"}, []string{"9.999", "50.001"}},
		{"assessment", "alcohol_ug_100ml", []string{"0", "1000"}, []string{"-1", "1000.001"}},
		{"assessment", "cows", []string{"0", "48"}, []string{"-1", "48.001"}},
		{"person", "trimester", []string{"0", "3"}, []string{"-1", "4"}},
		{"person", "spo2_scale", []string{"1", "2"}, []string{"0", "3"}},
		{"person", "qtc_ms", []string{"100", "1000"}, []string{"99.999", "1000.001"}},
		{"person", "baseline_spo2", []string{"84", "100"}, []string{"83.999", "100.001"}},
		{"person", "baseline_rr", []string{"9", "25"}, []string{"8.999", "25.001"}},
		{"person", "injecting_days_percent", []string{"0", "100"}, []string{"-1", "100.001"}},
	} {
		try := func(value string) error {
			var doc map[string]any
			if err := json.Unmarshal([]byte(base), &doc); err != nil {
				t.Fatal(err)
			}
			in, ok := doc[x.where].(map[string]any)
			if !ok {
				in = doc[x.where].([]any)[0].(map[string]any)
			}
			in[x.name] = json.Number(value)
			b, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = ParseCase(b)
			return err
		}
		for _, value := range x.takes {
			if err := try(value); err != nil {
				t.Errorf("%s.%s %s: %v", x.where, x.name, value, err)
			}
		}
		for _, value := range x.refuses {
			if try(value) == nil {
				t.Errorf("%s.%s %s is taken", x.where, x.name, value)
			}
		}
	}
}

// Whether a syringe was used up follows from the two amounts where it is not
// said, and a prescription is asked for where the question needs one.
func TestWhatACaseLeavesOut(t *testing.T) {
	for past, want := range map[string]bool{
		`"given_mg":10,"prescribed_mg":10`: true, `"given_mg":10,"prescribed_mg":10.001`: false,
		`"given_mg":0,"prescribed_mg":0`: false, `"given_mg":10`: false, `"given_mg":0.001,"prescribed_mg":0.001`: true,
		`"given_mg":11,"prescribed_mg":10`: true, `"given_mg":10,"prescribed_mg":10,"completed":false`: false,
	} {
		_, c, err := ParseCase([]byte(`{"now":"2026-03-10T09:00:00Z","zone":"UTC","prescription":{},"history":[{` +
			`"at":"2026-03-09T09:00:00Z",` + past + `}]}`))
		if err != nil || c.History[0].Completed != want {
			t.Errorf("%s: completed %v, %v", past, !want, err)
		}
	}
	for question, needs := range map[string]bool{"dose": true, "prescription": true, "observation": false,
		"eligibility": false} {
		_, _, err := ParseCase([]byte(`{"now":"2026-03-10T09:00:00Z","zone":"UTC","question":"` + question + `"}`))
		if (err != nil) != needs {
			t.Errorf("%s without a prescription: %v", question, err)
		}
	}
	if _, _, err := ParseCase([]byte(`{"now":"2026-03-10T09:00:00Z","prescription":{}}`)); err == nil {
		t.Error("a case without a zone is taken")
	}
}
