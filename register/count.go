package register

import (
	"fmt"
	"slices"

	"steady/measure"
	"steady/moment"
	"steady/refusal"
)

// CountKind says which count of the day or the month a count is (R-REG-33).
type CountKind string

// The kinds of counts. An ordinary one has none of them.
const (
	CountOpening CountKind = "opening"
	CountShift   CountKind = "shift"
	CountClose   CountKind = "close"
	CountWeekly  CountKind = "weekly"
	CountMonthly CountKind = "monthly" // before a third person
	CountAgain   CountKind = "recount" // of an open difference
)

// CountKinds lists the kinds that somebody may choose.
func CountKinds() []CountKind {
	return []CountKind{CountOpening, CountShift, CountClose, CountWeekly, CountMonthly, CountAgain}
}

// Counted is a blind count of sealed ampoules by two persons (R-REG-32).
type Counted struct {
	Line
	Counted    measure.Ampoules `json:"counted"`
	Expected   measure.Ampoules `json:"expected"`
	Difference measure.Ampoules `json:"difference"`
	Of         CountKind        `json:"of,omitempty"`
	Store      Store            `json:"store,omitempty"` // "" is the whole page
	Third      *Signed          `json:"third,omitempty"` // of the monthly count
	Signed     Signed           `json:"signed"`
}

// Count is the last balance check of a page.
type Count struct {
	At      moment.Instant   `json:"at"`
	Seq     int64            `json:"seq"`
	Counted measure.Ampoules `json:"counted"`
	By      string           `json:"by"`
	Witness string           `json:"witness"`
}

// Discrepancy is an open difference between counted and expected (R-REG-34).
// Its case goes by the register seq of the count that opened it.
type Discrepancy struct {
	Since      moment.Instant   `json:"since"`
	Seq        int64            `json:"seq"`
	Difference measure.Ampoules `json:"difference"` // by the latest count, less what was settled since
	By         string           `json:"by"`         // who counted when it opened
	Witness    string           `json:"witness"`
	Store      Store            `json:"store,omitempty"`     // that was counted; "" is the whole page
	Recounted  int64            `json:"recounted,omitempty"` // register seq of the latest count by two others
}

// others reports whether two people have no part in the count that opened the
// difference.
func (d *Discrepancy) others(by, witness string) bool {
	return witness != "" && by != d.By && by != d.Witness && witness != d.By && witness != d.Witness
}

// about reports whether a count of a store, or of the whole page, says anything
// of the difference.
func (d *Discrepancy) about(store Store) bool { return store == "" || store == d.Store }

// Cause is what explains a difference (R-REG-34).
type Cause string

// The causes to choose from.
const (
	CauseMissed     Cause = "missed_entry"
	CauseTwice      Cause = "duplicate_entry"
	CauseWrongPage  Cause = "wrong_page"
	CauseArithmetic Cause = "arithmetic"
	CauseOverage    Cause = "overage"
	CauseSpillage   Cause = "spillage"
	CauseBreakage   Cause = "breakage"
	CauseWrongDose  Cause = "wrong_dose"
	CauseDiversion  Cause = "diversion"
	CauseUnknown    Cause = "unknown"
)

// Causes lists the causes in the order of R-REG-34.
func Causes() []Cause {
	return []Cause{CauseMissed, CauseTwice, CauseWrongPage, CauseArithmetic, CauseOverage, CauseSpillage,
		CauseBreakage, CauseWrongDose, CauseDiversion, CauseUnknown}
}

// Tally is what two people counted: on a page, or in one store of it.
type Tally struct {
	Page    string
	Store   Store // "" is the whole page
	Counted measure.Ampoules
	Of      CountKind
	Seen    int64 // register size that the counters had before them
}

// CountPage answers the entry of a blind count. size is the size of the register
// now: stock that moved since the count began makes it stale. third signs a
// monthly count as well.
func (a *Accounts) CountPage(c Tally, size int64, signed Signed, third *Signed) (Counted, *refusal.Refusal) {
	s := a.Sheets[c.Page]
	of := c.Of
	switch {
	case s == nil:
		return Counted{}, refusal.New("unknown_page", "R-REG-04", "There is no such page in this register.")
	case c.Counted < 0:
		return Counted{}, refusal.New("bad_count", "R-REG-32", "Write the number of sealed ampoules you counted.")
	case of != "" && !slices.Contains(CountKinds(), of):
		return Counted{}, refusal.New("count_unknown", "R-REG-33",
			"Choose which count this is: opening, shift, close, weekly, monthly or recount.")
	case of == CountAgain && s.Open == nil:
		return Counted{}, refusal.New("nothing_to_recount", "R-REG-35",
			"There is no open difference on this page: count it as an ordinary count.")
	case c.Store != "" && (of == CountWeekly || of == CountMonthly || !c.Store.Known()):
		return Counted{}, refusal.New("count_whole", "R-REG-33",
			"The weekly and the monthly count are of the whole page; another one may be of one store.")
	case (of == CountMonthly) != (third != nil):
		return Counted{}, refusal.New("third_person", "R-REG-33",
			"The monthly count, and no other, is signed by a third person too.")
	case c.Seen <= s.Last || c.Seen > size:
		return Counted{}, refusal.New("count_stale", "R-REG-32",
			"An ampoule moved while you counted: count this page again.")
	}
	expected := s.Ampoules
	if c.Store != "" {
		expected = s.InStore(c.Store)
	}
	return Counted{a.line(c.Page, 0, 0), c.Counted, expected, c.Counted - expected, of, c.Store, third, signed}, nil
}

