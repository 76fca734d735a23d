package page_test

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"steady/internal/report"
	"steady/internal/web/page"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	cd "steady/register"
)

func board(wall bool) page.Board {
	arrive := form("/visits/v9/arrive")
	v := page.Board{Day: "Monday 23 November", Session: "Morning, 08:00 to 11:00", Counts: "15 expected, 6 here",
		Uncovered: []string{"14:00 to 17:00: 1 registered. No dose can be prepared: it takes two (E-PREP-09)."},
		Wall:      wall, Columns: []page.BoardColumn{
			{Key: "due", Title: "Due", Tiles: []page.Tile{
				{ID: "v9", Name: "Jo M.", Says: "due 09:10", Open: "/people/p1", Step: &page.Step{Label: "Arrived", Form: &arrive},
					Clock: &page.Clock{Label: "late", Since: at(-4), Text: "4:00"}},
				{ID: "v10", Name: "Alexandrina-Theodora W.", Says: "due 09:20", Open: "/people/p2",
					Step: &page.Step{Label: "Arrived", Form: &arrive}, Marks: []page.Mark{{Icon: "new", Word: "New dose"}}}}},
			{Key: "waiting", Title: "Waiting", Tiles: []page.Tile{
				{ID: "v8", Name: "Sam R.", Says: "due 09:00, arrived 08:52", Open: "/visits/v8",
					Clock: &page.Clock{Label: "waiting", Since: at(-16), Over: at(-6), Text: "16:00"},
					Marks: []page.Mark{{Icon: "ask", Word: "See prescriber"}},
					Step:  &page.Step{Label: "Readings", URL: "/visits/v8"}}}},
			{Key: "booth", Title: "Booth", Tiles: []page.Tile{
				{ID: "v6", Name: "Kim T.", Says: "180 mg i.v.", Place: "Booth 2", Open: "/visits/v6",
					Clock: &page.Clock{Label: "in the booth", Since: at(-5), Text: "5:00"},
					Step:  &page.Step{Label: "Given", URL: "/visits/v6"}}}},
			{Key: "observation", Title: "Observation", Tiles: []page.Tile{
				{ID: "v4", Name: "Lee A.", Says: "EMERGENCY since 09:31", Place: "Seat 1", Urgent: true, Open: "/visits/v4",
					Clock: &page.Clock{Since: at(-3), Text: "3:00"}, Marks: []page.Mark{{Icon: "alarm", Word: "Emergency"}},
					Step: &page.Step{Label: "Go there", URL: "/visits/v4"}},
				{ID: "v5", Name: "Max B.", Says: "120 mg i.v. at 09:01", Place: "Seat 4", Open: "/visits/v5",
					Clock: &page.Clock{Label: "to leaving", Until: at(9), Text: "9:00", Ready: "Open"},
					Step:  &page.Step{Label: "Readings", URL: "/visits/v5"}}}},
			{Key: "left", Title: "Left", Quiet: true, Tiles: []page.Tile{{ID: "v1", Name: "Fay C.", Says: "08:58",
				Open: "/visits/v1"}, {ID: "v2", Name: "Noor H.", Says: "09:03", Open: "/visits/v2"}}},
			{Key: "not-come", Title: "Not come", Quiet: true, Empty: "Nobody so far"}}}
	if wall {
		for i := range v.Columns {
			for j := range v.Columns[i].Tiles {
				name := v.Columns[i].Tiles[j].Name
				v.Columns[i].Tiles[j].Name = name[:1] + name[len(name)-2:len(name)-1]
			}
		}
	}
	return v
}

