package main

import (
	"encoding/json"
	"fmt"

	"steady/recovery"
)

// exitsAnswer is the answer of "steady stats exits --json".
type exitsAnswer struct {
	N        int       `json:"n"`
	Interval string    `json:"interval"`
	Level    float64   `json:"level"`
	Exits    []exitWay `json:"exits"`
}

type exitWay struct {
	Exit   string      `json:"exit"`
	Events int         `json:"events"`
	Points []exitPoint `json:"points"`
}

type exitPoint struct {
	Time      json.Number `json:"time"`
	AtRisk    int         `json:"at_risk"`
	Events    int         `json:"events"`
	Incidence float64     `json:"incidence"`
	SE        float64     `json:"se"`
	Lower     float64     `json:"lower"`
	Upper     float64     `json:"upper"`
}

// statsExits is "steady stats exits".
func statsExits(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	list, code, ok := statsTable(c, recovery.ParseLeavings)
	if !ok {
		return code
	}
	out := exitsAnswer{len(list), string(recovery.LogLog), 0.95, []exitWay{}}
	for _, way := range recovery.Exits(list) {
		w := exitWay{way.Exit, way.Events, nil}
		for _, p := range way.Points {
			w.Points = append(w.Points, exitPoint{*exact(&p.Time), p.AtRisk, p.Events, rounded(p.Incidence),
				rounded(p.Bounds.SE), rounded(p.Bounds.Lower), rounded(p.Bounds.Upper)})
		}
		out.Exits = append(out.Exits, w)
	}
	if *asJSON {
		return c.writeJSON(out)
	}
	fmt.Fprintf(c.out, "%d people; 95 %% intervals (log-log)\n", out.N)
	for _, w := range out.Exits {
		fmt.Fprintf(c.out, "\n%s: %d\n%10s %8s %7s %9s %9s %9s %9s\n", w.Exit, w.Events, "time", "at risk", "events",
			"left so", "se", "lower", "upper")
		for _, p := range w.Points {
			fmt.Fprintf(c.out, "%10s %8d %7d %9.4f %9.4f %9.4f %9.4f\n", p.Time, p.AtRisk, p.Events, p.Incidence, p.SE,
				p.Lower, p.Upper)
		}
	}
	return answered
}
