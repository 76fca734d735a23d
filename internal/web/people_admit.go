package web

import (
	"fmt"
	"net/http"
	"strconv"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/person"
)

func (s *Server) admitPage(w http.ResponseWriter, r *http.Request) {
	s.drawAdmit(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawAdmit(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	v := page.Admit{Form: page.Form{Action: "/people/new", Command: t.command()}, Name: t.field("name"),
		Born: t.date("born"), Allergies: t.field("allergies"), Trimester: t.pick("trimester"),
		Scale2: t.v.Get("spo2_scale") == "2", Trimesters: []page.Choice{{Value: "0", Label: "No", Chosen: t.v == nil},
			{Value: "1", Label: "First trimester"}, {Value: "2", Label: "Second trimester"},
			{Value: "3", Label: "Third trimester"}}}
	s.house.View(func(st *clinic.State) {
		for i, x := range st.Sessions {
			name := fmt.Sprintf("time_%d", i)
			v.Times = append(v.Times, page.NamedField{Name: name, Label: x.Name, Field: t.field(name),
				Hint: minuteWords(x.Opens) + " to " + minuteWords(x.Closes) + "; leave empty when they do not come then."})
		}
	})
	l := s.layout(r, "Admit a person")
	l.Back, l.Problem = &page.Link{Text: "People", URL: "/people"}, prob
	s.draw(w, r, status, page.AdmitPage(l, v))
}

// date gives back the three parts of a date as they were typed.
func (t typed) date(name string) page.DateFields {
	return page.DateFields{Day: t.v.Get(name + "[day]"), Month: t.v.Get(name + "[month]"), Year: t.v.Get(name + "[year]"),
		Error: t.errs[name]}
}

// admit opens a record. The person's id is made of the command's, so a form
// pressed twice admits once.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	id := "u-" + p.req.Command.ID
	body := clinic.AdmitPerson{Person: person.UserID(id),
		Name:      p.keep(id, "chosen_name", p.need("name", "Write the name they want to be called by.")),
		Allergies: p.req.KeepIf(id, "allergies", p.get("allergies")), Times: p.usualTimes(),
		Trimester: int(p.whole("trimester", "Pregnant", 0, 3))}
	if born := p.date("born", "Date of birth"); born != 0 {
		body.Born = p.req.KeepIf(id, "born", born.String())
	}
	if p.get("spo2_scale") == "2" {
		body.SpO2Scale = 2
	}
	p.finish(w, body, "/people/"+id, func(prob *page.Problem, _ error) {
		s.drawAdmit(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// usualTimes reads a minute of the day for each session, -1 for none.
func (p *press) usualTimes() (out []int) {
	n := 0
	p.s.house.View(func(st *clinic.State) { n = len(st.Sessions) })
	for i := range n {
		name, at := "time_"+strconv.Itoa(i), -1
		if p.get(name) != "" {
			if m, ok := p.minute(name, "Usual time"); ok {
				at = m
			}
		}
		out = append(out, at)
	}
	return out
}
