package page_test

import (
	"fmt"

	"steady/internal/web/page"
)

// Everybody and everything in these fixtures is invented.

const noon = int64(1763893200000) // the server's time on every gallery page

func at(minutes int64) int64 { return noon + minutes*60000 }

func form(action string) page.Form {
	return page.Form{Action: action, Command: "c0ffee00", Expect: "18203"}
}

func layout(title string) page.Layout {
	return page.Layout{Title: title, Service: "Example Street clinic", Banner: "All people here are invented",
		Person: &page.SignedIn{Name: "Ada Example", Role: "Nurse"},
		Menu: page.Menu{Here: "Board", Count: "2", Short: []page.Door{{Label: "Board", URL: "/board", Current: true},
			{Label: "Inbox", URL: "/inbox", Count: "2"}, {Label: "People", URL: "/people"}},
			Groups: []page.DoorGroup{{Title: "Today", Doors: []page.Door{{Label: "Board", URL: "/board", Current: true},
				{Label: "Inbox", URL: "/inbox", Count: "2"}}},
				{Title: "People", Doors: []page.Door{{Label: "People", URL: "/people"}}},
				{Title: "Register and stock", Doors: []page.Door{{Label: "Register", URL: "/register"}}},
				{Title: "The service", Doors: []page.Door{{Label: "Staff", URL: "/staff"}}}}},
		Lock: form("/lock"), NowMilli: noon, Release: "0.1"}
}

func staffChoices() []page.Choice {
	return []page.Choice{{Value: "s2", Label: "Bo Sample", Hint: "Nurse"},
		{Value: "s3", Label: "Cy Placeholder", Hint: "Pharmacist"},
		{Value: "s1", Label: "Ada Example", Barred: "Prepared this dose and cannot check it (E-PREP-09)"}}
}

