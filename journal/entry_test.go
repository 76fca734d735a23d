package journal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"steady/journal"
	"steady/moment"
)

var update = flag.Bool("update", false, "write the golden vectors anew")

func sample() journal.Entry {
	return journal.Entry{
		Premises: "clinic-1", Log: journal.Register, Seq: 7, Command: "c0ffee-01", Kind: "administered",
		Happened: 1774746000000000, Recorded: 1774746000123456, By: "s-nurse", Witness: "s-second",
		Body: []byte(`{"page":"diamorphine-100","ampoules":0,"mass_ug":-180000,"balance_ampoules":8,` +
			`"balance_mass_ug":820000,"visit":"v-12","person":"p-3","to":{"ref":"r1","digest":"abc="}}`),
	}
}

func mustBytes(t testing.TB, e journal.Entry) []byte {
	t.Helper()
	b, err := e.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// vectors are shared with other implementations of the format.
type vectors struct {
	Note string `json:"note"`
	Good []struct {
		Name string `json:"name"`
		Text string `json:"text"`
		Leaf string `json:"leaf"`
	} `json:"good"`
	Bad []struct {
		Name string `json:"name"`
		Text string `json:"text"`
	} `json:"bad"`
	Roots   []string `json:"roots"` // of the first 0, 1, 2 … good entries
	Digests []struct {
		Salt   string `json:"salt"` // one byte a character
		Text   string `json:"text"`
		Digest string `json:"digest"`
	} `json:"digests"`
}

func readVectors(t testing.TB) vectors {
	t.Helper()
	b, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestVectors holds the byte format to what was published: if it fails, old
// registers can no longer be verified.
func TestVectors(t *testing.T) {
	v := readVectors(t)
	var edge journal.Edge
	roots := []string{tlog.Hash(edge.Root()).String()}
	for i := range v.Good {
		g := &v.Good[i]
		e, err := journal.Parse([]byte(g.Text))
		if err != nil {
			t.Errorf("%s: %v", g.Name, err)
			continue
		}
		if got := string(mustBytes(t, e)); got != g.Text {
			t.Errorf("%s: printed again as\n%s", g.Name, got)
		}
		leaf := tlog.RecordHash([]byte(g.Text)).String()
		edge.Append([]byte(g.Text))
		roots = append(roots, tlog.Hash(edge.Root()).String())
		if *update {
			g.Leaf = leaf
		} else if leaf != g.Leaf {
			t.Errorf("%s: leaf hash %s, published %s", g.Name, leaf, g.Leaf)
		}
	}
	for i := range v.Digests {
		d := &v.Digests[i]
		got := journal.Digest([]byte(d.Salt), d.Text)
		if *update {
			d.Digest = got
		} else if got != d.Digest || !journal.CheckDigest(d.Digest, []byte(d.Salt), d.Text) {
			t.Errorf("digest of %q: %s, published %s", d.Text, got, d.Digest)
		}
	}
	for _, b := range v.Bad {
		if _, err := journal.Parse([]byte(b.Text)); !errors.Is(err, journal.ErrSpelling) {
			t.Errorf("%s: accepted, error %v", b.Name, err)
		}
	}
	if *update {
		v.Roots = roots
		out, _ := json.MarshalIndent(v, "", " ")
		if err := os.WriteFile("testdata/vectors.json", append(out, '\n'), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if strings.Join(roots, " ") != strings.Join(v.Roots, " ") {
		t.Errorf("roots %q, published %q", roots, v.Roots)
	}
}

func TestEntryRoundTrip(t *testing.T) {
	e := sample()
	got, err := journal.Parse(mustBytes(t, e))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Body, e.Body) {
		t.Errorf("body %s", got.Body)
	}
	got.Body, e.Body = nil, nil
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(e)
	if !bytes.Equal(a, b) {
		t.Errorf("read back %s, want %s", a, b)
	}
}

// TestEntryBounds: an entry that could not be read back is never printed.
func TestEntryBounds(t *testing.T) {
	long := strings.Repeat("a", journal.MaxWord+1)
	for name, change := range map[string]func(*journal.Entry){
		"premises empty":    func(e *journal.Entry) { e.Premises = "" },
		"premises upper":    func(e *journal.Entry) { e.Premises = "Clinic" },
		"premises hyphen":   func(e *journal.Entry) { e.Premises = "-x" },
		"premises long":     func(e *journal.Entry) { e.Premises = long },
		"log other":         func(e *journal.Entry) { e.Log = "stock" },
		"seq negative":      func(e *journal.Entry) { e.Seq = -1 },
		"seq large":         func(e *journal.Entry) { e.Seq = journal.MaxSeq + 1 },
		"kind space":        func(e *journal.Entry) { e.Kind = "a b" },
		"kind empty":        func(e *journal.Entry) { e.Kind = "" },
		"command line":      func(e *journal.Entry) { e.Command = "a\nb" },
		"command long":      func(e *journal.Entry) { e.Command = long },
		"happened not set":  func(e *journal.Entry) { e.Happened = 0 },
		"recorded not set":  func(e *journal.Entry) { e.Recorded = 0 },
		"recorded too late": func(e *journal.Entry) { e.Recorded = 253_402_300_800_000_000 },
		"by empty":          func(e *journal.Entry) { e.By = "" },
		"by like an option": func(e *journal.Entry) { e.By = "-x" },
		"witness a name":    func(e *journal.Entry) { e.Witness = "Ann Other" },
		"body empty":        func(e *journal.Entry) { e.Body = nil },
		"body a list":       func(e *journal.Entry) { e.Body = []byte(`[]`) },
		"body two lines":    func(e *journal.Entry) { e.Body = []byte("{\"a\":\n1}") },
		"body too long": func(e *journal.Entry) {
			e.Body = []byte(`{"a":"` + strings.Repeat("x", journal.MaxBody) + `"}`)
		},
	} {
		e := sample()
		change(&e)
		if b, err := e.Bytes(); !errors.Is(err, journal.ErrSpelling) || len(b) != 0 {
			t.Errorf("%s: printed %q, error %v", name, b, err)
		}
	}
	e := sample()
	e.Body = []byte(`{"a":"` + strings.Repeat("x", journal.MaxBody-8) + `"}`)
	if _, err := journal.Parse(mustBytes(t, e)); err != nil {
		t.Errorf("the longest body: %v", err)
	}
}

// TestInstantSpelling holds the journal's own printing to moment's.
func TestInstantSpelling(t *testing.T) {
	e := sample()
	check := func(i moment.Instant) {
		t.Helper()
		e.Happened = i
		b := mustBytes(t, e)
		if !bytes.Contains(b, []byte("happened "+i.String()+" recorded")) {
			t.Fatalf("%s is printed otherwise:\n%s", i, b)
		}
		got, err := journal.Parse(b)
		if err != nil || got.Happened != i {
			t.Fatalf("%s is read as %s, %v", i, got.Happened, err)
		}
	}
	const day = moment.Instant(86_400_000_000)
	for d := moment.Instant(0); d < 500*366; d++ { // every day to the year 2470, ends of days
		check(d*day + 1)
		check(d*day + day - 1)
	}
	check(253_402_300_799_999_999)
	for _, bad := range []string{
		"2026-02-29T00:00:00.000000Z", "1900-01-01T00:00:00.000000Z", "2100-02-29T00:00:00.000000Z",
		"2026-13-01T00:00:00.000000Z", "2026-00-01T00:00:00.000000Z", "2026-01-00T00:00:00.000000Z",
		"2026-01-01T24:00:00.000000Z", "2026-01-01T00:60:00.000000Z", "2026-06-30T23:59:60.000000Z",
		"2026-01-01T00:00:00.00000 Z", "2026-01-01t00:00:00.000000Z", "2026-01-01T00:00:00,000000Z",
	} {
		e.Happened = 1774746000000000
		b := bytes.Replace(mustBytes(t, e), []byte(e.Happened.String()), []byte(bad), 1)
		if _, err := journal.Parse(b); !errors.Is(err, journal.ErrSpelling) {
			t.Errorf("%s is accepted", bad)
		}
	}
}

// seen records what a body shows its visitor.
type seen struct{ log []string }

func (s *seen) Field(name, value []byte)   { s.log = append(s.log, string(name)+"="+string(value)) }
func (s *seen) TextRef(ref, digest []byte) { s.log = append(s.log, string(ref)+">"+string(digest)) }

func TestScanBodyShows(t *testing.T) {
	var s seen
	body := `{"a":1,"to":{"ref":"r1","digest":"d1"},"l":[{"ref":"r2","digest":"d2"},{"ref":"r3","digest":"d3","x":1},` +
		`{"digest":"d4","ref":"r4"},{"ref":5,"digest":"d5"},{"ref":"r6"},{"digest":"d6"}]}`
	if err := journal.ScanBody([]byte(body), &s); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(s.log, " ")
	if !strings.HasPrefix(got, `a=1 r1>d1 to={"ref":"r1","digest":"d1"} r2>d2 l=[`) || strings.Count(got, ">") != 2 {
		t.Errorf("shown %s", got)
	}
}

// TestScanBodySpelling: what the journal accepts, any JSON reader accepts.
func TestScanBodySpelling(t *testing.T) {
	for _, good := range []string{
		`{}`, `{"a":{}}`, `{"a":[]}`, `{"a":[1,-0,0.5,1e9,1E-2,true,false,null,"é\n\u00e9\ud83d"]}`,
	} {
		if err := journal.ScanBody([]byte(good), nil); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		``, `{`, `{}}`, `{} `, ` {}`, `{"a": 1}`, `{"a":1,}`, `{,}`, `{a:1}`, `{"a"}`, `{"a":}`, `{"a":01}`, `{"a":.5}`,
		`{"a":1.}`, `{"a":1e}`, `{"a":-}`, `{"a":+1}`, `{"a":tru}`, `{"a":"\x"}`, `{"a":"\u12g4"}`, `{"a":"\`, `{"a":"`,
		"{\"a\":\"\t\"}", "{\"a\":\"\xff\"}", `{"\u0061":1}`, `{"a":[1,]}`, `{"a":[1 ,2]}`, `{"a":[}`, `{"a":NaN}`,
		`{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`,
	} {
		if err := journal.ScanBody([]byte(bad), nil); !errors.Is(err, journal.ErrSpelling) {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	v := readVectors(f)
	for _, g := range v.Good {
		f.Add([]byte(g.Text))
	}
	for _, b := range v.Bad {
		f.Add([]byte(b.Text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := journal.Parse(b)
		if err != nil {
			if !errors.Is(err, journal.ErrSpelling) {
				t.Fatalf("another error: %v", err)
			}
			return
		}
		if again := mustBytes(t, e); !bytes.Equal(again, b) {
			t.Fatalf("a second spelling:\n%q\n%q", b, again)
		}
		if !json.Valid(e.Body) {
			t.Fatalf("a body that is not JSON: %s", e.Body)
		}
	})
}

func FuzzScanBody(f *testing.F) {
	for _, s := range []string{`{"a":1}`, `{"a":[{"ref":"r","digest":"d"}],"b":"\u00e9"}`, `{"a":-0.5e+3}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if journal.ScanBody(b, &seen{}) == nil && !json.Valid(b) {
			t.Fatalf("not JSON: %q", b)
		}
		var tight bytes.Buffer
		if json.Compact(&tight, b) == nil && journal.ScanBody(b, nil) == nil && !bytes.Equal(tight.Bytes(), b) {
			t.Fatalf("white space is accepted: %q", b)
		}
	})
}

func BenchmarkEntryPrint(b *testing.B) {
	e := sample()
	buf := make([]byte, 0, 1024)
	b.ReportAllocs()
	for b.Loop() {
		buf, _ = e.AppendBytes(buf[:0])
	}
}

func BenchmarkEntryParse(b *testing.B) {
	e := sample()
	raw, _ := e.Bytes()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := journal.Parse(raw); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEntryCut(b *testing.B) {
	e := sample()
	raw, _ := e.Bytes()
	var r journal.Raw
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := r.Cut(raw, nil); err != nil {
			b.Fatal(err)
		}
	}
}
