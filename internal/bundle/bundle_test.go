package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"steady/internal/report"
	"steady/internal/seal"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/register"
)

// small is an invented register: a law, a procedure, a receipt, a dose, a note,
// and the law again in another version.
type small struct {
	t       testing.TB
	key     *seal.Key
	entries [][]byte
	texts   map[string]seal.Text
}

func (s *small) add(body interface{ Kind() string }) {
	s.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	at := moment.Instant(1_774_746_000_000_000) + moment.Instant(len(s.entries))*60_000_000
	e := journal.Entry{Premises: "clinic-1", Log: journal.Register, Seq: int64(len(s.entries)), Kind: body.Kind(),
		Command: fmt.Sprintf("c-%d", len(s.entries)), Happened: at, Recorded: at, By: "s-1", Witness: "s-2", Body: raw}
	b, err := e.Bytes()
	if err != nil {
		s.t.Fatal(err)
	}
	s.entries = append(s.entries, b)
}

func (s *small) text(id, words string) journal.TextRef {
	s.texts[id] = seal.Text{Salt: []byte("0123456789abcdef"), Text: words}
	return journal.TextRef{Ref: id, Digest: journal.Digest([]byte("0123456789abcdef"), words)}
}

func (s *small) Entries(n int64, yield func([]byte) error) error {
	for _, e := range s.entries[:n] {
		if err := yield(e); err != nil {
			return err
		}
	}
	return nil
}
func (s *small) Checkpoints() ([][]byte, error)                   { return nil, nil }
func (s *small) Texts(ids []string) (map[string]seal.Text, error) { return s.texts, nil }

// filled is the register and its export.
func filled(t testing.TB) (*small, []byte) {
	t.Helper()
	key, err := seal.Create(t.TempDir(), "clinic-1")
	if err != nil {
		t.Fatal(err)
	}
	s := &small{t: t, key: key, texts: map[string]seal.Text{}}
	p := register.Product{Form: measure.Form{Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate},
		Content: 100 * measure.Milligram, Presentation: "ampoule"}
	line := func(n measure.Ampoules, m, balance measure.Mass, left measure.Ampoules) register.Line {
		return register.Line{Page: p.Page(), Ampoules: n, Mass: m, BalanceAmpoules: left, BalanceMass: balance}
	}
	for _, id := range []string{"gb-eng", "ch"} {
		j, err := register.FindJurisdiction(id)
		if err != nil {
			t.Fatal(err)
		}
		s.add(register.LawInForce{Pack: j.ID, Version: j.Version, Document: j.Document()})
		if id == "gb-eng" {
			s.add(register.ProcedureInForce{Name: "CD procedure", Version: "3", From: moment.Date(2026, 1, 1),
				Digest: strings.Repeat("ab", 32)})
			s.add(register.Received{Line: line(10, 1000*measure.Milligram, 1000*measure.Milligram, 10), Product: p,
				Batch: "D4471", Expiry: moment.Date(2028, 3, 31), From: s.text("t-1", "Example <Wholesale> & Co")})
		}
	}
	s.add(register.Administered{Line: line(0, -200*measure.Milligram, 800*measure.Milligram, 10), Visit: "v-1",
		Person: "u-1", Prescriber: "s-3", Licence: "L-1"})
	s.add(register.Administered{Line: line(0, -100*measure.Milligram, 700*measure.Milligram, 10), Visit: "v-2",
		Person: "u-2", Prescriber: "s-3", Licence: "L-1"})
	s.add(register.Counted{Line: line(0, 0, 700*measure.Milligram, 10), Counted: 9, Expected: 10, Difference: -1})
	s.add(register.Noted{Line: line(0, 0, 700*measure.Milligram, 10), Target: 2,
		Text: s.text("t-2", "The batch is D4472.")})
	var b bytes.Buffer
	if _, err := seal.WriteExport(&b, seal.Export{Premises: "clinic-1", Holder: "Example service (invented)",
		Size: int64(len(s.entries)), Made: 1_774_800_000_000_000, Key: key}, s); err != nil {
		t.Fatal(err)
	}
	return s, b.Bytes()
}

