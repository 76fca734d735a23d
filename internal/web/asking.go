package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/recovery"
)

// askingRoutes are the pages on which staff ask how people are.
func (s *Server) askingRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /asking": f(s.askingAllPage), "POST /asking/alert": f(s.alertPress),
		"GET /asking/choose": f(s.askingChoosePage), "POST /asking/choose": f(s.askingChoose),
		"POST /asking/install": f(s.askingInstall), "POST /asking/end": f(s.askingEnd),
		"GET /people/{person}/asking":                   f(s.askingPage),
		"POST /people/{person}/asking":                  f(s.askingPress),
		"GET /people/{person}/asking/new/{instrument}":  f(s.questionsPage),
		"POST /people/{person}/asking/new/{instrument}": f(s.questionsPress),
		"GET /people/{person}/asking/{sitting}":         f(s.sittingPage),
		"POST /people/{person}/asking/{sitting}":        f(s.sittingBack),
		"GET /people/{person}/places":                   f(s.placesPage),
	}
}

// sittingsShown bounds what one page reads of what somebody answered.
const sittingsShown = 200

func (s *Server) askingPage(w http.ResponseWriter, r *http.Request) {
	s.drawAsking(w, r, http.StatusOK, nil, typed{})
}

// drawAsking shows what somebody can be asked now, and what they answered.
func (s *Server) drawAsking(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	id := person.UserID(r.PathValue("person"))
	past, err := s.house.Sittings(r.Context(), id, sittingsShown)
	var v *page.Asking
	if err == nil {
		err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
			if st.Ways[id] == nil {
				return
			}
			d := &drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t}
			v = &page.Asking{Name: n.person(id), Alerts: d.alerts(id)}
			d.toAsk(v, id)
			d.answered(v, id, past)
		})
	}
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.layout(r, "How "+v.Name+" is")
		l.Back, l.Problem = &page.Link{Text: v.Name, URL: "/people/" + string(id)}, prob
		s.draw(w, r, status, page.AskingPage(l, *v))
	}
}

// title names an instrument; the id stands for one that is in use no more.
func title(st *clinic.State, id string) string {
	if in := st.Instrument(id); in != nil {
		return in.Title
	}
	return id
}

// toAsk is what is due, and everything else that can be asked.
func (d *drawing) toAsk(v *page.Asking, id person.UserID) {
	here := "/people/" + string(id) + "/asking"
	for _, x := range d.st.Due(id, d.z.Day(d.now)) {
		v.Due = append(v.Due, d.dueLine(x))
	}
	var all []page.Choice
	for _, in := range d.st.InstrumentsInOrder() {
		v.Others = append(v.Others, page.Link{Text: in.Title, URL: here + "/new/" + in.ID})
		if d.st.MayShowWords(in.ID) {
			all = append(all, page.Choice{Value: in.ID, Label: in.Title})
		}
	}
	t := d.typed.of("ask")
	if d.may(clinic.AskInstrument{}.CommandKind()) {
		v.Ask = &page.SmallForm{Title: "Ask for something on their own pages", Button: "Ask for it", Open: t.v != nil,
			Lead: "It waits there until the day you choose. They may skip any question, or all of it.",
			Form: page.Form{Action: here, Command: t.command(), Hidden: []page.Pair{{Name: "form", Value: "ask"}}},
			Fields: []page.SmallField{{ID: "instrument", Name: "instrument", Label: "What", Choices: all, Select: true,
				Field: t.field("instrument")},
				{ID: "days", Name: "days", Label: "For how many days it waits", Mode: "numeric", Field: t.or("days", "7")}}}
	}
}

func (d *drawing) dueLine(x clinic.DueInstrument) page.AskLine {
	line := page.AskLine{Name: d.n.person(x.Person), Says: title(d.st, x.Instrument), Self: x.Self,
		Since: "due since " + dayWords(x.Day), URL: "/people/" + string(x.Person) + "/asking/new/" + x.Instrument}
	switch {
	case x.Beside:
		line.Since = "asked for beside the timetable"
	case x.Day == d.z.Day(d.now):
		line.Since = "due today"
	}
	return line
}

