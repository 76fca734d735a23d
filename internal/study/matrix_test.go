package study

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"steady/moment"
	core "steady/voice/study"
)

// The matrix leaves as a table and as a document (V-18): with labels of that
// output alone, counts that take in codes below, summaries, and no cell that a
// spreadsheet runs; nothing of who withdrew.
func TestTheMatrixLeavesAsAFile(t *testing.T) {
	s, _, _ := twoStores(t)
	give(t, s, core.OpenStudy{Title: "What changed", Aims: "To hear it", Approach: core.Framework})
	who := give(t, s, core.AddParticipant{}, core.AddParticipant{})
	hers := interview(t, s, "anna-secretname.txt", who[0], "Interviewer: How?\nAnna: I wait an hour each day here.\n")
	his := interview(t, s, "tom-secretname.txt", who[1], "Interviewer: How?\nTom: I work now and sleep well at night.\n")
	top := give(t, s, core.AddCode{Name: "Days"})[0]
	below := give(t, s, core.AddCode{Name: "=Waiting", Parent: top})[0]
	give(t, s, core.Code{Source: hers, Version: 1, Start: 24, End: 40, Code: below},
		core.Code{Source: his, Version: 1, Start: 24, End: 34, Code: top},
		core.WriteCell{Source: hers, Code: below, Text: "=An hour, each day"},
		core.WriteCell{Source: his, Code: top, Text: "Works, sleeps"})
	table := func(label string) [][]string {
		out, err := s.Output(".matrix.csv", label)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(string(out.Bytes))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	rows := table("team")
	if want := []string{"interview", "Days (passages)", "Days (summary)", "Days > =Waiting (passages)",
		"Days > =Waiting (summary)"}; !slices.Equal(rows[0], want) {
		t.Errorf("the head is %q", rows[0])
	}
	if got := rows[1][1:]; !slices.Equal(got, []string{"1", "", "1", "'=An hour, each day"}) {
		t.Errorf("her row is %q", got)
	}
	if got := rows[2][1:]; !slices.Equal(got, []string{"1", "Works, sleeps", "0", ""}) {
		t.Errorf("his row is %q", got)
	}
	if !strings.HasPrefix(rows[1][0], "Participant ") || strings.Contains(rows[1][0]+rows[2][0], "secretname") {
		t.Errorf("the rows are called %q and %q", rows[1][0], rows[2][0])
	}
	if out, err := s.Output(".matrix.docx", "team"); err != nil || len(out.Bytes) == 0 {
		t.Errorf("the document: %d bytes, %v", len(out.Bytes), err)
	}
	if _, err := s.Withdraw(t.Context(), core.Command{ID: "w", By: "lea", Body: core.Withdraw{Participant: who[0],
		Day: moment.UTC.Day(start)}}); err != nil {
		t.Fatal(err)
	}
	if rows := table("team"); len(rows) != 2 || strings.Contains(strings.Join(rows[1], " "), "An hour") {
		t.Errorf("after the withdrawal: %q", rows)
	}
}
