package dosing

import (
	"strconv"

	"steady/moment"
	"steady/protocol"
)

// eligibility answers at c.Now whether the programme's criteria are met.
// Dates are compared as calendar dates, and reaching a limit on the day counts
// as met (E-ELIG-01). What is not recorded is never taken as met.
func (e *engine) eligibility() {
	rule := e.p.Eligibility
	if rule == nil {
		e.refer(stagePrescription, engineering("E-PACK-02"), "the pack has no signed admission rule: the prescriber decides")
		return
	}
	person, today := &e.c.Person, e.c.Zone.Day(e.c.Now)
	since := person.DependenceSince
	count, longest := e.attempts(today, rule)
	for _, x := range []struct {
		asked, met   bool
		reason, text string
	}{
		{rule.MinAge > 0, person.Born != 0 && person.Born.AddYears(rule.MinAge) <= today, "age",
			"completed " + strconv.Itoa(rule.MinAge) + " years"},
		{rule.DependenceYears > 0, since != 0 && since.AddYears(rule.DependenceYears) <= today,
			"dependence_years", "dependent for " + plural(rule.DependenceYears, "year") + " or more"},
		{len(rule.AnyOf)+len(rule.AllOf) > 0, e.severe(rule), "severity",
			"somatic, mental or social deficits as the programme asks"},
		{rule.MainRoute != "" || rule.InjectingPercent > 0, e.injects(rule), "route",
			"the main route and its share of days"},
		{rule.Treatments > 0, count >= rule.Treatments, "treatments",
			plural(rule.Treatments, "treatment") + " ended without success"},
		{rule.LongestMonths > 0, longest, "treatment_length",
			rule.Longest.Words() + " of " + plural(rule.LongestMonths, "month") + " or more"},
	} {
		if x.asked {
			e.criterion(x.met, x.reason, x.text)
		}
	}
	if e.d.Outcome == "" {
		e.draft() // what is not met is told under a draft too; what is met passes under none
	}
	if e.d.Outcome == "" {
		e.d.Outcome = Eligible
	}
}

func (e *engine) criterion(met bool, reason, text string) {
	if met {
		e.find(stagePrescription, Info, e.p.Eligibility.Basis, "shown: "+text)
		return
	}
	e.d.Reasons = append(e.d.Reasons, reason)
	e.conclude(NotEligible, stagePrescription, Stop, e.p.Eligibility.Basis, "not shown: "+text)
}

func (e *engine) severe(rule *protocol.Eligibility) bool {
	has := map[string]bool{
		"somatic": e.c.Person.SomaticDisorder, "mental": e.c.Person.MentalDisorder, "social": e.c.Person.SocialDeficit,
	}
	met := len(rule.AnyOf) == 0
	for _, word := range rule.AnyOf {
		met = met || has[word]
	}
	for _, word := range rule.AllOf {
		met = met && has[word]
	}
	return met
}

func (e *engine) injects(rule *protocol.Eligibility) bool {
	p := &e.c.Person
	if rule.MainRoute != "" && p.MainRoute != rule.MainRoute {
		return false
	}
	least := int64(rule.InjectingPercent) * 1000
	return least == 0 || p.InjectingPercent != nil && int64(*p.InjectingPercent) >= least
}

// attempts counts treatments that ended without success by today, and whether
// one of the kind that the programme asks for lasted as long as it asks. One
// that is under way lasts until today.
func (e *engine) attempts(today moment.Day, rule *protocol.Eligibility) (count int, longest bool) {
	for _, t := range e.c.Person.Treatments {
		end := t.To
		if end == 0 && t.Ended == "ongoing" {
			end = today
		}
		if t.From == 0 || end > today || end < t.From { // a last day that is not recorded is before any first day
			continue
		}
		if t.Ended == "without_success" {
			count++
		}
		l := rule.Longest
		fits := (l.Kind == "" || t.Kind == l.Kind) && (!l.Psychosocial || t.Psychosocial) &&
			(!l.WithoutSuccess || t.Ended == "without_success")
		longest = longest || fits && t.From.AddMonths(rule.LongestMonths) <= end
	}
	return count, longest
}
