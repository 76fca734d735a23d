package web

import (
	"net/http"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

var kindWords = map[rota.Kind]string{rota.Leave: "Leave", rota.Sickness: "Sick"}

func (s *Server) rotaAway(w http.ResponseWriter, r *http.Request) {
	s.drawRotaAway(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawRotaAway(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	v := page.RotaAway{}
	reasons := func(st *clinic.State) (out []clinic.Text) {
		for _, a := range st.Rota.Absences {
			if a.Reason != nil {
				out = append(out, *a.Reason)
			}
		}
		return out
	}
	err := s.with(r.Context(), reasons, func(st *clinic.State, n names) {
		today := st.Zone().Day(s.house.Now())
		v.Forms = []page.SmallForm{awayForm(st, n, t, rota.Leave, today), awayForm(st, n, t, rota.Sickness, today)}
		for _, id := range st.StaffInOrder() {
			for _, a := range st.Rota.AbsencesOf(id) {
				if a.Last != 0 && a.Last < today {
					continue
				}
				line := page.RotaAwayLine{Name: n.staff(id), Kind: kindWords[a.Of], Days: daysWords(a.First, a.Last),
					Reason: n.opt(a.Reason)}
				line.Shifts = shiftsAway(st, a, today, s.house.Now())
				f := rotaForm(t, "/times/rota/away/end", "end-"+a.Absence, "End it earlier, or take it back: "+line.Name,
					"Leave the day empty to take it back: then it never was.", "Record",
					page.SmallField{Name: "ends-" + a.Absence, Label: "Last day away", Date: &page.DateFields{}})
				f.Form.Hidden = append(f.Form.Hidden, page.Pair{Name: "absence", Value: a.Absence})
				line.Form = &f
				v.Lines = append(v.Lines, line)
			}
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.timesLayout(r, "Leave and sickness")
	l.Problem, l.Back = prob, &page.Link{Text: "Rota", URL: "/times/rota"}
	s.draw(w, r, status, page.RotaAwayPage(l, v))
}

// shiftsAway are the shifts of somebody in the days of their absence, each with
// how many promised visits are lost for want of them.
func shiftsAway(st *clinic.State, a clinic.RecordAbsence, today moment.Day, now moment.Instant) (out []page.Link) {
	for _, x := range st.Rota.ShiftsOf(a.Staff) {
		if x.Day < max(today, a.First) || a.Last != 0 && x.Day > a.Last {
			continue
		}
		words := "nobody loses a dose, as far as can be counted"
		if lost, _ := st.LostWithout(x.ID, a.Staff, now); len(lost) > 0 {
			words = plural(len(lost), "promised visit") + " lost: see what would save them"
		}
		out = append(out, page.Link{URL: "/times/rota/shift/" + x.ID,
			Text: x.Name + ", " + shortDay(x.Day) + ": " + words})
	}
	return out
}

func awayForm(st *clinic.State, n names, t typed, of rota.Kind, today moment.Day) page.SmallForm {
	title, hint := "Record leave", "The last day is away too."
	lead := "Whoever goes on leave gives their shifts away first, so that no dose is lost by it."
	if of == rota.Sickness {
		title, hint = "Record sickness", "Leave it empty while it is not known."
		lead = "From then on they are not counted in the cover of their shifts; the shifts show what they lack."
	}
	first := typed{}.dateOr("", today)
	name := string(of)
	return rotaForm(t, "/times/rota/away/"+name, name, title, lead, title,
		page.SmallField{Name: "staff", Label: "Who", List: true, Choices: staffChoicesOf(st, n, nil)},
		page.SmallField{Name: "first-" + name, Label: "First day away", Date: &first},
		page.SmallField{Name: "last-" + name, Label: "Last day away", Hint: hint, Date: &page.DateFields{}},
		page.SmallField{Name: "reason", Label: "Why, in one line", Hint: "Kept where only who plans the rota reads it. " +
			"It may stay empty."})
}

// staffChoicesOf lists those who work here and may be chosen; nil is everybody
// with a role on the rota.
func staffChoicesOf(st *clinic.State, n names, may func(person.StaffID) bool) []page.Choice {
	out := []page.Choice{{Value: "", Label: "Choose"}}
	for _, id := range st.StaffInOrder() {
		if may == nil && !st.OnRota(id) || may != nil && !may(id) {
			continue
		}
		out = append(out, page.Choice{Value: string(id), Label: n.staff(id)})
	}
	return out
}

func (s *Server) rotaAwayPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	var body clinic.Body
	switch what := r.PathValue("what"); what {
	case "end":
		id := p.get("absence")
		body = clinic.WithdrawAbsence{Absence: id, Last: p.dateIf("ends-"+id, "Last day away")}
	case string(rota.Leave), string(rota.Sickness):
		b := clinic.RecordAbsence{Absence: "a-" + p.req.Command.ID, Staff: person.StaffID(p.need("staff", "Choose who.")),
			Of: rota.Kind(what), First: p.date("first-"+what, "First day away"),
			Last: p.dateIf("last-"+what, "Last day away")}
		if b.Of == rota.Leave && b.Last == 0 && p.errs["last-"+what] == "" {
			p.wrong("last-"+what, "Last day away: write day, month and year.")
		}
		b.Reason = p.req.KeepIf(string(b.Staff), "absence", p.get("reason"))
		body = b
	default:
		s.missing(w, r, "There is no such form.")
		return
	}
	p.anchor("-" + p.get("form"))
	p.finish(w, body, "/times/rota/away", func(prob *page.Problem, _ error) {
		s.drawRotaAway(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
