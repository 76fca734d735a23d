package clinic

import (
	"steady/moment"
	"steady/person"
)

// Facts of promised times.
type (
	// TimeHeld keeps a time free until an instant.
	TimeHeld struct {
		PromisedTime
		Until moment.Instant `json:"until"`
	}
	// TimeReleased lets it go.
	TimeReleased struct {
		Visit  string        `json:"visit"`
		Person person.UserID `json:"person"`
	}
	// VisitMoved is another promised time, or one promised before the day is
	// planned. Broke names the rules that were set aside for it.
	VisitMoved struct {
		PromisedTime
		Was     moment.Instant `json:"was"` // the time it had, or would have had
		Broke   []BookingRule  `json:"broke,omitempty"`
		Despite *Text          `json:"despite,omitempty"`
	}
	// TimeNotFound: the plan of a day found no time that breaks no hard rule.
	// Somebody has to find one with the person.
	TimeNotFound struct {
		Person  person.UserID `json:"person"`
		Day     moment.Day    `json:"day"`
		Session int           `json:"session"`
		Rules   []BookingRule `json:"rules"`
	}
	// DayPlanned: a day was planned on which nobody had to be booked any more.
	DayPlanned struct {
		Day moment.Day `json:"day"`
	}
)

// Kind names of the clinical log.
func (TimeHeld) Kind() string     { return "time_held" }
func (TimeReleased) Kind() string { return "time_released" }
func (VisitMoved) Kind() string   { return "visit_moved" }
func (TimeNotFound) Kind() string { return "time_not_found" }
func (DayPlanned) Kind() string   { return "day_planned" }
