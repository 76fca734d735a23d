package continuity_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/report/continuity"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
)

// fake is a clinic in memory, driven through the real rules.
type fake struct {
	t     *testing.T
	s     *clinic.State
	now   moment.Instant
	texts map[string]string
	n     int
}

func newFake(t *testing.T, people int) *fake {
	t.Helper()
	z, err := moment.LoadZone("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	f := &fake{t: t, s: clinic.New(), texts: map[string]string{}}
	day := moment.Date(2026, 3, 2)
	f.now = z.At(day, 8, 0)
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	f.do("-", clinic.OpenPremises{Premises: "invented", Zone: "Europe/London", Booths: 4, Sessions: []clinic.Session{
		{Name: "Morning", Opens: 510, Closes: 690}, {Name: "Afternoon", Opens: 840, Closes: 1020}}})
	f.do("-", clinic.InstallPack{Document: pack.Document()})
	for id, role := range map[person.StaffID]person.Role{"n1": person.Nurse, "n2": person.Nurse, "d1": person.Prescriber} {
		f.do("-", clinic.AddStaff{Staff: id, Roles: []person.Role{role}, Name: f.text("Staff " + string(id))})
	}
	f.do("-", clinic.GrantLicence{Doctor: "d1", Substance: measure.Diamorphine, Number: "L", From: day - 1, To: day + 400})
	form := measure.Form{Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate}
	for _, mg := range []measure.Mass{100, 30, 10, 5} {
		f.two("n1", "n2", clinic.ReceiveStock{Product: register.Product{Form: form, Content: mg * measure.Milligram,
			Presentation: "ampoule"}, Batch: fmt.Sprint("BATCH", mg), Expiry: day + 300, Ampoules: 240,
			From: f.text("supplier")})
	}
	for i := range people {
		f.admit(i, day, form)
	}
	if people > 0 {
		f.do("-", clinic.PlanDay{Day: day})
	}
	f.now = z.At(day, 9, 12)
	return f
}

func (f *fake) admit(i int, day moment.Day, form measure.Form) {
	id := person.UserID(fmt.Sprintf("u-%02d", i))
	name := fmt.Sprintf("Invented %c%02d", 'A'+i%26, i)
	if i == 3 {
		name = "Maximiliana-Theodora Żółkiewska-Featherstonehaugh of the Upper Long Meadow"
	}
	already, allergies := f.text("was here before"), f.text("penicillin, latex")
	born := f.text(fmt.Sprintf("19%02d-05-14", 60+i%30))
	a := clinic.AdmitPerson{Person: id, Name: f.text(name), Already: &already, Times: []int{515 + i*2, 845 + i*2}}
	if i%3 == 0 {
		a.Born, a.Allergies = &born, &allergies
	}
	f.do("n1", a)
	if i%17 == 5 {
		return // attends, and nothing is prescribed
	}
	f.do("d1", clinic.Prescribe{Person: id, Prescription: clinic.Prescription{Form: form, Route: protocol.IV,
		Doses: []measure.Mass{180_000, 200_000}, CapSingle: 200_000, CapDay: 400_000, Increment: 5000, Pack: "ch-iv",
		Started: day, From: day, Review: day + 30, Ends: day + 60}})
	if i%9 == 4 {
		f.do("n1", clinic.PlaceHold{Person: id, Reason: f.text("was in hospital last night, asks for a review")})
	}
}

func (f *fake) text(words string) clinic.Text {
	f.n++
	id := fmt.Sprint("t", f.n)
	f.texts[id] = words
	return clinic.Text{Ref: id, Digest: "d"}
}

func (f *fake) do(by person.StaffID, b clinic.Body) { f.two(by, "", b) }

func (f *fake) two(by, with person.StaffID, b clinic.Body) {
	f.t.Helper()
	f.n++
	c := clinic.Command{ID: fmt.Sprint("c", f.n), By: by, Body: b}
	if with != "" {
		c.Witness = &clinic.Confirmation{By: string(with), Method: "pin", Digest: clinic.Digest(clinic.WitnessText(f.s, c))}
	}
	events, no := clinic.Decide(f.s, c, f.now)
	if no != nil {
		f.t.Fatalf("%s: %s", b.CommandKind(), no.Sentence)
	}
	for _, e := range events {
		f.s.Apply(e)
	}
}

func (f *fake) View(g func(*clinic.State)) error { g(f.s); return nil }

func (f *fake) Texts(_ context.Context, refs ...clinic.Text) (map[string]string, error) {
	out := map[string]string{}
	for _, r := range refs {
		if w, ok := f.texts[r.Ref]; ok {
			out[r.Ref] = w
		}
	}
	return out, nil
}

func (f *fake) Root(_ context.Context, _ journal.Log, size int64) (root [32]byte, err error) {
	root[0] = byte(size)
	return root, nil
}

func (f *fake) Now() moment.Instant { return f.now }

// paper prints a pack and reads it back by another program, sheet by sheet.
func (f *fake) paper(name string, o continuity.Options) (pack continuity.Pack, sheets []string) {
	f.t.Helper()
	o.Service = "Invented clinic"
	pack, err := continuity.Make(f.t.Context(), f, o)
	if err != nil {
		f.t.Fatal(err)
	}
	var b, again bytes.Buffer
	if err := pack.WritePDF(&b); err != nil {
		f.t.Fatal(err)
	}
	if err := pack.WritePDF(&again); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		f.t.Errorf("the same pack gives other bytes (%v)", err)
	}
	dir := f.t.TempDir()
	if to := os.Getenv("STEADY_PAPER"); to != "" {
		dir = to
	}
	file := filepath.Join(dir, name+".pdf")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		f.t.Fatal(err)
	}
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("STEADY_REQUIRE_ALL") != "" {
			f.t.Fatal("pdftotext is needed (Debian: poppler-utils)")
		}
		f.t.Skip("no pdftotext here (Debian: poppler-utils)")
	}
	out, err := exec.Command(program, "-layout", file, "-").Output()
	if err != nil {
		f.t.Fatal(err)
	}
	return pack, strings.Split(strings.TrimRight(string(out), "\f"), "\f")
}

