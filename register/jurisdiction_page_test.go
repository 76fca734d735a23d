package register_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"steady/register"
)

// headingsOf are the labels of a side in a language, in their order.
func headingsOf(j *register.Jurisdiction, side register.Side, lang string) (out []string) {
	for _, h := range j.Page.Headings {
		if h.Side == side {
			out = append(out, h.Labels[lang])
		}
	}
	return out
}

func pack(t *testing.T, id string) *register.Jurisdiction {
	t.Helper()
	j, err := register.FindJurisdiction(id)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// England's headings are those of reg 19(1)(d) to (f) of SI 2001/3998, in their
// order (R-REG-02, R-REG-03), and its figures those of reg 20 (R-REG-05,
// R-REG-06).
func TestEnglandsPageIsThatOfReg19(t *testing.T) {
	j := pack(t, "gb-eng")
	for side, want := range map[register.Side][]string{
		register.Obtained: {"Date supply received", "Name and address from whom received", "Quantity received"},
		register.Supplied: {"Date supplied", "Name/Address of person or firm supplied",
			"Details of authority to possess - prescriber or licence holder's details", "Quantity supplied",
			"Person collecting (patient / patient's rep / healthcare professional); name and address if a professional",
			"Was proof of identity requested of patient / rep",
			"Was proof of identity of person collecting provided"},
	} {
		if got := headingsOf(j, side, "en"); !slices.Equal(got, want) {
			t.Errorf("%s: %q", side, got)
		}
	}
	p := j.Page
	if p.Identity.Applies != "not_applicable" || j.EntryDays() != 1 || p.Correction != "marginal_note" ||
		p.Retention.Years != 2 || p.Retention.From != "last_entry" || p.Loss.Days != 0 {
		t.Errorf("%+v", p)
	}
	for _, h := range p.Headings {
		if h.Statutory != (h.Side != register.Beside) || h.Statutory && h.Basis.Source != "S1" {
			t.Errorf("%s %s: statutory %v by %s", h.Side, h.Field, h.Statutory, h.Basis.Source)
		}
	}
}

// What was not read is unset: no other pack has a deadline or a form of
// correction, only Canada's one for reporting a loss (s. 63(c)), and
// Switzerland's headings are marked as the house's own.
func TestWhatWasNotReadIsUnset(t *testing.T) {
	for _, id := range []string{"ca", "ch", "us-otp", "de-law"} {
		j := pack(t, id)
		if j.Page.Deadline != nil || j.Page.Correction != "" || j.Page.Identity.Applies != "" {
			t.Errorf("%s: %+v", id, j.Page)
		}
		if j.EntryDays() != register.DefaultDeadline {
			t.Errorf("%s: %d days", id, j.EntryDays())
		}
	}
	if l := pack(t, "ca").Page.Loss; l.Days != 10 || l.To["en"] != "the Minister" || l.Basis.Source != "S17" {
		t.Errorf("%+v", l)
	}
	for _, h := range pack(t, "ch").Page.Headings {
		if h.Statutory || h.Basis.Source != "STEADY" || h.Labels["de"] == "" {
			t.Errorf("ch: %+v", h)
		}
	}
	if got := headingsOf(pack(t, "us-otp"), register.Supplied, "en"); !slices.Equal(got, []string{"Name of substance",
		"Strength of substance", "Dosage form", "Date dispensed", "Patient identification", "Amount consumed",
		"Amount and dosage form taken home by patient", "Dispenser's initials"}) {
		t.Errorf("us-otp: %q", got)
	}
}

// A page that would hide a movement, or that has no words in one of its
// languages, is refused; every fault is named.
func TestAPageThatHidesIsRefused(t *testing.T) {
	headings := func(doc map[string]any, drop func(h map[string]any) bool) {
		doc["headings"] = slices.DeleteFunc(doc["headings"].([]any), func(h any) bool { return drop(h.(map[string]any)) })
	}
	field := func(name string) func(h map[string]any) bool {
		return func(h map[string]any) bool { return h["field"] == name }
	}
	for _, c := range []struct {
		says   string
		change func(doc map[string]any)
	}{
		{"the date and an amount of what is obtained", func(d map[string]any) { headings(d, field("date")) }},
		{"the date and an amount of what is supplied", func(d map[string]any) { headings(d, field("quantity")) }},
		{"the running balances", func(d map[string]any) { headings(d, field("balance_mass")) }},
		{"lacks its words in fr", func(d map[string]any) {
			d["languages"] = append(d["languages"].([]any), map[string]any{"code": "fr", "words": "own"})
		}},
		{"en stands twice", func(d map[string]any) {
			d["languages"] = append(d["languages"].([]any), map[string]any{"code": "en", "words": "own"})
		}},
		{"not listed under languages", func(d map[string]any) { d["languages"] = []any{} }},
		{"obtained date stands twice", func(d map[string]any) {
			d["headings"] = append(d["headings"].([]any), d["headings"].([]any)[0])
		}},
		{"an annotation is not statutory", func(d map[string]any) {
			headings(d, func(h map[string]any) bool {
				if h["field"] == "batch" {
					h["statutory"] = true
				}
				return false
			})
		}},
		{"unknown word", func(d map[string]any) { d["page_key"].(map[string]any)["by"] = "class" }},
		{"unknown word", func(d map[string]any) { d["headings"].([]any)[0].(map[string]any)["field"] = "to" }},
		{"not possible", func(d map[string]any) { d["entry"].(map[string]any)["days_after"] = 32 }},
		{"is missing", func(d map[string]any) { delete(d["law_text"].(map[string]any), "checked") }},
	} {
		if _, err := law(t, c.change); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.says, err)
		}
	}
	// A pack without headings loads: its pages are drawn with plain ones.
	if j, err := law(t, func(d map[string]any) { delete(d, "headings") }); err != nil || j.Draft() {
		t.Error(err)
	}
}

// The published schema takes every pack of the build and knows every field that
// the loader knows, and no other.
func TestJurisdictionSchemaAndLoaderAgree(t *testing.T) {
	b, err := os.ReadFile("../docs/reference/jurisdiction-pack.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("pack.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("pack.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range register.Jurisdictions() {
		p, err := jsonschema.UnmarshalJSON(bytes.NewReader(j.Document()))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(p); err != nil {
			t.Errorf("%s: %v", j.ID, err)
		}
		p.(map[string]any)["tax"] = 1
		if s.Validate(p) == nil {
			t.Errorf("%s: the schema takes a field that the loader refuses", j.ID)
		}
	}
	var parts struct {
		Properties map[string]any `json:"properties"`
	}
	if err := json.Unmarshal(b, &parts); err != nil {
		t.Fatal(err)
	}
	got := slices.Sorted(maps.Keys(parts.Properties))
	if want := slices.Sorted(slices.Values(register.JurisdictionFields())); !slices.Equal(got, want) {
		t.Errorf("the schema has %v, the loader %v", got, want)
	}
}
