package clinic

import (
	"fmt"
	"slices"

	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/register"
)

// authorityDays is how long an authority to witness a destruction lasts
// (R-REG-26).
const authorityDays = 28

func (d *decider) destruction(body Body) *Refusal {
	switch b := body.(type) {
	case AuthoriseWitness:
		return d.authoriseWitness(b)
	case RecordExemption:
		if b.Number == "" || b.To < d.today() {
			return refusal.New("exemption_incomplete", "R-REG-28",
				"Write the number of the waste exemption and its last day, today or later.")
		}
		d.say(&ExemptionRecorded{b})
		return nil
	case DestroyStock:
		return d.destroy(b)
	case TakeBack:
		return d.takeBack(b)
	case DestroyReturned:
		return d.destroyReturned(b)
	}
	return nil
}

// authoriseWitness names somebody from outside: who prescribes, gives, keeps or
// answers for the drugs here does not witness their destruction (R-REG-25,
// R-REG-37).
func (d *decider) authoriseWitness(b AuthoriseWitness) *Refusal {
	switch {
	case !d.s.Staff[d.c.By].Has(person.CDAO):
		return officerOnly("Only the accountable officer enters who may witness a destruction.")
	case !d.s.Independent(b.Witness):
		return refusal.New("witness_not_independent", "R-REG-25",
			"The witness comes from outside: somebody with the role of inspector and with no other role here.")
	case b.Ref == "" || d.s.Stock.Authorities[b.Ref] != nil || b.From == 0 || b.To < b.From || len(b.Items) == 0:
		return refusal.New("authority_incomplete", "R-REG-26",
			"Write the reference, the first and last day, and each batch with its number of ampoules.")
	case b.To > b.From+authorityDays:
		return refusal.New("authority_long", "R-REG-26", fmt.Sprintf(
			"An authority lasts at most %d days: its last day is %s or earlier.", authorityDays,
			words(b.From+authorityDays)))
	}
	for i, x := range b.Items {
		sh := d.s.Accounts.Sheets[x.Page]
		same := func(y register.Take) bool { return y.Page == x.Page && y.Batch == x.Batch }
		switch {
		case sh == nil:
			return refusal.New("unknown_page", "R-REG-04", "There is no such page in this register.")
		case !slices.ContainsFunc(sh.Lots, func(l register.Lot) bool { return l.Batch == x.Batch && l.Count >= x.Count }),
			x.Count <= 0, slices.ContainsFunc(b.Items[:i], same):
			return refusal.New("not_in_register", "R-REG-29", fmt.Sprintf(
				"%d ampoules of batch %s are not in the register, or stand here twice: correct the list.", x.Count, x.Batch))
		}
	}
	d.say(&WitnessAuthorised{b})
	return nil
}

// Independent reports whether somebody comes from outside: an inspector with no
// other role here, under any account (R-REG-25).
func (s *State) Independent(id person.StaffID) bool {
	for other, m := range s.Staff {
		if s.SameHuman(other, id) && !(m.Has(person.Inspector) && len(m.Roles) == 1) {
			return false
		}
	}
	return s.Staff[id] != nil
}

// PreflightLine is one line of the list before a destruction (R-REG-29): what
// must hold, and the refusal where it does not.
type PreflightLine struct {
	Text string
	No   *Refusal
}

// Left is how many ampoules of a batch an authority still covers.
func (a *Authority) Left(page, batch string) measure.Ampoules { return a.Still[lotKey(page, batch)] }

// DestroyPreflight computes the list for a destruction at an instant. A
// destruction is refused by the first line that does not hold.
func (s *State) DestroyPreflight(b DestroyStock, at moment.Instant) []PreflightLine {
	today := s.zone.Day(at)
	return []PreflightLine{
		{"No difference is open on any page", s.noneOpen()},
		{"Somebody is authorised to witness it today", s.inForce(b.Authority, today)},
		{"Every item is within the authority", s.within(b)},
		{"Every page was counted since its last movement, and agreed", s.countedFirst(b)},
		{"The waste exemption of this place is in force", s.exempt(today)},
		{"There are enough kits to denature everything", kits(b)},
	}
}

func (s *State) noneOpen() *Refusal {
	for _, id := range s.Accounts.Pages() {
		if s.Accounts.Sheets[id].Open != nil {
			return refusal.New("destruction_barred", "R-REG-35",
				"A difference is open on a page: nothing is destroyed until it is closed.")
		}
	}
	return nil
}

func (s *State) inForce(ref string, today moment.Day) *Refusal {
	a := s.Stock.Authorities[ref]
	switch {
	case a == nil:
		return refusal.New("authority_unknown", "R-REG-26",
			"No authority of this reference is open: the accountable officer enters it first.")
	case today < a.From || today > a.To:
		return refusal.New("authority_ended", "R-REG-26", fmt.Sprintf(
			"This authority holds from %s to %s: ask the accountable officer for a new one.", words(a.From), words(a.To)))
	}
	return nil
}

