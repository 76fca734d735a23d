package register_test

import (
	"encoding/json"
	"strings"
	"testing"

	"steady/measure"
	"steady/person"
	"steady/protocol"
	"steady/register"
)

// law is England's pack with a change to its document. The figures of this
// file are invented for the tests.
func law(t *testing.T, change func(doc map[string]any)) (*register.Jurisdiction, error) {
	t.Helper()
	j, err := register.FindJurisdiction("gb-eng")
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(j.Document(), &doc); err != nil {
		t.Fatal(err)
	}
	change(doc)
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return register.LoadJurisdiction(b)
}

// sourced adds rule, source and confidence to a row.
func sourced(doc map[string]any, row map[string]any) map[string]any {
	for key := range doc["sources"].(map[string]any) {
		row["source"] = key
	}
	row["rule"], row["confidence"] = "R-REG-44", "C"
	return row
}

// homes is a pack in which tablets may go home for up to two days, for seven
// under two conditions, and methadone never; and instalments cover 14 days.
func homes(t *testing.T) *register.Jurisdiction {
	t.Helper()
	j, err := law(t, func(doc map[string]any) {
		condition := func(code string) any { return map[string]any{"code": code, "words": code + " is confirmed"} }
		doc["take_home"] = []any{
			sourced(doc, map[string]any{"substance": "diamorphine", "days": 2, "requires": []any{condition("safe")}}),
			sourced(doc, map[string]any{"substance": "diamorphine", "days": 7, "requires": []any{condition("safe"),
				condition("stable")}}),
			sourced(doc, map[string]any{"substance": "diamorphine", "days": 1, "routes": []any{"iv", "im"},
				"requires": []any{condition("holiday")}}),
			sourced(doc, map[string]any{"substance": "methadone", "days": 0}),
		}
		doc["instalments"] = sourced(doc, map[string]any{"max_days": 14})
		doc["wordings"] = []any{sourced(doc, map[string]any{"code": "A", "meaning": "a"}),
			sourced(doc, map[string]any{"code": "B", "meaning": "b"})}
		doc["required"] = []any{sourced(doc, map[string]any{"field": "patient_permit", "words": "the permit"})}
	})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// Doses leave the building only as a row of the pack lets them: so many days,
// by the routes of the row, under every condition of the row that covers as
// many days as are asked for (R-REG-44).
func TestWhatMayBeTakenHome(t *testing.T) {
	j := homes(t)
	d, m := measure.Diamorphine, measure.Methadone
	for _, c := range []struct {
		name  string
		of    *register.Jurisdiction
		drug  measure.Substance
		route protocol.Route
		days  int
		met   string
		says  string // "" is allowed
	}{
		{"one day", j, d, protocol.Oral, 1, "safe", ""}, {"two days", j, d, protocol.Oral, 2, "safe", ""},
		{"no day", j, d, protocol.Oral, 0, "safe", "1 or more"}, {"less", j, d, protocol.Oral, -1, "safe", "1 or more"},
		{"two days unconfirmed", j, d, protocol.Oral, 2, "", "safe is confirmed"},
		{"three days ask the longer row", j, d, protocol.Oral, 3, "safe", "stable is confirmed"},
		{"three days", j, d, protocol.Oral, 3, "safe stable", ""}, {"seven", j, d, protocol.Oral, 7, "safe stable", ""},
		{"eight", j, d, protocol.Oral, 8, "safe stable", "at most 7 daily doses"},
		{"by injection", j, d, protocol.IV, 1, "holiday", ""},
		{"by injection, two days", j, d, protocol.IV, 2, "holiday safe stable", "at most 1 daily doses"},
		{"under the skin", j, d, protocol.SC, 1, "safe stable holiday", "says nothing"},
		{"methadone", j, m, protocol.Oral, 1, "safe stable", "does not let methadone"},
		{"methadone by injection", j, m, protocol.IV, 1, "safe", "says nothing"},
		{"another drug", j, measure.Morphine, protocol.Oral, 1, "safe", "says nothing"},
		{"no pack", nil, d, protocol.Oral, 1, "safe", "No signed"},
	} {
		no := c.of.MayTakeHome(c.drug, c.route, register.TakeHome{Days: c.days, Met: strings.Fields(c.met)})
		if (no == nil) != (c.says == "") || no != nil && !strings.Contains(no.Sentence, c.says) {
			t.Errorf("%s: %v, want %q", c.name, no, c.says)
		}
	}
}

// A prescription by instalments covers no more days than the pack says, in
// wordings that the pack knows, each once (R-REG-21, R-REG-22).
func TestWhatMayBeDispensed(t *testing.T) {
	j := homes(t)
	for _, c := range []struct {
		name         string
		of           *register.Jurisdiction
		count, every int
		wording      string
		says         string
	}{
		{"one of one", j, 1, 1, "", ""}, {"seven of two", j, 7, 2, "A B", ""}, {"fourteen of one", j, 14, 1, "B", ""},
		{"one of fourteen", j, 1, 14, "", ""}, {"fifteen of one", j, 15, 1, "", "more than the 14 days"},
		{"one of fifteen", j, 1, 15, "", "more than the 14 days"}, {"five of three", j, 5, 3, "", "more than the 14 days"},
		{"too many to multiply", j, 1 << 40, 1 << 40, "", "more than the 14 days"},
		{"none", j, 0, 1, "", "1 or more"}, {"never", j, 1, 0, "", "1 or more"}, {"less", j, -1, -1, "", "1 or more"},
		{"the same twice", j, 1, 1, "A B A", "chosen twice"}, {"own words", j, 1, 1, "A C", "no wording"},
		{"no pack", nil, 1, 1, "", "No signed"},
	} {
		no := c.of.MayDispense(register.Instalments{Count: c.count, Every: c.every, Wording: strings.Fields(c.wording)})
		if (no == nil) != (c.says == "") || no != nil && !strings.Contains(no.Sentence, c.says) {
			t.Errorf("%s: %v, want %q", c.name, no, c.says)
		}
	}
	silent, err := law(t, func(doc map[string]any) { delete(doc, "instalments") })
	if err != nil || silent.MayDispense(register.Instalments{Count: 1, Every: 1}) == nil {
		t.Errorf("a pack that says nothing of instalments lets them: %v", err)
	}
}

// What a draft says counts for nothing that only a law allows, and what it
// asks is asked.
func TestADraftAllowsNothingToLeave(t *testing.T) {
	j, err := law(t, func(doc map[string]any) {
		doc["approver"] = nil
		doc["take_home"] = []any{sourced(doc, map[string]any{"substance": "methadone", "days": 3})}
		doc["second_absent"] = []any{sourced(doc, map[string]any{"movement": "discard"})}
		doc["required"] = []any{sourced(doc, map[string]any{"field": "patient_permit", "words": "the permit"})}
	})
	if err != nil || !j.Draft() {
		t.Fatal(err)
	}
	if j.MayTakeHome(measure.Methadone, protocol.Oral, register.TakeHome{Days: 1}) == nil {
		t.Error("a draft lets doses be taken home")
	}
	if _, alone := j.MayLackSecond("discard"); alone {
		t.Error("a draft lets a step go without a second person")
	}
	if r, need := j.Requires("patient_permit"); !need || r.Words != "the permit" {
		t.Errorf("a draft asks for no permit: %+v", r)
	}
	if _, need := j.Requires("instalment_count"); need {
		t.Error("a field is asked for that no row names")
	}
	if _, need := (*register.Jurisdiction)(nil).Requires("patient_permit"); need {
		t.Error("no pack asks for a permit")
	}
}

// A licence is needed for an act with a substance unless the row of just that
// act and substance says that it is not (R-REG-19).
func TestALicenceIsForAnActAndASubstance(t *testing.T) {
	j, err := law(t, func(doc map[string]any) {
		doc["licences"] = []any{
			sourced(doc, map[string]any{"substance": "methadone", "act": "prescribe", "needed": false}),
			sourced(doc, map[string]any{"substance": "diamorphine", "act": "administer", "needed": true})}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		drug   measure.Substance
		act    person.Act
		needed bool
		rule   string
	}{{measure.Methadone, person.Prescribes, false, "R-REG-44"}, {measure.Methadone, person.Administers, true, "R-REG-19"},
		{measure.Diamorphine, person.Prescribes, true, "R-REG-19"},
		{measure.Diamorphine, person.Administers, true, "R-REG-44"}} {
		if b, needed := j.LicenceNeeded(c.drug, c.act); needed != c.needed || b.Rule != c.rule {
			t.Errorf("%s, %s: needed %v by %s", c.drug, c.act, needed, b.Rule)
		}
	}
}

// Figures of a jurisdiction pack are read within their bounds, and its content
// is judged, whoever signed.
func TestAJurisdictionAtItsBounds(t *testing.T) {
	home := func(substance string, days any, requires ...any) func(doc map[string]any) {
		return func(doc map[string]any) {
			row := map[string]any{"substance": substance, "days": days, "requires": requires}
			doc["take_home"] = []any{sourced(doc, row)}
		}
	}
	instalments := func(days int) func(doc map[string]any) {
		return func(doc map[string]any) { doc["instalments"] = sourced(doc, map[string]any{"max_days": days}) }
	}
	condition := map[string]any{"code": "safe", "words": "kept safe"}
	for name, c := range map[string]struct {
		change func(doc map[string]any)
		says   string
	}{
		"31 days home":       {home("diamorphine", 31, condition), ""},
		"32 days home":       {home("diamorphine", 32, condition), "0 to 31"},
		"-1 days home":       {home("diamorphine", -1, condition), "0 to 31"},
		"1 day home":         {home("diamorphine", 1), "without a condition"},
		"0 days home":        {home("diamorphine", 0), ""},
		"1 day of methadone": {home("methadone", 1), ""},
		"no instalment day":  {instalments(0), "1 to 366"}, "1 instalment day": {instalments(1), ""},
		"366 instalment days": {instalments(366), ""}, "367 instalment days": {instalments(367), "1 to 366"},
		"no id":      {func(doc map[string]any) { doc["id"] = "" }, "id and version"},
		"no version": {func(doc map[string]any) { doc["version"] = "" }, "id and version"},
		"a row twice": {func(doc map[string]any) {
			row := sourced(doc, map[string]any{"substance": "methadone", "act": "prescribe", "needed": false})
			doc["licences"] = []any{row, row}
		}, "stands twice"},
	} {
		_, err := law(t, c.change)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
	j, err := law(t, func(doc map[string]any) { doc["licences"] = []any{} })
	if err != nil || strings.Join(j.Missing, " ") != "licences" {
		t.Errorf("without licences: %v", err)
	}
}
