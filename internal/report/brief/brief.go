// Package brief draws what a comparison of the policy lab says to whoever
// decides: two sheets, every figure with its interval, with what the model
// cannot know and where its figures are from. The same comparison gives the same
// bytes.
package brief

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"steady/internal/report/sheet"
	"steady/lab/compare"
)

// made is the time in the file. A brief says what a comparison says, whenever it
// is printed; the comparison is named by its digest at the foot.
var made = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// sizes of letters in points, the largest first: the first with which everything
// stands on two sheets is taken. The last is what small print on a label has.
var sizes = []float64{9, 8.5, 8, 7.5, 7, 6.5}

// Write draws the brief of a comparison.
func Write(w io.Writer, c *compare.Comparison) error {
	b := &brief{Comparison: c}
	for _, b.size = range sizes {
		var sheets int
		if err := sheet.Write(io.Discard, "", made, func(d *sheet.Doc) { sheets = b.draw(d) }); err != nil {
			return err
		}
		if sheets <= 2 {
			break
		}
	}
	return sheet.Write(w, "Policy lab: "+c.Study.Title, made, func(d *sheet.Doc) { b.draw(d) })
}

// draw returns how many sheets it took.
func (b *brief) draw(d *sheet.Doc) int {
	d.Section(b.head())
	b.asked(d)
	b.tried(d)
	b.given(d)
	b.reach(d)
	d.Turn()
	b.money(d)
	b.hangs(d)
	b.unknown(d)
	b.sources(d)
	return d.Sheets()
}

// brief is a comparison to be drawn in letters of size points.
type brief struct {
	*compare.Comparison
	size float64
}

func (b *brief) head() sheet.Head {
	s := &b.Study
	return sheet.Head{Title: "What other rules would do: " + s.Title, Lines: []string{s.Question},
		Fine: []string{fmt.Sprintf("Policy lab of Steady: %s of invented people under the production rules, %s, %d "+
			"places, %d replications of each set of rules. In brackets: 95 %% interval.", plural(s.Days, "day"), "after a "+
			"warm-up", s.People,
			b.Replications)},
		Foot: fmt.Sprintf("Scenario %.16s, seed %d, program %s. It predicts nobody's life: page 2 says what it cannot know.",
			s.Digest, s.Seed, cmp.Or(s.Program, "not named"))}
}

// asked says what is invented before anything else.
func (b *brief) asked(d *sheet.Doc) {
	if b.Study.Invented != "" {
		d.Table(sheet.Table{Size: b.size, Cols: []sheet.Col{{Title: "What of this is invented", Width: 1}},
			Rows: []sheet.Row{{Cells: []string{b.Study.Invented}}}})
	}
}

// tried lists the sets of rules, and whose decision each rule needs.
func (b *brief) tried(d *sheet.Doc) {
	t := sheet.Table{Size: b.size, Cols: []sheet.Col{{Title: "Rules that were tried", Width: 22},
		{Title: "What is different", Width: 50}, {Title: "Whose decision it needs", Width: 28}}}
	for _, p := range b.Study.Policies {
		var texts, needs []string
		for _, r := range p.Rules {
			texts = append(texts, r.Text)
			if need := string(r.Ruling) + ": " + r.Needs; !slices.Contains(needs, need) {
				needs = append(needs, need)
			}
		}
		if len(p.Rules) == 0 {
			texts, needs = []string{"Nothing: the others are compared with it"}, []string{"nobody's"}
		}
		t.Rows = append(t.Rows, sheet.Row{Cells: []string{p.Name, shorten(strings.Join(texts, ". "), 170),
			strings.Join(needs, "; ")}})
	}
	d.Table(t)
}

// shorten keeps a text within so many letters; the comparison holds all of it.
func shorten(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	cut := string(letters[:most])
	return cut[:strings.LastIndex(cut, " ")] + " ..."
}

// column is a measure in a table: what stands above it, and what turns its unit.
type column struct {
	id, title string
	scale     float64 // of the value; 0 is 1
}

// table draws measures of every set of rules, with the difference from the first
// beneath, and whether it is one.
func (b *brief) table(d *sheet.Doc, heading string, columns ...column) {
	t := sheet.Table{Size: b.size, Fit: true, Cols: []sheet.Col{{Title: heading, Width: 22}}}
	var shown []column
	for _, c := range columns {
		if _, there := b.Study.Measure(c.id); there {
			shown = append(shown, c)
			t.Cols = append(t.Cols, sheet.Col{Title: c.title, Width: 78 / float64(len(columns)), Right: true})
		}
	}
	for _, p := range b.Study.Policies {
		cells := []string{p.Name}
		for _, c := range shown {
			cells = append(cells, b.cell(p.ID, c))
		}
		t.Rows = append(t.Rows, sheet.Row{Cells: cells})
	}
	d.Table(t)
}

