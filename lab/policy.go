package lab

import (
	"encoding/json"
	"slices"
	"strings"
)

// Policy is a set of rules as a difference from today's. Without rules it is
// today.
type Policy struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Why   string `json:"why,omitempty"`
	Rules []Rule `json:"rules,omitempty"`
}

// Authority says whose decision a rule needs before it can change.
type Authority string

// The authorities, the furthest from the service first.
const (
	Law      Authority = "law"
	Licence  Authority = "licence_condition"
	Guidance Authority = "guidance"
	Habit    Authority = "local_habit"
)

// Authorities lists them with the words of the screens.
var Authorities = []AuthorityInfo{{Law, "Law: Parliament or the government"},
	{Licence, "A condition of the licence: the licensing authority"},
	{Guidance, "Guidance: the body that wrote it, and the clinical lead who departs from it"},
	{Habit, "A habit of this service: the service itself"}}

// AuthorityInfo is an authority with the words of the screens.
type AuthorityInfo struct {
	Code  Authority
	Words string
}

// RuleKind names what a rule changes.
type RuleKind string

// The kinds of rules.
const (
	RulePack        RuleKind = "pack"         // settings of the dosing pack
	RuleLaw         RuleKind = "law"          // another jurisdiction pack
	RuleHours       RuleKind = "hours"        // opening hours
	RuleVisits      RuleKind = "visits"       // visits a day
	RuleAccess      RuleKind = "access"       // booked, in groups, or open
	RuleObservation RuleKind = "observation"  // minutes after a dose
	RuleStaff       RuleKind = "staff"        // who is there when
	RuleRoom        RuleKind = "room"         // desks, booths, places
	RuleSite        RuleKind = "site"         // a second or delegated site
	RuleTakeHome    RuleKind = "take_home"    // doses taken home, by time in treatment
	RuleOralCover   RuleKind = "oral_cover"   // fewer visits, with an oral medicine beside
	RuleRoute       RuleKind = "route"        // another route or product
	RuleWeekend     RuleKind = "weekend"      // hours and staff of Saturday and Sunday
	RuleParameter   RuleKind = "parameter"    // what the policy is assumed to change in people's lives
	RuleStaffCarry  RuleKind = "watch_shares" // how many people one member of staff watches
)

// Rule is one change with whose decision it needs. Only the fields of its kind
// are read; the others must be empty.
type Rule struct {
	Kind      RuleKind  `json:"kind"`
	Authority Authority `json:"authority"`
	Source    string    `json:"source,omitempty"` // where the rule is written, or was tried

	Settings  map[string]json.RawMessage `json:"settings,omitempty"` // RulePack: fields of the document
	Document  string                     `json:"document,omitempty"` // RulePack, RuleLaw: id of a built-in pack
	Sessions  []Session                  `json:"sessions,omitempty"` // RuleHours
	Windows   []Window                   `json:"windows,omitempty"`  // RuleHours, RuleWeekend: these days only
	Visits    int                        `json:"visits,omitempty"`   // RuleVisits, RuleOralCover
	Style     string                     `json:"style,omitempty"`    // RuleAccess
	Times     string                     `json:"times,omitempty"`    // RuleAccess; "" stays
	Slot      int                        `json:"slot_min,omitempty"` // RuleAccess
	Every     int                        `json:"every_min,omitempty"`
	Group     int                        `json:"group,omitempty"`
	Minutes   int                        `json:"minutes,omitempty"` // RuleObservation
	Shifts    []Shift                    `json:"shifts,omitempty"`  // RuleStaff, RuleWeekend: these days only
	Desks     int                        `json:"desks,omitempty"`   // RuleRoom; 0 stays
	Booths    int                        `json:"booths,omitempty"`  // RuleRoom
	Places    int                        `json:"places,omitempty"`  // RuleRoom
	Site      *Site                      `json:"site,omitempty"`    // RuleSite, one rule for each
	Ladder    []Rung                     `json:"ladder,omitempty"`  // RuleTakeHome
	Cover     *Cover                     `json:"cover,omitempty"`   // RuleOralCover
	Route     string                     `json:"route,omitempty"`   // RuleRoute
	Product   *Product                   `json:"product,omitempty"`
	Parameter Key                        `json:"parameter,omitempty"` // RuleParameter
	Figure    *Parameter                 `json:"figure,omitempty"`    // RuleParameter
	PerBooth  int                        `json:"per_booth,omitempty"` // RuleStaffCarry; 0 stays
	PerPlace  int                        `json:"per_observed,omitempty"`
}

// Site is a second premises under the same rules, with a register, staff and
// journal of its own. Who lives nearer to it comes to it and not to the first.
type Site struct {
	Name    string    `json:"name"`
	Share   Parameter `json:"share"`  // of people who come to it
	Travel  Parameter `json:"travel"` // their way to it, of the way to the first site
	Desks   int       `json:"desks"`
	Booths  int       `json:"booths"`
	Places  int       `json:"places"`
	Shifts  []Shift   `json:"shifts"`
	Windows []Window  `json:"windows,omitempty"` // none: the hours of the first
}

