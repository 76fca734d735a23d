// Package lab tries a rule before it meets people: it runs a clinic of invented
// people for months through the production rules (clinic.Decide, the packs)
// under today's rules and under changed ones, and reports what treatment takes
// of people's lives, who gets a dose, what leaves the building and what it
// costs. It is pure: no clock, no I/O; everything random comes from a seed.
//
// It never predicts what becomes of anybody. What it counts is exposure under
// stated assumptions; docs/explanation/what-the-lab-can-and-cannot-know.md says
// what that is worth.
package lab

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"steady/moment"
)

// Scenario is one question: which service, with whom, for how long, under which
// figures. The same scenario, policy and replication give the same record.
type Scenario struct {
	Name         string     `json:"name"`
	Seed         uint64     `json:"seed"`
	Replications int        `json:"replications"` // how many are asked for; Replicate runs one
	Start        moment.Day `json:"start"`        // first day, warm-up included: the calendar matters
	Warmup       int        `json:"warmup_days"`  // lived and not counted
	Days         int        `json:"days"`         // counted
	Population   Population `json:"population"`
	Today        House      `json:"today"` // the rules of today; a policy is a difference from it
	// Parameters are figures that differ from the published defaults, or have
	// none. By key of Catalogue.
	Parameters map[Key]Parameter `json:"parameters"`
	// Journals is SpellAll or SpellFirst; nothing said is SpellAll.
	Journals string `json:"journals,omitempty"`
	// Packs are documents of dosing packs that the question supplies: what a service
	// signed itself. One of the id of a built-in pack stands in its place.
	Packs    []json.RawMessage `json:"packs,omitempty"`
	Costs    []UnitCost        `json:"unit_costs,omitempty"` // none: no costs are told
	Currency string            `json:"currency,omitempty"`   // of the unit costs, for example GBP
}

// Whose journals are spelt and hashed. The rules and the record are the same
// either way; making the bytes takes more than a quarter of the time.
const (
	SpellAll   = "all"   // of every replication
	SpellFirst = "first" // of replication 0 of each policy; the other records have no digest
)

// Population is who is there on the first day. Everybody in it is invented.
type Population struct {
	InTreatment int `json:"in_treatment"` // people on the first day
	Places      int `json:"places"`       // most that may be in treatment at once
	Waiting     int `json:"waiting"`      // on the waiting list on the first day
	// DaysBefore is how long the people of the first day have been in treatment
	// at most; each has an even chance of every length up to it.
	DaysBefore int `json:"days_before,omitempty"`
}

// House is how a service works: its premises, hours, staff and practice.
type House struct {
	Zone     string    `json:"zone"`
	Pack     string    `json:"pack"` // dosing pack for injections, by id
	Law      string    `json:"law"`  // jurisdiction pack, by id
	Visits   int       `json:"visits_a_day"`
	Sessions []Session `json:"sessions"`           // one for each visit of the day at least
	Windows  []Window  `json:"windows,omitempty"`  // none: each session is one window of Style on all days
	Style    string    `json:"style"`              // booked, group or open; clinic.AccessStyles
	Slot     int       `json:"slot_min,omitempty"` // minutes from one promised time to the next
	// Times is how people come to their regular times: TimesEven or TimesFree.
	Times  string `json:"times,omitempty"`
	Every  int    `json:"every_min,omitempty"`
	Group  int    `json:"group,omitempty"`
	Desks  int    `json:"desks"` // where identity is confirmed
	Booths int    `json:"booths"`
	Places int    `json:"places"` // in observation
	// Observation is the minutes after a dose; 0 leaves it to the pack.
	Observation int     `json:"observation_min,omitempty"`
	Shifts      []Shift `json:"shifts"`
	Pair        int     `json:"pair"`          // registered staff that one preparation holds
	PerBooth    int     `json:"per_booth"`     // people in booths that one member of staff watches
	PerObserved int     `json:"per_observed"`  // people in observation that one member of staff watches
	LastEntry   int     `json:"last_entry"`    // minutes before the end of a session after which nobody is let in
	Days        int     `json:"rx_days"`       // days that one prescription runs
	Prescribers int     `json:"prescribers"`   // licensed, at least 1
	Support     bool    `json:"support_watch"` // staff who are not registered may watch over people
}

