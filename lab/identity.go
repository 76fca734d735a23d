package lab

import (
	"errors"
	"fmt"

	"steady/clinic"
	"steady/measure"
	"steady/register"
)

// balance is the drug of one site as the lab counts it, entry by entry, to be
// held against what the register says.
type balance struct {
	received, home       measure.Mass
	drawn, given, wasted measure.Mass
}

// saw counts one fact.
func (b *balance) saw(r *run, f clinic.Fact) {
	switch x := f.(type) {
	case *register.Received:
		b.received += x.Mass
	case *register.Drawn:
		b.drawn += x.Content
		r.counted.Doses.Opened += x.Content
	case *register.Administered:
		b.given -= x.Mass
	case *register.Wasted:
		b.wasted -= x.Mass
		r.counted.Doses.Wasted -= x.Mass
	case *register.TakenHome:
		b.home -= x.Mass
	}
}

// identities holds the whole run, warm-up included, to what must be true of
// every run that begins and ends with nobody in the house.
func (r *run) identities() error {
	var wrong []error
	say := func(format string, a ...any) { wrong = append(wrong, fmt.Errorf(format, a...)) }
	for _, rec := range []*Record{&r.warm, &r.record} {
		v := &rec.Visits
		if v.Arrived != v.Completed+v.Withheld+v.Declined+v.TurnedAway+v.Hospital {
			say("%d people came, and %d+%d+%d+%d+%d left", v.Arrived, v.Completed, v.Withheld, v.Declined, v.TurnedAway,
				v.Hospital)
		}
		if v.Promised != v.Arrived+v.NoShow+v.Cancelled {
			say("%d times were promised, and %d people came and %d did not", v.Promised, v.Arrived, v.NoShow)
		}
		if v.Arrived != rec.Life.Journeys {
			say("%d people came, and %d journeys were counted", v.Arrived, rec.Life.Journeys)
		}
		if rec.Safety.GapBreaches > 0 {
			say("%d doses were closer than the pack's gap", rec.Safety.GapBreaches)
		}
	}
	for _, h := range r.sites {
		p := &h.pool
		if p.presence != h.sojourns {
			say("site %d: the time-integral of people present is %d, their times are %d (Little)", h.n, p.presence, h.sojourns)
		}
		if p.usedReg+p.usedSup != p.steps {
			say("site %d: staff were busy for %d, their steps took %d", h.n, p.usedReg+p.usedSup, p.steps)
		}
		if p.busy != 0 || p.desk != 0 || p.booth != 0 || p.place != 0 || p.inHouse != 0 {
			say("site %d: a room or somebody of staff is still taken", h.n)
		}
		wrong = append(wrong, h.massBalance())
	}
	return errors.Join(wrong...)
}

// massBalance holds the register's balances against the entries counted here.
func (h *premises) massBalance() error {
	b := &h.mass
	var stock, open measure.Mass
	for _, x := range h.st.Accounts.Sheets {
		stock += x.Mass
		for _, m := range x.Drawn {
			open += m
		}
	}
	switch {
	case stock != b.received-b.given-b.wasted-b.home:
		return fmt.Errorf("site %d: the register holds %s; %s came in and %s, %s and %s went out", h.n, stock, b.received,
			b.given, b.wasted, b.home)
	case open != b.drawn-b.given-b.wasted:
		return fmt.Errorf("site %d: %s is open, and %s was drawn, %s given and %s wasted", h.n, open, b.drawn, b.given,
			b.wasted)
	case open != 0:
		return fmt.Errorf("site %d: %s is still open at the end", h.n, open)
	}
	return nil
}

// mark remembers the integrals of a site at the beginning of the counted days.
func (h *premises) mark() { h.atStart = h.pool }

// finish turns integrals into the record.
func (r *run) finish() {
	rec := &r.record
	st := &rec.Staff
	for _, h := range r.sites {
		h.pool.integrate(r.now)
		p, q := &h.pool, &h.atStart
		parts := float64(p.unit) * minute
		st.RegisteredUsed += float64(p.usedReg-q.usedReg) / parts
		st.SupportUsed += float64(p.usedSup-q.usedSup) / parts
		st.DeskUsed += float64(p.usedDesk-q.usedDesk) / minute
		st.BoothUsed += float64(p.usedBooth-q.usedBooth) / minute
		st.PlacesUsed += float64(p.usedPlace-q.usedPlace) / minute
		rec.Entries += h.entries
	}
	for _, p := range r.people {
		if p.in && p.admitted >= r.first {
			rec.People.Stays = append(rec.People.Stays, StayInTreatment{int(r.last - p.admitted + 1), false})
		}
	}
	rec.People.AtEnd, rec.People.WaitingAtEnd = r.inTreatment, len(r.waiting)
	d := &rec.Doses
	d.Missed = d.Due - d.OnSite - d.Home
	rec.Safety.Expected = expected(rec)
	rec.Costs = r.costs(rec)
	rec.Digest = r.digest()
}
