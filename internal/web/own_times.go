package web

import (
	"net/http"
	"strconv"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/visit"
)

// ownTimeRoutes are the doors that lead to somebody's own times.
func (s *Server) ownTimeRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /me/times": f(s.ownTimesPage), "POST /me/times/offer": f(s.ownOffer), "POST /me/times/stop": f(s.ownStopWaiting),
		"POST /me/times/answer": f(s.ownAnswer),
		"GET /me/life/plan":     f(s.ownPlanPage), "POST /me/life/plan": f(s.ownPlanTake),
		"GET /me/times/{day}/{session}": f(s.ownAskPage), "POST /me/times/{day}/{session}": f(s.ownAskPress),
		"POST /me/times/{day}/{session}/take": f(s.ownTake), "POST /me/times/{day}/{session}/wait": f(s.ownWait),
	}
}

// ownDays is how many days a person sees ahead, today with them.
const ownDays = 8

func (s *Server) ownTimesPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnTimes(w, r, http.StatusOK, nil)
}

func (s *Server) drawOwnTimes(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem) {
	var v page.OwnTimes
	plan, err := s.plannedWeek()
	if err == nil {
		err = s.drawMine(r, typed{}, nil, func(m *mine) { v = m.times(plan) })
	}
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	t := s.words(r).Times
	for _, x := range []page.OwnDoor{{Text: t.Life, Hint: t.LifeHint, URL: "/me/life"},
		{Text: t.Hours, Hint: t.HoursHint, URL: "/me/hours"}, {Text: t.Sheet, Hint: t.SheetHint, URL: "/me/sheet"},
		{Text: t.Visit, Hint: t.VisitHint, URL: "/me/visit"}} {
		if _, there := login.WhoMayRoute("GET " + x.URL); there {
			v.Doors = append(v.Doors, x)
		}
	}
	l := s.ownLayout(r, t.Title)
	l.Problem = prob
	x := s.words(r).Life
	l.Done = map[string]string{"moved": t.Moved, "kept": t.OfferGone, "waits": t.WaitOn, "taken": x.PlanTaken,
		"some": x.PlanSome}[r.URL.Query().Get("done")]
	s.ownDraw(w, r, status, page.OwnTimesPage(l, v))
}

// dayName names a day as people do.
func (m *mine) dayName(day moment.Day) string {
	switch today := m.z.Day(m.now); day {
	case today:
		return m.w.Times.Today
	case today + 1:
		return m.w.Times.Tomorrow
	}
	return weekdayNames[day.Weekday()] + " " + dayShort(day)
}

func (m *mine) times(plan *clinic.WeekPlan) (v page.OwnTimes) {
	today := m.z.Day(m.now)
	days := make([]page.OwnDay, ownDays)
	for i := range days {
		days[i].Name = m.dayName(today + moment.Day(i))
	}
	for _, x := range m.st.TimesFor(m.who, today, ownDays, m.now) {
		d := &days[x.Day-today]
		d.Visits = append(d.Visits, m.visitTime(x))
		if h := x.Held; h != nil {
			v.Offers = append(v.Offers, m.offer(x, *h))
		}
	}
	v.Days, v.Proposed, v.Week = days, m.proposed(), m.weekPlan(plan)
	for _, b := range m.st.BetterInOrder(today) {
		if b.Person == m.who {
			v.Waiting = append(v.Waiting, page.OwnWaiting{
				Text: m.w.Times.WaitWords(m.dayName(b.First), minuteWords(b.From), minuteWords(b.To)),
				Stop: m.press("/me/times/stop", page.Pair{Name: "want", Value: b.Want})})
		}
	}
	return v
}

// press is a form that asks nothing more than its button.
func (m *mine) press(action string, pairs ...page.Pair) page.Form {
	return page.Form{Action: action, Command: typed{}.command(), Expect: "own", Hidden: pairs}
}

// visitTime is one visit in plain words; one that has not begun can be moved.
func (m *mine) visitTime(x clinic.OwnTime) page.OwnVisitTime {
	t := m.w.Times
	v := page.OwnVisitTime{Name: m.st.Sessions[x.Session].Name, Clock: m.z.Clock(x.Due)}
	switch {
	case x.Due == 0:
		v.Clock, v.Says = "-", t.NoTime
		return v
	case x.Closed:
		v.Says = t.NotOpen
	case x.Stage == "":
		v.Says = t.Usual
	case x.Stage == visit.Ended:
		v.Says = t.Done
		if y := m.st.Visits[x.Visit]; y != nil && y.Ending == visit.DidNotAttend {
			v.Says = t.Missed
		}
		return v
	case x.Stage != visit.Booked:
		v.Says = t.Here
		if soon := m.expected(x.Visit); soon != "" {
			v.Says += ". " + soon
		}
		return v
	default:
		v.Says = m.expected(x.Visit)
	}
	if x.Due > m.now && x.Visit == clinic.VisitID(m.who, x.Day, x.Session) {
		v.URL = "/me/times/" + x.Day.String() + "/" + strconv.Itoa(x.Session)
	}
	return v
}

