package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/timetable"
)

// How a week is planned: a small service while the page waits, a large one
// beside it.
const (
	planSmall    = 25 // people
	planWork     = 40 // units of the optimiser for a small service
	planWaits    = 3 * time.Second
	planLongest  = 2 * time.Minute
	plansKept    = 4
	noMovesLimit = -1
)

// weekPlans are the plans that were made last; none is kept over a restart.
type weekPlans struct {
	mu   sync.Mutex
	list []*weekJob
}

// weekJob is one plan, made or being made.
type weekJob struct {
	id   string
	done chan struct{}
	plan *clinic.WeekPlan
	err  error
}

// start plans a week beside the page, unless the same press did already.
func (k *weekPlans) start(id string, w *clinic.Week, moves int) *weekJob {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, j := range k.list {
		if j.id == id {
			return j
		}
	}
	j := &weekJob{id: id, done: make(chan struct{})}
	if k.list = append(k.list, j); len(k.list) > plansKept {
		k.list = k.list[1:]
	}
	go func() {
		defer close(j.done)
		ctx, cancel := context.WithTimeout(context.Background(), planLongest)
		defer cancel()
		o := clinic.PlanOptions{Seed: 1, MaxMoves: moves, Stop: func() bool { return ctx.Err() != nil }}
		if len(w.People) <= planSmall {
			o.Work = planWork
		}
		j.plan, j.err = w.Solve(o)
	}()
	return j
}

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

func (s *Server) planRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{"GET /times/plan": f(s.planPage), "POST /times/plan/{what}": f(s.planPress)}
}

// nextMonday is the first day of the week that is planned: the next one of which
// nothing is promised yet.
func nextMonday(st *clinic.State, now moment.Instant) moment.Day {
	from := max(st.Zone().Day(now), st.Planned) + 1
	return from + moment.Day((7-from.Weekday())%7)
}

