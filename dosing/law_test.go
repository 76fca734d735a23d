package dosing

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// The laws below hold for every case, not only for the worked examples. Each
// names the rule that it guards. The amounts are recomputed here without the
// engine's own code.

func chIV(t *rapid.T) *protocol.Pack {
	p, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func drawMass(t *rapid.T, name string, most int64) measure.Mass {
	return measure.Mass(rapid.Int64Range(1, most).Draw(t, name)) * 500
}

func drawMilli(t *rapid.T, name string, values ...int64) *measure.Milli {
	v := rapid.SampledFrom(values).Draw(t, name)
	if v < 0 {
		return nil
	}
	m := measure.Milli(v * 1000)
	return &m
}

// plausible draws a case such as a clinic could send.
func plausible(t *rapid.T) Case {
	zone, err := moment.LoadZone(rapid.SampledFrom([]string{"Europe/Zurich", "Europe/London", "UTC"}).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	day := moment.Date(2026, 3, 25) + moment.Day(rapid.IntRange(0, 220).Draw(t, "start"))
	today := day + moment.Day(rapid.IntRange(0, 5).Draw(t, "day"))
	c := Case{
		Zone: zone, Now: zone.At(today, rapid.IntRange(6, 22).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute")),
		Prescription: Prescription{
			Form:  measure.Form{Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate},
			Route: protocol.IV, Dose: drawMass(t, "dose", 800), PerDay: rapid.IntRange(1, 4).Draw(t, "per day"),
			Increment: measure.Mass(rapid.SampledFrom([]int64{0, 500, 1000, 5000, 10000}).Draw(t, "increment")),
			Started:   rapid.SampledFrom([]moment.Day{day, day, 0}).Draw(t, "started"),
		},
	}
	rx := &c.Prescription
	rx.CapSingle = rx.Dose + drawMass(t, "room of one dose", 200) - 500
	rx.CapDay = rx.Dose*measure.Mass(rx.PerDay) + drawMass(t, "room of the day", 400) - 500
	for at := zone.At(day, 8, 0); at < c.Now; at = at.Add(moment.Minutes(rapid.Int64Range(20, 700).Draw(t, "pause"))) {
		p := Past{
			At: at, Given: drawMass(t, "given", 800),
			Session: rapid.SampledFrom([]Session{"", Scheduled, Scheduled, TopUp}).Draw(t, "session"),
			POSS:    rapid.SampledFrom([]protocol.POSS{"1", "1", "1", "2", "S", "3", ""}).Draw(t, "followed by"),
			Route:   protocol.IV, Completed: rapid.SampledFrom([]bool{true, true, true, false}).Draw(t, "completed"),
			Naloxone: rapid.IntRange(0, 30).Draw(t, "naloxone") == 0,
		}
		p.Prescribed = p.Given
		c.History = append(c.History, p)
	}
	if rapid.Bool().Draw(t, "asks") {
		ask := drawMass(t, "ask", 900)
		c.Ask = &ask
	}
	if rapid.IntRange(0, 3).Draw(t, "an ordinary visit") > 0 {
		rr, spo2 := measure.Milli(14000), measure.Milli(97000)
		c.Assessment = protocol.Assessment{POSS: protocol.POSS1, RR: &rr, SpO2: &spo2}
		return c
	}
	c.Missed.Sessions = rapid.SampledFrom([]int{0, 0, 0, 1, 3}).Draw(t, "missed")
	c.Assessment = protocol.Assessment{
		POSS: rapid.SampledFrom([]protocol.POSS{"1", "1", "1", "1", "2", "S", "3", "4", ""}).Draw(t, "poss"),
		RR:   drawMilli(t, "rr", 14, 14, 14, 11, 8, 25, -1), SpO2: drawMilli(t, "spo2", 97, 97, 97, 95, 90, -1),
		Pulse: drawMilli(t, "pulse", 80, 80, 120, -1), Alcohol: drawMilli(t, "alcohol", -1, -1, 0, 10),
	}
	return c
}

func asked(c Case) measure.Mass {
	if c.Ask != nil {
		return *c.Ask
	}
	return c.Prescription.Dose
}

func givenOn(c Case, day moment.Day) (total measure.Mass) {
	for _, p := range c.History {
		if c.Zone.Day(p.At) == day {
			total += p.Given
		}
	}
	return total
}

// E-ORD-02: no dose above what was asked, prescribed, left under the ceilings
// or allowed by the titration rules.
func TestLawNoDoseAboveItsLimits(t *testing.T) {
	decided := 0
	rapid.Check(t, func(t *rapid.T) {
		p, c := chIV(t), plausible(t)
		d := Decide(p, c)
		if d.Limit != nil && (*d.Limit > c.Prescription.Dose || *d.Limit > c.Prescription.CapSingle) {
			t.Fatalf("a prescriber could authorise %s", *d.Limit)
		}
		if d.Proposal != nil && (d.Outcome != Refer || *d.Proposal > asked(c) || d.Limit == nil || *d.Proposal > *d.Limit) {
			t.Fatalf("proposes %s", *d.Proposal)
		}
		if gives := d.Outcome == Administer || d.Outcome == AdministerMax; gives != (d.Dose != nil) {
			t.Fatalf("outcome %s with dose %v", d.Outcome, d.Dose)
		}
		if d.Dose == nil {
			return
		}
		decided++
		today, dose, rx := c.Zone.Day(c.Now), *d.Dose, c.Prescription
		step := max(rx.Increment, 0)
		if step == 0 {
			step = measure.Milligram
		}
		switch {
		case dose <= 0, dose > asked(c), dose > rx.Dose, dose > rx.CapSingle, dose%step != 0:
			t.Fatalf("gives %s", dose)
		case givenOn(c, today)+dose > rx.CapDay:
			t.Fatalf("gives %s after %s today, above %s", dose, givenOn(c, today), rx.CapDay)
		case (d.Outcome == Administer) != (dose == asked(c)):
			t.Fatalf("%s %s, asked %s", d.Outcome, dose, asked(c))
		}
		auditTitration(t, c, dose)
	})
	if decided == 0 {
		t.Error("no case came to a dose: the law was not tried")
	}
}

// auditTitration recomputes P-TITR-01 to P-TITR-05 in its own way.
func auditTitration(t *rapid.T, c Case, dose measure.Mass) {
	today := c.Zone.Day(c.Now)
	yesterday, before := givenOn(c, today-1), givenOn(c, today-2)
	tolerant := yesterday >= 300*measure.Milligram && before >= 300*measure.Milligram
	last := Past{}
	if n := len(c.History); n > 0 {
		last = c.History[n-1]
	}
	firstDay := c.Prescription.Started
	if firstDay == 0 {
		firstDay = today
		if len(c.History) > 0 {
			firstDay = c.Zone.Day(c.History[0].At)
		}
	}
	switch {
	case len(c.History) == 0 && dose > 15*measure.Milligram:
		t.Fatalf("P-TITR-01: a first dose of %s", dose)
	case firstDay == today && dose > 30*measure.Milligram:
		t.Fatalf("P-TITR-03: %s on day 1", dose)
	case last.At != 0 && c.Now.Since(last.At) < 30*moment.Minute && (dose > 15*measure.Milligram || len(c.History) > 1):
		t.Fatalf("P-TITR-02/04: %s only %s after the last", dose, c.Now.Since(last.At))
	case firstDay == today || tolerant || len(c.History) == 0:
	case c.Prescription.PerDay >= 3 && 2*dose > yesterday:
		t.Fatalf("P-TITR-04: %s after %s yesterday", dose, yesterday)
	case c.Prescription.PerDay <= 2 && 2*dose > 3*largestScheduled(c):
		t.Fatalf("P-TITR-05: %s, the largest ever is %s", dose, largestScheduled(c))
	}
}

func largestScheduled(c Case) (most measure.Mass) {
	for _, p := range c.History {
		if p.Session != TopUp {
			most = max(most, p.Given)
		}
	}
	return most
}

// allowed is the dose that may be given now, 0 where none.
func allowed(d Decision) measure.Mass {
	if d.Dose == nil {
		return 0
	}
	return *d.Dose
}

// A worse reading, or one that was not taken, never allows more.
func TestLawAWorseReadingNeverAllowsMore(t *testing.T) {
	milli := func(v int64) *measure.Milli {
		m := measure.Milli(v)
		return &m
	}
	worse := map[string]func(*Case, *rapid.T){
		"POSS": func(c *Case, t *rapid.T) {
			c.Assessment.POSS = rapid.SampledFrom([]protocol.POSS{"", "S", "2", "3", "4"}).Draw(t, "worse")
		},
		"breathing rate": func(c *Case, t *rapid.T) {
			c.Assessment.RR = milli(rapid.Int64Range(0, 11999).Draw(t, "worse"))
		},
		"SpO2": func(c *Case, t *rapid.T) {
			c.Assessment.SpO2 = milli(rapid.Int64Range(0, 95999).Draw(t, "worse"))
		},
		"no breathing rate": func(c *Case, _ *rapid.T) { c.Assessment.RR = nil },
		"no SpO2":           func(c *Case, _ *rapid.T) { c.Assessment.SpO2 = nil },
		"alcohol": func(c *Case, t *rapid.T) {
			c.Assessment.Alcohol = milli(rapid.Int64Range(1, 200000).Draw(t, "worse"))
		},
		"test declined": func(c *Case, _ *rapid.T) { c.Assessment.AlcoholRefuse = true },
		"intoxicated":   func(c *Case, _ *rapid.T) { c.Assessment.Intoxicated = true },
		"a sign": func(c *Case, t *rapid.T) {
			c.Assessment.Flags = []string{rapid.StringN(1, 12, 20).Draw(t, "sign")}
		},
		"naloxone after the last dose": func(c *Case, _ *rapid.T) {
			if n := len(c.History); n > 0 {
				c.History = append([]Past(nil), c.History...)
				c.History[n-1].Naloxone = true
			}
		},
		"not tolerated": func(c *Case, _ *rapid.T) {
			if n := len(c.History); n > 0 {
				c.History = append([]Past(nil), c.History...)
				c.History[n-1].POSS = protocol.POSS3
			}
		},
	}
	for name, change := range worse {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				p, c := chIV(t), plausible(t)
				before := Decide(p, c)
				change(&c, t)
				if after := Decide(p, c); allowed(after) > allowed(before) {
					t.Fatalf("allows %s instead of %s", allowed(after), allowed(before))
				}
			})
		})
	}
}

