package dosing

import (
	"encoding/json"
	"testing"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// edited is ch-iv with fields of its document changed as they are.
func edited(t *testing.T, edit func(doc map[string]any)) *protocol.Pack {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(swiss(t).Document(), &doc); err != nil {
		t.Fatal(err)
	}
	edit(doc)
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	p, err := protocol.Load(b)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// based adds the rule, source and confidence that each row of a pack carries.
func based(rule string, row map[string]any) map[string]any {
	row["rule"], row["source"], row["confidence"] = rule, "STEADY", "S"
	return row
}

// steps are rows of day 1, each of one injection with the last one open, and
// one row of rise. The figures are invented for the tests.
func steps(rise map[string]any, rows ...map[string]any) map[string]any {
	var all []any
	for i, row := range rows {
		row["from_injection"], row["to_injection"] = i+1, i+1
		if i == len(rows)-1 {
			row["to_injection"] = nil
		}
		all = append(all, based("LOCAL-D1-"+string(rune('1'+i)), row))
	}
	rise["from_per_day"] = 1
	return map[string]any{"first_day": all, "rise": []any{based("LOCAL-RISE", rise)}}
}

func lastSingle() map[string]any { return map[string]any{"base": "last_single", "percent": 150} }

// The least figure that a pack or a prescription can state is stated: only
// nothing is unset (E-PACK-01, E-ORD-04).
func TestTheLeastFigureIsSet(t *testing.T) {
	only := func(name string, value any) map[string]any { return map[string]any{name: value} }
	missed := func(row map[string]any) map[string]any {
		row["from_sessions"], row["needs_prescriber"], row["action"], row["percent"] = 1, true, "propose", 50
		return map[string]any{"basis": "sessions", "rows": []any{based("LOCAL-1", row)},
			"reassess": based("LOCAL-AGAIN", map[string]any{"from": 1})}
	}
	ask := measure.Mass(99_999)
	for name, x := range map[string]struct {
		set  map[string]any
		edit func(c *Case)
		rule string
		says string
	}{
		"a level of tolerance": {only("tolerance_day_mg", "0.001"), func(*Case) {}, "E-TITR-15", "tolerance is reached"},
		"a day to advise on": {only("advise_day_over_mg", "0.001"), func(*Case) {}, "LOCAL-advise_day_over_mg",
			"less effect"},
		"one visit a day": {only("max_per_day", 1), func(c *Case) {
			c.History = append(c.History, took(midnight.Add(moment.Hour), 10*mg))
		}, "LOCAL-max_per_day", "all 1 visit of today are used"},
		"a usual dose": {nil, func(c *Case) { c.Prescription.Usual = 1 }, "P-CAP-06", "of 0.001 mg"},
		"a cap of a share": {only("missed", missed(map[string]any{"cap_mg": "0.001"})), func(c *Case) {
			c.Missed.Sessions = 1
		}, "LOCAL-1", "at most 0.001 mg"},
		"to assess again after one": {only("missed", missed(map[string]any{})), func(c *Case) { c.Missed.Sessions = 1 },
			"LOCAL-AGAIN", "1 session missed: no dose before"},
		"one attempt at a vein": {only("vein_attempts_max", 1), func(c *Case) {
			c.History = append(c.History, took(midnight, 0, func(p *Past) { p.Completed, p.Attempts = false, 1 }))
		}, "LOCAL-vein_attempts_max", "1 attempts at a vein"},
		"a step of the pack": {only("increment_mg", "0.001"), func(c *Case) { c.Ask = &ask }, "", ""},
	} {
		d := Decide(signed(t, x.set), settled(x.edit))
		if x.rule != "" && (!cites(d, x.rule) || !says(d, x.says)) {
			t.Errorf("%s: %s: %v", name, told(d), d.Findings)
		}
		if x.rule == "" && (d.Dose == nil || *d.Dose != ask) {
			t.Errorf("%s: %s", name, told(d))
		}
	}
}

// A dose of one microgram is a dose, proposed or prescribed; none is none.
func TestAMicrogramIsADose(t *testing.T) {
	for total, want := range map[measure.Mass]measure.Mass{2: 1, 1: 0} {
		d := Decide(swiss(t), settled(func(c *Case) { // half of yesterday's total after an absence (P-TITR-04)
			c.Prescription.PerDay, c.Prescription.CapDay, c.Prescription.Increment = 3, 900*mg, 1
			c.History, c.Missed.Sessions = []Past{took(nineOClock.Add(-20*moment.Hour), total)}, 2
		}))
		if got := d.Proposal; (got == nil) != (want == 0) || got != nil && *got != want {
			t.Errorf("%d micrograms yesterday: %s", total, told(d))
		}
	}
}

// Hours since the last dose find their row where no session was missed, and are
// told as the reason only where they ask for more than the count does
// (E-MISS-02, E-MISS-03).
func TestHoursFindTheirRow(t *testing.T) {
	row := func(from int, to any, hours int, toHours any, percent int) map[string]any {
		return based("LOCAL-"+string(rune('0'+from)), map[string]any{"from_sessions": from, "to_sessions": to,
			"from_hours": hours, "to_hours": toHours, "action": "give", "percent": percent})
	}
	p := signed(t, map[string]any{"missed": map[string]any{"basis": "sessions",
		"rows": []any{row(1, 1, 16, 40, 90), row(2, nil, 40, nil, 50)}}})
	for name, x := range map[string]struct {
		sessions int
		hours    int64
		rule     string // "" is none
		byHours  bool
	}{
		"before the first row":        {0, 15, "", false},
		"hours alone, first row":      {0, 16, "LOCAL-1", true},
		"hours alone, second row":     {0, 40, "LOCAL-2", true},
		"the same row":                {1, 39, "LOCAL-1", false},
		"hours ask for more":          {1, 40, "LOCAL-2", true},
		"the count asks for more":     {2, 16, "LOCAL-2", false},
		"the count alone, first row":  {1, 15, "LOCAL-1", false},
		"a count that cannot be read": {-1, 15, "E-MISS-01", false},
	} {
		d := Decide(p, settled(func(c *Case) {
			c.Missed.Sessions = x.sessions
			c.History = c.History[3:]
			c.History[0].At = nineOClock.Add(-moment.Span(x.hours) * moment.Hour)
		}))
		fired := ""
		for _, f := range d.Findings {
			if f.Stage == stageMissed && f.Rule != "P-TITR-10" {
				fired = f.Rule
			}
		}
		if fired != x.rule || says(d, "E-MISS-03") != x.byHours {
			t.Errorf("%s: %q, %v", name, fired, d.Findings)
		}
	}
}

// A new induction begins with the first dose of day 1 and with nothing where
// the pack has none, however many of its rows say so (E-MISS-02, P-TITR-01).
func TestANewInductionBeginsWithTheFirstDose(t *testing.T) {
	again := func(from int, to any) map[string]any {
		return based("LOCAL-NEW", map[string]any{"from_sessions": from, "to_sessions": to, "action": "reinduct",
			"needs_prescriber": true})
	}
	table := missedTable()
	rows := table["rows"].([]any)
	table["rows"] = append(rows[:3:3], again(5, 9), again(10, nil))
	set := steps(lastSingle(), map[string]any{"single_mg": 10}, map[string]any{"single_mg": 20})
	set["missed"] = table
	without := map[string]any{"missed": table, "first_day": []any{}, "rise": []any{}}
	for name, x := range map[string]struct {
		set      map[string]any
		sessions int
		want     measure.Mass
	}{
		"first row": {set, 5, 10 * mg}, "its last session": {set, 9, 10 * mg}, "second row": {set, 10, 10 * mg},
		"no rows of day 1": {without, 5, 0},
	} {
		d := Decide(signed(t, x.set), settled(func(c *Case) {
			c.Missed.Sessions, c.Prescription.Increment = x.sessions, 1
		}))
		if limit := d.Limit; d.Outcome != Refer || (limit == nil) != (x.want == 0) || limit != nil && *limit != x.want {
			t.Errorf("%s: %s, limit %v, want %s", name, told(d), d.Limit, x.want)
		}
	}
}

// A row that gives may still ask for the prescriber, and one that proposes
// asks always (E-MISS-02).
func TestWhichRowsOfAnAbsenceAskThePrescriber(t *testing.T) {
	for name, x := range map[string]struct {
		action protocol.MissedAction
		needs  bool
		refers bool
	}{
		"gives": {protocol.Give, false, false}, "gives with the prescriber": {protocol.Give, true, true},
		"proposes": {protocol.Propose, true, true}, "proposes, unmarked": {protocol.Propose, false, true},
	} {
		p := signed(t, map[string]any{"missed": missedTable()})
		p.Missed.Rows[0].Action, p.Missed.Rows[0].NeedsPrescriber = x.action, x.needs
		d := Decide(p, settled(func(c *Case) { c.Missed.Sessions = 1 }))
		if (d.Outcome == Refer) != x.refers || !cites(d, "LOCAL-1") {
			t.Errorf("%s: %s", name, told(d))
		}
	}
}

// The rows of day 1 bound its doses and the wait between them, however many
// rows there are (E-TITR-11, P-TITR-01 to P-TITR-03).
func TestRowsOfDayOne(t *testing.T) {
	plain := func(mg int) map[string]any { return map[string]any{"single_mg": mg} }
	atOnce := func(mg int) map[string]any { return map[string]any{"single_mg": mg, "at_once_if_tolerated": true} }
	before := func(minutes int64) []Past { return []Past{took(nineOClock.Add(-moment.Minutes(minutes)), 5*mg)} }
	for name, x := range map[string]struct {
		rows    []map[string]any
		history []Past
		want    string
	}{
		"one row, first dose":  {[]map[string]any{plain(15)}, nil, "ADMINISTER_MAX 15 LOCAL-D1-1"},
		"one row, too soon":    {[]map[string]any{plain(15)}, before(5), "DEFER LOCAL-D1-1 LOCAL-D1-1"},
		"one row, after a gap": {[]map[string]any{plain(15)}, before(30), "ADMINISTER_MAX 15 LOCAL-D1-1"},
		"the row after the one at once": {[]map[string]any{plain(15), atOnce(15), plain(20), plain(30)}, before(40),
			"ADMINISTER_MAX 20 LOCAL-D1-3"},
		"the row at once is open": {[]map[string]any{plain(15), atOnce(10)}, before(40), "ADMINISTER_MAX 10 LOCAL-D1-2"},
	} {
		d := Decide(signed(t, steps(lastSingle(), x.rows...)), settled(func(c *Case) {
			c.Prescription.Started, c.History = moment.Date(2026, 3, 10), x.history
		}))
		if told(d) != x.want {
			t.Errorf("%s: %s, want %s", name, told(d), x.want)
		}
	}
}

// A rise of the day's total may be spread over one dose (the form of
// P-ORAL-03).
func TestARiseSpreadOverOneDose(t *testing.T) {
	p := signed(t, steps(map[string]any{"base": "previous_day_total_plus", "add_mg": 20, "spread": 1},
		map[string]any{"single_mg": 15}))
	d := Decide(p, settled(func(c *Case) {
		c.Prescription.PerDay, c.Prescription.Dose, c.Prescription.CapSingle = 1, 300*mg, 300*mg
	}))
	if !says(d, "are 220 mg for today, at most 220 mg in one dose") {
		t.Errorf("%v", d.Findings)
	}
}

// Under a draft that names no substance a prescription that names one is not
// wrong for that; one that names half a form is (E-UNIT-03, E-PACK-01).
func TestTheFormUnderADraft(t *testing.T) {
	draft := edited(t, func(doc map[string]any) { doc["substance"], doc["salt"] = nil, nil })
	for form, wrong := range map[measure.Form]bool{
		{Substance: measure.Diamorphine, Salt: measure.Hydrochloride}: false,
		{Substance: measure.Diamorphine}:                              true, {Salt: measure.Hydrochloride}: true,
	} {
		d := Decide(draft, settled(func(c *Case) { c.Prescription.Form = form }))
		if cites(d, "E-UNIT-03") != wrong || d.Outcome != Refer {
			t.Errorf("%s: %s", form, told(d))
		}
	}
}

// From the third trimester on one dose a day is not three, also where it is
// written as a list (P-TITR-09).
func TestOneDoseIsNotThree(t *testing.T) {
	d := Decide(swiss(t), settled(func(c *Case) {
		c.Question, c.Person.Trimester = QuestionPrescription, 3
		c.Prescription.Doses, c.Prescription.PerDay = []measure.Mass{100 * mg}, 1
	}))
	if told(d) != "REFER_PRESCRIBER P-TITR-09" {
		t.Errorf("%s", told(d))
	}
}

// An oral medicine beside the injections is written with a dose for up to 24
// visits, and its heart's part applies only where the pack has one (E-ORD-01,
// P-ORALCO-04).
func TestAnOralMedicineAtItsBounds(t *testing.T) {
	for name, x := range map[string]struct {
		edit func(rx *Prescription)
		want Outcome
	}{
		"a microgram":         {func(rx *Prescription) { rx.Dose = 1 }, Valid},
		"nothing":             {func(rx *Prescription) { rx.Dose = 0 }, InvalidRx},
		"less than nothing":   {func(rx *Prescription) { rx.Dose = -1 }, InvalidRx},
		"no number of visits": {func(rx *Prescription) { rx.PerDay = 0 }, Valid},
		"24 visits":           {func(rx *Prescription) { rx.PerDay = 24 }, Valid},
		"25 visits":           {func(rx *Prescription) { rx.PerDay = 25 }, InvalidRx},
		"-1 visits":           {func(rx *Prescription) { rx.PerDay = -1 }, InvalidRx},
		"a list with nothing": {func(rx *Prescription) { rx.Doses = []measure.Mass{mg, 0} }, InvalidRx},
		"25 and a list":       {func(rx *Prescription) { rx.PerDay, rx.Doses = 25, []measure.Mass{mg} }, InvalidRx},
	} {
		d := Decide(swiss(t), settled(func(c *Case) {
			c.Question = QuestionPrescription
			c.Prescription = Prescription{Form: measure.Form{Substance: measure.Morphine}, Route: protocol.Oral,
				Dose: 10 * mg, PerDay: 1}
			x.edit(&c.Prescription)
		}))
		if d.Outcome != x.want {
			t.Errorf("%s: %s", name, told(d))
		}
		if says(d, "QTc") {
			t.Errorf("%s: the row says nothing of the heart: %v", name, d.Findings)
		}
	}
}
