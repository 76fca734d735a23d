package clinic

import (
	"cmp"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/timetable"
	"steady/visit"
)

// TimeOption is one time that a visit could have, and what it would cost.
type TimeOption struct {
	Due    moment.Instant
	Broken []Broken // none: it can be promised at once
	// Saves is the minutes of life that this time spares the person on that day,
	// against the time they have now; below 0 it costs. WayKnown says that the way
	// here is in it.
	Saves    int
	WayKnown bool
	// With is who would change places; they would save SavesWith. "" is nobody.
	With      person.UserID
	SavesWith int
	Far       int // minutes from the time that was asked for
	// Parts are those who would no longer come together with them, as was agreed.
	Parts []person.UserID
}

// Free reports whether the time can be promised at once.
func (o TimeOption) Free() bool { return len(o.Broken) == 0 }

// TimeAnswer answers "can I come at 11?".
type TimeAnswer struct {
	PromisedTime              // the time they have now, promised or usual
	Asked        TimeOption   // the time asked for
	Others       []TimeOption // when it is not free: the best ones that are, at most optionsShown
}

// optionsShown is how many other times an answer names.
const optionsShown = 3

// Own is the answer as the person themself may see it: nothing in it tells of
// anybody else.
func (a TimeAnswer) Own() TimeAnswer {
	a.Asked.Broken = slices.Clone(a.Asked.Broken)
	for i, b := range a.Asked.Broken {
		if b.Rule == RuleApart {
			a.Asked.Broken[i] = Broken{RuleRoom, "That time is not free."}
		}
	}
	a.Others = slices.DeleteFunc(slices.Clone(a.Others), func(o TimeOption) bool { return o.With != "" })
	a.Asked.Parts = nil
	for i := range a.Others {
		a.Others[i].Parts = nil
	}
	return a
}

// AskTime answers whether a person can come at a minute of a day (after midnight
// of the site) for the visit of a session, and names the best other times. It
// promises nothing. A refusal says that there is no such visit to move.
func (s *State) AskTime(who person.UserID, day moment.Day, session, minute int,
	now moment.Instant) (TimeAnswer, *Refusal) {
	x, was, no := s.promised(PromisedTime{Person: who, Day: day, Session: session})
	if no != nil {
		return TimeAnswer{}, no
	}
	x.Due = was
	out := TimeAnswer{PromisedTime: x}
	k := s.bookOf(day, now)
	k.leave(x.Visit)
	asked := k.option(x, s.at(day, minute), was, s.at(day, minute))
	if len(s.zone.Times(day, minute/60, minute%60)) == 0 {
		asked.Broken = []Broken{{RuleSkipped, "The clock change leaves that time out."}}
	}
	if asked.Due <= now {
		asked.Broken = []Broken{{RuleClosed, "That time is over."}}
	}
	out.Asked = asked
	if asked.Free() {
		return out, nil
	}
	for _, at := range k.starts(session) {
		if at <= now || at == was || at == asked.Due {
			continue
		}
		if o := k.option(x, at, was, asked.Due); o.Free() {
			out.Others = append(out.Others, o)
		}
	}
	out.Others = append(out.Others, k.swaps(x, was, asked.Due)...)
	slices.SortStableFunc(out.Others, func(a, b TimeOption) int {
		return cmp.Or(cmp.Compare(a.Far, b.Far), cmp.Compare(len(a.With), len(b.With)), cmp.Compare(b.Saves, a.Saves))
	})
	out.Others = out.Others[:min(len(out.Others), optionsShown)]
	return out, nil
}

// option weighs one time of a visit.
func (k *dayBook) option(x PromisedTime, due, was, wanted moment.Instant) TimeOption {
	x.Due = due
	o := TimeOption{Due: due, Broken: k.broken(x), Far: int(max(due.Since(wanted), wanted.Since(due)) / moment.Minute)}
	o.Saves, o.WayKnown = k.saves(x, was)
	o.Parts = k.parts(x, was)
	return o
}

// parts lists who comes together with a person now and would not any more.
func (k *dayBook) parts(x PromisedTime, was moment.Instant) (out []person.UserID) {
	for _, p := range k.s.PairsOn(PairTogether, k.day) {
		if !p.has(x.Person) {
			continue
		}
		within := moment.Minutes(int64(p.Within))
		near := func(a, b moment.Instant) bool { return max(a.Since(b), b.Since(a)) <= within }
		for _, o := range k.taken {
			if o.Person == p.other(x.Person) && o.Session == x.Session && near(o.Due, was) && !near(o.Due, x.Due) {
				out = append(out, o.Person)
			}
		}
	}
	return out
}

// swaps offers to change places with the nearest person whose time is nearer to
// what is wanted than any free one need be: both times must be possible.
func (k *dayBook) swaps(x PromisedTime, was, wanted moment.Instant) []TimeOption {
	var best *TimeOption
	for _, o := range slices.Clone(k.taken) {
		v := k.s.Visits[o.Visit]
		if o.Session != x.Session || o.Person == x.Person || v == nil || v.Stage != visit.Booked || o.Due <= k.now ||
			was <= k.now || o.Due == was || o.Visit != VisitID(o.Person, o.Day, o.Session) {
			continue
		}
		k.leave(o.Visit)
		mine := k.option(x, o.Due, was, wanted)
		y := o
		y.Due = was
		k.take(PromisedTime{x.Visit, x.Person, x.Day, x.Session, o.Due})
		theirs := k.broken(y)
		mine.SavesWith, _ = k.saves(y, o.Due)
		k.leave(x.Visit)
		k.take(o)
		if mine.With = o.Person; mine.Free() && len(theirs) == 0 && (best == nil || mine.Far < best.Far) {
			best = &mine
		}
	}
	if best == nil {
		return nil
	}
	return []TimeOption{*best}
}

