package web

import (
	"fmt"
	"strconv"
	"strings"

	"steady/internal/web/nhs"
	"steady/internal/web/page"
	"steady/lab/compare"
)

// labGroups are the groups of measures in the order of the page: what treatment
// takes of a life comes first.
var labGroups = []struct{ id, title, lead string }{
	{"life", "Hours of life", "What treatment takes of people's weeks, and what it leaves."},
	{"access", "Who gets a dose, and how long it takes", ""},
	{"safety", "Exposure", "What is counted here is exposure. No number on this page is a forecast of harm to anybody."},
	{"work", "Work of the house", ""},
	{"cost", "Cost", "Bottom-up: quantities of the simulation times the unit costs that were put in."},
}

// labDraw draws a comparison for a page.
type labDraw struct {
	c  *compare.Comparison
	at string // the address of the run
}

func (d labDraw) view() page.LabCompare {
	s := d.c.Study
	v := page.LabCompare{Title: s.Title, Question: s.Question, Invented: s.Invented, Many: d.c.Many.Text,
		Inputs: page.Link{Text: "Every input and its source", URL: d.at + "/inputs"}, Basis: d.basis(),
		Swings: d.swings(), Flips: d.flips()}
	v.Warnings, v.WarningsSay = d.warnings()
	v.Answer = d.answer(v.Warnings)
	for i, p := range s.Policies {
		v.Policies = append(v.Policies, d.policy(p, i == 0))
	}
	for _, g := range labGroups {
		x := page.LabGroup{ID: g.id, Title: g.title, Lead: g.lead}
		for _, p := range s.Policies {
			x.Policies = append(x.Policies, p.Name)
		}
		for _, m := range s.Measures {
			if m.Group == g.id {
				x.Measures = append(x.Measures, d.measure(m, false))
			}
		}
		if len(x.Measures) > 0 {
			v.Groups = append(v.Groups, x)
		}
	}
	for _, x := range d.c.CannotKnow {
		v.Cannot = append(v.Cannot, page.LabLimit{Text: capital(x.Text), Why: x.Why})
	}
	return v
}

func (d labDraw) basis() []page.Row {
	s := d.c.Study
	return []page.Row{
		{Key: "Replications of each policy", Value: strconv.Itoa(d.c.Replications) +
			", with the same simulated people under every policy"},
		{Key: "When it was enough", Value: d.c.Rule},
		{Key: "Simulated", Value: fmt.Sprintf("%d places, %d days", s.People, s.Days)},
		{Key: "Seed", Value: strconv.FormatUint(s.Seed, 10)},
		{Key: "Scenario, SHA-256", Value: s.Digest},
	}
}

// labTags are the words for whose decision a rule is.
var labTags = map[compare.Ruling]nhs.Tag{
	compare.Law: {Text: "Law", Colour: "purple"}, compare.Licence: {Text: "Licence condition", Colour: "blue"},
	compare.Guidance: {Text: "Guidance", Colour: "yellow"}, compare.Habit: {Text: "Local habit", Colour: "white"}}

func (d labDraw) policy(p compare.Policy, first bool) page.LabPolicy {
	out := page.LabPolicy{ID: p.ID, Name: p.Name, First: first}
	for _, r := range p.Rules {
		tag, ok := labTags[r.Ruling]
		if !ok {
			tag = nhs.Tag{Text: string(r.Ruling), Colour: "white"}
		}
		out.Rules = append(out.Rules, page.LabRule{Text: r.Text, Tag: tag, Needs: r.Needs, Source: r.Source})
	}
	return out
}

// measure draws one measure: with its charts, or in words with a link to them.
func (d labDraw) measure(m compare.Measure, charts bool) page.LabMeasure {
	out := page.LabMeasure{ID: m.ID, Name: m.Name, Definition: m.Definition, Unit: m.Unit, Source: m.Source,
		URL: d.at + "/measure/" + m.ID}
	for i, p := range d.c.Study.Policies {
		f, _ := d.c.Figure(p.ID, m.ID)
		line := page.LabLine{Policy: p.Name, Figure: labEstimate(f.Estimate)}
		if i > 0 {
			x, _ := d.c.Difference(p.ID, m.ID)
			line.Difference, line.Verdict = labEstimate(x.Estimate), d.verdict(m, x)
		}
		out.Lines = append(out.Lines, line)
	}
	if charts {
		out.Charts = d.charts(m)
	}
	return out
}

// charts are the figures and the paired differences, and how people differ where
// that was counted.
func (d labDraw) charts(m compare.Measure) []page.RangeChart {
	out := []page.RangeChart{d.intervals(m), d.differences(m)}
	if c, ok := d.spread(m); ok {
		out = append(out, c)
	}
	return out
}

