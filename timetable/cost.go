package timetable

import "fmt"

// Rule names a hard rule of a timetable.
type Rule string

// The hard rules: of a person's day, of a site's day, of two people, of a rota.
const (
	RuleSlot     Rule = "slot"     // starts are multiples of the slot
	RuleOpen     Rule = "open"     // a visit lies wholly inside one opening
	RuleBusy     Rule = "busy"     // travel and visit do not overlap a busy time
	RuleGapMin   Rule = "gap-min"  // from start to start, between any two visits of a day
	RuleGapMax   Rule = "gap-max"  // from start to start, between neighbouring doses
	RuleSite     Rule = "site"     // the site is one that the person may use
	RuleDoses    Rule = "doses"    // one entry for each prescribed dose
	RuleBooths   Rule = "booths"   // people in booths
	RuleObs      Rule = "obs"      // people in observation
	RulePrep     Rule = "prep"     // starts that two registered staff can prepare and witness
	RuleStaff    Rule = "staff"    // load that the staff present can carry
	RuleCover    Rule = "rn-min"   // registered staff present at every open minute
	RuleApart    Rule = "apart"    // two people never in one building at one time
	RuleTogether Rule = "together" // two people come together or both miss
)

// Breach says which rule breaks, at which minute, and by how much.
type Breach struct {
	Rule   Rule
	Minute int // where it breaks first
	Need   int // what the rule compares, in its own unit
	Have   int
}

// Error says the breach in words, without names.
func (b Breach) Error() string {
	return fmt.Sprintf("%s at %02d:%02d: needs %d, has %d", b.Rule, b.Minute/60, b.Minute%60, b.Need, b.Have)
}

// Burden is what one day costs a person, in minutes of life and in weighted
// minutes that stand for them. It is the cost of the format, part by part.
type Burden struct {
	Missed  int // charge for prescribed doses that are not scheduled
	Stay    int // in the building
	Travel  int // to the first visit and home from the last, waits for the bus in it
	Between int // between neighbouring visits, the cheaper of staying and going home
	Wish    int // weighted minutes outside the preferred windows
	Drift   int // weighted minutes away from the usual times
}

// Total returns the cost of the day.
func (b Burden) Total() int { return b.Missed + b.Stay + b.Travel + b.Between + b.Wish + b.Drift }

// Add returns the sum of two burdens.
func (b Burden) Add(c Burden) Burden {
	return Burden{b.Missed + c.Missed, b.Stay + c.Stay, b.Travel + c.Travel, b.Between + c.Between,
		b.Wish + c.Wish, b.Drift + c.Drift}
}

// Reach returns how the person gets to a site, or nil where they may not use it.
func (p *Person) Reach(site string) *Reach {
	for i := range p.Sites {
		if p.Sites[i].Site == site {
			return &p.Sites[i]
		}
	}
	return nil
}

// Site returns the site of that id, or nil.
func (in *Instance) Site(id string) *Site {
	for i := range in.Sites {
		if in.Sites[i].ID == id {
			return &in.Sites[i]
		}
	}
	return nil
}

// DayCost returns what a day costs a person who comes at these starts (None: a
// dose is missed), or the first rule that forbids it. The capacity of the site
// is not asked here: Ledger knows it.
func (in *Instance) DayCost(p *Person, day int, site string, starts []int) (Burden, error) {
	if len(starts) != p.Doses {
		return Burden{}, Breach{Rule: RuleDoses, Need: p.Doses, Have: len(starts)}
	}
	if (PersonDay{Starts: starts}).Attended() == 0 {
		return Burden{Missed: p.Doses * in.Rules.MissCost}, nil
	}
	reach, at := p.Reach(site), in.Site(site)
	if reach == nil || at == nil {
		return Burden{}, Breach{Rule: RuleSite}
	}
	for _, s := range starts {
		if s == None {
			continue
		}
		if b := in.allowed(p, reach, at, day, s); b != nil {
			return Burden{}, *b
		}
	}
	if b := gaps(p, starts); b != nil {
		return Burden{}, *b
	}
	return in.Rules.burden(p, reach, starts), nil
}

// allowed returns the rule that forbids one visit, alone.
func (in *Instance) allowed(p *Person, reach *Reach, at *Site, day, s int) *Breach {
	stay := in.Rules.Stay()
	if s < 0 || s%in.SlotMin != 0 {
		return &Breach{Rule: RuleSlot, Minute: s}
	}
	inside := false
	for _, o := range at.Open[day] {
		inside = inside || o.From <= s && s+stay <= o.To
	}
	if !inside {
		return &Breach{Rule: RuleOpen, Minute: s}
	}
	for _, b := range p.Busy {
		if b.Day == day && s-reach.Travel < b.To && b.From < s+stay+reach.Travel {
			return &Breach{Rule: RuleBusy, Minute: s}
		}
	}
	return nil
}

// gaps returns the gap rule that these starts break.
func gaps(p *Person, starts []int) *Breach {
	last := -1 // dose scheduled before
	for k, s := range starts {
		if s == None {
			continue
		}
		if last >= 0 {
			gap := s - starts[last]
			if gap < p.GapMin || gap <= 0 {
				return &Breach{RuleGapMin, s, p.GapMin, gap}
			}
			if k == last+1 && gap > p.GapMax {
				return &Breach{RuleGapMax, s, p.GapMax, gap}
			}
		}
		last = k
	}
	return nil
}

// burden adds up an allowed day with at least one visit.
func (r Rules) burden(p *Person, reach *Reach, starts []int) (b Burden) {
	stay, before := r.Stay(), None
	for k, s := range starts {
		if s == None {
			b.Missed += r.MissCost
			continue
		}
		b.Stay += stay
		b.Wish += p.WPref * max(p.Pref[k].From-s, s-p.Pref[k].To, 0)
		if p.Usual != nil && p.Usual[k] != None {
			b.Drift += p.WUsual * max(0, max(s-p.Usual[k], p.Usual[k]-s)-r.UsualTol)
		}
		if before == None {
			b.Travel += reach.Travel + reach.Early(s)
		} else {
			b.Between += r.Between(p, reach, before, s)
		}
		before = s
	}
	b.Travel += reach.Travel + reach.Wait(before+stay)
	return b
}

// Between returns the minutes that two neighbouring visits take from the time
// between them: all of it when the person stays around, the journeys when they
// go home, and what is left when that is too short to be of use.
func (r Rules) Between(p *Person, reach *Reach, s, next int) int {
	g := next - s - r.Stay()
	trips := 2*reach.Travel + reach.Wait(s+r.Stay()) + reach.Early(next)
	free := g - trips
	if free < 0 {
		return g
	}
	home := trips
	if free < p.Block {
		home += free
	}
	return min(g, home)
}

// Early returns the minutes that the bus arrives before a start.
func (r *Reach) Early(start int) int {
	if r.Bus == nil {
		return 0
	}
	return mod(start-r.Bus.Arrive, r.Bus.Period)
}

// Wait returns the minutes from the end of a visit to the bus home.
func (r *Reach) Wait(end int) int {
	if r.Bus == nil {
		return 0
	}
	return mod(r.Bus.Leave-end, r.Bus.Period)
}

// mod is never negative.
func mod(a, m int) int { return (a%m + m) % m }
