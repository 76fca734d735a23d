package dosing

import (
	"encoding/json"
	"testing"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// signed is ch-iv as a service might sign it: with settings of its own. The
// figures are invented for the test.
func signed(t *testing.T, set map[string]any) *protocol.Pack {
	t.Helper()
	p, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(p.Document(), &doc); err != nil {
		t.Fatal(err)
	}
	basis := doc["basis"].(map[string]any)
	for name, value := range set {
		doc[name] = value
		if name != "missed" && name != "alcohol_reduce_percent" && name != "rise" && name != "first_day" &&
			name != "emergencies" && name != "observation_routes" {
			basis[name] = map[string]any{"rule": "LOCAL-" + name, "source": "STEADY", "confidence": "S"}
		}
	}
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = protocol.Load(b); err != nil {
		t.Fatal(err)
	}
	return p
}

func missedTable() map[string]any {
	row := func(from int, to any, percent any, action, rule string, prescriber bool) map[string]any {
		return map[string]any{"from_sessions": from, "to_sessions": to, "percent": percent, "action": action, "rule": rule,
			"source": "STEADY", "confidence": "S", "needs_prescriber": prescriber}
	}
	capped := row(4, 4, 50, "propose", "LOCAL-4", true)
	capped["cap_mg"] = 40
	return map[string]any{"basis": "sessions", "rows": []any{
		row(1, 2, 100, "give", "LOCAL-1", false), row(3, 3, 50, "propose", "LOCAL-3", true), capped,
		row(5, nil, nil, "reinduct", "LOCAL-5", true),
	}}
}

// What a service signs is what decides: each setting holds at its edge, under
// the rule that it cites.
func TestSignedSettingsDecide(t *testing.T) {
	only := func(name string, value any) map[string]any { return map[string]any{name: value} }
	breath := func(m measure.Milli) func(*Case) { return func(c *Case) { c.Assessment.Alcohol = &m } }
	rr := func(m measure.Milli) func(*Case) { return func(c *Case) { c.Assessment.RR = &m } }
	spo2 := func(m measure.Milli) func(*Case) { return func(c *Case) { c.Assessment.SpO2 = &m } }
	absent := func(n int) func(*Case) { return func(c *Case) { c.Missed.Sessions = n } }
	nothing := func(*Case) {}
	alcohol := map[string]any{"alcohol_hold_ug_100ml": 20, "alcohol_reduce_ug_100ml": 5, "alcohol_reduce_percent": 50}
	missed := map[string]any{"missed": missedTable()}
	for name, c := range map[string]struct {
		set      map[string]any
		change   func(*Case)
		outcome  Outcome
		dose     string
		proposal string
		rule     string
	}{
		"alcohol below":       {alcohol, breath(4999), Administer, "120", "", ""},
		"alcohol reduces":     {alcohol, breath(5000), AdministerMax, "60", "", "LOCAL-alcohol_reduce_ug_100ml"},
		"alcohol holds":       {alcohol, breath(20000), Withhold, "", "", "LOCAL-alcohol_hold_ug_100ml"},
		"test declined":       {alcohol, func(c *Case) { c.Assessment.AlcoholRefuse = true }, Refer, "", "", "S-ALC-HOLD"},
		"rr at its limit":     {only("rr_min", 10), rr(10000), Administer, "120", "", ""},
		"rr below":            {only("rr_min", 10), rr(9999), Refer, "", "", "LOCAL-rr_min"},
		"rr stricter":         {only("rr_min", 14), rr(13000), Refer, "", "", "LOCAL-rr_min"},
		"spo2 below":          {only("spo2_min", "94.5"), spo2(94000), Refer, "", "", "LOCAL-spo2_min"},
		"spo2 at its limit":   {only("spo2_min", "94.5"), spo2(94500), Administer, "120", "", ""},
		"NEWS2 still stops":   {only("rr_min", 5), rr(8000), Withhold, "", "", "E-NEWS-04"},
		"pack ceiling":        {only("cap_single_mg", 100), nothing, InvalidRx, "", "", "LOCAL-cap_single_mg"},
		"pack day ceiling":    {only("cap_day_mg", "239.999"), nothing, InvalidRx, "", "", "LOCAL-cap_day_mg"},
		"visits of the pack":  {only("max_per_day", 1), nothing, InvalidRx, "", "", "LOCAL-max_per_day"},
		"increment":           {only("increment_mg", 50), nothing, AdministerMax, "100", "", "LOCAL-increment_mg"},
		"longer gap":          {only("gap_min", 301), nothing, Defer, "", "", "LOCAL-gap_min"},
		"gap exactly":         {only("gap_min", 300), nothing, Administer, "120", "", ""},
		"two missed":          {missed, absent(2), Administer, "120", "", "LOCAL-1"},
		"three missed (W-31)": {missed, absent(3), Refer, "", "60", "LOCAL-3"},
		"four missed (W-32)":  {missed, absent(4), Refer, "", "40", "LOCAL-4"},
		"six missed (W-34)":   {missed, absent(6), Refer, "", "", "LOCAL-5"},
		"count is missing":    {missed, func(c *Case) { c.Missed.Days = 2 }, Refer, "", "", "E-MISS-01"},
	} {
		t.Run(name, func(t *testing.T) {
			_, day := ordinary(t, 3)
			c.change(&day)
			d := Decide(signed(t, c.set), day)
			text := func(m *measure.Mass) string {
				if m == nil {
					return ""
				}
				return m.Milligrams()
			}
			fired := c.rule == "" || subsequence(d.Findings, []string{c.rule})
			if d.Outcome != c.outcome || text(d.Dose) != c.dose || text(d.Proposal) != c.proposal || !fired {
				t.Errorf("want %s %s %s by %s, got %s", c.outcome, c.dose, c.proposal, c.rule, d.JSON(day.Zone))
			}
		})
	}
}

// A signed observation replaces the default; a first dose or an increase may
// be watched for longer.
func TestSignedObservation(t *testing.T) {
	p := signed(t, map[string]any{"observation_min": 20, "observation_first_min": 45})
	_, c := ordinary(t, 3)
	c.Question = QuestionObservation
	last := c.History[len(c.History)-1].At
	for name, try := range map[string]struct {
		after    int64
		increase bool
		want     Outcome
	}{
		"early": {19, false, Observe}, "on time": {20, false, Release},
		"increase, early": {44, true, Observe}, "increase, on time": {45, true, Release},
	} {
		c.Now = last.Add(moment.Minutes(try.after))
		c.History = append([]Past(nil), c.History...)
		if c.History[len(c.History)-1].Given = 120 * measure.Milligram; try.increase {
			c.History[len(c.History)-1].Given++
		}
		if d := Decide(p, c); d.Outcome != try.want {
			t.Errorf("%s: %s", name, d.JSON(c.Zone))
		}
	}
}

// In every case a longer absence gives, proposes or allows no more than a
// shorter one, also under a signed table.
func TestSignedTableNeverRisesWithAbsence(t *testing.T) {
	p := signed(t, map[string]any{"missed": missedTable()})
	_, c := ordinary(t, 3)
	most := measure.MaxMass
	for n := range 12 {
		c.Missed.Sessions = n
		limit := measure.Mass(0)
		if d := Decide(p, c); d.Limit != nil {
			limit = *d.Limit
		}
		if limit > most {
			t.Errorf("%d sessions missed allow %s, fewer allow %s", n, limit, most)
		}
		most = limit
	}
}
