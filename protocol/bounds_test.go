package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"steady/measure"
)

// cited makes a row that cites an own rule. The figures of this file are
// invented for the tests.
func cited(rule string, row map[string]any) map[string]any {
	row["rule"], row["source"], row["confidence"] = rule, "STEADY", "S"
	return row
}

// set puts a setting that stands alone into a document, with its basis.
func set(d map[string]any, name string, value any) {
	d[name] = value
	d["basis"].(map[string]any)[name] = cited("LOCAL-"+name, map[string]any{})
}

// everything is ch-iv with every field that a pack can have.
func everything(d map[string]any) {
	for name, value := range map[string]any{"max_per_day": 3, "gap_min": 60, "topup_after_min": 20, "increment_mg": 5,
		"cap_single_mg": 200, "cap_day_mg": 400, "spo2_min": 94, "rr_min": 12, "alcohol_hold_ug_100ml": 20,
		"alcohol_reduce_ug_100ml": 5, "observation_min": 20, "observation_first_min": 45,
		"salts_also": []any{"hydrochloride"}} {
		set(d, name, value)
	}
	d["alcohol_reduce_percent"] = 50
	hours := func(from, to, after, until, percent any, action string) map[string]any {
		return cited("LOCAL-MISSED", map[string]any{"from_sessions": from, "to_sessions": to, "from_hours": after,
			"to_hours": until, "percent": percent, "action": action, "needs_prescriber": true, "requires": "not_intoxicated"})
	}
	d["missed"] = map[string]any{"basis": "sessions", "reassess": cited("LOCAL-AGAIN", map[string]any{"from": 2}),
		"rows": []any{hours(1, 2, 24, 48, 50, "give"), hours(3, 4, 48, 72, 25, "propose"),
			hours(5, nil, 72, nil, nil, "reinduct")}}
	d["emergencies"] = []any{cited("LOCAL-EM", map[string]any{"rr_to": 10, "spo2_below": 85})}
	d["overrides"] = []any{cited("LOCAL-OV", map[string]any{"of": "E-POSS-04", "roles": []any{"nurse"}, "second": true})}
	of := d["eligibility"].(map[string]any)
	of["longest_months"], of["injecting_percent"], of["longest_psychosocial"] = 6, 50, true
	d["rise"] = []any{row(d, "rise", 0), cited("LOCAL-PLUS", map[string]any{"from_per_day": 3, "to_per_day": nil,
		"base": "previous_day_total_plus", "add_mg": 30, "spread": 3})}
}

// at walks to what holds the last name of a path: "rise.1.spread".
func at(t *testing.T, d map[string]any, path string) (holder map[string]any, name string) {
	t.Helper()
	parts := strings.Split(path, ".")
	var v any = d
	for _, p := range parts[:len(parts)-1] {
		if i, err := strconv.Atoi(p); err == nil {
			v = v.([]any)[i]
		} else {
			v = v.(map[string]any)[p]
		}
	}
	return v.(map[string]any), parts[len(parts)-1]
}

// bounds are the least and the most that each whole number of a pack may be.
var bounds = map[string][2]int{
	"max_per_day": {1, 24}, "challenge_percent": {100, 1000}, "vein_attempts_max": {1, 10},
	"thirds_from_trimester": {1, 3}, "alcohol_reduce_percent": {1, 100}, "gap_min": {1, 2880},
	"topup_after_min": {1, 2880}, "observation_min": {1, 2880}, "observation_first_min": {1, 2880},
	"observation_naloxone_min": {1, 2880}, "vein_observation_min": {1, 2880},
	"first_day.0.from_injection": {1, 100}, "first_day.0.to_injection": {1, 100},
	"rise.1.from_per_day": {1, 24}, "rise.1.to_per_day": {1, 24}, "rise.1.spread": {1, 24},
	"beside.0.qtc_refer_ms": {1, 2000}, "beside.1.from_methadone.first_times": {1, 20},
	"beside.1.from_methadone.final_times_from": {1, 20}, "beside.1.from_methadone.final_times_to": {1, 20},
	"beside.1.from_methadone.every_hours": {1, 1000}, "missed.reassess.from": {1, 10000},
	"missed.rows.0.from_sessions": {1, 10000}, "missed.rows.0.to_sessions": {1, 10000},
	"missed.rows.0.from_hours": {1, 100000}, "missed.rows.0.to_hours": {1, 100000},
	"emergencies.0.rr_to": {1, 19}, "emergencies.0.spo2_below": {50, 96},
	"eligibility.min_age": {16, 120}, "eligibility.dependence_years": {0, 80}, "eligibility.treatments": {0, 50},
	"eligibility.longest_months": {0, 240}, "eligibility.injecting_percent": {0, 100},
}