// saves is what a time spares a person on that day against another time of the
// same visit, as the timetable counts a day (timetable.Instance.DayCost).
func (k *dayBook) saves(x PromisedTime, was moment.Instant) (minutes int, wayKnown bool) {
	in, wayKnown := k.lifeOf(x.Person)
	if in == nil {
		return 0, false
	}
	cost := func(due moment.Instant) (int, bool) {
		starts := make([]int, in.People[0].Doses)
		for i := range starts {
			starts[i] = timetable.None
		}
		for _, o := range append(k.dosesBeside(x), PromisedTime{Session: x.Session, Day: x.Day, Due: due}) {
			if o.Day == k.day {
				starts[o.Session] = k.s.minuteOf(o.Due)
			}
		}
		b, err := in.DayCost(&in.People[0], 0, "here", starts)
		return b.Total(), err == nil
	}
	before, ok := cost(was)
	after, also := cost(x.Due)
	if !ok || !also {
		return 0, wayKnown
	}
	return before - after, wayKnown
}

// lifeOf is a person's day as a timetable sees it, without the capacity of the
// house: only what it costs is asked.
func (k *dayBook) lifeOf(who person.UserID) (in *timetable.Instance, wayKnown bool) {
	p := k.s.People[who]
	if p == nil {
		return nil, false
	}
	n := len(k.s.Sessions)
	life := timetable.Person{ID: "p", Doses: n, GapMax: dayMinutes, Usual: make([]int, n),
		Pref: make([]timetable.Span, n)}
	way, known := k.s.JourneyOn(who, k.day)
	reach := timetable.Reach{Site: "here", Travel: way.Minutes}
	if b := way.Bus; b != nil {
		reach.Bus = &timetable.Bus{Period: b.Period, Arrive: b.Here, Leave: b.Home}
	}
	life.Sites = []timetable.Reach{reach}
	wish, _ := k.s.WishOn(who, k.day)
	life.WPref, life.WUsual, life.Block = wish.Weight, wish.Usual, wish.Block
	for i := range n {
		life.Pref[i] = timetable.Span{From: 0, To: dayMinutes}
		if i < len(wish.Windows) && wish.Windows[i] != (Window{}) {
			life.Pref[i] = timetable.Span{From: wish.Windows[i].From, To: wish.Windows[i].To}
		}
		life.Usual[i] = timetable.None
		if at, comes := p.TimeOn(k.day, i); comes {
			life.Usual[i] = at
		}
	}
	return &timetable.Instance{SlotMin: 1, Days: 1, People: []timetable.Person{life},
		Rules: timetable.Rules{BoothMin: k.access.Booth, ObsMin: k.access.Watch},
		Sites: []timetable.Site{{ID: "here", Open: [][]timetable.Span{{{From: 0, To: 2 * dayMinutes}}}}}}, known
}

// OwnTime is one visit of a person's days: promised, or at the usual time until
// its day is planned.
type OwnTime struct {
	PromisedTime             // Due 0: no time was found
	Stage        visit.Stage // "" is not planned yet: the usual time
	Held         *HeldTime   // another time that is held or offered for it
	Closed       bool        // the service does not open in that session
}

// TimesFor lists the visits of a person on so many days from a day on, by time:
// what is promised, and the usual times of days that are not planned yet.
func (s *State) TimesFor(who person.UserID, from moment.Day, days int, now moment.Instant) (out []OwnTime) {
	p := s.People[who]
	if p == nil || s.inTreatment(who) != nil {
		return nil
	}
	for day := from; day < from+moment.Day(days); day++ {
		n := len(out)
		for _, v := range s.Visits {
			if v.Person == who && v.Day == day {
				out = append(out, s.ownTime(PromisedTime{v.ID, who, day, v.Session, v.Due}, v.Stage, now))
			}
		}
		for i := range s.Sessions {
			x := PromisedTime{VisitID(who, day, i), who, day, i, 0}
			at, comes := p.TimeOn(day, i)
			if o := p.OrderOn(day); s.Visits[x.Visit] != nil || !comes || o == nil || day > o.Ends ||
				s.Closed[sessionKey(day, i)] || s.AwayOn(who, day) != nil {
				continue
			}
			if day > s.Planned {
				x.Due = s.at(day, at)
			}
			out = append(out, s.ownTime(x, "", now))
		}
		slices.SortFunc(out[n:], func(a, b OwnTime) int {
			return cmp.Or(cmp.Compare(a.Session, b.Session), cmp.Compare(a.Due, b.Due), cmp.Compare(a.Visit, b.Visit))
		})
	}
	return out
}

func (s *State) ownTime(x PromisedTime, stage visit.Stage, now moment.Instant) OwnTime {
	o := OwnTime{PromisedTime: x, Stage: stage}
	if h, ok := s.HeldFor(x.Visit, now); ok {
		o.Held = &h
	}
	_, _, opens := s.Hours(x.Day, x.Session)
	o.Closed = !opens
	return o
}
