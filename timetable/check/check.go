// Package check reads a timetable a second time. It shares the types of an
// instance and of a plan with the optimiser and nothing else: every rule, cost
// and bound of docs/reference/timetable.md is worked out here again from its
// text, by the minute and without tables, so that one mistake would have to be
// made twice to pass.
package check

import (
	"fmt"
	"slices"

	"steady/timetable"
)

// Report is what a plan comes to. The numbers are those of the plan as it is
// written, whole minutes: a person-day that cannot be costed (an unknown
// site, a wrong number of starts) counts as all missed. Where Valid is
// false they describe no week that could happen.
type Report struct {
	Valid     bool     `json:"valid"`
	Objective int      `json:"objective"` // Burden + fair_w * Z + Rota
	Burden    int      `json:"burden"`    // of everybody's seven days
	Missed    int      `json:"missed"`    // prescribed doses without a time
	Z         int      `json:"z"`         // the most that anybody carries beyond their own best week
	Rota      int      `json:"rota"`      // cost of the shifts
	Errors    []Breach `json:"errors"`    // in order of days, empty in a valid plan
}

// Rule names what a plan broke; docs/reference/timetable.md lists the words.
type Rule string

// The rules. The first seven are about how the plan is written.
const (
	RuleTwice    Rule = "twice"    // a person-day given a second time
	RulePerson   Rule = "person"   // nobody of that name
	RuleDay      Rule = "day"      // not one of the instance's days
	RuleSite     Rule = "site"     // unknown, or not one of the person's
	RuleStarts   Rule = "starts"   // not one start for each prescribed dose
	RuleHabit    Rule = "habit"    // not one usual time for each prescribed dose
	RuleShift    Rule = "shift"    // unknown, or a count outside 0..max
	RuleOrder    Rule = "order"    // a later dose does not start later
	RuleSlot     Rule = "slot"     // no multiple of slot_min
	RuleOpen     Rule = "open"     // not wholly inside an open window
	RuleBusy     Rule = "busy"     // travel or visit while the person is busy
	RuleGapMin   Rule = "gap_min"  // too soon after the visit before
	RuleGapMax   Rule = "gap_max"  // too long after the dose before
	RuleBooths   Rule = "booths"   // hard constraint 1
	RuleObs      Rule = "obs"      // hard constraint 1
	RulePrep     Rule = "prep"     // hard constraint 2
	RuleStaff    Rule = "staff"    // hard constraint 3
	RuleRN       Rule = "rn_min"   // hard constraint 4
	RuleApart    Rule = "apart"    // two people in one building
	RuleTogether Rule = "together" // two people not together
)

// Breach is one rule that a plan breaks, and where. Minute is after midnight.
type Breach struct {
	Rule   Rule   `json:"rule"`
	Site   string `json:"site,omitempty"`
	Person string `json:"person,omitempty"`
	Day    *int   `json:"day,omitempty"`
	Minute *int   `json:"minute,omitempty"`
	Text   string `json:"text"`
}

// Error makes a breach an error that says where and what.
func (b Breach) Error() string {
	out := string(b.Rule)
	if b.Site != "" {
		out += ", site " + b.Site
	}
	if b.Day != nil {
		out += fmt.Sprintf(", day %d", *b.Day)
	}
	if b.Minute != nil {
		out += ", " + Clock(*b.Minute)
	}
	if b.Person != "" {
		out += ", person " + b.Person
	}
	return out + ": " + b.Text
}

// Clock spells minutes after midnight: 610 is 10:10.
func Clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// day is one person's day as the plan gives it.
type day struct {
	site   *timetable.Site
	starts []int // one for each dose, timetable.None where it is missed
}

// reading is one plan under the glass.
type reading struct {
	inst   *timetable.Instance
	people map[string]*timetable.Person
	sites  map[string]*timetable.Site
	days   map[string]map[int]day // by person
	rota   map[string]map[string]int
	report Report
}

// Check reads a plan against its instance. Where the plan chose habits, drift is
// counted from them and not from the usual times of the instance.
func Check(inst *timetable.Instance, plan *timetable.Plan) Report {
	inst, wrong := accustomed(inst, plan.Habits)
	r := newReading(inst)
	r.report.Errors = append(r.report.Errors, wrong...)
	r.readDays(plan)
	r.readRota(plan)
	for d := range inst.Days {
		for i := range inst.Sites {
			r.capacity(&inst.Sites[i], d)
		}
		r.apart(d)
		r.together(d)
	}
	r.count()
	slices.SortStableFunc(r.report.Errors, func(a, b Breach) int { return at(a) - at(b) })
	r.report.Valid = len(r.report.Errors) == 0
	return r.report
}

func newReading(inst *timetable.Instance) *reading {
	r := &reading{inst: inst, people: map[string]*timetable.Person{}, sites: map[string]*timetable.Site{},
		days: map[string]map[int]day{}, rota: map[string]map[string]int{}, report: Report{Errors: []Breach{}}}
	for i := range inst.People {
		r.people[inst.People[i].ID] = &inst.People[i]
	}
	for i := range inst.Sites {
		r.sites[inst.Sites[i].ID] = &inst.Sites[i]
	}
	return r
}

// at orders breaches by time; those without a day come first.
func at(b Breach) int {
	switch {
	case b.Day == nil:
		return -1
	case b.Minute == nil:
		return *b.Day * minutesOfDay
	}
	return *b.Day*minutesOfDay + *b.Minute
}

const minutesOfDay = 1440

func (r *reading) say(b Breach, format string, a ...any) {
	b.Text = fmt.Sprintf(format, a...)
	r.report.Errors = append(r.report.Errors, b)
}

// count adds up what the weeks cost.
func (r *reading) count() {
	for i := range r.inst.People {
		p := &r.inst.People[i]
		burden, own := 0, 0
		for d := range r.inst.Days {
			cost, doses := r.cost(p, r.days[p.ID][d])
			burden, r.report.Missed = burden+cost, r.report.Missed+doses
			own += r.cheapest(p, d)
		}
		r.report.Burden += burden
		r.report.Z = max(r.report.Z, burden-own)
	}
	r.report.Objective = r.report.Burden + r.inst.Rules.FairW*r.report.Z + r.report.Rota
}

// Day reads one person's day alone: what it costs, and which rules that need no
// clinic capacity it breaks.
func Day(inst *timetable.Instance, d timetable.PersonDay) (minutes int, breaches []Breach) {
	r := newReading(inst)
	r.readDays(&timetable.Plan{Days: []timetable.PersonDay{d}})
	if p := r.people[d.Person]; p != nil {
		minutes, _ = r.cost(p, r.days[d.Person][d.Day])
	}
	return minutes, r.report.Errors
}

// Own is what a person's seven cheapest allowed days cost, alone in the clinic.
// It is 0 for somebody who is not in the instance.
func Own(inst *timetable.Instance, id string) (minutes int) {
	r := newReading(inst)
	if p := r.people[id]; p != nil {
		for d := range inst.Days {
			minutes += r.cheapest(p, d)
		}
	}
	return minutes
}
