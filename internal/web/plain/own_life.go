package plain

// Life is what somebody does beside treatment, the way here, what treatment
// takes of their week, and what it gives them.
type Life struct {
	Title, Lead, Quiet, Told, NoneTold, Over, Add, What, Days, From, To string
	Since, SinceToday, SinceMonday, Keep, Kept, Ended, Wish             string
	Way, WayAsk, WayHint, WayKeep, Clashes, ClashesNone                 string
	ChooseDays, ChooseWhat                                              string
	Kinds                                                               map[string]string
	Weekdays                                                            []string

	Busy          func(what, days, from, to string) string
	WayWords, Bus func(minutes int) string
	SinceDay      func(day string) string
	Clash         func(day, clock string) string

	Plan, PlanHint, PlanTitle, PlanNow, PlanNew, PlanSame, PlanNeeds string
	PlanTake, PlanKeep, PlanTaken, PlanSome, PlanOnce, PlanNearer    string
	PlanSaves                                                        func(minutes int) string
	PlanChange                                                       func(day, was, now string) string

	Hours, HoursLead, Week, LastWeek, NoWay, Nothing       string
	Gives, GivesAsk, GivesNone, Takes, TakesAsk, TakesNone string
	Lived, Planned                                         func(minutes int) string
	WeekFrom                                               func(day string) string

	Sheet, SheetLead, Print, WhoToCall, CallAsk, GoalsToo, Week2 string
	SheetOf                                                      func(day string) string
}

var englishLife = Life{
	Title: "What else I do", Lead: "Tell us when you cannot come. We look for times that fit your life.",
	Quiet: "Do you not want to say why? Choose “Quiet”. Then nobody sees why.",
	Told:  "What you told us", NoneTold: "You have not told us yet.", Over: "This is over", Add: "Add something I do",
	What: "What is it?", Days: "On which days?", From: "From", To: "Until", Since: "Since when?",
	SinceToday: "Now", SinceMonday: "From next Monday", Keep: "Keep this",
	Kept: "Kept. Now look if other times would suit you more.",
	Way:  "My way here", WayAsk: "How many minutes is your way here?", WayHint: "From where you sleep, one way.",
	WayKeep: "Keep this", Ended: "Kept. It is over.",
	Kinds: map[string]string{"work": "Work", "training": "School or training", "children": "Children",
		"care": "Looking after somebody", "probation": "Probation or court", "pharmacy": "Pharmacy", "health": "A doctor",
		"other": "Something else", "quiet": "Quiet"},
	Weekdays: []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
	Busy:     func(what, days, from, to string) string { return what + ": " + days + ", " + from + " to " + to },
	WayWords: func(n int) string { return "Your way here takes " + span(n) },
	Bus:      func(n int) string { return "Your bus comes every " + span(n) },
	Wish:     "When you would like to come", SinceDay: func(day string) string { return "since " + day },
	Clashes: "These times do not fit what you told us", ClashesNone: "All your times fit what you told us.",
	Clash:      func(day, clock string) string { return day + ", " + clock },
	ChooseDays: "Choose the days, and from when until when.", ChooseWhat: "Choose what it is.",

	Plan: "Find times that fit me", PlanHint: "We work it out. Nothing changes until you say yes.",
	PlanTitle: "Times that fit my week", PlanNow: "Your week takes now", PlanNew: "With other times it would take",
	PlanSame:  "There are no times that give you more of your week back. Your times are good as they are.",
	PlanNeeds: "We cannot work this out yet. Ask staff: they can look with you.",
	PlanTake:  "Take these times", PlanKeep: "Keep my times",
	PlanSaves:  func(n int) string { return "These times give you back " + span(n) + " that week." },
	PlanChange: func(day, was, now string) string { return day + ": " + now + ", not " + was },
	PlanTaken:  "Done. You have new times.",
	PlanNearer: "These times are nearer to what you asked for.",
	PlanOnce:   "The times are for that week. Ask staff to keep them after it.",
	PlanSome:   "Some times were taken by somebody else just now. Look at your times, or ask staff.",

	Hours:     "What treatment takes and gives",
	HoursLead: "This is your time, and your words. You are not compared with anybody.",
	Week:      "This week so far", LastWeek: "Last week",
	NoWay:   "Without your way here. You have not told us how long it is.",
	Nothing: "There is nothing to show yet.", Lived: span,
	Planned:  func(n int) string { return "planned: " + span(n) },
	WeekFrom: func(day string) string { return "Week from " + day },
	Gives:    "What it gives me", GivesAsk: "What does treatment give you?", GivesNone: "You have not written this yet.",
	Takes: "What it takes from me", TakesAsk: "What does treatment take from you?",
	TakesNone: "You have not written this yet.",

	Sheet: "My times on paper", SheetLead: "This sheet says nothing about what the times are for.", Print: "Print this",
	WhoToCall: "Who to call", CallAsk: "Ask at the desk.", GoalsToo: "With my goals", Week2: "My week",
	SheetOf: func(day string) string { return "Made on " + day },
}