// answered is what somebody answered, newest first.
func (d *drawing) answered(v *page.Asking, id person.UserID, past []app.SittingRead) {
	declined := 0
	for _, x := range past {
		line := page.SittingLine{Name: title(d.st, x.InstrumentAnswered.Instrument), When: stamp(d.z, d.now, x.At),
			How: clinic.WordsOf(clinic.HowsAsked, x.How), Alert: len(x.Alerts) > 0, Erased: x.Erased,
			Given: fmt.Sprintf("%d of %d answered", x.Given, x.Items),
			URL:   "/people/" + string(id) + "/asking/" + x.InstrumentAnswered.Sitting}
		if x.Declined {
			declined++
			line.Given = "would rather not"
		}
		v.Sittings = append(v.Sittings, line)
		if x.InstrumentAnswered.Instrument == placesInstrument && v.Places == nil {
			v.Places = &page.Link{Text: "Places and veins: what was seen, place by place",
				URL: "/people/" + string(id) + "/places"}
		}
	}
	if declined > 0 {
		v.Declined = fmt.Sprintf("Asked %s; would rather not %s.", times(len(past)), times(declined))
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return strconv.Itoa(n) + " times"
}

// alerts are the answers of one person, or of everybody (""), that nobody has
// seen to yet.
func (d *drawing) alerts(id person.UserID) (out []page.AlertView) {
	for _, a := range d.st.Recovery.Alerts {
		if id != "" && a.Person != id {
			continue
		}
		v := page.AlertView{Name: d.n.person(a.Person), URL: "/people/" + string(a.Person) + "/asking",
			Says:  "An answer needs looking at today",
			Since: title(d.st, a.Instrument) + ", answered " + stamp(d.z, d.now, a.At) + "."}
		if a.Recorded.Since(a.At) > moment.Hour {
			v.Since += " It was entered " + stamp(d.z, d.now, a.Recorded) + "."
		}
		if in := d.st.Instrument(a.Instrument); in != nil {
			v.Why = why(in, a.Items)
		}
		if a.Tried > 0 {
			v.Tried = "Tried " + times(a.Tried) + ", not reached yet."
		}
		if t := d.typed.of(a.Sitting); d.may(clinic.SeeToAlert{}.CommandKind()) {
			v.Form = &page.SmallForm{Title: "Say what was done", Button: "Keep this", Open: t.v != nil,
				Form: page.Form{Action: "/asking/alert", Command: t.command(), Hidden: []page.Pair{
					{Name: "form", Value: a.Sitting}, {Name: "sitting", Value: a.Sitting}, {Name: "back", Value: string(id)}}},
				Fields: []page.SmallField{{ID: "did-" + a.Sitting, Name: "did", Label: "What was done",
					Choices: coded(clinic.AlertsDone), Field: t.field("did")},
					{ID: "words-" + a.Sitting, Name: "words", Label: "In a few words", Field: t.field("words")}}}
		}
		out = append(out, v)
	}
	return out
}

// why says what is behind an alert, once each.
func why(in *recovery.Instrument, items []string) (out []string) {
	for _, a := range in.Alerts {
		for _, item := range items {
			if a.Item != item {
				continue
			}
			text := "Question " + item + ": " + a.Why + "."
			if _, err := strconv.Atoi(item); err != nil {
				text = strings.ReplaceAll(item, "-", " ") + ": " + a.Why + "."
			}
			out = append(out, capital(text))
		}
	}
	return out
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// askingPress asks one person for something on their own pages.
func (s *Server) askingPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	id := person.UserID(p.person())
	b := clinic.AskInstrument{Person: id, Instrument: p.need("instrument", "Choose what you ask for."), Self: true,
		Until: s.zone().Day(s.house.Now()) + moment.Day(p.whole("days", "Days", 1, 366))}
	p.finish(w, b, "/people/"+string(id)+"/asking", func(prob *page.Problem, _ error) {
		s.drawAsking(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// alertPress keeps what was done about an answer.
func (s *Server) alertPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.SeeToAlert{Sitting: p.get("sitting"), Did: clinic.AlertDone(p.need("did", "Choose what was done."))}
	subject := ""
	s.house.View(func(st *clinic.State) {
		for _, a := range st.Recovery.Alerts {
			if a.Sitting == b.Sitting {
				subject = string(a.Person)
			}
		}
	})
	b.Words = p.keep(subject, "alert_done", p.need("words", "Write in a few words what was done."))
	p.anchor("-" + b.Sitting)
	to := "/asking"
	if back := p.get("back"); person.CheckID(back) == nil {
		to = "/people/" + back + "/asking"
	}
	p.finish(w, b, to, func(prob *page.Problem, _ error) {
		s.drawAskingAll(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (s *Server) askingAllPage(w http.ResponseWriter, r *http.Request) {
	s.drawAskingAll(w, r, http.StatusOK, nil, typed{})
}

// drawAskingAll is everybody: alerts first, then what is due, then help that
// was asked for.
func (s *Server) drawAskingAll(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	var v page.AskingAll
	texts := func(st *clinic.State) []clinic.Text { return supportTexts(st.SupportInOrder("")) }
	err := s.with(r.Context(), texts, func(st *clinic.State, n names) {
		d := &drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t}
		v.Alerts, v.Unset = d.alerts(""), len(st.Recovery.Asking) == 0
		for _, x := range st.DueInOrder(d.z.Day(d.now)) {
			v.Due = append(v.Due, d.dueLine(x))
		}
		for _, x := range st.SupportInOrder("") {
			v.Help = append(v.Help, d.support(x, false))
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	if login.MayRoute(actorOf(r).Roles, "GET /asking/choose") {
		v.Choose = &page.Link{Text: "What this service asks", URL: "/asking/choose"}
	}
	l := s.layout(r, "How people are")
	l.Problem = prob
	s.draw(w, r, status, page.AskingAllPage(l, v))
}

// askingLinks lead from a person's page to how they are and to the life around
// treatment, and say what waits there.
func (d *personDraw) askingLinks() []page.Link {
	id, here := person.UserID(d.id), "/people/"+d.id
	how, wider := "How they are: what was asked and answered", "Life around treatment: help, home, work, what happened"
	if n := len(d.st.Due(id, d.z.Day(d.now))); n > 0 {
		how += ". To ask now: " + strconv.Itoa(n)
	}
	if n := len(d.st.SupportInOrder(id)); n > 0 {
		wider += ". Open: " + strconv.Itoa(n)
	}
	return []page.Link{{Text: how, URL: here + "/asking"}, {Text: wider, URL: here + "/wider"}}
}
