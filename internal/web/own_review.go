package web

import (
	"net/http"
	"strconv"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

func (s *Server) ownReviewsPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnReviews(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawOwnReviews(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	var v page.OwnReviews
	if err := s.drawMine(r, t, reviewTexts, func(m *mine) { v = m.reviews() }); err != nil {
		s.ownFault(w, r, err)
		return
	}
	x := s.words(r).Review
	l := s.ownLayout(r, x.Title)
	l.Problem, l.Back = prob, &page.Link{Text: s.words(r).Goals.Title, URL: "/me/goals"}
	l.Done = map[string]string{"kept": x.Kept, "answered": x.Done}[r.URL.Query().Get("done")]
	s.ownDraw(w, r, status, page.OwnReviewsPage(l, v))
}

// reviews is the person's page of their reviews.
func (m *mine) reviews() (v page.OwnReviews) {
	a, o, w := m.st.AlongOf(m.who), m.st.OwnOf(m.who), m.w.Review
	due, _ := m.st.ReviewDue(m.who, m.z.Day(m.now))
	if due.Due != 0 {
		v.Says = w.Due
		v.Pass = &page.Form{Action: "/me/review/pass", Command: typed{}.command(), Expect: "own",
			Hidden: []page.Pair{{Name: "due", Value: due.Due.String()}}}
	}
	if a.Asked != nil {
		v.Says = w.AskedFor(dayWords(m.z.Day(a.Asked.Since)))
		v.Asked = m.lines(a.Asked.Words)
	}
	v.Ask, v.Words = m.form("/me/review/ask", "ask"), m.typed.of("ask").field("words")
	v.Gives.Lines, v.Takes.Lines = m.lines(o.Gives), m.lines(o.Takes)
	v.Gives.Words, v.Takes.Words = m.typed.of("gives").field("words"), m.typed.of("takes").field("words")
	v.GivesIn, v.TakesIn = m.form("/me/review/gives", "gives"), m.form("/me/review/takes", "takes")
	if r := a.Open; r != nil {
		v.Pass = nil
		v.Open = &page.OwnReviewOpen{Sheet: m.review(r), Words: m.typed.of("not").field("words")}
		form := func(what string) *page.Form {
			f := m.form("/me/review/"+what, what)
			f.Hidden = append(f.Hidden, page.Pair{Name: "review", Value: r.Review},
				page.Pair{Name: "rev", Value: strconv.Itoa(r.Rev)})
			return &f
		}
		v.Open.No = form("not")
		if x := r.Theirs; x == nil || x.Not {
			v.Open.Yes = form("yes")
		} else {
			v.Open.Agreed = v.Open.Sheet.Theirs
		}
	}
	for i := len(a.Held) - 1; i >= 0; i-- {
		v.Held = append(v.Held, page.Link{Text: w.Of(m.n.person(m.who), dayWords(m.z.Day(a.Held[i].At))),
			URL: "/me/review/" + a.Held[i].Review})
	}
	return v
}

func (s *Server) ownReviewPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	body, done := p.ownReviewBody()
	if body == nil {
		http.Redirect(w, r, "/me/review", http.StatusSeeOther)
		return
	}
	p.ownFinish(w, body, "/me/review?done="+done, func(prob *page.Problem) {
		s.drawOwnReviews(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (p *press) ownReviewBody() (body clinic.Body, done string) {
	id, w := p.self(), p.s.words(p.r)
	p.req.Command.Expect = 0
	rev, _ := strconv.Atoi(p.get("rev"))
	what := p.r.PathValue("what")
	words := func() *clinic.Text {
		return p.req.KeepIf(string(id), "review", p.short("words", p.get("words"), reviewLetters))
	}
	switch what {
	case "ask":
		defer p.rename("words", "ask-words")
		return clinic.AskReview{Person: id, Words: words()}, "kept"
	case "gives", "takes":
		defer p.rename("words", what+"-words")
		ask := map[string]string{"gives": w.Life.GivesAsk, "takes": w.Life.TakesAsk}[what]
		return clinic.TellSide{Person: id, Side: clinic.Side(what),
			Words: p.keep(string(id), what, p.short("words", p.need("words", ask), reviewLetters))}, "kept"
	case "yes":
		return clinic.AnswerReview{Person: id, Review: p.get("review"), Rev: rev, How: clinic.AgreeOwn}, "answered"
	case "not":
		defer p.rename("words", "no-words")
		p.need("words", w.Review.NoAsk)
		return clinic.AnswerReview{Person: id, Review: p.get("review"), Rev: rev, How: clinic.AgreeOwn, Not: true,
			Words: words()}, "answered"
	case "pass":
		due, _ := moment.ParseDay(p.get("due"))
		return clinic.PassReview{Person: id, Due: due}, "answered"
	}
	return nil, ""
}

func (s *Server) ownReviewSheetPage(w http.ResponseWriter, r *http.Request) {
	v, _, err := s.reviewOf(r, ownPerson(r))
	switch {
	case err != nil:
		s.ownFault(w, r, err)
	case v == nil:
		http.Redirect(w, r, "/me/review", http.StatusSeeOther)
	default:
		v.PDF = "/me/review/" + r.PathValue("review") + "/sheet"
		l := s.ownLayout(r, s.words(r).Review.Title)
		l.Back = &page.Link{Text: s.words(r).Review.Title, URL: "/me/review"}
		s.ownDraw(w, r, http.StatusOK, page.OwnReviewSheetPage(l, *v))
	}
}

func (s *Server) ownReviewSheetPDF(w http.ResponseWriter, r *http.Request) {
	v, at, err := s.reviewOf(r, ownPerson(r))
	if err == nil && v == nil {
		http.Redirect(w, r, "/me/review", http.StatusSeeOther)
		return
	}
	if err == nil {
		err = s.sendReview(w, *v, at)
	}
	if err != nil {
		s.ownFault(w, r, err)
	}
}

// reviewFact says in one line what happened at a review, or with the continuity
// plan; "" for any other fact.
func (d *personDraw) reviewFact(f clinic.Fact) string {
	switch b := f.(type) {
	case *clinic.ReviewAsked:
		return with("They want a review", d.n.opt(b.Words))
	case *clinic.ReviewWritten:
		return "A review was written"
	case *clinic.ReviewAnswered:
		who := map[clinic.AgreeHow]string{clinic.AgreeOwn: "The person, on their own pages",
			clinic.AgreePaper: "The person, on paper", clinic.AgreeWorker: "The worker"}[b.How]
		if b.Not {
			return with(who+", says that the review is not right", d.n.opt(b.Words))
		}
		return who + ", agreed to the review"
	case *clinic.ReviewPassed:
		return with("The review of "+dayWords(b.Due)+" was let pass", d.n.opt(b.Words))
	case *clinic.OnwardPlanned:
		return with("Continuity plan", clinic.WordsOf(clinic.OnwardRoutes, b.Route), d.n.of(b.Receives))
	case *clinic.EquivalentWritten:
		return with("Oral equivalent, as the prescriber wrote it", d.n.of(b.Words))
	case *clinic.RecordGiven:
		return with(clinic.WordsOf(clinic.RecordParts, b.What)+" was handed over",
			clinic.WordsOf(clinic.RecordTos, b.To), d.n.opt(b.Receives))
	case *clinic.EntryLetOut:
		return with("Entry "+number64(b.Entry)+" may be in what they take with them", d.n.of(b.Reason))
	}
	return ""
}

// reviewFactTexts are the cabinet texts of those facts.
func reviewFactTexts(f clinic.Fact) []*clinic.Text {
	switch b := f.(type) {
	case *clinic.ReviewAsked:
		return []*clinic.Text{b.Words}
	case *clinic.ReviewWritten:
		out := []*clinic.Text{b.Gives, b.Takes, b.Talk}
		for i := range b.Plan {
			out = append(out, &b.Plan[i].Words)
		}
		return out
	case *clinic.ReviewAnswered:
		return []*clinic.Text{b.Words}
	case *clinic.ReviewPassed:
		return []*clinic.Text{b.Words}
	case *clinic.OnwardPlanned:
		return []*clinic.Text{&b.Receives, &b.Call, b.Words}
	case *clinic.EquivalentWritten:
		return []*clinic.Text{&b.Words}
	case *clinic.RecordGiven:
		return []*clinic.Text{b.Receives}
	case *clinic.EntryLetOut:
		return []*clinic.Text{&b.Reason}
	}
	return nil
}

// alongTexts are the cabinet texts of somebody's continuity plan.
func alongTexts(st *clinic.State, who person.UserID) (out []clinic.Text) {
	o := st.AlongOf(who).Onward
	if o == nil {
		return nil
	}
	out = append(out, o.Receives, o.Call)
	for _, t := range []*clinic.Text{o.Words, o.Equivalent} {
		if t != nil {
			out = append(out, *t)
		}
	}
	return out
}
