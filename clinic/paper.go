package clinic

import (
	"sort"

	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// PaperLine is what a sheet of paper says of one person in one session when the
// screens are gone: facts as they stand at one position of the journal. It holds
// no decision: what may be given later depends on readings and doses that are
// not known yet.
type PaperLine struct {
	Person     person.UserID
	Session    int
	Due        moment.Instant
	Visit      *Visit        // nil: the day is not planned yet
	TopUp      bool          // the visit is for the prescribed top-up
	Prescribed measure.Mass  // for this session; 0: no order is in force
	Rx         *Prescription // as it reads on the day; nil: none in force
	Missed     dosing.Missed // sessions without a dose since the last one, so far
	Standing   []dosing.Finding
}

// Paper lists who is expected on a day, by session and time, with what would
// stop, refer or lower the prescribed dose already now, whatever is read at the
// visit. Who attends and has no order in force is listed too: they may come.
func (s *State) Paper(day moment.Day, at moment.Instant) (out []PaperLine) {
	t := s.asOf(day)
	booked := map[person.UserID]map[int]bool{}
	for _, v := range t.visitsInOrder() {
		if v.Day != day {
			continue
		}
		if booked[v.Person] == nil {
			booked[v.Person] = map[int]bool{}
		}
		booked[v.Person][v.Session] = true
		out = append(out, t.paper(PaperLine{Person: v.Person, Session: v.Session, Due: v.Due, Visit: v, TopUp: v.TopUp}, at))
	}
	for _, id := range t.peopleInOrder() {
		p := t.People[id]
		if t.inTreatment(id) != nil || t.AwayOn(id, day) != nil {
			continue
		}
		for i := range t.Sessions {
			_, _, opens := t.Hours(day, i)
			if m, comes := p.TimeOn(day, i); comes && opens && !booked[id][i] && !t.Closed[sessionKey(day, i)] {
				due := t.zone.At(day, m/60, m%60)
				out = append(out, t.paper(PaperLine{Person: id, Session: i, Due: due}, at))
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].Session != out[j].Session {
			return out[i].Session < out[j].Session
		}
		return out[i].Due < out[j].Due
	})
	return out
}

// paper fills in what is known of the person.
func (s *State) paper(l PaperLine, at moment.Instant) PaperLine {
	p, day := s.People[l.Person], s.zone.Day(l.Due)
	l.Missed = s.missedSoFar(p, at)
	l.Standing = s.gate(p, day)
	if p.Rx == nil || day < p.Rx.From || day > p.Rx.Ends {
		return l
	}
	rx := p.Rx.on(day)
	l.Rx, l.Prescribed = &rx, p.doseFor(day, l.Session)
	if l.TopUp {
		l.Prescribed = rx.TopUp
	}
	c := s.newCase(dosing.QuestionDose, p, rx, max(l.Due, at))
	c.Missed = l.Missed
	if l.TopUp {
		c.Session = dosing.TopUp
	}
	for _, f := range dosing.Decide(s.packs[rx.Pack], c).Findings {
		if !ofTheVisit[f.Stage] && (f.Effect == dosing.Stop || f.Effect == dosing.ReferTo ||
			f.Effect == dosing.Limit || f.Effect == dosing.Challenge) {
			l.Standing = append(l.Standing, f)
		}
	}
	return l
}

// ofTheVisit are the stages of E-ORD-01 that depend on what is read at the visit
// or on its very minute: emergency signs, sedation, vital signs, the interval.
// On paper they are checks of the visit and not facts of the person.
var ofTheVisit = map[int]bool{1: true, 4: true, 5: true, 7: true}

// missedSoFar counts the sessions without a dose since the last one, up to the
// session that is running or comes next.
func (s *State) missedSoFar(p *Person, at moment.Instant) dosing.Missed {
	day, over := s.zone.Day(at), 0
	for over < len(s.Sessions) && s.closes(day, over) <= at {
		over++
	}
	return s.MissedBefore(p, day, over)
}

// paperWaits refers a dose while another visit of the person, promised for the
// hours of a recorded outage, is neither entered nor closed: a dose may stand on
// paper that the rules do not know of. Doses of those hours themselves are not
// held: they are being entered.
func (s *State) paperWaits(v *Visit, at moment.Instant) (out []dosing.Finding) {
	for _, x := range s.Stock.Outages {
		if at < x.To {
			continue
		}
		for _, o := range s.visitsInOrder() {
			if o != v && o.Person == v.Person && o.Stage == visit.Booked && x.From <= o.Due && o.Due < x.To {
				return []dosing.Finding{{Rule: "R-REG-05", Stage: 3, Effect: dosing.ReferTo, Source: "STEADY",
					Text: "Their visit of " + s.zone.Clock(o.Due) + ", in the hours of an outage, is not entered yet: enter its " +
						"sheet, or close its session if they did not come. Then take the readings again."}}
			}
		}
	}
	return nil
}

// PaperOpen counts the visits that were promised for the hours of a recorded
// outage and are neither entered nor closed.
func (s *State) PaperOpen(at moment.Instant) (n int) {
	for _, v := range s.Visits {
		if v.Stage != visit.Booked {
			continue
		}
		for _, x := range s.Stock.Outages {
			if x.To <= at && x.From <= v.Due && v.Due < x.To {
				n++
				break
			}
		}
	}
	return n
}
