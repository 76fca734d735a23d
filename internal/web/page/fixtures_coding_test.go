package page_test

import "steady/internal/web/page"

func codings() []exhibit {
	in := layout("Coding")
	in.Study = true
	head := page.Study{Heading: "Interview 01", Ways: []page.Link{{Text: "Texts", URL: "#texts"}}}
	wait := page.DeskMark{Letters: "Wt", Style: 1, Code: "Waiting times", Coder: "Sam", Words: "an hour each day",
		URL: "#coding"}
	block := page.DeskBlock{No: "1", Start: "0", Who: "Anna", URL: "#at", Sentences: "0 12", Lanes: 2,
		Time: page.Moment{Clock: "00:01:10", Seconds: "70", URL: "/sound#t=70"},
		Parts: []page.DeskPart{{Words: "I wait "}, {Words: "an hour ", Deep: 1, Letters: "Wt"},
			{Words: "each day", Deep: 2, Letters: "Kn"}, {Words: " <here>"}},
		Stripes: []page.DeskStripe{{Lane: 0, From: 200, To: 800, Style: 1, Title: "Waiting times"},
			{Lane: 1, From: 500, To: 900, Style: 2, Title: "Known"}},
		Marks: []page.DeskMark{wait, {Letters: "Kn", Style: 2, Code: "Known", From: "goes on below", URL: "#known"}}}
	tools := page.DeskTools{Form: form("/studies/x/texts/y/code"), Version: "1", Codes: []string{"Waiting times"},
		From: []page.Choice{{Value: "0", Label: "1.1 I wait"}}, To: []page.Choice{{Value: "9", Label: "1.1 I wait"}},
		New: "Roads", Problem: &page.Problem{Lines: []page.ProblemLine{{Text: "There is no code “Roads” yet."}}},
		Undo: ptr(form("/studies/x/texts/y/undo")), UndoSays: "Take back: “Known” given", Redo: ptr(form("/studies/x/redo")),
		RedoSays: "Do again what was taken back"}
	ask := page.SmallForm{Title: "Look for", Button: "Look", Form: page.Form{Action: "/find"},
		Fields: []page.SmallField{{ID: "words", Name: "words", Label: "Words"}}}
	hits := []page.Hit{{Value: "a 1 2 3", Before: "I wait ", Words: "an hour", After: " each day",
		Where: "Interview 01, passage 2",
		URL:   "#hit", Marks: []page.DeskMark{wait}}}
	wide := in
	wide.Wide = true
	return []exhibit{
		{"coding-desk", page.DeskPage(wide, page.Desk{Study: head, Notes: []string{"You code this text blind."},
			Text:  page.DeskText{Blocks: []page.DeskBlock{block}, Place: "Shown from 1 of 40", Earlier: "#a", Later: "#b"},
			Tools: tools, Legend: []page.DeskMark{wait}, Keys: []page.Row{{Key: "← →", Value: "the word before, the next"}},
			Jump: page.DeskJump{Action: "/studies/x", First: "1", Blocks: "40"}})},
		{"coding-one", page.CodingPage(in, page.Coding{Study: head, Before: "I wait ", Words: "an hour", After: " each day",
			Mark: wait})},
		{"coding-tree", page.CodeTreePage(in, page.CodeTree{Study: head, Nodes: []page.CodeNode{{Mark: wait, Depth: 1,
			Note: "2 people, 3 passages", Means: "Hours that go by"}, {Mark: wait, Depth: 2, Note: "no passage yet"}}})},
		{"coding-hits", page.HitsPage(in, page.Hits{Study: head, Ask: ask, Found: "1 place in 1 text",
			Choose: &page.HitForm{Form: form("/find"), Places: hits, Codes: []string{"Known"},
				Button: "Code the chosen places"}})},
		{"coding-compare", page.ComparePage(wide, page.Compare{Study: head, Ask: ask, A: "Sam", B: "Kim", Later: "#more",
			Rows: []page.CompareRow{{No: "1", URL: "#1", Block: page.DeskBlock{Parts: []page.DeskPart{
				{Words: "an hour", Deep: 1, Whose: "a"}, {Words: " each", Deep: 2, Whose: "both"},
				{Words: " day", Deep: 1, Whose: "b"}}}, Side: [2][]page.DeskMark{{wait}, nil}}}})},
		{"themes-map", page.ThemeMapPage(wide, page.ThemeMapView{Study: head, Map: page.DrawnMap{W: 600, H: 160,
			Desc: "2 themes and 1 line.", Boxes: []page.DrawnBox{{X: 12, Y: 20, W: 250, H: 60, Dash: true,
				Lines: []page.DrawnText{{X: 24, Y: 46, Text: "Time given away", Loud: true}}}, {X: 322, Y: 20, W: 250, H: 60}},
			Lines: []page.DrawnLine{{X1: 262, Y1: 50, X2: 322, Y2: 50, TX: 292, TY: 46, Text: "leads to"}}}})},
		{"themes-matrix", page.GridPage(wide, page.Grid{Study: head, Caption: "Interviews by codes", Corner: "Interview",
			Head: []page.GridHead{{Text: "Waiting", URL: "#w"}}, Rows: []page.GridRow{{Head: page.GridHead{Text: "Interview 01"},
				Cells: []page.GridCell{{Count: "3", Says: "An hour each day", URL: "#c", Label: "Interview 01, Waiting: 3"}}}}})},
		{"themes-saturation", page.SaturationPage(in, page.Saturation{Study: head, Ask: ask, Curve: &page.Curve{
			Title: "Codes heard so far", Desc: "The line follows the order of the texts.", Top: 10, Points: []page.CurvePoint{
				{Label: "1 One", Value: 4, New: 4, Lo: 2, Mid: 3, Hi: 5}, {Label: "2 Two", Value: 7, New: 3, Lo: 6, Mid: 7,
					Hi: 7}}}})},
		{"coding-agreement", page.AgreementPage(wide, page.Agreement{Study: head, Ask: &ask, Tables: []page.StudyTable{{
			Caption: "By unit", Head: []string{"Code", "Percent"}, Rows: []page.StudyRow{{Cells: []string{"Waiting",
				"0.870"}}}}},
			Explain: []page.Row{{Key: "Percent", Value: "The share judged alike."}},
			Differ: []page.Difference{{ID: "d-1", Before: "I wait ", Words: "each day", Mark: wait, By: "Sam", Not: "Kim",
				Where: "Interview 01", URL: "#d", Settled: "Settled: the code belongs here"}}})},
	}
}

func ptr(f page.Form) *page.Form { return &f }
