// Package demo makes the invented clinic of `steady demo`: its past is made by
// driving the real rules with simulated people, so every screen shows
// something true to its rules. Nobody in it exists, and every rate below is
// invented for the demonstration; none is a finding.
package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"steady/clinic"
	"steady/internal/app"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
)

// Options shape the invented clinic.
type Options struct {
	Premises string
	Days     int            // of past
	Seed     uint64         // same seed, same past
	Now      moment.Instant // the past ends here, in the middle of a session
	Zone     string
	Packs    map[string][]byte // documents to install; "ch-iv" must be among them
}

// Staff ids of the invented clinic.
const (
	NurseA     person.StaffID = "s-amara"
	NurseB     person.StaffID = "s-bryn"
	NurseC     person.StaffID = "s-chloe"
	NurseD     person.StaffID = "s-dev"
	DoctorA    person.StaffID = "s-dr-okafor"
	DoctorB    person.StaffID = "s-dr-lind"
	Pharmacist person.StaffID = "s-pat"
)

type colleague struct {
	id    person.StaffID
	name  string
	roles []person.Role
}

var team = []colleague{
	{NurseA, "Amara (nurse)", []person.Role{person.Nurse}},
	{NurseB, "Bryn (nurse)", []person.Role{person.Nurse}},
	{NurseC, "Chloe (nurse)", []person.Role{person.Nurse}},
	{NurseD, "Dev (nurse, manager)", []person.Role{person.Nurse, person.Manager}},
	{DoctorA, "Dr Okafor", []person.Role{person.Prescriber}},
	{DoctorB, "Dr Lind", []person.Role{person.Prescriber}},
	{Pharmacist, "Pat (pharmacist)", []person.Role{person.Pharmacist}},
	{"s-noor", "Noor (accountable officer)", []person.Role{person.CDAO}},
	{"s-rowan", "Rowan (recovery worker)", []person.Role{person.RecoveryWorker}},
	{"s-iris", "Iris (inspector)", []person.Role{person.Inspector}},
	{"s-alex", "Alex (set-up)", []person.Role{person.Admin}},
	{ResearcherA, "Mara (researcher)", []person.Role{person.Researcher}},
	{ResearcherB, "Tom (researcher)", []person.Role{person.Researcher}},
}

// Team lists the invented staff with their shown names, for the sign-in keys.
func Team() map[person.StaffID]string {
	out := map[person.StaffID]string{}
	for _, c := range team {
		out[c.id] = c.name
	}
	return out
}

// guest is an invented service user and how they tend to be.
type guest struct {
	id      person.UserID
	name    string
	born    string
	target  measure.Mass // dose the prescriber is heading for
	joins   int          // day of the past on which they start
	absent  float64      // chance of not coming to a session
	drink   float64      // chance of alcohol on the breath
	allergy string
}

var guests = []guest{
	{"u-01", "Jo", "1979-04-11", 180, 0, .03, .01, ""},
	{"u-02", "Sam", "1984-09-02", 220, 0, .05, .02, ""},
	{"u-03", "Kit", "1972-01-23", 150, 0, .02, .00, "penicillin"},
	{"u-04", "Ash", "1988-06-30", 240, 1, .06, .03, ""},
	{"u-05", "Robin", "1976-11-17", 120, 2, .04, .00, ""},
	{"u-06", "Max", "1981-03-05", 200, 3, .05, .02, ""},
	{"u-07", "Lee", "1990-12-12", 160, 5, .04, .01, ""},
	{"u-08", "Charlie", "1969-08-19", 100, 8, .02, .00, "latex"},
	{"u-09", "Frankie", "1986-05-27", 260, 10, .07, .03, ""},
	{"u-10", "Morgan", "1983-10-08", 140, 15, .04, .01, ""},
	{"u-11", "Alexis", "1978-02-14", 190, 20, .03, .01, ""},
	{"u-12", "Jamie", "1992-07-21", 170, 30, .06, .02, ""},
	{"u-13", "Drew", "1974-04-03", 210, 45, .04, .01, ""},
	{"u-14", "Nicky", "1987-09-16", 130, 60, .05, .02, "plasters"},
	{"u-15", "Toni", "1980-01-09", 90, 84, .03, .00, ""},
}

// Sessions of the invented clinic: two a day, seven days.
var Sessions = []clinic.Session{
	{Name: "Morning", Opens: 8*60 + 30, Closes: 11*60 + 30},
	{Name: "Afternoon", Opens: 14 * 60, Closes: 17 * 60},
}

// Make fills an empty house with the invented clinic and its past.
func Make(ctx context.Context, h *app.House, o Options) error {
	zone, err := moment.LoadZone(o.Zone)
	if err != nil {
		return err
	}
	return h.Bulk(ctx, func(do app.Do) error {
		m := &maker{h: h, do: do, o: o, zone: zone, dice: rand.New(rand.NewPCG(o.Seed, 0x57EAD7))}
		return m.past()
	})
}

type maker struct {
	h    *app.House
	do   app.Do
	o    Options
	zone moment.Zone
	dice *rand.Rand
	n    int
	err  error
}

