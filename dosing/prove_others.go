package dosing

import (
	"fmt"
	"slices"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// asks makes a dimension of one value: the question.
func asks(q Question) dimension {
	return dimension{name: "question", values: []value{always(string(q), func(sc *scene) { sc.c.Question = q })}}
}

// prescriptionDims vary what stage 2 looks at.
func prescriptionDims(p *protocol.Pack) []dimension {
	u := unit(p)
	routes := dimension{name: "route", values: []value{ordinaryValue("the pack's first")}}
	for _, r := range []protocol.Route{"", protocol.IV, protocol.IM, protocol.SC, protocol.Oral} {
		routes.values = append(routes.values, value{quoted(string(r)), func(sc *scene) bool {
			same := sc.c.Prescription.Route == r
			sc.c.Prescription.Route = r
			return !same
		}})
	}
	form := func(name string, f measure.Form) value {
		return always(name, func(sc *scene) { sc.c.Prescription.Form = f })
	}
	amount := func(name string, set func(*Prescription)) value {
		return always(name, func(sc *scene) { set(&sc.c.Prescription) })
	}
	single, day := u, 2*u
	if m := p.CapSingle.Mass; m > 0 {
		single = m
	}
	if m := p.CapDay.Mass; m > 0 {
		day = m
	}
	trimesters := dimension{name: "trimester", values: []value{ordinaryValue("none")}}
	for n := 2; n <= 3; n++ {
		trimesters.values = append(trimesters.values, always(fmt.Sprint(n), func(sc *scene) { sc.c.Person.Trimester = n }))
	}
	return []dimension{
		{name: "substance and salt", values: []value{
			ordinaryValue("the pack's"), form("none", measure.Form{}),
			form("another salt", measure.Form{Substance: p.Form.Substance, Salt: otherSalt(p.Form.Salt)}),
			form("another substance", measure.Form{Substance: otherSubstance(p.Form.Substance), Salt: p.Form.Salt}),
		}},
		routes, trimesters,
		{name: "visits a day", values: []value{
			ordinaryValue("ordinary"), amount("not stated", func(rx *Prescription) { rx.PerDay = 0 }),
			amount("1", func(rx *Prescription) { rx.PerDay = 1 }), amount("3", func(rx *Prescription) { rx.PerDay = 3 }),
			amount("4", func(rx *Prescription) { rx.PerDay = 4 }), amount("25", func(rx *Prescription) { rx.PerDay = 25 }),
		}},
		{name: "doses", values: []value{
			ordinaryValue("one for each visit"), amount("none", func(rx *Prescription) { rx.Dose = 0 }),
			amount("fewer than visits", func(rx *Prescription) { rx.Dose, rx.Doses = 0, []measure.Mass{u} }),
			amount("one of them empty", func(rx *Prescription) { rx.Dose, rx.Doses = 0, []measure.Mass{u, 0} }),
			amount("three alike", func(rx *Prescription) { rx.Dose, rx.Doses = 0, []measure.Mass{u / 2, u / 2, u / 2} }),
			amount("three unlike", func(rx *Prescription) { rx.Dose, rx.Doses = 0, []measure.Mass{u / 2, u / 4, u / 2} }),
			amount("at the ceiling of one dose", func(rx *Prescription) { rx.Dose = single }),
			amount("a microgram above it", func(rx *Prescription) { rx.Dose = single + 1 }),
		}},
		{name: "ceiling of one dose", values: []value{
			ordinaryValue("wide"), amount("not set", func(rx *Prescription) { rx.CapSingle = 0 }),
			amount("at the dose", func(rx *Prescription) { rx.CapSingle = u }),
			amount("a microgram below", func(rx *Prescription) { rx.CapSingle = u - 1 }),
		}},
		{name: "ceiling of one day", values: []value{
			ordinaryValue("wide"), amount("not set", func(rx *Prescription) { rx.CapDay = 0 }),
			amount("at two doses", func(rx *Prescription) { rx.CapDay = 2 * u }),
			amount("a microgram below", func(rx *Prescription) { rx.CapDay = 2*u - 1 }),
			amount("above the pack's", func(rx *Prescription) { rx.CapDay = day + 1 }),
		}},
		{name: "start and top-up", values: []value{
			ordinaryValue("a month ago"), always("tomorrow", func(sc *scene) { sc.c.Prescription.Started = sc.day + 1 }),
			always("with a top-up of the dose", func(sc *scene) { sc.c.Prescription.TopUp = u }),
		}},
	}
}

func otherSalt(s measure.Salt) measure.Salt {
	if s == measure.Hydrochloride {
		return measure.HydrochlorideAnhydrous
	}
	return measure.Hydrochloride
}

func otherSubstance(s measure.Substance) measure.Substance {
	if s == measure.Methadone {
		return measure.Morphine
	}
	return measure.Methadone
}

// observationDims vary the readings after a dose, its history and the time.
func observationDims(p *protocol.Pack, h *pasts) []dimension {
	least := defaultObservation
	if p.Observation.Set {
		least = moment.Minutes(p.Observation.Value)
	}
	span := defaultObservation
	for _, m := range []protocol.Minutes{p.Observation, p.ObservationFirst, p.ObservationNaloxone, p.VeinObservation} {
		if m.Set {
			span = max(span, moment.Minutes(m.Value))
		}
	}
	for _, r := range p.ObservationRoutes {
		span = max(span, moment.Minutes(r.Minutes))
	}
	history := h.historyDim()
	keep := []int{0, 1, 4, 14, 23}
	few := dimension{name: "history", values: nil}
	for _, v := range keep {
		few.values = append(few.values, history.values[v])
	}
	times := dimension{name: "time", values: []value{
		always("two days after the dose", func(sc *scene) { sc.c.Now = sc.c.Zone.Start(sc.day + 2) }),
		{"a microsecond before the shortest observation ends", func(sc *scene) bool {
			sc.c.Now = sc.last.Add(least - 1)
			return sc.last > 0
		}},
		{"a microsecond before the longest observation ends", func(sc *scene) bool {
			sc.c.Now = sc.last.Add(span - 1)
			return sc.last > 0
		}},
		{"when it ends", func(sc *scene) bool { sc.c.Now = sc.last.Add(span); return sc.last > 0 }},
	}}
	return []dimension{asks(QuestionObservation), few, times, possDim(), rrDim(p), spo2Dim(p, 1),
		flatten("other sign", consciousnessDim(), rousableDim(), cyanosisDim(), oxygenDim(),
			newsCells("pulse", fieldPulse, 40999, 130_001))}
}

// admissionDims put every criterion of the programme at its edge.
func admissionDims(p *protocol.Pack) []dimension {
	rule := p.Eligibility
	if rule == nil {
		rule = &protocol.Eligibility{MinAge: 18, DependenceYears: 1, Treatments: 1}
	}
	today := provedDays[0].day
	person := func(name string, set func(*Person)) value {
		return always(name, func(sc *scene) { set(&sc.c.Person) })
	}
	short := today.AddMonths(-max(rule.LongestMonths, 1)) + 1
	tried := func(n int, from moment.Day) func(*Person) {
		return func(who *Person) {
			who.Treatments = nil
			for range n {
				who.Treatments = append(who.Treatments, Treatment{
					Kind: "substitution", From: from, To: today, Ended: "without_success", Psychosocial: true,
				})
			}
		}
	}
	long := today.AddYears(-5)
	meets := func(who *Person) {
		who.Born, who.DependenceSince = today.AddYears(-rule.MinAge), today.AddYears(-rule.DependenceYears)
		who.SomaticDisorder, who.MentalDisorder, who.SocialDeficit = true, true, true
		who.MainRoute, who.InjectingPercent = rule.MainRoute, milli(measure.Milli(rule.InjectingPercent)*whole)
		tried(max(rule.Treatments, 1), long)(who)
	}
	worse := func(d dimension) dimension {
		d.property = propMonotone
		for v := 1; v < len(d.values); v++ {
			d.order = append(d.order, pair{0, v})
		}
		return d
	}
	return []dimension{
		{name: "question", values: []value{always("eligibility", func(sc *scene) {
			sc.c.Question = QuestionEligibility
			meets(&sc.c.Person)
		})}},
		worse(dimension{name: "age", values: []value{ordinaryValue("on the birthday"),
			person("a day younger", func(w *Person) { w.Born = today.AddYears(-rule.MinAge) + 1 }),
			person("not recorded", func(w *Person) { w.Born = 0 })}}),
		worse(dimension{name: "dependence", values: []value{ordinaryValue("on the day"),
			person("a day less", func(w *Person) { w.DependenceSince = today.AddYears(-rule.DependenceYears) + 1 }),
			person("not recorded", func(w *Person) { w.DependenceSince = 0 })}}),
		worse(dimension{name: "disorders and deficits", values: []value{ordinaryValue("all"),
			person("no somatic", func(w *Person) { w.SomaticDisorder = false }),
			person("no mental", func(w *Person) { w.MentalDisorder = false }),
			person("none", func(w *Person) { w.SomaticDisorder, w.MentalDisorder, w.SocialDeficit = false, false, false })}}),
		worse(dimension{name: "route and days", values: []value{ordinaryValue("as asked"),
			person("another route", func(w *Person) { w.MainRoute = protocol.Oral }),
			{"a thousandth fewer days", func(sc *scene) bool {
				m := sc.c.Person.InjectingPercent
				sc.c.Person.InjectingPercent = milli(max(*m-1, 0))
				return *m > 0
			}},
			person("not recorded", func(w *Person) { w.MainRoute, w.InjectingPercent = "", nil })}}),
		worse(dimension{name: "treatments", values: []value{ordinaryValue("as many and as long as asked"),
			person("one fewer", func(w *Person) { w.Treatments = slices.Clone(w.Treatments[1:]) }),
			person("none", func(w *Person) { w.Treatments = nil }),
			person("a day shorter", tried(max(rule.Treatments, 1), short)),
		}}),
	}
}

// unsetSpaces leave out what can be left out, one setting at a time: a
// mandatory one makes the pack a draft, and any other refers where it is
// touched. The loader marks a draft the same way.
func unsetSpaces(p *protocol.Pack, h *pasts, start func(*protocol.Pack) scene) []*space {
	var out []*space
	put := func(name string, unset func(*protocol.Pack)) {
		variant := *p
		unset(&variant)
		out = append(out, &space{"with " + name + " unset", &variant,
			[]dimension{everySign(&variant), h.historyDim(), missedPair()}, start})
	}
	for _, name := range []string{"author", "cap_single_mg", "cap_day_mg"} {
		put(name, func(v *protocol.Pack) { v.Missing = append(slices.Clone(v.Missing), name) })
	}
	put("the missed-session table", func(v *protocol.Pack) { v.Missed = protocol.MissedTable{ByDays: v.Missed.ByDays} })
	put("the alcohol limits", func(v *protocol.Pack) {
		v.AlcoholHold, v.AlcoholLower, v.AlcoholPercent = protocol.Reading{}, protocol.Reading{}, 0
	})
	put("the lowest breathing rate and SpO2", func(v *protocol.Pack) {
		v.RRMin, v.SpO2Min = protocol.Reading{}, protocol.Reading{}
	})
	put("gap, increment and observation", func(v *protocol.Pack) {
		v.Gap, v.Increment, v.Observation = protocol.Minutes{}, protocol.Amount{}, protocol.Minutes{}
	})
	return out
}

// missedPair is an absence or none.
func missedPair() dimension {
	return dimension{name: "absence", property: propAbsence, order: []pair{{0, 1}}, values: []value{
		ordinaryValue("none"),
		always("1 missed", func(sc *scene) { sc.c.Missed = Missed{Sessions: 1, Days: 1} }),
	}}
}
