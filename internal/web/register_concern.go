package web

import (
	"cmp"
	"net/http"
	"slices"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/person"
)

func (s *Server) concernPage(w http.ResponseWriter, r *http.Request) {
	s.drawConcern(w, r, http.StatusOK, nil, typed{})
}

// drawConcern asks what somebody saw. Whom it is about is asked of those who
// see people's records only where that person is a service user.
func (s *Server) drawConcern(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	a := actorOf(r)
	v := page.ConcernForm{Words: t.field("words"), Form: page.Form{Action: "/register/concern", Command: t.command()}}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		about := []page.Choice{{Value: string(clinic.AboutPractice), Label: "How drugs are kept, given or recorded"},
			{Value: string(clinic.AboutStaff), Label: "A colleague"}}
		staff := []page.Choice{{Value: "", Label: "Nobody in particular"}}
		for _, id := range st.StaffInOrder() {
			if !st.Staff[id].Has(person.CDAO, person.Inspector) {
				staff = append(staff, page.Choice{Value: string(id), Label: n.staff(id)})
			}
		}
		people := []page.Choice{{Value: "", Label: "Nobody in particular"}}
		if login.MayRoute(a.Roles, "GET /people") {
			about = append(about, page.Choice{Value: string(clinic.AboutPerson), Label: "Somebody in treatment"})
			for _, id := range st.PeopleInOrder() {
				people = append(people, page.Choice{Value: string(id), Label: n.person(id)})
			}
		}
		v.Fields = []page.SmallField{{ID: "about", Name: "about", Label: "What is it about?", Choices: about,
			Field: t.field("about")},
			{ID: "staff", Name: "staff", Label: "Which colleague", Choices: staff, Select: true, Field: t.field("staff")}}
		if len(people) > 1 {
			v.Fields = append(v.Fields, page.SmallField{ID: "person", Name: "person", Label: "Who in treatment",
				Choices: people, Select: true, Field: t.field("person")})
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Tell the accountable officer")
	l.Back, l.Problem = &page.Link{Text: "Back to the start", URL: "/"}, prob
	if r.URL.Query().Get("no") != "" && prob == nil {
		l.Flash = &page.Flash{Text: "The accountable officer has it. Thank you for saying so."}
	}
	s.draw(w, r, status, page.ConcernPage(l, v))
}

func (s *Server) raiseConcern(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.RaiseConcern{Concern: "k-" + p.req.Command.ID, About: clinic.ConcernAbout(p.get("about"))}
	switch b.About {
	case "":
		p.wrong("about", "Choose what it is about.")
	case clinic.AboutStaff:
		b.Staff = person.StaffID(p.need("staff", "Choose the colleague it is about."))
	case clinic.AboutPerson:
		b.Person = person.UserID(p.need("person", "Choose whom it is about."))
	}
	b.Text = p.keep("register", "concern", p.need("words", "Write what you saw."))
	p.finish(w, b, "/register/concern", func(prob *page.Problem, _ error) {
		s.drawConcern(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func concernTexts(st *clinic.State) (out []clinic.Text) {
	for _, x := range st.Stock.Concerns {
		out = append(out, x.Text)
	}
	return out
}

// concerns are the open ones, the oldest first.
func (d *drawing) concerns() (out []page.ConcernLine) {
	var open []clinic.OpenConcern
	for _, x := range d.st.Stock.Concerns {
		open = append(open, x)
	}
	slices.SortFunc(open, func(a, b clinic.OpenConcern) int {
		return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(a.Concern, b.Concern))
	})
	for _, x := range open {
		l := page.ConcernLine{About: "How drugs are kept, given or recorded", Text: d.n.of(x.Text), By: d.n.staff(x.By),
			Age: ageWords(d.now.Since(x.Since))}
		switch x.About {
		case clinic.AboutPerson:
			l.About = d.n.person(x.Person)
		case clinic.AboutStaff:
			l.About = d.n.staff(x.Staff)
		}
		t := d.typed.of(x.Concern)
		l.Form = &page.SmallForm{Title: "Close it", Button: "Close it", Open: t.v != nil,
			Form: page.Form{Action: "/register/officer/concern", Command: t.command(),
				Hidden: []page.Pair{{Name: "form", Value: x.Concern}}},
			Fields: []page.SmallField{{ID: "words-" + x.Concern, Name: "words", Label: "What was found, and what was done",
				Field: t.field("words")}}}
		out = append(out, l)
	}
	return out
}

func (s *Server) closeConcern(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.CloseConcern{Concern: p.get("form"),
		Text: p.keep("register", "concern", p.need("words", "Write what was found, and what was done."))}
	p.anchor("-" + b.Concern)
	p.finish(w, b, "/register/officer", func(prob *page.Problem, _ error) {
		s.drawOfficer(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