// P-TITR-10, S-MISS-INJ: a longer absence never allows more, nor lets a
// prescriber authorise more.
func TestLawALongerAbsenceNeverAllowsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, c := chIV(t), plausible(t)
		before := Decide(p, c)
		c.Missed.Sessions += rapid.IntRange(1, 30).Draw(t, "more missed")
		c.Missed.Days += rapid.IntRange(0, 30).Draw(t, "more days")
		after := Decide(p, c)
		if allowed(after) > 0 {
			t.Fatalf("gives %s after missed sessions without a table", allowed(after))
		}
		if after.Limit != nil && (before.Limit == nil || *after.Limit > *before.Limit) {
			t.Fatalf("allows up to %v instead of %v", after.Limit, before.Limit)
		}
	})
}

// A draft gives nothing, whatever the case.
func TestLawADraftOnlyRefers(t *testing.T) {
	draft, err := protocol.Find("uk-draft")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		c := plausible(t)
		c.Prescription.Form.Salt = measure.Hydrochloride
		if d := Decide(draft, c); d.Outcome != Refer && d.Outcome != Emergency || d.Dose != nil || d.Proposal != nil {
			t.Fatalf("%s", d.JSON(c.Zone))
		}
	})
}

// wild draws a case that no clinic could send: every number may be anything.
func wild(t *rapid.T) Case {
	c := plausible(t)
	m := func(name string) measure.Mass { return measure.Mass(rapid.Int64().Draw(t, name)) }
	i := func(name string) moment.Instant { return moment.Instant(rapid.Int64().Draw(t, name)) }
	questions := []Question{"", QuestionDose, QuestionObservation, QuestionPrescription, QuestionEligibility, "?"}
	c.Question = rapid.SampledFrom(questions).Draw(t, "question")
	if rapid.Bool().Draw(t, "wild prescription") {
		c.Prescription = Prescription{Dose: m("d"), CapSingle: m("cs"), CapDay: m("cd"), Increment: m("in"), Usual: m("u"),
			PerDay: rapid.Int().Draw(t, "n"), Form: c.Prescription.Form, Started: moment.Day(rapid.Int32().Draw(t, "st")),
			Route: protocol.Route(rapid.SampledFrom([]string{"iv", "im", "sc", "oral", "", "x"}).Draw(t, "route"))}
		for range rapid.IntRange(0, 3).Draw(t, "doses") {
			c.Prescription.Doses = append(c.Prescription.Doses, m("dose"))
		}
	}
	if rapid.Bool().Draw(t, "wild time") {
		c.Now, c.Zone = i("now"), moment.Zone{}
	}
	for range rapid.IntRange(0, 3).Draw(t, "wild doses") {
		c.History = append(c.History, Past{At: i("at"), Given: m("given"), Prescribed: m("p"), NaloxoneAt: i("na"),
			Attempts: rapid.Int().Draw(t, "attempts"), Naloxone: rapid.Bool().Draw(t, "naloxone"),
			Completed: rapid.Bool().Draw(t, "completed")})
	}
	c.Missed = Missed{rapid.Int().Draw(t, "sessions"), rapid.Int().Draw(t, "days")}
	r := measure.Milli(rapid.Int64().Draw(t, "reading"))
	c.Assessment.RR, c.Assessment.Temperature, c.Assessment.Systolic = &r, &r, &r
	c.Person = Person{Trimester: rapid.Int().Draw(t, "tri"), SpO2Scale: rapid.Int().Draw(t, "scale")}
	c.Person.Born = moment.Day(rapid.Int32().Draw(t, "born"))
	return c
}

