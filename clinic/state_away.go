package clinic

import (
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
)

// Away is days away: asked for, or agreed. It expires with its last day.
type Away struct {
	AskAway
	By     person.StaffID `json:"by"`
	At     moment.Instant `json:"at"`
	Agreed bool           `json:"agreed,omitempty"`
	Bridge BridgeKind     `json:"bridge,omitempty"`
	Of     *Text          `json:"service,omitempty"`
	Doctor person.StaffID `json:"doctor,omitempty"` // who agreed
}

// awaysKept is how many absences of one person may be open at once.
const awaysKept = 6

func (s *State) awayByID(id string) *Away {
	for i := range s.Lives.Away {
		if s.Lives.Away[i].Away == id {
			return &s.Lives.Away[i]
		}
	}
	return nil
}

// AwayOn is the agreed absence of a person on a day, or nil. No visit of such a
// day is booked, and none counts as one they did not come to. The days without
// a dose count all the same (E-MISS-01).
func (s *State) AwayOn(id person.UserID, day moment.Day) *Away {
	for i := range s.Lives.Away {
		x := &s.Lives.Away[i]
		if x.Person == id && x.Agreed && x.From <= day && day <= x.To {
			return x
		}
	}
	return nil
}

// AwayOf lists the absences of a person that are asked for or agreed and not
// over, in the order asked.
func (s *State) AwayOf(id person.UserID) (out []Away) {
	for _, x := range s.Lives.Away {
		if x.Person == id {
			out = append(out, x)
		}
	}
	return out
}

// awayTasks: days away wait for a prescriber until they are answered.
func (s *State) awayTasks(id person.UserID, today moment.Day) (out []Task) {
	for _, x := range s.Lives.Away {
		if x.Person == id && !x.Agreed && x.To >= today {
			out = append(out, Task{Kind: TaskAway, Person: id, Rule: "P-ORALCO-01", Late: x.From <= today,
				Text: fmt.Sprintf("Days away are asked for, %s to %s: what stands in for the doses?", words(x.From),
					words(x.To))})
		}
	}
	return out
}

func (f *AwayAsked) applyLife(s *State, e Event) {
	s.forgetLives(e)
	s.Lives.Away = append(s.Lives.Away, Away{AskAway: f.AskAway, By: e.By, At: e.Happened})
}

func (f *AwayAnswered) applyLife(s *State, e Event) {
	x := s.awayByID(f.Away)
	if f.Agreed {
		x.Agreed, x.Bridge, x.Of, x.Doctor = true, f.Bridge, f.Service, e.By
	} else {
		s.dropAway(f.Away)
	}
	s.forgetLives(e)
}

func (f *AwayEnded) applyLife(s *State, e Event) {
	if x := s.awayByID(f.Away); f.Last < x.From {
		s.dropAway(f.Away)
	} else {
		x.To = f.Last
	}
	s.forgetLives(e)
}

func (s *State) dropAway(id string) {
	s.Lives.Away = slices.DeleteFunc(s.Lives.Away, func(x Away) bool { return x.Away == id })
}
