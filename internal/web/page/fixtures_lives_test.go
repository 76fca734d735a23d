package page_test

import "steady/internal/web/page"

// lifePages are the planning of a week and what it goes round in one life.
func lifePages() []exhibit {
	l := layout("Plan a week")
	l.Tabs = []page.Tab{{Label: "Day and week", URL: "/times"}, {Label: "Plan", URL: "/times/plan", Current: true}}
	act := page.Action{Label: "They said yes", Form: form("/times/plan/answer")}
	fold := func(id, title string) page.SmallForm {
		return page.SmallForm{Title: title, Button: "Set it", Form: form("/times/plan/weigh"), Open: true,
			Fields: []page.SmallField{{ID: id, Name: id, Label: "Fairness", Hint: "0: it does not count.", Mode: "numeric",
				Field: page.Field{Value: "x", Error: "Fairness: write a whole number."}}}}
	}
	weigh := fold("fair", "What a plan weighs")
	plan := page.TimesPlan{Week: "week from Monday 9 March 2026", Needs: []string{"the booths"}, Weighing: &weigh,
		Running: "A plan is being made. Load this page again in a moment.",
		Make: &page.PlanMake{Form: form("/times/plan/make"), Moves: page.Field{Value: "many",
			Error: "Days that may move: write a whole number."}, By: page.Pick{Value: "day"}, Choices: []page.Choice{
			{Value: "day", Label: "whatever saves the most on each day"}, {Value: "habit", Label: "one time a dose"}}},
		Other: &page.PlanOther{Title: "Instead: one time a dose for the whole week", Says: "It takes 2 h 10 min more.",
			Link: page.Link{Text: "Plan it so", URL: "/times/plan?by=habit"}},
		Found: &page.PlanFound{Saves: "This plan gives back 12 h 30 min a week",
			Proof:   "No timetable can save more than 13 h.",
			Figures: []page.Row{{Key: "Proposed", Value: "268 h 00 min", Loud: true}},
			Notes:   []string{"The times of today break 3 rules."}, Worst: "The most that anybody carries: 4 h (Morgan).",
			Blocks: []string{"Kim T., Morning of 10 Mar: there are too few booths."}, Propose: &act,
			Shares: []page.PlanShare{{Name: "Alexandrina-Theodora W.", Today: "23 h 20 min", First: "23 h", Proposed: "22 h",
				Back: "1 h 00 min", Changes: "12 visits at another time, gives back 1 h 20 min"}},
			Weighed: []page.Row{{Key: "This plan", Value: "270 h 00 min weighed"}}, Most: "It gives back most to Jo M. 1 h."},
		Open: &page.PlanOpen{Title: "Proposed times from 9 March 2026", Lead: "Proposed by Ada Example.", All: &act,
			Lines: []page.PlanAsked{{Name: "Jo M.", URL: "/times/lives/p1", Times: "Morning 09:20; Afternoon 14:50",
				Gives: "Gives back 1 h 20 min a week", State: "Not answered yet", Acts: []page.Action{act}}}}}
	bridge := fold("bridge", "Answer")
	pair := fold("pair", "Keep apart, or let come together")
	line := page.LifeLine{Text: "Probation or court: Tuesday, 09:00 to 10:00", Dates: "since 2 March 2026",
		By: "told by themself", Words: "with Priya", Acts: []page.Action{act}}
	away := line
	away.Form = &bridge
	lives := page.TimesLives{Who: "Jo M.", URL: "/people/p1", Lead: "A timetable goes round them.",
		Times: []page.Row{{Key: "Morning", Value: "10:00, Sunday 15:00"}}, Parts: []page.LifeLine{line},
		Forms: []page.SmallForm{fold("taken", "A time that is taken")}, Away: []page.LifeLine{away},
		Asks: []page.SmallForm{fold("days", "Ask for days away")}, Pairs: []page.LifeLine{line}, Pair: &pair,
		Keeps: "They keep their times, since 2 March 2026.", Stays: &act, Asked: "Proposed: Morning 09:20.",
		Answer: []page.Action{act}}
	return []exhibit{{"times-plan", page.TimesPlanPage(l, plan)}, {"times-lives", page.TimesLivesPage(l, lives)}}
}
