package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/internal/web/plain"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// ownLifeRoutes are what somebody does beside treatment, what it takes and
// gives, and the sheet.
func (s *Server) ownLifeRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /me/life": f(s.ownLifePage), "POST /me/life": f(s.ownLifePress), "POST /me/life/way": f(s.ownWay),
		"POST /me/life/over": f(s.ownLifeOver), "GET /me/hours": f(s.ownHoursPage), "POST /me/hours": f(s.ownHoursPress),
		"GET /me/sheet": f(s.ownSheetPage), "GET /people/{person}/sheet": f(s.staffSheetPage),
	}
}

func (s *Server) ownLifePage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnLife(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawOwnLife(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	var v page.OwnLife
	if err := s.drawMine(r, t, nil, func(m *mine) { v = m.life() }); err != nil {
		s.ownFault(w, r, err)
		return
	}
	x := s.words(r).Life
	l := s.ownLayout(r, x.Title)
	l.Problem, l.Back = prob, &page.Link{Text: s.words(r).Times.Title, URL: "/me/times"}
	l.Done = map[string]string{"kept": x.Kept, "over": x.Ended}[r.URL.Query().Get("done")]
	s.ownDraw(w, r, status, page.OwnLifePage(l, v))
}

func (m *mine) life() page.OwnLife {
	w, today := m.w.Life, m.z.Day(m.now)
	busy, way := m.typed.of("busy"), m.typed.of("way")
	v := page.OwnLife{Form: m.form("/me/life", "busy"), Way: m.form("/me/life/way", "way"), Kind: busy.pick("kind"),
		Picked: busy.picks("days"), From: busy.field("from"), To: busy.field("to"), Since: busy.pick("since"),
		Minutes: way.field("minutes"), Open: busy.v != nil, WayOpen: way.v != nil}
	if v.Since.Value == "" {
		v.Since.Value = "now"
	}
	for _, k := range clinic.BusyKinds {
		v.Kinds = append(v.Kinds, page.Choice{Value: string(k.Code), Label: w.Kinds[string(k.Code)]})
	}
	for i, name := range w.Weekdays {
		v.Days = append(v.Days, page.Choice{Value: strconv.Itoa(i), Label: name})
	}
	for _, x := range m.st.Lives.Parts[m.who] {
		if x.Until != 0 && x.Until < today {
			continue
		}
		v.Told = append(v.Told, page.OwnPart{Text: m.part(x), Since: w.SinceDay(dayWords(x.From)),
			Over: m.press("/me/life/over", page.Pair{Name: "part", Value: x.Part})})
	}
	v.Clashes = m.clashes()
	v.Fits = len(v.Told) > 0 && len(v.Clashes) == 0
	v.Plan = &page.Link{Text: w.Plan, URL: "/me/life/plan"}
	return v
}

// part is one part of a life in plain words.
func (m *mine) part(x clinic.LifePart) string {
	w := m.w.Life
	switch {
	case x.Busy != nil:
		return w.Busy(w.Kinds[string(x.Busy.Kind)], dayNames(w, x.Busy.Days), minuteWords(x.Busy.From),
			minuteWords(x.Busy.To))
	case x.Journey != nil && x.Journey.Bus != nil:
		return w.WayWords(x.Journey.Minutes) + ". " + w.Bus(x.Journey.Bus.Period)
	case x.Journey != nil:
		return w.WayWords(x.Journey.Minutes)
	}
	return w.Wish
}

// dayNames lists days of the week; days that follow each other are one span.
func dayNames(w plain.Life, days []int) string {
	if len(days) > 2 && days[len(days)-1]-days[0] == len(days)-1 {
		return w.Weekdays[days[0]] + " – " + w.Weekdays[days[len(days)-1]]
	}
	var out []string
	for _, d := range days {
		out = append(out, w.Weekdays[d])
	}
	return strings.Join(out, ", ")
}

// clashes are the person's times of the next days that what they told stands
// against.
func (m *mine) clashes() (out []string) {
	today := m.z.Day(m.now)
	for _, x := range m.st.TimesFor(m.who, today, ownDays, m.now) {
		at := m.z.In(x.Due)
		if x.Due > m.now && (x.Stage == "" || x.Stage == visit.Booked) &&
			m.st.Clashes(m.who, x.Day, at.Hour()*60+at.Minute(), m.st.StayOn(x.Day)) {
			out = append(out, m.w.Life.Clash(m.dayName(x.Day), m.z.Clock(x.Due)))
		}
	}
	return out
}

// ownLifePress keeps something that the person does.
func (s *Server) ownLifePress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	x := s.words(r).Life
	busy := &clinic.BusyTime{Kind: clinic.BusyKind(p.need("kind", x.ChooseWhat))}
	for _, d := range r.PostForm["days"] {
		if n, err := strconv.Atoi(d); err == nil && n >= 0 && n < 7 && !slices.Contains(busy.Days, n) {
			busy.Days = append(busy.Days, n)
		}
	}
	slices.Sort(busy.Days)
	from, okFrom := p.clockOf("from")
	to, okTo := p.clockOf("to")
	busy.From, busy.To = from, to
	if len(busy.Days) == 0 || okFrom && okTo && from >= to {
		p.wrong("days", x.ChooseDays)
	}
	day := s.zone().Day(s.house.Now())
	if p.get("since") == "monday" {
		day += moment.Day(7 - day.Weekday())
	}
	b := clinic.EnterLife{Person: p.self(), Part: "l-" + p.req.Command.ID, From: day, Busy: busy}
	p.ownFinish(w, b, "/me/life?done=kept", func(prob *page.Problem) {
		s.drawOwnLife(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// clockOf reads a time of day.
func (p *press) clockOf(name string) (minute int, ok bool) {
	h, m, ok := cutTime(p.get(name))
	if !ok {
		p.wrong(name, p.s.words(p.r).Life.ChooseDays)
	}
	return h*60 + m, ok
}

// ownWay keeps how long the way here is.
func (s *Server) ownWay(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	n, err := strconv.Atoi(p.get("minutes"))
	if err != nil || n < 0 || n > 6*60 {
		p.wrong("minutes", s.words(r).Life.WayAsk)
	}
	b := clinic.EnterLife{Person: p.self(), Part: "l-" + p.req.Command.ID, From: s.zone().Day(s.house.Now()),
		Journey: &clinic.Journey{Minutes: n}}
	p.ownFinish(w, b, "/me/life?done=kept", func(prob *page.Problem) {
		s.drawOwnLife(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// ownLifeOver ends a part: yesterday was its last day.
func (s *Server) ownLifeOver(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.EndLife{Person: p.self(), Part: p.get("part"), Last: s.zone().Day(s.house.Now()) - 1}
	p.ownFinish(w, b, "/me/life?done=over", func(prob *page.Problem) {
		s.drawOwnLife(w, r, http.StatusUnprocessableEntity, prob, typed{})
	})
}

// hoursWeeks is how many weeks a person sees.
const hoursWeeks = 8

func (s *Server) ownHoursPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnHours(w, r, http.StatusOK, nil, typed{})
}

// drawOwnHours shows what treatment took of the last weeks, beside the person's
// own words. It compares them with nobody.
func (s *Server) drawOwnHours(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	today := s.zone().Day(s.house.Now())
	monday := today - moment.Day(today.Weekday())
	var weeks []clinic.BurdenWeek
	var v page.OwnHours
	texts := func(st *clinic.State, who person.UserID) []clinic.Text { return ownTexts(st.OwnOf(who)) }
	who := ownPerson(r)
	each, _, err := s.house.BurdenWeeks(r.Context(), monday-7*(hoursWeeks-1), who)
	weeks = each[who]
	if err == nil {
		err = s.drawMine(r, t, texts, func(m *mine) { v = m.hours(weeks, monday) })
	}
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	l := s.ownLayout(r, s.words(r).Life.Hours)
	l.Problem, l.Back = prob, &page.Link{Text: s.words(r).Times.Title, URL: "/me/times"}
	if r.URL.Query().Get("kept") != "" {
		l.Done = s.words(r).Goals.Kept
	}
	s.ownDraw(w, r, status, page.OwnHoursPage(l, v))
}

// hours draws the weeks, the newest first.
func (m *mine) hours(weeks []clinic.BurdenWeek, monday moment.Day) (v page.OwnHours) {
	o, w := m.st.OwnOf(m.who), m.w.Life
	v.Gives.Lines, v.Takes.Lines = m.lines(o.Gives), m.lines(o.Takes)
	v.Gives.Words, v.Takes.Words = m.typed.of("gives").field("words"), m.typed.of("takes").field("words")
	v.GivesForm, v.TakesForm = m.form("/me/hours", "gives"), m.form("/me/hours", "takes")
	most := 1
	for _, x := range weeks {
		most = max(most, x.Lived.Total())
		v.NoWay = v.NoWay || x.Lived.Untold > 0
	}
	for i := len(weeks) - 1; i >= 0; i-- {
		x := weeks[i]
		if x.Lived.Visits == 0 {
			continue
		}
		y := page.OwnWeek{Name: w.WeekFrom(dayWords(x.Monday)), Lived: w.Lived(x.Lived.Total()),
			Bar: 100 * x.Lived.Total() / most}
		switch x.Monday {
		case monday:
			y.Name = w.Week
		case monday - 7:
			y.Name = w.LastWeek
		}
		if x.NoLength == 0 && x.Planned.Visits > 0 {
			y.Planned = w.Planned(x.Planned.Total())
		}
		v.Weeks = append(v.Weeks, y)
	}
	return v
}

func (s *Server) ownHoursPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	x, id := s.words(r).Life, p.self()
	side, ask := clinic.Gives, x.GivesAsk
	if p.get("what") == "takes" {
		side, ask = clinic.Takes, x.TakesAsk
	}
	b := clinic.TellSide{Person: id, Side: side, Words: p.keep(string(id), string(side), p.need("words", ask))}
	p.rename("words", string(side)+"-words")
	p.ownFinish(w, b, "/me/hours?kept=1", func(prob *page.Problem) {
		s.drawOwnHours(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// sheet is the paper of somebody's week. It names no service and no treatment;
// goals are on it where they are asked for.
func (m *mine) sheet(goals bool) page.OwnSheet {
	t := m.w.Life
	v := page.OwnSheet{Name: m.n.person(m.who), Made: t.SheetOf(dayWords(m.z.Day(m.now))), Call: t.CallAsk}
	today := m.z.Day(m.now)
	for i := range moment.Day(ownDays) {
		v.Days = append(v.Days, page.OwnDay{Name: weekdayNames[(today+i).Weekday()] + " " + dayShort(today+i)})
	}
	for _, x := range m.st.TimesFor(m.who, today, ownDays, m.now) {
		if x.Due > m.now && !x.Closed {
			d := &v.Days[x.Day-today]
			d.Visits = append(d.Visits, page.OwnVisitTime{Clock: m.z.Clock(x.Due)})
		}
	}
	if c := m.st.Own.Set.Call; c != nil {
		v.Call = m.n.of(*c)
	}
	if goals {
		for _, g := range m.st.OwnOf(m.who).Goals {
			v.Goals = append(v.Goals, m.n.of(g.Words))
		}
	}
	return v
}

func sheetTexts(st *clinic.State, who person.UserID) []clinic.Text {
	return append(ownTexts(st.OwnOf(who)), ownSettingTexts(st)...)
}

func (s *Server) ownSheetPage(w http.ResponseWriter, r *http.Request) {
	var v page.OwnSheet
	goals := r.URL.Query().Get("goals") != ""
	if err := s.drawMine(r, typed{}, sheetTexts, func(m *mine) { v = m.sheet(goals) }); err != nil {
		s.ownFault(w, r, err)
		return
	}
	if !goals {
		v.With = &page.Link{Text: s.words(r).Life.GoalsToo, URL: "/me/sheet?goals=1"}
	}
	l := s.ownLayout(r, s.words(r).Life.Sheet)
	l.Back = &page.Link{Text: s.words(r).Times.Title, URL: "/me/times"}
	s.ownDraw(w, r, http.StatusOK, page.OwnSheetPage(l, v))
}

// staffSheetPage is the same sheet, printed for somebody by staff.
func (s *Server) staffSheetPage(w http.ResponseWriter, r *http.Request) {
	id, goals := person.UserID(r.PathValue("person")), r.URL.Query().Get("goals") != ""
	var v *page.OwnSheet
	words := s.words(r)
	err := s.with(r.Context(), func(st *clinic.State) []clinic.Text { return sheetTexts(st, id) },
		func(st *clinic.State, n names) {
			if st.People[id] == nil {
				return
			}
			m := &mine{st: st, n: n, w: words, now: s.house.Now(), z: st.Zone(), who: id}
			x := m.sheet(goals)
			v = &x
		})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		if !goals {
			v.With = &page.Link{Text: words.Life.GoalsToo, URL: fmt.Sprintf("/people/%s/sheet?goals=1", id)}
		}
		l := page.Own{Words: words, Title: words.Life.Sheet, Bare: true,
			Back: &page.Link{Text: "The person's page", URL: "/people/" + string(id)}}
		s.ownDraw(w, r, http.StatusOK, page.OwnSheetPage(l, *v))
	}
}
