package web

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/person"
	"steady/register"
)

// recallForm takes a batch out of use on every page.
var recallForm = &stockForm{kind: "recall_batch", title: "Recall a batch", button: "Recall it now",
	lead: "Everything of the batch goes into quarantine at once, on every page, and what comes of it later goes there " +
		"too. A syringe that is drawn up from it is not handed over.",
	back: page.Link{Text: "Recalls", URL: "/register/recall"}, sees: "I read the recall, and this is its batch.",
	to: func(p *press) string { return "/register/recall/of?batch=" + url.QueryEscape(p.get("batch")) },
	body: func(p *press) clinic.Body {
		return clinic.RecallBatch{Batch: p.need("batch", "Write the batch as printed."),
			Source: p.keep("register", "recall", p.need("words", "Write who recalls it, under which reference."))}
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		batch := d.code("batch", "Batch", "As printed, letter by letter.")
		if d.typed.v == nil {
			batch.Field.Value = d.q.Get("batch")
		}
		v.Groups = []page.FieldGroup{{Fields: []page.SmallField{batch,
			d.line("words", "Who recalls it, under which reference", "For example the alert's name, number and date.")}}}
	}}

// liftRecallForm ends a recall; nothing is released by it.
var liftRecallForm = &stockForm{kind: "lift_recall", title: "Lift a recall", button: "Lift the recall",
	lead: "What is in quarantine stays there until a pharmacist or the accountable officer releases it.",
	back: page.Link{Text: "Recalls", URL: "/register/recall"}, sees: "I read that the recall has ended.",
	to: leadsTo("/register/recall"),
	body: func(p *press) clinic.Body {
		b := clinic.LiftRecall{Batch: p.get("batch"),
			Reason: p.keep("register", "recall", p.need("words", "Write in one line why they may be used again."))}
		if b.Batch == "" {
			p.wrong("batch", "Choose the batch.")
		}
		return b
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		var list []page.Choice
		for _, b := range slices.Sorted(maps.Keys(d.st.Stock.Recalled)) {
			list = append(list, page.Choice{Value: b, Label: "Batch " + b,
				Hint: "recalled " + stamp(d.z, d.now, d.st.Stock.Recalled[b].Since)})
		}
		if len(list) == 0 {
			v.Form.Action, v.Notice = "", "No batch is recalled here."
			return
		}
		f := d.pick("batch", "Which batch?", "", list)
		if d.typed.v == nil {
			f.Field.Value = d.q.Get("batch")
		}
		v.Groups = []page.FieldGroup{{Fields: []page.SmallField{f, d.line("words", "Why, in one line", "")}}}
	}}

