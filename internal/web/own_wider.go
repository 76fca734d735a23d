package web

import (
	"net/http"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/person"
)

func (s *Server) ownWiderPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnWider(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawOwnWider(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	var v page.OwnWider
	err := s.drawMine(r, t, func(st *clinic.State, who person.UserID) []clinic.Text {
		return strandTexts(st.StrandsOf(who))
	}, func(m *mine) { v = m.wider() })
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	words := s.words(r).Wider
	l := s.ownLayout(r, words.Title)
	l.Problem = prob
	if r.URL.Query().Get("kept") != "" {
		l.Done = words.Kept
	}
	s.ownDraw(w, r, status, page.OwnWiderPage(l, v))
}

// wider draws what somebody told of the life around treatment.
func (m *mine) wider() page.OwnWider {
	w, x := m.w.Wider, m.st.StrandsOf(m.who)
	ask, life, ev := m.typed.of("ask"), m.typed.of("life"), m.typed.of("event")
	v := page.OwnWider{Ask: m.form("/me/wider", "ask"), Life: m.form("/me/wider", "life"), Ev: m.form("/me/wider",
		"event"),
		Kinds: plainChoices(clinic.SupportKinds, w.Kinds), Kind: ask.pick("kind"), AskWords: ask.field("words"),
		Is: life.pick("is"), Since: life.date("since"), LifeWords: life.field("words"), What: ev.pick("event"),
		Day: ev.date("on"), Rough: ev.pick("rough"), EvWords: ev.field("words")}
	if v.Rough.Value == "" {
		v.Rough.Value = "no"
	}
	for i := len(x.Support) - 1; i >= 0; i-- {
		t := x.Support[i]
		v.Help = append(v.Help, page.OwnHelp{Kind: w.Kinds[string(t.Kind)], Stage: w.Stages[string(t.Stage)],
			Words: m.n.opt(t.Last)})
	}
	for _, c := range clinic.Circumstances {
		m.lives(&v, c, x.Circumstances[c.Kind])
	}
	for _, e := range clinic.LifeEvents {
		v.Events = append(v.Events, page.Choice{Value: string(e.Kind), Label: w.Events[string(e.Kind)]})
	}
	for i := len(x.Events) - 1; i >= 0; i-- {
		e := x.Events[i]
		words := w.Events[string(e.Kind)]
		if t := m.n.opt(e.Words); t != "" {
			words += ": " + t
		}
		v.Past = append(v.Past, page.OwnLine{When: dayWords(e.Day), Words: words})
	}
	return v
}

// lives adds one part of how somebody lives: what they said last, and what they
// may say now.
func (m *mine) lives(v *page.OwnWider, c clinic.CircumstanceWords, list []clinic.Circumstance) {
	w := m.w.Wider
	row := page.Row{Key: w.Parts[string(c.Kind)], Value: w.Unknown}
	if n := len(list); n > 0 {
		row.Value = w.Answers[string(c.Kind)+":"+list[n-1].Is]
		if list[n-1].Is == clinic.NotSaid {
			row.Value = w.NotSaid
		}
	}
	v.Lives = append(v.Lives, row)
	for _, a := range c.Words {
		code := string(c.Kind) + ":" + a.Code
		v.Answers = append(v.Answers, page.Choice{Value: code, Label: row.Key + ": " + w.Answers[code]})
	}
	v.Answers = append(v.Answers, page.Choice{Value: string(c.Kind) + ":" + clinic.NotSaid,
		Label: row.Key + ": " + w.NotSaid})
}

func (s *Server) ownWiderPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	p.ownFinish(w, p.ownWiderBody(), "/me/wider?kept=1", func(prob *page.Problem) {
		s.drawOwnWider(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (p *press) ownWiderBody() clinic.Body {
	id, w := p.self(), p.s.words(p.r).Wider
	today := p.s.zone().Day(p.s.house.Now())
	words := func(field string) *clinic.Text { return p.req.KeepIf(string(id), field, p.get("words")) }
	switch p.get("what") {
	case "life":
		kind, is, _ := strings.Cut(p.need("is", w.ChooseIs), ":")
		return clinic.KeepCircumstance{Person: id, Kind: clinic.CircumstanceKind(kind), Is: is, Source: clinic.SelfReport,
			From: p.dayOr("since", w.Since, today), Words: words("circumstance")}
	case "event":
		return clinic.TellLifeEvent{Event: "e-" + p.req.Command.ID, Person: id, Source: clinic.SelfReport,
			Kind: clinic.LifeEventKind(p.need("event", w.ChooseWhat)), Day: p.dayOr("on", w.Day, today), Rough: p.yes("rough"),
			Words: words("life_event")}
	}
	return clinic.AskSupport{Support: "t-" + p.req.Command.ID, Person: id,
		Kind: clinic.SupportKind(p.need("kind", w.ChooseHelp)), Words: words("support")}
}
