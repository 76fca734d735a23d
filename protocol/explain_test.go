package protocol

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Nothing clinical hides: every rule that a shipped pack cites is in a
// sentence of its explanation, with its source.
func TestExplainTellsEveryRule(t *testing.T) {
	for _, p := range Builtin() {
		told := map[[2]string]bool{}
		for _, s := range p.Explain() {
			if s.Text == "" || !s.Unset && s.Rule != "" && s.Confidence == "" || !strings.HasSuffix(s.Text, ".") {
				t.Errorf("%s: not a sentence: %+v", p.ID, s)
			}
			told[[2]string{s.Rule, s.Source}] = true
		}
		for _, b := range everyBasis(reflect.ValueOf(*p)) {
			if !told[[2]string{b.Rule, b.Source}] {
				t.Errorf("%s: %s of %s is in no sentence: add one to explain.go", p.ID, b.Rule, b.Source)
			}
		}
	}
}

// everyBasis finds each basis with a rule, wherever it stands in a pack.
func everyBasis(v reflect.Value) []Basis {
	if b, ok := v.Interface().(Basis); ok {
		if b.Rule == "" {
			return nil
		}
		return []Basis{b}
	}
	var out []Basis
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			out = everyBasis(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			out = append(out, everyBasis(v.Index(i))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out = append(out, everyBasis(v.Field(i))...)
			}
		}
	}
	return out
}

func TestExplainSaysTheFirstDose(t *testing.T) {
	p, err := Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	want := Sentence{"The first dose is at most 15 mg.", "P-TITR-01", "CH-FI", "confirmed", false}
	if !slices.Contains(p.Explain(), want) {
		t.Errorf("%+v is not among %+v", want, p.Explain())
	}
}

// What a pack leaves empty is told too, with what happens then.
func TestExplainSaysWhatIsUnset(t *testing.T) {
	p, err := Find("uk-draft")
	if err != nil {
		t.Fatal(err)
	}
	var unset []string
	for _, s := range p.Explain() {
		if s.Unset {
			unset = append(unset, s.Rule)
		}
	}
	for _, rule := range []string{
		"E-PACK-01", "S-MISS-INJ", "S-ALC-HOLD", "S-GAP", "S-OBS-POST", "S-RR-PRE", "S-CAP-DAY",
	} {
		if !slices.Contains(unset, rule) {
			t.Errorf("%s is not told as unset: %v", rule, unset)
		}
	}
}
