package recovery

import (
	"fmt"
	"strconv"

	"steady/measure"
)

// Smallest is the smallest number of people that is ever published (R-OUT-13,
// R-CNF-18).
const Smallest = 5

// Group is how many people are in one of several groups that share no member.
type Group struct {
	Name  string
	Count int
}

// Published is a group as it may be shown; Count is nil where it is hidden.
type Published struct {
	Name  string
	Count *int
}

// Suppress returns what may be shown of groups that together are everybody, so
// that no small number can be got back by subtracting from the total, not even
// by somebody who knows these rules and which groups are small. Groups of fewer
// than 5 people are hidden, nobody included, and with them the smallest groups
// of 5 or more (all of the same size together), until the hidden people leave
// open all from 0 to 4, and are no more than one above the smallest group still
// shown.
// Where that cannot be, the total is hidden as well (nil). It protects one
// table: two tables of the same people, or of two days, need their own care.
func Suppress(groups []Group) (shown []Published, total *int) {
	hidden := make([]bool, len(groups))
	sum, all, small, larger := 0, 0, 0, 0
	for n, g := range groups {
		all += g.Count
		if g.Count < Smallest {
			hidden[n], sum, small = true, sum+g.Count, small+1
		}
	}
	for small > 0 {
		least, left := 0, false // the smallest group still shown
		for n, g := range groups {
			if !hidden[n] && (!left || g.Count < least) {
				least, left = g.Count, true
			}
		}
		if !left || larger > 0 && sum >= larger*Smallest+Smallest-1 && sum <= least+1 {
			break
		}
		for n, g := range groups {
			if !hidden[n] && g.Count == least {
				hidden[n], sum, larger = true, sum+least, larger+1
			}
		}
	}
	for n, g := range groups {
		p := Published{Name: g.Name}
		if !hidden[n] {
			p.Count = &g.Count
		}
		shown = append(shown, p)
	}
	if small == 0 || larger > 0 && sum >= larger*Smallest+Smallest-1 {
		total = &all
	}
	return shown, total
}

// ParseGroups reads a table with the columns group and count.
func ParseGroups(b []byte) ([]Group, error) {
	rows, err := readTable(b, "group", "count")
	if err != nil {
		return nil, err
	}
	var out []Group
	seen := map[string]bool{}
	for _, r := range rows {
		name := r.cells["group"]
		m, err := measure.ParseMilli(r.cells["count"])
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: count: %w", r.at, err)
		case m < 0 || m%1000 != 0 || m > 1e12:
			return nil, &ImpossibleError{r.at, r.cells["count"] + " is not a number of people"}
		case name == "" || seen[name]:
			return nil, &ImpossibleError{r.at, "the group " + strconv.Quote(name) + " has no name or stands twice"}
		}
		seen[name] = true
		out = append(out, Group{name, int(m / 1000)})
	}
	if len(out) == 0 {
		return nil, &ImpossibleError{"the table", "holds no group"}
	}
	return out, nil
}
