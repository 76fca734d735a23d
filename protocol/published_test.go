package protocol

import (
	"encoding/json"
	"strings"
	"testing"
)

// Each figure that a rule publishes is held at its bound, in the pack that
// cites it: the figure itself loads, one beyond it is refused, and so is
// leaving it out where the field may be empty.
func TestFiguresOfPublishedRules(t *testing.T) {
	for _, c := range []struct {
		pack, path, rule string
		at, beyond       any
		mayBeEmpty       bool // as far as the form goes
		says             string
	}{
		{"ca-hm", "observation_min", "P-HM-02", 20, 19, false, "observation_min at least 20"},
		{"ca-hm", "topup_after_min", "P-HM-03", 20, 19, false, ""},
		{"ca-hm", "gap_min", "P-HM-01", 180, 179, false, ""},
		{"ca-hm", "max_per_day", "P-CAP-01", 3, 4, false, ""},
		{"ca-hm", "cap_day_mg", "P-CAP-01", 500, "500.001", false, "cap_day_mg at most 500 mg"},
		{"ca-hm", "cap_day_mg", "P-CAP-01", 500, "prescription", false, ""},
		{"ca-hm", "max_per_day", "P-CAP-01", 3, "prescription", false, ""},
		{"nl-caps", "max_per_day", "P-CAP-02", 3, 4, false, ""},
		{"nl-caps", "beside.0.cap_day_mg", "P-CAP-03", 150, "150.001", true, ""},
		{"de", "max_per_day", "P-CAP-04", 3, 4, false, ""},
		{"ch-oral", "max_per_day", "P-ORAL-02", 3, 4, false, ""},
		{"ch-oral", "rise.0.spread", "P-ORAL-03", 3, 2, false, ""},
		{"ch-iv", "vein_attempts_max", "P-SITE-05", 3, 4, false, ""},
		{"ch-iv", "vein_observation_min", "P-SITE-05", 30, 29, false, ""},
		{"ch-iv", "observation_naloxone_min", "P-OD-05", 90, 89, false, ""},
		{"ch-iv", "tolerance_day_mg", "P-TITR-07", 300, "299.999", false, "tolerance_day_mg at least 300 mg"},
		{"ch-iv", "tolerance_days", "P-TITR-07", 2, 1, false, ""},
		{"ch-iv", "beside.0.qtc_refer_ms", "P-ORALCO-04", 500, 501, true, ""},
		{"ch-iv", "beside.1.cap_day_mg", "P-ORALCO-02", 1200, 1201, true, ""},
		{"ch-iv", "beside.1.from_methadone.first_times", "P-ORALCO-02", 4, 5, false, ""},
		{"ch-iv", "beside.1.from_methadone.final_times_to", "P-ORALCO-02", 8, 9, false, ""},
		{"ch-iv", "beside.1.from_methadone.step_to_mg", "P-ORALCO-02", 60, "60.001", false, ""},
		{"ch-iv", "beside.1.from_methadone.every_hours", "P-ORALCO-02", 48, 47, false, ""},
		{"au-meth", "missed.rows.3.cap_mg", "P-MM-4", 40, "40.001", true, ""},
		{"au-meth", "missed.reassess.from", "P-MM-6", 3, 4, false, ""},
		{"au-meth", "missed.rows.1.requires", "P-MM-2", "not_intoxicated", "assessed", true, ""},
		{"au-meth", "missed.rows.2.needs_prescriber", "P-MM-3", true, false, false, ""},
		{"au-meth", "missed.rows.3.needs_prescriber", "P-MM-4", true, false, false, ""},
		{"de", "eligibility.min_age", "DE-LAW", 23, 22, true, ""},
		{"de", "eligibility.dependence_years", "DE-LAW", 5, 4, true, ""},
		{"de", "eligibility.treatments", "DE-LAW", 2, 1, true, ""},
		{"de", "eligibility.longest_months", "DE-LAW", 6, 5, true, ""},
		{"de", "eligibility.main_route", "DE-LAW", "iv", "im", true, ""},
		{"ch-iv", "eligibility.min_age", "CH-CRIT", 18, 17, true, ""},
		{"ch-iv", "eligibility.dependence_years", "CH-CRIT", 2, 1, true, ""},
		{"ch-iv", "eligibility.treatments", "CH-CRIT", 2, 1, true, ""},
		{"uk-draft", "eligibility.longest_months", "UK-RIOTT", 6, 5, true, ""},
		{"uk-draft", "eligibility.injecting_percent", "UK-RIOTT", 50, 49, true, ""},
	} {
		if err := withFigure(t, c.pack, c.path, c.at); err != nil {
			t.Errorf("%s of %s at its figure: %v", c.path, c.pack, err)
		}
		wrong := []any{c.beyond}
		if c.mayBeEmpty {
			wrong = append(wrong, nil)
		}
		for _, v := range wrong {
			err := withFigure(t, c.pack, c.path, v)
			if err == nil || !strings.Contains(err.Error(), "looser than "+c.rule) || c.says != "" &&
				!strings.HasSuffix(err.Error(), c.says) {
				t.Errorf("%s of %s as %v: %v", c.path, c.pack, v, err)
			}
		}
	}
}