func registerView() page.RegisterView {
	product := cd.Product{Form: measure.Form{Substance: measure.Diamorphine, Salt: measure.Hydrochloride},
		Content: 100 * measure.Milligram, Presentation: "ampoule"}
	var entries []journal.Entry
	add := func(happened int64, body interface{ Kind() string }) {
		raw, _ := json.Marshal(body)
		entries = append(entries, journal.Entry{Seq: int64(417 + len(entries)), Kind: body.Kind(), By: "Ada Example",
			Witness: "Bo Sample", Happened: moment.Instant(at(happened) * 1000), Recorded: moment.Instant(at(0) * 1000),
			Body: raw})
	}
	line := func(n measure.Ampoules, m, left measure.Mass) cd.Line {
		return cd.Line{Page: product.Page(), Ampoules: n, Mass: m, BalanceAmpoules: 20, BalanceMass: left}
	}
	law, err := cd.FindJurisdiction("gb-eng")
	if err != nil {
		panic(err)
	}
	add(0, cd.LawInForce{Pack: law.ID, Version: law.Version, Document: law.Document()})
	late := line(20, 2000*measure.Milligram, 2000*measure.Milligram)
	late.Late = &cd.Text{Ref: "why"}
	add(-4000, cd.Received{Line: late, Product: product, Batch: "D4471", Expiry: moment.Date(2028, 3, 31),
		From: cd.Text{Ref: "from"}})
	add(-9, cd.Administered{Line: line(0, -180*measure.Milligram, 1820*measure.Milligram), Person: "Jo M.",
		Prescriber: "Dr Q. Fiction", Licence: "L-88"})
	add(-8, cd.Noted{Line: line(0, 0, 1820*measure.Milligram), Target: 418, Text: cd.Text{Ref: "note"}})
	add(-7, cd.Counted{Line: line(0, 0, 1820*measure.Milligram), Counted: 19, Expected: 20, Difference: -1})
	texts := map[string]string{"why": "The line was down.", "from": "Example Wholesale, 1 Sample Road",
		"note": "Delivery note reads 21; 20 were in the box."}
	l := report.Ledger{Entries: entries, Zone: moment.UTC, Service: "Example Street clinic",
		Text: func(r journal.TextRef) (string, bool) { return texts[r.Ref], true }, Head: report.Head{
			Root: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Size: 422,
			At: moment.Instant(at(0) * 1000)}}
	p, err := report.Draw(l, product.Page(), product, report.Options{})
	if err != nil {
		panic(err)
	}
	return page.RegisterView{Title: p.Title(), Sheets: report.Sheets(p, report.Screen{Lines: 2,
		Ways: func(l report.Line) []report.Way {
			return []report.Way{{URL: fmt.Sprintf("/register/note?entry=%d", l.No), Words: "Write a note",
				Which: "to no."}}
		}}),
		Print: page.RegisterPrint{Action: "/register/1", PDF: "/register/pdf/1", From: page.Field{Error: "Write a day."},
			Languages: []page.Choice{{Value: "de", Label: "Deutsch"}, {Value: "en", Label: "English"}}},
		Open:  "Counted 19, expected 20. Opened 07:41. Count again with two others.",
		Older: &page.Link{Text: "Older lines", URL: "/register/1?back=1"}}
}

func referral(id string) page.Referral {
	return page.Referral{ID: id, Name: "Jo M.", URL: "/people/p1", Asked: "Asked 09:14 by Ada Example",
		Question: "Two sessions were missed: which dose may Jo M. have today?", Rule: "S-MISS-INJ",
		Source:  "no published table; the service has not set one",
		Waiting: &page.Clock{Label: "waiting", Since: at(-8), Text: "8:00"}, Chart: doseChart("chart-"+id, 14),
		Readings: []page.Row{{Key: "Awake", Value: "Awake and alert"}, {Key: "Breaths", Value: "16"}},
		Form:     form("/inbox/" + id), Choices: []page.Choice{
			{Value: "dose", Label: "Give a dose I set", Hint: "The nurse may prepare it now. Never above the limit."},
			{Value: "withhold", Label: "Withhold today", Hint: "The visit ends; the next one is as booked."},
			{Value: "see", Label: "I come and see them", Hint: "The visit waits; the board shows it."}},
		Dose: &page.DoseField{Limit: "At most 90 mg today (P-TITR-05)"},
		Steps: []page.RuleLine{{Text: "2 sessions missed: 50 % of 180 mg, at most 90 mg.", Rule: "LOCAL-MISS (OURS)"},
			{Text: "Today so far 0 mg, ceiling of the day 400 mg.", Rule: "S-CAP-DAY (STEADY)"}}}
}

func signIn() page.SignIn {
	return page.SignIn{Staff: []page.StaffTile{{ID: "s1", Name: "Ada Example", Role: "Nurse", URL: "/sign-in?who=s1"},
		{ID: "s2", Name: "Bo Sample", Role: "Nurse", URL: "/sign-in?who=s2"},
		{ID: "s3", Name: "Cy Placeholder", Role: "Pharmacist", URL: "/sign-in?who=s3"},
		{ID: "s4", Name: "Dr Quill Fiction", Role: "Prescriber", URL: "/sign-in?who=s4"}},
		Form: form("/sign-in"), Passkey: "/passkey/begin", Other: "/sign-in"}
}

