package dosing

import (
	"strconv"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// defaultGap is S-GAP: three hours where a pack is silent.
const defaultGap = 180 * moment.Minute

// gap is the least time between two injections: the pack's own, else S-GAP.
func (e *engine) gap() moment.Span {
	if e.p.Gap.Set {
		return moment.Minutes(e.p.Gap.Value)
	}
	return defaultGap
}

// gapBasis cites the rule that asks for the gap where it is applied: that of
// day 1 (P-TITR-03), that of many visits a day (P-TITR-04), or the pack's.
func (e *engine) gapBasis() protocol.Basis {
	if !e.p.Gap.Set {
		return engineering("S-GAP")
	}
	if n := len(e.p.FirstDay); e.h.dayOne && n > 0 {
		return e.p.FirstDay[n-1].Basis
	}
	if r := e.p.RiseFor(e.c.Prescription.PerDay); r != nil && r.Base == protocol.PreviousDayTotal {
		return r.Basis
	}
	return e.p.Gap.Basis
}

// interval is stage 7: the gap from the completion of the last injection, in
// elapsed time (E-TIME-01), and the number of visits a day.
func (e *engine) interval() {
	if e.c.Session == TopUp {
		e.topUp()
	} else if l := e.h.last; l != nil {
		elapsed := e.c.Now.Since(l.At)
		if elapsed < e.gap() && !e.mayFollowAtOnce(l) {
			until := l.At.Add(e.gap())
			e.hold(stageInterval, e.gapBasis(), until, sinceLast(elapsed)+", the protocol asks "+e.gap().String()+
				": ready from "+e.c.Zone.Clock(until))
		}
	}
	e.visitsADay()
	if l := e.h.last; l != nil && !l.Completed && l.At >= e.h.dayStart {
		e.find(stageInterval, Info, engineering("E-PART-01"), "of the last syringe "+l.Given.String()+
			" went in and count for the day; the rest is waste and is not given later")
	}
}

// topUp is P-HM-03: a prescribed top-up may follow a completed scheduled dose
// after the pack's minutes, once, and before the next dose would be due. Signs
// of intoxication are stage 4.
func (e *engine) topUp() {
	l, t := e.h.last, e.p.TopUp
	if !t.Set {
		e.refer(stageInterval, engineering("E-PACK-02"), "the pack has no rule for a top-up: the prescriber decides")
		t.Value, t.Basis = int64(e.gap()/moment.Minute), engineering("S-GAP")
	}
	if l == nil || e.c.Prescription.TopUp == 0 {
		e.refer(stageInterval, t.Basis, "a top-up is part of a prescription and follows a dose: the prescriber decides")
		return
	}
	elapsed, until := e.c.Now.Since(l.At), l.At.Add(moment.Minutes(t.Value))
	words := sinceLast(elapsed) + ", a top-up may follow after " + moment.Minutes(t.Value).String()
	switch {
	case e.c.Now < until:
		e.hold(stageInterval, t.Basis, until, words+": ready from "+e.c.Zone.Clock(until))
	case l.Session == TopUp:
		e.refer(stageInterval, t.Basis, "the top-up of this dose was given already: the prescriber decides")
	case elapsed >= e.gap():
		e.refer(stageInterval, t.Basis, words+", and the time for it is over: the prescriber decides")
	case !l.Completed:
		e.refer(stageInterval, t.Basis, "the dose before was not completed: the prescriber decides")
	default:
		e.find(stageInterval, Info, t.Basis, words+"; agree it with the person")
	}
}

// sinceLast says how long ago the last injection was.
func sinceLast(elapsed moment.Span) string {
	if elapsed < 0 {
		return "the last injection is recorded later than this one"
	}
	return strconv.FormatInt(int64(elapsed/moment.Minute), 10) + " minutes since the last injection"
}

// visitsADay is S-NDAY. Where the rows of day 1 let doses be repeated they
// alone govern it (P-TITR-03, E-TITR-11), so more injections than visits are
// told there, not stopped; one dose in each third of a day (P-ORAL-02) is not
// such a row.
func (e *engine) visitsADay() {
	most, b := e.c.Prescription.PerDay, e.p.PerDay.Basis
	if b.Rule == "" {
		b = engineering("S-NDAY")
	}
	if n := e.p.PerDay.Value; n > 0 {
		most = min(most, n)
	}
	switch {
	case e.h.visits < most || e.c.Session == TopUp:
	case e.h.paired:
		e.find(stageInterval, Advise, b, "more injections today than the "+plural(most, "visit")+" prescribed for a day")
	default:
		e.hold(stageInterval, b, e.h.dayEnd, "all "+plural(most, "visit")+" of today are used: ready from tomorrow")
	}
}

// mayFollowAtOnce is P-TITR-02: the second dose of day 1 needs no gap when the
// first was well tolerated and the second is no larger than the rule says.
// Where the score after the first was not recorded, the one measured now is it.
func (e *engine) mayFollowAtOnce(first *Past) bool {
	row := e.p.FirstDayFor(2)
	if !e.h.dayOne || e.h.injections != 1 || row == nil || !row.IfTolerated {
		return false
	}
	after := first.POSS
	if after == "" {
		after = e.c.Assessment.POSS
	}
	if !first.Completed || !acceptable(after) || first.Naloxone || first.Oxygen {
		e.find(stageInterval, Info, row.Basis, "a second dose at once asks that the first was well tolerated")
		return false
	}
	if e.whole > row.Single { // an absence or a reading that lowers it must not spare the wait
		e.find(stageInterval, Info, row.Basis, "at once only "+row.Single.String()+" may follow; more waits")
		return false
	}
	e.atOnce = true
	return true
}

// missed is stage 6: what an absence does. Without a table any absence refers.
func (e *engine) missed() {
	if e.h.impossible {
		e.refer(stageMissed, engineering("E-ORD-01"), "the history holds an impossible amount or time")
	}
	m, t := e.c.Missed, &e.p.Missed
	late := -1
	if e.h.last != nil {
		late = t.RowAfter(int64(e.c.Now.Since(e.h.last.At) / moment.Hour))
	}
	if m.Sessions == 0 && m.Days == 0 && late < 0 {
		return
	}
	if b := e.p.Interruption; b.Rule != "" {
		defer e.find(stageMissed, Info, b, "after an interruption the risk of overdose is raised")
	}
	n, unit := m.Sessions, "session"
	if t.ByDays {
		n, unit = m.Days, "day"
	}
	if len(t.Rows) == 0 {
		n, unit = max(m.Sessions, 0), "session"
		if n == 0 {
			n, unit = m.Days, "day"
		}
		e.propose = e.yesterdayBounds()
		e.refer(stageMissed, engineering("S-MISS-INJ"), plural(n, unit)+
			" missed, and the pack sets no table: the prescriber decides")
		return
	}
	at := t.Row(n)
	if at < 0 && n != 0 || n == 0 && late < 0 {
		e.refer(stageMissed, engineering("E-MISS-01"), "the count of missed "+unit+"s is missing or impossible")
		return
	}
	words := plural(n, unit) + " missed: "
	if late > at { // the rows never rise, so the later one is the lower
		words = plural(n, unit) + " missed, and the hours since the last dose ask for a longer absence (E-MISS-03): "
	}
	e.missedRow(&t.Rows[max(at, late)], words)
	if again := t.Reassess; again.From > 0 && n >= again.From {
		e.refer(stageMissed, again.Basis, plural(n, unit)+" missed: no dose before the prescriber has assessed")
	}
}

// yesterdayBounds reports whether what was given yesterday bounds the next
// dose by a published figure (E-TITR-13): then a referral can propose one.
func (e *engine) yesterdayBounds() bool {
	r := e.p.RiseFor(e.c.Prescription.PerDay)
	return r != nil && r.Base == protocol.PreviousDayTotal && !e.h.toleranceIsProven && !e.h.dayOne
}

// missedRow applies one row: a share of the last dose, never above its cap. A
// new induction is no more than any row of a shorter absence leaves either; no
// row of a longer one gives (the loader refuses a share that rises).
func (e *engine) missedRow(row *protocol.MissedRow, words string) {
	base := e.missedBase()
	if row.Action == protocol.Reinduct {
		first := measure.Mass(0)
		if r := e.p.FirstDayFor(1); r != nil {
			first = r.Single
		}
		for i := range e.p.Missed.Rows {
			if shorter := &e.p.Missed.Rows[i]; shorter.Action != protocol.Reinduct {
				first = min(first, shareOf(shorter, base))
			}
		}
		e.bound(first, stageMissed, row.Basis, words+"the next dose is a first dose")
		e.propose = false
		e.refer(stageMissed, row.Basis, words+"a new induction, decided by the prescriber")
		return
	}
	if a := &e.c.Assessment; row.NotIntoxicated && a.Intoxicated {
		e.withhold(stageMissed, row.Basis, words+"a dose only where there is no sign of intoxication")
	}
	share := shareOf(row, base)
	e.bound(share, stageMissed, row.Basis, words+strconv.FormatInt(row.Percent, 10)+" % of "+base.String()+
		", at most "+share.String())
	if row.NeedsPrescriber || row.Action == protocol.Propose {
		e.propose = true
		e.refer(stageMissed, row.Basis, words+"the prescriber decides")
	}
}

// missedBase is what a row is a share of: the usual dose, and no more than the
// last one where that is not known to have been tolerated.
func (e *engine) missedBase() measure.Mass {
	base := e.usualDose()
	if l := e.h.lastScheduled; l != nil && e.c.Prescription.Usual == 0 && !e.h.tolerated {
		base = lower(base, l.Given)
	}
	if base == 0 {
		base = e.most
	}
	return base
}

func shareOf(row *protocol.MissedRow, base measure.Mass) measure.Mass {
	share := base.Part(row.Percent, 100)
	if row.Cap > 0 {
		share = min(share, row.Cap)
	}
	return share
}
