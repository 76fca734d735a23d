package qdpx

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/voice"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func mustRead(t testing.TB, b []byte) *File {
	t.Helper()
	f, err := Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// pack makes an archive of names and contents.
func pack(t testing.TB, pairs ...string) []byte {
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

// members returns the files of an archive.
func membersOf(t testing.TB, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if _, err := text.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		out[f.Name] = text.String()
	}
	return out
}

var dialects = []string{"synthetic-dialect-utf16-crlf-bom.qdpx", "synthetic-dialect-codepoint-crlf1.qdpx"}

// The seven quotes that both dialects of one invented study hold.
var sevenQuotes = []string{"Two buses each way, twice a day|hours and travel|Coder A",
	"the nurses knew my name by the Wednesday 👍🏽|being known by staff|Coder B",
	"that mattered|being known by staff|Coder A", "I couldn’t hold the café shift|hours and travel|Coder B",
	"I lost it 😞|hours and travel|Coder A", "I’m not chasing money every morning now|money and crime|Coder B",
	"the naïve bit nobody sees|unseen change|Coder A"}

// quotesOf lists quote, code and coder of every coding in the order of the file.
func quotesOf(p *voice.Project) (out []string) {
	codes, users := map[string]string{}, map[string]string{}
	for _, c := range p.Codes {
		codes[voice.BareID(c.ID)] = c.Name
	}
	for _, u := range p.Users {
		users[voice.BareID(u.ID)] = u.Name
	}
	for _, s := range p.Sources {
		q := voice.NewQuoter(s.Text)
		for _, sel := range s.Selections {
			for _, c := range sel.Codings {
				out = append(out, q.Quote(sel.Start, sel.End)+"|"+codes[voice.BareID(c.Code)]+"|"+users[voice.BareID(c.User)])
			}
		}
	}
	return out
}

func TestBothDialectsGiveTheSevenQuotes(t *testing.T) {
	var first Survey
	for i, name := range dialects {
		f := mustRead(t, fixture(t, name))
		if got := quotesOf(f.Project); strings.Join(got, "\n") != strings.Join(sevenQuotes, "\n") {
			t.Errorf("%s: %q", name, got)
		}
		s := f.Survey()
		if i == 0 {
			first = s
		}
		if s.TextSHA256 != first.TextSHA256 || s.QuotesSHA256 != first.QuotesSHA256 || len(s.Losses) != 0 ||
			s.Codes != 6 || s.Roots != 2 || s.Depth != 2 || s.Users != 2 || s.Triples != 7 || s.Ranges != 7 {
			t.Errorf("%s: %+v", name, s)
		}
	}
	d := mustRead(t, fixture(t, dialects[0])).Project.Sources[0].Dialect
	if want := (voice.Dialect{Unit: "utf-16", CRLF: 2, BOM: 0, End: "exclusive"}); d != want {
		t.Errorf("first: %+v", d)
	}
	d = mustRead(t, fixture(t, dialects[1])).Project.Sources[0].Dialect
	if want := (voice.Dialect{Unit: "code-point", CRLF: 1, BOM: 0, End: "exclusive"}); d != want {
		t.Errorf("second: %+v", d)
	}
}

