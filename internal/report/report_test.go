package report_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"steady/internal/report"
	"steady/moment"
	"steady/register"
)

var made = time.Date(2026, 3, 8, 9, 0, 0, 0, time.UTC)

func pack(t *testing.T, id string) *register.Jurisdiction {
	t.Helper()
	j, err := register.FindJurisdiction(id)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// find is the line of an entry.
func find(t *testing.T, p report.Page, no int64) (report.Part, report.Line) {
	t.Helper()
	for _, s := range p.Parts {
		for _, l := range s.Lines {
			if l.No == no {
				return s, l
			}
		}
	}
	t.Fatalf("no. %d is not on the page", no)
	return report.Part{}, report.Line{}
}

// cells are the filled cells of a line by their headings.
func cells(s report.Part, l report.Line) string {
	var out []string
	for i, c := range s.Columns {
		if l.Cells[i] != "" {
			out = append(out, c.Label+" = "+strings.ReplaceAll(l.Cells[i], "\u00a0", " "))
		}
	}
	return strings.Join(out, "\n")
}

func is(t *testing.T, what, got, want string) {
	t.Helper()
	if got != strings.TrimSpace(want) {
		t.Errorf("%s is\n%s\nwant\n%s", what, got, strings.TrimSpace(want))
	}
}

// paper reads a page's sheets as a person would: by another program.
func paper(t *testing.T, p report.Page) (sheets []string) {
	t.Helper()
	var b bytes.Buffer
	if err := p.WritePDF(&b, made); err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("STEADY_REQUIRE_ALL") != "" {
			t.Fatal("pdftotext is needed (Debian: poppler-utils)")
		}
		t.Skip("no pdftotext here (Debian: poppler-utils)")
	}
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "-layout", name, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.Split(strings.TrimRight(string(out), "\f"), "\f")
}

// TestOneLedgerThreeLaws: acceptance test 8. The same week under gb-eng, ch and
// us-otp is three pages with the headings of each law (reg 19(1)(d)-(f) of SI
// 2001/3998; the house's own; 21 CFR 1304.24(a)), from one ledger, with every
// line on each and the same balances.
func TestOneLedgerThreeLaws(t *testing.T) {
	b := week(t)
	for id, want := range map[string][2]string{
		"gb-eng": {`
Date supply received = 2 Mar 2026, 09:00
Name and address from whom received = Example Wholesale Pharmaceuticals Ltd, 1 Sample Road, Exampleton
Quantity received = 10 ampoules, 1,000 mg
Balance, ampoules = 10
Balance, mass = 1,000 mg`, `
Date supplied = 3 Mar 2026, 09:00
Name/Address of person or firm supplied = Käthe Müller-Ößwald, Zürichbergstraße 12, 8044 Zürich
Details of authority to possess - prescriber or licence holder's details = Prescribed by Dr Q. Fiction, licence L-1
Quantity supplied = 67.5 mg
Person collecting (patient / patient's rep / healthcare professional); ` +
			`name and address if a professional = not applicable
Was proof of identity requested of patient / rep = not applicable
Was proof of identity of person collecting provided = not applicable
Balance, ampoules = 7
Balance, mass = 700 mg`},
		"ch": {`
Datum des Eingangs = 02.03.2026, 09:00
Name und Adresse der Lieferfirma = Example Wholesale Pharmaceuticals Ltd, 1 Sample Road, Exampleton
Erhaltene Menge = 10 Ampullen, 1'000 mg
Bestand, Ampullen = 10
Bestand, Masse = 1'000 mg`, `
Datum der Abgabe = 03.03.2026, 09:00
Name und Adresse der Person oder Firma = Käthe Müller-Ößwald, Zürichbergstraße 12, 8044 Zürich
Verschreibung: Ärztin oder Arzt, Bewilligung = Verschrieben von Dr Q. Fiction, Bewilligung L-1
Abgegebene Menge = 67.5 mg
Bestand, Ampullen = 7
Bestand, Masse = 700 mg`},
		"us-otp": {`
Date received = 2 Mar 2026, 09:00
Name and address from whom received = Example Wholesale Pharmaceuticals Ltd, 1 Sample Road, Exampleton
Quantity received = 10 ampoules, 1,000 mg
Balance, ampoules = 10
Balance, mass = 1,000 mg`, `
Name of substance = diamorphine hydrochloride monohydrate
Strength of substance = 100 mg
Dosage form = ampoule
Date dispensed = 3 Mar 2026, 09:00
Patient identification = Käthe Müller-Ößwald
Amount consumed = 67.5 mg
Dispenser's initials = AE
Balance, ampoules = 7
Balance, mass = 700 mg`},
	} {
		p := b.draw(report.Options{Law: pack(t, id)})
		s, l := find(t, p, 2)
		is(t, id+": what was received", cells(s, l), want[0])
		s, l = find(t, p, 8)
		is(t, id+": what was given", cells(s, l), want[1])
		lines := 0
		for _, s := range p.Parts {
			lines += len(s.Lines)
		}
		if notes := 1; lines+notes+2 != len(b.l.Entries) { // two entries are of no page
			t.Errorf("%s: %d lines of %d entries", id, lines, len(b.l.Entries))
		}
		if got := strings.Join(paper(t, p), "\n"); !strings.Contains(got, "Müller-Ößwald") && id != "us-otp" {
			t.Errorf("%s: a name is not on paper as it is spelt:\n%s", id, got)
		}
	}
}

