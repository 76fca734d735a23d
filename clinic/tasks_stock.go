package clinic

import (
	"fmt"
	"slices"
	"strings"

	"steady/moment"
	"steady/person"
	"steady/register"
)

// StockTaskKind is what a line of the stock's list is about.
type StockTaskKind string

// The kinds of stock tasks, the most pressing first.
const (
	StockDiffers     StockTaskKind = "difference"  // an open difference
	StockRecalled    StockTaskKind = "recalled"    // a recalled batch is still here
	StockExpired     StockTaskKind = "expired"     // past its date and not in quarantine
	StockCount       StockTaskKind = "count"       // of the session
	StockWeekly      StockTaskKind = "weekly"      // count
	StockMonthly     StockTaskKind = "monthly"     // count before a third person
	StockQuarantine  StockTaskKind = "quarantine"  // waits to be destroyed, returned or released
	StockRequisition StockTaskKind = "requisition" // not wholly delivered
	StockSolution    StockTaskKind = "solution"    // past its beyond-use time
	StockReturned    StockTaskKind = "returned"    // medicine that was brought back
	StockAuthority   StockTaskKind = "authority"   // to witness a destruction
	StockExemption   StockTaskKind = "exemption"   // of waste, that ends
	StockDispute     StockTaskKind = "dispute"     // of an entry
	StockAlone       StockTaskKind = "alone"       // steps without a second person
)

// StockTask is one line of that list. Text is a sentence; For says whose task it
// is, and nobody in particular where it is empty.
type StockTask struct {
	Kind StockTaskKind
	Page string      // "" where it is about no page
	Of   string      // the batch, requisition or other thing that it is about
	For  person.Role // the CDAO, or ""
	Text string
	Rule string
	Late bool
}

// officerAfter is when an open difference is the accountable officer's: the
// house's deadline (R-REG-35).
const officerAfter = 24 * moment.Hour

// How often a page is counted in full, and before a third person (R-REG-33): the
// house's own defaults for the list. No movement waits for them.
const (
	weeklyDays  = 7
	monthlyDays = 31
)

// DiscrepancyDue is when an open difference is taken to the accountable officer:
// a day after it was found, or at once where somebody suspects diversion.
func (c *DiscrepancyCase) DiscrepancyDue() moment.Instant {
	for _, x := range c.Steps {
		if x.To == ToCDAO {
			return x.At
		}
	}
	return c.Since.Add(officerAfter)
}

// StockTasks lists what waits for somebody in the stock at an instant, the most
// pressing first.
func (s *State) StockTasks(at moment.Instant) (out []StockTask) {
	pages := s.Accounts.Pages()
	for _, id := range pages {
		if c := s.Stock.Cases[id]; c != nil {
			out = append(out, s.differs(c, at))
		}
	}
	for _, id := range pages {
		out = append(out, s.lotTasks(id, s.zone.Day(at))...)
	}
	for _, id := range pages {
		out = append(out, s.countTasks(id, at)...)
	}
	for _, id := range sorted(s.Stock.Requisitions) {
		out = append(out, StockTask{Kind: StockRequisition, Of: id, Rule: "R-REG-16",
			Text: "Requisition " + id + " is not wholly delivered."})
	}
	return append(out, s.moreStockTasks(at)...)
}

func sorted[V any](m map[string]V) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (s *State) differs(c *DiscrepancyCase, at moment.Instant) StockTask {
	sh := s.Accounts.Sheets[c.Page]
	t := StockTask{Kind: StockDiffers, Page: c.Page, Of: fmt.Sprint(c.Case), Rule: "R-REG-35",
		Text: fmt.Sprintf("A difference of %+d ampoules has been open since %s: ", sh.Open.Difference,
			words(s.zone.Day(c.Since)))}
	if sh.Open.Difference == 0 {
		t.Text = fmt.Sprintf("A difference found on %s was not there when the same people counted again: ",
			words(s.zone.Day(c.Since)))
	}
	if due := c.DiscrepancyDue(); due <= at {
		t.For, t.Late = person.CDAO, true
		t.Text += "the accountable officer decides."
		return t
	}
	t.Text += "two others count again, and the entries since the last good count are gone through."
	if sh.Open.Recounted != 0 {
		t.Text = strings.Replace(t.Text, "two others count again, and t", "two others found it too: t", 1)
	}
	return t
}

