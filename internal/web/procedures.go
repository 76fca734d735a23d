package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/register"
)

// procedureRoutes is the routes of the standard operating procedures.
func (s *Server) procedureRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /procedures": f(s.proceduresPage), "POST /procedures": f(s.adoptProcedure),
		"GET /procedures/text": f(s.procedureText), "POST /procedures/sign": f(s.signProcedure),
	}
}

func (s *Server) proceduresPage(w http.ResponseWriter, r *http.Request) {
	s.drawProcedures(w, r, http.StatusOK, nil, typed{})
}

// earlierVersions are the versions of each procedure in the order adopted, from
// the register.
func (s *Server) earlierVersions(r *http.Request) (map[string][]register.ProcedureInForce, error) {
	rows, err := s.postings(r.Context(), 0, "seq", "kind", register.ProcedureInForce{}.Kind())
	if err != nil {
		return nil, err
	}
	out := map[string][]register.ProcedureInForce{}
	for _, x := range rows {
		var p register.ProcedureInForce
		if err := json.Unmarshal([]byte(x.body), &p); err != nil {
			return nil, err
		}
		out[p.Name] = append(out[p.Name], p)
	}
	return out, nil
}

func (s *Server) drawProcedures(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	versions, err := s.earlierVersions(r)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	a := actorOf(r)
	own := t.of("adopt")
	v := page.Procedures{Name: own.field("name"), Version: own.field("version"), Words: own.field("words")}
	err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
		v.From = own.dateOr("from", st.Zone().Day(s.house.Now()))
		for _, name := range slices.Sorted(maps.Keys(st.Accounts.Procedures)) {
			v.Lines = append(v.Lines, procedureLine(st, n, st.Accounts.Procedures[name], versions[name], a))
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	if login.MayRoute(a.Roles, "POST /procedures") {
		v.Adopt = &page.Form{Action: "/procedures", Command: own.command(),
			Hidden: []page.Pair{{Name: "form", Value: "adopt"}}}
	}
	l := s.layout(r, "Procedures")
	l.Problem = prob
	s.draw(w, r, status, page.ProceduresPage(l, v))
}

func procedureLine(st *clinic.State, n names, p register.ProcedureInForce, all []register.ProcedureInForce,
	a login.Actor) page.ProcedureLine {
	l := page.ProcedureLine{Name: p.Name, Version: p.Version, From: dayWords(p.From), Digest: p.Digest}
	file := st.ProcedureFile(p.Name, p.Version)
	q := url.Values{"name": {p.Name}, "version": {p.Version}}
	if file.Text != nil {
		l.Text = &page.Link{Text: "Read it", URL: "/procedures/text?" + q.Encode()}
	}
	for _, id := range st.StaffInOrder() {
		if !login.MayCommand(st.Staff[id].Roles, clinic.AcknowledgeProcedure{}.CommandKind()) {
			continue
		}
		if at, signed := file.Read[id]; signed {
			l.Signed = append(l.Signed, n.staff(id)+" on "+dayWords(st.Zone().Day(at)))
			continue
		}
		l.Unsigned = append(l.Unsigned, n.staff(id))
		if id == a.ID {
			l.Sign = &page.Form{Action: "/procedures/sign", Command: app.NewCommandID(),
				Hidden: []page.Pair{{Name: "name", Value: p.Name}, {Name: "version", Value: p.Version}}}
		}
	}
	for _, x := range all {
		if x.Version != p.Version {
			l.Earlier = append(l.Earlier, x.Version+" from "+dayWords(x.From))
		}
	}
	return l
}

// adoptProcedure puts a version into force, then keeps its text. Both commands
// have ids made of the form's, so a press that was cut off between them is
// completed by the next one.
func (s *Server) adoptProcedure(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	text := strings.ReplaceAll(p.need("words", "Paste the whole text of the procedure."), "\r\n", "\n")
	sum := sha256.Sum256([]byte(text))
	b := clinic.AdoptProcedure{Name: p.need("name", "Write the name of the procedure."),
		Version: p.need("version", "Write the version."), Digest: hex.EncodeToString(sum[:]),
		From: p.date("from", "Holds from")}
	var err error
	var res app.Result
	if p.ok() {
		res, err = p.send(b)
	}
	if err == nil && p.ok() {
		file := app.Request{Command: clinic.Command{ID: p.req.Command.ID + "-text", By: p.req.Command.By}}
		file.Command.Body = clinic.FileProcedure{Name: b.Name, Version: b.Version,
			Text: file.Keep("procedure", "procedure", text)}
		_, err = s.house.Do(r.Context(), file)
	}
	prob, known := p.problem(err)
	switch {
	case !known:
		s.fault(w, r, err)
	case prob != nil:
		s.drawProcedures(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	default:
		p.on(w, "/procedures", res)
	}
}

func (s *Server) signProcedure(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	p.finish(w, clinic.AcknowledgeProcedure{Name: p.get("name"), Version: p.get("version")}, "/procedures",
		func(prob *page.Problem, _ error) {
			s.drawProcedures(w, r, http.StatusUnprocessableEntity, prob, p.typed())
		})
}

// procedureText shows the text that is kept of a version.
func (s *Server) procedureText(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	v := page.ProcedureText{Name: q.Get("name"), Version: q.Get("version")}
	var ref clinic.Text
	s.house.View(func(st *clinic.State) {
		if f := st.ProcedureFile(v.Name, v.Version); f.Text != nil {
			ref = *f.Text
		}
	})
	have, err := s.house.Texts(r.Context(), ref)
	switch {
	case err != nil:
		s.fault(w, r, err)
		return
	case have[ref.Ref] == "":
		s.draw(w, r, http.StatusOK, page.ConfirmPage(s.layout(r, "Procedures"), page.Confirm{Kind: "warn",
			Heading: "The text of this version is not kept here", Text: []string{"Ask the manager for the paper."},
			Back: &page.Link{Text: "Procedures", URL: "/procedures"}}))
		return
	}
	v.Text = have[ref.Ref]
	l := s.layout(r, v.Name)
	l.Back = &page.Link{Text: "Procedures", URL: "/procedures"}
	s.draw(w, r, http.StatusOK, page.ProcedureTextPage(l, v))
}
