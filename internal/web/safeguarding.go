package web

import (
	"net/http"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/person"
)

// safeSubject is the subject of the words of a concern in the cabinet: apart
// from the person's own texts, so that what is handed out or erased of those
// does not carry it along.
func safeSubject(id person.UserID) string { return "safe-" + string(id) }

func safeTexts(list []*clinic.Safeguarding) (out []clinic.Text) {
	for _, c := range list {
		out = append(out, c.Words)
		for _, x := range c.Steps {
			out = append(out, x.Words)
		}
	}
	return out
}

func (s *Server) safeguardingPage(w http.ResponseWriter, r *http.Request) {
	s.drawSafeguarding(w, r, http.StatusOK, nil, typed{})
}

// drawSafeguarding shows the concerns about somebody to those who may read
// them, and to everybody who may raise one a form.
func (s *Server) drawSafeguarding(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	id, a := person.UserID(r.PathValue("person")), actorOf(r)
	reads := login.MayCommand(a.Roles, clinic.FollowSafeguarding{}.CommandKind())
	list := func(st *clinic.State) []*clinic.Safeguarding {
		if !reads {
			return nil
		}
		return st.SafeguardingInOrder(id)
	}
	var v *page.Safeguards
	texts := func(st *clinic.State) []clinic.Text { return append(ownSettingTexts(st), safeTexts(list(st))...) }
	err := s.with(r.Context(), texts, func(st *clinic.State, n names) {
		if st.Ways[id] == nil {
			return
		}
		d := &drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: a, typed: t}
		v = &page.Safeguards{Name: n.person(id), Blind: !reads}
		v.Call, v.Unset = emergencyNumber(st, n)
		for _, c := range list(st) {
			v.List = append(v.List, d.safeguard(c))
		}
		raise := t.of("raise")
		v.Raise = &page.SmallForm{Title: "Raise a concern", Button: "Raise it", Open: raise.v != nil,
			Form: page.Form{Action: "/people/" + string(id) + "/safeguarding", Command: raise.command(),
				Hidden: []page.Pair{{Name: "form", Value: "raise"}}},
			Fields: []page.SmallField{{ID: "kind", Name: "kind", Label: "What the concern is",
				Choices: coded(clinic.SafeguardingKinds), Field: raise.field("kind")},
				{ID: "words", Name: "words", Label: "What you saw or were told, when, and by whom", Field: raise.field("words")}}}
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.layout(r, "Safeguarding")
		l.Back, l.Problem = &page.Link{Text: v.Name, URL: "/people/" + string(id)}, prob
		if !login.MayRoute(a.Roles, "GET /people/{person}") {
			l.Back = &page.Link{Text: "Board", URL: "/board"}
		}
		s.draw(w, r, status, page.SafeguardingPage(l, *v))
	}
}

func (d *drawing) safeguard(c *clinic.Safeguarding) page.SafeguardView {
	v := page.SafeguardView{ID: c.Concern, Kind: clinic.WordsOf(clinic.SafeguardingKinds, c.Kind), Words: d.n.of(c.Words),
		Raised: "Raised by " + d.n.staff(c.By) + ", " + stamp(d.z, d.now, c.At)}
	for _, x := range c.Steps {
		v.Steps = append(v.Steps, page.TimeLine{At: stamp(d.z, d.now, x.At), By: d.n.staff(x.By),
			Text: with(clinic.WordsOf(clinic.SafeguardingSteps, x.Step), d.n.of(x.Words))})
	}
	if c.Closed != 0 {
		v.Closed = "Closed " + stamp(d.z, d.now, c.Closed)
		return v
	}
	t := d.typed.of(c.Concern)
	v.Form = &page.SmallForm{Title: "What was done", Button: "Keep this", Open: t.v != nil,
		Form: page.Form{Action: "/people/" + string(c.Person) + "/safeguarding/" + c.Concern, Command: t.command(),
			Hidden: []page.Pair{{Name: "form", Value: c.Concern}}},
		Fields: []page.SmallField{{ID: "step-" + c.Concern, Name: "step", Label: "What was done",
			Choices: coded(clinic.SafeguardingSteps), Field: t.field("step")},
			{ID: "words-" + c.Concern, Name: "words", Label: "With whom, and what comes next", Field: t.field("words")}}}
	return v
}

func (s *Server) safeguardingRaise(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	id := person.UserID(p.person())
	b := clinic.RaiseSafeguarding{Concern: "s-" + p.req.Command.ID, Person: id,
		Kind:  clinic.SafeguardingKind(p.need("kind", "Choose what the concern is.")),
		Words: p.keep(safeSubject(id), "safeguarding", p.need("words", "Write what you saw or were told."))}
	s.safeFinish(w, r, p, b)
}

func (s *Server) safeguardingStep(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.FollowSafeguarding{Concern: r.PathValue("concern"),
		Step:  clinic.SafeguardingStep(p.need("step", "Choose what was done.")),
		Words: p.keep(safeSubject(person.UserID(p.person())), "safeguarding", p.need("words", "Write what was done."))}
	p.anchor("-" + b.Concern)
	s.safeFinish(w, r, p, b)
}

func (s *Server) safeFinish(w http.ResponseWriter, r *http.Request, p *press, b clinic.Body) {
	p.finish(w, b, "/people/"+p.person()+"/safeguarding", func(prob *page.Problem, _ error) {
		s.drawSafeguarding(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
