package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/nhs"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/recovery"
	"steady/timetable"
)

// burdenWeeks is how many whole weeks the pages of hours show: the house's own.
const burdenWeeks = 12

// fewPeople is the number from below which nothing of a group is shown.
const fewPeople = recovery.Smallest

func (s *Server) burdenRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /times/burden":                     f(s.burdenPage),
		"POST /times/burden":                    f(s.burdenRule),
		"GET /times/burden/{person}":            f(s.burdenPersonPage),
		"POST /times/burden/{person}/keyworker": f(s.keyWorker),
	}
}

// span is which weeks a page of hours shows: from the first Monday to the last,
// both whole weeks.
type span struct{ first, last, today moment.Day }

func spanTo(today moment.Day) span {
	monday := today - moment.Day(today.Weekday())
	return span{monday - 7*burdenWeeks, monday - 7, today}
}

func (s *Server) burdenPage(w http.ResponseWriter, r *http.Request) {
	s.drawBurden(w, r, http.StatusOK, nil, typed{})
}

// burdenRule sets what a heavier week is; both fields empty ask nothing.
func (s *Server) burdenRule(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	n := func(name, what string) int {
		if p.get(name) == "" {
			return 0
		}
		return int(p.whole(name, what, 0, 100_000))
	}
	rule := timetable.RiseRule{Weeks: n("weeks", "Weeks before"), Minutes: n("minutes", "Minutes")}
	b := clinic.SetBurdenRule{Rule: rule}
	p.finish(w, b, "/times/burden", func(prob *page.Problem, _ error) {
		s.drawBurden(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (s *Server) drawBurden(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	at := spanTo(s.zone().Day(s.house.Now()))
	var back moment.Day
	s.house.View(func(st *clinic.State) { back = st.BurdenLookBack() })
	each, first, err := s.house.BurdenWeeks(r.Context(), min(at.first, at.today-back), "")
	if err != nil {
		s.fault(w, r, err)
		return
	}
	if first > at.first {
		at.first = first + (7-moment.Day(first.Weekday()))%7 // the first whole week that was read whole
	}
	var v page.Burden
	err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
		d := s.burdenDrawing(r, st, n, t, at, each)
		v = d.view()
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.timesLayout(r, "Hours that treatment takes")
	l.Problem = prob
	s.draw(w, r, status, page.BurdenPage(l, v))
}

func (s *Server) burdenDrawing(r *http.Request, st *clinic.State, n names, t typed, at span,
	each map[person.UserID][]clinic.BurdenWeek) *burdenDraw {
	d := drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t}
	return &burdenDraw{d, at, each}
}

// burdenDraw is one drawing of a page of hours.
type burdenDraw struct {
	drawing
	span
	each map[person.UserID][]clinic.BurdenWeek
}

func (d *burdenDraw) view() (v page.Burden) {
	weeks := clinic.ServiceBurden(d.each, d.first, d.last)
	d.counted(&v)
	if login.MayRoute(d.actor.Roles, "GET /times/burden/{person}") {
		d.heavier(&v)
		d.people(&v)
	} else {
		v.Quiet = "The people and their key workers see them by name; here everybody is counted together."
	}
	v.Charts = append(v.Charts, serviceChart("inside", "Time inside the service, everybody", weeks,
		func(w clinic.ServiceWeek) (l, p timetable.Spread) { return w.Inside, w.PlannedInside }))
	told := func(w clinic.ServiceWeek) bool { return w.All.N >= fewPeople }
	if slices.ContainsFunc(weeks, told) {
		v.Charts = append(v.Charts, serviceChart("all", "All of it, people who told their way here", weeks,
			func(w clinic.ServiceWeek) (l, p timetable.Spread) { return w.All, w.PlannedAll }))
	}
	d.lie(&v, !slices.ContainsFunc(weeks, told))
	if d.may(clinic.SetBurdenRule{}.CommandKind()) {
		v.Rule = burdenRuleForm(d.st.Burden.Rule, d.typed)
	}
	return v
}

// counted says what the figures are made of, and what they lack.
func (d *burdenDraw) counted(v *page.Burden) {
	visits, unset, untold, came := 0, 0, 0, 0
	for _, weeks := range d.each {
		here, way := false, true
		for _, w := range weeks {
			if w.Monday < d.first || w.Monday > d.last || w.Lived.Visits == 0 {
				continue
			}
			here, way = true, way && w.Lived.Untold == 0
			visits, unset = visits+w.Lived.Visits, unset+w.NoLength
		}
		if here {
			came++
			if !way {
				untold++
			}
		}
	}
	if came < fewPeople {
		v.Counted = "Fewer than 5 people came in the weeks that can be shown: nothing is told of them together."
		return
	}
	v.Counted = fmt.Sprintf("Whole weeks from %s to %s: %d people, %d visits that have ended.", dayWords(d.first),
		dayWords(d.last+6), came, visits)
	if unset > 0 {
		v.Lacks = append(v.Lacks, "How long a visit takes was not set on some of these days: they have no planned time. "+
			"Set the minutes in the booth and of observation.")
	}
	if untold > 0 {
		v.Lacks = append(v.Lacks, fmt.Sprintf("The way here is not told for %s of these people on some days: ask "+
			"them, and it is counted from then on.", fewWords(untold)))
	}
}

func fewWords(n int) string {
	if n < fewPeople {
		return "fewer than 5"
	}
	return strconv.Itoa(n)
}

// heavier lists whose last week took more than theirs before, one's own people
// first.
func (d *burdenDraw) heavier(v *page.Burden) {
	if d.st.Burden.Rule.Weeks == 0 {
		v.Quiet = "This service has not set what a heavier week is, so nobody is looked for. A manager sets it here."
		return
	}
	v.Quiet = "Nobody's last week was heavier by what this service set."
	type line struct {
		page.HeavierWeek
		own bool
	}
	var lines []line
	for id, weeks := range d.each {
		rise, ok := d.st.RiseOf(weeks, d.today)
		if !ok {
			continue
		}
		x := line{page.HeavierWeek{Name: d.n.person(id), URL: "/times/burden/" + string(id), Text: rise.Words(),
			Key: "Key worker: " + d.keyWords(id)}, d.st.KeyWorker(id) == d.actor.ID}
		if x.own {
			x.Key = "You are their key worker."
		}
		lines = append(lines, x)
	}
	slices.SortFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(order(b.own), order(a.own)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.URL, b.URL))
	})
	for _, x := range lines {
		v.Heavier = append(v.Heavier, x.HeavierWeek)
	}
}