func signInPIN() page.SignIn {
	v := signIn()
	v.Chosen, v.Tries = &v.Staff[0], "2 tries left, then 5 minutes of rest."
	v.PIN = page.Field{Error: "That is not the PIN"}
	return v
}

func refused() page.Layout {
	l := layout("Jo M., readings")
	l.Problem = &page.Problem{Title: "Not yet", Lines: []page.ProblemLine{
		{Text: "SpO2 is a whole number from 50 to 100, in %", Field: "spo2"},
		{Text: "25 minutes since the last dose, the protocol asks 30. Ready from 14:40.", Rule: "P-GAP-01",
			Way: &page.Link{Text: "Back to the board", URL: "/board"}}}}
	l.Stale = &page.Stale{Who: "Bo Sample", At: "09:12", Reload: "/visits/v1",
		Changes: []string{"Arrival was recorded at 09:06.", "The hold order was lifted."}}
	return l
}

func confirmed() page.Layout {
	l := layout("Jo M., decided")
	l.Flash = &page.Flash{Text: "Recorded, no. 18,204", Detail: "Readings of 09:15", URL: "/entries/18204"}
	return l
}

func receive() page.Receive {
	s := second("20 ampoules of 100 mg came, batch D4471, expires 31 March 2028. I counted them.")
	s.Button = "Received"
	return page.Receive{Form: form("/register/receive"), Two: "Two people: both count, both sign.",
		Products: []page.Choice{{Value: "p100", Label: "Diamorphine hydrochloride 100 mg", Hint: "powder ampoule"},
			{Value: "p30", Label: "Diamorphine hydrochloride 30 mg", Hint: "powder ampoule"}},
		ExpError: "Write the expiry date with day, month and year", Second: s}
}

type exhibit struct {
	name string
	view templ.Component
}

func visitOf(f func(*page.Visit)) page.Visit {
	v := visit(1)
	f(&v)
	return v
}

// gallery is every page and every stage with invented people.
func gallery() []exhibit {
	wide := layout("Board")
	wide.Wide, wide.Live = true, ""
	wall := page.Layout{Title: "Wall", Service: "Example Street clinic", Banner: "All people here are invented",
		NowMilli: noon, Wide: true, Bare: true}
	out := layout("Sign in")
	out.Person, out.Menu = nil, page.Menu{}
	return append([]exhibit{
		{"sign-in", page.SignInPage(out, signIn())},
		{"sign-in-pin", page.SignInPage(out, signInPIN())},
		{"locked", page.LockedPage(out, page.Locked{Name: "Ada Example", Form: form("/unlock"), Passkey: "/passkey/begin",
			Other: "/sign-in", Return: "Jo M., readings"})},
		{"board", page.BoardPage(wide, board(false))},
		{"board-wall", page.BoardPage(wall, board(true))},
		{"people", page.PeoplePage(layout("People"), page.People{Form: page.Form{Action: "/people"}, Lines: []page.PersonLine{
			{Name: "Jo M.", URL: "/people/p1", Born: "3 May 1981", Dose: "180 mg i.v., 2 a day", Next: "due 09:10",
				Marks: []page.Mark{{Icon: "new", Word: "New dose"}}}}, Add: &page.Link{Text: "Add somebody", URL: "/people/new"}})},
		{"person", page.PersonPage(layout("Jo M."), personView())},
		{"inbox", page.InboxPage(layout("Inbox"), page.Inbox{Open: []page.Referral{referral("r1"), referral("r2")},
			Holds: []page.HoldReview{{Name: "Sam K.", URL: "/people/p2", Holds: personView().Holds,
				Lift: page.LiftForm{ID: "p2", Form: form("/people/p2/lift")}}}, Closed: times()})},
		{"inbox-empty", page.InboxPage(layout("Inbox"), page.Inbox{})},
		{"stock", page.StockPage(layout("Register"), stock())},
		{"stock-green", page.StockPage(layout("Register"), stockGreen())},
		{"register", page.RegisterPage(layout("Register page"), registerView())},
		{"receive", page.ReceivePage(layout("Receive"), receive())},
		{"note", page.NotePage(layout("Note"), page.NoteForm{Form: form("/register/note"),
			Entry: []page.Row{{Key: "Entry", Value: "no. 417, received 20 ampoules"}}})},
		{"staff", page.StaffPage(layout("Staff"), staff())},
		{"me", page.MePage(layout("Your sign-in"), page.Me{Form: form("/me/passkey"), PINForm: form("/me/pin"),
			AddPasskey: "/passkey/register", Passkeys: []page.KeyLine{{Label: "Blue key",
				State: "added 2 November", Remove: form("/keys/passkey/remove")}}, SignOut: form("/signout")})},
		{"confirm", page.ConfirmPage(layout("Done"), page.Confirm{Heading: "The balances agree", Kind: "good",
			Text: []string{"Counted 07:40 by two people. Chain verified to entry 18,204."},
			Back: &page.Link{Text: "Back to the register", URL: "/register"}})},
		{"fault", page.FaultPage(layout("Something went wrong"), page.Fault{Heading: "Something went wrong on our side",
			Text: "Nothing was recorded by the last press.", ID: "F-7K2M-19", At: "at 09:41",
			Ways: []page.Link{{Text: "Try again", URL: "/board"}}})},
		{"admit", page.AdmitPage(layout("Admit a person"), admit())},
		{"prescribe", page.PrescribePage(layout("Prescribe"), prescribe())},
		{"worklist", page.WorkListPage(layout("Work list"), workList())},
		{"late", page.LateEntryPage(layout("Late entry"), page.LateEntry{Form: form("/visits/v1/late"), Heading: "Late entry",
			Entry: []page.Row{{Key: "Entry", Value: "no. 18,196, given 180 mg"}}})},
	}, slices.Concat(visits(), register(), said(), burdens(), rotaPages(), ownPages(), ownDoorPages(), timesPages(),
		studies(), codings(), lifePages(), linePages(), reviewPages(), servicePages(), labs())...)
}

