package compare

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Warning says what a reader must know before the figures are used.
type Warning struct {
	Code  string `json:"code"`
	About string `json:"about,omitempty"` // a policy, a measure or a parameter
	Text  string `json:"text"`
}

// Number writes a figure with three digits that count, and never more than the
// interval beside it can carry.
func Number(x float64) string {
	switch a := math.Abs(x); {
	case a == 0:
		return "0"
	case a >= 100:
		return thousands(strconv.FormatFloat(x, 'f', 0, 64))
	case a >= 10:
		return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
	case a >= 1:
		return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0"), ".")
	}
	digits := 1 - int(math.Floor(math.Log10(math.Abs(x)))) // two that count
	if digits > 12 {
		return "0" // what is left of adding and taking away again
	}
	return strings.TrimRight(strconv.FormatFloat(x, 'f', digits, 64), "0")
}

// thousands sets a comma between groups of three digits.
func thousands(digits string) string {
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// String writes a mean and its interval: "12.3 (11.9 to 12.7)".
func (e Estimate) String() string {
	if !e.Known() {
		return "not known"
	}
	if e.Lo == e.Hi {
		return Number(e.Mean) // the same in every replication
	}
	return fmt.Sprintf("%s (%s to %s)", Number(e.Mean), Number(e.Lo), Number(e.Hi))
}

func (f *Flip) say(p Parameter) {
	if !f.Turns {
		f.Text = fmt.Sprintf("%s: nothing within %s to %s %s turns the order of the two; looked at %d values", p.Name,
			Number(p.Lo), Number(p.Hi), p.Unit, f.Looked)
		return
	}
	f.Text = fmt.Sprintf("%s: the order turns between %s and %s %s (its value is %s)", p.Name,
		Number(math.Min(f.From, f.To)), Number(math.Max(f.From, f.To)), p.Unit, Number(p.Value))
	if f.NoiseFrom < math.Min(f.From, f.To) || f.NoiseTo > math.Max(f.From, f.To) {
		f.Text += fmt.Sprintf("; from %s to %s the two cannot be told apart", Number(f.NoiseFrom), Number(f.NoiseTo))
	}
}

// warn says what of the figures must not be taken for more than it is.
func (c *Comparison) warn() {
	add := func(code, about, format string, args ...any) {
		c.Warnings = append(c.Warnings, Warning{code, about, fmt.Sprintf(format, args...)})
	}
	for _, p := range c.Enough {
		if !p.Met {
			m, _ := c.Study.Measure(p.Measure)
			add("too-few-replications", p.Measure, "%s, %s: the interval of the difference is %s %s either way and %s was to "+
				"be reached; about %d replications would do it", c.policyName(p.Policy), m.Name, Number(p.Half), m.Unit,
				Number(p.Enough), p.Needs)
		}
	}
	for _, d := range c.Differences {
		m, _ := c.Study.Measure(d.Measure)
		switch d.Verdict {
		case Noise:
			add("inside-noise", d.Measure, "%s, %s: the difference %s %s from %s holds 0: it cannot be told from none",
				c.policyName(d.Policy), m.Name, d.Estimate, m.Unit, c.policyName(d.Against))
		case Alone:
			add("one-of-many", d.Measure, "%s, %s: the difference %s %s lies outside noise by itself, but not among %d "+
				"comparisons: with so many, some do by chance", c.policyName(d.Policy), m.Name, d.Estimate, m.Unit,
				c.Many.Comparisons)
		case Unequal:
			e, _ := c.Study.Measure(m.Exposure)
			add("unequal-exposure", d.Measure, "%s, %s: the counts are not compared, because the two policies watched "+
				"unequal amounts of %q: compare rates", c.policyName(d.Policy), m.Name, e.Name)
		}
	}
	for _, p := range c.Study.Parameters {
		if p.Confidence == "low" || p.Confidence == "assumption" {
			add("weak-input", p.ID, "%s is known badly (%s): %s, %s to %s %s", p.Name, p.Confidence, Number(p.Value),
				Number(p.Lo),
				Number(p.Hi), p.Unit)
		}
	}
	c.Warnings = append(c.Warnings, Extrapolations(c.Study)...)
}

func (c *Comparison) policyName(id string) string {
	p, _ := c.Study.Policy(id)
	return p.Name
}

// warnOfFlips says which orders hang on an input.
func (c *Comparison) warnOfFlips() {
	for _, f := range c.Flips {
		if f.Turns {
			m, _ := c.Study.Measure(f.Measure)
			c.Warnings = append(c.Warnings, Warning{"order-turns", f.Parameter, fmt.Sprintf("%s, %q before %q: %s", m.Name,
				c.policyName(f.First), c.policyName(f.Second), f.Text)})
		}
	}
}
