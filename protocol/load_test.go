package protocol

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// edited loads the pack ch-iv after a change to its document.
func edited(t testing.TB, change func(doc map[string]any)) (*Pack, error) {
	t.Helper()
	p, err := Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(p.Document(), &doc); err != nil {
		t.Fatal(err)
	}
	change(doc)
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return Load(b)
}

func row(doc map[string]any, table string, i int) map[string]any {
	return doc[table].([]any)[i].(map[string]any)
}

// absence puts a missed-session table into the document: from, to, percent.
func absence(doc map[string]any, rows ...[3]any) {
	var list []any
	for _, r := range rows {
		list = append(list, map[string]any{"from_sessions": r[0], "to_sessions": r[1], "percent": r[2], "action": "propose",
			"needs_prescriber": true, "rule": "S-MISS-INJ", "source": "STEADY", "confidence": "S"})
	}
	doc["missed"] = map[string]any{"basis": "sessions", "rows": list}
}

// Content is judged, whoever signed it: each fault is refused and named.
func TestLoadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(doc map[string]any)
		where  string
	}{
		"author is approver": {func(d map[string]any) {
			d["approver"] = " STEADY project, from CH-FI"
		}, "author and approver"},
		"no rule": {func(d map[string]any) {
			delete(row(d, "rise", 0), "rule")
		}, "pack.rise[0]: has no rule"},
		"no source": {func(d map[string]any) {
			row(d, "first_day", 1)["source"] = ""
		}, "pack.first_day[1]: has no source"},
		"unlisted source":         {func(d map[string]any) { row(d, "rise", 1)["source"] = "MY-NOTES" }, "MY-NOTES"},
		"unconfirmed":             {func(d map[string]any) { row(d, "rise", 1)["confidence"] = "U" }, "unconfirmed"},
		"a setting without basis": {func(d map[string]any) { d["rr_min"] = 12 }, "pack.rr_min"},
		"gap in a table":          {func(d map[string]any) { row(d, "rise", 1)["from_per_day"] = 4 }, "leaves a gap"},
		"overlap in a table":      {func(d map[string]any) { row(d, "rise", 1)["from_per_day"] = 2 }, "overlaps"},
		"table does not start": {func(d map[string]any) {
			row(d, "first_day", 0)["from_injection"] = 2
		}, "pack.first_day[0]"},
		"last row is closed": {func(d map[string]any) { row(d, "rise", 1)["to_per_day"] = 6 }, "must be open"},
		"open row in between": {func(d map[string]any) {
			row(d, "rise", 0)["to_per_day"] = nil
		}, "open but not the last"},
		"looser than its rule": {func(d map[string]any) { row(d, "rise", 1)["percent"] = 60 }, "looser than P-TITR-04"},
		"larger first dose": {func(d map[string]any) {
			row(d, "first_day", 0)["single_mg"] = 15.001
		}, "looser than P-TITR-01"},
		"steep rise of an own rule": {func(d map[string]any) {
			row(d, "rise", 0)["percent"], row(d, "rise", 0)["rule"] = 151, "OWN-1"
		}, "between 1 and 150"},
		"shorter gap":      {func(d map[string]any) { d["gap_min"] = 20 }, "looser than P-TITR-03"},
		"a weak challenge": {func(d map[string]any) { d["challenge_percent"] = 200 }, "looser than P-CAP-06"},
		"ceilings reversed": {func(d map[string]any) {
			d["cap_single_mg"], d["cap_day_mg"] = 400, 300
		}, "above cap_day_mg"},
		"a ceiling of 0": {func(d map[string]any) { d["cap_day_mg"] = 0 }, "must be above 0"},
		"route twice": {func(d map[string]any) {
			d["routes_off_label"] = []any{"iv"}
		}, "also under routes"},
		"a ladder without a first rung": {func(d map[string]any) { d["first_day"] = []any{} }, "first rung"},
		"percent rises with absence": {func(d map[string]any) {
			absence(d, [3]any{1, 1, 50}, [3]any{2, nil, 60})
		}, "rises from 50 to 60"},
		"more than the last dose": {func(d map[string]any) { absence(d, [3]any{1, nil, 110}) }, "above the last dose"},
		"missed rows overlap": {func(d map[string]any) {
			absence(d, [3]any{1, 2, 100}, [3]any{2, nil, 50})
		}, "pack.missed.rows[1]: starts at 2 and overlaps"},
		"missed rows leave a gap": {func(d map[string]any) {
			absence(d, [3]any{1, 1, 100}, [3]any{3, nil, 50})
		}, "pack.missed.rows[1]: starts at 3 and leaves a gap"},
		"missed rows end":         {func(d map[string]any) { absence(d, [3]any{1, 5, 50}) }, "must be open"},
		"alcohol without a limit": {func(d map[string]any) { d["alcohol_reduce_percent"] = 50 }, "alcohol_reduce"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := edited(t, c.change)
			var refused *RefusedError
			if p != nil || !errors.As(err, &refused) || !strings.Contains(err.Error(), c.where) {
				t.Errorf("%v, which should name %q", err, c.where)
			}
		})
	}
}

