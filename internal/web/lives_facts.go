package web

import (
	"steady/clinic"
)

// lifeFact says in one line what was written down of a life or of regular times;
// "" is another fact. Why a time is taken is on the page of their life alone,
// where the who-may table says who sees it.
func (d *personDraw) lifeFact(f clinic.Fact) string {
	switch b := f.(type) {
	case *clinic.LifeEntered:
		switch {
		case b.Busy != nil:
			return "A time that is taken was written down: " + weekdaysWords(b.Busy.Days) + ", " + minuteWords(b.Busy.From) +
				" to " + minuteWords(b.Busy.To)
		case b.Journey != nil:
			return "The way here was written down"
		}
		return "A wish for times was written down"
	case *clinic.LifeEnded:
		return "A part of their life that times go round is over"
	case *clinic.TimesSet:
		return "Regular times from " + dayWords(b.From) + " on were set, as agreed"
	case *clinic.TimesProposed:
		return "Other regular times were proposed"
	case *clinic.TimesAnswered:
		if b.Yes {
			return "Said yes to the proposed times"
		}
		return "Keeps their times"
	case *clinic.TimesKept:
		if b.Keep {
			return "Their times stay as they are: no plan moves them"
		}
		return "They may be asked for other times again"
	case *clinic.AwayAsked:
		return "Asked for days away: " + datedWords(b.From, b.To)
	case *clinic.AwayAnswered:
		if b.Agreed {
			return "Days away agreed. " + clinic.WordsOf(clinic.Bridges, b.Bridge)
		}
		return "Days away not agreed"
	case *clinic.AwayEnded:
		return "Days away taken back or ended, last day " + dayWords(b.Last)
	}
	return ""
}
