package web

import (
	"net/http"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/person"
)

// wayStepOf is one step of the way: the command it gives, its form and how the
// form is read.
type wayStepOf struct {
	kind string
	form func(d *wayDraw) page.Steps
	read func(p *press) clinic.Body
	to   string // address after it; empty is the page of the way
}

// waySteps lists the steps by their address.
func waySteps() map[string]wayStepOf {
	return map[string]wayStepOf{
		"criteria": {clinic.AssessEligibility{}.CommandKind(), (*wayDraw).criteriaForm, (*press).criteria, ""},
		"aside":    {clinic.OverrideEligibility{}.CommandKind(), (*wayDraw).asideForm, (*press).aside, ""},
		"consent":  {clinic.GiveConsent{}.CommandKind(), (*wayDraw).consentForm, (*press).consent, ""},
		"withdraw": {clinic.WithdrawConsent{}.CommandKind(), (*wayDraw).withdrawForm, (*press).withdraw, ""},
		"wait":     {clinic.JoinWaitingList{}.CommandKind(), (*wayDraw).waitForm, (*press).wait, ""},
		"admit":    {clinic.AdmitPerson{}.CommandKind(), nil, (*press).admitted, "/people/"},
		"transfer": {clinic.RecordTransferIn{}.CommandKind(), (*wayDraw).transferForm, (*press).transfer, ""},
		"end":      {clinic.EndTreatment{}.CommandKind(), (*wayDraw).endForm, (*press).end, ""},
		"return":   {clinic.ReferPerson{}.CommandKind(), (*wayDraw).returnForm, (*press).returned, ""},
		"asked-after": {clinic.RecordFollowUp{}.CommandKind(), (*wayDraw).followUpForm, (*press).followUp,
			""},
	}
}

