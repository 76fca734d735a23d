package lab

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	"steady/clinic"
	"steady/lab/queue"
	"steady/moment"
)

// Replicate runs one replication of a policy: the warm-up, the counted days,
// and the identities that every run is held to. The same scenario, policy and
// replication give the same record and the same bytes of the journals, whatever
// else runs beside it. An error is a *RefusedError where the scenario or policy
// cannot be run, else it says which identity a run broke: then the lab itself is
// wrong and nothing of the run is to be used.
func Replicate(s *Scenario, p *Policy, replication int) (Record, error) {
	r, err := newRun(s, p, replication)
	if err != nil {
		return Record{}, err
	}
	if err := r.all(); err != nil {
		return Record{}, fmt.Errorf("policy %s, replication %d: %w", p.ID, replication, err)
	}
	return r.record, nil
}

// Journals is Replicate that shows the bytes of each entry of each premises as
// it is made, for whoever audits a run: they are those of a real service, in
// docs/reference/journal-format.md. show must not keep them.
func Journals(s *Scenario, p *Policy, replication int, show func(premises string, entry []byte)) (Record, error) {
	r, err := newRun(s, p, replication)
	if err != nil {
		return Record{}, err
	}
	r.show, r.spell = show, true
	if err := r.all(); err != nil {
		return Record{}, fmt.Errorf("policy %s, replication %d: %w", p.ID, replication, err)
	}
	return r.record, nil
}

// TraceDay runs a replication to the end of a day, counted from the first
// counted one (0), and returns where everybody was on it.
func TraceDay(s *Scenario, p *Policy, replication, day int) (Trace, error) {
	if day < 0 || day >= s.Days {
		return Trace{}, refuse("choose a day of the scenario: 0 to %d", s.Days-1)
	}
	r, err := newRun(s, p, replication)
	if err != nil {
		return Trace{}, err
	}
	r.tracing = r.first + moment.Day(day)
	r.last = r.tracing
	if err := r.all(); err != nil {
		return Trace{}, fmt.Errorf("policy %s, replication %d: %w", p.ID, replication, err)
	}
	return r.trace(), nil
}

// run is one replication in the making.
type run struct {
	s    *Scenario
	p    *Policy
	pl   *plan
	f    figures
	name queue.Name // of the replication: every stream's name begins with it

	zone        moment.Zone
	now         moment.Instant
	today       moment.Day
	first, last moment.Day // counted
	agenda      queue.Agenda
	plans       []planned
	free        []uint32
	sites       []*premises
	people      []*resident
	waiting     []*resident // in the order of joining
	inTreatment int
	arrivals    arrivals // of referrals

	counted *Record // record, or warm while the warm-up lasts
	record  Record
	warm    Record
	tracing moment.Day
	spell   bool                                // make and hash the bytes of the journals
	show    func(premises string, entry []byte) // nil: nobody looks
	err     error
}

// planned is an event of the agenda: what happens to whom.
type planned struct {
	what  happening
	visit *attend
	who   *resident
	site  *premises
	n     int
}

// happening is a kind of event.
type happening uint8

const (
	morning happening = iota
	shiftChange
	comes
	deskEnds
	assessEnds
	answers
	readAgain
	prepareEnds
	boothEnds
	watched
	leaves
	doctorLooks
	alarmRises
	alarmEnds
	holdEnds
	sessionEnds
)

