package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
)

// asks is what the rules want before a prescription is recorded: a second
// prescriber, or a reason for not following a recommendation.
type asks struct {
	second string // sentence of the challenge
	reason string // sentence of the recommendation
	text   string // what the second prescriber signs, line by line
}

func (s *Server) prescribePage(w http.ResponseWriter, r *http.Request) {
	s.drawPrescribe(w, r, http.StatusOK, nil, typed{}, asks{})
}

func (s *Server) drawPrescribe(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed,
	ask asks) {
	id := r.PathValue("person")
	var v *page.Prescribe
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		p := st.People[person.UserID(id)]
		if p == nil {
			return
		}
		built := prescribeView(st, n, id, t, st.Zone().Day(s.house.Now()))
		built.Asks, built.Challenge = ask.reason, ask.second
		built.Confirmed, built.Reason = t.v.Get("confirmed") == "yes", t.field("reason")
		if ask.second != "" {
			built.Second = &page.SecondPerson{What: "I confirm this prescription as it is written above.",
				Why:   "A second prescriber, with their own PIN or passkey.",
				Staff: s.seconds(st, n, "prescribe", actorOf(r).ID), Who: t.pick("second"),
				PIN: page.Field{Error: t.errs["pin2"]}, Lines: textLines(ask.text),
				Shown: clinic.Digest(ask.text), Button: "Prescribe together",
				Passkey: "/confirm/passkey/begin?for=prescribe&person=" + id}
		}
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

// prescribeView starts from the prescription in force, so that what does not
// change is not typed again. Review and end are always written anew.
func prescribeView(st *clinic.State, n names, id string, t typed, today moment.Day) page.Prescribe {
	p, rx := st.People[person.UserID(id)], clinic.Prescription{}
	if p.Rx != nil {
		rx = *p.Rx
	}
	started := today
	if rx.Started != 0 {
		started = rx.Started
	}
	mg := func(name string, m measure.Mass) page.Field {
		if m == 0 {
			return t.field(name)
		}
		return t.or(name, m.Milligrams())
	}
	v := page.Prescribe{Form: page.Form{Action: "/people/" + id + "/prescribe", Command: t.command()},
		Who: page.Link{Text: n.person(person.UserID(id)), URL: "/people/" + id}, Forms: formChoices(),
		SaltForm: t.pick("salt_form"), Route: t.pick("route"), Pack: t.pick("pack"),
		CapSingle: mg("cap_single", rx.CapSingle), CapDay: mg("cap_day", rx.CapDay), Increment: mg("increment", rx.Increment),
		Started: t.dateOr("started", started), From: t.dateOr("from", today), Review: t.date("review"), Ends: t.date("ends")}
	if p.Rx != nil {
		v.Now = rxRows(p.Rx)
	}
	if t.v == nil && p.Rx != nil {
		v.SaltForm.Value, v.Route.Value, v.Pack.Value = formValue(rx.Form), string(rx.Route), rx.Pack
	}
	for _, r := range []protocol.Route{protocol.IV, protocol.IM, protocol.SC, protocol.Oral} {
		v.Routes = append(v.Routes, page.Choice{Value: string(r), Label: routeWords[r]})
	}
	for i, label := range visitsOfDay(st, p) {
		name := "dose_" + strconv.Itoa(i+1)
		var was measure.Mass
		if i < len(rx.Doses) {
			was = rx.Doses[i]
		}
		v.Doses = append(v.Doses, page.NamedField{Name: name, Label: label, Field: mg(name, was)})
	}
	v.Packs = packChoices(st)
	if t.v == nil && len(v.Packs) == 1 {
		v.Pack.Value = v.Packs[0].Value
	}
	return v
}

// visitsOfDay names the doses of a day: one for each session attended.
func visitsOfDay(st *clinic.State, p *clinic.Person) (out []string) {
	for i, x := range st.Sessions {
		if i < len(p.Times) && p.Times[i] >= 0 {
			out = append(out, "Dose of the "+x.Name+" session")
		}
	}
	if len(out) == 0 {
		out = []string{"Dose of the day"}
	}
	return out
}

func packChoices(st *clinic.State) (out []page.Choice) {
	ids := make([]string, 0, len(st.Packs))
	for id := range st.Packs {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		c := page.Choice{Value: id, Label: id + ", version " + st.Packs[id].Version}
		if p := st.Pack(id); p != nil {
			c.Hint = p.Title
		}
		out = append(out, c)
	}
	return out
}

// dateOr is the date as typed, or a day to begin with.
func (t typed) dateOr(name string, d moment.Day) page.DateFields {
	if t.v != nil {
		return t.date(name)
	}
	y, m, day := d.Split()
	return page.DateFields{Day: strconv.Itoa(day), Month: strconv.Itoa(m), Year: strconv.Itoa(y)}
}

func (s *Server) prescribe(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	body := prescribeBody(p)
	p.finish(w, body, "/people/"+p.person(), func(prob *page.Problem, err error) {
		s.drawPrescribe(w, r, http.StatusUnprocessableEntity, prob, p.typed(), p.asked(body, err))
	})
}

// asked is what the page has to ask after a refusal: what the rules want now,
// and what they were already given.
func (p *press) asked(body clinic.Body, err error) (out asks) {
	var no *clinic.Refusal
	var denial *login.Denial
	if errors.As(err, &no) && no.Code == "confirm_with_reason" || p.yes("confirmed") {
		out.reason = "The rules recommend otherwise."
		if no != nil {
			out.reason = no.Sentence
		}
	}
	if errors.As(err, &no) && no.Code == "challenge" || errors.As(err, &denial) || p.get("shown") != "" {
		out.second = "This needs a second prescriber."
		if no != nil {
			out.second = no.Sentence
		}
		p.req.Command.Body = body
		p.s.house.View(func(st *clinic.State) { out.text = clinic.WitnessText(st, p.req.Command) })
	}
	return out
}

// prescribeBody reads the form of a prescription.
func prescribeBody(p *press) clinic.Body {
	rx := clinic.Prescription{Form: formOf(p.get("salt_form")), Pack: p.get("pack"),
		Route: protocol.Route(p.word("route", string(protocol.IV), string(protocol.IM), string(protocol.SC),
			string(protocol.Oral))),
		CapSingle: p.mass("cap_single", "At most at once"), CapDay: p.mass("cap_day", "At most in a day"),
		Increment: p.mass("increment", "Smallest step"), Started: p.date("started", "First day of treatment"),
		From: p.date("from", "In force from"), Review: p.date("review", "Review"), Ends: p.date("ends", "Ends after")}
	if !rx.Form.Known() {
		p.wrong("salt_form", "Choose the drug and its salt.")
	}
	if rx.Route == "" {
		p.wrong("route", "Choose the route.")
	}
	if rx.Pack == "" {
		p.wrong("pack", "Choose the dosing pack.")
	}
	var labels []string
	p.s.house.View(func(st *clinic.State) {
		if x := st.People[person.UserID(p.person())]; x != nil {
			labels = visitsOfDay(st, x)
		}
	})
	for i, label := range labels {
		rx.Doses = append(rx.Doses, p.mass("dose_"+strconv.Itoa(i+1), label))
	}
	return clinic.Prescribe{Person: person.UserID(p.person()), Prescription: rx, Confirmed: p.yes("confirmed"),
		Reason: p.req.KeepIf(p.person(), "reason", p.get("reason"))}
}
