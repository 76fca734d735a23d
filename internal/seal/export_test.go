package seal_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"steady/internal/seal"
	"steady/journal"
)

func TestExportVerifies(t *testing.T) {
	r := newRegister(t)
	r.day()
	b := r.export()
	rep, err := verify(b)
	if err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	if rep.Entries != 7 || rep.Head != r.head() || rep.Checkpoints != 2 || rep.Texts != 4 || rep.Erased != 1 ||
		rep.Holder != holder || rep.Key != r.key.Public() || rep.KeyCompared || rep.Premises != premises {
		t.Errorf("report %+v", rep)
	}
	want := "[{diamorphine-hydrochloride-100mg 8 800000 5} {methadone-10mg 5 50000 1}]"
	if got := fmt.Sprint(rep.Pages); got != want {
		t.Errorf("pages %s, want %s", got, want)
	}
	rep, err = seal.VerifyExport(bytes.NewReader(b), seal.Options{Key: r.key.Public()})
	if err != nil || !rep.KeyCompared {
		t.Errorf("with the key held: %v", err)
	}
	if again := r.export(); !bytes.Equal(again, b) {
		t.Error("the same register gives two different files")
	}
}

func TestExportOfEmptyAndUnsealedRegister(t *testing.T) {
	r := newRegister(t)
	if rep, err := verify(r.export()); err != nil || rep.Entries != 0 {
		t.Errorf("empty: %v", err)
	}
	r.day()
	r.notes = nil // never sealed: the export signs its own head
	if rep, err := verify(r.export()); err != nil || rep.Checkpoints != 1 || rep.Head.Size != 7 {
		t.Errorf("unsealed: %+v, %v", rep, err)
	}
	r.seal()
	r.add("noted", "{}")
	if rep, err := verify(r.export()); err != nil || rep.Checkpoints != 2 || rep.Head.Size != 8 {
		t.Errorf("sealed before the end: %+v, %v", rep, err)
	}
}

// TestExportEveryByteCounts: no byte of the file may change, to another chosen
// by chance too, be cut off, doubled or left out; and what is changed in an
// entry is named.
func TestExportEveryByteCounts(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	r.day()
	b := r.export()
	before, entries, _ := blocks(b)
	var ends []int // of the entries, without their leaf lines
	at := len(before)
	for _, e := range entries {
		ends = append(ends, at+strings.Index(e, "\nleaf "))
		at += len(e)
	}
	entryAt := func(i int) int {
		for n, e := range entries {
			start := ends[n] - strings.Index(e, "\nleaf ")
			if i >= start && i < ends[n] { // the last line feed apart
				return n
			}
		}
		return -1
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 9))
	for i := range b {
		for _, c := range []byte{b[i] ^ 1, b[i] ^ 0x20, '\n', byte(dice.IntN(256))} {
			if c == b[i] {
				continue
			}
			bad := bytes.Clone(b)
			bad[i] = c
			_, err := verify(bad)
			var no *seal.Refused
			if !errors.As(err, &no) {
				t.Fatalf("byte %d %q -> %q: %v", i, b[i], c, err)
			}
			if n := entryAt(i); n >= 0 {
				size := int64(4)
				if n >= 4 {
					size = 7
				}
				if no.Entry != int64(n) || no.Until != int64(n) || no.Head == nil || no.Head.Size != size {
					t.Fatalf("byte %d %q -> %q of entry %d: %v", i, b[i], c, n, err)
				}
			} else if no.Why == "" {
				t.Fatalf("byte %d %q -> %q: no reason", i, b[i], c)
			}
		}
		for name, bad := range map[string][]byte{
			"cut at":   b[:i],
			"without":  append(bytes.Clone(b[:i]), b[i+1:]...),
			"doubled":  append(append(bytes.Clone(b[:i]), b[i]), b[i:]...),
			"starting": b[i:],
		} {
			if _, err := verify(bad); err == nil && !bytes.Equal(bad, b) {
				t.Fatalf("%s byte %d: accepted", name, i)
			}
		}
	}
	for _, more := range []string{"\n", " ", "x", string(b), string(b[len(b)-100:])} {
		if _, err := verify(append(bytes.Clone(b), more...)); err == nil {
			t.Errorf("with %.20q after it: accepted", more)
		}
	}
}