func newRun(s *Scenario, p *Policy, replication int) (*run, error) {
	if replication < 0 {
		return nil, refuse("replications are counted from 0")
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	pl, err := p.plan(s)
	if err != nil {
		return nil, err
	}
	r := &run{s: s, p: p, pl: pl, zone: pl.zone, name: queue.NewName(s.Seed).Part(uint64(replication))}
	r.f = makeFigures(pl.figures)
	r.spell = s.Journals != SpellFirst || replication == 0
	r.first = s.Start + moment.Day(s.Warmup)
	r.last = r.first + moment.Day(s.Days) - 1
	for _, rec := range []*Record{&r.record, &r.warm} {
		*rec = Record{Policy: p.ID, Replication: replication, Seed: s.Seed, Days: s.Days}
		rec.widths()
	}
	r.counted = &r.warm
	return r, nil
}

// at plans something.
func (r *run) at(when moment.Instant, p planned) {
	i := uint32(len(r.plans))
	if n := len(r.free); n > 0 {
		i, r.free = r.free[n-1], r.free[:n-1]
		r.plans[i] = p
	} else {
		r.plans = append(r.plans, p)
	}
	r.agenda.Plan(float64(max(when, r.now)), i) // whole microseconds: exact below 2^53
}

// after plans something so many minutes from now.
func (r *run) after(minutes float64, p planned) { r.at(r.now.Add(span(minutes)), p) }

// span rounds minutes to whole seconds: clocks of a clinic show no more.
func span(minutes float64) moment.Span {
	return moment.Span(minutes*60+0.5) * moment.Second
}

// all runs from the first morning to the end of the last day.
func (r *run) all() error {
	if err := r.setUp(); err != nil {
		return err
	}
	r.at(r.dawn(r.s.Start), planned{what: morning})
	for r.err == nil {
		at, i, ok := r.agenda.Next()
		if !ok {
			break
		}
		p := r.plans[i]
		r.plans[i] = planned{}
		r.free = append(r.free, i)
		r.now = moment.Instant(at)
		r.happen(p)
	}
	if r.err != nil {
		return r.err
	}
	r.closeDay(r.today)
	r.finish()
	return r.identities()
}

// dawn is when a day is planned: nobody is in the house.
func (r *run) dawn(day moment.Day) moment.Instant { return r.zone.At(day, 5, 0) }

// fail keeps the first error.
func (r *run) fail(format string, a ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: "+format, append([]any{r.zone.In(r.now).Format("2006-01-02 15:04")}, a...)...)
	}
}

func (r *run) happen(p planned) {
	if p.site != nil {
		p.site.advance(r.now)
	}
	switch p.what {
	case morning:
		r.morning()
	case shiftChange:
		p.site.pump()
	case comes:
		p.site.comes(p.visit)
	case deskEnds:
		p.site.deskEnds(p.visit)
	case assessEnds:
		p.site.assessEnds(p.visit)
	case answers:
		p.site.answers(p.visit)
	case readAgain:
		p.site.again(p.visit)
	case prepareEnds:
		p.site.prepareEnds(p.visit)
	case boothEnds:
		p.site.boothEnds(p.visit)
	case watched:
		p.site.watched(p.visit)
	case leaves:
		p.site.leaves(p.visit)
	case doctorLooks:
		p.site.prescriberLooks(p.visit)
	case alarmRises:
		p.site.alarmRises(p.visit)
	case alarmEnds:
		p.site.alarmEnds(p.visit)
	case holdEnds:
		p.site.holdEnds(p.who)
	case sessionEnds:
		p.site.sessionEnds(p.n)
	}
}

// digest is the digest of all journals of the run; "" where they are not spelt.
func (r *run) digest() string {
	if !r.spell {
		return ""
	}
	all := sha256.New()
	for _, h := range r.sites {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(h.entries))
		all.Write(n[:])
		all.Write(h.sum.Sum(nil))
	}
	return hex.EncodeToString(all.Sum(nil))
}

// refused counts what the rules refused.
func (r *run) refused(no *clinic.Refusal) {
	if r.counted.Refused == nil {
		r.counted.Refused = map[string]int{}
	}
	r.counted.Refused[no.Code]++
}

// trace is the traced day.
func (r *run) trace() Trace {
	t := Trace{Policy: r.p.ID, Day: r.tracing}
	for _, h := range r.sites {
		x := TraceOf{Site: h.name, Desks: h.desks, Booths: h.booths, Places: h.places}
		for i, s := range r.pl.house.Sessions {
			if h.closes[i] != 0 {
				x.Hours = append(x.Hours, Session{s.Name, r.minuteOf(h.opens[i]), r.minuteOf(h.closes[i])})
			}
		}
		for _, s := range h.shifts {
			if on(s.Days, r.tracing) {
				x.Staff = append(x.Staff, s)
			}
		}
		for _, a := range h.visitors {
			ending := a.ending
			if ending == "" {
				ending = "no_show"
			}
			x.Walks = append(x.Walks, Walk{Person: a.who.n + 1, Session: a.session, Ending: ending, Steps: a.steps})
		}
		slices.SortStableFunc(x.Walks, func(a, b Walk) int { return a.comes() - b.comes() })
		t.Sites = append(t.Sites, x)
	}
	return t
}

// minuteOf is the minute of today of an instant.
func (r *run) minuteOf(at moment.Instant) int {
	return int(at.Since(r.clock(r.today, 0)) / moment.Minute)
}
