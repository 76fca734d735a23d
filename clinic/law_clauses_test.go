package clinic_test

import (
	"reflect"
	"strings"
	"testing"

	"steady/clinic"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
	"steady/visit"
)

// The tests of this file are named after clauses: R-REG-nn are the requirements
// of the register (Misuse of Drugs Regulations 2001 regs 14, 19 and 20, the
// licence regulations SI 1997/1001 reg 3, and good practice marked as such there).

// desk is a small clinic at which a test gives single commands.
type desk struct {
	*machine
	t *testing.T
}

func atDesk(t *testing.T) *desk {
	d := &desk{newMachine(t), t}
	d.now = d.zone.At(d.zone.Day(d.now), 9, 0)
	d.must(t, clinic.PlanDay{Day: d.zone.Day(d.now)})
	return d
}

// try gives one command as somebody, with a second person or "" for none, and
// answers what it said.
func (d *desk) try(by person.StaffID, witness string, b clinic.Body) ([]clinic.Event, string) {
	d.t.Helper()
	return d.send(clinic.Command{By: by, Body: b}, witness)
}

func (d *desk) send(c clinic.Command, witness string) ([]clinic.Event, string) {
	d.t.Helper()
	d.n++
	c.ID = "desk-" + strings.Repeat("x", d.n)
	if witness != "" {
		c.Witness = &clinic.Confirmation{By: witness, Method: "pin", Digest: clinic.Digest(clinic.WitnessText(d.s, c))}
	}
	events, no := clinic.Decide(d.s, c, d.now)
	if no != nil {
		return nil, no.Code
	}
	for _, e := range events {
		d.keep(d.t, e)
	}
	d.check(d.t)
	return events, ""
}

// does expects that a command is taken.
func (d *desk) does(by person.StaffID, witness string, b clinic.Body) []clinic.Event {
	d.t.Helper()
	events, code := d.try(by, witness, b)
	if code != "" {
		d.t.Fatalf("%s: refused %s", b.CommandKind(), code)
	}
	return events
}

// refused expects a refusal.
func (d *desk) refused(code string, by person.StaffID, witness string, b clinic.Body) {
	d.t.Helper()
	if _, got := d.try(by, witness, b); got != code {
		d.t.Errorf("%s by %s with %q: %q, want refused %s", b.CommandKind(), by, witness, got, code)
	}
}

func well() protocol.Assessment {
	rr, spo2, pulse, none := measure.Milli(14_000), measure.Milli(98_000), measure.Milli(70_000), measure.Milli(0)
	return protocol.Assessment{POSS: "1", Consciousness: "A", RR: &rr, SpO2: &spo2, Pulse: &pulse, Alcohol: &none}
}

func (d *desk) visitOf(p person.UserID, session int) string {
	return clinic.VisitID(p, d.zone.Day(d.now), session)
}

func pageOf(mg measure.Mass) string {
	return register.Product{Form: form, Content: mg * measure.Milligram, Presentation: "ampoule"}.Page()
}

// prepared brings a person's morning visit to a syringe from one 100 mg ampoule.
func (d *desk) prepared(p person.UserID) string {
	v := d.visitOf(p, 0)
	d.does("n1", "", clinic.Arrive{Visit: v})
	d.does("n1", "", clinic.Assess{Visit: v, Identity: "known", Readings: well()})
	d.does("n1", "", clinic.Prepare{Visit: v, Dose: 15 * measure.Milligram, Volume: measure.Millilitre,
		Picks: []register.Pick{{Page: pageOf(100), Batch: "B", Count: 1}}})
	return v
}

func given(v string, mg measure.Mass) clinic.Administer {
	return clinic.Administer{Visit: v, Given: mg * measure.Milligram, Route: protocol.IV, Site: "left_hand", Attempts: 1}
}