func (s *Server) wayStepPage(w http.ResponseWriter, r *http.Request) {
	if _, ok := waySteps()[r.PathValue("step")]; !ok {
		s.missing(w, r, "There is no such step.")
		return
	}
	s.drawWayStep(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawWayStep(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	name := r.PathValue("step")
	step := waySteps()[name]
	if name == "admit" {
		s.drawWayAdmit(w, r, status, prob, t)
		return
	}
	var v page.Steps
	who, mayNot := "", false
	found := s.drawWay(w, r, t, func(d *wayDraw) {
		if mayNot = !d.may(step.kind); mayNot {
			return
		}
		who, v = d.n.of(d.w.Name), step.form(d)
		v.Form = page.Form{Action: "/referrals/" + d.id + "/" + name, Command: t.command()}
	})
	switch {
	case !found:
		return
	case mayNot:
		s.denied(w, r)
		return
	}
	l := s.layout(r, v.Title)
	l.Back, l.Problem = &page.Link{Text: who, URL: "/referrals/" + r.PathValue("person")}, prob
	s.draw(w, r, status, page.StepsPage(l, v))
}

// wayStep gives the command of a step. Who may is asked on the road.
func (s *Server) wayStep(w http.ResponseWriter, r *http.Request) {
	step, ok := waySteps()[r.PathValue("step")]
	if !ok {
		s.missing(w, r, "There is no such step.")
		return
	}
	p := s.pressed(r)
	to := "/referrals/"
	if step.to != "" {
		to = step.to
	}
	p.finish(w, step.read(p), to+p.person(), func(prob *page.Problem, _ error) {
		s.drawWayStep(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (p *press) who() person.UserID { return person.UserID(p.person()) }

// text keeps what was written into a field, nil for nothing.
func (p *press) text(name string) *clinic.Text {
	return p.req.KeepIf(p.person(), name, p.get(name))
}

func (d *wayDraw) asideForm() page.Steps {
	return page.Steps{Title: "Set a criterion aside", Button: "Decide to go on",
		Lead: []string{"This is a prescriber's own decision. It is recorded with your name, the criteria and your reason."},
		Parts: []page.Part{{Name: "reason", Label: "Reason, in one line",
			Hint: "Why this treatment is right for them all the same.", Field: d.typed.field("reason")}}}
}

func (p *press) aside() clinic.Body {
	return clinic.OverrideEligibility{Person: p.who(),
		Reason: p.keep(p.person(), "reason", p.need("reason", "Write your reason in one line."))}
}

func (d *wayDraw) consentForm() page.Steps {
	terms := person.CurrentTerms()
	v := page.Steps{Title: "Consent", Button: "They agree",
		Lead: []string{"Read each line aloud. Ask for their own words. Nobody has to decide today.",
			"Text " + terms.Version + ". Treatment needs the first lines; the last ones are theirs to choose."}}
	agreed := page.Part{Kind: page.PartBoxes, Name: "agreed", Label: "They agree to", Picks: d.typed.picks("agreed")}
	for _, t := range terms.Terms {
		hint := "Their choice."
		if t.Needed {
			hint = "Needed for treatment."
		}
		agreed.Choices = append(agreed.Choices, page.Choice{Value: t.Code, Label: t.Words, Hint: hint})
	}
	v.Parts = []page.Part{agreed,
		{Kind: page.PartArea, Name: "expects", Label: "What do they hope for?", Hint: "In their words.",
			Field: d.typed.field("expects")},
		{Kind: page.PartArea, Name: "doubts", Label: "What do they doubt?", Hint: "In their words.",
			Field: d.typed.field("doubts")},
		{Name: "confidence", Label: "How sure do they feel that this can work for them?", Width: 3,
			Hint:  "0 is not at all, 10 is fully. Leave empty when they would rather not say.",
			Field: d.typed.field("confidence")}}
	return v
}

func (p *press) consent() clinic.Body {
	b := clinic.GiveConsent{Person: p.who(), Version: person.CurrentTerms().Version, Agreed: p.r.PostForm["agreed"],
		Expects: p.text("expects"), Doubts: p.text("doubts")}
	if p.get("confidence") != "" {
		n := int(p.whole("confidence", "How sure they feel, from 0 to 10", 0, 10))
		b.Confidence = &n
	}
	if len(b.Agreed) == 0 {
		p.wrong("agreed", "Tick each line that they agree to.")
	}
	return b
}

func (d *wayDraw) withdrawForm() page.Steps {
	return page.Steps{Title: "Consent is withdrawn", Button: "They no longer agree",
		Lead: []string{"Doses are on hold from now on, until they agree again and a prescriber has looked. Talk about " +
			"what helps them today."},
		Parts: []page.Part{{Name: "reason", Label: "Reason, if they say one", Field: d.typed.field("reason")}}}
}

func (p *press) withdraw() clinic.Body {
	return clinic.WithdrawConsent{Person: p.who(), Reason: p.text("reason")}
}

func (d *wayDraw) waitForm() page.Steps {
	pick := d.typed.pick("priority")
	if d.typed.v == nil {
		pick.Value = string(clinic.Ordinary)
		if d.w.Place != nil {
			pick.Value = string(d.w.Place.Priority)
		}
	}
	return page.Steps{Title: "Waiting list", Button: "Keep this place",
		Lead: []string{"The list goes by need first, and then by the day they joined. A changed place keeps the day."},
		Parts: []page.Part{{Kind: page.PartRadios, Name: "priority", Label: "Their place", Choices: coded(clinic.Priorities),
			Pick: pick}, {Name: "reason", Label: "Why before others", Hint: "Needed for any place but by date.",
			Field: d.typed.field("reason")}}}
}

func (p *press) wait() clinic.Body {
	return clinic.JoinWaitingList{Person: p.who(), Priority: clinic.Priority(p.get("priority")), Reason: p.text("reason")}
}

// drawWayAdmit begins treatment with what is known already.
func (s *Server) drawWayAdmit(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	name, id := "", r.PathValue("person")
	v := s.admitForm("/referrals/"+id+"/admit", t)
	if !s.drawWay(w, r, t, func(d *wayDraw) {
		name = d.n.of(d.w.Name)
		v.Name, v.Born = t.or("name", name), t.date("born")
		if day := d.bornDay(); day != 0 {
			v.Born = t.dateOr("born", day)
			v.Born.Error = t.errs["born"]
		}
	}) {
		return
	}
	v.Title = "Admit " + name
	v.Lead = "Ask how they want to be called. Name and date of birth are kept outside the record and can be erased."
	l := s.layout(r, v.Title)
	l.Back, l.Problem = &page.Link{Text: name, URL: "/referrals/" + id}, prob
	s.draw(w, r, status, page.AdmitPage(l, v))
}

func (p *press) admitted() clinic.Body {
	body := p.admission(p.person())
	body.Name = p.keep(p.person(), "chosen_name", p.need("name", "Write the name they want to be called by."))
	if born := p.date("born", "Date of birth"); born != 0 {
		body.Born = p.req.KeepIf(p.person(), "born", born.String())
	}
	return body
}

func (d *wayDraw) returnForm() page.Steps {
	return page.Steps{Title: "They are back", Button: "Begin again",
		Lead: []string{"Their record goes on. What was given before stays counted, " +
			"and so do the days without it: the first " +
			"dose is a prescriber's decision. Criteria and consent are looked at anew."},
		Parts: []page.Part{{Kind: page.PartRadios, Name: "source", Label: "Who refers?", Choices: coded(clinic.Sources),
			Pick: d.typed.pick("source")},
			{Kind: page.PartArea, Name: "note", Label: "What to know first", Field: d.typed.field("note")}}}
}

// returned refers somebody known again, by the name they have.
func (p *press) returned() clinic.Body {
	b := clinic.ReferPerson{Person: p.who(), Source: clinic.Source(p.get("source")), Note: p.text("note")}
	if b.Source == "" {
		p.wrong("source", "Choose who refers.")
	}
	p.s.house.View(func(st *clinic.State) {
		if w := st.Ways[p.who()]; w != nil {
			b.Name = w.Name
		}
	})
	return b
}
