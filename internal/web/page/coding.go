package page

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"steady/internal/web/nhs"
)

// Desk is where a transcript is coded.
type Desk struct {
	Study  Study // its head: heading, ways, what must not be forgotten
	Notes  []string
	Text   DeskText
	Tools  DeskTools
	Legend []DeskMark // codes in what is shown
	Keys   []Row      // what the keys do
	Events string     // the live line of this text
	Jump   DeskJump
	Round  []SmallForm // blind coding of this text: begin it, be done
	Player *Player     // of the recording; nil is none
}

// DeskText is the part of a text that is shown, and how to read on.
type DeskText struct {
	Blocks  []DeskBlock
	Place   string // "1 to 40 of 1,203"
	Earlier string // address; empty at the beginning
	Later   string // address; empty at the end
}

// DeskBlock is a piece of the text with what is coded in it.
type DeskBlock struct {
	No        string // from 1
	Start     string // code points
	Who       string // who begins to speak here
	Time      Moment // of the recording
	Parts     []DeskPart
	Sentences string // where each begins in the block, in UTF-16 units
	Stripes   []DeskStripe
	Lanes     int
	Marks     []DeskMark
	URL       string // where sentences of it are chosen without a script
}

// DeskPart is a stretch of words over which the same codings lie.
type DeskPart struct {
	Words   string
	Deep    int    // how many
	Letters string // of the codes that begin here
	Whose   string // of two coders that are compared: a, b or both
}

// DeskStripe is one coding beside the words, in thousandths of the block.
type DeskStripe struct {
	Lane, From, To int
	Style          int
	Title          string
}

// DeskMark is a coding as it stands in the list below a block, or a code in the
// legend.
type DeskMark struct {
	Letters string
	Style   int
	Code    string
	Coder   string // who gave it
	Words   string // what it lies on, shortened
	From    string // "begins above", "goes on below"
	URL     string
}

// DeskTools is the panel with which the chosen words are coded. It is drawn again
// after every press.
type DeskTools struct {
	Form     Form
	Version  string
	Code     Field
	Codes    []string // names to choose from, with those above them
	From, To []Choice // sentences, where they are chosen without a script
	Words    Field    // only these words of them
	Says     string   // what was done last
	Problem  *Problem
	New      string // a name that is no code yet: offered as a new one
	Undo     *Form
	UndoSays string
	Redo     *Form
	RedoSays string
	Last     string // code that was used last
}

// DeskJump is how to go to a place of the text.
type DeskJump struct {
	Action, First string
	Blocks        string
}

// styles is the number of ways in which a code is drawn: colour and dash.
const styles = 8

func markClass(style int) string { return "mk mk-" + strconv.Itoa(style%styles) }

// words prints the words of a block, and nothing else: the script counts the
// characters between its tags.
func (b DeskBlock) words() templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var out strings.Builder
		for _, p := range b.Parts {
			if p.Deep == 0 && p.Whose == "" {
				out.WriteString(shown(p.Words))
				continue
			}
			out.WriteString(`<mark class="cd cd-` + strconv.Itoa(min(p.Deep, 3)))
			if p.Whose != "" {
				out.WriteString(" by-" + p.Whose)
			}
			out.WriteByte('"')
			if p.Letters != "" {
				out.WriteString(` data-l="` + templ.EscapeString(p.Letters) + `"`)
			}
			out.WriteString(">" + shown(p.Words) + "</mark>")
		}
		_, err := io.WriteString(w, out.String())
		return err
	})
}

// shown is text as the browser keeps it, character by character: it leaves out a
// zero character and would count wrong after it.
func shown(words string) string {
	return templ.EscapeString(strings.ReplaceAll(words, "\x00", "\uFFFD"))
}

