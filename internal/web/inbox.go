package web

import (
	"context"
	"net/http"
	"slices"
	"sort"
	"strconv"

	"steady/clinic"
	"steady/dosing"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// inboxDraw is one drawing of the inbox. at is the visit or person whose form
// was just refused; only there does what was typed come back.
type inboxDraw struct {
	s     *Server
	st    *clinic.State
	n     names
	actor login.Actor
	now   moment.Instant
	z     moment.Zone
	at    string
	typed typed
}

func (s *Server) inbox(w http.ResponseWriter, r *http.Request) {
	s.drawInbox(w, r, http.StatusOK, nil, "", typed{})
}

func (s *Server) drawInbox(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, at string, t typed) {
	a, _ := login.Who(r.Context())
	v, err := s.inboxView(r.Context(), a, at, t)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Inbox")
	l.Problem = prob
	s.draw(w, r, status, page.InboxPage(l, v))
}

// answered is one answer of today with its fact.
type answered struct {
	happening
	clinic.Answered
}

func (s *Server) inboxView(ctx context.Context, a login.Actor, at string, t typed) (v page.Inbox, err error) {
	rows, err := s.happenings(ctx, 30, "kind", clinic.Answered{}.Kind())
	if err != nil {
		return v, err
	}
	today := s.zone().Day(s.house.Now())
	var done []answered
	for _, h := range rows {
		x := answered{happening: h}
		if err := h.read(&x.Answered); err != nil {
			return v, err
		}
		if s.zone().Day(h.Recorded) == today {
			done = append(done, x)
		}
	}
	more := func(st *clinic.State) []clinic.Text { return inboxTexts(st, done) }
	err = s.with(ctx, more, func(st *clinic.State, n names) {
		d := &inboxDraw{s: s, st: st, n: n, actor: a, now: s.house.Now(), z: st.Zone(), at: at, typed: t}
		for _, x := range asked(st) {
			v.Open = append(v.Open, d.referral(x))
		}
		for _, id := range st.PeopleInOrder() {
			if p := st.People[id]; len(p.Holds) > 0 {
				v.Holds = append(v.Holds, d.hold(id, p))
			}
		}
		for _, x := range done {
			v.Closed = append(v.Closed, d.closed(x))
		}
	})
	return v, err
}

func inboxTexts(st *clinic.State, done []answered) (out []clinic.Text) {
	for _, v := range asked(st) {
		if v.Referral.Question != nil {
			out = append(out, *v.Referral.Question)
		}
	}
	for _, p := range st.People {
		for _, h := range p.Holds {
			if h.Reason != nil {
				out = append(out, *h.Reason)
			}
		}
	}
	for _, x := range done {
		out = append(out, x.Reason)
	}
	return out
}

// asked lists the visits that wait for a prescriber, the longest wait first.
func asked(st *clinic.State) (out []*clinic.Visit) {
	for _, v := range st.VisitsInOrder() {
		if v.Stage == visit.Referred && v.Referral != nil {
			out = append(out, v)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].ReferredAt < out[j].ReferredAt })
	return out
}

func (d *inboxDraw) typedAt(id string) typed {
	if d.at == id {
		return d.typed
	}
	return typed{}
}

func (d *inboxDraw) referral(v *clinic.Visit) page.Referral {
	p, t := d.st.People[v.Person], d.typedAt(v.ID)
	wait := d.s.up("waiting", v.ReferredAt, d.now)
	out := page.Referral{ID: v.ID, Name: d.n.person(v.Person), URL: "/people/" + string(v.Person), Waiting: &wait,
		Asked:  "Asked " + stamp(d.z, d.now, v.ReferredAt) + " by " + d.n.staff(v.ReferredBy),
		Form:   page.Form{Action: "/inbox/" + v.ID, Command: t.command(), Expect: strconv.FormatInt(v.Rev, 10)},
		Chart:  doseChart("chart-"+v.ID, "Last doses", newest(p.Past, 14), mostPrescribed(p.Rx), d.z, d.now),
		Choice: t.pick("choice"), Reason: t.field("reason"), Readings: d.facts(v, p)}
	if out.Chart != nil {
		out.Chart.Small = true
	}
	out.Question, out.Rule, out.Source = d.question(v)
	out.Steps = steps(v.Decision)
	d.choices(&out, v, t)
	return out
}

