package spec

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
	"steady/visit"
)

// verbs make the command of a line. One word, one command.
var verbs = map[string]func(s *script, a args, r *app.Request) clinic.Body{}

func init() {
	for verb, body := range map[string]func(s *script, a args, r *app.Request) clinic.Body{
		"open": open, "pack": pack, "staff": staff, "licence": licence, "admit": admit, "prescribe": prescribe,
		"hold": hold, "lift": lift, "plan": plan, "book": book, "close": closeSession, "arrive": arrive,
		"assess": assess, "ask": ask, "answer": answer, "prepare": prepare, "check": check, "handover": handOver,
		"discard": discard, "give": give, "observe": observe, "leave": leave, "withhold": withhold,
		"decline": decline, "emergency": emergency, "act": act, "calm": calm,
		"note": note, "correct": correct, "juggle": juggle,
	} {
		verbs[verb] = body
	}
}

func open(s *script, a args, _ *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a.or("booths", "2"))
	sessions := demo.Sessions
	if a["sessions"] == "3" {
		sessions = []clinic.Session{{Name: "Morning", Opens: 510, Closes: 690}, {Name: "Midday", Opens: 720, Closes: 840},
			{Name: "Afternoon", Opens: 870, Closes: 1020}}
	}
	return clinic.OpenPremises{Premises: "spec", Zone: a.or("zone", "Europe/London"), Booths: n, Invented: true,
		Sessions: sessions}
}

func pack(s *script, a args, _ *app.Request) clinic.Body {
	if p, err := protocol.Find(a["0"]); err == nil {
		doc := p.Document()
		if a["edited"] == "yes" {
			doc = append(doc, '\n')
		}
		return clinic.InstallPack{Document: doc}
	}
	doc, err := os.ReadFile(a["0"])
	if err != nil {
		s.t.Fatal(err)
	}
	return clinic.InstallPack{Document: doc}
}

func staff(_ *script, a args, r *app.Request) clinic.Body {
	var roles []person.Role
	for _, w := range strings.Split(a["1"], ",") {
		roles = append(roles, person.Role(w))
	}
	return clinic.AddStaff{Staff: person.StaffID(a["0"]), Roles: roles, Name: r.Keep(a["0"], "staff_name", a["0"]),
		Identity: a["identity"]}
}

