package clinic

import (
	"slices"
	"strings"

	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
)

// Prescription is an order with its dates. What it says is a ceiling: at each
// visit the engine decides within it (E-ORD-02).
type Prescription struct {
	Form      measure.Form       `json:"form"`
	Route     protocol.Route     `json:"route"`
	Doses     []measure.Mass     `json:"doses_ug"` // one per visit of the day
	CapSingle measure.Mass       `json:"cap_single_ug"`
	CapDay    measure.Mass       `json:"cap_day_ug"`
	Increment measure.Mass       `json:"increment_ug"`
	Pack      string             `json:"pack"`
	Started   moment.Day         `json:"started"` // first day of treatment under the pack
	From      moment.Day         `json:"from"`
	Review    moment.Day         `json:"review"`
	Ends      moment.Day         `json:"ends"`
	TopUp     measure.Mass       `json:"top_up_ug,omitempty"` // prescribed top-up; 0 is none
	Plan      []PlanStep         `json:"plan,omitempty"`      // titration: the first days one by one, then Doses
	Oral      []Oral             `json:"oral,omitempty"`      // beside the injections (P-ORALCO-01)
	TakeHome  *register.TakeHome `json:"take_home,omitempty"` // of the drug above
	Permit    string             `json:"permit,omitempty"`    // the person's, where the jurisdiction asks for one
}

// PlanStep is one day of a titration plan: the doses of its visits. They are
// what may be asked for on that day; the engine still bounds each of them.
type PlanStep struct {
	Day   moment.Day     `json:"day"`
	Doses []measure.Mass `json:"doses_ug"`
}

// DosesOn are the doses prescribed for a day: the plan's, where it names the
// day, else the standing ones.
func (rx *Prescription) DosesOn(day moment.Day) []measure.Mass {
	for i := range rx.Plan {
		if rx.Plan[i].Day == day {
			return rx.Plan[i].Doses
		}
	}
	return rx.Doses
}

// on is the prescription as it reads on a day of its plan.
func (rx *Prescription) on(day moment.Day) Prescription {
	out := *rx
	out.Doses = rx.DosesOn(day)
	return out
}

// lines spells a prescription as a second prescriber signs it: all of it.
func (rx *Prescription) lines(line func(string, ...any)) {
	line("%s, %s", rx.Form, rx.Route)
	for i, m := range rx.Doses {
		line("dose %d: %s", i+1, m)
	}
	line("at most %s at once, %s a day", rx.CapSingle, rx.CapDay)
	line("in steps of %s, pack %s, day one %s", rx.Increment, rx.Pack, rx.Started)
	line("from %s, review %s, ends %s", rx.From, rx.Review, rx.Ends)
	if rx.TopUp > 0 {
		line("top-up %s", rx.TopUp)
	}
	for _, step := range rx.Plan {
		line("plan for %s: %s", step.Day, masses(step.Doses))
	}
	for _, o := range rx.Oral {
		line("beside it %s %s a day, %s", o.Drug, o.Dose, o.Supply)
		line("asked before: %t, present: %v, QTc %d ms", o.Screen.Asked, o.Screen.Conditions, o.Screen.QTc)
		if o.Parts != nil {
			line("%d instalments, one every %d days, wording %v", o.Parts.Count, o.Parts.Every, o.Parts.Wording)
		}
		if o.TakeHome != nil {
			line("of it %d daily doses taken home at once, confirmed %v", o.TakeHome.Days, o.TakeHome.Met)
		}
	}
	if rx.TakeHome != nil {
		line("%d daily doses taken home at once, confirmed %v", rx.TakeHome.Days, rx.TakeHome.Met)
	}
	if rx.Permit != "" {
		line("permit %s", rx.Permit)
	}
}

func masses(list []measure.Mass) string {
	var out []string
	for _, m := range list {
		out = append(out, m.String())
	}
	return strings.Join(out, ", ")
}

// Oral is an oral opioid beside the injections, most of all for the night
// (P-ORALCO-01). Its milligrams are those printed on the product: they are
// never added to or compared with injected ones (E-UNIT-03).
type Oral struct {
	Drug     OralDrug              `json:"drug"`
	Dose     measure.Mass          `json:"dose_ug"` // a day
	Supply   Supply                `json:"supply"`
	Parts    *register.Instalments `json:"parts,omitempty"`     // with SupplyInstalments
	TakeHome *register.TakeHome    `json:"take_home,omitempty"` // with SupplyOnSite
	Screen   Screen                `json:"screen"`
}

// OralDrug is an oral opioid that is prescribed beside the injections.
type OralDrug string

// The oral drugs of the published schedules (P-ORALCO-01).
const (
	OralMethadone OralDrug = "methadone"
	OralMorphine  OralDrug = "morphine_slow_release"
)

