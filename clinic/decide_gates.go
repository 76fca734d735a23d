package clinic

import (
	"fmt"
	"slices"
	"strings"

	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/visit"
)

// gates decides what clinicians sign for one person and what people do against
// the engine's word.
func (d *decider) gates(body Body) *Refusal {
	switch b := body.(type) {
	case SignBaseline:
		return d.signBaseline(b)
	case ConfirmScale:
		return d.confirmScale(b)
	case Override:
		return d.override(b)
	case AcknowledgeOverrides:
		return d.acknowledge(b)
	case LeaveEarly:
		return d.leaveEarly(b)
	case AskAfter:
		return d.askAfter(b)
	case MarkSite:
		return d.markSite(b)
	case CorrectInjected:
		return d.correctInjected(b)
	}
	return nil
}

// Baselines lie where NEWS2 scores less than 3: what scores 3 withholds
// whatever anybody signs (E-NEWS-04). Scale 2 scores 3 at 83 % and below.
const (
	leastSpO2 = measure.Milli(84_000)
	mostSpO2  = measure.Milli(100_000)
	leastRR   = measure.Milli(9_000)
	mostRR    = measure.Milli(25_000)
)

// signBaseline takes a baseline only from a prescriber, with a last day and a
// reason: without it the pack's limits and the fail-safe ones stand (E-ORD-04).
func (d *decider) signBaseline(b SignBaseline) *Refusal {
	if no := d.signs(b.Person, b.Reason); no != nil {
		return no
	}
	within := func(m *measure.Milli, least, most measure.Milli) bool { return m == nil || *m >= least && *m <= most }
	switch none := b.SpO2 == nil && b.RR == nil; {
	case !within(b.SpO2, leastSpO2, mostSpO2) || !within(b.RR, leastRR, mostRR):
		return refusal.New("baseline_impossible", "S-SPO2-PRE", fmt.Sprintf(
			"A baseline lies between %s and %s %% SpO2, %s and %s breaths a minute: below that no dose is given at all.",
			leastSpO2, mostSpO2, leastRR, mostRR))
	case !none && b.Until < d.today():
		return refusal.New("baseline_undated", "S-SPO2-PRE",
			"Write the last day on which this baseline holds: after it the ordinary limits stand again.")
	case none && d.s.People[b.Person].Baseline == nil:
		return refusal.New("baseline_impossible", "S-SPO2-PRE", "There is no baseline to take back.")
	}
	d.say(&BaselineSigned{b})
	return nil
}

func (d *decider) confirmScale(b ConfirmScale) *Refusal {
	if no := d.signs(b.Person, b.Reason); no != nil {
		return no
	}
	if b.Scale != 1 && b.Scale != 2 {
		return refusal.New("scale_unknown", "E-NEWS-04", "Choose scale 1, or scale 2 for confirmed hypercapnic failure.")
	}
	d.say(&ScaleConfirmed{b})
	return nil
}

// signs asks for a prescriber, a known person and a reason.
func (d *decider) signs(id person.UserID, reason Text) *Refusal {
	switch {
	case d.s.People[id] == nil:
		return unknownPerson()
	case !d.s.Staff[d.c.By].Has(person.Prescriber):
		return refusal.New("prescriber_only", "R-REG-19", "Only a prescriber signs this.")
	case reason.Ref == "":
		return refusal.New("reason_missing", "E-ORD-04", "Write your reason in one line.")
	}
	return nil
}