// looser are bounds of form that the judgement of the content, or the source
// of a figure, narrows further than the loader's reading does.
var looser = map[string][2]int{
	"tolerance_days": {1, 30}, "rise.0.percent": {0, 100000}, "missed.rows.0.percent": {0, 100000},
	"spo2_min": {0, 100}, "rr_min": {0, 60}, "alcohol_hold_ug_100ml": {0, 1000}, "alcohol_reduce_ug_100ml": {0, 1000},
}

// A figure at its bounds is read and then judged; one beyond them cannot be
// read, and the published schema says the same.
func TestFiguresAtTheirBounds(t *testing.T) {
	form := schema(t)
	try := func(path string, value int) (doc map[string]any, read bool) {
		_, err := edited(t, func(d map[string]any) {
			everything(d)
			holder, name := at(t, d, path)
			if _, there := holder[name]; !there && !strings.HasPrefix(path, "eligibility.") {
				t.Fatalf("%s is not in the document", path)
			}
			holder[name] = json.Number(strconv.Itoa(value))
			doc = d
		})
		var refused *RefusedError
		return doc, err == nil || errors.As(err, &refused)
	}
	for _, list := range []map[string][2]int{bounds, looser} {
		for path, b := range list {
			for value, want := range map[int]bool{b[0] - 1: false, b[0]: true, b[1]: true, b[1] + 1: false} {
				doc, read := try(path, value)
				if read != want {
					t.Errorf("%s %d is read: %v", path, value, read)
				}
				if _, exact := bounds[path]; exact && (form.Validate(plain(t, doc)) == nil) != want {
					t.Errorf("%s %d: the schema and the loader differ", path, value)
				}
			}
		}
	}
	p, err := edited(t, everything)
	if err != nil || form.Validate(plain(t, decoded(t, p))) != nil {
		t.Errorf("a pack with every field: %v", err)
	}
}

// plain is a document as the schema reads it.
func plain(t *testing.T, doc map[string]any) any {
	t.Helper()
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return unmarshalled(t, b)
}

