package page_test

import (
	"steady/internal/web/page"
	"steady/internal/web/plain"
)

func ownPasts() []page.OwnPast {
	return []page.OwnPast{{Day: "Monday 2 March", Lines: []*page.OwnEntry{
		{At: "14:31", Text: "You could have a bit less than the full dose. You had 90 mg of 120 mg.",
			Why: []string{"You had time away. After that your body can take less."}, By: "Written by Ada Example"},
		{At: "09:10", Text: "You had 120 mg. You were well when you left.", By: "Written by Ada Example"}}},
		{Day: "Sunday 1 March", Lines: []*page.OwnEntry{{At: "09:05", Text: "You were not here this time."}}}}
}

// ownDoorPages are the entrance and the record, as people see them, and what
// staff see of both.
func ownDoorPages() []exhibit {
	w := plain.In("en-GB")
	out := ownLay(w.Door.Welcome)
	out.In = false
	wrong := out
	wrong.Problem = &page.Problem{Lines: []page.ProblemLine{{Text: w.Door.Denials["code_wrong"], Field: "code"}}}
	in := page.OwnIn{Kiosk: true, Cards: true, Form: form("/me/in/code"), Message: w.Door.Over}
	phone := page.OwnIn{Form: form("/me/in/code"), Phone: form("/me/in/passkey"), Begin: "/me/in/begin",
		Code: page.Field{Error: w.Door.Denials["code_wrong"]}, Hint: "Demonstration: 1617 6510 5596."}
	home := ownLay(w.Door.Welcome)
	home.Home, home.Done = true, w.Door.HereDone
	record := page.OwnRecord{Name: "Jo", Now: []string{"You may have 120 mg and 120 mg each day, until Monday 1 June.",
		"Your doses were stopped for now. Because of your breathing."}, Days: ownPasts(),
		Older: &page.Link{Text: w.Record.Older, URL: "/me/record?more=1"}, Sheet: &page.Link{Text: w.Record.Sheet, URL: "/s"},
		Looked: &page.Link{Text: w.Record.Looked, URL: "/l"}, Agreed: &page.Link{Text: w.Record.Consent, URL: "/c"}}
	more := form("/me/consents")
	return []exhibit{
		{"own-kiosk", page.OwnInPage(out, in)}, {"own-phone", page.OwnInPage(wrong, phone)},
		{"own-home", page.OwnHomePage(home, page.OwnHome{Name: "Jo", Here: &page.OwnHere{Form: form("/me/here"),
			When: "Your time is 09:10."}, Doors: []page.OwnDoor{{w.Door.Times, w.Door.TimesHint, "/me/times", "times"},
			{w.Door.Goals, w.Door.GoalsHint, "/me/goals", "goals"}, {w.Door.Today, w.Door.TodayHint, "/me/today", "today"},
			{w.Door.Record, w.Door.RecordHint, "/me/record", "record"}, {w.Door.Say, w.Door.SayHint, "/me/say", "say"}},
			Ways: &page.Link{Text: w.Door.Ways, URL: "/me/ways"}})},
		{"own-record", page.OwnRecordPage(ownLay(w.Record.Title), record)},
		{"own-record-sheet", page.OwnRecordSheet(ownLay(w.Record.Title), record)},
		{"own-looked", page.OwnLookedPage(ownLay(w.Record.Title), page.OwnLooked{Days: ownPasts(), Door: ownPasts()})},
		{"own-looked-none", page.OwnLookedPage(ownLay(w.Record.Title), page.OwnLooked{})},
		{"own-consents", page.OwnConsentPage(ownLay(w.Record.Title), page.OwnConsent{Since: "You said yes on Monday 2 March.",
			Needed: []string{"I take each dose here, and staff stay near me."}, Form: &more,
			More:     []page.Choice{{Value: "share_gp", Label: "You may tell my doctor outside.", Chosen: true}},
			Withdraw: &page.Link{Text: w.Record.Withdraw, URL: "/w"}})},
		{"own-withdraw", page.OwnWithdrawPage(ownLay(w.Record.Title), page.OwnWithdraw{Lines: w.Record.WithdrawLines,
			Form: form("/me/consents/withdraw")})},
		{"own-ways", page.OwnWaysPage(ownLay(w.Door.Ways), page.OwnWays{Code: "4821 9037", Until: w.Door.CodeUntil("09:50"),
			Make: &more, Phones: []page.LetInPhone{{Text: "A phone, since Monday 2 March", Form: form("/me/ways/remove")}}})},
		{"own-ways-phone", page.OwnWaysPage(ownLay(w.Door.Ways), page.OwnWays{Begin: "/b", Finish: form("/f")})},
		{"own-fault", page.OwnSayPage(ownLay(w.Door.Wrong), w.Door.Wrong, w.Door.Fault("9f86d081"),
			page.Link{Text: w.Door.Back2, URL: "/me"})},
		{"let-in", page.LetInPage(layout("Their own pages"), page.LetIn{Name: "Jo M.",
			Code:  &page.IssuedCode{Card: true, Groups: "4821 9037 5516"},
			Card:  []page.Row{{Key: "Given", Value: "09:10, by Ada"}},
			Issue: form("/c"), Block: form("/b"), Once: form("/o"), IssueText: "Give them a new card",
			Phones: []page.LetInPhone{{Text: "A phone, added 09:10", Form: form("/p")}}, Trail: times()})},
		{"kiosks", page.KiosksPage(layout("Kiosks"), page.Kiosks{Form: form("/kiosks"), Lines: []page.KioskLine{
			{Name: "Waiting room", Facts: "since 09:10, by Ada Example", Form: form("/kiosks/end")}}})},
		{"my-looks", page.MyLooksPage(layout("Whose records I read"), page.MyLooks{Lines: times()})},
	}
}
