package lab

import (
	"math"

	"steady/measure"
	"steady/moment"
	"steady/recovery"
)

// Use says what a published figure was used for.
type Use string

// The uses. What is held out was not looked at when anything was fitted; what is
// worked out follows from a default and shows that the model does not lose it.
const (
	Fitted    Use = "fitted"
	HeldOut   Use = "held out"
	WorkedOut Use = "worked out"
)

// CalibrationCheck is one published figure beside what the model says.
type CalibrationCheck struct {
	What      string
	Unit      string
	Source    string
	Use       Use
	Published float64
	Lo, Hi    float64 // 95 % of the published figure: Wilson's where it is a share of people, else as printed
	Days      float64 // where it lies on the curve of leaving; 0: not on it
	Model     float64
	// Of the model's runs, with 95 %. Where the model has a law of its own the
	// runs are drawn from it, and Model is the law.
	Run, RunLo, RunHi float64
}

// Agrees reports whether the model's figure lies within the published interval.
func (c CalibrationCheck) Agrees() bool { return c.Model >= c.Lo && c.Model <= c.Hi }

// Calibration is how the model's defaults stand beside what is published.
type Calibration struct {
	Checks  []CalibrationCheck
	Shape   float64 // of leaving
	Scale   float64 // days, fitted
	People  int     // whose treatment began in the runs
	Curve   *recovery.Curve
	Visits  int
	Entries int64
}

// Calibrate fits the one figure that is fitted, runs the model under its
// published defaults, and puts published figures beside it. The procedure is
// docs/reference/lab-calibration.md. runs is how many replications are pooled.
func Calibrate(seed uint64, runs int) (Calibration, error) {
	s := CalibrationScenario(seed)
	s.Today.Visits = 1 // the way people leave does not depend on it: twice the people for the same time
	figures, err := s.figures()
	if err != nil {
		return Calibration{}, err
	}
	c := Calibration{Shape: figures[LeaveShape].Value}
	c.Scale = WeibullScale(c.Shape, 365, figures[Retention].Value)
	var stays []recovery.Stay
	var injections, events, promised, came float64
	var night Tally
	for i := range runs {
		r, err := Replicate(s, &Policy{ID: "defaults"}, i)
		if err != nil {
			return Calibration{}, err
		}
		for _, x := range r.People.Stays {
			stays = append(stays, recovery.Stay{Time: measure.Milli(x.Days) * 1000, Event: x.Left})
		}
		injections += float64(r.Safety.Injections)
		events += float64(r.Safety.Events)
		promised += float64(r.Visits.Promised)
		came += float64(r.Visits.Arrived)
		night.merge(&r.Doses.Night)
		c.Visits += r.Visits.Arrived
		c.Entries += r.Entries
	}
	c.People = len(stays)
	c.Curve = recovery.KaplanMeier(stays, recovery.LogLog)
	c.remaining(figures)
	rest := share(int(came), int(promised))
	c.Checks = append(c.Checks, CalibrationCheck{Unit: "share",
		What:   "promised sessions that were attended, of people who stay",
		Source: "Middlesbrough, six people over 29-30 weeks (press)", Use: WorkedOut, Published: 0.98, Lo: 0.97, Hi: 0.99,
		Model: rest[0], Run: rest[0], RunLo: rest[1], RunHi: rest[2]})
	lo, hi := poisson(events)
	c.Checks = append(c.Checks, CalibrationCheck{Unit: "events",
		What: "respiratory depressions that need a response, a year at 10,950 injections",
		Source: "Strang 2015 as cited by Poulter 2023, 1 in about 6,000, worked out; four times that in the " +
			"first 30 days is on top", Use: WorkedOut, Published: 10950.0 / 6000, Lo: 10950 * 0.00006, Hi: 10950 * 0.0003,
		Model: events / injections * 10950, Run: events / injections * 10950, RunLo: lo / injections * 10950,
		RunHi: hi / injections * 10950})
	return c, c.night(seed)
}

// night asks for the published night of a service whose rounds are at 09:30 and
// 16:00: two hours that begin so far apart.
func (c *Calibration) night(seed uint64) error {
	s := CalibrationScenario(seed)
	s.Population, s.Days = Population{Places: 12, Waiting: 12}, 60
	s.Today.Sessions = []Session{{"Morning", 570, 690}, {"Afternoon", 960, 1080}}
	s.Today.LastEntry = 60
	s.Parameters[ArrivalSpread] = Parameter{Source: "on time, for this check", Confidence: Assumption}
	s.Parameters[Attendance] = Parameter{Value: 1, Lo: 1, Hi: 1, Source: "for this check", Confidence: Assumption}
	r, err := Replicate(s, &Policy{ID: "two rounds"}, 0)
	if err != nil {
		return err
	}
	m, _ := r.Doses.Night.Mean()
	half := 1.96 * math.Sqrt(max(0, r.Doses.Night.SumSq/float64(r.Doses.Night.N)-m*m)/float64(r.Doses.Night.N))
	c.Checks = append(c.Checks, CalibrationCheck{Unit: "hours",
		What:   "night without a dose between rounds at 16:00 and 09:30",
		Source: "Amsterdam, worked out from the hours (trouw.nl)", Use: WorkedOut, Published: 17.5, Lo: 17, Hi: 18,
		Model: m / 60, Run: m / 60, RunLo: (m - half) / 60, RunHi: (m + half) / 60})
	return nil
}

