package clinic

import (
	"cmp"
	"slices"
	"strings"

	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/register"
)

// SignalKind is one thing that is counted for each person, because diversion
// would raise it. So would a hard shift, a new colleague or a bad batch: a signal
// is a question and never an accusation (R-REG-36).
type SignalKind string

// The signals.
const (
	SignalWaste   SignalKind = "waste"   // written off other than overage, by who prepared
	SignalPair    SignalKind = "pair"    // the same, by who wrote it off and who confirmed
	SignalOverage SignalKind = "overage" // overage written off, by who prepared
	SignalLate    SignalKind = "late"    // entries recorded on a later day
	SignalNotes   SignalKind = "notes"   // notes and corrections
	SignalHours   SignalKind = "hours"   // entries outside the sessions
	SignalSame    SignalKind = "same"    // always the same second person
)

// Signal is one signal over a period: for each person or pair how many of how
// many, and the same of everybody together.
type Signal struct {
	Kind       SignalKind
	Title      string
	Definition string
	All        SignalCount
	Each       []SignalCount // the highest share first
}

// SignalCount is how many of how many. Mass is what was written off by them,
// where the signal is of drug.
type SignalCount struct {
	Who, With person.StaffID // With is the second person of a pair
	Events    int
	Of        int
	Mass      measure.Mass
}

// sessionMargin is how long before a session's beginning and after its end an
// entry is not at an odd hour: the house's own choice, for counts and cleaning.
const sessionMargin = 90 // minutes

// Signals counts over the entries of some days. It is fed the clinical log
// first, then the register, each in order.
type Signals struct {
	zone     moment.Zone
	sessions []Session
	from, to moment.Day
	by       map[SignalKind]map[[2]person.StaffID]*SignalCount
	preparer map[string]*syringeSeen // by visit
	seconds  map[person.StaffID]map[person.StaffID]int
}

// syringeSeen is one syringe while its drug is being accounted for.
type syringeSeen struct {
	by              person.StaffID
	left            measure.Mass
	overage, wasted bool
}

// NewSignals counts from one day to another, both included.
func NewSignals(zone moment.Zone, sessions []Session, from, to moment.Day) *Signals {
	return &Signals{zone: zone, sessions: sessions, from: from, to: to,
		by:       map[SignalKind]map[[2]person.StaffID]*SignalCount{},
		preparer: map[string]*syringeSeen{}, seconds: map[person.StaffID]map[person.StaffID]int{}}
}

func (x *Signals) of(k SignalKind, who, with person.StaffID) *SignalCount {
	if x.by[k] == nil {
		x.by[k] = map[[2]person.StaffID]*SignalCount{}
	}
	key := [2]person.StaffID{who, with}
	if x.by[k][key] == nil {
		x.by[k][key] = &SignalCount{Who: who, With: with}
	}
	return x.by[k][key]
}

// Take counts one entry.
func (x *Signals) Take(e Event) {
	day := x.zone.Day(e.Happened)
	if day < x.from || day > x.to || e.By == System {
		return
	}
	switch f := e.Body.(type) {
	case *InjectedCorrected, *Corrected:
		n := x.of(SignalNotes, e.By, "")
		n.Events, n.Of = n.Events+1, n.Of+1
	case *register.Drawn:
		x.opened(f.Visit, f.Content, e.By)
	case *register.Portioned:
		x.opened(f.Visit, f.Content, e.By)
	case *register.Administered:
		x.settle(f.Visit, -f.Mass)
	case *register.Wasted:
		x.wasted(f)
	}
	if _, entry := e.Body.(interface{ RegisterLine() register.Line }); entry {
		x.entry(e, day)
	}
}

// entry counts what is asked of every register entry.
func (x *Signals) entry(e Event, day moment.Day) {
	late, hours, notes := x.of(SignalLate, e.By, ""), x.of(SignalHours, e.By, ""), x.of(SignalNotes, e.By, "")
	late.Of, hours.Of, notes.Of = late.Of+1, hours.Of+1, notes.Of+1
	if x.zone.Day(e.Recorded) > day {
		late.Events++
	}
	if x.odd(e.Happened) {
		hours.Events++
	}
	if _, note := e.Body.(*register.Noted); note {
		notes.Events++
	}
	if e.Witness == "" {
		return
	}
	if x.seconds[e.By] == nil {
		x.seconds[e.By] = map[person.StaffID]int{}
	}
	x.seconds[e.By][e.Witness]++
	pair := x.of(SignalPair, e.By, e.Witness)
	pair.Of++
	if f, waste := e.Body.(*register.Wasted); waste && f.Reason != register.Overage {
		pair.Events++
		pair.Mass -= f.Mass
	}
}

// odd reports whether an instant lies outside every session, the margin given.
func (x *Signals) odd(at moment.Instant) bool {
	t := x.zone.In(at)
	minute := t.Hour()*60 + t.Minute()
	return !slices.ContainsFunc(x.sessions, func(s Session) bool {
		return minute >= s.Opens-sessionMargin && minute <= s.Closes+sessionMargin
	})
}

// opened opens a syringe: all that is drawn for one visit until it is settled. A
// solution for several people is none.
func (x *Signals) opened(visit string, content measure.Mass, by person.StaffID) {
	if strings.HasPrefix(visit, register.SolutionAccount("")) {
		return
	}
	s := x.preparer[visit]
	if s == nil {
		s = &syringeSeen{by: by}
		x.preparer[visit] = s
		x.of(SignalWaste, by, "").Of++
		x.of(SignalOverage, by, "").Of++
	}
	s.left += content
}

