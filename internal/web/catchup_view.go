package web

import (
	"fmt"
	"net/http"
	"slices"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
	"steady/visit"
)

func (s *Server) sheetPage(w http.ResponseWriter, r *http.Request) {
	s.drawSheet(w, r, http.StatusOK, nil, typed{})
}

// drawSheet draws what of a sheet is on record and the fields of what is not.
func (s *Server) drawSheet(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	c, ok := s.sheetOf(r)
	if !ok {
		s.missing(w, r, "There is no such sheet: choose the person on the list again.")
		return
	}
	var v page.CatchUpSheet
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		d := &drawing{s: s, st: st, n: n, v: c.visitIn(st), p: st.People[c.who], now: s.house.Now(), z: st.Zone(),
			actor: actorOf(r), typed: t}
		v = d.sheet(&c)
		v.Form.Action = sheetURL(c.who, c.day, c.session)
		v.Refused = prob != nil
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Enter a sheet")
	l.Back, l.Problem = &page.Link{Text: "Catch up", URL: "/continuity/catch-up"}, prob
	s.draw(w, r, status, page.CatchUpSheetPage(l, v))
}

func (d *drawing) sheet(c *paperSheet) page.CatchUpSheet {
	out := page.CatchUpSheet{Form: page.Form{Command: d.typed.command()}, Who: d.n.person(c.who),
		When: d.st.Sessions[c.session].Name + ", " + dayWords(c.day)}
	stage := visit.Booked
	if d.v != nil {
		stage = d.v.Stage
		out.Done = d.onRecord()
		out.Visit = "/visits/" + d.v.ID
		if stage == visit.Ended && d.v.Ending == visit.DidNotAttend {
			stage = visit.Booked
		}
	}
	if at := d.p.ServedIn(c.day, c.session); d.v == nil && at != 0 {
		out.Over = "A dose of " + d.z.Clock(at) + " is on record for this session: this sheet is entered already. If the " +
			"sheet says something else, correct the entry on the person's page."
		return out
	}
	if stage == visit.Ended || stage == visit.Emergency {
		out.Over = "Nothing more of this sheet is entered here: " + changeWords(d.v)
		return out
	}
	if d.z.Day(d.now) > c.day+1 {
		out.Late = &page.SmallField{ID: "why_late", Name: "why_late", Label: "Why it is entered only now, in one line",
			Hint: "Before yesterday the law asks for it (R-REG-05).", Field: d.typed.field("why_late")}
	}
	for _, x := range d.sheetParts() {
		if slices.Contains(x.at, stage) {
			out.Parts = append(out.Parts, x.part)
		}
	}
	kind := "check"
	if stage == visit.InBooth {
		kind = "administer"
	}
	if stage != visit.Observed {
		out.Second = &page.SecondPerson{What: "I checked this syringe, and saw what was wasted, as the sheet says.",
			Why:   "The second person of the sheet, with their own PIN. Without them the sheet is entered as far as the check.",
			Staff: d.others(kind), Who: d.typed.pick("second"), PIN: page.Field{Error: d.typed.errs["pin2"]},
			Button: "Record the sheet"}
	}
	return out
}

// onRecord lists what the journal has of the visit.
func (d *drawing) onRecord() (out []page.Row) {
	add := func(at moment.Instant, key, value string) {
		if at != 0 {
			out = append(out, page.Row{Key: key, Value: d.z.Clock(at) + value})
		}
	}
	v := d.v
	add(v.Arrived, "Arrived", "")
	add(v.ReadAt, "Readings", "")
	if v.Decision != nil {
		out = append(out, page.Row{Key: "The rules said", Value: outcomeWords[v.Decision.Outcome]})
	}
	add(v.PreparedAt, "Prepared", "")
	add(v.BoothSince, "Checked and handed over", "")
	if v.Injected != nil {
		add(v.InjectedAt, "Given", fmt.Sprintf(", %s of %s", v.Injected.Given, v.Injected.Prescribed))
	}
	add(v.EndedAt, "Ended", ", "+endWords[v.Ending])
	return out
}

// sheetPart is a part of the sheet with the stages at which it is still open.
type sheetPart struct {
	at   []visit.Stage
	part page.SheetPart
}

