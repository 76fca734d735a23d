package web

import (
	"fmt"
	"net/http"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// rotaRoutes is the routes of the rota.
func (s *Server) rotaRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /times/rota": f(s.rotaWeek), "POST /times/rota/week/{what}": f(s.rotaWeekPress),
		"GET /times/rota/mine":          f(s.rotaMine),
		"GET /times/rota/shift/{shift}": f(s.rotaShift), "POST /times/rota/shift/{shift}/{what}": f(s.rotaShiftPress),
		"GET /times/rota/away": f(s.rotaAway), "POST /times/rota/away/{what}": f(s.rotaAwayPress),
		"GET /times/rota/propose": f(s.rotaPropose), "POST /times/rota/propose": f(s.rotaAccept),
		"GET /times/rota/settings": f(s.rotaSettings), "POST /times/rota/settings/{what}": f(s.rotaSettingsPress),
		"GET /times/rota/faces": f(s.rotaFaces),
	}
}

// weekOf reads the week of an address: its Monday, or this week's.
func (s *Server) weekOf(r *http.Request) moment.Day {
	if d, err := moment.ParseDay(r.URL.Query().Get("week")); err == nil {
		return rota.Monday(d)
	}
	return rota.Monday(s.zone().Day(s.house.Now()))
}

func weekURL(page string, monday moment.Day) string { return page + "?week=" + monday.String() }

func (s *Server) rotaWeek(w http.ResponseWriter, r *http.Request) {
	s.drawRotaWeek(w, r, http.StatusOK, s.weekOf(r), nil, typed{})
}

// rotaForm makes one of several forms of a page: its fields have ids of its own,
// and what was typed into it comes back.
func rotaForm(all typed, action, name, title, lead, button string, fields ...page.SmallField) page.SmallForm {
	t := all.of(name)
	for i := range fields {
		f := &fields[i]
		f.ID = f.Name + "-" + name
		switch {
		case f.Date != nil:
			if t.v != nil {
				d := t.date(f.Name)
				f.Date = &d
			}
		case f.Many:
			f.Picked = t.picks(f.Name)
		case t.v != nil:
			f.Field = t.field(f.Name)
		}
	}
	return page.SmallForm{Title: title, Lead: lead, Fields: fields, Button: button, Open: t.v != nil,
		Form: page.Form{Action: action, Command: t.command(), Hidden: []page.Pair{{Name: "form", Value: name}}}}
}

