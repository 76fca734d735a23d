package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"sort"
	"strconv"
	"time"

	"steady/clinic"
	"steady/dosing"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/visit"
)

// columns of the board by stage.
var columnOf = map[visit.Stage]string{visit.Booked: "due", visit.Arrived: "waiting", visit.Deferred: "waiting",
	visit.Referred: "waiting", visit.Stopped: "waiting", visit.Decided: "waiting", visit.Prepared: "waiting",
	visit.Checked: "booth", visit.InBooth: "booth", visit.Observed: "observation", visit.Emergency: "observation",
	visit.Ended: "left"}

func (s *Server) boardView(ctx context.Context, wall, acts bool) (page.Board, error) {
	var b page.Board
	err := s.with(ctx, nil, func(st *clinic.State, n names) {
		now, z := s.house.Now(), st.Zone()
		b = page.Board{Day: z.In(now).Format("Monday 2 January"), Wall: wall, Events: "/board/events?seen=" + boardSeen(st)}
		if wall {
			b.Events += "&wall=1"
		}
		b.Session = sessionWords(st, now)
		if !wall {
			b.Asked = askedLines(st, n, now)
		}
		if k := st.PaperOpen(now); k > 0 {
			b.Paper = plural(k, "visit") + " of an outage not entered, or not closed. Nobody is given another dose before " +
				"their sheet is entered."
		}
		cols := map[string]*page.BoardColumn{}
		order := []string{"due", "waiting", "booth", "observation", "left", "absent"}
		titles := map[string]string{"due": "Due", "waiting": "Here", "booth": "Booth", "observation": "Observation",
			"left": "Left", "absent": "Not come"}
		for _, k := range order {
			cols[k] = &page.BoardColumn{Key: k, Title: titles[k], Quiet: k == "left" || k == "absent"}
		}
		live := expectedBy(st, now)
		b.Waits = waitsUnknown(live)
		here, due, later, session := 0, 0, 0, sessionAt(st, now)
		for _, v := range inNeed(st, now) {
			if v.Day != z.Day(now) && v.Stage == visit.Ended || v.Day > z.Day(now) && v.Stage == visit.Booked {
				continue // what is promised for days to come is on the page of times
			}
			if v.Stage == visit.Booked && v.Session > session {
				later++
				continue
			}
			key := columnOf[v.Stage]
			if v.Ending == visit.DidNotAttend {
				key = "absent"
			}
			if key == "due" {
				due++
			} else if key != "left" && key != "absent" {
				here++
			}
			t := s.tile(st, n, v, now, wall, acts)
			t.Expect = expectWords(live[v.ID], v, z, now)
			cols[key].Tiles = append(cols[key].Tiles, t)
		}
		b.Counts = fmt.Sprintf("%d still expected, %d here", due, here)
		if later > 0 {
			b.Counts += fmt.Sprintf(", %d later today", later)
		}
		for _, k := range order {
			b.Columns = append(b.Columns, *cols[k])
		}
	})
	return b, err
}

// sessionAt is the session that runs or comes next; the last one when the day
// is over.
func sessionAt(st *clinic.State, now moment.Instant) int {
	for i := range st.Sessions {
		if _, closes, _ := sessionHours(st, st.Zone().Day(now), i); now < closes {
			return i
		}
	}
	return len(st.Sessions) - 1
}

func sessionWords(st *clinic.State, now moment.Instant) string {
	z, today := st.Zone(), st.Zone().Day(now)
	if len(st.HoursOn(today)) == 0 {
		return "The service is closed today"
	}
	for i, x := range st.Sessions {
		opens, closes, ok := sessionHours(st, today, i)
		if !ok {
			continue
		}
		if now < opens {
			return fmt.Sprintf("%s session opens at %s", x.Name, z.Clock(opens))
		}
		if now < closes {
			return fmt.Sprintf("%s session, %s to %s", x.Name, z.Clock(opens), z.Clock(closes))
		}
	}
	return "The sessions of today are over"
}

// inNeed orders visits by who needs somebody next: emergencies, then the
// longest wait, then the next due.
func inNeed(st *clinic.State, now moment.Instant) []*clinic.Visit {
	vs := st.VisitsInOrder()
	urgency := func(v *clinic.Visit) int {
		switch {
		case v.Stage == visit.Emergency:
			return 0
		case v.Stage == visit.Observed && released(st, v, now):
			return 1
		case v.Stage == visit.Ended:
			return 3
		}
		return 2
	}
	sort.SliceStable(vs, func(i, j int) bool { return urgency(vs[i]) < urgency(vs[j]) })
	return vs
}

// opensAt is when the observation clock lets a person leave: asked of the same
// rules that will judge the press.
func opensAt(st *clinic.State, v *clinic.Visit, now moment.Instant) moment.Instant {
	var last clinic.Watch
	if n := len(v.Watches); n > 0 {
		last = v.Watches[n-1]
	}
	return st.WatchOf(v, last.Readings, now).Until
}

