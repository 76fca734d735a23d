package page_test

import (
	"fmt"

	"steady/internal/web/nhs"
	"steady/internal/web/page"
)

// Figures of the lab's pages, invented.

var labNames = []string{"Today's rules", "Longer hours", "Once a day with oral cover", "Swiss take-home",
	"A satellite site with an unusually long name that has to break", "Half an hour less"}

func rangeChart(id, kind string) page.RangeChart {
	zero := 0.0
	c := page.RangeChart{ID: id, Kind: kind, Title: "Minutes of life that treatment takes", Unit: "minutes a person-week",
		Desc: "From 420 (Once a day with oral cover) to 1,205 (Today's rules).", Table: nhs.Table{Caption: "Minutes of life",
			CaptionSize: "s", Compact: true, Responsive: true, FirstIsHead: true,
			Head: []nhs.Cell{{Text: "Policy"}, {Text: "Mean", Numeric: true}}}}
	if kind == page.RangeDifference || kind == page.RangeSwing {
		c.Line, c.LineSays, c.Less, c.More = &zero, "no difference", "less, which is better", "more"
	}
	for i, name := range labNames {
		mid := float64(1205-i*150) - 600
		row := page.RangeRow{Label: name, Says: fmt.Sprintf("%.0f (%.0f to %.0f)", mid, mid-40, mid+40), Lo: mid - 40,
			Mid: mid,
			Hi:  mid + 40, From: mid - 20, To: mid + 25, Noise: i == 4, None: i == 5 && kind == page.RangeInterval}
		c.Rows = append(c.Rows, row)
		c.Table.Rows = append(c.Table.Rows, []nhs.Cell{{Text: name}, {Text: row.Says, Numeric: true}})
	}
	return c
}

func labRules() []page.LabRule {
	return []page.LabRule{{Text: "Open 07:00-11:30, 16:30-21:00", Tag: nhs.Tag{Text: "Local habit", Colour: "white"},
		Needs: "the service itself"}, {Text: "Doses taken home: after 180 days in treatment 4 daily doses at once",
		Tag: nhs.Tag{Text: "Law", Colour: "purple"}, Needs: "Parliament or the government",
		Source: "Swiss ordinance, version of 28 September 2020"}}
}

func labCompare() page.LabCompare {
	v := page.LabCompare{Title: "Fifteen places, five sets of rules", Question: "What would other rules give back?",
		Invented: "The service and every figure marked assumption are invented.",
		Many:     "40 differences were looked at.", Flips: []string{
			"Minutes of life: the order turns between 20 and 25 minutes."},
		Basis: []page.Row{{Key: "Replications", Value: "40"}, {Key: "Scenario, SHA-256",
			Value: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}},
		Cannot: []page.LabLimit{{Text: "How many people would die", Why: "the model has no law that leads to deaths"}},
		Swings: []page.Link{{Text: "Minutes of life", URL: "/x"}},
		Warnings: []page.LabWarnings{{Title: "Nobody is known to have done this (1)",
			Why:   "It lies outside what was published.",
			Lines: []string{"Longer hours: 16 hours a day."}, Grave: true},
			{Title: "Differences inside noise (2)", Why: "They cannot be told from none.", Lines: []string{"a", "b"}}},
		Inputs: page.Link{Text: "Every input and its source", URL: "/lab/runs/r1/inputs"},
		Files:  []page.Link{{Text: "Brief of two pages (PDF)", URL: "/lab/runs/r1/file/brief.pdf"}},
		Day:    &page.Link{Text: "Watch one simulated day", URL: "/lab/runs/r1/day"}}
	for i, name := range labNames {
		p := page.LabPolicy{ID: fmt.Sprint("p", i), Name: name, First: i == 0}
		if i > 0 {
			p.Rules = labRules()
		}
		v.Policies = append(v.Policies, p)
	}
	chart := rangeChart("difference-life", page.RangeDifference)
	v.Answer = page.LabAnswer{Lead: "Under today's rules treatment takes 22 hours of a person's week.",
		Heads: []string{"Rules", "Hours of life a week", "Whose decision"}, Chart: &chart,
		Caution: []page.Link{{Text: "Nobody is known to have done this (1)", URL: "#warnings"}},
		Rows: []page.LabAnswerRow{{Policy: "Longer hours", Rest: "Of what else was counted 8 better", Needs: []nhs.Tag{
			{Text: "Local habit", Colour: "white"}}, Cells: []page.LabAnswerCell{{Says: "Inside noise", Range: "95 %: −1 to 2",
			Noise: true}}}, {Policy: "Once a day", Needs: []nhs.Tag{{Text: "Guidance", Colour: "yellow"}},
			Cells: []page.LabAnswerCell{{Says: "12 hours less", Range: "95 %: −13 to −11 hours"}}}}}
	v.WarningsSay = "1 before it is used, 2 more"
	missed := labMeasure()
	v.Groups = []page.LabGroup{{ID: "access", Title: "Who gets a dose", Policies: labNames,
		Measures: []page.LabMeasure{missed}}}
	return v
}

