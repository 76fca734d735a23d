package dosing

import (
	"slices"
	"time"

	"steady/measure"
	"steady/protocol"
)

// A second, naive implementation of the published tables. It was written from
// the texts of the rules, not from the rules' code: it is slow, it walks the
// history again for every question, and it knows each programme by its name
// instead of reading its pack. naive_compare_test.go holds Decide to it.
//
// Where two rules of one stage fire, the texts do not say which is told first
// (E-ORD-01 orders stages only), so naive returns every outcome that the first
// stage which fires may end in.

const mg = measure.Milligram

// naiveAnswer is what the texts say: one of the outcomes, and the dose where
// one is given.
type naiveAnswer struct {
	outcomes []Outcome
	dose     measure.Mass
	proposal measure.Mass // 0: none is published
}

func only(outcomes ...Outcome) naiveAnswer { return naiveAnswer{outcomes: outcomes} }

// naive answers the question "may this dose be given now?".
func naive(programme string, c *Case) naiveAnswer {
	// Stage 1, emergency signs.
	if naiveEmergency(&c.Assessment) {
		return only(Emergency)
	}
	// Stage 2, a valid prescription.
	if naiveInvalid(programme, c) {
		return only(InvalidRx)
	}
	// Stage 3, hold: after naloxone or an emergency dosing is suspended (E-OD-06).
	if last := naiveLast(c); last != nil && (last.Naloxone || last.POSS == "4") {
		return only(Refer)
	}
	// Stages 4 and 5, sedation, intoxication and vital signs.
	if outcomes := naiveSedation(programme, c); len(outcomes) > 0 {
		return only(outcomes...)
	}
	if outcomes := naiveVitals(c); len(outcomes) > 0 {
		return only(outcomes...)
	}
	// Stage 6, missed sessions.
	prescribed := c.Prescription.Dose
	if n := len(c.Prescription.Doses); n > 0 {
		prescribed = c.Prescription.Doses[min(naiveVisitsToday(programme, c), n-1)]
	}
	asked := prescribed
	if c.Ask != nil {
		asked = *c.Ask
	}
	most := min(asked, prescribed)
	if c.Missed.Days > 0 || c.Missed.Sessions > 0 {
		if programme != "au-meth" {
			return only(Refer) // S-MISS-INJ is unset everywhere
		}
		share, refer := naiveMethadone(c, prescribed)
		if refer {
			titrated, _ := naiveTitration(programme, c, min(asked, prescribed))
			return naiveAnswer{outcomes: []Outcome{Refer}, proposal: min(asked, prescribed, share, titrated)}
		}
		most = min(most, share)
	}
	// Stage 7, the gap and the visits of the day.
	if naiveTooSoon(programme, c, min(asked, prescribed)) {
		return only(Defer)
	}
	// Stage 8, titration.
	titrated, refer := naiveTitration(programme, c, min(asked, prescribed))
	if refer {
		return only(Refer)
	}
	most = min(most, titrated)
	// Stage 9, ceilings; E-CAP-07 when less than half of the usual dose is left.
	left := naiveLeft(programme, c)
	if request := min(asked, prescribed); request > left && 2*left < naiveUsual(c, request) {
		return only(Refer)
	}
	most = min(most, left)
	// Stage 11, preparation: round down to 1 mg or the increment (S-ROUND).
	most = most / naiveStep(c) * naiveStep(c)
	switch {
	case most <= 0:
		return only(Refer)
	case most < asked:
		return naiveAnswer{outcomes: []Outcome{AdministerMax}, dose: most}
	}
	return naiveAnswer{outcomes: []Outcome{Administer}, dose: most}
}

// naiveStep is the increment of the prescription, or 1 mg (S-ROUND).
func naiveStep(c *Case) measure.Mass {
	if c.Prescription.Increment > 0 {
		return c.Prescription.Increment
	}
	return mg
}

