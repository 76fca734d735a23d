package page

import (
	"strconv"

	"steady/internal/web/nhs"
)

// Chart is a history of doses as bars, drawn by the server with its title, a
// description and the table behind it.
type Chart struct {
	ID    string // unique on the page
	Title string
	Desc  string // what a reader sees in it, in a sentence or two
	Unit  string // "mg"
	Bars  []Bar
	Line  int    // a limit drawn across; 0 none
	Says  string // what the line is, "prescribed 180 mg"
	Small bool   // the inbox's
}

// Bar is one dose. Kind is full, part or none; a part is hatched, none is a
// cross, so that colour is never the only sign.
type Bar struct {
	Label string // "Mon 2 Nov, 09:10"
	Short string // "2" under the bar; may be empty
	Value int    // whole units
	Text  string // "180 mg"
	Kind  string
	Note  string
}

const (
	chartWidth  = 640
	chartTop    = 16
	chartFoot   = 150 // where the bars stand
	chartHeight = 180
	chartLeft   = 48
)

func (c Chart) top() int {
	most := c.Line
	for _, b := range c.Bars {
		most = max(most, b.Value)
	}
	step := 10
	for most > step*5 {
		step *= 2
	}
	return max(step, (most+step-1)/step*step)
}

// ticks are the values written at the side of the chart.
func (c Chart) ticks() []int { return []int{0, c.top() / 2, c.top()} }

func (c Chart) y(value int) int { return chartFoot - value*(chartFoot-chartTop)/c.top() }

func (c Chart) pitch() int {
	if len(c.Bars) == 0 {
		return 1
	}
	return min(40, max(4, (chartWidth-chartLeft-8)/len(c.Bars)))
}

func (c Chart) x(i int) int { return chartLeft + 4 + i*c.pitch() }

func (c Chart) barWidth() int { return max(3, c.pitch()*7/10) }

// mark says which bars get a word under them: about twelve.
func (c Chart) mark(i int) bool { return len(c.Bars) <= 12 || i%((len(c.Bars)+11)/12) == 0 }

func num(n int) string { return strconv.Itoa(n) }

func chartTable(c Chart) nhs.Table {
	t := nhs.Table{Caption: c.Title, CaptionSize: "s", Compact: true, Responsive: true, FirstIsHead: true,
		Head: []nhs.Cell{{Text: "When"}, {Text: "Given", Numeric: true}, {Text: "Note"}}}
	for _, b := range c.Bars {
		t.Rows = append(t.Rows, []nhs.Cell{{Text: b.Label}, {Text: b.Text, Numeric: true}, {Text: or(b.Note, "None")}})
	}
	return t
}
