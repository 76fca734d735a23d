package web

import (
	"errors"
	"fmt"
	"net/http"
	"sort"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/measure"
	"steady/person"
)

// staffRoutes is the routes of the staff list.
func (s *Server) staffRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /staff": f(s.staffPage), "POST /staff": f(s.addStaff), "POST /staff/licence": f(s.grantLicence),
		"POST /staff/licence/end": f(s.endLicence), "POST /staff/{staff}/roles": f(s.endRoles),
		"POST /staff/same": f(s.linkAccounts), "POST /staff/{staff}/unlock": f(s.unlockPIN),
		"POST /staff/{staff}/pin": f(s.issuePIN),
	}
}

// means is how a member of staff can sign in.
type means struct {
	set, locked, issued bool
	passkeys            int
}

func (m means) words() string {
	text := "no PIN"
	switch {
	case m.locked:
		text = "PIN locked"
	case m.issued:
		text = "PIN issued, not yet their own"
	case m.set:
		text = "PIN"
	}
	switch m.passkeys {
	case 0:
		return text
	case 1:
		return text + ", 1 passkey"
	}
	return fmt.Sprintf("%s, %d passkeys", text, m.passkeys)
}

func (s *Server) meansOf(r *http.Request) (map[person.StaffID]means, error) {
	var ids []person.StaffID
	s.house.View(func(st *clinic.State) { ids = st.StaffInOrder() })
	out := map[person.StaffID]means{}
	for _, id := range ids {
		var m means
		var err error
		if m.set, m.locked, m.issued, err = s.login.PINState(r.Context(), id); err != nil {
			return nil, err
		}
		keys, err := s.login.Passkeys(r.Context(), id)
		var left *login.Denial
		if err != nil && !errors.As(err, &left) {
			return nil, err
		}
		m.passkeys = len(keys)
		out[id] = m
	}
	return out, nil
}

func (s *Server) staffPage(w http.ResponseWriter, r *http.Request) {
	s.drawStaff(w, r, http.StatusOK, nil, typed{})
}

// drawStaff draws the list. Of what was typed everything comes back but PINs.
func (s *Server) drawStaff(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	have, err := s.meansOf(r)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	a := actorOf(r)
	helps := login.MayRoute(a.Roles, "POST /staff")
	v := page.Staff{}
	if login.MayRoute(a.Roles, "GET /kiosks") {
		v.Kiosks = &page.Link{Text: "Kiosks: screens for people's own pages", URL: "/kiosks"}
	}
	if login.MayRoute(a.Roles, "POST /service/close") {
		v.Close = &page.Link{Text: "Close the service", URL: "/service/close"}
	}
	err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
		for _, id := range st.StaffInOrder() {
			l := page.StaffLine{Name: n.staff(id), Roles: roleWords(st.Staff[id].Roles), Means: have[id].words(),
				SameAs: sameWords(st, n, id)}
			if helps && id != a.ID {
				l.NewPIN = &page.PINForm{ID: string(id), Form: page.Form{Action: "/staff/" + string(id) + "/pin",
					Hidden: []page.Pair{{Name: "form", Value: "pin-" + string(id)}}},
					PIN: page.Field{Error: t.of("pin-" + string(id)).errs["pin"]}}
				if have[id].locked {
					l.Actions = []page.Action{{Label: "Unlock", Kind: "secondary",
						Form: page.Form{Action: "/staff/" + string(id) + "/unlock"}}}
				}
			}
			if helps {
				l.End = endRolesForm(st.Staff[id], t)
			}
			v.Lines = append(v.Lines, l)
		}
		if helps {
			v.Add, v.Same = staffForm(t.of("add")), sameForm(st, n, t.of("same"))
		}
		if st.Staff[a.ID].Has(person.Manager) {
			v.Waits = (&drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: a}).managerList()
		}
		s.licences(&v, st, n, t, login.MayRoute(a.Roles, "POST /staff/licence"))
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	sort.SliceStable(v.Lines, func(i, j int) bool { return v.Lines[i].Name < v.Lines[j].Name })
	l := s.layout(r, "Staff")
	l.Problem = prob
	if word := staffDone[r.URL.Query().Get("done")]; word != "" && prob == nil {
		l.Flash = &page.Flash{Text: word}
	}
	s.draw(w, r, status, page.StaffPage(l, v))
}

// staffDone answers a press that changed somebody's sign-in, which is no entry
// of the journal.
var staffDone = map[string]string{"pin": "The PIN is issued. Tell them in person.",
	"unlocked": "The PIN can be tried again"}

func staffForm(t typed) *page.StaffForm {
	f := &page.StaffForm{Form: page.Form{Action: "/staff", Command: t.command(),
		Hidden: []page.Pair{{Name: "form", Value: "add"}}}, Name: t.field("name"), Role: t.picks("roles"),
		Registration: t.field("registration"), PIN: page.Field{Error: t.errs["pin"]}}
	for _, r := range person.Roles() {
		f.Roles = append(f.Roles, page.Choice{Value: string(r), Label: r.String()})
	}
	return f
}