func date(s *script, w string) moment.Day {
	if w == "" {
		return 0
	}
	if strings.HasPrefix(w, "+") || strings.HasPrefix(w, "-") {
		n, err := strconv.Atoi(w)
		if err != nil {
			s.t.Fatal(err)
		}
		return s.day + moment.Day(n)
	}
	d, err := moment.ParseDay(w)
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

func licence(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.GrantLicence{Doctor: person.StaffID(a["0"]), Substance: measure.Substance(a.or("for", "diamorphine")),
		Number: "L-1", From: date(s, a.or("from", "-30")), To: date(s, a.or("to", "+365")), Acts: acts(a)}
}

func admit(s *script, a args, r *app.Request) clinic.Body {
	times, names := []int{9 * 60, 14*60 + 30}, []string{"am", "pm"}
	if len(s.e.state().Sessions) == 3 {
		times, names = []int{9 * 60, 12*60 + 30, 15 * 60}, []string{"am", "noon", "pm"}
	}
	for i, k := range names {
		var h, m int
		if a[k] == "none" {
			times[i] = -1
		} else if n, _ := fmt.Sscanf(a[k], "%d:%d", &h, &m); n == 2 {
			times[i] = 60*h + m
		}
	}
	n, _ := strconv.Atoi(a.or("trimester", "0"))
	b := clinic.AdmitPerson{Person: person.UserID(a["0"]), Name: r.Keep(a["0"], "chosen_name", "Jo"), Times: times,
		Trimester: n}
	if s.e.state().Ways[b.Person] == nil && a["already"] != "no" { // most scripts begin in treatment
		b.Already = r.KeepIf(a["0"], "already", "in treatment before this journal began")
	}
	return b
}

func (s *script) mg(w string) measure.Mass {
	m, err := measure.ParseMilligrams(strings.TrimSuffix(w, "mg"))
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

func prescribe(s *script, a args, r *app.Request) clinic.Body {
	var doses []measure.Mass
	for _, w := range strings.Split(a["doses"], ",") {
		doses = append(doses, s.mg(w))
	}
	form := demo.Form
	if a["salt"] != "" {
		form.Salt = measure.Salt(a["salt"])
	}
	b := clinic.Prescribe{Person: person.UserID(a["0"]), Prescription: clinic.Prescription{
		Form: form, Route: protocol.Route(a.or("route", "iv")), Doses: doses, CapSingle: s.mg(a.or("cap", "0")),
		CapDay: s.mg(a.or("capday", "0")), Increment: s.mg(a.or("step", "1")), Pack: a.or("pack", "ch-iv"),
		Started: date(s, a.or("started", a.or("from", "+0"))), From: date(s, a.or("from", "+0")),
		Review: date(s, a.or("review", "+30")),
		Ends:   date(s, a.or("ends", "+60"))}}
	if a["drug"] != "" {
		b.Prescription.Form.Substance = measure.Substance(a["drug"])
	}
	s.more(a, &b.Prescription)
	why := a.or("reason", "as the script says")
	if why == "none" {
		why = ""
	}
	b.Reason, b.Confirmed = r.KeepIf(a["0"], "reason", why), a["reason"] != "" && why != ""
	return b
}

func hold(s *script, a args, r *app.Request) clinic.Body {
	return clinic.PlaceHold{Person: person.UserID(a["0"]), Reason: r.Keep(a["0"], "reason", a["reason"]),
		Of: clinic.HoldKind(strings.ReplaceAll(a["of"], " ", "_")), Recheck: date(s, a["recheck"])}
}

func lift(_ *script, a args, r *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["no"])
	return clinic.LiftHold{Person: person.UserID(a["0"]), Reason: r.Keep(a["0"], "reason", a["reason"]), No: n}
}

func plan(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.PlanDay{Day: date(s, a.or("on", "+0"))}
}

func book(s *script, a args, _ *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a.or("session", "0"))
	s.names[a["0"]] = a["visit"]
	due := s.instant(a["due"])
	return clinic.Book{Visit: a["visit"], Person: person.UserID(a["0"]), Day: s.e.state().Zone().Day(due),
		Session: n, Due: due, TopUp: a["topup"] == "yes"}
}

func closeSession(s *script, a args, _ *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["0"])
	return clinic.CloseSession{Day: s.day, Session: n}
}

// visit finds the visit at hand of a person: named by visit=, else the first
// of the day that has not ended.
func (s *script) visit(a args) string {
	if v := a["visit"]; v != "" {
		return v
	}
	last := ""
	for _, v := range s.e.state().VisitsInOrder() {
		if v.Person == person.UserID(a["0"]) && v.Day == s.day {
			if last = v.ID; v.Stage != visit.Ended {
				break
			}
		}
	}
	return last
}

func arrive(s *script, a args, _ *app.Request) clinic.Body { return clinic.Arrive{Visit: s.visit(a)} }

func (s *script) readings(a args) protocol.Assessment {
	num := func(k, d string) *measure.Milli {
		w := a.or(k, d)
		if w == "none" {
			return nil
		}
		m, err := measure.ParseMilli(w)
		if err != nil {
			s.t.Fatal(err)
		}
		return &m
	}
	r := protocol.Assessment{POSS: protocol.POSS(a.or("poss", "1")), RR: num("rr", "14"), SpO2: num("spo2", "97"),
		Pulse: num("pulse", "72"), Consciousness: protocol.Consciousness(a.or("avpu", "A")), Alcohol: num("alcohol", "0"),
		Intoxicated: a["intoxicated"] == "yes", Oxygen: a["oxygen"] == "yes", AlcoholRefuse: a["alcohol"] == "none",
		Rousable: protocol.Rousable(a["rousable"])}
	if r.POSS == "none" {
		r.POSS = ""
	}
	if r.Consciousness == "none" {
		r.Consciousness = ""
	}
	r.COWS = num("cows", "none")
	if w := a["flag"]; w != "" {
		r.Flags = []string{strings.ReplaceAll(w, " ", "_")}
	}
	return r
}