func labEstimate(e compare.Estimate) string {
	return strings.ReplaceAll(e.String(), "-", "\u2212")
}

func (d labDraw) intervals(m compare.Measure) page.RangeChart {
	c := page.RangeChart{ID: "figure-" + m.ID, Kind: page.RangeInterval, Title: m.Name, Unit: m.Unit,
		Desc: d.leader(m), Table: nhs.Table{Caption: m.Name + ", " + m.Unit, CaptionSize: "s", Compact: true,
			Responsive: true, FirstIsHead: true, Head: []nhs.Cell{{Text: "Policy"}, {Text: "Mean", Numeric: true},
				{Text: "95 % interval", Numeric: true}, {Text: "Nine of ten years", Numeric: true},
				{Text: "Replications", Numeric: true}}}}
	for _, p := range d.c.Study.Policies {
		f, _ := d.c.Figure(p.ID, m.ID)
		row := page.RangeRow{Label: p.Name, Says: labEstimate(f.Estimate), Lo: f.Lo, Mid: f.Mean, Hi: f.Hi, None: !f.Known()}
		c.Rows = append(c.Rows, row)
		cells := []nhs.Cell{{Text: p.Name}, {Text: "Not known", Numeric: true}, {Text: "Not known", Numeric: true},
			{Text: "Too few replications", Numeric: true}, {Text: strconv.Itoa(f.N), Numeric: true}}
		if f.Known() {
			cells[1].Text, cells[2].Text = labNumber(f.Mean), labNumber(f.Lo)+" to "+labNumber(f.Hi)
		}
		if f.Range != nil {
			cells[3].Text = labNumber(f.Range.Lo.Value) + " to " + labNumber(f.Range.Hi.Value)
		}
		c.Table.Rows = append(c.Table.Rows, cells)
	}
	return c
}

func labNumber(x float64) string { return strings.ReplaceAll(compare.Number(x), "-", "\u2212") }

// leader says in words which policy has the most and which the least.
func (d labDraw) leader(m compare.Measure) string {
	var most, least compare.Figure
	var mostName, leastName string
	for _, p := range d.c.Study.Policies {
		f, _ := d.c.Figure(p.ID, m.ID)
		if !f.Known() {
			continue
		}
		if mostName == "" || f.Mean > most.Mean {
			most, mostName = f, p.Name
		}
		if leastName == "" || f.Mean < least.Mean {
			least, leastName = f, p.Name
		}
	}
	switch {
	case mostName == "":
		return "Of no policy is there a figure."
	case most.Mean == least.Mean:
		return "All policies give " + labNumber(most.Mean) + " " + m.Unit + "."
	}
	return fmt.Sprintf("From %s (%s) to %s (%s).", labNumber(least.Mean), leastName, labNumber(most.Mean), mostName)
}

func (d labDraw) differences(m compare.Measure) page.RangeChart {
	zero := 0.0
	first := d.c.Study.Policies[0].Name
	c := page.RangeChart{ID: "difference-" + m.ID, Kind: page.RangeDifference, Title: m.Name + ": difference from " +
		first,
		Unit: m.Unit, Line: &zero, LineSays: "no difference", Less: "less", More: "more",
		Desc: "Each replication of a policy is set beside the one of " + first + " with the same simulated people.",
		Table: nhs.Table{Caption: m.Name + ", difference from " + first + ", " + m.Unit, CaptionSize: "s", Compact: true,
			Responsive: true, FirstIsHead: true, Head: []nhs.Cell{{Text: "Policy"}, {Text: "Difference", Numeric: true},
				{Text: "95 % interval", Numeric: true}, {Text: "What it says"}}}}
	switch m.Better {
	case compare.Less:
		c.Less, c.More = "less, which is better", "more"
	case compare.More:
		c.Less, c.More = "less", "more, which is better"
	}
	for _, p := range d.c.Study.Policies[1:] {
		x, _ := d.c.Difference(p.ID, m.ID)
		row := page.RangeRow{Label: p.Name, Lo: x.Lo, Mid: x.Mean, Hi: x.Hi, None: !x.Known(),
			Noise: x.Verdict == compare.Noise || x.Verdict == compare.Alone}
		says := d.verdict(m, x)
		cells := []nhs.Cell{{Text: p.Name}, {Text: "Not known", Numeric: true}, {Text: "Not known", Numeric: true},
			{Text: says}}
		row.Says = says
		if x.Known() {
			row.Says = labEstimate(x.Estimate) + ": " + says
			cells[1].Text, cells[2].Text = labNumber(x.Mean), labNumber(x.Lo)+" to "+labNumber(x.Hi)
		}
		c.Rows = append(c.Rows, row)
		c.Table.Rows = append(c.Table.Rows, cells)
	}
	return c
}