// naiveEmergency: P-OD-01, the RR of 8 or less with reduced consciousness or
// blue colour (SCO-PC takes an SpO2 below 85 for the latter), and E-POSS-04,
// POSS 4. A person who cannot be roused, or is blue, is an emergency too.
func naiveEmergency(a *protocol.Assessment) bool {
	slow := a.RR != nil && *a.RR < 9000 // between 8 and 9 the lower counts
	drowsy := a.Rousable == "barely" || a.Rousable == "no" || a.Consciousness == "P" || a.Consciousness == "U"
	blue := a.Cyanosis || a.SpO2 != nil && *a.SpO2 < 85000
	return slow && (drowsy || blue) || a.POSS == "4" || a.Rousable == "no" || a.Consciousness == "U" || a.Cyanosis
}

// naiveInvalid: S-CAP (both ceilings must be there), S-NDAY, the doses within
// the ceilings, and P-CAP-01, P-CAP-02 and DE-FI, three visits a day.
func naiveInvalid(programme string, c *Case) bool {
	rx := &c.Prescription
	day := rx.Dose * measure.Mass(rx.PerDay)
	largest := rx.Dose
	for _, m := range rx.Doses {
		day, largest = day+m, max(largest, m)
	}
	if rx.CapSingle == 0 || rx.CapDay == 0 || largest == 0 || rx.PerDay == 0 {
		return true
	}
	if largest > rx.CapSingle || day > rx.CapDay {
		return true
	}
	if rx.PerDay > 3 && slices.Contains([]string{"ca-hm", "nl-caps", "de", "ch-oral"}, programme) {
		return true
	}
	return programme == "ca-hm" && day > 500*mg || programme == "nl-caps" && day > 1000*mg
}

// naiveSedation: E-POSS-04 (2 refers; 3, and asleep, withhold), P-PRE-01
// (intoxication), S-ALC-HOLD unset (any reading above 0, or a declined test).
func naiveSedation(programme string, c *Case) (out []Outcome) {
	a := &c.Assessment
	switch a.POSS {
	case "", "2":
		out = append(out, Refer)
	case "3", "S":
		out = append(out, Withhold)
	}
	if l := naiveLast(c); l != nil && l.POSS == "3" && c.Now.Time().Sub(l.At.Time()) < naiveGap(programme) {
		out = append(out, Withhold) // 3 withholds this session (W-03)
	}
	if a.Intoxicated || a.Rousable == "barely" {
		out = append(out, Withhold)
	}
	if a.AlcoholRefuse || a.Alcohol != nil && *a.Alcohol > 0 {
		out = append(out, Refer)
	}
	return out
}

// naiveVitals: E-NEWS-04 and the first scoring band of S-RR-PRE, S-SPO2-PRE. A
// reading that was not measured is never taken as normal.
func naiveVitals(c *Case) (out []Outcome) {
	a := &c.Assessment
	total, three := int64(0), a.Consciousness != "" && a.Consciousness != "A"
	if three {
		total = 3
	}
	for _, points := range []int64{
		naivePoints(a.RR, []int64{8999, 11999}, []int64{3, 1}, []int64{20000, 24000}, []int64{2, 3}),
		naivePoints(a.SpO2, []int64{91999, 93999, 95999}, []int64{3, 2, 1}, nil, nil),
		naivePoints(a.Systolic, []int64{90999, 100999, 110999}, []int64{3, 2, 1}, []int64{219000}, []int64{3}),
		naivePoints(a.Pulse, []int64{40999, 50999}, []int64{3, 1}, []int64{90000, 110000, 130000}, []int64{1, 2, 3}),
		naivePoints(a.Temperature, []int64{35099, 36099}, []int64{3, 1}, []int64{38000, 39000}, []int64{1, 2}),
	} {
		total, three = total+points, three || points == 3
	}
	if a.Oxygen {
		total += 2
	}
	if total >= 5 || three {
		out = append(out, Withhold)
	}
	if a.RR == nil || *a.RR < 12000 || a.SpO2 == nil || *a.SpO2 < 96000 {
		out = append(out, Refer)
	}
	return out
}

// naivePoints scores one reading: the first bound from below that it is not
// above, or the last bound from above that it is above.
func naivePoints(m *measure.Milli, low []int64, lowPoints []int64, high []int64, highPoints []int64) int64 {
	if m == nil {
		return 0
	}
	x := int64(*m)
	for i, bound := range low {
		if x <= bound {
			return lowPoints[i]
		}
	}
	points := int64(0)
	for i, bound := range high {
		if x > bound {
			points = highPoints[i]
		}
	}
	return points
}

