package clinic_test

import (
	"testing"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// The tests of this file are the acceptance tests of the register by number, as
// far as they are about movements. 1 is TestOneInjectionOnPaper in register, 2
// TestR_REG_06, 3 TestR_REG_05, 5 TestR_REG_19 and 9 TestAcceptance9.

// team adds who looks after the register to a desk.
func (d *desk) team() {
	for id, role := range map[person.StaffID]person.Role{"h1": person.Pharmacist, "o1": person.CDAO,
		"i1": person.Inspector, "n3": person.Nurse, "n4": person.Nurse} {
		d.does("n1", "", clinic.AddStaff{Staff: id, Roles: []person.Role{role}, Name: text("n")})
	}
}

// counts counts a page before two people.
func (d *desk) counts(page string, n measure.Ampoules, by person.StaffID, witness string) {
	d.does(by, witness, clinic.CountStock{Page: page, Counted: n, Seen: d.s.Register})
}

// toDestroy brings 5 ampoules into quarantine under an authority from today.
func (d *desk) toDestroy() (page string, items []register.Take) {
	page = pageOf(100)
	items = []register.Take{{Page: page, Batch: "B", Count: 5}}
	d.does("n1", "n2", clinic.SetAside{Take: items[0], Why: register.AsideDefective})
	day := d.zone.Day(d.now)
	d.does("o1", "", clinic.RecordExemption{Number: "T28", To: day + 90})
	d.does("o1", "", clinic.AuthoriseWitness{Ref: "w", Witness: "i1", From: day, To: day + 28, Items: items})
	d.counts(page, 40, "n1", "n2")
	return page, items
}

// TestAcceptance6_DestructionBeforeAnAuthorisedWitness: by the same person as
// the witness, by somebody of the service, or 29 days after the authority:
// refused (R-REG-25, R-REG-26). On its 28th day, before who is named: taken.
func TestAcceptance6_DestructionBeforeAnAuthorisedWitness(t *testing.T) {
	d := atDesk(t)
	d.team()
	page, items := d.toDestroy()
	b := clinic.DestroyStock{Authority: "w", Items: items, Kits: true, Text: text("in a kit")}
	d.refused("same_person", "n1", "n1", b)
	d.refused("witness_not_authorised", "n1", "n2", b)
	d.refused("witness_missing", "n1", "", b)
	d.now = d.now.Add(28 * 24 * moment.Hour)
	d.counts(page, 40, "n1", "n2")
	got := entries(d.does("n1", "i1", b))
	same(t, "entries", got, []string{"destroyed -500 n1 i1"})
	same(t, "balance", d.s.Accounts.Sheets[page].Ampoules, measure.Ampoules(35))

	late := atDesk(t)
	late.team()
	late.toDestroy()
	late.now = late.now.Add(29 * 24 * moment.Hour)
	late.counts(page, 40, "n1", "n2")
	late.refused("authority_ended", "n1", "i1", b)
}

// TestAcceptance7_ADifferenceAndItsEnd: counted seven against eight expected: a
// case opens, destruction is barred, a dose is given, and after 24 hours it is
// the accountable officer's (R-REG-34, R-REG-35).
func TestAcceptance7_ADifferenceAndItsEnd(t *testing.T) {
	d := atDesk(t)
	d.team()
	page, items := d.toDestroy()
	d.counts(page, 39, "n1", "n2")
	d.refused("destruction_barred", "n1", "i1", clinic.DestroyStock{Authority: "w", Items: items, Kits: true,
		Text: text("in a kit")})
	v := d.prepared("u0")
	d.does("n1", "n2", clinic.Check{Visit: v, HandOver: true})
	d.does("n1", "", given(v, 15))
	mine := func(at moment.Instant) (officer bool) {
		for _, x := range d.s.StockTasks(at) {
			officer = officer || x.Kind == clinic.StockDiffers && x.For == person.CDAO && x.Late
		}
		return officer
	}
	same(t, "the officer's a second before a day has passed", mine(d.now.Add(24*moment.Hour-moment.Second)), false)
	same(t, "the officer's after a day", mine(d.now.Add(24*moment.Hour)), true)
	fix := clinic.CloseDiscrepancy{Page: page, Cause: register.CauseBreakage, Text: text("found in the bin"),
		Adjust: []register.Adjustment{{Batch: "B", Count: -1}}}
	d.refused("officer_only", "n1", "", fix)
	d.refused("recount_missing", "o1", "", fix)
	d.counts(page, 38, "n3", "n4") // two others, after the dose
	got := entries(d.does("o1", "", fix))
	same(t, "entries", got, []string{"settled -100 o1 "})
	same(t, "open", d.s.Accounts.Sheets[page].Open == nil && len(d.s.Stock.Cases) == 0, true)
}

// TestAcceptance11_TwoPremisesTwoChains: a transfer shows in both registers under
// the same id and nets to zero; until the second half is written it is on its
// way (R-REG-08).
func TestAcceptance11_TwoPremisesTwoChains(t *testing.T) {
	south, north := atDesk(t), atDesk(t)
	page := pageOf(100)
	out := south.does("n1", "n2", clinic.SendStock{Transfer: "t1", To: "north",
		Take: register.Take{Page: page, Batch: "B", Count: 7}})[0].Body.(*register.Sent)
	on := register.Gaps(&south.s.Accounts, &north.s.Accounts)
	same(t, "on its way", on, []register.Gap{{Transfer: "t1", Page: page, Batch: "B", Sent: 7}})
	in := north.does("n1", "n2", clinic.BringStock{Transfer: "t1", From: "south", Product: out.Product, Batch: out.Batch,
		Expiry: out.Expiry, Announced: 7, Ampoules: 7})[0].Body.(*register.Brought)
	same(t, "one id", in.Transfer, out.Transfer)
	same(t, "nets to zero", in.Ampoules+out.Ampoules, measure.Ampoules(0))
	same(t, "in mass too", in.Mass+out.Mass, measure.Mass(0))
	same(t, "nothing on its way", len(register.Gaps(&south.s.Accounts, &north.s.Accounts)), 0)
	same(t, "one chain", south.s.Accounts.Sheets[page].Ampoules, measure.Ampoules(33))
	same(t, "and the other", north.s.Accounts.Sheets[page].Ampoules, measure.Ampoules(47))
	short := south.does("n1", "n2", clinic.SendStock{Transfer: "t2", To: "north",
		Take: register.Take{Page: page, Batch: "B", Count: 2}})[0].Body.(*register.Sent)
	north.does("n1", "n2", clinic.BringStock{Transfer: "t2", From: "south", Product: out.Product, Batch: out.Batch,
		Expiry: short.Expiry, Announced: 2, Ampoules: 1})
	same(t, "one is missing, and what came is in quarantine", []any{
		register.Gaps(&south.s.Accounts, &north.s.Accounts),
		north.s.Accounts.Sheets[page].InStore(register.Quarantine)},
		[]any{[]register.Gap{{Transfer: "t2", Page: page, Batch: "B", Sent: 2, Brought: 1}}, measure.Ampoules(1)})
}

// TestAcceptance12_ReturnedMedicineIsNoStock: three tablets of 10 mg: not in the
// balance and not in the register; in the record of returns; destroyed before a
// plain second person (R-REG-31).
func TestAcceptance12_ReturnedMedicineIsNoStock(t *testing.T) {
	d := atDesk(t)
	size := d.s.Register
	d.does("n1", "n2", clinic.TakeBack{Record: "r", Person: "u0", Substance: measure.Morphine,
		Strength: 10 * measure.Milligram, Presentation: "tablet", Units: 3})
	same(t, "entries of the register", d.s.Register, size)
	same(t, "in the record of returns", d.s.Stock.Returned["r"].Units, 3)
	d.refused("same_person", "n1", "n1", clinic.DestroyReturned{Record: "r", Text: text("in a kit")})
	d.does("n1", "n2", clinic.DestroyReturned{Record: "r", Text: text("in a kit")})
	same(t, "gone", []any{len(d.s.Stock.Returned), d.s.Register}, []any{0, size})
}