// override settles a referral without a prescriber where the pack's own rows
// allow it: each rule that referred, this role, and a second person where any
// of the rows asks for one. An unset table lets nobody.
func (d *decider) override(b Override) *Refusal {
	v, no := d.visit(b.Visit, visit.Override)
	if no != nil {
		return no
	}
	switch {
	case b.Reason.Ref == "":
		return refusal.New("reason_missing", "E-ORD-03", "Write your reason in one line.")
	case b.Dose == nil || *b.Dose <= 0:
		return refusal.New("dose_missing", "E-ORD-03", "Write the dose to give, in milligrams.")
	case !slices.Contains(d.s.Staff[d.c.By].Roles, b.Role):
		return refusal.New("not_your_role", "E-ORD-03", "Choose a role that is yours.")
	}
	rules, second, no := d.s.mayOverride(v, b.Role)
	if no != nil {
		return no
	}
	if *b.Dose > *v.Decision.Limit {
		return refusal.New("above_limit", lastLimit(v.Decision.Findings), fmt.Sprintf(
			"The most the rules allow now is %s: choose that or less.", *v.Decision.Limit))
	}
	if no := d.stillAllowed(v, *b.Dose, true); no != nil {
		return no
	}
	out := &Overridden{Visit: b.Visit, Role: b.Role, Rules: rules, Dose: *b.Dose, Reason: b.Reason}
	if second {
		if no := d.twoPeople(); no != nil {
			return no
		}
		out.Signed = d.c.Witness
	}
	d.say(out)
	return nil
}

