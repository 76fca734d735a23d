package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"steady/internal/seal"
	"steady/journal"
)

// parts is an export taken apart as somebody would who wants to change it.
type parts struct {
	head                        []string // nine lines
	checkpoints, texts, entries []string // each whole, with what ends it
	manifest                    string
}

func takeApart(t *testing.T, file []byte) parts {
	t.Helper()
	var p parts
	rest := string(file)
	line := func() string {
		one, after, found := strings.Cut(rest, "\n")
		if !found {
			t.Fatal("the file ends too soon")
		}
		rest = after
		return one + "\n"
	}
	for one := line(); one != "\n"; one = line() {
		p.head = append(p.head, one)
	}
	for strings.HasPrefix(rest, "steady/invented/register\n") {
		end := strings.Index(rest, "=\n\n") + 3
		p.checkpoints, rest = append(p.checkpoints, rest[:end]), rest[end:]
	}
	for strings.HasPrefix(rest, "text ") {
		p.texts = append(p.texts, line())
	}
	line()
	for rest[0] != '\n' {
		p.entries = append(p.entries, line()+line()+line()+line()+line()+line())
	}
	p.manifest = rest[1:]
	if !bytes.Equal(p.join(), file) {
		t.Fatal("the parts are not the file")
	}
	return p
}

func (p parts) join() []byte {
	list := slices.Concat(p.head, []string{"\n"}, p.checkpoints, p.texts, []string{"\n"}, p.entries, []string{"\n",
		p.manifest})
	return []byte(strings.Join(list, ""))
}

// counted is join with the numbers of the head put right.
func (p parts) counted() []byte {
	p.head = slices.Clone(p.head)
	p.head[6] = fmt.Sprintf("checkpoints %d\n", len(p.checkpoints))
	p.head[7] = fmt.Sprintf("texts %d\n", len(p.texts))
	p.head[8] = fmt.Sprintf("entries %d\n", len(p.entries))
	return p.join()
}

// with is a copy with other entries.
func (p parts) with(entries ...[]string) parts {
	p.entries = slices.Concat(entries...)
	return p
}

// numbered writes the entries' numbers anew, and their leaf hashes.
func (p parts) numbered() parts {
	list := slices.Clone(p.entries)
	for i, e := range list {
		first, rest, _ := strings.Cut(e, "\n")
		list[i] = hashed(first[:strings.LastIndexByte(first, ' ')+1] + fmt.Sprint(i) + "\n" + rest)
	}
	p.entries = list
	return p
}

// hashed writes the true leaf hash beside an entry.
func hashed(entry string) string {
	own := entry[:strings.Index(entry, "\nleaf ")+1]
	return own + "leaf " + tlog.RecordHash([]byte(own)).String() + "\n"
}

// headAfter is the size of the first signed head of more than n entries.
func (p parts) headAfter(n int) (size int64) {
	for _, c := range p.checkpoints {
		if fmt.Sscanf(strings.Split(c, "\n")[1], "%d", &size); size > int64(n) {
			return size
		}
	}
	return size
}

// signedBy adds a checkpoint of all entries, signed by a key.
func (p parts) signedBy(t *testing.T, key note.Signer, premises string) parts {
	t.Helper()
	var edge journal.Edge
	for _, e := range p.entries {
		edge.Append([]byte(e[:strings.Index(e, "\nleaf ")+1]))
	}
	c := journal.Checkpoint{Premises: premises, Log: journal.Register, Size: edge.Size(), Root: edge.Root(), At: 1 << 51}
	msg, err := c.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	p.checkpoints = append(slices.Clone(p.checkpoints), string(msg)+"\n")
	return p
}

// tampering is a file that is not what was signed, and what both verifiers must
// say of it.
type tampering struct {
	name  string
	file  []byte
	since string // an export kept from earlier, or ""
	entry int64  // first bad entry; -1 where none is named
	head  int64  // size of the signed head that it contradicts; 0 where none is named
	words string // of the first verifier
}

var entryNamed, headNamed = regexp.MustCompile(`entry (\d+)\b`), regexp.MustCompile(`signed head of (\d+) entries`)

