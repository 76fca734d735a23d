package web

import (
	"net/http"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/web/page"
	"steady/person"
)

func (s *Server) takePage(w http.ResponseWriter, r *http.Request) {
	s.drawTake(w, r, http.StatusOK, nil, typed{})
}

// drawTake is where staff hand somebody their record, or their transfer pack to
// the next service.
func (s *Server) drawTake(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	id := person.UserID(r.PathValue("person"))
	var v *page.Along
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		if st.Ways[id] == nil {
			return
		}
		d := &personDraw{drawing: drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r),
			typed: t}, id: string(id)}
		v = &page.Along{Title: n.person(id) + ": what they take with them", Forms: d.takeForms(), Lead: []string{
			"Everything is one file with a page to read, the same as JSON, and its schema. What somebody else said in " +
				"confidence, safeguarding, and who is kept apart is never in it.",
			"Say the name and the date of birth aloud before it goes into a hand. It is recorded who gave what to whom."}}
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.layout(r, "What they take with them")
		l.Back, l.Problem = &page.Link{Text: "Their page", URL: "/people/" + string(id)}, prob
		s.draw(w, r, status, page.AlongPage(l, *v))
	}
}

func (d *personDraw) takeForms() []page.SmallForm {
	t := d.typed.of("take")
	field := func(name, label string, more page.SmallField) page.SmallField {
		more.Name, more.ID, more.Label, more.Field = name, name+"-take", label, t.field(name)
		return more
	}
	identity := []page.Choice{{Value: "known", Label: "I know them"},
		{Value: "born", Label: "They said their date of birth"}, {Value: "photo", Label: "By photo"},
		{Value: "card", Label: "By card"}}
	out := []page.SmallForm{{Title: "Hand it over", Button: "Make the file", Open: true,
		Form: page.Form{Action: "/people/" + d.id + "/take", Command: t.command(), Expect: "take",
			Hidden: []page.Pair{{Name: "form", Value: "take"}}},
		Fields: []page.SmallField{field("what", "What", page.SmallField{Choices: coded(clinic.RecordParts)}),
			field("to", "Into whose hands", page.SmallField{Choices: coded(clinic.RecordTos[1:])}),
			field("identity", "How you made sure who they are", page.SmallField{Choices: identity,
				Hint: "Where it goes into their own hands."}),
			field("receives", "The service that receives it", page.SmallField{Hint: "Where it goes to a service."})}}}
	if t := d.typed.of("let"); d.may(clinic.LetOut{}.CommandKind()) {
		out = append(out, page.SmallForm{Title: "Let an entry that is kept back into it", Button: "Let it in",
			Open: t.v != nil,
			Lead: "Only after you read it, and asked whoever said it. It cannot be taken back once the file is given.",
			Form: page.Form{Action: "/people/" + d.id + "/take/let", Command: t.command(), Expect: "take",
				Hidden: []page.Pair{{Name: "form", Value: "let"}}},
			Fields: []page.SmallField{{ID: "entry-let", Name: "entry", Label: "Its number", Mode: "numeric",
				Field: t.field("entry")}, {ID: "reason-let", Name: "reason", Label: "Why nobody is harmed by it",
				Field: t.field("reason")}}})
	}
	return out
}

// takePress records that a record leaves, and then sends it.
func (s *Server) takePress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	p.req.Command.Expect = 0
	id := r.PathValue("person")
	b := clinic.GiveRecord{Person: person.UserID(id),
		What: clinic.RecordPart(p.need("what", "Choose what is handed over.")),
		To:   clinic.RecordTo(p.need("to", "Choose into whose hands it goes.")), Identity: p.get("identity"),
		Receives: p.req.KeepIf(id, "onward", p.get("receives"))}
	p.anchor("-take")
	var content []byte
	var err error
	if p.ok() {
		if content, b.Digest, err = s.made(r, b.Person, b.What); err == nil {
			_, err = p.send(b)
		}
	}
	switch prob, known := p.problem(err); {
	case !known:
		s.fault(w, r, err)
	case prob != nil:
		s.drawTake(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	default:
		name := "record.zip"
		if b.What == "transfer" {
			name = "transfer.zip"
		}
		sendZip(w, name, content)
	}
}

func (s *Server) letOutPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	p.req.Command.Expect = 0
	id := r.PathValue("person")
	b := clinic.LetOut{Person: person.UserID(id), Entry: p.whole("entry", "Its number", 0, 1<<40),
		Reason: p.keep(id, "let_out", p.need("reason", "Write why nobody is harmed by it."))}
	p.anchor("-let")
	p.finish(w, b, "/people/"+id+"/take", func(prob *page.Problem, _ error) {
		s.drawTake(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// noteLook notes a reading of somebody's record on a page that is about several
// people.
func (s *Server) noteLook(r *http.Request, who person.UserID, path string) {
	l := app.Look{At: s.house.Now(), Person: who, Staff: actorOf(r).ID, Page: path}
	if !s.house.Looked(l) {
		lookLost(l)
	}
}
