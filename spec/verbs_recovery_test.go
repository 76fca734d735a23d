package spec

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
	"steady/recovery"
)

func init() {
	maps.Copy(verbs, map[string]func(*script, args, *app.Request) clinic.Body{
		"instrument": installInstrument, "endinstrument": endInstrument, "asking": chooseAsking,
		"askfor": askInstrument, "told": answerInstrument, "untell": takeBackAnswers, "seealert": seeToAlert,
		"levels": scaleGoal, "stands": rateGoal,
		"support": askSupport, "movesupport": moveSupport, "circumstance": keepCircumstance, "lifeevent": tellLifeEvent,
		"safeguard": raiseSafeguarding, "safestep": followSafeguarding,
	})
}

// instrument own-scale.json: a file of testdata, its words kept where it is a
// licensed copy
func installInstrument(s *script, a args, r *app.Request) clinic.Body {
	b, err := os.ReadFile("testdata/" + a["0"])
	if err != nil {
		s.t.Fatal(err)
	}
	out := clinic.InstallInstrument{Document: b}
	if a["words"] != "no" {
		out.Words = r.KeepIf("service", "instrument", string(b))
	}
	return out
}

func endInstrument(_ *script, a args, _ *app.Request) clinic.Body {
	return clinic.EndInstrument{Instrument: a["0"]}
}

// asking phq-9=ask,review:self top=top
func chooseAsking(s *script, a args, _ *app.Request) clinic.Body {
	var b clinic.ChooseAsking
	for n := 0; a[strconv.Itoa(n)] != ""; n++ {
		id, rest, _ := strings.Cut(a[strconv.Itoa(n)], ":")
		at, self, _ := strings.Cut(rest, ":")
		row := clinic.Asking{Instrument: id, Self: self == "self"}
		for w := range strings.SplitSeq(at, ",") {
			if w != "" {
				row.At = append(row.At, clinic.AskingAt(w))
			}
		}
		b.Rows = append(b.Rows, row)
	}
	return b
}

// askfor p1 phq-9 until=+14 self=yes
func askInstrument(s *script, a args, _ *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a.or("until", "14"))
	return clinic.AskInstrument{Person: person.UserID(a["0"]), Instrument: a["1"], Until: s.day + moment.Day(n),
		Self: a["self"] == "yes"}
}

// told p1 a1 phq-9 by=worker given=0,1,-,2: "-" is skipped; weeks as 1/2/0/0; signs as redness/pain
func answerInstrument(s *script, a args, r *app.Request) clinic.Body {
	b := clinic.AnswerInstrument{Sitting: a["1"], Person: person.UserID(a["0"]), Instrument: a["2"],
		How: clinic.HowAsked(a.or("how", "worker")), Declined: a["declined"] == "yes",
		Words: r.KeepIf(a["0"], "answer_words", a["words"]), Version: a.or("version", "1")}
	in := s.e.state().Instrument(a["2"])
	switch {
	case a["raw"] != "":
		return r.KeepAnswers(b, strings.ReplaceAll(a["raw"], " ", "_"))
	case a["given"] == "" || in == nil:
		return b
	}
	form := map[string][]string{}
	for i, w := range strings.Split(a["given"], ",") {
		if i < len(in.Items) && w != "-" {
			form[in.Items[i].ID] = strings.Split(w, "/")
		}
	}
	return r.KeepAnswers(b, in.Write(form))
}

func takeBackAnswers(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.TakeBackAnswers{Person: person.UserID(a["0"]), Sitting: a["1"],
		Words: r.KeepIf(a["0"], "taken_back", a["words"])}
}

// seealert a1 talked words=…
func seeToAlert(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.SeeToAlert{Sitting: a["0"], Did: clinic.AlertDone(a["1"]), Words: r.Keep("p1", "alert_done", a["words"])}
}

// levels p1 g1 levels=a,b,c,d,e weight=2 base=-1
func scaleGoal(_ *script, a args, r *app.Request) clinic.Body {
	b := clinic.ScaleGoal{Person: person.UserID(a["0"]), Goal: a["1"]}
	b.Weight, _ = strconv.Atoi(a.or("weight", "1"))
	b.Baseline, _ = strconv.Atoi(a.or("base", "-1"))
	for w := range strings.SplitSeq(a["levels"], ",") {
		b.Levels = append(b.Levels, r.Keep(a["0"], "goal_level", w))
	}
	return b
}

func rateGoal(_ *script, a args, _ *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["2"])
	return clinic.RateGoal{Person: person.UserID(a["0"]), Goal: a["1"], Level: n}
}

func (s *script) ahead(a args, name string) moment.Day {
	if a[name] == "" {
		return 0
	}
	n, _ := strconv.Atoi(a[name])
	return s.day + moment.Day(n)
}

