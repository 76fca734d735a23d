package web

import (
	"slices"
	"time"

	"steady/clinic"
	"steady/internal/web/page"
)

// ownWaits is how long somebody's own page waits for the plan of the week. Where
// it is not ready it is shown the next time.
const ownWaits = 1500 * time.Millisecond

// plannedWeek is the plan of the next week of a service that is planned whenever
// somebody looks; nil where there is none.
func (s *Server) plannedWeek() (*clinic.WeekPlan, error) {
	week, habit, err := s.nextWeek()
	if err != nil || len(week.Needs) > 0 || !smallWeek(week) {
		return nil, err
	}
	job := s.plans.start(week, planAsked{noMovesLimit, habit})
	job.wait(ownWaits)
	return job.found(), nil
}

// weekPlan tells somebody what their own week takes: now, if people chose in the
// order they came, and with a plan made round everybody. It tells of nobody else.
func (m *mine) weekPlan(plan *clinic.WeekPlan) *page.OwnWeekPlan {
	if plan == nil || len(plan.Blocks) > 0 {
		return nil
	}
	i := slices.IndexFunc(plan.Shares, func(x clinic.WeekShare) bool { return x.Person == m.who })
	if i < 0 {
		return nil
	}
	x, t := plan.Shares[i], m.w.Times
	c := x.Clock
	v := &page.OwnWeekPlan{Title: t.WeekTitle, Gives: t.WeekFits, Look: page.Link{Text: t.WeekLook, URL: "/me/life/plan"}}
	v.Says = append(v.Says, t.WeekNow(c.Promised))
	if plan.NoTime.First == 0 { // else its hours are no measure: somebody has no time at all
		v.Says = append(v.Says, t.WeekFirst(c.First))
	}
	if c.Proposed < c.Promised {
		v.Says = append(v.Says, t.WeekPlan(c.Proposed))
		v.Gives = t.WeekGives(c.Promised - c.Proposed)
	}
	if !x.Way {
		v.Says = append(v.Says, t.NoWay)
	}
	return v
}
