package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"unicode/utf8"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

// reviewRoutes is reviews, for staff and for the person.
func (s *Server) reviewRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /reviews": f(s.reviewsPage), "GET /people/{person}/review": f(s.reviewPage),
		"POST /people/{person}/review/{what}":        f(s.reviewPress),
		"GET /people/{person}/review/{review}":       f(s.reviewSheetPage),
		"GET /people/{person}/review/{review}/sheet": f(s.reviewSheetPDF),
		"GET /me/review":                             f(s.ownReviewsPage), "POST /me/review/{what}": f(s.ownReviewPress),
		"GET /me/review/{review}": f(s.ownReviewSheetPage), "GET /me/review/{review}/sheet": f(s.ownReviewSheetPDF),
	}
}

// reviewsPage lists who waits for a review and who has no continuity plan.
func (s *Server) reviewsPage(w http.ResponseWriter, r *http.Request) {
	var v page.Reviews
	roles := actorOf(r).Roles
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		today := st.Zone().Day(s.house.Now())
		for _, d := range st.ReviewsDue(today) {
			v.Lines = append(v.Lines, page.ReviewLine{Link: page.Link{Text: n.person(d.Person),
				URL: "/people/" + string(d.Person) + "/review"}, Says: dueWords(st, d), Loud: d.Asked != 0})
		}
		none, old := st.WithoutOnward()
		for _, x := range []struct {
			ids []person.UserID
			to  *[]page.Link
		}{{none, &v.Onward}, {old, &v.Old}} {
			for _, id := range x.ids {
				link := page.Link{Text: n.person(id)}
				if login.MayRoute(roles, "GET /people/{person}/onward") {
					link.URL = "/people/" + string(id) + "/onward"
				}
				*x.to = append(*x.to, link)
			}
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	if login.MayRoute(roles, "GET /reviews/packs") {
		v.Packs = &page.Link{Text: "All transfer packs, in one run", URL: "/reviews/packs"}
	}
	s.draw(w, r, http.StatusOK, page.ReviewsPage(s.layout(r, "Reviews"), v))
}

// dueWords says what somebody waits for.
func dueWords(st *clinic.State, d clinic.DueReview) string {
	text := "No review is due. The next one is on " + dayWords(d.Next) + "."
	switch {
	case d.Due != 0 && len(d.Passed) > 0:
		text = fmt.Sprintf("Due since %s; it serves %d days before that had none too.", dayWords(d.Due), len(d.Passed))
	case d.Due != 0:
		text = "Due since " + dayWords(d.Due) + "."
	}
	if d.Asked != 0 {
		text = "They asked for one on " + dayWords(st.Zone().Day(d.Asked)) + ". " + text
	}
	if d.Open {
		text += " One is being written."
	}
	return text
}

func (s *Server) reviewPage(w http.ResponseWriter, r *http.Request) {
	s.drawReview(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawReview(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	id := person.UserID(r.PathValue("person"))
	x, err := s.readLine(r.Context(), id)
	var v *page.Review
	if err == nil {
		err = s.with(r.Context(), func(st *clinic.State) []clinic.Text {
			return append(x.texts(), reviewTexts(st, id)...)
		}, func(st *clinic.State, n names) {
			if st.Ways[id] == nil {
				return
			}
			m := &mine{st: st, n: n, w: plainOf(), now: s.house.Now(), z: st.Zone(), who: id, typed: t}
			d := &lineDraw{x: &x, st: st, n: n, z: m.z, now: m.now, w: staffLine(), staff: true, scored: true,
				entry: "/people/" + string(id) + "/line/"}
			d.spanned(lineSpans[0], "")
			built := m.reviewView(d)
			p := &personDraw{drawing: drawing{s: s, st: st, n: n, now: m.now, z: m.z}, id: string(id)}
			built.Goals = p.own().Goals
			v = &built
		})
	}
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.layout(r, "Review")
		l.Back, l.Problem = &page.Link{Text: "Reviews", URL: "/reviews"}, prob
		s.draw(w, r, status, page.ReviewPage(l, *v))
	}
}

// planShown is how many empty lines a plan shows beside those that are written.
const planShown = 3

// reviewView is the page on which a review is held.
func (m *mine) reviewView(d *lineDraw) page.Review {
	a, o := m.st.AlongOf(m.who), m.st.OwnOf(m.who)
	due, _ := m.st.ReviewDue(m.who, m.z.Day(m.now))
	at := "/people/" + string(m.who) + "/review/"
	v := page.Review{Name: m.n.person(m.who), Says: dueWords(m.st, due), Better: m.lines(o.Better), Line: d.line(),
		Doers: coded(clinic.PlanDoers)}
	if len(v.Better) > 1 {
		v.Better = v.Better[:1]
	}
	if a.Asked != nil {
		v.Asked = m.lines(a.Asked.Words)
	}
	open := a.Open
	if open == nil {
		open = &clinic.Review{}
		open.Due = due.Due
	}
	v.Form = page.Form{Action: at + "write", Command: m.typed.command(), Expect: strconv.Itoa(open.Rev),
		Hidden: []page.Pair{{Name: "review", Value: open.Review}, {Name: "due", Value: dayOrNone(open.Due)}}}
	v.Gives = m.side(o.Gives, "gives", open.Gives)
	v.Takes = m.side(o.Takes, "takes", open.Takes)
	v.Talk = m.typed.or("talk", m.n.opt(open.Talk))
	for i := range min(len(open.Plan)+planShown, clinic.PlanMost) {
		v.Plan = append(v.Plan, m.planLine(i, open.Plan))
	}
	if a.Open != nil {
		m.agreeing(&v, a.Open, at)
	}
	if due.Due != 0 && a.Open == nil {
		v.Due = dayWords(due.Due)
		v.Pass = &page.Form{Action: at + "pass", Command: typed{}.command(), Expect: "due",
			Hidden: []page.Pair{{Name: "due", Value: due.Due.String()}}}
	}
	for i := len(a.Held) - 1; i >= 0; i-- {
		v.Held = append(v.Held, page.Link{Text: "Agreed on " + dayWords(m.z.Day(a.Held[i].At)), URL: at + a.Held[i].Review})
	}
	return v
}

func dayOrNone(d moment.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// side is one column: what they said before, and what is written now. Where
// nothing is written yet their own newest words stand in the field.
func (m *mine) side(before []clinic.OwnReasons, name string, now *clinic.Text) page.ReviewSide {
	v := page.ReviewSide{Before: m.lines(before)}
	value := m.n.opt(now)
	if now == nil && len(v.Before) > 0 {
		value = v.Before[0].Words
	}
	v.Words = m.typed.or(name, value)
	return v
}

// planLine is one line of the plan to write or to change.
func (m *mine) planLine(i int, plan []clinic.PlanLine) page.ReviewPlan {
	no := strconv.Itoa(i + 1)
	today := m.z.Day(m.now)
	words, does, until := "", "both", ""
	choices := []page.Choice{{Value: "", Label: "Next time"}, {Value: (today + 14).String(), Label: "In 2 weeks"},
		{Value: today.AddMonths(1).String(), Label: "In a month"},
		{Value: today.AddMonths(3).String(), Label: "In 3 months"}}
	if i < len(plan) {
		words, does, until = m.n.of(plan[i].Words), string(plan[i].Does), dayOrNone(plan[i].Until)
		if until != "" {
			choices = append(choices, page.Choice{Value: until, Label: "On " + dayWords(plan[i].Until)})
		}
	}
	return page.ReviewPlan{N: i + 1, Words: m.typed.or("plan"+no, words), Does: m.typed.or("does"+no, does),
		Until: m.typed.or("until"+no, until), Untils: choices}
}

// agreeing says how both stand, and offers what is still to be done.
func (m *mine) agreeing(v *page.Review, r *clinic.Review, at string) {
	form := func(what string) *page.Form {
		return &page.Form{Action: at + what, Command: typed{}.command(), Expect: strconv.Itoa(r.Rev),
			Hidden: []page.Pair{{Name: "review", Value: r.Review}, {Name: "rev", Value: strconv.Itoa(r.Rev)}}}
	}
	v.Sheet = &page.Link{Text: "Print it on one sheet", URL: at + r.Review + "/sheet"}
	v.Said = m.lines(r.Said)
	v.Agree = &page.ReviewAgree{
		Theirs: "Not yet: on their own pages, at the kiosk or on their phone, or by signing the sheet.",
		Ours:   "Not yet", PIN: m.typed.field("pin")}
	if x := r.Theirs; x != nil {
		v.Agree.Theirs = "Agreed, " + stamp(m.z, m.now, x.At)
		if x.How == clinic.AgreePaper {
			v.Agree.Theirs = "Signed on paper, seen by " + m.n.staff(x.By) + ", " + stamp(m.z, m.now, x.At)
		}
		if x.Not {
			v.Agree.Theirs = "Says it is not right: change it together. " + stamp(m.z, m.now, x.At)
		}
	}
	if x := r.Ours; x != nil && !x.Not {
		v.Agree.Ours = m.n.staff(x.By) + ", " + stamp(m.z, m.now, x.At)
	}
	if r.Theirs == nil || r.Theirs.Not {
		v.Agree.Paper = form("paper")
	}
	if r.Ours == nil {
		v.Agree.Worker = form("agree")
	}
}

// How long a text on a review is, in letters: it must stand on one sheet.
const (
	reviewLetters = 600
	planLetters   = 140
)

// short reads a text that must not be longer.
func (p *press) short(name, text string, most int) string {
	if n := utf8.RuneCountInString(text); n > most {
		p.wrong(name, fmt.Sprintf("This has %d letters. The sheet has room for %d: say it shorter.", n, most))
	}
	return text
}

// reviewPress keeps what a form of the page asks for.
func (s *Server) reviewPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	p.req.Command.Expect = 0 // the page's own count, which the command carries
	id := person.UserID(r.PathValue("person"))
	body, known := p.reviewBody(id)
	if !known {
		s.missing(w, r, "There is no such step.")
		return
	}
	to := "/people/" + string(id) + "/review"
	if b, agrees := body.(clinic.AnswerReview); agrees {
		to += "/" + b.Review
		if b.How == clinic.AgreeWorker && p.ok() {
			var denial *login.Denial
			if err := s.login.ProveAgain(r.Context(), p.get("pin")); errors.As(err, &denial) {
				p.wrong("pin", denial.Sentence)
			} else if err != nil {
				s.fault(w, r, err)
				return
			}
		}
	}
	p.finish(w, body, to, func(prob *page.Problem, _ error) {
		s.drawReview(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (p *press) reviewBody(id person.UserID) (body clinic.Body, known bool) {
	rev, _ := strconv.Atoi(p.get("rev"))
	switch p.r.PathValue("what") {
	case "write":
		return p.reviewWritten(id), true
	case "agree":
		return clinic.AnswerReview{Person: id, Review: p.get("review"), Rev: rev, How: clinic.AgreeWorker}, true
	case "paper":
		return clinic.AnswerReview{Person: id, Review: p.get("review"), Rev: rev, How: clinic.AgreePaper}, true
	case "pass":
		due, _ := moment.ParseDay(p.get("due"))
		return clinic.PassReview{Person: id, Due: due}, true
	}
	return nil, false
}

func (p *press) reviewWritten(id person.UserID) clinic.WriteReview {
	b := clinic.WriteReview{Person: id, Review: p.get("review")}
	if b.Review == "" {
		b.Review = "r-" + p.req.Command.ID
	}
	b.Due, _ = moment.ParseDay(p.get("due"))
	text := func(name string) *clinic.Text {
		return p.req.KeepIf(string(id), "review", p.short(name, p.get(name), reviewLetters))
	}
	b.Gives, b.Takes, b.Talk = text("gives"), text("takes"), text("talk")
	for i := range clinic.PlanMost {
		no := strconv.Itoa(i + 1)
		words := p.short("plan"+no, p.get("plan"+no), planLetters)
		if words == "" {
			continue
		}
		line := clinic.PlanLine{Words: p.keep(string(id), "plan", words), Does: clinic.PlanDoer(p.get("does" + no))}
		line.Until, _ = moment.ParseDay(p.get("until" + no))
		b.Plan = append(b.Plan, line)
	}
	return b
}

// reviewOf reads one review of somebody for its sheet; nil is none.
func (s *Server) reviewOf(r *http.Request, who person.UserID) (v *page.ReviewSheet, at moment.Instant, err error) {
	err = s.with(r.Context(), func(st *clinic.State) []clinic.Text { return reviewTexts(st, who) },
		func(st *clinic.State, n names) {
			m := &mine{st: st, n: n, w: s.words(r), now: s.house.Now(), z: st.Zone(), who: who}
			if x := st.AlongOf(who).Review(r.PathValue("review")); x != nil {
				built := m.review(x)
				v, at = &built, x.At
			}
		})
	return v, at, err
}

func (s *Server) reviewSheetPage(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("person")
	v, _, err := s.reviewOf(r, person.UserID(id))
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such review among the newest of this person.")
	default:
		v.PDF = "/people/" + id + "/review/" + r.PathValue("review") + "/sheet"
		l := s.layout(r, "Our review")
		l.Back = &page.Link{Text: "Review", URL: "/people/" + id + "/review"}
		s.draw(w, r, http.StatusOK, page.ReviewSheetPage(l, *v))
	}
}

func (s *Server) reviewSheetPDF(w http.ResponseWriter, r *http.Request) {
	v, at, err := s.reviewOf(r, person.UserID(r.PathValue("person")))
	if err == nil && v == nil {
		s.missing(w, r, "There is no such review among the newest of this person.")
		return
	}
	if err == nil {
		err = s.sendReview(w, *v, at)
	}
	if err != nil {
		s.fault(w, r, err)
	}
}
