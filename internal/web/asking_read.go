package web

import (
	"fmt"
	"net/http"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/person"
	"steady/recovery"
)

// sittingOf finds one sitting of somebody.
func (s *Server) sittingOf(r *http.Request) (x app.SittingRead, found bool, err error) {
	list, err := s.house.Sittings(r.Context(), person.UserID(r.PathValue("person")), 0)
	for _, x := range list {
		if x.InstrumentAnswered.Sitting == r.PathValue("sitting") {
			return x, true, err
		}
	}
	return x, false, err
}

func (s *Server) sittingPage(w http.ResponseWriter, r *http.Request) {
	s.drawSitting(w, r, http.StatusOK, nil, typed{})
}

// drawSitting opens one sitting: what was asked and answered stands before what
// it comes to.
func (s *Server) drawSitting(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	x, found, err := s.sittingOf(r)
	if err == nil && !found {
		s.missing(w, r, "These answers are not here: they were taken back, or are somebody else's.")
		return
	}
	var v page.SittingView
	texts := func(st *clinic.State) []clinic.Text { return instrumentTexts(st, x.InstrumentAnswered.Instrument) }
	if err == nil {
		err = s.with(r.Context(), texts, func(st *clinic.State, n names) {
			d := &drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t}
			v = d.sitting(x)
		})
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, v.Title)
	l.Back, l.Problem = &page.Link{Text: "How " + v.Name + " is", URL: "/people/" + string(x.Person) + "/asking"}, prob
	s.draw(w, r, status, page.SittingPage(l, v))
}

func (d *drawing) sitting(x app.SittingRead) page.SittingView {
	f := x.InstrumentAnswered
	v := page.SittingView{Name: d.n.person(x.Person), Title: title(d.st, f.Instrument), By: d.n.staff(x.By),
		When: stamp(d.z, d.now, x.At), How: clinic.WordsOf(clinic.HowsAsked, x.How), Words: x.Words,
		Late: happening{Happened: x.At, Recorded: x.Recorded}.late(d.z, d.now)}
	switch {
	case x.Declined:
		v.None = "They would rather not answer. That is an answer too, and nobody needs to ask why."
	case x.Erased:
		v.None = "The answers were erased."
	case x.Result == nil:
		v.None = "The answers were given to version " + x.Version + ", which this program does not score."
	default:
		d.opened(&v, x)
	}
	if t := d.typed.of("back"); d.may(clinic.TakeBackAnswers{}.CommandKind()) {
		v.Back = &page.SmallForm{Title: "These answers do not stand", Button: "Take them back", Open: t.v != nil,
			Lead: "The sitting stays on record as taken back, and is in no figure any more.",
			Form: page.Form{Action: "/people/" + string(x.Person) + "/asking/" + f.Sitting, Command: t.command(),
				Hidden: []page.Pair{{Name: "form", Value: "back"}}},
			Fields: []page.SmallField{{ID: "words", Name: "words", Label: "Why", Field: t.field("words")}}}
	}
	return v
}

// opened fills in what was answered and what it comes to.
func (d *drawing) opened(v *page.SittingView, x app.SittingRead) {
	in := worded(d.st, d.n, x.InstrumentAnswered.Instrument)
	if in == nil || in.Version != x.Version {
		in = x.Instrument
	}
	told, err := in.Told(x.Answers)
	if err != nil {
		v.None = "The answers cannot be read."
		return
	}
	for i, q := range questionList(in, typed{}, staffAsks) {
		row := page.Row{Key: strings.TrimSpace(q.Number + " " + q.Text), Value: told[i].Answer}
		if told[i].Alerting {
			row.Value += " (looked at that day)"
		}
		v.Answers = append(v.Answers, row)
	}
	if in.MayShow() == nil {
		v.Notice = in.Licence.Notice
	}
	v.Scores, v.Notes = scoreRows(in, x.Result)
}