func says(t *testing.T, text string, words ...string) {
	t.Helper()
	text = strings.Join(strings.Fields(text), " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("the paper does not say %q", w)
		}
	}
}

// TestPaperHoldsWhatANurseNeeds: who comes, what is prescribed, ceilings, holds,
// what is limited; sheets to write on; no amount that may be given later.
func TestPaperHoldsWhatANurseNeeds(t *testing.T) {
	f := newFake(t, 9)
	pack, sheets := f.paper("nine", continuity.Options{Visits: 2, Contacts: []string{"Prescriber on call: 01632 960001"}})
	all := strings.Join(sheets, "\n")
	says(t, all, "Invented A00", "14 May 1960", "180 mg i.v.", "at most 200 mg at once", "Allergies: penicillin",
		"ON HOLD: no dose", "was in hospital", "No order is in force", "ON HOLD, see facts", "No dose on record",
		"Today, Monday 2 March 2026: Morning", "Tomorrow, Tuesday 3 March 2026: Afternoon", "Visit sheet",
		"Readings before", "checked by", "sheet 2 of 2", "EMERGENCY", "Naloxone, as this service's signed policy says",
		"01632 960001", "Before every dose on paper", "Record the outage", "Destroy it when a newer one is printed",
		"unused by the end of Wednesday 4 March 2026")
	if !strings.Contains(pack.Position, "As at Mon 2 Mar 2026, 09:12 GMT: clinical log") {
		t.Errorf("position: %s", pack.Position)
	}
	for i, s := range sheets {
		says(t, s, "As at Mon 2 Mar 2026, 09:12 GMT", "head", "sheet ")
		if !strings.Contains(s, "Holds names") {
			t.Errorf("sheet %d does not say how it is kept", i)
		}
	}
	for _, word := range []string{"may be given", "GIVE "} {
		for _, p := range pack.Facts[1:3] {
			for _, b := range p.Blocks {
				for _, r := range b.Rows {
					if strings.Contains(strings.Join(r.Cells, " "), word) {
						t.Errorf("a person's line gives a permission: %v", r.Cells)
					}
				}
			}
		}
	}
}

// TestPaperRegisterSheets: each product has a sheet headed as the law asks, with
// the balance it goes on from and room for two signatures (R-REG-04, R-REG-08,
// R-REG-09; acceptance test 10).
func TestPaperRegisterSheets(t *testing.T) {
	f := newFake(t, 1)
	_, sheets := f.paper("one", continuity.Options{Visits: 1})
	found := 0
	for _, s := range sheets {
		if !strings.Contains(s, "Register sheet.") {
			continue
		}
		found++
		says(t, s, "diamorphine hydrochloride monohydrate,", "ampoule", "Opening balance", "240", "By, signed",
			"sheet 1 of 1", "register log 4 entries, head")
	}
	if found != 4 {
		t.Errorf("%d register sheets, want 4", found)
	}
}

// TestPaperOfNobodyAndOfEighty: an empty service has its blank sheets and says
// that nobody is expected; eighty people are all there.
func TestPaperOfNobodyAndOfEighty(t *testing.T) {
	none := newFake(t, 0)
	_, sheets := none.paper("nobody", continuity.Options{Visits: 1})
	says(t, strings.Join(sheets, "\n"), "where it is was not written down",
		"Nobody is expected.", "Nobody is expected today or tomorrow.",
		"Prescriber on call", "Visit sheet")
	none.do("n1", clinic.CheckNaloxone{Place: "booth", Product: "nasal_1800", Count: 2, Expiry: moment.Date(2026, 9, 30)})
	_, sheets = none.paper("naloxone", continuity.Options{Visits: 1})
	says(t, strings.Join(sheets, "\n"), "Injecting booth: 2 x nasal spray, 1.8 mg, use by 30 Sep 2026")
	f := newFake(t, 80)
	_, sheets = f.paper("eighty", continuity.Options{Visits: 1})
	all := strings.Join(sheets, "\n")
	for i := range 80 {
		if name := fmt.Sprintf("%c%02d", 'A'+i%26, i); i != 3 && strings.Count(all, name) < 5 {
			t.Errorf("%s is not in every list", name)
		}
	}
	if len(sheets) > 60 {
		t.Errorf("%d sheets for eighty people: nobody prints that every day", len(sheets))
	}
	says(t, all, "Featherstonehaugh")
}
