package web

import (
	"fmt"
	"strconv"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/protocol"
)

// criteriaForm asks what the programme's criteria ask. What was answered before
// is in it; nothing has to be answered.
func (d *wayDraw) criteriaForm() page.Steps {
	var was clinic.Criteria
	pack := ""
	if x := d.w.Decided; x != nil {
		was, pack = x.Answers, x.Pack.ID
	}
	t := d.typed
	chosen := t.pick("pack")
	if t.v == nil {
		chosen.Value = pack
	}
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	born := t.date("born")
	if day := d.bornDay(); day != 0 {
		born = t.dateOr("born", day)
	}
	percent := ""
	if was.InjectingPercent != nil {
		percent = strconv.Itoa(*was.InjectingPercent)
	}
	route := t.pick("main_route")
	if t.v == nil {
		route.Value = string(was.MainRoute)
	}
	parts := []page.Part{
		{Kind: page.PartRadios, Name: "pack", Label: "Whose criteria?", Choices: packChoices(d.st), Pick: chosen},
		{Kind: page.PartDate, Name: "born", Label: "Date of birth",
			Hint: "It is kept outside the record, which holds the age.",
			Date: born},
		{Name: "age", Label: "Age, if the date is not known", Suffix: "years", Width: 3, Field: t.or("age", number(was.Age))},
		{Name: "dependence_years", Label: "For how long dependent on opioids?", Suffix: "full years", Width: 3,
			Field: t.or("dependence_years", number(was.DependenceYears))},
		{Kind: page.PartBoxes, Name: "severity", Label: "What has it done to them?", Picks: d.severity(was),
			Choices: []page.Choice{
				{Value: "somatic", Label: "Illness of the body"}, {Value: "mental", Label: "Illness of the mind"},
				{Value: "social", Label: "Hardship in life with others: housing, money, work, family"}}},
		{Kind: page.PartRadios, Name: "main_route", Label: "How do they mostly take it now?", Pick: route,
			Choices: []page.Choice{{Value: string(protocol.IV), Label: "Into a vein"}, {Value: string(protocol.IM),
				Label: "Into a muscle"}, {Value: "other", Label: "Another way"}}},
		{Name: "injecting_percent", Label: "On how many days in a hundred do they inject?", Suffix: "%", Width: 3,
			Field: t.or("injecting_percent", percent)}}
	for i := range rowsOfTreatments(len(was.Treatments)) {
		var x clinic.EarlierTreatment
		if i < len(was.Treatments) {
			x = was.Treatments[i]
		}
		parts = append(parts, d.treatmentParts(i, x)...)
	}
	return page.Steps{Title: "Criteria of the programme", Button: "Look at the criteria", Parts: parts,
		Lead: []string{"Ask what they want to tell. " +
			"What is left empty is not taken as met, and can be added on another day."}}
}

func rowsOfTreatments(known int) int { return min(max(3, known+1), 12) }

func (d *wayDraw) severity(was clinic.Criteria) page.Picks {
	if d.typed.v != nil {
		return d.typed.picks("severity")
	}
	var out page.Picks
	for code, yes := range map[string]bool{"somatic": was.SomaticDisorder, "mental": was.MentalDisorder,
		"social": was.SocialDeficit} {
		if yes {
			out.Values = append(out.Values, code)
		}
	}
	return out
}

// treatmentParts asks about one earlier treatment.
func (d *wayDraw) treatmentParts(i int, x clinic.EarlierTreatment) []page.Part {
	t, name := d.typed, func(field string) string { return fmt.Sprintf("%s_%d", field, i) }
	pick := func(field, was string) page.Pick {
		p := t.pick(name(field))
		if t.v == nil {
			p.Value = was
		}
		return p
	}
	none := []page.Choice{{Value: "", Label: "Choose"}}
	months, psychosocial := "", t.picks(name("psychosocial"))
	if x.Kind != "" {
		months = strconv.Itoa(x.Months)
		if t.v == nil && x.Psychosocial {
			psychosocial.Values = []string{"yes"}
		}
	}
	return []page.Part{
		{Kind: page.PartHead, Label: fmt.Sprintf("Earlier treatment %d", i+1)},
		{Kind: page.PartSelect, Name: name("kind"), Label: "What kind?", Pick: pick("kind", string(x.Kind)),
			Choices: append(none, coded(clinic.TreatmentKinds)...)},
		{Name: name("months"), Label: "For how long?", Suffix: "full months", Width: 4, Field: t.or(name("months"), months)},
		{Kind: page.PartSelect, Name: name("ended"), Label: "How did it end?", Pick: pick("ended", string(x.Ended)),
			Choices: append(none, coded(clinic.HowEndeds)...)},
		{Kind: page.PartBoxes, Name: name("psychosocial"), Label: "Talking and practical help with it?",
			Choices: []page.Choice{{Value: "yes", Label: "Yes"}}, Picks: psychosocial},
		{Name: name("words"), Label: "Why did it end so?",
			Hint:  "In their words; side effects, the place, the rules, anything.",
			Field: t.or(name("words"), d.n.opt(x.Words))}}
}

