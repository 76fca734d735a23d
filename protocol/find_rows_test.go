package protocol

import (
	"fmt"
	"strings"
	"testing"

	"steady/measure"
)

// Each row is found by what it is for: from its first value to its last.
func TestRowsAreFound(t *testing.T) {
	p, err := edited(t, everything)
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{-1: "", 0: "", 1: "P-TITR-01", 2: "P-TITR-02", 3: "P-TITR-03", 99: "P-TITR-03"} {
		got := ""
		if r := p.FirstDayFor(n); r != nil {
			got = r.Basis.Rule
		}
		if got != want {
			t.Errorf("injection %d of day 1 finds %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "", 1: "P-TITR-05", 2: "P-TITR-05", 3: "LOCAL-PLUS", 24: "LOCAL-PLUS"} {
		got := ""
		if r := p.RiseFor(n); r != nil {
			got = r.Basis.Rule
		}
		if got != want {
			t.Errorf("%d visits a day find %q, want %q", n, got, want)
		}
	}
	for hours, want := range map[int64]int{-1: -1, 0: -1, 23: -1, 24: 0, 47: 0, 48: 1, 71: 1, 72: 2, 9999: 2} {
		if got := p.Missed.RowAfter(hours); got != want {
			t.Errorf("%d hours find row %d, want %d", hours, got, want)
		}
	}
	p.Missed.ByHours = false
	if got := p.Missed.RowAfter(48); got != -1 {
		t.Errorf("a table without hours finds row %d by them", got)
	}
	for c, want := range map[[2]string]bool{{"E-POSS-04", "nurse"}: true, {"E-POSS-04", "prescriber"}: false,
		{"S-ALC-HOLD", "nurse"}: false} {
		if got := p.OverrideFor(c[0], c[1]) != nil; got != want {
			t.Errorf("%s by a %s is settled: %v", c[0], c[1], got)
		}
	}
}

// Amounts are compared in the pack's own form and its other salts, and in no
// other (E-UNIT-03); medicines beside are found by substance where the row
// names no salt.
func TestFormsOfAPack(t *testing.T) {
	p, err := edited(t, func(d map[string]any) {
		everything(d)
		d["beside"].([]any)[0].(map[string]any)["salt"] = "hydrochloride"
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		substance measure.Substance
		salt      measure.Salt
		takes     bool
		beside    int // which row, -1 for none
	}{
		{measure.Diamorphine, measure.HydrochlorideMonohydrate, true, -1},
		{measure.Diamorphine, measure.Hydrochloride, true, -1},
		{measure.Diamorphine, measure.HydrochlorideAnhydrous, false, -1},
		{measure.Hydromorphone, measure.Hydrochloride, false, -1},
		{measure.Hydromorphone, measure.HydrochlorideMonohydrate, false, -1},
		{measure.Methadone, measure.Hydrochloride, false, 0}, {measure.Methadone, "", false, -1},
		{measure.Morphine, "", false, 1}, {measure.Morphine, measure.Hydrochloride, false, 1},
	} {
		f := measure.Form{Substance: c.substance, Salt: c.salt}
		if p.Takes(f) != c.takes {
			t.Errorf("%s: takes %v", f, !c.takes)
		}
		got := -1
		for i := range p.Beside {
			if p.BesideFor(f) == &p.Beside[i] {
				got = i
			}
		}
		if got != c.beside {
			t.Errorf("%s: row %d beside, want %d", f, got, c.beside)
		}
	}
	for r, want := range map[Route][2]bool{IV: {true, false}, IM: {false, true}, Oral: {false, false}} {
		if got := [2]bool{p.Licensed(r), p.OffLabel(r)}; got != want {
			t.Errorf("%s: licensed and off label %v, want %v", r, got, want)
		}
	}
	for _, c := range []struct {
		ceiling Ceiling
		set     bool
	}{{Ceiling{}, false}, {Ceiling{Mass: 1}, true}, {Ceiling{FromPrescription: true}, true}} {
		if c.ceiling.Set() != c.set {
			t.Errorf("%+v is set: %v", c.ceiling, !c.set)
		}
	}
	for want, e := range map[string]Trigger{"": {},
		"breathing rate 1 or less and SpO2 below 1 %": {RRTo: 1, SpO2Below: 1}} {
		if e.Words() != want {
			t.Errorf("%q, want %q", e.Words(), want)
		}
	}
	for want, l := range map[string]Longest{"one treatment": {},
		"one treatment by substitution with psychosocial care that ended without success": {"substitution", true, true}} {
		if l.Words() != want {
			t.Errorf("%q, want %q", l.Words(), want)
		}
	}
}

// A document that cannot be read says where: line, column and field.
func TestADocumentSaysWhereItIsWrong(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + "1" + strings.Repeat("]", n) }
	deepObjects := func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) }
	for text, want := range map[string]string{
		``: "x: line 1, column 1: the document ends too early", `{`: "x: line 1, column 1: the document ends too early",
		"{\n\"é\": [1,\n":   "x: line 3, column 1: the document ends too early",
		"{\n \"é\" 1}":      "x: line 2, column 5: invalid character '1' after object key",
		"{\"a\": }":         "x: line 1, column 6: invalid character '}' looking for beginning of value",
		"1 2":               "x: line 1, column 3: there is more text after the end of the document",
		"\"\xff\"":          "x: not UTF-8 text",
		"{\"a\":1,\"a\":2}": "x: line 1, column 10: x: the field \"a\" is given twice",
		"{1: 2}":            "x: line 1, column 1: invalid", deep(32): "", deepObjects(32): "",
		deep(33):        "nested deeper than 32 levels",
		deepObjects(33): "nested deeper than 32 levels",
	} {
		_, err := ReadValue("x", []byte(text))
		if got := fmt.Sprint(err); (err == nil) != (want == "") || err != nil && !strings.Contains(got, want) {
			t.Errorf("%q: %s, want %q", text, got, want)
		}
	}
}

