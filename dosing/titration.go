package dosing

import (
	"strconv"

	"steady/measure"
	"steady/protocol"
)

// titration is stage 8. Each rule says how much it allows, with its
// arithmetic, also where it does not lower what was asked.
func (e *engine) titration() {
	switch {
	case len(e.p.FirstDay)+len(e.p.Rise) == 0:
		e.challenge(e.whole, stageTitration, "asked")
		e.notTolerated()
		return
	case !e.h.ever || e.h.dayOne:
		e.dayOne()
	case e.h.toleranceIsProven:
		e.find(stageTitration, Info, engineering("E-TITR-15"), "tolerance is reached: "+e.h.dayBefore.String()+
			" and "+e.h.yesterday.String()+" on the last two days, so no titration rule applies")
	default:
		e.rise()
	}
	if e.h.ever && !e.h.dayOne {
		e.challenge(e.whole, stageTitration, "asked")
	}
	e.notTolerated()
	if b := e.p.Monitor; b.Rule != "" && (e.h.last == nil || e.given() > e.h.last.Given) {
		e.find(stageTitration, Advise, b, "a first dose or an increase: watch its effect closely")
	}
}

// dayOne is P-TITR-01 to P-TITR-03.
func (e *engine) dayOne() {
	n := e.h.injections + 1
	if !e.h.ever {
		n = 1
	}
	row := e.p.FirstDayFor(n)
	if row != nil && row.IfTolerated && !e.atOnce && row.To != 0 {
		row = e.p.FirstDayFor(row.To + 1) // it waits for the gap, like those after it
	}
	if row != nil {
		noun := "injection "
		if r := e.c.Prescription.Route; r == protocol.Oral || r == protocol.Nasal {
			noun = "dose "
		}
		e.bound(row.Single, stageTitration, row.Basis,
			noun+strconv.Itoa(n)+" of day 1 is at most "+row.Single.String())
	}
}

// rise is P-TITR-04 and P-TITR-05: which of them follows from the prescribed
// visits a day (E-TITR-11).
func (e *engine) rise() {
	row := e.p.RiseFor(e.c.Prescription.PerDay)
	if row == nil {
		e.refer(stageTitration, engineering("E-TITR-11"), "the pack has no rise rule for these visits a day")
		return
	}
	percent := strconv.FormatInt(row.Percent, 10) + " % of "
	if row.Base == protocol.PreviousDayTotal {
		most := e.h.yesterday.Part(row.Percent, 100)
		e.bound(most, stageTitration, row.Basis, percent+"yesterday's total of "+e.h.yesterday.String()+
			" is "+most.String())
		if n, all := e.h.visitsYesterday, e.c.Prescription.PerDay; n < all {
			e.find(stageTitration, Info, engineering("E-TITR-13"), "yesterday had "+plural(n, "dose")+" for "+
				plural(all, "visit")+": what was given counts")
		}
		return
	}
	if row.Base == protocol.DayTotalPlus {
		e.riseOfDay(row)
		return
	}
	l := e.h.lastScheduled
	switch {
	case l == nil:
		e.bound(0, stageTitration, engineering("E-TITR-12"), "no scheduled dose was given that a rise could start from")
	case !e.h.tolerated:
		e.bound(l.Given, stageTitration, engineering("E-TITR-12"), "the last dose of "+l.Given.String()+
			" was not completed and well tolerated: no rise without the prescriber")
	case e.c.Missed != Missed{}:
		e.bound(l.Given, stageTitration, engineering("E-TITR-12"), "after missed sessions no rise above the last dose of "+
			l.Given.String())
	default:
		base := l.Given
		if e.h.lastWasOnDayOne {
			base = max(base, e.h.largestOnDayOne)
		}
		most := base.Part(row.Percent, 100)
		e.bound(most, stageTitration, row.Basis, percent+"the last single dose of "+base.String()+" is "+most.String())
	}
}

// riseOfDay is P-ORAL-03: the day may come to yesterday's total and a fixed
// rise, spread over so many doses. Of the two bounds the lower one holds.
func (e *engine) riseOfDay(row *protocol.RiseRow) {
	day := sum(e.h.yesterday, row.Add)
	single := day / measure.Mass(max(row.Spread, 1))
	left := max(day-e.h.given, 0)
	e.bound(min(single, left), stageTitration, row.Basis, "yesterday's total of "+e.h.yesterday.String()+" and "+
		row.Add.String()+" are "+day.String()+" for today, at most "+single.String()+" in one dose; given so far "+
		e.h.given.String())
}

// notTolerated keeps any rise behind the prescriber after a dose that is known
// not to have been tolerated, under every ladder (E-TITR-12, E-ORD-02). On day
// 1 that dose itself may be offered again; later the prescriber is asked, so
// that the question of a second prescriber cannot turn into a lower dose. An
// absence or a reading that lowers the dose does not make the question go away.
func (e *engine) notTolerated() {
	l := e.h.last
	if l == nil || !e.h.poorlyTolerated || e.whole <= l.Given {
		return
	}
	words := "the last dose of " + l.Given.String() + " was not well tolerated: no rise without the prescriber"
	if e.h.dayOne {
		e.bound(l.Given, stageTitration, engineering("E-TITR-12"), words)
		return
	}
	e.refer(stageTitration, engineering("E-TITR-12"), words)
}

// ceilings is stage 9: the lower of the prescription's and the pack's ceilings
// for a dose and for a day, by what was given today (E-TIME-02).
func (e *engine) ceilings() {
	rx, p := &e.c.Prescription, e.p
	single, day := lower(rx.CapSingle, p.CapSingle.Mass), lower(rx.CapDay, p.CapDay.Mass)
	left := max(day-e.h.given, 0)
	ceiling := min(single, left)
	b, words := ceilingBasis(p.CapDay.Basis, "S-CAP-DAY"), "today so far "+e.h.given.String()+
		", ceiling of the day "+day.String()+", of one dose "+single.String()
	if single < left {
		b = ceilingBasis(p.CapSingle.Basis, "S-CAP-SINGLE")
	}
	usual := e.usualDose()
	if l := e.h.lastScheduled; l != nil && rx.Usual == 0 {
		usual = max(usual, l.Given) // a dose that was not tolerated must not make this rule looser
	}
	if usual == 0 {
		usual = e.request
	}
	e.bound(ceiling, stageCeiling, b, words)
	switch left := ceiling.String() + " left under the ceiling is "; {
	case e.request <= ceiling: // the request counts, whatever titration leaves of it
	case 2*ceiling < usual:
		e.refer(stageCeiling, engineering("E-CAP-07"), left+"less than half of the usual "+usual.String()+
			": the prescriber decides")
	default:
		e.find(stageCeiling, Info, engineering("E-CAP-07"), left+"half of the usual "+usual.String()+
			" or more: it may be given")
	}
	if a := p.CapAdvise; a.Mass > 0 && sum(e.h.given, e.given()) > a.Mass {
		e.find(stageCeiling, Advise, a.Basis, "with this dose the day comes to "+sum(e.h.given, e.given()).String()+
			", above "+a.Mass.String()+": less effect is to be expected")
	}
}

// lower returns the lower of two ceilings, where 0 is not set.
func lower(a, b measure.Mass) measure.Mass {
	switch {
	case a == 0:
		return b
	case b == 0:
		return a
	}
	return min(a, b)
}

func ceilingBasis(b protocol.Basis, rule string) protocol.Basis {
	if b.Rule == "" {
		return engineering(rule)
	}
	return b
}
