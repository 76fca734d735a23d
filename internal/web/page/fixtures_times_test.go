package page_test

import "steady/internal/web/page"

// timesPages are the pages of promised times and of how people come.
func timesPages() []exhibit {
	l := layout("Times")
	l.Wide, l.Tabs = true, []page.Tab{{Label: "Day and week", URL: "/times", Current: true},
		{Label: "Rota", URL: "/times/rota"}}
	who := func(name, at, says, mark string) page.TimesWho {
		return page.TimesWho{Name: name, At: at, Says: says, Mark: mark, URL: "/times/ask?person=p1"}
	}
	offer := page.Action{Label: "Offer what is free now", Kind: "secondary", Form: form("/times/day/offer")}
	fold := func(id, title string) *page.SmallForm {
		return &page.SmallForm{Title: title, Button: "Go on", Form: form("/times/day/find"), Open: true,
			Fields: []page.SmallField{{ID: id, Name: "at", Label: "Why, in one line"}}}
	}
	day := page.TimesDay{Day: "Monday 23 November", Before: page.Link{Text: "Day before", URL: "/times?day=2026-11-22"},
		After: page.Link{Text: "Day after", URL: "/times?day=2026-11-24"}, Ask: fold("find", "Ask for a time"), Offer: &offer,
		Week: []page.TimesWeekday{{Label: "Mon 23", Says: "30 times", URL: "/times", Current: true},
			{Label: "Tue 24", Says: "28 times, too full", URL: "/times", Loud: true}},
		Notes:   []string{"Other hours than usual: a holiday."},
		Setting: &page.Link{Text: "How people come", URL: "/times/access"},
		Nobody: []page.TimesNobody{{Name: "Kim T.", Text: "No time of the Morning session breaks no rule: Opening hours.",
			Way: page.Link{Text: "Find one with them", URL: "/times/ask"}}},
		Windows: []page.TimesWindow{{Title: "Morning, 08:30 to 12:00", Style: "Booked times", Unset: "Not set: the booths.",
			Slots: []page.TimesSlot{{At: "08:30", Load: "booths 2 of 4, observation 0 of 6", Past: true,
				Who: []page.TimesWho{who("Jo M.", "", "", ""), {Name: "Sam R.", Says: "here"}}},
				{At: "08:40", Load: "booths 1 of 4, observation 2 of 6", Free: true},
				{At: "08:50", Load: "booths 5 of 4, observation 2 of 6", Over: []string{"Booths and observation"},
					Who: []page.TimesWho{who("Alexandrina-Theodora W.", "08:55", "held until 09:10", "wait")}}}}},
		Outside: []page.TimesWho{who("Lee A.", "13:10", "", "")},
		Better: []page.BetterLine{{Name: "Max B.", Wants: "Morning between 08:30 and 09:00", Says: "asked 08:10",
			URL: "/times/ask", End: offer}},
		OverWeek: "1 time this week, each with the reason.",
		Over: []page.OverLine{{When: "Sunday 09:05", Name: "Max B.", Rules: "Start of a slot or a group", By: "Ada Example",
			Reason: "the bus"}}}
	act := page.Action{Label: "Promise 10:40", Form: form("/times/day/move")}
	no := page.TimesAsk{Who: "Jo M.", WhoURL: "/times/lives/p1", When: "Monday 23 November, Morning.",
		Now: "They are promised 09:00.", Held: "10:20 is held for them until 09:15.", HeldActs: []page.Action{act},
		Form: page.TimesQuestion{Action: "/times/ask", Hidden: []page.Pair{{Name: "person", Value: "p1"}},
			At: page.Field{Value: "25:00", Error: "Write hours and minutes, for example 11:00."}},
		Answer: &page.TimesAnswer{Heading: "Not 11:00", Rule: "Booths and observation", Text: "At 11:00 there is room for 4.",
			Others:  []page.TimesOther{{At: "10:40", Text: "It spares them 12 minutes that day.", Act: act}},
			Despite: fold("despite", "Promise 11:00 all the same")},
		Better: fold("better", "Wait for a better time"), Cancel: fold("cancel", "Give the time back")}
	yes := no
	yes.Answer = &page.TimesAnswer{Free: true, Heading: "Yes, 11:00 is free",
		Text: "It costs them 5 minutes more that day.", Acts: []page.Action{act}}
	yes.Better, yes.Cancel = nil, nil
	narrow := l
	narrow.Wide = false
	return []exhibit{{"times", page.TimesDayPage(l, day)}, {"times-asked", page.TimesAskPage(narrow, no)},
		{"times-free", page.TimesAskPage(narrow, yes)}, {"times-access", page.TimesAccessPage(narrow, accessView())}}
}

func accessView() page.TimesAccess {
	days := page.Picks{Values: []string{"0"}}
	end := page.Action{Label: "Ordinary hours again", Kind: "secondary", Form: form("/times/access/ordinary")}
	return page.TimesAccess{Settings: []page.AccessSetting{{Title: "Since 2 March 2026", Unset: "Not set: the booths.",
		Lines: []page.AccessLine{{Days: "Monday to Friday", Hours: "Morning, 08:30 to 12:00", Style: "Booked times",
			Holds: "4 booths, 6 places"}},
		Facts: []page.Row{{Key: "A slot", Value: "10 minutes"}, {Key: "An offered time waits", Value: "not set"}}}},
		Change: &page.AccessForm{Form: form("/times/access/set"), Open: true,
			Windows: []page.AccessWindowForm{{Title: "Monday, 08:30 to 12:00", Open: true, Fields: []page.SmallField{
				{ID: "w0-days", Name: "w0-days", Label: "On which days", Many: true, Picked: days,
					Choices: []page.Choice{{Value: "0", Label: "Monday"}, {Value: "1", Label: "Tuesday"}}},
				{ID: "w0-from", Name: "w0-from", Label: "From", Field: page.Field{Value: "08:30"}}}}},
			Figures: []page.SmallField{{ID: "slot", Name: "slot", Label: "A slot, in minutes", Mode: "numeric"}}},
		Days: []page.AccessDay{{Day: "Friday 25 December 2026", Hours: "Closed", Why: "Christmas Day", End: &end}}}
}
