package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

// widerRoutes are the pages of the life around treatment.
func (s *Server) widerRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /people/{person}/wider": f(s.widerPage), "POST /people/{person}/wider/{what}": f(s.widerPress),
		"GET /people/{person}/safeguarding":            f(s.safeguardingPage),
		"POST /people/{person}/safeguarding":           f(s.safeguardingRaise),
		"POST /people/{person}/safeguarding/{concern}": f(s.safeguardingStep),
	}
}

// supportTexts are the words of what was asked for.
func supportTexts(list []clinic.Support) (out []clinic.Text) {
	for _, x := range list {
		for _, t := range []*clinic.Text{x.Words, x.Last} {
			if t != nil {
				out = append(out, *t)
			}
		}
	}
	return out
}

// strandTexts are the words of the life around treatment of one person.
func strandTexts(x clinic.Strands) (out []clinic.Text) {
	out = supportTexts(x.Support)
	for _, list := range x.Circumstances {
		for _, c := range list {
			if c.Words != nil {
				out = append(out, *c.Words)
			}
		}
	}
	for _, e := range x.Events {
		if e.Words != nil {
			out = append(out, *e.Words)
		}
	}
	return out
}

func (s *Server) widerPage(w http.ResponseWriter, r *http.Request) {
	s.drawWider(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawWider(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	id := person.UserID(r.PathValue("person"))
	var v *page.Wider
	texts := func(st *clinic.State) []clinic.Text { return strandTexts(st.StrandsOf(id)) }
	err := s.with(r.Context(), texts, func(st *clinic.State, n names) {
		if st.Ways[id] == nil {
			return
		}
		d := &drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t}
		v = d.wider(id)
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.layout(r, "Life around treatment")
		l.Back, l.Problem = &page.Link{Text: v.Name, URL: "/people/" + string(id)}, prob
		s.draw(w, r, status, page.WiderPage(l, *v))
	}
}

func (d *drawing) wider(id person.UserID) *page.Wider {
	x := d.st.StrandsOf(id)
	v := &page.Wider{Name: d.n.person(id)}
	for _, t := range d.st.SupportInOrder(id) {
		v.Help = append(v.Help, d.support(t, true))
	}
	for i := len(x.Support) - 1; i >= 0; i-- {
		if x.Support[i].Over() {
			v.Over = append(v.Over, d.support(x.Support[i], true))
		}
	}
	for _, c := range clinic.Circumstances {
		v.Lives = append(v.Lives, d.circumstance(c, x.Circumstances[c.Kind]))
	}
	for i := len(x.Events) - 1; i >= 0; i-- {
		e := x.Events[i]
		v.Events = append(v.Events, page.TimeLine{At: aboutDay(e.TellLifeEvent), By: strings.TrimSpace(toldBy(e.Source)),
			Text: with(lifeEventWords(e.Kind), d.n.opt(e.Words))})
	}
	if d.may(clinic.AskSupport{}.CommandKind()) {
		d.widerForms(v, id)
	}
	if login.MayRoute(d.actor.Roles, "GET /people/{person}/safeguarding") {
		v.Safe = &page.Link{Text: "Safeguarding", URL: "/people/" + string(id) + "/safeguarding"}
	}
	return v
}

func lifeEventWords(k clinic.LifeEventKind) string {
	w, _ := clinic.LifeEventOf(k)
	return w.Words
}

// aboutDay is the day of something that happened, as well as it is known.
func aboutDay(e clinic.TellLifeEvent) string {
	if e.Rough {
		return "about " + dayWords(e.Day)
	}
	return dayWords(e.Day)
}

// circumstance is one part of how somebody lives: now, and before.
func (d *drawing) circumstance(c clinic.CircumstanceWords, list []clinic.Circumstance) page.CircumstanceView {
	v := page.CircumstanceView{Title: c.Title, Is: "Not known"}
	is := func(x clinic.Circumstance) string {
		if x.Is == clinic.NotSaid {
			return "Would rather not say"
		}
		return clinic.WordsOf(c.Words, x.Is)
	}
	for i := len(list) - 1; i >= 0; i-- {
		x := list[i]
		if i == len(list)-1 {
			v.Is, v.Since, v.Words = is(x), "since "+dayWords(x.From)+toldBy(x.Source), d.n.opt(x.Words)
			continue
		}
		v.Before = append(v.Before, "Before, from "+dayWords(x.From)+": "+is(x))
	}
	return v
}

// support is one thing that is asked for. Its next steps are a form.
func (d *drawing) support(t clinic.Support, full bool) page.SupportView {
	today := d.z.Day(d.now)
	v := page.SupportView{ID: t.Support, Name: d.n.person(t.Person), URL: "/people/" + string(t.Person) + "/wider#help",
		Kind: clinic.WordsOf(clinic.SupportKinds, t.Kind), Words: d.n.opt(t.Words),
		Stage: clinic.WordsOf(clinic.SupportStages, t.Stage), Who: "since " + stamp(d.z, d.now, t.At)}
	if last := d.n.opt(t.Last); last != "" && last != v.Words {
		v.Words = strings.TrimSpace(v.Words + " " + last)
	}
	if t.Staff != "" {
		v.Who += ", looked after by " + d.n.staff(t.Staff)
	}
	if t.Due != 0 && !t.Over() {
		v.Due, v.Late = "Due by "+dayWords(t.Due), t.Due < today
		if v.Late {
			v.Due = "Was due by " + dayWords(t.Due)
		}
	}
	if t.Over() || !full || !d.may(clinic.MoveSupport{}.CommandKind()) {
		return v
	}
	form := d.typed.of(t.Support)
	var stages []page.Choice
	at := slices.IndexFunc(clinic.SupportStages,
		func(c clinic.Coded[clinic.SupportStage]) bool { return c.Code == t.Stage })
	for _, c := range clinic.SupportStages[at:] {
		stages = append(stages, page.Choice{Value: string(c.Code), Label: c.Words})
	}
	due := form.date("due")
	if form.v == nil && t.Due != 0 {
		due = form.dateOr("due", t.Due)
	}
	v.Form = &page.SmallForm{Title: "How far is it?", Button: "Keep this", Open: form.v != nil,
		Form: page.Form{Action: "/people/" + string(t.Person) + "/wider/move", Command: form.command(),
			Hidden: []page.Pair{{Name: "form", Value: t.Support}, {Name: "support", Value: t.Support}}},
		Fields: []page.SmallField{
			{ID: "stage-" + t.Support, Name: "stage", Label: "How far it is", Choices: stages, Field: form.or("stage",
				string(t.Stage))},
			{ID: "words-" + t.Support, Name: "words", Label: "What was done, or why it ends", Field: form.field("words")},
			{ID: "due-" + t.Support, Name: "due", Label: "Due by", Hint: "Leave empty for no day.", Date: &due},
			{ID: "staff-" + t.Support, Name: "staff", Label: "Who looks after it", Choices: d.workers(), Select: true,
				Field: form.or("staff", string(t.Staff))}}}
	return v
}

// workers are those who may look after something, and nobody.
func (d *drawing) workers() []page.Choice {
	out := []page.Choice{{Value: "", Label: "Nobody yet"}}
	var ids []person.StaffID
	for id, x := range d.st.Staff {
		if x.Has(person.Nurse, person.Prescriber, person.RecoveryWorker) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		out = append(out, page.Choice{Value: string(id), Label: d.n.staff(id)})
	}
	return out
}

// widerForms are what staff may write down.
func (d *drawing) widerForms(v *page.Wider, id person.UserID) {
	form := func(what, title, button string, fields ...page.SmallField) *page.SmallForm {
		t := d.typed.of(what)
		for i := range fields {
			f := &fields[i]
			f.ID, f.Field = f.Name+"-"+what, t.or(f.Name, f.Field.Value)
			if f.Date != nil {
				date := t.date(f.Name)
				f.Date = &date
			}
		}
		return &page.SmallForm{Title: title, Button: button, Open: t.v != nil, Fields: fields, Form: page.Form{
			Action: "/people/" + string(id) + "/wider/" + what, Command: t.command(),
			Hidden: []page.Pair{{Name: "form", Value: what}}}}
	}
	told := page.SmallField{Name: "source", Label: "Where it is known from", Choices: coded(clinic.ToldBys),
		Field: page.Field{Value: string(clinic.SelfReport)}}
	v.Ask = form("ask", "Ask for something", "Ask for it",
		page.SmallField{Name: "kind", Label: "What", Choices: coded(clinic.SupportKinds), Select: true},
		page.SmallField{Name: "words", Label: "In a line"},
		page.SmallField{Name: "due", Label: "Due by", Hint: "Leave empty for no day.", Date: &page.DateFields{}},
		page.SmallField{Name: "staff", Label: "Who looks after it", Choices: d.workers(), Select: true})
	var parts []page.Choice
	for _, c := range clinic.Circumstances {
		for _, w := range c.Words {
			parts = append(parts, page.Choice{Value: string(c.Kind) + ":" + w.Code, Label: c.Title + ": " + w.Words})
		}
		parts = append(parts, page.Choice{Value: string(c.Kind) + ":" + clinic.NotSaid,
			Label: c.Title + ": would rather not say"})
	}
	v.Life = form("life", "Something changed in how they live", "Keep this",
		page.SmallField{Name: "is", Label: "What holds now", Choices: parts, Select: true},
		page.SmallField{Name: "from", Label: "Since", Hint: "Leave empty for today.", Date: &page.DateFields{}}, told,
		page.SmallField{Name: "words", Label: "In their words, if they want"})
	var events []page.Choice
	for _, e := range clinic.LifeEvents {
		events = append(events, page.Choice{Value: string(e.Kind), Label: e.Words})
	}
	v.Happens = form("happened", "Write down what happened", "Keep this",
		page.SmallField{Name: "kind", Label: "What happened", Choices: events, Select: true},
		page.SmallField{Name: "on", Label: "On", Hint: "Leave empty for today.", Date: &page.DateFields{}},
		page.SmallField{Name: "rough", Label: "How sure is the day?", Choices: []page.Choice{{Value: "no", Label: "That day"},
			{Value: "yes", Label: "About then"}}, Field: page.Field{Value: "no"}}, told,
		page.SmallField{Name: "words", Label: "In their words, if they want"})
}

// dayOr reads a date that may stay empty.
func (p *press) dayOr(name, what string, empty moment.Day) moment.Day {
	if p.get(name+"[day]")+p.get(name+"[month]")+p.get(name+"[year]") == "" {
		return empty
	}
	return p.date(name, what)
}

func (s *Server) widerPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	id := p.person()
	body := p.widerBody(person.UserID(id), r.PathValue("what"))
	if body == nil {
		s.missing(w, r, "There is no such step.")
		return
	}
	to := "/people/" + id + "/wider"
	if visit := p.get("visit"); visit != "" && person.CheckID(visit) == nil {
		to = "/visits/" + visit
	}
	p.finish(w, body, to, func(prob *page.Problem, _ error) {
		s.drawWider(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (p *press) widerBody(id person.UserID, what string) clinic.Body {
	words := func(field string) *clinic.Text { return p.req.KeepIf(string(id), field, p.get("words")) }
	today := p.s.zone().Day(p.s.house.Now())
	switch what {
	case "ask":
		defer p.anchor("-ask")
		return clinic.AskSupport{Support: "t-" + p.req.Command.ID, Person: id, Words: words("support"),
			Kind: clinic.SupportKind(p.need("kind", "Choose what is asked for.")), Due: p.dayOr("due", "Due by", 0),
			Staff: person.StaffID(p.get("staff")), Visit: p.get("visit")}
	case "move":
		defer p.anchor("-" + p.get("support"))
		return clinic.MoveSupport{Person: id, Support: p.get("support"), Words: words("support"),
			Stage: clinic.SupportStage(p.need("stage", "Choose how far it is.")), Due: p.dayOr("due", "Due by", 0),
			Staff: person.StaffID(p.get("staff"))}
	case "life":
		defer p.anchor("-life")
		kind, is, _ := strings.Cut(p.need("is", "Choose what holds now."), ":")
		return clinic.KeepCircumstance{Person: id, Kind: clinic.CircumstanceKind(kind), Is: is,
			From: p.dayOr("from", "Since", today), Source: clinic.ToldBy(p.get("source")), Words: words("circumstance")}
	case "happened":
		defer p.anchor("-happened")
		return clinic.TellLifeEvent{Event: "e-" + p.req.Command.ID, Person: id, Rough: p.yes("rough"),
			Kind: clinic.LifeEventKind(p.need("kind", "Choose what happened.")), Day: p.dayOr("on", "On", today),
			Source: clinic.ToldBy(p.get("source")), Words: words("life_event")}
	}
	return nil
}

// beside lets somebody write down in a visit what came up beside the dose: a
// wound, a place to live. It goes on the list of the service, and the visit goes
// on.
func (d *drawing) beside() *page.SmallForm {
	if !d.may(clinic.AskSupport{}.CommandKind()) || d.v.Alarm != nil && d.v.Alarm.Until == 0 {
		return nil
	}
	t, title := d.typed.of("beside"), "Something beside the dose: a wound, a test, a place to live"
	if n := len(d.st.SupportInOrder(d.v.Person)); n > 0 {
		title += " (open: " + strconv.Itoa(n) + ")"
	}
	return &page.SmallForm{Title: title, Button: "Put it on the list", Open: t.v != nil,
		Form: page.Form{Action: "/people/" + string(d.v.Person) + "/wider/ask", Command: t.command(),
			Hidden: []page.Pair{{Name: "form", Value: "beside"}, {Name: "visit", Value: d.v.ID}}},
		Fields: []page.SmallField{{ID: "kind-beside", Name: "kind", Label: "What", Choices: coded(clinic.SupportKinds),
			Select: true, Field: t.field("kind")},
			{ID: "words-beside", Name: "words", Label: "In a line", Field: t.field("words")}}}
}
