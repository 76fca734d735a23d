package main

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// The trial of Freireich 1963 through the command line, by the three intervals.
func TestStatsKM(t *testing.T) {
	const file = "../../recovery/testdata/survival/gehan.csv"
	for kind, lower := range map[string]float64{"plain": 0.707479312, "log": 0.719817, "log-log": 0.619717955} {
		code, out, stderr := steady("", "stats", "km", file, "--json", "--interval", kind)
		if code != answered || stderr != "" {
			t.Fatalf("exit %d: %s", code, stderr)
		}
		var got struct {
			N, Events int
			Median    float64
			Interval  string
			Points    []struct {
				Time                       float64
				AtRisk                     int `json:"at_risk"`
				Events                     int
				Survival, SE, Lower, Upper float64
			}
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		p := got.Points[0]
		if got.N != 21 || got.Events != 9 || got.Median != 23 || got.Interval != kind || len(got.Points) != 7 ||
			p.Time != 6 || p.AtRisk != 21 || p.Events != 3 || math.Abs(p.Survival-0.857142857) > 1e-8 ||
			math.Abs(p.SE-0.076360355) > 1e-8 || math.Abs(p.Lower-lower) > 1e-6 || p.Upper < p.Survival {
			t.Errorf("%s: %+v", kind, got)
		}
	}
	code, out, _ := steady("", "stats", "km", file)
	if code != answered || !strings.Contains(out, "(log-log) 13 to not reached") {
		t.Errorf("exit %d: %s", code, out)
	}
	code, out, _ = steady("time,event\n3,1\n5,1\n", "stats", "km", "-", "--json")
	if got := decoded(t, []byte(out)); code != answered ||
		beyond(decoded(t, []byte(`{"median":3,"median_upper":null,"interval":"log-log"}`)), got) != "" ||
		!strings.Contains(out, `"se": null`) {
		t.Errorf("exit %d: %s", code, out)
	}
}

func TestStatsExits(t *testing.T) {
	in := "time,exit\n1,choice\n2,\n3,rule\n4,choice\n"
	code, out, stderr := steady(in, "stats", "exits", "-", "--json")
	// 1/4 left by choice; then 3/4 remain, of two at risk one leaves by rule; the last leaves by choice.
	want := `{"n":4,"interval":"log-log"}`
	if code != answered || stderr != "" || beyond(decoded(t, []byte(want)), decoded(t, []byte(out))) != "" ||
		strings.Count(out, `"incidence": 0.625`) != 1 || strings.Count(out, `"incidence": 0.375`) != 1 {
		t.Errorf("exit %d, %s, %s", code, stderr, out)
	}
	if code, out, _ = steady(in, "stats", "exits", "-"); code != answered || !strings.Contains(out, "choice: 2") {
		t.Errorf("exit %d, %s", code, out)
	}
	if code, _, stderr = steady("time,exit\n-1,\n", "stats", "exits", "-"); code != refused ||
		!strings.Contains(stderr, "line 2") {
		t.Errorf("exit %d, %s", code, stderr)
	}
}

func TestStatsXmR(t *testing.T) {
	values := "at,value\n"
	for n, v := range strings.Fields("1 4 1 4 1 4 1 4 1 9 6 9 6 9 6 9 6 9") {
		values += string(rune('a'+n)) + "," + v + "\n"
	}
	code, out, stderr := steady(values, "stats", "xmr", "-", "--json")
	want := `{"n":18,"mean":5,"mr_mean":3.2941176471,"ucl":13.7623529412,"lcl":-3.7623529412,
		"mr_ucl":10.7618823529,"signals":[{"at":"g","from":"a","rule":"shift-7","to":"i"},
		{"at":"p","from":"j","rule":"shift-7","to":"r"}]}`
	if code != answered || stderr != "" || beyond(decoded(t, []byte(want)), decoded(t, []byte(out))) != "" {
		t.Errorf("exit %d, %s, %s", code, stderr, out)
	}
	code, out, _ = steady(values, "stats", "xmr", "-")
	if code != answered || !strings.Contains(out, "shift-7 at g (a to i)") {
		t.Errorf("exit %d: %s", code, out)
	}
	code, out, _ = steady("at,value\n1,5\n2,6\n", "stats", "xmr", "-")
	if code != answered || !strings.Contains(out, "no signal") {
		t.Errorf("exit %d: %s", code, out)
	}
}

func TestStatsProportionAndSuppress(t *testing.T) {
	code, out, _ := steady("", "stats", "proportion", "81", "263", "--json")
	if code != answered || !strings.Contains(out, `"lower": 0.2552`) || !strings.Contains(out, `"interval": "wilson"`) {
		t.Errorf("exit %d: %s", code, out)
	}
	counts := "group,count\nheard from a worker,3\nhospital,20\noutreach,30\n"
	code, out, _ = steady(counts, "stats", "suppress", "-", "--json")
	want := `{"groups":[{"count":null,"group":"heard from a worker"},{"count":null,"group":"hospital"},
		{"count":30,"group":"outreach"}],"total":53}`
	if code != answered || beyond(decoded(t, []byte(want)), decoded(t, []byte(out))) != "" {
		t.Errorf("exit %d: %s", code, out)
	}
	if code, out, _ = steady("group,count\na,1\nb,2\n", "stats", "suppress", "-"); code != answered ||
		strings.Count(out, "hidden") != 3 {
		t.Errorf("exit %d: %s", code, out)
	}
}

func TestStatsExitCodes(t *testing.T) {
	for _, c := range []struct {
		code  int
		in    string
		args  []string
		names string
	}{
		{refused, "time,event\n1,1\n-2,0\n", []string{"km", "-"}, "line 3"},
		{refused, "time,event\n", []string{"km", "-"}, "nobody"},
		{refused, "at,value\n2,1\n1,1\n", []string{"xmr", "-"}, "line 3"},
		{refused, "group,count\na,-1\n", []string{"suppress", "-"}, "line 2"},
		{refused, "", []string{"proportion", "3", "2"}, "3 of 2"},
		{unreadable, "time,event\n1,perhaps\n", []string{"km", "-"}, "line 2"},
		{unreadable, "when,what\n", []string{"km", "-"}, "line 1"},
		{unreadable, "", []string{"km", "-", "--interval", "exact"}, "log-log"},
		{unreadable, "", []string{"km"}, "--help"},
		{unreadable, "", []string{"km", "no/such.csv"}, "no/such.csv"},
		{unreadable, "", []string{"proportion", "x", "2"}, "whole number"},
	} {
		code, out, stderr := steady(c.in, append([]string{"stats"}, c.args...)...)
		if code != c.code || out != "" || !strings.Contains(stderr, c.names) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%v: exit %d, %q, %q", c.args, code, out, stderr)
		}
	}
}
