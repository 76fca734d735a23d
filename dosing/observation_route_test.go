package dosing

import (
	"testing"

	"steady/protocol"
)

// A pack may ask for longer observation after a dose by one route; it counts by
// the route of the dose, and where none is recorded by that of the prescription.
func TestObservationByRoute(t *testing.T) {
	row := func(route string, minutes int) map[string]any {
		return map[string]any{"route": route, "minutes": minutes, "rule": "LOCAL-ROUTE", "source": "STEADY",
			"confidence": "S"}
	}
	p := signed(t, map[string]any{"routes": []any{"iv", "oral"},
		"observation_routes": []any{row("im", 45), row("oral", 120)}})
	for _, c := range []struct {
		dose, rx protocol.Route
		minutes  int64
		rule     string
	}{
		{protocol.IV, protocol.IV, 30, "S-OBS-POST"}, {protocol.IM, protocol.IV, 45, "LOCAL-ROUTE"},
		{"", protocol.IM, 45, "LOCAL-ROUTE"}, {"", protocol.IV, 30, "S-OBS-POST"},
		{protocol.Oral, protocol.IV, 120, "LOCAL-ROUTE"}, {protocol.IV, protocol.IM, 30, "S-OBS-POST"},
	} {
		ask := watched(c.minutes, func(x *Case) {
			x.Prescription.Route, x.History[len(x.History)-1].Route = c.rx, c.dose
		})
		end := ask.Now
		ask.Now = end - 1
		if d := Decide(p, ask); d.Outcome != Observe || d.Until == nil || *d.Until != end || d.Findings[0].Rule != c.rule {
			t.Errorf("%q under %q a moment early: %+v", c.dose, c.rx, d)
		}
		ask.Now = end
		if d := Decide(p, ask); d.Outcome != Release || d.Findings[0].Rule != c.rule {
			t.Errorf("%q under %q when it ends: %+v", c.dose, c.rx, d)
		}
	}
}

// After tablets the window of an injection does not hold: without a time of its
// own the prescriber decides, also where only the prescription says the route.
func TestTabletsWithoutATime(t *testing.T) {
	p, err := protocol.Find("ch-oral")
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range []protocol.Route{protocol.Oral, ""} {
		ask := watched(300, func(x *Case) {
			x.Prescription.Route, x.History[len(x.History)-1].Route = protocol.Oral, route
		})
		if d := Decide(p, ask); d.Outcome != Refer || d.Findings[0].Rule != "P-ORAL-04" {
			t.Errorf("route %q: %+v", route, d)
		}
	}
}

// TestNoBuiltInPackTakesTheNose: the word is known for packs that a service
// supplies; no pack here has the route, and a prescription for it is invalid.
func TestNoBuiltInPackTakesTheNose(t *testing.T) {
	for _, p := range protocol.Builtin() {
		if p.Licensed(protocol.Nasal) || p.OffLabel(protocol.Nasal) {
			t.Errorf("%s has the nasal route", p.ID)
		}
	}
	_, c, err := ParseCase([]byte(`{"pack":"ch-iv","now":"2026-06-10T12:00:00+01:00","zone":"Europe/London","prescription":
		{"substance":"diamorphine","salt":"hydrochloride-monohydrate","route":"iv","dose_mg":100,"per_day":2,
		"cap_single_mg":200,"cap_day_mg":400,"started":"2026-05-11"},"history":[{"at":"2026-06-10T07:00:00+01:00",
		"prescribed_mg":100,"given_mg":100,"completed":true,"poss":"1"},{"at":"2026-06-09T16:00:00+01:00","prescribed_mg":100,
		"given_mg":100,"completed":true,"poss":"1"}],"assessment":{"poss":"1","rr":14,"spo2":98,"pulse":70,"systolic":120,
		"temperature":36.8,"consciousness":"A"}}`))
	if err != nil {
		t.Fatal(err)
	}
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	if c.Prescription.Route = protocol.Nasal; Decide(pack, c).Outcome != InvalidRx {
		t.Errorf("a nasal prescription under %s: %+v", pack.ID, Decide(pack, c))
	}
}
