package page

import (
	"math"
	"strconv"
	"strings"

	"steady/internal/web/nhs"
)

// RangeChart sets ranges side by side on one axis, one line for each policy or
// input: what lies where, and how sure it is. It is drawn 360 units wide, so
// that a phone of 320 pixels shows its words almost at their own size, and every
// figure in it stands in the table behind it. What a mark means is told by its
// form; grey paper loses nothing.
type RangeChart struct {
	ID    string // unique on the page
	Title string
	Desc  string // what a reader sees in it, in a sentence or two
	Unit  string // "hours a week"; written under the axis
	Rows  []RangeRow
	Kind  string // RangeInterval, RangeDifference, RangeSpread or RangeSwing
	// Line is drawn across at a value: zero of a difference, the base of a swing.
	Line     *float64
	LineSays string
	Less     string // what lies to the left, "less time"; may be empty
	More     string
	Table    nhs.Table
}

// The kinds of a RangeChart.
const (
	RangeInterval   = "interval"   // a mean with its interval
	RangeDifference = "difference" // a paired difference; hollow where the interval holds zero
	RangeSpread     = "spread"     // how people differ: ends, middle half, middle
	RangeSwing      = "swing"      // one input at its low and its high end
)

// RangeRow is one line of a RangeChart.
type RangeRow struct {
	Label string
	Says  string // the figures in words: "12.4 (11.9 to 12.9)"
	Lo    float64
	Mid   float64 // of a swing it is not used
	Hi    float64
	// From and To are the middle half of a spread.
	From, To float64
	Noise    bool // of a difference: inside what chance alone does
	None     bool // there is no figure; Says tells why
}

// Sizes of a range chart in units of its view box.
const (
	rangeWidth = 360
	rangeSide  = 26 // room for half a tick label at both ends
	rangeText  = 15 // size of its words
	rangeLine  = 19 // from one line of words to the next
	rangeMark  = 30 // height of a row's drawing
	rangeGap   = 10
)

// rangeAt is a laid out row: the lines of words and where its drawing stands.
type rangeAt struct {
	Row   RangeRow
	Label []string
	Says  []string
	Top   int
	Mark  int // middle of the drawing
}

// lay sets the rows under each other and answers the height they take.
func (c RangeChart) lay() (out []rangeAt, height int) {
	y := 4
	for _, r := range c.Rows {
		at := rangeAt{Row: r, Label: wrapText(r.Label, rangeText, rangeWidth-4), Top: y,
			Says: wrapText(r.Says, rangeText, rangeWidth-4)}
		y += rangeLine * (len(at.Label) + len(at.Says))
		if !r.None {
			at.Mark = y + rangeMark/2
			y += rangeMark
		}
		y += rangeGap
		out = append(out, at)
	}
	return out, y
}

// axis is a scale: values at even steps, and the whole it covers.
type axis struct {
	from, to, step float64
	digits         int
}

// extent is the least and the most value that is drawn.
func (c RangeChart) extent() (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, r := range c.Rows {
		if r.None {
			continue
		}
		for _, v := range []float64{r.Lo, r.Hi} {
			lo, hi = min(lo, v), max(hi, v)
		}
		if c.Kind != RangeSwing {
			lo, hi = min(lo, r.Mid), max(hi, r.Mid)
		}
	}
	if c.Line != nil {
		lo, hi = min(lo, *c.Line), max(hi, *c.Line)
	}
	if lo > hi || math.IsNaN(lo) || math.IsNaN(hi) || math.IsInf(lo, 0) || math.IsInf(hi, 0) {
		return 0, 1
	}
	return lo, hi
}

// axis chooses the finest steps of 1, 2 or 5 whose labels stand apart.
func (c RangeChart) axis() axis {
	lo, hi := c.extent()
	if hi-lo < 1e-9*math.Abs(hi) || hi == lo {
		room := math.Abs(hi) * 0.1
		if room == 0 {
			room = 1
		}
		lo, hi = lo-room, hi+room
	}
	var a axis
	first := math.Ceil(math.Log10(hi-lo)) - 1
	for e := first; e < first+9; e++ {
		for _, m := range []float64{0.1, 0.2, 0.5} {
			step := m * math.Pow(10, e)
			a = axis{from: math.Floor(lo/step+1e-9) * step, to: math.Ceil(hi/step-1e-9) * step, step: step,
				digits: max(0, int(1-e))}
			if a.apart() {
				return a
			}
		}
	}
	return a
}

