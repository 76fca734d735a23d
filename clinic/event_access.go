package clinic

import (
	"steady/moment"
)

// Facts of access.
type (
	// AccessSet is in force from its day on.
	AccessSet struct{ SetAccess }
	// ExceptionalDaySet gives one day its own hours, or closes it.
	ExceptionalDaySet struct {
		Day     moment.Day     `json:"day"`
		Windows []AccessWindow `json:"windows,omitempty"`
		Why     Text           `json:"why"`
	}
	// ExceptionalDayEnded gives the day the hours of its weekday again.
	ExceptionalDayEnded struct{ EndExceptionalDay }
)

// Kind names of the clinical log.
func (AccessSet) Kind() string           { return "access_set" }
func (ExceptionalDaySet) Kind() string   { return "exceptional_day_set" }
func (ExceptionalDayEnded) Kind() string { return "exceptional_day_ended" }