func (x *Signals) settle(visit string, m measure.Mass) {
	if s := x.preparer[visit]; s != nil {
		if s.left -= m; s.left <= 0 {
			delete(x.preparer, visit) // what is drawn for this visit later is another syringe
		}
	}
}

// wasted counts a syringe once for each kind of waste, and its mass whole.
func (x *Signals) wasted(f *register.Wasted) {
	s := x.preparer[f.Visit]
	if s == nil {
		return // of a solution, or drawn before these days
	}
	kind, seen := SignalWaste, &s.wasted
	if f.Reason == register.Overage {
		kind, seen = SignalOverage, &s.overage
	}
	c := x.of(kind, s.by, "")
	c.Mass -= f.Mass
	if !*seen {
		*seen = true
		c.Events++
	}
	x.settle(f.Visit, -f.Mass)
}

// signalWords are the definitions, in the order in which they are shown.
var signalWords = []struct {
	kind              SignalKind
	title, definition string
}{
	{SignalWaste, "Written off, by who prepared",
		"Of the syringes that somebody prepared, those of which drug was written off for any reason but " +
			"overage: part used, not used, discarded, spilt. A syringe counts once."},
	{SignalPair, "Written off, by pair",
		"Of the register entries that two people signed together, those that write off drug for any reason " +
			"but overage. The first named made the entry."},
	{SignalOverage, "Overage, by who prepared",
		"Of the syringes that somebody prepared, those of which overage was written off: what the opened " +
			"ampoules held beyond the dose. Doses that no ampoules add up to raise it."},
	{SignalLate, "Entered on a later day",
		"Of the register entries that somebody made, those recorded on a later day than they happened. " +
			"Catching up after an outage raises it."},
	{SignalNotes, "Notes and corrections",
		"Of the register entries and the corrections in the record that somebody wrote, those that are notes " +
			"or corrections. Writing them is right: what they say is worth reading."},
	{SignalHours, "At odd hours",
		"Of the register entries that somebody made, those that happened more than 90 minutes before or after " +
			"every session (the house's own margin)."},
	{SignalSame, "Always the same second person",
		"Of the entries of somebody that a second person signed, those signed by the one who signed most of " +
			"them. A small team on few shifts raises it."},
}

// Signals answers the counts.
func (x *Signals) Signals() (out []Signal) {
	x.sameSecond()
	for _, w := range signalWords {
		s := Signal{Kind: w.kind, Title: w.title, Definition: w.definition}
		for _, c := range x.by[w.kind] {
			s.Each = append(s.Each, *c)
			s.All.Events, s.All.Of, s.All.Mass = s.All.Events+c.Events, s.All.Of+c.Of, s.All.Mass+c.Mass
		}
		slices.SortFunc(s.Each, func(a, b SignalCount) int {
			return cmp.Or(cmp.Compare(b.Events*max(a.Of, 1), a.Events*max(b.Of, 1)), cmp.Compare(b.Of, a.Of),
				cmp.Compare(a.Who, b.Who), cmp.Compare(a.With, b.With))
		})
		out = append(out, s)
	}
	return out
}

// sameSecond finds for everybody whom they had as a second person most often.
func (x *Signals) sameSecond() {
	for who, with := range x.seconds {
		var most person.StaffID
		n := 0
		for w, k := range with {
			n += k
			if k > with[most] || k == with[most] && w < most {
				most = w
			}
		}
		c := x.of(SignalSame, who, most)
		c.Events, c.Of = with[most], n
	}
}

// ViewSignals is the accountable officer looking at the signals of some days. It
// changes nothing; that somebody looked at what colleagues do is itself on record.
type ViewSignals struct {
	From moment.Day `json:"from"`
	To   moment.Day `json:"to"`
}

// CommandKind names the command in the who-may table.
func (ViewSignals) CommandKind() string { return "view_signals" }

// SignalsViewed says who looked, and at which days.
type SignalsViewed struct{ ViewSignals }

// Kind names of the clinical log.
func (SignalsViewed) Kind() string { return "signals_viewed" }

// SignalLook is one look at the signals.
type SignalLook struct {
	ViewSignals
	By person.StaffID `json:"by"`
	At moment.Instant `json:"at"`
}

// looksKept bounds how many looks the state keeps; the journal keeps all.
const looksKept = 20

func (f *SignalsViewed) applyStock(s *State, e Event) {
	s.Stock.Looks = append(s.Stock.Looks, SignalLook{f.ViewSignals, e.By, e.Recorded})
	if n := len(s.Stock.Looks) - looksKept; n > 0 {
		s.Stock.Looks = slices.Clone(s.Stock.Looks[n:])
	}
}

func (d *decider) viewSignals(b ViewSignals) *Refusal {
	switch {
	case !d.s.Staff[d.c.By].Has(person.CDAO):
		return officerOnly("Only the accountable officer looks at the signals.")
	case b.From <= 0 || b.To < b.From || b.To > d.s.zone.Day(d.now) || b.To-b.From > 366:
		return refusal.New("signals_days", "R-REG-36",
			"Choose a first and a last day, at most a year apart, and none to come.")
	}
	d.say(&SignalsViewed{b})
	return nil
}
