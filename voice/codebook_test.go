package voice

import "testing"

func TestTheCodeBookAsATable(t *testing.T) {
	p := &Project{Codes: []Code{{ID: "{a}", Name: "Root", Depth: 1}, {ID: "b", Name: "=Child", Depth: 2, Codable: true,
		Rest: []Element{{Name: "Description", Kids: []Element{{Text: " what it\n means "}}}}}, {ID: "c", Name: "Other",
		Depth: 1}},
		Sources: []Source{{Selections: []Selection{{Codings: []Coding{{Code: "B"}, {Code: "b"}}}}},
			{Selections: []Selection{{Codings: []Coding{{Code: "{B}"}}}}}}}
	const want = "code,parent,depth,definition,texts,codings\nRoot,,1,,0,0\n'=Child,Root,2,what it " +
		"means,2,3\nOther,,1,,0,0\n"
	if got := string(p.CodebookCSV()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
