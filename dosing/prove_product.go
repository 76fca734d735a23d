package dosing

import (
	"fmt"
	"slices"

	"steady/measure"
	"steady/protocol"
)

// visitsDim is the prescribed visits a day; the ceiling of the day follows.
func visitsDim() dimension {
	d := dimension{name: "visits a day"}
	d.values = append(d.values, ordinaryValue("2, or the one the pack allows"))
	for _, n := range []int{1, 3, 4} {
		d.values = append(d.values, value{fmt.Sprint(n), func(sc *scene) bool {
			rx := &sc.c.Prescription
			same := rx.PerDay == n
			rx.PerDay, rx.CapDay = n, rx.Dose*measure.Mass(2*n)
			return !same
		}})
	}
	return d
}

// prescribedDim is the size of the prescribed dose and of its own ceilings.
func prescribedDim(p *protocol.Pack) dimension {
	u := unit(p)
	size := func(name string, dose, single measure.Mass, days int64) value {
		return always(name, func(sc *scene) {
			rx := &sc.c.Prescription
			rx.Dose, rx.CapSingle = dose, single
			rx.CapDay = (dose * measure.Mass(rx.PerDay)).Part(days, 4)
		})
	}
	return dimension{name: "prescribed dose", values: []value{
		ordinaryValue("ordinary, wide ceilings"),
		size("ordinary, ceilings exactly at the dose and the day", u, u, 4),
		size("a quarter, ceilings wide", u/4, u, 16),
		size("three times, ceilings exactly", 3*u, 3*u, 4),
		size("above its own ceiling by a microgram", u, u-1, 8),
		always("one dose per visit, each its own", func(sc *scene) {
			rx := &sc.c.Prescription
			for i := range rx.PerDay {
				rx.Doses = append(rx.Doses[:i:i], u/2+measure.Mass(i)*u/4)
			}
			rx.Dose, rx.CapSingle, rx.CapDay = 0, 2*u, 8*u
		}),
	}}
}

// stepDim is the increment and the usual dose of the prescription.
func stepDim(p *protocol.Pack) dimension {
	u := unit(p)
	return dimension{name: "increment and usual dose", values: []value{
		ordinaryValue("not set"),
		always("increment of a microgram", func(sc *scene) { sc.c.Prescription.Increment = 1 }),
		always("increment of 7 mg", func(sc *scene) { sc.c.Prescription.Increment = 7 * measure.Milligram }),
		always("usual dose of a half", func(sc *scene) { sc.c.Prescription.Usual = u / 2 }),
		always("usual dose of the double", func(sc *scene) { sc.c.Prescription.Usual = 2 * u }),
	}}
}

// startedDim is the start of treatment; it stands after the history.
func startedDim() dimension {
	return dimension{name: "start of treatment", values: []value{
		ordinaryValue("as the history has it"),
		always("not recorded", func(sc *scene) { sc.c.Prescription.Started = 0 }),
		always("today", func(sc *scene) { sc.c.Prescription.Started = sc.day }),
		always("yesterday", func(sc *scene) { sc.c.Prescription.Started = sc.day - 1 }),
	}}
}

// missedDim is the absence: none, then both sides of every row of the table.
func missedDim(p *protocol.Pack) dimension {
	d := dimension{name: "absence", property: propAbsence, values: []value{ordinaryValue("none")}}
	counts := []int{1, 2}
	for _, r := range p.Missed.Rows {
		counts = append(counts, r.From-1, r.From, r.From+1, r.To, r.To+1)
	}
	slices.Sort(counts)
	for _, n := range slices.Compact(counts) {
		if n > 0 {
			d.values = append(d.values, always(fmt.Sprintf("%d missed", n), func(sc *scene) {
				sc.c.Missed = Missed{Sessions: n, Days: n}
			}))
		}
	}
	for v := range d.values {
		d.order = append(d.order, chain(0, v)...)
		if v > 1 {
			d.order = append(d.order, chain(v-1, v)...)
		}
	}
	one := len(d.values)
	d.values = append(d.values,
		always("1 session, no day", func(sc *scene) { sc.c.Missed = Missed{Sessions: 1} }),
		always("no session, 1 day", func(sc *scene) { sc.c.Missed = Missed{Days: 1} }))
	d.order = append(d.order, pair{0, one}, pair{0, one + 1})
	return d
}