func (s *Server) planPage(w http.ResponseWriter, r *http.Request) {
	s.drawPlan(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawPlan(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	var v page.TimesPlan
	job := s.plans.find(r.URL.Query().Get("plan"))
	ready := job != nil && job.wait(planWaits)
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		d := &planDraw{drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t}}
		v = d.view()
		switch {
		case job != nil && !ready:
			v.Running = "A plan is being made. Load this page again in a moment."
		case ready && job.err == nil:
			v.Found = d.found(job)
		case ready:
			v.Needs = append(v.Needs, "no plan was found: "+job.err.Error())
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.timesLayout(r, "Plan a week")
	l.Problem = prob
	s.draw(w, r, status, page.TimesPlanPage(l, v))
}

// planDraw is one drawing of the planning page.
type planDraw struct{ drawing }

func (d *planDraw) view() page.TimesPlan {
	monday := nextMonday(d.st, d.now)
	week := d.st.WeekToPlan(monday)
	v := page.TimesPlan{Week: "week from Monday " + dayWords(monday), Needs: week.Needs, Open: d.open()}
	if d.may(clinic.ProposeTimes{}.CommandKind()) && len(week.Needs) == 0 {
		own := d.typed.of("make")
		v.Make = &page.PlanMake{Moves: own.field("moves"), Form: page.Form{Action: "/times/plan/make",
			Command: own.command(), Hidden: []page.Pair{{Name: "form", Value: "make"}}}}
	}
	if d.may(clinic.SetPlanning{}.CommandKind()) {
		fair, drift := "", ""
		if x := d.st.Lives.Planning; x != nil {
			fair, drift = strconv.Itoa(x.Fair), strconv.Itoa(x.Drift)
		}
		f := rotaForm(d.typed, "/times/plan/weigh", "weigh", "What a plan weighs",
			"What cannot be had at once is weighed. Nothing is set for you.", "Set it",
			page.SmallField{Name: "fair", Label: "Fairness", Mode: "numeric", Field: page.Field{Value: fair},
				Hint: "Minutes of everybody's week that one minute of the person worst off is worth, beyond their own best " +
					"week. 0: it does not count."},
			page.SmallField{Name: "drift", Label: "Free drift, in minutes", Mode: "numeric", Field: page.Field{Value: drift},
				Hint: "A time may differ so much from the usual one before it counts."})
		v.Weighing = &f
	}
	return v
}

// hoursMinutes prints minutes of life: "4 h 05 min".
func hoursMinutes(n int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d h %02d min", sign, n/60, n%60)
}

func (d *planDraw) found(job *weekJob) *page.PlanFound {
	x := job.plan
	b := x.Basis
	v := &page.PlanFound{Figures: []page.Row{
		{Key: "As promised today", Value: weekOn(x.Clock.Promised, b.Promised) + d.without(x.NoTime.Promised)},
		{Key: "First come, first served", Value: weekOn(x.Clock.First, b.First) + d.without(x.NoTime.First)},
		{Key: "Proposed", Value: weekOn(x.Clock.Proposed, b.Proposed) + d.without(x.NoTime.Proposed), Loud: true}}}
	switch {
	case len(x.Errors) > 0:
		v.Saves = "No plan is shown: the second reading found a fault in it."
		v.Notes = []string{x.Errors[0].Error()}
		return v
	case len(x.Blocks) > 0:
		v.Saves = "Not everybody has a time in this plan"
		v.Proof = "Until each visit has a time nothing is proposed. See what blocks below."
	default:
		clock := x.Clock.Promised - x.Clock.Proposed
		v.Saves = "This plan " + givesWords(clock) + " a week"
		if clock <= 0 {
			v.Saves = "This plan comes nearer to the times that people wish for, and " + givesWords(clock) + " a week"
		}
		v.Proof = "Weighed with what people wish for it saves " + hoursMinutes(b.Promised-b.Proposed) +
			" against today, and " +
			"no timetable can save more than " + hoursMinutes(b.Promised-b.Least) + ": proven. " + d.againstFirst(x)
		if b.Least > b.Promised {
			v.Saves = "The times of today break rules, so they are no measure"
			v.Proof = "A timetable that keeps every rule takes at least " + hoursMinutes(b.Least) + ", weighed: proven."
		}
		v.Figures = append(v.Figures, page.Row{Key: "Proven least", Value: hoursMinutes(b.Least) + " weighed"})
	}
	if x.Broken > 0 {
		v.Notes = append(v.Notes, "The times of today break "+plural(x.Broken, "rule")+
			": somebody cannot come then, or the house holds too little.")
	}
	if len(x.Unstaffed) > 0 {
		var when []string
		for _, u := range x.Unstaffed {
			when = append(when, d.st.Sessions[u.Session].Name+" of "+dayShort(u.Day))
		}
		v.Notes = append(v.Notes, "The rota has nobody who prepares a dose then, so the staff of the access setting are "+
			"counted: "+strings.Join(when, ", ")+". Mend the rota first.")
	}
	for _, y := range x.Blocks {
		v.Blocks = append(v.Blocks, d.n.person(y.Person)+", "+d.st.Sessions[y.Session].Name+" of "+dayShort(y.Day)+": "+
			blockWords(y))
	}
	d.shares(v, x)
	if p := x.Propose("plan-" + job.id); len(x.Blocks) == 0 && len(p.Items) > 0 && d.may(p.CommandKind()) {
		v.Propose = &page.Action{Label: "Propose these times to " + peopleWords(len(p.Items)),
			Hint: "Each of them is asked. Nothing changes before they say yes.",
			Form: page.Form{Action: "/times/plan/propose", Command: app.NewCommandID(),
				Hidden: []page.Pair{{Name: "plan", Value: job.id}}}}
	}
	return v
}

// againstFirst compares with first come, first served. Where that leaves a visit
// without a time its week holds less, and is no measure.
func (d *planDraw) againstFirst(x *clinic.WeekPlan) string {
	if n := x.NoTime.First; n > 0 {
		return "First come, first served leaves " + plural(n, "visit") + " without a time."
	}
	return "Against first come, first served it " + givesWords(x.Clock.First-x.Clock.Proposed) + "; weighed, it saves " +
		hoursMinutes(x.Basis.First-x.Basis.Proposed) + "."
}

// weekOn prints what a timetable takes of a week: on a clock, and weighed.
func weekOn(clock, weighed int) string {
	return hoursMinutes(clock) + "; " + hoursMinutes(weighed) + " weighed"
}

// nearerWords says what other times give back or cost, and, where it is not the
// same, whether they are nearer to what somebody wishes for.
func nearerWords(clock, weighed int) string {
	switch {
	case weighed > clock:
		return givesWords(clock) + ", nearer to the times they wish for"
	case weighed < clock:
		return givesWords(clock) + ", farther from the times they wish for"
	}
	return givesWords(clock)
}

// givesWords says what other times give back, or cost.
func givesWords(minutes int) string {
	switch {
	case minutes < 0:
		return "costs " + hoursMinutes(-minutes)
	case minutes == 0:
		return "costs nothing"
	}
	return "gives back " + hoursMinutes(minutes)
}

func peopleWords(n int) string {
	if n == 1 {
		return "1 person"
	}
	return strconv.Itoa(n) + " people"
}

func (d *planDraw) without(n int) string {
	if n == 0 {
		return ""
	}
	return ", and " + plural(n, "visit") + " without a time"
}

func blockWords(b clinic.WeekBlock) string {
	switch {
	case b.Why == clinic.BlockBusy:
		return "the times that are taken in their life leave no room."
	case b.Why == clinic.BlockHours:
		return "opening hours and the time between two doses leave no room."
	}
	switch b.Rule {
	case timetable.RuleBooths:
		return "there are too few booths."
	case timetable.RuleObs:
		return "there are too few places in observation."
	case timetable.RulePrep:
		return "there are too few registered staff to prepare."
	case timetable.RuleStaff:
		return "there are too few staff to watch."
	case timetable.RuleGapMin:
		return "what is free is too near their other visit."
	}
	return "somebody whom they are kept apart from, or come with, is in the way."
}

func (d *planDraw) shares(v *page.PlanFound, x *clinic.WeekPlan) {
	most, who := 0, ""
	for _, y := range x.Shares {
		over := y.Proposed - y.Own
		if over > most {
			most, who = over, d.n.person(y.Person)
		}
		line := page.PlanShare{Name: d.n.person(y.Person), Today: hoursMinutes(y.Clock.Promised),
			First: hoursMinutes(y.Clock.First), Proposed: hoursMinutes(y.Clock.Proposed), Weighed: hoursMinutes(y.Proposed),
			Own: hoursMinutes(y.Own), Changes: "nothing"}
		if n := len(y.Changes); n > 0 {
			line.Changes = plural(n, "visit") + " at another time, " +
				nearerWords(y.Clock.Promised-y.Clock.Proposed, y.Promised-y.Proposed)
		}
		switch {
		case y.Fixed == clinic.FixedKeeps:
			line.Changes = "nothing: they keep their times"
		case y.Fixed == clinic.FixedGap:
			line.Changes = "nothing: their pack sets no time between two doses"
		case !y.Way:
			line.Changes += "; the way here is not told"
		}
		v.Shares = append(v.Shares, line)
	}
	v.Worst = "Nobody carries more than they would alone in the house."
	if most > 0 {
		v.Worst = "The most that anybody carries beyond what they would alone in the house, weighed: " +
			hoursMinutes(most) + " (" + who + ")."
	}
}

var answerWords = map[clinic.ProposalAnswer]string{clinic.AnswerOpen: "Not answered yet",
	clinic.AnswerNo: "Keeps their times", clinic.AnswerWaits: "Said yes; waits until there is room",
	clinic.AnswerAgreed: "Said yes; it holds"}

// open is the newest proposal.
func (d *planDraw) open() *page.PlanOpen {
	p := d.st.Lives.Proposal
	if p == nil {
		return nil
	}
	v := &page.PlanOpen{Title: "Proposed times from " + dayWords(p.From), Lead: "Proposed by " + d.n.staff(p.By) + ", " +
		stamp(d.z, d.now, p.At) + ". People answer on their own pages, or tell staff."}
	open := 0
	for _, x := range p.Items {
		line := page.PlanAsked{Name: d.n.person(x.Person), URL: "/times/lives/" + string(x.Person),
			State: answerWords[x.Answer], Gives: "Gives back " + hoursMinutes(x.Saves) + " a week"}
		switch {
		case x.Saves <= 0 && x.Weighed > x.Saves && x.Weighed > 0:
			line.Gives = "Nearer to the times they wish for; " + givesWords(x.Saves) + " a week"
		case x.Saves < 0:
			line.Gives = "Costs " + hoursMinutes(-x.Saves) + " a week, so that others can come"
		case x.Saves == 0:
			line.Gives = "Costs them nothing, and others can come"
		}
		var times []string
		for i, session := range d.st.Sessions {
			if w := weekWords(x.Times, i); w != "" {
				times = append(times, session.Name+" "+w)
			}
		}
		line.Times = strings.Join(times, "; ")
		if x.Answer == clinic.AnswerOpen && d.may(clinic.AnswerTimes{}.CommandKind()) {
			open++
			for _, a := range []struct{ label, kind, yes string }{{"They said yes", "", "yes"},
				{"They keep their times", "secondary", ""}} {
				line.Acts = append(line.Acts, page.Action{Label: a.label, Kind: a.kind, Form: page.Form{
					Action: "/times/plan/answer", Command: app.NewCommandID(), Hidden: []page.Pair{
						{Name: "proposal", Value: p.Proposal}, {Name: "person", Value: string(x.Person)},
						{Name: "yes", Value: a.yes}}}})
			}
		}
		v.Lines = append(v.Lines, line)
	}
	if open > 1 {
		v.All = &page.Action{Label: "All " + strconv.Itoa(open) + " said yes", Kind: "secondary",
			Hint: "Only when you asked each of them.", Form: page.Form{Action: "/times/plan/all", Command: app.NewCommandID(),
				Hidden: []page.Pair{{Name: "proposal", Value: p.Proposal}}}}
	}
	return v
}

// planPress answers the forms of the page.
func (s *Server) planPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	again := func(prob *page.Problem, _ error) {
		s.drawPlan(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	}
	switch r.PathValue("what") {
	case "make":
		s.makePlan(w, r, p)
	case "weigh":
		body := clinic.SetPlanning{Fair: int(p.whole("fair", "Fairness", 0, 1000)),
			Drift: int(p.whole("drift", "Free drift", 0, 240))}
		p.anchor("-" + p.get("form"))
		p.finish(w, body, "/times/plan", again)
	case "propose":
		job := s.plans.find(p.get("plan"))
		if job == nil || !job.wait(0) || job.plan == nil {
			p.wrong("", "This plan is no longer kept: plan the week again.")
			p.finish(w, nil, "", again)
			return
		}
		p.finish(w, job.plan.Propose("plan-"+job.id), "/times/plan", again)
	case "answer":
		p.finish(w, clinic.AnswerTimes{Proposal: p.get("proposal"), Person: person.UserID(p.get("person")),
			Yes: p.yes("yes")}, "/times/plan", again)
	case "all":
		s.allSaidYes(w, r, p, again)
	default:
		s.missing(w, r, "There is no such form.")
	}
}

// makePlan starts a plan and leads to where it will be.
func (s *Server) makePlan(w http.ResponseWriter, r *http.Request, p *press) {
	moves := noMovesLimit
	if p.get("moves") != "" {
		moves = int(p.whole("moves", "Days that may move", 0, 100_000))
	}
	if !p.ok() {
		s.drawPlan(w, r, http.StatusUnprocessableEntity, &page.Problem{Lines: p.lines}, p.typed())
		return
	}
	var week *clinic.Week
	if err := s.house.View(func(st *clinic.State) { week = st.WeekToPlan(nextMonday(st, s.house.Now())) }); err != nil {
		s.fault(w, r, err)
		return
	}
	if len(week.Needs) > 0 {
		s.drawPlan(w, r, http.StatusUnprocessableEntity, nil, p.typed())
		return
	}
	s.plans.start(p.req.Command.ID, week, moves)
	http.Redirect(w, r, "/times/plan?plan="+p.req.Command.ID, http.StatusSeeOther)
}

// allSaidYes gives the yes of each person whose answer is open, one command
// each: the first that is refused is shown, and those before it stand.
func (s *Server) allSaidYes(w http.ResponseWriter, r *http.Request, p *press, again func(*page.Problem, error)) {
	var open []person.UserID
	err := s.house.View(func(st *clinic.State) {
		if x := st.Lives.Proposal; x != nil && x.Proposal == p.get("proposal") {
			for _, i := range x.Items {
				if i.Answer == clinic.AnswerOpen {
					open = append(open, i.Person)
				}
			}
		}
	})
	id := p.req.Command.ID
	for i, who := range open {
		p.req.Command.ID = fmt.Sprintf("%s-%d", id, i)
		if err == nil {
			_, err = p.send(clinic.AnswerTimes{Proposal: p.get("proposal"), Person: who, Yes: true})
		}
	}
	switch prob, known := p.problem(err); {
	case !known:
		s.fault(w, r, err)
	case prob != nil:
		again(prob, err)
	default:
		http.Redirect(w, r, "/times/plan", http.StatusSeeOther)
	}
}