func assess(s *script, a args, r *app.Request) clinic.Body {
	b := clinic.Assess{Visit: s.visit(a), Identity: a.or("identity", "known"), Readings: s.readings(a),
		Since: r.KeepIf(a["0"], "since", a["since"]), AskRoute: protocol.Route(a["askroute"])}
	if a["identity"] == "none" {
		b.Identity = ""
	}
	if a["dose"] != "" {
		m := s.mg(a["dose"])
		b.Ask = &m
	}
	return b
}

func ask(s *script, a args, r *app.Request) clinic.Body {
	return clinic.AskPrescriber{Visit: s.visit(a), Question: r.Keep(a["0"], "question", a["question"])}
}

func answer(s *script, a args, r *app.Request) clinic.Body {
	b := clinic.AnswerReferral{Visit: s.visit(a), Choice: clinic.Choice(a["1"]),
		Reason: r.Keep(a["0"], "reason", a["reason"])}
	if a["dose"] != "" {
		m := s.mg(a["dose"])
		b.Dose = &m
	}
	return b
}

func pageOf(mg string) string { return productOf(mg, "").Page() }

// productOf is an ampoule of so many milligrams in the demo's form, or in
// another salt.
func productOf(mg, salt string) register.Product {
	n, _ := measure.ParseMilligrams(strings.TrimSuffix(mg, "mg"))
	form := demo.Form
	if salt != "" {
		form.Salt = measure.Salt(salt)
	}
	return register.Product{Form: form, Content: n, Presentation: "ampoule"}
}

// prepare takes use=100mg:B1x2,30mg:B2x1 or use=none, or proposes by itself.
func prepare(s *script, a args, _ *app.Request) clinic.Body {
	v := s.visit(a)
	b := clinic.Prepare{Visit: v}
	form := demo.Form
	if st := s.e.state().Visits[v]; st != nil {
		b.Dose, _ = st.Allowed()
		if rx := s.e.state().People[st.Person].Rx; rx != nil {
			form = rx.Form
		}
	}
	if a["dose"] != "" {
		b.Dose = s.mg(a["dose"])
	}
	b.Scanned = s.codesOf(a)
	if b.Solution = a["of"]; b.Solution != "" {
		return b
	}
	if a["use"] == "" {
		b.Picks, _, b.Volume, _ = clinic.ProposePicks(s.e.state(), b.Dose, form, s.day)
	}
	for _, w := range strings.FieldsFunc(a["use"], func(r rune) bool { return r == ',' }) {
		if w == "none" {
			break
		}
		mg, rest, _ := strings.Cut(w, ":")
		batch, n, _ := strings.Cut(rest, "x")
		k, _ := strconv.Atoi(n)
		page := productOf(mg, a["salt"]).Page()
		b.Picks = append(b.Picks, register.Pick{Page: page, Batch: batch, Count: measure.Ampoules(k)})
	}
	if a["volume"] != "" {
		m, err := measure.ParseMilli(strings.TrimSuffix(a["volume"], "ml"))
		if err != nil {
			s.t.Fatal(err)
		}
		b.Volume = measure.Volume(m)
	}
	return b
}

func check(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.Check{Visit: s.visit(a), HandOver: a["handover"] != "no", Label: s.label(a)}
}

func handOver(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.HandOver{Visit: s.visit(a), Label: s.label(a)}
}

func discard(s *script, a args, r *app.Request) clinic.Body {
	return clinic.Discard{Visit: s.visit(a), Why: r.Keep(a["0"], "reason", a["why"]), Spilt: a["spilt"] == "yes"}
}

func give(s *script, a args, r *app.Request) clinic.Body {
	b := clinic.Administer{Visit: s.visit(a), Route: protocol.Route(a.or("route", "iv")),
		Site: strings.ReplaceAll(a.or("site", "left_forearm"), " ", "_"), Attempts: 1}
	if st := s.e.state().Visits[b.Visit]; st != nil && st.Syringe != nil {
		b.Given = st.Syringe.Dose.Mass
	}
	if a["given"] != "" {
		b.Given = s.mg(a["given"])
	}
	if s.e.state().Visits[b.Visit] != nil && b.Given == 0 {
		b.Site = ""
	}
	b.Condition, b.RisksTold, b.Despite = a["condition"], a["risks"] == "told", r.KeepIf(a["0"], "reason", a["despite"])
	b.Label = s.label(a)
	if a["attempts"] != "" {
		b.Attempts, _ = strconv.Atoi(a["attempts"])
	}
	return b
}

