package clinic

import "steady/moment"

// Access: when a site is open, in which style, and what it can hold. Every
// figure is a setting of the service; none has a default.
type (
	// SetAccess says how people come from a day on, until the next one. Days
	// before it stay under what was in force then.
	SetAccess struct {
		From moment.Day `json:"from"`
		Access
	}
	// SetExceptionalDays gives days other hours than their weekday has, or none:
	// the service is closed. Promised times that no longer lie in the hours stand
	// in the way until Release says that they are cancelled.
	SetExceptionalDays struct {
		Days    []moment.Day   `json:"days"`
		Windows []AccessWindow `json:"windows,omitempty"` // none: closed
		Why     Text           `json:"why"`
		Release bool           `json:"release,omitempty"`
	}
	// EndExceptionalDay gives a day the hours of its weekday again.
	EndExceptionalDay struct {
		Day moment.Day `json:"day"`
	}
)

// Access is the week of a site and the figures that booking counts with. A
// figure of 0 is not set: then Steady promises no time by itself.
type Access struct {
	Week    []WeekWindow `json:"week"`           // by weekday, in order of time
	Slot    int          `json:"slot,omitempty"` // minutes from one start to the next
	Booth   int          `json:"booth_min,omitempty"`
	Watch   int          `json:"obs_min,omitempty"`       // minutes of observation after the booth
	PerPair int          `json:"prep_per_pair,omitempty"` // doses that two registered staff prepare in one slot
	Hold    int          `json:"hold_min,omitempty"`      // minutes that a held time waits for an answer
	Offer   int          `json:"offer_min,omitempty"`     // minutes that a time offered from the waiting list is kept
	Grace   int          `json:"grace_min,omitempty"`     // minutes after the promised time that are not late
	// Supervision is what watching over people asks of staff; nil is not counted.
	Supervision *Supervision `json:"supervision,omitempty"`
}

// Stay is the minutes of one visit from its start; 0 is not known.
func (a *Access) Stay() int {
	if a.Booth == 0 || a.Watch == 0 {
		return 0
	}
	return a.Booth + a.Watch
}

// Supervision is the load of one person in a booth, of one in observation, of
// one start in its slot, and what one member of staff can carry.
type Supervision struct {
	Booth   int `json:"booth"`
	Watch   int `json:"obs"`
	Prepare int `json:"prep"`
	Carries int `json:"staff"`
}

// WeekWindow is a window of one weekday, 0 being Monday.
type WeekWindow struct {
	Weekday int `json:"weekday"`
	AccessWindow
}

// AccessWindow is a stretch of a day in one style. It belongs to a session of
// the premises, which says which dose of the day is given in it.
type AccessWindow struct {
	Session int         `json:"session"`
	From    int         `json:"from"` // minutes after midnight of the site
	To      int         `json:"to"`   // everybody has left by then
	Style   AccessStyle `json:"style"`
	Every   int         `json:"every,omitempty"` // minutes from one group to the next
	Group   int         `json:"group,omitempty"` // most people in one group
	Booths  int         `json:"booths,omitempty"`
	Places  int         `json:"places,omitempty"`     // in observation
	Nurses  int         `json:"registered,omitempty"` // registered staff, where no rota is kept
	Support int         `json:"support,omitempty"`    // other staff
}

// AccessStyle is how people come in a window.
type AccessStyle string

// The styles.
const (
	AccessBooked AccessStyle = "booked" // everybody has a time of their own
	AccessGroup  AccessStyle = "group"  // several people come together
	AccessOpen   AccessStyle = "open"   // people come when they like; nobody is promised a time
)

// AccessStyles lists the styles with the words of the screens.
var AccessStyles = []Coded[AccessStyle]{{AccessBooked, "Booked times"}, {AccessGroup, "Groups"},
	{AccessOpen, "Open: come when you like"}}

// CommandKind names the command in the who-may table.
func (SetAccess) CommandKind() string          { return "set_access" }
func (SetExceptionalDays) CommandKind() string { return "set_exceptional_days" }
func (EndExceptionalDay) CommandKind() string  { return "end_exceptional_day" }
