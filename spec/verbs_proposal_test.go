package spec

import (
	"fmt"
	"sort"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/person"
)

func init() {
	verbs["planning"], verbs["stays"], verbs["propose"], verbs["yes"], verbs["no"] = planning, stays, propose, yes, saysNo
}

func planning(_ *script, a args, _ *app.Request) clinic.Body {
	return clinic.SetPlanning{Fair: a.number("fair"), Drift: a.number("drift"), Habit: a["habit"] == "yes"}
}

// stays p1, stays p1 until_asked
func stays(_ *script, a args, _ *app.Request) clinic.Body {
	return clinic.KeepTimes{Person: person.UserID(a["0"]), Keep: a["1"] == ""}
}

// propose x1 from=2026-03-09 p1=09:00/14:30 p2=none/15:00: the same on every day.
func propose(s *script, a args, _ *app.Request) clinic.Body {
	b := clinic.ProposeTimes{Proposal: a["0"], From: date(s, a["from"])}
	for k, w := range a {
		if !strings.HasPrefix(k, "p") {
			continue
		}
		var day []int
		for _, t := range strings.Split(w, "/") {
			day = append(day, minutes(t))
		}
		b.Items = append(b.Items, clinic.ProposedTime{Person: person.UserID(k), Times: clinic.EveryDay(day), Saves: 30})
	}
	sort.Slice(b.Items, func(i, j int) bool { return b.Items[i].Person < b.Items[j].Person })
	return b
}

func yes(_ *script, a args, _ *app.Request) clinic.Body {
	return clinic.AnswerTimes{Proposal: a["0"], Person: person.UserID(a["1"]), Yes: true}
}

func saysNo(_ *script, a args, _ *app.Request) clinic.Body {
	return clinic.AnswerTimes{Proposal: a["0"], Person: person.UserID(a["1"])}
}

// lookWeek plans a week: "week 2026-03-09" answers what it takes from everybody
// in minutes, and "week 2026-03-09 of=p1" when somebody would come.
func (s *script) lookWeek(a args) string {
	w := s.e.state().WeekToPlan(date(s, a["0"]))
	if len(w.Needs) > 0 {
		return "set first: " + strings.Join(w.Needs, "; ")
	}
	p, err := w.Solve(clinic.PlanOptions{Seed: 1, Work: 40, MaxMoves: -1})
	if err != nil {
		s.t.Fatal(err)
	}
	if len(p.Errors) > 0 {
		return "breaks " + p.Errors[0].Error()
	}
	if a["of"] == "" {
		out := fmt.Sprintf("today %d, first come %d, proposed %d, least %d", p.Basis.Promised, p.Basis.First,
			p.Basis.Proposed, p.Basis.Least)
		for _, b := range p.Blocks {
			out += fmt.Sprintf("; %s has no time in session %d of %s: %s %s", b.Person, b.Session, b.Day, b.Why, b.Rule)
		}
		return strings.TrimSpace(out)
	}
	for _, x := range p.Shares {
		if string(x.Person) == a["of"] {
			var out []string
			for _, t := range x.Times[0] {
				out = append(out, clock(t))
			}
			return strings.TrimSpace(strings.Join(out, " ") + " " + string(x.Fixed))
		}
	}
	return "not in the week"
}
