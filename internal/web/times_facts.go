package web

import (
	"fmt"

	"steady/clinic"
)

// timesFact says in one line what happened to a promised time; "" is another
// fact.
func (d *personDraw) timesFact(f clinic.Fact) string {
	switch b := f.(type) {
	case *clinic.VisitMoved:
		text := fmt.Sprintf("Visit moved from %s to %s", d.z.In(b.Was).Format("Mon 2 Jan, 15:04"), stamp(d.z, d.now, b.Due))
		if len(b.Broke) > 0 {
			text += ", against a rule: " + ruleWords(b.Broke)
		}
		return text
	case *clinic.TimeHeld:
		return fmt.Sprintf("%s held until %s", d.z.In(b.Due).Format("Mon 2 Jan, 15:04"), stamp(d.z, d.now, b.Until))
	case *clinic.TimeOffered:
		return fmt.Sprintf("%s offered until %s", d.z.In(b.Due).Format("Mon 2 Jan, 15:04"), stamp(d.z, d.now, b.Until))
	case *clinic.TimeReleased:
		return "A held time was let go"
	case *clinic.TimeNotFound:
		return "No time was found for " + d.st.Sessions[b.Session].Name + " on " + dayWords(b.Day) + ": " + ruleWords(b.Rules)
	case *clinic.BetterTimeAsked:
		return fmt.Sprintf("Would rather come between %s and %s", minuteWords(b.From), minuteWords(b.To))
	case *clinic.BetterTimeEnded:
		return "No longer waits for a better time"
	}
	return ""
}