func (d *drawing) sheetParts() []sheetPart {
	t := d.typed
	field := func(name, label, hint, suffix, mode string) page.SmallField {
		return page.SmallField{ID: name, Name: name, Label: label, Hint: hint, Suffix: suffix, Mode: mode,
			Field: t.field(name)}
	}
	at := func(name, label string) page.SmallField {
		return field(name, label, "As on the sheet, for example 09:05.", "", "")
	}
	pick := func(name, label string, choices []page.Choice) page.SmallField {
		return page.SmallField{ID: name, Name: name, Label: label, Choices: choices, Field: t.field(name)}
	}
	readings := func(pre string) []page.SmallField {
		return []page.SmallField{pick(pre+"poss", "How awake?", page.SedationChoices()),
			field(pre+"rr", "Breaths", "", "a minute", "numeric"), field(pre+"spo2", "Oxygen, SpO2", "", "%", "decimal"),
			field(pre+"pulse", "Pulse", "", "a minute", "numeric"),
			pick(pre+"consciousness", "Alert?", page.ConsciousnessChoices())}
	}
	before := append([]page.SmallField{at("read_at", "Readings at"), {ID: "identity", Name: "identity",
		Label: "Was it the right person?", Many: true, Picked: t.picks("identity"), Choices: []page.Choice{{Value: "yes",
			Label: "The sheet says that their date of birth was asked aloud and their face looked at"}}}}, readings("")...)
	before = append(before, field("alcohol", "Breath alcohol", "micrograms in 100 ml of breath", "", "numeric"),
		page.SmallField{ID: "alcohol_declined", Name: "alcohol_declined", Label: "Alcohol test", Many: true,
			Picked: t.picks("alcohol_declined"), Choices: []page.Choice{{Value: "yes", Label: "They declined the test"}}},
		page.SmallField{ID: "signs", Name: "signs", Label: "Signs", Many: true, Choices: signs(), Picked: t.picks("signs")},
		field("since_last", "Anything since last time", "", "", ""))
	prepared := []page.SmallField{at("prepared_at", "Prepared at"), field("dose_mg", "Dose drawn", "", "mg", "decimal")}
	for _, f := range d.lots() {
		prepared = append(prepared, field(f.Value, f.Label, "Ampoules opened; empty is none.", "ampoules", "numeric"))
	}
	prepared = append(prepared, field("volume_ml", "Made up to", "", "ml", "decimal"))
	given := []page.SmallField{at("given_at", "Given at"), field("given_mg", "How much went in", "", "mg", "decimal"),
		pick("route", "Route", []page.Choice{{Value: "iv", Label: "i.v."}, {Value: "im", Label: "i.m."},
			{Value: "sc", Label: "s.c."}, {Value: "oral", Label: "by mouth"}}),
		{ID: "site", Name: "site", Label: "Where", Choices: append([]page.Choice{{Label: "not injected"}}, siteChoices()...),
			Select: true, Field: t.field("site")}, field("attempts", "Attempts", "", "", "numeric")}
	left := append([]page.SmallField{at("left_at", "Left at")}, readings("after_")...)
	none := []page.SmallField{pick("no_dose", "How did it end?", []page.Choice{
		{Value: "declined", Label: "They did not want the dose"}, {Value: "withheld", Label: "No dose, for safety"}}),
		field("words", "Why, in one line", "", "", "")}
	early := []visit.Stage{visit.Booked}
	read := append(early, visit.Arrived, visit.Deferred)
	open := append(read, visit.Decided)
	asked := append(open, visit.Referred, visit.Stopped) // what the sheet says more is kept with it
	syringe := append(asked, visit.Prepared, visit.Checked)
	dose := append(syringe, visit.InBooth)
	came := []page.SmallField{at("arrived_at", "Arrived at")}
	return []sheetPart{{early, page.SheetPart{Title: "Arrived", Fields: came}},
		{read, page.SheetPart{Title: "Readings before", Fields: before}},
		{asked, page.SheetPart{Title: "Prepared", Fields: prepared}},
		{syringe, page.SheetPart{Title: "Checked", Fields: []page.SmallField{at("checked_at", "Checked at")}}},
		{dose, page.SheetPart{Title: "Given", Fields: given}},
		{append(dose, visit.Observed), page.SheetPart{Title: "Left", Fields: left}},
		{asked, page.SheetPart{Title: "No dose was given", Fields: none}}}
}

// lots are the batches of the person's drug, as fields to count ampoules of.
func (d *drawing) lots() (out []page.Choice) {
	for _, id := range d.st.Accounts.Pages() {
		sh := d.st.Accounts.Sheets[id]
		if d.p.Rx == nil || sh.Product.Form != d.p.Rx.Form {
			continue
		}
		for _, l := range sh.Lots {
			out = append(out, page.Choice{Value: "n-" + id + ":" + l.Batch,
				Label: sh.Product.Content.String() + ", batch " + l.Batch})
		}
	}
	return out
}