// remaining puts published shares still in treatment beside the law and the run.
func (c *Calibration) remaining(figures map[Key]Parameter) {
	at := func(days float64) (s, lo, hi float64) {
		s, lo, hi = 1, 1, 1
		for _, p := range c.Curve.Points {
			if p.Time > measure.Milli(days*1000) {
				break
			}
			s = p.Survival
			if p.Bounds != nil {
				lo, hi = p.Bounds.Lower, p.Bounds.Upper
			}
		}
		return s, lo, hi
	}
	add := func(what, source string, use Use, published, lo, hi, days float64) {
		m, mlo, mhi := at(days)
		c.Checks = append(c.Checks, CalibrationCheck{what, "share", source, use, published, lo, hi, days,
			WeibullSurvival(c.Shape, c.Scale, days), m, mlo, mhi})
	}
	p := figures[Retention]
	add("still in treatment after 12 months",
		"four cohorts at 0.67-0.70; interval of the Danish one (Brummer 2024, n = 432)", Fitted, p.Value, 0.651, 0.737, 365)
	riott := share(38, 43)
	add("still on heroin after 26 weeks", "RIOTT, 38 of 43", HeldOut, riott[0], riott[1], riott[2], 182)
	glasgow := share(9, 15)
	add("still engaged at the end of the first year", "Glasgow, 9 of 15; who began late was there for less than a year",
		HeldOut, glasgow[0], glasgow[1], glasgow[2], 365)
	naomi := share(77, 115)
	add("still on diacetylmorphine after 12 months", "NAOMI, 77 of 115; one of the four cohorts behind the fit", Fitted,
		naomi[0], naomi[1], naomi[2], 365)
}

// share is a share with Wilson's interval of 95 %.
func share(k, n int) [3]float64 {
	const z = 1.959963984540054
	p, m := float64(k)/float64(n), float64(n)
	mid := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return [3]float64{p, mid - half, mid + half}
}

// poisson is an interval of about 95 % of a count, by the square root.
func poisson(n float64) (lo, hi float64) {
	lo, hi = math.Sqrt(n+3.0/8)-0.98, math.Sqrt(n+3.0/8)+0.98
	return max(0, lo*math.Abs(lo)-3.0/8), hi*hi - 3.0/8
}

// merge adds another tally of the same width.
func (t *Tally) merge(o *Tally) {
	t.N += o.N
	t.Sum += o.Sum
	t.SumSq += o.SumSq
	t.Most = max(t.Most, o.Most)
	for i := range t.Bins {
		t.Bins[i] += o.Bins[i]
	}
}

// CalibrationScenario is a service with room, staff and time enough for
// everybody, where nothing happens to anybody but what is calibrated. What
// nobody published is stated as the assumption that it is.
func CalibrationScenario(seed uint64) *Scenario {
	assume := func(v float64) Parameter {
		return Parameter{Value: v, Lo: v, Hi: v, Source: "of no weight in the calibration", Confidence: Assumption}
	}
	s := &Scenario{Name: "calibration", Seed: seed, Replications: 1, Start: moment.Date(2026, 1, 5), Days: 372,
		Population: Population{Places: 60, Waiting: 60},
		Today: House{Zone: "Europe/London", Pack: "ch-iv", Visits: 2, Sessions: []Session{{"Morning", 480, 720},
			{"Afternoon", 840, 1080}}, Style: "booked", Slot: 10, Desks: 4, Booths: 20, Places: 40,
			Shifts: []Shift{{From: 420, To: 1200, Registered: 10, Support: 6}}, Pair: 2, PerBooth: 4, PerObserved: 6,
			LastEntry: 10, Days: 84, Prescribers: 4, Support: true},
		Parameters: map[Key]Parameter{}}
	for _, k := range Catalogue() {
		if k.Published == nil {
			s.Parameters[k.Key] = assume(max(0, k.Least))
		}
	}
	for k, v := range map[Key]float64{IDMinutes: 1, AssessMinutes: 3, PrepareMinutes: 3, BoothMinutes: 15,
		ServiceSpread: .25, ArrivalSpread: 5, AnswerMinutes: 5,
		DelayMinutes: 15, ReducePercent: 100, LongerMinutes: 10, ReturnDays: 100,
		EligibleShare: 1, HousingDays: 30, HousingAttendance: 1, PrisonDays: 30, HospitalDays: 5, TravelMinutes: 20,
		AnewAfter: 7} {
		s.Parameters[k] = assume(v)
	}
	s.Parameters[WorkShare] = assume(0)
	s.Parameters[ReferralDays] = assume(1)
	return s
}
