package label_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"steady/internal/label"
	"steady/register/gs1"
)

var made = time.Date(2026, 3, 2, 9, 10, 0, 0, time.UTC)

func code(t *testing.T, text string) gs1.Code {
	t.Helper()
	c, err := gs1.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// syringe is the label of an invented syringe, with letters beyond ASCII.
func syringe(t *testing.T) label.Label {
	return label.Label{Title: "Zoë Žižková", Under: "u-01", Amount: "180 mg i.v.",
		Lines: []string{"diamorphine hydrochloride monohydrate", "draw 1.8 ml of 2 ml", "batch INV100-2025-12-02",
			"expiry 4 March 2028", "prepared 2 Mar 2026, 09:10 by Amara (nurse)", "checked by ____________"},
		Code: code(t, "(91)v-u-01-2026-03-02-0.0123456789abcdef")}
}

// tool finds a program of the tests.
func tool(t *testing.T, name, pkg string) string {
	t.Helper()
	at, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("STEADY_REQUIRE_ALL") != "" {
			t.Fatalf("%s is needed (Debian: %s)", name, pkg)
		}
		t.Skipf("no %s here (Debian: %s)", name, pkg)
	}
	return at
}

// decoded is what an independent reader finds in a picture.
func decoded(t *testing.T, picture string) gs1.Code {
	t.Helper()
	out, err := exec.Command(tool(t, "dmtxread", "dmtx-utils"), "-N1", "-G126", "-m20000", picture).CombinedOutput()
	if err != nil {
		t.Fatalf("no DataMatrix is found in %s: %v %s", picture, err, out)
	}
	if !bytes.HasPrefix(out, []byte("~")) {
		t.Fatalf("the symbol does not begin with FNC1, so that no scanner calls it GS1: %q", out)
	}
	return code(t, string(out))
}

// TestTheCodeReads: a reader that shares no code with ours reads every symbol,
// from the smallest to a long one, with several fields.
func TestTheCodeReads(t *testing.T) {
	for _, text := range []string{"(91)v-1.0123456789abcdef", "(91)v-u-01-2026-03-02-0.0123456789abcdef",
		"(91)v-u-" + strings.Repeat("4k", 28) + "-2026-03-02-0.0123456789abcdef", "(92)sol-1.0123456789abcdef",
		"(01)02001234500012(17)280331(10)B7731A(21)K4Q9002", "(10)L_1/a(21)=(240)x"} {
		want := code(t, text)
		m, err := label.Matrix(want)
		if err != nil {
			t.Fatal(err)
		}
		const scale = 5
		picture := image.NewGray(image.Rect(0, 0, m.Side()*scale, m.Side()*scale))
		for i := range picture.Pix {
			picture.Pix[i] = 255
		}
		edge := (m.Side() - len(m)) / 2 * scale
		for y := range len(m) * scale {
			for x := range len(m) * scale {
				if m[y/scale][x/scale] {
					picture.SetGray(edge+x, edge+y, color.Gray{})
				}
			}
		}
		at := filepath.Join(t.TempDir(), "code.png")
		f, err := os.Create(at)
		if err == nil {
			err = png.Encode(f, picture)
		}
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
		if got := decoded(t, at); !slices.Equal(got, want) {
			t.Errorf("%s is read as %s", want, got)
		}
	}
}