func (p *press) criteria() clinic.Body {
	b := clinic.AssessEligibility{Person: p.who(), Pack: p.get("pack")}
	if b.Pack == "" {
		p.wrong("pack", "Choose whose criteria are looked at.")
	}
	c := &b.Answers
	if born := p.dateIf("born", "Date of birth"); born != 0 {
		c.Age = clinic.AgeOn(born, p.s.zone().Day(p.s.house.Now()))
		if c.Age == 0 {
			p.wrong("born", "Date of birth: this day cannot be. Read it again.")
		}
		b.Born = p.req.KeepIf(p.person(), "born", born.String())
	} else {
		c.Age = p.numberIf("age", "Age", 130)
	}
	c.DependenceYears = p.numberIf("dependence_years", "Years of dependence", 130)
	for _, x := range p.r.PostForm["severity"] {
		c.SomaticDisorder = c.SomaticDisorder || x == "somatic"
		c.MentalDisorder = c.MentalDisorder || x == "mental"
		c.SocialDeficit = c.SocialDeficit || x == "social"
	}
	if r := p.word("main_route", string(protocol.IV), string(protocol.IM), "other"); r != "other" {
		c.MainRoute = protocol.Route(r)
	}
	if p.get("injecting_percent") != "" {
		n := p.numberIf("injecting_percent", "Days in a hundred", 100)
		c.InjectingPercent = &n
	}
	for i := range 12 {
		p.treatment(i, c)
	}
	return b
}

// treatment reads one earlier treatment; a row without a kind is none.
func (p *press) treatment(i int, c *clinic.Criteria) {
	name := func(field string) string { return fmt.Sprintf("%s_%d", field, i) }
	x := clinic.EarlierTreatment{Kind: clinic.TreatmentKind(p.get(name("kind"))),
		Ended:        clinic.HowEnded(p.get(name("ended"))),
		Psychosocial: p.yes(name("psychosocial"))}
	if x.Kind == "" {
		if p.get(name("months"))+string(x.Ended)+p.get(name("words")) != "" {
			p.wrong(name("kind"), "Choose what kind of treatment it was.")
		}
		return
	}
	if x.Ended == "" {
		p.wrong(name("ended"), "Choose how this treatment ended.")
	}
	x.Months = p.numberIf(name("months"), "How long it lasted", 12*130)
	x.Words = p.text(name("words"))
	c.Treatments = append(c.Treatments, x)
}

// numberIf reads a whole number that may be left out; 0 then.
func (p *press) numberIf(name, what string, most int64) int {
	if p.get(name) == "" {
		return 0
	}
	return int(p.whole(name, what, 0, most))
}