func released(st *clinic.State, v *clinic.Visit, now moment.Instant) bool {
	until := opensAt(st, v, now)
	return until == 0 || until <= now
}

func (s *Server) tile(st *clinic.State, n names, v *clinic.Visit, now moment.Instant, wall, acts bool) page.Tile {
	z := st.Zone()
	t := page.Tile{ID: v.ID, Name: n.person(v.Person), Open: "/visits/" + v.ID, Says: "due " + z.Clock(v.Due)}
	if wall {
		t.Name = initials(t.Name)
	}
	if v.Arrived != 0 && v.Stage != visit.Ended {
		t.Says += ", arrived " + z.Clock(v.Arrived)
	}
	if t.Marks = marks(st, v); !wall && v.Stage != visit.Ended && st.Meets(v) { // the wall is read by everybody
		t.Marks = append([]page.Mark{{Icon: "two", Word: "keep apart"}}, t.Marks...)
	}
	switch v.Stage {
	case visit.Booked:
		if now > v.Due {
			c := s.up("past the time", v.Due, now)
			t.Clock = &c
		}
		if acts {
			t.Step = &page.Step{Label: "Arrived", Form: &page.Form{Action: "/visits/" + v.ID + "/arrive",
				Command: app.NewCommandID(), Expect: strconv.FormatInt(v.Rev, 10)}}
		}
	case visit.Ended:
		t.Says = endWords[v.Ending]
		if v.EndedAt != 0 && v.Ending != visit.DidNotAttend {
			t.Says += " " + z.Clock(v.EndedAt)
		}
	default:
		s.tileClock(st, &t, v, now)
		t.Step = &page.Step{Label: nextWords(v, released(st, v, now)), URL: "/visits/" + v.ID}
	}
	return t
}

func (s *Server) tileClock(st *clinic.State, t *page.Tile, v *clinic.Visit, now moment.Instant) {
	var c page.Clock
	switch v.Stage {
	case visit.Emergency:
		c, t.Urgent, t.Says = s.up("emergency", v.Alarm.Since, now), true, "Emergency"
	case visit.Observed:
		c = s.down("to leaving", "May leave", opensAt(st, v, now), now)
		if released(st, v, now) {
			c = s.up("since the dose", v.WatchFrom, now)
		}
	case visit.InBooth:
		c = s.up("in the booth", v.BoothSince, now)
	case visit.Deferred:
		c = s.down("to the next check", "Ready", v.Decision.Until, now)
	default:
		c = s.up("waiting", v.Arrived, now)
	}
	t.Clock = &c
}

func nextWords(v *clinic.Visit, open bool) string {
	switch v.Stage {
	case visit.Arrived, visit.Deferred:
		return "Readings"
	case visit.Referred:
		return "Asked"
	case visit.Stopped:
		return "Withhold"
	case visit.Decided:
		return "Prepare"
	case visit.Prepared:
		return "Check"
	case visit.Checked:
		return "Hand over"
	case visit.InBooth:
		return "Given?"
	case visit.Emergency:
		return "Emergency"
	}
	if open {
		return "May leave"
	}
	return "Observe"
}

func marks(st *clinic.State, v *clinic.Visit) []page.Mark {
	var out []page.Mark
	p := st.People[v.Person]
	if len(p.Holds) > 0 {
		out = append(out, page.Mark{Icon: "stop", Word: "on hold"})
	}
	if v.Stage == visit.Referred {
		out = append(out, page.Mark{Icon: "ask", Word: "see prescriber"})
	}
	if d := v.Decision; d != nil && d.Outcome == dosing.AdministerMax && v.Stage != visit.Ended {
		out = append(out, page.Mark{Icon: "new", Word: "new dose"})
	}
	if m := st.MissedBefore(p, v.Day, v.Session); m.Sessions > 0 && v.Stage == visit.Booked {
		out = append(out, page.Mark{Icon: "wait", Word: fmt.Sprintf("missed %d", m.Sessions)})
	}
	return out
}

func (s *Server) board(w http.ResponseWriter, r *http.Request) {
	a, _ := login.Who(r.Context())
	b, err := s.boardView(r.Context(), false, login.MayCommand(a.Roles, "arrive"))
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Board")
	l.Wide, l.Live = true, b.Events
	if p := r.URL.Query().Get("problem"); p != "" {
		l.Problem = &page.Problem{Title: "Not recorded", Lines: []page.ProblemLine{{Text: p}}}
	}
	b.Tasks, b.Wrong, b.LateNotes = s.dayTasks(a), s.shortages(s.house.Now()), s.lateNotes(a)
	b.Uncovered = s.uncovered(s.house.Now())
	s.draw(w, r, http.StatusOK, page.BoardPage(l, b))
}