// Whatever comes in, Decide answers with one known outcome, says why unless a
// plain dose or release was due, and writes JSON that can be read.
func TestLawDecideAlwaysAnswers(t *testing.T) {
	known := map[Outcome]bool{Administer: true, AdministerMax: true, Defer: true, Refer: true, Withhold: true,
		Emergency: true, InvalidRx: true, NotEligible: true, Eligible: true, Observe: true, Release: true, Valid: true}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(append(protocol.Builtin(), nil)).Draw(t, "pack")
		c := wild(t)
		d := Decide(p, c)
		plain := d.Outcome == Administer || d.Outcome == Release || d.Outcome == Valid || d.Outcome == Eligible
		if !known[d.Outcome] || !plain && len(d.Findings) == 0 {
			t.Fatalf("outcome %q with %d findings", d.Outcome, len(d.Findings))
		}
		if !plain && d.Outcome != AdministerMax && !hasDeciding(d) {
			t.Fatalf("%s, but no finding changes the outcome", d.JSON(c.Zone))
		}
		stage := 0
		for _, f := range d.Findings {
			if f.Rule == "" || f.Text == "" || f.Source == "" || f.Stage < stage {
				t.Fatalf("finding %+v after stage %d", f, stage)
			}
			stage = f.Stage
		}
		if !json.Valid(d.JSON(c.Zone)) {
			t.Fatalf("not JSON: %s", d.JSON(c.Zone))
		}
	})
}