// naiveMethadone: P-MM-1 to P-MM-6.
func naiveMethadone(c *Case, prescribed measure.Mass) (share measure.Mass, refer bool) {
	usual := naiveTolerated(c)
	if last := naiveLast(c); last != nil && !naiveWell(last) && c.Prescription.Usual == 0 {
		if usual == 0 || last.Given < usual {
			usual = last.Given
		}
	}
	if c.Prescription.Usual > 0 {
		usual = c.Prescription.Usual
	}
	if usual == 0 {
		usual = prescribed
	}
	switch n := c.Missed.Days; {
	case n >= 5: // P-MM-5, a new induction: no figure is published
		return 0, true
	case n == 4: // P-MM-4, half the dose or 40 mg, whichever is lower
		return min(usual/2, 40*mg), true
	case n == 3: // P-MM-3, half the dose
		return usual / 2, true
	}
	return usual, false // P-MM-1, P-MM-2
}

// naiveWell: E-TITR-12, completed and followed by POSS S, 1 or 2 without
// oxygen, naloxone or emergency.
func naiveWell(p *Past) bool {
	return p.Completed && !p.Oxygen && !p.Naloxone && (p.POSS == "S" || p.POSS == "1" || p.POSS == "2")
}

func naiveLast(c *Case) *Past {
	if len(c.History) == 0 {
		return nil
	}
	return &c.History[len(c.History)-1]
}

// naiveTolerated is the last completed tolerated dose; on the morning of day 2
// the largest syringe of day 1 (E-TITR-14).
func naiveTolerated(c *Case) measure.Mass {
	var usual, largest measure.Mass
	for i := range c.History {
		if p := &c.History[i]; naiveWell(p) {
			usual = p.Given
			if naiveDay(c, p) == naiveFirstDay(c) {
				largest = max(largest, p.Given)
			}
		}
	}
	if last := naiveLast(c); last != nil && naiveDay(c, last) == naiveFirstDay(c) {
		return largest
	}
	return usual
}

// naiveUsual is what E-CAP-07 measures by.
func naiveUsual(c *Case, request measure.Mass) measure.Mass {
	usual := c.Prescription.Usual
	if usual == 0 {
		usual = naiveTolerated(c)
		if last := naiveLast(c); last != nil {
			usual = max(usual, last.Given)
		}
	}
	if usual == 0 {
		return request
	}
	return usual
}

// naiveDay is the calendar day in the service's time zone (E-TIME-02).
func naiveDay(c *Case, p *Past) string { return c.Zone.In(p.At).Format(time.DateOnly) }

func naiveToday(c *Case) string { return c.Zone.In(c.Now).Format(time.DateOnly) }

// naiveFirstDay is day 1: the start of treatment, or the day of the first dose.
func naiveFirstDay(c *Case) string {
	switch {
	case c.Prescription.Started != 0:
		return c.Prescription.Started.String()
	case len(c.History) > 0:
		return naiveDay(c, &c.History[0])
	}
	return naiveToday(c)
}

// naiveTotal adds up what was given so many calendar days ago.
func naiveTotal(c *Case, daysAgo int) (total measure.Mass, doses int) {
	day := c.Zone.In(c.Now).AddDate(0, 0, -daysAgo)
	noon := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, time.UTC)
	for i := range c.History {
		if p := &c.History[i]; naiveDay(c, p) == noon.Format(time.DateOnly) {
			total, doses = total+p.Given, doses+1
		}
	}
	return total, doses
}

// naiveVisitsToday counts visits; 15 and 15 mg at once are one (P-TITR-02).
func naiveVisitsToday(programme string, c *Case) int {
	_, n := naiveTotal(c, 0)
	if programme == "ch-iv" && naiveToday(c) == naiveFirstDay(c) && n > 1 {
		return n - 1
	}
	return n
}

// naiveGap is the least time between two doses.
func naiveGap(programme string) time.Duration {
	if programme == "ch-iv" {
		return 30 * time.Minute
	}
	return 180 * time.Minute
}

