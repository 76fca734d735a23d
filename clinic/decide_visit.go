package clinic

import (
	"fmt"
	"sort"
	"sync"

	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/refusal"
	"steady/visit"
)

func (d *decider) attend(body Body) *Refusal {
	switch b := body.(type) {
	case Arrive:
		v, no := d.visit(b.Visit, visit.Arrive)
		if no != nil {
			return no
		}
		if v.Day != d.today() {
			return refusal.New("other_day", "visit order", "This visit was booked for another day.")
		}
		if no := d.arriveThemself(v); no != nil {
			return no
		}
		d.say(&Arrived{b.Visit})
	case Assess:
		return d.assess(b)
	case AskPrescriber:
		if _, no := d.visit(b.Visit, visit.Ask); no != nil {
			return no
		}
		if b.Question.Ref == "" {
			return refusal.New("reason_missing", "E-ORD-03", "Write your question to the prescriber in one line.")
		}
		d.say(&Referred{b.Visit, "nurse", &b.Question})
	case AnswerReferral:
		return d.answer(b)
	case Withhold:
		v, no := d.visit(b.Visit, visit.Withhold)
		if no != nil {
			return no
		}
		if b.Reason.Ref == "" && v.Stage != visit.Stopped {
			return refusal.New("reason_missing", "E-ORD-03", "Write in one line why no dose is given now.")
		}
		d.end(b.Visit, visit.Withheld, &b.Reason)
	case Decline:
		if _, no := d.visit(b.Visit, visit.Decline); no != nil {
			return no
		}
		d.end(b.Visit, visit.Declined, b.Reason)
	case Observe:
		v, no := d.visit(b.Visit, visit.Observe)
		if no != nil {
			return no
		}
		d.watch(v, b.Readings)
	case Leave:
		return d.leave(b)
	}
	return nil
}

func (d *decider) end(id string, how visit.Ending, why *Text) {
	if why != nil && why.Ref == "" {
		why = nil
	}
	d.say(&VisitEnded{id, how, why})
}

// identities are the ways to confirm who somebody is.
var identities = map[string]bool{"known": true, "photo": true, "born": true, "card": true}

// assess confirms identity, keeps the readings and asks the engine. What the
// engine answers decides where the visit goes next.
func (d *decider) assess(b Assess) *Refusal {
	v, no := d.visit(b.Visit, visit.Assess)
	if no != nil {
		return no
	}
	if !identities[b.Identity] {
		return refusal.New("identity_missing", "E-ORD-01",
			"Say how you confirmed who this is: known to you, photo, date of birth or card.")
	}
	dec := d.s.Judge(v, b.Readings, b.Ask, b.AskRoute, d.at)
	d.say(&Identified{b.Visit, b.Identity})
	d.say(&Assessed{b.Visit, b.Readings, b.Since, b.Ask, b.AskRoute})
	d.say(&dec)
	switch stageAfter(dec.Outcome) {
	case visit.Referred:
		d.say(&Referred{b.Visit, lastRule(dec.Findings), nil})
	case visit.Emergency:
		d.alarm(v, lastRule(dec.Findings))
	}
	return nil
}

// lastRule names the rule that settled an outcome: the first that stopped or
// referred, else the last that fired.
func lastRule(fs []dosing.Finding) string {
	for _, f := range fs {
		if f.Effect == dosing.Stop || f.Effect == dosing.ReferTo || f.Effect == dosing.Challenge {
			return f.Rule
		}
	}
	if len(fs) == 0 {
		return ""
	}
	return fs[len(fs)-1].Rule
}

// Judge puts a visit's readings before the engine: the same call serves the
// booth, a preview on the screen and the lab. Gates that only the clinic can
// see (prescription in force, licence, holds) stand at their stage of E-ORD-01.
func (s *State) Judge(v *Visit, r protocol.Assessment, ask *measure.Mass, route protocol.Route,
	at moment.Instant) Decided {
	p := s.People[v.Person]
	gate := append(s.gate(p, s.zone.Day(at)), s.paperWaits(v, at)...)
	dec := dosing.Decision{Outcome: dosing.InvalidRx}
	if p.Rx != nil && s.packs[p.Rx.Pack] != nil {
		c := s.newCase(dosing.QuestionDose, p, p.Rx.on(s.zone.Day(at)), at)
		c.Missed = s.missedAt(p, v, at)
		c.Session, c.Assessment, c.Ask, c.AskRoute = v.session(), r, ask, route
		if c.Ask == nil {
			dose := p.doseFor(s.zone.Day(at), v.Session)
			if v.TopUp {
				dose = p.Rx.TopUp
			}
			c.Ask = &dose
		}
		dec = dosing.Decide(s.packs[p.Rx.Pack], c)
	}
	out := Decided{Visit: v.ID, Outcome: dec.Outcome, Dose: dec.Dose, Limit: dec.Limit, Proposal: dec.Proposal,
		NEWS2: dec.NEWS2, Findings: dec.Findings, Pack: dec.Pack}
	if dec.Until != nil {
		out.Until = *dec.Until
	}
	if len(gate) > 0 {
		out.Findings = append(gate, dec.Findings...)
	}
	if len(gate) > 0 && dec.Outcome != dosing.Emergency {
		out.Outcome, out.Dose, out.Limit, out.Proposal, out.Until = dosing.Refer, nil, nil, nil, 0
		if gate[0].Stage == 2 {
			out.Outcome = dosing.InvalidRx
		}
		sort.SliceStable(out.Findings, func(i, j int) bool { return out.Findings[i].Stage < out.Findings[j].Stage })
	}
	return out
}

