package compare

import (
	"fmt"
	"slices"
	"strings"

	"steady/lab"
)

// rulings are the authorities of rules, and who decides.
var rulings = map[lab.Authority]struct {
	ruling Ruling
	needs  string
}{
	lab.Law:      {Law, "Parliament or the government"},
	lab.Licence:  {Licence, "the licensing authority"},
	lab.Guidance: {Guidance, "the clinical lead, who departs from it in writing"},
	lab.Habit:    {Habit, "the service itself"},
}

// FromPolicy says a policy's rules in words, whose decision each is, and its
// settings as numbers where it differs from today's house.
func FromPolicy(p *lab.Policy, today *lab.House) Policy {
	out := Policy{ID: p.ID, Name: p.Name, Why: p.Why, Rules: []Rule{}, Facts: facts(p, today)}
	for i := range p.Rules {
		r := &p.Rules[i]
		a := rulings[r.Authority]
		out.Rules = append(out.Rules, Rule{Text: RuleText(r), Ruling: a.ruling, Needs: a.needs, Source: r.Source})
	}
	return out
}

// RuleText says one rule in a sentence without a full stop.
func RuleText(r *lab.Rule) string {
	switch r.Kind {
	case lab.RuleHours:
		return "Open " + hours(r.Sessions, r.Windows)
	case lab.RuleWeekend:
		return "At weekends open " + hours(nil, r.Windows)
	case lab.RuleVisits:
		return fmt.Sprintf("%s a day", count(r.Visits, "visit"))
	case lab.RuleOralCover:
		text := fmt.Sprintf("%s a day, with an oral medicine beside", count(r.Visits, "visit"))
		if r.Cover != nil {
			text += fmt.Sprintf(" (%s, about %s mg, %s)", plain(r.Cover.Drug), Number(r.Cover.Dose.Value), plain(r.Cover.Supply))
		}
		return text
	case lab.RuleAccess:
		return "People come " + map[string]string{"booked": "at booked times", "group": "in groups", "open": "when they " +
			"like within the hours"}[r.Style]
	case lab.RuleObservation:
		return fmt.Sprintf("%s of observation after a dose", count(r.Minutes, "minute"))
	case lab.RuleStaff:
		return "Other staff over the day: " + staff(r.Shifts)
	case lab.RuleRoom:
		return "Rooms: " + rooms(r)
	case lab.RuleSite:
		return site(r.Site)
	}
	return ruleText(r)
}

func ruleText(r *lab.Rule) string {
	switch r.Kind {
	case lab.RuleTakeHome:
		var steps []string
		for _, x := range r.Ladder {
			steps = append(steps, fmt.Sprintf("after %s in treatment %s at once", count(x.AfterDays, "day"),
				count(x.Days, "daily dose")))
		}
		return "Doses taken home: " + strings.Join(steps, ", ")
	case lab.RuleRoute:
		if r.Product == nil {
			return "Another route: " + plain(r.Route)
		}
		return fmt.Sprintf("Another route for a share of people (%s): %s, pack %s", Number(r.Product.Share.Value),
			plain(r.Route),
			r.Product.Pack)
	case lab.RulePack:
		if r.Document != "" {
			return "Dosing pack " + r.Document
		}
		return "Other settings of the dosing pack: " + strings.Join(names(r), ", ")
	case lab.RuleLaw:
		return "The rules of the jurisdiction pack " + r.Document
	case lab.RuleParameter:
		if r.Figure == nil {
			return "Assumed: " + string(r.Parameter)
		}
		return fmt.Sprintf("Assumed: %s becomes %s (%s to %s)", known(r.Parameter).Words, Number(r.Figure.Value),
			Number(r.Figure.Lo), Number(r.Figure.Hi))
	case lab.RuleStaffCarry:
		return fmt.Sprintf("One member of staff watches %d in booths, %d in observation (0: as today)", r.PerBooth,
			r.PerPlace)
	}
	return string(r.Kind)
}

func known(key lab.Key) lab.Known {
	for _, k := range lab.Catalogue() {
		if k.Key == key {
			return k
		}
	}
	return lab.Known{Key: key, Words: string(key)}
}

func names(r *lab.Rule) (out []string) {
	for name := range r.Settings {
		out = append(out, plain(name))
	}
	slices.Sort(out)
	return out
}

func plain(word string) string { return strings.ReplaceAll(word, "_", " ") }

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

func hours(sessions []lab.Session, windows []lab.Window) string {
	var out []string
	for _, s := range sessions {
		out = append(out, clock(s.From)+"-"+clock(s.To))
	}
	for _, w := range windows {
		text := clock(w.From) + "-" + clock(w.To)
		if len(w.Days) > 0 && len(w.Days) < 7 {
			text += " on " + weekdays(w.Days)
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

func weekdays(days []int) string {
	var out []string
	for _, d := range days {
		if d >= 0 && d < 7 {
			out = append(out, []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}[d])
		}
	}
	return strings.Join(out, " ")
}

func staff(shifts []lab.Shift) string {
	var out []string
	for _, s := range shifts {
		out = append(out, fmt.Sprintf("%s-%s %d registered and %d support", clock(s.From), clock(s.To), s.Registered,
			s.Support))
	}
	return strings.Join(out, "; ")
}

func rooms(r *lab.Rule) string {
	var out []string
	for _, x := range []struct {
		n    int
		what string
	}{{r.Desks, "desk"}, {r.Booths, "booth"}, {r.Places, "place"}} {
		if x.n > 0 {
			out = append(out, count(x.n, x.what))
		}
	}
	return strings.Join(out, ", ")
}

func site(s *lab.Site) string {
	if s == nil {
		return "A second site"
	}
	return fmt.Sprintf("A second site, %s: %s, %s, for about %s %% of people, whose way becomes %s %% of what it is",
		s.Name,
		count(s.Booths, "booth"), count(s.Places, "place"), Number(100*s.Share.Value), Number(100*s.Travel.Value))
}

// facts are settings of a policy by the names of PublishedSettings. What a
// policy leaves to a pack is not among them.
func facts(p *lab.Policy, today *lab.House) map[string]float64 {
	out := map[string]float64{"visits_per_day": float64(today.Visits), "doses_per_day": float64(today.Visits),
		"open_hours": open(today.Sessions)}
	if today.Observation > 0 {
		out["observation_min"] = float64(today.Observation)
	}
	for _, r := range p.Rules {
		switch r.Kind {
		case lab.RuleVisits, lab.RuleOralCover:
			out["visits_per_day"], out["doses_per_day"] = float64(r.Visits), float64(r.Visits)
		case lab.RuleHours:
			if len(r.Sessions) > 0 {
				out["open_hours"] = open(r.Sessions)
			}
		case lab.RuleObservation:
			out["observation_min"] = float64(r.Minutes)
		case lab.RuleTakeHome:
			for _, x := range r.Ladder {
				out["take_home_days"] = max(out["take_home_days"], float64(x.Days))
			}
		}
	}
	return out
}

// open is the hours a day that sessions are open.
func open(sessions []lab.Session) (h float64) {
	for _, s := range sessions {
		h += float64(s.To-s.From) / 60
	}
	return h
}