// dayTasks offers what the day still needs: the plan, or closing a session
// that is over.
func (s *Server) dayTasks(a login.Actor) (out []page.Action) {
	if !login.MayCommand(a.Roles, "plan_day") {
		return nil
	}
	s.house.View(func(st *clinic.State) {
		now, z := s.house.Now(), st.Zone()
		today := z.Day(now)
		if st.Planned < today && len(st.HoursOn(today)) > 0 {
			out = append(out, page.Action{Label: "Start the day: book everybody due", Form: page.Form{
				Action: "/board/plan", Command: app.NewCommandID()}})
		}
		for i, x := range st.Sessions {
			_, closes, opens := sessionHours(st, today, i)
			if opens && st.Planned == today && !st.SessionClosed(today, i) && now >= closes {
				out = append(out, page.Action{Label: "Close the " + x.Name + " session", Kind: "secondary",
					Hint: "Who did not come is recorded so.", Form: page.Form{Action: "/board/close",
						Command: app.NewCommandID(), Hidden: []page.Pair{{Name: "session", Value: strconv.Itoa(i)}}}})
			}
		}
	})
	return out
}

func (s *Server) planDay(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	res, err := p.send(clinic.PlanDay{Day: s.zone().Day(s.house.Now())})
	s.toBoard(w, p, res, err)
}

func (s *Server) closeSession(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	n := p.whole("session", "Session", 0, 99)
	res, err := p.send(clinic.CloseSession{Day: s.zone().Day(s.house.Now()), Session: int(n)})
	s.toBoard(w, p, res, err)
}

func (s *Server) toBoard(w http.ResponseWriter, p *press, res app.Result, err error) {
	prob, known := p.problem(err)
	switch {
	case !known:
		s.fault(w, p.r, err)
	case prob != nil:
		s.drawBoard(w, p.r, prob)
	default:
		p.on(w, "/board", res)
	}
}

func (s *Server) drawBoard(w http.ResponseWriter, r *http.Request, prob *page.Problem) {
	a, _ := login.Who(r.Context())
	b, err := s.boardView(r.Context(), false, login.MayCommand(a.Roles, "arrive"))
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Board")
	l.Wide, l.Live, l.Problem = true, b.Events, prob
	b.Tasks = s.dayTasks(a)
	s.draw(w, r, http.StatusUnprocessableEntity, page.BoardPage(l, b))
}

func (s *Server) wall(w http.ResponseWriter, r *http.Request) {
	b, err := s.boardView(r.Context(), true, false)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Board")
	l.Wide, l.Bare, l.Live = true, true, b.Events
	s.draw(w, r, http.StatusOK, page.BoardPage(l, b))
}

// boardSeen names what a board shows: the entries it was drawn from.
func boardSeen(st *clinic.State) string {
	return strconv.FormatInt(st.Clinical, 10) + "-" + strconv.FormatInt(st.Register, 10)
}

// boardEvents sends the board again after every change, and a heartbeat so
// that a lost line shows. Changes within one moment are sent once.
func (s *Server) boardEvents(w http.ResponseWriter, r *http.Request) {
	a, _ := login.Who(r.Context())
	wall := r.URL.Query().Get("wall") != ""
	kind := boardKind{wall: wall, acts: !wall && login.MayCommand(a.Roles, "arrive")}
	seen, begun := r.URL.Query().Get("seen"), false
	s.stream(w, r, func(ctx context.Context) ([]byte, error) {
		if !begun {
			begun = true
			var now string
			s.house.View(func(st *clinic.State) { now = boardSeen(st) })
			if seen == "" || seen == now {
				return nil, nil
			}
		}
		return s.sharedBoard(ctx, kind)
	})
}

// stream sends what draw makes after every commit until the reader is gone. It
// is asked at once too: something may have changed since the page was drawn, or
// while a tablet slept and its line was closed.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, draw func(context.Context) ([]byte, error)) {
	s.streamOf(w, r, s.house.Watch, draw)
}

// streamOf is stream for whatever watch wakes.
func (s *Server) streamOf(w http.ResponseWriter, r *http.Request, watch func() (<-chan struct{}, func()),
	draw func(context.Context) ([]byte, error)) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	rc := http.NewResponseController(w)
	rc.SetWriteDeadline(time.Time{})
	changed, stop := watch()
	defer stop()
	beat := time.NewTicker(10 * time.Second)
	defer beat.Stop()
	send := func(event string, body []byte) bool {
		if event != "" {
			fmt.Fprintf(w, "event: %s\n", event)
		}
		for _, line := range bytes.Split(bytes.TrimRight(body, "\n"), []byte("\n")) {
			fmt.Fprintf(w, "data: %s\n", line)
		}
		fmt.Fprint(w, "\n")
		return rc.Flush() == nil
	}
	sent := func() bool {
		body, err := draw(r.Context())
		return err == nil && (len(body) == 0 || send("", body))
	}
	if !send("beat", []byte("0")) || !sent() {
		return
	}
	for {
		select {
		case <-r.Context().Done():
			return
		case <-beat.C:
			if _, ok, err := s.sessions.Still(r.Context()); err != nil || !ok || !send("beat", []byte("0")) {
				return
			}
		case <-changed:
			if !sent() {
				return
			}
		}
	}
}