// ticks are the values that are written.
func (a axis) ticks() (out []float64) {
	n := int(math.Round((a.to - a.from) / a.step))
	for i := range n + 1 {
		v := a.from + float64(i)*a.step
		if math.Abs(v) < a.step/1e6 {
			v = 0
		}
		out = append(out, v)
	}
	return out
}

func (a axis) label(v float64) string {
	return minus(strconv.FormatFloat(v, 'f', a.digits, 64))
}

// minus writes a true minus sign, which is as wide as a digit.
func minus(s string) string { return strings.ReplaceAll(s, "-", "\u2212") }

// apart says whether there are labels enough for a scale, and none touches
// another. Steps so wide that only the two ends are left always do.
func (a axis) apart() bool {
	t := a.ticks()
	if len(t) < 2 || len(t) > 9 {
		return false
	}
	last := math.Inf(-1)
	for _, v := range t {
		half := textWidth(a.label(v), rangeText) / 2
		if a.labelX(v)-half < last+8 {
			return false
		}
		last = a.labelX(v) + half
	}
	return true
}

// labelX is the middle of a label: under its value, or as near as the edge lets.
func (a axis) labelX(v float64) float64 {
	half := textWidth(a.label(v), rangeText) / 2
	return max(half, min(a.x(v), rangeWidth-half))
}

func (a axis) x(v float64) float64 {
	return rangeSide + (v-a.from)/(a.to-a.from)*(rangeWidth-2*rangeSide)
}

// pt writes a coordinate: tenths of a unit are finer than any screen.
func pt(v float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
}

// narrow are letters of about a quarter of an em, wide ones of about 0.85.
const narrow, wide = "iljtfrI.,:;'|!()[] -", "mwMW@%—"

// textWidth estimates what words take in Arial, a little more than they do.
func textWidth(s string, size float64) float64 {
	sum := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune(narrow, r):
			sum += 0.35
		case strings.ContainsRune(wide, r):
			sum += 0.92
		case r >= 'A' && r <= 'Z':
			sum += 0.74
		default:
			sum += 0.58
		}
	}
	return sum * size
}

// wrapText breaks words into lines that fit; a single word that does not is cut
// between letters.
func wrapText(s string, size, width float64) (out []string) {
	line := ""
	for _, word := range strings.Fields(s) {
		for textWidth(word, size) > width {
			r := []rune(word)
			n := len(r) - 1
			for n > 1 && textWidth(string(r[:n]), size) > width {
				n--
			}
			if line != "" {
				out = append(out, line)
				line = ""
			}
			out = append(out, string(r[:n]))
			word = string(r[n:])
		}
		switch {
		case line == "":
			line = word
		case textWidth(line+" "+word, size) <= width:
			line += " " + word
		default:
			out = append(out, line)
			line = word
		}
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}

// foot is what stands under the axis: the unit, and what lies on which side.
func (c RangeChart) foot() (out []string) {
	if c.Less != "" && c.More != "" {
		both := "\u2190 " + c.Less + " \u00b7 " + c.More + " \u2192"
		if textWidth(both, rangeText) <= rangeWidth-4 {
			out = append(out, both)
		} else {
			out = append(out, "\u2190 "+c.Less, c.More+" \u2192")
		}
	}
	return append(out, wrapText(c.Unit, rangeText, rangeWidth-4)...)
}

// height of the whole chart: rows, ticks and foot.
func (c RangeChart) height() int {
	_, h := c.lay()
	return h + 26 + rangeLine*len(c.foot())
}

// says is the key of the marks, in words.
func (c RangeChart) says() string {
	line := ""
	if c.Line != nil && c.LineSays != "" {
		line = " Dashed line: " + c.LineSays + "."
	}
	switch c.Kind {
	case RangeDifference:
		return "Dot: difference. Bar: 95 % interval. Hollow dot: chance alone could do this." + line
	case RangeSpread:
		return "Thin line: from the 10th to the 90th of 100 people. Box: the middle half. Upright line: the middle." + line
	case RangeSwing:
		return "Hatched end: the input at its low end. Filled end: at its high end." + line
	}
	return "Dot: mean. Bar: 95 % interval." + line
}
