package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/web/page"
	"steady/person"
	"steady/timetable"
)

func (s *Server) planRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{"GET /times/plan": f(s.planPage), "POST /times/plan/{what}": f(s.planPress)}
}

func (s *Server) planPage(w http.ResponseWriter, r *http.Request) {
	s.drawPlan(w, r, http.StatusOK, nil, typed{})
}

// planJobs are the plan that a page asks for and the one with, or without,
// habits beside it; nil where none is made by itself.
func (s *Server) planJobs(r *http.Request) (this, other *weekJob, asked planAsked, err error) {
	week, habit, err := s.nextWeek()
	q := r.URL.Query()
	asked = planAsked{noMovesLimit, habit}
	if n, no := strconv.Atoi(q.Get("moves")); no == nil && n >= 0 {
		asked.moves = n
	}
	if by := q.Get("by"); by != "" {
		asked.habit = by == "habit"
	}
	if err != nil || len(week.Needs) > 0 || !smallWeek(week) && q.Get("go") == "" {
		return nil, nil, asked, err
	}
	this = s.plans.start(week, asked)
	if this.wait(planWaits) && smallWeek(week) {
		other = s.plans.start(week, planAsked{asked.moves, !asked.habit})
		other.wait(planWaits)
	}
	return this, other, asked, nil
}

// planURL is the page of a plan.
func planURL(a planAsked) string {
	q := url.Values{"by": {"day"}, "go": {"yes"}}
	if a.habit {
		q.Set("by", "habit")
	}
	if a.moves >= 0 {
		q.Set("moves", strconv.Itoa(a.moves))
	}
	return "/times/plan?" + q.Encode()
}

func (s *Server) drawPlan(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	var v page.TimesPlan
	job, other, asked, err := s.planJobs(r)
	if err == nil {
		err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
			d := &planDraw{drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t}}
			v = d.view(asked)
			switch {
			case job != nil && !job.wait(0):
				v.Running = "A plan is being made. Load this page again in a moment."
			case job != nil && job.err == nil:
				v.Found = d.found(job)
				v.Other = d.other(job, other)
			case job != nil:
				v.Needs = append(v.Needs, "no plan was found: "+job.err.Error())
			}
		})
	}
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

func (d *planDraw) view(asked planAsked) page.TimesPlan {
	monday := nextMonday(d.st, d.now)
	week := d.st.WeekToPlan(monday)
	v := page.TimesPlan{Week: "week from Monday " + dayWords(monday), Needs: week.Needs, Open: d.open()}
	if d.may(clinic.ProposeTimes{}.CommandKind()) && len(week.Needs) == 0 {
		own := d.typed.of("make")
		v.Make = &page.PlanMake{Moves: own.field("moves"), By: own.pick("by"), Choices: planBy,
			Form: page.Form{Action: "/times/plan/make", Command: own.command(),
				Hidden: []page.Pair{{Name: "form", Value: "make"}}}}
		if own.v == nil {
			v.Make.By.Value = byDay
			if asked.habit {
				v.Make.By.Value = byHabit
			}
			if asked.moves >= 0 {
				v.Make.Moves.Value = strconv.Itoa(asked.moves)
			}
		}
	}
	if d.may(clinic.SetPlanning{}.CommandKind()) {
		v.Weighing = d.weighing()
	}
	return v
}

// By what the times of a person are chosen.
const (
	byDay   = "day"
	byHabit = "habit"
)

var planBy = []page.Choice{{Value: byDay, Label: "whatever saves the most on each day"},
	{Value: byHabit, Label: "one time a dose for the whole week, to get used to"}}

// weighing is the form of what a plan weighs.
func (d *planDraw) weighing() *page.SmallForm {
	fair, drift, by := "", "", byDay
	if x := d.st.Lives.Planning; x != nil {
		fair, drift = strconv.Itoa(x.Fair), strconv.Itoa(x.Drift)
		if x.Habit {
			by = byHabit
		}
	}
	f := rotaForm(d.typed, "/times/plan/weigh", "weigh", "What a plan weighs",
		"What cannot be had at once is weighed. Nothing is set for you.", "Set it",
		page.SmallField{Name: "fair", Label: "Fairness", Mode: "numeric", Field: page.Field{Value: fair},
			Hint: "Minutes of everybody's week that one minute of the person worst off is worth, beyond their own best " +
				"week. 0: it does not count."},
		page.SmallField{Name: "drift", Label: "Free drift, in minutes", Mode: "numeric", Field: page.Field{Value: drift},
			Hint: "A time may differ so much from the usual one before it counts."},
		page.SmallField{Name: "by", Label: "Each person comes at", Choices: planBy, Field: page.Field{Value: by},
			Hint: "The page shows what the other one would cost."})
	return &f
}