// scoreRows spell what answers come to. An instrument whose every answer is its
// own series has no total, and its answers are above already.
func scoreRows(in *recovery.Instrument, r *recovery.Result) (rows []page.Row, notes []string) {
	if in.Method == recovery.NoTotal {
		return nil, []string{"No total is made of these answers: each is its own series.", in.Note}
	}
	total := r.Scores.Get("total")
	text := total.String()
	if r.Band != "" {
		text += ", " + r.Band
	}
	rows = append(rows, page.Row{Key: "Total", Value: text})
	if raw := r.Scores.Get("raw"); raw.Known {
		rows = append(rows, page.Row{Key: "Plain sum", Value: raw.String()})
	}
	for _, c := range r.Cutoffs {
		says := "below"
		if c.Reached {
			says = "reached"
		}
		rows = append(rows, page.Row{Key: fmt.Sprintf("%s (%s)", capital(c.Name), c.Number), Value: says})
	}
	switch {
	case !total.Known:
		notes = append(notes, "Too many questions were skipped for a total.")
	case r.Prorated:
		notes = append(notes, "Some questions were skipped: the total is made from the mean of the others.")
	}
	if len(r.Unconfirmed) > 0 {
		notes = append(notes, "Not confirmed in a source by us: "+strings.Join(r.Unconfirmed, ", ")+".")
	}
	notes = append(notes,
		"It says nothing of a person beyond their answers, and is no diagnosis. Compare them with themselves.",
		"Scoring: "+r.Source+".")
	return rows, notes
}

func (s *Server) sittingBack(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	who := person.UserID(r.PathValue("person"))
	b := clinic.TakeBackAnswers{Person: who, Sitting: r.PathValue("sitting"),
		Words: p.req.KeepIf(string(who), "taken_back", p.need("words", "Write why these answers do not stand."))}
	p.finish(w, b, "/people/"+string(who)+"/asking", func(prob *page.Problem, _ error) {
		s.drawSitting(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// placesPage shows, place by place, what was seen where somebody injects.
func (s *Server) placesPage(w http.ResponseWriter, r *http.Request) {
	who := person.UserID(r.PathValue("person"))
	list, err := s.house.Sittings(r.Context(), who, 0)
	var b page.Body
	name := ""
	if err == nil {
		err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
			if st.Ways[who] == nil {
				return
			}
			name = n.person(who)
			b = places(list, func(x app.SittingRead) string { return stamp(st.Zone(), s.house.Now(), x.At) })
		})
	}
	switch {
	case err != nil:
		s.fault(w, r, err)
		return
	case name == "":
		s.missing(w, r, "There is no such person in this service.")
		return
	}
	var ask *page.Link
	if login.MayCommand(actorOf(r).Roles, clinic.AnswerInstrument{}.CommandKind()) {
		ask = &page.Link{Text: "Look again, with their agreement",
			URL: "/people/" + string(who) + "/asking/new/" + placesInstrument}
	}
	l := s.layout(r, "Places and veins")
	l.Back = &page.Link{Text: "How " + name + " is", URL: "/people/" + string(who) + "/asking"}
	s.draw(w, r, http.StatusOK, page.PlacesPage(l, name, ask, b))
}

// places turns sittings, newest first, into the history of each place. A place
// that a sitting skipped was not looked at then.
func places(list []app.SittingRead, when func(app.SittingRead) string) page.Body {
	in, err := recovery.Find(placesInstrument)
	if err != nil {
		return page.Body{}
	}
	b := page.Body{Title: "Places where somebody injects, seen from the front"}
	seen := 0
	for i, it := range in.Items {
		p := page.BodyPlace{ID: it.ID, Name: capital(it.Text)}
		for _, x := range list {
			if x.InstrumentAnswered.Instrument != placesInstrument || x.Answers == nil {
				continue
			}
			told, err := x.Instrument.Told(x.Answers)
			if err != nil || !told[i].Known {
				continue
			}
			p.History = append(p.History, page.Row{Key: when(x), Value: told[i].Answer})
			if p.Mark != "" {
				continue
			}
			switch {
			case told[i].Alerting:
				p.Mark = "alarm"
			case told[i].Well:
				p.Mark = "well"
			default:
				p.Mark = "signs"
			}
		}
		if p.Mark == "signs" || p.Mark == "alarm" {
			seen++
		}
		b.Places = append(b.Places, p)
	}
	b.Desc = fmt.Sprintf("%d of %d places have signs. The list beside the picture says the same in words.", seen,
		len(b.Places))
	return b
}
