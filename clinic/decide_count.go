package clinic

import (
	"slices"

	"steady/person"
	"steady/refusal"
	"steady/register"
)

// count decides a blind count. A difference opens a case; a count by two others
// that agrees closes it.
func (d *decider) count(b CountStock) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	if d.alone && (b.Of == register.CountMonthly || b.Of == register.CountAgain) {
		return refusal.New("alone_not_allowed", "R-REG-33",
			"The monthly count, and counting a difference again, are never done alone: count when your colleagues are here.")
	}
	third, no := d.thirdPerson(b.Third)
	if no != nil {
		return no
	}
	for _, k := range d.s.reserved(nil) {
		if k.Page == b.Page { // out of the safe, and not yet out of the register
			return refusal.New("syringe_open", "R-REG-32",
				"Ampoules of this page are in a syringe that nobody has checked: check or discard it, then count.")
		}
	}
	a := &d.s.Accounts
	e, no := a.CountPage(register.Tally{Page: b.Page, Store: b.Store, Counted: b.Counted, Of: b.Of, Seen: b.Seen},
		d.s.Register, d.signed(), third)
	if no != nil {
		return no
	}
	d.say(&e)
	open := a.Sheets[b.Page].Open
	switch {
	case open == nil && e.Difference != 0:
		d.say(&DiscrepancyOpened{b.Page, d.s.Register, e.Difference})
	case a.Closes(e, string(d.c.By), d.signed().By):
		d.say(&DiscrepancyClosed{b.Page, open.Seq, ""})
	}
	return nil
}

// thirdPerson checks who signs a monthly count beside the two.
func (d *decider) thirdPerson(third *Confirmation) (*Confirmation, *Refusal) {
	if third == nil {
		return nil, nil
	}
	if w := d.signed().By; d.s.SameHuman(person.StaffID(third.By), d.c.By) ||
		d.s.SameHuman(person.StaffID(third.By), person.StaffID(w)) {
		return nil, refusal.New("same_person", "R-REG-14",
			"The second person must be somebody else: ask a colleague to confirm.")
	}
	kept, no := d.mayConfirm(*third)
	return &kept, no
}

// open finds the case of a page's difference.
func (d *decider) openCase(page string) (*DiscrepancyCase, *Refusal) {
	c := d.s.Stock.Cases[page]
	if c == nil {
		return nil, refusal.New("nothing_open", "R-REG-35", "There is no open difference on this page.")
	}
	return c, nil
}

func (d *decider) discrepancy(body Body) *Refusal {
	switch b := body.(type) {
	case ExplainDiscrepancy:
		return d.explain(b)
	case EscalateDiscrepancy:
		return d.escalate(b)
	case CloseDiscrepancy:
		return d.closeDiscrepancy(b)
	}
	return nil
}

func (d *decider) explain(b ExplainDiscrepancy) *Refusal {
	c, no := d.openCase(b.Page)
	if no != nil {
		return no
	}
	if !slices.Contains(register.Causes(), b.Cause) || b.Text.Ref == "" {
		return refusal.New("cause_missing", "R-REG-34", "Choose the cause, and write what was found.")
	}
	if b.Target != nil {
		note, no := d.s.Accounts.NoteOn(b.Page, *b.Target, d.s.Register, b.Text)
		if no != nil {
			return no
		}
		d.say(&note)
	}
	d.say(&DiscrepancyExplained{b.Page, c.Case, b.Cause, b.Text})
	if b.Cause == register.CauseDiversion && !c.Told(ToCDAO) {
		d.say(&DiscrepancyEscalated{b.Page, c.Case, ToCDAO, b.Text}) // at once (R-REG-35)
	}
	return nil
}

func (d *decider) escalate(b EscalateDiscrepancy) *Refusal {
	c, no := d.openCase(b.Page)
	switch {
	case no != nil:
		return no
	case b.To != ToCDAO && b.To != ToPolice || b.Reason.Ref == "":
		return refusal.New("escalation_incomplete", "R-REG-35", "Say to whom it is taken, and why.")
	case b.To == ToPolice && !d.s.Staff[d.c.By].Has(person.CDAO):
		return officerOnly("Only the accountable officer takes a difference to the police: take it to them.")
	}
	d.say(&DiscrepancyEscalated{b.Page, c.Case, b.To, b.Reason})
	return nil
}

func officerOnly(sentence string) *Refusal {
	return refusal.New("officer_only", "R-REG-37", sentence)
}

// counted reports whether who gives the command was one of the two who found
// the difference of a page.
func (d *decider) counted(page string) bool {
	open := d.s.Accounts.Sheets[page].Open
	return open != nil && (d.s.SameHuman(d.c.By, person.StaffID(open.By)) ||
		d.s.SameHuman(d.c.By, person.StaffID(open.Witness)))
}

// closeDiscrepancy puts the balance right by the officer's decision. The
// officer had no part in the count that found the difference.
func (d *decider) closeDiscrepancy(b CloseDiscrepancy) *Refusal {
	c, no := d.openCase(b.Page)
	switch {
	case no != nil:
		return no
	case !d.s.Staff[d.c.By].Has(person.CDAO):
		return officerOnly("Only the accountable officer closes a difference and puts a balance right.")
	case d.counted(b.Page):
		return ownEntry()
	}
	out, no := d.s.Accounts.Settle(b.Page, b.Cause, b.Text, b.Adjust, d.s.reserved(nil), d.run)
	if no != nil {
		return no
	}
	for i := range out {
		d.say(&out[i])
	}
	d.say(&DiscrepancyClosed{b.Page, c.Case, b.Cause})
	return nil
}