// hoursMinutes prints minutes of life: "4 h 05 min".
func hoursMinutes(n int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d h %02d min", sign, n/60, n%60)
}

// found tells a plan in hours on a clock, which is what people live by.
func (d *planDraw) found(job *weekJob) *page.PlanFound {
	x := job.plan
	v := &page.PlanFound{Figures: []page.Row{
		{Key: "As promised today", Value: hoursMinutes(x.Clock.Promised) + d.without(x.NoTime.Promised)},
		{Key: "First come, first served", Value: hoursMinutes(x.Clock.First) + d.without(x.NoTime.First)},
		{Key: "This plan", Value: hoursMinutes(x.Clock.Proposed) + d.without(x.NoTime.Proposed), Loud: true}}}
	switch {
	case len(x.Errors) > 0:
		v.Saves = "No plan is shown: the second reading found a fault in it."
		v.Notes, v.Figures = []string{x.Errors[0].Error()}, nil
		return v
	case len(x.Blocks) > 0:
		v.Saves = "Not everybody has a time in this plan"
		v.Proof = "Until each visit has a time nothing is proposed. See what blocks below."
	default:
		v.Saves = "This plan " + againstBoth(x)
		v.Proof = "No timetable can take fewer than " + hoursMinutes(x.LeastClock) + " of these people's week: so against " +
			"first come, first served no timetable can save more than " + hoursMinutes(max(0, x.Clock.First-x.LeastClock)) +
			". That is proven."
		if n := x.NoTime.First; n > 0 {
			v.Proof = "No timetable can take fewer than " + hoursMinutes(x.LeastClock) + " of these people's week: proven. " +
				"First come, first served leaves " + plural(n, "visit") + " without a time, so its hours are no measure."
		}
		v.Figures = append(v.Figures, page.Row{Key: "Proven least", Value: hoursMinutes(x.LeastClock)})
	}
	d.weighed(v, x)
	d.notes(v, x)
	for _, y := range x.Blocks {
		v.Blocks = append(v.Blocks, d.n.person(y.Person)+", "+d.st.Sessions[y.Session].Name+" of "+dayShort(y.Day)+": "+
			blockWords(y))
	}
	d.shares(v, x)
	if p := x.Propose("plan-" + job.id); len(x.Blocks) == 0 && len(p.Items) > 0 && d.may(p.CommandKind()) {
		v.Propose = &page.Action{Label: "Propose these times to " + peopleWords(len(p.Items)),
			Hint: "Each of them is asked. Nothing changes before they say yes.",
			Form: page.Form{Action: "/times/plan/propose", Command: app.NewCommandID(),
				Hidden: []page.Pair{{Name: "plan", Value: job.id}, {Name: "by", Value: planURL(job.asked)}}}}
	}
	return v
}

// againstBoth says what a plan gives back beside first come, first served, where
// that is a measure, and beside today.
func againstBoth(x *clinic.WeekPlan) string {
	today := givesWords(x.Clock.Promised - x.Clock.Proposed)
	if x.NoTime.First > 0 {
		return today + " a week against today"
	}
	first := givesWords(x.Clock.First - x.Clock.Proposed)
	return first + " a week against first come, first served; against today it " + today
}

// weighed is the plan in what it makes as small as can be.
func (d *planDraw) weighed(v *page.PlanFound, x *clinic.WeekPlan) {
	b := x.Basis
	v.Weighed = []page.Row{{Key: "As promised today", Value: hoursMinutes(b.Promised) + " weighed"},
		{Key: "First come, first served", Value: hoursMinutes(b.First) + " weighed"},
		{Key: "This plan", Value: hoursMinutes(b.Proposed) + " weighed"}}
	if len(x.Blocks) == 0 {
		v.Weighed = append(v.Weighed, page.Row{Key: "Proven least", Value: hoursMinutes(b.Least) + " weighed"})
	}
}

