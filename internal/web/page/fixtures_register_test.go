package page_test

import "steady/internal/web/page"

func count() page.Count {
	s := second("These are the figures both of us counted.")
	s.Button = "Counted"
	return page.Count{Form: form("/register/count"), Heading: "Count", Two: "Two people count together; each signs.",
		Kinds: []page.Choice{{Value: "opening", Label: "Opening", Hint: "due now"}, {Value: "weekly", Label: "Weekly"},
			{Value: "monthly", Label: "Monthly, with a third person"}, {Value: "other", Label: "Another count"}},
		Kind: page.Pick{Value: "opening"}, Stores: []page.Choice{{Value: "", Label: "Everywhere", Chosen: true},
			{Value: "safe", Label: "Only in the safe"}}, Store: page.Pick{Error: "The weekly count is of the whole page"},
		Third: page.ThirdPerson{Staff: staffChoices(), Open: true, PIN: page.Field{Error: "This PIN does not fit."}},
		Lines: []page.CountLine{
			{Name: "count_p100", Label: "Diamorphine hydrochloride 100 mg powder ampoules", Hint: "Safe 1", Unit: "ampoules"},
			{Name: "count_p30", Label: "Diamorphine hydrochloride 30 mg powder ampoules", Hint: "Safe 1", Unit: "ampoules",
				Field: page.Field{Value: "x", Error: "Write a whole number of ampoules"}}}, Second: s}
}

func recount() page.Count {
	v := count()
	v.Heading, v.Kinds, v.Lines = "Count again", nil, v.Lines[:1]
	v.Had = "Ada Example and Bo Sample counted at 07:41. Two others count now."
	return v
}

func counted() page.CountedView {
	return page.CountedView{Lines: []page.CountedLine{
		{Label: "Diamorphine hydrochloride 100 mg, ampoule", By: "opening, 07:41, Ada Example and Bo Sample", Agrees: true,
			Says: "agrees: 42 ampoules"},
		{Label: "Diamorphine hydrochloride 30 mg, ampoule", By: "opening, 07:41, Ada Example and Bo Sample",
			Says: "differs by -1: counted 11 ampoules, the register says 12 ampoules",
			Note: "A difference is open on this page.",
			Way:  &page.Link{Text: "Open the case", URL: "/register/30/difference"}}}}
}

func differs() page.Case {
	return page.Case{Product: "Diamorphine hydrochloride 30 mg, ampoule",
		Page:  page.Link{Text: "The page", URL: "/register/30"},
		Says:  "The latest count found 1 ampoule fewer than the register says.",
		Due:   "If it is still open then, it is with the accountable officer from Tue 24 Nov, 07:41.",
		Clock: &page.Clock{Label: "to the accountable officer", Until: at(600), Text: "10:00:00"},
		Steps: []page.CaseStep{{Text: "Two others count the whole page again.", Way: &page.Link{Text: "Count again",
			URL: "/register/count"}}, {Text: "The entries are gone through.", Done: true}},
		Times: []page.TimeLine{{At: "07:41", Text: "Counted 11, the register says 12", By: "Ada Example and Bo Sample",
			No: "422"}},
		Since: "These were made since the last count that agreed, Sun 22 Nov, 17:02, no. 401.",
		Trace: []page.TraceLine{{No: "418", At: "17:40", Text: "taken out of the safe 1 ampoule opened", By: "Ada Example",
			See: "/register/30#no-418", Mine: "/register/30/difference?entry=418#explain-entry"}},
		Forms: []page.SmallForm{{Title: "Write down what you found", Button: "Write it down", Open: true,
			Form: form("/register/30/difference/explain"), Fields: []page.SmallField{
				{ID: "cause", Name: "cause", Label: "What was it?", Choices: []page.Choice{{Value: "unknown", Label: "Not found"}}},
				{ID: "words", Name: "words", Label: "In one line", Field: page.Field{Error: "Write what you found."}}}}}}
}

func checks() []page.CheckLine {
	return []page.CheckLine{{Text: "No difference is open on any page", Met: true},
		{Text: "Every page was counted since its last movement, and agreed", Why: "Count the page first.", Rule: "R-REG-29",
			Way: &page.Link{Text: "Count the page", URL: "/register/count"}}}
}

func destruction() page.Destruction {
	return page.Destruction{Exemption: page.Row{Key: "Waste exemption", Value: "No. T28-7, until 31 December 2026"},
		Enter:   &page.Link{Text: "Enter the waste exemption", URL: "/register/destruction/exemption"},
		Waiting: []page.DestroyLot{{Product: "Diamorphine hydrochloride 30 mg, ampoule", Batch: "B1", Count: "3 ampoules"}},
		Authorities: []page.AuthorityView{{Ref: "W-7", Rows: []page.Row{{Key: "Witness", Value: "Iris Invented"}},
			Checks: checks(), Way: &page.Link{Text: "Destroy with this witness", URL: "/register/destroy?authority=W-7"}}},
		Authorise: &page.Link{Text: "Authorise a witness", URL: "/register/destruction/witness"},
		Returned:  page.Link{Text: "Returned medicines", URL: "/register/returned"}}
}

func destroy() page.StockForm {
	s := second("I saw these sealed ampoules counted and destroyed.")
	return page.StockForm{Form: form("/register/destroy"), Heading: "Destroy stock", Two: "The witness sees it destroyed.",
		Checks: checks(), Second: &s, Groups: []page.FieldGroup{{Title: "What is destroyed", Fields: []page.SmallField{
			{ID: "n-0", Name: "n-0", Label: "Batch B1", Suffix: "ampoules", Mode: "numeric", Field: page.Field{Value: "3"}},
			{ID: "kits", Name: "kits", Label: "Kits", Many: true, Choices: []page.Choice{{Value: "yes", Label: "Enough"}}},
			{ID: "who", Name: "who", Label: "Whose was it?", List: true, Choices: []page.Choice{{Value: "", Label: "Not known"},
				{Value: "p1", Label: "Jo M."}}}}}}}
}

// register is the pages of counts, differences and destruction.
func register() []exhibit {
	return []exhibit{
		{"count", page.CountPage(layout("Count"), count())},
		{"count-again", page.CountPage(layout("Count again"), recount())},
		{"difference", page.CasePage(layout("Difference"), differs())},
		{"destruction", page.DestructionPage(layout("Destroy stock"), destruction())},
		{"destroy", page.StockFormPage(layout("Destroy stock"), destroy())},
		{"returned", page.ReturnedPage(layout("Returned medicines"), page.Returned{
			New: &page.Link{Text: "Take medicine back", URL: "/register/returned/new"},
			Here: []page.ReturnedLine{{Text: "3 x morphine 10 mg tablet, of Jo M.", Since: "brought back 09:12, record m-1",
				Way: &page.Link{Text: "Destroy it", URL: "/register/returned/destroy"}}},
			Times: []page.TimeLine{{At: "09:12", Text: "Brought back, record m-1", By: "Ada Example and Bo Sample", No: "9"}}})},
		{"counted", page.CountedPage(layout("What the count says"), counted())},
	}
}