// expected says when a visit of today is likely to begin, as the day stands;
// "" where that is not known, or is the promised time. It never says late.
func (m *mine) expected(id string) string {
	e, ok := m.st.ExpectedFor(id, m.now)
	clock := m.z.Clock(e.Start)
	switch {
	case !ok || e.Start == 0 || e.TooLate:
		return ""
	case e.Coming == clinic.ComingMissing:
		return m.w.Times.ComeNow(clock)
	case e.Coming == clinic.ComingDue && e.Start.Since(m.st.Visits[id].Due) < soon:
		return ""
	case e.Coming == clinic.ComingDue:
		return m.w.Times.Later(clock)
	}
	return m.w.Times.Begins(clock)
}

// offer is a time that is held for the person, with what it would give back.
func (m *mine) offer(x clinic.OwnTime, h clinic.HeldTime) page.OwnOffer {
	t := m.w.Times
	v := page.OwnOffer{Text: t.Offer(m.dayName(h.Day), m.z.Clock(h.Due)), Until: t.OfferUntil(stamp(m.z, m.now, h.Until)),
		Take: m.press("/me/times/offer", page.Pair{Name: "visit", Value: h.Visit}, page.Pair{Name: "take", Value: "yes"}),
		No:   m.press("/me/times/offer", page.Pair{Name: "visit", Value: h.Visit})}
	minute := m.z.In(h.Due)
	if a, no := m.st.AskTime(m.who, x.Day, x.Session, minute.Hour()*60+minute.Minute(), m.now); no == nil {
		v.Saves = m.saves(a.Asked)
	}
	return v
}

// saves says what a time gives back or takes.
func (m *mine) saves(o clinic.TimeOption) (says string) {
	t := m.w.Times
	switch {
	case o.Saves > 0:
		says = t.Saves(o.Saves)
	case o.Saves < 0:
		says = t.Costs(-o.Saves)
	default:
		says = t.Same
	}
	if !o.WayKnown {
		says += " " + t.NoWay
	}
	return says
}

// askedVisit is the visit of the address.
func askedVisit(r *http.Request) (day moment.Day, session int, ok bool) {
	day, err := moment.ParseDay(r.PathValue("day"))
	session, wrong := strconv.Atoi(r.PathValue("session"))
	return day, session, err == nil && wrong == nil && session >= 0
}

func (s *Server) ownAskPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnAsk(w, r, http.StatusOK, nil, typed{}, -1)
}

// drawOwnAsk asks when somebody would like to come; minute is what they asked
// for, -1 for nothing yet.
func (s *Server) drawOwnAsk(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed,
	minute int) {
	day, session, ok := askedVisit(r)
	var v *page.OwnAskTime
	var no *clinic.Refusal
	err := s.drawMine(r, t, nil, func(m *mine) {
		if !ok || session >= len(m.st.Sessions) {
			return
		}
		var a clinic.TimeAnswer
		if a, no = m.st.AskTime(m.who, day, session, max(minute, 0), m.now); no == nil {
			v = m.askTime(a.Own(), minute)
		}
	})
	switch {
	case err != nil:
		s.ownFault(w, r, err)
	case v == nil:
		http.Redirect(w, r, "/me/times", http.StatusSeeOther)
	default:
		l := s.ownLayout(r, s.words(r).Times.AskTitle)
		l.Problem, l.Back = prob, &page.Link{Text: s.words(r).Times.Title, URL: "/me/times"}
		s.ownDraw(w, r, status, page.OwnAskTimePage(l, *v))
	}
}

func (m *mine) askTime(a clinic.TimeAnswer, minute int) *page.OwnAskTime {
	here := "/me/times/" + a.Day.String() + "/" + strconv.Itoa(a.Session)
	v := &page.OwnAskTime{Day: m.dayName(a.Day), Now: m.w.Times.Now(m.z.Clock(a.Due)),
		Form: page.Form{Action: here, Command: "ask", Expect: "own"}, At: m.typed.pick("at"), Choices: m.starts(a)}
	if minute >= 0 {
		v.At.Value, v.Answer = strconv.Itoa(minute), m.answer(here, a)
		if !a.Asked.Free() {
			v.Wait = &page.OwnWait{Form: m.press(here + "/wait"), Choices: v.Choices, From: m.typed.pick("from"),
				To: m.typed.pick("to")}
		}
	}
	return v
}

// starts are the times of the session that can be asked for.
func (m *mine) starts(a clinic.TimeAnswer) (out []page.Choice) {
	access, _ := m.st.AccessOn(a.Day)
	for _, w := range m.st.HoursOn(a.Day) {
		if w.Session != a.Session {
			continue
		}
		step := listStep
		switch {
		case w.Style == clinic.AccessGroup && w.Every > 0:
			step = w.Every
		case access.Slot > 0:
			step = access.Slot
		}
		for at := w.From; at < w.To; at += step {
			if m.z.At(a.Day, at/60, at%60) > m.now {
				out = append(out, page.Choice{Value: strconv.Itoa(at), Label: minuteWords(at)})
			}
		}
	}
	return out
}

