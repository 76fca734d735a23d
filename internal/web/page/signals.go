package page

import "steady/internal/web/nhs"

// Signals is the page of the diversion signals. Before somebody has pressed, it
// holds the form alone. Fields: from[day] …, to[day] ….
type Signals struct {
	Form     Form
	From, To DateFields
	Looks    []TimeLine // who looked before
	Period   string     // "" before the press
	Parts    []SignalPart
}

// SignalPart is one signal: what it counts, of everybody and of each.
type SignalPart struct {
	Title, Definition, All string
	Rows                   []SignalRow
	More                   string // how many rows are not shown
}

// SignalRow is one person or pair.
type SignalRow struct {
	Who, Count, Share, Interval string
	Says                        string // beside everybody together, in words
}

func signalTable(p SignalPart) nhs.Table {
	t := nhs.Table{Caption: p.Title, CaptionSize: "m", FirstIsHead: true, Responsive: true,
		Head: []nhs.Cell{{Text: "Who"}, {Text: "How many of how many"}, {Text: "Share"},
			{Text: "95 % interval"}, {Text: "Beside everybody together"}}}
	for _, r := range p.Rows {
		t.Rows = append(t.Rows, []nhs.Cell{{Text: r.Who}, {Text: r.Count}, {Text: r.Share}, {Text: r.Interval},
			{Text: r.Says}})
	}
	return t
}
