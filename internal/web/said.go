package web

import (
	"net/http"
	"strconv"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/person"
)

// saidRoutes are the pages on which staff read what people say to the service.
func (s *Server) saidRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{"GET /said": f(s.saidPage), "POST /said/{note}": f(s.followNote),
		"GET /said/words": f(s.ownSettingsPage), "POST /said/words": f(s.setOwnPages),
		"POST /people/{person}/own": f(s.staffWritesOwn)}
}

func (s *Server) saidPage(w http.ResponseWriter, r *http.Request) {
	s.drawSaid(w, r, http.StatusOK, nil, typed{})
}

func noteTexts(st *clinic.State) (out []clinic.Text) {
	for _, n := range st.Own.Notes {
		out = append(out, n.Words)
		if n.Answer != nil {
			out = append(out, *n.Answer)
		}
	}
	return out
}

// drawSaid lists who asked to talk, the notes that wait, and the last closed
// ones.
func (s *Server) drawSaid(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	a := actorOf(r)
	var v page.Said
	err := s.with(r.Context(), noteTexts, func(st *clinic.State, n names) {
		now := s.house.Now()
		d := drawing{s: s, st: st, n: n, now: now, z: st.Zone(), actor: a, typed: t}
		v.Asked = askedLines(st, n, now)
		for _, x := range st.NotesInOrder(st.Staff[a.ID].Has(person.Manager)) {
			line := d.note(x)
			if x.Stage == clinic.NoteClosed {
				v.Closed = append(v.Closed, line)
			} else {
				v.Open = append(v.Open, line)
			}
		}
		v.Unset = st.Own.Set.AnswerDays == 0
		v.Days = st.Own.Set.AnswerDays
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	if login.MayRoute(a.Roles, "GET /said/words") {
		v.Settings = &page.Link{Text: "What people's own pages say", URL: "/said/words"}
	}
	l := s.layout(r, "Messages")
	l.Problem = prob
	s.draw(w, r, status, page.SaidPage(l, v))
}

// note draws one note. Of one without a name the day alone is known.
func (d *drawing) note(x *clinic.Note) page.NoteView {
	t := d.typed.of(x.Note)
	v := page.NoteView{ID: x.Note, Kind: clinic.WordsOf(clinic.NoteKinds, x.Kind), Words: d.n.of(x.Words),
		From: "Without a name, " + dayWords(d.z.Day(x.Since)), Stage: clinic.WordsOf(clinic.NoteStages, x.Stage),
		Answer: d.n.opt(x.Answer), Late: d.st.NoteLate(x, d.z.Day(d.now)), Manager: x.Reader == clinic.ManagerReads,
		Reply: t.field("words"), Open: t.v != nil,
		Form: page.Form{Action: "/said/" + x.Note, Command: t.command(), Hidden: []page.Pair{{Name: "form", Value: x.Note}}}}
	if x.Person != "" {
		v.From = d.n.person(x.Person) + ", " + stamp(d.z, d.now, x.Since)
	}
	if x.By != "" {
		v.By = d.n.staff(x.By) + ", " + stamp(d.z, d.now, x.At)
	}
	next := func(stage clinic.NoteStage, text string) {
		v.Next = append(v.Next, page.Choice{Value: string(stage), Label: text})
	}
	switch x.Stage {
	case clinic.NoteSaid:
		next(clinic.NoteRead, "I have read it")
		fallthrough
	case clinic.NoteRead:
		next(clinic.NoteLooking, "We are looking at it")
	}
	if x.Stage != clinic.NoteClosed {
		v.Replies = true
		if x.Answer != nil || x.Kind == "thanks" || x.Kind == "idea" {
			next(clinic.NoteClosed, "Close it")
		}
	}
	return v
}

func (s *Server) followNote(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.FollowNote{Note: r.PathValue("note"), Stage: clinic.NoteStage(p.get("stage"))}
	if b.Stage == clinic.NoteAnswered {
		words := p.keep(b.Note, "answer", p.need("words", "Write the answer."))
		b.Words = &words
	}
	p.anchor("-" + b.Note)
	p.finish(w, b, "/said", func(prob *page.Problem, _ error) {
		s.drawSaid(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (s *Server) ownSettingsPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnSettings(w, r, http.StatusOK, nil, typed{})
}

// drawOwnSettings asks for what the service says on people's own pages.
func (s *Server) drawOwnSettings(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	v := page.SmallForm{Title: "What people's own pages say", Button: "Keep this",
		Form: page.Form{Action: "/said/words", Command: t.command()}}
	err := s.with(r.Context(), ownSettingTexts, func(st *clinic.State, n names) {
		set, days := st.Own.Set, ""
		if set.AnswerDays > 0 {
			days = strconv.Itoa(set.AnswerDays)
		}
		v.Fields = []page.SmallField{
			{ID: "call", Name: "call", Label: "Whom to call, with the number",
				Hint:  "Stands on people's own pages and on their sheet. Write no word that tells others what this service does.",
				Field: t.or("call", n.opt(set.Call))},
			{ID: "emergency", Name: "emergency", Label: "Whom to call in danger, with the number",
				Hint: "The emergency number of your country. Stands on people's own pages, on the emergency page of a visit " +
					"and on the safeguarding page. Left open, those say that it is not set.",
				Field: t.or("emergency", n.opt(set.Emergency))},
			{ID: "days", Name: "days", Label: "Within how many days you answer a message", Mode: "numeric",
				Hint: "Left open, none is called late.", Field: t.or("days", days)},
			{ID: "arrive", Name: "arrive", Label: "May people say at the kiosk that they are here?", Choices: []page.Choice{
				{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No, they tell staff"}},
				Field: t.or("arrive", yesNo(set.Arrive))}}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, v.Title)
	l.Back, l.Problem = &page.Link{Text: "Messages", URL: "/said"}, prob
	s.draw(w, r, status, page.OwnSettingsPage(l, v))
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// ownSettingTexts are the texts that the service says on the own pages.
func ownSettingTexts(st *clinic.State) (out []clinic.Text) {
	for _, x := range []*clinic.Text{st.Own.Set.Call, st.Own.Set.Emergency} {
		if x != nil {
			out = append(out, *x)
		}
	}
	return out
}

func (s *Server) setOwnPages(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.SetOwnPages{Call: p.req.KeepIf("service", "call", p.get("call")),
		Emergency: p.req.KeepIf("service", "emergency", p.get("emergency"))}
	b.Arrive = p.yes("arrive")
	if p.get("days") != "" {
		b.AnswerDays = int(p.whole("days", "Days for an answer", 1, 366))
	}
	p.finish(w, b, "/said", func(prob *page.Problem, _ error) {
		s.drawOwnSettings(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// lateNotes says how many messages have waited longer than the service set
// itself, to those who may answer them.
func (s *Server) lateNotes(a login.Actor) (says string) {
	if !login.MayRoute(a.Roles, "GET /said") {
		return ""
	}
	s.house.View(func(st *clinic.State) {
		n, today := 0, st.Zone().Day(s.house.Now())
		for _, x := range st.NotesInOrder(st.Staff[a.ID].Has(person.Manager)) {
			if st.NoteLate(x, today) {
				n++
			}
		}
		if n > 0 {
			says = plural(n, "message") + " not answered within the " + plural(st.Own.Set.AnswerDays, "day") + " you set."
		}
	})
	return says
}