// refusedByBoth runs both verifiers on the file, as a person would.
func refusedByBoth(t *testing.T, x tampering) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "tampered.steady")
	if err := os.WriteFile(file, x.file, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{file}
	if x.since != "" {
		args = append(args, "--since", x.since)
	}
	code, out, errs := runVerify(args...)
	second, err := exec.Command("python3", append([]string{"-B", "../../tools/verify.py"}, args...)...).CombinedOutput()
	exit, _ := err.(*exec.ExitError)
	if exit == nil || exit.ExitCode() != refused || !strings.Contains(string(second), "verify.py: REFUSED ") {
		t.Errorf("%s: the second verifier: %v: %s", x.name, err, second)
	}
	if code != refused || out != "" || !strings.Contains(errs, x.words) {
		t.Errorf("%s: exit code %d, not %q: %s", x.name, code, x.words, errs)
	}
	for who, words := range map[string]string{"the first": errs, "the second": string(second)} {
		if got := entryNamed.FindStringSubmatch(words); x.entry >= 0 && (got == nil || got[1] != fmt.Sprint(x.entry)) {
			t.Errorf("%s: %s verifier does not name entry %d: %s", x.name, who, x.entry, words)
		}
		if got := headNamed.FindStringSubmatch(words); x.head > 0 && (got == nil || got[1] != fmt.Sprint(x.head)) {
			t.Errorf("%s: %s verifier does not name the head of %d entries: %s", x.name, who, x.head, words)
		}
	}
}

// lived is the register of an invented clinic, kept in files: an old export, a
// newer one, and two more that the same key signed for another history.
type lived struct {
	old, good, forked, later string
	data                     string
}

