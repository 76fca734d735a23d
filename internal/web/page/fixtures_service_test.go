package page_test

import (
	"steady/internal/web/nhs"
	"steady/internal/web/page"
)

// servicePages are the pages of the figures of a service.
func servicePages() []exhibit {
	l := layout("Service")
	l.TabsOf = "Service"
	l.Tabs = []page.Tab{{Label: "Who remains", URL: "/service", Current: true}, {Label: "Week by week",
		URL: "/service/weeks"}}
	behind := nhs.Table{Caption: "The figures", Head: []nhs.Cell{{Text: "From"}, {Text: "Value", Numeric: true}},
		Rows: [][]nhs.Cell{{{Text: "2 March"}, {Text: "96.4", Numeric: true}}}}
	curve := page.Plot{ID: "remain", Title: "Still here", Desc: "Of 20 people 6 left.", Unit: " %",
		High: 100, Behind: behind,
		Step:    []page.PlotPoint{{X: 0, Y: 100}, {X: .3, Y: 80}, {X: .7, Y: 60}, {X: 1, Y: 60}},
		Band:    []page.PlotBand{{X: .3, Low: 60, High: 92}, {X: .7, Low: 40, High: 78}},
		XLabels: []page.PlotLabel{{X: 0, Text: "0"}, {X: 1, Text: "365"}}}
	chart := page.Plot{ID: "weeks", Title: "Attendance", Desc: "One signal: beyond a limit.",
		Unit: " %", Low: 88, High: 100,
		Behind: behind, Points: []page.PlotPoint{{X: .1, Y: 96}, {X: .5, Y: 90, Signal: true}, {X: .9, Y: 97}},
		Lines: []page.PlotLine{{Y: 95, Words: "mean 95"}, {Y: 91, Words: "lower", Dashed: true}}}
	f := page.Figures{Title: "Who remains in treatment", Lead: "For the team.",
		Choose: &page.ChooseForm{Label: "What counts as still there", Links: []page.Tab{{Label: "Still at this service",
			URL: "/service?means=here", Current: true}, {Label: "On the first drug", URL: "/service?means=drug"}}},
		Links: []page.Link{{Text: "The report, as PDF", URL: "/service/report/pdf"}},
		Parts: []page.FigurePart{{ID: "one", Title: "Still here", Says: []string{"Counted from the first day."}, Plot: &curve,
			Tables: []nhs.Table{behind}}, {Title: "Attendance", Warn: []string{"Too few."}, Plot: &chart}},
		Forms: []page.SmallForm{{Title: "Set the places", Button: "Set them", Form: form("/service/settings/funding"),
			Fields: []page.SmallField{{ID: "places", Name: "places", Label: "Places", Mode: "numeric"}}}}}
	return []exhibit{
		{"service-figures", page.FiguresPage(l, f)},
		{"service-national", page.NationalListPage(l, page.NationalList{Lead: "Who was not asked.",
			Whole: []string{"No code."},
			Lines: []page.NationalLine{{Name: "Jo M.", URL: "/service/national/u-01", Key: "Key worker: nobody is named",
				Says: []string{"Nobody has asked."}}}})},
		{"service-national-none", page.NationalListPage(l, page.NationalList{Lead: "Who was not asked."})},
		{"service-national-one", page.NationalPersonPage(l, page.NationalPage{Who: "Jo M.", Lead: "Read it to them.",
			Facts: []page.Row{{Key: "Answer", Value: "Yes"}}, Form: page.SmallForm{Title: "Write down",
				Button: "Keep", Open: true,
				Form: form("/service/national/u-01"), Fields: []page.SmallField{{ID: "agrees",
					Name: "agrees", Label: "May it be sent?",
					Choices: staffChoices()}, {ID: "sex", Name: "sex", Label: "Sex", Select: true, Choices: staffChoices()}}}})},
	}
}
