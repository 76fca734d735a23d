package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/measure"
)

func (s *Server) countPage(w http.ResponseWriter, r *http.Request) {
	s.drawCount(w, r, http.StatusOK, nil, typed{})
}

// drawCount draws the blind count: nothing of what the register expects is in
// it. Beside each page stands, hidden, how far the register had come when its
// line was drawn, so that stock that moves meanwhile is noticed.
func (s *Server) drawCount(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	a, _ := login.Who(r.Context())
	v := page.Count{Form: page.Form{Action: "/register/count", Command: t.command()},
		Two: "Two people count together; the second confirms at the end of this page."}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		for _, id := range st.Accounts.Pages() {
			seen := t.v.Get("seen-" + id)
			if seen == "" {
				seen = strconv.FormatInt(st.Register, 10)
			}
			v.Form.Hidden = append(v.Form.Hidden, page.Pair{Name: "page", Value: id}, page.Pair{Name: "seen-" + id, Value: seen})
			v.Lines = append(v.Lines, page.CountLine{Name: "n-" + id, Label: st.Accounts.Sheets[id].Product.Heading(),
				Unit: "ampoules", Field: t.field("n-" + id)})
		}
		v.Second = page.SecondPerson{What: "I counted these sealed ampoules together with my colleague.",
			Why:   "Somebody other than you, who counted too, with their own PIN.",
			Staff: s.seconds(st, n, "count_stock", a.ID), Who: t.pick("second"), PIN: page.Field{Error: t.errs["pin2"]},
			Button: "Counted"}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Count the safe")
	l.Back, l.Problem = &page.Link{Text: "Register and stock", URL: "/register"}, prob
	s.draw(w, r, status, page.CountPage(l, v))
}

// counted is one page's line of the form; index makes its command's id, so a
// form pressed twice counts once.
type counted struct {
	index int
	body  clinic.CountStock
}

func (p *press) counts() (out []counted) {
	for i, id := range p.r.PostForm["page"] {
		if p.get("n-"+id) == "" {
			continue
		}
		n := p.whole("n-"+id, p.heading(id), 0, 1_000_000)
		seen, err := strconv.ParseInt(p.get("seen-"+id), 10, 64)
		if err != nil {
			p.wrong("", "This form is incomplete: load the page again.")
		}
		out = append(out, counted{i, clinic.CountStock{Page: id, Counted: measure.Ampoules(n), Seen: seen}})
	}
	if len(out) == 0 && p.ok() {
		p.wrong("", "Write at least one count.")
	}
	return out
}

func (p *press) heading(id string) (text string) {
	text = id
	p.s.house.View(func(st *clinic.State) {
		if sh := st.Accounts.Sheets[id]; sh != nil {
			text = sh.Product.Heading()
		}
	})
	return text
}

// count sends one command for each page. Each is confirmed by itself, with the
// one PIN that was asked for: the second person signs each page's own figures.
func (s *Server) count(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	list := p.counts()
	if !p.ok() {
		prob, _ := p.problem(nil)
		s.drawCount(w, r, http.StatusUnprocessableEntity, prob, p.typed())
		return
	}
	t := typed{v: url.Values{}, errs: p.errs}
	for k, v := range r.PostForm {
		t.v[k] = v
	}
	var last app.Result
	settled, again := []string{}, false
	for _, c := range list {
		res, err := p.alone(c)
		var no *clinic.Refusal
		switch {
		case err == nil:
			last = res
			settled = append(settled, p.heading(c.body.Page))
			t.forget(c.body.Page)
		case errors.As(err, &no) && ofOnePage[no.Code]:
			again = true
			p.wrong("n-"+c.body.Page, p.heading(c.body.Page)+": "+no.Sentence)
			t.forget(c.body.Page)
		default:
			s.countStopped(w, p, err, settled, t)
			return
		}
	}
	if again {
		s.countStopped(w, p, nil, settled, t)
		return
	}
	p.on(w, "/register", last)
}

// ofOnePage are the refusals that stop one page's count and not the others':
// stock moved meanwhile, or is in a syringe that is not yet out of the register.
var ofOnePage = map[string]bool{"count_stale": true, "syringe_open": true}

// alone sends one page's count as a command of its own.
func (p *press) alone(c counted) (app.Result, error) {
	q := &press{s: p.s, r: p.r, errs: p.errs}
	q.req.Command = p.req.Command
	q.req.Command.ID = fmt.Sprintf("%s-%d", p.req.Command.ID, c.index)
	return q.send(c.body)
}

// forget empties a page's line: what was recorded is done, and what moved
// meanwhile is counted anew from now.
func (t typed) forget(id string) {
	t.v.Del("n-" + id)
	t.v.Del("seen-" + id)
}

// countStopped shows what is left to do after a press that did not count every
// page, and says what is recorded.
func (s *Server) countStopped(w http.ResponseWriter, p *press, err error, settled []string, t typed) {
	prob, known := p.problem(err)
	if !known {
		s.fault(w, p.r, err)
		return
	}
	if prob == nil {
		prob = &page.Problem{Lines: p.lines}
	}
	prob.Title = "Not everything is recorded"
	if len(settled) == 0 {
		prob.Title = "Not recorded"
	}
	for _, name := range settled {
		prob.Lines = append(prob.Lines, page.ProblemLine{Text: "Recorded: " + name + "."})
	}
	if len(settled) > 0 {
		t.v.Del("command")
	}
	s.drawCount(w, p.r, http.StatusUnprocessableEntity, prob, t)
}