// around prints words with what stands before and after them, and no space that
// is not theirs.
func around(before, words, after string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<span class="around">`+templ.EscapeString(before)+`</span><mark class="cd cd-1">`+
			templ.EscapeString(words)+`</mark><span class="around">`+templ.EscapeString(after)+"</span>")
		return err
	})
}

const stripePitch = 8

func (b DeskBlock) stripeBox() string { return "0 0 " + num(max(1, b.Lanes)*stripePitch) + " 1000" }

func (s DeskStripe) x() string { return num(s.Lane*stripePitch + stripePitch/2) }

// Coding is one passage with its code, and what can be done with it.
type Coding struct {
	Study  Study
	Before string // words before it
	Words  string
	After  string
	Mark   DeskMark
}

// CodeTree is the tree of codes.
type CodeTree struct {
	Study Study
	Nodes []CodeNode
}

// CodeNode is one code of the tree; Depth is 1 for a root.
type CodeNode struct {
	Mark  DeskMark
	Depth int
	Note  string // "a folder", "4 people, 9 passages"
	Means string
}

func (n CodeNode) class() string { return "tree__code tree__code--" + num(min(n.Depth, 6)) }

// Hits are passages to choose from, each with a box.
type Hits struct {
	Study  Study
	Ask    SmallForm // what is looked for; sent as an address
	Found  string    // "12 places in 4 texts"
	Choose *HitForm
}

// HitForm is a form around places that can be left out.
type HitForm struct {
	Form   Form
	Code   Field
	Codes  []string
	Places []Hit
	Button string
}

// Hit is one place that was found.
type Hit struct {
	Value                string // of its box; empty: it has none
	Before, Words, After string
	Where                string
	URL                  string
	Marks                []DeskMark
}

// ThemeMapView is the map with the table behind it.
type ThemeMapView struct {
	Study Study
	Map   DrawnMap
}

// DrawnMap is a map as it is drawn, in whole units.
type DrawnMap struct {
	W, H  int
	Desc  string
	Boxes []DrawnBox
	Lines []DrawnLine
}

// DrawnBox is one theme.
type DrawnBox struct {
	X, Y, W, H int
	Dash       bool // a candidate
	Lines      []DrawnText
}

// DrawnText is one line of words.
type DrawnText struct {
	X, Y int
	Text string
	Loud bool
}

// DrawnLine joins two themes.
type DrawnLine struct {
	X1, Y1, X2, Y2 int
	Text           string
	TX, TY         int
}

func (m DrawnMap) box() string { return "0 0 " + num(m.W) + " " + num(m.H) }

// Grid is a table whose cells are links: the framework matrix, codes that meet.
type Grid struct {
	Study   Study
	Caption string
	Corner  string
	Head    []GridHead
	Rows    []GridRow
	None    string
}

// GridHead names a column or a row.
type GridHead struct{ Text, URL string }

// GridRow is one row.
type GridRow struct {
	Head  GridHead
	Cells []GridCell
}

// GridCell is one cell; Says is a summary in the analyst's words.
type GridCell struct {
	Count string
	Says  string
	URL   string
	Label string // read aloud with the link
}

// Curve is a line with a band, drawn with the table behind it.
type Curve struct {
	Title, Desc string
	Points      []CurvePoint
	Top         int
}

// CurvePoint is one value with its band; Lo and Hi are equal to -1 where there is
// none.
type CurvePoint struct {
	Label       string
	Value       int
	Lo, Mid, Hi int
	New         int
}

// Saturation is the page that counts when codes were new.
type Saturation struct {
	Study Study
	Ask   SmallForm
	Curve *Curve
}

// Agreement is the page on which coders are compared.
type Agreement struct {
	Study   Study
	Ask     *SmallForm // who, which codes, which units; sent as an address
	Tables  []StudyTable
	Explain []Row
	Differ  []Difference
	Place   Pages // which of the differences are drawn
	None    string
}

// Pages says which part of a long list is drawn; Earlier and Later lead to the
// others.
type Pages struct{ Says, Earlier, Later string }

// Difference is one stretch that some gave a code and others did not.
type Difference struct {
	ID                   string
	Before, Words, After string
	Mark                 DeskMark
	By, Not              string
	Where, URL           string
	Settled              string
	Form                 *SmallForm
}

func (c Curve) ticks() []int { return []int{0, c.Top / 2, c.Top} }

func (c Curve) y(value int) int { return chartFoot - value*(chartFoot-chartTop)/max(c.Top, 1) }

func (c Curve) x(i int) int {
	return chartLeft + 16 + i*(chartWidth-chartLeft-32)/max(1, len(c.Points)-1)
}

// every says which points get a number under them: about twelve.
func (c Curve) every() int { return max(1, (len(c.Points)+11)/12) }

func (c Curve) line() string {
	var b strings.Builder
	for i, p := range c.Points {
		b.WriteString(pen(i) + num(c.x(i)) + " " + num(c.y(p.Value)))
	}
	return b.String()
}

func pen(i int) string {
	if i == 0 {
		return "M"
	}
	return "L"
}

// band runs along the upper edge and back along the lower; empty where there is
// none.
func (c Curve) band() string {
	if len(c.Points) == 0 || c.Points[0].Lo < 0 {
		return ""
	}
	var b strings.Builder
	for i, p := range c.Points {
		b.WriteString(pen(i) + num(c.x(i)) + " " + num(c.y(p.Hi)))
	}
	for i := len(c.Points) - 1; i >= 0; i-- {
		b.WriteString("L" + num(c.x(i)) + " " + num(c.y(c.Points[i].Lo)))
	}
	return b.String() + "Z"
}

func curveTable(c Curve) nhs.Table {
	t := nhs.Table{Caption: c.Title, CaptionSize: "s", Compact: true, Responsive: true, FirstIsHead: true,
		Head: []nhs.Cell{{Text: "Interview"}, {Text: "New codes", Numeric: true}, {Text: "Codes so far", Numeric: true},
			{Text: "In other orders, middle 95 %", Numeric: true}}}
	for _, p := range c.Points {
		band := "not counted"
		if p.Lo >= 0 {
			band = num(p.Lo) + " to " + num(p.Hi)
		}
		t.Rows = append(t.Rows, []nhs.Cell{{Text: p.Label}, {Text: num(p.New), Numeric: true},
			{Text: num(p.Value), Numeric: true}, {Text: band, Numeric: true}})
	}
	return t
}

// Compare is one text as two coders coded it.
type Compare struct {
	Study          Study
	Ask            SmallForm
	A, B           string // their names
	Rows           []CompareRow
	Earlier, Later string
	None           string
}

// CompareRow is one block with the codings of either side.
type CompareRow struct {
	No, URL string
	Block   DeskBlock
	Side    [2][]DeskMark
}
