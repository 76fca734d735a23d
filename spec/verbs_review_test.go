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
		"askreview": askReview, "review": writeReview, "answer_review": answerReview, "passreview": passReview,
		"onward": planOnward, "equivalent": writeEquivalent, "giverecord": giveRecord, "letout": letOut,
	})
}

// askreview p1 words=my_times
func askReview(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.AskReview{Person: person.UserID(a["0"]), Words: r.KeepIf(a["0"], "review", a["words"])}
}

// review p1 r1 due=+0 gives=… takes=… talk=… plan=ring_them:person,find_papers:both until=+7
func writeReview(s *script, a args, r *app.Request) clinic.Body {
	id := a["0"]
	b := clinic.WriteReview{Person: person.UserID(id), Review: a["1"], Due: date(s, a["due"]),
		Gives: r.KeepIf(id, "review", a["gives"]), Takes: r.KeepIf(id, "review", a["takes"]),
		Talk: r.KeepIf(id, "review", a["talk"])}
	for _, x := range strings.Split(a["plan"], ",") {
		if words, does, _ := strings.Cut(x, ":"); x != "" {
			b.Plan = append(b.Plan, clinic.PlanLine{Words: r.Keep(id, "plan", words), Does: clinic.PlanDoer(does),
				Until: date(s, a["until"])})
		}
	}
	return b
}

// answer_review p1 r1 rev=1 how=own no=yes words=…
func answerReview(_ *script, a args, r *app.Request) clinic.Body {
	rev, _ := strconv.Atoi(a["rev"])
	return clinic.AnswerReview{Person: person.UserID(a["0"]), Review: a["1"], Rev: rev, How: clinic.AgreeHow(a["how"]),
		Not: a["no"] == "yes", Words: r.KeepIf(a["0"], "review", a["words"])}
}

// passreview p1 due=+0
func passReview(s *script, a args, r *app.Request) clinic.Body {
	return clinic.PassReview{Person: person.UserID(a["0"]), Due: date(s, a["due"]),
		Words: r.KeepIf(a["0"], "review", a["words"])}
}

// onward p1 oral_elsewhere to=harbour_street call=dr_lee
func planOnward(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.PlanOnward{Person: person.UserID(a["0"]), Route: clinic.OnwardRoute(a["1"]),
		Receives: r.Keep(a["0"], "onward", a["to"]), Call: r.Keep(a["0"], "onward", a["call"])}
}

// equivalent p1 words=…
func writeEquivalent(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.WriteEquivalent{Person: person.UserID(a["0"]), Words: r.Keep(a["0"], "equivalent", a["words"])}
}

// giverecord p1 all hand identity=born
func giveRecord(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.GiveRecord{Person: person.UserID(a["0"]), What: clinic.RecordPart(a["1"]), To: clinic.RecordTo(a["2"]),
		Identity: a["identity"], Receives: r.KeepIf(a["0"], "onward", a["receives"]),
		Digest: a.or("digest", strings.Repeat("0a", 32))}
}

// letout p1 3 reason=…
func letOut(_ *script, a args, r *app.Request) clinic.Body {
	n, _ := strconv.ParseInt(a["1"], 10, 64)
	return clinic.LetOut{Person: person.UserID(a["0"]), Entry: n, Reason: r.Keep(a["0"], "let_out", a["reason"])}
}

// lookReview says who waits for a review, how somebody's reviews stand, and who
// has no continuity plan.
func (s *script) lookReview(verb string, a args) string {
	st := s.e.state()
	var out []string
	switch verb {
	case "reviews_due":
		for _, d := range st.ReviewsDue(s.day) {
			t := string(d.Person)
			if d.Due != 0 {
				t += " due " + d.Due.String()
			}
			if len(d.Passed) > 0 {
				t += fmt.Sprintf(" serves %d before", len(d.Passed))
			}
			if d.Asked != 0 {
				t += " asked"
			}
			if d.Open {
				t += " open"
			}
			out = append(out, t+" next "+d.Next.String())
		}
	case "reviews":
		al := st.AlongOf(person.UserID(a["0"]))
		if r := al.Open; r != nil {
			out = append(out, fmt.Sprintf("%s open rev %d theirs %s ours %s, %d words beside", r.Review, r.Rev,
				agreed(r.Theirs), agreed(r.Ours), len(r.Said)))
		}
		for _, r := range al.Held {
			out = append(out, fmt.Sprintf("%s held by %s, %d lines", r.Review, r.By, len(r.Plan)))
		}
	case "without_onward":
		none, old := st.WithoutOnward()
		for _, id := range none {
			out = append(out, string(id)+" has none")
		}
		for _, id := range old {
			out = append(out, string(id)+" lacks the equivalent")
		}
	}
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, "; ")
}

func agreed(x *clinic.Agreement) string {
	switch {
	case x == nil:
		return "-"
	case x.Not:
		return "not"
	}
	return string(x.How)
}
