package web

import (
	"net/http"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

// ownPlanWork bounds the search for one person's week, in the units of
// timetable/optimise: their week alone takes a few.
const ownPlanWork = 200_000

// ownPlanPage works out which times of the next week would give the person most
// of it back. It promises nothing.
func (s *Server) ownPlanPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnPlan(w, r, http.StatusOK)
}

func (s *Server) drawOwnPlan(w http.ResponseWriter, r *http.Request, status int) {
	week, ok, err := s.ownWeek(ownPerson(r))
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	x := s.words(r).Life
	v := page.OwnPlan{Needs: !ok}
	err = s.drawMine(r, typed{}, nil, func(m *mine) {
		if ok {
			v = m.plan(week)
		}
	})
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	l := s.ownLayout(r, x.PlanTitle)
	l.Back = &page.Link{Text: x.Title, URL: "/me/life"}
	s.ownDraw(w, r, status, page.OwnPlanPage(l, v))
}

// ownWeek plans the next week for one person alone. The state is read once and
// left: the search itself holds nobody up.
func (s *Server) ownWeek(who person.UserID) (out clinic.OwnWeek, ok bool, err error) {
	var week *clinic.Week
	err = s.house.View(func(st *clinic.State) {
		today := st.Zone().Day(s.house.Now())
		week, ok = st.WeekFor(who, today+moment.Day(7-today.Weekday()))
	})
	if err != nil || !ok {
		return out, false, err
	}
	plan, err := week.Solve(clinic.PlanOptions{Seed: 1, Work: ownPlanWork, MaxMoves: -1})
	if err != nil {
		return out, false, err
	}
	err = s.house.View(func(st *clinic.State) { out = st.OwnWeek(plan, who, s.house.Now()) })
	return out, err == nil, err
}

// plan shows the changes and what they give back.
func (m *mine) plan(week clinic.OwnWeek) page.OwnPlan {
	x := m.w.Life
	v := page.OwnPlan{Now: x.Lived(week.Before), New: x.Lived(week.After), NoWay: !week.Way}
	if back := week.Before - week.After; back > 0 {
		v.Saves = x.PlanSaves(back)
	} else if len(week.Changes) > 0 {
		v.Saves = x.PlanNearer
	}
	var changes []string
	for _, c := range week.Changes {
		v.Changes = append(v.Changes, x.PlanChange(m.dayName(c.Day), minuteWords(c.Was), minuteWords(c.Now)))
		changes = append(changes, c.Day.String()+"/"+strconv.Itoa(c.Session)+"/"+strconv.Itoa(c.Now))
	}
	if len(changes) > 0 {
		v.Take = &page.Form{Action: "/me/life/plan", Command: typed{}.command(), Expect: "own",
			Hidden: []page.Pair{{Name: "times", Value: strings.Join(changes, " ")}}}
	}
	return v
}

// ownPlanTake takes the times that were shown. Each is a promise of its own and
// is asked of every rule again; one that waits for another of them is asked
// twice.
func (s *Server) ownPlanTake(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	moves := movesOf(p.get("times"), p.self(), s.zone())
	done, taken := make([]bool, len(moves)), 0
	for range 2 {
		for i, b := range moves {
			req := app.Request{Command: clinic.Command{ID: p.req.Command.ID + "-" + strconv.Itoa(i), By: p.req.Command.By,
				Body: b}}
			if done[i] {
				continue
			}
			if _, err := s.house.Do(r.Context(), req); err == nil {
				done[i], taken = true, taken+1
			}
		}
	}
	to := "/me/times?done=taken"
	if taken < len(moves) {
		to = "/me/times?done=some"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// movesMost is more visits than a week has.
const movesMost = 32

// movesOf reads times as the page writes them: day/session/minute, one after the
// other. What cannot be read is left out; the core asks of the rest whether it
// may be.
func movesOf(times string, who person.UserID, z moment.Zone) (out []clinic.MoveVisit) {
	for _, word := range strings.Fields(times) {
		part := strings.Split(word, "/")
		if len(part) != 3 || len(out) >= movesMost {
			continue
		}
		day, err := moment.ParseDay(part[0])
		session, no := strconv.Atoi(part[1])
		minute, not := strconv.Atoi(part[2])
		if err != nil || no != nil || not != nil || session < 0 || minute < 0 || minute >= 24*60 {
			continue
		}
		out = append(out, clinic.MoveVisit{PromisedTime: clinic.PromisedTime{Person: who, Day: day, Session: session,
			Due: z.At(day, minute/60, minute%60)}})
	}
	return out
}

// ownAnswer is the person's answer to times that were proposed to them.
func (s *Server) ownAnswer(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.AnswerTimes{Proposal: p.get("proposal"), Person: p.self(), Yes: p.yes("take")}
	to := "/me/times?done=kept"
	if b.Yes {
		to = "/me/times?done=moved"
	}
	p.ownFinish(w, b, to, func(prob *page.Problem) { s.drawOwnTimes(w, r, http.StatusUnprocessableEntity, prob) })
}

// proposed is what a timetable proposes to the person, until they answered.
func (m *mine) proposed() *page.OwnProposed {
	item, from, ok := m.st.ProposedTo(m.who)
	if !ok || item.Answer != clinic.AnswerOpen {
		return nil
	}
	t := m.w.Times
	v := &page.OwnProposed{Text: t.Proposed(dayWords(from)), Saves: t.SavesWeek(max(item.Saves, 0)),
		Yes: m.press("/me/times/answer", page.Pair{Name: "proposal", Value: m.st.Lives.Proposal.Proposal},
			page.Pair{Name: "take", Value: "yes"}),
		No: m.press("/me/times/answer", page.Pair{Name: "proposal", Value: m.st.Lives.Proposal.Proposal})}
	switch {
	case item.Saves < 0:
		v.Saves = t.CostsWeek(-item.Saves)
	case item.Saves == 0 && item.Weighed > 0:
		v.Saves = m.w.Life.PlanNearer
	case item.Saves == 0:
		v.Saves = t.SameWeek
	}
	for i, x := range m.st.Sessions {
		if words := weekWords(item.Times, i); words != "" {
			v.Times = append(v.Times, x.Name+": "+words)
		}
	}
	return v
}
