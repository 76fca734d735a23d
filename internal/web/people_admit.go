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
	v := s.admitForm("/people/new", t)
	already := t.field("already")
	v.Title, v.Already = "Enter a person already in treatment", &already
	v.Lead = "This is for people who were in treatment here before this record began. " +
		"Everybody else begins with a referral."
	v.Name, v.Born = t.field("name"), t.date("born")
	l := s.layout(r, v.Title)
	l.Back, l.Problem = &page.Link{Text: "People", URL: "/people"}, prob
	s.draw(w, r, status, page.AdmitPage(l, v))
}

// admitForm is what every admission asks, whatever came before it.
func (s *Server) admitForm(action string, t typed) page.Admit {
	v := page.Admit{Form: page.Form{Action: action, Command: t.command()}, Address: t.field("address"),
		Allergies: t.field("allergies"),
		Trimester: t.pick("trimester"), Scale2: t.v.Get("spo2_scale") == "2",
		Trimesters: []page.Choice{{Value: "0", Label: "No", Chosen: t.v == nil},
			{Value: "1", Label: "First trimester"}, {Value: "2", Label: "Second trimester"},
			{Value: "3", Label: "Third trimester"}}}
	s.house.View(func(st *clinic.State) {
		for i, x := range st.Sessions {
			name := fmt.Sprintf("time_%d", i)
			v.Times = append(v.Times, page.NamedField{Name: name, Label: x.Name, Field: t.field(name),
				Hint: minuteWords(x.Opens) + " to " + minuteWords(x.Closes) + "; leave empty when they do not come then."})
		}
	})
	return v
}

// date gives back the three parts of a date as they were typed.
func (t typed) date(name string) page.DateFields {
	return page.DateFields{Day: t.v.Get(name + "[day]"), Month: t.v.Get(name + "[month]"), Year: t.v.Get(name + "[year]"),
		Error: t.errs[name]}
}

// admit enters somebody who was in treatment before the record began. The
// person's id is made of the command's, so a form pressed twice admits once.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	id := "u-" + p.req.Command.ID
	body := p.admission(id)
	body.Name = p.keep(id, "chosen_name", p.need("name", "Write the name they want to be called by."))
	if born := p.date("born", "Date of birth"); born != 0 {
		body.Born = p.req.KeepIf(id, "born", born.String())
	}
	already := p.keep(id, "already", p.need("already", "Write why there is no referral."))
	body.Already = &already
	p.finish(w, body, "/people/"+id, func(prob *page.Problem, _ error) {
		s.drawAdmit(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// admission reads what every admission asks.
func (p *press) admission(id string) clinic.AdmitPerson {
	body := clinic.AdmitPerson{Person: person.UserID(id), Times: p.usualTimes(),
		Address:   p.req.KeepIf(id, "address", p.get("address")),
		Allergies: p.req.KeepIf(id, "allergies", p.get("allergies")),
		Trimester: int(p.whole("trimester", "Pregnant", 0, 3))}
	if p.get("spo2_scale") == "2" {
		body.SpO2Scale = 2
	}
	return body
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