// A field of the wrong kind says what was expected and what was found.
func TestAFieldOfTheWrongKind(t *testing.T) {
	for text, c := range map[string]struct {
		read func(f *Fields)
		want string
	}{
		`{"a": [1, true]}`:  {func(f *Fields) { f.Masses("a") }, "x.a[1]: expected a number, found true or false"},
		`{"a": [1, "2"]}`:   {func(f *Fields) { f.Masses("a") }, "<nil>"},
		`{"a": {}}`:         {func(f *Fields) { f.Text("a") }, "x.a: expected text, found an object"},
		`{"a": [[]]}`:       {func(f *Fields) { f.Scalars("a") }, "x.a[0]: expected an answer, found a list"},
		`{"a": {"b":1}}`:    {func(f *Fields) { f.Object("a") }, "<nil>"},
		`{"a": {"b": 1}}`:   {func(f *Fields) { f.Object("a", "c") }, `x.a: unknown field "b"`},
		`{"a": "1999"}`:     {func(f *Fields) { f.Day("a") }, "x.a: "},
		`{"a": "tomorrow"}`: {func(f *Fields) { f.Instant("a") }, "x.a: "},
		`{"a": 2.001}`:      {func(f *Fields) { f.Milli("a", 1, 2) }, "2.001 is not possible: expected 1 to 2"},
		`{"a": 2}`:          {func(f *Fields) { f.Milli("a", 1, 2) }, "<nil>"},
		`{"a": 0.999}`:      {func(f *Fields) { f.Milli("a", 1, 2) }, "0.999 is not possible"},
		`{"a": 1.5}`:        {func(f *Fields) { f.Int("a", 1, 2) }, "1.5 is not a whole number"},
	} {
		v, err := ReadValue("x", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var r Reader
		c.read(r.Object(v))
		if got := fmt.Sprint(r.Err()); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %s", text, got, c.want)
		}
	}
	var r Reader
	if r.Object(nil) != nil || r.Err() != nil {
		t.Error("nothing is read as an object")
	}
	if f := (*Fields)(nil); f.Masses("a") != nil || f.Day("a") != 0 || f.Instant("a") != 0 || f.Int("a", 1, 2) != 0 {
		t.Error("an object that is not there has fields")
	}
}

// Answers are read as they were written, alone or in a list.
func TestAnswersAsWritten(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": 1.50}`: "[{1.50 true false}] false", `{"a": "1"}`: "[{1 false false}] false", `{"a": null}`: "[] false",
		`{}`:                          "[] false",
		`{"a": [1, null, "b", true]}`: "[{1 true false} { false true} {b false false} {true false false}] true",
		`{"a": []}`:                   "[] true",
	} {
		v, err := ReadValue("x", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var r Reader
		answers, list := r.Object(v).Scalars("a")
		if got := fmt.Sprint(answers, " ", list); strings.ReplaceAll(got, "  ", " ") != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