func (s *State) lotTasks(page string, today moment.Day) (out []StockTask) {
	for _, l := range s.Accounts.Sheets[page].Lots {
		add := func(kind StockTaskKind, rule, text string, late bool) {
			out = append(out, StockTask{Kind: kind, Page: page, Of: l.Batch, Rule: rule, Late: late,
				Text: fmt.Sprintf(text, l.Batch)})
		}
		_, recalled := s.Stock.Recalled[l.Batch]
		switch {
		case l.Usable() > 0 && recalled:
			add(StockRecalled, "R-REG-18", "Batch %s is recalled: put the rest of it into quarantine.", true)
		case l.Usable() > 0 && l.Expiry < today:
			add(StockExpired, "R-REG-18", "Batch %s is past its expiry date: put it into quarantine.", true)
		case l.At[register.Quarantine] > 0:
			add(StockQuarantine, "R-REG-29", "Batch %s waits in quarantine to be destroyed, returned or released.", false)
		}
	}
	return out
}

// countTasks: a count since the last session began or ended, one in a week, one
// in a month before a third person.
func (s *State) countTasks(page string, at moment.Instant) (out []StockTask) {
	sh := s.Accounts.Sheets[page]
	if sh.Closed {
		return nil
	}
	which, since := s.countNow(at)
	if sh.Counted == nil || sh.Counted.At < since {
		out = append(out, StockTask{Kind: StockCount, Page: page, Of: string(which), Rule: "R-REG-33",
			Text: "This page is counted now: " + string(which) + "."})
	}
	add := func(kind StockTaskKind, of register.CountKind, days int64, text string) {
		if last := sh.Checks[of]; last == 0 || s.zone.Day(at)-s.zone.Day(last) >= moment.Day(days) {
			out = append(out, StockTask{Kind: kind, Page: page, Of: string(of), Rule: "R-REG-33", Text: text})
		}
	}
	add(StockWeekly, register.CountWeekly, weeklyDays, "The weekly full count of this page is due.")
	add(StockMonthly, register.CountMonthly, monthlyDays, "The monthly count before a third person is due.")
	return out
}

// countNow says which count belongs to this time of the day and since when it
// counts: the opening one from midnight, one after each session, the last of
// them closing the day.
func (s *State) countNow(at moment.Instant) (register.CountKind, moment.Instant) {
	day := s.zone.Day(at)
	kind, since := register.CountOpening, s.zone.At(day, 0, 0)
	for i := range s.Sessions {
		if closes := s.closes(day, i); closes <= at {
			kind, since = register.CountShift, closes
			if i == len(s.Sessions)-1 {
				kind = register.CountClose
			}
		}
	}
	return kind, since
}

// moreStockTasks are those of solutions, destruction, returns and signatures.
func (s *State) moreStockTasks(at moment.Instant) (out []StockTask) {
	k, today := &s.Stock, s.zone.Day(at)
	add := func(kind StockTaskKind, of, rule string, whose person.Role, late bool, text string, a ...any) {
		out = append(out, StockTask{Kind: kind, Of: of, For: whose, Rule: rule, Late: late, Text: fmt.Sprintf(text, a...)})
	}
	for _, id := range sorted(k.Solutions) {
		if x := k.Solutions[id]; x.UseBy < at {
			add(StockSolution, id, "R-REG-15", "", true, "The solution %s is past its time: write off what is left.", id)
		}
	}
	for _, id := range sorted(k.Returned) {
		add(StockReturned, id, "R-REG-31", "", false, "Medicine that was brought back on %s waits to be destroyed.",
			words(s.zone.Day(k.Returned[id].Since)))
	}
	for _, id := range sorted(k.Authorities) {
		x := k.Authorities[id]
		add(StockAuthority, id, "R-REG-26", person.CDAO, x.To < today, "The authority %s ends after %s and is not used up.",
			id, words(x.To))
	}
	if x := k.Exemption; x != nil && x.To <= today+moment.Day(ExpirySteps[0]) {
		add(StockExemption, x.Number, "R-REG-28", person.CDAO, x.To < today, "The waste exemption ends after %s.",
			words(x.To))
	}
	for _, id := range sorted(k.Disputes) {
		x := k.Disputes[id]
		add(StockDispute, id, "R-REG-14", person.CDAO, at.Since(x.Since) >= officerAfter,
			"Entry %d of the %s log has been disputed since %s.", x.Seq, x.Log, words(s.zone.Day(x.Since)))
	}
	if n := len(k.Alone); n > 0 {
		add(StockAlone, "", "R-REG-14", person.CDAO, false, "Steps without a second person that nobody looked at: %d.", n)
	}
	return out
}