func (s *Server) drawRotaWeek(w http.ResponseWriter, r *http.Request, status int, monday moment.Day,
	prob *page.Problem, t typed) {
	a := actorOf(r)
	plans := login.MayCommand(a.Roles, clinic.Assign{}.CommandKind())
	v := page.RotaWeek{Heading: "Week of " + dayWords(monday),
		Earlier: page.Link{Text: "Week before", URL: weekURL("/times/rota", monday-7)},
		Later:   page.Link{Text: "Week after", URL: weekURL("/times/rota", monday+7)},
		Ways: []page.Link{{Text: "My shifts", URL: "/times/rota/mine"},
			{Text: "Known faces", URL: "/times/rota/faces"}}}
	if plans {
		v.Ways = append(v.Ways, page.Link{Text: "Propose who takes open places", URL: weekURL("/times/rota/propose", monday)},
			page.Link{Text: "Leave and sickness", URL: "/times/rota/away"},
			page.Link{Text: "Shifts, rest and skills", URL: "/times/rota/settings"})
	}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		today, gaps := st.Zone().Day(s.house.Now()), 0
		for day := monday; day < monday+7; day++ {
			d, lacks := rotaDay(st, n, day, a.ID)
			d.Today = day == today
			v.Days, gaps = append(v.Days, d), gaps+lacks
		}
		shifts := st.Rota.ShiftsBetween(monday, monday+6)
		v.State = rotaState(st, monday, len(shifts))
		if len(shifts) > 0 {
			v.Gaps = page.RotaMark{Kind: "good", Icon: "tick", Text: "Every open minute is covered"}
			if gaps > 0 {
				v.Gaps = page.RotaMark{Kind: "stop", Icon: "stop", Text: fmt.Sprintf("%s in the cover of open hours",
					plural(gaps, "gap"))}
			}
		}
		v.Away = awayBetween(st, n, monday, monday+6)
		if plans {
			v.Unset = unsetRules(st.Rota.RulesOn(max(monday, today)))
			v.Forms = weekForms(st, t, monday, today, len(shifts))
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.timesLayout(r, "Rota")
	l.Wide, l.Problem = true, prob
	s.draw(w, r, status, page.RotaWeekPage(l, v))
}

// uncovered lists the gaps in the cover of what is left of the day, where a rota
// holds: with them somebody who comes goes without a dose.
func (s *Server) uncovered(now moment.Instant) (out []string) {
	s.house.View(func(st *clinic.State) {
		z := st.Zone()
		today, at := z.Day(now), z.In(now)
		if !st.HasRota(today) {
			return
		}
		for _, g := range st.CoverGaps(today, st.Rota.ShiftsBetween(today, today)) {
			if g.Why != rota.LeastOfShift && g.To > 60*at.Hour()+at.Minute() {
				out = append(out, gapMark(g).Text)
			}
		}
	})
	return out
}

// rotaState says whether the rota of a week holds.
func rotaState(st *clinic.State, monday moment.Day, shifts int) page.RotaMark {
	switch {
	case shifts == 0:
		return page.RotaMark{Kind: "wait", Icon: "wait", Text: "No shifts are planned for this week"}
	case st.Rota.Published[monday]:
		return page.RotaMark{Kind: "good", Icon: "tick", Text: "Published: this rota holds"}
	}
	return page.RotaMark{Kind: "wait", Icon: "wait",
		Text: "Not published: it may still change, and promises do not rest on it"}
}

// rotaDay draws one day and counts the gaps in the cover of its open hours.
func rotaDay(st *clinic.State, n names, day moment.Day, me person.StaffID) (page.RotaDay, int) {
	d := page.RotaDay{ID: "day-" + day.String(), Title: shortDay(day)}
	shifts := st.Rota.ShiftsBetween(day, day)
	lacks, open := map[string][]page.RotaMark{}, 0
	for _, g := range st.CoverGaps(day, shifts) {
		if g.Why == rota.LeastOfShift {
			lacks[g.Shift] = append(lacks[g.Shift], gapMark(g))
			continue
		}
		if open++; len(shifts) > 0 {
			d.Marks = append(d.Marks, gapMark(g))
		}
	}
	var hours []string
	for _, o := range st.OpenOn(day) {
		hours = append(hours, spanWords(o.From, o.To))
	}
	switch {
	case len(hours) == 0:
		d.Hours = "Closed"
	default:
		d.Hours = "Open " + strings.Join(hours, " and ")
	}
	switch {
	case len(shifts) == 0:
		d.Marks = append(d.Marks, page.RotaMark{Kind: "wait", Icon: "wait", Text: "No shifts"})
	case open == 0 && len(hours) > 0:
		d.Marks = append(d.Marks, page.RotaMark{Kind: "good", Icon: "tick", Text: "Covered"})
	}
	for _, x := range shifts {
		d.Shifts = append(d.Shifts, shiftView(st, n, x, me, lacks[x.ID]))
	}
	if len(shifts) == 0 {
		open = 0 // no shifts is said by itself, once
	}
	return d, open
}

func shiftView(st *clinic.State, n names, x rota.Shift, me person.StaffID, lacks []page.RotaMark) page.RotaShift {
	out := page.RotaShift{Name: x.Name, Time: spanWords(x.From, x.To), URL: "/times/rota/shift/" + x.ID, Lacks: lacks}
	for _, p := range x.Places {
		out.Places = append(out.Places, placeOf(st, n, x, p, me))
	}
	return out
}

// awayBetween says who is away in some days, and never why.
func awayBetween(st *clinic.State, n names, first, last moment.Day) (out []string) {
	for _, id := range st.StaffInOrder() {
		for _, a := range st.Rota.AbsencesOf(id) {
			if a.First <= last && (a.Last == 0 || first <= a.Last) {
				out = append(out, n.staff(id)+": "+daysWords(a.First, a.Last))
			}
		}
	}
	return out
}

// weekForms are what whoever plans the rota can do with a week.
func weekForms(st *clinic.State, t typed, monday, today moment.Day, shifts int) (out []page.SmallForm) {
	if monday+6 < today {
		return nil
	}
	form := func(name, title, lead, button string, fields ...page.SmallField) {
		f := rotaForm(t, "/times/rota/week/"+name, name, title, lead, button, fields...)
		f.Form.Hidden = append(f.Form.Hidden, page.Pair{Name: "week", Value: monday.String()})
		out = append(out, f)
	}
	form("plan", "Plan the shifts of this week", "Puts the shifts that come back on their days. Shifts that are there, "+
		"or were dropped, stay as they are.", "Plan the shifts")
	if shifts > 0 && !st.Rota.Published[monday] {
		form("publish", "Publish the rota of this week", "From then on it holds: staff see their shifts as promised, and "+
			"times are promised with the staff that it has. It can still be changed, shift by shift.", "Publish it")
	}
	day := typed{}.dateOr("", max(monday, today))
	form("add", "Add one shift", "For a holiday, or in the place of one that was dropped.", "Add the shift",
		append([]page.SmallField{{Name: "name", Label: "Name"}, {Name: "shift_day", Label: "Day", Date: &day},
			{Name: "from", Label: "From", Hint: "For example 08:00."}, {Name: "to", Label: "To"}}, needFields()...)...)
	return out
}

func (s *Server) rotaWeekPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	monday, err := moment.ParseDay(p.get("week"))
	if err != nil {
		p.wrong("", "This form names no week: load the page again.")
	}
	monday = rota.Monday(monday)
	var body clinic.Body = clinic.PublishRota{Monday: monday}
	switch r.PathValue("what") {
	case "plan":
		body = clinic.PlanShifts{First: max(monday, s.zone().Day(s.house.Now())), Last: monday + 6}
	case "add":
		body = clinic.AddShift{Shift: "x-" + p.req.Command.ID, Name: p.need("name", "Give the shift a name."),
			Day: p.date("shift_day", "Day"), From: p.shiftTime("from", "From"), To: p.shiftTime("to", "To"), Need: p.needs()}
		p.anchor("-add")
	}
	p.finish(w, body, weekURL("/times/rota", monday), func(prob *page.Problem, _ error) {
		s.drawRotaWeek(w, r, http.StatusUnprocessableEntity, monday, prob, p.typed())
	})
}

