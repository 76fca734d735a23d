package spec

import (
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/measure"
	"steady/person"
)

func init() {
	for verb, body := range map[string]func(s *script, a args, r *app.Request) clinic.Body{
		"baseline": baseline, "scale": scale, "settle": settle, "reviewed": reviewed, "leaveearly": leaveEarly,
		"askafter": askAfter, "reallygave": reallyGave, "site": site,
		"naloxone": naloxone,
	} {
		verbs[verb] = body
	}
}

func milli(s *script, w string) *measure.Milli {
	if w == "" {
		return nil
	}
	m, err := measure.ParseMilli(w)
	if err != nil {
		s.t.Fatal(err)
	}
	return &m
}

// baseline p1 spo2=90 rr=11 until=+30 reason=…
func baseline(s *script, a args, r *app.Request) clinic.Body {
	return clinic.SignBaseline{Person: person.UserID(a["0"]), SpO2: milli(s, a["spo2"]), RR: milli(s, a["rr"]),
		Until: date(s, a["until"]), Reason: r.Keep(a["0"], "reason", a["reason"])}
}

func scale(_ *script, a args, r *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["1"])
	return clinic.ConfirmScale{Person: person.UserID(a["0"]), Scale: n, Reason: r.Keep(a["0"], "reason", a["reason"])}
}

func settle(s *script, a args, r *app.Request) clinic.Body {
	b := clinic.Override{Visit: s.visit(a), Role: person.Role(a.or("as", "nurse")),
		Reason: r.Keep(a["0"], "reason", a["reason"])}
	if a["dose"] != "" {
		m := s.mg(a["dose"])
		b.Dose = &m
	}
	return b
}

// reviewed 2026-03-02 1 note=…: the week from a Monday, with so many decisions.
func reviewed(s *script, a args, r *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["1"])
	return clinic.AcknowledgeOverrides{Week: date(s, a["0"]), Seen: n, Note: r.Keep("week", "review", a["note"])}
}

func leaveEarly(s *script, a args, r *app.Request) clinic.Body {
	return clinic.LeaveEarly{Visit: s.visit(a), Readings: s.readings(a), Reason: r.Keep(a["0"], "reason", a["reason"])}
}

func askAfter(s *script, a args, r *app.Request) clinic.Body {
	return clinic.AskAfter{Visit: s.visit(a), How: clinic.FoundHow(a["1"]),
		Words: r.Keep(a["0"], "follow_up", a["words"])}
}

func reallyGave(s *script, a args, r *app.Request) clinic.Body {
	return clinic.CorrectInjected{Visit: s.visit(a), Given: s.mg(a["1"]),
		Reason: r.Keep(a["0"], "reason", a["reason"])}
}

// naloxone booth nasal_1800 2 expiry=+200
func naloxone(s *script, a args, _ *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["2"])
	return clinic.CheckNaloxone{Place: clinic.Place(a["0"]), Product: clinic.Naloxone(a["1"]), Count: n,
		Expiry: date(s, a["expiry"])}
}

func site(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.MarkSite{Person: person.UserID(a["0"]), Site: strings.ReplaceAll(a["1"], " ", "_"),
		Infected: a["2"] == "infected", Reason: r.Keep(a["0"], "reason", a["reason"])}
}
