package dosing

import (
	"slices"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// This file counts again what the rows of a pack leave of a dose and what
// forbids one. It shares no code with the rules that it judges: it reads the
// pack, sums by calendar day and scores NEWS2 from the chart in its own way.

// account is a history added up by calendar days.
type account struct {
	ever                        bool
	firstDay                    moment.Day
	last, lastScheduled         *Past
	lastRecord                  *Past // also where nothing went in
	today, yesterday, dayBefore measure.Mass
	dosesToday, scheduledToday  int
	dayOne                      bool
	tolerance                   bool
	usual                       measure.Mass // the last tolerated one, or the largest of day 1
}

// addUp reads the history of a scene, which stands in the order of time.
func addUp(sc *scene) account {
	c, now := &sc.c, sc.c.Zone.Day(sc.c.Now)
	var a account
	for i := range c.History {
		p := &c.History[i]
		if a.lastRecord = p; p.Given <= 0 {
			continue
		}
		day := sc.days[i]
		if !a.ever {
			a.ever, a.firstDay = true, day
		}
		if a.last = p; p.Session != TopUp {
			a.lastScheduled = p
		}
		switch now - day {
		case 0:
			a.today += p.Given
			a.dosesToday++
			if p.Session != TopUp {
				a.scheduledToday++
			}
		case 1:
			a.yesterday += p.Given
		case 2:
			a.dayBefore += p.Given
		}
	}
	started := c.Prescription.Started
	a.dayOne = started == now || started == 0 && (!a.ever || a.firstDay == now)
	if started == 0 {
		started = a.firstDay
	}
	a.findUsual(sc, started)
	level := sc.pack.ToleranceDay.Mass
	a.tolerance = level > 0 && a.yesterday >= level && (a.dayBefore >= level || sc.pack.ToleranceDays == 1)
	return a
}

// well reports a dose that was completed and followed by nothing that counts
// against it (E-TITR-12).
func well(p *Past) bool {
	return p.Completed && !p.Naloxone && !p.Oxygen &&
		slices.Contains([]protocol.POSS{protocol.POSSAsleep, protocol.POSS1, protocol.POSS2}, p.POSS)
}

func (a *account) findUsual(sc *scene, started moment.Day) {
	largest, lastDay := measure.Mass(0), moment.Day(0)
	for i := range sc.c.History {
		p := &sc.c.History[i]
		if p.Given > 0 && p.Session != TopUp {
			lastDay = sc.days[i]
		}
		if p.Given <= 0 || p.Session == TopUp || !well(p) {
			continue
		}
		a.usual = p.Given
		if sc.days[i] == started {
			largest = max(largest, p.Given)
		}
	}
	if a.lastScheduled != nil && lastDay == started {
		a.usual = largest // E-TITR-14
	}
}

// bounds are the most that each kind of row leaves; MaxMass where none does.
type bounds struct{ prescribed, single, day, ladder, missed, alcohol measure.Mass }

func boundsOf(sc *scene, a *account) bounds {
	c, p, rx := &sc.c, sc.pack, &sc.c.Prescription
	b := bounds{rx.Dose, measure.MaxMass, measure.MaxMass, measure.MaxMass, measure.MaxMass, measure.MaxMass}
	if c.Session == TopUp {
		b.prescribed = rx.TopUp
	} else if n := len(rx.Doses); n > 0 {
		visit := min(a.scheduledToday, n-1)
		b.prescribed = rx.Doses[visit]
		if a.dayOne && visit > 0 && len(p.FirstDay) > 0 { // two entries of day 1 can be one visit (E-TITR-14)
			b.prescribed = max(b.prescribed, rx.Doses[visit-1])
		}
	}
	for _, m := range []measure.Mass{rx.CapSingle, p.CapSingle.Mass} {
		if m > 0 {
			b.single = min(b.single, m)
		}
	}
	for _, m := range []measure.Mass{rx.CapDay, p.CapDay.Mass} {
		if m > 0 {
			b.day = min(b.day, max(m-a.today, 0))
		}
	}
	b.ladder = ladder(sc, a)
	b.missed = absence(sc, a, b.prescribed)
	if r, m := p.AlcoholLower, c.Assessment.Alcohol; r.Set && m != nil && *m >= r.Value {
		b.alcohol = b.prescribed * measure.Mass(p.AlcoholPercent) / 100
	}
	return b
}

// ladder is the most that the rows of day 1 and of the rise leave.
func ladder(sc *scene, a *account) measure.Mass {
	p := sc.pack
	switch {
	case len(p.FirstDay) == 0 && len(p.Rise) == 0:
		return measure.MaxMass
	case !a.ever || a.dayOne:
		return rung(p.FirstDay, a)
	case a.tolerance:
		return measure.MaxMass
	}
	for _, r := range p.Rise {
		if n := sc.c.Prescription.PerDay; n < r.From || r.To > 0 && n > r.To {
			continue
		}
		if r.Base == protocol.DayTotalPlus {
			day := a.yesterday + r.Add
			return min(day/measure.Mass(r.Spread), max(day-a.today, 0))
		}
		if r.Base == protocol.PreviousDayTotal {
			return a.yesterday * measure.Mass(r.Percent) / 100
		}
		l := a.lastScheduled
		if l == nil {
			return 0
		}
		if !well(l) || sc.c.Missed != (Missed{}) {
			return l.Given
		}
		return max(l.Given, a.usual) * measure.Mass(r.Percent) / 100
	}
	return 0
}

// rung is the row of day 1 for the next injection. One that is to follow at
// once gives way to the row after it when time has passed.
func rung(rows []protocol.FirstDayRow, a *account) measure.Mass {
	n := a.dosesToday + 1
	if !a.ever {
		n = 1
	}
	most := measure.Mass(0)
	for i, r := range rows {
		if n < r.From || r.To > 0 && n > r.To {
			continue
		}
		most = r.Single
		if r.IfTolerated && i+1 < len(rows) {
			most = max(most, rows[i+1].Single)
		}
	}
	return most
}

// missedRow is the row for the count of the table's own basis or for the hours
// since the last dose, whichever stands later; nil where neither finds one.
func missedRow(sc *scene, a *account) *protocol.MissedRow {
	n, t := sc.c.Missed.Sessions, &sc.pack.Missed
	if t.ByDays {
		n = sc.c.Missed.Days
	}
	var found *protocol.MissedRow
	for i := range t.Rows {
		r := &t.Rows[i]
		byCount := n >= r.From && (r.To == 0 || n <= r.To)
		byHours := false
		if t.ByHours && a.last != nil {
			since := sc.c.Now.Since(a.last.At)
			byHours = since >= moment.Span(r.FromHours)*moment.Hour &&
				(r.ToHours == 0 || since < moment.Span(r.ToHours)*moment.Hour)
		}
		if byCount || byHours {
			found = r
		}
	}
	return found
}

// assessFirst reports an absence after which the prescriber assesses before
// any dose (P-MM-6).
func assessFirst(sc *scene) bool {
	n, again := sc.c.Missed.Sessions, sc.pack.Missed.Reassess
	if sc.pack.Missed.ByDays {
		n = sc.c.Missed.Days
	}
	return again.From > 0 && n >= again.From
}

// absence is the most that the missed-session table leaves.
func absence(sc *scene, a *account, prescribed measure.Mass) measure.Mass {
	row := missedRow(sc, a)
	switch {
	case row == nil:
		return measure.MaxMass // none, or unset: then the prescriber decides, see unsetTouched
	case row.Action == protocol.Reinduct && len(sc.pack.FirstDay) > 0:
		return sc.pack.FirstDay[0].Single
	case row.Action == protocol.Reinduct:
		return 0
	}
	base := sc.c.Prescription.Usual
	if l := a.lastScheduled; base == 0 && l != nil {
		if base = a.usual; base == 0 || !well(l) && l.Given < base {
			base = l.Given
		}
	}
	if base == 0 {
		base = prescribed
	}
	if most := base * measure.Mass(row.Percent) / 100; row.Cap == 0 || most < row.Cap {
		return most
	}
	return row.Cap
}

// judgeDose holds the amounts of a decision to the bounds, and a dose to
// everything that forbids one.
func judgeDose(sc *scene, d *Decision, checked *[propCount]int) (property int, says string) {
	sum := addUp(sc)
	a := &sum
	b := boundsOf(sc, a)
	checked[propLimit]++
	checked[propLadder]++
	for _, amount := range [...]struct {
		verb string
		mass *measure.Mass
	}{{"gives", d.Dose}, {"proposes", d.Proposal}, {"lets a prescriber authorise", d.Limit}} {
		if amount.mass == nil {
			continue
		}
		if property, limit, words := b.broken(*amount.mass); words != "" {
			return property, amount.verb + " " + amount.mass.String() + ", and " + words + " is " + limit.String()
		}
	}
	if touched := unsetTouched(sc, a); touched != "" && d.Outcome != InvalidRx {
		checked[propUnset]++
		if !refers(d) {
			return propUnset, "does not refer although " + touched
		}
	}
	if d.Dose == nil {
		return 0, ""
	}
	if ask := sc.c.Ask; ask != nil && *d.Dose > *ask {
		return propLimit, "gives " + d.Dose.String() + ", and " + ask.String() + " was asked"
	}
	if step := stepOf(sc); *d.Dose%step != 0 {
		return propLimit, "gives " + d.Dose.String() + ", which is no multiple of " + step.String()
	}
	for _, look := range [...]struct {
		property int
		reason   string
	}{
		{propPrescription, unsound(sc)}, {propAssessment, unfit(sc, a)},
		{propInterval, tooSoon(sc, a, *d.Dose)},
	} {
		checked[look.property]++
		if look.reason != "" {
			return look.property, "gives " + d.Dose.String() + " although " + look.reason
		}
	}
	return 0, ""
}

// refers reports whether a finding asks the prescriber.
func refers(d *Decision) bool {
	return slices.ContainsFunc(d.Findings, func(f Finding) bool { return f.Effect == ReferTo })
}

// broken names the bound that an amount is above.
func (b *bounds) broken(m measure.Mass) (property int, limit measure.Mass, words string) {
	switch {
	case m > b.prescribed:
		return propLimit, b.prescribed, "the prescribed dose"
	case m > b.single:
		return propLimit, b.single, "the ceiling of one dose"
	case m > b.day:
		return propLimit, b.day, "what the ceiling of the day leaves"
	case m > b.ladder:
		return propLadder, b.ladder, "the titration allowance"
	case m > b.missed:
		return propLadder, b.missed, "what the missed-session table leaves"
	case m > b.alcohol:
		return propLimit, b.alcohol, "what the alcohol reading leaves"
	}
	return 0, 0, ""
}

func stepOf(sc *scene) measure.Mass {
	if step := sc.c.Prescription.Increment; step > 0 {
		return step
	}
	if step := sc.pack.Increment.Mass; step > 0 {
		return step
	}
	return measure.Milligram
}

// judgeOther judges an answer to one of the other questions.
func judgeOther(sc *scene, d *Decision) (property int, says string) {
	switch {
	case d.Outcome == Valid && notValid(sc) != "":
		return propPrescription, "calls the prescription valid although " + notValid(sc)
	case d.Outcome == Release && unsettled(sc) != "":
		return propAssessment, "lets the person leave although " + unsettled(sc)
	case d.Outcome == Eligible && (sc.pack.Draft() || sc.pack.Eligibility == nil):
		return propUnset, "finds the person eligible although the pack has no signed admission rule"
	}
	return 0, ""
}