// notes say what stands behind the figures.
func (d *planDraw) notes(v *page.PlanFound, x *clinic.WeekPlan) {
	if x.Habit {
		says := "Each person has one time a dose for the whole week. No visit is farther from it than "
		if x.Strays > 0 {
			says = "Each person has one time a dose for the whole week. " + plural(x.Strays, "visit") +
				" cannot be so: farther from it than "
		}
		v.Notes = append(v.Notes, says+strconv.Itoa(x.Life.Rules.UsualTol)+" minutes.")
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
}

// other compares with the plan that chooses times the other way.
func (d *planDraw) other(job, other *weekJob) *page.PlanOther {
	if other == nil {
		return nil
	}
	v := &page.PlanOther{Says: "How the other way compares is being worked out: load this page again in a moment.",
		Link: page.Link{Text: "Plan it so", URL: planURL(other.asked)}}
	v.Title = "Instead: " + planBy[0].Label
	if other.asked.habit {
		v.Title = "Instead: " + planBy[1].Label
	}
	this, that := job.found(), other.found()
	switch {
	case !other.wait(0) || this == nil:
		return v
	case that == nil || len(that.Blocks) > 0:
		v.Says = "So not everybody has a time."
		return v
	}
	more := that.Clock.Proposed - this.Clock.Proposed
	switch {
	case more > 0:
		v.Says = "It takes " + hoursMinutes(more) + " more of people's week than this plan."
	case more < 0:
		v.Says = "It takes " + hoursMinutes(-more) + " less of people's week than this plan."
	default:
		v.Says = "It takes as many hours of people's week as this plan."
	}
	v.Says += " Either way no timetable can take fewer than " + hoursMinutes(that.LeastClock) + ": proven."
	if that.Habit {
		v.Says += " " + plural(that.Strays, "visit") + " would be farther from the habit than " +
			strconv.Itoa(that.Life.Rules.UsualTol) + " minutes."
	}
	return v
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

// peopleWords words a number of people.
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
	back := func(y clinic.WeekShare) int { return y.Clock.First - y.Clock.Proposed }
	shares := slices.Clone(x.Shares) // whom it gives back most first
	slices.SortStableFunc(shares, func(a, b clinic.WeekShare) int { return back(b) - back(a) })
	for _, y := range shares {
		over := y.Proposed - y.Own
		if over > most {
			most, who = over, d.n.person(y.Person)
		}
		line := page.PlanShare{Name: d.n.person(y.Person), Today: hoursMinutes(y.Clock.Promised),
			First: hoursMinutes(y.Clock.First), Proposed: hoursMinutes(y.Clock.Proposed),
			Back: hoursMinutes(back(y)), Changes: "nothing"}
		if back(y) == 0 {
			line.Back = "the same"
		}
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
		if x.Habit && len(y.Habits) > 0 {
			line.Changes += "; comes at " + habitWords(y.Habits)
		}
		v.Shares = append(v.Shares, line)
	}
	v.Most = "Against first come, first served it gives nobody an hour back."
	var gain []string
	for _, y := range shares {
		if back(y) >= 60 && len(gain) < 5 {
			gain = append(gain, d.n.person(y.Person)+" "+hoursMinutes(back(y)))
		}
	}
	if len(gain) > 0 {
		v.Most = "Against first come, first served it gives back most to " + strings.Join(gain, ", ") + "."
	}
	v.Worst = "Nobody carries more than they would alone in the house."
	if most > 0 {
		v.Worst = "The most that anybody carries beyond what they would alone in the house, weighed: " +
			hoursMinutes(most) + " (" + who + ")."
	}
}

// habitWords names the times of a habit: "09:00 and 14:30".
func habitWords(habits []int) string {
	var out []string
	for _, at := range habits {
		if at != timetable.None {
			out = append(out, minuteWords(at))
		}
	}
	return strings.Join(out, " and ")
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
			Drift: int(p.whole("drift", "Free drift", 0, 240)), Habit: p.get("by") == byHabit}
		p.anchor("-" + p.get("form"))
		p.finish(w, body, "/times/plan", again)
	case "propose":
		s.proposePlan(w, r, p)
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
	http.Redirect(w, r, planURL(planAsked{moves, p.get("by") == byHabit}), http.StatusSeeOther)
}

// proposePlan proposes the plan that was shown. After a restart, or where others
// were made since, it is made again; where the week is no longer the same, the
// plan of today is shown and nothing is proposed.
func (s *Server) proposePlan(w http.ResponseWriter, r *http.Request, p *press) {
	again := func(prob *page.Problem, _ error) {
		s.drawPlan(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	}
	if from, err := url.Parse(p.get("by")); err == nil {
		r.URL.RawQuery = from.RawQuery
	}
	id := p.get("plan")
	job := s.plans.find(id)
	if job == nil {
		if made, _, _, err := s.planJobs(r); err == nil && made != nil && made.id == id {
			job = made
		}
	}
	if job == nil || !job.wait(planWaits) || job.plan == nil {
		p.wrong("", "The week has changed since this plan was made. Look at the new one, then propose it.")
		p.finish(w, nil, "", again)
		return
	}
	p.finish(w, job.plan.Propose("plan-"+p.req.Command.ID), "/times/plan", again)
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
