package web

import (
	"context"
	"net/http"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/person"
)

// beforeShown is how many earlier check-ins a person sees.
const beforeShown = 14

func (s *Server) ownTodayPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnToday(w, r, http.StatusOK, nil, typed{}, nil)
}

// drawOwnToday asks how somebody is and shows them what they said before. sent
// is what they have just asked for; nil is nothing.
func (s *Server) drawOwnToday(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed,
	sent *clinic.Ask) {
	o, _ := login.WhoOwn(r.Context())
	past, err := s.checkIns(r.Context(), o.Person)
	var v page.OwnToday
	texts := func(st *clinic.State, _ person.UserID) (out []clinic.Text) {
		for _, x := range past {
			if x.fact.Words != nil {
				out = append(out, *x.fact.Words)
			}
		}
		return append(out, ownSettingTexts(st)...)
	}
	if err == nil {
		err = s.drawMine(r, t, texts, func(m *mine) { v = m.today(past, sent, o.Kiosk) })
	}
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	l := s.ownLayout(r, s.words(r).Today.Title)
	l.Problem = prob
	if r.URL.Query().Get("right") != "" {
		l.Done = s.words(r).Today.AllRightDone
	}
	s.ownDraw(w, r, status, page.OwnTodayPage(l, v))
}

// checkInAt is one check-in of the past.
type checkInAt struct {
	happening
	fact clinic.CheckedIn
}