// doseFor is the prescribed dose of a session: the n-th dose of the day for
// the n-th session the person attends.
func (p *Person) doseFor(day moment.Day, session int) measure.Mass {
	n := 0
	for i := 0; i < session; i++ {
		if p.Attends(day, i) {
			n++
		}
	}
	doses := p.Rx.DosesOn(day)
	return doses[min(n, len(doses)-1)]
}

func (s *State) gate(p *Person, day moment.Day) []dosing.Finding {
	if p.Rx == nil || day < p.Rx.From {
		return []dosing.Finding{{Rule: "E-ORD-01", Stage: 2, Effect: dosing.Stop, Source: "clinical-protocol 4",
			Text: "There is no prescription in force: ask the prescriber."}}
	}
	if day > p.Rx.Ends {
		return []dosing.Finding{{Rule: "E-ORD-01", Stage: 2, Effect: dosing.Stop, Source: "clinical-protocol 9",
			Text: fmt.Sprintf("The prescription ended on %s: ask the prescriber.", p.Rx.Ends)}}
	}
	if _, no := s.licence(p.RxBy, p.Rx.Form.Substance, person.Administers, day); no != nil {
		return []dosing.Finding{{Rule: no.Rule, Stage: 2, Effect: dosing.Stop, Source: "SI 1997/1001 reg 3",
			Text: no.Sentence}}
	}
	out := s.gateHome(p.Person, day)
	for _, h := range p.Holds {
		rule, text := h.Rule, "Doses are on hold until a prescriber has reviewed: see the reason on the person's page."
		if rule == "" {
			rule = "E-ORD-01"
		}
		out = append(out, dosing.Finding{Rule: rule, Stage: 3, Effect: dosing.ReferTo, Source: "hold order", Text: text})
	}
	return out
}

// answer is the prescriber's word on a referral. It can lower a dose or lift a
// question; it can never give more than the rules allow (E-ORD-02).
func (d *decider) answer(b AnswerReferral) *Refusal {
	v, no := d.visit(b.Visit, visit.Answer)
	if no != nil {
		return no
	}
	if !d.s.Staff[d.c.By].Has(person.Prescriber) {
		return refusal.New("prescriber_only", "R-REG-19", "Only a prescriber answers this question.")
	}
	if b.Reason.Ref == "" {
		return refusal.New("reason_missing", "E-ORD-03", "Write your reason in one line.")
	}
	switch b.Choice {
	case ChoiceReassess, ChoiceWithhold:
		b.Dose = nil
	case ChoiceGive:
		if no := d.mayGive(v, b); no != nil {
			return no
		}
	default:
		return refusal.New("choice_missing", "E-ORD-03", "Choose one: give, take the readings again, or withhold.")
	}
	d.say(&Answered{b.Visit, b.Choice, b.Dose, b.Reason})
	return nil
}

func (d *decider) mayGive(v *Visit, b AnswerReferral) *Refusal {
	p := d.s.People[v.Person]
	if gate := append(d.s.gate(p, d.today()), d.s.paperWaits(v, d.at)...); len(gate) > 0 {
		return refusal.New("on_hold", gate[0].Rule, gate[0].Text+" Mend that first; then the readings are taken again.")
	}
	if _, no := d.s.licence(d.c.By, p.Rx.Form.Substance, person.Prescribes, d.today()); no != nil {
		return no
	}
	dec := v.Decision
	if dec == nil || dec.Limit == nil || *dec.Limit == 0 ||
		(dec.Outcome != dosing.Refer && dec.Outcome != dosing.Administer && dec.Outcome != dosing.AdministerMax) {
		return refusal.New("not_overridable", "E-ORD-02",
			"The protocol allows no dose on these readings: have them taken again, or withhold.")
	}
	if b.Dose == nil || *b.Dose <= 0 {
		return refusal.New("dose_missing", "E-ORD-03", "Write the dose to give, in milligrams.")
	}
	if *b.Dose > *dec.Limit {
		return refusal.New("above_limit", lastLimit(dec.Findings), fmt.Sprintf(
			"The most the rules allow now is %s: choose that or less.", *dec.Limit))
	}
	return d.stillAllowed(v, *b.Dose, true)
}

