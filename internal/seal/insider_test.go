package seal_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"steady/journal"
)

// signRaw writes an export of any entries whatever, signed by the register's
// key: what its holder could make who did not use WriteExport.
func (r *register) signRaw(texts string, entries ...string) []byte {
	r.t.Helper()
	var edge journal.Edge
	var body strings.Builder
	for _, e := range entries {
		edge.Append([]byte(e))
		fmt.Fprintf(&body, "%sleaf %s\n", e, tlog.RecordHash([]byte(e)))
	}
	c := journal.Checkpoint{Premises: premises, Log: journal.Register, Size: edge.Size(), Root: edge.Root(), At: 1 << 50}
	head, err := r.key.Sign(c)
	if err != nil {
		r.t.Fatal(err)
	}
	if texts != "" {
		texts += "\n"
	}
	before := fmt.Sprintf("steady-export/1\npremises %s\nlog register\nkey %s\nholder %s\n"+
		"made 2026-03-29T18:00:00.000000Z\ncheckpoints 1\ntexts %d\nentries %d\n\n%s\n%s", premises, r.key.Public(), holder,
		strings.Count(strings.TrimSuffix(texts, "\n"), "\n"), len(entries), head, texts)
	text := fmt.Sprintf("steady/%s/register/export\nhead %d %s\nbefore %d %s\n", premises, c.Size, tlog.Hash(c.Root),
		len(before), tlog.Hash(sha256.Sum256([]byte(before))))
	manifest, err := note.Sign(&note.Note{Text: text}, r.key.Signer())
	if err != nil {
		r.t.Fatal(err)
	}
	return []byte(before + body.String() + "\n" + string(manifest))
}

// entryOf is the text of an entry with a body.
func entryOf(seq int, body string) string {
	return fmt.Sprintf("steady/1 %s/register %d\nnoted c-%d\nhappened 2026-03-29T01:00:00.000000Z recorded "+
		"2026-03-29T01:00:00.000000Z\nby s-1 witness s-2\n%s\n", premises, seq, seq, body)
}

// insider is an export that the key signed, and whether it is a register.
type insider struct {
	name    string
	good    bool
	texts   string
	entries []string
}

// strangeSums are bodies whose page and amounts are, or are not, a register's.
func strangeSums() []insider {
	page := func(more string) string { return `{"page":"p"` + more + `}` }
	return []insider{
		{"minus nothing", true, "", []string{entryOf(0, page(`,"ampoules":-0,"balance_ampoules":0`))}},
		{"the most there can be", true, "", []string{entryOf(0, page(`,"mass_ug":1000000000000000`))}},
		{"one more", false, "", []string{entryOf(0, page(`,"mass_ug":1000000000000001`))}},
		{"twice the most", false, "", []string{entryOf(0, page(`,"mass_ug":1000000000000000`)),
			entryOf(1, page(`,"mass_ug":1`))}},
		{"2 to the 64", false, "", []string{entryOf(0, page(`,"mass_ug":18446744073709551616`))}},
		{"2 to the 64 elsewhere", true, "", []string{entryOf(0, page(`,"x":18446744073709551616`))}},
		{"5000 digits elsewhere", true, "", []string{entryOf(0, page(`,"x":`+strings.Repeat("9", 5000)))}},
		{"an exponent", false, "", []string{entryOf(0, page(`,"ampoules":1e1`))}},
		{"an exponent elsewhere", true, "", []string{entryOf(0, page(`,"x":1E+999`))}},
		{"a fraction", false, "", []string{entryOf(0, page(`,"ampoules":1.0`))}},
		{"a number as text", false, "", []string{entryOf(0, page(`,"ampoules":"1"`))}},
		{"true", false, "", []string{entryOf(0, page(`,"ampoules":true`))}},
		{"null", false, "", []string{entryOf(0, page(`,"balance_ampoules":null`))}},
		{"not a number", false, "", []string{entryOf(0, page(`,"x":NaN`))}},
		{"a leading zero", false, "", []string{entryOf(0, page(`,"x":01`))}},
		{"below zero", false, "", []string{entryOf(0, page(`,"ampoules":-1,"balance_ampoules":-1`))}},
		{"below zero between balances", true, "", []string{entryOf(0, page(`,"ampoules":-1`)),
			entryOf(1, page(`,"ampoules":1,"balance_ampoules":0`))}},
		{"a balance of no page", false, "", []string{entryOf(0, `{"balance_mass_ug":0}`)}},
		{"an amount of no page", true, "", []string{entryOf(0, `{"mass_ug":7}`)}},
		{"a page without a name", false, "", []string{entryOf(0, `{"page":""}`)}},
		{"a page that is a number", false, "", []string{entryOf(0, `{"page":7}`)}},
		{"a page with an escape", false, "", []string{entryOf(0, `{"page":"\u0070"}`)}},
		{"a page given twice", false, "", []string{entryOf(0, `{"page":"p","page":"p"}`)}},
		{"a balance given twice", false, "", []string{entryOf(0, page(`,"balance_ampoules":0,"balance_ampoules":0`))}},
		{"another field given twice", true, "", []string{entryOf(0, `{"x":1,"x":2}`)}},
		{"given twice further down", true, "", []string{entryOf(0, `{"x":{"page":1,"page":2}}`)}},
	}
}

