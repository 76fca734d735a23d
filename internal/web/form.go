package web

import (
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/person"
)

// press is one submitted form on its way to being a command.
type press struct {
	s     *Server
	r     *http.Request
	req   app.Request
	errs  map[string]string // by field name
	lines []page.ProblemLine
}

// pressed reads the form and who sent it.
func (s *Server) pressed(r *http.Request) *press {
	a, _ := login.Who(r.Context())
	p := &press{s: s, r: r, errs: map[string]string{}}
	if err := r.ParseForm(); err != nil {
		p.wrong("", "This form could not be read: load the page again.")
	}
	expect, _ := strconv.ParseInt(r.PostForm.Get("expect"), 10, 64)
	p.req.Command = clinic.Command{ID: r.PostForm.Get("command"), By: a.ID, Expect: expect}
	if o, own := login.WhoOwn(r.Context()); own { // on their own pages: themself, now and alone
		p.req.Command.By = o.Actor()
		return p
	}
	p.happened()
	if p.yes("alone") && p.get("alone_reason") == "" {
		p.wrong("alone_reason", "Write in one line why no second person was there.")
	}
	return p
}

// happened reads when a late entry happened, in the site's zone: the time, and
// the day where it was not today.
func (p *press) happened() {
	w := p.get("happened")
	if w == "" {
		return
	}
	day := p.s.zone().Day(p.s.house.Now())
	if p.get("happened_day[day]")+p.get("happened_day[month]")+p.get("happened_day[year]") != "" {
		day = p.date("happened_day", "Day it happened")
	}
	p.req.Command.Happened = p.timeOn("happened", "Time it happened", day)
	if why := p.get("why_late"); why != "" {
		t := p.keep("late", "why", why)
		p.req.Command.Why = &t
	}
}

// timeOn reads a time of a day, such as 09:05. In the night in which the clocks
// go back a time that comes twice is told apart by its zone, such as 01:30 GMT;
// one that the clocks skip is no time. 0 is one that could not be read.
func (p *press) timeOn(name, what string, day moment.Day) moment.Instant {
	clock, zone, _ := strings.Cut(p.get(name), " ")
	h, m, ok := cutTime(clock)
	if !ok {
		p.wrong(name, what+": write hours and minutes, for example 09:05.")
	}
	if !ok || day == 0 {
		return 0
	}
	z := p.s.zone()
	times := z.Times(day, h, m)
	var names []string
	for _, t := range times {
		own := z.In(t).Format("MST")
		if strings.EqualFold(strings.TrimSpace(zone), own) || zone == "" && len(times) == 1 {
			return t
		}
		names = append(names, clock+" "+own)
	}
	if len(times) == 0 {
		p.wrong(name, what+": the clocks skipped "+clock+" that night: write the time after the change.")
		return 0
	}
	p.wrong(name, what+": write "+strings.Join(names, " or ")+", for the clocks showed it so that night.")
	return 0
}

func (p *press) get(name string) string { return strings.TrimSpace(p.r.PostForm.Get(name)) }
func (p *press) yes(name string) bool   { return p.r.PostForm.Get(name) == "yes" }
func (p *press) ok() bool               { return len(p.lines) == 0 }

func (p *press) wrong(field, text string) {
	if p.errs[field] != "" {
		return
	}
	p.errs[field] = text
	p.lines = append(p.lines, page.ProblemLine{Text: text, Field: field})
}

// milli reads a reading; empty is "not measured".
func (p *press) milli(name, what string) *measure.Milli {
	w := strings.ReplaceAll(p.get(name), ",", ".")
	if w == "" {
		return nil
	}
	m, err := measure.ParseMilli(w)
	if err != nil || m < 0 || m > 1_000_000 {
		p.wrong(name, what+": write a number such as 14 or 36.5, or leave it empty.")
		return nil
	}
	return &m
}

func (p *press) mass(name, what string) measure.Mass {
	m, err := measure.ParseMilligrams(strings.ReplaceAll(p.get(name), ",", "."))
	if err != nil {
		p.wrong(name, what+": write milligrams with digits, for example 67.5.")
	}
	return m
}

func (p *press) whole(name, what string, least, most int64) int64 {
	n, err := strconv.ParseInt(p.get(name), 10, 64)
	if err != nil || n < least || n > most {
		p.wrong(name, what+": write a whole number.")
		return 0
	}
	return n
}

// date reads the three fields of a date input.
func (p *press) date(name, what string) moment.Day {
	y, m, d := p.get(name+"[year]"), p.get(name+"[month]"), p.get(name+"[day]")
	for len(m) < 2 {
		m = "0" + m
	}
	for len(d) < 2 {
		d = "0" + d
	}
	day, err := moment.ParseDay(y + "-" + m + "-" + d)
	if err != nil {
		p.wrong(name, what+": write day, month and year, for example 31 12 2027.")
	}
	return day
}

// keep puts a text about somebody into the cabinet.
func (p *press) keep(subject, field, text string) clinic.Text {
	return p.req.Keep(subject, field, text)
}

// send gives the command, with the second person's confirmation where the form
// carries one. A form that was recorded already asks nobody to confirm again;
// without a second person the road itself answers a double press, and refuses
// another content under the same id. Who records a step alone says why; whether
// the law lets them the core answers.
func (p *press) send(body clinic.Body) (app.Result, error) {
	p.req.Command.Body = body
	ctx := p.r.Context()
	if p.yes("alone") {
		why := p.keep("register", "alone", p.get("alone_reason"))
		p.req.Command.Alone = &why
	} else if p.get("second") != "" && (p.get("pin2") != "" || p.get("passkey") != "") {
		if done, err := p.s.house.Recorded(ctx, p.req.Command.ID); err == nil && done {
			return app.Result{Already: true}, nil
		}
		if err := p.confirm(); err != nil {
			return app.Result{}, err
		}
	}
	return p.s.house.Do(ctx, p.req)
}

