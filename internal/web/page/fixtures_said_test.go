package page_test

import (
	"slices"

	"steady/internal/web/page"
)

func staffOwn() page.StaffOwn {
	field := page.SmallField{ID: "words-own-seen", Name: "words", Label: "What was agreed, if anything"}
	return page.StaffOwn{Asked: &page.StaffAsked{Says: "Asked for help at 09:12.", Words: "I cannot go home tonight.",
		Help: true, Form: &page.SmallForm{Title: "Somebody was with them", Button: "Somebody was with them",
			Form: form("/people/p1/own"), Fields: []page.SmallField{field}, Open: true}},
		Better: []page.OwnLine{{When: "3 March 2026", Words: "To sleep at night."}, {When: "1 January 2026", Words: "Rest."}},
		Goals: []page.GoalView{{ID: "g1", Words: "A key of my own", Area: "A place to live", When: "since 3 March 2026",
			Steps: []page.StepView{{No: "1", Words: "Ring the housing office", Mark: "done", Says: "Done"},
				{No: "2", Words: "Find my papers", Mark: "open", Says: "To do"}}}},
		Last: []page.Row{{Key: "Mood", Value: "Bad"}, {Key: "Sleep", Value: "In between"}}, LastAt: "09:12",
		LastWords: "A long night."}
}

// said are the pages of staff about what people say.
func said() []exhibit {
	own := personView()
	own.Own = staffOwn()
	called := board(false)
	called.Asked = []page.AskedLine{{Name: "Jo M.", URL: "/people/p1#asked", Says: "Asked for help at 09:12", Help: true},
		{Name: "Sam K.", URL: "/people/p2#asked", Says: "Asked to talk at 08:55"}}
	called.LateNotes = "2 messages not answered within the 3 days you set."
	wide := layout("Board")
	wide.Wide = true
	note := page.NoteView{ID: "k1", Kind: "Something is wrong", From: "Without a name, 2 March 2026",
		Stage: "Being looked at", By: "Ada Example, 09:20", Words: "I wait in the rain.",
		Late: true, Manager: true, Replies: true, Open: true,
		Reply: page.Field{Error: "Write the answer."}, Form: form("/said/k1"),
		Next: []page.Choice{{Value: "read", Label: "I have read it"}, {Value: "looking", Label: "We are looking at it"}}}
	return slices.Concat(asking(), ownAsked(), []exhibit{
		{"person-own", page.PersonPage(layout("Jo M."), own)},
		{"board-asked", page.BoardPage(wide, called)},
		{"said", page.SaidPage(layout("Messages"), page.Said{Asked: called.Asked, Open: []page.NoteView{note}, Unset: true,
			Closed:   []page.NoteView{{ID: "k2", Kind: "Thank you", From: "Jo M., 09:00", Words: "Thanks.", Stage: "Closed"}},
			Settings: &page.Link{Text: "What people's own pages say", URL: "/said/words"}})},
		{"said-words", page.OwnSettingsPage(layout("Own pages"), page.SmallForm{Title: "Own pages", Button: "Keep this",
			Form: form("/said/words"), Fields: []page.SmallField{{ID: "call", Name: "call", Label: "Whom to call"}}})},
	})
}
