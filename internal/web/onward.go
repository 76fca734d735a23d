package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/personrecord"
	"steady/internal/web/page"
	"steady/person"
)

// onwardRoutes is continuity plans, and what people take with them.
func (s *Server) onwardRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /people/{person}/onward": f(s.onwardPage), "POST /people/{person}/onward/{what}": f(s.onwardPress),
		"GET /people/{person}/take": f(s.takePage), "POST /people/{person}/take": f(s.takePress),
		"POST /people/{person}/take/let": f(s.letOutPress), "GET /reviews/packs": f(s.packsZip),
		"GET /me/take": f(s.ownTakePage), "POST /me/take": f(s.ownTakeFile),
	}
}

func (s *Server) onwardPage(w http.ResponseWriter, r *http.Request) {
	s.drawOnward(w, r, http.StatusOK, nil, typed{})
}

// drawOnward shows the continuity plan. It is there when the person is not: who
// rings about them finds in a glance how treatment goes on.
func (s *Server) drawOnward(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	id, roles := person.UserID(r.PathValue("person")), actorOf(r).Roles
	var v *page.Along
	err := s.with(r.Context(), func(st *clinic.State) []clinic.Text { return alongTexts(st, id) },
		func(st *clinic.State, n names) {
			if st.Ways[id] == nil {
				return
			}
			d := &personDraw{drawing: drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r),
				typed: t}, id: string(id)}
			v = &page.Along{Title: n.person(id) + ": how treatment goes on without us", Rows: d.onward(), Lead: []string{
				"This plan stands from the first day, so that nobody has to find a way in a hurry. Go through it with the " +
					"person; it is in their transfer pack and on their paper."}}
			if login.MayRoute(roles, "GET /people/{person}/take") {
				v.Links = append(v.Links, page.Link{Text: "Hand over their record, or the transfer pack",
					URL: "/people/" + string(id) + "/take"})
			}
			v.Forms = d.onwardForms()
		})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.layout(r, "How treatment goes on")
		l.Back, l.Problem = &page.Link{Text: "Their page", URL: "/people/" + string(id)}, prob
		s.draw(w, r, status, page.AlongPage(l, *v))
	}
}

// onward are the facts of the plan; what is missing is said aloud.
func (d *personDraw) onward() (out []page.Row) {
	o, id := d.st.AlongOf(person.UserID(d.id)).Onward, person.UserID(d.id)
	if o == nil || o.At == 0 {
		out = append(out, page.Row{Key: "Plan", Value: "None. Nobody knows how treatment would go on.", Loud: true})
	} else {
		out = append(out, page.Row{Key: "How", Value: clinic.WordsOf(clinic.OnwardRoutes, o.Route)},
			page.Row{Key: "Who takes over", Value: d.n.of(o.Receives)}, page.Row{Key: "Whom to ring", Value: d.n.of(o.Call)})
		if o.Words != nil {
			out = append(out, page.Row{Key: "Also", Value: d.n.of(*o.Words)})
		}
		out = append(out, page.Row{Key: "Written", Value: stamp(d.z, d.now, o.At) + ", by " + d.n.staff(o.By)})
	}
	if o == nil || o.Equivalent == nil {
		return append(out, page.Row{Key: "By mouth instead", Loud: true,
			Value: "No prescriber wrote it. Steady computes none."})
	}
	out = append(out, page.Row{Key: "By mouth instead, in the prescriber's words", Value: d.n.of(*o.Equivalent)},
		page.Row{Key: "Written by", Value: d.n.staff(o.EquivalentBy) + ", " + stamp(d.z, d.now, o.EquivalentAt)})
	if d.st.EquivalentOld(id) {
		out = append(out, page.Row{Key: "Out of date",
			Value: "It was written for an earlier prescription: ask a prescriber before it is used.", Loud: true})
	}
	return out
}

func (d *personDraw) onwardForms() (out []page.SmallForm) {
	form := func(what, title, button string, fields ...page.SmallField) page.SmallForm {
		t := d.typed.of(what)
		for i := range fields {
			fields[i].ID, fields[i].Field = fields[i].Name+"-"+what, t.field(fields[i].Name)
		}
		return page.SmallForm{Title: title, Button: button, Open: t.v != nil, Fields: fields,
			Form: page.Form{Action: "/people/" + d.id + "/onward/" + what, Command: t.command(), Expect: "onward",
				Hidden: []page.Pair{{Name: "form", Value: what}}}}
	}
	if d.may(clinic.PlanOnward{}.CommandKind()) {
		out = append(out, form("plan", "Write the plan with them", "Keep this plan",
			page.SmallField{Name: "route", Label: "How treatment would go on", Select: true,
				Choices: coded(clinic.OnwardRoutes)},
			page.SmallField{Name: "receives", Label: "The service that takes over, by name"},
			page.SmallField{Name: "call", Label: "Who there is rung, and the number"},
			page.SmallField{Name: "words", Label: "What else they should know", Rows: 3}))
	}
	if d.may(clinic.WriteEquivalent{}.CommandKind()) {
		out = append(out, form("equivalent", "Write what would be given by mouth", "Keep my words", page.SmallField{
			Name: "words", Label: "The medicine and its dose, as you would prescribe them", Rows: 3,
			Hint: "Your own words. Nothing is computed or checked, and another prescription makes them out of date."}))
	}
	return out
}