// witnessed is the digest of what the second person is shown for a command.
func (s *Server) witnessed(c clinic.Command) (d [32]byte) {
	s.house.View(func(st *clinic.State) {
		raw, _ := hex.DecodeString(clinic.Digest(clinic.WitnessText(st, c)))
		copy(d[:], raw)
	})
	return d
}

// promptCookie carries the id of a passkey prompt from begin to finish.
const promptCookie = "steady_prompt"

func (p *press) confirm() error {
	ctx, digest := p.r.Context(), p.s.witnessed(p.req.Command)
	shown := p.get("shown")
	if shown != "" && shown != hex.EncodeToString(digest[:]) {
		return &login.Denial{Code: "shown_differs",
			Sentence: "What was shown has changed since: look at the page again, then confirm."}
	}
	var c login.Confirmation
	var err error
	if answer := p.get("passkey"); answer != "" {
		prompt := ""
		if k, kerr := p.r.Cookie(promptCookie); kerr == nil {
			prompt = k.Value
		}
		c, err = p.s.login.FinishConfirmPasskey(ctx, prompt, []byte(answer))
	} else {
		c, err = p.s.login.ConfirmPIN(ctx, person.StaffID(p.get("second")), p.get("pin2"), digest)
	}
	if err != nil {
		return err
	}
	if c, err = p.s.login.UseConfirmation(ctx, c.ID, digest, p.req.Command.ID); err != nil {
		return err
	}
	j, err := c.Journal()
	p.req.Command.Witness = &j
	return err
}

// problem turns an error into the error summary of a page, or says that it is
// a fault.
func (p *press) problem(err error) (*page.Problem, bool) {
	var no *clinic.Refusal
	var denial *login.Denial
	switch {
	case err == nil && p.ok():
		return nil, true
	case err == nil:
		return &page.Problem{Lines: p.lines}, true
	case errors.As(err, &no):
		return &page.Problem{Title: "Not recorded", Lines: []page.ProblemLine{{Text: no.Sentence, Rule: no.Rule}}}, true
	case errors.As(err, &denial):
		p.errs["pin2"] = denial.Sentence
		return &page.Problem{Title: "Not confirmed", Lines: []page.ProblemLine{{Text: denial.Sentence}}}, true
	}
	return nil, false
}

// on leads to the next page after a press, with the number of the entry.
func (p *press) on(w http.ResponseWriter, to string, res app.Result) {
	q, sign := "", "?"
	if strings.Contains(to, "?") {
		sign = "&"
	}
	if n := max(res.To.Clinical, 0); n > 0 {
		q = sign + "no=" + strconv.FormatInt(n-1, 10)
		if res.To.Clinical == res.From.Clinical && res.To.Register > 0 {
			q = sign + "no=" + strconv.FormatInt(res.To.Register-1, 10)
		}
	}
	http.Redirect(w, p.r, to+q, http.StatusSeeOther)
}

// finish sends the command of a form that could be read and answers the press:
// on to the next page, the same page with what is wrong, or a fault.
func (p *press) finish(w http.ResponseWriter, body clinic.Body, to string, again func(*page.Problem, error)) {
	var res app.Result
	var err error
	if p.ok() {
		res, err = p.send(body)
	}
	switch prob, known := p.problem(err); {
	case !known:
		p.s.fault(w, p.r, err)
	case prob != nil:
		again(prob, err)
	default:
		p.on(w, to, res)
	}
}

// typed keeps what was written when a page is drawn again.
type typed struct {
	v     url.Values
	errs  map[string]string
	stale bool // the page was older than the visit: say who changed what
}

func (p *press) typed() typed { return typed{v: p.r.PostForm, errs: p.errs} }

func (t typed) field(name string) page.Field {
	return page.Field{Value: t.v.Get(name), Error: t.errs[name]}
}

func (t typed) pick(name string) page.Pick {
	return page.Pick{Value: t.v.Get(name), Error: t.errs[name]}
}

func (t typed) yes(name string) bool { return t.v.Get(name) == "yes" }

func (t typed) picks(name string) page.Picks {
	return page.Picks{Values: t.v[name], Error: t.errs[name]}
}

func (t typed) or(name, value string) page.Field {
	f := t.field(name)
	if f.Value == "" && t.v == nil {
		f.Value = value
	}
	return f
}

// alone is the way on without a second person, where the law in force names the
// step; nil where it does not.
func (t typed) alone(st *clinic.State, kind string) *page.Alone {
	basis, ok := st.LawPack().MayLackSecond(kind)
	if !ok {
		return nil
	}
	reason := t.field("alone_reason")
	return &page.Alone{Reason: reason, Rule: basis.Rule, Open: reason.Value != "" || reason.Error != ""}
}

func (t typed) command() string {
	if id := t.v.Get("command"); id != "" {
		return id
	}
	return app.NewCommandID()
}

func isNumber(s string) bool {
	_, err := strconv.ParseUint(s, 10, 63)
	return err == nil
}

func thousands(n string) string {
	for i := len(n) - 3; i > 0; i -= 3 {
		n = n[:i] + "," + n[i:]
	}
	return n
}
