package dosing

import (
	"fmt"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// The invented days of the proof: an ordinary one and both clock changes.
var provedDays = [...]struct {
	name string
	day  moment.Day
}{
	{"an ordinary day", moment.Date(2026, 6, 10)},
	{"the clock goes forward", moment.Date(2026, 3, 29)},
	{"the clock goes back", moment.Date(2026, 10, 25)},
}

// provedZone has both clock changes; where it cannot be loaded UTC has none.
func provedZone() moment.Zone {
	if z, err := moment.LoadZone("Europe/London"); err == nil {
		return z
	}
	return moment.UTC
}

// unit is the ordinary dose of the proof: an invented 100 mg, or less where
// the pack's own ceilings ask it.
func unit(p *protocol.Pack) measure.Mass {
	u := 100 * measure.Milligram
	if m := p.CapSingle.Mass; m > 0 {
		u = min(u, m)
	}
	if m := p.CapDay.Mass; m > 0 {
		u = min(u, m/4)
	}
	return max(u.FloorTo(4*measure.Milligram), 4*measure.Microgram)
}

// ordinaryVisit is the state from which every dimension departs: tolerated
// doses for two days, normal readings, noon.
func ordinaryVisit(past *pasts) func(*protocol.Pack) scene {
	return func(p *protocol.Pack) scene {
		u := unit(p)
		sc := scene{pack: p, day: provedDays[0].day}
		sc.c = Case{Question: QuestionDose, Zone: past.zone, Prescription: Prescription{
			Form: p.Form, Dose: u, PerDay: 2, CapSingle: 2 * u, CapDay: 4 * u, Started: sc.day - 30,
		}}
		if p.PerDay.Value == 1 {
			sc.c.Prescription.PerDay = 1
		}
		if len(p.Routes) > 0 {
			sc.c.Prescription.Route = p.Routes[0]
		}
		sc.c.Assessment = protocol.Assessment{POSS: protocol.POSS1, RR: milli(14000), SpO2: milli(98000),
			Pulse: milli(70000), Systolic: milli(120000), Temperature: milli(36800), Consciousness: "A"}
		past.put(&sc, 0)
		sc.c.Now = sc.c.Zone.At(sc.day, 12, 0)
		return sc
	}
}

func milli(m measure.Milli) *measure.Milli { return &m }

// given is one invented dose: days before the visit, time of day, amount, and
// what was otherwise than well.
type given struct {
	daysBefore, hour, minute int
	amount                   measure.Mass
	change                   func(*Past)
}

// pastClass is one history class.
type pastClass struct {
	name    string
	started int // days before the visit; 0 is today
	doses   []given
}

// pasts holds every history class for every invented day.
type pasts struct {
	zone    moment.Zone
	classes []pastClass
	made    [len(provedDays)][][]Past
	days    [len(provedDays)][][]moment.Day
}

func newPasts(p *protocol.Pack) *pasts {
	out := &pasts{zone: provedZone(), classes: pastClasses(p)}
	for i, d := range provedDays {
		for _, class := range out.classes {
			var history []Past
			var days []moment.Day
			for _, g := range class.doses {
				dose := Past{
					At: out.zone.At(d.day-moment.Day(g.daysBefore), g.hour, g.minute), Prescribed: g.amount, Given: g.amount,
					Completed: true, POSS: protocol.POSS1,
				}
				if g.change != nil {
					g.change(&dose)
				}
				history, days = append(history, dose), append(days, out.zone.Day(dose.At))
			}
			out.made[i], out.days[i] = append(out.made[i], history), append(out.days[i], days)
		}
	}
	return out
}

// put sets a history class and the start of treatment that belongs to it.
func (h *pasts) put(sc *scene, class int) {
	for i, d := range provedDays {
		if d.day == sc.day {
			sc.c.History, sc.days = h.made[i][class], h.days[i][class]
		}
	}
	sc.last = 0
	for i := range sc.c.History {
		if p := &sc.c.History[i]; p.Given > 0 {
			sc.last = p.At
		}
	}
	sc.c.Prescription.Started = sc.day - moment.Day(h.classes[class].started)
}

// What can be otherwise about a dose that was given.
var (
	poorly   = func(p *Past) { p.POSS = protocol.POSS3 }
	sleepy4  = func(p *Past) { p.POSS = protocol.POSS4 }
	unscored = func(p *Past) { p.POSS = "" }
	oxygen   = func(p *Past) { p.Oxygen = true }
	naloxone = func(p *Past) { p.Naloxone = true }
	partUsed = func(p *Past) { p.Given, p.Completed = p.Given/2, false }
	topUp    = func(p *Past) { p.Session = TopUp }
	attempts = func(p *Past) { p.Attempts, p.Completed = 3, false }
	emptied  = func(p *Past) { p.Given, p.Attempts, p.Completed = 0, 3, false }
	muscle   = func(p *Past) { p.Route = protocol.IM }
)

// pastClasses are the histories that the rules tell apart. The amounts of day
// 1 are those of the pack's own rows.
func pastClasses(p *protocol.Pack) []pastClass {
	u := unit(p)
	first, next := u, u
	if r := p.FirstDayFor(1); r != nil {
		first, next = r.Single, r.Single
	}
	if r := p.FirstDayFor(3); r != nil {
		next = r.Single
	}
	level := u
	if p.ToleranceDay.Mass > 0 {
		level = p.ToleranceDay.Mass / 2
	}
	// well before: two days of two doses; "then" adds what is told of each.
	well := func(amount measure.Mass, then ...given) []given {
		return append([]given{{2, 9, 0, amount, nil}, {2, 16, 0, amount, nil}, {1, 9, 0, amount, nil}}, then...)
	}
	last := func(change func(*Past)) []given { return well(u, given{1, 16, 0, u, change}) }
	today := func(change func(*Past)) []given {
		return well(u, given{1, 16, 0, u, nil}, given{0, 8, 0, u, change})
	}
	out := []pastClass{
		{"tolerated doses on the days before", 30, last(nil)},
		{"poorly tolerated last dose", 30, last(poorly)},
		{"last dose without a sedation score", 30, last(unscored)},
		{"oxygen after the last dose", 30, last(oxygen)},
		{"naloxone after the last dose", 30, last(naloxone)},
		{"sedation 4 after the last dose", 30, last(sleepy4)},
		{"last dose part used", 30, last(partUsed)},
		{"last dose by another route", 30, last(muscle)},
		{"last dose completed after three attempts less", 30, last(attempts)},
		{"one dose today", 30, today(nil)},
		{"one dose today, poorly tolerated", 30, today(poorly)},
		{"one dose today, oxygen", 30, today(oxygen)},
		{"one dose today, naloxone", 30, today(naloxone)},
		{"one dose today, part used", 30, today(partUsed)},
		{"three attempts today, nothing went in", 30, today(emptied)},
		{"one dose and a top-up today", 30, append(today(nil), given{0, 8, 30, u / 4, topUp})},
		{"two doses today", 30, append(today(nil), given{0, 10, 0, u, nil})},
		{"three doses today", 30, append(today(nil), given{0, 9, 0, u, nil}, given{0, 10, 0, u, nil})},
		{"a day's worth in one dose today", 30, well(u, given{0, 8, 0, 4*u - 1, nil})},
		{"one dose half an hour after midnight", 30, last(nil)[:3]},
		{"tolerance reached", 30, well(level, given{1, 16, 0, level, nil})},
		{"one microgram short of tolerance", 30, well(level, given{1, 16, 0, level - 1, nil})},
		{"last dose nine days ago", 30, []given{{10, 9, 0, u, nil}, {9, 9, 0, u, nil}}},
		{"never a dose", 0, nil},
		{"day 1, one dose", 0, []given{{0, 8, 0, first, nil}}},
		{"day 1, one dose, poorly tolerated", 0, []given{{0, 8, 0, first, poorly}}},
		{"day 1, one dose without a sedation score", 0, []given{{0, 8, 0, first, unscored}}},
		{"day 1, one dose, part used", 0, []given{{0, 8, 0, first, partUsed}}},
		{"day 1, two doses at once", 0, []given{{0, 8, 0, first, nil}, {0, 8, 2, first, nil}}},
		{"day 1, three doses", 0, []given{{0, 8, 0, first, nil}, {0, 8, 2, first, nil}, {0, 9, 0, next, nil}}},
		{"day 2 after one dose", 1, []given{{1, 8, 0, first, nil}}},
		{"day 2 after three doses", 1, []given{{1, 8, 0, first, nil}, {1, 8, 2, first, nil}, {1, 16, 0, next, nil}}},
	}
	for i := range out {
		if out[i].name == "one dose half an hour after midnight" {
			out[i].doses = append(out[i].doses, given{0, 0, 30, u, nil})
		}
	}
	return out
}

// worsePast relates histories that differ only in how a dose was borne.
func (h *pasts) worse() []pair {
	index := map[string]int{}
	for i, c := range h.classes {
		index[c.name] = i
	}
	var out []pair
	for better, list := range map[string][]string{
		"tolerated doses on the days before": {
			"poorly tolerated last dose", "last dose without a sedation score", "oxygen after the last dose",
			"naloxone after the last dose", "sedation 4 after the last dose",
		},
		"one dose today": {"one dose today, poorly tolerated", "one dose today, oxygen", "one dose today, naloxone"},
		"day 1, one dose": {
			"day 1, one dose, poorly tolerated", "day 1, one dose without a sedation score",
		},
	} {
		for _, worse := range list {
			out = append(out, pair{index[better], index[worse]})
		}
	}
	return out
}

// historyDim is the history class.
func (h *pasts) historyDim() dimension {
	d := dimension{name: "history", order: h.worse(), property: propMonotone}
	for i, class := range h.classes {
		d.values = append(d.values, always(class.name, func(sc *scene) { h.put(sc, i) }))
	}
	return d
}

// dayDim is the invented day; it stands before the history.
func dayDim() dimension {
	d := dimension{name: "day"}
	for _, v := range provedDays {
		d.values = append(d.values, always(v.name, func(sc *scene) { sc.day = v.day }))
	}
	return d
}

// timeDim is the moment of the visit; it stands after the history. The least
// gap is that of the pack, or three hours where it is silent.
func timeDim(p *protocol.Pack) dimension {
	gap := 180 * moment.Minute
	if p.Gap.Set {
		gap = moment.Minutes(p.Gap.Value)
	}
	after := func(name string, span moment.Span) value {
		return value{name, func(sc *scene) bool {
			sc.c.Now = sc.last.Add(span)
			return sc.last > 0
		}}
	}
	endOfDay := func(name string, span moment.Span) value {
		return value{name, func(sc *scene) bool {
			sc.c.Now = sc.c.Zone.Start(sc.c.Zone.Day(sc.last) + 1).Add(span)
			return sc.last > 0
		}}
	}
	out := dimension{name: "time", values: []value{
		always("noon", func(sc *scene) { sc.c.Now = sc.c.Zone.At(sc.day, 12, 0) }),
		after("the same instant as the last dose", 0),
		after("2 minutes after the last dose", 2*moment.Minute),
		after("1 minute before the gap has passed", gap-moment.Minute),
		after("1 microsecond before the gap has passed", gap-1),
		after("when the gap has passed", gap),
		after("1 minute after the gap has passed", gap+moment.Minute),
		endOfDay("the last instant of the day of the last dose", -1),
		endOfDay("the first instant of the day after the last dose", 0),
		after("26 hours after the last dose", 26*moment.Hour),
		after("60 hours after the last dose", 60*moment.Hour),
	}}
	for _, r := range p.Missed.Rows {
		if hours := moment.Span(r.FromHours) * moment.Hour; hours > 0 {
			out.values = append(out.values, after(fmt.Sprintf("1 microsecond before %d hours", r.FromHours), hours-1),
				after(fmt.Sprintf("when %d hours have passed", r.FromHours), hours))
		}
	}
	return out
}

// topUpTimes are the moments that a top-up looks at.
func topUpTimes(p *protocol.Pack) dimension {
	d := timeDim(p)
	wait := moment.Minutes(max(p.TopUp.Value, 1))
	for _, span := range []moment.Span{wait - 1, wait, wait + moment.Minute} {
		d.values = append(d.values, value{span.String() + " after the last dose, for a top-up", func(sc *scene) bool {
			sc.c.Now = sc.last.Add(span)
			return sc.last > 0
		}})
	}
	return d
}

// shortTimes keeps the moments that a product with many other dimensions uses.
func shortTimes(p *protocol.Pack) dimension {
	d := timeDim(p)
	d.values = []value{d.values[0], d.values[2], d.values[4], d.values[5], d.values[8]}
	return d
}