func TestExportEntriesMoved(t *testing.T) {
	r := newRegister(t)
	r.day()
	b := r.export()
	before, e, after := blocks(b)
	join := func(entries ...string) []byte { return []byte(before + strings.Join(entries, "") + after) }
	if !bytes.Equal(join(e...), b) {
		t.Fatal("the blocks are not the file")
	}
	for _, c := range []struct {
		name        string
		bad         []byte
		entry, head int64
	}{
		{"swapped", join(e[0], e[2], e[1], e[3], e[4], e[5], e[6]), 1, 4},
		{"swapped across the head", join(e[0], e[1], e[2], e[4], e[3], e[5], e[6]), 3, 4},
		{"removed", join(e[0], e[1], e[3], e[4], e[5], e[6]), 2, 4},
		{"first removed", join(e[1:]...), 0, 4},
		{"last removed", join(e[:6]...), 6, 7},
		{"all removed", join(), 0, 4},
		{"doubled", join(e[0], e[1], e[1], e[2], e[3], e[4], e[5], e[6]), 2, 4},
		{"added at the end", join(append(e[:7:7], e[6])...), 7, 0},
	} {
		_, err := verify(c.bad)
		var no *seal.Refused
		if !errors.As(err, &no) || no.Entry != c.entry {
			t.Errorf("%s: %v, want entry %d", c.name, err, c.entry)
		} else if c.head != 0 && (no.Head == nil || no.Head.Size != c.head) {
			t.Errorf("%s: %v, want the head of %d", c.name, err, c.head)
		}
	}
}

// rehash writes the true leaf hash beside an entry.
func rehash(block string) string {
	n := strings.Index(block, "\nleaf ") + 1
	return block[:n] + "leaf " + tlog.RecordHash([]byte(block[:n])).String() + "\n"
}

func TestExportEntryAndLeafChanged(t *testing.T) {
	r := newRegister(t)
	r.day()
	before, e, after := blocks(r.export())
	other := append([]string(nil), e...)
	other[5] = rehash(strings.Replace(e[5], `"expected":8`, `"expected":9`, 1))
	_, err := verify([]byte(before + strings.Join(other, "") + after))
	var no *seal.Refused
	if !errors.As(err, &no) || no.Entry != 4 || no.Until != 6 || no.Head.Size != 7 {
		t.Errorf("changed with its leaf hash: %v", err)
	}
	other[5] = e[5]
	other[2] = rehash(strings.Replace(e[2], "-180000", "-170000", 1))
	_, err = verify([]byte(before + strings.Join(other, "") + after))
	if !errors.As(err, &no) || no.Entry != 2 || no.Head.Size != 4 || !strings.Contains(no.Why, "sum to 830000") {
		t.Errorf("an amount changed with its leaf hash: %v", err)
	}
	other[2] = e[2][:strings.Index(e[2], "leaf ")] + e[3][strings.Index(e[3], "leaf "):]
	if _, err = verify([]byte(before + strings.Join(other, "") + after)); err == nil ||
		!strings.Contains(err.Error(), "leaf hash written beside it was changed") {
		t.Errorf("a leaf hash changed: %v", err)
	}
}

// resign signs a changed file with a key, as its owner could.
func resign(t *testing.T, b []byte, key *seal.Key) []byte {
	t.Helper()
	before, entries, after := blocks(b)
	text := strings.Split(after, "\n")[1:4]
	text[2] = fmt.Sprintf("before %d %s", len(before), tlog.Hash(sha256.Sum256([]byte(before))))
	msg, err := note.Sign(&note.Note{Text: strings.Join(text, "\n") + "\n"}, key.Signer())
	if err != nil {
		t.Fatal(err)
	}
	return append([]byte(before+strings.Join(entries, "")+"\n"), msg...)
}

func TestExportResignedByAnotherKey(t *testing.T) {
	r := newRegister(t)
	r.day()
	honest := r.key.Public()
	other, err := seal.Create(t.TempDir(), premises)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verify(resign(t, r.export(), other)); err == nil || !strings.Contains(err.Error(), "manifest") {
		t.Errorf("only the manifest by another key: %v", err)
	}
	r.key, r.notes = other, nil
	b := r.export()
	if _, err := verify(b); err != nil {
		t.Errorf("all by another key, none held: %v", err)
	}
	if _, err := seal.VerifyExport(bytes.NewReader(b), seal.Options{Key: honest}); err == nil ||
		!strings.Contains(err.Error(), "another key than the one you hold") {
		t.Errorf("all by another key: %v", err)
	}
	if _, err := seal.VerifyExport(bytes.NewReader(b), seal.Options{Key: "x"}); !errors.Is(err, seal.ErrKey) {
		t.Errorf("a key that is none: %v", err)
	}
}

