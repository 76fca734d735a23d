package web

import (
	"errors"
	"net/http"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/internal/web/plain"
	"steady/person"
)

// ownAskedRoutes are the pages on which people answer questions for themselves,
// and tell of the life around treatment.
func (s *Server) ownAskedRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /me/asked": f(s.ownAskedPage), "POST /me/asked": f(s.ownTakeBack),
		"GET /me/asked/{instrument}": f(s.ownQuestionsPage), "POST /me/asked/{instrument}": f(s.ownQuestionsPress),
		"GET /me/wider": f(s.ownWiderPage), "POST /me/wider": f(s.ownWiderPress),
		"GET /me/goals/{goal}/levels": f(s.ownLevelsPage), "POST /me/goals/{goal}/levels": f(s.ownLevelsPress),
	}
}

// ownSittingsShown is how many of their answers a person sees on one page.
const ownSittingsShown = 30

func (s *Server) ownAskedPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnAsked(w, r, http.StatusOK, nil)
}

func (s *Server) drawOwnAsked(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem) {
	o, _ := login.WhoOwn(r.Context())
	past, err := s.house.Sittings(r.Context(), o.Person, ownSittingsShown)
	var v page.OwnAsked
	texts := func(st *clinic.State, _ person.UserID) (out []clinic.Text) {
		for _, x := range past {
			out = append(out, instrumentTexts(st, x.InstrumentAnswered.Instrument)...)
		}
		return append(out, ownSettingTexts(st)...)
	}
	if err == nil {
		err = s.drawMine(r, typed{}, texts, func(m *mine) { v = m.asked(past, o.Kiosk) })
	}
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	a := s.words(r).Asked
	l := s.ownLayout(r, a.Title)
	l.Problem = prob
	switch r.URL.Query().Get("kept") {
	case "yes":
		l.Done = a.Kept
	case "declined":
		l.Done = a.Declined
	case "back":
		l.Done = a.Taken
	}
	s.ownDraw(w, r, status, page.OwnAskedPage(l, v))
}

// waiting are the instruments that somebody may answer on their own pages now.
func waitingFor(st *clinic.State, who person.UserID, now clinic.DueInstrument) bool {
	return now.Self && st.MayAnswerAlone(who, now.Instrument)
}

// asked draws what waits and what was answered.
func (m *mine) asked(past []app.SittingRead, kiosk bool) (v page.OwnAsked) {
	w := m.w.Asked
	for _, x := range m.st.Due(m.who, m.z.Day(m.now)) {
		if in := m.st.Instrument(x.Instrument); waitingFor(m.st, m.who, x) {
			v.Wait = append(v.Wait, page.OwnAskedSet{Title: in.Title, Count: w.Count(len(in.Items)),
				URL: "/me/asked/" + x.Instrument})
		}
	}
	for _, a := range m.st.Recovery.Alerts {
		if a.Person == m.who {
			v.Alert = m.alert(kiosk)
		}
	}
	for _, x := range past {
		f := x.InstrumentAnswered
		line := page.OwnAnswers{Title: title(m.st, f.Instrument), When: stamp(m.z, m.now, x.At), Words: x.Words}
		if x.Declined {
			line.None = w.NotAnswered
		} else {
			line.Answers = m.toldRows(x)
		}
		take := m.form("/me/asked", "take")
		take.Hidden = append(take.Hidden, page.Pair{Name: "sitting", Value: f.Sitting})
		line.Take = &take
		v.Past = append(v.Past, line)
	}
	return v
}

// toldRows are the questions with their answers, as the person may read them.
func (m *mine) toldRows(x app.SittingRead) (out []page.Row) {
	in := worded(m.st, m.n, x.InstrumentAnswered.Instrument)
	if x.Answers == nil || in == nil {
		return nil
	}
	if in.Version != x.Version {
		in = x.Instrument
	}
	told, err := in.Told(x.Answers)
	if err != nil {
		return nil
	}
	for i, q := range questionList(in, typed{}, ownAsks(m.w.Asked)) {
		out = append(out, page.Row{Key: q.Text, Value: told[i].Answer})
	}
	return out
}

