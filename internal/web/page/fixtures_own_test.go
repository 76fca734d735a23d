package page_test

import (
	"steady/internal/web/page"
	"steady/internal/web/plain"
)

func ownLay(title string) page.Own {
	return page.Own{Words: plain.In("en-GB"), Title: title, Banner: "All people here are invented", In: true, RestSecs: 30,
		Leave: "/kiosk"}
}

func ownGoals() page.OwnGoals {
	w := plain.In("en-GB").Goals
	goal := page.OwnGoal{GoalView: staffOwn().Goals[0], Together: true,
		URL: "/me/goals/g1", Marks: []page.Form{form("/me/goals"), form("/me/goals")}}
	again := form("/me/goals")
	away := page.OwnGoal{GoalView: page.GoalView{Words: "Sunday at my sister's", Area: "Family and friends"},
		Again: &again}
	var areas []page.Choice
	for code, word := range w.Areas {
		areas = append(areas, page.Choice{Value: code, Label: word})
	}
	return page.OwnGoals{Reasons: page.OwnSaid{Lines: []page.OwnLine{{When: "3 March 2026", Words: "My daughter."}}},
		Better: page.OwnSaid{Lines: staffOwn().Better}, Still: &again, Goals: []page.OwnGoal{goal},
		New:   &page.OwnNewGoal{Form: form("/me/goals"), Areas: areas[:1], Area: page.Pick{Error: "What is it about?"}},
		Aside: []page.OwnGoal{away}, Form: form("/me/goals"), ReasonsForm: form("/me/goals")}
}

func ownToday() page.OwnToday {
	w := plain.In("en-GB").Today
	ask := func(id, text string, face bool, words ...string) page.OwnAsk {
		q := page.OwnAsk{ID: id, Text: text}
		for i, word := range words {
			q.Answers = append(q.Answers, page.OwnAnswer{Code: word, Word: word, Face: face, Level: i + 1})
		}
		return q
	}
	mood := ask("mood", w.Mood, true, "Very bad", "Bad", "In between", "Good", "Very good")
	mood.Value = "Bad"
	pain := ask("pain", w.Pain, false, "None", "A little", "Some", "A lot", "Very much")
	right := form("/me/today/right")
	return page.OwnToday{Form: form("/me/today"), Asks: []page.OwnAsk{mood, pain}, Waits: w.Waits("09:12"), Right: &right,
		Choices: []page.Choice{{Value: "", Label: w.AskNothing}, {Value: "talk", Label: w.AskTalk, Hint: w.AskTalkHint},
			{Value: "help", Label: w.AskHelp, Hint: w.AskHelpHint}},
		Before: []page.OwnBefore{{When: "Mon 2 Mar, 09:12", Words: "A long night.", Answers: []page.OwnBeforeAnswer{
			{Ask: w.Mood, OwnAnswer: mood.Answers[1]}, {Ask: w.Pain, OwnAnswer: pain.Answers[3]}}}}}
}

func ownSay() page.OwnSay {
	w := plain.In("en-GB").Say
	note := page.OwnNote{Kind: "Something is wrong", When: "2 March 2026", Words: "I wait in the rain.", Manager: true,
		Answer: "We put a roof there.", Stages: []page.OwnStage{{Text: "Sent", Past: true},
			{Text: "Read by staff", Past: true},
			{Text: "Being looked at", Past: true}, {Text: "Answered", Now: true}, {Text: "Finished"}}}
	var kinds []page.Choice
	for _, k := range []string{"complaint", "thanks", "idea", "question"} {
		kinds = append(kinds, page.Choice{Value: k, Label: w.Kinds[k]})
	}
	return page.OwnSay{Form: form("/me/say"), Look: form("/me/say/look"), Kinds: kinds, Signed: true,
		Named: page.Pick{Error: w.ChooseName}, Number: page.Field{Value: "12", Error: w.LookNone}, Found: &note,
		Mine: []page.OwnNote{note}, Here: []string{"They know my name here."}}
}

func ownLife() page.OwnLife {
	w := plain.In("en-GB").Life
	v := page.OwnLife{Told: []page.OwnPart{{Text: w.Busy(w.Kinds["work"], "Monday – Friday", "09:00", "13:00"),
		Since: w.SinceDay("2 March 2026"), Over: form("/me/life/over")}}, Clashes: []string{"Tomorrow, 09:10"},
		Form: form("/me/life"), Way: form("/me/life/way"), Kinds: []page.Choice{{Value: "work", Label: w.Kinds["work"]}},
		Picked: page.Picks{Values: []string{"0"}, Error: w.ChooseDays}, From: page.Field{Value: "09:00"}, Open: true,
		WayOpen: true, Since: page.Pick{Value: "now"}}
	for i, day := range w.Weekdays {
		v.Days = append(v.Days, page.Choice{Value: string(rune('0' + i)), Label: day})
	}
	return v
}

func ownHours() page.OwnHours {
	w := plain.In("en-GB").Life
	return page.OwnHours{NoWay: true, GivesForm: form("/me/hours"), TakesForm: form("/me/hours"),
		Gives: page.OwnSaid{Lines: []page.OwnLine{{When: "2 March 2026", Words: "I wake up without a fight."}}},
		Weeks: []page.OwnWeek{{Name: w.Week, Lived: w.Lived(125), Bar: 12}, {Name: w.LastWeek, Lived: w.Lived(980),
			Planned: w.Planned(900), Bar: 100}}}
}

