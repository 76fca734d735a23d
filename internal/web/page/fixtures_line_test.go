package page_test

import (
	"steady/internal/web/page"
	"steady/internal/web/plain"
)

// lifeLine is a line with every kind of mark: results, occasions without one,
// gaps, stretches, and rows that are too close for a finger.
func lifeLine(entry string) page.Line {
	w := plain.In("en-GB").Line
	point := func(x page.LineX, y int, kind, when, text string) page.LinePoint {
		return page.LinePoint{X: x, Y: y, Kind: kind, When: when, Text: text, URL: entry + "7"}
	}
	heroin := page.LineRow{ID: "row-heroin", Title: "Street heroin", Desc: "3 answers. 1 times without one.",
		Low: "none of 28 days", High: "all 28 days", Says: "First: 28, 2 March 2026. Last: 3, 2 September 2026.",
		Note: w.SelfReport, Points: []page.LinePoint{point(300, 1000, "known", "2 March 2026", "28"),
			point(2400, 420, "known", "13 April 2026", "12"), {X: 4800, Kind: "unknown", When: "2 June 2026", Text: w.NotAsked},
			point(9700, 110, "known", "2 September 2026", "3")},
		Joins: []page.LineJoin{{X1: 300, Y1: 1000, X2: 2400, Y2: 420}}}
	mood := page.LineRow{ID: "row-mood", Title: "Mood", Desc: "Many answers.", Low: "very bad", High: "very good"}
	for i := range 30 {
		mood.Points = append(mood.Points, point(page.LineX(300+i*320), i%5*250, "known", "a day", "Good"))
	}
	home := page.LineRow{ID: "row-home", Title: "Home", Desc: "2 answers.", Flat: true, Bands: []page.LineBand{
		{X1: 300, X2: 4000, Text: "Hostel", When: "2 March 2026 – 20 May 2026", URL: entry + "8"},
		{X1: 4000, X2: 9700, Text: "A home of their own, rented or owned", When: "21 May 2026", Pale: true}}}
	lead := func(r page.LineRow, brief string) page.LineRow {
		r.ID, r.Lead, r.Brief, r.Points = "lead-"+r.ID, true, brief, append([]page.LinePoint{}, r.Points...)
		for i := range r.Points {
			r.Points[i].URL = ""
		}
		return r
	}
	return page.Line{From: "2 March 2026", To: "2 September 2026",
		Ticks: []page.LineTick{{At: 1800, Text: "Apr 26"}, {At: 5000, Text: "Jun 26"}, {At: 8200, Text: "Aug 26"}},
		Spans: []page.LineSpan{{Link: page.Link{Text: "All of it", URL: "?span=all"}, Now: true},
			{Link: page.Link{Text: "3 months", URL: "?span=90"}}},
		Flags: page.LineRow{ID: "row-flags", Title: w.Happened, Desc: "3 answers.", Flat: true, Points: []page.LinePoint{
			point(300, 0, "treatment", "2 March 2026", "Treatment began"), point(4000, 0, "life", "21 May 2026", "A new home"),
			point(7000, 0, "word", "2 July 2026", "Your words: I slept.")}},
		Strands: []page.LineStrand{{ID: "physical", Title: "Physical", Fold: w.Fold("Physical", 1),
			Rows:   []page.LineRow{heroin},
			Leads:  []page.LineRow{lead(heroin, w.Brief("28", "3"))},
			NotYet: []string{"cocaine powder", "pain"}, LeftOut: []string{"crack"}},
			{ID: "social", Title: "Social", Fold: w.Fold("Social", 1), Rows: []page.LineRow{home},
				Leads: []page.LineRow{lead(home, "A home of their own, rented or owned")}},
			{ID: "psychological", Title: "Psychological", Fold: w.Fold("Psychological", 1), Rows: []page.LineRow{mood}}},
		Reader: page.LineWords{Key: w.Key, Table: w.Table, When: w.When, What: w.What, NotYet: w.NotYet, LeftOut: w.LeftOut,
			Happened: w.Happened, KeyTitle: w.KeyTitle, Nothing: w.Nothing}}
}

// linePages are the line of a life and what opens from it.
func linePages() []exhibit {
	own := staffOwn()
	own.Asked, own.Forms = nil, nil
	entry := page.LineEntry{Title: "Treatment Outcomes Profile", When: "Monday 2 March 2026, 09:10", By: "Ada Example",
		Lead: "In the last four weeks", Rows: []page.Row{{Key: "street opioids, days", Value: "28 days"}},
		Words: "It was a long month.", Note: "Public Health England"}
	return []exhibit{
		{"line", page.RecoveryPage(layout("How it has been"), page.Recovery{Name: "Jo M.", Own: own,
			Reasons: page.OwnWords{Lines: []page.OwnLine{{When: "1 March 2026", Words: "My daughter."}}},
			Review:  &page.Link{Text: "Reviews", URL: "/people/p1/review"}, Line: lifeLine("/people/p1/line/")})},
		{"line-entry", page.LineEntryPage(layout("Entry"), entry)},
		{"own-line", page.OwnLinePage(ownLay("Own line"), page.OwnStrands{Goals: []string{"A key of my own"},
			Better: page.OwnSaid{Lines: staffOwn().Better}, Line: lifeLine("/me/line/")})},
		{"own-line-entry", page.OwnLineEntryPage(ownLay("Own entry"), entry)},
	}
}