func second(what string) page.SecondPerson {
	return page.SecondPerson{What: what, Why: "Anybody but the person who prepared it.", Staff: staffChoices(),
		Passkey: "/passkey/begin", Shown: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", Button: "Checked and handed over"}
}

func jo() page.Identity {
	return page.Identity{Name: "Jo M.", Initials: "JM", Born: "3 May 1981", URL: "/people/p1",
		Facts: []page.Row{{Key: "Last dose", Value: "180 mg i.v.", Loud: true},
			{Key: "Hours since", Value: "16 h 40 min", Loud: true}, {Key: "Missed", Value: "None"},
			{Key: "Prescribed", Value: "180 mg i.v., 2 a day"}, {Key: "Usual breaths", Value: "14 to 18"},
			{Key: "Usual SpO2", Value: "95 to 98 %"}, {Key: "Usual pulse", Value: "60 to 75"}},
		Allergies: "None known"}
}

func joHeld() page.Identity {
	who := jo()
	who.Allergies = "Penicillin: rash"
	who.Holds = []page.Hold{{Text: "No dose until the chest X-ray is read.", By: "Dr Q. Fiction, 20 November"}}
	who.Marks = []page.Mark{{Icon: "ask", Word: "See prescriber"}, {Icon: "new", Word: "New dose"}}
	return who
}

func steps(now int) []page.VisitStep {
	var out []page.VisitStep
	for i, w := range []string{"Arrived", "Readings", "Prepared", "Checked", "Given", "Watched"} {
		state := "later"
		if i < now {
			state = "done"
		} else if i == now {
			state = "now"
		}
		out = append(out, page.VisitStep{Label: w, State: state})
	}
	return out
}

func ways() page.FourWays {
	return page.FourWays{
		Withhold: page.WayWithhold{Form: form("/visits/v1/withhold"), Reasons: []page.Choice{
			{Value: "drowsy", Label: "Too drowsy"}, {Value: "other", Label: "Other substances"},
			{Value: "wish", Label: "They do not want it now"}}},
		Ask:       page.WayAsk{Form: form("/visits/v1/ask")},
		Part:      page.WayPart{Why: "Nothing is drawn up yet."},
		Emergency: form("/visits/v1/emergency")}
}

func readings() page.Readings {
	return page.Readings{SignList: []page.Choice{{Value: "speech", Label: "Slurred speech"},
		{Value: "gait", Label: "Unsteady on their feet"}, {Value: "smell", Label: "Smells of alcohol"},
		{Value: "pupils", Label: "Pinpoint pupils"}},
		UsualRR: "Usual 14 to 18", UsualSpO2: "Usual 95 to 98", UsualPulse: "Usual 60 to 75"}
}

func typed() page.Readings {
	r := readings()
	r.POSS, r.Consciousness = page.Pick{Value: "2"}, page.Pick{Value: "A"}
	r.RR, r.SpO2 = page.Field{Value: "11"}, page.Field{Value: "9x", Error: "SpO2 is a whole number from 50 to 100, in %"}
	r.Pulse, r.Systolic = page.Field{Value: "64"}, page.Field{Value: "118"}
	r.Signs = page.Picks{Values: []string{"gait"}}
	r.Declined = true
	r.SinceLast = page.Field{Value: "Slept badly. A cold since Friday."}
	return r
}

func visit(now int) page.Visit {
	return page.Visit{Who: jo(), Steps: steps(now), Ways: ways()}
}

func reasons() []page.Reason {
	return []page.Reason{
		{Rule: "P-TITR-05", Effect: "Limit", Text: "At most 180 mg: one and a half times the last tolerated dose.",
			Source: "Swiss label, intravenous diamorphine"},
		{Rule: "P-GAP-01", Effect: "Holds", Text: "16 h 40 min since the last dose; the protocol asks 30 minutes.",
			Source: "Swiss label, intravenous diamorphine"},
		{Rule: "E-NEWS-04", Effect: "Holds", Text: "NEWS2 is 1; 5 or any single 3 would stop the dose.",
			Source: "engine rule over the NEWS2 table"}}
}

func decided(kind, line, plain string) *page.Decided {
	return &page.Decided{Kind: kind, Line: line, Plain: plain, Reasons: reasons(), Pack: "ch-iv, version 3",
		Measured: []page.Row{{Key: "Awake", Value: "Awake and alert (POSS 1)"}, {Key: "Breaths", Value: "16 a minute"},
			{Key: "SpO2", Value: "97 %"}, {Key: "Pulse", Value: "66 a minute"}}}
}

func prepare() *page.Prepare {
	return &page.Prepare{Form: form("/visits/v1/prepare"), Note: "100 mg in 1 ml of water for injections (STAB).",
		Volume: page.Field{Value: "2.0"}, Two: "A second person checks next. The preparer cannot be the checker.",
		Options: []page.AmpouleOption{
			{Value: "a", Title: "2 ampoules of 100 mg", Draw: "Draw 1.8 ml", Waste: "Waste 20 mg", Proposed: true,
				Lines: []page.AmpouleLine{{Text: "batch D4471, in the safe", Seen: "pack scanned"},
					{Text: "batch D4502, in the tray"}}},
			{Value: "b", Title: "1 ampoule of 100 mg, 3 of 30 mg", Draw: "Draw 1.8 ml", Waste: "Waste 10 mg",
				Lines: []page.AmpouleLine{{Text: "batch C2209, in the safe"}}}}}
}

func check() *page.Check {
	rows := []page.Row{{Key: "Name", Value: "Jo M."}, {Key: "Born", Value: "3 May 1981"},
		{Key: "Dose", Value: "180 mg", Loud: true}, {Key: "Drug", Value: "diamorphine hydrochloride"},
		{Key: "Volume", Value: "1.8 ml", Loud: true}, {Key: "Route", Value: "i.v."}, {Key: "Batch", Value: "D4471"},
		{Key: "Expires", Value: "March 2028"}, {Key: "Made up", Value: "23 November, 09:18"}}
	return &page.Check{Form: form("/visits/v1/check"), Label: rows, Record: rows,
		Prepared: "Prepared by Ada Example at 09:18.", Waste: "Waste 20 mg: both of you see it go.",
		Booths: []page.Choice{{Value: "1", Label: "Booth 1"}, {Value: "2", Label: "Booth 2"},
			{Value: "3", Label: "Booth 3", Barred: "Sam R. is in it"}, {Value: "4", Label: "Booth 4"}},
		Second:  second("This syringe is 180 mg in 1.8 ml for Jo M., and 20 mg was wasted before my eyes."),
		Reprint: &page.Action{Label: "Print the label again", Kind: "secondary", Form: form("/visits/v1/label")}}
}

func booth() *page.Booth {
	var sites []page.Site
	for _, side := range []string{"left", "right"} {
		for i, s := range []struct {
			word string
			x, y int
		}{{"Inner elbow", 48, 44}, {"Inner forearm", 44, 57}, {"Outer forearm", 58, 66}, {"Wrist side", 50, 78},
			{"Upper arm", 44, 18}} {
			site := page.Site{Value: fmt.Sprintf("%s-%d", side, i+1), Number: fmt.Sprint(i + 1), Label: s.word, Side: side,
				X: s.x, Y: s.y}
			if side == "left" && i == 0 {
				site.Recent = "Used yesterday 16:32"
			}
			if side == "right" && i == 2 {
				site.Barred = "Marked infected on 19 November: let it heal (E-SITE-09)"
			}
			sites = append(sites, site)
		}
	}
	part := second("A part was used. I saw the rest measured and wasted.")
	part.Button = "Given in part, rest wasted"
	return &page.Booth{Form: form("/visits/v1/given"), Place: "Booth 2", Dose: "180 mg i.v., 1.8 ml",
		Clock:   page.Clock{Label: "in the booth", Since: at(-6), Over: at(1), Text: "6:00"},
		Allowed: "The protocol sets no time limit (S-INJ-TIME). The clock is for you.",
		Routes: []page.Choice{{Value: "iv", Label: "Into a vein", Chosen: true},
			{Value: "im", Label: "Into a muscle", Barred: "Prescribed i.v. only; ask the prescriber (E-SITE-08)"}},
		Sites: sites, Attempts: page.Field{Value: "1"}, AttemptMax: "After three, stop and watch for 30 minutes (P-SITE-05).",
		Conditions: []page.Choice{{Value: "pain", Label: "Pain"}, {Value: "redness", Label: "Redness"},
			{Value: "swelling", Label: "Swelling"}, {Value: "discharge", Label: "Discharge"}}, Second: part}
}

func observe(open bool) *page.Observe {
	o := &page.Observe{Form: form("/visits/v1/readings"), SaveURL: "/visits/v1/readings", LeaveURL: "/visits/v1/left",
		Since:   page.Clock{Label: "since the dose", Since: at(-12), Text: "12:00"},
		Opens:   page.Clock{Label: "to leaving", Until: at(18), Text: "18:00", Ready: "Open", Tell: "Jo M. may leave now."},
		OpensAt: at(18), OpensSay: "Opens at 09:52: 30 minutes after the dose (S-OBS-POST). Until then the press is off.",
		Seat: "Seat 4", Dose: "180 mg i.v. at 09:22, all of it, left inner forearm.", Readings: readings(),
		Lowest: []page.Row{{Key: "Breaths", Value: "13 at 09:27"}, {Key: "SpO2", Value: "94 % at 09:27"},
			{Key: "Pulse", Value: "58 at 09:27"}, {Key: "Awake", Value: "Slightly drowsy at 09:27"}},
		Taken: []page.ReadingLine{
			{At: "09:27", Sedation: "Slightly drowsy", RR: "13", SpO2: "94 %", Pulse: "58", Alert: "Alert", By: "Ada Example"},
			{At: "09:33", Sedation: "Awake", RR: "15", SpO2: "96 %", Pulse: "62", Alert: "Alert", By: "Ada Example"}},
		Needs: []string{"30 minutes since the dose", "awake and alert, or only slightly drowsy",
			"12 breaths a minute or more", "SpO2 not under 94 %"}}
	if open {
		o.Open, o.OpensAt, o.OpensSay = true, 0, ""
		o.Opens = page.Clock{Label: "may leave", Until: at(-1), Text: "Open", Ready: "Open"}
	}
	return o
}

func times() []page.TimeLine {
	return []page.TimeLine{{At: "09:06", Text: "Arrived", By: "Ada Example", No: "18,190"},
		{At: "09:15", Text: "Readings taken, decided GIVE 180 mg", By: "Ada Example", No: "18,192", URL: "/entries/18192"},
		{At: "09:22", Text: "Given 180 mg i.v., left inner forearm", By: "Ada Example", No: "18,196",
			Late: "recorded 09:40"}}
}

func emergency() *page.Emergency {
	step := func(n, title, button string, done ...string) page.EmergencyStep {
		return page.EmergencyStep{Number: n, Title: title, Button: button, Done: done,
			Form: form("/visits/v1/emergency/" + n)}
	}
	return &page.Emergency{Clock: page.Clock{Label: "since the alarm", Since: at(-3), Text: "3:00"},
		Note: "Further doses are suspended until a prescriber has reviewed (E-OD-06).",
		Before: []page.EmergencyStep{step("1", "Stop the injection", "Stopped", "09:31 Ada Example"),
			step("2", "Call for help", "Called", "09:31 Ada Example"), step("3", "Open the airway", "Open"),
			step("4", "Oxygen, bag and mask", "Started")},
		Breaths: page.EmergencyCount{Number: "5", Advice: "8 or fewer, and barely rousable or blue: naloxone (P-OD-01).",
			Form: form("/visits/v1/emergency/breaths"), Done: []string{"09:33 6 a minute, SpO2 84 %"}},
		Naloxone: page.Naloxone{Number: "6",
			Advice: "Aim for breathing, not for waking (P-OD-02). The dose is your policy's.",
			Doses:  []page.Choice{{Value: "400", Label: "400 micrograms"}, {Value: "1800", Label: "1.8 mg spray"}},
			Routes: []page.Choice{{Value: "im", Label: "Muscle"}, {Value: "nasal", Label: "Nose"}, {Value: "iv", Label: "Vein"}},
			Done:   []string{"09:33 400 micrograms, muscle, Ada Example"}, Form: form("/visits/v1/emergency/naloxone"),
			Since: &page.Clock{Label: "since the last one", Since: at(-1), Text: "1:00"}},
		After: []page.EmergencyStep{step("7", "Ambulance, 999", "Called"), step("8", "Keep watching", "Checked")},
		Log:   times(),
		Ends: []page.Action{{Label: "Gone to hospital", Form: form("/visits/v1/emergency/hospital")},
			{Label: "Recovered here", Kind: "secondary", Form: form("/visits/v1/emergency/recovered"),
				Hint: "Watched for at least 90 minutes after the last naloxone (P-OD-05)."}}}
}

func bars(n int) []page.Bar {
	var out []page.Bar
	for i := range n {
		b := page.Bar{Label: fmt.Sprintf("%d November, 09:10", i+1), Short: fmt.Sprint(i + 1), Value: 120 + i*4,
			Text: fmt.Sprintf("%d mg", 120+i*4), Kind: "full"}
		switch i % 7 {
		case 3:
			b.Kind, b.Value, b.Text, b.Note = "part", 60, "60 mg", "Part of 140 mg"
		case 5:
			b.Kind, b.Value, b.Text, b.Note = "none", 0, "None", "Did not come"
		}
		out = append(out, b)
	}
	return out
}

func doseChart(id string, n int) *page.Chart {
	return &page.Chart{ID: id, Title: "Doses of the last days", Unit: "mg", Bars: bars(n), Line: 180,
		Says: "prescribed 180 mg", Desc: "Each bar is one dose in mg. Hatched: part used. Cross: none given."}
}
