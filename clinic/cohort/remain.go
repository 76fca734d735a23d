package cohort

import (
	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/recovery"
)

// Retention is one meaning of "still there". Published figures use at least
// three, and are never compared across them.
type Retention string

// The meanings.
const (
	Here    Retention = "here"    // still at this service
	OnDrug  Retention = "drug"    // still on the drug that was prescribed first
	Anyhow  Retention = "any"     // in any treatment
	NotLost Retention = "reached" // not lost from sight
)

// Meaning is a meaning of retention with its words and with what ends it. Why says
// why the data cannot answer it, "" where they can.
type Meaning struct {
	Code              Retention
	Words, Event, Why string
}

// Meanings lists them in the order in which a page offers them.
func Meanings() []Meaning {
	return []Meaning{
		{Code: Here, Words: "Still at this service", Event: "treatment here ended, in whatever way, death included"},
		{Code: OnDrug, Words: "Still on the drug prescribed first",
			Event: "treatment here ended, or another drug was prescribed in its place"},
		{Code: Anyhow, Words: "In any treatment", Why: "Steady does not hear whether somebody who left this service " +
			"stayed in treatment elsewhere: a curve would count what nobody knows."},
		{Code: NotLost, Words: "Not lost from sight", Why: "Who left is asked after once or a few times, not on set " +
			"days: a curve would count a day without a call as lost."},
	}
}

// Remain is the people of a retention curve.
type Remain struct {
	Stays    []recovery.Stay // in days since the first day of treatment
	Already  int             // left out: in treatment before the journal began
	Again    int             // left out: a later stay of somebody who is in it with their first
	Outcomes []recovery.Leaving
}

// Remain collects the first stay of everybody who began treatment here, watched
// until a day. Who was in treatment when the journal began is left out: for how
// long they had been is not known.
func (b *Book) Remain(m Retention, until moment.Day) (out Remain) {
	began := map[string]bool{}
	for _, s := range b.Stays {
		if s.Admitted == 0 || b.Zone.Day(s.Admitted) > until {
			continue
		}
		if began[string(s.Person)] {
			out.Again++
			continue
		}
		began[string(s.Person)] = true
		if s.Already {
			out.Already++
			continue
		}
		first, last, event := b.Zone.Day(s.Admitted), until, false
		exit := ""
		if s.Ended != 0 && b.Zone.Day(s.Ended) <= until {
			last, event, exit = b.Zone.Day(s.Ended), true, endWords(s.Ending)
		}
		if m == OnDrug && s.Changed != 0 && b.Zone.Day(s.Changed) <= last {
			last, event, exit = b.Zone.Day(s.Changed), true, "Another drug was prescribed"
		}
		days := measure.Milli(last-first) * 1000
		out.Stays = append(out.Stays, recovery.Stay{Time: days, Event: event})
		out.Outcomes = append(out.Outcomes, recovery.Leaving{Time: days, Exit: exit})
	}
	return out
}

func endWords(k clinic.EndKind) string {
	if e, ok := clinic.EndingOf(k, false); ok {
		return e.Words
	}
	return string(k)
}

// Marks are the days after the beginning at which a report says who remains.
func Marks() []int { return []int{30, 91, 182, 365} }

// RemainAt is the curve at a day: the share that remains with its interval, and
// how many were still watched. ok is false where nobody was watched so long.
func RemainAt(c *recovery.Curve, day int) (p recovery.CurvePoint, ok bool) {
	at := measure.Milli(day) * 1000
	if c.Followed < at {
		return p, false
	}
	p = recovery.CurvePoint{Survival: 1, AtRisk: c.N}
	for _, x := range c.Points {
		if x.Time > at {
			break
		}
		p = x
		p.AtRisk = x.AtRisk - x.Events
	}
	return p, true
}
