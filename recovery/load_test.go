package recovery

import (
	"errors"
	"strings"
	"testing"
)

func TestEveryInstrumentLoads(t *testing.T) {
	list, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 14 {
		t.Errorf("only %d instruments found", len(list))
	}
}

// document returns the bytes of a built-in instrument with some words changed.
func document(t *testing.T, id string, changes ...string) []byte {
	t.Helper()
	b, err := instrumentFiles.ReadFile("instruments/" + id + ".json")
	if err != nil {
		t.Fatal(err)
	}
	s := string(b)
	for n := 0; n < len(changes); n += 2 {
		if !strings.Contains(s, changes[n]) {
			t.Fatalf("%s does not hold %q", id, changes[n])
		}
		s = strings.Replace(s, changes[n], changes[n+1], 1)
	}
	return []byte(s)
}

// What a licence forbids does not load, whoever wrote the document (R-OUT-05,
// R-OUT-06).
func TestLicencesAreHeld(t *testing.T) {
	for _, c := range []struct {
		why     string
		id      string
		changes []string
		want    string
	}{
		{"a word of a verbatim form is changed", "core-10", []string{"I have felt unhappy", "I felt unhappy"}, "unaltered"},
		{"an option of a verbatim form is changed", "core-10", []string{"Only occasionally", "Occasionally"}, "unaltered"},
		{"verbatim passed off for another id", "core-10", []string{`"id": "core-10"`, `"id": "core-x"`}, "unaltered"},
		{"gated words without a licence", "swemwbs", []string{`{"id": "1"}`, `{"id": "1", "text": "invented words"}`},
			"number and the date"},
		{"gated options without a licence", "swemwbs",
			[]string{`{"id": "1"}`, `{"id": "1", "options": [{"value": 1, "text": "invented"}]}`}, "number and the date"},
		{"scores only, with words", "eq-5d-5l", []string{`{"id": "1"}`, `{"id": "1", "text": "invented words"}`},
			"may not be reproduced"},
		{"free, without its words", "phq-9", []string{`"text": "Poor appetite or overeating"`, `"text": ""`}, "has no text"},
		{"without the notice", "barc-10", []string{`"notice": "BARC-10`, `"holder": "x", "number": "BARC-10`}, "given twice"},
	} {
		_, err := Load(document(t, c.id, c.changes...))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.why, err)
		}
	}
}

func TestDocumentsThatAreRefused(t *testing.T) {
	for _, c := range []struct {
		why, id string
		changes []string
		want    string
	}{
		{"reliability not read", "core-10", []string{`"source": "NOVO", "confidence": "C2"}` + "\n}",
			`"source": "NOVO", "confidence": "R"}` + "\n}"}, "read in their source"},
		{"an unlisted source", "audit-c",
			[]string{`"method": "sum", "source": "BUSH"`, `"method": "sum", "source": "NOBODY"`}, "not listed"},
		{"a limit not read", "arq", []string{`"least": 4, "source": "ARQ", "confidence": "C"`,
			`"least": 4, "source": "ARQ", "confidence": "R"`}, "read in their source"},
		{"a hole in the table", "swemwbs", []string{`"21": 19.25, `, ``}, "has no value for 21"},
		{"a table that falls", "swemwbs", []string{`"21": 19.25`, `"21": 5`}, "does not rise"},
		{"an alert on no item", "phq-9", []string{`{"item": "9"`, `{"item": "12"`}, "no item 12"},
		{"an alert never reached", "phq-9", []string{`{"item": "9", "from": 1`, `{"item": "9", "from": 4`}, "never answered"},
		{"bands that fall", "gad-7", []string{`{"from": 10, "word": "moderate"}`, `{"from": 4, "word": "moderate"}`},
			"do not rise"},
		{"an item twice", "audit-c", []string{`{"id": "2"`, `{"id": "1"`}, "stands twice"},
		{"prorating without a bound", "phq-9", []string{`"missing_max": 2, `, ``}, "go together"},
		{"a return of no item", "top", []string{`"items": ["1a"]`, `"items": ["9z"]`}, "no item 9z"},
		{"a return twice", "top", []string{`"field": "OPIUSE"`, `"field": "ALCUSE"`}, "stands twice"},
		{"days that are any", "top", []string{`"items": ["2b", "2c"]`, `"items": ["2a", "2c"]`}, "another way"},
		{"a sign that is none", "injecting-site", []string{`"word": "discharge"`, `"word": "itch"`}, "no sign"},
	} {
		_, err := Load(document(t, c.id, c.changes...))
		var refused *RefusedError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.why, err)
		}
	}
}

func TestDocumentsThatCannotBeRead(t *testing.T) {
	for _, c := range [][]string{
		{`"format": "steady-instrument/1"`, `"format": "steady-instrument/2"`}, {`"version"`, `"edition"`},
		{`"class": "free"`, `"class": "stolen"`}, {`"method": "sum"`, `"method": "guess"`}, {`"from": 10`, `"from": "ten"`},
		{`"min": 0, "max": 3`, `"min": 0`},
	} {
		if _, err := Load(document(t, "phq-9", c...)); err == nil || errors.As(err, new(*RefusedError)) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// What a service brings: its own scale, or words for a gated instrument.
func TestServiceInstruments(t *testing.T) {
	own := document(t, "craving", `"id": "craving"`, `"id": "belonging"`, `"nobody yet`, `"Invented lead; nobody yet`)
	if in, err := LoadService(own); err != nil || in.MayShow() != nil {
		t.Errorf("an own scale: %v", err)
	}
	licensed := document(t, "swemwbs", `{"id": "1"}`, `{"id": "1", "text": "invented words"}`,
		`"class": "gated"`, `"class": "gated", "number": "INVENTED-1", "date": "2026-11-01"`)
	if in, err := LoadService(licensed); err != nil || in.MayShow() != nil {
		t.Errorf("a licensed copy: %v", err)
	}
	otherwise := strings.Replace(string(licensed), `"7": 7.0`, `"7": 6.0`, 1)
	for why, b := range map[string][]byte{
		"an own scale under a known id": document(t, "craving"),
		"other arithmetic":              []byte(otherwise),
		"a new public instrument":       document(t, "audit-c", `"id": "audit-c"`, `"id": "audit-d"`),
		"one person signs their own": document(t, "craving", `"id": "craving"`, `"id": "belonging"`,
			`"nobody yet for a live service: each service signs its own copy"`, `"Steady project"`),
	} {
		if _, err := LoadService(b); !errors.As(err, new(*RefusedError)) {
			t.Errorf("%s: %v", why, err)
		}
	}
	for _, id := range []string{"swemwbs", "wemwbs", "arq", "sure", "eq-5d-5l", "top", "cows"} {
		in, err := Find(id)
		if err != nil {
			t.Fatal(err)
		}
		if err := in.MayShow(); !errors.As(err, new(*RefusedError)) || in.hasText() {
			t.Errorf("the words of %s are shown: %v", id, err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	names, err := instrumentFiles.ReadDir("instruments")
	if err != nil {
		f.Fatal(err)
	}
	for _, n := range names {
		b, err := instrumentFiles.ReadFile("instruments/" + n.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := Load(b)
		if err != nil {
			return
		}
		if _, err := in.Score(&Answers{}); err != nil {
			t.Fatalf("an empty form of %s: %v", in.ID, err)
		}
	})
}
