package clinic

import (
	"steady/moment"
	"steady/timetable"
)

// ledger counts the day slot by slot. It is nil where no slot is set.
func (k *dayBook) ledger() *timetable.Ledger {
	if k.access.Slot == 0 || k.counted != nil {
		return k.counted
	}
	site := timetable.Site{Open: [][]timetable.Span{{{From: 0, To: dayMinutes}}}, Booths: make([][]timetable.Step, 1),
		Obs: make([][]timetable.Step, 1), Staff: timetable.Staff{RN: make([][]timetable.Step, 1),
			SW: make([][]timetable.Step, 1)}}
	for _, w := range k.hours {
		step := func(to *[]timetable.Step, n int) { *to = append(*to, timetable.Step{From: w.From, To: w.To, Value: n}) }
		step(&site.Booths[0], w.Booths)
		step(&site.Obs[0], w.Places)
		step(&site.Staff.RN[0], w.Nurses)
		step(&site.Staff.SW[0], w.Support)
	}
	if rn, sw, ok := k.s.StaffOn(k.day); ok {
		site.Staff.RN[0], site.Staff.SW[0] = rn, sw
	}
	rules := timetable.Rules{BoothMin: k.access.Booth, ObsMin: k.access.Watch, PrepPerPair: k.access.PerPair}
	if x := k.access.Supervision; x != nil {
		rules.WBooth, rules.WObs, rules.WPrep, rules.WStaff = x.Booth, x.Watch, x.Prepare, x.Carries
	}
	k.counted = timetable.NewLedger(rules, k.access.Slot, &site, 0)
	for _, x := range k.taken {
		k.counted.Add(k.counts(x.Due))
	}
	return k.counted
}

// ruleOfLedger is the rule of promised times behind a rule of the ledger.
var ruleOfLedger = map[timetable.Rule]BookingRule{timetable.RuleBooths: RuleRoom, timetable.RuleObs: RuleRoom,
	timetable.RulePrep: RulePrepare, timetable.RuleStaff: RuleStaff}

// counts is the minute at which the ledger counts a start: elapsed time from
// noon, so that a night with 23 or 25 hours is counted as it is; negative in an
// hour before the ledger's day, which only a night of 25 hours has.
func (k *dayBook) counts(at moment.Instant) int {
	return dayMinutes/2 + int(at.Since(k.s.at(k.day, dayMinutes/2))/moment.Minute)
}

// room asks the ledger whether one more visit fits.
func (k *dayBook) room(x PromisedTime, say sayBroken) {
	l, start := k.ledger(), k.counts(x.Due)
	if l == nil || start < 0 {
		say(RuleUnset, "This hour is not counted: Steady promises no time in it by itself.")
		return
	}
	b, fits := l.Breaks(start - start%k.access.Slot)
	if fits {
		return
	}
	at := k.s.zone.Clock(k.s.at(k.day, b.Minute))
	switch b.Rule {
	case timetable.RuleBooths:
		say(RuleRoom, "At %s %d people would be in booths, and there is room for %d.", at, b.Need, b.Have)
	case timetable.RuleObs:
		say(RuleRoom, "At %s %d people would be in observation, and there is room for %d.", at, b.Need, b.Have)
	case timetable.RulePrep:
		say(RulePrepare, "At %s more doses would be due than the registered staff on duty can prepare.", at)
	case timetable.RuleStaff:
		say(RuleStaff, "At %s there would be more to watch over than the staff on duty can.", at)
	}
}
