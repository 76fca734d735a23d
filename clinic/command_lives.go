package clinic

import (
	"steady/moment"
	"steady/person"
)

// What a life asks of a timetable: fixed times, the way here, wishes, and who is
// better not here together. The log holds minutes and codes; words are in the
// cabinet. None of it changes a dose.
type (
	// EnterLife writes one part of a person's life down: exactly one of Busy,
	// Journey and Wish. It holds from From to Until, both included; Until 0 is
	// until it is ended.
	EnterLife struct {
		Person  person.UserID `json:"person"`
		Part    string        `json:"part"` // id of the part, new for this person
		From    moment.Day    `json:"from"`
		Until   moment.Day    `json:"until,omitempty"`
		Busy    *BusyTime     `json:"busy,omitempty"`
		Journey *Journey      `json:"journey,omitempty"`
		Wish    *Wish         `json:"wish,omitempty"`
		Words   *Text         `json:"words,omitempty"` // never of a quiet time
	}
	// EndLife ends a part: Last is the last day on which it holds. A part that
	// has not begun, or that ends before it began, is taken back whole.
	EndLife struct {
		Person person.UserID `json:"person"`
		Part   string        `json:"part"`
		Last   moment.Day    `json:"last"`
	}
	// KeepPair says that two people are better not in the building at the same
	// time, or would like to come together. Staff alone write it; neither of the
	// two is shown it.
	KeepPair struct {
		Pair   string        `json:"pair"` // id
		Kind   PairKind      `json:"kind"`
		A      person.UserID `json:"a"`
		B      person.UserID `json:"b"`
		Within int           `json:"within,omitempty"` // minutes, of PairTogether
		From   moment.Day    `json:"from"`
		Until  moment.Day    `json:"until,omitempty"`
		Reason *Text         `json:"reason,omitempty"`
	}
	// EndPair ends a pair: Last is the last day on which it holds.
	EndPair struct {
		Pair string     `json:"pair"`
		Last moment.Day `json:"last"`
	}
)

// SetTimes gives a person other regular times from a day on, as agreed with
// them. Another number of visits on a day is the prescriber's.
type SetTimes struct {
	Person person.UserID `json:"person"`
	From   moment.Day    `json:"from"`
	Times  WeekTimes     `json:"times"`
	Reason *Text         `json:"reason,omitempty"`
}

// BusyTime is a stretch of the day, on some days of the week, in which the
// person cannot come.
type BusyTime struct {
	Days []int    `json:"days"` // 0 is Monday, in order, each once
	From int      `json:"from"` // minutes after midnight of the site
	To   int      `json:"to"`
	Kind BusyKind `json:"kind"`
}

// BusyKind is why a time is taken.
type BusyKind string

// BusyKinds lists the kinds with the words of the screens.
var BusyKinds = []Coded[BusyKind]{{"work", "Work"}, {"training", "Training or a course"}, {"children", "Children"},
	{"care", "Looking after somebody"}, {"probation", "Probation or court"}, {"pharmacy", "Pharmacy"},
	{"health", "Another appointment for health"}, {"other", "Something else"}, {Quiet, "Quiet: nobody else sees why"}}

// Quiet is a time that is taken and says no more: no reason is kept, so none
// can be shown.
const Quiet BusyKind = "quiet"

// Journey is the way from where the person is to the service.
type Journey struct {
	Minutes int  `json:"minutes"` // one way
	Bus     *Bus `json:"bus,omitempty"`
}

// Bus runs every Period minutes: it is at the service's stop whenever the
// minute of the day leaves Here over, and goes home from there at Home.
type Bus struct {
	Period int `json:"period"`
	Here   int `json:"here"` // 0 to Period-1
	Home   int `json:"home"`
}

// Wish is when a person would like to come and what that is worth to them.
type Wish struct {
	// Windows is one for each session of the day; the zero window is no wish.
	Windows []Window `json:"windows"`
	// Weight is what one minute outside a window costs, in minutes of life.
	Weight int `json:"weight"`
	// Usual is what one minute away from the usual time costs; 0 is nothing.
	Usual int `json:"usual,omitempty"`
	// Block is the shortest stretch of free time that is of use, in minutes.
	Block int `json:"block,omitempty"`
}

// Window is a stretch of a day in minutes after midnight of the site.
type Window struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// PairKind is what two people are to each other at the door.
type PairKind string

// The kinds of pairs.
const (
	PairApart    PairKind = "apart"    // never in the building at the same time
	PairTogether PairKind = "together" // they would like to come within some minutes of each other
)

// CommandKind names the command in the who-may table.
func (EnterLife) CommandKind() string { return "enter_life" }
func (EndLife) CommandKind() string   { return "end_life" }
func (KeepPair) CommandKind() string  { return "keep_pair" }
func (EndPair) CommandKind() string   { return "end_pair" }
func (SetTimes) CommandKind() string  { return "set_times" }

// Whose is the person whose life it is.
func (b EnterLife) Whose(*State) person.UserID { return b.Person }

// Whose is the person whose life it is.
func (b EndLife) Whose(*State) person.UserID { return b.Person }

// SetPlanning says how a service weighs what a plan cannot have at once. None of
// it has a default.
type SetPlanning struct {
	// Fair is how many minutes of everybody's week the most that one person
	// carries beyond their own best week is worth; 0 is that it does not count.
	Fair int `json:"fair"`
	// Drift is the minutes by which a time may differ from the usual one before
	// it counts.
	Drift int `json:"drift"`
	// Habit is that everybody gets one time a dose for the whole week, chosen with
	// the plan; else each day is planned for itself, near the usual time of whoever
	// said that it matters to them.
	Habit bool `json:"habit,omitempty"`
}

// KeepTimes says that a person's regular times stay as they are: no plan moves
// them. Keep false is that they may be asked again.
type KeepTimes struct {
	Person person.UserID `json:"person"`
	Keep   bool          `json:"keep"`
}

// CommandKind names the command in the who-may table.
func (SetPlanning) CommandKind() string { return "set_planning" }
func (KeepTimes) CommandKind() string   { return "keep_times" }

// Whose is the person whose times they are.
func (b KeepTimes) Whose(*State) person.UserID { return b.Person }
