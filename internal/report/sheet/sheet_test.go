package sheet

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var made = time.Date(2026, 3, 2, 9, 12, 0, 0, time.UTC)

func paper(t *testing.T, draw func(*Doc)) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, "Invented", made, draw); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// text reads a document as a person would: by another program.
func text(t *testing.T, b []byte) string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("STEADY_REQUIRE_ALL") != "" {
			t.Fatal("pdftotext is needed (Debian: poppler-utils)")
		}
		t.Skip("no pdftotext here (Debian: poppler-utils)")
	}
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "-layout", name, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

func rows(n int) (out []Row) {
	for i := range n {
		out = append(out, Row{Cells: []string{fmt.Sprint("row ", i+1), strings.Repeat("word ", 12)}})
	}
	return out
}

var cols = []Col{{Title: "One", Width: 1}, {Title: "Other", Width: 3}}

// TestEverySheetIsHeadedAndNumbered: the head, the columns' titles and "n of m"
// stand on every sheet of a section, and a row is whole on one of them
// (R-REG-09 d, acceptance test 10).
func TestEverySheetIsHeadedAndNumbered(t *testing.T) {
	got := text(t, paper(t, func(d *Doc) {
		d.Section(Head{Title: "First part", Lines: []string{"A line of it"}, Foot: "tree head 0123456789abcdef"})
		d.Heading("Morning")
		d.Rows(cols, rows(90))
		d.Section(Head{Title: "Second part", Foot: "tree head 0123456789abcdef", Landscape: true})
		d.Text("Nothing but a line.")
	}))
	sheets := strings.Split(strings.TrimRight(got, "\f"), "\f")
	n := len(sheets) - 1
	if n < 2 {
		t.Fatalf("%d sheets in the first part", n)
	}
	for i, s := range sheets[:n] {
		if i > 0 && !strings.Contains(s, "Morning (continued)") {
			t.Errorf("sheet %d does not say what its table is of", i+1)
		}
		for _, want := range []string{"First part", "A line of it", "Other", "tree head 0123456789abcdef",
			fmt.Sprintf("sheet %d of %d", i+1, n)} {
			if !strings.Contains(s, want) {
				t.Errorf("sheet %d does not say %q:\n%s", i+1, want, s)
			}
		}
	}
	if last := sheets[n]; !strings.Contains(last, "Second part") || !strings.Contains(last, "sheet 1 of 1") {
		t.Errorf("the second part is not numbered for itself:\n%s", last)
	}
	for i := range 90 {
		if !strings.Contains(got, fmt.Sprintf("row %d ", i+1)) {
			t.Errorf("row %d is missing", i+1)
		}
	}
}

// TestSameContentSameBytes: a file that is made again can be compared.
func TestSameContentSameBytes(t *testing.T) {
	draw := func(d *Doc) {
		d.Section(Head{Title: "Same", Foot: "foot"})
		d.Rows(cols, rows(40))
	}
	if !bytes.Equal(paper(t, draw), paper(t, draw)) {
		t.Error("the same content gives other bytes")
	}
}

// TestOddLetters: what the typeface lacks becomes a mark, and nothing breaks:
// not a very long word, not an unknown script, not a control letter.
func TestOddLetters(t *testing.T) {
	odd := []string{"Zażółć Ñandú Ελλάδα Ђорђе", "田中", "\U0001F600", "left\x00right\x1bhand", "\xff\xfe",
		strings.Repeat("Brontosaurus", 60), "", "\n\n"}
	got := text(t, paper(t, func(d *Doc) {
		d.Section(Head{Title: odd[0], Lines: odd, Foot: odd[1]})
		for _, o := range odd {
			d.Heading(o)
			d.Text(o)
			d.Rows(cols, []Row{{Cells: []string{o, o}}, {Across: o}})
		}
	}))
	for _, want := range []string{"Zażółć", "Ελλάδα", "Ђорђе", "¤¤", "left right hand"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not on the sheet", want)
		}
	}
}

// FuzzSheet: no text breaks a sheet.
func FuzzSheet(f *testing.F) {
	for _, s := range []string{"", "a", "\n", "田中 \U0001F600 \x00", strings.Repeat("x", 5000)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b bytes.Buffer
		err := Write(&b, s, made, func(d *Doc) {
			d.Section(Head{Title: s, Foot: s})
			d.Text(s)
			d.Rows(cols, []Row{{Cells: []string{s, s}}})
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestFigureAndUnitStayTogether: a figure is not parted from its unit.
func TestFigureAndUnitStayTogether(t *testing.T) {
	got := text(t, paper(t, func(d *Doc) {
		d.Section(Head{Title: "Amounts"})
		d.Rows([]Col{{Title: "A", Width: 1}, {Title: "B", Width: 7}}, []Row{{Cells: []string{
			"dose 1,000\u00a0mg of 2,000\u00a0mg", ""}}})
	}))
	for line := range strings.Lines(got) {
		if strings.HasPrefix(strings.TrimSpace(line), "mg") {
			t.Errorf("a unit begins a line:\n%s", got)
		}
	}
	if !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), "1,000 mg") {
		t.Errorf("the amount is not on the sheet:\n%s", got)
	}
}