func (s *Server) onwardPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	p.req.Command.Expect = 0
	id, what := r.PathValue("person"), r.PathValue("what")
	var body clinic.Body
	switch what {
	case "plan":
		body = clinic.PlanOnward{Person: person.UserID(id), Route: clinic.OnwardRoute(p.get("route")),
			Receives: p.keep(id, "onward", p.need("receives", "Name the service that takes over.")),
			Call:     p.keep(id, "onward", p.need("call", "Write who is rung, and the number.")),
			Words:    p.req.KeepIf(id, "onward", p.get("words"))}
	case "equivalent":
		body = clinic.WriteEquivalent{Person: person.UserID(id), Words: p.keep(id, "equivalent",
			p.need("words", "Write the medicine and its dose as you would prescribe them."))}
	default:
		s.missing(w, r, "There is no such step.")
		return
	}
	p.anchor("-" + what)
	p.finish(w, body, "/people/"+id+"/onward", func(prob *page.Problem, _ error) {
		s.drawOnward(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// recordSource is where records are made from.
func (s *Server) recordSource() personrecord.Source {
	return personrecord.Source{Store: s.house.Store(), Premises: s.house.Premises(), Service: s.cfg.Service,
		State: s.house.View, Now: s.house.Now()}
}

// sendZip answers with a file that no browser keeps a copy of.
func sendZip(w http.ResponseWriter, name string, content []byte) {
	page.SetHeaders(w.Header())
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = w.Write(content)
}

// packsZip is all transfer packs in one run: the drill for closing the service.
func (s *Server) packsZip(w http.ResponseWriter, r *http.Request) {
	d, err := personrecord.MakeDrill(r.Context(), s.recordSource())
	var b bytes.Buffer
	if err == nil {
		err = d.Zip(&b)
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	for _, t := range d.Packs {
		s.noteLook(r, person.UserID(t.About.Person), "/people/{person}/take")
	}
	sendZip(w, "transfer-packs.zip", b.Bytes())
}

// made is a file of somebody's record with its digest.
func (s *Server) made(r *http.Request, who person.UserID, what clinic.RecordPart) (content []byte, digest string,
	err error) {
	var b bytes.Buffer
	var zip interface{ Zip(io.Writer) error }
	if what == "transfer" {
		zip, err = personrecord.MakeTransfer(r.Context(), s.recordSource(), who)
	} else {
		zip, err = personrecord.Make(r.Context(), s.recordSource(), who)
	}
	if err == nil {
		err = zip.Zip(&b)
	}
	sum := sha256.Sum256(b.Bytes())
	return b.Bytes(), hex.EncodeToString(sum[:]), err
}

func (s *Server) ownTakePage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnTake(w, r, http.StatusOK, "")
}

func (s *Server) drawOwnTake(w http.ResponseWriter, r *http.Request, status int, wrong string) {
	o, _ := login.WhoOwn(r.Context())
	x := s.words(r)
	v := page.OwnTake{Kiosk: o.Kiosk, Form: page.Form{Action: "/me/take", Command: typed{}.command(), Expect: "own"},
		Code: page.Field{Error: wrong}}
	if !o.Kiosk {
		v.Begin = "/me/in/begin"
	}
	l := s.ownLayout(r, x.Take.Title)
	l.Back = &page.Link{Text: x.Record.Title, URL: "/me/record"}
	if wrong != "" {
		l.Problem = &page.Problem{Lines: []page.ProblemLine{{Text: wrong, Field: "code"}}}
	}
	s.ownDraw(w, r, status, page.OwnTakePage(l, v))
}

// ownTakeFile gives somebody their record after they proved once more who they are,
// away from a kiosk. That it left is recorded before a byte of it is sent.
func (s *Server) ownTakeFile(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	o, _ := login.WhoOwn(r.Context())
	x := s.words(r).Take
	if o.Kiosk {
		s.drawOwnTake(w, r, http.StatusUnprocessableEntity, x.NotHere)
		return
	}
	var proof login.OwnProof
	var err error
	if answer := p.get("passkey"); answer != "" {
		proof, err = s.door.FinishSignIn(r.Context(), promptOf(r), []byte(answer))
	} else {
		proof, err = s.door.ProveCode(r.Context(), p.get("code"))
	}
	var denial *login.Denial
	var wanted *login.SecretWanted
	switch {
	case errors.As(err, &denial):
		s.drawOwnTake(w, r, http.StatusUnprocessableEntity, ownDenial(s.words(r), denial, s.house.Now()))
		return
	case errors.As(err, &wanted), err == nil && proof.Person() != o.Person:
		s.drawOwnTake(w, r, http.StatusUnprocessableEntity, x.NotYou)
		return
	case err != nil:
		s.ownFault(w, r, err)
		return
	}
	content, digest, err := s.made(r, o.Person, "all")
	if err == nil {
		_, err = p.send(clinic.GiveRecord{Person: o.Person, What: "all", To: "self", Digest: digest})
	}
	var no *clinic.Refusal
	switch {
	case errors.As(err, &no):
		s.drawOwnTake(w, r, http.StatusUnprocessableEntity, no.Sentence)
	case err != nil:
		s.ownFault(w, r, err)
	default:
		sendZip(w, "my-record.zip", content)
	}
}