func visits() []exhibit {
	draw := func(name string, f func(*page.Visit)) exhibit {
		return exhibit{"visit-" + name, page.VisitPage(layout("Jo M., "+name), visitOf(f))}
	}
	refusedVisit := visitOf(func(v *page.Visit) {
		v.Who, v.Arrived = joHeld(), &page.Arrived{Form: form("/visits/v1/assess"), Readings: typed(),
			Identity: page.Pick{Error: "Ask their date of birth and tick the box"}}
	})
	given := decided("give", "GIVE 180 mg i.v.", "One dose of 180 mg into a vein.")
	given.Prepare = prepare()
	deferred := decided("defer", "WAIT until 14:40", "25 minutes since the last dose, the protocol asks 30.")
	deferred.Until = &page.Clock{Label: "to 14:40", Until: at(5), Text: "5:00", Ready: "Ready"}
	deferred.Next = []string{"They may wait here or come back.", "Take the readings again at 14:40."}
	deferred.Actions = []page.Action{{Label: "Take readings again", URL: "/visits/v1?again=1"},
		{Label: "Ask the prescriber", Kind: "secondary", Form: form("/visits/v1/ask"), Hint: "Sends readings and history."}}
	return []exhibit{
		draw("arrived", func(v *page.Visit) {
			v.Arrived = &page.Arrived{Form: form("/visits/v1/assess"), Readings: readings(),
				Waiting: &page.Clock{Label: "waiting", Since: at(-4), Text: "4:00"}}
		}),
		{"visit-refused", page.VisitPage(refused(), refusedVisit)},
		{"visit-give", page.VisitPage(confirmed(), visitOf(func(v *page.Visit) { v.Decided, v.Steps = given, steps(2) }))},
		draw("givemax", func(v *page.Visit) {
			v.Decided = decided("givemax", "GIVE 120 mg i.v.", "They asked for 180 mg. The most the rules allow is 120 mg.")
		}),
		draw("defer", func(v *page.Visit) { v.Decided = deferred }),
		draw("refer", func(v *page.Visit) {
			v.Decided = decided("refer", "ASK THE PRESCRIBER", "A breath alcohol of 12 needs a prescriber's word.")
		}),
		draw("withhold", func(v *page.Visit) { v.Decided = decided("withhold", "DO NOT GIVE", "Often drowsy.") }),
		draw("check", func(v *page.Visit) { v.Check, v.Steps = check(), steps(3) }),
		draw("booth", func(v *page.Visit) {
			v.Booth, v.Steps, v.Ways.Part = booth(), steps(4), page.WayPart{URL: "?part=1#taken"}
		}),
		draw("booth-part", func(v *page.Visit) {
			v.Booth = booth()
			v.Booth.Taken, v.Booth.GivenMg.Error = page.Pick{Value: "part"}, "Write how many mg went in"
		}),
		draw("observe", func(v *page.Visit) { v.Observe, v.Steps = observe(false), steps(5) }),
		draw("observe-open", func(v *page.Visit) { v.Observe, v.Steps = observe(true), steps(5) }),
		draw("emergency", func(v *page.Visit) { v.Emergency, v.Ways.Running = emergency(), "/visits/v1" }),
		draw("ended", func(v *page.Visit) {
			v.Ended = &page.Ended{Word: "Left well", Kind: "give", Times: times(), Next: "Next: today 16:30.",
				Summary: []page.Row{{Key: "Given", Value: "180 mg i.v. at 09:22"}, {Key: "Left", Value: "09:53, seat 4"}},
				Correct: &page.Link{Text: "Late entry or correction", URL: "/visits/v1/late"},
				Board:   page.Link{Text: "Back to the board", URL: "/board"}}
		}),
		draw("ways-open", func(v *page.Visit) {
			v.Decided = given
			v.Ways.Withhold.Open = true
		}),
	}
}