// The text itself shows how it was counted: the program's name is not needed.
func TestDialectIsFoundWithoutTheProgramsName(t *testing.T) {
	for _, name := range dialects {
		files := membersOf(t, fixture(t, name))
		var pairs []string
		for n, text := range files {
			if strings.HasSuffix(n, ".qde") {
				text = strings.NewReplacer("NVivo", "N", "QualCoder/ATLAS.ti", "Q").Replace(text)
			}
			pairs = append(pairs, n, text)
		}
		got := quotesOf(mustRead(t, pack(t, pairs...)).Project)
		if strings.Join(got, "\n") != strings.Join(sevenQuotes, "\n") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestTheStandardsOwnExamplesLoad(t *testing.T) {
	s := mustRead(t, fixture(t, "spec-example1-codebook.qdc")).Survey()
	if s.Codes != 6 || s.Roots != 6 || s.Depth != 1 || s.Codable != 4 || len(s.Losses) != 0 {
		t.Errorf("%+v", s)
	}
	s = mustRead(t, fixture(t, "spec-example2-atlasti84.qdpx")).Survey()
	if s.Codes != 14 || s.Users != 3 || len(s.Sources) != 6 || s.Others != 6 || s.Selections != 6 || s.Triples != 7 {
		t.Errorf("%+v", s)
	}
	if missing := strings.Count(strings.Join(s.Losses, "\n"), "is not in the archive"); missing != 6 {
		t.Errorf("%d missing texts told: %q", missing, s.Losses)
	}
}

const project = `<Project xmlns="urn:QDA-XML:project:1.0" name="p"><CodeBook><Codes>` +
	`<Code guid="00000020-0000-4000-8000-000000000020" name="c" isCodable="true"/></Codes></CodeBook>`

// one packs a project of one text, with selections as given.
func one(t testing.TB, path, text, inside string) []byte {
	return pack(t, "project.qde", project+`<Sources><TextSource guid="00000040-0000-4000-8000-000000000040" name="s" `+
		`plainTextPath="`+path+`">`+inside+`</TextSource></Sources></Project>`, "Sources/X.TXT", text)
}

const pick = `<PlainTextSelection guid="00000100-0000-4000-8000-000000000100" name="" startPosition="4" ` +
	`endPosition="7"><Coding guid="00000200-0000-4000-8000-000000000200">` +
	`<CodeRef targetGUID="{00000020-0000-4000-8000-000000000020}"/></Coding></PlainTextSelection>`

func TestPathsInUseAreAccepted(t *testing.T) {
	for _, path := range []string{"internal://x.txt", "internal://X.TXT", "x.txt", "sources/x.txt",
		"Internal://sources/x.TXT"} {
		f := mustRead(t, one(t, path, "one two three", pick))
		if got := quotesOf(f.Project); len(got) != 1 || got[0] != "two|c|" {
			t.Errorf("%s: %q, %q", path, got, f.Losses)
		}
	}
	for _, path := range []string{"relative:///x.txt", "absolute:///C:/x.txt", "internal://y.txt", ""} {
		if f := mustRead(t, one(t, path, "one two three", pick)); f.Project.Sources[0].HasText || len(f.Losses) == 0 {
			t.Errorf("%s: a text was found elsewhere", path)
		}
	}
	f := mustRead(t, one(t, "", "", `<PlainTextContent>one two three</PlainTextContent>`+pick))
	if got := quotesOf(f.Project); len(got) != 1 || got[0] != "two|c|" {
		t.Errorf("inline: %q", got)
	}
}

func TestWhatCouldDoHarmIsRefused(t *testing.T) {
	for what, b := range map[string][]byte{
		"out of the archive":  pack(t, "project.qde", project+"</Project>", "sources/../../x.txt", "x"),
		"an absolute name":    pack(t, "project.qde", project+"</Project>", "/etc/x.txt", "x"),
		"a drive":             pack(t, "project.qde", project+"</Project>", `C:\x.txt`, "x"),
		"backslashes":         pack(t, "project.qde", project+"</Project>", `..\x.txt`, "x"),
		"two projects":        pack(t, "a.qde", project+"</Project>", "b.qde", project+"</Project>"),
		"no project":          pack(t, "a.txt", "x"),
		"one name twice":      pack(t, "project.qde", project+"</Project>", "a.txt", "x", "A.txt", "y"),
		"a bomb":              pack(t, "project.qde", project+"</Project>", "a.txt", strings.Repeat("a", 64<<20)),
		"a DOCTYPE":           pack(t, "project.qde", `<!DOCTYPE p [<!ENTITY a "b">]>`+project+"</Project>"),
		"a DOCTYPE in a .qdc": []byte(`<!DOCTYPE p><CodeBook/>`),
		"bare XML":            []byte(project + "</Project>"),
		"text in UTF-16":      one(t, "x.txt", "\xff\xfea\x00", ""),
		"text in Latin-1":     one(t, "x.txt", "caf\xe9", ""),
		"another encoding":    pack(t, "project.qde", `<?xml version="1.0" encoding="ISO-8859-1"?>`+project+"</Project>"),
		"XML without a bottom": []byte("<CodeBook>" + strings.Repeat("<a>", 300) + strings.Repeat("</a>", 300) +
			"</CodeBook>"),
	} {
		var no *voice.RefusedError
		if _, err := Read(b); !errors.As(err, &no) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestWhatCannotBeReadSaysWhere(t *testing.T) {
	whole := fixture(t, dialects[0])
	for what, b := range map[string][]byte{
		"nothing":         nil,
		"another file":    []byte("hello"),
		"half an archive": whole[:len(whole)/2],
		"broken XML":      pack(t, "project.qde", project),
		"another root":    pack(t, "project.qde", "<Codes/>"),
		"an entity":       pack(t, "project.qde", "<Project>&name;</Project>"),
		"a twin":          []byte(`<CodeBook a="1" a="2"/>`),
		"two roots":       []byte(`<CodeBook/><CodeBook/>`),
		"a control sign":  []byte("<CodeBook>\x01</CodeBook>"),
	} {
		_, err := Read(b)
		if no := (*voice.RefusedError)(nil); err == nil || errors.As(err, &no) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// An empty container, a missing namespace, and one of another spelling.
func TestVariantsOfPracticeAreAccepted(t *testing.T) {
	for _, xml := range []string{`<CodeBook><Codes><Code guid="a" name="b" isCodable="true"/></Codes><Sets/></CodeBook>`,
		`<CodeBook xmlns="urn:QDA-XML:codebook:1:0"><Codes><Code guid="a" name="b" isCodable="1"/></Codes></CodeBook>`,
		`<q:CodeBook xmlns:q="urn:QDA-XML:codebook:0:4"><q:Codes><q:Code guid="a" name="b" isCodable="true"/>` +
			`</q:Codes></q:CodeBook>`} {
		s := mustRead(t, []byte("\ufeff"+xml)).Survey()
		if s.Codes != 1 || s.Codable != 1 || len(s.Losses) != 0 {
			t.Errorf("%s: %+v", xml, s)
		}
	}
}

func TestASelectionOutsideItsTextIsTold(t *testing.T) {
	f := mustRead(t, one(t, "x.txt", "one", pick))
	if f.Project.Sources[0].Selections[0].Placed || len(f.Losses) != 1 {
		t.Errorf("%+v, %q", f.Project.Sources[0], f.Losses)
	}
}

func TestDialectOfEmojiInBytesAndInclusiveEnds(t *testing.T) {
	text := "😞 one two three. 👍🏽 four five six, 😞 seven eight nine; é ten eleven twelve.\n"
	for _, unit := range []string{"code-point", "utf-16", "utf-8"} {
		for _, end := range []string{"exclusive", "inclusive"} {
			raw, err := newRaw([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			d := voice.Dialect{Unit: unit, BOM: -1, End: end}
			off := raw.offsets(d)
			var spans []span
			for _, quote := range []string{"two three", "four five", "five six", "seven", "eight nine", "eleven", "twelve",
				"ten eleven", "six", "nine"} {
				at := len([]rune(text[:strings.Index(text, quote)]))
				s := span{start: off[at], end: off[at+len([]rune(quote))]}
				if end == "inclusive" {
					s.end = off[at+len([]rune(quote))-1]
				}
				spans = append(spans, s)
			}
			if got := raw.detect("", spans); got != d {
				t.Errorf("%s, %s: found %+v", unit, end, got)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range append(dialects, "spec-example1-codebook.qdc", "spec-example2-atlasti84.qdpx") {
		f.Add(fixture(f, name))
	}
	f.Add([]byte(`<CodeBook><Codes/></CodeBook>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := Read(b); err == nil {
			got.Survey()
		}
	})
}

// The fuzzer reaches more of the reader without the archive around it.
func FuzzProject(f *testing.F) {
	f.Add(membersOf(f, fixture(f, dialects[0]))["project.qde"], "a\r\n😞 b")
	f.Add(project+`<Sources><TextSource guid="a" name="s" plainTextPath="x.txt">`+pick+`</TextSource></Sources></Project>`,
		"\ufeffone two")
	f.Fuzz(func(t *testing.T, xml, text string) {
		got, err := Read(pack(t, "project.qde", xml, "sources/x.txt", text))
		if err != nil {
			return
		}
		got.Survey()
		first := mustWrite(t, got.Project)
		if len(first.Losses) > 0 {
			return // told, not silent
		}
		again := mustRead(t, first.Bytes)
		if a, b := got.Survey(), again.Survey(); a.QuotesSHA256 != b.QuotesSHA256 || a.Triples != b.Triples ||
			a.Codes != b.Codes {
			t.Fatalf("%+v came back as %+v", a, b)
		}
		if second := mustWrite(t, again.Project); !bytes.Equal(first.Bytes, second.Bytes) {
			t.Fatalf("the second export differs from the first")
		}
	})
}