// entries are the register's part of some events, as log kind, change and names.
func entries(events []clinic.Event) (out []string) {
	for _, e := range events {
		if l, ok := e.Body.(interface{ RegisterLine() register.Line }); ok {
			line := l.RegisterLine()
			words := []string{e.Body.Kind(), line.Mass.Milligrams(), string(e.By), string(e.Witness)}
			out = append(out, strings.Join(words, " "))
		}
	}
	return out
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// TestR_REG_03_AdministrationIsASupply: each injection from stock is an entry
// with the authority to possess: prescriber and licence (reg 19(1)(a), (e)).
func TestR_REG_03_AdministrationIsASupply(t *testing.T) {
	d := atDesk(t)
	v := d.prepared("u0")
	d.does("n1", "n2", clinic.Check{Visit: v, HandOver: true})
	for _, e := range d.does("n1", "", given(v, 15)) {
		if a, ok := e.Body.(*register.Administered); ok {
			same(t, "to whom, by whose authority", []string{a.Person, a.Prescriber, a.Licence}, []string{"u0", "d1", "L"})
			return
		}
	}
	t.Error("no entry for the supply")
}

// TestR_REG_04_OnePageForDrugStrengthAndForm, and its heading says all three
// (reg 19(1)(b), R-REG-09 d).
func TestR_REG_04_OnePageForDrugStrengthAndForm(t *testing.T) {
	d := atDesk(t)
	same(t, "pages", d.s.Accounts.Pages(), []string{pageOf(100), pageOf(30), pageOf(10), pageOf(5)})
	for _, id := range d.s.Accounts.Pages() {
		h := d.s.Accounts.Sheets[id].Product.Heading()
		for _, word := range []string{"diamorphine", "monohydrate", " mg", "ampoule"} {
			if !strings.Contains(h, word) {
				t.Errorf("the heading %q does not say %q", h, word)
			}
		}
	}
}

// TestR_REG_05_OnTheDayOrTheNext: "on the day of the transaction, or if not
// reasonably practicable the next day" (reg 20(b)). Acceptance test 3: yesterday
// is accepted; the day before only with a reason, and both are flagged.
func TestR_REG_05_OnTheDayOrTheNext(t *testing.T) {
	d := atDesk(t)
	one, two := d.prepared("u0"), d.prepared("u1")
	d.does("n1", "n2", clinic.Check{Visit: one, HandOver: true})
	d.does("n1", "n2", clinic.Check{Visit: two, HandOver: true})
	then := d.now

	d.now = then.Add(24 * moment.Hour)
	events, code := d.send(clinic.Command{By: "n1", Happened: then, Body: given(one, 15)}, "")
	same(t, "yesterday's dose", code, "")
	late(t, events, then, d.now)

	d.now = then.Add(48 * moment.Hour)
	_, code = d.send(clinic.Command{By: "n1", Happened: then, Body: given(two, 15)}, "")
	same(t, "the dose of the day before, no reason", code, "late_needs_reason")
	why := text("the line was down")
	events, code = d.send(clinic.Command{By: "n1", Happened: then, Why: &why, Body: given(two, 15)}, "")
	same(t, "the dose of the day before, with a reason", code, "")
	late(t, events, then, d.now)

	_, code = d.send(clinic.Command{By: "n1", Happened: d.now + 1, Body: clinic.Arrive{Visit: d.visitOf("u2", 0)}}, "")
	same(t, "tomorrow's dose", code, "happened_in_future")
}

// late: both times are kept, and the entries are flagged.
func late(t *testing.T, events []clinic.Event, happened, recorded moment.Instant) {
	t.Helper()
	flagged := false
	for _, e := range events {
		_, flag := e.Body.(*clinic.RecordedLate)
		flagged = flagged || flag
		if e.Happened != happened || e.Recorded != recorded {
			t.Errorf("%s: happened %s, recorded %s", e.Body.Kind(), e.Happened, e.Recorded)
		}
	}
	if !flagged {
		t.Error("not flagged as late")
	}
}

// TestR_REG_06_NoteNeverChangesAnEntry: "no cancellation, obliteration or
// alteration"; a dated marginal note or footnote (reg 20(c)). Acceptance test 2.
func TestR_REG_06_NoteNeverChangesAnEntry(t *testing.T) {
	d := atDesk(t)
	before := *d.s.Accounts.Sheets[pageOf(100)]
	kept := len(d.raw)
	first, _ := d.raw[0].Bytes()
	events := d.does("n1", "", clinic.NoteRegister{Page: pageOf(100), Target: 0, Text: text("the supplier moved")})
	same(t, "one more entry", len(events), 1)
	note := events[0].Body.(*register.Noted)
	same(t, "points at the entry and moves nothing", []any{note.Target, note.Ampoules, note.Mass},
		[]any{int64(0), measure.Ampoules(0), measure.Mass(0)})
	after := d.s.Accounts.Sheets[pageOf(100)]
	same(t, "balances", []any{after.Ampoules, after.Mass}, []any{before.Ampoules, before.Mass})
	again, _ := d.raw[0].Bytes()
	same(t, "the bytes of what was there", string(again), string(first))
	same(t, "entries", len(d.raw), kept+1)
}

// TestR_REG_07_SolePurpose: "used for the purposes of the Regulations only"
// (reg 20(e)): what is clinical is in the other log, and nothing else is here.
func TestR_REG_07_SolePurpose(t *testing.T) {
	for _, f := range clinic.EmptyFacts() {
		registers := reflect.TypeOf(f).Elem().PkgPath() == "steady/register"
		if got := clinic.LogOf(f) == journal.Register; got != registers {
			t.Errorf("%s is written to the register: %v", f.Kind(), got)
		}
	}
}

// TestR_REG_13_AmpoulesAndMassCloseSeparately: content of an ampoule = dose
// given + declared waste. Acceptance test 1 with 15 mg out of one of 100 mg.
func TestR_REG_13_AmpoulesAndMassCloseSeparately(t *testing.T) {
	d := atDesk(t)
	v := d.prepared("u0")
	got := entries(d.does("n1", "n2", clinic.Check{Visit: v, HandOver: true}))
	got = append(got, entries(d.does("n1", "", given(v, 15)))...)
	same(t, "entries", got, []string{"drawn 0 n1 n2", "wasted -85 n1 n2", "administered -15 n1 "})
	s := d.s.Accounts.Sheets[pageOf(100)]
	same(t, "ampoules and mass", []any{s.Ampoules, s.Mass.String()}, []any{measure.Ampoules(39), "3900 mg"})
}

// TestR_REG_14_TwoPersons: author and witness are two people of the service, of
// a registered profession, and the second signs what is shown.
func TestR_REG_14_TwoPersons(t *testing.T) {
	d := atDesk(t)
	d.does("n1", "", clinic.AddStaff{Staff: "r1", Roles: []person.Role{person.RecoveryWorker}, Name: text("r")})
	v := d.prepared("u0")
	part := d.prepared("u1")
	d.does("n1", "n2", clinic.Check{Visit: part, HandOver: true})
	for _, b := range []clinic.Body{
		clinic.Check{Visit: v}, clinic.Discard{Visit: v, Why: text("broken")}, given(part, 9), given(part, 0),
		clinic.ReceiveStock{Product: d.s.Accounts.Sheets[pageOf(30)].Product, Batch: "N", Expiry: d.zone.Day(d.now) + 9,
			Ampoules: 3, From: text("s")},
		clinic.CountStock{Page: pageOf(30), Counted: 40, Seen: d.s.Register},
	} {
		d.refused("witness_missing", "n1", "", b)
		d.refused("same_person", "n1", "n1", b)
		d.refused("witness_role", "n1", "r1", b)
		d.refused("witness_role", "n1", "ghost", b)
	}
	// Who drew up may not be the checker, whoever presses.
	d.refused("same_person", "n2", "n1", clinic.Check{Visit: v})
	for _, e := range d.does("n1", "n2", clinic.Discard{Visit: v, Why: text("broken")}) {
		same(t, e.Body.Kind()+" by two", []person.StaffID{e.By, e.Witness}, []person.StaffID{"n1", "n2"})
	}
	// A second person nobody asked for is not recorded: they were not checked.
	for _, e := range d.does("n1", "ghost", clinic.Observe{Visit: part, Readings: well()}) {
		same(t, e.Body.Kind(), e.Witness, person.StaffID(""))
	}
}

// TestR_REG_19_NoDoseWithoutALicence: a doctor's licence for the drug at these
// premises is asked at prescribing, at the answer and until the hand-over
// (SI 1997/1001 reg 3). Acceptance test 5.
func TestR_REG_19_NoDoseWithoutALicence(t *testing.T) {
	d := atDesk(t)
	rx, day := *d.s.People["u0"].Rx, d.zone.Day(d.now)
	d.refused("no_licence", "d2", "", clinic.Prescribe{Person: "u0", Prescription: rx})
	d.refused("prescriber_only", "n1", "", clinic.Prescribe{Person: "u0", Prescription: rx})
	d.does("n1", "", clinic.GrantLicence{Doctor: "d2", Substance: measure.Diamorphine, Number: "L2", From: day, To: day})
	why := text("another doctor")
	d.refused("reason_missing", "d2", "", clinic.Prescribe{Person: "u0", Prescription: rx})
	d.does("d2", "", clinic.Prescribe{Person: "u0", Prescription: rx, Reason: &why})
	d.does("d2", "", clinic.Prescribe{Person: "u1", Prescription: rx, Reason: &why})

	// The last night of the licence: checked before midnight, not handed over after.
	d.now = d.zone.At(day, 23, 40)
	d.does("n1", "", clinic.Book{Visit: "night", Person: "u0", Day: day, Session: 1, Due: d.now})
	d.does("n1", "", clinic.Arrive{Visit: "night"})
	d.does("n1", "", clinic.Assess{Visit: "night", Identity: "known", Readings: well()})
	d.does("n1", "", clinic.Prepare{Visit: "night", Dose: 15 * measure.Milligram, Volume: measure.Millilitre,
		Picks: []register.Pick{{Page: pageOf(100), Batch: "B", Count: 1}}})
	d.does("n1", "n2", clinic.Check{Visit: "night"})
	d.now = d.zone.At(day+1, 0, 10)
	c := clinic.Command{ID: "late", By: "n1", Body: clinic.HandOver{Visit: "night", Label: "u0"}}
	if _, no := clinic.Decide(d.s, c, d.now); no == nil || no.Code != "on_hold" || no.Rule != "R-REG-19" {
		t.Error("handed over without a licence:", no)
	}

	// The day after: neither decided, nor answered, nor prescribed.
	d.now = d.zone.At(day+1, 9, 0)
	d.does("n1", "", clinic.PlanDay{Day: day + 1})
	v := d.visitOf("u1", 0)
	d.does("n1", "", clinic.Arrive{Visit: v})
	decided := d.does("n1", "", clinic.Assess{Visit: v, Identity: "known", Readings: well()})[2].Body.(*clinic.Decided)
	same(t, "decided", []string{string(decided.Outcome), decided.Findings[0].Rule}, []string{"INVALID_RX", "R-REG-19"})
	dose := measure.Milligram
	answer := clinic.AnswerReferral{Visit: v, Choice: clinic.ChoiceGive, Dose: &dose, Reason: text("why")}
	d.refused("on_hold", "d2", "", answer)
	d.refused("on_hold", "d1", "", answer) // another doctor's licence does not cover this prescription
	d.refused("no_licence", "d2", "", clinic.Prescribe{Person: "u1", Prescription: rx})
}

// TestR_REG_34_35_DosingIsNeverHeldForPaperwork: counted seven against eight
// expected: the difference stays open on its page, and the next person is given
// their dose from that page. The rest of acceptance test 7 is TestAcceptance7.
func TestR_REG_34_35_DosingIsNeverHeldForPaperwork(t *testing.T) {
	d := atDesk(t)
	events := d.does("n1", "n2", clinic.CountStock{Page: pageOf(100), Counted: 39, Seen: d.s.Register})
	same(t, "counted", events[0].Body.(*register.Counted).Difference, measure.Ampoules(-1))
	open := d.s.Accounts.Sheets[pageOf(100)].Open
	if open == nil || open.Difference != -1 {
		t.Fatal("the difference is not open:", open)
	}
	v := d.prepared("u0")
	d.does("n1", "n2", clinic.Check{Visit: v, HandOver: true})
	d.does("n1", "", given(v, 15))
	if d.s.Accounts.Sheets[pageOf(100)].Open == nil {
		t.Error("a dose closed the difference")
	}
	same(t, "balance by the entries, not by the count", d.s.Accounts.Sheets[pageOf(100)].Ampoules, measure.Ampoules(39))
}

// TestAcceptance9_NothingBetweenTheTwoSignatures: before the second person signs
// the register has no entry; after it, the entry has both names.
func TestAcceptance9_NothingBetweenTheTwoSignatures(t *testing.T) {
	d := atDesk(t)
	size := d.s.Register
	v := d.prepared("u0")
	same(t, "entries while one has signed", d.s.Register, size)
	got := entries(d.does("n1", "n2", clinic.Check{Visit: v}))
	same(t, "entries when both have", got, []string{"drawn 0 n1 n2", "wasted -85 n1 n2"})
}

// TestE_OD_06_AnEmergencyNeverWaits: it starts on a stale page, with a clock
// that runs behind, with nobody else there, at every stage a visit can have.
func TestE_OD_06_AnEmergencyNeverWaits(t *testing.T) {
	d := atDesk(t)
	stages := map[visit.Stage]string{visit.Booked: d.visitOf("u2", 0), visit.Prepared: d.prepared("u0")}
	v := d.prepared("u1")
	d.does("n1", "n2", clinic.Check{Visit: v, HandOver: true})
	d.does("n1", "", given(v, 15))
	stages[visit.Observed] = v
	gone := d.visitOf("u1", 1)
	d.does("n1", "", clinic.Decline{Visit: gone})
	stages[visit.Ended] = gone
	d.now -= moment.Instant(3 * moment.Hour)
	for stage, v := range stages {
		same(t, "stage", d.s.Visits[v].Stage, stage)
		_, code := d.send(clinic.Command{By: "n2", Expect: 999, Body: clinic.StartEmergency{Visit: v}}, "")
		same(t, "an emergency from "+string(stage), code, "")
		same(t, "stage", d.s.Visits[v].Stage, visit.Emergency)
		same(t, "further doses wait", len(d.s.People[d.s.Visits[v].Person].Holds) > 0, true)
	}
}
