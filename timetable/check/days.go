package check

import (
	"fmt"

	"steady/timetable"
)

// readDays takes the person-days of a plan in their order. The first of a
// person and day counts; one that cannot be costed does not.
func (r *reading) readDays(plan *timetable.Plan) {
	type key struct {
		person string
		day    int
	}
	seen := map[key]bool{}
	for _, e := range plan.Days {
		where := Breach{Site: e.Site, Person: e.Person, Day: &e.Day}
		p := r.people[e.Person]
		breach := func(rule Rule, format string, a ...any) {
			where.Rule = rule
			r.say(where, format, a...)
		}
		switch {
		case p == nil:
			breach(RulePerson, "the instance has no person %q", e.Person)
			continue
		case e.Day < 0 || e.Day >= r.inst.Days:
			breach(RuleDay, "the days are 0 to %d", r.inst.Days-1)
			continue
		case seen[key{e.Person, e.Day}]:
			breach(RuleTwice, "this day of this person is given twice; the first counts")
			continue
		}
		seen[key{e.Person, e.Day}] = true
		site := r.sites[e.Site]
		switch {
		case e.Site == "" && e.Attended() == 0 && len(e.Starts) == p.Doses:
			continue // all missed, in so many words
		case site == nil:
			breach(RuleSite, "the instance has no site %q", e.Site)
			continue
		case visits(p, e.Site) == nil:
			breach(RuleSite, "the person is not allowed at this site")
			continue
		case len(e.Starts) != p.Doses:
			breach(RuleStarts, "%d starts for %d prescribed doses: write null for a dose without a time", len(e.Starts),
				p.Doses)
			continue
		}
		d := day{site: site, starts: e.Starts}
		if r.days[p.ID] == nil {
			r.days[p.ID] = map[int]day{}
		}
		r.days[p.ID][e.Day] = d
		r.allowed(p, e.Day, d)
	}
}

// visits finds how the person comes to a site; nil where they may not.
func visits(p *timetable.Person, site string) *timetable.Reach {
	for i := range p.Sites {
		if p.Sites[i].Site == site {
			return &p.Sites[i]
		}
	}
	return nil
}

// allowed says of each start whether this person may have it, the clinic empty.
func (r *reading) allowed(p *timetable.Person, n int, d day) {
	before := -1 // dose index of the visit before
	for k, s := range d.starts {
		if s == timetable.None {
			continue
		}
		where := Breach{Site: d.site.ID, Person: p.ID, Day: &n, Minute: &s}
		if rule, text := r.mayStart(p, d.site, n, s); rule != "" {
			where.Rule = rule
			r.say(where, "%s", text)
		}
		if before >= 0 {
			gap := s - d.starts[before]
			switch {
			case gap <= 0:
				where.Rule = RuleOrder
				r.say(where, "dose %d starts no later than dose %d", k+1, before+1)
			case gap < p.GapMin:
				where.Rule = RuleGapMin
				r.say(where, "%d minutes after dose %d; at least %d", gap, before+1, p.GapMin)
			case before == k-1 && gap > p.GapMax:
				where.Rule = RuleGapMax
				r.say(where, "%d minutes after dose %d; at most %d", gap, before+1, p.GapMax)
			}
		}
		before = k
	}
}

// mayStart is the part of allowedness that one visit decides alone; the rule is
// empty where it may be.
func (r *reading) mayStart(p *timetable.Person, site *timetable.Site, n, s int) (Rule, string) {
	if s%r.inst.SlotMin != 0 {
		return RuleSlot, "starts are multiples of " + fmt.Sprintf("%d minutes", r.inst.SlotMin)
	}
	end := s + stay(r.inst)
	inside := false
	for _, w := range site.Open[n] {
		inside = inside || w.From <= s && end <= w.To
	}
	if !inside {
		return RuleOpen, "the visit from " + Clock(s) + " to " + Clock(end) + " does not lie inside one open window"
	}
	travel := visits(p, site.ID).Travel
	for _, b := range p.Busy {
		if b.Day == n && s-travel < b.To && b.From < end+travel {
			return RuleBusy, "out from " + clock(s-travel) + " to " + clock(end+travel) + ", busy from " + Clock(b.From) +
				" to " + Clock(b.To)
		}
	}
	return "", ""
}

// stay is how long a visit lasts.
func stay(inst *timetable.Instance) int { return inst.Rules.BoothMin + inst.Rules.ObsMin }
