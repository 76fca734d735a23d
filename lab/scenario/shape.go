package scenario

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"

	"steady/lab"
	"steady/lab/compare"
)

// The shape of the file is read off the types that hold it, once for the reader
// and once for the published schema, so that the two cannot part.

// field is one field of an object.
type field struct {
	name  string
	typ   reflect.Type
	needs bool // has to be there
}

// fields lists the fields of a struct as encoding/json sees them: those of
// embedded structs too, where no nearer field has the name.
func fields(t reflect.Type) (out []field) {
	near := map[string]bool{}
	var embedded []reflect.Type
	for i := range t.NumField() {
		f := t.Field(i)
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			embedded = append(embedded, f.Type)
		case name != "" && name != "-":
			near[name] = true
			out = append(out, field{name, f.Type, !strings.Contains(rest, "omit")})
		}
	}
	for _, e := range embedded {
		for _, f := range fields(e) {
			if !near[f.name] {
				out = append(out, f)
			}
		}
	}
	return out
}

var (
	textual = reflect.TypeFor[encoding.TextUnmarshaler]()
	raw     = reflect.TypeFor[json.RawMessage]()
	figures = reflect.TypeFor[map[lab.Key]Figure]()
	enough  = reflect.TypeFor[map[string]float64]()
)

// words are the types whose values come from a list.
var words = map[reflect.Type][]string{
	reflect.TypeFor[lab.Authority]():  authorities(),
	reflect.TypeFor[lab.RuleKind]():   kinds(),
	reflect.TypeFor[lab.Item]():       items(),
	reflect.TypeFor[lab.Key]():        keys(),
	reflect.TypeFor[lab.Confidence](): confidences,
}

var confidences = []string{string(lab.High), string(lab.Medium), string(lab.Low), string(lab.Assumption),
	string(lab.Own)}

func authorities() (out []string) {
	for _, a := range lab.Authorities {
		out = append(out, string(a.Code))
	}
	return out
}

func kinds() (out []string) {
	for _, k := range lab.Kinds() {
		out = append(out, string(k.Kind))
	}
	return out
}

func items() (out []string) {
	for _, i := range lab.Items() {
		out = append(out, string(i))
	}
	return out
}

func keys() (out []string) {
	for _, k := range lab.Catalogue() {
		out = append(out, string(k.Key))
	}
	return out
}

// measures are the names that enough and sensitivity may use.
func measures() []string { return compare.MeasureIDs() }

// bound is the range of a number, both ends allowed.
type bound struct{ lo, hi float64 }

// bounds are by the name of the field; a whole number elsewhere is 0 to a
// million. The figures of parameters have the ranges of the catalogue.
var bounds = map[string]bound{
	"seed": {0, 1 << 63}, "replications": {0, compare.Most}, "days": {1, 3660}, "warmup_days": {0, 3660},
	"from": {0, 24 * 60}, "to": {0, 24 * 60}, "visits_a_day": {1, 3}, "visits": {0, 3}, "booths": {0, 1000},
	"desks": {0, 1000}, "places": {0, 1000}, "in_treatment": {0, 1000}, "steps": {0, 20}, "pair": {2, 100},
	"after_days": {0, 3660}, "pence": {0, 1e12}, "observation_min": {0, 24 * 60}, "minutes": {0, 24 * 60},
	"prescribers": {1, 1000},
}

// boundOf is the range of a number by the name of its field; days in a list are
// days of the week.
func boundOf(name string, inList bool, whole bool) (bound, bool) {
	if inList && name == "days" {
		return bound{0, 6}, true
	}
	if b, ok := bounds[name]; ok {
		return b, true
	}
	return bound{0, 1e6}, whole
}

// styles of coming; a text by this name is one of them.
var styles = []string{"booked", "group", "open"}

// wordsOf are the words that a text may be, none for any.
func wordsOf(name string, t reflect.Type) []string {
	switch name {
	case "style":
		return styles
	case "times":
		return []string{lab.TimesEven, lab.TimesFree}
	case "format":
		return []string{Format}
	case "measures":
		return measures()
	}
	return words[t]
}
