package timetable

import (
	"slices"

	"steady/moment"
)

// Hours is what treatment takes of a person's life, in whole minutes. It is the
// part of a Burden that passes on a clock: charges for missed doses and for
// times that nobody wanted are weights of a plan and no minutes of anybody.
type Hours struct {
	Days    int // with a visit
	Visits  int
	Inside  int // from coming in to leaving
	Travel  int // there and home, with the wait for the bus home
	Between int // between two visits of a day: staying around, or the journeys when going home
	// Untold counts the days of which nobody told the way. Travel and the time
	// between visits are not in their minutes, and are never guessed.
	Untold int
}

// Total is all of it.
func (h Hours) Total() int { return h.Inside + h.Travel + h.Between }

// Add puts two together.
func (h Hours) Add(o Hours) Hours {
	return Hours{h.Days + o.Days, h.Visits + o.Visits, h.Inside + o.Inside, h.Travel + o.Travel, h.Between + o.Between,
		h.Untold + o.Untold}
}

// Way is what a person told of the way here. Block is the shortest stretch of
// free time that is of use to them, 0 where they did not say.
type Way struct {
	Reach Reach
	Block int
}

// PlannedHours is what a day takes as it is planned: visits from these starts
// (minutes after midnight, None for a dose without a time) of stay minutes
// each. way is nil where nobody told it. It reads the same cost as DayCost, and
// asks of no rule whether the day may be.
func PlannedHours(starts []int, stay int, way *Way) Hours {
	h := Hours{Visits: PersonDay{Starts: starts}.Attended()}
	if h.Visits == 0 {
		return h
	}
	h.Days = 1
	if way == nil {
		h.Inside, h.Untold = h.Visits*stay, 1
		return h
	}
	p := &Person{Block: way.Block, Pref: make([]Span, len(starts))}
	b := Rules{BoothMin: stay}.burden(p, &way.Reach, starts)
	h.Inside, h.Travel, h.Between = b.Stay, b.Travel, b.Between
	return h
}

// Stay is one visit as it was lived: from coming in to leaving.
type Stay struct{ In, Out moment.Instant }

// LivedHours is what a day took as it was lived, in the order of the visits. All
// of it is elapsed time, so a night in which the clocks change is as long as it
// was. The minutes before a visit that a bus came early are inside; the wait for
// the bus home is what they told of the bus, after the minute they left.
func LivedHours(zone moment.Zone, visits []Stay, way *Way) (h Hours) {
	if len(visits) == 0 {
		return h
	}
	h.Days, h.Visits = 1, len(visits)
	for _, v := range visits {
		h.Inside += elapsed(v.In, v.Out)
	}
	if way == nil {
		h.Untold = 1
		return h
	}
	home := func(v Stay) int {
		t := zone.In(v.Out)
		return way.Reach.Travel + way.Reach.Wait(t.Hour()*60+t.Minute())
	}
	h.Travel = way.Reach.Travel + home(visits[len(visits)-1])
	for i, next := range visits[1:] {
		gap, trips := elapsed(visits[i].Out, next.In), home(visits[i])+way.Reach.Travel
		switch free := gap - trips; {
		case free < 0 || free < way.Block: // stayed around, or came home to time of no use
			h.Between += gap
		default:
			h.Between += trips
		}
	}
	return h
}

// elapsed is whole minutes, to the nearest; never negative.
func elapsed(from, to moment.Instant) int {
	return int(max(0, to.Since(from)+moment.Minute/2) / moment.Minute)
}

// Spread is how values lie, by rank: at least a quarter, half, three quarters of
// them are no more than Low, Median, High, each a value that occurred.
type Spread struct{ N, Low, Median, High int }

// SpreadOf orders the values; it is all 0 for none.
func SpreadOf(values []int) Spread {
	s := slices.Sorted(slices.Values(values))
	if len(s) == 0 {
		return Spread{}
	}
	rank := func(quarters int) int { return s[(len(s)*quarters+3)/4-1] }
	return Spread{len(s), rank(1), rank(2), rank(3)}
}

// RiseRule says when a person's weeks have grown heavier: the last is at least
// Minutes above the median of the Weeks before it. The zero rule asks nothing;
// both numbers are a service's own, none has a default.
type RiseRule struct {
	Weeks   int `json:"weeks"`   // earlier weeks that are compared with
	Minutes int `json:"minutes"` // a week
}

// Rise compares a person's lived weeks, oldest first, all of them whole and with
// visits. ok is false where nothing is asked, too few weeks are known, or the
// rise is smaller; by is in minutes.
func (r RiseRule) Rise(weeks []int) (before, by int, ok bool) {
	if r.Weeks <= 0 || r.Minutes <= 0 || len(weeks) <= r.Weeks {
		return 0, 0, false
	}
	last := len(weeks) - 1
	before = SpreadOf(weeks[last-r.Weeks : last]).Median
	by = weeks[last] - before
	return before, by, by >= r.Minutes
}