func decoded(t *testing.T, p *Pack) (doc map[string]any) {
	t.Helper()
	if err := json.Unmarshal(p.Document(), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// change edits a document; grows makes one that puts a figure a little above.
type (
	change func(d map[string]any)
	grows  func(more int64) change
)

// amount is a figure in milligrams, so many micrograms above it.
func amount(mg int, put func(d map[string]any, value string)) grows {
	return func(more int64) change {
		value := (measure.Mass(mg)*measure.Milligram + measure.Mass(more)).Milligrams()
		return func(d map[string]any) { put(d, value) }
	}
}

// percent is a figure in percent, so many above it.
func percent(n int64, put func(d map[string]any, value int64)) grows {
	return func(more int64) change { return func(d map[string]any) { put(d, n+more) } }
}

func firstDose(mg int, rule string) grows {
	return amount(mg, func(d map[string]any, value string) {
		d["first_day"] = []any{cited(rule, map[string]any{"from_injection": 1, "single_mg": value})}
		if rule == "P-TITR-03" { // after two doses
			d["first_day"] = []any{cited("LOCAL", map[string]any{"from_injection": 1, "to_injection": 2, "single_mg": 15}),
				cited(rule, map[string]any{"from_injection": 3, "single_mg": value})}
		}
	})
}

func riseOf(n int64, rule, base string) grows {
	return percent(n, func(d map[string]any, value int64) {
		d["rise"] = []any{cited(rule, map[string]any{"from_per_day": 1, "to_per_day": 2, "base": base, "percent": value}),
			cited("LOCAL", map[string]any{"from_per_day": 3, "base": "previous_day_total", "percent": 50})}
	})
}

func missedShare(n int64, rule string) grows {
	return percent(n, func(d map[string]any, value int64) {
		absence(d, [3]any{1, nil, value})
		r := d["missed"].(map[string]any)["rows"].([]any)[0].(map[string]any)
		r["rule"], r["requires"], r["cap_mg"] = rule, "not_intoxicated", 40
	})
}

func besideDay(mg, i int, rule string) grows {
	return amount(mg, func(d map[string]any, value string) {
		row(d, "beside", i)["cap_day_mg"], row(d, "beside", i)["rule"] = value, rule
	})
}

func capOfDay(mg int, rule string) grows {
	return amount(mg, func(d map[string]any, value string) {
		set(d, "cap_day_mg", value)
		d["basis"].(map[string]any)["cap_day_mg"].(map[string]any)["rule"] = rule
	})
}

// A row may say as much as the published rule that it cites, and not a
// microgram or a percent more, whoever signs (the figures are the rules').
func TestNoRowIsLooserThanItsRule(t *testing.T) {
	for rule, c := range map[string]grows{
		"P-TITR-01": firstDose(15, "P-TITR-01"), "P-TITR-02": firstDose(15, "P-TITR-02"),
		"P-TITR-03": firstDose(30, "P-TITR-03"), "P-ORAL-01": firstDose(100, "P-ORAL-01"),
		"P-ORAL-02": firstDose(100, "P-ORAL-02"),
		"P-TITR-04": riseOf(50, "P-TITR-04", "previous_day_total"), "P-TITR-05": riseOf(150, "P-TITR-05", "last_single"),
		"P-ORAL-03": amount(300, func(d map[string]any, value string) {
			d["rise"] = []any{cited("P-ORAL-03", map[string]any{"from_per_day": 1, "base": "previous_day_total_plus",
				"add_mg": value, "spread": 3})}
		}),
		"P-MM-1": missedShare(100, "P-MM-1"), "P-MM-2": missedShare(100, "P-MM-2"),
		"P-MM-3": missedShare(50, "P-MM-3"), "P-MM-4": missedShare(50, "P-MM-4"),
		"P-CAP-03": besideDay(150, 0, "P-CAP-03"), "P-ORALCO-02": besideDay(1200, 1, "P-ORALCO-02"),
		"P-CAP-01": capOfDay(500, "P-CAP-01"), "P-CAP-02": capOfDay(1000, "P-CAP-02"),
		"P-CAP-06": percent(150, func(d map[string]any, value int64) { d["challenge_percent"] = value }),
	} {
		if _, err := edited(t, c(0)); err != nil {
			t.Errorf("%s at its figure: %v", rule, err)
		}
		if _, err := edited(t, c(1)); err == nil || !strings.Contains(err.Error(), "looser than "+rule) {
			t.Errorf("%s one above its figure: %v", rule, err)
		}
	}
	for rule, least := range map[string]int{"P-TITR-03": 30, "P-TITR-04": 30, "P-HM-01": 180} {
		for _, less := range []int{0, 1} {
			_, err := edited(t, func(d map[string]any) {
				set(d, "gap_min", least-less)
				d["basis"].(map[string]any)["gap_min"].(map[string]any)["rule"] = rule
			})
			if (err == nil) != (less == 0) {
				t.Errorf("a gap of %d minutes that cites %s: %v", least-less, rule, err)
			}
		}
	}
}

// judged is a change of the pack that has everything, and the fault it makes;
// "" where there is none.
type judged struct {
	name   string
	change func(d map[string]any)
	fault  string
}

// Each rule about the content of a pack holds exactly from its bound on.
func TestContentAtItsBounds(t *testing.T) {
	put := func(path string, value any) func(d map[string]any) {
		return func(d map[string]any) {
			holder, name := at(t, d, path)
			holder[name] = value
		}
	}
	both := func(changes ...func(d map[string]any)) func(d map[string]any) {
		return func(d map[string]any) {
			for _, c := range changes {
				c(d)
			}
		}
	}
	for _, c := range append(append(judgedLadders(put, both), judgedTables(put, both)...), []judged{
		{"no id", put("id", ""), "id and version"}, {"no version", put("version", ""), "id and version"},
		{"one dose as much as the day", both(put("cap_single_mg", 400), put("cap_day_mg", 400)), ""},
		{"one dose more than the day", both(put("cap_single_mg", "400.001"), put("cap_day_mg", 400)), "above cap_day_mg"},
		{"one dose, the day by the prescription", put("cap_day_mg", "prescription"), ""},
		{"a ceiling of a microgram", both(put("cap_single_mg", "0.001"), put("cap_day_mg", "0.001")), ""},
		{"one dose above a day of a microgram", put("cap_day_mg", "0.001"), "above cap_day_mg"},
		{"an increment of nothing", put("increment_mg", 0), "must be above 0"},
		{"an increment of a microgram", put("increment_mg", "0.001"), ""},
		{"alcohol lower below hold", put("alcohol_reduce_ug_100ml", "19.999"), ""},
		{"alcohol lower at hold", put("alcohol_reduce_ug_100ml", 20), "must be below"},
		{"alcohol hold alone", both(put("alcohol_reduce_ug_100ml", nil), put("alcohol_reduce_percent", nil)), ""},
		{"alcohol lower alone", put("alcohol_hold_ug_100ml", nil), "above which reading"},
		{"alcohol lower of 1 %", put("alcohol_reduce_percent", 1), ""},
		{"a top-up a minute before the gap", put("topup_after_min", 59), ""},
		{"a top-up at the gap", put("topup_after_min", 60), "not shorter than gap_min"},
		{"a top-up and no gap", put("gap_min", nil), ""}, {"a gap and no top-up", put("topup_after_min", nil), ""},
		{"a top-up before its rule", both(put("topup_after_min", 19), put("basis.topup_after_min.rule", "P-HM-03")),
			"looser than P-HM-03"},
		{"a sign without words", put("holds.0.words", ""), "flag and words"},
		{"a sign without a name", put("holds.0.flag", ""), "flag and words"},
		{"routes unset", both(put("routes", nil), put("routes_off_label", nil)), ""},
		{"one other salt without a basis", func(d map[string]any) {
			delete(d["basis"].(map[string]any), "salts_also")
		}, "pack.salts_also"},
		{"routes unset without a basis", func(d map[string]any) {
			d["routes"], d["routes_off_label"] = nil, nil
			delete(d["basis"].(map[string]any), "routes")
		}, ""},
		{"any reading holds, and nothing lowers", both(put("alcohol_hold_ug_100ml", 0),
			put("alcohol_reduce_ug_100ml", nil), put("alcohol_reduce_percent", nil)), ""},
		{"routes without a basis", func(d map[string]any) {
			delete(d["basis"].(map[string]any), "routes")
		}, "pack.routes"},
		{"medicines beside start as they end", both(put("beside.1.from_methadone.final_times_from", 4),
			put("beside.1.from_methadone.final_times_to", 4), put("beside.1.from_methadone.step_to_mg", 30)), ""},
		{"starts above the end", put("beside.1.from_methadone.first_times", 7), "starts higher"},
		{"the end falls", put("beside.1.from_methadone.final_times_to", 5), "starts higher"},
		{"the step falls", put("beside.1.from_methadone.step_to_mg", "29.999"), "starts higher"},
	}...) {
		_, err := edited(t, func(d map[string]any) { everything(d); c.change(d) })
		if (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: %v, want a fault about %q", c.name, err, c.fault)
		}
	}
}

// judgedLadders are the rules about the first day and the rise.
func judgedLadders(put func(path string, value any) func(d map[string]any),
	both func(changes ...func(d map[string]any)) func(d map[string]any)) []judged {
	plus := func(name string, value any) func(d map[string]any) { return put("rise.1."+name, value) }
	return []judged{
		{"nothing changed", both(), ""},
		{"a first dose of a microgram", both(put("first_day.0.single_mg", "0.001"), put("first_day.1.single_mg", "0.001")),
			""},
		{"a first dose of nothing", put("first_day.2.single_mg", 0), "must be above 0"},
		{"a second dose at once as large", both(put("first_day.0.single_mg", 10), put("first_day.1.single_mg", 10)), ""},
		{"the first dose at once", put("first_day.0.at_once_if_tolerated", true), "follows no other"},
		{"a row that ends before it starts", put("first_day.1.to_injection", 1), "before it starts"},
		{"a ladder without its first rung", put("first_day", []any{}), "go together"},
		{"a first rung without a ladder", put("rise", []any{}), "go together"},
		{"no ladder", both(put("first_day", []any{}), put("rise", []any{})), ""},
		{"a ladder of one rung each", both(put("first_day", []any{cited("LOCAL", map[string]any{"from_injection": 1,
			"single_mg": 5})}), put("rise", []any{cited("LOCAL", map[string]any{"from_per_day": 1, "base": "last_single",
			"percent": 1})})), ""},
		{"tolerance of a microgram in a day", both(put("tolerance_day_mg", "0.001"), put("tolerance_days", 1),
			put("basis.tolerance_day_mg.rule", "LOCAL-TOLERANCE")), ""},
		{"tolerance without days", put("tolerance_days", nil), "go together"},
		{"days without tolerance", put("tolerance_day_mg", nil), "go together"},
		{"three days of tolerance", put("tolerance_days", 3), "at most 2"},
		{"a share above the last single dose", both(plus("base", "last_single"), plus("add_mg", nil), plus("spread", nil),
			plus("percent", 150)), ""},
		{"a share of nothing", both(plus("base", "last_single"), plus("add_mg", nil), plus("spread", nil),
			plus("percent", 0)), "not between 1 and 150"},
		{"the whole of the day before", both(plus("base", "previous_day_total"), plus("add_mg", nil), plus("spread", nil),
			plus("percent", 100)), ""},
		{"more than the day before", both(plus("base", "previous_day_total"), plus("add_mg", nil), plus("spread", nil),
			plus("percent", 101)), "not between 1 and 100"},
		{"an addition of a microgram to one dose", both(plus("add_mg", "0.001"), plus("spread", 1)), ""},
		{"an addition and a share", plus("percent", 1), "not between 0 and 0"},
		{"an addition without a spread", plus("spread", nil), "go with"},
		{"a spread without an addition", plus("add_mg", nil), "go with"},
		{"an addition elsewhere", put("rise.0.add_mg", 1), "go with"},
		{"a spread elsewhere", put("rise.0.spread", 1), "go with"},
		{"the oral day over two doses", both(plus("rule", "P-ORAL-03"), plus("spread", 2)), "looser than P-ORAL-03"},
		{"the oral day over three doses", plus("rule", "P-ORAL-03"), ""},
	}
}

// judgedTables are the rules about missed sessions and overrides.
func judgedTables(put func(path string, value any) func(d map[string]any),
	both func(changes ...func(d map[string]any)) func(d map[string]any)) []judged {
	override := func(name string, value any) func(d map[string]any) { return put("overrides.0."+name, value) }
	return []judged{
		{"hours leave a gap", put("missed.rows.1.from_hours", 49), "leaves a gap or overlaps"},
		{"hours overlap", put("missed.rows.1.from_hours", 47), "leaves a gap or overlaps"},
		{"hours of one hour", both(put("missed.rows.0.from_hours", 1), put("missed.rows.0.to_hours", 2),
			put("missed.rows.1.from_hours", 2)), ""},
		{"hours end as they start", both(put("missed.rows.0.to_hours", 24), put("missed.rows.1.from_hours", 24)),
			"ends in hours before it starts"},
		{"hours in some rows", put("missed.rows.1.from_hours", nil), "in every row or in none"},
		{"only the end of hours", both(put("missed.rows.0.from_hours", nil), put("missed.rows.1.from_hours", nil),
			put("missed.rows.2.from_hours", nil)), "in every row or in none"},
		{"hours that do not end open", put("missed.rows.2.to_hours", 99), "only the last row is open"},
		{"hours that are open too early", put("missed.rows.0.to_hours", nil), "only the last row is open"},
		{"the first row starts later", both(put("missed.rows.0.from_hours", 47)), ""},
		{"a row before the assessment", both(put("missed.rows.0.needs_prescriber", false)), ""},
		{"a row from the assessment on", both(put("missed.rows.0.needs_prescriber", false),
			put("missed.reassess.from", 1)), "where reassess asks"},
		{"no assessment", both(put("missed.rows.0.needs_prescriber", false), put("missed.reassess", nil)), ""},
		{"a share of 1 %", both(put("missed.rows.0.percent", 1), put("missed.rows.1.percent", 1)), ""},
		{"a share that is missing", put("missed.rows.1.percent", nil), "percent is missing"},
		{"caps that stay", both(put("missed.rows.0.cap_mg", 40), put("missed.rows.1.cap_mg", 40)), ""},
		{"caps of a microgram", both(put("missed.rows.0.cap_mg", "0.001"), put("missed.rows.1.cap_mg", "0.001")), ""},
		{"a cap that rises", both(put("missed.rows.0.cap_mg", 40), put("missed.rows.1.cap_mg", "40.001")), "cap_mg rises"},
		{"a cap that goes away", put("missed.rows.0.cap_mg", "0.001"), "cap_mg rises"},
		{"a cap that goes away from 1 %", both(put("missed.rows.0.cap_mg", 40), put("missed.rows.1.percent", 1)),
			"cap_mg rises"},
		{"a cap that comes", put("missed.rows.1.cap_mg", 40), ""},
		{"a proposal without the prescriber", put("missed.rows.1.needs_prescriber", false), "without the prescriber"},
		{"an override of nothing", override("of", ""), "must name a rule"},
		{"an override by nobody", override("roles", []any{}), "must name a rule"},
		{"an override by a pharmacist and a prescriber", override("roles", []any{"pharmacist", "prescriber"}), ""},
		{"an override by others", override("roles", []any{"nurse", "admin"}), "admin gives no dose"},
		{"an override of a draft", override("of", "E-PACK-01"), "by a prescriber alone"},
		{"an override of naloxone", override("of", "E-OD-06"), "by a prescriber alone"},
		{"an override of an absence", override("of", "S-MISS-INJ"), "by a prescriber alone"},
		{"an override of a row", override("of", "LOCAL-MISSED"), "needs the prescriber by its row"},
		{"an override of the assessment", override("of", "LOCAL-AGAIN"), "asks for the prescriber's assessment"},
	}
}

// What is read is what was written: the words and marks of each row.
func TestWhatIsRead(t *testing.T) {
	p, err := edited(t, everything)
	if err != nil {
		t.Fatal(err)
	}
	methadone, morphine := p.Beside[0], p.Beside[1]
	got := fmt.Sprintln(p.Holds[0].Withhold, p.Holds[2].Withhold, morphine.Holds[0].Advise, morphine.Holds[5].Advise,
		p.Overrides[0].Second, p.Missed.Rows[0].NotIntoxicated, p.Missed.ByHours, p.Eligibility.Longest.Psychosocial,
		p.Eligibility.Longest.WithoutSuccess, methadone.FromMethadone == nil, morphine.FromMethadone.StepFrom,
		morphine.FromMethadone.StepTo, p.AlsoSalts, p.AlsoBasis.Rule, p.RouteBasis.Rule)
	want := "true false false true true true true true false true 30 mg 60 mg [hydrochloride] LOCAL-salts_also P-SITE-04\n"
	if got != want {
		t.Errorf("read %s, want %s", got, want)
	}
	for _, requires := range []any{"assessed", nil} {
		p, err := edited(t, func(d map[string]any) {
			everything(d)
			d["missed"].(map[string]any)["rows"].([]any)[0].(map[string]any)["requires"] = requires
		})
		if err != nil || p.Missed.Rows[0].NotIntoxicated {
			t.Errorf("requires %v: %v", requires, err)
		}
	}
	for _, field := range []string{"to_hours", "from_hours"} { // one of them alone makes a table by hours
		_, err := edited(t, func(d map[string]any) {
			absence(d, [3]any{1, nil, 50})
			d["missed"].(map[string]any)["rows"].([]any)[0].(map[string]any)[field] = 5
		})
		if want := field == "from_hours"; (err == nil) != want {
			t.Errorf("%s alone: %v", field, err)
		}
	}
	for name, value := range map[string]any{"max_per_day": "", "cap_day_mg": "", "cap_single_mg": " "} {
		p, err := edited(t, func(d map[string]any) { d[name] = value })
		if err != nil || len(p.Missing) != 1 || p.Missing[0] != name {
			t.Errorf("%s empty: %v", name, err)
		}
	}
	if _, err := edited(t, func(d map[string]any) { d["vein_attempts_max"] = "prescription" }); err == nil {
		t.Error("the attempts at a vein are left to the prescription")
	}
}
