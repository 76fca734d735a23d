package web

import (
	"net/http"
	"strconv"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/person"
)

// own draws what the person says of themself, for staff: it stands before every
// figure.
func (d *personDraw) own() (v page.StaffOwn) {
	o := d.st.OwnOf(person.UserID(d.id))
	if x := o.Asked; x != nil {
		v.Asked = &page.StaffAsked{Says: askWords(x.Ask) + " at " + stamp(d.z, d.now, x.Since) + ".",
			Words: d.n.opt(x.Words), Help: x.Ask == clinic.AskHelp}
		if d.may(clinic.SeeTo{}.CommandKind()) {
			f := d.ownForm("seen", "Somebody was with them", "Somebody was with them",
				page.SmallField{Name: "words", Label: "What was agreed, if anything"})
			v.Asked.Form = &f
		}
	}
	for i := len(o.Better) - 1; i >= 0; i-- {
		v.Better = append(v.Better, page.OwnLine{When: dayWords(d.z.Day(o.Better[i].At)), Words: d.n.of(o.Better[i].Words)})
	}
	for _, g := range o.Goals {
		v.Goals = append(v.Goals, d.goal(g))
	}
	if o.Last != nil {
		v.Last = checkInRows(o.Last)
		v.LastAt = stamp(d.z, d.now, o.LastAt)
		v.LastWords = d.n.opt(o.Last.Words)
	}
	if d.may(clinic.SetGoal{}.CommandKind()) {
		v.Forms = d.ownForms(o)
	}
	return v
}

// goal draws one goal with its steps.
func (d *personDraw) goal(g clinic.Goal) page.GoalView {
	v := page.GoalView{ID: g.Goal, Words: d.n.of(g.Words), Area: clinic.WordsOf(clinic.GoalAreas, g.Area),
		When: "since " + dayWords(d.z.Day(g.Since))}
	if g.Author == clinic.Jointly {
		v.When += ", found together"
	}
	if login.MayRoute(d.actor.Roles, "GET /people/{person}/goals/{goal}") {
		v.URL = "/people/" + d.id + "/goals/" + g.Goal
	}
	if n := len(g.Ratings); g.Scale != nil && n > 0 {
		v.Now = d.n.of(g.Scale.Levels[g.Ratings[n-1].Level+2])
	} else if g.Scale != nil {
		v.Now = d.n.of(g.Scale.Levels[g.Scale.Baseline+2])
	}
	for i, x := range g.Steps {
		v.Steps = append(v.Steps, page.StepView{No: strconv.Itoa(i + 1), Words: d.n.of(x.Words), Mark: string(x.Mark),
			Says: clinic.WordsOf(clinic.StepMarks, x.Mark)})
	}
	return v
}

// ownForm is one of the small forms; what is its hidden word and the end of
// the ids of its fields.
func (d *personDraw) ownForm(what, title, button string, fields ...page.SmallField) page.SmallForm {
	t := d.typed.of("own-" + what)
	for i := range fields {
		fields[i].ID, fields[i].Field = fields[i].Name+"-own-"+what, t.field(fields[i].Name)
	}
	return page.SmallForm{Title: title, Button: button, Open: t.v != nil, Fields: fields,
		Form: page.Form{Action: "/people/" + d.id + "/own", Command: t.command(),
			Hidden: []page.Pair{{Name: "form", Value: "own-" + what}, {Name: "what", Value: what}}}}
}

func (d *personDraw) ownForms(o clinic.Own) []page.SmallForm {
	out := []page.SmallForm{
		d.ownForm("better", "Write down what getting better means to them", "Keep these words",
			page.SmallField{Name: "words", Label: "In their own words", Hint: "What is written before stays beside it."}),
		d.ownForm("goal", "Write down a goal with them", "Keep this goal",
			page.SmallField{Name: "words", Label: "The goal, in their words"},
			page.SmallField{Name: "area", Label: "What it is about", Choices: coded(clinic.GoalAreas), Select: true},
			page.SmallField{Name: "author", Label: "Whose goal is it?", Choices: []page.Choice{
				{Value: string(clinic.ByPerson), Label: "Theirs, in their words"},
				{Value: string(clinic.Jointly), Label: "Found together"}}})}
	if len(o.Goals) > 0 {
		var goals []page.Choice
		for _, g := range o.Goals {
			goals = append(goals, page.Choice{Value: g.Goal, Label: d.n.of(g.Words)})
		}
		out = append(out, d.ownForm("step", "Add a small step to a goal", "Keep this step",
			page.SmallField{Name: "goal", Label: "Of which goal", Choices: goals, Select: true},
			page.SmallField{Name: "words", Label: "The step, in their words"}))
	}
	return out
}

// staffWritesOwn keeps what staff write down with a person, from their page.
func (s *Server) staffWritesOwn(w http.ResponseWriter, r *http.Request) {
	s.personPress(w, r, (*press).ownBody, func(clinic.Body) string { return "/people/" + r.PathValue("person") })
}

func (p *press) ownBody() clinic.Body {
	id, what := p.person(), p.get("what")
	user := person.UserID(id)
	defer p.anchor("-own-" + what)
	switch what {
	case "better":
		words := p.keep(id, "better", p.need("words", "Write what getting better means to them, in their words."))
		return clinic.DescribeBetter{Person: user, Words: &words}
	case "goal":
		return clinic.SetGoal{Person: user, Goal: "g-" + p.req.Command.ID, Area: clinic.GoalArea(p.get("area")),
			Author: clinic.GoalAuthor(p.need("author", "Choose whose goal it is.")),
			Words:  p.keep(id, "goal", p.need("words", "Write the goal in their words."))}
	case "step":
		return clinic.AddStep{Person: user, Goal: p.get("goal"),
			Words: p.keep(id, "goal_step", p.need("words", "Write the step in their words."))}
	}
	return clinic.SeeTo{Person: user, Words: p.req.KeepIf(id, "seen_to", p.get("words"))}
}
