package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

func (s *Server) countPage(w http.ResponseWriter, r *http.Request) {
	s.drawCount(w, r, http.StatusOK, nil, typed{})
}

// ordinary is the choice of a count that is none of the day, week or month.
const ordinary = "other"

var countWords = map[register.CountKind]string{register.CountOpening: "Opening", register.CountShift: "Shift change",
	register.CountClose: "Close", register.CountWeekly: "Weekly, everything",
	register.CountMonthly: "Monthly, with a third person", register.CountAgain: "Count again, of a difference",
	"": "Another count"}

// drawCount draws the blind count: nothing of what the register expects is in
// it. Beside each page stands, hidden, how far the register had come when its
// line was drawn, so that stock that moves meanwhile is noticed.
func (s *Server) drawCount(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	a, _ := login.Who(r.Context())
	only := t.or("only", r.URL.Query().Get("page")).Value
	v := page.Count{Heading: "Count the stock", Form: page.Form{Action: "/register/count", Command: t.command()},
		Two: "Two people count together; the second confirms at the end of this page."}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		v.Second = page.SecondPerson{What: "I counted these sealed ampoules together with my colleague.",
			Why:   "Somebody other than you, who counted too.",
			Staff: s.seconds(st, n, "count_stock", a.ID), Who: t.pick("second"), PIN: page.Field{Error: t.errs["pin2"]},
			Passkey: "/confirm/passkey/begin?for=count", Button: "Counted", Alone: t.alone(st, "count_stock")}
		pages := st.Accounts.Pages()
		if st.Accounts.Sheets[only] != nil {
			pages = []string{only}
			v.Form.Hidden = []page.Pair{{Name: "only", Value: only}}
		}
		if again := t.or("of", r.URL.Query().Get("of")).Value; again == string(register.CountAgain) && len(pages) == 1 {
			v.Form.Hidden = append(v.Form.Hidden, page.Pair{Name: "of", Value: again})
			s.countAgain(st, n, &v, only, a.ID)
		} else {
			s.countChoices(st, n, &v, r.URL.Query().Get("of"), t, a.ID)
		}
		for _, id := range pages {
			seen := t.v.Get("seen-" + id)
			if seen == "" {
				seen = strconv.FormatInt(st.Register, 10)
			}
			v.Form.Hidden = append(v.Form.Hidden, page.Pair{Name: "page", Value: id}, page.Pair{Name: "seen-" + id, Value: seen})
			v.Lines = append(v.Lines, page.CountLine{Name: "n-" + id, Label: st.Accounts.Sheets[id].Product.Heading(),
				Unit: "ampoules", Field: t.field("n-" + id)})
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, v.Heading)
	l.Back, l.Problem = &page.Link{Text: "Register and stock", URL: "/register"}, prob
	s.draw(w, r, status, page.CountPage(l, v))
}

// countAgain says who counted when the difference was found: two others count
// now (R-REG-35).
func (s *Server) countAgain(st *clinic.State, n names, v *page.Count, id string, me person.StaffID) {
	v.Heading, v.Second.Alone = "Count again", nil
	open := st.Accounts.Sheets[id].Open
	if open == nil {
		return
	}
	had := []person.StaffID{person.StaffID(open.By), person.StaffID(open.Witness)}
	v.Had = fmt.Sprintf("%s and %s counted at %s. Two others count now.", n.staff(had[0]), n.staff(had[1]),
		stamp(st.Zone(), s.house.Now(), open.Since))
	if slices.Contains(had, me) {
		v.Had = "You counted when the difference was found, so this count cannot close it. " +
			"Lock the tablet and let two colleagues count who had no part in it."
	}
	for i, c := range v.Second.Staff {
		if slices.Contains(had, person.StaffID(c.Value)) {
			v.Second.Staff[i].Barred = "counted when the difference was found"
		}
	}
}

// countChoices offers which count this is, the one that is due chosen, and
// where it is counted.
func (s *Server) countChoices(st *clinic.State, n names, v *page.Count, asked string, t typed, me person.StaffID) {
	due, open := countsOf(st, s.house.Now())
	for _, k := range append(register.CountKinds(), "") {
		c := page.Choice{Value: string(k), Label: countWords[k]}
		switch {
		case k == register.CountAgain && !open:
			continue
		case k == "":
			c.Value = ordinary
		case slices.Contains(due, k):
			c.Hint = "due now"
		}
		v.Kinds = append(v.Kinds, c)
	}
	if asked == "" {
		asked = ordinary
		if len(due) > 0 {
			asked = string(due[0])
		}
	}
	v.Kind = page.Pick(t.or("of", asked))
	v.Stores = []page.Choice{{Value: "", Label: "Everywhere", Chosen: t.v.Get("store") == ""}}
	for _, x := range register.Stores() {
		v.Stores = append(v.Stores, page.Choice{Value: string(x), Label: "Only " + x.Where()})
	}
	v.Store = t.pick("store")
	v.Third = page.ThirdPerson{Staff: s.seconds(st, n, "count_stock", me), Who: t.pick("third"),
		PIN: page.Field{Error: t.errs["pin3"]}, Open: v.Kind.Value == string(register.CountMonthly)}
}

