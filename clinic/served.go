package clinic

import (
	"slices"

	"steady/dosing"
	"steady/moment"
)

// Served is a session in which something went in: the ones between two of them
// were missed, for whatever cause (E-MISS-01).
type Served struct {
	At      moment.Instant `json:"at"` // of the dose
	Day     moment.Day     `json:"day"`
	Session int            `json:"session"`
}

// ServedIn is when a dose of a session went in, as far back as is kept; 0 is
// none.
func (p *Person) ServedIn(day moment.Day, session int) moment.Instant {
	for _, x := range p.Served {
		if x.Day == day && x.Session == session {
			return x.At
		}
	}
	return 0
}

// later reports whether a session comes after another one.
func (a Served) later(b Served) bool { return a.Day > b.Day || a.Day == b.Day && a.Session > b.Session }

// took adds what was recorded as injected at a visit to what the rules look
// back on.
func (p *Person) took(v *Visit) {
	b := v.Injected
	p.Past = append(p.Past, dosing.Past{At: v.InjectedAt, Prescribed: b.Prescribed, Given: b.Given,
		Completed: b.Completed, Session: v.session(), Attempts: b.Attempts, Route: b.Route, Naloxone: v.Alarm != nil})
	if n := len(p.Past) - pastKept; n > 0 {
		p.Past = append(p.Past[:0], p.Past[n:]...) // in place: a dose a day must not cost a copy of a month
	}
	p.PastForm = b.Form
}

// serve notes a session with a dose.
func (p *Person) serve(x Served) {
	p.Served = append(p.Served, x)
	if n := len(p.Served) - pastKept; n > 0 {
		p.Served = append(p.Served[:0], p.Served[n:]...)
	}
	p.findLast()
}

// unserve takes a session back in which nothing went in after all.
func (p *Person) unserve(at moment.Instant) {
	p.Served = slices.DeleteFunc(slices.Clone(p.Served), func(x Served) bool { return x.At == at })
	p.findLast()
}

// findLast keeps the latest session with a dose. A dose that is written down
// late does not take the place of a later one.
func (p *Person) findLast() {
	last := Served{}
	for _, x := range p.Served {
		if x.later(last) {
			last = x
		}
	}
	p.LastDay, p.LastSession = last.Day, last.Session
}

// applyCorrected keeps both amounts: the rules count the lower one as what was
// tolerated and the higher one as what the day holds (E-ORD-02). A session in
// which by one of them nothing went in was not served (E-MISS-01).
func (s *State) applyCorrected(v *Visit, b *InjectedCorrected) {
	p, was := s.People[v.Person], *v.Injected
	fixed := was
	fixed.Given, fixed.Completed = b.Given, b.Given == was.Prescribed
	v.Injected = &fixed
	same := func(d dosing.Past) bool { return d.At == v.InjectedAt }
	if was.Given == 0 && !slices.ContainsFunc(p.Past, same) && (len(p.Past) == 0 || p.PastForm == was.Form) {
		s.tookAfterAll(p, v)
	}
	if i := slices.IndexFunc(p.Past, same); i >= 0 {
		d := &p.Past[i]
		d.AtMost = max(d.AtMost, was.Given, b.Given)
		d.Given, d.Completed = min(d.Given, was.Given, b.Given), d.Completed && fixed.Completed
	}
	if b.Given == 0 {
		p.unserve(v.InjectedAt)
	}
}

// tookAfterAll adds a dose to the history of which it was written first that
// nothing went in, with what was seen since.
func (s *State) tookAfterAll(p *Person, v *Visit) {
	p.took(v)
	for _, w := range v.Watches {
		if w.At >= v.InjectedAt {
			p.followed(v.InjectedAt, w.Readings, false)
		}
	}
}