// recallsPage lists what is recalled, and asks for any batch.
func (s *Server) recallsPage(w http.ResponseWriter, r *http.Request) {
	a := actorOf(r)
	v := page.Recalls{Ask: "/register/recall/of"}
	if login.MayRoute(a.Roles, "GET /register/recall/new") {
		v.Ways = []page.Link{{Text: "Recall a batch", URL: "/register/recall/new"}}
	}
	more := func(st *clinic.State) (out []clinic.Text) {
		for _, x := range st.Stock.Recalled {
			out = append(out, x.Source)
		}
		return out
	}
	err := s.with(r.Context(), more, func(st *clinic.State, n names) {
		for _, b := range slices.Sorted(maps.Keys(st.Stock.Recalled)) {
			x := st.Stock.Recalled[b]
			v.Lines = append(v.Lines, page.RecallLine{Batch: b, URL: "/register/recall/of?batch=" + url.QueryEscape(b),
				Since: fmt.Sprintf("%s, since %s, by %s", n.of(x.Source), stamp(st.Zone(), s.house.Now(), x.Since),
					n.staff(x.By))})
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Recalls")
	l.Back = &toRegister
	s.draw(w, r, http.StatusOK, page.RecallsPage(l, v))
}

// recallPage is the sheet of one batch: who received of it, what is left and
// where, and which syringes are still open with it.
func (s *Server) recallPage(w http.ResponseWriter, r *http.Request) {
	batch := r.URL.Query().Get("batch")
	if batch == "" {
		http.Redirect(w, r, "/register/recall", http.StatusSeeOther)
		return
	}
	used, err := s.house.UseOfBatch(r.Context(), batch)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.RecallSheet{Batch: batch, Premises: s.cfg.Service}
	more := func(st *clinic.State) []clinic.Text { return []clinic.Text{st.Stock.Recalled[batch].Source} }
	err = s.with(r.Context(), more, func(st *clinic.State, n names) {
		d := drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r)}
		d.recall(&v, used)
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Batch "+batch)
	l.Back = &page.Link{Text: "Recalls", URL: "/register/recall"}
	s.draw(w, r, http.StatusOK, page.RecallPage(l, v))
}

func (d *drawing) recall(v *page.RecallSheet, used []app.BatchUse) {
	x, recalled := d.st.Stock.Recalled[v.Batch]
	q := "?batch=" + url.QueryEscape(v.Batch)
	v.State = "This batch is not recalled here."
	if recalled {
		v.State = fmt.Sprintf("Recalled since %s, by %s: %s", stamp(d.z, d.now, x.Since), d.n.staff(x.By), d.n.of(x.Source))
	}
	for _, w := range []struct {
		when      bool
		text, url string
	}{{!recalled, "Recall it", "/register/recall/new"}, {recalled, "Lift the recall", "/register/recall/lift"}} {
		if w.when && login.MayRoute(d.actor.Roles, "GET "+w.url) {
			v.Ways = append(v.Ways, page.Link{Text: w.text, URL: w.url + q})
		}
	}
	for _, u := range used {
		v.Used = append(v.Used, d.batchUse(u))
	}
	for _, id := range d.st.Accounts.Pages() {
		sh := d.st.Accounts.Sheets[id]
		for _, l := range sh.Lots {
			for _, store := range register.Stores() {
				if n := l.At[store]; l.Batch == v.Batch && n > 0 {
					v.Left = append(v.Left, page.Row{Key: sh.Product.Heading(), Value: ampouleWords(n) + " " + store.Where()})
				}
			}
		}
	}
	visits := map[string]bool{}
	for _, u := range used {
		visits[u.Visit] = true
	}
	v.Open = d.openWith(v.Batch, visits)
}

// batchUse is one line of who received of a batch.
func (d *drawing) batchUse(u app.BatchUse) page.BatchUse {
	out := page.BatchUse{At: stamp(d.z, d.now, u.Happened), Name: "Nobody: it was written off, or is still open",
		Page: d.st.Accounts.Sheets[u.Page].Product.Heading(), What: "Given at a visit"}
	if u.Visit == "" {
		out.What = "Taken home"
	}
	if u.Person == "" {
		out.What = "Opened for a visit"
		return out
	}
	out.Name, out.URL = d.n.person(u.Person), d.visitOrPerson(u.Visit, u.Person)
	return out
}

// visitOrPerson leads to a visit that is still at hand, else to the person's
// page, as far as somebody's roles let them.
func (d *drawing) visitOrPerson(visit string, id person.UserID) string {
	switch {
	case d.st.Visits[visit] != nil && login.MayRoute(d.actor.Roles, "GET /visits/{visit}"):
		return "/visits/" + visit
	case d.st.People[id] != nil && login.MayRoute(d.actor.Roles, "GET /people/{person}"):
		return "/people/" + string(id)
	}
	return ""
}

// openWith lists the syringes and solutions that hold drug of a batch now.
func (d *drawing) openWith(batch string, used map[string]bool) (out []page.OpenWith) {
	for _, v := range d.st.VisitsInOrder() {
		if v.Syringe == nil {
			continue
		}
		// A solution is forgotten when its rest is written off: the register still
		// knows which visits were given of the batch.
		if holds(v.Syringe.Picks, batch) || v.Syringe.Solution != "" && d.mixed(v.Syringe.Solution, batch, used[v.ID]) {
			out = append(out, page.OpenWith{Text: "Syringe of " + d.n.person(v.Person) + ", prepared " +
				stamp(d.z, d.now, v.PreparedAt), URL: d.visitOrPerson(v.ID, v.Person)})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(d.st.Stock.Solutions)) {
		if x := d.st.Stock.Solutions[id]; holds(x.Picks, batch) {
			w := page.OpenWith{Text: fmt.Sprintf("Solution %s, %s left", id, d.st.LeftIn(id))}
			if login.MayRoute(d.actor.Roles, "GET /register/solutions") {
				w.URL = "/register/solutions"
			}
			out = append(out, w)
		}
	}
	return out
}

func holds(picks []register.Pick, batch string) bool {
	return slices.ContainsFunc(picks, func(k register.Pick) bool { return k.Batch == batch })
}

// mixed reports whether a syringe out of a solution holds drug of a batch.
func (d *drawing) mixed(solution, batch string, used bool) bool {
	if x := d.st.Stock.Solutions[solution]; x != nil {
		return holds(x.Picks, batch)
	}
	return used
}