// countsOf lists the counts that are due, the one of the day before those of
// the week and the month, and says whether a difference is open.
func countsOf(st *clinic.State, now moment.Instant) (due []register.CountKind, open bool) {
	for _, t := range st.StockTasks(now) {
		if k := register.CountKind(t.Of); isCount(t) && !slices.Contains(due, k) {
			due = append(due, k)
		}
		open = open || t.Kind == clinic.StockDiffers
	}
	return due, open
}

// counted is one page's line of the form; index makes its command's id, so a
// form pressed twice counts once.
type counted struct {
	index int
	body  clinic.CountStock
}

func (p *press) counts() (out []counted) {
	of := register.CountKind(p.get("of"))
	if of == ordinary {
		of = ""
	}
	for i, id := range p.r.PostForm["page"] {
		if p.get("n-"+id) == "" {
			continue
		}
		n := p.whole("n-"+id, p.heading(id), 0, 1_000_000)
		seen, err := strconv.ParseInt(p.get("seen-"+id), 10, 64)
		if err != nil {
			p.wrong("", "This form is incomplete: load the page again.")
		}
		out = append(out, counted{i, clinic.CountStock{Page: id, Store: register.Store(p.get("store")),
			Counted: measure.Ampoules(n), Seen: seen, Of: of}})
	}
	if len(out) == 0 && p.ok() {
		p.wrong("", "Write at least one count.")
	}
	if of == register.CountMonthly && (p.get("third") == "" || p.get("pin3") == "") {
		p.wrong("third", "The monthly count needs a third person: choose who, and let them type their PIN.")
	}
	return out
}

// countBody is the count for a passkey prompt, which signs one page's figures.
func countBody(p *press) clinic.Body {
	list := p.counts()
	if len(list) != 1 {
		p.wrong("", "A passkey confirms one page at a time: leave the other lines empty, or use the PIN.")
		return clinic.CountStock{}
	}
	return list[0].body
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
	var settled []string
	again := false
	for _, c := range list {
		res, err := p.countOne(c)
		var no *clinic.Refusal
		switch {
		case err == nil:
			last = res
			settled = append(settled, c.body.Page)
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
	p.on(w, countedURL(settled), last)
}

// ofOnePage are the refusals that stop one page's count and not the others':
// stock moved meanwhile, or is in a syringe that is not yet out of the
// register, or nothing is there to be counted again.
var ofOnePage = map[string]bool{"count_stale": true, "syringe_open": true, "nothing_to_recount": true}

// countOne sends one page's count as a command of its own.
func (p *press) countOne(c counted) (app.Result, error) {
	q := &press{s: p.s, r: p.r, errs: p.errs}
	q.req.Command = p.req.Command
	q.req.Command.ID = fmt.Sprintf("%s-%d", p.req.Command.ID, c.index)
	if c.body.Of == register.CountMonthly {
		if done, err := p.s.house.Recorded(p.r.Context(), q.req.Command.ID); err != nil || done {
			return app.Result{Already: done}, err
		}
		third, err := q.third(c.body)
		if err != nil {
			return app.Result{}, err
		}
		c.body.Third = &third
	}
	return q.send(c.body)
}

// third is the confirmation of the third person of a monthly count: of the same
// text as the second person's, by their own PIN.
func (p *press) third(body clinic.CountStock) (j clinic.Confirmation, err error) {
	q := clinic.Command{ID: p.req.Command.ID, By: p.req.Command.By, Body: body}
	ctx, digest := p.r.Context(), p.s.witnessed(q)
	c, err := p.s.login.ConfirmPIN(ctx, person.StaffID(p.get("third")), p.get("pin3"), digest)
	if err == nil {
		c, err = p.s.login.UseConfirmation(ctx, c.ID, digest, q.ID)
	}
	var denial *login.Denial
	if errors.As(err, &denial) {
		p.errs["pin3"] = denial.Sentence
	}
	if err != nil {
		return j, err
	}
	return c.Journal()
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
	if p.errs["pin3"] != "" { // it was the third person's, and not the second's
		delete(p.errs, "pin2")
	}
	prob.Title = "Not everything is recorded"
	if len(settled) == 0 {
		prob.Title = "Not recorded"
	}
	for _, id := range settled {
		prob.Lines = append(prob.Lines, page.ProblemLine{Text: "Recorded: " + p.heading(id) + ".",
			Way: &page.Link{Text: "What it says", URL: countedURL([]string{id})}})
	}
	if len(settled) > 0 {
		t.v.Del("command")
	}
	s.drawCount(w, p.r, http.StatusUnprocessableEntity, prob, t)
}
