package page_test

import "steady/internal/web/page"

func rotaField(name, label string) page.SmallField {
	return page.SmallField{ID: name + "-" + label, Name: name, Label: label}
}

func rotaSmall(title string, fields ...page.SmallField) page.SmallForm {
	return page.SmallForm{Title: title, Lead: "What it does stands here.", Button: title, Form: form("/times/rota/x"),
		Fields: fields, Open: true}
}

func rotaDays() []page.RotaDay {
	gap := page.RotaMark{Kind: "stop", Icon: "stop",
		Text: "08:30 to 11:30: 1 registered. No dose can be prepared: it takes two (E-PREP-09)."}
	lacks := []page.RotaMark{{Kind: "wait", Icon: "alarm", Text: "1 registered of 2"}}
	early := page.RotaShift{Name: "Early", Time: "08:00 to 13:00", URL: "/times/rota/shift/early-1", Lacks: lacks,
		Places: []page.RotaPlace{{Name: "Ada Example", Skill: "registered", You: true},
			{Name: "Alexandrina-Theodora Placeholder", Skill: "registered", Out: "not counted: away"}}}
	late := page.RotaShift{Name: "Late", Time: "13:00 to 18:00", URL: "/times/rota/shift/late-1",
		Places: []page.RotaPlace{{Name: "Bank or agency nurse, no. 3", Skill: "registered"}}}
	return []page.RotaDay{{ID: "day-1", Title: "Mon 2 March", Today: true, Hours: "Open 08:30 to 11:30",
		Marks: []page.RotaMark{gap}, Shifts: []page.RotaShift{early, late}},
		{ID: "day-2", Title: "Tue 3 March", Hours: "Open 08:30 to 11:30", Shifts: []page.RotaShift{late},
			Marks: []page.RotaMark{{Kind: "good", Icon: "tick", Text: "Covered"}}},
		{ID: "day-3", Title: "Wed 4 March", Hours: "Closed",
			Marks: []page.RotaMark{{Kind: "wait", Icon: "wait", Text: "No shifts"}}}}
}

