package web

import (
	"fmt"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/dosing"
	"steady/internal/web/page"
	"steady/moment"
	"steady/protocol"
)

// criteria spells each criterion of the programme: met or not, and what would
// meet it.
func (d *wayDraw) criteria(v *page.Way) {
	x := d.w.Decided
	if x == nil {
		return
	}
	v.Asked = fmt.Sprintf("%s, version %s, looked at on %s. What was not recorded is not taken as met.", x.Pack.ID,
		x.Pack.Version, dayWords(d.z.Day(d.w.DecidedAt)))
	pack := d.st.Pack(x.Pack.ID)
	if pack == nil || pack.Eligibility == nil {
		v.Needs = []page.Need{{Text: "This programme has no signed criteria: a prescriber decides.", Rule: "E-PACK-02",
			Source: "this project"}}
	} else {
		v.Needs = needs(pack.Eligibility, x, d.bornDay(), d.z.Day(d.now))
		if x.Outcome == dosing.Refer {
			v.Needs = append(v.Needs, page.Need{Text: "The pack is a draft: a prescriber decides.", Rule: "E-PACK-01",
				Source: "this project"})
		}
	}
	if o := d.w.Override; o != nil {
		v.Aside = fmt.Sprintf("%s decided on %s to go on all the same: %s", d.n.staff(d.w.OverrideBy),
			dayWords(d.z.Day(d.w.OverrideAt)), d.n.of(o.Reason))
	}
}

// needs lists what a programme asks, in its own order of reasons.
func needs(rule *protocol.Eligibility, x *clinic.EligibilityDecided, born, today moment.Day) (out []page.Need) {
	missing := map[string]bool{}
	for _, r := range x.Reasons {
		missing[r] = true
	}
	c := &x.Answers
	add := func(asked bool, reason, text string) {
		if asked {
			out = append(out, page.Need{Text: text, Met: !missing[reason], Rule: rule.Basis.Rule, Source: rule.Basis.Source})
		}
	}
	age := fmt.Sprintf("%d completed years of age needed, %s", rule.MinAge, tally(c.Age))
	if missing["age"] && born != 0 && born.AddYears(rule.MinAge) > today {
		age += fmt.Sprintf("; %d on %s", rule.MinAge, dayWords(born.AddYears(rule.MinAge)))
	}
	add(rule.MinAge > 0, "age", age)
	add(rule.DependenceYears > 0, "dependence_years", fmt.Sprintf("%s of dependence needed, %s",
		many(rule.DependenceYears, "year"), tally(c.DependenceYears)))
	add(len(rule.AnyOf)+len(rule.AllOf) > 0, "severity", severityWords(rule, c))
	add(rule.MainRoute != "", "route", fmt.Sprintf("Main route %s needed, %s recorded", routeWords[rule.MainRoute],
		orWords(routeWords[c.MainRoute], "none")))
	percent := "not recorded"
	if c.InjectingPercent != nil {
		percent = strconv.Itoa(*c.InjectingPercent) + " % recorded"
	}
	add(rule.InjectingPercent > 0, "route", fmt.Sprintf("Injecting on %d %% of days or more needed, %s",
		rule.InjectingPercent, percent))
	tried, longest := 0, 0
	for _, t := range c.Treatments {
		if t.Ended == "without_success" {
			tried++
		}
		longest = max(longest, t.Months)
	}
	add(rule.Treatments > 0, "treatments", fmt.Sprintf("%d of %d treatments needed that did not help enough, %d recorded",
		rule.Treatments, rule.Treatments, tried))
	add(rule.LongestMonths > 0, "treatment_length", fmt.Sprintf("%s of %s or more needed, the longest recorded lasted %s",
		clinic.Sentence(strings.TrimSuffix(rule.Longest.Words(), ".")), many(rule.LongestMonths, "month"),
		many(longest, "month")))
	return out
}

func tally(n int) string {
	if n == 0 {
		return "not recorded"
	}
	return strconv.Itoa(n) + " recorded"
}

func many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

var severityNames = map[string]string{"somatic": "illness of the body", "mental": "illness of the mind",
	"social": "hardship in life with others"}

