package clinic

import (
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/refusal"
	"steady/register"
	"steady/visit"
)

// longestAway is beyond any absence that is planned: after it treatment
// begins again (E-MISS-04), whatever bridged it.
const longestAway = 92

func (d *decider) aways(body Body) *Refusal {
	switch b := body.(type) {
	case AskAway:
		return d.askAway(b)
	case AnswerAway:
		return d.answerAway(b)
	case EndAway:
		return d.endAway(b)
	}
	return nil
}

func (d *decider) askAway(b AskAway) *Refusal {
	if d.s.People[b.Person] == nil {
		return unknownPerson()
	}
	if no := d.s.inTreatment(b.Person); no != nil {
		return no
	}
	mine := d.s.AwayOf(b.Person)
	switch {
	case person.CheckID(b.Away) != nil || d.s.awayByID(b.Away) != nil || len(mine) >= awaysKept:
		return refusal.New("away_incomplete", lifeRule, "These days are asked for already: load the page again.")
	case b.From < d.s.zone.Day(d.now) || b.To < b.From || b.To >= b.From+longestAway:
		return refusal.New("away_incomplete", lifeRule,
			"Write the first and the last day away, from today on, at most three months.")
	case slices.ContainsFunc(mine, func(x Away) bool { return x.From <= b.To && b.From <= x.To }):
		return refusal.New("away_known", lifeRule, "Some of these days are asked for or agreed already: end that first.")
	}
	d.say(&AwayAsked{b})
	return nil
}

// Bridge is one way to bridge days away, with why it cannot be; "" is that it
// can.
type Bridge struct {
	Kind BridgeKind
	No   string
}

// BridgesFor lists what could bridge days away: what the prescriptions in force,
// and the law behind doses taken home, allow for all of these days.
func (s *State) BridgesFor(id person.UserID, from, to moment.Day) (out []Bridge) {
	for _, k := range Bridges {
		out = append(out, Bridge{k.Code, s.bridge(k.Code, id, from, to)})
	}
	return out
}

func (s *State) bridge(kind BridgeKind, id person.UserID, from, to moment.Day) string {
	p := s.People[id]
	if kind == BridgeTransfer || kind == BridgeNothing {
		return ""
	}
	days := int(to-from) + 1
	for day := from; day <= to; day++ {
		o := p.OrderOn(day)
		if o == nil || day > o.Ends {
			return fmt.Sprintf("No prescription is in force on %s.", day)
		}
		if no := s.bridgedBy(kind, o, day, days); no != "" {
			return no
		}
	}
	return ""
}

// bridgedBy says why an order does not bridge a day of so many; "" is that it
// does.
func (s *State) bridgedBy(kind BridgeKind, o *Order, day moment.Day, days int) string {
	home := func(t *register.TakeHome, oral bool, drug OralDrug) string {
		if t == nil || t.Days < days {
			return fmt.Sprintf("The prescription does not say that %d daily doses are taken home.", days)
		}
		substance, route := o.Form.Substance, o.Route
		if oral {
			substance, route = drug.Substance(), protocol.Oral
		}
		if no := s.law.MayTakeHome(substance, route, register.TakeHome{Days: days, Met: t.Met}); no != nil {
			return no.Sentence
		}
		return ""
	}
	switch kind {
	case BridgeDosesHome:
		return home(o.TakeHome, false, "")
	case BridgePharmacy:
		if slices.ContainsFunc(o.Oral, func(x Oral) bool {
			return x.Supply == SupplyInstalments && day < o.From+moment.Day(x.Parts.Count*x.Parts.Every)
		}) {
			return ""
		}
		return fmt.Sprintf("No oral medicine is prescribed that a pharmacy dispenses for %s.", day)
	}
	no := "No oral medicine is prescribed beside the injections that is taken home."
	for _, x := range o.Oral {
		if x.Supply == SupplyOnSite && x.TakeHome != nil {
			if no = home(x.TakeHome, true, x.Drug); no == "" {
				return ""
			}
		}
	}
	return no
}

// answerAway: a prescriber agrees with a bridge that holds for all the days,
// or says no. Times promised for these days are cancelled; the sessions count
// as missed for the dose all the same (E-MISS-01).
func (d *decider) answerAway(b AnswerAway) *Refusal {
	x := d.s.awayByID(b.Away)
	none := func(t *Text) bool { return t == nil || t.Ref == "" }
	switch {
	case x == nil || x.Agreed:
		return refusal.New("away_unknown", lifeRule, "These days are answered or over already: load the page again.")
	case !d.s.Staff[d.c.By].Has(person.Prescriber):
		return refusal.New("prescriber_only", "P-ORALCO-01",
			"Only a prescriber answers: it is about what stands in for doses.")
	case !b.Agreed && (b.Bridge != "" || none(b.Reason)):
		return refusal.New("reason_missing", lifeRule, "Write why not, in words that can be said to them.")
	case !b.Agreed:
		d.say(&AwayAnswered{x.Person, b})
		return nil
	case !known(Bridges, b.Bridge):
		return refusal.New("away_unbridged", "P-ORALCO-01", "Choose what stands in for the visits of these days.")
	case b.Bridge == BridgeTransfer && none(b.Service):
		return refusal.New("away_unbridged", "P-ORALCO-01", "Write which service gives treatment on these days.")
	case b.Bridge == BridgeNothing && none(b.Reason):
		return refusal.New("away_unbridged", "P-ORALCO-01",
			"Nothing stands in for the doses: write why that is right for them, and what was said to them.")
	}
	if no := d.s.bridge(b.Bridge, x.Person, x.From, x.To); no != "" {
		return refusal.New("away_unbridged", "P-ORALCO-01", no+
			" Write a prescription that bridges these days first, or choose another way.")
	}
	for _, v := range d.s.visitsInOrder() {
		if v.Person == x.Person && x.From <= v.Day && v.Day <= x.To && v.Stage == visit.Booked {
			d.say(&VisitEnded{Visit: v.ID, Ending: visit.Cancelled})
		}
	}
	d.say(&AwayAnswered{x.Person, b})
	return nil
}

func (d *decider) endAway(b EndAway) *Refusal {
	x := d.s.awayByID(b.Away)
	if x == nil {
		return refusal.New("away_unknown", lifeRule, "These days are over already, or were never asked for.")
	}
	if no := d.lastDay(b.Last, x.To); no != nil {
		return no
	}
	d.say(&AwayEnded{x.Person, b})
	return nil
}

// away refuses a booking in agreed days away.
func (s *State) away(id person.UserID, day moment.Day) *Refusal {
	if x := s.AwayOn(id, day); x != nil {
		return refusal.New("away_then", lifeRule, fmt.Sprintf(
			"They are away until %s, as agreed: end that first, if they are back earlier.", x.To))
	}
	return nil
}
