package clinic

import (
	"cmp"
	"slices"

	"steady/journal"
	"steady/person"
	"steady/refusal"
)

func (d *decider) second(body Body) *Refusal {
	switch b := body.(type) {
	case DisputeEntry:
		return d.dispute(b)
	case AnswerDispute:
		return d.answerDispute(b)
	case ReviewAlone:
		return d.reviewAlone(b)
	case LinkAccounts:
		return d.linkAccounts(b)
	case RecordOutage:
		if b.From <= 0 || b.To <= b.From || b.To > d.now || b.What.Ref == "" {
			return refusal.New("outage_incomplete", "R-REG-05",
				"Write from when until when nothing could be entered, and in one line what had failed.")
		}
		d.say(&OutageRecorded{b})
		return nil
	case CloseService:
		return d.closeService(b)
	}
	return nil
}

// dispute takes the word of somebody whose name an entry carries. Nothing of
// the entry changes; the dispute is chased until it is answered.
func (d *decider) dispute(b DisputeEntry) *Refusal {
	size := map[journal.Log]int64{journal.Clinical: d.s.Clinical, journal.Register: d.s.Register}[b.Log]
	_, known := d.s.Stock.Disputes[b.Dispute]
	switch {
	case b.Seq < 0 || b.Seq >= size || person.CheckID(b.Dispute) != nil || known:
		return refusal.New("entry_unknown", "R-REG-06", "There is no such entry: choose it on the page again.")
	case b.Text.Ref == "":
		return refusal.New("reason_missing", "R-REG-06", "Write in one line what is not as you saw it.")
	case d.c.By != b.Author && d.c.By != b.Witness:
		return refusal.New("not_your_entry", "R-REG-14",
			"Only who made or confirmed an entry disputes it: anybody else adds a note.")
	}
	for _, x := range d.s.Stock.Disputes {
		if x.Log == b.Log && x.Seq == b.Seq && x.By == d.c.By {
			return refusal.New("dispute_open", "R-REG-14", "Your dispute of this entry is open already: it is being looked at.")
		}
	}
	if b.Log == journal.Register {
		note, no := d.s.Accounts.NoteOn(b.Page, b.Seq, d.s.Register, b.Text)
		if no != nil {
			return no
		}
		d.say(&note)
	}
	d.say(&EntryDisputed{b.Dispute, b.Log, b.Seq, b.Author, b.Witness, b.Text})
	return nil
}

// answerDispute is somebody else's: nobody judges an entry of their own, and
// only who disputed it withdraws it.
func (d *decider) answerDispute(b AnswerDispute) *Refusal {
	x, open := d.s.Stock.Disputes[b.Dispute]
	known := b.Outcome == DisputeStands || b.Outcome == DisputeCorrected || b.Outcome == DisputeWithdrawn
	switch {
	case !open:
		return refusal.New("dispute_unknown", "R-REG-14", "No such dispute is open: look at the list again.")
	case !known || b.Text.Ref == "":
		return refusal.New("dispute_unanswered", "R-REG-14", "Choose how it ends, and write what was found.")
	case b.Outcome == DisputeWithdrawn && d.c.By != x.By:
		return refusal.New("not_your_dispute", "R-REG-14", "Only who disputed the entry withdraws it: answer it otherwise.")
	case b.Outcome != DisputeWithdrawn && !d.s.Staff[d.c.By].Has(person.CDAO, person.Pharmacist, person.Manager):
		return refusal.New("not_your_dispute", "R-REG-14",
			"A pharmacist, a manager or the accountable officer answers a dispute.")
	case b.Outcome != DisputeWithdrawn && (d.s.SameHuman(d.c.By, x.Author) ||
		x.Witness != "" && d.s.SameHuman(d.c.By, x.Witness)):
		return ownEntry()
	}
	d.say(&DisputeAnswered{b})
	return nil
}

