package clinic

import (
	"steady/moment"
	"steady/person"
)

// The waiting list for a better time.
type (
	// AskBetterTime puts somebody on the list: on the days from First to Last
	// they would rather come to a session between two minutes of the day. When a
	// time opens there it is offered to them and held.
	AskBetterTime struct {
		Want    string        `json:"want"` // id
		Person  person.UserID `json:"person"`
		Session int           `json:"session"`
		First   moment.Day    `json:"first"`
		Last    moment.Day    `json:"last"`
		Window                // the start lies in it, both ends included
	}
	// EndBetterTime takes them off the list.
	EndBetterTime struct {
		Want string `json:"want"`
	}
	// OfferTimes offers what is free to those who wait for it. Every command that
	// opens a time does so by itself; this one is for times that nobody answered.
	OfferTimes struct{}
)

// CommandKind names the command in the who-may table.
func (AskBetterTime) CommandKind() string { return "ask_better_time" }
func (EndBetterTime) CommandKind() string { return "end_better_time" }
func (OfferTimes) CommandKind() string    { return "offer_times" }

// Whose is the person who would rather come then.
func (b AskBetterTime) Whose(*State) person.UserID { return b.Person }

// Whose is the person on the list.
func (b EndBetterTime) Whose(s *State) person.UserID {
	if w := s.better(b.Want); w != nil {
		return w.Person
	}
	return ""
}
