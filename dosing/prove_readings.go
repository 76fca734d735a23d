package dosing

import (
	"fmt"
	"slices"

	"steady/measure"
	"steady/protocol"
)

// field finds a decimal reading of an assessment.
type field func(*protocol.Assessment) **measure.Milli

// The decimal readings.
var (
	fieldRR          = field(func(a *protocol.Assessment) **measure.Milli { return &a.RR })
	fieldSpO2        = field(func(a *protocol.Assessment) **measure.Milli { return &a.SpO2 })
	fieldPulse       = field(func(a *protocol.Assessment) **measure.Milli { return &a.Pulse })
	fieldSystolic    = field(func(a *protocol.Assessment) **measure.Milli { return &a.Systolic })
	fieldTemperature = field(func(a *protocol.Assessment) **measure.Milli { return &a.Temperature })
	fieldAlcohol     = field(func(a *protocol.Assessment) **measure.Milli { return &a.Alcohol })
)

// reading makes a dimension: the ordinary value, each boundary with a
// thousandth less and more, the ends, and not measured. Below low and above
// high less and more are worse; between them neither allows more.
func reading(name string, of field, low, high measure.Milli, ends [2]measure.Milli,
	boundaries ...measure.Milli) dimension {
	points := []measure.Milli{ends[0], ends[1]}
	for _, b := range boundaries {
		points = append(points, b-1, b, b+1)
	}
	slices.Sort(points)
	d := dimension{name: name, property: propMonotone, values: []value{ordinaryValue("ordinary")}}
	var sorted []measure.Milli
	for _, m := range slices.Compact(points) {
		if m < ends[0] || m > ends[1] {
			continue
		}
		sorted = append(sorted, m)
		d.values = append(d.values, always(m.String(), func(sc *scene) { *of(&sc.c.Assessment) = &m }))
	}
	for i := range sorted {
		if i > 0 && sorted[i-1] >= low {
			d.order = append(d.order, pair{i, i + 1})
		}
		if i > 0 && sorted[i] <= high {
			d.order = append(d.order, pair{i + 1, i})
		}
		if low <= high { // else no reading is as good as every other, and the ordinary one is not either
			d.order = append(d.order, pair{0, i + 1})
		}
	}
	if low <= high {
		d.order = append(d.order, pair{0, len(d.values)})
	}
	d.values = append(d.values, always("not measured", func(sc *scene) { *of(&sc.c.Assessment) = nil }))
	return d
}

// floor is the greater of a chart's number and the pack's own limit.
func floor(chart measure.Milli, set protocol.Reading) measure.Milli {
	if set.Set {
		return max(chart, set.Value)
	}
	return chart
}

func rrDim(p *protocol.Pack) dimension {
	edges := []measure.Milli{9000, 12000, 20000, 24000}
	if p.RRMin.Set {
		edges = append(edges, p.RRMin.Value)
	}
	low := floor(12000, p.RRMin)
	for _, t := range p.Emergencies {
		if t.RRTo > 0 {
			edges = append(edges, measure.Milli(t.RRTo+1)*whole)
			low = max(low, measure.Milli(t.RRTo+1)*whole)
		}
	}
	return reading("breathing rate", fieldRR, low, 20000, [2]measure.Milli{0, 100_000}, edges...)
}

// spo2Dim: on scale 2 the target is 88 to 92 %, and more is not better.
func spo2Dim(p *protocol.Pack, scale int) dimension {
	ends, edges := [2]measure.Milli{0, 100_000}, []measure.Milli{85000, 90000, 92000, 94000, 96000}
	low, high := floor(96000, p.SpO2Min), measure.Milli(100_000)
	if scale == 2 {
		edges = []measure.Milli{84000, 85000, 86000, 88000, 92000, 94000, 96000}
		low, high = floor(88000, p.SpO2Min), 92000
	}
	if p.SpO2Min.Set {
		edges = append(edges, p.SpO2Min.Value)
	}
	for _, t := range p.Emergencies {
		if t.SpO2Below > 0 {
			edges = append(edges, measure.Milli(t.SpO2Below)*whole)
			low = max(low, measure.Milli(t.SpO2Below)*whole)
		}
	}
	return reading("SpO2", fieldSpO2, low, high, ends, edges...)
}

func pulseDim() dimension {
	return reading("pulse", fieldPulse, 51000, 90000, [2]measure.Milli{0, 400_000}, 41000, 51000, 90000, 110_000, 130_000)
}

