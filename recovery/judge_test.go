package recovery

import (
	"errors"
	"strings"
	"testing"
)

// scale is an invented own scale of two questions that loads; each case below
// spoils one thing.
const scale = `{"format": "steady-instrument/1", "id": "invented", "version": "1", "title": "Invented",
"better": "lower",
"sources": {"US": {"title": "invented for this test"}},
"licence": {"class": "own", "author": "an author", "approver": "a lead", "source": "US", "confidence": "E"},
"items": [{"id": "1", "text": "a", "min": 0, "max": 3}, {"id": "2", "text": "b", "values": [0, 2]},
 {"id": "3", "text": "c", "kind": "yesno"}, {"id": "4", "text": "d", "kind": "days"}],
"scoring": {"method": "none", "source": "US", "confidence": "E"},
"returns": [{"field": "one", "rule": "answer", "items": ["1"]},
 {"field": "three", "rule": "any", "items": ["3"], "unless": "4"}]}`

// totalled is the same with a total.
const totalled = `{"format": "steady-instrument/1", "id": "invented", "version": "1", "title": "Invented",
"better": "lower",
"sources": {"US": {"title": "invented for this test"}},
"licence": {"class": "own", "author": "an author", "approver": "a lead", "source": "US", "confidence": "E"},
"items": [{"id": "1", "text": "a", "min": 0, "max": 3}, {"id": "2", "text": "b", "min": 0, "max": 3}],
"scoring": {"method": "sum", "missing_max": 1, "prorate": "whole", "source": "US", "confidence": "E"},
"bands": {"rows": [{"from": 0, "word": "few"}, {"from": 4, "word": "many"}], "source": "US", "confidence": "E"}}`

func TestSpoiltScales(t *testing.T) {
	for _, good := range []string{scale, totalled} {
		if _, err := LoadService([]byte(good)); err != nil {
			t.Fatal(err)
		}
	}
	published := `"confidence": "E"}, "reliability":
		{"sd": 2, "r": 0.8, "kind": "retest", "population": "x", "source": "US", "confidence": "C"}}`
	limited := `"reliable_change": {"least": 2, "source": "US", "confidence": "C"}`
	end := `"confidence": "E"}}` // of totalled, where more can be added
	for _, c := range []struct{ of, from, to, want string }{
		{scale, `"id": "invented"`, `"id": "Invented!"`, "lower-case"},
		{scale, `"version": "1"`, `"version": ""`, "version"},
		{scale, `{"id": "1", "text"`, `{"id": "", "text"`, "is empty"},
		{scale, `"min": 0, "max": 3`, `"min": 3, "max": 3`, "at least two"},
		{scale, `"values": [0, 2]`, `"values": [2, 0]`, "ascending"},
		{scale, `"values": [0, 2]`, `"values": [0, 2, 2]`, "ascending"},
		{scale, `"values": [0, 2]`, `"values": [0, 2], "options": [{"value": 1, "text": "x"}]`, "not among"},
		{scale, `"kind": "yesno"`, `"kind": "yesno", "reversed": true`, "only a scale"},
		{scale, `"kind": "yesno"`, `"kind": "signs"`, "option words"},
		{scale, `"text": "a"`, `"text": ""`, "has no text"},
		{scale, `"approver": "a lead"`, `"approver": "an author"`, "two people"},
		{scale, `"items": ["1"]`, `"items": ["1", "2"]`, "wrong number"},
		{scale, `"items": ["3"]`, `"items": []`, "wrong number"},
		{scale, `"items": ["3"]`, `"items": ["1"]`, "another way"},
		{scale, `"unless": "4"`, `"unless": "1"`, "item of days"},
		{scale, `"field": "three"`, `"field": "total"`, "word of the total"},
		{scale, `"method": "none"`, `"method": "sum"`, "cannot be added up"},
		{scale, `"method": "none"`, `"method": "table"`, "needs a metric"},
		{scale, `"returns"`, limited + `, "returns"`, "no published"},
		{scale, `"source": "US", "confidence": "E"},` + "\n" + `"returns"`, `"source": "", "confidence": "E"},"returns"`,
			"has no source"},
		{totalled, end, `"confidence": "U"}}`, "confidence must be"},
		{totalled, `"missing_max": 1`, `"missing_max": 2`, "leaves no answer"},
		{totalled, `"missing_max": 1, `, ``, "go together"},
		{totalled, `"method": "sum"`, `"method": "none"`, "nothing to prorate"},
		{totalled, `{"from": 0, "word": "few"}, `, ``, "smallest total"},
		{totalled, `"from": 4`, `"from": 0`, "do not rise"},
		{totalled, end, published, "no published"},
		{totalled, end, strings.Replace(published, `"sd": 2`, `"sd": 0`, 1), "above 0"},
		{totalled, end, strings.Replace(published, `0.8`, `1`, 1), "between 0 and 1"},
		{totalled, `"better": "lower"`, `"better": "lower", ` + limited + `, "reliability":
			{"sd": 2, "r": 0.8, "kind": "retest", "population": "x", "source": "US", "confidence": "C"}`, "disagree"},
		{totalled, `"better": "lower"`, `"better": "neither", ` + limited, "better"},
	} {
		if strings.Count(c.of, c.from) == 0 {
			t.Fatalf("the scale does not hold %q", c.from)
		}
		_, err := Load([]byte(strings.Replace(c.of, c.from, c.to, 1)))
		var refused *RefusedError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s for %s: %v", c.to, c.from, err)
		}
	}
}

// A prorated total of a service's own scale, and a sheet of words that are ours.
func TestOwnScale(t *testing.T) {
	in, err := LoadService([]byte(totalled))
	if err != nil {
		t.Fatal(err)
	}
	a, err := ParseAnswers([]byte(`{"answers":{"1":3}}`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := in.Score(a)
	if err != nil || r.Scores.Get("total").String() != "6" || !r.Prorated || r.Band != "many" {
		t.Errorf("%+v %v", r, err)
	}
	if in.Sheet() || !mustFind(t, "top").Sheet() || mustFind(t, "swemwbs").Sheet() {
		t.Error("only TOP has our own words beside every item")
	}
}
