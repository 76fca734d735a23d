package page_test

import (
	"steady/internal/web/page"
	"steady/internal/web/plain"
)

// asked is an instrument with a question of each kind.
func asked() page.Questions {
	words := page.QuestionWords{Skip: "Skipped", Week: "Week", Total: "Or in all"}
	scale := []page.Choice{{Value: "0", Label: "Not at all"}, {Value: "1", Label: "Only occasionally"}, {Label: "Skipped"}}
	figures := []page.Choice{{Value: "0", Label: "0"}, {Value: "1", Label: "1"}, {Value: "10", Label: "10"},
		{Label: "Skipped"}}
	signs := []page.Choice{{Value: "pain", Label: "pain"}, {Value: "looked", Label: "Looked, and saw none"}}
	return page.Questions{Title: "An invented questionnaire", Window: "the last week", Instruction: "Over the last week",
		Lead: "Every question may be skipped.", Notice: "Invented holder.", Note: "Invented note.", Words: words,
		Form: form("/people/p1/asking/new/invented"), Button: "Keep these answers", Decline: "They would rather not",
		Before: []page.SmallField{{ID: "how", Name: "how", Label: "How it is answered", Choices: []page.Choice{
			{Value: "worker", Label: "Now, together"}, {Value: "paper", Label: "On paper"}}}},
		Paper: []page.SmallField{{ID: "happened", Name: "happened", Label: "About what time"}}, OnPaper: true,
		After: []page.SmallField{{ID: "words", Name: "words", Label: "What they said beside it"}},
		List: []page.Question{
			{ID: "q-1", Number: "1.", Text: "I have felt well", Kind: "choice", Choices: scale, Value: "1"},
			{ID: "q-2", Number: "2.", Text: "How strong was the wish?", Kind: "choice", Choices: figures,
				Error: "A whole number from 0 to 10."},
			{ID: "q-3", Number: "3a.", Text: "Days", Kind: "days", Weeks: []string{"1", "", "0", "2"},
				Hint: "Days in each of the last four weeks.", Error: "Week 1: 9 is not possible."},
			{ID: "q-4", Number: "4.", Text: "Health", Kind: "number", Hint: "From 0 to 20."},
			{ID: "q-left-hand", Text: "left hand", Kind: "signs", Choices: signs}}}
}

func body() page.Body {
	b := page.Body{Title: "Places, seen from the front", Desc: "2 of 4 places have signs."}
	for i, p := range []string{"left-forearm", "right-forearm", "left-hand", "right-foot"} {
		x := page.BodyPlace{ID: p, Name: p, Mark: []string{"well", "signs", "alarm", ""}[i]}
		if x.Mark != "" {
			x.History = []page.Row{{Key: "Mon 2 Mar, 10:00", Value: "redness"}}
		}
		b.Places = append(b.Places, x)
	}
	return b
}

func alert() page.AlertView {
	return page.AlertView{Name: "Jo M.", URL: "/people/p1/asking", Says: "An answer needs looking at today",
		Since: "An invented questionnaire, answered 09:12.", Why: []string{"Question 9: talk with the person today."},
		Tried: "Tried once, not reached yet.", Form: &page.SmallForm{Title: "Say what was done", Button: "Keep this",
			Form: form("/asking/alert"), Open: true, Fields: []page.SmallField{
				{ID: "did-a1", Name: "did", Label: "What was done", Choices: []page.Choice{{Value: "talked",
					Label: "I talked with them"}}},
				{ID: "words-a1", Name: "words", Label: "In a few words", Field: page.Field{Error: "Write in a few words."}}}}}
}

func help(id string) page.SupportView {
	return page.SupportView{ID: id, Name: "Jo M.", URL: "/people/p1/wider#help", Kind: "A place to live",
		Words: "Nowhere to sleep from Friday.", Stage: "Asked for", Who: "since 09:00, looked after by Ada Example",
		Due: "Was due by 1 March 2026", Late: true, Form: &page.SmallForm{Title: "How far is it?", Button: "Keep this",
			Form:   form("/people/p1/wider/move"),
			Fields: []page.SmallField{{ID: "words-" + id, Name: "words", Label: "What was done"}}}}
}

