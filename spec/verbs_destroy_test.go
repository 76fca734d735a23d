package spec

import (
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/journal"
	"steady/measure"
	"steady/person"
	"steady/register"
)

func init() {
	for verb, body := range map[string]func(s *script, a args, r *app.Request) clinic.Body{
		"authorise": authorise, "exemption": exemption, "destroy": destroy, "takeback": takeBack,
		"destroyreturned": destroyReturned, "solution": makeSolution, "endsolution": endSolution, "putback": putBack,
		"takehome": supplyHome, "dispute": dispute, "judge": judge, "lookalone": lookAlone, "samehuman": sameHuman,
		"outage": outage, "closeservice": closeService,
	} {
		verbs[verb] = body
	}
}

// items reads 100mg:B1x5,10mg:B2x1.
func items(w string) (out []register.Take) {
	for _, p := range picksOf(w) {
		out = append(out, register.Take{Page: p.Page, Batch: p.Batch, Count: p.Count})
	}
	return out
}

func picksOf(w string) (out []register.Pick) {
	for _, w := range strings.FieldsFunc(w, func(r rune) bool { return r == ',' }) {
		mg, rest, _ := strings.Cut(w, ":")
		batch, n, _ := strings.Cut(rest, "x")
		mg, salt, _ := strings.Cut(mg, "/")
		out = append(out, register.Pick{Page: productOf(mg, salt).Page(), Batch: batch, Count: number(n)})
	}
	return out
}

// authorise W-1 i1 100mg:B1x5 from=+0 to=+28
func authorise(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.AuthoriseWitness{Ref: a["0"], Witness: person.StaffID(a["1"]), Items: items(a["2"]),
		From: date(s, a.or("from", "+0")), To: date(s, a.or("to", "+28"))}
}

func exemption(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.RecordExemption{Number: a["0"], To: date(s, a.or("to", "+365"))}
}

func destroy(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.DestroyStock{Authority: a["0"], Items: items(a["1"]), Kits: a["kits"] != "no",
		Text: text(r, a, "text", "in a kit, with water")}
}

// takeback r1 3 morphine 10mg tablet person=p1
func takeBack(s *script, a args, _ *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["1"])
	return clinic.TakeBack{Record: a["0"], Units: n, Substance: measure.Substance(a["2"]), Strength: s.mg(a["3"]),
		Presentation: a["4"], Person: person.UserID(a["person"])}
}

func destroyReturned(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.DestroyReturned{Record: a["0"], Text: text(r, a, "text", "in a kit, with water")}
}

// solution v1 100mg:B1x2 volume=2ml useby=11:00
func makeSolution(s *script, a args, _ *app.Request) clinic.Body {
	ml, err := measure.ParseMilli(strings.TrimSuffix(a.or("volume", "0"), "ml"))
	if err != nil {
		s.t.Fatal(err)
	}
	return clinic.MakeSolution{Solution: a["0"], Picks: picksOf(a["1"]), Diluent: "water_for_injections",
		DiluentBatch: a.or("water", "W1"), Volume: measure.Volume(ml), UseBy: s.instant(a["useby"])}
}

func endSolution(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.DiscardSolution{Solution: a["0"], Why: text(r, a, "reason", ""), Spilt: a["spilt"] == "yes"}
}

func putBack(s *script, a args, _ *app.Request) clinic.Body { return clinic.PutBack{Visit: s.visit(a)} }

func supplyHome(s *script, a args, _ *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["days"])
	return clinic.SupplyTakeHome{Person: person.UserID(a["0"]), Picks: picksOf(a["1"]), Days: n,
		From: date(s, a["from"])}
}

// dispute x1 register 4 of=n1,n2 text=…: of= says whose names the entry carries.
func dispute(_ *script, a args, r *app.Request) clinic.Body {
	n, _ := strconv.ParseInt(a["2"], 10, 64)
	author, witness, _ := strings.Cut(a["of"], ",")
	b := clinic.DisputeEntry{Dispute: a["0"], Log: journal.Log(a["1"]), Seq: n, Author: person.StaffID(author),
		Witness: person.StaffID(witness), Text: text(r, a, "text", "")}
	if a["page"] != "" {
		b.Page = pageOf(a["page"])
	}
	return b
}

func judge(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.AnswerDispute{Dispute: a["0"], Outcome: clinic.Dispute(a["1"]), Text: text(r, a, "text", "")}
}

func lookAlone(_ *script, a args, r *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["0"])
	return clinic.ReviewAlone{Seen: n, Note: text(r, a, "note", "")}
}

func sameHuman(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.LinkAccounts{Staff: person.StaffID(a["0"]), Same: person.StaffID(a["1"]),
		Reason: text(r, a, "reason", "")}
}

func outage(s *script, a args, r *app.Request) clinic.Body {
	return clinic.RecordOutage{From: s.instant(a["from"]), To: s.instant(a["to"]), What: text(r, a, "what", "")}
}

func closeService(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.CloseService{Successor: text(r, a, "successor", "")}
}
