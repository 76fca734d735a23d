package web

import (
	"net/http"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/person"
	"steady/recovery"
)

// goalRoutes are the pages on which staff describe a goal's levels with the
// person.
func (s *Server) goalRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{"GET /people/{person}/goals/{goal}": f(s.goalPage),
		"POST /people/{person}/goals/{goal}": f(s.goalPress)}
}

func (s *Server) goalPage(w http.ResponseWriter, r *http.Request) {
	s.drawGoal(w, r, http.StatusOK, nil, typed{})
}

// drawGoal shows one open goal with its levels.
func (s *Server) drawGoal(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	who := person.UserID(r.PathValue("person"))
	var v *page.GoalLevels
	texts := func(st *clinic.State) []clinic.Text {
		o := st.OwnOf(who)
		return ownTexts(o)
	}
	err := s.with(r.Context(), texts, func(st *clinic.State, n names) {
		d := &drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t}
		for _, g := range st.OwnOf(who).Goals {
			if g.Goal == r.PathValue("goal") {
				v = d.goalLevels(who, g)
			}
		}
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "That goal is not open: look at the list again.")
	default:
		l := s.layout(r, "A goal of "+v.Name)
		l.Back, l.Problem = &page.Link{Text: v.Name, URL: "/people/" + string(who)}, prob
		s.draw(w, r, status, page.GoalLevelsPage(l, *v))
	}
}

// levelNames say where a level lies. They are the method's, not the person's.
var levelNames = []string{"Much less than hoped for (-2)", "Less than hoped for (-1)", "What is hoped for (0)",
	"More than hoped for (+1)", "Much more than hoped for (+2)"}

func (d *drawing) goalLevels(who person.UserID, g clinic.Goal) *page.GoalLevels {
	v := &page.GoalLevels{Name: d.n.person(who), Words: d.n.of(g.Words), Area: clinic.WordsOf(clinic.GoalAreas, g.Area),
		Whose: "theirs, in their words"}
	if g.Author == clinic.Jointly {
		v.Whose = "found together"
	}
	form := func(what, title, button string, fields ...page.SmallField) *page.SmallForm {
		t := d.typed.of(what)
		return &page.SmallForm{Title: title, Button: button, Open: t.v != nil, Fields: fields, Form: page.Form{
			Action: "/people/" + string(who) + "/goals/" + g.Goal, Command: t.command(),
			Hidden: []page.Pair{{Name: "form", Value: what}, {Name: "what", Value: what}}}}
	}
	if g.Scale != nil {
		d.rated(v, g, form)
	}
	if d.may(clinic.ScaleGoal{}.CommandKind()) {
		v.Scale = form("levels", "Describe the five levels, with them and in their words", "Keep these levels",
			d.levelFields(g)...)
	}
	if list := clinic.Scaled(d.st.OwnOf(who).Goals, d.n.of); len(list) > 0 {
		r := recovery.Attainment(list)
		v.Score = []page.Row{{Key: "When the levels were described", Value: "T " + r.Scores.Get("baseline").String()},
			{Key: "Now", Value: "T " + r.Scores.Get("total").String()},
			{Key: "Change", Value: r.Scores.Get("change").String()}}
	}
	return v
}

// rated fills in the levels and where the goal stood.
func (d *drawing) rated(v *page.GoalLevels, g clinic.Goal,
	form func(string, string, string, ...page.SmallField) *page.SmallForm) {
	var levels []page.Choice
	for i, words := range g.Scale.Levels {
		v.Levels = append(v.Levels, page.Row{Key: levelNames[i], Value: d.n.of(words)})
		levels = append(levels, page.Choice{Value: levelCodes[i], Label: d.n.of(words), Hint: levelNames[i]})
	}
	v.Ratings = append(v.Ratings, page.TimeLine{At: stamp(d.z, d.now, g.ScaledAt), By: "when the levels were described",
		Text: d.n.of(g.Scale.Levels[g.Scale.Baseline+2])})
	for _, x := range g.Ratings {
		v.Ratings = append(v.Ratings, page.TimeLine{At: stamp(d.z, d.now, x.At), Text: d.n.of(g.Scale.Levels[x.Level+2])})
	}
	if d.may(clinic.RateGoal{}.CommandKind()) {
		v.Rate = form("level", "Where does it stand now?", "Keep this",
			page.SmallField{ID: "level", Name: "level", Label: "Which of the five is it now?", Choices: levels,
				Field: d.typed.of("level").field("level")})
	}
}

func (d *drawing) levelFields(g clinic.Goal) (out []page.SmallField) {
	t := d.typed.of("levels")
	var weights, steps []page.Choice
	for i, name := range levelNames {
		id, words := "level-"+string(rune('0'+i)), ""
		if g.Scale != nil {
			words = d.n.of(g.Scale.Levels[i])
		}
		out = append(out, page.SmallField{ID: id, Name: id, Label: name, Field: t.or(id, words)})
		steps = append(steps, page.Choice{Value: levelCodes[i], Label: name})
		weights = append(weights, page.Choice{Value: string(rune('1' + i)), Label: string(rune('1' + i))})
	}
	return append(out, page.SmallField{ID: "base", Name: "base", Label: "Where it stands now", Choices: steps,
		Field: t.field("base")}, page.SmallField{ID: "weight", Name: "weight", Label: "How much it matters to them",
		Hint: "1 is a little, 5 is most of all their goals.", Choices: weights, Field: t.or("weight", "1")})
}

func (s *Server) goalPress(w http.ResponseWriter, r *http.Request) {
	p, goal := s.pressed(r), r.PathValue("goal")
	who := person.UserID(p.person())
	const write, choose = "Write a few words for each of the five levels.", "Choose one of the five."
	var body clinic.Body
	if p.get("what") == "level" {
		body = clinic.RateGoal{Person: who, Goal: goal, Level: p.level("level", choose)}
	} else {
		body = p.scale(who, goal, write, choose)
	}
	p.finish(w, body, "/people/"+string(who)+"/goals/"+goal, func(prob *page.Problem, _ error) {
		s.drawGoal(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