// checkIns are somebody's last ones, newest first.
func (s *Server) checkIns(ctx context.Context, who person.UserID) (out []checkInAt, err error) {
	list, err := s.happenings(ctx, beforeShown, "person", string(who), "kind", clinic.CheckedIn{}.Kind())
	for _, h := range list {
		x := checkInAt{happening: h}
		if err := h.read(&x.fact); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, err
}

// today draws the questions, and what was said before.
func (m *mine) today(past []checkInAt, sent *clinic.Ask, kiosk bool) (v page.OwnToday) {
	w, t := m.w.Today, m.typed
	v = page.OwnToday{Form: page.Form{Action: "/me/today", Command: t.command(), Expect: "own"}, Words: t.field("words"),
		Ask: t.pick("ask"), Choices: []page.Choice{{Value: "", Label: w.AskNothing},
			{Value: string(clinic.AskTalk), Label: w.AskTalk, Hint: w.AskTalkHint},
			{Value: string(clinic.AskHelp), Label: w.AskHelp, Hint: w.AskHelpHint}}}
	for _, q := range m.asks() {
		q.Value = t.v.Get(q.ID)
		v.Asks = append(v.Asks, q)
	}
	if sent != nil {
		v.Sent = m.sent(*sent, kiosk)
	}
	if x := m.st.OwnOf(m.who).Asked; x != nil {
		v.Waits = w.Waits(stamp(m.z, m.now, x.Since))
		v.Right = &page.Form{Action: "/me/today/right", Command: typed{}.command(), Expect: "own"}
	}
	asked := m.w.Asked.Title
	if says := questionsWait(m.st, m.who, m.s, m.w.Asked); says != "" {
		asked = says
	}
	v.More = []page.Link{{Text: asked, URL: "/me/asked"}, {Text: m.w.Wider.Title, URL: "/me/wider"}}
	for _, x := range past {
		v.Before = append(v.Before, m.before(x))
	}
	return v
}

// asks are the four questions with their answers.
func (m *mine) asks() []page.OwnAsk {
	w := m.w.Today
	feel := func(id, text string) page.OwnAsk {
		q := page.OwnAsk{ID: id, Text: text}
		for i, a := range clinic.Feelings {
			q.Answers = append(q.Answers, page.OwnAnswer{Code: string(a.Code), Word: w.Feelings[string(a.Code)], Face: true,
				Level: i + 1})
		}
		return q
	}
	much := func(id, text string) page.OwnAsk {
		q := page.OwnAsk{ID: id, Text: text}
		for i, a := range clinic.Amounts {
			q.Answers = append(q.Answers, page.OwnAnswer{Code: string(a.Code), Word: w.Amounts[string(a.Code)], Level: i + 1})
		}
		return q
	}
	return []page.OwnAsk{feel("mood", w.Mood), feel("sleep", w.Sleep), much("pain", w.Pain), much("craving", w.Craving)}
}

// sent says what happens after a check-in, in the service's own words where it
// set them.
func (m *mine) sent(ask clinic.Ask, kiosk bool) *page.OwnSent {
	w, set := m.w.Today, m.st.Own.Set
	v := &page.OwnSent{Lines: []string{w.Thanks}, Help: ask == clinic.AskHelp}
	switch {
	case ask == clinic.AskNothing:
		return v
	case ask == clinic.AskTalk:
		v.Lines = append(v.Lines, w.TalkSent)
		return v
	case kiosk:
		v.Lines = append(v.Lines, w.HelpSent, w.HelpKiosk)
		return v
	}
	v.Lines = append(v.Lines, w.HelpSent, w.HelpPhone, w.Danger)
	v.Calls = []string{w.DangerUnset, w.CallUnset}
	if set.Emergency != nil {
		v.Calls[0] = w.Call(m.n.of(*set.Emergency))
	}
	if set.Call != nil {
		v.Calls[1] = w.Call(m.n.of(*set.Call))
	}
	return v
}

func (m *mine) before(x checkInAt) page.OwnBefore {
	v := page.OwnBefore{When: stamp(m.z, m.now, x.Happened), Words: m.n.opt(x.fact.Words)}
	given := map[string]string{"mood": string(x.fact.Mood), "sleep": string(x.fact.Sleep), "pain": string(x.fact.Pain),
		"craving": string(x.fact.Craving)}
	for _, q := range m.asks() {
		for _, a := range q.Answers {
			if given[q.ID] == a.Code {
				v.Answers = append(v.Answers, page.OwnBeforeAnswer{Ask: q.Text, OwnAnswer: a})
			}
		}
	}
	return v
}

// ownTodayPress keeps a check-in and says at once what happens now.
func (s *Server) ownTodayPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	id := p.self()
	b := clinic.CheckIn{Person: id, Mood: clinic.Feeling(p.get("mood")), Sleep: clinic.Feeling(p.get("sleep")),
		Pain: clinic.Amount(p.get("pain")), Craving: clinic.Amount(p.get("craving")), Ask: clinic.Ask(p.get("ask")),
		Words: p.req.KeepIf(string(id), "check_in", p.get("words"))}
	_, err := p.send(b)
	switch prob, known := p.problem(err); {
	case !known:
		s.ownFault(w, r, err)
	case prob != nil:
		s.drawOwnToday(w, r, http.StatusUnprocessableEntity, prob, p.typed(), nil)
	default:
		s.drawOwnToday(w, r, http.StatusOK, nil, typed{}, &b.Ask)
	}
}

// ownAllRight: they need nobody any more.
func (s *Server) ownAllRight(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	p.ownFinish(w, clinic.SeeTo{Person: p.self()}, "/me/today?right=1", func(prob *page.Problem) {
		s.drawOwnToday(w, r, http.StatusUnprocessableEntity, prob, typed{}, nil)
	})
}

// ownVisitPage is what happens at a visit, with the minutes that the service
// set and no others.
func (s *Server) ownVisitPage(w http.ResponseWriter, r *http.Request) {
	var v page.OwnVisit
	err := s.drawMine(r, typed{}, nil, func(m *mine) {
		a, _ := m.st.AccessOn(m.z.Day(m.now))
		minutes := map[string]int{"booth": a.Booth, "watch": a.Watch}
		for _, x := range m.w.Visit.Steps {
			y := page.OwnVisitStep{Picture: x.Picture, Name: x.Name, Text: x.Text}
			if n, timed := minutes[x.Key]; timed {
				y.Long = m.w.Visit.Ask
				if n > 0 {
					y.Long = m.w.Visit.About(n)
				}
			}
			v.Steps = append(v.Steps, y)
		}
	})
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	s.ownDraw(w, r, http.StatusOK, page.OwnVisitPage(s.ownLayout(r, s.words(r).Visit.Title), v))
}