// TestCanadaAsksWhatWasMade: s. 63(a) asks for what went into a product; under
// a law that does not, the same entry is an annotation. A loss is to be
// reported within 10 days (s. 63(c)).
func TestCanadaAsksWhatWasMade(t *testing.T) {
	b := week(t)
	p := b.draw(report.Options{Law: pack(t, "ca")})
	s, l := find(t, p, 14)
	is(t, "what was made", cells(s, l), `
Narcotic used in making a product = diamorphine hydrochloride monohydrate: 1 ampoule, 100 mg
Product made = solution s-1
Date made = 6 Mar 2026, 09:00
Balance, ampoules = 6
Balance, mass = 700 mg`)
	if got := strings.Join(s.Remarks, " "); !strings.Contains(got, "A loss is reported to the Minister within 10 days.") {
		t.Error(got)
	}
	_, l = find(t, b.draw(report.Options{}), 14)
	if l.Side != register.Beside || !strings.Contains(l.Annotations(), "for the solution s-1: 1 ampoule opened") {
		t.Errorf("%+v", l)
	}
	p = b.draw(report.Options{Law: pack(t, "ca"), Lang: "fr"})
	if p.Parts[0].Columns[0].Label != "Nom et quantité du stupéfiant reçu" ||
		!strings.Contains(strings.Join(p.Parts[0].Remarks, " "), "non ceux de la loi") {
		t.Errorf("%+v", p.Parts[0])
	}
}

// TestANoteStandsUnderItsLine: acceptance test 2 (reg 20(c)). The original stays,
// the note stands under it with its date, and the balance is what it was.
func TestANoteStandsUnderItsLine(t *testing.T) {
	b := week(t)
	p := b.draw(report.Options{})
	s, l := find(t, p, 5)
	want := "Marginal note to no. 5, 3 Mar 2026, 09:00: The second person was Cy Placeholder and not Bo Sample. " +
		"(Ada Example, no. 9)"
	if len(l.Notes) != 1 || strings.ReplaceAll(l.Notes[0], "\u00a0", " ") != want {
		t.Errorf("%q", l.Notes)
	}
	if got := cells(s, l); !strings.Contains(got, "Robin Example, no fixed abode") || !strings.Contains(got,
		"Balance, mass = 800 mg") {
		t.Error(got)
	}
	if got := strings.Join(paper(t, p), "\n"); !strings.Contains(got, want) {
		t.Errorf("the note is not on paper:\n%s", got)
	}
}

