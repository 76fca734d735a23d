package web

import (
	"context"
	"fmt"
	"sync"
	"time"

	"steady/clinic"
	"steady/moment"
)

// How a week is planned: a small service while the page waits, a large one
// beside it.
const (
	planSmall    = 25 // people
	planWork     = 40 // units of the optimiser for a small service
	planWaits    = 3 * time.Second
	planLongest  = 2 * time.Minute
	plansKept    = 8
	noMovesLimit = -1
)

// planAsked is what a plan of a week is asked for.
type planAsked struct {
	moves int // days that may move; noMovesLimit is any
	habit bool
}

// weekPlans are the plans that were made last. They are kept for speed alone: a
// plan depends on the week and on what was asked for, so that after a restart the
// same page makes the same one again. One is made at a time.
type weekPlans struct {
	mu   sync.Mutex
	list []*weekJob
	turn sync.Mutex
}

// weekJob is one plan, made or being made.
type weekJob struct {
	id    string
	asked planAsked
	done  chan struct{}
	plan  *clinic.WeekPlan
	err   error
}

// start plans a week beside the page, unless that was done already.
func (k *weekPlans) start(w *clinic.Week, asked planAsked) *weekJob {
	id := fmt.Sprintf("%s-%d-%t", w.ID(), asked.moves+1, asked.habit)
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, j := range k.list {
		if j.id == id {
			return j
		}
	}
	j := &weekJob{id: id, asked: asked, done: make(chan struct{})}
	if k.list = append(k.list, j); len(k.list) > plansKept {
		k.list = k.list[1:]
	}
	go func() {
		defer close(j.done)
		k.turn.Lock()
		defer k.turn.Unlock()
		ctx, cancel := context.WithTimeout(context.Background(), planLongest)
		defer cancel()
		o := clinic.PlanOptions{Seed: 1, MaxMoves: asked.moves, Habit: asked.habit,
			Stop: func() bool { return ctx.Err() != nil }}
		if smallWeek(w) {
			o.Work = planWork
		}
		j.plan, j.err = w.Solve(o)
	}()
	return j
}

// smallWeek is a week that is planned whenever somebody looks at it.
func smallWeek(w *clinic.Week) bool { return len(w.People) <= planSmall }

func (k *weekPlans) find(id string) *weekJob {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, j := range k.list {
		if j.id == id {
			return j
		}
	}
	return nil
}

// wait says whether a plan is ready, after a moment at most.
func (j *weekJob) wait(most time.Duration) bool {
	select {
	case <-j.done:
		return true
	default:
	}
	t := time.NewTimer(most)
	defer t.Stop()
	select {
	case <-j.done:
		return true
	case <-t.C:
		return false
	}
}

// found is the plan once it is ready and passed its second reading; nil before.
func (j *weekJob) found() *clinic.WeekPlan {
	if j == nil || !j.wait(0) || j.err != nil || len(j.plan.Errors) > 0 {
		return nil
	}
	return j.plan
}

// nextMonday is the first day of the week that is planned: the next one of which
// nothing is promised yet.
func nextMonday(st *clinic.State, now moment.Instant) moment.Day {
	from := max(st.Zone().Day(now), st.Planned) + 1
	return from + moment.Day((7-from.Weekday())%7)
}

// nextWeek reads the week that is planned next, and whether it is planned with
// habits where nobody says otherwise. The state is read once and left.
func (s *Server) nextWeek() (week *clinic.Week, habit bool, err error) {
	err = s.house.View(func(st *clinic.State) {
		week = st.WeekToPlan(nextMonday(st, s.house.Now()))
		habit = st.Lives.Planning != nil && st.Lives.Planning.Habit
	})
	return week, habit, err
}
