package voice

import (
	"bytes"
	"encoding/csv"
	"reflect"
	"testing"
)

// A study of invented words.
func spokenProject() *Project {
	return &Project{
		Users: []User{{ID: "{u1}", Name: "Coder A"}},
		Codes: []Code{{ID: "c1", Name: "Getting *there*", Depth: 1, Rest: []Element{{Name: "Description",
			Kids: []Element{{Text: "What it\ncosts."}}}}}, {ID: "C2", Name: "=travel", Depth: 2, Codable: true}},
		Sources: []Source{{Name: "V07", Text: "a 👍🏽 \"b\", c", HasText: true, Selections: []Selection{
			{Start: 5, End: 8, Placed: true, Codings: []Coding{{Code: "{c2}", User: "U1"}}},
			{Start: 2, End: 4, Placed: true, User: "u1", Codings: []Coding{{Code: "c2"}, {Code: "lost"}}},
			{Start: 90, End: 91, Codings: []Coding{{Code: "c2"}}},
		}}},
	}
}

func TestExcerpts(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(spokenProject().Excerpts())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"source", "start", "end", "code", "coder", "quote"},
		{"V07", "2", "4", "'=travel", "Coder A", "👍🏽"}, {"V07", "2", "4", "LOST", "Coder A", "👍🏽"},
		{"V07", "5", "8", "'=travel", "Coder A", `"b"`}, {"V07", "90", "91", "'=travel", "", ""}}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("%q", rows)
	}
}

func TestCodebookPage(t *testing.T) {
	const want = "# Code book\n\n- **Getting \\*there\\*** (a folder)\n  What it costs.\n" +
		"  - **=travel** (texts: 1, codings: 3)\n"
	if got := string(spokenProject().CodebookPage()); got != want {
		t.Errorf("%s", got)
	}
}