// send gives one command; witness "" means that nobody confirms.
func (m *maker) send(at moment.Instant, by, witness person.StaffID,
	build func(r *app.Request) clinic.Body) (app.Result, error) {
	m.n++
	r := app.Request{Command: clinic.Command{ID: fmt.Sprintf("demo-%d-%d", m.o.Seed, m.n), By: by}}
	r.Command.Body = build(&r)
	if witness != "" {
		// The house's lock is ours inside Bulk: State is read directly.
		text := clinic.WitnessText(m.h.BulkState(), r.Command)
		r.Command.Witness = &clinic.Confirmation{By: string(witness), Method: "demo", Digest: clinic.Digest(text)}
	}
	return m.do(r, at)
}

func (m *maker) must(at moment.Instant, by, witness person.StaffID, build func(r *app.Request) clinic.Body) {
	if m.err != nil {
		return
	}
	if _, err := m.send(at, by, witness, build); err != nil {
		m.err = fmt.Errorf("invented clinic, %s: %w", m.zone.In(at).Format("2006-01-02 15:04"), err)
	}
}

func plain(b clinic.Body) func(*app.Request) clinic.Body {
	return func(*app.Request) clinic.Body { return b }
}

func (m *maker) past() error {
	last := m.zone.Day(m.o.Now)
	first := last - moment.Day(m.o.Days)
	m.setUp(m.zone.At(first, 7, 0), first, last)
	m.codes(m.zone.At(first, 7, 48))
	for d := first; d <= last && m.err == nil; d++ {
		m.day(d, int(d-first))
	}
	m.inspected(m.o.Now)
	m.ill()
	m.holidays(m.o.Now, last)
	m.promises(m.o.Now)
	m.says(m.o.Now)
	m.service(m.o.Now, first)
	return m.err
}

func (m *maker) setUp(at moment.Instant, first, last moment.Day) {
	m.must(at, clinic.System, "", plain(clinic.OpenPremises{Premises: m.o.Premises, Zone: m.o.Zone, Booths: 4,
		Sessions: Sessions, Invented: true}))
	for _, c := range team {
		m.must(at, clinic.System, "", func(r *app.Request) clinic.Body {
			return clinic.AddStaff{Staff: c.id, Roles: c.roles, Name: r.Keep(string(c.id), "staff_name", c.name)}
		})
	}
	for _, id := range []string{"ch-iv", "uk-draft"} {
		if doc := m.o.Packs[id]; doc != nil {
			m.must(at, clinic.System, "", plain(clinic.InstallPack{Document: doc}))
		}
	}
	law, err := register.FindJurisdiction("gb-eng")
	if err != nil {
		m.err = err
		return
	}
	m.must(at, clinic.System, "", plain(clinic.InstallJurisdiction{Document: law.Document()}))
	digest := sha256.Sum256([]byte("An invented procedure: two people, one register."))
	m.must(at, "s-noor", "", plain(clinic.AdoptProcedure{Name: "Controlled drugs procedure", Version: "3",
		From: first - 60, Digest: hex.EncodeToString(digest[:])}))
	for i, doc := range []person.StaffID{DoctorA, DoctorB} {
		m.must(at, "s-alex", "", plain(clinic.GrantLicence{Doctor: doc, Substance: measure.Diamorphine,
			Number: fmt.Sprintf("INVENTED-%d", i+1), From: first - 30, To: last + 365, Acts: person.Acts()}))
	}
	m.must(at, "s-alex", "", plain(clinic.GrantLicence{Doctor: DoctorB, Substance: measure.Hydromorphone,
		Number: "INVENTED-3", From: first - 30, To: last + 20, Acts: []person.Act{person.Prescribes}}))
	for i, product := range []clinic.Naloxone{"nasal_1800", "prefilled_im"} {
		m.must(at.Add(moment.Minutes(int64(20+i))), NurseD, "", plain(clinic.CheckNaloxone{Place: clinic.Places[i].Code,
			Product: product, Count: 2, Expiry: last + 26}))
	}
	for _, content := range slices.Sorted(maps.Keys(ProductCodes)) {
		m.must(at.Add(moment.Minutes(25)), Pharmacist, NurseD, plain(clinic.EnterProductCode{GTIN: ProductCodes[content],
			Product: ampoule(content), Ampoules: 10}))
	}
	m.access(at.Add(moment.Minutes(28)), first)
	m.receive(at.Add(moment.Minutes(30)), 100*measure.Milligram, 300)
	m.receive(at.Add(moment.Minutes(35)), 30*measure.Milligram, 200)
	m.receive(at.Add(moment.Minutes(40)), 10*measure.Milligram, 200)
	m.receive(at.Add(moment.Minutes(45)), 5*measure.Milligram, 100)
	m.ownWords(at.Add(moment.Minutes(50)))
	m.asks(at.Add(moment.Minutes(55)))
}

// Form is the salt form the invented clinic prescribes and stocks: the one the
// Swiss intravenous text is written in (P-UNIT-01).
var Form = measure.Form{Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate}