// What cannot be read is no judgement: another kind of error.
func TestLoadCannotRead(t *testing.T) {
	for name, change := range map[string]func(d map[string]any){
		"unknown field":     func(d map[string]any) { d["cap_week_mg"] = 100 },
		"unknown row field": func(d map[string]any) { row(d, "rise", 0)["floor_mg"] = 30 },
		"unknown word":      func(d map[string]any) { d["routes"] = []any{"rectal"} },
		"wrong kind":        func(d map[string]any) { d["gap_min"] = true },
		"four decimals":     func(d map[string]any) { row(d, "first_day", 0)["single_mg"] = "14.0001" },
		"other format":      func(d map[string]any) { d["format"] = "steady-dosing-pack/2" },
		"no id":             func(d map[string]any) { delete(d, "id") },
		"half a conversion": func(d map[string]any) {
			delete(row(d, "beside", 1)["from_methadone"].(map[string]any), "step_to_mg")
		},
	} {
		var refused *RefusedError
		if _, err := edited(t, change); err == nil || errors.As(err, &refused) {
			t.Errorf("%s gives %v", name, err)
		}
	}
	if _, err := Load([]byte("null")); err == nil {
		t.Error("null is a pack")
	}
}

// A mandatory field that is left empty makes a draft; a silent setting that
// has an S- default does not (section 5.7 of the protocol reference).
func TestWhatMakesADraft(t *testing.T) {
	for _, name := range []string{"author", "approver", "jurisdiction", "valid_from", "substance", "salt", "routes",
		"max_per_day", "cap_single_mg", "cap_day_mg"} {
		for _, empty := range []any{nil, "absent"} {
			p, err := edited(t, func(d map[string]any) {
				if d[name] = nil; empty != nil {
					delete(d, name)
				}
				if name == "routes" {
					d["routes_off_label"] = nil
				}
			})
			if err != nil || !p.Draft() || p.Status() != "draft" || len(p.Missing) != 1 || p.Missing[0] != name {
				t.Errorf("without %s: %v", name, err)
			}
		}
	}
	for _, name := range []string{"gap_min", "increment_mg", "observation_min"} {
		if p, err := edited(t, func(d map[string]any) { d[name] = nil }); err != nil || p.Draft() {
			t.Errorf("silent on %s: %v", name, err)
		}
	}
}

// A complete missed-session table loads and is found by its rows.
func TestMissedRows(t *testing.T) {
	p, err := edited(t, func(d map[string]any) { absence(d, [3]any{1, 2, 100}, [3]any{3, 5, 50}, [3]any{6, nil, 25}) })
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]int64{1: 100, 2: 100, 3: 50, 5: 50, 6: 25, 9999: 25} {
		if at := p.Missed.Row(n); at < 0 || p.Missed.Rows[at].Percent != want {
			t.Errorf("%d missed finds row %d, want %d %%", n, at, want)
		}
	}
	if p.Missed.Row(0) >= 0 || p.Missed.Row(-1) >= 0 {
		t.Error("no session missed finds a row")
	}
}

// Every figure of a pack of this build cites a rule and a listed source.
func TestBuiltinFiguresAreSourced(t *testing.T) {
	for _, p := range Builtin() {
		for key, s := range p.Sources {
			if s.Title == "" || s.Address == "" {
				t.Errorf("%s: source %s lacks a title or an address", p.ID, key)
			}
		}
		if p.Note == "" || !strings.Contains(p.Note, "clinical lead") {
			t.Errorf("%s does not say that a clinical lead signs it", p.ID)
		}
	}
}

func FuzzLoad(f *testing.F) {
	for _, p := range Builtin() {
		f.Add(p.Document())
	}
	f.Add([]byte(`{"format":"steady-dosing-pack/1","kind":"dosing","id":"x","version":"1"}`))
	f.Add([]byte(`{"basis":{"gap_min":null},"rise":[{}],"missed":{"rows":[{}]},"eligibility":{}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Load(b)
		if (p == nil) == (err == nil) {
			t.Fatalf("%v and %v", p, err)
		}
		if err != nil {
			return
		}
		for n := range 30 {
			if n > 0 && len(p.Missed.Rows) > 0 && p.Missed.Row(n) < 0 {
				t.Fatalf("%d missed finds no row", n)
			}
		}
		again, err := Load(p.Document())
		if err != nil || again.Status() != p.Status() {
			t.Fatalf("loads again as %v", err)
		}
	})
}
