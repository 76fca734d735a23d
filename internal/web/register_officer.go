package web

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/journal"
	"steady/moment"
	"steady/register"
)

// officerDays is over how many days the officer's figures count: the house's
// own choice, a quarter.
const officerDays = 90

// officerRoutes is the routes of the people who look after the register.
func (s *Server) officerRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /register/officer": f(s.officerPage), "POST /register/officer/alone": f(s.reviewAlone),
		"GET /register/concern": f(s.concernPage), "POST /register/concern": f(s.raiseConcern),
		"POST /register/officer/concern": f(s.closeConcern), "GET /register/officer/report": f(s.reportPage),
		"GET /register/officer/signals": f(s.signalsPage), "POST /register/officer/signals": f(s.signals),
		"GET /register/dispute": f(s.disputePage), "POST /register/dispute": f(s.dispute),
		"GET /register/disputes": f(s.disputesPage), "POST /register/disputes": f(s.answerDispute),
	}
}

func (s *Server) officerPage(w http.ResponseWriter, r *http.Request) {
	s.drawOfficer(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawOfficer(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	now, z := s.house.Now(), s.zone()
	today := z.Day(now)
	short, err := s.shortfalls(r.Context(), today-officerDays, today)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	done, err := s.postings(r.Context(), 10, "-seq", "kind", "destroyed")
	if err != nil {
		s.fault(w, r, err)
		return
	}
	outside := page.Stock{}
	if err := s.outsideLine(r.Context(), &outside); err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.Officer{Outside: outside.Outside, Days: fmt.Sprintf("Counted over the %d days to today, from %s: the four "+
		"findings that the regulator names every year. Each should be zero.", officerDays, dayWords(today-officerDays)),
		Links: []page.Link{{Text: "Disputes", URL: "/register/disputes"}, {Text: "Inspections", URL: "/inspections"},
			{Text: "Signals", URL: "/register/officer/signals"},
			{Text: "Occurrence report", URL: "/register/officer/report"}}}
	for _, x := range outside.Warnings {
		v.Outside += " " + x.Text
	}
	err = s.with(r.Context(), officerTexts, func(st *clinic.State, n names) {
		d := drawing{s: s, st: st, n: n, now: now, z: z, actor: actorOf(r), typed: t}
		for _, f := range short {
			v.Figures = append(v.Figures, figureOf(st, f))
		}
		v.Differences, v.Alone, v.Concerns = d.differences(), d.aloneList(), d.concerns()
		d.officerTasks(&v, done)
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Accountable officer")
	l.Problem = prob
	s.draw(w, r, status, page.OfficerPage(l, v))
}

// shortfalls counts the four findings over some days, from the entries.
func (s *Server) shortfalls(ctx context.Context, from, to moment.Day) ([]clinic.Shortfall, error) {
	z := s.zone()
	x, begin := clinic.NewShortfalls(z, from, to), z.At(from, 0, 0)
	type place struct {
		page string
		seq  int64
	}
	said := map[string]place{}
	var refs []clinic.Text
	for _, log := range []journal.Log{journal.Clinical, journal.Register} {
		err := s.house.Since(ctx, log, begin, func(seq int64, e clinic.Event) error {
			x.Take(seq, e)
			if log == journal.Register {
				for _, t := range texts(e.Body) {
					if _, known := said[t.Ref]; !known {
						said[t.Ref] = place{pageOfEvent(e), seq}
						refs = append(refs, t)
					}
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	have, err := s.house.Texts(ctx, refs...)
	if err != nil {
		return nil, err
	}
	for _, t := range refs {
		if _, ok := have[t.Ref]; !ok && t.Ref != "" {
			x.Unread(said[t.Ref].page, said[t.Ref].seq)
		}
	}
	var out []clinic.Shortfall
	err = s.house.View(func(st *clinic.State) { out = x.Shortfalls(st, s.house.Now()) })
	return out, err
}

func figureOf(st *clinic.State, f clinic.Shortfall) page.Figure {
	out := page.Figure{Title: f.Title, Definition: f.Definition, Count: f.Count}
	for _, p := range f.Where {
		l := page.Link{Text: p.Text}
		if sh := st.Accounts.Sheets[p.Page]; sh != nil {
			l.Text, l.URL = sh.Product.Heading()+": "+p.Text, "/register/"+url.PathEscape(p.Page)
			if p.Seq >= 0 {
				l.URL += "#no-" + strconv.FormatInt(p.Seq, 10)
			}
		}
		out.Where = append(out.Where, l)
	}
	if more := f.Count - len(f.Where); more > 0 && len(f.Where) > 0 {
		out.Where = append(out.Where, page.Link{Text: fmt.Sprintf("And %d more.", more)})
	}
	return out
}

// differences are the open cases with what is left of the day before they are
// the officer's.
func (d *drawing) differences() (out []page.CaseLine) {
	for _, id := range d.st.Accounts.Pages() {
		c, sh := d.st.Stock.Cases[id], d.st.Accounts.Sheets[id]
		if c == nil || sh.Open == nil {
			continue
		}
		due := c.DiscrepancyDue()
		l := page.CaseLine{Product: sh.Product.Heading(), URL: d.caseURL(id), Late: due <= d.now,
			Text:      differs(sh.Open.Difference) + " than the register, since " + stamp(d.z, d.now, c.Since),
			LateWords: "yours to decide since " + stamp(d.z, d.now, due),
			Due:       page.Clock{Label: "until it is yours", Until: int64(due) / 1000, Text: leftWords(due.Since(d.now))}}
		if c.Told(clinic.ToPolice) {
			l.Text += "; taken to the police"
		}
		out = append(out, l)
	}
	return out
}

// caseURL leads to the case of a difference, or to the page for who only reads.
func (d *drawing) caseURL(id string) string {
	if login.MayRoute(d.actor.Roles, "GET /register/difference") {
		return "/register/difference?page=" + url.QueryEscape(id)
	}
	return "/register/" + url.PathEscape(id)
}

// leftWords prints hours and minutes that are left.
func leftWords(d moment.Span) string {
	m := int(d / moment.Minute)
	return fmt.Sprintf("%d:%02d", m/60, m%60)
}

func officerTexts(st *clinic.State) (out []clinic.Text) {
	out = concernTexts(st)
	for _, x := range st.Stock.Alone {
		out = append(out, x.Reason)
	}
	return out
}

func (d *drawing) aloneList() *page.AloneList {
	if len(d.st.Stock.Alone) == 0 {
		return nil
	}
	v, own := &page.AloneList{}, false
	for _, x := range d.st.Stock.Alone {
		own = own || d.st.SameHuman(x.By, d.actor.ID)
		v.Lines = append(v.Lines, page.WorkLine{Name: d.n.staff(x.By), Rule: x.Rule,
			Text: sayKind(x.Of) + ", " + stamp(d.z, d.now, x.At) + ". " + d.n.of(x.Reason)})
	}
	if own {
		v.Note = "One of these steps is your own: an accountable officer who had no part in it looks at them."
		return v
	}
	v.Form = &page.SmallForm{Title: "Record that you looked at these", Button: "Looked at", Open: d.typed.v.Has("note"),
		Form: page.Form{Action: "/register/officer/alone", Command: d.typed.command(),
			Hidden: []page.Pair{{Name: "seen", Value: fmt.Sprint(len(v.Lines))}}},
		Fields: []page.SmallField{{ID: "note", Name: "note", Label: "What you found, in one line",
			Field: d.typed.field("note")}}}
	return v
}

func (s *Server) reviewAlone(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.ReviewAlone{Seen: int(p.whole("seen", "Steps seen", 1, 1_000_000)),
		Note: p.keep("register", "review", p.need("note", "Write in one line what you found."))}
	p.finish(w, b, "/register/officer", func(prob *page.Problem, _ error) {
		s.drawOfficer(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// officerTasks are the lists below: disputes, recalls, destructions, and what
// ends.
func (d *drawing) officerTasks(v *page.Officer, done []posting) {
	lists := page.WorkList{}
	d.openDisputes(&lists)
	for _, batch := range slices.Sorted(maps.Keys(d.st.Stock.Recalled)) {
		x := d.st.Stock.Recalled[batch]
		lists.Add("Recalled batches", page.WorkLine{Name: "Batch " + batch, Rule: "R-REG-18",
			Text: "recalled " + stamp(d.z, d.now, x.Since) + ", entered by " + d.n.staff(x.By)})
	}
	for _, id := range d.st.Accounts.Pages() {
		sh := d.st.Accounts.Sheets[id]
		for _, lot := range sh.Lots {
			if n := lot.At[register.Quarantine]; n > 0 {
				lists.Add("Destructions", page.WorkLine{Name: sh.Product.Heading(), Rule: "R-REG-29",
					Text: ampouleWords(n) + " of batch " + lot.Batch + " in quarantine", URL: "/register/" + url.PathEscape(id),
					Way: "Show the page"})
			}
		}
	}
	for _, x := range done {
		f, err := x.fact()
		m, ok := f.(movement)
		if err != nil || !ok {
			continue
		}
		lists.Add("Destructions", page.WorkLine{Name: lawDate(d.z, x.happened), Text: m.Says() + ", by " +
			d.n.staff(x.by) + " before " + d.n.staff(x.witness), URL: "/register/" + url.PathEscape(x.line.Page) + "#no-" +
			strconv.FormatInt(x.seq, 10), Way: "Show the entry"})
	}
	d.endings(&lists)
	v.Parts = lists.Parts
}

// openDisputes are those that nobody has answered, with their age.
func (d *drawing) openDisputes(lists *page.WorkList) {
	for _, x := range d.st.OpenDisputes() {
		age := d.now.Since(x.Since)
		lists.Add("Disputes that nobody has answered", page.WorkLine{Name: d.n.staff(x.By), Rule: "R-REG-14",
			Text: fmt.Sprintf("Entry %s of the %s log, %s.", number64(x.Seq), x.Log, ageWords(age)),
			Late: age >= 24*moment.Hour, URL: "/register/disputes", Way: "Answer"})
	}
}

// endings are the papers that end within 60 days, the soonest first.
func (d *drawing) endings(lists *page.WorkList) {
	for _, x := range d.st.Expiries(d.now) {
		l := page.WorkLine{Name: "This place", Text: x.Text, Rule: x.Rule, Late: x.Over(),
			LateWords: "not in force"}
		switch {
		case x.Person != "":
			l.Name = d.n.person(x.Person)
		case x.Staff != "":
			l.Name = d.n.staff(x.Staff)
		}
		if !x.Over() {
			l.Soon = soonWords(x.Step)
		}
		if x.Kind == clinic.LicenceEnds && login.MayRoute(d.actor.Roles, "POST /staff/licence") {
			l.URL, l.Way = "/staff", "Enter the next one"
		}
		lists.Add(fmt.Sprintf("Ends within %d days", clinic.ExpirySteps[0]), l)
	}
}

// sayKind words the kind of a command or entry.
func sayKind(kind string) string {
	return strings.ToUpper(kind[:1]) + strings.ReplaceAll(kind[1:], "_", " ")
}
