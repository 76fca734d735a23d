package spec

import (
	"maps"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/person"
	"steady/protocol"
)

func init() {
	maps.Copy(verbs, map[string]func(*script, args, *app.Request) clinic.Body{
		"refer": refer, "criteria": criteria, "override": override, "consent": consent, "withdraw": withdraw,
		"reasons": reasons, "wait": wait, "transfer": transfer, "end": end, "followup": followUp,
	})
}

func refer(_ *script, a args, r *app.Request) clinic.Body {
	id := a["0"]
	b := clinic.ReferPerson{Person: person.UserID(id), Source: clinic.Source(strings.ReplaceAll(a["source"], " ", "_")),
		Heard: clinic.Heard(a["heard"]), Name: r.Keep(id, "chosen_name", a["name"]),
		NHSNumber: r.KeepIf(id, "nhs_number", a["nhs"])}
	for _, w := range strings.Fields(strings.ReplaceAll(a["alike"], ",", " ")) {
		b.Alike = append(b.Alike, person.UserID(w))
	}
	return b
}

// criteria reads treatments=substitution:8:without_success, a kind, its months
// and its end.
func criteria(s *script, a args, _ *app.Request) clinic.Body {
	n := func(k string) int { n, _ := strconv.Atoi(a[k]); return n }
	c := clinic.Criteria{Age: n("age"), DependenceYears: n("years"), SomaticDisorder: a["somatic"] == "yes",
		MentalDisorder: a["mental"] == "yes", SocialDeficit: a["social"] == "yes", MainRoute: protocol.Route(a["route"])}
	if a["injecting"] != "" {
		p := n("injecting")
		c.InjectingPercent = &p
	}
	for _, w := range strings.FieldsFunc(a["treatments"], func(r rune) bool { return r == ',' }) {
		x := strings.Split(w, ":")
		if len(x) != 3 {
			s.t.Fatalf("treatment %q: write kind:months:ended", w)
		}
		months, _ := strconv.Atoi(x[1])
		c.Treatments = append(c.Treatments, clinic.EarlierTreatment{Kind: clinic.TreatmentKind(x[0]), Months: months,
			Ended: clinic.HowEnded(strings.ReplaceAll(x[2], " ", "_"))})
	}
	return clinic.AssessEligibility{Person: person.UserID(a["0"]), Pack: a.or("pack", "ch-iv"), Answers: c}
}

func override(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.OverrideEligibility{Person: person.UserID(a["0"]), Reason: r.Keep(a["0"], "reason", a["reason"])}
}

func consent(_ *script, a args, r *app.Request) clinic.Body {
	terms := person.CurrentTerms()
	b := clinic.GiveConsent{Person: person.UserID(a["0"]), Version: a.or("version", terms.Version),
		Expects: r.KeepIf(a["0"], "expects", a["expects"]), Doubts: r.KeepIf(a["0"], "doubts", a["doubts"])}
	for _, t := range terms.Terms {
		if t.Needed && t.Code != strings.ReplaceAll(a["without"], " ", "_") {
			b.Agreed = append(b.Agreed, t.Code)
		}
	}
	if a["sure"] != "" {
		n, _ := strconv.Atoi(a["sure"])
		b.Confidence = &n
	}
	return b
}

func withdraw(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.WithdrawConsent{Person: person.UserID(a["0"]), Reason: r.KeepIf(a["0"], "reason", a["reason"])}
}

func reasons(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.WriteReasons{Person: person.UserID(a["0"]), Words: r.Keep(a["0"], "own_reasons", a["words"])}
}

func wait(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.JoinWaitingList{Person: person.UserID(a["0"]), Priority: clinic.Priority(a.or("priority", "ordinary")),
		Reason: r.KeepIf(a["0"], "reason", a["reason"])}
}

func transfer(s *script, a args, r *app.Request) clinic.Body {
	return clinic.RecordTransferIn{Person: person.UserID(a["0"]), Service: r.Keep(a["0"], "service", a["service"]),
		Pack: a["pack"], Form: demo.Form, Route: protocol.Route(a.or("route", "iv")), LastDose: s.mg(a.or("dose", "0")),
		LastAt: s.instant(a.or("at", "06:00")), Verified: clinic.Verified(strings.ReplaceAll(a["verified"], " ", "_")),
		With: r.KeepIf(a["0"], "verified_with", a["with"])}
}

func end(s *script, a args, r *app.Request) clinic.Body {
	return clinic.EndTreatment{Person: person.UserID(a["0"]), Ending: clinic.EndKind(a["1"]),
		To: r.KeepIf(a["0"], "to", a["to"]), Reason: r.KeepIf(a["0"], "reason", a["reason"]),
		FollowUp: date(s, a["followup"])}
}

func followUp(s *script, a args, r *app.Request) clinic.Body {
	return clinic.RecordFollowUp{Person: person.UserID(a["0"]), Reached: a["reached"] == "yes",
		Words: r.KeepIf(a["0"], "words", a["words"]), Next: date(s, a["next"])}
}

// lookWay says where somebody is on their way, or who stands at a stage.
func (s *script) lookWay(verb string, a args) string {
	st := s.e.state()
	if verb == "list" {
		var ids []string
		for _, w := range st.WaysInOrder(clinic.WayStage(a["0"])) {
			ids = append(ids, string(w.Person))
		}
		return strings.Join(ids, " ")
	}
	w := st.Ways[person.UserID(a["0"])]
	if w == nil {
		return "no way"
	}
	stage, since := w.Stage()
	return string(stage) + " since " + st.Zone().In(since).Format("2006-01-02 15:04")
}
