package brief

import (
	"fmt"
	"slices"
	"strings"

	"steady/internal/report/sheet"
	"steady/lab/compare"
)

// hangs says which inputs the answer hangs on, and which orders would turn.
func (b *brief) hangs(d *sheet.Doc) {
	t := sheet.Table{Size: b.size, Cols: []sheet.Col{{Title: "What the difference in minutes a person-week depends on " +
		"most", Width: 34},
		{Title: "At the lower end", Width: 33, Right: true}, {Title: "At the upper end", Width: 33, Right: true}}}
	for _, x := range b.Tornados {
		if x.Measure != "life_min_week" || len(x.Bars) == 0 {
			continue
		}
		bar := x.Bars[0]
		p := b.parameter(bar.Parameter)
		t.Rows = append(t.Rows, sheet.Row{Cells: []string{b.policy(x.Policy) + ": " + p.Name,
			compare.Number(bar.Lo) + ": " + signed(bar.AtLo), compare.Number(bar.Hi) + ": " + signed(bar.AtHi)}})
	}
	if len(t.Rows) == 0 {
		t.Rows = []sheet.Row{{Cells: []string{"Not looked at: the scenario asks for no sensitivity", "", ""}}}
	}
	t.Rows = append(t.Rows, sheet.Row{Across: b.turns()})
	d.Table(t)
}

// turns says what would change an order of two sets of rules.
func (b *brief) turns() string {
	var found []string
	for _, f := range b.Flips {
		if f.Turns {
			found = append(found, fmt.Sprintf("%s before %s (%s)", b.policy(f.First), b.policy(f.Second), f.Text))
		}
	}
	switch {
	case len(b.Flips) == 0:
		return "What would change the order was not looked at."
	case len(found) == 0:
		return fmt.Sprintf("Of %d orders of two sets of rules under one input at a time, nothing within the stated ranges "+
			"turns any.", len(b.Flips))
	}
	const most = 3
	text := "An order turns within a stated range: " + strings.Join(found[:min(most, len(found))], "; ") + "."
	if len(found) > most {
		text += fmt.Sprintf(" %d more are in the comparison.", len(found)-most)
	}
	return text
}

// unknown says what the model cannot know, and which settings nobody is known to
// have tried.
func (b *brief) unknown(d *sheet.Doc) {
	var all []string
	for _, l := range b.CannotKnow {
		all = append(all, l.Text)
	}
	t := sheet.Table{Size: b.size, Cols: []sheet.Col{{Title: "What the model cannot know", Width: 1}}}
	t.Rows = append(t.Rows, sheet.Row{Cells: []string{upper(strings.Join(all, "; ")) + ". Exposure is counted; nothing " +
		"here may be read as people who die or are saved: no published law leads from one to the other."}})
	var beyond []string
	for _, w := range b.Warnings {
		if w.Code == "extrapolation" {
			_, what, _ := strings.Cut(w.Text, ": ")
			if !slices.Contains(beyond, what) {
				beyond = append(beyond, what)
			}
		}
	}
	if len(beyond) > 0 {
		t.Rows = append(t.Rows, sheet.Row{Across: "Outside what services have been seen to do: " +
			shorten(upper(strings.Join(beyond, ". ")), 420)})
	}
	d.Table(t)
}

// upper begins a sentence.
func upper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// sources says where the figures are from, and how well they are known.
func (b *brief) sources(d *sheet.Doc) {
	count := map[string]int{}
	var published []string
	for _, p := range b.Study.Parameters {
		count[p.Confidence]++
		if p.Confidence == "high" || p.Confidence == "medium" {
			published = append(published, fmt.Sprintf("%s %s (%s to %s): %s", p.Name, compare.Number(p.Value),
				compare.Number(p.Lo),
				compare.Number(p.Hi), shorten(p.Source, 110)))
		}
	}
	var known []string
	for _, word := range []string{"high", "medium", "low", "own", "assumption"} {
		if count[word] > 0 {
			known = append(known, fmt.Sprintf("%d: %s", count[word], confidence[word]))
		}
	}
	text := fmt.Sprintf("How well the %d inputs are known: %s. Each stands in the comparison with value, range and "+
		"source. Published: ", len(b.Study.Parameters), strings.Join(known, "; "))
	rules := b.ruleSources()
	d.Table(sheet.Table{Size: b.size, Cols: []sheet.Col{{Title: "Sources", Width: 1}}, Rows: []sheet.Row{
		{Cells: []string{text + shorten(strings.Join(published, "; "), 620)}},
		{Cells: []string{"Rules: " + shorten(strings.Join(rules, "; "), 480)}}}})
}

// confidence says how well an input is known.
var confidence = map[string]string{"high": "several studies agree", "medium": "published once, or roughly",
	"low": "small numbers or press", "own": "from the service's own journal", "assumption": "nobody published it; " +
		"assumed, with a range"}

func (b *brief) ruleSources() (out []string) {
	for _, p := range b.Study.Policies {
		for _, r := range p.Rules {
			if r.Source != "" && !slices.Contains(out, r.Source) {
				out = append(out, r.Source)
			}
		}
	}
	return out
}

func (b *brief) policy(id string) string {
	p, _ := b.Study.Policy(id)
	return p.Name
}

func (b *brief) parameter(id string) compare.Parameter {
	for _, p := range b.Study.Parameters {
		if p.ID == id {
			return p
		}
	}
	return compare.Parameter{Name: id}
}