func (e *Counted) fold(s *Sheet, p posted) {
	c := &Count{p.at, p.seq, e.Counted, p.by, p.witness}
	if e.Store == "" {
		s.Counted = c
	}
	if e.Of != "" {
		if s.Checks == nil {
			s.Checks = map[CountKind]moment.Instant{}
		}
		s.Checks[e.Of] = p.at
	}
	if e.Difference == 0 && e.Store == "" {
		s.Good = c
	}
	switch open := s.Open; {
	case open == nil && e.Difference != 0:
		s.Open = &Discrepancy{Since: p.at, Seq: p.seq, Difference: e.Difference, By: p.by, Witness: p.witness,
			Store: e.Store}
	case open == nil || !open.about(e.Store):
	case e.Difference == 0 && open.others(p.by, p.witness):
		s.Open = nil // two others agree with the register
	default:
		next := *open
		next.Difference, next.Store = e.Difference, e.Store
		if open.others(p.by, p.witness) {
			next.Recounted = p.seq
		}
		s.Open = &next
	}
}

// Closes reports whether a count would close the open difference of its page.
func (a *Accounts) Closes(e Counted, by, witness string) bool {
	s := a.Sheets[e.Page]
	return s != nil && s.Open != nil && e.Difference == 0 && s.Open.about(e.Store) && s.Open.others(by, witness)
}

// Adjustment puts the balance of one batch in one store right.
type Adjustment struct {
	Batch  string           `json:"batch"`
	Expiry moment.Day       `json:"expiry,omitempty"` // of a batch that is not on the page
	Store  Store            `json:"store,omitempty"`
	Count  measure.Ampoules `json:"count"` // below 0 takes away
}

// Settle answers the entries that close a difference: the adjustments, which
// together are the difference, or one that moves nothing where the last count
// agrees. Only the accountable officer decides this (R-REG-35), which the
// caller asks.
func (a *Accounts) Settle(page string, cause Cause, text Text, put []Adjustment, held []Pick,
	run Running) ([]Settled, *refusal.Refusal) {
	s := a.Sheets[page]
	switch {
	case s == nil || s.Open == nil:
		return nil, refusal.New("nothing_open", "R-REG-35", "There is no open difference on this page.")
	case !slices.Contains(Causes(), cause) || text.Ref == "":
		return nil, refusal.New("cause_missing", "R-REG-34", "Choose the cause, and write what was found.")
	case s.Open.Recounted == 0 || s.Open.Store != "":
		return nil, refusal.New("recount_missing", "R-REG-35",
			"Two people who had no part in the first count count the whole page again before it is closed.")
	}
	var sum measure.Ampoules
	for i, p := range put {
		sum += p.Count
		if no := a.adjusts(page, p, held); no != nil {
			return nil, no
		}
		if slices.ContainsFunc(put[:i], func(x Adjustment) bool { return x.Batch == p.Batch && x.Store == p.Store }) {
			return nil, refusal.New("listed_twice", "R-REG-13", "A batch of one store stands in the list twice.")
		}
	}
	if sum != s.Open.Difference {
		return nil, refusal.New("difference_left", "R-REG-35", fmt.Sprintf(
			"The difference is %+d ampoules and this puts right %+d: the two must be the same.", s.Open.Difference, sum))
	}
	if len(put) == 0 {
		return []Settled{{run.line(a, page, 0, 0), s.Open.Seq, cause, "", 0, "", text}}, nil
	}
	var out []Settled
	for _, p := range put {
		l := run.line(a, page, p.Count, s.Product.Content*measure.Mass(p.Count))
		out = append(out, Settled{l, s.Open.Seq, cause, p.Batch, p.Expiry, orSafe(p.Store), text})
	}
	return out, nil
}

func (a *Accounts) adjusts(page string, p Adjustment, held []Pick) *refusal.Refusal {
	l := a.Sheets[page].lot(p.Batch)
	switch {
	case p.Count < 0:
		_, _, no := a.take(Take{page, p.Batch, p.Store, -p.Count}, held)
		return no
	case p.Count == 0 || p.Count > 100_000:
		return refusal.New("bad_count", "R-REG-13", "Write by how many ampoules the balance is put right.")
	case !orSafe(p.Store).Known():
		return unknownStore()
	case l == nil && (p.Expiry == 0 || !printable(p.Batch)) || l != nil && p.Expiry != 0 && p.Expiry != l.Expiry:
		return refusal.New("batch_differs", "R-REG-18",
			"A batch that is not on this page needs its expiry date; one that is has its own already.")
	}
	return nil
}

func (e *Settled) fold(s *Sheet, p posted) {
	if e.Ampoules != 0 {
		s.put(e.Batch, e.Expiry, e.Store, e.Ampoules)
	}
	s.post(e.Line, p)
	next := *s.Open
	next.Difference -= e.Ampoules
	if s.Open = &next; next.Difference == 0 {
		s.Open = nil
	}
}
