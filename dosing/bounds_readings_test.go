package dosing

import (
	"strings"
	"testing"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// watched is the question after a dose of 100 mg, so many minutes later.
func watched(minutes int64, edit ...func(c *Case)) Case {
	return settled(append([]func(*Case){func(c *Case) {
		c.Question = QuestionObservation
		c.History = append(c.History, took(nineOClock, 100*mg))
		c.Now = nineOClock.Add(moment.Minutes(minutes))
	}}, edit...)...)
}

// One reading alone has a NEWS2 score, before a dose and after it, and the
// decision names what was not measured.
func TestOneReadingHasAScore(t *testing.T) {
	for _, c := range []Case{settled(), watched(40)} {
		c.Assessment = protocol.Assessment{POSS: protocol.POSS1, RR: milli(14_000)}
		d := Decide(swiss(t), c)
		if d.NEWS2 == nil || *d.NEWS2 != 0 {
			t.Errorf("question %q: no score: %v", c.Question, d.Findings)
		}
		if c.Question == "" && !says(d, "not measured: SpO2") {
			t.Errorf("what was not measured is not named: %v", d.Findings)
		}
		c.Assessment.RR = nil
		if d := Decide(swiss(t), c); d.NEWS2 != nil {
			t.Errorf("question %q: a score of nothing: %v", c.Question, d.Findings)
		}
	}
}

// More than 100 % of oxygen is no reading (S-SPO2-PRE).
func TestMoreThanAllOxygenIsMeasuredAgain(t *testing.T) {
	for value, again := range map[measure.Milli]bool{100_000: false, 100_001: true, 100_050: true, 101_000: true} {
		d := Decide(swiss(t), settled(func(c *Case) { c.Assessment.SpO2 = milli(value) }))
		if says(d, "measure again") != again || again && d.Outcome != Refer {
			t.Errorf("%d: %s", value, told(d))
		}
	}
}

// The baseline signed for a person stands in the place of the pack's limit and
// of the first scoring band, exactly from its own value on; what it lets pass
// is told (E-ORD-04).
func TestABaselineStandsInThePlaceOfTheLimit(t *testing.T) {
	for name, x := range map[string]struct {
		set         map[string]any
		own, spo2   measure.Milli
		refers, say bool
	}{
		"at the baseline":                   {nil, 94_000, 94_000, false, true},
		"below it":                          {nil, 94_000, 93_999, true, false},
		"above what scores":                 {nil, 94_000, 96_000, false, false},
		"a limit, at it":                    {map[string]any{"spo2_min": 97}, 94_000, 97_000, false, false},
		"a limit, below it":                 {map[string]any{"spo2_min": 97}, 94_000, 96_999, false, true},
		"a limit, and it scores":            {map[string]any{"spo2_min": 95}, 94_000, 95_000, false, true},
		"a limit, below limit and baseline": {map[string]any{"spo2_min": 97}, 96_500, 96_000, true, false},
	} {
		d := Decide(signed(t, x.set), settled(func(c *Case) {
			c.Person.Baseline.SpO2, c.Assessment.SpO2 = milli(x.own), milli(x.spo2)
		}))
		if says(d, "is below this person's signed baseline") != x.refers || cites(d, "E-ORD-04") != x.say ||
			(d.Outcome == Refer) != x.refers {
			t.Errorf("%s: %s: %v", name, told(d), d.Findings)
		}
	}
}

// The same baseline lets the person leave, and no reading below it does
// (E-ORD-04, S-SPO2-PRE).
func TestABaselineLetsAPersonLeave(t *testing.T) {
	for name, x := range map[string]struct {
		own  *measure.Milli
		spo2 measure.Milli
		want Outcome
		say  bool
	}{
		"at it": {milli(94_000), 94_000, Release, true}, "below it": {milli(94_000), 93_999, Observe, false},
		"nothing scores": {milli(94_000), 96_000, Release, false}, "none signed": {nil, 95_000, Observe, false},
		"none signed, nothing scores": {nil, 96_000, Release, false},
	} {
		d := Decide(swiss(t), watched(40, func(c *Case) {
			c.Person.Baseline.SpO2, c.Assessment.SpO2 = x.own, milli(x.spo2)
		}))
		if d.Outcome != x.want || cites(d, "E-ORD-04") != x.say {
			t.Errorf("%s: %s: %v", name, told(d), d.Findings)
		}
	}
}

// After a dose each band of NEWS2 asks for its own answer (P-NEWS-01 to
// P-NEWS-03).
func TestTheBandsOfNEWS2AfterADose(t *testing.T) {
	for name, x := range map[string]struct {
		pulse, systolic, temperature, spo2 measure.Milli
		rule                               string // of the three; "" is none
	}{
		"4":              {95_000, 95_000, 38_500, 97_000, ""},
		"5":              {115_000, 95_000, 38_500, 97_000, "P-NEWS-01"},
		"6":              {115_000, 95_000, 39_500, 97_000, "P-NEWS-01"},
		"7":              {115_000, 95_000, 39_500, 95_000, "P-NEWS-03"},
		"3 by one":       {40_000, 115_000, 37_000, 97_000, "P-NEWS-02"},
		"5 with a three": {40_000, 95_000, 37_000, 97_000, "P-NEWS-01"},
	} {
		d := Decide(swiss(t), watched(40, func(c *Case) {
			a := &c.Assessment
			a.Pulse, a.Systolic, a.Temperature, a.SpO2 = milli(x.pulse), milli(x.systolic), milli(x.temperature), milli(x.spo2)
		}))
		got := ""
		for _, f := range d.Findings {
			if strings.HasPrefix(f.Rule, "P-NEWS") {
				got += f.Rule
			}
		}
		if got != x.rule || (d.Outcome == Observe) != (x.rule != "") {
			t.Errorf("%s: %s, want %q", name, told(d), x.rule)
		}
	}
}

// A draft refers after a dose too; an emergency does not wait for it
// (E-PACK-01, P-OD-01).
func TestObservationUnderADraft(t *testing.T) {
	draft := edited(t, func(doc map[string]any) { doc["approver"] = nil })
	if d := Decide(draft, watched(40)); d.Outcome != Refer || !cites(d, "E-PACK-01") {
		t.Errorf("%s", told(d))
	}
	d := Decide(draft, watched(40, func(c *Case) { c.Assessment.RR, c.Assessment.Consciousness = milli(6_000), "U" }))
	if d.Outcome != Emergency || cites(d, "E-PACK-01") {
		t.Errorf("%s: an emergency is one under any pack: %v", told(d), d.Findings)
	}
}

// A reading without a possible time keeps the person (E-TIME-01).
func TestTheTimeOfAReading(t *testing.T) {
	for now, possible := range map[moment.Instant]bool{-1: false, 0: false, 1: true, latest: true, latest + 1: false} {
		d := Decide(swiss(t), watched(0, func(c *Case) { c.Now = now }))
		if cites(d, "E-TIME-01") == possible || !possible && d.Outcome != Observe {
			t.Errorf("%d: %s", now, told(d))
		}
	}
}

// A normal oximeter is told beside slow breathing as what it is, from the first
// value that does not score (P-RESP-02).
func TestANormalOximeterBesideSlowBreathing(t *testing.T) {
	for value, normal := range map[measure.Milli]bool{95_999: false, 96_000: true, 96_050: true} {
		d := Decide(swiss(t), watched(5, func(c *Case) {
			c.Assessment.RR, c.Assessment.SpO2, c.Assessment.Consciousness = milli(8_000), milli(value), "U"
		}))
		if says(d, "a normal oximeter does not rule out") != normal || d.Outcome != Emergency {
			t.Errorf("%d: %s", value, told(d))
		}
	}
}

// The longest of the times that apply holds, and cites its rule: the pack's,
// that of a first dose or an increase, that of attempts at a vein (S-OBS-POST,
// P-SITE-05).
func TestWhichObservationApplies(t *testing.T) {
	vein := func(attempts int, completed bool) func(c *Case) {
		return func(c *Case) {
			l := &c.History[len(c.History)-1]
			l.Attempts, l.Completed = attempts, completed
		}
	}
	more := func(c *Case) { c.History[len(c.History)-1].Given++ }
	short := map[string]any{"observation_min": 20}
	first := func(minutes int) map[string]any {
		return map[string]any{"observation_min": 30, "observation_first_min": minutes}
	}
	for name, x := range map[string]struct {
		set     map[string]any
		edit    func(c *Case)
		minutes int64
		rule    string
	}{
		"the pack's":                 {short, func(*Case) {}, 20, "LOCAL-observation_min"},
		"an increase, the same time": {first(30), more, 30, "LOCAL-observation_min"},
		"an increase":                {first(31), more, 31, "LOCAL-observation_first_min"},
		"two attempts":               {short, vein(2, false), 20, "LOCAL-observation_min"},
		"three attempts":             {short, vein(3, false), 30, "P-SITE-05"},
		"three, and it went in":      {short, vein(3, true), 20, "LOCAL-observation_min"},
		"one attempt of one": {map[string]any{"observation_min": 20, "vein_attempts_max": 1}, vein(1, false), 30,
			"LOCAL-vein_attempts_max"},
	} {
		d := Decide(signed(t, x.set), watched(1, x.edit))
		if want := nineOClock.Add(moment.Minutes(x.minutes)); d.Outcome != Observe || d.Until == nil || *d.Until != want ||
			!cites(d, x.rule) {
			t.Errorf("%s: %s until %v: %v", name, told(d), d.Until, d.Findings)
		}
	}
}

// After naloxone the pack may ask for more than 90 minutes and never for less,
// counted from a time that can be one (P-OD-05).
func TestObservationAfterNaloxone(t *testing.T) {
	for pack, want := range map[int]int64{60: 90, 90: 90, 120: 120} {
		d := Decide(signed(t, map[string]any{"observation_naloxone_min": pack}), watched(10, func(c *Case) {
			l := &c.History[len(c.History)-1]
			l.Naloxone, l.NaloxoneAt = true, nineOClock.Add(5*moment.Minute)
		}))
		if until := nineOClock.Add(moment.Minutes(5 + want)); d.Until == nil || *d.Until != until {
			t.Errorf("%d minutes in the pack: until %v, want %d minutes", pack, d.Until, want)
		}
	}
	for at, recorded := range map[moment.Instant]bool{-1: false, 0: false, 1: true, latest: true, latest + 1: false} {
		d := Decide(swiss(t), watched(240, func(c *Case) {
			l := &c.History[len(c.History)-1]
			l.Naloxone, l.NaloxoneAt = true, at
		}))
		if says(d, "record when naloxone was last given") == recorded {
			t.Errorf("naloxone at %d: %v", at, d.Findings)
		}
	}
}

// Where the pack is silent the wait after attempts at a vein is 30 minutes
// (S-OBS-POST).
func TestTheWaitAfterAttemptsAtAVein(t *testing.T) {
	p := edited(t, func(doc map[string]any) {
		doc["vein_observation_min"] = nil
		delete(doc["basis"].(map[string]any), "vein_observation_min")
	})
	d := Decide(p, settled(func(c *Case) {
		c.History = append(c.History, took(nineOClock, 0, func(p *Past) { p.Completed, p.Attempts = false, 3 }))
		c.Now = nineOClock.Add(moment.Minute)
	}))
	if d.Until == nil || *d.Until != nineOClock.Add(30*moment.Minute) {
		t.Errorf("%s until %v", told(d), d.Until)
	}
}

// The written answer keeps every sign as it is and never names a time before
// the one that holds (E-TIME-01).
func TestTheWrittenAnswer(t *testing.T) {
	d := Decide(swiss(t), settled(func(c *Case) { c.Assessment.Flags = []string{"<x> & y"} }))
	if text := string(d.JSON(moment.UTC)); !strings.Contains(text, `<x> & y`) {
		t.Errorf("a sign is written otherwise: %s", text)
	}
	second := moment.Instant(moment.Second)
	for until, want := range map[moment.Instant]string{nineOClock: "09:00:00Z", nineOClock + 1: "09:00:01Z",
		nineOClock + second - 1: "09:00:01Z", nineOClock + second: "09:00:01Z"} {
		if text := string(Decision{Until: &until}.JSON(moment.UTC)); !strings.Contains(text, want) {
			t.Errorf("%d: %s", until-nineOClock, text)
		}
	}
}