func lastLimit(fs []dosing.Finding) string {
	for i := len(fs) - 1; i >= 0; i-- {
		if fs[i].Effect == dosing.Limit {
			return fs[i].Rule
		}
	}
	return "E-ORD-02"
}

// watch keeps one set of readings after the dose and says what the rules make
// of it; signs of an emergency start one.
func (d *decider) watch(v *Visit, r protocol.Assessment) Watched {
	w := d.s.WatchOf(v, r, d.at)
	d.say(&w)
	if w.Outcome == dosing.Emergency && v.Stage != visit.Emergency {
		d.alarm(v, lastRule(w.Findings))
	}
	return w
}

// watchRooms are the rooms in which the doses are laid out that a watch looks at:
// twice a visit, and nothing of them is kept by the decision.
var watchRooms = sync.Pool{New: func() any {
	room := make([]dosing.Past, 0, pastKept+1)
	return &room
}}

// WatchOf asks the engine the observation question for readings at an instant.
func (s *State) WatchOf(v *Visit, r protocol.Assessment, at moment.Instant) Watched {
	p := s.People[v.Person]
	out := Watched{Visit: v.ID, Readings: r, Outcome: dosing.Observe}
	var rx Prescription
	if p.Rx != nil {
		rx = *p.Rx
	}
	c := s.newCase(dosing.QuestionObservation, p, rx, at)
	c.Assessment = r
	room := watchRooms.Get().(*[]dosing.Past)
	defer watchRooms.Put(room)
	c.History = (*room)[:0]
	for _, past := range p.Past {
		if v.Injected == nil || past.At < v.InjectedAt {
			c.History = append(c.History, past)
		}
	}
	if v.WatchFrom != 0 {
		last := dosing.Past{At: v.WatchFrom, Completed: true, Session: dosing.Scheduled,
			Naloxone: v.NaloxoneAt != 0, NaloxoneAt: v.NaloxoneAt}
		if i := v.Injected; i != nil {
			last.Prescribed, last.Given, last.Completed = i.Prescribed, i.Given, i.Completed
			last.Route, last.Attempts = i.Route, i.Attempts
		}
		c.History = append(c.History, last)
	}
	*room = c.History
	dec := dosing.Decide(s.packs[rx.Pack], c) // without a pack: emergency signs, else the prescriber
	out.Outcome, out.NEWS2, out.Actions, out.Findings = dec.Outcome, dec.NEWS2, dec.Actions, dec.Findings
	if dec.Until != nil {
		out.Until = *dec.Until
	}
	return out
}

// leave keeps the last readings; the visit ends only when they release.
func (d *decider) leave(b Leave) *Refusal {
	v, no := d.visit(b.Visit, visit.Leave)
	if no != nil {
		return no
	}
	switch w := d.watch(v, b.Readings); {
	case w.Outcome == dosing.Release:
	case w.Outcome == dosing.Refer && !keepsWatching(w) && d.s.Staff[d.c.By].Has(person.Prescriber):
		// A pack that is not signed refers, also here (E-PACK-01): a prescriber
		// may let the person go when time and readings say so, or nobody under a
		// draft could ever leave.
	default:
		return nil // kept as one more set of readings; the page says what is missing
	}
	d.end(b.Visit, d.s.endingOf(v), nil)
	return nil
}

// keepsWatching reports whether time or readings ask for more observation.
func keepsWatching(w Watched) bool {
	for _, f := range w.Findings {
		if f.Effect == dosing.DeferTo {
			return true
		}
	}
	return false
}

// endingOf is how a visit closes when the person may leave.
func (s *State) endingOf(v *Visit) visit.Ending {
	switch {
	case v.Injected == nil:
		return visit.Withheld
	case v.Injected.Given == 0 && s.veinsTried(v):
		return visit.Withheld // stopped for safety, not for want of wish (P-SITE-05)
	case v.Injected.Given == 0:
		return visit.Declined
	}
	return visit.LeftWell
}

func (s *State) veinsTried(v *Visit) bool {
	rx := s.People[v.Person].Rx
	if rx == nil || s.packs[rx.Pack] == nil {
		return false
	}
	most := s.packs[rx.Pack].VeinAttempts.Value
	return most > 0 && v.Injected.Attempts >= most
}
