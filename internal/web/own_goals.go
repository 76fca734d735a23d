package web

import (
	"net/http"
	"strconv"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/internal/web/plain"
	"steady/moment"
	"steady/person"
)

// ownPageRoutes are the doors of people's own pages that hold their words.
func (s *Server) ownPageRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /me/goals": f(s.ownGoalsPage), "POST /me/goals": f(s.ownGoalsPress),
		"GET /me/goals/{goal}": f(s.ownGoalPage), "POST /me/goals/{goal}": f(s.ownGoalPress),
		"GET /me/today": f(s.ownTodayPage), "POST /me/today": f(s.ownTodayPress), "POST /me/today/right": f(s.ownAllRight),
		"GET /me/say": f(s.ownSayPage), "POST /me/say": f(s.ownSayPress), "POST /me/say/look": f(s.ownSayLook),
		"GET /me/visit": f(s.ownVisitPage),
	}
}

// mine is one drawing of a page of somebody's own.
type mine struct {
	s     *Server
	st    *clinic.State
	n     names
	w     *plain.Words
	now   moment.Instant
	z     moment.Zone
	who   person.UserID
	typed typed
}

// drawMine draws a page of whoever is signed in, with their texts.
func (s *Server) drawMine(r *http.Request, t typed, more func(*clinic.State, person.UserID) []clinic.Text,
	build func(*mine)) error {
	o, _ := login.WhoOwn(r.Context())
	return s.with(r.Context(), func(st *clinic.State) []clinic.Text {
		if more == nil {
			return nil
		}
		return more(st, o.Person)
	}, func(st *clinic.State, n names) {
		build(&mine{s: s, st: st, n: n, w: s.words(r), now: s.house.Now(), z: st.Zone(), who: o.Person, typed: t})
	})
}

func goalTexts(st *clinic.State, who person.UserID) []clinic.Text {
	return append(ownTexts(st.OwnOf(who)), wayOwnTexts(st.Ways[who])...)
}