// TestLateShows: acceptance test 3 (reg 20(b)). The day itself and the next are
// no more than a second time on the line; what is later bears the mark, with
// its reason where the register has one.
func TestLateShows(t *testing.T) {
	b := newBook(t)
	b.law("gb-eng")
	day := func(n int64) moment.Instant { return b.now.Add(moment.Span(-n) * 24 * moment.Hour) }
	b.receive(day(0), 1)
	b.receive(day(1), 1)
	b.receive(day(2), 1)
	p := b.draw(report.Options{})
	for no, want := range map[int64][2]string{1: {"", ""}, 2: {"", "Entered on: 2 Mar 2026, 09:00"},
		3: {"LATE ENTRY: it happened on 28 Feb 2026 and was entered on 2 Mar 2026. No reason stands in the register",
			"Entered on: 2 Mar 2026, 09:00"}} {
		_, l := find(t, p, no)
		notes := strings.ReplaceAll(l.Annotations(), "\u00a0", " ")
		if strings.ReplaceAll(l.Late, "\u00a0", " ") != want[0] || !strings.Contains(notes, want[1]) {
			t.Errorf("no. %d: %q, %q", no, l.Late, notes)
		}
	}
	_, l := find(t, week(t).draw(report.Options{}), 11)
	if !strings.Contains(l.Late, "Reason: The delivery was signed for while the line was down.") {
		t.Error(l.Late)
	}
}

// TestNobodyElseShows: a line that asks for two people and carries one says so
// (R-REG-14).
func TestNobodyElseShows(t *testing.T) {
	b := newBook(t)
	b.law("gb-eng")
	b.receive(b.now, 1)
	b.witness = "-"
	b.receive(b.now, 1)
	p := b.draw(report.Options{})
	for no, want := range map[int64]string{1: "Second person: Bo Sample",
		2: "Second person: nobody; the accountable officer has the reason"} {
		if _, l := find(t, p, no); !strings.Contains(l.Annotations(), want) {
			t.Errorf("no. %d: %q does not say %q", no, l.Annotations(), want)
		}
	}
}

// TestEverySheetCarriesItsHead: acceptance test 10 (reg 20, R-REG-09 d). Every
// sheet of paper, of text and of the screen bears drug, strength and form, its
// number of how many, and the tree head.
func TestEverySheetCarriesItsHead(t *testing.T) {
	b := week(t)
	b.receive(b.now, 200)
	for range 30 {
		b.dose("u2", 1, 100*mg)
	}
	p := b.draw(report.Options{})
	sheets := paper(t, p)
	if len(sheets) < 5 {
		t.Fatalf("%d sheets", len(sheets))
	}
	for i, s := range sheets {
		says(t, s, "diamorphine hydrochloride monohydrate, 100 mg, ampoule", b.l.Head.Root, "Balance brought forward",
			"Class: diamorphine, its salts and preparations", "Example Street clinic", "CD procedure, version 3",
			"Law in force: gb-eng", p.Word("sheet", "n", num(i+1), "m", num(len(sheets))))
	}
	var text, html bytes.Buffer
	if err := p.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	if err := report.Document(p).Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	for _, s := range p.Sheets(20) {
		says(t, text.String(), p.Head+". "+p.Number(s))
		says(t, html.String(), p.Head+". "+p.Number(s))
	}
	if n := strings.Count(html.String(), b.l.Head.Root); n != len(p.Sheets(20)) {
		t.Errorf("the head stands %d times on %d sheets", n, len(p.Sheets(20)))
	}
}

func num(n int) string { return strconv.Itoa(n) }

func says(t *testing.T, text string, want ...string) {
	t.Helper()
	flat := strings.Join(strings.Fields(text), " ")
	for _, w := range want {
		if !strings.Contains(flat, strings.Join(strings.Fields(w), " ")) {
			t.Errorf("it does not say %q:\n%s", w, text)
		}
	}
}

// TestOldLinesKeepTheirLaw: a change of law or procedure holds for later lines
// only and begins a new sheet (R-REG-40, R-REG-45); a law of tomorrow's
// procedure holds from tomorrow.
func TestOldLinesKeepTheirLaw(t *testing.T) {
	b := newBook(t)
	b.receive(b.now, 1)
	b.law("gb-eng")
	b.procedure("CD procedure", "1", 0)
	b.receive(b.now, 1)
	b.procedure("CD procedure", "2", b.l.Zone.Day(b.now)+1)
	b.receive(b.now, 1)
	b.pass(1)
	b.receive(b.now, 1)
	b.law("us-otp")
	b.receive(b.now, 1)
	p := b.draw(report.Options{})
	var got []string
	for _, s := range p.Parts {
		got = append(got, s.Law+" "+s.Procedures+" "+s.Columns[0].Label+": "+num(len(s.Lines)))
	}
	got[0] = strings.NewReplacer(p.Word("law.none"), "none", p.Word("procedures.none"), "none").Replace(got[0])
	is(t, "the page", strings.Join(got, "\n"), `
none none Date: 1
Law in force: gb-eng 2026.1. Procedures (SOP) in force: CD procedure, version 1. Date supply received: 2
Law in force: gb-eng 2026.1. Procedures (SOP) in force: CD procedure, version 2. Date supply received: 1
Law in force: us-otp 2026.1. Procedures (SOP) in force: CD procedure, version 2. Date received: 1`)
	if sheets := p.Sheets(20); len(sheets) != 4 || len(paper(t, p)) != 4 {
		t.Errorf("%d sheets", len(sheets))
	}
	// The lines before a law was named may be drawn under the law that the
	// service says held then.
	if p := b.draw(report.Options{Before: pack(t, "gb-eng")}); p.Parts[0].Columns[0].Label != "Date supply received" {
		t.Error(p.Parts[0].Law)
	}
}