// listStep is how far apart the times of the list lie where no slot is set.
const listStep = 15

func (m *mine) answer(here string, a clinic.TimeAnswer) *page.OwnTimeAnswer {
	t := m.w.Times
	option := func(o clinic.TimeOption) page.OwnTimeOption {
		at := m.z.In(o.Due)
		return page.OwnTimeOption{Clock: m.z.Clock(o.Due), Saves: m.saves(o), Form: m.press(here+"/take",
			page.Pair{Name: "at", Value: strconv.Itoa(at.Hour()*60 + at.Minute())})}
	}
	if a.Asked.Free() {
		yes := option(a.Asked)
		return &page.OwnTimeAnswer{Text: t.Free(yes.Clock), Yes: &yes}
	}
	v := &page.OwnTimeAnswer{Text: t.NotFree(m.z.Clock(a.Asked.Due))}
	said := map[string]bool{}
	for _, b := range a.Asked.Broken {
		if text := t.Why[string(b.Rule)]; text != "" && !said[text] {
			said[text] = true
			v.Why = append(v.Why, text)
		}
	}
	for _, o := range a.Others {
		v.Others = append(v.Others, option(o))
	}
	return v
}

// minuteOf reads a time of the list.
func (p *press) minuteOf(name string) int {
	n, err := strconv.Atoi(p.get(name))
	if err != nil || n < 0 || n >= 24*60 {
		p.wrong(name, p.s.words(p.r).Times.ChooseTime)
		return -1
	}
	return n
}

func (s *Server) ownAskPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	minute := p.minuteOf("at")
	prob, _ := p.problem(nil)
	status := http.StatusOK
	if prob != nil {
		status = http.StatusUnprocessableEntity
	}
	s.drawOwnAsk(w, r, status, prob, p.typed(), minute)
}

// ownTake takes a time: the promise moves at once, or not at all.
func (s *Server) ownTake(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	day, session, ok := askedVisit(r)
	minute := p.minuteOf("at")
	if !ok {
		s.drawOwnTimes(w, r, http.StatusUnprocessableEntity, nil)
		return
	}
	b := clinic.MoveVisit{PromisedTime: clinic.PromisedTime{Person: p.self(), Day: day, Session: session,
		Due: s.zone().At(day, max(minute, 0)/60, max(minute, 0)%60)}}
	p.moves(w, b, "/me/times?done=moved", func(prob *page.Problem) {
		s.drawOwnAsk(w, r, http.StatusUnprocessableEntity, prob, p.typed(), minute)
	})
}

// moves sends what leaves a time free, and offers it to those who wait. The
// offer is Steady's own: the person who went names nobody.
func (p *press) moves(w http.ResponseWriter, b clinic.Body, to string, again func(*page.Problem)) {
	p.ownFinish(w, b, to, again)
	r := app.Request{Command: clinic.Command{ID: app.NewCommandID(), By: clinic.System, Body: clinic.OfferTimes{}}}
	// Nobody waits, or nothing fits: that is no fault of this press.
	_, _ = p.s.house.Do(p.r.Context(), r)
}

// ownWait puts the person on the list for a better time that day.
func (s *Server) ownWait(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	day, session, ok := askedVisit(r)
	from, to := p.minuteOf("from"), p.minuteOf("to")
	if !ok {
		s.drawOwnTimes(w, r, http.StatusUnprocessableEntity, nil)
		return
	}
	b := clinic.AskBetterTime{Want: "w-" + p.req.Command.ID, Person: p.self(), Session: session, First: day, Last: day,
		Window: clinic.Window{From: from, To: to}}
	p.ownFinish(w, b, "/me/times?done=waits", func(prob *page.Problem) {
		s.drawOwnAsk(w, r, http.StatusUnprocessableEntity, prob, p.typed(), max(from, 0))
	})
}

func (s *Server) ownStopWaiting(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	p.ownFinish(w, clinic.EndBetterTime{Want: p.get("want")}, "/me/times", func(prob *page.Problem) {
		s.drawOwnTimes(w, r, http.StatusUnprocessableEntity, prob)
	})
}

// ownOffer answers a time that is kept for the person.
func (s *Server) ownOffer(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	var b clinic.Body = clinic.ReleaseTime{Visit: p.get("visit")}
	to := "/me/times?done=kept"
	if p.yes("take") {
		b, to = clinic.ConfirmTime{Visit: p.get("visit")}, "/me/times?done=moved"
	}
	p.moves(w, b, to, func(prob *page.Problem) { s.drawOwnTimes(w, r, http.StatusUnprocessableEntity, prob) })
}
