package cohort

import (
	"slices"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/recovery"
)

// Sitting is one questionnaire that was answered, or declined. What was answered
// is in the cabinet (Kept).
type Sitting struct {
	ID                  string
	Person              person.UserID
	Instrument, Version string
	Declined            bool
	Kept                *clinic.Text
	At, Recorded        moment.Instant
}

// Scores works out what a sitting came to; nil where its answers are erased.
type Scores func(Sitting) recovery.Scores

// Outcome is one score that a service follows. There is no total over them.
type Outcome struct {
	Instrument, Score string
	Words, Unit       string
	Better            recovery.Direction
	SelfReport        bool // of crime: an audit found such answers far too low (Luty 2009)
}

// Outcomes lists what is followed, in the order of the three strands. Each is
// its own series.
func Outcomes() []Outcome {
	top := func(score, words, unit string, better recovery.Direction, self bool) Outcome {
		return Outcome{"top", score, words, unit, better, self}
	}
	return []Outcome{
		top("OPIUSE", "Street opioids", "days of 28", recovery.Lower, false),
		top("CRAUSE", "Crack", "days of 28", recovery.Lower, false),
		top("ALCUSE", "Alcohol", "days of 28", recovery.Lower, false),
		top("IVDRGUSE", "Injected something not prescribed", "days of 28", recovery.Lower, false),
		top("PHSTAT", "Physical health", "0 poor to 20 good", recovery.Higher, false),
		top("SHOTHEFT", "Took from shops (self-report)", "days of 28", recovery.Lower, true),
		top("DRGSELL", "Sold drugs (self-report)", "days of 28", recovery.Lower, true),
		top("PWORK", "Paid work", "days of 28", recovery.Neither, false),
		top("PSYHSTAT", "Psychological health", "0 poor to 20 good", recovery.Higher, false),
		top("QUALLIFE", "Quality of life", "0 poor to 20 good", recovery.Higher, false),
		{"barc-10", "total", "Recovery capital (BARC-10)", "10 to 60", recovery.Higher, false},
		{"phq-9", "total", "Low mood (PHQ-9)", "0 to 27", recovery.Lower, false},
		{"gad-7", "total", "Worry (GAD-7)", "0 to 21", recovery.Lower, false},
		{"core-10", "total", "Distress (CORE-10)", "0 to 40", recovery.Lower, false},
	}
}

// How far a first answer may lie from the first day of treatment, and how long
// after it a later one counts as a change. The house's own.
const (
	FirstWithin = 42
	ChangeAfter = 28
)

// Changed is how one outcome moved in some people who began treatment (R-OUT-14):
// all who began, with how many are not known, beside those still in treatment.
type Changed struct {
	Outcome
	Began, Known int // of all who began
	Here, Still  int // still in treatment, and of those known twice
	All          *recovery.PairedChange
	OfThose      *recovery.PairedChange
}

// NotKnown is how many of those who began are not known twice.
func (c Changed) NotKnown() int { return c.Began - c.Known }

// point is one known score of somebody.
type point struct {
	day   moment.Day
	value measure.Milli
}

// Change compares the first answer around the beginning with the last known one
// up to a day, for some stays. An answer that was skipped is not known: nothing
// is carried forward over it but the last that is known (R-OUT-01).
func (b *Book) Change(stays []*Stay, sittings []Sitting, scores Scores, o Outcome,
	until func(*Stay) moment.Day) Changed {
	series := b.points(sittings, scores, o)
	c := Changed{Outcome: o, Began: len(stays)}
	var all, still []recovery.Pair
	for _, s := range stays {
		end := until(s)
		here := s.Ended == 0 || b.Zone.Day(s.Ended) > end
		if here {
			c.Here++
		}
		pair, ok := pairOf(series[s.Person], b.Zone.Day(s.Admitted), end)
		if !ok {
			continue
		}
		c.Known++
		all = append(all, pair)
		if here {
			c.Still++
			still = append(still, pair)
		}
	}
	c.All, _ = recovery.Paired(all) // nil where there is nothing to tell: the page says so
	c.OfThose, _ = recovery.Paired(still)
	return c
}

func (b *Book) points(sittings []Sitting, scores Scores, o Outcome) map[person.UserID][]point {
	out := map[person.UserID][]point{}
	for _, x := range sittings {
		if x.Instrument != o.Instrument || x.Declined {
			continue
		}
		v := scores(x).Get(o.Score)
		if v.Known && v.Word == "" && v.Signs == nil {
			out[x.Person] = append(out[x.Person], point{b.Zone.Day(x.At), v.Number})
		}
	}
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b point) int { return int(a.day - b.day) })
	}
	return out
}

// pairOf finds the first answer around a beginning and the last one until an end.
func pairOf(list []point, began, end moment.Day) (p recovery.Pair, ok bool) {
	first := slices.IndexFunc(list, func(x point) bool {
		return x.day >= began-FirstWithin && x.day <= began+FirstWithin && x.day <= end
	})
	if first < 0 {
		return p, false
	}
	for i := len(list) - 1; i > first; i-- {
		if list[i].day <= end && list[i].day-list[first].day >= ChangeAfter {
			return recovery.Pair{Before: list[first].value, After: list[i].value}, true
		}
	}
	return p, false
}

// Began lists the first stays of everybody who began treatment here from a day to
// another, without those who were in treatment when the journal began.
func (b *Book) Began(from, to moment.Day) (out []*Stay) {
	seen := map[person.UserID]bool{}
	for _, s := range b.Stays {
		if s.Admitted == 0 || seen[s.Person] {
			continue
		}
		seen[s.Person] = true
		if day := b.Zone.Day(s.Admitted); !s.Already && day >= from && day <= to {
			out = append(out, s)
		}
	}
	return out
}
