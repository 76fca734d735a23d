package dosing

import (
	"slices"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// unsetTouched says which setting the case touches that the pack leaves unset.
func unsetTouched(sc *scene, a *account) string {
	p, c := sc.pack, &sc.c
	alcohol := c.Assessment.Alcohol
	switch {
	case len(p.Missing) > 0:
		return "the pack is a draft"
	case c.Missed != Missed{} && missedRow(sc, a) == nil:
		return "sessions were missed and no row of the table says what that means"
	case alcohol != nil && *alcohol > 0 && !p.AlcoholHold.Set:
		return "alcohol was measured and the pack sets no limit"
	case c.Session == TopUp && !p.TopUp.Set:
		return "the pack has no rule for a top-up"
	case c.Assessment.AlcoholRefuse:
		return "the breath test was declined"
	}
	return ""
}

// prescribedDay adds the doses of a prescribed day up, without a top-up.
func prescribedDay(rx *Prescription) (day, largest measure.Mass) {
	if len(rx.Doses) == 0 {
		return rx.Dose * measure.Mass(rx.PerDay), rx.Dose
	}
	for _, m := range rx.Doses {
		day, largest = day+m, max(largest, m)
	}
	return day, largest
}

// notValid says why the question of the prescription may not be answered yes.
func notValid(sc *scene) string {
	rx, p := &sc.c.Prescription, sc.pack
	day, _ := prescribedDay(rx)
	for i := range p.Beside {
		if b := &p.Beside[i]; b.Form == rx.Form || b.Form.Salt == "" && b.Form.Substance == rx.Form.Substance {
			if b.CapDay > 0 && day > b.CapDay {
				return "it is above the ceiling of the oral medicine"
			}
			return ""
		}
	}
	if why := unsound(sc); why != "" {
		return why
	}
	a := addUp(sc)
	for _, r := range p.Rise {
		if r.Base == protocol.DayTotalPlus && rx.PerDay >= r.From && (r.To == 0 || rx.PerDay <= r.To) &&
			a.ever && !a.dayOne && !a.tolerance && day > a.yesterday+r.Add {
			return "its day is above yesterday's total and the rise"
		}
	}
	return ""
}

// unsound says what is wrong with the prescription (stage 2).
func unsound(sc *scene) string {
	rx, p := &sc.c.Prescription, sc.pack
	day, largest := prescribedDay(rx)
	day += rx.TopUp
	switch {
	case len(p.Missing) > 0:
		return "the pack is a draft"
	case rx.PerDay < 1, p.PerDay.Value > 0 && rx.PerDay > p.PerDay.Value:
		return "the visits a day are not stated or more than the pack allows"
	case len(rx.Doses) > 0 && len(rx.Doses) != rx.PerDay, largest == 0, slices.Contains(rx.Doses, 0):
		return "it does not name a dose for every visit"
	case rx.CapSingle == 0, rx.CapDay == 0:
		return "it carries no ceiling"
	case largest > rx.CapSingle, day > rx.CapDay:
		return "it is above its own ceiling"
	case p.CapSingle.Mass > 0 && largest > p.CapSingle.Mass, p.CapDay.Mass > 0 && day > p.CapDay.Mass:
		return "it is above the pack's ceiling"
	case rx.Form != p.Form && !(rx.Form.Substance == p.Form.Substance && slices.Contains(p.AlsoSalts, rx.Form.Salt)):
		return "it is in another substance or salt than the pack"
	case !slices.Contains(p.Routes, rx.Route):
		return "its route is not licensed under the pack"
	case rx.Started > sc.c.Zone.Day(sc.c.Now):
		return "it starts later than today"
	case p.ThirdsFrom.Value > 0 && sc.c.Person.Trimester >= p.ThirdsFrom.Value && !thirdsAlike(rx):
		return "three identical doses are recommended and it differs"
	}
	return ""
}

func thirdsAlike(rx *Prescription) bool {
	return rx.PerDay == 3 && (len(rx.Doses) == 0 || rx.Doses[0] == rx.Doses[1] && rx.Doses[1] == rx.Doses[2])
}

// unfit says which reading, sign or history stops or refers (stages 1, 3 to 5
// and 10).
func unfit(sc *scene, a *account) string {
	r, p, c := &sc.c.Assessment, sc.pack, &sc.c
	score, three := chartNEWS2(r, c.Person.SpO2Scale)
	switch {
	case r.POSS != protocol.POSS1:
		return "sedation is not measured or not 1"
	case r.RR == nil, r.SpO2 == nil:
		return "breathing rate or SpO2 was not measured"
	case p.RRMin.Set && *r.RR < p.RRMin.Value, !p.RRMin.Set && *r.RR < 12000:
		return "the breathing rate is below the lowest at which a dose may be given"
	case p.SpO2Min.Set && *r.SpO2 < p.SpO2Min.Value, !p.SpO2Min.Set && chartSpO2(r, c.Person.SpO2Scale) > 0:
		return "SpO2 is below the lowest at which a dose may be given"
	case score >= 5, three:
		return "NEWS2 is 5 or more, or one reading scores 3"
	case r.Intoxicated, r.Cyanosis, r.Rousable == "barely", r.Rousable == "no", len(r.Flags) > 0:
		return "a sign was seen that stops or refers"
	case p.AlcoholHold.Set && r.Alcohol != nil && *r.Alcohol >= p.AlcoholHold.Value:
		return "breath alcohol is at or above the limit"
	case alarming(sc):
		return "the pack calls it an emergency"
	case assessFirst(sc):
		return "the prescriber assesses before any dose after this absence"
	}
	return unfitPast(sc, a)
}

// alarming reports a row of the pack's own emergencies, read again.
func alarming(sc *scene) bool {
	r := &sc.c.Assessment
	heavy := r.POSS == protocol.POSS4 || r.Consciousness == "P" || r.Consciousness == "U" || r.Rousable == "barely" ||
		r.Rousable == "no"
	return slices.ContainsFunc(sc.pack.Emergencies, func(t protocol.Trigger) bool {
		slow := t.RRTo == 0 || r.RR != nil && *r.RR/1000 <= measure.Milli(t.RRTo)
		low := t.SpO2Below == 0 || r.SpO2 != nil && *r.SpO2/1000 < measure.Milli(t.SpO2Below)
		pale := !t.Blue || r.Cyanosis || r.SpO2 != nil && *r.SpO2 < 85000
		return slow && low && pale && (heavy || !t.HardToRouse)
	})
}

// unfitPast says what in the history refers.
func unfitPast(sc *scene, a *account) string {
	c, p := &sc.c, sc.pack
	for _, l := range []*Past{a.last, a.lastRecord} {
		if l != nil && (l.Naloxone || l.POSS == protocol.POSS4) {
			return "the last dose was followed by naloxone or an emergency"
		}
	}
	want := c.AskRoute
	if want == "" {
		want = c.Prescription.Route
	}
	switch l := a.lastRecord; {
	case want != c.Prescription.Route, a.last != nil && a.last.Route != "" && a.last.Route != want:
		return "the route changes"
	case l != nil && p.VeinAttempts.Value > 0 && l.Attempts >= p.VeinAttempts.Value && !l.Completed:
		return "as many attempts at a vein were made as the pack allows"
	}
	return ""
}

// tooSoon says why a dose may not be given yet (stage 7).
func tooSoon(sc *scene, a *account, dose measure.Mass) string {
	c, p := &sc.c, sc.pack
	gap := 180 * moment.Minute
	if p.Gap.Set {
		gap = moment.Minutes(p.Gap.Value)
	}
	if c.Session == TopUp {
		return topUpTooSoon(sc, a, gap)
	}
	if l := a.last; l != nil && c.Now.Since(l.At) < gap && !atOnce(sc, a, dose) {
		return "the least gap of " + gap.String() + " has not passed"
	}
	visits := c.Prescription.PerDay
	if n := p.PerDay.Value; n > 0 {
		visits = min(visits, n)
	}
	repeats := a.dayOne && len(p.FirstDay) > 1 && p.FirstDay[1].IfTolerated
	if a.scheduledToday >= visits && !repeats {
		return "the visits of the day are used"
	}
	return ""
}

// topUpTooSoon says why a top-up may not be given now (P-HM-03): it follows a
// completed scheduled dose, after the pack's minutes and within the gap.
func topUpTooSoon(sc *scene, a *account, gap moment.Span) string {
	l := a.last
	switch {
	case l == nil || l.Session == TopUp || !l.Completed:
		return "no completed scheduled dose came before the top-up"
	case sc.c.Now.Since(l.At) < moment.Minutes(sc.pack.TopUp.Value):
		return "the time after the dose has not passed"
	case sc.c.Now.Since(l.At) >= gap:
		return "the time for a top-up is over"
	}
	return ""
}

// atOnce is P-TITR-02: the second dose of day 1 after a first one that was
// tolerated, no larger than its row says.
func atOnce(sc *scene, a *account, dose measure.Mass) bool {
	l := a.last
	if !a.dayOne || a.dosesToday != 1 || !l.Completed || l.Naloxone || l.Oxygen || l.POSS == protocol.POSS3 {
		return false
	}
	for _, r := range sc.pack.FirstDay {
		if r.From <= 2 && (r.To == 0 || r.To >= 2) {
			return r.IfTolerated && dose <= r.Single
		}
	}
	return false
}

// band is one cell of the NEWS2 chart: readings from lo to hi score points.
// Whole numbers, temperature in tenths of a degree.
type band struct{ lo, hi, points int64 }

// The chart as it is printed.
var (
	chartRR          = []band{{0, 8, 3}, {9, 11, 1}, {12, 20, 0}, {21, 24, 2}, {25, 999, 3}}
	chartScale1      = []band{{0, 91, 3}, {92, 93, 2}, {94, 95, 1}, {96, 999, 0}}
	chartScale2      = []band{{0, 83, 3}, {84, 85, 2}, {86, 87, 1}, {88, 999, 0}}
	chartScale2Added = []band{{0, 83, 3}, {84, 85, 2}, {86, 87, 1}, {88, 92, 0}, {93, 94, 1}, {95, 96, 2}, {97, 999, 3}}
	chartSystolic    = []band{{0, 90, 3}, {91, 100, 2}, {101, 110, 1}, {111, 219, 0}, {220, 999, 3}}
	chartPulse       = []band{{0, 40, 3}, {41, 50, 1}, {51, 90, 0}, {91, 110, 1}, {111, 130, 2}, {131, 999, 3}}
	chartTemperature = []band{{0, 350, 3}, {351, 360, 1}, {361, 380, 0}, {381, 390, 1}, {391, 999, 2}}
)

// cell reads the chart. A reading between two printed numbers takes the cell
// that scores more.
func cell(chart []band, reading *measure.Milli, unit measure.Milli) int64 {
	if reading == nil {
		return 0
	}
	below, points := int64(*reading/unit), int64(0)
	above := below
	if *reading%unit != 0 {
		above++
	}
	for _, b := range chart {
		if below >= b.lo && below <= b.hi || above >= b.lo && above <= b.hi {
			points = max(points, b.points)
		}
	}
	return points
}

func chartSpO2(r *protocol.Assessment, scale int) int64 {
	switch {
	case scale == 2 && r.Oxygen:
		return cell(chartScale2Added, r.SpO2, 1000)
	case scale == 2:
		return cell(chartScale2, r.SpO2, 1000)
	}
	return cell(chartScale1, r.SpO2, 1000)
}

// chartNEWS2 adds the chart up; three reports a single score of 3.
func chartNEWS2(r *protocol.Assessment, scale int) (total int64, three bool) {
	consciousness := int64(0)
	if r.Consciousness != "" && r.Consciousness != "A" {
		consciousness = 3
	}
	for _, points := range [...]int64{
		cell(chartRR, r.RR, 1000), chartSpO2(r, scale), cell(chartSystolic, r.Systolic, 1000),
		cell(chartPulse, r.Pulse, 1000), cell(chartTemperature, r.Temperature, 100), consciousness,
	} {
		total, three = total+points, three || points == 3
	}
	if r.Oxygen {
		total += 2
	}
	return total, three
}

// unsettled says why a person may not leave after the dose.
func unsettled(sc *scene) string {
	r := &sc.c.Assessment
	switch {
	case len(sc.pack.Missing) > 0:
		return "the pack is a draft"
	case r.RR == nil, r.SpO2 == nil, r.POSS == "":
		return "sedation, breathing rate or SpO2 was not measured"
	case *r.RR < 9000, r.Cyanosis, r.Rousable == "barely", r.Rousable == "no":
		return "breathing, colour or consciousness is reduced"
	case r.POSS == protocol.POSS3, r.POSS == protocol.POSS4, r.Consciousness == "P", r.Consciousness == "U":
		return "the person is sedated"
	case alarming(sc):
		return "the pack calls it an emergency"
	case watchedTooShort(sc):
		return "the time of observation is not over"
	}
	return ""
}

// watchedTooShort reports a release before the least time that the pack sets
// after every dose, after one by its route, and after naloxone.
func watchedTooShort(sc *scene) bool {
	l, p := addUp(sc).lastRecord, sc.pack
	if l == nil {
		return true
	}
	least, route := int64(30), l.Route
	if p.Observation.Set {
		least = p.Observation.Value
	}
	if route == "" {
		route = sc.c.Prescription.Route
	}
	for _, r := range p.ObservationRoutes {
		if r.Route == route {
			least = max(least, r.Minutes)
		}
	}
	if l.Naloxone {
		least = max(least, 90, p.ObservationNaloxone.Value)
	}
	return sc.c.Now < l.At.Add(moment.Minutes(least))
}