// naiveTooSoon: CH-FI 30 minutes; P-HM-01 and S-GAP 180 minutes; exactly equal
// is allowed (E-TIME-01). P-TITR-02 lets 15 mg follow at once on day 1.
func naiveTooSoon(programme string, c *Case, request measure.Mass) bool {
	gap := naiveGap(programme)
	dayOne := naiveToday(c) == naiveFirstDay(c)
	_, today := naiveTotal(c, 0)
	if last := naiveLast(c); last != nil && c.Now.Time().Sub(last.At.Time()) < gap {
		after := last.POSS
		if after == "" {
			after = c.Assessment.POSS // the score after it is the one measured now
		}
		well := last.Completed && !last.Oxygen && (after == "S" || after == "1" || after == "2")
		if programme != "ch-iv" || !dayOne || today != 1 || !well || request > 15*mg {
			return true
		}
	}
	if programme == "ch-iv" && dayOne {
		return false // day 1 is governed by P-TITR-01 to 03 only (E-TITR-11)
	}
	return naiveVisitsToday(programme, c) >= c.Prescription.PerDay
}

// naiveTitration: P-TITR-01 to 05 with E-TITR-11 to 15, and P-ORAL-01 to 03.
// It returns the most that one dose may be, or that the prescriber is asked.
func naiveTitration(programme string, c *Case, request measure.Mass) (most measure.Mass, refer bool) {
	last := naiveLast(c)
	borneBadly := last != nil && (last.POSS == "3" || last.Oxygen)
	if programme != "ch-iv" && programme != "ch-oral" {
		if borneBadly && naiveToday(c) == naiveFirstDay(c) {
			return last.Given, false // day 1: the factor is 1.0 (E-TITR-12)
		}
		return measure.MaxMass, borneBadly && request > last.Given
	}
	given, today := naiveTotal(c, 0)
	yesterday, _ := naiveTotal(c, 1)
	before, _ := naiveTotal(c, 2)
	switch {
	case last == nil || naiveToday(c) == naiveFirstDay(c):
		most = 100 * mg // P-ORAL-01, P-ORAL-02
		if programme == "ch-iv" {
			most = naiveDayOne(c, today)
		}
		if borneBadly {
			most = min(most, max(last.Given, 0))
		}
		return most, false
	case programme == "ch-oral":
		day := yesterday + 300*mg
		most = min(day/3, max(day-given, 0))
	case yesterday >= 300*mg && before >= 300*mg: // E-TITR-15
		most = measure.MaxMass
	case c.Prescription.PerDay >= 3:
		most = yesterday / 2 // P-TITR-04
	case !naiveWell(last):
		most = last.Given // E-TITR-12
	default:
		base := last.Given
		if naiveDay(c, last) == naiveFirstDay(c) {
			base = max(base, naiveTolerated(c)) // E-TITR-14
		}
		most = base * 3 / 2 // P-TITR-05
	}
	want := min(request, most)
	refer = borneBadly && want > last.Given
	if programme == "ch-iv" { // P-CAP-06, E-CAP-08
		usual := c.Prescription.Usual
		if usual == 0 {
			usual = naiveTolerated(c)
			if usual == 0 || borneBadly && last.Given < usual {
				usual = last.Given
			}
		}
		refer = refer || 2*want > 3*usual
	}
	return most, refer
}

// naiveDayOne: 15 mg first; another 15 mg at once if the first was tolerated;
// then, half an hour apart, 30 mg.
func naiveDayOne(c *Case, today int) measure.Mass {
	last := naiveLast(c)
	switch {
	case last == nil || today == 0:
		return 15 * mg
	case today == 1 && c.Now.Time().Sub(last.At.Time()) < 30*time.Minute:
		return 15 * mg
	}
	return 30 * mg
}

// naiveLeft: the lower of the ceilings for a dose and for the day, by what was
// administered today.
func naiveLeft(programme string, c *Case) measure.Mass {
	today, _ := naiveTotal(c, 0)
	day := c.Prescription.CapDay
	switch programme {
	case "ca-hm":
		day = min(day, 500*mg) // P-CAP-01
	case "nl-caps":
		day = min(day, 1000*mg) // P-CAP-02
	}
	return min(c.Prescription.CapSingle, max(day-today, 0))
}