// rotaMine draws the shifts of whoever is signed in, from today on.
func (s *Server) rotaMine(w http.ResponseWriter, r *http.Request) {
	a := actorOf(r)
	v := page.RotaMine{}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		today, open := st.Zone().Day(s.house.Now()), 0
		for _, x := range st.Rota.ShiftsOf(a.ID) {
			if x.Day < today {
				continue
			}
			if !st.Rota.Published[rota.Monday(x.Day)] {
				open++
				continue
			}
			view := shiftView(st, n, x, a.ID, nil)
			view.Time = shortDay(x.Day) + ", " + view.Time
			v.Shifts = append(v.Shifts, view)
		}
		v.Lead = plural(len(v.Shifts), "shift") + " from today on."
		if open > 0 {
			v.Lead += fmt.Sprintf(" Planned and not published yet, so that it may still change: %s more.", plural(open, "shift"))
		}
		for _, x := range st.Rota.AbsencesOf(a.ID) {
			if x.Last == 0 || x.Last >= today {
				v.Away = append(v.Away, daysWords(x.First, x.Last))
			}
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.timesLayout(r, "My shifts")
	l.Back = &page.Link{Text: "Rota", URL: "/times/rota"}
	s.draw(w, r, http.StatusOK, page.RotaMinePage(l, v))
}
