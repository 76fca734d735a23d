package web

import (
	"encoding/json"
	"net/http"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/person"
)

// written is a prescription as it stands in the form, with what the rules say
// of it. The zero value is a form nobody has sent yet.
type written struct {
	asked  bool // the rules were asked
	exam   clinic.Examination
	digest string // of what they were asked about
	text   string // what a second prescriber signs, line by line
	anew   bool   // what was answered before was another prescription
}

func (s *Server) prescribePage(w http.ResponseWriter, r *http.Request) {
	s.drawPrescribe(w, r, http.StatusOK, nil, typed{}, written{})
}

func (s *Server) drawPrescribe(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed,
	x written) {
	id := r.PathValue("person")
	var v *page.Prescribe
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		p := st.People[person.UserID(id)]
		if p == nil {
			return
		}
		built := prescribeView(st, n, id, t, st.Zone().Day(s.house.Now()))
		s.answerTo(&built, st, n, x, t, r)
		v = &built
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.layout(r, "Prescribe")
		l.Back, l.Problem = &page.Link{Text: v.Who.Text, URL: v.Who.URL}, prob
		s.draw(w, r, status, page.PrescribePage(l, *v))
	}
}

// answerTo puts what the rules say on the page, and what they ask for.
func (s *Server) answerTo(v *page.Prescribe, st *clinic.State, n names, x written, t typed, r *http.Request) {
	v.Confirmed, v.Reason = t.v.Get("confirmed") == "yes", t.field("reason")
	if !x.asked {
		return
	}
	v.Answered = x.digest
	v.Answer = &page.RulesAnswer{Kind: "good", Heading: "The rules find nothing against it"}
	if x.anew {
		v.Answer.Text = append(v.Answer.Text,
			"What is written has changed since they answered; this is about what stands here now.")
	}
	if f := x.exam.Confirm; f != nil {
		v.Asks = clinic.Sentence(f.Text)
		v.Answer.Kind, v.Answer.Heading = "warn", "The rules recommend otherwise"
	}
	if f := x.exam.Challenge; f != nil {
		v.Challenge = clinic.Sentence(f.Text)
		v.Answer.Kind, v.Answer.Heading = "warn", "A second prescriber has to confirm it"
		v.Second = &page.SecondPerson{What: "I confirm this prescription as it is written above.",
			Why:   "A second prescriber, with their own PIN or passkey.",
			Staff: s.seconds(st, n, "prescribe", actorOf(r).ID), Who: t.pick("second"),
			PIN: page.Field{Error: t.errs["pin2"]}, Lines: textLines(x.text),
			Shown: clinic.Digest(x.text), Button: "Prescribe together",
			Passkey: "/confirm/passkey/begin?for=prescribe&person=" + v.Who.URL[len("/people/"):]}
	}
	if no := x.exam.Refusal; no != nil {
		v.Answer.Kind, v.Answer.Heading, v.Second = "stop", "It cannot be signed as it is written", nil
		v.Answered = ""
	}
	for _, f := range x.exam.Findings {
		v.Answer.Lines = append(v.Answer.Lines, page.RuleLine{Text: clinic.Sentence(f.Text),
			Rule: f.Rule + " (" + f.Source + ")"})
	}
	for _, d := range x.exam.Days {
		v.Answer.Plan = append(v.Answer.Plan, page.PlanLine{Day: dayWords(d.Day), Visit: number64(int64(d.Visit + 1)),
			Dose: d.Dose.String(), Bound: clinic.Sentence(d.Text), Rule: d.Rule})
	}
	if v.Answer.Kind == "stop" && len(v.Answer.Lines)+len(v.Answer.Plan) == 0 {
		v.Answer = nil // the summary above says it all
	}
}

// examine asks the rules about the prescription of a form.
func (p *press) examine(body clinic.Prescribe) (x written) {
	raw, err := json.Marshal(body.Prescription)
	if err != nil {
		panic("web: a prescription that cannot be spelled: " + err.Error())
	}
	x.asked, x.digest = true, clinic.Digest(string(raw))
	was := p.get("answered")
	x.anew = was != "" && was != x.digest
	p.req.Command.Body = body
	p.s.house.View(func(st *clinic.State) {
		x.exam = st.Examine(p.req.Command.By, body.Person, body.Prescription, p.s.house.Now())
		x.text = clinic.WitnessText(st, p.req.Command)
	})
	return x
}

// prescribe asks the rules about what is written and draws their answer; once
// exactly that was answered, it is signed.
func (s *Server) prescribe(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	body := prescribeBody(p)
	again := func(status int, prob *page.Problem, x written) {
		s.drawPrescribe(w, r, status, prob, p.typed(), x)
	}
	if !p.ok() {
		prob, _ := p.problem(nil)
		again(http.StatusUnprocessableEntity, prob, written{})
		return
	}
	x := p.examine(body)
	if done, err := s.house.Recorded(r.Context(), p.req.Command.ID); err == nil && !done {
		switch no := x.exam.Refusal; {
		case no != nil:
			again(http.StatusUnprocessableEntity, &page.Problem{Title: "Not possible as it is written",
				Lines: []page.ProblemLine{{Text: no.Sentence, Rule: no.Rule}}}, x)
			return
		case p.get("answered") != x.digest:
			again(http.StatusOK, nil, x)
			return
		}
	}
	p.finish(w, body, "/people/"+p.person(), func(prob *page.Problem, _ error) {
		again(http.StatusUnprocessableEntity, prob, x)
	})
}
