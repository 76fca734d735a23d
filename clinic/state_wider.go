package clinic

import (
	"cmp"
	"slices"

	"steady/person"
)

func (f *SupportAsked) applyRecovery(s *State, e Event) {
	x := s.strands(f.Person)
	x.Support = append(x.Support, Support{AskSupport: f.AskSupport, Stage: SupportIsAsked, Since: e.Happened,
		At: e.Happened, By: e.By, Last: f.Words})
}

func (f *SupportMoved) applyRecovery(s *State, e Event) {
	x := s.strands(f.Person)
	i := slices.IndexFunc(x.Support, func(t Support) bool { return t.Support == f.Support })
	if i < 0 {
		return
	}
	t := &x.Support[i]
	t.Stage, t.At, t.By, t.Due, t.Staff = f.Stage, e.Happened, e.By, f.Due, f.Staff
	if f.Words != nil {
		t.Last = f.Words
	}
	over := 0
	for i := len(x.Support) - 1; i >= 0; i-- {
		if !x.Support[i].Over() {
			continue
		}
		if over++; over > supportKept {
			x.Support = slices.Delete(x.Support, i, i+1)
		}
	}
}

// applyRecovery keeps the words of a kind by the day from which they hold; what
// is said of the same day again takes the place of what was said before.
func (f *CircumstanceKept) applyRecovery(s *State, e Event) {
	x := s.strands(f.Person)
	kind := f.KeepCircumstance.Kind
	list := slices.DeleteFunc(slices.Clone(x.Circumstances[kind]), func(c Circumstance) bool { return c.From == f.From })
	list = append(list, Circumstance{f.KeepCircumstance, e.Recorded, e.By})
	slices.SortFunc(list, func(a, b Circumstance) int { return cmp.Compare(a.From, b.From) })
	keep(&x.Circumstances, kind, newest(list, circumstancesKept))
}

func (f *LifeEventTold) applyRecovery(s *State, e Event) {
	x := s.strands(f.Person)
	list := append(slices.Clone(x.Events), LifeEvent{f.TellLifeEvent, e.By})
	slices.SortStableFunc(list, func(a, b LifeEvent) int { return cmp.Compare(a.Day, b.Day) })
	x.Events = newest(list, lifeEventsKept)
}

func (f *SafeguardingRaised) applyRecovery(s *State, e Event) {
	keep(&s.Recovery.Safe, f.Concern, &Safeguarding{RaiseSafeguarding: f.RaiseSafeguarding, At: e.Happened, By: e.By})
}

func (f *SafeguardingFollowed) applyRecovery(s *State, e Event) {
	c := s.Recovery.Safe[f.Concern]
	if c == nil {
		return
	}
	c.Steps = newest(append(c.Steps, SafeguardedAct{f.Step, e.Happened, e.By, f.Words}), actsKept)
	if f.Step != SafeguardingClosed {
		return
	}
	c.Closed = e.Happened
	var closed []*Safeguarding
	for _, c := range s.Recovery.Safe {
		if c.Closed != 0 {
			closed = append(closed, c)
		}
	}
	slices.SortFunc(closed, func(a, b *Safeguarding) int {
		return cmp.Or(cmp.Compare(a.Closed, b.Closed), cmp.Compare(a.Concern, b.Concern))
	})
	for _, c := range closed[:max(0, len(closed)-closedKept)] {
		delete(s.Recovery.Safe, c.Concern)
	}
}

// SafeguardingInOrder lists the concerns about a person, or about everybody
// (""): open ones first, and of each the newest first.
func (s *State) SafeguardingInOrder(id person.UserID) (out []*Safeguarding) {
	for _, c := range s.Recovery.Safe {
		if id == "" || c.Person == id {
			out = append(out, c)
		}
	}
	shut := func(c *Safeguarding) int {
		if c.Closed != 0 {
			return 1
		}
		return 0
	}
	slices.SortFunc(out, func(a, b *Safeguarding) int {
		return cmp.Or(cmp.Compare(shut(a), shut(b)), -cmp.Compare(a.At, b.At), cmp.Compare(a.Concern, b.Concern))
	})
	return out
}

// whole reports whether nothing is missing that no room lacks.
func (r *RecoveryRoom) whole() bool {
	for _, x := range r.People {
		if x == nil {
			return false
		}
	}
	for _, c := range r.Safe {
		if c == nil {
			return false
		}
	}
	return true
}
