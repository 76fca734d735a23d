package page

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"steady/internal/web/nhs"
)

// DayPlan is one simulated day on the plan of the clinic: rooms, and where
// everybody stands at one minute. People are numbers, because nobody in a
// simulation is anybody.
type DayPlan struct {
	ID     string
	Title  string
	Desc   string
	From   int // first minute of the day that is shown
	To     int // last
	At     int // the minute that is drawn
	Rooms  [][]DayRoom
	People []DayPerson
}

// DayRoom is a room of the plan. Seats is how many places it has; 0 is a room
// that takes whoever comes.
type DayRoom struct {
	Code  string
	Label string
	Seats int
}

// DayPerson is one simulated visit: where it was from minute to minute.
type DayPerson struct {
	Number int
	Stays  []DayStay
}

// DayStay is a stay in a room from a minute until another.
type DayStay struct {
	Room  string
	From  int
	Until int // not included
}

// Sizes of the plan in units of its view box.
const (
	dayWidth  = 360
	dayGap    = 6
	dayHead   = 24
	dayPitch  = 28
	dayRadius = 12
)

// dayRoom is a room with its place on the plan.
type dayRoom struct {
	DayRoom
	X, Y, W, H int
	Places     int // how many are drawn
	columns    int
	waits      bool // takes whoever comes: no places are drawn
}

// place is the middle of the place of a number.
func (r dayRoom) place(i int) (x, y int) {
	return r.X + dayPitch/2 + 4 + i%r.columns*dayPitch, r.Y + dayHead + dayPitch/2 + i/r.columns*dayPitch
}

// daySeat is a stay with the place it has.
type daySeat struct {
	DayStay
	Number, Seat int
}

// seats gives every stay the first place of its room that is free, so that
// nobody moves while they stay.
func (p DayPlan) seats() (out map[string][]daySeat, most map[string]int) {
	out, most = map[string][]daySeat{}, map[string]int{}
	var all []daySeat
	for _, x := range p.People {
		for _, s := range x.Stays {
			if s.Until > s.From {
				all = append(all, daySeat{DayStay: s, Number: x.Number})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b daySeat) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Number, b.Number))
	})
	until := map[string][]int{}
	for _, s := range all {
		free := until[s.Room]
		s.Seat = slices.IndexFunc(free, func(end int) bool { return end <= s.From })
		if s.Seat < 0 {
			s.Seat = len(free)
			until[s.Room] = append(free, 0)
		}
		until[s.Room][s.Seat] = s.Until
		most[s.Room] = max(most[s.Room], s.Seat+1)
		out[s.Room] = append(out[s.Room], s)
	}
	return out, most
}

// lay places the rooms, row under row, as high as their places ask.
func (p DayPlan) lay(most map[string]int) (out []dayRoom, height int) {
	y := dayGap
	for _, row := range p.Rooms {
		w := (dayWidth - dayGap*(len(row)+1)) / len(row)
		lines := 1
		var set []dayRoom
		for i, r := range row {
			at := dayRoom{DayRoom: r, X: dayGap + i*(w+dayGap), Y: y, W: w, Places: max(r.Seats, most[r.Code]),
				columns: (w - 8) / dayPitch, waits: r.Seats == 0}
			lines = max(lines, (at.Places+at.columns-1)/at.columns)
			set = append(set, at)
		}
		for i := range set {
			set[i].H = dayHead + lines*dayPitch + 4
		}
		out = append(out, set...)
		y += dayHead + lines*dayPitch + 4 + dayGap
	}
	return out, y
}

// dayTrack is where one person stands: at a minute, or from minute to minute
// for the script that lets the day run.
type dayTrack struct {
	Number int
	X, Y   int
	Here   bool
	Track  string // "510,20,66;525,48,66;531" ; a minute alone is gone
}

// tracks follows everybody through the places.
func (p DayPlan) tracks() []dayTrack {
	seats, most := p.seats()
	rooms, _ := p.lay(most)
	byRoom := map[string]dayRoom{}
	for _, r := range rooms {
		byRoom[r.Code] = r
	}
	mine := map[int][]daySeat{}
	for _, list := range seats {
		for _, s := range list {
			mine[s.Number] = append(mine[s.Number], s)
		}
	}
	var out []dayTrack
	for _, x := range p.People {
		stays := mine[x.Number]
		slices.SortFunc(stays, func(a, b daySeat) int { return cmp.Compare(a.From, b.From) })
		t := dayTrack{Number: x.Number}
		var steps []string
		for i, s := range stays {
			px, py := byRoom[s.Room].place(s.Seat)
			steps = append(steps, fmt.Sprintf("%d,%d,%d", s.From, px, py))
			if i+1 == len(stays) || stays[i+1].From > s.Until {
				steps = append(steps, strconv.Itoa(s.Until))
			}
			if s.From <= p.At && p.At < s.Until {
				t.X, t.Y, t.Here = px, py, true
			}
		}
		t.Track = strings.Join(steps, ";")
		out = append(out, t)
	}
	return out
}

// Now lists who is where at the minute that is drawn, room by room.
func (p DayPlan) Now() nhs.Table {
	t := nhs.Table{Caption: "Where everybody is at " + clockOf(p.At), CaptionSize: "s", Compact: true, FirstIsHead: true,
		Head: []nhs.Cell{{Text: "Room"}, {Text: "People", Numeric: true}, {Text: "Who"}}}
	for _, row := range p.Rooms {
		for _, r := range row {
			var who []string
			for _, x := range p.People {
				for _, s := range x.Stays {
					if s.Room == r.Code && s.From <= p.At && p.At < s.Until {
						who = append(who, strconv.Itoa(x.Number))
					}
				}
			}
			t.Rows = append(t.Rows, []nhs.Cell{{Text: r.Label}, {Text: num(len(who)), Numeric: true},
				{Text: or(strings.Join(who, ", "), "Nobody")}})
		}
	}
	return t
}

// clockOf writes a minute of the day.
func clockOf(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// label is the room's name as the plan has room for it.
func (r dayRoom) label() string {
	lines := wrapText(r.Label, rangeText, float64(r.W-8))
	if len(lines) == 0 {
		return ""
	}
	return lines[0]
}

// hidden are the fields that keep the day while the minute is changed.
func (v LabDay) hidden() (out []Pair) {
	for name, list := range map[string][]Choice{"policy": v.Policies, "day": v.Days, "site": v.Sites} {
		for _, c := range list {
			if c.Chosen {
				out = append(out, Pair{Name: name, Value: c.Value})
			}
		}
	}
	slices.SortFunc(out, func(a, b Pair) int { return cmp.Compare(a.Name, b.Name) })
	return out
}