// Every contraindication that a rule publishes keeps a medicine from being
// prescribed; the cautions may stay cautions.
func TestPublishedContraindications(t *testing.T) {
	p, err := Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range p.Beside {
		seen := 0
		for j, h := range b.Holds {
			path := "beside." + string(rune('0'+i)) + ".contraindications." + string(rune('0'+j)) + ".outcome"
			if h.Withhold {
				seen++
			}
			if err := withFigure(t, "ch-iv", path, "advise"); (err != nil) != h.Withhold {
				t.Errorf("%s of %s as a caution: %v", h.Flag, b.Form, err)
			}
		}
		if want := len(publishedFlags["P-ORALCO-04"]) + 2*i; seen != want {
			t.Errorf("%s is kept back by %d signs, want %d", b.Form, seen, want)
		}
	}
}

// A time after one route is told, explained, and stricter only.
func TestObservationByRoute(t *testing.T) {
	p, err := edited(t, func(d map[string]any) {
		d["observation_routes"] = []any{cited("LOCAL-IM", map[string]any{"route": "im", "minutes": 31})}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.ObservationRoutes) != 1 || p.ObservationRoutes[0].Route != IM || p.ObservationRoutes[0].Minutes != 31 {
		t.Errorf("read as %+v", p.ObservationRoutes)
	}
	found := false
	for _, s := range p.Explain() {
		found = found || s.Rule == "LOCAL-IM" && s.Text == "After a dose into a muscle it is at least 31 minutes."
	}
	if !found {
		t.Error("it is not explained")
	}
	for _, minutes := range []any{30, 0, 2881} {
		if _, err := edited(t, func(d map[string]any) {
			d["observation_routes"] = []any{cited("LOCAL-IM", map[string]any{"route": "im", "minutes": minutes})}
		}); err == nil {
			t.Errorf("%v minutes are taken", minutes)
		}
	}
}

// Routes may be left empty like any other mandatory field: the pack is a draft,
// also where routes outside the licence are named.
func TestRoutesLeftEmpty(t *testing.T) {
	p, err := edited(t, func(d map[string]any) { d["routes"] = []any{} })
	if err != nil || !p.Draft() || p.RouteBasis.Rule == "" {
		t.Errorf("%v, %+v", err, p)
	}
	if _, err := edited(t, func(d map[string]any) {
		d["routes"] = []any{}
		delete(d["basis"].(map[string]any), "routes")
	}); err == nil {
		t.Error("routes outside the licence need a source")
	}
}

// withFigure loads a shipped pack with one value in the place of its own.
func withFigure(t *testing.T, pack, path string, value any) error {
	t.Helper()
	p, err := Find(pack)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(p.Document(), &doc); err != nil {
		t.Fatal(err)
	}
	holder, name := at(t, doc, path)
	holder[name] = value
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Load(b)
	return err
}