func (b *brief) cell(policy string, c column) string {
	f, _ := b.Figure(policy, c.id)
	text := natural(scaled(f.Estimate, c.scale)).String()
	x, ok := b.Difference(policy, c.id)
	if !ok {
		return text
	}
	switch x.Verdict {
	case compare.Noise, compare.Same:
		return text + "\nno clear difference"
	case compare.Unequal:
		return text + "\nnot compared: unequal exposure"
	case compare.NotKnown:
		return text
	case compare.Alone:
		return text + "\n" + signed(scaled(x.Estimate, c.scale)) + " *"
	}
	return text + "\n" + signed(scaled(x.Estimate, c.scale))
}

func scaled(e compare.Estimate, by float64) compare.Estimate {
	if by == 0 {
		return e
	}
	e.Mean, e.Lo, e.Hi = e.Mean*by, e.Lo*by, e.Hi*by
	if by < 0 {
		e.Lo, e.Hi = e.Hi, e.Lo
	}
	return e
}

// natural cuts the interval of something that is never below 0.
func natural(e compare.Estimate) compare.Estimate {
	if e.Mean >= 0 {
		e.Lo = max(e.Lo, 0)
	}
	return e
}

// signed writes a difference with its sign.
func signed(e compare.Estimate) string {
	if e.Mean > 0 {
		return "+" + e.String()
	}
	return e.String()
}

// given is what matters first: hours of life.
func (b *brief) given(d *sheet.Doc) {
	t := sheet.Table{Size: b.size, Fit: true, Cols: []sheet.Col{{Title: "Hours of life", Width: 22},
		{Title: "Hours a person-week that treatment takes", Width: 20, Right: true},
		{Title: "Given back against the first rules", Width: 20, Right: true},
		{Title: "Weekdays with 4 free hours, %", Width: 19, Right: true},
		{Title: "Weekdays on which a working day is possible, %", Width: 19, Right: true}}}
	const hours = 1.0 / 60
	for i, p := range b.Study.Policies {
		f, _ := b.Figure(p.ID, "life_min_week")
		back := "the others are compared with it"
		if x, ok := b.Difference(p.ID, "life_min_week"); ok && i > 0 {
			back = signed(scaled(x.Estimate, -hours))
			if x.Verdict == compare.Noise || x.Verdict == compare.Same {
				back += " ?"
			}
		}
		t.Rows = append(t.Rows, sheet.Row{Cells: []string{p.Name, scaled(f.Estimate, hours).String(), back,
			b.cell(p.ID, column{id: "free_block_days"}), b.cell(p.ID, column{id: "work_days"})}})
	}
	d.Table(t)
}

func (b *brief) reach(d *sheet.Doc) {
	b.table(d, "Access and capacity", column{id: "missed", title: "Doses missed, % of those due"},
		column{id: "door_to_dose_min", title: "Door to dose, minutes"},
		column{id: "in_treatment", title: "People in treatment"}, column{id: "waiting", title: "People waiting for a place"})
	d.Table(sheet.Table{Size: b.size, Cols: []sheet.Col{{Title: "How to read it", Width: 1}},
		Rows: []sheet.Row{{Cells: []string{
			"Beneath a figure: its difference from the first set of rules, replication by replication with the same people. " +
				"No clear difference and ?: it cannot be told from none. *: it could alone, and cannot among so many. " +
				b.Many.Text + " " + b.precision()}}}})
}

// precision says whether there were enough replications.
func (b *brief) precision() string {
	short := 0
	for _, p := range b.Enough {
		if !p.Met {
			short++
		}
	}
	if len(b.Enough) == 0 {
		return b.Rule + "."
	}
	if short == 0 {
		return "Replications went on by a stated rule that does not look at who is ahead."
	}
	return fmt.Sprintf("%d of %d intervals that were to decide are wider than was asked for: more replications are "+
		"needed.",
		short, len(b.Enough))
}

func (b *brief) money(d *sheet.Doc) {
	currency := ""
	if m, ok := b.Study.Measure("cost_person_year"); ok {
		currency, _, _ = strings.Cut(m.Unit, " ")
	}
	b.table(d, "Cost, work, and exposure as counts", column{id: "cost_person_year", title: "Cost of a person-year, " +
		currency},
		column{id: "registered_hours", title: "Registered staff, hours a person-year"},
		column{id: "unsupervised_mg", title: "Taken without staff beside, mg a person-day"},
		column{id: "respiratory_rate", title: "Respiratory events drawn at the stated rate, a person-year"})
}

// plural writes a number and what it counts.
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
