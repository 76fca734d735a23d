package page

import (
	"fmt"

	"steady/internal/web/nhs"
)

// Burden is the hours that treatment takes of the people of a service.
type Burden struct {
	Counted string   // which weeks, how many people and visits, and what is not told
	Lacks   []string // what has to be set or told first
	Heavier []HeavierWeek
	Quiet   string // why the list of heavier weeks is empty
	Charts  []WeekChart
	Lie     *nhs.Table // how people's middle weeks lie
	LieSays string
	People  []PersonHours // of everybody, for who may see records
	Rule    *SmallForm    // for who may set what a heavier week is
}

// PersonHours is one person of the list, with their figures spelled.
type PersonHours struct {
	Name, URL string
	Facts     []string
	Note      string
}

// HeavierWeek is one person whose last week took more than those before.
type HeavierWeek struct{ Name, URL, Text, Key string }

// BurdenPerson is the same of one person.
type BurdenPerson struct {
	Who   string
	Says  []string // sentences, the most telling first
	Chart *WeekChart
	Facts []Row
	Key   *SmallForm
}

// WeekChart is weeks as columns: a bar from Low to High with a line at Mid, and
// a diamond at Planned. All are minutes.
type WeekChart struct {
	ID, Title, Desc string
	Legend          string
	Weeks           []WeekColumn
	Head            []string // of the table behind it, after the week
}

// WeekColumn is one week. A hidden one has no bar; a hatched bar holds only a
// part of what the others hold.
type WeekColumn struct {
	Label, Short   string
	Low, Mid, High int
	Planned        int // 0 is not known
	Hidden, Part   bool
	Cells          []string
}

// The chart is narrow, so that its words stay readable on a phone.
const (
	weekWidth  = 400
	weekTop    = 14
	weekFoot   = 190
	weekHeight = 220
	weekLeft   = 44
)

// hourSteps are the steps of the scale, in hours.
var hourSteps = []int{1, 2, 5, 10, 20, 50}

// scale is the step between the lines in hours, and how many there are.
func (c WeekChart) scale() (step, lines int) {
	most := 60
	for _, w := range c.Weeks {
		most = max(most, w.High, w.Planned)
	}
	for _, step = range hourSteps {
		if most <= step*60*4 {
			break
		}
	}
	return step, (most + step*60 - 1) / (step * 60)
}

func (c WeekChart) ticks() (out []int) {
	step, lines := c.scale()
	for i := range lines + 1 {
		out = append(out, i*step)
	}
	return out
}

func (c WeekChart) y(minutes int) int {
	step, lines := c.scale()
	return weekFoot - minutes*(weekFoot-weekTop)/(step*lines*60)
}

func (c WeekChart) pitch() int { return (weekWidth - weekLeft - 4) / max(len(c.Weeks), 6) }

func (c WeekChart) x(i int) int { return weekLeft + 4 + i*c.pitch() }

func (c WeekChart) width() int { return c.pitch() * 6 / 10 }

// mark says which weeks get a word under them: about four.
func (c WeekChart) mark(i int) bool { return i%((len(c.Weeks)+3)/4) == 0 }

func (c WeekChart) diamond(i int, w WeekColumn) string {
	return fmt.Sprintf("M%d %dl5 5l-5 5l-5 -5z", c.x(i)+c.width()/2, c.y(w.Planned)-5)
}

func weekTable(c WeekChart) nhs.Table {
	t := nhs.Table{Caption: c.Title, CaptionSize: "s", Compact: true, Responsive: true, FirstIsHead: true,
		Head: []nhs.Cell{{Text: "Week"}}}
	for _, h := range c.Head {
		t.Head = append(t.Head, nhs.Cell{Text: h, Numeric: true})
	}
	for _, w := range c.Weeks {
		row := []nhs.Cell{{Text: w.Label}}
		for _, cell := range w.Cells {
			row = append(row, nhs.Cell{Text: cell, Numeric: true})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
