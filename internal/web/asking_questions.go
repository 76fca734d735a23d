package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/person"
	"steady/recovery"
)

// placesInstrument is the chart of places where people inject.
const placesInstrument = "injecting-site"

// worded is an instrument as its words may be shown here: those of the build,
// those of the service's own scale, or those of its licensed copy. Without a
// right to the words there are none in it.
func worded(st *clinic.State, n names, id string) *recovery.Instrument {
	if t := st.InstrumentWords(id); t != nil {
		if in, err := recovery.LoadService([]byte(n.of(*t))); err == nil {
			return in
		}
	}
	return st.Instrument(id)
}

// instrumentTexts are the words of a licensed copy.
func instrumentTexts(st *clinic.State, id string) []clinic.Text {
	if t := st.InstrumentWords(id); t != nil {
		return []clinic.Text{*t}
	}
	return nil
}

func (s *Server) questionsPage(w http.ResponseWriter, r *http.Request) {
	s.drawQuestions(w, r, http.StatusOK, nil, typed{})
}

// drawQuestions asks one instrument, with a worker or from paper.
func (s *Server) drawQuestions(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	who, id := person.UserID(r.PathValue("person")), r.PathValue("instrument")
	var v *page.Questions
	name := ""
	texts := func(st *clinic.State) []clinic.Text { return instrumentTexts(st, id) }
	err := s.with(r.Context(), texts, func(st *clinic.State, n names) {
		in := worded(st, n, id)
		if in == nil || st.Ways[who] == nil {
			return
		}
		name = n.person(who)
		v = staffQuestions(in, t)
		v.Form = page.Form{Action: "/people/" + string(who) + "/asking/new/" + id, Command: t.command(),
			Hidden: []page.Pair{{Name: "version", Value: in.Version}}}
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person or no such instrument here.")
	default:
		l := s.layout(r, v.Title)
		l.Back, l.Problem = &page.Link{Text: "How " + name + " is", URL: "/people/" + string(who) + "/asking"}, prob
		s.draw(w, r, status, page.QuestionsPage(l, *v))
	}
}

var staffAsks = page.QuestionWords{Skip: "Skipped", Number: "From %d to %d. Leave empty when it is skipped.",
	Week: "Week", Total: "Or in all", Looked: "Looked, and saw none",
	TotalHint: "Days in each of the last four weeks, or the total that the person gives. Leave empty what is not known."}

// staffQuestions is an instrument for a worker beside the person, or for paper.
func staffQuestions(in *recovery.Instrument, t typed) *page.Questions {
	v := &page.Questions{Title: in.Title, Window: in.Window, Instruction: in.Instruction, Notice: in.Licence.Notice,
		Note: in.Note, Words: staffAsks, Button: "Keep these answers", Decline: "They would rather not answer this",
		Lead: "Read it out, or turn the screen round. Every question may be skipped."}
	if in.MayShow() != nil {
		v.Lead = "Its words may not be shown here. Use the holder's own form, and enter what was answered. " +
			"Every question may be skipped."
	}
	v.List = questionList(in, t, staffAsks)
	v.Before = []page.SmallField{{ID: "how", Name: "how", Label: "How it is answered", Choices: []page.Choice{
		{Value: string(clinic.WithWorker), Label: "Now, together"},
		{Value: string(clinic.OnPaper), Label: "On paper, entered now"}},
		Field: t.or("how", string(clinic.WithWorker))}}
	day := t.date("happened_day")
	v.OnPaper = t.v.Get("how") == string(clinic.OnPaper)
	v.Paper = []page.SmallField{{ID: "happened_day", Name: "happened_day", Label: "The day it was answered",
		Hint: "Leave empty for today.", Date: &day},
		{ID: "happened", Name: "happened", Label: "About what time", Hint: "For example 14:30.", Mode: "numeric",
			Field: t.field("happened")}}
	v.After = []page.SmallField{{ID: "words", Name: "words", Label: "What they said beside it, in their words",
		Field: t.field("words")}}
	if in.ID == placesInstrument {
		v.Note = "Only with their agreement to look. " + v.Note
	}
	return v
}

// questionList draws every question of an instrument.
func questionList(in *recovery.Instrument, t typed, w page.QuestionWords) (out []page.Question) {
	shown := in.MayShow() == nil
	for _, it := range in.Items {
		q := page.Question{ID: "q-" + it.ID, Text: it.Text, Error: t.errs["q-"+it.ID], Value: t.v.Get("q-" + it.ID)}
		if _, err := strconv.Atoi(it.ID[:1]); err == nil {
			q.Number = it.ID + "."
		}
		if q.Text == "" || !shown {
			if q.Text = capital(it.About); q.Text == "" {
				q.Text, q.Number = "Question "+it.ID, ""
			}
		}
		switch it.Kind {
		case recovery.Scale:
			scaleQuestion(&q, it, w)
		case recovery.YesNo:
			q.Kind, q.Choices = "choice", []page.Choice{{Value: "Y", Label: "Yes"}, {Value: "N", Label: "No"},
				{Value: "", Label: w.Skip}}
		case recovery.Days:
			q.Kind, q.Hint, q.Value = "days", w.TotalHint, t.v.Get("q-"+it.ID+"-total")
			q.Weeks = make([]string, 4)
			copy(q.Weeks, t.v["q-"+it.ID])
		default:
			q.Kind, q.Picked = "signs", t.picks("q-"+it.ID)
			for _, o := range it.Options {
				q.Choices = append(q.Choices, page.Choice{Value: o.Text, Label: o.Text})
			}
			q.Choices = append(q.Choices, page.Choice{Value: recovery.Looked, Label: w.Looked})
		}
		out = append(out, q)
	}
	return out
}

// scaleMost is how many answers stand beside each other; more are a number to
// write.
const scaleMost = 11

func scaleQuestion(q *page.Question, it recovery.Item, w page.QuestionWords) {
	if len(it.Values) > scaleMost && len(it.Options) == 0 {
		q.Kind = "number"
		q.Hint = numberHint(w.Number, it.Values[0], it.Values[len(it.Values)-1])
		return
	}
	q.Kind = "choice"
	for _, n := range it.Values {
		c := page.Choice{Value: strconv.Itoa(n), Label: strconv.Itoa(n)}
		if i := slices.IndexFunc(it.Options, func(o recovery.Option) bool { return o.Value == n }); i >= 0 {
			c.Label = it.Options[i].Text
		}
		q.Choices = append(q.Choices, c)
	}
	q.Choices = append(q.Choices, page.Choice{Value: "", Label: w.Skip})
}

// numberHint puts the two ends of a scale into a sentence.
func numberHint(text string, least, most int) string {
	text = strings.Replace(text, "%d", strconv.Itoa(least), 1)
	return strings.Replace(text, "%d", strconv.Itoa(most), 1)
}

// answersTyped reads the fields of a form into what the instrument writes. Days are
// four weeks, or the total where one stands there.
func answersTyped(in *recovery.Instrument, v url.Values) map[string][]string {
	out := map[string][]string{}
	for _, it := range in.Items {
		list := v["q-"+it.ID]
		if it.Kind == recovery.Days {
			if total := strings.TrimSpace(v.Get("q-" + it.ID + "-total")); total != "" {
				list = []string{total}
			} else if !slices.ContainsFunc(list, func(w string) bool { return strings.TrimSpace(w) != "" }) {
				list = nil
			}
		}
		out[it.ID] = list
	}
	return out
}

// sitting makes the command of a form of questions. A form in which nothing was
// answered says so, and is kept only as "would rather not" when that was
// pressed.
func (p *press) sitting(who person.UserID, id string, how clinic.HowAsked) clinic.AnswerInstrument {
	b := clinic.AnswerInstrument{Sitting: "a-" + p.req.Command.ID, Person: who, Instrument: id, How: how,
		Version: p.get("version"), Declined: p.yes("declined"),
		Words: p.req.KeepIf(string(who), "answer_words", p.get("words"))}
	if b.Declined {
		return b
	}
	var in *recovery.Instrument
	p.s.house.View(func(st *clinic.State) { in = st.Instrument(id) })
	if in == nil {
		return b
	}
	form := answersTyped(in, p.r.PostForm)
	for _, list := range form {
		for _, w := range list {
			if strings.TrimSpace(w) != "" {
				return p.req.KeepAnswers(b, in.Write(form))
			}
		}
	}
	return b
}

func (s *Server) questionsPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	who, id := person.UserID(r.PathValue("person")), r.PathValue("instrument")
	how := clinic.HowAsked(p.get("how"))
	if how == clinic.OnPaper && p.req.Command.Happened == 0 && p.ok() {
		p.wrong("happened", "Write at about what time it was answered on paper.")
	}
	if how == clinic.OnPaper && p.req.Command.Why == nil {
		why := p.keep("late", "why", "It was answered on paper and entered afterwards.")
		p.req.Command.Why = &why
	}
	if how != clinic.OnPaper {
		p.req.Command.Happened = 0
	}
	p.finish(w, p.sitting(who, id, how), "/people/"+string(who)+"/asking", func(prob *page.Problem, _ error) {
		itemErrors(p, prob)
		s.drawQuestions(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// itemErrors leads from "item 3: …" to the question.
func itemErrors(p *press, prob *page.Problem) {
	for i := range prob.Lines {
		_, rest, found := strings.Cut(prob.Lines[i].Text, "item ")
		item, says, ok := strings.Cut(rest, ": ")
		if found && ok && prob.Lines[i].Field == "" {
			prob.Lines[i].Field = "q-" + item
			p.errs["q-"+item] = capital(says)
		}
	}
}
