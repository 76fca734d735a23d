package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"steady/internal/report/docx"
	"steady/voice/transcript"
)

func made(t *testing.T) []byte {
	t.Helper()
	d := docx.New("Themes & quotes", "en-GB")
	d.Title("Themes & quotes")
	d.Heading(1, "What helps")
	d.Text("Two lines:\nthe second <one>.")
	d.Quote("Somebody says your name 👋🏽", "a participant")
	d.Item("first")
	d.Table([]string{"Code", "Said by"}, [][]string{{"known faces", "4"}, {"only one cell"}})
	d.Text("עברית")
	d.Note("a \x01 control character")
	b, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestReadBack: the reader of transcripts, which shares nothing with this
// package, finds every word again, and every part is well-formed XML that the
// list of types names.
func TestReadBack(t *testing.T) {
	b := made(t)
	got, err := transcript.ReadDOCX(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Themes & quotes", "What helps", "the second <one>.",
		"Somebody says your name 👋🏽", "a participant", "first", "known faces", "only one cell", "עברית", "a \uFFFD control"} {
		if !strings.Contains(got.Text, want) {
			t.Errorf("%q is not in\n%s", want, got.Text)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		for x := xml.NewDecoder(r); ; {
			if _, err := x.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
}

// TestSameBytes: the same content gives the same file.
func TestSameBytes(t *testing.T) {
	if !bytes.Equal(made(t), made(t)) {
		t.Error("two documents of the same content differ")
	}
}

// TestRightToLeft: a paragraph in such a script is set from right to left, and
// only that one.
func TestRightToLeft(t *testing.T) {
	b := made(t)
	z, _ := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "<w:bidi/>"); n != 1 {
		t.Errorf("%d paragraphs from right to left, of 1", n)
	}
}