func order(first bool) int {
	if first {
		return 1
	}
	return 0
}

func (d *drawing) keyWords(id person.UserID) string {
	if who := d.st.KeyWorker(id); who != "" {
		return d.n.staff(who)
	}
	return "nobody is named"
}

// people lists everybody who came, by name.
func (d *burdenDraw) people(v *page.Burden) {
	for id, weeks := range d.each {
		if d.st.People[id] == nil {
			continue
		}
		x := page.PersonHours{Name: d.n.person(id), URL: "/times/burden/" + string(id),
			Note: "Key worker: " + d.keyWords(id)}
		for _, w := range weeks {
			if w.Monday == d.last {
				x.Facts = weekFacts(w)
			}
		}
		if x.Facts == nil {
			x.Facts = []string{"Did not come last week"}
		}
		v.People = append(v.People, x)
	}
	slices.SortFunc(v.People, func(a, b page.PersonHours) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.URL, b.URL))
	})
}

// weekFacts spells a week that was lived.
func weekFacts(w clinic.BurdenWeek) []string {
	out := []string{"Last week " + clinic.HoursWords(w.Lived.Total())}
	if w.Lived.Untold > 0 {
		out[0] += ", without the way on " + strconv.Itoa(w.Lived.Untold) + " days"
	}
	if w.NoLength == 0 && w.Planned.Visits > 0 {
		out = append(out, "planned "+clinic.HoursWords(w.Planned.Total()))
	}
	return out
}

func burdenRuleForm(now timetable.RiseRule, t typed) *page.SmallForm {
	set := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	return &page.SmallForm{Title: "Set what a heavier week is", Button: "Set it", Open: t.v != nil,
		Lead: "Steady has no number of its own for this. A person is listed when their last whole week took so much " +
			"more than the middle of their own weeks before. Leave both empty to look for nobody.",
		Form: page.Form{Action: "/times/burden", Command: t.command()},
		Fields: []page.SmallField{
			{ID: "burden-weeks", Name: "weeks", Label: "Weeks before that are compared with", Hint: "1 to 26",
				Mode: "numeric", Field: t.or("weeks", set(now.Weeks))},
			{ID: "burden-minutes", Name: "minutes", Label: "Heavier by at least", Suffix: "minutes a week", Mode: "numeric",
				Field: t.or("minutes", set(now.Minutes))}}}
}

