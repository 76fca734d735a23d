package parcel

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"steady/voice"
)

func zipped(t testing.TB, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte(content))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNamesThatLeaveTheArchive(t *testing.T) {
	for _, name := range []string{"../a", "a/../../b", `..\a`, "/a", `\a`, "C:/a", "a\x00", ""} {
		var no *voice.RefusedError
		if err := CheckName(name); !errors.As(err, &no) {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"a", "a/b.txt", "a..b", "..a", "sources/.root"} {
		if err := CheckName(name); err != nil {
			t.Error(err)
		}
	}
}

// A directory that lies about a size is found out when the file is read.
func TestADirectoryThatLies(t *testing.T) {
	b := zipped(t, "a.txt", strings.Repeat("word ", 100))
	at := bytes.Index(b, []byte("PK\x01\x02")) + 24 // the inflated size in the central directory
	if b[at] != 500&0xff || b[at+1] != 500>>8 {
		t.Fatalf("not the size: % x", b[at:at+4])
	}
	b[at], b[at+1] = 10, 0
	a, err := Open(b)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := a.Read("a.txt"); err == nil {
		t.Errorf("%d bytes were read of 10", len(got))
	}
}

func TestWhiteSpaceIsKeptWhereItMeansSomething(t *testing.T) {
	for in, want := range map[string]int{"<a> <b/> <b/> </a>": 2, "<a> </a>": 1, "<a>x <b/> </a>": 3} {
		e, err := Parse([]byte(in), false)
		if err != nil || len(e.Kids) != want {
			t.Errorf("%s: %+v, %v", in, e, err)
		}
	}
	if e, err := Parse([]byte("<a> <b/> <b/> </a>"), true); err != nil || len(e.Kids) != 5 {
		t.Errorf("%+v, %v", e, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`<a xmlns="urn:x" b="1"><c> d </c></a>`)
	f.Add(`<!DOCTYPE a><a/>`)
	f.Fuzz(func(t *testing.T, s string) {
		if e, err := Parse([]byte(s), false); err == nil && e.Name == "" {
			t.Fatal("a root without a name")
		}
	})
}

func FuzzOpen(f *testing.F) {
	f.Add(zipped(f, "a.txt", "words"))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := Open(b)
		if err != nil {
			return
		}
		for _, name := range a.Names {
			if got, err := a.Read(name); err == nil && int64(len(got)) != a.Size(name) {
				t.Fatalf("%q has %d bytes, not %d", name, len(got), a.Size(name))
			}
		}
	})
}