func labMeasure() page.LabMeasure {
	m := page.LabMeasure{ID: "missed", Name: "Missed doses", Definition: "Of the doses that were due.",
		Unit: "of 100 doses"}
	for i, name := range labNames {
		line := page.LabLine{Policy: name, Figure: "6.1 (5.8 to 6.4)"}
		if i > 0 {
			line.Difference, line.Verdict = "−0.3 (−0.6 to 0.1)", "inside noise: chance alone could do this"
		}
		m.Lines = append(m.Lines, line)
	}
	return m
}

func labDay() page.LabDay {
	plan := page.DayPlan{ID: "day", Title: "The clinic on one simulated day", Desc: "At 10:00.", From: 560, To: 720,
		At: 600,
		Rooms: [][]page.DayRoom{{{Code: "line", Label: "Wait for the desk"}, {Code: "desk", Label: "Desk", Seats: 1}},
			{{Code: "booth", Label: "Booths", Seats: 4}}, {{Code: "watch", Label: "Observation", Seats: 6}}}}
	for i := range 14 {
		at := 570 + i*5
		plan.People = append(plan.People, page.DayPerson{Number: i + 1, Stays: []page.DayStay{{Room: "line", From: at,
			Until: at + 4},
			{Room: "desk", From: at + 4, Until: at + 7}, {Room: "booth", From: at + 7, Until: at + 20},
			{Room: "watch", From: at + 20, Until: at + 45}}})
	}
	return page.LabDay{Title: "Today's rules", Form: "/lab/runs/r1/day", Plan: plan,
		Policies: []page.Choice{{Value: "today", Label: "Today's rules", Chosen: true}, {Value: "longer",
			Label: "Longer hours"}},
		Days: []page.Choice{{Value: "0", Label: "Day 1", Chosen: true}}, Steps: []page.Link{{Text: "Begin", URL: "/x"},
			{Text: "What comes next", URL: "/x"}}, Hours: []page.Row{{Key: "morning", Value: "09:30 to 12:00"}},
		Table: nhs.Table{Caption: "Every visit of the day", Responsive: true, FirstIsHead: true,
			Head: []nhs.Cell{{Text: "Visit",
				Numeric: true}, {Text: "Came"}}, Rows: [][]nhs.Cell{{{Text: "1", Numeric: true}, {Text: "09:30"}}}}}
}

func labForms() page.LabForm {
	return page.LabForm{Title: "Opening hours", Lead: "In: Longer hours.", Button: "Keep this rule",
		Form: form("/lab/rule"),
		Sections: []page.LabSection{{Legend: "Sessions", Hint: "Leave a row empty.", Grid: true, Fields: []page.SmallField{
			{ID: "s0_name", Name: "s0_name", Label: "Session 1", Field: page.Field{Value: "morning"}},
			{ID: "s0_from", Name: "s0_from", Label: "From", Field: page.Field{Value: "9", Error: "Write hours and minutes."}},
			{ID: "s0_to", Name: "s0_to", Label: "To", Field: page.Field{Value: "12:00"}}}},
			{Legend: "Whose decision it is", Fields: []page.SmallField{{ID: "authority", Name: "authority",
				Label:  "This rule is",
				Select: true, Choices: []page.Choice{{Value: "law", Label: "Law: Parliament or the government"}}}}}}}
}

