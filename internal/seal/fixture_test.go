package seal_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"steady/internal/seal"
	"steady/journal"
	"steady/moment"
)

// register is a small register in memory, kept as a store keeps it. Everything
// in it is invented.
type register struct {
	t       testing.TB
	key     *seal.Key
	entries [][]byte
	notes   [][]byte
	texts   map[string]seal.Text
	edge    journal.Edge
	pages   map[string][2]int64
}

const premises = "clinic-1"
const holder = "Example service (invented), 1 Example Street"

func newRegister(t testing.TB) *register {
	t.Helper()
	key, err := seal.Create(t.TempDir(), premises)
	if err != nil {
		t.Fatal(err)
	}
	return &register{t: t, key: key, texts: map[string]seal.Text{}, pages: map[string][2]int64{}}
}

func (r *register) now() moment.Instant {
	return 1774746000000000 + moment.Instant(len(r.entries))*60_000_000
}

// add appends an entry with the given body.
func (r *register) add(kind, body string) {
	r.t.Helper()
	e := journal.Entry{
		Premises: premises, Log: journal.Register, Seq: int64(len(r.entries)), Kind: kind,
		Command: fmt.Sprintf("c-%d", len(r.entries)), Happened: r.now() - 5, Recorded: r.now(),
		By: "s-1", Witness: "s-2", Body: []byte(body),
	}
	b, err := e.Bytes()
	if err != nil {
		r.t.Fatal(err)
	}
	r.addBytes(b)
}

func (r *register) addBytes(b []byte) {
	r.entries = append(r.entries, b)
	r.edge.Append(b)
}

// move appends an entry that moves a page's balance.
func (r *register) move(kind, page string, ampoules, mass int64, more string) {
	r.t.Helper()
	p := r.pages[page]
	p[0] += ampoules
	p[1] += mass
	r.pages[page] = p
	r.add(kind, fmt.Sprintf(`{"page":%q,"ampoules":%d,"mass_ug":%d,"balance_ampoules":%d,"balance_mass_ug":%d%s}`,
		page, ampoules, mass, p[0], p[1], more))
}

// refer keeps a text and returns the reference to it.
func (r *register) refer(id, text string) string {
	salt := []byte("salt of " + id + " 12345678")[:16]
	r.texts[id] = seal.Text{Salt: salt, Text: text}
	return fmt.Sprintf(`{"ref":%q,"digest":%q}`, id, journal.Digest(salt, text))
}

func (r *register) head() journal.Checkpoint {
	return journal.Checkpoint{
		Premises: premises, Log: journal.Register, Size: r.edge.Size(), Root: r.edge.Root(), At: r.now(),
	}
}

func (r *register) seal() {
	r.t.Helper()
	msg, err := r.key.Sign(r.head())
	if err != nil {
		r.t.Fatal(err)
	}
	r.notes = append(r.notes, msg)
}

// day fills the register with a small day: a receipt, two doses, a count and a
// note, sealed after four entries and at the end.
func (r *register) day() {
	r.t.Helper()
	const page = "diamorphine-hydrochloride-100mg"
	r.move("received", page, 10, 1_000_000, `,"from":`+r.refer("t-1", "Wholesaler Ltd\n\"2\" Example Road"))
	r.move("drawn", page, -2, 0, `,"visit":"v-1"`)
	r.move("administered", page, 0, -180_000, `,"visit":"v-1","to":`+r.refer("t-2", "Robin Zoë Ölmann"))
	r.move("wasted", page, 0, -20_000, `,"visit":"v-1","reason":"overage"`)
	r.seal()
	r.move("received", "methadone-10mg", 5, 50_000, `,"from":`+r.refer("t-3", "soon erased"))
	r.move("counted", page, 0, 0, `,"counted":8,"expected":8`)
	r.add("noted", `{"target":2,"text":`+r.refer("t-4", "wrong visit <named> & corrected")+`}`)
	delete(r.texts, "t-3")
	r.seal()
}

func (r *register) Entries(n int64, yield func([]byte) error) error {
	for _, e := range r.entries[:n] {
		if err := yield(e); err != nil {
			return err
		}
	}
	return nil
}

func (r *register) Checkpoints() ([][]byte, error) { return r.notes, nil }

func (r *register) Texts(ids []string) (map[string]seal.Text, error) {
	out := map[string]seal.Text{}
	for _, id := range ids {
		if t, ok := r.texts[id]; ok {
			out[id] = t
		}
	}
	return out, nil
}

func (r *register) write() ([]byte, error) {
	var b bytes.Buffer
	_, err := seal.WriteExport(&b, seal.Export{
		Premises: premises, Holder: holder, Size: int64(len(r.entries)), Made: r.now(), Key: r.key,
	}, r)
	return b.Bytes(), err
}

func (r *register) export() []byte {
	r.t.Helper()
	b, err := r.write()
	if err != nil {
		r.t.Fatal(err)
	}
	return b
}

// verify verifies bytes with the key in the file.
func verify(b []byte) (seal.Report, error) {
	return seal.VerifyExport(bytes.NewReader(b), seal.Options{})
}

// blocks returns the bytes of the entries of an export, each with its leaf
// line, and what is before and after them.
func blocks(b []byte) (before string, entries []string, after string) {
	text := string(b)
	at := strings.Index(text, "\nsteady/1 ") + 1
	before, text = text[:at], text[at:]
	end := strings.LastIndex(text, "\n\nsteady/") + 1
	body, after := text[:end], text[end:]
	for len(body) > 0 {
		n := strings.Index(body, "\nleaf ") + 1
		n += strings.Index(body[n:], "\n") + 1
		entries = append(entries, body[:n])
		body = body[n:]
	}
	return before, entries, after
}