func (d *wayDraw) transferForm() page.Steps {
	t := d.typed
	var routes []page.Choice
	for _, r := range []protocol.Route{protocol.IV, protocol.IM, protocol.SC, protocol.Oral} {
		routes = append(routes, page.Choice{Value: string(r), Label: routeWords[r]})
	}
	return page.Steps{Title: "What another service gave", Button: "Keep this",
		Lead: []string{"It is kept for the prescriber. Nothing is calculated from it: " +
			"it shortens no count of missed sessions " +
			"and raises no dose (E-MISS-04)."},
		Parts: []page.Part{{Name: "service", Label: "Which service?", Field: t.field("service")},
			{Name: "rules", Label: "Dosing rules there", Hint: "As they name them, with the version.", Field: t.field("rules")},
			{Kind: page.PartRadios, Name: "salt_form", Label: "Drug and salt",
				Choices: formChoices(), Pick: t.pick("salt_form")},
			{Kind: page.PartRadios, Name: "route", Label: "Route", Choices: routes, Pick: t.pick("route")},
			{Name: "last_mg", Label: "Last dose there", Suffix: "mg", Width: 5, Field: t.field("last_mg")},
			{Kind: page.PartDate, Name: "last", Label: "Day of the last dose", Date: t.date("last")},
			{Name: "last_time", Label: "Time of the last dose", Hint: "For example 09:10.",
				Width: 5, Field: t.field("last_time")},
			{Kind: page.PartRadios, Name: "verified", Label: "How was it confirmed?", Choices: coded(clinic.Verifieds),
				Pick: t.pick("verified")},
			{Name: "with", Label: "Who there confirmed it?", Field: t.field("with")}}}
}

func (p *press) transfer() clinic.Body {
	b := clinic.RecordTransferIn{Person: p.who(), Pack: p.get("rules"), Form: formOf(p.get("salt_form")),
		Service: p.keep(p.person(), "service", p.need("service", "Write which service it is.")),
		Route:   protocol.Route(p.word("route", "iv", "im", "sc", "oral")), Verified: clinic.Verified(p.get("verified")),
		With: p.text("with")}
	b.LastDose = p.mass("last_mg", "Last dose there")
	day := p.date("last", "Day of the last dose")
	if at, ok := p.minute("last_time", "Time of the last dose"); ok && day != 0 {
		b.LastAt = p.s.zone().At(day, at/60, at%60)
	}
	return b
}

func (d *wayDraw) endForm() page.Steps {
	t, before := d.typed, d.w.Admitted == 0
	v := page.Steps{Title: "End the treatment", Button: "End", Lead: []string{
		"The prescription ends and promised times are cancelled. They can come back at any time: their record goes on."}}
	if before {
		v.Title, v.Lead = "End the referral", []string{"They can be referred again at any time."}
	}
	var kinds []page.Choice
	for _, e := range clinic.Endings {
		if e.Before == before {
			kinds = append(kinds, page.Choice{Value: string(e.Kind), Label: e.Words})
		}
	}
	v.Parts = []page.Part{{Kind: page.PartRadios, Name: "ending", Label: "How does it end?", Choices: kinds,
		Pick: t.pick("ending")},
		{Name: "to", Label: "Who goes on with the care?", Hint: "Needed for a transfer or another treatment.",
			Field: t.field("to")},
		{Name: "reason", Label: "Reason", Hint: "In their words where they say one. Needed where the service ends it.",
			Field: t.field("reason")},
		{Kind: page.PartDate, Name: "follow_up", Label: "When does somebody ask how they are?",
			Hint: "A day soon after the ending.", Date: t.date("follow_up")},
		{Name: "how", Label: "How they want to be asked", Field: t.field("how")}}
	return v
}

func (p *press) end() clinic.Body {
	return clinic.EndTreatment{Person: p.who(), Ending: clinic.EndKind(p.get("ending")), To: p.text("to"),
		Reason: p.text("reason"), FollowUp: p.dateIf("follow_up", "Day"), How: p.text("how")}
}

func (d *wayDraw) followUpForm() page.Steps {
	t := d.typed
	return page.Steps{Title: "Somebody asked after them", Button: "Keep this",
		Parts: []page.Part{{Kind: page.PartRadios, Name: "reached", Label: "Were they reached?", Pick: t.pick("reached"),
			Choices: []page.Choice{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}}},
			{Kind: page.PartArea, Name: "words", Label: "How are they?", Hint: "In their words.", Field: t.field("words")},
			{Kind: page.PartDate, Name: "next", Label: "When does somebody ask again?", Hint: "Leave empty for not at all.",
				Date: t.date("next")}}}
}

func (p *press) followUp() clinic.Body {
	if p.word("reached", "yes", "no") == "" {
		p.wrong("reached", "Say whether they were reached.")
	}
	return clinic.RecordFollowUp{Person: p.who(), Reached: p.yes("reached"), Words: p.text("words"),
		Next: p.dateIf("next", "Day")}
}