// mayOverride lists the rules that referred and whether a second person is
// needed. It refuses where anything stopped, where a hold stands, where a nurse
// asked of her own wish, or where the pack names no row for one of the rules.
func (s *State) mayOverride(v *Visit, role person.Role) (rules []string, second bool, no *Refusal) {
	hard := refusal.New("not_overridable", "E-ORD-02",
		"This cannot be overridden here: the prescriber answers, the readings are taken again, or the dose is withheld.")
	p, dec := s.People[v.Person], v.Decision
	if dec == nil || dec.Outcome != dosing.Refer || dec.Limit == nil || *dec.Limit == 0 || p.Rx == nil ||
		v.Referral == nil || v.Referral.Question != nil || s.packs[p.Rx.Pack] == nil {
		return nil, false, hard
	}
	pack := s.packs[p.Rx.Pack]
	for _, f := range dec.Findings {
		if f.Effect != dosing.ReferTo && f.Effect != dosing.Challenge {
			continue
		}
		row := pack.OverrideFor(f.Rule, string(role))
		if row == nil {
			return nil, false, hard
		}
		second = second || row.Second
		if !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	if len(rules) == 0 {
		return nil, false, hard
	}
	return rules, second, nil
}

// MayOverride reports whether somebody in the role may override the referral
// of a visit now, and whether a second person confirms it.
func (s *State) MayOverride(v *Visit, role person.Role) (second, ok bool) {
	_, second, no := s.mayOverride(v, role)
	return second, no == nil && visit.May(v.Stage, visit.Override)
}

// acknowledge is the lead's word on a week that is over or under way. Nobody
// looks at their own decisions, and nobody at a list they did not see.
func (d *decider) acknowledge(b AcknowledgeOverrides) *Refusal {
	list := d.s.HumanDecisions(b.Week)
	switch {
	case b.Week != monday(b.Week) || b.Week > d.today() || len(list) == 0:
		return refusal.New("week_unknown", "E-ORD-03", "Choose a week that has decisions to look at.")
	case b.Seen != len(list):
		return refusal.New("week_changed", "E-ORD-03", "A decision was added while the page was open: look again.")
	case b.Note.Ref == "":
		return refusal.New("reason_missing", "E-ORD-03", "Write in one line what you found.")
	}
	for _, h := range list {
		if h.By == d.c.By {
			return refusal.New("own_decision", "E-ORD-03",
				"One of these decisions is your own: another prescriber looks at this week.")
		}
	}
	d.say(&OverridesAcknowledged{b})
	return nil
}

// monday is the first day of the week of a day.
func monday(day moment.Day) moment.Day {
	return day - moment.Day(day.Weekday())
}

// leaveEarly records that somebody went before they were released.
func (d *decider) leaveEarly(b LeaveEarly) *Refusal {
	v, no := d.visit(b.Visit, visit.LeaveEarly)
	if no != nil {
		return no
	}
	if b.Reason.Ref == "" {
		return refusal.New("reason_missing", "P-POST-01", "Write in one line what you saw and what was said.")
	}
	d.watch(v, b.Readings)
	d.end(b.Visit, visit.LeftBefore, nil)
	d.say(&LeftEarly{b.Visit, v.Person, b.Reason})
	return nil
}

func (d *decider) askAfter(b AskAfter) *Refusal {
	open, ok := d.s.FollowUps[b.Visit]
	switch {
	case !ok:
		return refusal.New("nobody_to_ask_after", "P-POST-01", "Nobody is to be asked after for this visit any more.")
	case !slices.Contains(Founds(), b.How) || b.Words.Ref == "":
		return refusal.New("ask_after_incomplete", "P-POST-01", "Choose how the person was found, and write one line.")
	}
	d.say(&AskedAfter{b.Visit, open.Person, b.How, b.Words})
	return nil
}

func (d *decider) markSite(b MarkSite) *Refusal {
	p := d.s.People[b.Person]
	switch {
	case p == nil:
		return unknownPerson()
	case sites[b.Site] == "":
		return refusal.New("site_missing", "E-SITE-09", "Choose one of the sites on the screen.")
	case b.Infected == slices.Contains(p.Infected, b.Site):
		return refusal.New("site_marked", "E-SITE-09", "That is what is recorded for this site already.")
	case b.Reason.Ref == "":
		return refusal.New("reason_missing", "E-SITE-09", "Write in one line what you saw.")
	}
	d.say(&SiteMarked{b})
	return nil
}

// siteAllowed is E-SITE-09 and P-SITE-02 for where it went in. What has
// happened is never kept out of the record: with a reason it is written.
func (d *decider) siteAllowed(p *Person, b Administer) *Refusal {
	switch {
	case b.Given == 0:
	case slices.Contains(p.Infected, b.Site) && b.Despite == nil:
		return refusal.New("site_infected", "E-SITE-09",
			"This site is marked infected: use another. If it was injected there already, write why in one line.")
	case lowerLimb(b.Site) && !b.RisksTold && !p.RisksTold:
		return refusal.New("risks_not_told", "P-SITE-02",
			"Leg and foot carry more risk: talk it through with the person and tick that you did, or use an arm.")
	}
	return nil
}

// lowerLimb reports a vein of leg or foot.
func lowerLimb(site string) bool {
	return sites[site] == "iv" && (strings.HasSuffix(site, "_leg") || strings.HasSuffix(site, "_foot"))
}

// SiteAdvice says what stands against a site now: "infected", "rest" on a third
// use of one muscle in a row, "risks" for a leg or foot whose risks were not
// talked about; "" says nothing (E-SITE-09, P-SITE-02).
func (p *Person) SiteAdvice(site string) string {
	n := len(p.Sites)
	switch {
	case slices.Contains(p.Infected, site):
		return "infected"
	case sites[site] == "im" && n >= 2 && p.Sites[n-1] == site && p.Sites[n-2] == site:
		return "rest"
	case lowerLimb(site) && !p.RisksTold:
		return "risks"
	}
	return ""
}

// correctInjected writes what really went in beside what was written, before
// two people, with a note on each line of the register.
func (d *decider) correctInjected(b CorrectInjected) *Refusal {
	v := d.s.Visits[b.Visit]
	if v == nil || v.Injected == nil {
		return refusal.New("nothing_injected", "R-REG-06", "No injection is recorded at this visit.")
	}
	switch was := v.Injected.Given; {
	case b.Reason.Ref == "":
		return refusal.New("reason_missing", "R-REG-06", "Write in one line how the mistake was found.")
	case b.Given < 0 || b.Given > v.Injected.Prescribed:
		return refusal.New("more_than_syringe", "R-REG-13", fmt.Sprintf(
			"The syringe held %s: write that or less.", v.Injected.Prescribed))
	case b.Given == was:
		return refusal.New("nothing_to_correct", "R-REG-06", "That is what is recorded already.")
	}
	if no := d.twoPeople(); no != nil {
		return no
	}
	for _, l := range v.Lines {
		note, no := d.s.Accounts.NoteOn(l.Page, l.Seq, d.s.Register, b.Reason)
		if no != nil {
			return no
		}
		d.say(&note)
	}
	d.say(&InjectedCorrected{b.Visit, v.Injected.Given, b.Given, b.Reason, d.signed()})
	return nil
}