// alert says what happens now after an answer that somebody looks at today.
func (m *mine) alert(kiosk bool) *page.OwnSent {
	w, set := m.w.Asked, m.st.Own.Set
	v := &page.OwnSent{Lines: []string{w.Alert}, Help: true}
	if kiosk {
		v.Lines = append(v.Lines, w.AlertKiosk)
		return v
	}
	v.Lines = append(v.Lines, w.AlertPhone, w.AlertDanger)
	v.Calls = []string{m.w.Today.DangerUnset, m.w.Today.CallUnset}
	if set.Emergency != nil {
		v.Calls[0] = m.w.Today.Call(m.n.of(*set.Emergency))
	}
	if set.Call != nil {
		v.Calls[1] = m.w.Today.Call(m.n.of(*set.Call))
	}
	return v
}

func ownAsks(w plain.Asked) page.QuestionWords {
	return page.QuestionWords{Skip: w.Skip, Number: w.Number, Week: w.Week, Total: w.Total, TotalHint: w.TotalHint,
		Looked: w.Looks}
}

func (s *Server) ownQuestionsPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnQuestions(w, r, http.StatusOK, nil, typed{})
}

// drawOwnQuestions asks what is offered on the person's own pages, and nothing
// else.
func (s *Server) drawOwnQuestions(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	id := r.PathValue("instrument")
	var v *page.Questions
	err := s.drawMine(r, t, func(st *clinic.State, _ person.UserID) []clinic.Text { return instrumentTexts(st, id) },
		func(m *mine) {
			in := worded(m.st, m.n, id)
			if in == nil || in.MayShow() != nil || !m.st.MayAnswerAlone(m.who, id) {
				return
			}
			a := m.w.Asked
			v = &page.Questions{Title: in.Title, Instruction: in.Instruction, Notice: in.Licence.Notice, Words: ownAsks(a),
				Button: a.Send, Decline: a.Decline, List: questionList(in, t, ownAsks(a)),
				Form: page.Form{Action: "/me/asked/" + id, Command: t.command(), Expect: "own",
					Hidden: []page.Pair{{Name: "version", Value: in.Version}}},
				After: []page.SmallField{{ID: "words", Name: "words", Label: a.Words, Field: t.field("words")}}}
		})
	switch {
	case err != nil:
		s.ownFault(w, r, err)
	case v == nil:
		http.Redirect(w, r, "/me/asked", http.StatusSeeOther)
	default:
		a := s.words(r).Asked
		l := s.ownLayout(r, a.Title)
		l.Problem, l.Back = prob, &page.Link{Text: a.Title, URL: "/me/asked"}
		s.ownDraw(w, r, status, page.OwnQuestionsPage(l, *v))
	}
}