// TestThePaperReads: what comes out of a printer is read too, words and code.
func TestThePaperReads(t *testing.T) {
	l := syringe(t)
	for _, s := range []label.Size{label.Usual, {Width: 40, Height: 25, Dots: 8}, {Width: 100, Height: 50, Dots: 12}} {
		pdf, err := label.PDF(l, s, made)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := label.PDF(l, s, made)
		if !bytes.Equal(pdf, again) {
			t.Error("the same label gives other bytes")
		}
		at := filepath.Join(t.TempDir(), "label")
		if err := os.WriteFile(at+".pdf", pdf, 0o644); err != nil {
			t.Fatal(err)
		}
		text, err := exec.Command(tool(t, "pdftotext", "poppler-utils"), at+".pdf", "-").Output()
		words := strings.Join(strings.Fields(string(text)), " ")
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range append([]string{l.Title, l.Under, l.Amount}, l.Lines...) {
			if !strings.Contains(words, w) {
				t.Errorf("%v: the paper does not say %q: %s", s, w, words)
			}
		}
		if out, err := exec.Command(tool(t, "pdftoppm", "poppler-utils"), "-r", "300", "-png", "-singlefile", at+".pdf",
			at).CombinedOutput(); err != nil {
			t.Fatal(err, string(out))
		}
		if got := decoded(t, at+".png"); !slices.Equal(got, l.Code) {
			t.Errorf("%v: the code on paper is read as %s", s, got)
		}
		if dir := os.Getenv("STEADY_SCREENSHOTS"); dir != "" && s == label.Usual {
			if err := os.WriteFile(filepath.Join(dir, "label.pdf"), pdf, 0o644); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestZPL reads what a label printer is sent.
func TestZPL(t *testing.T) {
	l := syringe(t)
	z, err := label.ZPL(l, label.Usual)
	if err != nil {
		t.Fatal(err)
	}
	text := string(z)
	for _, want := range []string{"^XA\n^CI28\n^PW480\n^LL280\n",
		"^FDZo\\C3\\AB \\C5\\BDi\\C5\\BEkov\\C3\\A1^FS", "^FD180 mg i.v.^FS",
		"^FDchecked by \\5F\\5F\\5F", "200,,,,_,1^FD_191v-u-01-2026-03-02-0.0123456789abcdef^FS\n^PQ1\n^XZ\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if again, _ := label.ZPL(l, label.Usual); !bytes.Equal(z, again) {
		t.Error("the same label gives other bytes")
	}
	l.Title, l.Code = `Jo^XZ^XA~JR\5E{}"`, code(t, "(10)a_b(21)c")
	z, err = label.ZPL(l, label.Size{Width: 60, Height: 35, Dots: 12})
	if err != nil {
		t.Fatal(err)
	}
	text = string(z)
	if !strings.Contains(text, `^FDJo\5EXZ\5EXA\7EJR\5C5E{}"^FS`) || strings.Count(text, "^XA") != 1 ||
		strings.Count(text, "^XZ") != 1 || strings.Contains(text, "~") {
		t.Errorf("a name holds a command:\n%s", text)
	}
	if !strings.Contains(text, "^FD_110a__b_121c^FS") {
		t.Errorf("the code is not escaped:\n%s", text)
	}
	for i := range text {
		if text[i] >= 0x7f {
			t.Fatalf("a byte that is no ASCII: %q", text[i])
		}
	}
}

// TestNothingIsCut: what does not fit is an error, never a label without a line.
func TestNothingIsCut(t *testing.T) {
	l := syringe(t)
	for range 40 {
		l.Lines = append(l.Lines, "one line more")
	}
	if _, err := label.PDF(l, label.Usual, made); err == nil {
		t.Error("45 lines are on a PDF of 35 mm")
	}
	if _, err := label.ZPL(l, label.Usual); err == nil {
		t.Error("45 lines are on a label of 35 mm")
	}
	l = syringe(t)
	l.Title = "Maximiliane-Alexandrina von und zu Langenfeld-Wiesenthal"
	if _, err := label.PDF(l, label.Usual, made); err != nil {
		t.Error("a long name has no label:", err)
	}
	if _, err := label.ZPL(l, label.Usual); err != nil {
		t.Error("a long name has no label:", err)
	}
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]label.Size{"60x35": {60, 35, 8}, "40x25@300": {40, 25, 12},
		"150x150@600": {150, 150, 24},
		"100x50@152":  {100, 50, 6}} {
		if got, err := label.ParseSize(text); err != nil || got != want {
			t.Errorf("%s: %v %v", text, got, err)
		}
	}
	for _, text := range []string{"", "60", "60x", "x35", "39x35", "60x24", "151x35", "60x151", "60x35@",
		"60x35@204", "060x35",
		"60x35mm", "60x35@203 ", "-60x35", "60x35@0203"} {
		if got, err := label.ParseSize(text); err == nil {
			t.Errorf("%q is taken as %v", text, got)
		}
	}
}

// FuzzLabel: whatever somebody is called, what is sent to a printer is one label.
func FuzzLabel(f *testing.F) {
	f.Add("Jo", "180 mg")
	f.Add("^XZ", "\\&~")
	f.Add("محمد", "\x00")
	f.Fuzz(func(t *testing.T, name, line string) {
		l := label.Label{Title: name, Amount: "1 mg", Lines: []string{line}, Code: code(t, "(91)v-1.00")}
		z, err := label.ZPL(l, label.Usual)
		if err != nil {
			return
		}
		if s := string(z); strings.Count(s, "^XA") != 1 || strings.Count(s, "^XZ") != 1 || strings.Count(s, "~") != 0 ||
			strings.Count(s, "^FD") != strings.Count(s, "^FS") {
			t.Fatalf("%q is no single label:\n%s", name, s)
		}
		if _, err := label.PDF(l, label.Usual, made); err != nil {
			t.Skip(err)
		}
	})
}
