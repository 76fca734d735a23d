package clinic

import (
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/refusal"
)

// lifeRule names what lives are entered for, where no published rule is behind it.
const lifeRule = "lives"

// Limits of what can be.
const (
	dayMinutes     = 24 * 60
	longestJourney = 6 * 60
	longestPeriod  = 4 * 60
	heaviest       = 10 // of a wish: ten minutes of life for one minute outside it
)

func (d *decider) lives(body Body) *Refusal {
	switch b := body.(type) {
	case EnterLife:
		return d.enterLife(b)
	case EndLife:
		return d.endLife(b)
	case KeepPair:
		return d.keepPair(b)
	case EndPair:
		return d.endPair(b)
	case SetTimes:
		return d.setTimes(b)
	}
	return nil
}

func (d *decider) enterLife(b EnterLife) *Refusal {
	if d.s.People[b.Person] == nil {
		return unknownPerson()
	}
	parts := d.s.Lives.Parts[b.Person]
	switch {
	case person.CheckID(b.Part) != nil || slices.ContainsFunc(parts, func(x LifePart) bool { return x.Part == b.Part }):
		return refusal.New("life_incomplete", lifeRule, "This part is written down already: load the page again.")
	case len(parts) >= partsKept:
		return refusal.New("life_incomplete", lifeRule, fmt.Sprintf(
			"%d parts of this life are written down: end those that are over, then add.", len(parts)))
	}
	if no := d.dated(b.From, b.Until); no != nil {
		return no
	}
	if no := b.sound(len(d.s.Sessions)); no != "" {
		return refusal.New("life_incomplete", lifeRule, no)
	}
	d.say(&LifeEntered{b})
	return nil
}

// dated refuses days that nothing could hold on.
func (d *decider) dated(from, until moment.Day) *Refusal {
	today := d.s.zone.Day(d.now)
	if from == 0 || until != 0 && (until < from || until < today) {
		return refusal.New("dates_incomplete", lifeRule,
			"Write the first day, and a last day that is still to come, or none.")
	}
	return nil
}

// sound says what is missing or cannot be; "" is nothing.
func (b EnterLife) sound(sessions int) string {
	n := 0
	for _, has := range []bool{b.Busy != nil, b.Journey != nil, b.Wish != nil} {
		if has {
			n++
		}
	}
	switch {
	case n != 1:
		return "Write one thing at a time: a time that is taken, the way here, or a wish."
	case b.Busy != nil:
		if b.Busy.Kind == Quiet && b.Words != nil {
			return "A quiet time is kept without a reason: leave the words empty, or choose another kind."
		}
		return b.Busy.sound()
	case b.Journey != nil:
		return b.Journey.sound()
	}
	return b.Wish.sound(sessions)
}

func (w Window) sound() bool { return w.From >= 0 && w.From < w.To && w.To <= dayMinutes }

func (x BusyTime) sound() string {
	ok := len(x.Days) > 0 && known(BusyKinds, x.Kind) && Window{x.From, x.To}.sound()
	for i, d := range x.Days {
		ok = ok && d >= 0 && d < 7 && (i == 0 || d > x.Days[i-1])
	}
	if !ok {
		return "Choose the days, from when until when within one day, and what it is; or quiet."
	}
	return ""
}

func (j Journey) sound() string {
	if j.Minutes < 0 || j.Minutes > longestJourney {
		return "Write how many minutes the way takes, one way: between 0 and six hours."
	}
	if b := j.Bus; b != nil && (b.Period < 1 || b.Period > longestPeriod || b.Here < 0 || b.Here >= b.Period ||
		b.Home < 0 || b.Home >= b.Period) {
		return "Write how often the bus runs, and a minute of the hour at which it comes and goes."
	}
	return ""
}

func (w Wish) sound(sessions int) string {
	ok := len(w.Windows) == sessions && w.Weight >= 0 && w.Weight <= heaviest && w.Usual >= 0 && w.Usual <= heaviest &&
		w.Block >= 0 && w.Block <= dayMinutes
	for _, x := range w.Windows {
		ok = ok && (x == Window{} || x.sound())
	}
	if !ok {
		return "Write from when until when for each session, or leave it empty, and how much it matters."
	}
	return ""
}

func (d *decider) endLife(b EndLife) *Refusal {
	parts := d.s.Lives.Parts[b.Person]
	i := slices.IndexFunc(parts, func(x LifePart) bool { return x.Part == b.Part })
	if i < 0 {
		return refusal.New("life_unknown", lifeRule, "This part is over already, or was never written down.")
	}
	if no := d.lastDay(b.Last, parts[i].Until); no != nil {
		return no
	}
	d.say(&LifeEnded{b})
	return nil
}

// lastDay refuses an end in the past of something that held since, for weeks
// were planned round it; and one that would make it longer.
func (d *decider) lastDay(last, until moment.Day) *Refusal {
	if last < d.s.zone.Day(d.now)-1 || until != 0 && last >= until {
		return refusal.New("dates_incomplete", lifeRule,
			"Write a last day from yesterday on, earlier than the one that was written.")
	}
	return nil
}

func (d *decider) keepPair(b KeepPair) *Refusal {
	if d.s.People[b.A] == nil || d.s.People[b.B] == nil {
		return unknownPerson()
	}
	together := b.Kind == PairTogether
	switch {
	case person.CheckID(b.Pair) != nil || b.A == b.B || b.Kind != PairApart && !together ||
		together && (b.Within < 0 || b.Within > dayMinutes) || !together && b.Within != 0 ||
		slices.ContainsFunc(d.s.Lives.Pairs, func(x KeepPair) bool { return x.Pair == b.Pair }):
		return refusal.New("pair_incomplete", lifeRule,
			"Choose two people, and apart, or together within some minutes.")
	case slices.ContainsFunc(d.s.Lives.Pairs, func(x KeepPair) bool { return x.has(b.A) && x.has(b.B) }):
		return refusal.New("pair_known", lifeRule, "Something is written down of these two already: end it first.")
	case len(d.s.Lives.Pairs) >= pairsKept:
		return refusal.New("pair_incomplete", lifeRule, "Too many pairs are written down: end those that are over.")
	}
	if no := d.dated(b.From, b.Until); no != nil {
		return no
	}
	d.say(&PairKept{b})
	return nil
}

func (d *decider) endPair(b EndPair) *Refusal {
	i := slices.IndexFunc(d.s.Lives.Pairs, func(x KeepPair) bool { return x.Pair == b.Pair })
	if i < 0 {
		return refusal.New("pair_unknown", lifeRule, "This pair is over already, or was never written down.")
	}
	if no := d.lastDay(b.Last, d.s.Lives.Pairs[i].Until); no != nil {
		return no
	}
	d.say(&PairOver{b})
	return nil
}