// named are the names of a cabinet from which s-2 and u-2 were erased; the
// register mentions neither s-9 nor u-9.
func named() Names {
	return Names{Made: "2026-03-29T17:00:00.000000Z", Zone: "Europe/London", Service: "Example service", Who: report.Who{
		Staff: map[string]string{"s-1": "Ada <Nurse>", "s-3": "Dr Quill", "s-9": "Nobody Here"},
		People: map[string]report.Person{"u-1": {Name: "Robin & Co", Address: "no fixed abode"},
			"u-9": {Name: "Nobody There"}}}}
}

// readNames are the names as a bundle of them holds them, were they all mentioned.
func readNames(t testing.TB) Names {
	t.Helper()
	n := named()
	n.Format = namesFormat
	delete(n.Staff, "s-9")
	delete(n.People, "u-9")
	raw, err := n.bytes()
	if err == nil {
		n, err = parseNames(raw)
	}
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func bundled(t testing.TB, s *small, export []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, bytes.NewReader(export), named(), s.key); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func content(t testing.TB, bundle []byte, name string) string {
	t.Helper()
	files, err := open(bytes.NewReader(bundle), int64(len(bundle)))
	if err != nil {
		t.Fatal(err)
	}
	b, err := files.read(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func check(s *small, file []byte) (Checked, error) {
	return Check(bytes.NewReader(file), int64(len(file)), s.key.Public())
}

// TestBundleIsMadeOfTheExport: the same export gives the same bytes, all of them
// can be made again, and the index shows what the export holds (R-REG-42).
func TestBundleIsMadeOfTheExport(t *testing.T) {
	s, export := filled(t)
	b := bundled(t, s, export)
	if !bytes.Equal(b, bundled(t, s, export)) {
		t.Error("the same export gives two bundles")
	}
	x, err := check(s, b)
	if err != nil || !x.Same || len(x.Signed) != 0 || fmt.Sprint(x.Remade) !=
		"[README.txt index.html pack-gb-eng-2026.1.json pack-ch-2026.1.json verify.py]" {
		t.Fatalf("%+v %v", x, err)
	}
	within, err := Export(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if rep, err := seal.VerifyExport(within, seal.Options{}); err != nil || rep.Entries != 8 {
		t.Errorf("the export within: %v", err)
	}
	html := content(t, b, indexName)
	short := strings.Split(s.key.Public(), "+")[1]
	for _, want := range []string{s.key.Public(), "Its short fingerprint is " + short, "Example service (invented)",
		"CD procedure, version 3", "pack-ch-2026.1.json", "Example &lt;Wholesale&gt; &amp; Co", "The batch is D4472.",
		"10 ampoules", `href="#p1-page"`, `id="p1-page"`, `id="p1-sheet-1"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the index does not say %q", want)
		}
	}
	for _, no := range []string{"<script", "http://", "https://", "<img", "@import"} {
		if strings.Contains(html, no) {
			t.Errorf("the index holds %q: it must need nothing from outside", no)
		}
	}
}

// TestBundleEveryByteCounts: no byte of a bundle can be changed, left out or
// added, and the file is named.
func TestBundleEveryByteCounts(t *testing.T) {
	t.Parallel()
	s, export := filled(t)
	b := bundled(t, s, export)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 3))
	refused := func(name string, bad []byte) string {
		_, err := check(s, bad)
		var no *seal.Refused
		if err == nil {
			within, xerr := Export(bytes.NewReader(bad), int64(len(bad)))
			if xerr == nil {
				_, err = seal.VerifyExport(within, seal.Options{Key: s.key.Public()})
			}
		}
		if err == nil && !bytes.Equal(bad, b) {
			t.Errorf("%s: accepted", name)
		}
		if err != nil && errors.As(err, &no) {
			return no.Why
		}
		return ""
	}
	for range 300 {
		bad := bytes.Clone(b)
		i := dice.IntN(len(b))
		bad[i] ^= byte(1 + dice.IntN(255))
		refused(fmt.Sprintf("byte %d changed", i), bad)
	}
	for i := range 60 {
		bad := bytes.Clone(b)
		bad[len(b)-1-i] ^= 1
		refused(fmt.Sprintf("byte %d from the end changed", i), bad)
	}
	for name, find := range map[string]string{"README.txt": "Treat these", "index.html": "Is it true?",
		"names.json":          "Dr Quill",
		"pack-ch-2026.1.json": `"languages"`, "verify.py": "def verify", "bundle.txt": "register/bundle\n"} {
		bad := bytes.Clone(b)
		at := bytes.LastIndex(bad, []byte(find))
		bad[at+2] ^= 1
		if why := refused(name, bad); !strings.Contains(why, name) {
			t.Errorf("%s changed: %q does not name it", name, why)
		}
	}
	refused("something after it", append(bytes.Clone(b), 'x'))
	refused("something before it", append([]byte("x"), b...))
	refused("cut short", b[:len(b)-1])
}

// TestBundleOfAnotherBuild: what another build drew is not compared, and passes
// only as the service signed it.
func TestBundleOfAnotherBuild(t *testing.T) {
	s, export := filled(t)
	make := func(index string, signed bool) []byte {
		b, err := remake(bytes.NewReader(export), readNames(t))
		if err != nil {
			t.Fatal(err)
		}
		if signed {
			b.files[1] = newFile(indexName, []byte(index))
		}
		list, err := note.Sign(&note.Note{Text: b.list("0123456789abcdef")}, s.key.Signer())
		if err != nil {
			t.Fatal(err)
		}
		b.files[1] = newFile(indexName, []byte(index))
		var out bytes.Buffer
		if err := b.zip(&out, list); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	x, err := check(s, make("<p>another way", true))
	if err != nil || x.Same || fmt.Sprint(x.Signed) != "[index.html]" || len(x.Remade) != 4 {
		t.Errorf("%+v %v", x, err)
	}
	_, err = check(s, make("<p>not what was signed", false))
	if err == nil || !strings.Contains(err.Error(), "index.html") {
		t.Errorf("an index that nobody signed: %v", err)
	}
}

// TestBundleHoldsNothingElse: a file more, one fewer, or one twice is refused.
func TestBundleHoldsNothingElse(t *testing.T) {
	s, export := filled(t)
	for name, change := range map[string]func(b *bundle){
		"virus.exe":  func(b *bundle) { b.files = append(b.files, newFile("virus.exe", []byte("x"))) },
		"README.txt": func(b *bundle) { b.files = b.files[1:] },
		"verify.py":  func(b *bundle) { b.files = append(b.files, newFile(pythonName, python)) },
	} {
		b, err := remake(bytes.NewReader(export), readNames(t))
		if err != nil {
			t.Fatal(err)
		}
		change(b)
		list, err := note.Sign(&note.Note{Text: b.list(Drawing())}, s.key.Signer())
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := b.zip(&out, list); err != nil {
			t.Fatal(err)
		}
		if _, err := check(s, out.Bytes()); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestVerifierOfTheBundle: the second verifier in the bundle is the one of the
// tools.
func TestVerifierOfTheBundle(t *testing.T) {
	b, err := os.ReadFile("../../tools/verify.py")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b, python) {
		t.Error("run: cp tools/verify.py internal/bundle/verify.py")
	}
}

// FuzzCheck: no bytes crash the reader of bundles.
func FuzzCheck(f *testing.F) {
	f.Add([]byte(Magic))
	s, export := filled(f)
	f.Add(bundled(f, s, export))
	f.Fuzz(func(t *testing.T, file []byte) {
		r := bytes.NewReader(file)
		if within, err := Export(r, r.Size()); err == nil {
			_, _ = seal.VerifyExport(within, seal.Options{})
			_, _ = Check(r, r.Size(), "x")
		}
	})
}