// question is the nurse's own words, or what the rule says that asked.
func (d *inboxDraw) question(v *clinic.Visit) (text, rule, source string) {
	if q := v.Referral.Question; q != nil {
		return d.n.of(*q), "", ""
	}
	if v.Decision != nil {
		for _, f := range v.Decision.Findings {
			if f.Rule == v.Referral.Rule {
				return clinic.Sentence(f.Text), f.Rule, f.Source
			}
		}
	}
	return "The rules ask a prescriber to decide.", v.Referral.Rule, "the dosing pack"
}

func (d *inboxDraw) facts(v *clinic.Visit, p *clinic.Person) (out []page.Row) {
	if p.Rx != nil {
		out = append(out, page.Row{Key: "Prescribed", Value: todaysDoses(p.Rx, v.Day)})
		days := d.st.MissedBefore(p, v.Day, v.Session).Days
		for _, o := range p.Rx.Oral {
			words := oralWords(o)
			if o.Supply == clinic.SupplyOnSite && days > 0 {
				words += "; not taken here either for " + plural(days, "day")
			}
			out = append(out, page.Row{Key: "Beside it", Value: words})
		}
	}
	if v.Readings != nil && v.Readings.Ask != nil {
		out = append(out, page.Row{Key: "They ask for", Value: v.Readings.Ask.String()})
	}
	if m := d.st.MissedBefore(p, v.Day, v.Session); m.Sessions > 0 {
		out = append(out, page.Row{Key: "Missed sessions", Value: missedWords(m)})
	}
	if v.Decision != nil && v.Decision.Proposal != nil {
		out = append(out, page.Row{Key: "The rules propose", Value: v.Decision.Proposal.String()})
	}
	if v.Readings != nil {
		out = append(out, readingRows(v.Readings.Readings)...)
	}
	return out
}

// missedWords counts an absence as the rules do (E-MISS-01).
func missedWords(m dosing.Missed) string {
	words := plural(m.Sessions, "session")
	if m.Days > 0 {
		words += ", with " + plural(m.Days, "whole day")
	}
	return words + "; whatever the cause, also when we were closed or a dose was withheld"
}

// steps are how the rules come to the amount: the absence, what titration and
// ceilings leave, and the rounding, each with its arithmetic.
func steps(dec *clinic.Decided) (out []page.RuleLine) {
	if dec == nil || dec.Limit == nil {
		return nil
	}
	for _, f := range dec.Findings {
		if f.Stage >= absenceStage {
			out = append(out, page.RuleLine{Text: clinic.Sentence(f.Text), Rule: f.Rule + " (" + f.Source + ")"})
		}
	}
	return out
}

// absenceStage is the first stage of E-ORD-01 that says how much; those before
// it say whether.
const absenceStage = 6

// choices offers the three answers. Whether a dose may be given is asked of
// the rules themselves, so the page never promises what the press refuses.
func (d *inboxDraw) choices(out *page.Referral, v *clinic.Visit, t typed) {
	give := page.Choice{Value: string(clinic.ChoiceGive), Label: "Give the dose below",
		Hint: "The nurse prepares it now; a second person checks it."}
	dose := clinic.AnswerReferral{Visit: v.ID, Choice: clinic.ChoiceGive, Reason: clinic.Text{Ref: "-"}}
	if dec := v.Decision; dec != nil && dec.Limit != nil {
		dose.Dose = dec.Limit
		preset := dec.Limit
		if dec.Proposal != nil && *dec.Proposal > 0 && *dec.Proposal < *dec.Limit {
			preset = dec.Proposal
		}
		amount := preset.Milligrams()
		if dec.Proposal == nil && afterAbsence(dec.Findings) {
			amount = "" // nobody signed a figure for this absence: the usual dose must not be one press away
		}
		out.Dose = &page.DoseField{Field: t.or("dose_mg", amount), Limit: "At most " + dec.Limit.String() +
			limitRule(dec.Findings)}
	}
	_, no := clinic.Decide(d.st, clinic.Command{By: d.actor.ID, Body: dose}, d.now)
	if no != nil {
		give.Barred, out.Dose = no.Sentence, nil
	}
	out.Choices = []page.Choice{give,
		{Value: string(clinic.ChoiceReassess), Label: "Take the readings again",
			Hint: "The nurse takes a new set; the rules decide on it."},
		{Value: string(clinic.ChoiceWithhold), Label: "No dose this session",
			Hint: "The nurse tells them why and closes the visit; the next one is as booked."}}
}