// verdict says a difference in words; better and worse only where a measure has
// a good side.
func (d labDraw) verdict(m compare.Measure, x compare.Difference) string {
	side := func(higher bool) string {
		word, good := "lower", m.Better == compare.Less
		if higher {
			word, good = "higher", m.Better == compare.More
		}
		switch {
		case m.Better == compare.Neither || m.Better == "":
			return word
		case good:
			return word + ", better"
		}
		return word + ", worse"
	}
	switch x.Verdict {
	case compare.Higher:
		return side(true)
	case compare.Lower:
		return side(false)
	case compare.Alone:
		return fmt.Sprintf("%s by itself, but not among all %d comparisons", side(x.Mean > 0), d.c.Many.Comparisons)
	case compare.Noise:
		return "inside noise: chance alone could do this"
	case compare.Same:
		return "no difference in any replication"
	case compare.Unequal:
		return "not compared: unequal exposure"
	}
	return "not known"
}

// spread draws how people differ, where a measure says it of people.
func (d labDraw) spread(m compare.Measure) (page.RangeChart, bool) {
	c := page.RangeChart{ID: "spread-" + m.ID, Kind: page.RangeSpread, Title: m.Name + ": how people differ", Unit: m.Unit,
		Desc: "A mean hides who carries most. Each line shows where most people lie.",
		Table: nhs.Table{Caption: m.Name + ", how people differ, " + m.Unit, CaptionSize: "s", Compact: true,
			Responsive:  true,
			FirstIsHead: true, Head: []nhs.Cell{{Text: "Policy"}}}}
	for _, p := range d.c.Study.Policies {
		f, _ := d.c.Figure(p.ID, m.ID)
		at := map[float64]float64{}
		cells := []nhs.Cell{{Text: p.Name}}
		for i, q := range f.Quantiles {
			if !q.Known() {
				continue
			}
			at[q.P] = q.Mean
			if len(c.Table.Head) == i+1 {
				c.Table.Head = append(c.Table.Head, nhs.Cell{Text: fmt.Sprintf("%.0f of 100 lie below", q.P*100), Numeric: true})
			}
			cells = append(cells, nhs.Cell{Text: labEstimate(q.Estimate), Numeric: true})
		}
		row := page.RangeRow{Label: p.Name, None: len(at) < 5, Says: "Not known"}
		if !row.None {
			row.Lo, row.From, row.Mid, row.To, row.Hi = at[0.1], at[0.25], at[0.5], at[0.75], at[0.9]
			row.Says = fmt.Sprintf("half below %s; one in ten above %s", labNumber(row.Mid), labNumber(row.Hi))
			c.Table.Rows = append(c.Table.Rows, cells)
		}
		c.Rows = append(c.Rows, row)
	}
	return c, len(c.Table.Rows) > 0
}

// warningKinds are the codes of warnings with their words, the gravest first.
// Those that would repeat a list that stands elsewhere are counted only.
var warningKinds = []struct {
	code, title, why string
	grave            bool
}{
	{"extrapolation", "Nobody is known to have done this", "The setting lies outside what services have published.", true},
	{"unequal-exposure", "Counts that must not be compared", "They were counted over unequal amounts.", true},
	{"order-turns", "The order depends on an input", "Within its own range this input changes which policy comes first.",
		true},
	{"too-few-replications", "More replications would help",
		"The interval is wider than the one that was asked for when the run ended.", true},
	{"one-of-many", "Differences that may be chance", "They hold alone and not among all comparisons.", false},
	{"inside-noise", "Differences inside noise", "They cannot be told from none.", false},
	{"weak-input", "Inputs that are known badly", "What follows from them is no better than they are. Each is marked " +
		"where every input stands with its source.", false},
}

func (d labDraw) warnings() (out []page.LabWarnings, say string) {
	told := map[string]bool{}
	before, more := 0, 0
	add := func(w page.LabWarnings) {
		n := len(w.Lines)
		if n == 0 {
			return
		}
		if w.Title += " (" + strconv.Itoa(n) + ")"; w.Grave {
			before += n
		} else {
			more += n
		}
		out = append(out, w)
	}
	for _, k := range warningKinds {
		w := page.LabWarnings{Title: k.title, Why: k.why, Grave: k.grave}
		for _, x := range d.c.Warnings {
			if x.Code == k.code {
				w.Lines = append(w.Lines, x.Text)
			}
		}
		told[k.code] = true
		if add(w); k.code == "weak-input" && len(w.Lines) > 0 {
			out[len(out)-1].Lines = nil
		}
	}
	other := page.LabWarnings{Title: "Other warnings", Why: "Read these before the figures are used.", Grave: true}
	for _, x := range d.c.Warnings {
		if !told[x.Code] {
			other.Lines = append(other.Lines, x.Text)
		}
	}
	add(other)
	return out, fmt.Sprintf("%d before it is used, %d more", before, more)
}

