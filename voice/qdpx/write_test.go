package qdpx

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"steady/voice"
)

func mustWrite(t testing.TB, p *voice.Project) Export {
	t.Helper()
	x, err := Write(p, "study")
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// same holds two surveys together in what a round trip must not change.
func same(t *rapid.T, before, after Survey) {
	if before.Codes != after.Codes || before.Roots != after.Roots || before.Depth != after.Depth ||
		before.Codable != after.Codable || before.Users != after.Users || before.Selections != after.Selections ||
		before.Ranges != after.Ranges || before.Triples != after.Triples || before.TextSHA256 != after.TextSHA256 ||
		before.QuotesSHA256 != after.QuotesSHA256 || len(before.Sources) != len(after.Sources) {
		t.Fatalf("before %+v\nafter  %+v", before, after)
	}
}

func TestForeignProjectsComeBackWhole(t *testing.T) {
	for _, name := range append(dialects, "spec-example2-atlasti84.qdpx") {
		f := mustRead(t, fixture(t, name))
		x := mustWrite(t, f.Project)
		again := mustRead(t, x.Bytes)
		rapid.Check(t, func(r *rapid.T) { same(r, f.Survey(), again.Survey()) })
		if got, want := quotesOf(again.Project), quotesOf(f.Project); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q", name, got)
		}
		if !reflect.DeepEqual(f.Project.Sections, again.Project.Sections) {
			t.Errorf("%s: what was kept came back changed", name)
		}
		for i, s := range f.Project.Sources {
			if !reflect.DeepEqual(s.Other, again.Project.Sources[i].Other) {
				t.Errorf("%s: source %d came back changed", name, i)
			}
		}
		if !bytes.Equal(x.Bytes, mustWrite(t, again.Project).Bytes) {
			t.Errorf("%s: the second export differs from the first", name)
		}
	}
}

func TestACodebookComesBackWhole(t *testing.T) {
	f := mustRead(t, fixture(t, "spec-example1-codebook.qdc"))
	again := mustRead(t, WriteCodebook(f.Project).Bytes)
	if !reflect.DeepEqual(f.Project.Codes, again.Project.Codes) {
		t.Errorf("%+v", again.Project.Codes)
	}
	packed := mustRead(t, mustWrite(t, f.Project).Bytes)
	if !reflect.DeepEqual(f.Project.Codes, packed.Project.Codes) {
		t.Errorf("%+v", packed.Project.Codes)
	}
}

// What nobody here understands is written back where it was.
func TestResidueIsWrittenBack(t *testing.T) {
	const strange = `<PlainTextSelection guid="00000100-0000-4000-8000-000000000100" name="" startPosition="4" ` +
		`endPosition="7" shade="dark" v:n="1" xmlns:v="urn:vendor"><v:Tag> keep <b>this</b> space </v:Tag>` +
		`<NoteRef targetGUID="00000050-0000-4000-8000-000000000050"/></PlainTextSelection>`
	f := mustRead(t, one(t, "x.txt", "one two three", strange))
	again := mustRead(t, mustWrite(t, f.Project).Bytes)
	if got, want := again.Project.Sources[0].Selections, f.Project.Sources[0].Selections; len(want[0].Rest) != 2 ||
		len(want[0].Attrs) != 2 || got[0].Attrs[0] != want[0].Attrs[0] && got[0].Attrs[1] != want[0].Attrs[0] {
		t.Errorf("%+v\n%+v", want, got)
	}
	var rest []voice.Element
	for _, e := range again.Project.Sources[0].Selections[0].Rest {
		if e.Space == "urn:vendor" {
			rest = append(rest, e)
		}
	}
	if len(rest) != 1 || rest[0].Kids[0].Text != " keep " || rest[0].Kids[2].Text != " space " {
		t.Errorf("%+v", rest)
	}
}

func word(label string) *rapid.Generator[string] {
	return rapid.StringMatching(`[a-zA-Zéñ😞👍🏽א"&<> ' \-]{0,12}`)
}

// invented draws a project as Steady keeps it.
func invented(t *rapid.T) *voice.Project {
	n := 0
	id := func() string { n++; return fmt.Sprintf("%08X-0000-4000-8000-%012X", n, n) }
	p := &voice.Project{Attrs: set("name", "p"+word("name").Draw(t, "name"))}
	for range rapid.IntRange(0, 3).Draw(t, "users") {
		p.Users = append(p.Users, voice.User{ID: id(), Name: word("user").Draw(t, "user")})
	}
	for i := range rapid.IntRange(0, 6).Draw(t, "codes") {
		depth := 1
		if i > 0 {
			depth = rapid.IntRange(1, p.Codes[i-1].Depth+1).Draw(t, "depth")
		}
		p.Codes = append(p.Codes, voice.Code{ID: id(), Name: word("code").Draw(t, "code"), Depth: depth,
			Codable: rapid.Bool().Draw(t, "codable")})
	}
	for range rapid.IntRange(0, 3).Draw(t, "texts") {
		text := rapid.StringMatching("[a-z😞👍🏽\ufeff \n\t\r,é]{0,60}").Draw(t, "text")
		raw, err := newRaw([]byte(strings.TrimPrefix(text, "\ufeff")))
		if err != nil {
			t.Fatal(err)
		}
		s := voice.Source{ID: id(), Name: word("source").Draw(t, "source"), HasText: true, Text: raw.text,
			Path: rapid.SampledFrom([]string{"", "internal://a.txt", "internal://A.TXT", "../b.txt"}).Draw(t, "path")}
		chars := len([]rune(s.Text))
		for range rapid.IntRange(0, 5).Draw(t, "selections") {
			sel := voice.Selection{ID: id(), Placed: true, Start: rapid.IntRange(0, chars).Draw(t, "start")}
			sel.End = rapid.IntRange(sel.Start, chars).Draw(t, "end")
			for range rapid.IntRange(0, 2).Draw(t, "codings") {
				c := voice.Coding{ID: id(), Code: id()}
				if len(p.Codes) > 0 {
					c.Code = rapid.SampledFrom(p.Codes).Draw(t, "given").ID
				}
				if len(p.Users) > 0 {
					c.User = rapid.SampledFrom(p.Users).Draw(t, "by").ID
				}
				sel.Codings = append(sel.Codings, c)
			}
			s.Selections = append(s.Selections, sel)
		}
		p.Sources = append(p.Sources, s)
	}
	return p
}

func TestAnyProjectComesBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := invented(t)
		x, err := Write(p, "study")
		if err != nil {
			t.Fatal(err)
		}
		again, err := Read(x.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		same(t, (&File{Project: p}).Survey(), again.Survey())
		for i, s := range p.Sources {
			if got := again.Project.Sources[i]; got.Text != s.Text || got.Name != s.Name {
				t.Fatalf("text %q came back as %q", s.Text, got.Text)
			}
		}
		if !reflect.DeepEqual(p.Codes, again.Project.Codes) && len(p.Codes) > 0 {
			t.Fatalf("codes %+v came back as %+v", p.Codes, again.Project.Codes)
		}
		second, err := Write(again.Project, "study")
		if err != nil || !bytes.Equal(x.Bytes, second.Bytes) {
			t.Fatalf("the second export differs: %v", err)
		}
	})
}
