package clinic_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"steady/clinic"
	"steady/journal"
	"steady/moment"
)

// fill sets every field, so that one that is lost on the way shows.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.String:
		v.SetString("w-\"ö\"-7")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8:
		v.SetUint(7)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(740_000) // as a day: 2027-01-17
	default:
		panic("fill does not know " + v.Type().String())
	}
}

// TestEveryFactComesBack writes one fact of each kind with every field set, to
// bytes and back.
func TestEveryFactComesBack(t *testing.T) {
	for _, f := range clinic.EmptyFacts() {
		t.Run(f.Kind(), func(t *testing.T) {
			fill(reflect.ValueOf(f).Elem())
			want := clinic.Event{Command: "c1", Happened: moment.Instant(1_774_746_000_000_000),
				Recorded: moment.Instant(1_774_746_000_000_001), By: "n1", Witness: "n2", Body: f}
			got := comesBack(t, want)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("came back as\n%+v\nwas\n%+v", got.Body, want.Body)
			}
			want.By, want.Witness = clinic.System, "" // nobody pressed, nobody confirmed
			if got := comesBack(t, want); got.By != clinic.System || got.Witness != "" {
				t.Errorf("by %q, witness %q came back", got.By, got.Witness)
			}
		})
	}
}

// TestABodyIsThatOfEncodingJSON writes each kind of fact with nothing set, with
// everything set, and with one field set at a time.
func TestABodyIsThatOfEncodingJSON(t *testing.T) {
	same := func(f clinic.Fact) {
		t.Helper()
		want, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		got, err := journal.AppendBody(nil, f)
		if err != nil || string(got) != string(want) {
			t.Errorf("%s: %v\n%s\nencoding/json:\n%s", f.Kind(), err, got, want)
		}
	}
	for _, f := range clinic.EmptyFacts() {
		same(f)
		v := reflect.ValueOf(f).Elem()
		if v.Kind() == reflect.Struct {
			for i := range v.NumField() {
				one := reflect.New(v.Type())
				fill(one.Elem().Field(i))
				same(one.Interface().(clinic.Fact))
			}
		}
		fill(v)
		same(f)
	}
}

func comesBack(t *testing.T, e clinic.Event) clinic.Event {
	t.Helper()
	entry, err := clinic.Encode("premises", e, 3)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := entry.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	back, err := journal.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	got, err := clinic.Decode(back)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestEveryFactIsInTheTable reads the source: a fact that is not in the table
// of the codec could be written and never read again.
func TestEveryFactIsInTheTable(t *testing.T) {
	var known []string
	for _, f := range clinic.EmptyFacts() {
		known = append(known, reflect.TypeOf(f).Elem().Name())
	}
	files, err := filepath.Glob("event*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no events found", err)
	}
	for _, file := range append(files, "../register/entries.go", "../register/entries_stock.go", "../register/count.go") {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Name.Name != "Kind" || fn.Recv == nil {
				continue
			}
			if name := fn.Recv.List[0].Type.(*ast.Ident).Name; !slices.Contains(known, name) {
				t.Errorf("%s: %s has a kind and is not in the table of codec.go", file, name)
			}
		}
	}
}

// TestDecodeRefusesWhatItDoesNotKnow: a newer program wrote it, and this one
// must not guess.
func TestDecodeRefusesWhatItDoesNotKnow(t *testing.T) {
	for name, e := range map[string]journal.Entry{
		"kind":          {Log: journal.Clinical, Kind: "teleported", Body: []byte(`{}`)},
		"field":         {Log: journal.Clinical, Kind: "arrived", Body: []byte(`{"visit":"v","shoes":2}`)},
		"log":           {Log: journal.Register, Kind: "arrived", Body: []byte(`{"visit":"v"}`)},
		"type":          {Log: journal.Clinical, Kind: "arrived", Body: []byte(`{"visit":7}`)},
		"what follows":  {Log: journal.Clinical, Kind: "arrived", Body: []byte(`{"visit":"v"}{"visit":"w"}`)},
		"another value": {Log: journal.Clinical, Kind: "arrived", Body: []byte(`[]`)},
	} {
		if got, err := clinic.Decode(e); err == nil {
			t.Errorf("%s: read as %+v", name, got.Body)
		} else if !strings.Contains(err.Error(), string(e.Log)) {
			t.Errorf("%s: the error does not say which log: %v", name, err)
		}
	}
}

// FuzzDecode: no bytes of a journal crash the reader, and what is read once is
// read the same again after it was written.
func FuzzDecode(f *testing.F) {
	m := newMachine(f)
	for i := range m.raw {
		raw, err := m.raw[i].Bytes()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		entry, err := journal.Parse(raw)
		if err != nil {
			return
		}
		e, err := clinic.Decode(entry)
		if err != nil {
			return
		}
		again, err := clinic.Encode(entry.Premises, e, entry.Seq)
		if err != nil {
			t.Fatal("read, and not writable:", err)
		}
		back, err := clinic.Decode(again)
		if err != nil {
			t.Fatal("written, and not readable:", err)
		}
		if !reflect.DeepEqual(tidied(back), tidied(e)) {
			t.Fatalf("read as\n%+v\nand again as\n%+v", e, back)
		}
	})
}

// tidied is the event as it prints: an empty list and none are one to a journal.
func tidied(e clinic.Event) string {
	entry, err := clinic.Encode("p", e, 0)
	if err != nil {
		panic(err)
	}
	return string(entry.Body)
}

// FuzzRestore: no bytes crash the reader of snapshots, and what it accepts is
// a state that prints and comes back.
func FuzzRestore(f *testing.F) {
	m := newMachine(f)
	snapshot, err := m.s.Snapshot()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(snapshot)
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"visits":null,"people":{"p":null}}`))
	f.Add([]byte(`{"visits":{"v":{"person":"p"}},"people":{}}`))
	f.Add([]byte(`{"accounts":{"sheets":{"page":null}}}`))
	f.Add([]byte(`{"zone":"Local","packs":{"x":{"document":"e30="}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := clinic.Restore(raw)
		if err != nil {
			return
		}
		once, err := s.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		again, err := clinic.Restore(once)
		if err != nil {
			t.Fatal("a restored state does not come back:", err)
		}
		twice, _ := again.Snapshot()
		if string(once) != string(twice) {
			t.Fatalf("restored as\n%s\nand again as\n%s", once, twice)
		}
		for _, v := range again.VisitsInOrder() {
			p := again.People[v.Person]
			again.MissedBefore(p, v.Day, v.Session)
		}
	})
}