func personView() page.PersonView {
	return page.PersonView{Who: joHeld(), Prescription: []page.Row{{Key: "Dose", Value: "180 mg i.v., 2 a day"},
		{Key: "Most at once", Value: "200 mg"}, {Key: "Most in a day", Value: "400 mg"}},
		RxNote: "Signed by Dr Q. Fiction on 2 November, in force until 30 November.", RxURL: "/people/p1/prescription",
		Chart: doseChart("doses", 28), Doses: []page.DoseLine{{When: "22 Nov, 16:32", Asked: "180 mg", Given: "180 mg",
			Route: "i.v.", Site: "Left inner elbow", After: "Slightly drowsy", By: "Ada Example"}},
		Times: times(), Visit: &page.Link{Text: "Go to the visit", URL: "/visits/v1"},
		Late:    &page.Link{Text: "Late entry or correction", URL: "/people/p1/late"},
		Holds:   []page.HoldLine{{Text: "No dose until the chest X-ray is read.", By: "Dr Q. Fiction"}},
		Lift:    &page.LiftForm{ID: "p1", Form: form("/people/p1/lift")},
		AddHold: &page.HoldForm{Form: form("/people/p1/hold")}}
}

func stock() page.Stock {
	return page.Stock{Premises: "Example Street clinic", Receive: "/register/receive", Count: "/register/count",
		Waste: "/register/waste", Ways: []page.LinkGroup{{Title: "Stays", Links: []page.Link{
			{Text: "Where it lies", URL: "/register/stores"}, {Text: "The keys", URL: "/register/keys"}}}},
		Two: "Receiving and counting need two people.",
		Warnings: []page.StockWarning{{Text: "30 mg page: counted 11, expected 12, open since 07:41.",
			Way: &page.Link{Text: "Count again", URL: "/register/count"}}},
		Waits: []page.Wait{
			{Text: "Batch D4471 is past its expiry date: put it into quarantine.", Where: "Diamorphine 100 mg", Late: true},
			{Text: "The weekly full count is due.", Where: "every page", Way: &page.Link{Text: "Count", URL: "/register/count"}},
			{Text: "The waste exemption ends after 31 March 2028.", For: "accountable officer"}},
		Pages: []page.StockLine{
			{Drug: "Diamorphine hydrochloride", Strength: "100 mg", Form: "powder ampoule", URL: "/register/1",
				Balance: "42 ampoules", Mass: "4,200 mg", Counted: "counted 07:40 today"},
			{Drug: "Diamorphine hydrochloride", Strength: "30 mg", Form: "powder ampoule", URL: "/register/2",
				Balance: "12 ampoules", Mass: "360 mg", Counted: "counted 07:41 today", Open: "1 ampoule not found"}},
		Export: &page.Link{Text: "Export the register with its proofs", URL: "/register/export"},
		Bundle: &page.Link{Text: "Take the register away to read and verify (zip)", URL: "/register/bundle"}}
}

func stockGreen() page.Stock {
	v := stock()
	v.Warnings, v.Pages = nil, v.Pages[:1]
	v.Green = "Balances agree, counted 07:40 by two people, chain verified to entry 18,204"
	return v
}

func admit() page.Admit {
	return page.Admit{Form: form("/people/new"), Title: "Enter a person already in treatment",
		Lead:    "Everybody else begins with a referral.",
		Already: &page.Field{Error: "Write why there is no referral"}, Name: page.Field{Error: "Write the chosen name"},
		Times: []page.NamedField{{Name: "time_0", Label: "Morning", Hint: "08:30 to 11:30"},
			{Name: "time_1", Label: "Afternoon", Hint: "14:00 to 17:00"}},
		Trimesters: []page.Choice{{Value: "0", Label: "No"}, {Value: "1", Label: "First trimester"}}}
}