// asking are the pages of how people are and of the life around treatment.
func asking() []exhibit {
	link := &page.Link{Text: "What this service asks", URL: "/asking/choose"}
	small := func(id string) *page.SmallForm {
		return &page.SmallForm{Title: "A form " + id, Button: "Keep this", Form: form("/people/p1/x"), Open: true,
			Fields: []page.SmallField{{ID: "f-" + id, Name: "words", Label: "In a line"}}}
	}
	line := page.AskLine{Name: "Jo M.", Says: "An invented questionnaire", Since: "due today", Self: true,
		URL: "/people/p1/asking/new/invented"}
	at := []page.Choice{{Value: "ask", Label: "At the start"}, {Value: "review", Label: "At each review"}}
	return []exhibit{
		{"asking", page.AskingPage(layout("How Jo is"), page.Asking{Name: "Jo M.", Alerts: []page.AlertView{alert()},
			Due: []page.AskLine{line}, Ask: small("ask"), Places: link, Others: []page.Link{*link},
			Declined: "Asked 3 times; would rather not once.",
			Sittings: []page.SittingLine{{Name: "An invented questionnaire", When: "09:12", How: "On paper",
				Given: "8 of 9 answered",
				URL:   "/people/p1/asking/a1", Alert: true}}})},
		{"asking-all", page.AskingAllPage(layout("How people are"), page.AskingAll{Alerts: []page.AlertView{alert()},
			Due: []page.AskLine{line}, Choose: link, Help: []page.SupportView{help("t1")}})},
		{"asking-questions", page.QuestionsPage(layout("Questions"), asked())},
		{"asking-sitting", page.SittingPage(layout("Answers"), page.SittingView{Name: "Jo M.",
			Title: "An invented questionnaire",
			When:  "09:12", How: "On paper", By: "Ada Example", Late: "recorded 11:00", Words: "It was a hard week.",
			Answers: []page.Row{{Key: "1. I have felt well", Value: "Not at all (0)"}}, Scores: []page.Row{{Key: "Total",
				Value: "14"}},
			Notes: []string{"It is no diagnosis."}, Notice: "Invented holder.", Back: small("back")})},
		{"asking-places", page.PlacesPage(layout("Places"), "Jo M.", link, body())},
		{"asking-choose", page.AskingChoosePage(layout("What we ask"), page.AskingChoose{Form: form("/asking/choose"),
			Rows: []page.AskingRow{{ID: "a", Name: "An invented questionnaire", Licence: "Its words may be shown.", At: at,
				Picked: page.Picks{Values: []string{"ask"}}, SelfMay: true, Self: true, Note: "Invented."},
				{ID: "b", Name: "Another", Licence: "Gated.", At: at}},
			Own: []page.BroughtView{{Name: "Our own", Says: "Version 1.", End: form("/asking/end")}},
			Install: page.SmallForm{Title: "Bring an instrument", Lead: "Paste it.", Button: "Bring it in",
				Form: form("/asking/install")}})},
		{"asking-goal", page.GoalLevelsPage(layout("A goal"), page.GoalLevels{Name: "Jo M.", Words: "A key of my own",
			Area: "A place to live", Whose: "theirs, in their words", Levels: []page.Row{{Key: "Hoped for",
				Value: "A room with a lock"}},
			Ratings: []page.TimeLine{{At: "09:00", Text: "A hostel bed", By: "when described"}}, Rate: small("rate"),
			Scale: small("scale"), Score: []page.Row{{Key: "Now", Value: "T 50"}}})},
		{"wider", page.WiderPage(layout("Life"), page.Wider{Name: "Jo M.", Help: []page.SupportView{help("t1")},
			Over: []page.SupportView{{ID: "t2", Kind: "A wound", Stage: "Done", Who: "since 1 March"}}, Ask: small("ask"),
			Lives: []page.CircumstanceView{{Title: "Home", Is: "Hostel", Since: "since 1 March 2026 (self-report)",
				Words:  "Noisy.",
				Before: []string{"Before: on the street"}}}, Life: small("life"), Happens: small("happened"),
			Events: []page.TimeLine{{At: "about 1 March 2026", Text: "Lost a home", By: "(self-report)"}}, Safe: link})},
		{"safeguarding", page.SafeguardingPage(layout("Safeguarding"), page.Safeguards{
			Name: "Jo M.", Call: "999", Raise: small("raise"),
			List: []page.SafeguardView{{ID: "c1", Kind: "Harm by a partner", Words: "Invented.", Raised: "Raised by Ada Example",
				Closed: "Closed 11:00", Steps: []page.TimeLine{{At: "10:00", Text: "Talked with the person", By: "Ada Example"}},
				Form: small("step")}}})},
	}
}

