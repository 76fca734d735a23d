package continuity

import (
	"fmt"
	"strings"

	"steady/clinic"
	"steady/internal/report/sheet"
)

// emergency is the sheet for an overdose: the steps of E-OD-06 with room for
// times. It states no figure for naloxone: those are a service's own and are
// not in any pack (P-OD-03).
func (b *builder) emergency() Part {
	const hand = 13
	step := func(what, note string) sheet.Row { return sheet.Row{Cells: []string{what, "", note}, Tall: hand} }
	steps := []sheet.Row{
		step("1. Stop the injection", ""),
		step("2. Call for help", "who came:"),
		step("3. Open the airway", ""),
		step("4. Oxygen, bag-valve-mask", ""),
		step("5. Count breaths for a full minute", "breaths:            SpO2:"),
		step("6. Naloxone, as this service's signed policy says", "micrograms:            route:"),
		step("    Naloxone again", "micrograms:            route:"),
		step("    Naloxone again", "micrograms:            route:"),
		step("7. Call an ambulance", "number: "),
		step("8. Stay and watch: breaths, SpO2, colour, can they be roused", ""),
		step("9. No further dose until a prescriber has reviewed", "prescriber told at:"),
	}
	fact := "The aim is breathing, not full wakefulness (P-OD-02). Naloxone wears off before diamorphine does: " +
		"watch for at least 90 minutes from its last dose unless the signed pack says longer (P-OD-05, E-OD-06)."
	return Part{Title: "EMERGENCY: somebody does not breathe or cannot be roused", Lines: []string{
		"Breathing rate 8 or less with reduced consciousness or blue colour; cannot be roused; blue colour (P-OD-01). The " +
			"pack's page may add signs."},
		Blocks: []Block{{Cols: []sheet.Col{{Title: "Step", Width: 5}, {Title: "Time", Width: 1.5}, {Title: "What", Width: 4}},
			Rows: steps}, {Text: []string{fact, b.atHand(),
			"Name: ________________________   began at: ________   written by: ____________________",
			"Naloxone by this service's signed policy: first dose ________ micrograms, route ________, again after ________ " +
				"minutes. Blank means that the policy is not in Steady: fill it in when this sheet is printed.",
		}}}}
}

// atHand is where naloxone was by the last look.
func (b *builder) atHand() string {
	var out []string
	for i := range b.s.Naloxone {
		if n := &b.s.Naloxone[i]; n.Count > 0 {
			out = append(out, fmt.Sprintf("%s: %d x %s, use by %s", clinic.WordsOf(clinic.Places, n.Place), n.Count,
				strings.ToLower(clinic.WordsOf(clinic.Naloxones, n.Product)), shortDay(n.Expiry)))
		}
	}
	if len(out) == 0 {
		return "Naloxone at hand: where it is was not written down: ____________________________"
	}
	return "Naloxone at hand by the last look: " + strings.Join(out, "; ") + "."
}

// calls are the numbers of the service; where there are none, lines to fill.
func (b *builder) calls() Part {
	var rows []sheet.Row
	for _, c := range b.o.Contacts {
		name, number, _ := strings.Cut(c, ":")
		rows = append(rows, sheet.Row{Cells: []string{strings.TrimSpace(name), strings.TrimSpace(number)}, Tall: 10})
	}
	text := []string{"Look before each printing whether they are right."}
	if len(rows) == 0 {
		text = []string{"No numbers are held: write them here now, before they are needed. Whoever runs the server can " +
			"keep them in the file contacts.txt of the data folder, one line each: \"Prescriber on call: 01234 567890\"."}
		for _, who := range []string{"Ambulance", "Prescriber on call", "Manager on call", "Accountable officer",
			"Pharmacist", "Whoever runs the server", "Electricity, network", "Site security, keys"} {
			rows = append(rows, sheet.Row{Cells: []string{who, ""}, Tall: 12})
		}
	}
	return Part{Title: "Whom to call", Blocks: []Block{{Text: text,
		Cols: []sheet.Col{{Title: "Who", Width: 2}, {Title: "Number", Width: 3}}, Rows: rows}}}
}

// afterwards says how the paper becomes the record.
func afterwards() Part {
	return Part{Title: "When the screens are back", Blocks: []Block{{Text: []string{
		"1. Stop: nobody is given another dose before their sheet is entered. Steady does not know what paper knows.",
		"2. Open \"When the power is gone\" and then \"Catch up\". Record the outage: from when, until " +
			"when, what had failed.",
		"3. Enter the sheets in the order in which things happened, each with the time on the sheet. Same day and next day " +
			"are in order; later asks for a reason, and the entry is marked late (R-REG-05). Both times stay visible.",
		"4. Every step goes through the ordinary rules. What they refuse is not lost: keep it there with what the sheet " +
			"says. The person is then on hold until a prescriber has looked.",
		"5. The second person of the sheet confirms with their own PIN. If they are not here, that step waits for them.",
		"6. Count the safe, two people. A difference shows what was not entered.",
		"7. Write the number of the entry on the sheet. Keep the sheets as the service keeps its records; destroy the pack.",
	}}}}
}

// visits are the blank visit sheets.
func (b *builder) visits() (out []Part) {
	n := b.o.Visits
	if n <= 0 {
		n = DefaultVisits
	}
	for range min(n, MostVisits) {
		if len(out) == 0 {
			out = []Part{{Title: "Visit sheet"}}
		}
		blocks := visitBlocks()
		blocks[0].Turn = len(out[0].Blocks) > 0
		out[0].Blocks = append(out[0].Blocks, blocks...)
	}
	return out
}

