package page_test

import (
	"fmt"

	"steady/internal/web/nhs"
	"steady/internal/web/page"
)

// burdens are the pages of the hours that treatment takes.
func burdens() []exhibit {
	l := layout("Hours that treatment takes")
	l.Tabs = []page.Tab{{Label: "Day and week", URL: "/times"}, {Label: "Burden", URL: "/times/burden", Current: true}}
	all := weekChart("weeks-all", "All of it, people who told their way here",
		[]string{"People", "A quarter", "Middle, lived", "Three quarters", "Middle, planned"})
	own := weekChart("weeks-own", "Week by week", []string{"Visits", "Inside", "Way", "Between visits", "Lived"})
	own.Weeks[0].Part, own.Weeks[1].Hidden = true, true
	return []exhibit{
		{"burden", page.BurdenPage(l, page.Burden{Counted: "Whole weeks: 15 people, 1,890 visits that have ended.",
			Lacks:   []string{"The way here is not told for fewer than 5 of these people on some days: ask them."},
			Heavier: []page.HeavierWeek{{Name: "Jo M.", URL: "/times/burden/p1", Text: "Took 14 h 10 min.", Key: "You."}},
			Charts:  []page.WeekChart{all}, LieSays: "A quarter of people up to 9 h 45 min.",
			Lie: &nhs.Table{Caption: "How they lie", Head: []nhs.Cell{{Text: "Hours"}, {Text: "People", Numeric: true}},
				Rows: [][]nhs.Cell{{{Text: "9 to under 12"}, {Text: "15", Numeric: true}}}},
			People: []page.PersonHours{{Name: "Jo M.", URL: "/times/burden/p1", Facts: []string{"Last week 14 h 10 min"},
				Note: "Key worker: nobody is named"}},
			Rule: &page.SmallForm{Title: "Set what a heavier week is", Button: "Set it", Open: true, Form: form("/times/burden"),
				Fields: []page.SmallField{{ID: "weeks", Name: "weeks", Label: "Weeks before", Mode: "numeric",
					Field: page.Field{Error: "Write a whole number."}}}}})},
		{"burden-person", page.BurdenPersonPage(l, page.BurdenPerson{Who: "Jo M.", Says: []string{"14 h 10 min last week."},
			Chart: &own, Facts: []page.Row{{Key: "Last week", Value: "14 h 10 min"}},
			Key: &page.SmallForm{Title: "Name the key worker", Button: "Name them", Form: form("/times/burden/p1/keyworker"),
				Fields: []page.SmallField{{ID: "staff", Name: "staff", Label: "Who", Select: true, Choices: staffChoices()}}}})},
	}
}

func weekChart(id, title string, head []string) page.WeekChart {
	c := page.WeekChart{ID: id, Title: title, Desc: "The middle week took between 10 h and 14 h.",
		Legend: "Diamond: planned.", Head: head}
	for i := range 12 {
		c.Weeks = append(c.Weeks, page.WeekColumn{Label: fmt.Sprint("Week ", i+1), Short: fmt.Sprint(i+1, " Mar"),
			Low: 500 + 7*i, Mid: 600 + 11*i, High: 700 + 17*i, Planned: 590, Cells: make([]string, len(head))})
	}
	return c
}