// ownAsked are the same things on the person's own pages.
func ownAsked() []exhibit {
	w := plain.In("en-GB")
	take, stand := form("/me/asked"), page.OwnStand{Form: form("/me/goals/g1"), Now: page.Pick{Value: "0"},
		Levels: []page.Choice{{Value: "-1", Label: "A hostel bed"}, {Value: "0", Label: "A room with a lock"}}}
	goal := page.OwnOneGoal{Goal: page.OwnGoal{Alone: true, GoalView: page.GoalView{Words: "A key of my own",
		Area: "Home"}},
		Say: form("/me/goals/g1"), Add: form("/me/goals/g1"), Aside: form("/me/goals/g1"), MoreSteps: true, Stand: &stand,
		Levels: &page.Link{Text: w.Levels.Title, URL: "/me/goals/g1/levels"}}
	var five []page.Field
	var steps, weights []page.Choice
	for i, ask := range w.Levels.Ask {
		five = append(five, page.Field{Value: "words"})
		steps = append(steps, page.Choice{Value: string(rune('0' + i)), Label: ask})
		weights = append(weights, page.Choice{Value: string(rune('1' + i)), Label: w.Levels.Weights[i]})
	}
	five[1].Error = w.Levels.Write
	own := asked()
	own.Before, own.Paper = nil, nil
	return []exhibit{
		{"own-asked", page.OwnAskedPage(ownLay("Questions"), page.OwnAsked{
			Alert: &page.OwnSent{Lines: []string{w.Asked.Alert}, Calls: []string{"Call: 999"}, Help: true},
			Wait:  []page.OwnAskedSet{{Title: "An invented questionnaire", Count: w.Asked.Count(9), URL: "/me/asked/invented"}},
			Past: []page.OwnAnswers{{Title: "An invented questionnaire", When: "09:12", Words: "A hard week.",
				Answers: []page.Row{{Key: "I have felt well", Value: "Not at all"}}, Take: &take},
				{Title: "Another", When: "09:00", None: w.Asked.NotAnswered}}})},
		{"own-questions", page.OwnQuestionsPage(ownLay("Questions"), own)},
		{"own-wider", page.OwnWiderPage(ownLay("My life"), page.OwnWider{Ask: form("/me/wider"), Life: form("/me/wider"),
			Ev: form("/me/wider"), Kinds: steps, Answers: steps, Events: steps, Kind: page.Pick{Error: w.Wider.ChooseHelp},
			Help:  []page.OwnHelp{{Kind: "A place to live", Stage: "Sent on", Words: "The form is there."}},
			Lives: []page.Row{{Key: "Home", Value: "A hostel"}}, Past: []page.OwnLine{{When: "1 March 2026",
				Words: "I lost my home"}}})},
		{"own-levels", page.OwnLevelsPage(ownLay("Levels"), page.OwnLevels{Goal: "A key of my own", Words: five, Steps: steps,
			Weights: weights, Weight: page.Pick{Value: "1"}, Form: form("/me/goals/g1/levels")})},
		{"own-goal-levels", page.OwnOneGoalPage(ownLay("One of my goals"), goal)},
	}
}