func prescribe() page.Prescribe {
	s := second("I confirm this prescription as it is written above.")
	s.Button = "Prescribed"
	return page.Prescribe{Form: form("/people/p1/prescribe"), Who: page.Link{Text: "Jo M.", URL: "/people/p1"},
		Now: personView().Prescription, Forms: []page.Choice{{Value: "d/h", Label: "diamorphine hydrochloride"}},
		Routes: []page.Choice{{Value: "iv", Label: "i.v."}, {Value: "im", Label: "i.m."}},
		Doses:  []page.NamedField{{Name: "dose_1", Label: "Morning"}, {Name: "dose_2", Label: "Afternoon"}},
		Packs:  []page.Choice{{Value: "ch-iv", Label: "ch-iv, version 3"}}, Asks: "The rules recommend less.",
		Ends: page.DateFields{Error: "Write day, month and year"}, Challenge: "Twice the last dose: two prescribers.",
		Second: &s, Plan: page.Field{Value: "15 30", Error: "Plan, line 1: write milligrams with digits"},
		PlanHint: "Milligrams of the 2 visits of that day.", Law: "Jurisdiction pack gb-eng, version 2026.1.", Change: true,
		Permit: &page.NamedField{Label: "The number of the person's federal permit", Field: page.Field{Error: "Write it"}},
		Home: &page.HomeForm{Days: page.Field{Value: "4"}, Conditions: []page.Choice{{Value: "stable", Label: "stable"}},
			Met: page.Picks{Values: []string{"stable"}}},
		Oral: page.OralForm{Open: true, Drugs: []page.Choice{{Value: "none", Label: "None"},
			{Value: "methadone", Label: "Methadone"}}, Drug: page.Pick{Value: "methadone"},
			Supplies:   []page.Choice{{Value: "instalments", Label: "By a pharmacy, in instalments"}},
			Conditions: []page.Choice{{Value: "maoi", Label: "a monoamine oxidase inhibitor"}},
			Wordings:   []page.Choice{{Value: "HO1", Label: "HO1", Hint: "Closed days."}}, Asked: true},
		Answer: &page.RulesAnswer{Kind: "warn", Heading: "A second prescriber has to confirm it",
			Text:  []string{"What is written has changed since they answered."},
			Lines: []page.RuleLine{{Text: "Twice the last dose.", Rule: "P-CAP-06 (UK-NPSA)"}},
			Plan: []page.PlanLine{{Day: "3 March 2026", Visit: "1", Dose: "15 mg", Bound: "At most 15 mg.",
				Rule: "P-TITR-01"}}}}
}

func workList() (v page.WorkList) {
	v.Says = "2 to look at, the most pressing first."
	v.Add("Reviews", page.WorkLine{Name: "Jo M.", Text: "The review of the prescription was due on 3 March 2026.",
		Late: true, Rule: "clinical-protocol 9", URL: "/people/p1/prescribe", Way: "Prescribe"})
	v.Add("Licences that end", page.WorkLine{Name: "Dr Example", Text: "The licence ends after 3 March 2026."})
	return v
}

func staff() page.Staff {
	return page.Staff{Lines: []page.StaffLine{{Name: "Ada Example", Roles: "Nurse", Means: "PIN locked, 1 passkey",
		Actions: []page.Action{{Label: "Unlock", Kind: "secondary", Form: form("/staff/s1/unlock")}},
		NewPIN:  &page.PINForm{ID: "s1", Form: form("/staff/s1/pin")}}},
		Licences: []page.LicenceLine{{Doctor: "Dr Q. Fiction", Drug: "diamorphine", Number: "INVENTED-1",
			Dates: "1 January 2025 to 31 December 2025", Ended: true}},
		Grant: &page.LicenceForm{Form: form("/staff/licence"), Doctors: []page.Choice{{Value: "d1", Label: "Dr Q. Fiction"}},
			Substances: []page.Choice{{Value: "diamorphine", Label: "diamorphine"}}},
		Add: &page.StaffForm{Form: form("/staff"), Roles: []page.Choice{{Value: "nurse", Label: "Nurse"},
			{Value: "prescriber", Label: "Prescriber"}}, Name: page.Field{Error: "Write their name"}}}
}