func (s *Server) licences(v *page.Staff, st *clinic.State, n names, all typed, may bool) {
	t := all.of("licence")
	today := st.Zone().Day(s.house.Now())
	for i, l := range st.Licences {
		dates := "from " + dayWords(l.From)
		if l.To != 0 {
			dates += " to " + dayWords(l.To)
		}
		line := page.LicenceLine{Doctor: n.staff(l.Doctor), Drug: string(l.Substance), Number: l.Number, Dates: dates,
			Acts: actWordsOf(l), Ended: !l.InForce(today)}
		if may && (l.To == 0 || l.To >= today) {
			line.End = endLicenceForm(i, l, today, all)
		}
		v.Licences = append(v.Licences, line)
	}
	if !may {
		return
	}
	v.Grant = &page.LicenceForm{Form: page.Form{Action: "/staff/licence", Command: t.command(),
		Hidden: []page.Pair{{Name: "form", Value: "licence"}}}, Doctor: t.pick("doctor"), Substance: t.pick("substance"),
		Number: t.field("number"), From: t.date("from"), To: t.date("to"), Act: t.picks("acts")}
	for _, a := range person.Acts() {
		v.Grant.Acts = append(v.Grant.Acts, page.Choice{Value: string(a), Label: actLabels[a], Chosen: t.v == nil})
	}
	for _, id := range st.StaffInOrder() {
		if st.Staff[id].Has(person.Prescriber) {
			v.Grant.Doctors = append(v.Grant.Doctors, page.Choice{Value: string(id), Label: n.staff(id)})
		}
	}
	for _, d := range []measure.Substance{measure.Diamorphine, measure.Hydromorphone, measure.Methadone,
		measure.Morphine} {
		v.Grant.Substances = append(v.Grant.Substances, page.Choice{Value: string(d), Label: string(d)})
	}
}

// staffPress sends a command of this page; after runs once it is recorded.
func (s *Server) staffPress(w http.ResponseWriter, p *press, body clinic.Body, after func() error) {
	var err error
	var res app.Result
	if p.ok() {
		res, err = p.send(body)
	}
	if err == nil && p.ok() && after != nil {
		err = after()
	}
	prob, known := p.problem(err)
	switch {
	case !known:
		s.fault(w, p.r, err)
	case prob != nil:
		s.drawStaff(w, p.r, http.StatusUnprocessableEntity, prob, p.typed())
	default:
		p.on(w, "/staff", res)
	}
}

// addStaff lets somebody work here, with a first PIN that they replace when
// they sign in. Pressed twice, it adds one person and leaves their PIN alone.
func (s *Server) addStaff(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	id := person.StaffID("s-" + p.req.Command.ID)
	body := clinic.AddStaff{Staff: id, Name: p.keep(string(id), "staff_name", p.need("name", "Write their name.")),
		Identity: app.Identity(p.get("registration"))}
	for _, w := range p.r.PostForm["roles"] {
		body.Roles = append(body.Roles, person.Role(w))
	}
	if len(body.Roles) == 0 {
		p.wrong("roles", "Choose at least one role.")
	}
	p.easyPIN("pin")
	s.staffPress(w, p, body, func() error { return s.firstPIN(r, p, id) })
}

// easyPIN refuses a PIN that could be guessed, before anything is recorded.
func (p *press) easyPIN(field string) {
	var no *login.Denial
	if err := login.CheckPIN(p.get("pin"), p.s.login.Settings().MinDigits); errors.As(err, &no) {
		p.wrong(field, no.Sentence)
	}
}

func (s *Server) grantLicence(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	body := clinic.GrantLicence{Doctor: person.StaffID(p.get("doctor")), Substance: measure.Substance(p.get("substance")),
		Number: p.need("number", "Write the licence number as printed."), From: p.date("from", "First day"),
		To: p.date("to", "Last day")}
	for _, a := range p.r.PostForm["acts"] {
		body.Acts = append(body.Acts, person.Act(a))
	}
	if len(body.Acts) == 0 {
		p.wrong("acts", "Choose what the licence covers.")
	}
	if body.Doctor == "" {
		p.wrong("doctor", "Choose whose licence it is.")
	}
	if !body.Substance.Known() {
		p.wrong("substance", "Choose what the licence is for.")
	}
	s.staffPress(w, p, body, nil)
}

// helped leads on after help with somebody's sign-in, or says why not.
func (s *Server) helped(w http.ResponseWriter, p *press, err error, done string) {
	prob, known := p.problem(err)
	switch {
	case !known:
		s.fault(w, p.r, err)
	case prob != nil:
		prob.Title = ""
		s.drawStaff(w, p.r, http.StatusUnprocessableEntity, prob, p.typed())
	default:
		http.Redirect(w, p.r, "/staff?done="+done, http.StatusSeeOther)
	}
}

func (s *Server) unlockPIN(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	s.helped(w, p, s.login.UnlockPIN(r.Context(), p.req.Command.By, person.StaffID(r.PathValue("staff"))), "unlocked")
}

func (s *Server) issuePIN(w http.ResponseWriter, r *http.Request) {
	p, staff := s.pressed(r), person.StaffID(r.PathValue("staff"))
	p.easyPIN("pin")
	var err error
	if p.ok() {
		err = s.login.IssuePIN(r.Context(), p.req.Command.By, staff, p.get("pin"))
	}
	p.anchor("-" + string(staff))
	s.helped(w, p, err, "pin")
}