func (s *Server) ownGoalsPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnGoals(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawOwnGoals(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	var v page.OwnGoals
	err := s.drawMine(r, t, goalTexts, func(m *mine) { v = m.goals() })
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	l := s.ownLayout(r, s.words(r).Goals.Title)
	l.Problem = prob
	if r.URL.Query().Get("kept") != "" {
		l.Done = s.words(r).Goals.Kept
	}
	s.ownDraw(w, r, status, page.OwnGoalsPage(l, v))
}

// form starts a form of the goals' pages; what is the word that tells it apart.
func (m *mine) form(action, what string) page.Form {
	return page.Form{Action: action, Command: m.typed.of(what).command(), Expect: "own",
		Hidden: []page.Pair{{Name: "what", Value: what}, {Name: "form", Value: what}}}
}

func (m *mine) goals() (v page.OwnGoals) {
	o, w := m.st.OwnOf(m.who), m.st.Ways[m.who]
	const here = "/me/goals"
	if w != nil {
		v.Reasons.Lines = m.lines(w.Reasons)
	}
	v.Better.Lines = m.lines(o.Better)
	v.Reasons.Words, v.Better.Words = m.typed.of("reasons").field("words"), m.typed.of("better").field("words")
	v.ReasonsForm, v.Form = m.form(here, "reasons"), m.form(here, "better")
	if len(o.Better) > 0 {
		f := m.form(here, "still")
		v.Still = &f
	}
	v.More = []page.Link{{Text: m.w.Line.Title, URL: "/me/line"}, {Text: m.w.Review.Title, URL: "/me/review"}}
	for _, g := range o.Goals {
		v.Goals = append(v.Goals, m.goal(g, true))
	}
	if t := m.typed.of("new"); len(o.Goals) < clinic.GoalsOpen {
		v.New = &page.OwnNewGoal{Form: m.form(here, "new"), Words: t.field("words"), Area: t.pick("area")}
		for _, a := range clinic.GoalAreas {
			v.New.Areas = append(v.New.Areas, page.Choice{Value: string(a.Code), Label: m.w.Goals.Areas[string(a.Code)]})
		}
	}
	for i := len(o.Aside) - 1; i >= 0; i-- {
		g := m.goal(o.Aside[i], false)
		again := m.form(here, "again")
		again.Hidden = append(again.Hidden, page.Pair{Name: "goal", Value: g.ID})
		again.Command = typed{}.command()
		g.Again = &again
		v.Aside = append(v.Aside, g)
	}
	return v
}

// lines are somebody's words, newest first.
func (m *mine) lines(said []clinic.OwnReasons) (out []page.OwnLine) {
	for i := len(said) - 1; i >= 0; i-- {
		out = append(out, page.OwnLine{When: dayWords(m.z.Day(said[i].At)), Words: m.n.of(said[i].Words)})
	}
	return out
}

func (m *mine) goal(g clinic.Goal, open bool) page.OwnGoal {
	v := page.OwnGoal{Together: g.Author == clinic.Jointly, GoalView: page.GoalView{ID: g.Goal, Words: m.n.of(g.Words),
		Area: m.w.Goals.Areas[string(g.Area)]}}
	if open {
		v.URL = "/me/goals/" + g.Goal
	}
	for i, x := range g.Steps {
		no := strconv.Itoa(i + 1)
		v.Steps = append(v.Steps, page.StepView{No: no, Words: m.n.of(x.Words), Mark: string(x.Mark),
			Says: m.w.Goals.Marks[string(x.Mark)]})
		if !open {
			continue
		}
		mark := "done"
		if x.Mark == "done" {
			mark = "open"
		}
		f := page.Form{Action: "/me/goals", Command: typed{}.command(), Expect: "own", Hidden: []page.Pair{
			{Name: "what", Value: "mark"}, {Name: "goal", Value: g.Goal}, {Name: "step", Value: no},
			{Name: "mark", Value: mark}}}
		v.Marks = append(v.Marks, f)
	}
	return v
}

// ownGoalsPress keeps what was written or pressed on the page of goals.
func (s *Server) ownGoalsPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	p.ownFinish(w, p.goalsBody(), "/me/goals?kept=1", func(prob *page.Problem) {
		s.drawOwnGoals(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// self is who is signed in at their own pages.
func (p *press) self() person.UserID { return ownPerson(p.r) }

func (p *press) goalsBody() clinic.Body {
	id, g := p.self(), p.s.words(p.r).Goals
	words := func(field, ask string) clinic.Text { return p.keep(string(id), field, p.need("words", ask)) }
	switch p.get("what") {
	case "reasons":
		defer p.rename("words", "reason-words")
		return clinic.WriteReasons{Person: id, Words: words("own_reasons", g.ReasonsAsk)}
	case "still":
		return clinic.DescribeBetter{Person: id, Still: true}
	case "new":
		if p.get("area") == "" {
			p.wrong("area", g.About)
		}
		return clinic.SetGoal{Person: id, Goal: "g-" + p.req.Command.ID, Area: clinic.GoalArea(p.get("area")),
			Author: clinic.ByPerson, Words: words("goal", g.NewAsk)}
	case "again":
		return p.again(id)
	case "mark":
		n, _ := strconv.Atoi(p.get("step"))
		return clinic.MarkStep{Person: id, Goal: p.get("goal"), Step: n, Mark: clinic.StepMark(p.get("mark"))}
	}
	defer p.rename("words", "better-words")
	t := words("better", g.BetterAsk)
	return clinic.DescribeBetter{Person: id, Words: &t}
}

// rename leads an error to a field whose id is not its name.
func (p *press) rename(field, id string) {
	for i := range p.lines {
		if p.lines[i].Field == field {
			p.lines[i].Field = id
		}
	}
}

// again takes a goal up that was put away, in the words it has.
func (p *press) again(id person.UserID) clinic.Body {
	b := clinic.SetGoal{Person: id, Goal: p.get("goal"), Author: clinic.ByPerson}
	p.s.house.View(func(st *clinic.State) {
		for _, g := range st.OwnOf(id).Aside {
			if g.Goal == b.Goal {
				b = g.SetGoal
			}
		}
	})
	return b
}

func (s *Server) ownGoalPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnGoal(w, r, http.StatusOK, nil, typed{})
}

// drawOwnGoal draws one goal to change.
func (s *Server) drawOwnGoal(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	var v *page.OwnOneGoal
	texts := func(st *clinic.State, who person.UserID) []clinic.Text {
		return goalTexts(st, who)
	}
	err := s.drawMine(r, t, texts, func(m *mine) {
		for _, g := range m.st.OwnOf(m.who).Goals {
			if g.Goal != r.PathValue("goal") {
				continue
			}
			here := "/me/goals/" + g.Goal
			v = &page.OwnOneGoal{Goal: m.goal(g, true), Say: m.form(here, "say"), Add: m.form(here, "step"),
				Aside: m.form(here, "aside"), MoreSteps: len(g.Steps) < clinic.StepsMost,
				Words: m.typed.of("say").or("words", m.n.of(g.Words)), Step: m.typed.of("step").field("words"),
				End: m.typed.of("aside").pick("how")}
			v.Goal.URL, v.Goal.Alone = "", true
			v.Levels = &page.Link{Text: m.w.Levels.Link, URL: here + "/levels"}
			if g.Scale != nil {
				v.Stand, v.Levels.Text = m.stand(g), m.w.Levels.Title
			}
			for _, e := range clinic.GoalEnds {
				v.Ends = append(v.Ends, page.Choice{Value: string(e.Code), Label: m.w.Goals.Ends[string(e.Code)]})
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
		l := s.ownLayout(r, g.ChangeTitle)
		l.Problem, l.Back = prob, &page.Link{Text: g.Title, URL: "/me/goals"}
		if r.URL.Query().Get("kept") != "" {
			l.Done = g.Kept
		}
		s.ownDraw(w, r, status, page.OwnOneGoalPage(l, *v))
	}
}

func (s *Server) ownGoalPress(w http.ResponseWriter, r *http.Request) {
	p, goal := s.pressed(r), r.PathValue("goal")
	to := "/me/goals/" + goal + "?kept=1"
	body := p.goalBody(goal)
	if _, ends := body.(clinic.EndGoal); ends {
		to = "/me/goals?kept=1"
	}
	p.ownFinish(w, body, to, func(prob *page.Problem) {
		s.drawOwnGoal(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (p *press) goalBody(goal string) clinic.Body {
	id, g := p.self(), p.s.words(p.r).Goals
	switch p.get("what") {
	case "step":
		defer p.rename("words", "step-words")
		return clinic.AddStep{Person: id, Goal: goal, Words: p.keep(string(id), "goal_step", p.need("words", g.StepAsk))}
	case "level":
		return clinic.RateGoal{Person: id, Goal: goal, Level: p.level("level", p.s.words(p.r).Levels.Choose)}
	case "aside":
		return clinic.EndGoal{Person: id, Goal: goal, How: clinic.GoalEnd(p.need("how", g.AsideHint))}
	}
	defer p.rename("words", "say-words")
	b := clinic.SetGoal{Person: id, Goal: goal, Author: clinic.ByPerson,
		Words: p.keep(string(id), "goal", p.need("words", g.ChangeAsk))}
	p.s.house.View(func(st *clinic.State) {
		for _, x := range st.OwnOf(id).Goals {
			if x.Goal == goal {
				b.Area = x.Area
			}
		}
	})
	return b
}

// ownPerson is who is signed in at their own pages; "" is nobody.
func ownPerson(r *http.Request) person.UserID {
	o, _ := login.WhoOwn(r.Context())
	return o.Person
}

// stand asks where somebody is with a goal, in the words they gave its levels.
func (m *mine) stand(g clinic.Goal) *page.OwnStand {
	now := g.Scale.Baseline
	if n := len(g.Ratings); n > 0 {
		now = g.Ratings[n-1].Level
	}
	v := &page.OwnStand{Form: m.form("/me/goals/"+g.Goal, "level"), Now: m.typed.of("level").pick("level")}
	if v.Now.Value == "" {
		v.Now.Value = levelCodes[now+2]
	}
	for i, code := range levelCodes {
		v.Levels = append(v.Levels, page.Choice{Value: code, Label: m.n.of(g.Scale.Levels[i]), Hint: m.w.Levels.Ask[i]})
	}
	return v
}
