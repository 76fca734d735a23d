package page

import (
	"fmt"
	"strconv"
	"strings"

	"steady/internal/web/nhs"
)

// Line is one person's life along one scale of time: what happened as flags, and
// the three strands beneath it. It holds no sum of them.
type Line struct {
	From, To string // the first and the last day
	Spans    []LineSpan
	Ticks    []LineTick
	Flags    LineRow // what happened; its points are flags
	Strands  []LineStrand
	Reader   LineWords
}

// LineWords are the words around a line, for staff or for the person.
type LineWords struct {
	Key, KeyTitle, Table, When, What, NotYet, LeftOut, Happened, Nothing string
}

// LineSpan is a stretch of time to look at.
type LineSpan struct {
	Link
	Now bool
}

// LineTick is a day with a name on the scale.
type LineTick struct {
	At   LineX
	Text string
}

// LineX is a place on the scale of time, in hundredths of a per cent of the
// width.
type LineX int

func (x LineX) pct() string { return strconv.FormatFloat(float64(x)/100, 'f', 2, 64) + "%" }

// LineStrand is one strand with its rows. NotYet are those of which nothing is
// known yet.
type LineStrand struct {
	ID, Title string
	Fold      string    // what opens all of its rows
	Leads     []LineRow // the few that stand for nothing but themselves on the first screen
	Rows      []LineRow
	NotYet    []string
	LeftOut   []string // asked, and never answered
}

// LineRow is one series of a strand.
type LineRow struct {
	ID    string // unique on the page
	Title string
	Desc  string // what can be seen in it, in a sentence
	Note  string // what the figure is, and who says so
	Says  string // what lies between the first and the last, in words
	Low   string // the foot of the scale in words, and its top
	High  string
	Brief string // its first and last value in a few words
	// Lead is a row of the first screen: low, without links, drawn again beneath.
	Lead bool
	// Flat is a row without a scale: flags, or what held for how long.
	Flat   bool
	Points []LinePoint
	Joins  []LineJoin
	Bands  []LineBand
}

// LinePoint is one thing that was said or happened; its link opens it. Kind is
// known, unknown, treatment, life or word, each with a shape of its own.
type LinePoint struct {
	X    LineX
	Y    int // from 0, the foot, to 1000, the top
	Kind string
	When string
	Text string
	URL  string // "" where there is nothing to open
}

// LineJoin joins two points.
type LineJoin struct {
	X1, X2 LineX
	Y1, Y2 int
}

// LineBand is something that held from one day to another.
type LineBand struct {
	X1, X2 LineX
	Text   string
	When   string
	URL    string
	Pale   bool // every second one, so that neighbours are told apart
}

const (
	lineTop  = 14
	lineFoot = 66
	lineTall = 80
	flatTall = 48
	leadLess = 22 // a lead is that much lower
)

// at is where a value stands, from 0, the foot, to 1000, the top.
func (r LineRow) at(y int) int {
	foot := lineFoot
	if r.Lead {
		foot -= leadLess
	}
	return foot - y*(foot-lineTop)/1000
}

func (r LineRow) lineY(y int) string { return num(r.at(y)) }

func (r LineRow) tall() int {
	switch {
	case r.Flat:
		return flatTall
	case r.Lead:
		return lineTall - leadLess
	}
	return lineTall
}

// whole is the height with the names of the days beneath.
func (r LineRow) whole() string {
	if r.Lead {
		return num(r.tall() + 4)
	}
	return num(r.tall() + 22)
}

// y is where a point stands; on a flat row all stand in the middle.
func (r LineRow) y(p LinePoint) int {
	if r.Flat {
		return flatTall / 2
	}
	return r.at(p.Y)
}

// dense reports whether the points are too close for a finger: then only the
// marks themselves are pressed, and the table beneath has the same links.
func (r LineRow) dense() bool {
	for i := 1; i < len(r.Points); i++ {
		if r.Points[i].X-r.Points[i-1].X < 800 {
			return true
		}
	}
	return false
}

// role is what a picture is: one with links is a group of them.
func (r LineRow) role() string {
	if r.Lead {
		return "img"
	}
	return "group"
}

func (p LinePoint) label() string { return p.When + ": " + p.Text }

func (b LineBand) wide() string { return LineX(max(b.X2-b.X1, 40)).pct() }

// roomy reports whether words fit into a band; those that do not are read in the
// table, and by pointing at it.
func (b LineBand) roomy() bool { return int(b.X2-b.X1) > 150*len([]rune(b.Text)) }

func lineTable(r LineRow, w LineWords) nhs.Table {
	t := nhs.Table{Caption: r.Title, CaptionSize: "s", Compact: true, Responsive: true, FirstIsHead: true,
		Head: []nhs.Cell{{Text: w.When}, {Text: w.What}}}
	for _, p := range r.Points {
		t.Rows = append(t.Rows, []nhs.Cell{{Text: p.When}, {Text: p.Text, URL: p.URL}})
	}
	for _, b := range r.Bands {
		t.Rows = append(t.Rows, []nhs.Cell{{Text: b.When}, {Text: b.Text, URL: b.URL}})
	}
	return t
}

// shape draws a mark around a place: a dot, an empty ring, a square, a flag, a
// speech bubble. Colour is never the only difference.
func (p LinePoint) shape() string {
	switch p.Kind {
	case "treatment":
		return "M-7 -7H7V7H-7Z"
	case "life":
		return "M-5 10V-10L9 -5L-5 0"
	case "word":
		return "M-8 -7H8V5H0L-5 10V5H-8Z"
	}
	return ""
}

func inALine(list []string) string { return strings.Join(list, ", ") + "." }

func (s LineStrand) lead() string { return fmt.Sprintf("%s-strand", s.ID) }

// Recovery is one person's life for staff: who they are by their own words
// first, then the line.
type Recovery struct {
	Name    string
	Own     StaffOwn
	Reasons OwnWords
	Review  *Link
	Line    Line
}

// OwnStrands is the same for the person: their words first, then the three
// strands.
type OwnStrands struct {
	Better OwnSaid
	Goals  []string
	Line   Line
}

// LineEntry is what was asked and answered at one point.
type LineEntry struct {
	Title, When, By string
	Lead            string // what was asked, where its words may be shown
	Rows            []Row
	Words           string // of the person
	Note            string // where the figures come from
}