// strangeTexts are references and texts that belong together, or do not.
func strangeTexts() []insider {
	digest := journal.Digest([]byte("salt"), "Robin")
	row := "text t-1 " + digest + ` c2FsdA== "Robin"` + "\n"
	ref := `{"ref":"t-1","digest":"` + digest + `"}`
	return []insider{
		{"a text", true, row, []string{entryOf(0, `{"a":[{"b":`+ref+`}]}`)}},
		{"a text of another digest", false, row, []string{entryOf(0, `{"b":`+strings.Replace(ref, "=", "", 1)+`}`)}},
		{"a text by an escape", false, row, []string{entryOf(0, `{"b":`+strings.Replace(ref, "t-1", `t\u002d1`, 1)+`}`)}},
		{"a text with a third member", false, row,
			[]string{entryOf(0, `{"b":`+strings.Replace(ref, "}", `,"x":1}`, 1)+`}`)}},
		{"a text in the other order", false, row, []string{entryOf(0, `{"b":{"digest":"`+digest+`","ref":"t-1"}}`)}},
		{"a digest given twice", true, "", []string{entryOf(0, `{"b":{"ref":"t-1","digest":"x","digest":"y"}}`)}},
		{"a reference given twice", true, "", []string{entryOf(0, `{"b":{"ref":"t-1","ref":"t-2","digest":"y"}}`)}},
		{"a reference that is no text", true, "", []string{entryOf(0, `{"b":{"ref":1,"digest":"y"}}`)}},
		{"a text nobody refers to", false, row, []string{entryOf(0, "{}")}},
		{"a text given twice", false, row + row, []string{entryOf(0, `{"b":`+ref+`}`)}},
		{"a text that names another", false, strings.Replace(row, "Robin", "Robyn", 1),
			[]string{entryOf(0, `{"b":`+ref+`}`)}},
		{"a text in another spelling", false, strings.Replace(row, "Robin", `R\u006fbin`, 1),
			[]string{entryOf(0, `{"b":`+ref+`}`)}},
		{"a text without salt", false, "text t-1 " + journal.Digest(nil, "x") + `  "x"` + "\n",
			[]string{entryOf(0, `{"b":`+strings.Replace(ref, digest, journal.Digest(nil, "x"), 1)+`}`)}},
		{"a text with half a character", false, strings.Replace(row, "Robin", `\ud800`, 1),
			[]string{entryOf(0, `{"b":`+ref+`}`)}},
	}
}

// strangeEntries are spelt as no entry is, or as few are.
func strangeEntries() []insider {
	nest := func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) }
	first := entryOf(0, `{}`)
	leafy := strings.Replace(first, "noted c-0", "leaf "+strings.Repeat("A", 43)+"_", 1)
	other := func(was, is string) []string { return []string{strings.Replace(first, was, is, 1)} }
	return []insider{
		{"nothing", true, "", nil},
		{"an entry that looks like a leaf line", true, "", []string{leafy, entryOf(1, "{}")}},
		{"a body that looks like an entry", true, "", []string{entryOf(0, `{"a":"\nsteady/1 clinic-1/register 1\n"}`)}},
		{"32 levels", true, "", []string{entryOf(0, nest(32))}}, {"33 levels", false, "", []string{entryOf(0, nest(33))}},
		{"half a character", true, "", []string{entryOf(0, `{"x":"\ud800"}`)}},
		{"an escape that is none", false, "", []string{entryOf(0, `{"x":"\x"}`)}},
		{"a name with an escape", false, "", []string{entryOf(0, `{"\u0078":1}`)}},
		{"a space", false, "", []string{entryOf(0, `{"x": 1}`)}},
		{"a list", false, "", []string{entryOf(0, `[]`)}}, {"two bodies", false, "", []string{entryOf(0, `{}{}`)}},
		{"not UTF-8", false, "", []string{entryOf(0, "{\"x\":\"\xff\"}")}},
		{"a tab", false, "", []string{entryOf(0, "{\"x\":\"\t\"}")}},
		{"a carriage return", false, "", other("\nby", "\r\nby")},
		{"another premises", false, "", other(premises, "clinic-2")},
		{"the other log", false, "", other("/register", "/clinical")},
		{"a study", false, "", other("/register", "/study")},
		{"a gap", false, "", []string{first, entryOf(2, "{}")}}, {"from 1", false, "", []string{entryOf(1, "{}")}},
		{"a leading zero in its number", false, "", other("register 0", "register 00")},
		{"recorded earlier", false, "",
			[]string{first, strings.Replace(entryOf(1, "{}"), "recorded 2026", "recorded 2025", 1)}},
		{"the 30th of February", false, "", other("happened 2026-03-29", "happened 2026-02-30")},
		{"a leap second", false, "", other("01:00:00", "23:59:60")},
		{"24 hours", false, "", other("01:00:00", "24:00:00")},
		{"before 1970", false, "", other("happened 2026", "happened 1969")},
		{"digits of another script", false, "", other("register 0", "register ٠")},
		{"six lines", false, "", []string{first + "\n"}},
		{"four lines", false, "", []string{"steady/1 clinic-1/register 0\n"}},
	}
}

// TestVerifiersAgreeOnWhatTheKeySigned: the service can sign anything. What is
// no register is refused by both verifiers, and what is one in a strange
// spelling is taken by both: no file may be proved by one of them alone.
func TestVerifiersAgreeOnWhatTheKeySigned(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	cases := slices.Concat(strangeSums(), strangeTexts(), strangeEntries())
	var jobs []pythonJob
	for _, c := range cases {
		jobs = append(jobs, pythonJob{File: put(t, r.signRaw(c.texts, c.entries...))})
	}
	said := runPython(t, jobs)
	for i, c := range cases {
		file := r.signRaw(c.texts, c.entries...)
		if _, err := verify(file); (err == nil) != c.good {
			t.Errorf("%s: the first verifier: %v", c.name, err)
		}
		comparePython(t, c.name, file, said[i][0])
	}
}
