package lab

import "steady/moment"

// Place is where somebody is on the plan of the clinic.
type Place string

// The places, in the order of a visit. Whoever is Waiting sits in the waiting
// room until the time or the answer that the rules ask for.
const (
	AtDoor      Place = "door"
	DeskLine    Place = "desk_line"
	Desk        Place = "desk"
	AssessLine  Place = "assess_line"
	Assess      Place = "assess"
	Waiting     Place = "waiting"
	PrepareLine Place = "prepare_line"
	BoothLine   Place = "booth_line"
	Booth       Place = "booth"
	Observation Place = "observation"
	Gone        Place = "gone"
)

// Trace is where everybody was on one simulated day, for an animation.
type Trace struct {
	Policy string     `json:"policy"`
	Day    moment.Day `json:"day"`
	Sites  []TraceOf  `json:"sites"`
}

// TraceOf is one site of a Trace. Walks are in the order of coming.
type TraceOf struct {
	Site   string    `json:"site"` // "" is the first
	Desks  int       `json:"desks"`
	Booths int       `json:"booths"`
	Places int       `json:"places"`
	Hours  []Session `json:"hours"`
	Staff  []Shift   `json:"staff"`
	Walks  []Walk    `json:"walks"`
}

// Walk is one visit.
type Walk struct {
	Person  int    `json:"person"` // a number; nobody is real
	Session int    `json:"session"`
	Ending  string `json:"ending"` // of the visit, or turned_away, no_show
	Steps   []Step `json:"steps"`
}

// Step is being somewhere from a minute of the day on.
type Step struct {
	Minute int   `json:"minute"`
	Place  Place `json:"place"`
}

// comes is the minute of the door; who does not come is last.
func (w *Walk) comes() int {
	if len(w.Steps) == 0 {
		return 48 * 60
	}
	return w.Steps[0].Minute
}

// At is where the walk is at a minute of the day: Gone before and after.
func (w *Walk) At(minute int) Place {
	at := Gone
	for _, s := range w.Steps {
		if s.Minute > minute {
			break
		}
		at = s.Place
	}
	return at
}