func hasDeciding(d Decision) bool {
	for _, f := range d.Findings {
		if f.Effect != Advise && f.Effect != Info && f.Effect != Limit {
			return true
		}
	}
	return false
}

// The same case has the same answer, and the case itself is left alone.
func TestLawDecideIsPure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, c := chIV(t), plausible(t)
		before, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		first, second := string(Decide(p, c).JSON(c.Zone)), string(Decide(p, c).JSON(c.Zone))
		after, err := json.Marshal(c)
		if err != nil || first != second || string(before) != string(after) {
			t.Fatalf("%s\n%s", first, second)
		}
	})
}

// NEWS2 agrees with a table written out band by band, at every whole reading.
func TestNEWS2AgreesWithTheChart(t *testing.T) {
	chart := map[string][][3]int64{ // lowest, highest, points
		"rr":       {{0, 8, 3}, {9, 11, 1}, {12, 20, 0}, {21, 24, 2}, {25, 100, 3}},
		"spo2":     {{0, 91, 3}, {92, 93, 2}, {94, 95, 1}, {96, 100, 0}},
		"systolic": {{0, 90, 3}, {91, 100, 2}, {101, 110, 1}, {111, 219, 0}, {220, 400, 3}},
		"pulse":    {{0, 40, 3}, {41, 50, 1}, {51, 90, 0}, {91, 110, 1}, {111, 130, 2}, {131, 400, 3}},
	}
	for name, bands := range chart {
		for _, b := range bands {
			for v := b[0]; v <= b[1]; v++ {
				m := measure.Milli(v * 1000)
				a := protocol.Assessment{}
				map[string]func(){
					"rr": func() { a.RR = &m }, "spo2": func() { a.SpO2 = &m },
					"systolic": func() { a.Systolic = &m }, "pulse": func() { a.Pulse = &m },
				}[name]()
				if s := scoreNEWS2(&a, 1); int64(s.total) != b[2] || s.single != (b[2] == 3) {
					t.Errorf("%s %d scores %d, want %d", name, v, s.total, b[2])
				}
			}
		}
	}
	for tenths, want := range map[int64]int{350: 3, 351: 1, 360: 1, 361: 0, 380: 0, 381: 1, 390: 1, 391: 2} {
		if got := temperature(measure.Milli(tenths * 100)); got != want {
			t.Errorf("temperature %d tenths scores %d, want %d", tenths, got, want)
		}
	}
	if low(measure.Milli(math.MinInt64), cutoff{1, 3}, cutoff{2, 2}, cutoff{3, 1}) != 3 {
		t.Error("an impossible reading scores nothing")
	}
}