func systolicDim() dimension {
	return reading("systolic pressure", fieldSystolic, 111_000, 219_000, [2]measure.Milli{0, 400_000},
		91000, 101_000, 111_000, 219_000)
}

func temperatureDim() dimension {
	return reading("temperature", fieldTemperature, 36100, 38000, [2]measure.Milli{10000, 50000},
		35100, 36100, 38000, 39000)
}

// alcoholDim begins with "not measured", which is no worse than 0.
func alcoholDim(p *protocol.Pack) dimension {
	var edges []measure.Milli
	for _, r := range []protocol.Reading{p.AlcoholHold, p.AlcoholLower} {
		if r.Set {
			edges = append(edges, r.Value)
		}
	}
	d := reading("breath alcohol", fieldAlcohol, 0, 0, [2]measure.Milli{0, 1_000_000}, append(edges, 1)...)
	d.values[0].name = "not measured"
	return d
}

// words makes a dimension of the words of one field, the first value being the
// ordinary one, and relates them by index.
func words(name string, order []pair, set func(*protocol.Assessment, string), list ...string) dimension {
	d := dimension{name: name, property: propMonotone, order: order, values: []value{ordinaryValue("ordinary")}}
	for _, w := range list {
		shown := w
		if w == "" {
			shown = "not measured"
		}
		d.values = append(d.values, always(shown, func(sc *scene) { set(&sc.c.Assessment, w) }))
	}
	return d
}

func possDim() dimension {
	return words("sedation (POSS)", []pair{{0, 1}, {0, 2}, {0, 3}, {3, 4}, {4, 5}, {2, 4}},
		func(a *protocol.Assessment, w string) { a.POSS = protocol.POSS(w) }, "", "S", "2", "3", "4")
}

func consciousnessDim() dimension {
	return words("consciousness", []pair{{0, 1}, {0, 2}, {2, 3}, {3, 4}, {4, 5}},
		func(a *protocol.Assessment, w string) { a.Consciousness = protocol.Consciousness(w) }, "", "C", "V", "P", "U")
}

func rousableDim() dimension {
	return words("rousable", []pair{{0, 1}, {1, 0}, {0, 2}, {2, 3}},
		func(a *protocol.Assessment, w string) { a.Rousable = protocol.Rousable(w) }, "easily", "barely", "no")
}

// sign makes a dimension of something that was seen or not.
func sign(name string, set func(*protocol.Assessment)) dimension {
	return dimension{name: name, property: propMonotone, order: []pair{{0, 1}}, values: []value{
		ordinaryValue("no"), always("yes", func(sc *scene) { set(&sc.c.Assessment) }),
	}}
}

func cyanosisDim() dimension {
	return sign("blue colour", func(a *protocol.Assessment) { a.Cyanosis = true })
}

func oxygenDim() dimension {
	return sign("added oxygen", func(a *protocol.Assessment) { a.Oxygen = true })
}

func intoxicatedDim() dimension {
	return sign("signs of intoxication", func(a *protocol.Assessment) { a.Intoxicated = true })
}

func declinedDim() dimension {
	return sign("breath test declined", func(a *protocol.Assessment) { a.AlcoholRefuse = true })
}

// cowsDim: no withdrawal score ever allows more or less.
func cowsDim() dimension {
	d := dimension{name: "withdrawal (COWS)", property: propMonotone, values: []value{ordinaryValue("not measured")}}
	for _, m := range []measure.Milli{0, 13000, 48000} {
		d.order = append(d.order, pair{0, len(d.values)}, pair{len(d.values), 0})
		d.values = append(d.values, always(m.String(), func(sc *scene) { sc.c.Assessment.COWS = &m }))
	}
	return d
}

// flagsDim has every sign that the pack knows, one it does not, and two at once.
func flagsDim(p *protocol.Pack) dimension {
	d := dimension{name: "coded sign", property: propMonotone, values: []value{ordinaryValue("none")}}
	put := func(flags ...string) {
		d.order = append(d.order, pair{0, len(d.values)})
		d.values = append(d.values, always(fmt.Sprint(flags), func(sc *scene) { sc.c.Assessment.Flags = flags }))
	}
	for _, h := range p.Holds {
		put(h.Flag)
	}
	put("a sign that no pack knows")
	if n := len(p.Holds); n > 1 {
		put(p.Holds[n-1].Flag, p.Holds[0].Flag)
	}
	return d
}