// fewMissed keeps none, and the first count of every row.
func fewMissed(p *protocol.Pack) dimension {
	full, d := missedDim(p), dimension{name: "absence", property: propAbsence}
	for v, value := range full.values {
		keep := v == 0 || len(p.Missed.Rows) == 0 && v == 1
		for _, r := range p.Missed.Rows {
			keep = keep || value.name == fmt.Sprintf("%d missed", r.From)
		}
		if keep {
			d.values = append(d.values, value)
		}
	}
	for v := range d.values {
		d.order = append(d.order, pair{0, v}, pair{max(v-1, 0), v})
	}
	return d
}

// askDim asks for nothing in particular, and for each limit that the rows of
// the pack leave in this state, a microgram less and a microgram more. It
// stands last.
func askDim(offsets ...measure.Mass) dimension {
	d := dimension{name: "asked", values: []value{ordinaryValue("the prescribed dose")}}
	put := func(name string, ask func(*scene) measure.Mass) {
		d.values = append(d.values, value{name, func(sc *scene) bool {
			m := ask(sc)
			sc.c.Ask = &m
			return m >= 0 && m < measure.MaxMass
		}})
	}
	put("nothing", func(*scene) measure.Mass { return 0 })
	put("a microgram", func(*scene) measure.Mass { return 1 })
	for _, limit := range []struct {
		name string
		of   func(*bounds) measure.Mass
	}{
		{"the prescribed dose", func(b *bounds) measure.Mass { return b.prescribed }},
		{"the ceiling of one dose", func(b *bounds) measure.Mass { return b.single }},
		{"what the day leaves", func(b *bounds) measure.Mass { return b.day }},
		{"the titration allowance", func(b *bounds) measure.Mass { return b.ladder }},
		{"what the absence leaves", func(b *bounds) measure.Mass { return b.missed }},
	} {
		for _, by := range offsets {
			put(limit.name+map[measure.Mass]string{-1: " less a microgram", 0: " exactly", 1: " and a microgram"}[by],
				func(sc *scene) measure.Mass {
					a := addUp(sc)
					b := boundsOf(sc, &a)
					return limit.of(&b) + by
				})
		}
	}
	return d
}

// topUpDim prescribes a top-up and asks for it.
func topUpDim(p *protocol.Pack) dimension {
	u := unit(p)
	amount := func(name string, m measure.Mass) value {
		return always(name, func(sc *scene) { sc.c.Session, sc.c.Prescription.TopUp = TopUp, m })
	}
	return dimension{name: "top-up", values: []value{
		amount("a quarter of the dose", u/4), amount("none prescribed", 0), amount("the dose", u),
	}}
}

// spacesOf are the products that are explored, the small ones first so that a
// counter-example is short.
func spacesOf(p *protocol.Pack) []*space {
	h := newPasts(p)
	start := ordinaryVisit(h)
	visit := conditionsDim(p)
	out := unsetSpaces(p, h, start)
	out = append(out,
		&space{"prescriptions", p, prescriptionDims(p), start},
		&space{"prescriptions, asked whether they are valid", p, append([]dimension{asks(QuestionPrescription)},
			prescriptionDims(p)...), start},
		&space{"observation after the dose", p, observationDims(p, h), start},
		&space{"admission", p, admissionDims(p), start},
		&space{"readings of breathing and sedation, SpO2 scale 1", p, breathingDims(p, 1), start},
		&space{"readings of breathing and sedation, SpO2 scale 2", p, breathingDims(p, 2), start},
		&space{"NEWS2 in all its cells, SpO2 scale 1", p, newsDims(1), start},
		&space{"NEWS2 in all its cells, SpO2 scale 2", p, newsDims(2), start},
		&space{"signs, alcohol and routes", p, signDims(p), start},
		&space{"every reading and sign beside every history, time and absence", p, []dimension{
			h.historyDim(), everySign(p), shortTimes(p), missedDim(p)}, start},
		&space{"top-ups", p, []dimension{h.historyDim(), topUpTimes(p), topUpDim(p), fewMissed(p), conditionsDim(p),
			askDim(-1, 0, 1)}, start},
		&space{"clock changes, starts and steps", p, []dimension{dayDim(), h.historyDim(), timeDim(p), visitsDim(),
			startedDim(), stepDim(p), askDim()}, start},
		&space{"amounts", p, []dimension{h.historyDim(), visitsDim(), prescribedDim(p), shortTimes(p), fewMissed(p), visit,
			askDim(-1, 0, 1)}, start},
	)
	slices.SortStableFunc(out, func(a, b *space) int { return a.size() - b.size() })
	return out
}