// ProductCodes are the invented catalogue: by content of one ampoule, the GTIN of
// a pack of ten. They begin with digits that GS1 keeps for use inside one company.
var ProductCodes = map[measure.Mass]string{100 * measure.Milligram: "02001234500012",
	30 * measure.Milligram: "02001234500029", 10 * measure.Milligram: "02001234500036",
	5 * measure.Milligram: "02001234500043"}

func ampoule(content measure.Mass) register.Product {
	return register.Product{Form: Form, Content: content, Presentation: "ampoule"}
}

func (m *maker) receive(at moment.Instant, content measure.Mass, n measure.Ampoules) {
	day := m.zone.Day(at)
	m.must(at, Pharmacist, NurseD, func(r *app.Request) clinic.Body {
		return clinic.ReceiveStock{Product: ampoule(content),
			Batch: fmt.Sprintf("INV%s-%s", content.Milligrams(), day), Expiry: day - day%30 + 720, Ampoules: n,
			From:     r.Keep("register", "supplier", "Invented Pharma Ltd, 1 Nowhere Road"),
			Delivery: r.KeepIf("register", "delivery", fmt.Sprintf("Invented delivery note %s", day))}
	})
}

func (m *maker) admit(at moment.Instant, i int) {
	g := guests[i]
	times := []int{Sessions[0].Opens + 10 + (i*10)%150, Sessions[1].Opens + 10 + (i*10)%150}
	m.must(at, NurseD, "", func(r *app.Request) clinic.Body {
		home := fmt.Sprintf("%d Nowhere Road, Exampleton", 3+2*i)
		if i%5 == 4 {
			home = "no fixed abode"
		}
		b := clinic.AdmitPerson{Person: g.id, Name: r.Keep(string(g.id), "chosen_name", g.name), Times: times,
			Address: r.KeepIf(string(g.id), "address", home),
			Born:    r.KeepIf(string(g.id), "born", g.born), Allergies: r.KeepIf(string(g.id), "allergies", g.allergy)}
		return b
	})
	m.national(at.Add(moment.Minutes(1)), g)
	day, dose := m.zone.Day(at), g.target*measure.Milligram
	m.must(at.Add(moment.Minutes(2)), DoctorA, "", plain(clinic.Prescribe{Person: g.id, Prescription: clinic.Prescription{
		Form: Form, Route: protocol.IV, Doses: []measure.Mass{dose, dose}, CapSingle: dose + 40*measure.Milligram,
		CapDay: 2*dose + 80*measure.Milligram, Increment: 5 * measure.Milligram, Pack: "ch-iv", Started: day, From: day,
		Review: day + 90, Ends: day + 180, Oral: beside(g), Plan: ladder(g, day)}}))
}

// renewed is after how many days the next prescription is written, before the
// one that runs ends.
const renewed = 160

// renew writes on what is prescribed.
func (t *today) renew(at moment.Instant, g guest) {
	p := t.h.BulkState().People[g.id]
	if p == nil || p.Rx == nil || p.Rx.Ends < t.day {
		return
	}
	rx := *p.Rx
	rx.From, rx.Review, rx.Ends, rx.Plan = t.day, t.day+90, t.day+180, nil
	t.must(at, DoctorA, "", func(r *app.Request) clinic.Body {
		why := r.Keep(string(g.id), "reason", "Invented: written on after a talk, nothing is to change.")
		return clinic.Prescribe{Person: g.id, Prescription: rx, Reason: &why}
	})
}

// beside is an invented oral co-prescription: nobody is meant to copy a figure.
func beside(g guest) []clinic.Oral {
	oral := func(d clinic.OralDrug, mg measure.Mass) []clinic.Oral {
		return []clinic.Oral{{Drug: d, Dose: mg * measure.Milligram, Supply: clinic.SupplyInstalments,
			Parts:  &register.Instalments{Count: 14, Every: 1, Wording: []string{"HO1", "HO3", "HO4"}},
			Screen: clinic.Screen{Asked: true, QTc: 420}}}
	}
	switch g.id {
	case "u-08", "u-10":
		return oral(clinic.OralMethadone, 30)
	case "u-05":
		return oral(clinic.OralMorphine, 200)
	}
	return nil
}

// ladder is an invented titration plan, within what the pack allows.
func ladder(g guest, day moment.Day) (out []clinic.PlanStep) {
	if g.id != "u-15" {
		return nil
	}
	for i, mg := range [][2]measure.Mass{{15, 20}, {30, 40}, {60, 80}} {
		out = append(out, clinic.PlanStep{Day: day + moment.Day(i),
			Doses: []measure.Mass{mg[0] * measure.Milligram, mg[1] * measure.Milligram}})
	}
	return out
}

// inspected: the accountable officer lets the invented inspector in for a week.
func (m *maker) inspected(now moment.Instant) {
	m.must(now, "s-noor", "", func(r *app.Request) clinic.Body {
		return clinic.OpenInspection{Inspection: "inspection-1", Staff: "s-iris", From: now,
			To:        now.Add(7 * 24 * moment.Hour),
			Authority: r.Keep("s-iris", "authority", "Invented regulator of care, invented card seen")}
	})
}