// rotaPages are the pages of the rota.
func rotaPages() []exhibit {
	in := func(title string) page.Layout {
		l := layout(title)
		l.Tabs = []page.Tab{{Label: "Day and week", URL: "/times"}, {Label: "Rota", URL: "/times/rota", Current: true}}
		return l
	}
	wide := in("Rota")
	wide.Wide = true
	days := rotaDays()
	who := rotaField("staff", "Who")
	who.List, who.Choices = true, []page.Choice{{Label: "Choose"},
		{Value: "s2", Label: "Bo Sample, known to 11 of 12 due (too many days without a day off)"}}
	last := page.SmallField{Name: "last-leave", Label: "Last day away", Date: &page.DateFields{Error: "Write a day."}}
	asks := page.SmallField{ID: "asks-rules", Name: "asks", Label: "Competences", Many: true, Choices: []page.Choice{
		{Value: "a", Label: "registered: rescue", Chosen: true}, {Value: "b", Label: "support: rescue"}}}
	return []exhibit{
		{"rota-week", page.RotaWeekPage(wide, page.RotaWeek{Heading: "Week of 2 March 2026", Days: days,
			Earlier: page.Link{Text: "Week before", URL: "/times/rota?week=1"},
			Later:   page.Link{Text: "Week after", URL: "/times/rota?week=2"},
			State:   page.RotaMark{Kind: "wait", Icon: "wait", Text: "Not published"},
			Gaps:    page.RotaMark{Kind: "stop", Icon: "stop", Text: "1 gap in the cover of open hours"},
			Ways:    []page.Link{{Text: "My shifts", URL: "/times/rota/mine"}}, Unset: []string{"rest between two shifts"},
			Away: []string{"Bo Sample: Mon 2 March to Wed 4 March"}, Forms: []page.SmallForm{rotaSmall("Publish it")}})},
		{"rota-shift", page.RotaShiftView(in("Early"), page.RotaShiftPage{Heading: "Early, Mon 2 March",
			Lead: "08:00 to 13:00. It needs 2 registered.", Marks: days[0].Marks,
			Places: []page.RotaPlaceLine{{RotaPlace: days[0].Shifts[0].Places[0],
				Forms: []page.SmallForm{rotaSmall("Take Ada Example off", rotaField("reason", "Why"))}}},
			Without: &page.RotaWithout{Heading: "If this shift is dropped", Lead: "2 promised visits would be lost.",
				Missing: []string{"the length of a slot"}, Bridge: "Ask the prescriber for a bridge.",
				Loses: []page.RotaLoss{{Name: "Jo M.", At: "09:10", Why: "It takes two.", URL: "/people/p1",
					Move: []string{"Could come at 14:10: 300 minutes later. It costs them 40 minutes of their day."}},
					{Name: "Sam K.", At: "09:20"}},
				Saves: []page.RotaSave{{Text: "Bo Sample as registered (known to 2 of 2 due)", Saved: "saves 2 of 2"}}},
			Forms: []page.SmallForm{rotaSmall("Put somebody on", who)}})},
		{"rota-mine", page.RotaMinePage(in("My shifts"), page.RotaMine{Lead: "1 shift from today on.",
			Shifts: days[0].Shifts[:1], Away: []string{"Mon 2 March"}})},
		{"rota-away", page.RotaAwayPage(in("Leave and sickness"), page.RotaAway{
			Forms: []page.SmallForm{rotaSmall("Record leave", who, last)},
			Lines: []page.RotaAwayLine{{Name: "Bo Sample", Kind: "Sick", Days: "from Mon 2 March, no last day yet",
				Reason: "An invented cold.", Shifts: []page.Link{{Text: "Early, Mon 2 March: 12 promised visits lost",
					URL: "/times/rota/shift/early-1"}}}}})},
		{"rota-propose", page.RotaProposalPage(in("Proposal"), page.RotaProposal{Heading: "Who could take the open places",
			Lead: "1 of 2 open places can be filled.",
			Form: &page.Form{Action: "/times/rota/propose", Command: "c", Expect: "1"},
			Gives: []page.RotaGive{{Value: "a b c", Day: "Mon 2 March", Shift: "Early", Name: "Bo Sample", Skill: "registered",
				Known: "known to 11 of 12 due"}, {Value: "d e f", Day: "Tue 3 March", Shift: "Late", Name: "Ada Example",
				Skill: "registered", No: "They are away that day."}},
			Left: []page.RotaLeft{{Title: "Wed 4 March, Late: 1 registered",
				Why: []page.Row{{Key: "Ada Example", Value: "away that day"}}}},
			Says: []string{"First as few open minutes as possible."}})},
		{"rota-settings", page.RotaSettingsPage(in("Shifts, rest and skills"), page.RotaSettings{
			Patterns: []page.RotaPatternLine{{Name: "Early", Days: "every day", Time: "08:00 to 13:00", Need: "2 registered",
				Since: "from 2 March 2026"}}, Rules: []page.Row{{Key: "Rest between two shifts", Value: "Not set: not checked"}},
			Forms: []page.SmallForm{rotaSmall("Set them", asks)},
			Members: []page.RotaMemberLine{{Name: "Bo Sample", Roles: "nurse", Week: "30 h a week",
				Form: rotaSmall("Hours of Bo Sample", rotaField("week", "Hours"))}}})},
		{"rota-faces", page.RotaFacesPage(in("Known faces"), page.RotaFaces{Heading: "Known faces",
			Lead: "How many visits.", Definition: "Known: took part in at least 3 earlier visits.",
			Share:  "9 of 10 visits (90 %)",
			Weeks:  []page.Row{{Key: "Week of Mon 2 March", Value: "9 of 10 visits (90 %)"}},
			Bands:  []page.Row{{Key: "Never", Value: "1 visit"}},
			People: []page.RotaFacesLine{{Name: "Jo M.", URL: "/people/p1", Share: "9 of 10 visits (90 %)", Visits: "1"}},
			Says:   []string{"Visits from 1 January."}})},
	}
}