func ownTimes() []exhibit {
	w := plain.In("en-GB").Times
	times := page.OwnTimes{Week: &page.OwnWeekPlan{Title: "My hours next week",
		Gives: "A plan made round everybody gives you back 4 hours.",
		Says:  []string{"With your times now it takes 20 hours."},
		Look:  page.Link{Text: "See what I can change myself", URL: "/me/life/plan"}},
		Days: []page.OwnDay{{Name: w.Today, Visits: []page.OwnVisitTime{
			{Clock: "09:10", Name: "Morning", Says: w.Done}, {Clock: "14:30", Name: "Afternoon", URL: "/me/times/d/1"}}},
			{Name: w.Tomorrow, Visits: []page.OwnVisitTime{{Clock: "09:10", Name: "Morning", Says: w.Usual,
				URL: "/me/times/d/0"}}},
			{Name: "Wednesday 4 Mar"}},
		Offers: []page.OwnOffer{{Text: w.Offer(w.Tomorrow, "11:00"), Until: w.OfferUntil("10:00"), Saves: w.Saves(125),
			Take: form("/me/times/offer"), No: form("/me/times/offer")}},
		Waiting: []page.OwnWaiting{{Text: w.WaitWords(w.Tomorrow, "11:00", "12:00"), Stop: form("/me/times/stop")}},
		Doors:   []page.OwnDoor{{Text: w.Visit, Hint: w.VisitHint, URL: "/me/visit"}}}
	stop := form("/me/life/plan")
	times.Proposed = &page.OwnProposed{Text: w.Proposed("9 March 2026"), Saves: w.SavesWeek(125),
		Times: []string{"Morning: 09:10"}, Yes: form("/me/times/answer"), No: form("/me/times/answer")}
	starts := []page.Choice{{Value: "660", Label: "11:00"}, {Value: "670", Label: "11:10"}}
	ask := page.OwnAskTime{Day: w.Tomorrow, Now: w.Now("09:10"), Form: form("/me/times/d/0"), Choices: starts,
		At: page.Pick{Value: "660"}, Wait: &page.OwnWait{Form: form("/me/times/d/0/wait"), Choices: starts,
			From: page.Pick{Error: w.ChooseTime}},
		Answer: &page.OwnTimeAnswer{Text: w.NotFree("11:00"), Why: []string{w.Why["room"], w.Why["busy"]},
			Others: []page.OwnTimeOption{{Clock: "10:40", Saves: w.Saves(25), Form: form("/me/times/d/0/take")},
				{Clock: "11:20", Saves: w.Costs(10) + " " + w.NoWay, Form: form("/me/times/d/0/take")}}}}
	return []exhibit{{"own-life", page.OwnLifePage(ownLay("Own life"), ownLife())},
		{"own-plan", page.OwnPlanPage(ownLay("Own plan"), page.OwnPlan{Now: "20 hours", New: "17 hours 40 minutes",
			Saves: plain.In("en-GB").Life.PlanSaves(140), NoWay: true, Changes: []string{"Monday 9 Mar: 14:20, not 09:10"},
			Take: &stop})},
		{"own-hours", page.OwnHoursPage(ownLay("Own hours"), ownHours())},
		{"own-sheet", page.OwnSheetPage(ownLay("Own sheet"), page.OwnSheet{Name: "Jo M.", Made: "Made on 2 March 2026",
			Days: times.Days, Goals: []string{"A key of my own"}, Call: "01632 960001",
			With: &page.Link{Text: "With my goals", URL: "/me/sheet?goals=1"}})},
		{"own-times", page.OwnTimesPage(ownLay("Own times"), times)},
		{"own-ask", page.OwnAskTimePage(ownLay("Own ask"), ask)}}
}

// ownPages are the doors of people's own pages.
func ownPages() []exhibit {
	w := plain.In("en-GB")
	goals, today, sent, said := ownGoals(), ownToday(), ownToday(), ownSay()
	sent.Sent = &page.OwnSent{Help: true, Lines: []string{w.Today.Thanks, w.Today.HelpSent, w.Today.HelpPhone},
		Calls: []string{w.Today.Call("01632 960001")}}
	said.Code, said.Found, said.Number = "1234 5678 9012 3456", nil, page.Field{}
	visit := page.OwnVisit{}
	for _, x := range w.Visit.Steps {
		visit.Steps = append(visit.Steps, page.OwnVisitStep{Picture: x.Picture, Name: x.Name, Text: x.Text,
			Long: w.Visit.Ask})
	}
	one := page.OwnOneGoal{Goal: goals.Goals[0], Words: page.Field{Value: "A key of my own"}, Say: form("/me/goals/g1"),
		Add: form("/me/goals/g1"), Aside: form("/me/goals/g1"), MoreSteps: true, End: page.Pick{Error: w.Goals.AsideHint},
		Ends: []page.Choice{{Value: "there", Label: w.Goals.Ends["there"]}, {Value: "rest", Label: w.Goals.Ends["rest"]}}}
	one.Goal.URL, one.Goal.Alone = "", true
	return append(ownTimes(), []exhibit{
		{"own-goals", page.OwnGoalsPage(ownLay("Own goals"), goals)},
		{"own-goal", page.OwnOneGoalPage(ownLay("Own goal"), one)},
		{"own-today", page.OwnTodayPage(ownLay("Own today"), today)},
		{"own-today-sent", page.OwnTodayPage(ownLay("Own today"), sent)},
		{"own-say", page.OwnSayingPage(ownLay("Own say"), ownSay())},
		{"own-say-code", page.OwnSayingPage(ownLay("Own say"), said)},
		{"own-visit", page.OwnVisitPage(ownLay("Own visit"), visit)},
	}...)
}