// TestAPeriod: the lines entered on the days, with the balance brought forward
// to them; nothing in a period is an empty sheet that says so.
func TestAPeriod(t *testing.T) {
	b := week(t)
	day := moment.Date(2026, 3, 3)
	p := b.draw(report.Options{From: day, To: day})
	sheets := p.Sheets(20)
	if len(sheets) != 1 || len(sheets[0].Lines) != 4 || !strings.Contains(sheets[0].Carry, "8 ampoules, 800") ||
		!strings.HasPrefix(p.Period, "Lines entered from 3") {
		t.Errorf("%+v", sheets)
	}
	p = b.draw(report.Options{From: day + 400})
	for _, s := range paper(t, p) {
		says(t, s, "No line was entered.", "sheet 1 of 1", "Lines entered from 7 Apr 2027 on")
	}
}

// TestWhatIsErasedIsSaidToBe: a text that the cabinet no longer holds, ids where
// nobody says the names, and an unknown language.
func TestWhatIsErasedIsSaidToBe(t *testing.T) {
	b := week(t)
	b.l.Text, b.l.Staff, b.l.Person = nil, nil, nil
	s, l := find(t, b.draw(report.Options{}), 2)
	if got := cells(s, l); !strings.Contains(got, "received = (erased)") {
		t.Error(got)
	}
	s, l = find(t, b.draw(report.Options{}), 5)
	if got := cells(s, l); !strings.Contains(got, "supplied = u1, no address given") || !strings.Contains(got, "by d1") {
		t.Error(got)
	}
	b.l.Staff = func(string) string { return "" }
	b.l.Person = func(string) (string, string) { return "", "" }
	s, l = find(t, b.draw(report.Options{}), 5)
	if got := cells(s, l); !strings.Contains(got, "supplied = u1 (erased)\n") || !strings.Contains(got, "by d1 (erased)") {
		t.Error(got)
	}
	if _, err := report.Draw(b.l, hundred.Page(), hundred, report.Options{Lang: "xx"}); err == nil ||
		!strings.Contains(err.Error(), "choose one of de, en, fr") {
		t.Error(err)
	}
	if p, err := report.Product(b.l.Entries, hundred.Page()); err != nil || p != hundred {
		t.Error(p, err)
	}
	if _, err := report.Product(b.l.Entries, "no-page"); err == nil {
		t.Error("a page that is not there has a heading")
	}
}

// TestSamePageSameBytes: paper that is made again can be compared.
func TestSamePageSameBytes(t *testing.T) {
	p := week(t).draw(report.Options{})
	var a, b bytes.Buffer
	if p.WritePDF(&a, made) != nil || p.WritePDF(&b, made) != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same page gives other bytes")
	}
}

// FuzzDraw: no body of an entry breaks a page; what is drawn can be printed.
func FuzzDraw(f *testing.F) {
	for _, e := range week(&testing.T{}).l.Entries {
		f.Add(e.Kind, e.Body)
	}
	f.Add("received", []byte(`{"page":1}`))
	f.Add("law_in_force", []byte(`{"document":"e30="}`))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		b := week(t)
		b.l.Entries = append(b.l.Entries, b.l.Entries[5])
		last := &b.l.Entries[len(b.l.Entries)-1]
		last.Kind, last.Body, last.Seq = kind, body, last.Seq+100
		p, err := report.Draw(b.l, hundred.Page(), hundred, report.Options{})
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := p.WriteText(&out); err != nil {
			t.Fatal(err)
		}
	})
}