// serviceChart draws how the weeks of everybody lay, lived and planned.
func serviceChart(id, title string, weeks []clinic.ServiceWeek,
	of func(clinic.ServiceWeek) (lived, planned timetable.Spread)) page.WeekChart {
	c := page.WeekChart{ID: "weeks-" + id, Title: title,
		Legend: "Bar: from a quarter to three quarters of people. Line across: the middle, lived. Diamond: the middle, " +
			"planned.",
		Head: []string{"People", "A quarter", "Middle, lived", "Three quarters", "Middle, planned"}}
	var shown []int
	for _, w := range weeks {
		lived, planned := of(w)
		if lived.N < fewPeople && len(c.Weeks) == 0 {
			continue // before there was anything to show
		}
		col := page.WeekColumn{Label: "From " + dayWords(w.Monday), Short: dayShort(w.Monday),
			Cells: []string{"fewer than 5", "hidden", "hidden", "hidden", "hidden"}}
		if col.Hidden = lived.N < fewPeople; !col.Hidden {
			col.Low, col.Mid, col.High = lived.Low, lived.Median, lived.High
			col.Cells = []string{strconv.Itoa(lived.N), clinic.HoursWords(lived.Low), clinic.HoursWords(lived.Median),
				clinic.HoursWords(lived.High), "not told"}
			shown = append(shown, lived.Median)
			if planned.N >= fewPeople {
				col.Planned, col.Cells[4] = planned.Median, clinic.HoursWords(planned.Median)
			}
		}
		c.Weeks = append(c.Weeks, col)
	}
	c.Desc = "Fewer than 5 people in each of these weeks: none is shown."
	if n := len(shown); n > 0 {
		c.Desc = fmt.Sprintf("The middle week took between %s and %s; in the last one shown %s.",
			clinic.HoursWords(slices.Min(shown)), clinic.HoursWords(slices.Max(shown)), clinic.HoursWords(shown[n-1]))
	}
	return c
}

// lie is how people's own middle weeks lie, in steps of hours, small groups hidden
// so that none can be got back from the total.
func (d *burdenDraw) lie(v *page.Burden, inside bool) {
	values := clinic.MiddleWeeks(d.each, d.first, d.last, inside)
	what := "all of it, of people who told their way here"
	if inside {
		what = "time inside"
	}
	if len(values) < fewPeople {
		return
	}
	x := timetable.SpreadOf(values)
	v.LieSays = fmt.Sprintf("Each person's own middle week (%s): a quarter of people up to %s, half up to %s, three "+
		"quarters up to %s; %d people.", what, clinic.HoursWords(x.Low), clinic.HoursWords(x.Median),
		clinic.HoursWords(x.High), x.N)
	shown, total := lieGroups(values)
	if shown == nil {
		return
	}
	t := nhs.Table{Caption: "How people's middle weeks lie", CaptionSize: "s", Compact: true, FirstIsHead: true,
		Head: []nhs.Cell{{Text: "Hours a week"}, {Text: "People", Numeric: true}}}
	for _, g := range append(shown, recovery.Published{Name: "Everybody", Count: total}) {
		words := "hidden"
		if g.Count != nil {
			words = strconv.Itoa(*g.Count)
		}
		t.Rows = append(t.Rows, []nhs.Cell{{Text: g.Name}, {Text: words, Numeric: true}})
	}
	v.Lie = &t
}

// lieGroups counts values in the smallest equal steps of whole hours of which
// something can be shown; nil where there is none.
func lieGroups(values []int) (shown []recovery.Published, total *int) {
	least, most := slices.Min(values)/60, slices.Max(values)/60
	for step := 1; step <= most-least; step++ {
		var groups []recovery.Group
		for from := least - least%step; from <= most; from += step {
			g := recovery.Group{Name: fmt.Sprintf("%d to under %d", from, from+step)}
			for _, x := range values {
				if x >= from*60 && x < (from+step)*60 {
					g.Count++
				}
			}
			groups = append(groups, g)
		}
		shown, total = recovery.Suppress(groups)
		hidden := func(p recovery.Published) bool { return p.Count == nil }
		if len(groups) <= 8 && total != nil && !slices.ContainsFunc(shown, hidden) {
			return shown, total
		}
	}
	return nil, nil
}