func (s *State) within(b DestroyStock) *Refusal {
	a := s.Stock.Authorities[b.Authority]
	for _, x := range b.Items {
		if a == nil || x.Count <= 0 || a.Left(x.Page, x.Batch) < x.Count {
			return refusal.New("not_in_authority", "R-REG-26", fmt.Sprintf(
				"%d ampoules of batch %s are not in this authority, or no more: destroy only what it lists.", x.Count, x.Batch))
		}
	}
	if len(b.Items) == 0 {
		return refusal.New("not_in_authority", "R-REG-26", "Choose what is destroyed.")
	}
	return nil
}

func (s *State) countedFirst(b DestroyStock) *Refusal {
	for _, x := range b.Items {
		sh := s.Accounts.Sheets[x.Page]
		if sh == nil || sh.Good == nil || sh.Good.Seq < sh.Last {
			return refusal.New("count_first", "R-REG-29",
				"Count the page first: its balance must agree, with no movement since, before anything is destroyed.")
		}
	}
	return nil
}

func (s *State) exempt(today moment.Day) *Refusal {
	if x := s.Stock.Exemption; x == nil || today > x.To {
		return refusal.New("exemption_ended", "R-REG-28",
			"No waste exemption is in force here, so nothing may be denatured: enter it, or have the stock collected.")
	}
	return nil
}

func kits(b DestroyStock) *Refusal {
	if !b.Kits {
		return refusal.New("kits_missing", "R-REG-29", "Confirm that there are enough kits to denature everything listed.")
	}
	return nil
}

// destroy asks the witness first, then the list.
func (d *decider) destroy(b DestroyStock) *Refusal {
	w := ""
	if d.c.Witness != nil {
		w = d.c.Witness.By
	}
	if no := register.TwoPersons(string(d.c.By), w); no != nil {
		return no
	}
	for _, x := range d.s.DestroyPreflight(b, d.at) {
		if x.No != nil {
			return x.No
		}
	}
	a := d.s.Stock.Authorities[b.Authority]
	switch {
	case person.StaffID(w) != a.Witness || !d.s.Independent(a.Witness):
		return refusal.New("witness_not_authorised", "R-REG-25",
			"This authority names another witness: only that person witnesses this destruction.")
	case b.Text.Ref == "":
		return refusal.New("reason_missing", "R-REG-27", "Write in one line how it was denatured.")
	}
	kept, no := d.sawThis(*d.c.Witness)
	if no != nil {
		return no
	}
	d.c.Witness, d.two = &kept, true
	out, no := d.s.Accounts.Destroy(b.Items, b.Authority, b.Text, d.run, *d.c.Witness)
	if no != nil {
		return no
	}
	for i := range out {
		d.say(&out[i])
	}
	d.say(&AuthorityUsed{b.Authority, b.Items})
	return nil
}

// presentations are the forms in which medicine is brought back.
var presentations = []string{"tablet", "capsule", "ampoule", "millilitre", "patch"}

// Presentations lists the forms in which medicine is brought back.
func Presentations() []string { return slices.Clone(presentations) }

// takeBack books into the record of returned medicines, which is not the
// register: what a person had is theirs, and no stock (R-REG-31).
func (d *decider) takeBack(b TakeBack) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	switch {
	case person.CheckID(b.Record) != nil || !b.Substance.Known() || b.Strength <= 0 || b.Units <= 0 || b.Units > 100_000,
		!slices.Contains(presentations, b.Presentation):
		return refusal.New("return_unclear", "R-REG-31",
			"Write what it is as printed: the drug, the strength of one, tablet or ampoule, and how many.")
	case d.s.Stock.Returned[b.Record] != nil:
		return refusal.New("return_exists", "R-REG-31", "This return is in the record already: load the page again.")
	case b.Person != "" && d.s.People[b.Person] == nil:
		return unknownPerson()
	}
	d.say(&TakenBack{b, d.signed()})
	return nil
}

func (d *decider) destroyReturned(b DestroyReturned) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	r := d.s.Stock.Returned[b.Record]
	switch {
	case r == nil:
		return refusal.New("return_unknown", "R-REG-31", "There is no such return here: look at the list again.")
	case b.Text.Ref == "":
		return refusal.New("reason_missing", "R-REG-31", "Write in one line how it was denatured.")
	}
	d.say(&ReturnedDestroyed{b, r.Units, d.signed()})
	return nil
}

func (x DestroyStock) shown(s *State, line func(string, ...any)) {
	line("Destroyed in my presence, authority %s", x.Authority)
	for _, t := range x.Items {
		s.takeLines(line, "", t)
	}
}

func (x TakeBack) shown(_ *State, line func(string, ...any)) {
	line("Medicine brought back, for the record of returns")
	line("%d x %s %s %s", x.Units, x.Substance, x.Strength, x.Presentation)
}

func (x DestroyReturned) shown(s *State, line func(string, ...any)) {
	line("Returned medicine destroyed, record %s", x.Record)
	if r := s.Stock.Returned[x.Record]; r != nil {
		line("%d x %s %s %s", r.Units, r.Substance, r.Strength, r.Presentation)
	}
}
