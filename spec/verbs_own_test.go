package spec

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/person"
)

func init() {
	maps.Copy(verbs, map[string]func(*script, args, *app.Request) clinic.Body{
		"better": better, "side": tellSide, "goal": setGoal, "step": addStep, "mark": markStep,
		"aside": endGoal, "checkin": checkIn,
		"seeto": seeTo, "say": say, "follow": follow, "ownpages": ownPages,
	})
}

// better p1 words=to_sleep, better p1 still=yes
func better(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.DescribeBetter{Person: person.UserID(a["0"]), Words: r.KeepIf(a["0"], "better", a["words"]),
		Still: a["still"] == "yes"}
}

// side p1 gives words=i_sleep
func tellSide(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.TellSide{Person: person.UserID(a["0"]), Side: clinic.Side(a["1"]),
		Words: r.Keep(a["0"], "side", a["words"])}
}

// goal p1 g1 home words=a_key_of_my_own author=joint
func setGoal(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.SetGoal{Person: person.UserID(a["0"]), Goal: a["1"], Area: clinic.GoalArea(a["2"]),
		Author: clinic.GoalAuthor(a.or("author", "person")), Words: r.Keep(a["0"], "goal", a["words"])}
}

// step p1 g1 words=ring_the_housing_office
func addStep(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.AddStep{Person: person.UserID(a["0"]), Goal: a["1"], Words: r.Keep(a["0"], "goal_step", a["words"])}
}

// mark p1 g1 1 done
func markStep(_ *script, a args, _ *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["2"])
	return clinic.MarkStep{Person: person.UserID(a["0"]), Goal: a["1"], Step: n, Mark: clinic.StepMark(a["3"])}
}

// aside p1 g1 there
func endGoal(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.EndGoal{Person: person.UserID(a["0"]), Goal: a["1"], How: clinic.GoalEnd(a["2"]),
		Words: r.KeepIf(a["0"], "goal_end", a["words"])}
}

// checkin p1 mood=bad sleep=good pain=some craving=lot ask=help words=…
func checkIn(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.CheckIn{Person: person.UserID(a["0"]), Mood: clinic.Feeling(a["mood"]),
		Sleep: clinic.Feeling(a["sleep"]), Pain: clinic.Amount(a["pain"]), Craving: clinic.Amount(a["craving"]),
		Ask: clinic.Ask(a["ask"]), Words: r.KeepIf(a["0"], "check_in", a["words"])}
}

func seeTo(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.SeeTo{Person: person.UserID(a["0"]), Words: r.KeepIf(a["0"], "seen_to", a["words"])}
}

// say m1 complaint person=p1 words=… reader=manager
func say(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.SaySomething{Note: a["0"], Kind: clinic.NoteKind(a["1"]), Person: person.UserID(a["person"]),
		Reader: clinic.NoteReader(a["reader"]), Words: r.Keep(a["0"], "said", a["words"])}
}

// follow m1 answered words=…
func follow(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.FollowNote{Note: a["0"], Stage: clinic.NoteStage(a["1"]), Words: r.KeepIf(a["0"], "answer", a["words"])}
}

// ownpages days=7 call=… emergency=…
func ownPages(_ *script, a args, r *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["days"])
	return clinic.SetOwnPages{AnswerDays: n, Arrive: a["arrive"] == "yes", Call: r.KeepIf("service", "call", a["call"]),
		Emergency: r.KeepIf("service", "emergency", a["emergency"])}
}

// lookOwn says what stands on somebody's own pages, who asked to talk, and
// which notes there are. By is who looks.
func (s *script) lookOwn(verb string, a args) string {
	st := s.e.state()
	var out []string
	switch verb {
	case "goals":
		o := st.OwnOf(person.UserID(a["0"]))
		for _, g := range o.Goals {
			t := fmt.Sprintf("%s %s by %s", g.Goal, g.Area, g.Author)
			for _, x := range g.Steps {
				t += " " + string(x.Mark)
			}
			out = append(out, t)
		}
		for _, g := range o.Aside {
			out = append(out, fmt.Sprintf("%s aside %s", g.Goal, g.Ended.How))
		}
	case "asked":
		for _, id := range st.AskedInOrder() {
			x := st.OwnOf(id).Asked
			out = append(out, fmt.Sprintf("%s %s since %s", id, x.Ask, st.Zone().Clock(x.Since)))
		}
	case "notes":
		for _, n := range st.NotesInOrder(st.Staff[person.StaffID(a["by"])].Has(person.Manager)) {
			t := fmt.Sprintf("%s %s %s since %s %s", n.Note, n.Kind, n.Stage, st.Zone().Day(n.Since), st.Zone().Clock(n.Since))
			if n.Person != "" {
				t += " of " + string(n.Person)
			}
			if st.NoteLate(n, s.day) {
				t += ", late"
			}
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, "; ")
}