// afterAbsence reports whether an absence is among what refers.
func afterAbsence(fs []dosing.Finding) bool {
	return slices.ContainsFunc(fs, func(f dosing.Finding) bool {
		return f.Stage == absenceStage && f.Effect == dosing.ReferTo
	})
}

// limitRule names the rule that set the limit last.
func limitRule(fs []dosing.Finding) string {
	for i := len(fs) - 1; i >= 0; i-- {
		if fs[i].Effect == dosing.Limit {
			return " (" + fs[i].Rule + ")"
		}
	}
	return ""
}

func (d *inboxDraw) hold(id person.UserID, p *clinic.Person) page.HoldReview {
	t := d.typedAt(string(id))
	return page.HoldReview{Name: d.n.person(id), URL: "/people/" + string(id), Holds: holdLines(d.n, p),
		Lift: liftForm(d.n, string(id), p, page.Form{Action: "/people/" + string(id) + "/lift", Command: t.command(),
			Hidden: []page.Pair{{Name: "from", Value: "inbox"}}}, t)}
}

func (d *inboxDraw) closed(x answered) page.TimeLine {
	text := map[clinic.Choice]string{clinic.ChoiceGive: "give", clinic.ChoiceReassess: "take the readings again",
		clinic.ChoiceWithhold: "no dose this session"}[x.Choice]
	if x.Dose != nil {
		text += " " + x.Dose.String()
	}
	return page.TimeLine{At: d.z.Clock(x.Happened), Text: d.n.person(x.Person) + ": " + text + ". " + d.n.of(x.Reason),
		By: d.n.staff(x.happening.By), No: thousands(strconv.FormatInt(x.Seq, 10)), URL: "/visits/" + x.happening.Visit,
		Late: x.late(d.z, d.now)}
}

func newest[T any](list []T, n int) []T { return list[max(0, len(list)-n):] }

func (s *Server) inboxAnswer(w http.ResponseWriter, r *http.Request) {
	p, id := s.pressed(r), r.PathValue("referral")
	body := answerBody(p, id)
	var err error
	var res app.Result
	if p.ok() {
		res, err = p.send(body)
	}
	prob, known := p.problem(err)
	switch {
	case !known:
		s.fault(w, r, err)
	case prob != nil:
		p.anchor("-" + id)
		s.drawInbox(w, r, http.StatusUnprocessableEntity, prob, id, p.typed())
	default:
		p.on(w, "/inbox", res)
	}
}

func answerBody(p *press, id string) clinic.Body {
	b := clinic.AnswerReferral{Visit: id, Choice: clinic.Choice(p.get("choice"))}
	subject := ""
	p.s.house.View(func(st *clinic.State) {
		if v := st.Visits[id]; v != nil {
			subject = string(v.Person)
		}
	})
	if b.Choice == "" {
		p.wrong("choice", "Choose an answer.")
	}
	if b.Choice == clinic.ChoiceGive {
		dose := p.mass("dose_mg", "Dose")
		b.Dose = &dose
	}
	b.Reason = p.keep(subject, "reason", p.need("reason", "Write your reason in one line."))
	return b
}

// liftHold ends every hold of a person, from their page or from the inbox.
func (s *Server) liftHold(w http.ResponseWriter, r *http.Request) {
	p, id := s.pressed(r), r.PathValue("person")
	body := clinic.LiftHold{Person: person.UserID(id), No: p.whichHold(id),
		Reason: p.keep(id, "reason", p.need("reason", "Write in one line why the hold ends."))}
	var err error
	var res app.Result
	if p.ok() {
		res, err = p.send(body)
	}
	prob, known := p.problem(err)
	inbox := p.get("from") == "inbox"
	switch {
	case !known:
		s.fault(w, r, err)
	case prob != nil && inbox:
		p.anchor("-" + id)
		s.drawInbox(w, r, http.StatusUnprocessableEntity, prob, id, p.typed())
	case prob != nil:
		p.anchor("-" + id)
		s.drawPerson(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	case inbox:
		p.on(w, "/inbox", res)
	default:
		p.on(w, "/people/"+id, res)
	}
}

// anchor makes the error summary's links lead to fields whose ids carry a
// suffix, on a page that has the same form several times.
func (p *press) anchor(suffix string) {
	for i := range p.lines {
		if p.lines[i].Field != "" {
			p.lines[i].Field += suffix
		}
	}
}
