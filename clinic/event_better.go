package clinic

import (
	"steady/moment"
	"steady/person"
)

// Facts of the waiting list for a better time.
type (
	// BetterTimeAsked puts somebody on the list.
	BetterTimeAsked struct{ AskBetterTime }
	// BetterTimeEnded takes them off it.
	BetterTimeEnded struct {
		Want   string        `json:"want"`
		Person person.UserID `json:"person"`
	}
	// TimeOffered holds a time that opened for who is next on the list.
	TimeOffered struct {
		Want string `json:"want"`
		PromisedTime
		Until moment.Instant `json:"until"`
	}
)

// Kind names of the clinical log.
func (BetterTimeAsked) Kind() string { return "better_time_asked" }
func (BetterTimeEnded) Kind() string { return "better_time_ended" }
func (TimeOffered) Kind() string     { return "time_offered" }
