package page_test

import "steady/internal/web/page"

func studies() []exhibit {
	in := layout("What changed")
	in.Study = true
	ways := []page.Link{{Text: "Texts", URL: "/studies/impact/texts"}}
	open := page.SmallForm{Button: "Open the study", Form: form("/studies"), Fields: []page.SmallField{
		{ID: "title", Name: "title", Label: "Title", Field: page.Field{Error: "Give the study a title."}},
		{ID: "aims", Name: "aims", Label: "Aims", Rows: 4},
		{ID: "file", Name: "file", Label: "A file", File: true, Hint: "DOCX, ODT, TXT, VTT or SRT."},
		{ID: "approach", Name: "approach", Label: "Approach", Choices: []page.Choice{{Value: "reflexive", Label: "Reflexive",
			Hint: "Codes grow with the analyst. Agreement of coders is no mark of quality here."}, {Value: "codebook",
			Label: "Codebook"}}}}}
	table := &page.StudyTable{Caption: "Texts", Head: []string{"Text", "Characters", "Codings"}, Rows: []page.StudyRow{
		{URL: "/studies/impact/texts/1", Cells: []string{"Interview 01", "18,204", "412"}},
		{Cells: []string{"مقابلة", "9", "0"}}}}
	return []exhibit{
		{"study-list", page.StudyPage(in, page.Study{Heading: "Studies", Lead: "Kept apart from the clinic.",
			Parts: []page.StudyPart{{ID: "yours", Title: "Your studies", Table: &page.StudyTable{None: "None yet."}},
				{ID: "open", Title: "Open a study", Bare: &open}}})},
		{"study", page.StudyPage(in, page.Study{Heading: "What changed", Lead: "To hear what changed, and what did not.",
			Warn: "Everybody here is invented.", Ways: ways, Facts: []page.Row{{Key: "Approach", Value: "codebook"}},
			Parts: []page.StudyPart{{ID: "texts", Title: "Texts", Table: table, Says: []string{"One more line."},
				Quote: []page.StudyQuote{{Words: "They know my name here.", Where: "Interview 01"}},
				Links: ways, Forms: []page.SmallForm{{Title: "Change it", Button: "Record", Form: form("/studies/impact"),
					Fields: []page.SmallField{{ID: "words", Name: "words", Label: "Words"}}}}}}})},
		{"study-text", page.StudyTextPage(in, page.StudyText{Study: page.Study{Heading: "Interview 01", Ways: ways},
			Player: &page.Player{URL: "/sound", Media: "audio/wav"},
			Turns: []page.StudyTurn{{ID: "c0", Speaker: "Interviewer", Words: "How was it?",
				Time: page.Moment{Clock: "00:00:12", Seconds: "12", URL: "/sound#t=12"}},
				{ID: "c26", Speaker: "Anna", Words: "They know my name here 🙂."}, {ID: "c60", Words: "أعرف هذا المكان"}}})},
	}
}