func live(t *testing.T) lived {
	t.Helper()
	at := t.TempDir()
	x := lived{filepath.Join(at, "old.steady"), filepath.Join(at, "good.steady"), filepath.Join(at, "forked.steady"),
		filepath.Join(at, "later.steady"), demoData(t, 2)}
	export(t, x.data, x.old)
	other := filepath.Join(at, "other")
	if err := os.CopyFS(other, os.DirFS(x.data)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(other, "keys", "seal.key"), 0o600); err != nil {
		t.Fatal(err)
	}
	noted(t, x.data, "one")
	noted(t, x.data, "two")
	export(t, x.data, x.good)
	noted(t, other, "another one")
	noted(t, other, "two")
	export(t, other, x.forked)
	noted(t, other, "three")
	export(t, other, x.later)
	return x
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestTampering: both verifiers refuse every way to change the register of a
// clinic without its key, and say which entry is the first bad one and which
// signed head it contradicts (R-REG-06, R-REG-09, acceptance test 4).
func TestTampering(t *testing.T) {
	t.Parallel()
	x := live(t)
	good := read(t, x.good)
	p := takeApart(t, good)
	stranger, err := seal.Create(t.TempDir(), "invented")
	if err != nil {
		t.Fatal(err)
	}
	other, err := seal.Create(t.TempDir(), "elsewhere")
	if err != nil {
		t.Fatal(err)
	}
	list := slices.Concat(flipped(p), moved(p), forged(t, p, stranger, other), carried(p, good), views(t, x))
	for _, c := range list {
		refusedByBoth(t, c)
	}
	for _, file := range []string{x.old, x.good, x.forked, x.later} { // by themselves they are all in order
		if code, _, errs := runVerify(file); code != answered {
			t.Errorf("%s: %s", file, errs)
		}
	}
	for _, file := range []string{x.good, x.forked} {
		for _, argv := range [][]string{{file, "--since", x.old}, {file, "--since", file}} {
			if code, out, errs := runVerify(argv...); code != answered || !strings.Contains(out, "it continues") {
				t.Errorf("%s", errs)
			}
			b, err := exec.Command("python3", append([]string{"-B", "../../tools/verify.py"}, argv...)...).CombinedOutput()
			if err != nil || !strings.Contains(string(b), "since: it continues") {
				t.Errorf("%v %s", err, b)
			}
		}
	}
}

// flipped changes one bit in every kind of place.
func flipped(p parts) (out []tampering) {
	flip := func(name, of string, list []string, n int, find string, entry, head int64) {
		q, bad := p, slices.Clone(list)
		at := strings.Index(bad[n], find) + len(find)
		b := []byte(bad[n])
		b[at] ^= 1
		bad[n] = string(b)
		switch of {
		case "head":
			q.head = bad
		case "checkpoint":
			q.checkpoints = bad
		case "text":
			q.texts = bad
		case "entry":
			q.entries = bad
		}
		out = append(out, tampering{"a bit of " + name, q.join(), "", entry, head, ""})
	}
	for i, word := range []string{"", "premises ", "log ", "key steady/", "holder ", "made ", "checkpoints ", "texts ",
		"entries "} {
		flip("head line "+fmt.Sprint(i+1), "head", p.head, i, word, -1, 0)
	}
	flip("the key", "head", p.head, 3, "+A", -1, 0)
	for _, n := range []int{0, len(p.checkpoints) - 1} {
		for name, find := range map[string]string{"origin": "ste", "size": "register\n", "root": "\n", "time": "at ",
			"name": "— ste", "signature": "— steady/invented ", "end": "= \n"} {
			flip("a checkpoint's "+name, "checkpoint", p.checkpoints, n, find, -1, 0)
		}
	}
	for name, find := range map[string]string{"word": "t", "id": "text ", "salt": "= ", "text": ` "`, "digest": "="} {
		flip("a text's "+name, "text", p.texts, len(p.texts)-1, find, -1, 0)
	}
	for _, n := range []int{0, len(p.entries) / 2, len(p.entries) - 1} {
		for name, find := range map[string]string{"version": "steady/", "premises": "steady/1 ", "log": "invented/",
			"number": "/register ", "kind": "\n", "time": "happened ", "time of recording": "recorded ", "author": "\nby ",
			"witness": "witness ", "body": `{"`, "body's end": "}", "leaf line": "\nl", "leaf hash": "\nleaf "} {
			flip("an entry's "+name, "entry", p.entries, n, find, int64(n), p.headAfter(n))
		}
	}
	for name, find := range map[string]string{"origin": "ste", "head": "\nhead ", "root": "head 1", "length": "\nbefore ",
		"digest": "before 1", "name": "— ste", "signature": "— steady/invented "} {
		q, b := p, []byte(p.manifest)
		b[strings.Index(p.manifest, find)+len(find)] ^= 1
		q.manifest = string(b)
		out = append(out, tampering{"a bit of the manifest's " + name, q.join(), "", -1, 0, ""})
	}
	return out
}

// moved removes, swaps and doubles entries; what can be put right without the
// key is put right.
func moved(p parts) (out []tampering) {
	e, last := p.entries, len(p.entries)-1
	add := func(name string, q parts, entry, head int64) {
		out = append(out, tampering{name, q.join(), "", entry, head, ""},
			tampering{name + ", numbers of the head put right", q.counted(), "", entry, head, ""})
	}
	for name, n := range map[string]int{"the first": 0, "one in the middle": last / 2, "the last": last} {
		q := p.with(e[:n], e[n+1:])
		add(name+" removed", q, int64(n), p.headAfter(n))
		// The balances after it no longer sum, or else only the head tells: then
		// the entries since the last good head are named.
		add(name+" removed, the rest numbered anew", q.numbered(), -1, p.headAfter(n))
	}
	swapped := slices.Clone(e)
	swapped[3], swapped[4] = e[4], e[3]
	add("two swapped", p.with(swapped), 3, p.headAfter(3))
	add("two swapped and numbered anew", p.with(swapped).numbered(), -1, p.headAfter(3))
	add("one doubled", p.with(e[:6], e[5:]), 6, p.headAfter(6))
	add("one doubled and numbered anew", p.with(e[:6], e[5:]).numbered(), -1, p.headAfter(6))
	add("all removed", p.with(nil), 0, p.headAfter(0))
	q := p
	q.checkpoints = p.checkpoints[:len(p.checkpoints)-1]
	n := int(q.headAfter(last))
	return append(out, tampering{"the end cut off with its head, and counted", q.with(e[:n]).counted(), "", int64(n), 0,
		"together with its signed head"})
}

// forged adds and changes entries as well as it can be done without the key.
func forged(t *testing.T, p parts, stranger, other *seal.Key) (out []tampering) {
	last := len(p.entries) - 1
	more := p.with(p.entries, p.entries[last:]).numbered()
	size := int64(last + 1)
	out = append(out,
		tampering{"a tail that nobody signed", more.join(), "", size, size, "no signed head covers it"},
		tampering{"the same, counted", more.counted(), "", size, size, "no signed head covers it"},
		tampering{"the same, signed by a key of the same name", more.signedBy(t, stranger.Signer(), "invented").counted(), "",
			-1, 0, "is not signed by the key"},
		tampering{"the same, signed by another service", more.signedBy(t, other.Signer(), "elsewhere").counted(), "", -1, 0,
			"is not signed by the key"},
		tampering{"the same, of another register", more.signedBy(t, other.Signer(), "invented").counted(), "", -1, 0,
			"is not signed by the key"})
	n := slices.IndexFunc(p.entries, func(e string) bool { return strings.Contains(e, "\nadministered ") })
	for name, change := range map[string][2]string{
		"an amount made larger":   {`"mass_ug":-`, `"mass_ug":-1`},
		"a balance below zero":    {`"balance_mass_ug":`, `"balance_mass_ug":-`},
		"a number beyond any":     {`"mass_ug":-`, `"mass_ug":-99999999999999999999`},
		"a field given twice":     {`"mass_ug":`, `"mass_ug":0,"mass_ug":`},
		"what is not UTF-8":       {`"page":"`, "\"page\":\"\xff"},
		"another premises":        {"steady/1 invented/", "steady/1 elsewhere/"},
		"the other log":           {"/register ", "/clinical "},
		"another number":          {"/register ", "/register 1"},
		"a reference of its own":  {`{"`, `{"x":{"ref":"t-none","digest":"` + tlog.Hash{}.String() + `"},"`},
		"a page with an escape":   {`"page":"d`, `"page":"\u0064`},
		"a second leaf line":      {"\nhappened ", "\nleaf " + tlog.Hash{}.String() + "\nhappened "},
		"a carriage return":       {"\nhappened ", "\r\nhappened "},
		"a nesting without end":   {`{"`, `{"x":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `,"`},
		"a number of 5000 digits": {`{"`, `{"ampoules":` + strings.Repeat("9", 5000) + `,"`},
	} {
		bad := slices.Clone(p.entries)
		if bad[n] = strings.Replace(bad[n], change[0], change[1], 1); bad[n] == p.entries[n] {
			t.Fatal(name, "changes nothing: ", bad[n])
		}
		out = append(out, tampering{name, p.with(bad).join(), "", int64(n), p.headAfter(n), ""})
		if bad = slices.Clone(bad); name != "a second leaf line" {
			bad[n] = hashed(bad[n])
			out = append(out, tampering{name + ", with its leaf hash", p.with(bad).join(), "", int64(n), p.headAfter(n), ""})
		}
	}
	bad := slices.Clone(p.entries)
	bad[n] = hashed(strings.Replace(bad[n], "\nby ", "\nby x", 1))
	return append(out, tampering{"another author, with its leaf hash", p.with(bad).join(), "", 0, p.headAfter(n),
		"changed together with the leaf hash"})
}

// carried is what careless programs do to a file.
func carried(p parts, good []byte) (out []tampering) {
	n := len(p.entries) - 2
	middle := bytes.Index(good, []byte(p.entries[n]))
	erased, shown := p, p
	row := p.texts[0]
	erased.texts = slices.Concat([]string{strings.Join(strings.Split(row, " ")[:3], " ") + " erased\n"}, p.texts[1:])
	shown.texts = slices.Concat([]string{strings.Replace(row, ` "`, ` "x`, 1)}, p.texts[1:])
	fewer := p
	fewer.texts = p.texts[1:]
	for _, c := range []struct {
		name, words string
		file        []byte
		entry       int64
	}{
		{"cut short in an entry", "", good[:middle+20], int64(n)},
		{"cut short between entries", "", good[:middle], int64(n)},
		{"cut short before the manifest", "", good[:len(good)-len(p.manifest)], -1},
		{"cut short in the head", "cut short", good[:40], -1},
		{"without its last byte", "", good[:len(good)-1], -1},
		{"empty", "", nil, -1},
		{"a line feed more", "", append(bytes.Clone(good), '\n'), -1},
		{"twice", "", append(bytes.Clone(good), good...), -1},
		{"zeros after it", "", append(bytes.Clone(good), make([]byte, 512)...), -1},
		{"with CR LF", "converted to CR LF", bytes.ReplaceAll(good, []byte("\n"), []byte("\r\n")), -1},
		{"with a byte order mark", "byte order mark", append([]byte("\xef\xbb\xbf"), good...), -1},
		{"a text called erased", "the lines before the entries were changed", erased.join(), -1},
		{"a text changed", "its digest differs", shown.join(), -1},
		{"a text left out", "", fewer.counted(), -1},
		{"a picture", "not a register export", []byte("\x89PNG\r\n\x1a\n"), -1},
	} {
		out = append(out, tampering{c.name, c.file, "", c.entry, 0, c.words})
	}
	return out
}

// views are whole exports that the key signed, and that contradict what it
// signed before.
func views(t *testing.T, x lived) []tampering {
	parted := int64(len(takeApart(t, read(t, x.old)).entries))
	newer := int64(len(takeApart(t, read(t, x.good)).entries))
	strange := exportNotes(t, must(seal.Create(t.TempDir(), "clinic-1")), 1, "a")
	return []tampering{
		{"rolled back", read(t, x.old), x.good, parted, newer, "rolled back"},
		{"a split view of the same size", read(t, x.forked), x.good, parted, newer, "split view"},
		{"a split view of more entries", read(t, x.later), x.good, parted, newer, "split view"},
		{"a split view of fewer entries", read(t, x.good), x.later, parted, newer + 1, "split view"},
		{"continues another register", read(t, x.good), strange, -1, 0, "another premises"},
	}
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}