func (s *Server) ownQuestionsPress(w http.ResponseWriter, r *http.Request) {
	o, _ := login.WhoOwn(r.Context())
	p, how := s.pressed(r), clinic.OnPhone
	if o.Kiosk {
		how = clinic.OnKiosk
	}
	b := p.sitting(o.Person, r.PathValue("instrument"), how)
	to := "/me/asked?kept=yes"
	if b.Declined {
		to = "/me/asked?kept=declined"
	}
	p.ownPlain(w, b, to, func(prob *page.Problem) {
		s.drawOwnQuestions(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// ownPlain is ownFinish with refusals about answers in plain words.
func (p *press) ownPlain(w http.ResponseWriter, b clinic.Body, to string, again func(*page.Problem)) {
	a := p.s.words(p.r).Asked
	says := map[string]string{"words_missing": a.Nothing, "answer_impossible": a.Impossible,
		"answers_unread":     a.Impossible,
		"instrument_changed": a.Changed, "sitting_incomplete": a.Changed}
	var err error
	if p.ok() {
		_, err = p.send(b)
	}
	var no *clinic.Refusal
	if errors.As(err, &no) && says[no.Code] != "" {
		prob := &page.Problem{Lines: []page.ProblemLine{{Text: no.Sentence}}}
		itemErrors(p, prob)
		prob.Lines[0].Text = says[no.Code]
		for field := range p.errs {
			p.errs[field] = says[no.Code]
		}
		again(prob)
		return
	}
	switch prob, known := p.problem(err); {
	case !known:
		p.s.ownFault(w, p.r, err)
	case prob != nil:
		again(prob)
	default:
		http.Redirect(w, p.r, to, http.StatusSeeOther)
	}
}

func (s *Server) ownTakeBack(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	p.ownFinish(w, clinic.TakeBackAnswers{Person: p.self(), Sitting: p.get("sitting")}, "/me/asked?kept=back",
		func(prob *page.Problem) { s.drawOwnAsked(w, r, http.StatusUnprocessableEntity, prob) })
}

// questionsWait is the invitation on the page of all doors and on the page of
// today; "" where nothing waits.
func questionsWait(st *clinic.State, who person.UserID, s *Server, w plain.Asked) string {
	n := 0
	for _, x := range st.Due(who, st.Zone().Day(s.house.Now())) {
		if waitingFor(st, who, x) {
			n += len(st.Instrument(x.Instrument).Items)
		}
	}
	if n == 0 {
		return ""
	}
	return w.Waits(n)
}

// plainChoices are codes in their order with plain words.
func plainChoices[T ~string](list []clinic.Coded[T], words map[string]string) (out []page.Choice) {
	for _, c := range list {
		out = append(out, page.Choice{Value: string(c.Code), Label: words[string(c.Code)]})
	}
	return out
}

func (s *Server) ownLevelsPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnLevels(w, r, http.StatusOK, nil, typed{})
}

// levelCodes are the five levels as a form sends them.
var levelCodes = []string{"-2", "-1", "0", "1", "2"}

func (s *Server) drawOwnLevels(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	var v *page.OwnLevels
	texts := func(st *clinic.State, who person.UserID) []clinic.Text {
		return goalTexts(st, who)
	}
	err := s.drawMine(r, t, texts, func(m *mine) {
		for _, g := range m.st.OwnOf(m.who).Goals {
			if g.Goal == r.PathValue("goal") {
				v = m.levels(g)
			}
		}
	})
	switch {
	case err != nil:
		s.ownFault(w, r, err)
	case v == nil:
		http.Redirect(w, r, "/me/goals", http.StatusSeeOther)
	default:
		g := s.words(r).Goals
		l := s.ownLayout(r, s.words(r).Levels.Title)
		l.Problem, l.Back = prob, &page.Link{Text: g.Title, URL: "/me/goals"}
		s.ownDraw(w, r, status, page.OwnLevelsPage(l, *v))
	}
}

func (m *mine) levels(g clinic.Goal) *page.OwnLevels {
	w := m.w.Levels
	v := &page.OwnLevels{Goal: m.n.of(g.Words), Base: m.typed.pick("base"), Weight: m.typed.pick("weight"),
		Form: m.form("/me/goals/"+g.Goal+"/levels", "levels")}
	for i, ask := range w.Ask {
		words := ""
		if g.Scale != nil {
			words = m.n.of(g.Scale.Levels[i])
		}
		v.Words = append(v.Words, m.typed.of("levels").or("level-"+string(rune('0'+i)), words))
		v.Steps = append(v.Steps, page.Choice{Value: levelCodes[i], Label: ask})
	}
	for i, words := range w.Weights {
		v.Weights = append(v.Weights, page.Choice{Value: string(rune('1' + i)), Label: words})
	}
	if v.Weight.Value == "" {
		v.Weight.Value = "1"
	}
	return v
}

func (s *Server) ownLevelsPress(w http.ResponseWriter, r *http.Request) {
	p, goal := s.pressed(r), r.PathValue("goal")
	p.ownFinish(w, p.scale(p.self(), goal, s.words(r).Levels.Write, s.words(r).Levels.Choose), "/me/goals/"+goal+"?kept=1",
		func(prob *page.Problem) { s.drawOwnLevels(w, r, http.StatusUnprocessableEntity, prob, p.typed()) })
}

// scale reads the five levels of a goal from a form.
func (p *press) scale(who person.UserID, goal, write, choose string) clinic.ScaleGoal {
	b := clinic.ScaleGoal{Person: who, Goal: goal}
	for i := range levelCodes {
		name := "level-" + string(rune('0'+i))
		if p.get(name) == "" {
			p.wrong(name, write)
			continue
		}
		b.Levels = append(b.Levels, p.keep(string(who), "goal_level", p.get(name)))
	}
	b.Baseline = p.level("base", choose)
	b.Weight = int(strings.Index("12345", p.need("weight", choose)) + 1)
	return b
}

// level reads one of the five levels.
func (p *press) level(name, choose string) int {
	for i, code := range levelCodes {
		if p.get(name) == code {
			return i - 2
		}
	}
	p.wrong(name, choose)
	return 0
}
