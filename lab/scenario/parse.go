package scenario

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"steady/lab"
	"steady/lab/compare"
	"steady/protocol"
)

// Parse reads a scenario strictly. Its error says what cannot be read and where:
// malformed text, an unknown field or word, a field given twice or missing, a
// number outside its range. Whether the packs and the law allow what it says is
// judged by Check.
func Parse(b []byte) (*File, error) {
	if _, err := protocol.ReadValue("scenario", b); err != nil {
		return nil, err // malformed, or a field given twice
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var any any
	if err := d.Decode(&any); err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	if err := walk("scenario", "", any, reflect.TypeFor[File](), false); err != nil {
		return nil, err
	}
	f := &File{}
	if err := json.Unmarshal(b, f); err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	f.adopt()
	return f, f.whole()
}

// whole looks at what no single field says.
func (f *File) whole() error {
	if f.Format != Format {
		return fmt.Errorf("scenario.format: is %q: this program reads %q", f.Format, Format)
	}
	if n := len(f.Policies); n < 2 || n > 6 {
		return fmt.Errorf("scenario.policies: holds %d: write 2 to 6, the first being what the others are compared with", n)
	}
	seen := map[string]bool{}
	for i, p := range f.Policies {
		if p.ID == "" || seen[p.ID] || p.Name == "" {
			return fmt.Errorf("scenario.policies[%d]: id and name must be there, and no id twice", i)
		}
		seen[p.ID] = true
	}
	if f.Replications < 2 {
		return fmt.Errorf("scenario.replications: is %d: an interval needs 2 to %d", f.Replications, compare.Most)
	}
	if s := f.Sensitivity; s != nil {
		if s.Replications == 1 {
			return fmt.Errorf("scenario.sensitivity.replications: is 1: write 0 for none, or 2 or more")
		}
		for i, k := range s.Parameters {
			if p := f.figure(k); p.Source == "" {
				return fmt.Errorf("scenario.sensitivity.parameters[%d]: the scenario gives no figure for %q", i, k)
			}
		}
	}
	return nil
}

// walk holds a value to the shape of a type.
func walk(path, name string, v any, t reflect.Type, inList bool) error {
	if t == raw {
		return nil
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if v == nil {
		return fmt.Errorf("%s: is null: leave the field out, or give it a value", path)
	}
	if reflect.PointerTo(t).Implements(textual) {
		s, ok := v.(string)
		if !ok {
			return fmt.Errorf("%s: expected a text", path)
		}
		if err := reflect.New(t).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(s)); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	}
	switch t.Kind() {
	case reflect.Struct:
		return walkObject(path, v, t)
	case reflect.Map:
		return walkMap(path, v, t)
	case reflect.Slice:
		list, ok := v.([]any)
		if !ok {
			return fmt.Errorf("%s: expected a list", path)
		}
		for i, item := range list {
			if err := walk(fmt.Sprintf("%s[%d]", path, i), name, item, t.Elem(), true); err != nil {
				return err
			}
		}
		return nil
	case reflect.String:
		return walkText(path, name, v, t)
	case reflect.Bool:
		if _, ok := v.(bool); !ok {
			return fmt.Errorf("%s: expected true or false", path)
		}
		return nil
	}
	return walkNumber(path, name, v, t, inList)
}

func walkObject(path string, v any, t reflect.Type) error {
	o, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%s: expected an object", path)
	}
	known := fields(t)
	for _, name := range slices.Sorted(mapKeys(o)) {
		i := slices.IndexFunc(known, func(f field) bool { return f.name == name })
		if i < 0 {
			return fmt.Errorf("%s: unknown field %q", path, name)
		}
		if err := walk(path+"."+name, name, o[name], known[i].typ, false); err != nil {
			return err
		}
	}
	for _, f := range known {
		if _, there := o[f.name]; f.needs && !there {
			return fmt.Errorf("%s: the field %q is missing", path, f.name)
		}
	}
	return nil
}

func mapKeys(o map[string]any) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range o {
			if !yield(k) {
				return
			}
		}
	}
}

func walkMap(path string, v any, t reflect.Type) error {
	o, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%s: expected an object", path)
	}
	for _, name := range slices.Sorted(mapKeys(o)) {
		at := path + "." + name
		if t == enough && !slices.Contains(measures(), name) {
			return fmt.Errorf("%s: there is no measure %q: write one of %s", path, name, strings.Join(measures(), ", "))
		}
		if err := walk(at, "", o[name], t.Elem(), false); err != nil {
			return err
		}
		if t == enough {
			if x, _ := o[name].(json.Number).Float64(); x <= 0 {
				return fmt.Errorf("%s: is %s: a half-width is above 0", at, o[name])
			}
		}
		if t == figures {
			if err := walkFigure(path, name, o[name].(map[string]any)); err != nil {
				return err
			}
		}
	}
	return nil
}

// walkFigure holds one parameter to the catalogue.
func walkFigure(path, name string, o map[string]any) error {
	i := slices.IndexFunc(lab.Catalogue(), func(k lab.Known) bool { return string(k.Key) == name })
	if i < 0 {
		return fmt.Errorf("%s: there is no parameter %q", path, name)
	}
	k, at := lab.Catalogue()[i], path+"."+name
	if o["unit"] != k.Unit {
		return fmt.Errorf("%s.unit: is %q: this figure is in %q", at, o["unit"], k.Unit)
	}
	number := func(field string) float64 { x, _ := o[field].(json.Number).Float64(); return x }
	for _, field := range []string{"value", "lo", "hi"} {
		if x := number(field); x < k.Least || x > k.Most {
			return fmt.Errorf("%s.%s: is %s: write %s to %s (%s)", at, field, o[field], compare.Number(k.Least),
				compare.Number(k.Most), k.Unit)
		}
	}
	if !(number("lo") <= number("value") && number("value") <= number("hi")) {
		return fmt.Errorf("%s: the value lies outside its own range lo to hi", at)
	}
	if o["source"] == "" {
		return fmt.Errorf("%s.source: is empty: write where the figure comes from, or why it is assumed", at)
	}
	if n, given := o["n"]; o["confidence"] == string(lab.Own) && (!given || n == json.Number("0")) {
		return fmt.Errorf("%s: a figure of your own needs \"n\", the number of observations behind it", at)
	}
	return nil
}

func walkText(path, name string, v any, t reflect.Type) error {
	s, ok := v.(string)
	if !ok {
		return fmt.Errorf("%s: expected a text", path)
	}
	if list := wordsOf(name, t); len(list) > 0 && !slices.Contains(list, s) {
		return fmt.Errorf("%s: %q is not one of %s", path, s, strings.Join(list, ", "))
	}
	return nil
}

func walkNumber(path, name string, v any, t reflect.Type, inList bool) error {
	n, ok := v.(json.Number)
	if !ok {
		return fmt.Errorf("%s: expected a number", path)
	}
	whole := t.Kind() != reflect.Float64
	if whole {
		if _, err := strconv.ParseUint(n.String(), 10, 64); err != nil {
			return fmt.Errorf("%s: is %s: expected a whole number from 0 on", path, n)
		}
	}
	x, err := n.Float64()
	if err != nil || math.IsInf(x, 0) {
		return fmt.Errorf("%s: is %s: that number is too large", path, n)
	}
	if b, limited := boundOf(name, inList, whole); limited && (x < b.lo || x > b.hi) {
		return fmt.Errorf("%s: is %s: write %s to %s", path, n, compare.Number(b.lo), compare.Number(b.hi))
	}
	return nil
}
