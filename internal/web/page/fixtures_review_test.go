package page_test

import (
	"steady/internal/web/page"
	"steady/internal/web/plain"
)

func reviewSheet() page.ReviewSheet {
	w := plain.In("en-GB").Review
	return page.ReviewSheet{W: w, Title: w.Of("Jo M.", "2 September 2026"), Better: "To sleep at night.",
		Goals: []string{"A key of my own"}, Gives: "I wake up without a fight.", Takes: "Two buses, twice a day.",
		Talk: "My sister.", Plan: []page.ReviewSheetLine{{Words: "Ring the housing office", Does: w.Doers["both"],
			Until: w.NextTime}}, Said: []page.OwnLine{{When: "2 September 2026", Words: "It was not so."}},
		Theirs: w.Theirs("2 September 2026"), Ours: w.OursNot, Next: w.Next("2 March 2027"), PDF: "/sheet"}
}

// reviewPages are reviews, for staff and for the person.
func reviewPages() []exhibit {
	w := plain.In("en-GB")
	doers := []page.Choice{{Value: "person", Label: "The person"}, {Value: "both", Label: "Both"}}
	untils := []page.Choice{{Value: "", Label: "Next time"}, {Value: "2026-09-16", Label: "In 2 weeks"}}
	before := []page.OwnLine{{When: "1 September 2026", Words: "I wake up without a fight."}}
	f, agree, pass := form("/people/p1/review/paper"), form("/people/p1/review/agree"), form("/people/p1/review/pass")
	view := page.Review{Name: "Jo M.", Says: "Due since 2 September 2026.", Asked: before, Better: before,
		Goals: staffOwn().Goals, Gives: page.ReviewSide{Before: before, Words: page.Field{Value: "I sleep."}},
		Takes: page.ReviewSide{Words: page.Field{Error: "This has 700 letters."}}, Form: form("/people/p1/review/write"),
		Plan: []page.ReviewPlan{{N: 1, Words: page.Field{Value: "Ring them"}, Does: page.Field{Value: "both"},
			Untils: untils},
			{N: 2, Words: page.Field{Error: "Write it in a few words"}, Untils: untils}},
		Doers: doers,
		Sheet: &page.Link{Text: "Print it on one sheet", URL: "/sheet"}, Said: before, Pass: &pass, Due: "2 September 2026",
		Agree: &page.ReviewAgree{Theirs: "Says it is not right", Ours: "Not yet", Worker: &agree, Paper: &f,
			PIN: page.Field{Error: "This PIN does not fit this name."}},
		Held: []page.Link{{Text: "Agreed on 2 June 2026", URL: "/people/p1/review/r1"}}, Line: lifeLine("/people/p1/line/")}
	yes, no := form("/me/review/yes"), form("/me/review/not")
	own := page.OwnReviews{Says: w.Review.Due, Asked: before, Ask: form("/me/review/ask"),
		Gives: page.OwnSaid{Lines: before}, GivesIn: form("/me/review/gives"), TakesIn: form("/me/review/takes"),
		Open: &page.OwnReviewOpen{Sheet: reviewSheet(), Yes: &yes, No: &no}, Pass: &pass,
		Held: []page.Link{{Text: "Jo M.: what we said on 2 June 2026", URL: "/me/review/r1"}}}
	along := page.Along{Title: "Jo M.: how treatment goes on", Lead: []string{"This plan stands from the first day."},
		Rows: []page.Row{{Key: "Plan", Value: "None.", Loud: true}}, Links: []page.Link{{Text: "Hand it over", URL: "/take"}},
		Forms: []page.SmallForm{{Title: "Write the plan", Button: "Keep it", Open: true, Form: form("/people/p1/onward/plan"),
			Fields: []page.SmallField{{ID: "call-plan", Name: "call", Label: "Who is rung"},
				{ID: "words-plan", Name: "words", Label: "What else", Rows: 3}}}}}
	return []exhibit{
		{"along", page.AlongPage(layout("How treatment goes on"), along)},
		{"own-take", page.OwnTakePage(ownLay("Own take"), page.OwnTake{Form: form("/me/take"), Begin: "/me/in/begin",
			Code: page.Field{Error: w.Take.NotYou}})},
		{"own-take-kiosk", page.OwnTakePage(ownLay("Own take"), page.OwnTake{Kiosk: true, Form: form("/me/take")})},
		{"reviews", page.ReviewsPage(layout("Reviews"), page.Reviews{Lines: []page.ReviewLine{
			{Link: page.Link{Text: "Jo M.", URL: "/people/p1/review"}, Says: "They asked for one.", Loud: true}},
			Onward: []page.Link{{Text: "Sam", URL: "/people/p2/onward"}}, Old: []page.Link{{Text: "Kit"}}})},
		{"review", page.ReviewPage(layout("Review"), view)},
		{"review-sheet", page.ReviewSheetPage(layout("Our review"), reviewSheet())},
		{"own-review", page.OwnReviewsPage(ownLay("Own review"), own)},
		{"own-review-sheet", page.OwnReviewSheetPage(ownLay("Own sheet"), reviewSheet())},
	}
}