// TestExportResignedLies: the holder of the key cannot sign what does not add up.
func TestExportResignedLies(t *testing.T) {
	r := newRegister(t)
	r.day()
	b := string(r.export())
	for name, change := range map[string][2]string{
		"a promise of more entries": {"entries 7", "entries 8"},
		"a checkpoint fewer":        {"checkpoints 2", "checkpoints 1"},
		"another name":              {"Robin", "Robyn"},
		"a text erased":             {" erased\n", " c2FsdHNhbHRzYWx0c2FsdA== \"x\"\n"},
		"another spelling of text":  {"<named>", `\u003cnamed>`},
		"a text more":               {"text t-4", "text t-9 " + tlog.Hash{}.String() + " erased\ntext t-4"},
		"another premises":          {"premises clinic-1", "premises clinic-2"},
		"another log":               {"log register", "log clinical"},
		"a newer version":           {"steady-export/1", "steady-export/2"},
	} {
		bad := strings.Replace(b, change[0], change[1], 1)
		if name == "a text more" {
			bad = strings.Replace(bad, "texts 4", "texts 5", 1)
		}
		if bad == b {
			t.Fatalf("%s: nothing changed", name)
		}
		if _, err := verify(resign(t, []byte(bad), r.key)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := verify(resign(t, []byte(strings.Replace(b, "(invented)", "(another)", 1)), r.key)); err != nil {
		t.Errorf("another holder, signed: %v", err)
	}
}

// TestExportSelfContradiction: what contradicts itself is named, and is not
// exported in the first place.
func TestExportSelfContradiction(t *testing.T) {
	late := func(r *register) []byte {
		e, err := journal.Parse(r.entries[6])
		if err != nil {
			t.Fatal(err)
		}
		e.Seq, e.Recorded = 7, e.Recorded-1
		b, _ := e.Bytes()
		return b
	}
	page := `{"page":"methadone-10mg","ampoules":%s,"mass_ug":0,"balance_ampoules":%s,"balance_mass_ug":50000}`
	for name, spoil := range map[string]func(r *register){
		"balance_ampoules says 6": func(r *register) { r.add("drawn", fmt.Sprintf(page, "-1", "6")) },
		"below zero":              func(r *register) { r.add("drawn", fmt.Sprintf(page, "-6", "-1")) },
		"whole number":            func(r *register) { r.add("drawn", fmt.Sprintf(page, "-1.0", "4")) },
		"can hold":                func(r *register) { r.add("drawn", fmt.Sprintf(page, "9999999999999999999", "4")) },
		"given twice":             func(r *register) { r.add("drawn", `{"page":"a","page":"b"}`) },
		"balance of no page":      func(r *register) { r.add("drawn", `{"balance_ampoules":1}`) },
		"recorded before":         func(r *register) { r.addBytes(late(r)) },
		"numbered 6":              func(r *register) { r.addBytes(r.entries[6]) },
		"belongs to clinic-1/clinical": func(r *register) {
			r.addBytes(bytes.Replace(bytes.Replace(r.entries[6], []byte("/register 6"), []byte("/clinical 7"), 1),
				[]byte("s-2"), []byte("s-3"), 1))
		},
	} {
		r := newRegister(t)
		r.day()
		spoil(r)
		_, err := r.write()
		var no *seal.Refused
		if !errors.As(err, &no) || no.Entry != 7 || !strings.Contains(no.Why, name) {
			if name != "balance_ampoules says 6" || no == nil || no.Entry != 7 {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	r := newRegister(t)
	r.day()
	r.entries[1] = bytes.Replace(r.entries[1], []byte("v-1"), []byte("v-2"), 1)
	var no *seal.Refused
	if _, err := r.write(); !errors.As(err, &no) || no.Entry != 0 || no.Until != 3 || no.Head.Size != 4 {
		t.Errorf("a stored entry changed: %v", err)
	}
	r.texts["t-2"] = seal.Text{Salt: r.texts["t-2"].Salt, Text: "Another Person"}
	r.entries[1] = bytes.Replace(r.entries[1], []byte("v-2"), []byte("v-1"), 1)
	if _, err := r.write(); err == nil || !strings.Contains(err.Error(), "another text") {
		t.Errorf("a cabinet text changed: %v", err)
	}
}

func TestExportSince(t *testing.T) {
	r := newRegister(t)
	r.day()
	old, err := seal.VerifyExport(bytes.NewReader(r.export()), seal.Options{Keep: true})
	if err != nil {
		t.Fatal(err)
	}
	since := func(x *register) (seal.Report, error) {
		return seal.VerifyExport(bytes.NewReader(x.export()), seal.Options{Since: &old})
	}
	if rep, err := since(r); err != nil || !rep.Continues {
		t.Errorf("the same: %v", err)
	}
	fork := *r
	r.add("noted", `{"n":1}`)
	if rep, err := since(r); err != nil || !rep.Continues || rep.Entries != 8 {
		t.Errorf("continued: %v", err)
	}

	rolled := newRegister(t)
	rolled.key = r.key
	for _, e := range fork.entries[:5] {
		rolled.addBytes(e)
	}
	rolled.texts = r.texts
	var no *seal.Refused
	if _, err := since(rolled); !errors.As(err, &no) || no.Entry != 5 || !strings.Contains(no.Why, "rolled back") {
		t.Errorf("rolled back: %v", err)
	}
	rolled.pages["diamorphine-hydrochloride-100mg"] = [2]int64{8, 800_000}
	rolled.move("counted", "diamorphine-hydrochloride-100mg", 0, 0, `,"counted":7,"expected":8`)
	for range 3 {
		if _, err := since(rolled); !errors.As(err, &no) || no.Entry != 5 || no.Head.Size != 7 ||
			!strings.Contains(no.Why, "split view") {
			t.Errorf("%d entries of another history: %v", len(rolled.entries), err)
		}
		rolled.add("noted", `{}`)
	}

	stranger := newRegister(t)
	stranger.day()
	if _, err := since(stranger); err == nil || !strings.Contains(err.Error(), "another key") {
		t.Errorf("by another key: %v", err)
	}
}

// TestExportOverChunks verifies a register of several chunks, one entry longer
// than a chunk, and finds a change in every part of it.
func TestExportOverChunks(t *testing.T) {
	r := newRegister(t)
	long := strings.Repeat("x", journal.MaxBody-20)
	for i := range 9000 {
		r.move("received", fmt.Sprintf("page-%d", i%7), 1, 100_000, "")
		if i%2000 == 1999 {
			r.seal()
		}
		if i == 4500 {
			r.add("noted", `{"a":"`+long+`"}`)
		}
	}
	b := r.export()
	rep, err := verify(b)
	if err != nil || rep.Entries != 9001 || len(rep.Pages) != 7 {
		t.Fatalf("%v", err)
	}
	_, entries, _ := blocks(b)
	for _, n := range []int{0, 1, 2345, 4500, 4501, 4502, 6000, 9000} {
		at := bytes.Index(b, []byte(entries[n])) + strings.Index(entries[n], "\nby s-") + 6
		bad := bytes.Clone(b)
		bad[at] = '9'
		var no *seal.Refused
		if _, err := verify(bad); !errors.As(err, &no) || no.Entry != int64(n) || no.Until != int64(n) || no.Head == nil {
			t.Errorf("entry %d changed: %v", n, err)
		}
		bad = bytes.Clone(b)
		bad[at-4] = '\n'
		if _, err := verify(bad); !errors.As(err, &no) || no.Entry != int64(n) {
			t.Errorf("entry %d broken: %v", n, err)
		}
	}
}

func FuzzVerifyExport(f *testing.F) {
	r := newRegister(f)
	r.day()
	b := r.export()
	f.Add(b)
	f.Add(b[:300])
	f.Add([]byte("steady-export/1\n"))
	f.Fuzz(func(t *testing.T, bad []byte) {
		rep, err := verify(bad)
		var no *seal.Refused
		if err != nil && !errors.As(err, &no) {
			t.Fatal(err)
		}
		// Another process that fuzzes has another key and so another seed.
		if err == nil && rep.Key == r.key.Public() && !bytes.Equal(bad, b) {
			t.Fatal("another file than the one that was signed is accepted")
		}
	})
}