// standAlone lets a step go without a second person where the jurisdiction pack
// names it. It says why, and the accountable officer sees it.
func (d *decider) standAlone() *Refusal {
	basis, ok := d.s.law.MayLackSecond(d.c.Body.CommandKind())
	if !ok {
		return refusal.New("alone_not_allowed", "R-REG-14",
			"This step always needs a second person here: wait for a colleague, or call one in.")
	}
	if d.c.Alone.Ref == "" {
		return refusal.New("reason_missing", "R-REG-14", "Write in one line why no second person was there.")
	}
	d.alone = true
	d.say(&SecondAbsent{d.c.Body.CommandKind(), basis.Rule, *d.c.Alone})
	return nil
}

// signed is the second person's confirmation; it is empty where none was there.
func (d *decider) signed() Confirmation {
	if d.c.Witness == nil {
		return Confirmation{}
	}
	return *d.c.Witness
}

func ownEntry() *Refusal {
	return refusal.New("own_entry", "R-REG-14",
		"This entry carries your own name: somebody who had no part in it answers.")
}

func (d *decider) reviewAlone(b ReviewAlone) *Refusal {
	switch {
	case !d.s.Staff[d.c.By].Has(person.CDAO):
		return officerOnly("Only the accountable officer looks at the steps taken without a second person.")
	case b.Seen <= 0 || b.Seen > len(d.s.Stock.Alone):
		return refusal.New("nothing_alone", "R-REG-14", "There is no such step to look at: load the page again.")
	case b.Note.Ref == "":
		return refusal.New("reason_missing", "R-REG-14", "Write in one line what you found.")
	}
	for _, x := range d.s.Stock.Alone[:b.Seen] {
		if d.s.SameHuman(x.By, d.c.By) {
			return ownEntry()
		}
	}
	d.say(&AloneReviewed{b})
	return nil
}

// oneHuman refuses an account for somebody who has one (R-REG-14): two accounts
// of one human being would make two persons of them.
func (d *decider) oneHuman(b AddStaff) *Refusal {
	if b.Identity == "" {
		return nil
	}
	for id, m := range d.s.Staff {
		if m.Identity == b.Identity && id != b.Staff {
			return refusal.New("already_staff", "R-REG-14",
				"Somebody with this registration has an account here: use that one, and give it the role.")
		}
	}
	return nil
}

func (d *decider) linkAccounts(b LinkAccounts) *Refusal {
	switch {
	case d.s.Staff[b.Staff] == nil || d.s.Staff[b.Same] == nil || b.Staff == b.Same:
		return refusal.New("accounts_unknown", "R-REG-14", "Choose two accounts of this service.")
	case d.s.SameHuman(b.Staff, b.Same):
		return refusal.New("accounts_linked", "R-REG-14", "These two accounts are known as one person already.")
	case b.Reason.Ref == "":
		return refusal.New("reason_missing", "R-REG-14", "Write in one line how it was found.")
	}
	d.say(&AccountsLinked{b})
	return nil
}

// closeService hands the register over with every page at zero, which anybody
// can read in the register itself.
func (d *decider) closeService(b CloseService) *Refusal {
	if b.Successor.Ref == "" {
		return refusal.New("successor_missing", "R-REG-10",
			"Write who keeps the register from now on, and who goes on with the care.")
	}
	if no := d.s.mayClose(); no != nil {
		return no
	}
	out, no := d.s.Accounts.Close(b.Successor)
	if no != nil {
		return no
	}
	for i := range out {
		d.say(&out[i])
	}
	d.say(&ServiceClosed{b})
	return nil
}

// afterClosing lets nothing be added to a closed journal but notes and
// corrections.
func (d *decider) afterClosing() *Refusal {
	if d.s.Stock.Closed == 0 {
		return nil
	}
	switch d.c.Body.(type) {
	case NoteRegister, Correct, DisputeEntry, AnswerDispute, OpenInspection, CloseInspection, RecordReading,
		WriteInspectorNote:
		return nil
	}
	return refusal.New("service_is_closed", "R-REG-10",
		"This service has closed: only notes, corrections and inspections are added to its journal.")
}

// OpenDisputes lists the disputes that nobody has answered, the oldest first.
func (s *State) OpenDisputes() (out []OpenDispute) {
	for _, id := range sorted(s.Stock.Disputes) {
		out = append(out, s.Stock.Disputes[id])
	}
	slices.SortStableFunc(out, func(a, b OpenDispute) int { return cmp.Compare(a.Since, b.Since) })
	return out
}