// swingBars is how many inputs a tornado shows: the longest bars.
const swingBars = 8

// swingsOf are the tornados of one measure, "" of all.
func (d labDraw) swingsOf(measure string) (out []page.RangeChart) {
	for i, t := range d.c.Tornados {
		if measure != "" && t.Measure != measure {
			continue
		}
		m, _ := d.c.Study.Measure(t.Measure)
		p, _ := d.c.Study.Policy(t.Policy)
		base := t.Base.Mean
		c := page.RangeChart{ID: "swing-" + strconv.Itoa(i), Kind: page.RangeSwing, Unit: m.Unit, Line: &base,
			Title:    p.Name + ", " + lowerFirst(m.Name) + ": difference from " + d.c.Study.Policies[0].Name,
			LineSays: "every input at its own value, " + labEstimate(t.Base),
			Desc: fmt.Sprintf("One input at a time is moved to either end of its range, with %d replications at each. "+
				"The inputs that move the difference most stand first.", t.Replications),
			Table: nhs.Table{Caption: p.Name + ", " + m.Name + ": difference at either end of each input", CaptionSize: "s",
				Compact: true, Responsive: true, FirstIsHead: true, Head: []nhs.Cell{{Text: "Input"}, {Text: "At its low end"},
					{Text: "At its high end"}, {Text: "What it says"}}}}
		for j, b := range t.Bars {
			x := d.parameter(b.Parameter)
			lo, hi := labNumber(b.Lo)+" gives "+labEstimate(b.AtLo), labNumber(b.Hi)+" gives "+labEstimate(b.AtHi)
			says := "moves it by " + labNumber(b.Swing)
			if b.Noise {
				says = "inside noise"
			}
			c.Table.Rows = append(c.Table.Rows, []nhs.Cell{{Text: x.Name}, {Text: lo}, {Text: hi}, {Text: says}})
			if j < swingBars && b.AtLo.Known() && b.AtHi.Known() {
				c.Rows = append(c.Rows, page.RangeRow{Label: capital(x.Name), Lo: b.AtLo.Mean, Hi: b.AtHi.Mean,
					Says: labNumber(b.Lo) + " to " + labNumber(b.Hi) + " " + x.Unit + ": " + says})
			}
		}
		if len(c.Rows) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// swings lead to the pages on which one input at a time is moved.
func (d labDraw) swings() (out []page.Link) {
	told := map[string]bool{}
	for _, t := range d.c.Tornados {
		if m, known := d.c.Study.Measure(t.Measure); known && !told[t.Measure] {
			told[t.Measure] = true
			out = append(out, page.Link{Text: m.Name, URL: d.at + "/measure/" + m.ID})
		}
	}
	return out
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

func (d labDraw) parameter(id string) compare.Parameter {
	for _, p := range d.c.Study.Parameters {
		if p.ID == id {
			return p
		}
	}
	return compare.Parameter{ID: id, Name: id}
}

// flips are the sentences of what would turn an order, those that turn first.
func (d labDraw) flips() (out []string) {
	still := 0
	for _, f := range d.c.Flips {
		if !f.Turns {
			still++
			continue
		}
		m, _ := d.c.Study.Measure(f.Measure)
		a, _ := d.c.Study.Policy(f.First)
		b, _ := d.c.Study.Policy(f.Second)
		out = append(out, fmt.Sprintf("%s, %s before %s: %s.", m.Name, a.Name, b.Name, f.Text))
	}
	if still > 0 {
		out = append(out, fmt.Sprintf("In %d other pairs of policies and inputs nothing within the input's range turned "+
			"the order.",
			still))
	}
	return out
}

// labSure are the words of a confidence.
var labSure = map[string]nhs.Tag{"high": {Text: "Known well", Colour: "green"},
	"medium": {Text: "Known fairly", Colour: "blue"}, "low": {Text: "Known badly", Colour: "orange"},
	"assumption": {Text: "Assumption", Colour: "red"}, "own": {Text: "This service's own", Colour: "green"}}

func (d labDraw) inputs() (out []page.LabInput) {
	for _, p := range d.c.Study.Parameters {
		tag, ok := labSure[p.Confidence]
		if !ok {
			tag = nhs.Tag{Text: p.Confidence, Colour: "white"}
		}
		out = append(out, page.LabInput{ID: p.ID, Name: capital(p.Name), Value: labNumber(p.Value) + " " + p.Unit,
			Range: "from " + labNumber(p.Lo) + " to " + labNumber(p.Hi), Confidence: tag, Source: p.Source})
	}
	return out
}
