package web

import (
	"net/http"
	"slices"
	"strconv"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/timetable"
)

func (s *Server) burdenPersonPage(w http.ResponseWriter, r *http.Request) {
	s.drawBurdenPerson(w, r, http.StatusOK, nil, typed{})
}

// keyWorker names who looks after somebody.
func (s *Server) keyWorker(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.NameKeyWorker{Person: person.UserID(r.PathValue("person")), Staff: person.StaffID(p.get("staff"))}
	if b.Staff == "nobody" {
		b.Staff = ""
	}
	p.finish(w, b, "/times/burden/"+r.PathValue("person"), func(prob *page.Problem, _ error) {
		s.drawBurdenPerson(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (s *Server) drawBurdenPerson(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	id, at := person.UserID(r.PathValue("person")), spanTo(s.zone().Day(s.house.Now()))
	each, _, err := s.house.BurdenWeeks(r.Context(), at.first, id)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	var v *page.BurdenPerson
	err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
		if st.People[id] == nil {
			return
		}
		v = s.burdenDrawing(r, st, n, t, at, each).person(id)
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.timesLayout(r, "Hours that treatment takes")
		l.Back, l.Problem = &page.Link{Text: "The person's page", URL: "/people/" + string(id)}, prob
		s.draw(w, r, status, page.BurdenPersonPage(l, *v))
	}
}

func (d *burdenDraw) person(id person.UserID) *page.BurdenPerson {
	v := &page.BurdenPerson{Who: d.n.person(id)}
	weeks := d.each[id]
	if rise, ok := d.st.RiseOf(weeks, d.today); ok {
		v.Says = append(v.Says, rise.Words())
	}
	v.Facts = append(v.Facts, burdenFacts(weeks, d.span)...)
	v.Facts = append(v.Facts, page.Row{Key: "Key worker", Value: d.keyWords(id)})
	if c := personWeeks(weeks, d.span); len(c.Weeks) > 0 {
		v.Chart = &c
	} else {
		v.Says = append(v.Says, "No whole week with a visit that has ended is on record yet.")
	}
	if d.may(clinic.NameKeyWorker{}.CommandKind()) {
		v.Key = d.keyForm(id)
	}
	return v
}

// burdenFacts are what stands beside the dose: the last week, the weeks before,
// and the one that runs.
func burdenFacts(weeks []clinic.BurdenWeek, at span) (out []page.Row) {
	for i, w := range weeks {
		switch {
		case w.Monday == at.last && w.Lived.Visits > 0:
			value := clinic.HoursWords(w.Lived.Total()) + withoutWay(w)
			if w.NoLength == 0 && w.Planned.Visits > 0 {
				value += ", planned " + clinic.HoursWords(w.Planned.Total())
			}
			out = append(out, page.Row{Key: "Last week", Value: value})
			if before := middleBefore(weeks[:i], w.Lived.Untold > 0); before != "" {
				out = append(out, page.Row{Key: "Weeks before", Value: before})
			}
		case w.Monday > at.last && w.Lived.Visits > 0:
			out = append(out, page.Row{Key: "This week so far",
				Value: clinic.HoursWords(w.Lived.Total()) + withoutWay(w)})
		}
	}
	return out
}

func withoutWay(w clinic.BurdenWeek) string {
	if w.Lived.Untold == 0 {
		return ""
	}
	return " without the way here, which is not told"
}

// middleBefore is the middle of the whole weeks before, as far as they can be
// compared.
func middleBefore(weeks []clinic.BurdenWeek, inside bool) string {
	var minutes []int
	for _, w := range weeks {
		if w.Lived.Visits > 0 && (inside || w.Lived.Untold == 0) {
			minutes = append(minutes, w.Minutes(inside))
		}
	}
	x := timetable.SpreadOf(minutes)
	if x.N == 0 {
		return ""
	}
	words := clinic.HoursWords(x.Median) + " in the middle one of " + strconv.Itoa(x.N)
	if inside {
		words += ", time inside alone"
	}
	return words
}

func personWeeks(weeks []clinic.BurdenWeek, at span) page.WeekChart {
	c := page.WeekChart{ID: "weeks-own", Title: "Week by week",
		Legend: "Bar: lived. Hatched: only the time inside, for the way is not told. Diamond: planned.",
		Head:   []string{"Visits", "Inside", "Way", "Between visits", "Lived", "Planned"}}
	var lived []int
	for monday := at.first; monday <= at.last; monday += 7 {
		i := slices.IndexFunc(weeks, func(w clinic.BurdenWeek) bool { return w.Monday == monday })
		if i < 0 && len(c.Weeks) == 0 {
			continue // before the first visit
		}
		col := page.WeekColumn{Label: "From " + dayWords(monday), Short: dayShort(monday), Hidden: true,
			Cells: []string{"0", "-", "-", "-", "none", "-"}}
		if i >= 0 {
			w := weeks[i]
			col.Hidden, col.Part = w.Lived.Visits == 0, w.Lived.Untold > 0
			col.Mid, col.High = w.Lived.Total(), w.Lived.Total()
			col.Cells = []string{strconv.Itoa(w.Lived.Visits), clinic.HoursWords(w.Lived.Inside),
				clinic.HoursWords(w.Lived.Travel), clinic.HoursWords(w.Lived.Between), clinic.HoursWords(w.Lived.Total()),
				"not set"}
			if col.Part {
				col.Cells[2], col.Cells[3] = "not told", "not told"
			}
			if w.NoLength == 0 {
				col.Planned, col.Cells[5] = w.Planned.Total(), clinic.HoursWords(w.Planned.Total())
			}
			if !col.Hidden {
				lived = append(lived, w.Lived.Total())
			}
		}
		c.Weeks = append(c.Weeks, col)
	}
	if n := len(lived); n > 0 {
		c.Desc = "A week took between " + clinic.HoursWords(slices.Min(lived)) + " and " +
			clinic.HoursWords(slices.Max(lived)) + "; " + strconv.Itoa(n) + " weeks with visits."
	}
	return c
}

// keyForm offers everybody who works here.
func (d *burdenDraw) keyForm(id person.UserID) *page.SmallForm {
	choices := []page.Choice{{Value: "nobody", Label: "Nobody"}}
	for _, who := range d.st.StaffInOrder() {
		if len(d.st.Staff[who].Roles) > 0 {
			choices = append(choices, page.Choice{Value: string(who), Label: d.n.staff(who),
				Hint: roleWords(d.st.Staff[who].Roles)})
		}
	}
	now := string(d.st.KeyWorker(id))
	if now == "" {
		now = "nobody"
	}
	return &page.SmallForm{Title: "Name the key worker", Button: "Name them", Open: d.typed.v != nil,
		Lead: "They hear of a heavier week.",
		Form: page.Form{Action: "/times/burden/" + string(id) + "/keyworker", Command: d.typed.command()},
		Fields: []page.SmallField{{ID: "key-staff", Name: "staff", Label: "Who", Select: true, Choices: choices,
			Field: d.typed.or("staff", now)}}}
}

// dayShort prints a day under a chart: "2 Mar".
func dayShort(d moment.Day) string { return moment.UTC.In(moment.UTC.At(d, 12, 0)).Format("2 Jan") }