// How people come to their regular times.
const (
	TimesEven = "even" // each has a wish of no pattern, and gets the nearest time that is free; also where nothing is said
	TimesFree = "free" // each takes the times that leave the longest free stretch between 06:00 and 20:00
)

// Session is a session of the premises: one dose of the day is given in it.
type Session struct {
	Name string `json:"name"`
	From int    `json:"from"` // minutes after midnight
	To   int    `json:"to"`
}

// Window is opening hours on days of the week, 0 being Monday, within a session.
type Window struct {
	Days    []int `json:"days"`
	Session int   `json:"session"`
	From    int   `json:"from"`
	To      int   `json:"to"`
}

// Shift is staff who are there on days of the week, 0 being Monday, none for all
// of them. A shift's end interrupts nobody's step.
type Shift struct {
	Days       []int `json:"days,omitempty"`
	From       int   `json:"from"`
	To         int   `json:"to"`
	Registered int   `json:"registered"`
	Support    int   `json:"support"`
}

// on reports whether days of the week name a day; none names all of them.
func on(days []int, day moment.Day) bool {
	return len(days) == 0 || slices.Contains(days, day.Weekday())
}

// Confidence says how well a figure is known.
type Confidence string

// The confidences. A figure that nobody published is an assumption, and says so.
const (
	High       Confidence = "high"
	Medium     Confidence = "medium"
	Low        Confidence = "low"
	Assumption Confidence = "assumption" // of whoever wrote the scenario
	Own        Confidence = "own"        // fitted from the service's own journal
)

// Parameter is one figure with where it comes from. Lo and Hi bound what it may
// be; sensitivity runs go to both.
type Parameter struct {
	Value      float64    `json:"value"`
	Lo         float64    `json:"lo"`
	Hi         float64    `json:"hi"`
	Source     string     `json:"source"` // paper, address, or why it is assumed
	Confidence Confidence `json:"confidence"`
	N          int        `json:"n,omitempty"` // observations behind a figure of one's own
}

// UnitCost is what one unit of something costs, in pence or cents.
type UnitCost struct {
	Item   Item   `json:"item"`
	Pence  int64  `json:"pence"`
	Source string `json:"source"`
}

// Item is something that costs money, with its unit in the name.
type Item string

// The items that a run counts.
const (
	RegisteredHours Item = "registered_hours" // rostered, whether busy or not
	SupportHours    Item = "support_hours"    // rostered
	PrescriberHours Item = "prescriber_hours" // spent on questions, reviews and admissions
	DrugGrams       Item = "drug_grams"       // opened or supplied, with what was wasted
	VisitSupplies   Item = "visit_supplies"   // one set for each dose given on site
	HomeSupplies    Item = "home_supplies"    // one for each supply taken home
	OralDays        Item = "oral_days"        // of an oral medicine beside the doses
	SiteDays        Item = "site_days"        // premises open on a day
)

// Items lists what may have a unit cost, in the order of the record.
func Items() []Item {
	return []Item{RegisteredHours, SupportHours, PrescriberHours, DrugGrams, VisitSupplies, HomeSupplies, OralDays,
		SiteDays}
}

// RefusedError says that a scenario or policy was understood and is not run, and
// what to do about it.
type RefusedError struct{ Why string }

// Error is the sentence.
func (e *RefusedError) Error() string { return e.Why }

func refuse(format string, a ...any) error { return &RefusedError{fmt.Sprintf(format, a...)} }

// Limits of one replication.
const (
	mostDays   = 3660
	mostPeople = 1000
	mostVisits = 3
)

// Check says what of the scenario cannot be run, nil where nothing; a missing
// figure that nobody published is named with its unit and meaning.
func (s *Scenario) Check() error {
	switch p := s.Population; {
	case s.Days < 1 || s.Warmup < 0 || s.Days+s.Warmup > mostDays:
		return refuse("write 1 to %d days, warm-up included", mostDays)
	case s.Start < 1:
		return refuse("write the first day of the scenario (start)")
	case p.InTreatment < 0 || p.Waiting < 0 || p.Places < 1 || p.InTreatment > p.Places || p.Places > mostPeople:
		return refuse("places must be 1 to %d, and people in treatment no more than that", mostPeople)
	}
	if s.Journals != "" && s.Journals != SpellAll && s.Journals != SpellFirst {
		return refuse("journals is %q or %q", SpellAll, SpellFirst)
	}
	if err := s.Today.check(); err != nil {
		return err
	}
	if _, err := s.figures(); err != nil {
		return err
	}
	return s.costsKnown()
}

