package clinic

import (
	"fmt"
	"strings"

	"steady/moment"
	"steady/register"
	"steady/visit"
)

// ShortfallKind is one of the four findings that the regulator of England names
// year by year (R-REG-41).
type ShortfallKind string

// The four findings.
const (
	ShortEntries  ShortfallKind = "entries"  // incomplete or illegible
	ShortCounts   ShortfallKind = "counts"   // missed or late
	ShortSecond   ShortfallKind = "second"   // no second person
	ShortDisposal ShortfallKind = "disposal" // unsafe or not documented
)

// Shortfall is one figure that should be zero. Where names the first of what was
// counted, at most shortPlaces of them.
type Shortfall struct {
	Kind       ShortfallKind
	Title      string
	Definition string
	Count      int
	Where      []ShortPlace
}

// ShortPlace is one thing that a shortfall counted: a register entry (Seq), or
// with Seq below 0 something that has no entry.
type ShortPlace struct {
	Page string
	Seq  int64
	Text string
}

const shortPlaces = 20

// Shortfalls counts the four findings over the entries of some days. It is fed
// the entries of the clinical log first, then those of the register, each in
// order; both as they lie in the log.
type Shortfalls struct {
	zone     moment.Zone
	from, to moment.Day
	alone    map[string]bool // commands that went without a second person
	worked   map[moment.Day]bool
	counted  map[string]map[moment.Day]bool // by page
	begun    map[string]moment.Day          // first day of a page within the days
	found    map[ShortfallKind]*Shortfall
}

// NewShortfalls counts from one day to another, both included.
func NewShortfalls(zone moment.Zone, from, to moment.Day) *Shortfalls {
	x := &Shortfalls{zone: zone, from: from, to: to, alone: map[string]bool{}, worked: map[moment.Day]bool{},
		counted: map[string]map[moment.Day]bool{}, begun: map[string]moment.Day{},
		found: map[ShortfallKind]*Shortfall{}}
	for _, f := range []*Shortfall{
		{Kind: ShortEntries, Title: "Incomplete entries", Definition: "Register entries of these days whose names or " +
			"notes cannot be read any more, and drug that was taken out for a visit that is over and that no entry " +
			"accounts for."},
		{Kind: ShortCounts, Title: "Missed counts", Definition: "Pages that were not counted whole on a day on which the " +
			"service worked, one for each page and day, today not yet among them."},
		{Kind: ShortSecond, Title: "No second person", Definition: "Steps and register entries of these days that ask for " +
			"a second person and carry none, those with a written reason among them."},
		{Kind: ShortDisposal, Title: "Unsafe or undocumented disposal", Definition: "What should be out of use and is not: " +
			"expired or recalled ampoules outside quarantine and solutions past their time, now; and destroyed or " +
			"wasted drug of these days that nobody witnessed."},
	} {
		x.found[f.Kind] = f
	}
	return x
}

func (x *Shortfalls) add(k ShortfallKind, p ShortPlace) {
	f := x.found[k]
	if f.Count++; len(f.Where) < shortPlaces {
		f.Where = append(f.Where, p)
	}
}

// Unread counts a register entry whose words the cabinet no longer holds, which
// the caller knows.
func (x *Shortfalls) Unread(page string, seq int64) {
	x.add(ShortEntries, ShortPlace{page, seq, "The names or notes of this entry cannot be read."})
}

// Take counts one entry with its number in its log.
func (x *Shortfalls) Take(seq int64, e Event) {
	day := x.zone.Day(e.Happened)
	if day < x.from || day > x.to {
		return
	}
	switch f := e.Body.(type) {
	case *SecondAbsent:
		x.alone[e.Command] = true
		x.add(ShortSecond, ShortPlace{"", -1, fmt.Sprintf("%s on %s: nobody confirmed it.",
			spaced(f.Of), words(day))})
	case *SessionClosed:
		x.worked[day] = true
	case interface{ RegisterLine() register.Line }:
		x.entry(seq, e, day, f.RegisterLine())
	}
}

func (x *Shortfalls) entry(seq int64, e Event, day moment.Day, l register.Line) {
	page := l.Page
	if _, seen := x.begun[page]; !seen {
		x.begun[page] = day
		if l.BalanceAmpoules != l.Ampoules || l.BalanceMass != l.Mass { // there was stock on it before these days
			x.begun[page] = x.from
		}
	}
	switch f := e.Body.(type) {
	case *register.Counted:
		if f.Store == "" {
			if x.counted[page] == nil {
				x.counted[page] = map[moment.Day]bool{}
			}
			x.counted[page][day] = true
		}
	case *register.Noted:
	default:
		x.worked[day] = true
	}
	if e.Witness != "" || !register.AsksForTwo(e.Body) {
		return
	}
	if !x.alone[e.Command] { // else it is counted as the step that it was
		x.add(ShortSecond, ShortPlace{page, seq, "This entry carries no second person."})
	}
	switch e.Body.(type) {
	case *register.Destroyed, *register.Wasted, *register.Broken:
		x.add(ShortDisposal, ShortPlace{page, seq, "Nobody witnessed this."})
	}
}

// Shortfalls answers the four figures at an instant, once: what stands open in
// the state is counted with them.
func (x *Shortfalls) Shortfalls(s *State, at moment.Instant) (out []Shortfall) {
	x.unsettled(s)
	x.uncounted(s, x.zone.Day(at))
	for _, t := range s.StockTasks(at) {
		switch t.Kind {
		case StockExpired, StockRecalled, StockSolution:
			x.add(ShortDisposal, ShortPlace{t.Page, -1, t.Text})
		}
	}
	for _, k := range []ShortfallKind{ShortEntries, ShortCounts, ShortSecond, ShortDisposal} {
		out = append(out, *x.found[k])
	}
	return out
}

// unsettled: drug that was drawn for a visit that is over.
func (x *Shortfalls) unsettled(s *State) {
	for _, page := range s.Accounts.Pages() {
		for _, id := range sorted(s.Accounts.Sheets[page].Drawn) {
			v := s.Visits[id]
			if !strings.HasPrefix(id, register.SolutionAccount("")) && (v == nil || v.Stage == visit.Ended) {
				x.add(ShortEntries, ShortPlace{page, -1, fmt.Sprintf("%s taken out for a visit that is over is not accounted for.",
					s.Accounts.Sheets[page].Drawn[id])})
			}
		}
	}
}

func (x *Shortfalls) uncounted(s *State, today moment.Day) {
	for _, page := range s.Accounts.Pages() {
		begun, known := x.begun[page]
		if !known {
			begun = x.from // not a line of it in these days: it is older
		}
		if s.Accounts.Sheets[page].Closed {
			continue
		}
		for day := max(begun, x.from); day <= min(x.to, today-1); day++ {
			if x.worked[day] && !x.counted[page][day] {
				x.add(ShortCounts, ShortPlace{page, -1, "Not counted on " + words(day) + "."})
			}
		}
	}
}