func observe(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.Observe{Visit: s.visit(a), Readings: s.readings(a)}
}

func leave(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.Leave{Visit: s.visit(a), Readings: s.readings(a)}
}

func withhold(s *script, a args, r *app.Request) clinic.Body {
	return clinic.Withhold{Visit: s.visit(a), Reason: r.Keep(a["0"], "reason", a["reason"])}
}

func decline(s *script, a args, r *app.Request) clinic.Body {
	return clinic.Decline{Visit: s.visit(a), Reason: r.KeepIf(a["0"], "reason", a["reason"])}
}

func emergency(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.StartEmergency{Visit: s.visit(a)}
}

func act(s *script, a args, _ *app.Request) clinic.Body {
	b := clinic.EmergencyStep{Visit: s.visit(a), Act: clinic.Act(a["1"]), Route: a["route"]}
	if a["dose"] != "" {
		m, err := strconv.ParseInt(a["dose"], 10, 64) // micrograms
		if err != nil {
			s.t.Fatal(err)
		}
		b.Dose = measure.Mass(m)
	}
	b.Rate, _ = strconv.Atoi(a["rate"])
	return b
}

func calm(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.EndEmergency{Visit: s.visit(a), Hospital: a["hospital"] == "yes"}
}

func note(s *script, a args, r *app.Request) clinic.Body {
	n, _ := strconv.ParseInt(a["1"], 10, 64)
	return clinic.NoteRegister{Page: pageOf(a["0"]), Target: n, Text: r.Keep("register", "note", a["text"])}
}

func correct(s *script, a args, r *app.Request) clinic.Body {
	n, _ := strconv.ParseInt(a["1"], 10, 64)
	return clinic.Correct{Person: person.UserID(a["0"]), Target: n, Text: r.Keep(a["0"], "correction", a["text"])}
}

// juggled is a command that this version does not know.
type juggled struct{}

func (juggled) CommandKind() string { return "juggle" }

func juggle(*script, args, *app.Request) clinic.Body { return juggled{} }

// look answers verbs that only look, and the two that set the day.
func (s *script) look(verb string, a args) (string, bool) {
	st := s.e.state()
	switch verb {
	case "day":
		s.day = date(s, a["0"])
		return "set", true
	case "balance":
		sh := st.Accounts.Sheets[pageOf(a["0"])]
		if sh == nil {
			return "no page", true
		}
		out := fmt.Sprintf("%d ampoules, %s", sh.Ampoules, sh.Mass)
		if sh.Open != nil {
			out += fmt.Sprintf(", difference %+d open", sh.Open.Difference)
		}
		return out, true
	case "stage":
		v := st.Visits[s.visit(a)]
		if v == nil {
			return "no visit", true
		}
		return strings.TrimSpace(string(v.Stage) + " " + string(v.Ending)), true
	case "label":
		return s.lookLabel(a), true
	case "stores", "stock":
		return s.lookStock(verb, a), true
	case "way", "list":
		return s.lookWay(verb, a), true
	case "reviews_due", "reviews", "without_onward":
		return s.lookReview(verb, a), true
	case "goals", "asked", "notes":
		return s.lookOwn(verb, a), true
	case "duty", "gaps", "without":
		return s.lookRota(verb, a), true
	case "missed":
		p, session := st.People[person.UserID(a["0"])], 0
		if a["session"] != "" {
			session, _ = strconv.Atoi(a["session"])
		}
		m := st.MissedBefore(p, s.day, session)
		return fmt.Sprintf("%d sessions, %d days", m.Sessions, m.Days), true
	}
	if out, ok := s.lookTimes(verb, a); ok {
		return out, true
	}
	if says, ok := s.lookBurden(verb, a); ok {
		return says, true
	}
	if says, ok := s.lookRecovery(verb, a); ok {
		return says, true
	}
	if says, ok := s.lookNational(verb, a); ok {
		return says, true
	}
	return s.lookLife(verb, a)
}