// Rung is one step of a take-home ladder: who has been in treatment so long
// without a break, and meets the conditions of the law, takes so many daily
// doses home at once.
type Rung struct {
	AfterDays int `json:"after_days"`
	Days      int `json:"days"`
}

// Cover is the oral medicine beside fewer visits (P-ORALCO-01). Its dose is a
// prescriber's, so the scenario states it with a range.
type Cover struct {
	Drug   string    `json:"drug"` // methadone or morphine_slow_release
	Dose   Parameter `json:"dose_mg"`
	Supply string    `json:"supply"` // on_site or instalments
}

// Product is what replaces the injections: a route needs a pack that allows it
// and a form that it is written in.
type Product struct {
	Pack    string    `json:"pack"`
	Salt    string    `json:"salt"`
	Dose    Parameter `json:"dose_mg"`    // single dose that the prescriber heads for
	Content int       `json:"content_mg"` // of one tablet or ampoule
	Share   Parameter `json:"share"`      // of people who change to it
}

// KindInfo says what a kind of rule is, for a page on which rules are chosen.
type KindInfo struct {
	Kind      RuleKind
	Words     string
	Authority Authority // whose decision it usually is
	Needs     []string  // JSON fields of Rule that it reads
}

// Kinds lists the kinds of rules in the order of the screens.
func Kinds() []KindInfo {
	return []KindInfo{
		{RuleHours, "Opening hours", Habit, []string{"sessions", "windows"}},
		{RuleWeekend, "Hours and staff at weekends", Habit, []string{"windows", "shifts"}},
		{RuleVisits, "Visits a day", Guidance, []string{"visits"}},
		{RuleOralCover, "Fewer visits with an oral medicine beside them", Guidance, []string{"visits", "cover"}},
		{RuleAccess, "Booked times, groups, or open", Habit, []string{"style", "times", "slot_min", "every_min", "group"}},
		{RuleObservation, "Minutes of observation after a dose", Guidance, []string{"minutes"}},
		{RuleStaff, "Staff over the day", Habit, []string{"shifts"}},
		{RuleRoom, "Desks, booths and places in observation", Licence, []string{"desks", "booths", "places"}},
		{RuleStaffCarry, "How many people one member of staff watches", Guidance, []string{"per_booth", "per_observed"}},
		{RuleSite, "A second or delegated site", Licence, []string{"site"}},
		{RuleTakeHome, "Doses taken home, by time in treatment", Law, []string{"ladder"}},
		{RuleRoute, "Another route or product", Licence, []string{"route", "product"}},
		{RulePack, "Settings of the dosing pack", Guidance, []string{"settings", "document"}},
		{RuleLaw, "Another jurisdiction", Law, []string{"document"}},
		{RuleParameter, "What the policy is assumed to change", Habit, []string{"parameter", "figure"}},
	}
}

// Needs lists whose decisions a policy needs, the furthest first, each once.
func (p *Policy) Needs() (out []Authority) {
	for _, a := range Authorities {
		if slices.ContainsFunc(p.Rules, func(r Rule) bool { return r.Authority == a.Code }) {
			out = append(out, a.Code)
		}
	}
	return out
}

// Check says what of the policy cannot be run in a scenario, nil where nothing.
// What the packs and the law refuse is refused here as it is at the booth.
func (p *Policy) Check(s *Scenario) error {
	if err := s.Check(); err != nil {
		return err
	}
	_, err := p.plan(s)
	return err
}

// checkRule looks at one rule without the scenario.
func (r *Rule) check() error {
	at := slices.IndexFunc(Kinds(), func(k KindInfo) bool { return k.Kind == r.Kind })
	if at < 0 {
		return refuse("there is no kind of rule %q", r.Kind)
	}
	if !slices.ContainsFunc(Authorities, func(a AuthorityInfo) bool { return a.Code == r.Authority }) {
		return refuse("rule %s: say whose decision it needs: law, licence_condition, guidance or local_habit", r.Kind)
	}
	if r.Authority != Habit && r.Source == "" {
		return refuse("rule %s: write where it stands", r.Kind)
	}
	b, err := json.Marshal(r)
	if err != nil {
		return refuse("rule %s: %v", r.Kind, err)
	}
	var given map[string]json.RawMessage
	if err := json.Unmarshal(b, &given); err != nil {
		return refuse("rule %s: %v", r.Kind, err)
	}
	any := false
	for name := range given {
		switch {
		case name == "kind" || name == "authority" || name == "source":
		case slices.Contains(Kinds()[at].Needs, name):
			any = true
		default:
			return refuse("rule %s does not read %q: it reads %s", r.Kind, name, strings.Join(Kinds()[at].Needs, ", "))
		}
	}
	if !any {
		return refuse("rule %s changes nothing: write %s", r.Kind, strings.Join(Kinds()[at].Needs, ", "))
	}
	return nil
}