// Substance is the drug without its product form.
func (d OralDrug) Substance() measure.Substance {
	switch d {
	case OralMethadone:
		return measure.Methadone
	case OralMorphine:
		return measure.Morphine
	}
	return ""
}

// String prints the drug for people: "slow-release morphine".
func (d OralDrug) String() string {
	if d == OralMorphine {
		return "slow-release morphine"
	}
	return string(d)
}

// Supply is how an oral dose reaches the person.
type Supply string

// The ways of supply.
const (
	SupplyOnSite      Supply = "on_site"     // at the visit, seen to be taken
	SupplyInstalments Supply = "instalments" // by a pharmacy, on an instalment prescription (R-REG-21)
)

// Screen is what was asked before an oral drug was prescribed (P-ORALCO-03,
// P-ORALCO-04). What was not asked is not known, and never "no".
type Screen struct {
	Asked      bool     `json:"asked,omitempty"`
	Conditions []string `json:"conditions,omitempty"` // coded as in the pack, those that are present
	QTc        int      `json:"qtc_ms,omitempty"`     // 0 is not measured
}

// Order is a prescription with its authority, as it was put into force.
type Order struct {
	Prescription
	By      person.StaffID `json:"by"`
	Licence string         `json:"licence"`
	Count   int            `json:"count"` // prescriptions of this person so far: tells one from the next
	Written moment.Instant `json:"written"`
}

// OrderOn is the order that is in force on a day, or nil: of those whose first
// day has come the one written last. It may have ended.
func (p *Person) OrderOn(day moment.Day) *Order {
	for i := len(p.Orders) - 1; i >= 0; i-- {
		if p.Orders[i].From <= day {
			return &p.Orders[i]
		}
	}
	return nil
}

// Pending is the order whose first day is still to come, or nil.
func (p *Person) Pending(day moment.Day) *Order {
	if n := len(p.Orders); n > 0 && p.Orders[n-1].From > day {
		return &p.Orders[n-1]
	}
	return nil
}

// keptOrders bounds what one person's record holds: the order in force, one to
// come, and what a late entry for the days before may ask for.
const keptOrders = 4

// ordered adds a prescription. It takes the place of every earlier one from its
// first day on.
func (p *Person) ordered(o Order) {
	p.Orders = slices.DeleteFunc(p.Orders, func(x Order) bool { return x.From >= o.From })
	p.Orders = append(p.Orders, o)
	if n := len(p.Orders) - keptOrders; n > 0 {
		p.Orders = slices.Clone(p.Orders[n:])
	}
}

// inForce makes the order of a day the one that the rules look at. Doses of
// another drug or salt are not compared with it (E-UNIT-03): the person starts
// as on a first day.
func (p *Person) inForce(day moment.Day) {
	o := p.OrderOn(day)
	if o == nil && len(p.Orders) > 0 {
		o = &p.Orders[0] // nothing before it: it stands with its first day to come
	}
	if o == nil || p.Rx != nil && p.RxCount == o.Count {
		return
	}
	rx := o.Prescription
	if p.PastForm != rx.Form && rx.From <= day {
		p.Past, p.PastForm = nil, measure.Form{}
	}
	p.Rx, p.RxBy, p.RxLicence, p.RxCount = &rx, o.By, o.Licence, o.Count
}

// lateDays is how long an order that was replaced is kept for late entries.
const lateDays = 2

// turn brings orders into force whose first day has come, and forgets those
// that no late entry asks for any more.
func (s *State) turn(day moment.Day) {
	if len(s.Turning) == 0 {
		return
	}
	s.Turning = slices.DeleteFunc(s.Turning, func(id person.UserID) bool {
		p := s.People[id]
		p.inForce(day)
		for len(p.Orders) > 1 && p.Orders[1].From+lateDays <= day {
			p.Orders = slices.Clone(p.Orders[1:])
		}
		return len(p.Orders) < 2
	})
}

// asOf is the state with the orders that were in force on a day: a late entry
// is judged by the order of its day, and the first command of a morning by the
// one that begins with it. The state itself is not changed.
func (s *State) asOf(day moment.Day) *State {
	var out *State
	for _, id := range s.Turning {
		o := s.People[id].OrderOn(day)
		if o == nil || o.Count == s.People[id].RxCount {
			continue
		}
		if out == nil {
			c := *s
			c.People = make(map[person.UserID]*Person, len(s.People))
			for k, v := range s.People {
				c.People[k] = v
			}
			out = &c
		}
		p := *s.People[id]
		p.inForce(day)
		out.People[id] = &p
	}
	if out == nil {
		return s
	}
	return out
}
