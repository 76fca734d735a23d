package dosing

import (
	"slices"
	"testing"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// fires reports whether a rule is among the findings with an effect.
func fires(d Decision, rule string, effect Effect) bool {
	return slices.ContainsFunc(d.Findings, func(f Finding) bool { return f.Rule == rule && f.Effect == effect })
}

// Rules that say why nothing more was done are told exactly where they speak.
func TestRulesThatOnlyExplain(t *testing.T) {
	ask := func(n int) func(*Case) {
		return func(c *Case) {
			m := measure.Mass(n) * mg
			c.Ask, c.Prescription.Dose = &m, m
		}
	}
	threeADay := func(c *Case) { c.Prescription.PerDay, c.Prescription.CapDay = 3, 600*mg }
	usual := func(m int) func(*Case) {
		return func(c *Case) { c.Prescription.Usual = measure.Mass(m) * mg }
	}
	today := func(given ...int) func(*Case) {
		return func(c *Case) {
			c.Prescription.PerDay, c.Prescription.CapSingle, c.Now = 4, 400*mg, nineOClock.Add(10*moment.Hour)
			for i, m := range given {
				c.History = append(c.History, took(nineOClock.Add(moment.Minutes(int64(i))), measure.Mass(m)*mg))
			}
		}
	}
	topUpYesterday := func(c *Case) {
		p := c.History[len(c.History)-1]
		p.At, p.Session = p.At+1, TopUp
		c.History = append(c.History, p)
	}
	for _, x := range []struct {
		name string
		c    Case
		rule string
		told bool
	}{
		{"150 % exactly", settled(ask(150)), "E-CAP-08", true},
		{"a little less", settled(ask(149)), "E-CAP-08", false},
		{"no increase", settled(), "E-CAP-08", false},
		{"two of three visits yesterday", settled(threeADay), "E-TITR-13", true},
		{"a top-up is no visit", settled(threeADay, topUpYesterday), "E-TITR-13", true},
		{"two of two", settled(func(c *Case) { c.Prescription.Started = 0 }), "E-TITR-13", false},
		{"within the ceiling", settled(usual(100)), "E-CAP-07", false},
		{"half of it left", settled(usual(100), today(350), ask(100)), "E-CAP-07", true},
		{"all that is asked is left", settled(usual(100), today(300), ask(100)), "E-CAP-07", false},
		{"all readings", settled(), "NEWS2", true},
		{"no withholding", settled(), "E-ORD-01", false},
		{"withheld", settled(func(c *Case) { c.Assessment.Intoxicated = true }), "E-ORD-01", true},
		{"an emergency", settled(func(c *Case) { c.Assessment.Cyanosis = true }), "E-ORD-01", false},
	} {
		if d := Decide(swiss(t), x.c); fires(d, x.rule, Info) != x.told {
			t.Errorf("%s: %s is told: %v\n%s", x.name, x.rule, !x.told, d.JSON(x.c.Zone))
		}
	}
	p := signed(t, map[string]any{"challenge_percent": 100})
	if d := Decide(p, settled()); fires(d, "E-CAP-08", Info) {
		t.Error("the same dose again is no increase, whatever the percentage")
	}
	three := settled(threeADay)
	third := three.History[len(three.History)-1]
	third.At++
	three.History = append(three.History, third)
	if d := Decide(swiss(t), three); fires(d, "E-TITR-13", Info) {
		t.Error("three of three visits are told as fewer")
	}
}

// The question of a prescription and that after a dose say why, too: nothing is
// answered without a reason.
func TestEveryAnswerHasAReason(t *testing.T) {
	valid := settled(func(c *Case) { c.Question = QuestionPrescription })
	if d := Decide(swiss(t), valid); d.Outcome != Valid || !fires(d, "S-CAP-SINGLE", Info) {
		t.Errorf("valid: %s", d.JSON(valid.Zone))
	}
	invalid := settled(func(c *Case) { c.Question, c.Prescription.CapDay = QuestionPrescription, 0 })
	if d := Decide(swiss(t), invalid); d.Outcome != InvalidRx || fires(d, "S-CAP-SINGLE", Info) {
		t.Errorf("invalid: %s", d.JSON(invalid.Zone))
	}
	leaves := watched(30)
	if d := Decide(swiss(t), leaves); d.Outcome != Release || !fires(d, "S-OBS-POST", Info) {
		t.Errorf("release: %s", d.JSON(leaves.Zone))
	}
	veins := watched(29, func(c *Case) {
		l := &c.History[len(c.History)-1]
		l.Attempts, l.Completed, l.Given = 3, false, 0
	})
	if d := Decide(swiss(t), veins); !fires(d, "P-SITE-05", DeferTo) {
		t.Errorf("three attempts: %s", d.JSON(veins.Zone))
	}
	if d := Decide(signed(t, map[string]any{"observation_min": 31}), veins); fires(d, "P-SITE-05", DeferTo) {
		t.Errorf("the longer time is the pack's own: %s", d.JSON(veins.Zone))
	}
	tri := settled(func(c *Case) {
		c.Question, c.Person.Trimester, c.Prescription.PerDay = QuestionPrescription, 3, 3
		c.Prescription.CapDay = 600 * mg
	})
	if d := Decide(swiss(t), tri); d.Outcome != Valid || !fires(d, "P-TITR-09", Info) {
		t.Errorf("three alike: %s", d.JSON(tri.Zone))
	}
}

// A route that the pack has no own time for is observed as any dose is.
func TestNoRowForTheRoute(t *testing.T) {
	p := &protocol.Pack{ObservationRoutes: []protocol.RouteMinutes{{Route: protocol.IM, Minutes: 60}}}
	e := &engine{p: p, c: Case{}}
	if e.ofRoute(&Past{Route: protocol.IV}) != nil || e.ofRoute(&Past{Route: protocol.IM}) == nil ||
		e.ofRoute(&Past{}) != nil {
		t.Error("a row of another route counts")
	}
}

// Each criterion of a programme is told where it is asked, met or not, and no
// other one.
func TestOnlyWhatIsAskedIsTold(t *testing.T) {
	ten := measure.Milli(10_000)
	since := moment.Date(2025, 1, 1)
	meets := func(c *Case) {
		c.Person.Eligibility = Eligibility{Born: moment.Date(1990, 1, 1), DependenceSince: since, SomaticDisorder: true,
			MainRoute: protocol.IV, InjectingPercent: &ten,
			Treatments: []Treatment{{Kind: "substitution", From: since, To: since + 100, Ended: "without_success"}}}
	}
	for reason, rule := range map[string]protocol.Eligibility{
		"age": {MinAge: 1}, "dependence_years": {DependenceYears: 1}, "severity": {AnyOf: []string{"somatic"}},
		"route": {InjectingPercent: 1}, "treatments": {Treatments: 1}, "treatment_length": {LongestMonths: 1},
	} {
		p := *swiss(t)
		rule.Basis = protocol.Basis{Rule: "LOCAL", Source: "OURS", Confidence: "S"}
		p.Eligibility = &rule
		for _, met := range []bool{true, false} {
			c := settled(func(c *Case) { c.Question = QuestionEligibility })
			if met {
				meets(&c)
			}
			d := Decide(&p, c)
			want := []string{reason}
			if met {
				want = nil
			}
			if len(d.Findings) != 1 || !slices.Equal(d.Reasons, want) || (d.Findings[0].Effect == Info) != met {
				t.Errorf("%s met %v: %s", reason, met, d.JSON(c.Zone))
			}
		}
	}
	p := *swiss(t)
	p.Eligibility = &protocol.Eligibility{AllOf: []string{"somatic"}, MainRoute: protocol.IV}
	c := settled(meets, func(c *Case) { c.Question = QuestionEligibility })
	if d := Decide(&p, c); len(d.Findings) != 2 {
		t.Errorf("all of one, and the route: %s", d.JSON(c.Zone))
	}
}
