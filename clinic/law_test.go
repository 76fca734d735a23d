package clinic_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"steady/clinic"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
	"steady/visit"
)

// form is the one salt form of these tests.
var form = measure.Form{Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate}

var sessions = []clinic.Session{{Name: "Morning", Opens: 510, Closes: 690},
	{Name: "Afternoon", Opens: 840, Closes: 1020}}

// machine gives random commands to a small clinic and checks the laws after
// every one of them. It shares no code with what it checks.
type machine struct {
	s    *clinic.State
	now  moment.Instant
	n    int
	log  []clinic.Event
	raw  []journal.Entry
	mass map[string]measure.Mass // page -> sum of entries
	amps map[string]measure.Ampoules
	last map[person.UserID]moment.Instant
	day  map[string]measure.Mass // person and day -> given
	zone moment.Zone
	late moment.Span // how long ago the next command says that it happened
}

func text(words string) clinic.Text { return clinic.Text{Ref: "r", Digest: words} }

func newMachine(t interface{ Fatal(...any) }) *machine {
	m := &machine{s: clinic.New(), mass: map[string]measure.Mass{}, amps: map[string]measure.Ampoules{},
		last: map[person.UserID]moment.Instant{}, day: map[string]measure.Mass{}}
	z, err := moment.LoadZone("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	m.now = z.At(moment.Date(2026, 3, 26), 7, 0) // the spring clock change is three days ahead
	m.zone = z
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	m.must(t, clinic.OpenPremises{Premises: "law", Zone: "Europe/London", Booths: 2, Sessions: sessions})
	m.must(t, clinic.InstallPack{Document: pack.Document()})
	for _, id := range []person.StaffID{"n1", "n2", "d1", "d2"} {
		role := map[byte]person.Role{'n': person.Nurse, 'd': person.Prescriber}[id[0]]
		m.must(t, clinic.AddStaff{Staff: id, Roles: []person.Role{role}, Name: text("n")})
	}
	day := moment.Date(2026, 3, 26)
	m.must(t, clinic.GrantLicence{Doctor: "d1", Substance: measure.Diamorphine, Number: "L", From: day - 1, To: day + 99})
	for i := range 3 {
		id := person.UserID(fmt.Sprintf("u%d", i))
		already := text("already")
		m.must(t, clinic.AdmitPerson{Person: id, Name: text("n"), Times: []int{540, 870}, Already: &already})
		m.must(t, clinic.Prescribe{Person: id, Prescription: clinic.Prescription{Form: form, Route: protocol.IV,
			Doses: []measure.Mass{60_000, 90_000}, CapSingle: 100_000, CapDay: 200_000, Increment: 5000, Pack: "ch-iv",
			Started: day, From: day, Review: day + 30, Ends: day + 60}})
	}
	for _, mg := range []measure.Mass{100, 30, 10, 5} {
		m.must(t, clinic.ReceiveStock{Product: register.Product{Form: form, Content: mg * measure.Milligram,
			Presentation: "ampoule"}, Batch: "B", Expiry: day + 20, Ampoules: 40, From: text("s")})
	}
	return m
}

func (m *machine) must(t interface{ Fatal(...any) }, b clinic.Body) {
	if no := m.give(t, b, "", "n1"); no != nil {
		t.Fatal(b.CommandKind(), no)
	}
}

// actor chooses somebody who may: prescribers prescribe.
func actor(b clinic.Body) person.StaffID {
	switch b.(type) {
	case clinic.Prescribe, clinic.AnswerReferral, clinic.LiftHold:
		return "d1"
	}
	return "n1"
}

// second is who confirms: another prescriber for a prescription.
func second(b clinic.Body) string {
	if _, ok := b.(clinic.Prescribe); ok {
		return "d2"
	}
	return "n2"
}

func (m *machine) give(t interface{ Fatal(...any) }, b clinic.Body, by, _ person.StaffID) *clinic.Refusal {
	m.n++
	if by == "" {
		by = actor(b)
	}
	c := clinic.Command{ID: fmt.Sprintf("c%d", m.n), By: by, Body: b}
	if m.s.Premises != "" && m.s.Staff["n2"] != nil {
		c.Witness = &clinic.Confirmation{By: second(b), Method: "pin", Digest: clinic.Digest(clinic.WitnessText(m.s, c))}
	}
	if m.late > 0 {
		c.Happened = m.now.Add(-m.late)
	}
	before, _ := m.s.Snapshot()
	events, no := clinic.Decide(m.s, c, m.now)
	after, _ := m.s.Snapshot()
	if string(before) != string(after) {
		t.Fatal("Decide changed the state:", b.CommandKind())
	}
	if no != nil {
		if no.Code == "" || no.Rule == "" || no.Sentence == "" {
			t.Fatal("a refusal without code, rule or sentence:", b.CommandKind())
		}
		return no
	}
	for _, e := range events {
		m.keep(t, e)
	}
	m.check(t)
	if wrong := clinic.NotAtHand(m.s); len(wrong) > 0 {
		t.Fatal("a syringe or a booth is not at hand as it is:", wrong)
	}
	return nil
}

func (m *machine) keep(t interface{ Fatal(...any) }, e clinic.Event) {
	seq := m.s.Clinical
	if clinic.LogOf(e.Body) == journal.Register {
		seq = m.s.Register
	}
	entry, err := clinic.Encode("law", e, seq)
	if err != nil {
		t.Fatal(err)
	}
	m.raw = append(m.raw, entry)
	m.log = append(m.log, e)
	m.handed(t, e)
	m.s.Apply(e)
	if l, ok := e.Body.(interface{ RegisterLine() register.Line }); ok {
		m.mass[l.RegisterLine().Page] += l.RegisterLine().Mass
		m.amps[l.RegisterLine().Page] += l.RegisterLine().Ampoules
	}
	if in, ok := e.Body.(*clinic.Injected); ok && in.Given > 0 {
		m.injected(t, in, e.Happened)
	}
}

// injected: no dose outside its pack and prescription, predicted here from the
// published text alone (P-TITR-01..05, caps, gap of 30 minutes).
func (m *machine) injected(t interface{ Fatal(...any) }, in *clinic.Injected, at moment.Instant) {
	v := m.s.Visits[in.Visit]
	key := string(v.Person) + m.zone.Day(at).String()
	if last, ok := m.last[v.Person]; ok {
		if at.Since(last) < 30*moment.Minute {
			t.Fatal("a dose within 30 minutes of the last one", v.Person)
		}
	} else if in.Given > 15*measure.Milligram {
		t.Fatal("a first dose above 15 mg", in.Given)
	}
	m.day[key] += in.Given
	if in.Given > 100*measure.Milligram || m.day[key] > 200*measure.Milligram {
		t.Fatal("above a ceiling of the prescription", in.Given, m.day[key])
	}
	m.last[v.Person] = at
}

// handed: what is true before a syringe reaches somebody's hands, read from the
// state alone: two people made it, no hold and no other syringe of this person
// stand against it, the prescription in force covers it, and the ampoules are
// out of the register.
func (m *machine) handed(t interface{ Fatal(...any) }, e clinic.Event) {
	h, ok := e.Body.(*clinic.HandedOver)
	if !ok {
		return
	}
	v := m.s.Visits[h.Visit]
	p := m.s.People[v.Person]
	drawn := measure.Mass(0)
	for _, s := range m.s.Accounts.Sheets {
		drawn += s.Drawn[v.ID]
	}
	switch y := v.Syringe; {
	case y == nil || v.CheckedBy == "" || v.CheckedBy == v.PreparedBy:
		t.Fatal("handed over without two people", v.PreparedBy, v.CheckedBy)
	case len(p.Holds) > 0:
		t.Fatal("handed over on hold")
	case y.Dose.Form != p.Rx.Form || y.Dose.Mass > max(p.Rx.Doses[0], p.Rx.Doses[1]) || y.Dose.Mass > p.Rx.CapSingle:
		t.Fatal("handed over", y.Dose.Mass, "prescribed", p.Rx.Doses)
	case drawn != y.Dose.Mass:
		t.Fatal("in the syringe", y.Dose.Mass, "drawn and not settled", drawn)
	}
	for _, o := range m.s.Visits {
		if o != v && o.Person == v.Person && o.Syringe != nil {
			t.Fatal("two syringes of one person")
		}
	}
}

// check: mass is conserved and every balance is the sum of its entries.
func (m *machine) check(t interface{ Fatal(...any) }) {
	for id, s := range m.s.Accounts.Sheets {
		if s.Mass != m.mass[id] || s.Ampoules != m.amps[id] {
			t.Fatal("balance is not the sum of the entries on", id)
		}
		drawn := measure.Mass(0)
		for _, d := range s.Drawn {
			drawn += d
		}
		if s.Product.Content*measure.Mass(s.Ampoules)+drawn != s.Mass {
			t.Fatal("mass is not conserved on", id)
		}
		lots := measure.Ampoules(0)
		for _, l := range s.Lots {
			lots += l.Count
		}
		if lots != s.Ampoules {
			t.Fatal("batches do not add up on", id)
		}
	}
}

// replay: the bytes alone give the state back.
func (m *machine) replay(t interface{ Fatal(...any) }) {
	fresh := clinic.New()
	for _, entry := range m.raw {
		raw, err := entry.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		back, err := journal.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		e, err := clinic.Decode(back)
		if err != nil {
			t.Fatal(err)
		}
		fresh.Apply(e)
	}
	a, _ := m.s.Snapshot()
	b, _ := fresh.Snapshot()
	if string(a) != string(b) {
		t.Fatal("replay differs from the state:\n" + string(a) + "\n" + string(b))
	}
	restored, err := clinic.Restore(a)
	if err != nil {
		t.Fatal(err)
	}
	if wrong := clinic.NotAtHand(restored); len(wrong) > 0 {
		t.Fatal("after a snapshot a syringe or a booth is not at hand as it is:", wrong)
	}
	if c, _ := restored.Snapshot(); string(c) != string(a) {
		t.Fatal("a snapshot does not come back as it was:\n" + string(a) + "\n" + string(c))
	}
}

func milli(t *rapid.T, name string, lo, hi int) *measure.Milli {
	if rapid.IntRange(0, 12).Draw(t, name+" measured") == 0 {
		return nil
	}
	m := measure.Milli(rapid.IntRange(lo, hi).Draw(t, name) * 1000)
	return &m
}

func readings(t *rapid.T) protocol.Assessment {
	usual := rapid.IntRange(0, 3).Draw(t, "usual") > 0
	a := protocol.Assessment{POSS: "1", Consciousness: "A"}
	if usual {
		rr, spo2, zero := measure.Milli(14_000), measure.Milli(98_000), measure.Milli(0)
		a.RR, a.SpO2, a.Pulse, a.Alcohol = &rr, &spo2, &rr, &zero
		pulse := measure.Milli(70_000)
		a.Pulse = &pulse
		return a
	}
	a.POSS = protocol.POSS(rapid.SampledFrom([]string{"", "S", "1", "2", "3", "4"}).Draw(t, "poss"))
	a.Consciousness = protocol.Consciousness(rapid.SampledFrom([]string{"A", "C", "V", "P", "U", ""}).Draw(t, "avpu"))
	a.RR, a.SpO2 = milli(t, "rr", 4, 30), milli(t, "spo2", 78, 100)
	a.Pulse, a.Alcohol = milli(t, "pulse", 35, 140), milli(t, "alcohol", 0, 60)
	a.Intoxicated = rapid.Bool().Draw(t, "intoxicated")
	return a
}

// pick finds a visit, most often one that is open today.
func (m *machine) pick(t *rapid.T) *clinic.Visit {
	var open []*clinic.Visit
	for _, v := range m.s.VisitsInOrder() {
		if v.Stage != visit.Ended || rapid.IntRange(0, 30).Draw(t, "ended") == 0 {
			open = append(open, v)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return rapid.SampledFrom(open).Draw(t, "visit")
}

// likely is the command that would usually come next.
func (m *machine) likely(t *rapid.T, v *clinic.Visit) clinic.Body {
	switch v.Stage {
	case visit.Booked:
		return clinic.Arrive{Visit: v.ID}
	case visit.Arrived, visit.Deferred:
		return clinic.Assess{Visit: v.ID, Identity: "known", Readings: readings(t)}
	case visit.Referred:
		d := measure.Mass(rapid.IntRange(1, 120).Draw(t, "answer")) * measure.Milligram
		choices := []clinic.Choice{clinic.ChoiceGive, clinic.ChoiceReassess, clinic.ChoiceWithhold}
		c := rapid.SampledFrom(choices).Draw(t, "choice")
		return clinic.AnswerReferral{Visit: v.ID, Choice: c, Dose: &d, Reason: text("why")}
	case visit.Decided:
		dose, _ := v.Allowed()
		picks, _, volume, _ := clinic.ProposePicks(m.s, dose, form, m.s.Zone().Day(m.now))
		return clinic.Prepare{Visit: v.ID, Dose: dose, Picks: picks, Volume: volume}
	case visit.Prepared:
		return clinic.Check{Visit: v.ID, HandOver: rapid.Bool().Draw(t, "hand over")}
	case visit.Checked:
		return clinic.HandOver{Visit: v.ID, Label: string(v.Person)}
	case visit.InBooth:
		part := measure.Mass(rapid.IntRange(0, 4).Draw(t, "part"))
		return clinic.Administer{Visit: v.ID, Given: v.Syringe.Dose.Mass * part / 4, Route: protocol.IV,
			Site: "left_hand", Attempts: 1}
	case visit.Observed:
		return clinic.Leave{Visit: v.ID, Readings: readings(t)}
	case visit.Emergency:
		if v.Syringe != nil && v.BoothSince == 0 {
			return clinic.Discard{Visit: v.ID, Why: text("why")}
		}
		if v.Syringe != nil {
			return clinic.Administer{Visit: v.ID, Given: 0, Route: protocol.IV}
		}
		return clinic.EndEmergency{Visit: v.ID, Hospital: rapid.Bool().Draw(t, "hospital")}
	}
	return clinic.Withhold{Visit: v.ID, Reason: text("why")}
}

func (m *machine) unusual(t *rapid.T, v *clinic.Visit) clinic.Body {
	dose := measure.Mass(rapid.IntRange(4, 20).Draw(t, "new dose")) * 5 * measure.Milligram
	day, why := m.zone.Day(m.now), text("why")
	from := day + moment.Day(rapid.IntRange(0, 2).Draw(t, "from"))
	return rapid.SampledFrom([]clinic.Body{
		clinic.Prescribe{Person: v.Person, Reason: &why, Prescription: clinic.Prescription{Form: form, Route: protocol.IV,
			Doses: []measure.Mass{dose, dose}, CapSingle: 100_000, CapDay: 200_000, Increment: 5000, Pack: "ch-iv",
			Started: m.s.People[v.Person].Rx.Started, From: from, Review: day + 9, Ends: day + 30}},
		clinic.Book{Visit: fmt.Sprintf("extra-%d", m.n), Person: v.Person, Day: day, Due: m.now},
		clinic.Book{Visit: fmt.Sprintf("ahead-%d", m.n), Person: v.Person, Day: day + 7, Due: m.zone.At(day+7, 9, 0)},
		clinic.Assess{Visit: v.ID, Identity: "known", Readings: readings(t)},
		clinic.Withhold{Visit: v.ID, Reason: text("why")}, clinic.Decline{Visit: v.ID},
		clinic.AskPrescriber{Visit: v.ID, Question: text("why")}, clinic.StartEmergency{Visit: v.ID},
		clinic.EmergencyStep{Visit: v.ID, Act: clinic.ActNaloxone, Dose: 400, Route: "im"},
		clinic.Discard{Visit: v.ID, Why: text("why")}, clinic.Observe{Visit: v.ID, Readings: readings(t)},
		clinic.LiftHold{Person: v.Person, Reason: text("why")}, clinic.PlaceHold{Person: v.Person, Reason: text("why")},
		clinic.Check{Visit: v.ID}, clinic.Arrive{Visit: v.ID}, clinic.EndEmergency{Visit: v.ID},
		clinic.CountStock{Page: strings.Repeat("x", 3), Counted: 1, Seen: m.s.Register},
	}).Draw(t, "unusual")
}

// TestLaws: in every history mass is conserved, no dose leaves its pack, every
// balance is the sum of its entries, Decide changes nothing, and the bytes of
// the journal give the state back.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		for range rapid.IntRange(20, 160).Draw(t, "steps") {
			m.now = m.now.Add(moment.Minutes(int64(rapid.IntRange(0, 40).Draw(t, "minutes"))))
			if rapid.IntRange(0, 25).Draw(t, "tomorrow") == 0 {
				m.now = m.now.Add(20 * moment.Hour)
			}
			day := m.s.Zone().Day(m.now)
			if m.s.Planned < day {
				_ = m.give(t, clinic.PlanDay{Day: day}, "", "")
			}
			if rapid.IntRange(0, 20).Draw(t, "close") == 0 {
				_ = m.give(t, clinic.CloseSession{Day: day, Session: rapid.IntRange(0, 1).Draw(t, "session")}, "", "")
			}
			v := m.pick(t)
			if v == nil {
				continue
			}
			b := m.likely(t, v)
			if rapid.IntRange(0, 9).Draw(t, "kind") == 0 {
				b = m.unusual(t, v)
			}
			if m.late = 0; rapid.IntRange(0, 5).Draw(t, "late") == 0 {
				m.late = moment.Minutes(int64(rapid.IntRange(1, 45).Draw(t, "minutes ago")))
			}
			_ = m.give(t, b, "", "")
			m.late = 0
		}
		m.replay(t)
	})
}