// visitBlocks are one visit, in the order in which its steps are done.
func visitBlocks() []Block {
	const hand = 10
	blank := func(n int) sheet.Row { return sheet.Row{Cells: make([]string, n), Tall: hand} }
	return []Block{
		{Rows: []sheet.Row{blank(3)}, Cols: []sheet.Col{{Title: "Chosen name", Width: 4},
			{Title: "Born (asked aloud, face looked at)", Width: 3}, {Title: "Date, arrived at", Width: 3}}},
		{Text: []string{"1. Readings before. Awake: 1 alert, 2 slightly drowsy, 3 often drowsy, 4 very sleepy, S asleep " +
			"and wakes easily. Alert: A alert, C newly confused, V voice, P pain, U no answer. What is not measured is not " +
			"normal: ask a prescriber."},
			Cols: []sheet.Col{{Title: "Time", Width: 1.2}, {Title: "Awake", Width: 1}, {Title: "Breaths", Width: 1.1},
				{Title: "SpO2 %", Width: 1.1}, {Title: "Pulse", Width: 1}, {Title: "Alert", Width: 1},
				{Title: "Alcohol, breath", Width: 1.6}, {Title: "Signs; since last time", Width: 3}},
			Rows: []sheet.Row{blank(8)}},
		{Text: []string{"2. Dose. Facts and limits read: yes / no. Prescriber asked: no / yes:"},
			Cols: []sheet.Col{{Title: "Prescribed mg", Width: 2}, {Title: "To give, mg", Width: 2},
				{Title: "Prescriber, time, answer, or \"not asked\"", Width: 6}}, Rows: []sheet.Row{blank(3)}},
		{Text: []string{"3. Prepared, and checked by a second person: name, dose, drug, label, both look."},
			Cols: []sheet.Col{{Title: "Ampoules: number x mg, batch", Width: 3.6}, {Title: "Made up to, ml", Width: 1.6},
				{Title: "Drawn, ml", Width: 1.4}, {Title: "Wasted, mg", Width: 1.4}, {Title: "Time, prepared by, signed", Width: 3},
				{Title: "Time, checked by, signed", Width: 3}},
			Rows: []sheet.Row{{Cells: make([]string, 6), Tall: 14}}},
		{Text: []string{"4. Given. Less than the whole syringe: both sign what was wasted."},
			Cols: []sheet.Col{{Title: "Time begun, ended", Width: 2.2}, {Title: "Went in, mg", Width: 1.5},
				{Title: "Route, site", Width: 2.2}, {Title: "Attempts", Width: 1.6}, {Title: "Wasted, mg", Width: 1.4},
				{Title: "Signed", Width: 2.4}, {Title: "Second, signed", Width: 2.4}},
			Rows: []sheet.Row{{Cells: make([]string, 7), Tall: 14}}},
		{Text: []string{"5. Watched until the pack lets them go. Anything as on the EMERGENCY sheet: go to that sheet."},
			Cols: []sheet.Col{{Title: "Time", Width: 1.2}, {Title: "Awake", Width: 1}, {Title: "Breaths", Width: 1.1},
				{Title: "SpO2 %", Width: 1.1}, {Title: "Pulse", Width: 1}, {Title: "Alert", Width: 1}, {Title: "By", Width: 4}},
			Rows: []sheet.Row{blank(7), blank(7), blank(7)}},
		{Cols: []sheet.Col{{Title: "Left at, how", Width: 3}, {Title: "Entered in Steady: when, no., by", Width: 4},
			{Title: "Second person confirmed", Width: 3}}, Rows: []sheet.Row{blank(3)}},
	}
}

// registers are blank lines for each page of the register, headed as the law
// asks: drug, strength and form, with the balance that they go on from
// (R-REG-04, R-REG-08, R-REG-09).
func (b *builder) registers() (out []Part) {
	for _, id := range b.s.Accounts.Pages() {
		sh := b.s.Accounts.Sheets[id]
		if sh.Closed {
			continue
		}
		var lots []string
		for _, l := range sh.Lots {
			lots = append(lots, fmt.Sprintf("%s, use by %s: %d", l.Batch, shortDay(l.Expiry), l.Count))
		}
		lines := []string{"Register sheet. Premises " + b.s.Premises + ". Goes on from register entry " +
			fmt.Sprint(b.s.Register-1) + "."}
		if len(lots) > 0 {
			lines = append(lines, "Batches: "+strings.Join(lots, "; ")+".")
		}
		if sh.Open != nil {
			lines = append(lines, "A difference found by a count is open on this page.")
		}
		rows := []sheet.Row{{Bold: true, Cells: []string{b.z.In(b.now).Format("2 Jan 15:04"), "Opening balance, by Steady",
			"", "", "", "", fmt.Sprint(sh.Ampoules), sh.Mass.Milligrams(), "", ""}}}
		for range 12 {
			rows = append(rows, sheet.Row{Cells: make([]string, 10), Tall: 9.5})
		}
		out = append(out, Part{Title: sh.Product.Heading(), Lines: lines, Landscape: true, Blocks: []Block{{
			Cols: []sheet.Col{{Title: "Date, time", Width: 1.7}, {Title: "From whom obtained, or to whom supplied", Width: 3.2},
				{Title: "Prescriber (authority)", Width: 2.2}, {Title: "Batch", Width: 1.3},
				{Title: "Ampoules in / out", Width: 1.8}, {Title: "Given / wasted, mg", Width: 1.6},
				{Title: "Balance ampoules", Width: 1.8}, {Title: "Balance mg", Width: 1.4},
				{Title: "By, signed", Width: 2}, {Title: "Second, signed", Width: 2}}, Rows: rows}}})
	}
	return out
}