// support p1 t1 wound due=3 staff=n1 words=…
func askSupport(s *script, a args, r *app.Request) clinic.Body {
	return clinic.AskSupport{Person: person.UserID(a["0"]), Support: a["1"], Kind: clinic.SupportKind(a["2"]),
		Due: s.ahead(a, "due"), Staff: person.StaffID(a["staff"]), Words: r.KeepIf(a["0"], "support", a["words"])}
}

// movesupport p1 t1 sent due=14 staff=r1 words=…
func moveSupport(s *script, a args, r *app.Request) clinic.Body {
	return clinic.MoveSupport{Person: person.UserID(a["0"]), Support: a["1"], Stage: clinic.SupportStage(a["2"]),
		Due:   s.ahead(a, "due"),
		Staff: person.StaffID(a["staff"]), Words: r.KeepIf(a["0"], "support", a["words"])}
}

// circumstance p1 housing hostel from=-30 source=self
func keepCircumstance(s *script, a args, r *app.Request) clinic.Body {
	return clinic.KeepCircumstance{Person: person.UserID(a["0"]), Kind: clinic.CircumstanceKind(a["1"]), Is: a["2"],
		From: s.ahead(args{"d": a.or("from", "0")}, "d"), Source: clinic.ToldBy(a.or("source", "self")),
		Words: r.KeepIf(a["0"], "circumstance", a["words"])}
}

// lifeevent p1 e1 overdose day=-3 source=self rough=yes
func tellLifeEvent(s *script, a args, r *app.Request) clinic.Body {
	return clinic.TellLifeEvent{Person: person.UserID(a["0"]), Event: a["1"], Kind: clinic.LifeEventKind(a["2"]),
		Day: s.ahead(args{"d": a.or("day", "0")}, "d"), Rough: a["rough"] == "yes",
		Source: clinic.ToldBy(a.or("source", "self")), Words: r.KeepIf(a["0"], "life_event", a["words"])}
}

// safeguard p1 c1 partner words=…
func raiseSafeguarding(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.RaiseSafeguarding{Person: person.UserID(a["0"]), Concern: a["1"],
		Kind: clinic.SafeguardingKind(a["2"]), Words: r.Keep("safe-"+a["0"], "safeguarding", a["words"])}
}

func followSafeguarding(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.FollowSafeguarding{Concern: a["0"], Step: clinic.SafeguardingStep(a["1"]),
		Words: r.Keep("safe-p1", "safeguarding", a["words"])}
}

// lookRecovery says what is due, what is open and what is known.
func (s *script) lookRecovery(verb string, a args) (string, bool) {
	st, id := s.e.state(), person.UserID(a["0"])
	x := st.StrandsOf(id)
	var out []string
	switch verb {
	case "askable":
		for _, d := range st.Due(id, s.day) {
			t := fmt.Sprintf("%s since %s", d.Instrument, d.Day)
			if d.Beside {
				t = d.Instrument + " asked for"
			}
			if d.Self {
				t += ", own pages"
			}
			out = append(out, t)
		}
	case "alerts":
		for _, w := range st.Recovery.Alerts {
			t := fmt.Sprintf("%s %s items %s", w.Person, w.Instrument, strings.Join(w.Items, " "))
			if w.Tried > 0 {
				t += fmt.Sprintf(", tried %d", w.Tried)
			}
			out = append(out, t)
		}
	case "sittings":
		for _, w := range st.Answered(id) {
			t := fmt.Sprintf("%s %s %s %d of %d", w.InstrumentAnswered.Sitting, w.Instrument, w.How, w.Given, w.Items)
			if w.Declined {
				t += " declined"
			}
			out = append(out, t)
		}
	case "attainment":
		r := recovery.Attainment(clinic.Scaled(st.OwnOf(id).Goals, func(t clinic.Text) string { return "" }))
		b, _ := json.Marshal(r.Scores)
		out = append(out, string(b))
	case "helps":
		for _, w := range st.SupportInOrder(id) {
			t := fmt.Sprintf("%s %s %s", w.Support, w.Kind, w.Stage)
			if w.Due != 0 {
				t += " due " + w.Due.String()
			}
			out = append(out, t)
		}
	case "lives":
		for _, c := range clinic.Circumstances {
			for _, w := range x.Circumstances[c.Kind] {
				out = append(out, fmt.Sprintf("%s %s since %s (%s)", w.Kind, w.Is, w.From, w.Source))
			}
		}
		for _, w := range x.Events {
			out = append(out, fmt.Sprintf("%s %s (%s)", w.Day, w.Kind, w.Source))
		}
	case "safe":
		for _, w := range st.SafeguardingInOrder("") {
			out = append(out, fmt.Sprintf("%s %s of %s, %d steps", w.Concern, w.Kind, w.Person, len(w.Steps)))
		}
	default:
		return "", false
	}
	if len(out) == 0 {
		return "nothing", true
	}
	return strings.Join(out, "; "), true
}