func scaleTwo(scale int) dimension {
	if scale == 1 {
		return dimension{name: "SpO2 scale", values: []value{ordinaryValue("1")}}
	}
	return dimension{name: "SpO2 scale", values: []value{always("2, SpO2 90 %", func(sc *scene) {
		sc.c.Person.SpO2Scale, sc.c.Assessment.SpO2 = 2, milli(max(90000, sc.pack.SpO2Min.Value))
	})}}
}

func breathingDims(p *protocol.Pack, scale int) []dimension {
	return []dimension{scaleTwo(scale), possDim(), rrDim(p), spo2Dim(p, scale), consciousnessDim(), rousableDim(),
		cyanosisDim(), oxygenDim()}
}

// newsCells makes a dimension of one reading with one value for each cell of the
// NEWS2 chart: the edge that lies nearest to the ordinary.
func newsCells(name string, of field, values ...measure.Milli) dimension {
	d := dimension{name: name, values: []value{ordinaryValue("ordinary")}}
	for _, m := range values {
		d.values = append(d.values, always(m.String(), func(sc *scene) { *of(&sc.c.Assessment) = &m }))
	}
	d.values = append(d.values, always("not measured", func(sc *scene) { *of(&sc.c.Assessment) = nil }))
	return d
}

func newsDims(scale int) []dimension {
	spo2 := []measure.Milli{91999, 93999, 95999}
	if scale == 2 {
		spo2 = []measure.Milli{83999, 85999, 87999, 92001, 94001, 96001}
	}
	return []dimension{
		scaleTwo(scale), newsCells("breathing rate", fieldRR, 8999, 11999, 20001, 24001),
		newsCells("SpO2", fieldSpO2, spo2...),
		newsCells("systolic pressure", fieldSystolic, 90999, 100_999, 110_999, 219_001),
		newsCells("pulse", fieldPulse, 40999, 50999, 90001, 110_001, 130_001),
		newsCells("temperature", fieldTemperature, 35099, 36099, 38001, 39001), consciousnessDim(), oxygenDim(),
	}
}

// signDims are the signs, alcohol and routes.
func signDims(p *protocol.Pack) []dimension {
	routes := dimension{name: "route asked", values: []value{ordinaryValue("as prescribed")}}
	for _, r := range []protocol.Route{protocol.IV, protocol.IM, protocol.SC, protocol.Oral} {
		routes.values = append(routes.values, always(string(r), func(sc *scene) { sc.c.AskRoute = r }))
	}
	return []dimension{possDim(), alcoholDim(p), declinedDim(), intoxicatedDim(), flagsDim(p), cowsDim(), rousableDim(),
		routes}
}

// flatten makes one dimension of many: each value alone beside ordinary ones.
func flatten(name string, dims ...dimension) dimension {
	out := dimension{name: name, property: propMonotone, values: []value{ordinaryValue("ordinary")}}
	for _, d := range dims {
		shift := len(out.values) - 1
		for _, v := range d.values[1:] {
			out.values = append(out.values, value{d.name + " " + v.name, v.set})
		}
		place := func(v int) int {
			if v == 0 {
				return 0
			}
			return v + shift
		}
		for _, o := range d.order {
			out.order = append(out.order, pair{place(o.better), place(o.worse)})
		}
	}
	return out
}

// everySign has each value of each reading and sign alone.
func everySign(p *protocol.Pack) dimension {
	return flatten("reading or sign", possDim(), rrDim(p), spo2Dim(p, 1), pulseDim(), systolicDim(), temperatureDim(),
		consciousnessDim(), rousableDim(), alcoholDim(p), declinedDim(), intoxicatedDim(), cyanosisDim(), oxygenDim(),
		cowsDim(), flagsDim(p))
}

// conditionsDim are the conditions of a person that change an amount or that
// the rule of the second dose of day 1 looks at, and one that stops.
func conditionsDim(p *protocol.Pack) dimension {
	d := dimension{name: "condition", property: propMonotone, order: []pair{{0, 1}, {0, 2}}, values: []value{
		ordinaryValue("ordinary"),
		always("sedation not measured", func(sc *scene) { sc.c.Assessment.POSS = "" }),
		always("signs of intoxication", func(sc *scene) { sc.c.Assessment.Intoxicated = true }),
	}}
	if r := p.AlcoholLower; r.Set {
		d.order = append(d.order, pair{0, 3})
		d.values = append(d.values, always("alcohol that lowers the dose", func(sc *scene) {
			sc.c.Assessment.Alcohol = &r.Value
		}))
	}
	return d
}