func labs() []exhibit {
	l := layout("Policy lab")
	l.Lab, l.Back = true, &page.Link{Text: "The lab", URL: "/lab"}
	card := page.LabCard{Title: "Fifteen places, five sets of rules", URL: "/lab/runs/r1",
		State: nhs.Tag{Text: "Finished", Colour: "green"}, Facts: []string{"200 of 200 replications"}}
	ready := []page.LabReady{{Value: "longer", Policy: page.LabPolicy{Name: "Longer hours", Rules: labRules()}}}
	text := func(id, label string) page.SmallField { return page.SmallField{ID: id, Name: id, Label: label} }
	stop := page.Action{Label: "Stop it", Kind: "secondary", Form: form("/lab/runs/r1")}
	question := page.LabQuestion{Title: "Longer hours", Question: "Could our people keep a job?",
		Lacks: []page.Link{{Text: "32 figures that nobody published.", URL: "/lab/questions/q1/figures"}},
		Parts: []page.LabPart{{Title: "The service as it works today", URL: "/lab/questions/q1/service",
			State: nhs.Tag{Text: "To be written", Colour: "orange"}, Facts: []string{"2 visits a day"}}},
		Policies: []page.LabQuestionPolicy{{Policy: page.LabPolicy{Name: "Today's rules", First: true}, URL: "/x"},
			{Policy: page.LabPolicy{Name: "Longer hours", Rules: labRules()}, URL: "/x",
				Lack: "no shift has two registered staff",
				Drop: &stop}}, Add: form("/lab/questions/q1/add"), Ready: ready, Discard: &stop}
	return []exhibit{
		{"lab", page.LabIndexPage(l, page.LabIndex{New: &page.Link{Text: "Ask a question", URL: "/lab/new"},
			Runs: []page.LabCard{card}, Scenarios: []page.LabCard{card}})},
		{"lab-empty", page.LabIndexPage(l, page.LabIndex{})},
		{"lab-new", page.LabNewPage(l, page.LabNew{Form: form("/lab/new"), Title: text("title", "Title"),
			Question: text("question", "The question"), Ready: ready, Figures: page.SmallField{ID: "figures", Name: "figures",
				Label: "Figures", Choices: []page.Choice{{Value: "published", Label: "Only published figures",
					Hint: "32 stay open."}}}})},
		{"lab-question", page.LabQuestionPage(l, question)},
		{"lab-form", page.LabFormPage(l, labForms())},
		{"lab-policy", page.LabPolicyPage(l, page.LabPolicyEdit{Title: "Longer hours", Form: form("/lab/policy"),
			Name: text("name", "Name"), Why: text("why", "Why"), Lack: "no shift", Rules: []page.LabRuleEdit{
				{Rule: labRules()[1], URL: "/x", Drop: stop}}, Kinds: []page.LabKind{{Text: "Opening hours", URL: "/x",
				Tag: nhs.Tag{Text: "Local habit", Colour: "white"}}}})},
		{"lab-figures", page.LabFiguresPage(l, page.LabFigures{Missing: 1, Take: &stop,
			Records: page.Link{Text: "From our own records", URL: "/x"},
			List: []page.LabFigure{{Name: "Way", Unit: "minutes", URL: "/x", Figure: "Nobody published it",
				Tag: nhs.Tag{Text: "To be written", Colour: "orange"}}}})},
		{"lab-records", page.LabRecordsPage(l, page.LabRecords{Form: form("/lab/records"), Days: "2026-09-01 to 2026-11-28",
			Least: 30, Notes: []string{"A time that was written later than it happened is as it was written."},
			Found: []page.LabRecord{{ID: "booth.minutes", Name: "Time in the booth", Unit: "minutes, mean",
				Figure: "5.46 (95 %: 5.38 to 5.53)", Source: "Own journal", Now: "This question has it.", Taken: true}},
			Few: []page.LabRecord{{ID: "referral.per_week", Name: "New referrals", Unit: "people a week",
				Figure: "15 of 30 observations.", Now: "This question: nobody published it."}}})},
		{"lab-run", page.LabRunPage(l, page.LabRun{Title: "Longer hours", Question: "Could our people keep a job?",
			Progress: page.LabProgress{State: nhs.Tag{Text: "Running", Colour: "blue"}, Line: "120 of 200 replications",
				Done: 120,
				All:  200}, Stop: &stop, Facts: []page.Row{{Key: "Asked for", Value: "09:12"}}})},
		{"lab-compare", page.LabComparePage(l, labCompare())},
		{"lab-inputs", page.LabInputsPage(l, []page.LabInput{{ID: "travel.minutes", Name: "Way to the service, one way",
			Value: "30 minutes, mean", Range: "from 10 to 60", Confidence: nhs.Tag{Text: "Assumption", Colour: "red"},
			Source: "Assumption of this example"}})},
		{"lab-measure", page.LabMeasurePage(l, "Fifteen places", page.LabMeasure{Name: "Missed doses",
			Definition: "Of the doses that were due.", Unit: "of 100", Lines: labMeasure().Lines, Charts: []page.RangeChart{
				rangeChart("spread-missed", page.RangeSpread)}})},
		{"lab-day", page.LabDayPage(l, labDay())},
	}
}