func (s *Scenario) costsKnown() error {
	seen := map[Item]bool{}
	for _, c := range s.Costs {
		if !slices.Contains(Items(), c.Item) || seen[c.Item] || c.Pence < 0 || c.Source == "" {
			return refuse("unit cost %q: write each item of the list once, with pence and a source", c.Item)
		}
		seen[c.Item] = true
	}
	if len(s.Costs) > 0 && s.Currency == "" {
		return refuse("write the currency of the unit costs")
	}
	return nil
}

// check says what of a house cannot be.
func (h *House) check() error {
	if _, err := moment.LoadZone(h.Zone); err != nil || h.Zone == "" {
		return refuse("write the time zone of the service, such as Europe/London")
	}
	if h.Visits < 1 || h.Visits > mostVisits || len(h.Sessions) < h.Visits {
		return refuse("visits a day are 1 to %d, with a session for each", mostVisits)
	}
	if h.Times != "" && h.Times != TimesEven && h.Times != TimesFree {
		return refuse("times is %q or %q", TimesEven, TimesFree)
	}
	if h.Pair < 2 {
		return refuse("two registered staff prepare and check a dose: pair is 2 or more")
	}
	least := []struct {
		n    int
		name string
	}{{h.Desks, "desks"}, {h.Booths, "booths"}, {h.Places, "places"}, {h.PerBooth, "per_booth"},
		{h.PerObserved, "per_observed"}, {h.Days, "rx_days"}, {h.Prescribers, "prescribers"}}
	for _, x := range least {
		if x.n < 1 || x.n > 1000 {
			return refuse("%s is 1 or more", x.name)
		}
	}
	last := 0
	for _, x := range h.Sessions {
		if x.Name == "" || x.From < last || x.To <= x.From || x.To > 24*60 {
			return refuse("each session has a name, and hours after those of the one before")
		}
		last = x.To
	}
	return errors.Join(h.checkWindows(), h.checkShifts())
}

func (h *House) checkWindows() error {
	for _, w := range h.Windows {
		if w.Session < 0 || w.Session >= len(h.Sessions) || w.From < 0 || w.To <= w.From || w.To > 24*60 {
			return refuse("a window belongs to a session and has hours")
		}
		for _, d := range w.Days {
			if d < 0 || d > 6 {
				return refuse("days of the week are 0 (Monday) to 6")
			}
		}
	}
	return nil
}

func (h *House) checkShifts() error {
	most := 0
	for _, x := range h.Shifts {
		if x.From < 0 || x.To <= x.From || x.To > 24*60 || x.Registered < 0 || x.Support < 0 {
			return refuse("a shift has hours and numbers of staff")
		}
		most = max(most, x.Registered)
	}
	if most < h.Pair {
		return refuse("no shift has the %d registered staff that one preparation holds", h.Pair)
	}
	return nil
}

// figures are the parameters of a run by key: the scenario's, else the published
// ones. What neither gives is an error that names all of it.
func (s *Scenario) figures() (map[Key]Parameter, error) {
	out := map[Key]Parameter{}
	var missing []string
	for _, k := range Catalogue() {
		p, given := s.Parameters[k.Key]
		switch {
		case given:
		case k.Published != nil:
			p = *k.Published
		default:
			missing = append(missing, fmt.Sprintf("%s (%s; %s)", k.Key, k.Words, k.Unit))
			continue
		}
		if err := k.takes(p); err != nil {
			return nil, err
		}
		out[k.Key] = p
	}
	for k := range s.Parameters {
		if _, known := out[k]; !known {
			return nil, refuse("there is no parameter %q", k)
		}
	}
	if len(missing) > 0 {
		return nil, refuse("nobody published these figures: the scenario states each with a range and where it comes "+
			"from: %s", strings.Join(missing, "; "))
	}
	return out, nil
}
