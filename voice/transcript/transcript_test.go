package transcript

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"steady/voice"
)

// told writes turns as "label: words", one a line.
func told(t *voice.Transcript) string {
	q := voice.NewQuoter(t.Text)
	var b strings.Builder
	for _, turn := range t.Turns {
		words := strings.Join(strings.Fields(q.Quote(turn.Start, turn.End)), " ")
		fmt.Fprintf(&b, "%s: %s\n", t.Speakers[turn.Speaker].Label, words)
	}
	return b.String()
}

func loose(t *voice.Transcript) (out []string) {
	q := voice.NewQuoter(t.Text)
	for _, s := range t.Loose {
		out = append(out, q.Quote(s.Start, s.End))
	}
	return out
}

// All words below are invented.
func TestPlainText(t *testing.T) {
	const want = "Researcher 1: What brought you here? Take your time.\nV07: Two buses 👍🏽: that is what.\n" +
		"Researcher 1: And now?\nV07: 😞 I walk.\n"
	for what, text := range map[string]string{
		"labels": "Researcher 1: What brought you here?\nTake your time.\nV07: Two buses 👍🏽: that is what.\n" +
			"Researcher 1: And now?\n\nV07: 😞 I walk.\n",
		"windows": "\ufeffResearcher 1: What brought you here?\r\nTake your time.\r\nV07: Two buses 👍🏽: that is " +
			"what.\r\nResearcher 1: And now?\r\nV07: 😞 I walk.",
		"columns": "Researcher 1     What brought you here?\n                 Take your time.\n" +
			"V07              Two buses 👍🏽: " +
			"that is what.\nResearcher 1     And now?\nV07              😞 I walk.\n",
		"tabs": "Researcher 1\tWhat brought you here? Take your time.\nV07\tTwo buses 👍🏽: that is what.\n" +
			"Researcher 1\tAnd now?\nV07\t😞 I walk.\n",
		"alone": "Researcher 1\nWhat brought you here?\nTake your time.\n\nV07\nTwo buses 👍🏽: that is what.\n\n" +
			"Researcher 1\nAnd now?\n\nV07\n😞 I walk.\n",
		"times": "[00:00:01] Researcher 1: What brought you here? Take your time.\nV07: (00:04) Two buses 👍🏽: that " +
			"is what.\n[1:00:00.5] Researcher 1: And now?\nV07: 😞 I walk.\n",
	} {
		got, err := Read("a.TXT", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if told(got) != want || len(got.Loose) != 0 || len(got.Speakers) != 2 || got.Speakers[1].Turns != 2 {
			t.Errorf("%s:\n%s, loose %q", what, told(got), loose(got))
		}
		if what == "times" {
			q := voice.NewQuoter(got.Text)
			for i, want := range []struct {
				at    int64
				words string
			}{{1000, "Researcher 1: What"}, {4000, "Two"}, {3600500, "Researcher 1: And"}} {
				s := got.Syncs[i]
				if s.At != want.at || !strings.HasPrefix(q.Quote(s.Pos, q.Len()), want.words) {
					t.Errorf("sync %d: %+v", i, s)
				}
			}
		}
	}
}

func TestAColonIsNotALabel(t *testing.T) {
	got, err := ReadText([]byte("12 May - 10:30 - 45 minutes - V07\n\nInterviewer: One thing: the hours.\nV07: Yes.\n" +
		"Interviewer: Why?\nV07: I said it once: two buses.\nAnd another thing: the rain.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Speakers) != 2 || len(got.Turns) != 4 || len(got.Loose) != 1 ||
		!strings.HasPrefix(loose(got)[0], "12 May") || !strings.HasSuffix(told(got), "another thing: the rain.\n") {
		t.Errorf("%s%q", told(got), loose(got))
	}
	got, err = ReadText([]byte("I walked home.\nThen one thing: it rained.\nThat was that.\n"))
	if err != nil || len(got.Turns) != 0 || len(got.Loose) != 1 {
		t.Errorf("%v: %s", err, told(got))
	}
}

const vtt = "WEBVTT - invented\n\nNOTE made by a machine\n\nSTYLE\n::cue { color: red }\n\n1\n" +
	"00:01.000 --> 00:02.500 align:start\n<v Researcher>What brought you <i>here</i>?\n\n" +
	"00:00:03.000 --> 00:00:04.000\n<v V07>Two buses &amp; a walk 👍🏽</v>\n\n" +
	"00:00:05.000 --> 00:00:06.000\n<v.loud V07>twice a day</v>\n<v Researcher>And now?\n"

func TestCaptions(t *testing.T) {
	got, err := Read("a.vtt", []byte(vtt))
	if err != nil {
		t.Fatal(err)
	}
	const want = "Researcher: What brought you here?\nV07: Two buses & a walk 👍🏽 twice a day\nResearcher: And now?\n"
	if told(got) != want || got.Text != want || len(got.Notes) != 2 || len(got.Syncs) != 4 || got.Syncs[2].At != 5000 {
		t.Errorf("%q, %q, %+v", got.Text, got.Notes, got.Syncs)
	}
	if q := voice.NewQuoter(got.Text); !strings.HasPrefix(q.Quote(got.Syncs[2].Pos, q.Len()), "twice") {
		t.Errorf("%+v", got.Syncs)
	}
	got, err = Read("a.srt", []byte("1\r\n00:00:01,000 --> 00:00:02,500\r\nRESEARCHER: What brought\r\nyou here?"+
		"\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nV07: Two buses &amp; a walk 👍🏽\r\n"+
		"\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n"+
		"twice a day\r\n\r\n4\r\n00:00:06,000 --> 00:00:07,000\r\nRESEARCHER: And now?\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if told(got) != strings.ReplaceAll(want, "Researcher", "RESEARCHER") {
		t.Error(told(got))
	}
	for _, bad := range []string{"", "00:01.000 --> 00:02.000\na", "WEBVTT\n\nx --> y\na"} {
		if _, err := ReadVTT([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func packed(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w, err := z.Create(pairs[i])
		if err == nil {
			_, err = w.Write([]byte(pairs[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const docx = `<?xml version="1.0"?><w:document xmlns:w="urn:w" xmlns:mc="urn:mc"><w:body>` +
	`<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">Researcher: </w:t></w:r>` +
	`<w:del><w:r><w:delText>Why</w:delText></w:r></w:del><w:ins><w:r><w:t>What</w:t></w:r></w:ins>` +
	`<w:r><w:t xml:space="preserve"> brought you</w:t><w:br/><w:t>here?</w:t></w:r></w:p>` +
	`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>V07</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Two buses</w:t></w:r></w:p>` +
	`</w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>V07</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>twice a day</w:t>` +
	`</w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>Researcher: And now?</w:t></w:r></w:p></w:body></w:document>`

const odt = `<office:document-content xmlns:office="urn:o" xmlns:text="urn:t" xmlns:table="urn:tb">` +
	`<office:body><office:text>` +
	`<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>` +
	"<text:p>Researcher:<text:s/><text:span>What</text:span> <text:span>brought</text:span>" +
	"\n   you<text:line-break/>here?" +
	`<office:annotation><text:p>laughs</text:p></office:annotation></text:p><table:table><table:table-row><table:table-cell>` +
	`<text:p>V07</text:p></table:table-cell><table:table-cell><text:p>Two buses</text:p></table:table-cell>` +
	`</table:table-row><table:table-row><table:table-cell><text:p>V07</text:p></table:table-cell><table:table-cell>` +
	`<text:p>twice<text:s text:c="2"/>a day</text:p></table:table-cell></table:table-row></table:table>` +
	`<text:p>Researcher: And now?</text:p></office:text></office:body></office:document-content>`

func TestOfficeDocuments(t *testing.T) {
	const want = "Researcher: What brought you here?\nV07: Two buses\nV07: twice a day\nResearcher: And now?\n"
	got, err := Read("a.docx", packed(t, "word/document.xml", docx, "word/comments.xml",
		`<w:comments xmlns:w="urn:w"><w:comment><w:p><w:r><w:t>laughs</w:t></w:r></w:p></w:comment></w:comments>`))
	if err != nil || told(got) != want || len(got.Notes) != 1 || got.Notes[0] != "laughs" {
		t.Errorf("docx: %v, %+v", err, got)
	}
	got, err = Read("a.odt", packed(t, "content.xml", odt))
	if err != nil || told(got) != want || len(got.Notes) != 1 || got.Notes[0] != "laughs" {
		t.Errorf("odt: %v, %+v", err, got)
	}
}

func TestWhatIsNotATranscript(t *testing.T) {
	var no *voice.RefusedError
	for name, b := range map[string][]byte{"a.txt": {0xff, 0xfe, 'a', 0}, "b.txt": []byte("caf\xe9"),
		"a.docx": packed(t, "../word/document.xml", docx),
		"b.docx": packed(t, "word/document.xml", "<!DOCTYPE a>"+docx[21:])} {
		if _, err := Read(name, b); !errors.As(err, &no) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, b := range map[string][]byte{"a.pdf": []byte("x"), "a.txt": []byte(" \n"), "a.docx": []byte("x"),
		"b.docx": packed(t, "x", "y"), "c.docx": packed(t, "word/document.xml", "<a/>"), "a.srt": []byte("words")} {
		if _, err := Read(name, b); err == nil || errors.As(err, &no) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// whole holds a transcript to what every reader promises.
func whole(t *testing.T, got *voice.Transcript) {
	n := utf8.RuneCountInString(got.Text)
	last := 0
	for _, turn := range got.Turns {
		if turn.Start < last || turn.End < turn.Start || turn.End > n || turn.Speaker >= len(got.Speakers) {
			t.Fatalf("turn %+v after %d in a text of %d", turn, last, n)
		}
		last = turn.End
	}
	for _, s := range got.Syncs {
		if s.Pos < 0 || s.Pos > n || s.At < 0 {
			t.Fatalf("sync %+v in a text of %d", s, n)
		}
	}
	for _, s := range got.Loose {
		if s.Start < 0 || s.End < s.Start || s.End > n {
			t.Fatalf("loose %+v in a text of %d", s, n)
		}
	}
	if !utf8.ValidString(got.Text) {
		t.Fatal("the text is not UTF-8")
	}
}

func FuzzText(f *testing.F) {
	f.Add("Researcher: a\nV07: [00:01] b\nResearcher: c\nV07:\n")
	f.Add("A\nb\n\nA\n")
	f.Add("A   b\n    c\nA\td")
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := ReadText([]byte(s)); err == nil {
			whole(t, got)
		}
	})
}

func FuzzCaptions(f *testing.F) {
	f.Add(vtt)
	f.Add("1\n00:00:01,000 --> 00:00:02,000\nA: b\n\n2\n99:00:01,000 --> 00:00:02,000\n")
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := ReadVTT([]byte(s)); err == nil {
			whole(t, got)
		}
		if got, err := ReadSRT([]byte(s)); err == nil {
			whole(t, got)
		}
	})
}

func FuzzOffice(f *testing.F) {
	f.Add(docx)
	f.Add(odt)
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := ReadDOCX(packed(t, "word/document.xml", s, "word/comments.xml", s)); err == nil {
			whole(t, got)
		}
		if got, err := ReadODT(packed(t, "content.xml", s)); err == nil {
			whole(t, got)
		}
	})
}