func severityWords(rule *protocol.Eligibility, c *clinic.Criteria) string {
	spell := func(codes []string) string {
		var out []string
		for _, x := range codes {
			out = append(out, severityNames[x])
		}
		return strings.Join(out, ", ")
	}
	text := ""
	if len(rule.AllOf) > 0 {
		text = "All of these needed: " + spell(rule.AllOf)
	}
	if len(rule.AnyOf) > 0 {
		text = strings.TrimPrefix(text+"; one of these needed: "+spell(rule.AnyOf), "; ")
	}
	var has []string
	for code, yes := range map[string]bool{"somatic": c.SomaticDisorder, "mental": c.MentalDisorder,
		"social": c.SocialDeficit} {
		if yes {
			has = append(has, code)
		}
	}
	recorded := "none"
	if len(has) > 0 {
		recorded = strconv.Itoa(len(has)) + " of 3"
	}
	return strings.ToUpper(text[:1]) + text[1:] + "; " + recorded + " recorded"
}

func endingWords(e *clinic.TreatmentEnded) string {
	for _, x := range clinic.Endings {
		if x.Kind == e.Ending {
			if e.Planned {
				return x.Words + " (planned)"
			}
			return x.Words + " (unplanned)"
		}
	}
	return string(e.Ending)
}

// wayWords says in one line what happened on somebody's way; "" for any other
// fact. d may be nil where only that is asked.
func wayWords(d *personDraw, f clinic.Fact) string {
	said := func(t *clinic.Text) string {
		if d == nil {
			return ""
		}
		return d.n.opt(t)
	}
	switch b := f.(type) {
	case *clinic.PersonReferred:
		return with("Referred", clinic.WordsOf(clinic.Sources, b.Source), said(b.Note))
	case *clinic.EligibilityDecided:
		return with("Criteria of "+b.Pack.ID+" "+b.Pack.Version, outcomeOfCriteria(b))
	case *clinic.EligibilityOverridden:
		return with("A prescriber set a criterion aside", said(&b.Reason))
	case *clinic.Consented:
		return "Agreed to treatment, text " + b.Version
	case *clinic.ConsentWithdrawn:
		return with("Consent withdrawn", said(b.Reason))
	case *clinic.ReasonsWritten:
		return with("In their own words", said(&b.Words))
	case *clinic.WaitingListJoined:
		return with("Waiting list", clinic.WordsOf(clinic.Priorities, b.Priority), said(b.Reason))
	case *clinic.TransferredIn:
		return with("Another service gave "+b.LastDose.String()+" last", said(&b.Service))
	case *clinic.TreatmentEnded:
		return with(endingWords(b), said(b.To), said(b.Reason))
	case *clinic.FollowedUp:
		text := "Asked after them: not reached"
		if b.Reached {
			text = "Asked after them: reached"
		}
		return with(text, said(b.Words))
	}
	return ""
}

func outcomeOfCriteria(b *clinic.EligibilityDecided) string {
	switch b.Outcome {
	case dosing.Eligible:
		return "met"
	case dosing.NotEligible:
		return "not met yet (" + strings.ReplaceAll(strings.Join(b.Reasons, ", "), "_", " ") + ")"
	}
	return "a prescriber decides"
}

// wayTexts are the cabinet texts of a fact of somebody's way.
func wayTexts(f clinic.Fact) (out []*clinic.Text) {
	switch b := f.(type) {
	case *clinic.PersonReferred:
		return []*clinic.Text{b.Note}
	case *clinic.EligibilityOverridden:
		return []*clinic.Text{&b.Reason}
	case *clinic.ConsentWithdrawn:
		return []*clinic.Text{b.Reason}
	case *clinic.ReasonsWritten:
		return []*clinic.Text{&b.Words}
	case *clinic.WaitingListJoined:
		return []*clinic.Text{b.Reason}
	case *clinic.TransferredIn:
		return []*clinic.Text{&b.Service}
	case *clinic.TreatmentEnded:
		return []*clinic.Text{b.To, b.Reason}
	case *clinic.FollowedUp:
		return []*clinic.Text{b.Words}
	}
	return nil
}
