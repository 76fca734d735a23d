package page_test

import "steady/internal/web/page"

// stockExhibits are the pages of the movements of stock.
func stockExhibits() []exhibit {
	two := second("I counted these sealed ampoules and saw where they were put.")
	two.Alone = &page.Alone{Rule: "R-REG-14", Open: true,
		Reason: page.Field{Error: "Write in one line why no second person was there."}}
	recalled := []page.Mark{{Icon: "stop", Word: "recalled"}, {Icon: "stop", Word: "expired"}}
	solution := page.SolutionLine{ID: "s-1a2b3c4d", Form: "diamorphine hydrochloride", Strength: "300 mg in 4 ml, " +
		"which is 75 mg in 1 ml", From: []string{"3 × 100 mg, batch D4471"}, Left: "285 mg left, 3.8 ml", UseBy: "11:00",
		Made:  "Made by Ada Example, 08:40, with water for injections, batch W1, seen by Bo Sample",
		Clock: page.Clock{Label: "until it may not be used", Until: at(20), Text: "20:00", Ready: "past its time"},
		Marks: recalled[:1], Ways: []page.Link{{Text: "Write off what is left", URL: "/register/solutions/discard"}}}
	return []exhibit{
		{"stock-form", page.StockFormPage(layout("Move"), page.StockForm{Form: form("/register/move"), Heading: "Move",
			Two: "A second person sees it too.", Notice: "This goes into quarantine: the batch is recalled.",
			Facts: []page.Row{{Key: "Batch", Value: "D4471"}}, Second: &two, Groups: []page.FieldGroup{
				{Title: "Batch 1", Hint: "As printed.", Fields: []page.SmallField{
					{ID: "count", Name: "count", Label: "How many", Mode: "numeric", Suffix: "ampoules",
						Field: page.Field{Value: "x", Error: "Write a whole number."}},
					{ID: "batch", Name: "batch", Label: "Batch", Code: true},
					{ID: "to", Name: "to", Label: "Where to?", Choices: []page.Choice{{Value: "safe", Label: "Safe"},
						{Value: "tray", Label: "Tray", Hint: "292 ampoules in the safe, expires 24 January 2028"}}},
					{ID: "stores", Name: "stores", Label: "Which keys?", Many: true, Picked: page.Picks{Values: []string{"safe"}},
						Choices: []page.Choice{{Value: "safe", Label: "Safe", Hint: "You hold them."}}}}},
				{Title: "Another batch", Fold: true, Open: true, Fields: []page.SmallField{
					{ID: "expiry", Name: "expiry", Label: "Expiry date", Date: &page.DateFields{}}}}}})},
		{"stores", page.StoresPage(layout("Where it lies"), page.Stores{Two: "Each movement needs a second person.",
			Pages: []page.StorePage{{Heading: "diamorphine hydrochloride, 100 mg, ampoule", URL: "/register/1",
				Sum: "tray 5 + safe 37 = 42 ampoules, the balance of the page", Held: "Of these 2 ampoules: in a syringe.",
				Stores: []page.StoreShelf{{Name: "Quarantine", Total: "5 ampoules", Lots: []page.StoreLot{{Batch: "D4471",
					Expiry: "expires 31 March 2028", Count: "5 ampoules", Marks: recalled, May: "Release or take out",
					Ways: []page.Link{{Text: "Release from quarantine", URL: "/register/release"}}}}}}}},
			Keys: []page.Row{{Key: "Safe", Value: "Ada Example, since 08:00"}},
			Ways: []page.Link{{Text: "The keys", URL: "/register/keys"}}})},
		{"requisitions", page.RequisitionsPage(layout("Requisitions"), page.Requisitions{
			New: &page.Link{Text: "Raise a requisition", URL: "/register/requisitions/new"},
			Lines: []page.RequisitionLine{{ID: "r-1a2b3c4d", Supplier: "Example Pharma", By: "Cy Placeholder, 08:10",
				Still: []string{"40 ampoules of diamorphine hydrochloride, 100 mg, ampoule"},
				Ways:  []page.Link{{Text: "The worksheet, to print", URL: "/register/requisitions/r-1a2b3c4d"}}}}})},
		{"requisition", page.RequisitionPage(layout("Requisition"), page.RequisitionSheet{ID: "r-1a2b3c4d",
			Premises: "Example Street clinic", Entered: "Entered by Cy Placeholder, 23 Nov 2026, 08:10.",
			Rows:  []page.Row{{Key: "Recipient", Value: "Cy Placeholder, 2 Example Street"}},
			Items: []page.Row{{Key: "diamorphine hydrochloride, 100 mg, ampoule", Value: "40 ampoules, 4,000 mg"}}})},
		{"recalls", page.RecallsPage(layout("Recalls"), page.Recalls{Ask: "/register/recall/of",
			Lines: []page.RecallLine{{Batch: "D4471", URL: "/register/recall/of?batch=D4471", Since: "Example alert, 08:30"}},
			Ways:  []page.Link{{Text: "Recall a batch", URL: "/register/recall/new"}}})},
		{"recall", page.RecallPage(layout("Batch D4471"), page.RecallSheet{Batch: "D4471", State: "Recalled since 08:30.",
			Premises: "Example Street clinic", Open: []page.OpenWith{{Text: "Syringe of Jo M.", URL: "/visits/v1"}},
			Used: []page.BatchUse{{At: "Mon 2 Mar, 09:10", Name: "Jo M.", URL: "/people/p1", What: "Given at a visit"},
				{At: "Mon 2 Mar, 09:40", Name: "Nobody: it was written off", What: "Opened for a visit"}},
			Left: []page.Row{{Key: "diamorphine hydrochloride, 100 mg, ampoule", Value: "5 ampoules in quarantine"}}})},
		{"solutions", page.SolutionsPage(layout("Solutions"), page.Solutions{Lines: []page.SolutionLine{solution},
			New: &page.Link{Text: "Make a solution", URL: "/register/solutions/make"}})},
		{"waste", page.WastePage(layout("Waste"), page.Waste{Two: "A second person sees it.", Broken: "/register/broken",
			Syringes:  []page.OpenWith{{Text: "180 mg for Jo M., prepared by Ada Example", URL: "/visits/v1/discard"}},
			Solutions: []page.SolutionLine{solution}})},
	}
}
