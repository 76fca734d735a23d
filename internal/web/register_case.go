package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/register"
)

// traceLines is how many entries of the search one screen holds, the newest.
const traceLines = 200

// caseURL is the address of the case of a page's difference.
func caseURL(id string) string { return "/register/difference?page=" + url.QueryEscape(id) }

func (s *Server) casePage(w http.ResponseWriter, r *http.Request) {
	s.drawCase(w, r, http.StatusOK, r.URL.Query().Get("page"), "", nil, typed{})
}

// caseDraw is one drawing of the case of a difference. step is the form that
// was pressed and is drawn again.
type caseDraw struct {
	drawing
	id, step string
	entry    string // that explains it, from the address
	sh       *register.Sheet
	open     *clinic.DiscrepancyCase
}

// drawCase draws the case of a page's difference with the entries since the
// last good count (R-REG-35).
func (s *Server) drawCase(w http.ResponseWriter, r *http.Request, status int, id, step string,
	prob *page.Problem, t typed) {
	ctx := r.Context()
	trace, err := s.house.Trace(ctx, id)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	counts, err := s.postings(ctx, screenLines, "-seq", "page", id, "kind", register.Counted{}.Kind())
	if err != nil {
		s.fault(w, r, err)
		return
	}
	var v *page.Case
	more := func(st *clinic.State) (refs []clinic.Text) {
		for _, x := range trace {
			refs = append(refs, texts(x.Entry)...)
		}
		if c := st.Stock.Cases[id]; c != nil {
			for _, x := range c.Steps {
				refs = append(refs, x.Text)
			}
		}
		return refs
	}
	err = s.with(ctx, more, func(st *clinic.State, n names) {
		d := &caseDraw{drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t},
			id, step, r.URL.Query().Get("entry"), st.Accounts.Sheets[id], st.Stock.Cases[id]}
		if d.sh == nil {
			return
		}
		v = &page.Case{Product: d.sh.Product.Heading(),
			Page: page.Link{Text: "The page", URL: "/register/" + url.PathEscape(id)}}
		if d.open != nil && d.sh.Open != nil {
			d.fill(v, counts, trace)
		}
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such page in this register.")
	default:
		l := s.layout(r, "Difference")
		l.Back, l.Problem = &v.Page, prob
		s.draw(w, r, status, page.CasePage(l, *v))
	}
}

func (d *caseDraw) fill(v *page.Case, counts []posting, trace []app.Posting) {
	open := d.sh.Open
	v.Says = "The latest count found " + differs(open.Difference) + " than the register says"
	if open.Difference == 0 {
		v.Says = "The same people counted again and found what the register says; two others have not yet"
	}
	if open.Store != "" {
		v.Says += ", " + open.Store.Where() + " alone"
	}
	v.Says += "."
	due := d.open.DiscrepancyDue()
	v.Due = "It is with the accountable officer since " + stamp(d.z, d.now, due) + "."
	if due > d.now {
		v.Due = "If it is still open then, it is with the accountable officer from " + stamp(d.z, d.now, due) + "."
		c := d.s.down("to the accountable officer", "with the accountable officer", due, d.now)
		v.Clock = &c
	}
	v.Steps = d.steps()
	v.Times = d.times(counts)
	v.Since = "There was no count on this page that agreed: these are all its entries."
	if g := d.sh.Good; g != nil {
		v.Since = "These were made since the last count that agreed, " + stamp(d.z, d.now, g.At) +
			", no. " + number64(g.Seq) + "."
	}
	if n := len(trace); n > traceLines {
		v.Since += fmt.Sprintf(" The newest %d of %s are here, the others on the page.", traceLines, number64(int64(n)))
	}
	v.Trace = d.trace(trace)
	v.Forms = d.forms()
}

// steps are what is to be done, in their order.
func (d *caseDraw) steps() []page.CaseStep {
	open := d.sh.Open
	again := page.CaseStep{Text: "Two people who had no part in the first count count the whole page again.",
		Done: open.Recounted != 0 && open.Store == ""}
	if login.MayRoute(d.actor.Roles, "POST /register/count") && !again.Done {
		q := url.Values{"of": {string(register.CountAgain)}, "page": {d.id}}
		again.Way = &page.Link{Text: "Count again", URL: "/register/count?" + q.Encode()}
	}
	found := slices.ContainsFunc(d.open.Steps, func(x clinic.CaseStep) bool { return x.Cause != "" })
	return []page.CaseStep{again,
		{Text: "The entries since the last good count are gone through, and what is found is written down.", Done: found},
		{Text: "The accountable officer says what it was and puts the balance right."}}
}

// times are the counts of the case and its steps, as they happened.
func (d *caseDraw) times(counts []posting) (out []page.TimeLine) {
	type line struct {
		at moment.Instant
		page.TimeLine
	}
	var all []line
	for _, x := range slices.Backward(counts) { // the newest came first
		f, err := x.fact()
		c, ok := f.(*register.Counted)
		if err != nil || !ok || x.seq < d.open.Case {
			continue
		}
		text := fmt.Sprintf("Counted %d, the register says %d", c.Counted, c.Expected)
		if c.Store != "" {
			text += ", " + c.Store.Where()
		}
		all = append(all, line{x.happened, page.TimeLine{Text: text, No: number64(x.seq),
			By: d.n.staff(x.by) + " and " + d.n.staff(x.witness)}})
	}
	for _, x := range d.open.Steps {
		text := "Found: " + causeWords[x.Cause]
		if x.To != "" {
			text = "Taken to the " + toWords[x.To]
		}
		all = append(all, line{x.At, page.TimeLine{Text: text + ". " + d.n.of(x.Text), By: d.n.staff(x.By)}})
	}
	slices.SortStableFunc(all, func(a, b line) int { return int(a.at.Since(b.at) / moment.Second) })
	for _, x := range all {
		x.At = stamp(d.z, d.now, x.at)
		out = append(out, x.TimeLine)
	}
	return out
}

// moves reports whether an entry of a kind could explain a difference: counts
// and notes move nothing.
func moves(kind string) bool {
	return kind != register.Counted{}.Kind() && kind != register.Noted{}.Kind()
}

// trace words the entries since the last good count, the newest first, each
// with its place on the register page.
func (d *caseDraw) trace(list []app.Posting) (out []page.TraceLine) {
	lines := 0 // of the page, from its end
	for _, p := range slices.Backward(list) {
		x := posting{seq: p.Seq, kind: p.Kind, happened: p.Happened, recorded: p.Recorded, by: p.By, witness: p.Witness,
			line: p.Entry.(interface{ RegisterLine() register.Line }).RegisterLine()}
		at := d.id
		if back := lines / screenLines; back > 0 {
			at += fmt.Sprintf("?back=%d", back)
		}
		l := page.TraceLine{No: number64(x.seq), At: stamp(d.z, d.now, x.happened), By: d.n.staff(x.by)}
		if x.witness != "" {
			l.By += " and " + d.n.staff(x.witness)
		}
		if note, ok := p.Entry.(*register.Noted); ok {
			l.Text, l.See = "Note to no. "+number64(note.Target)+": "+d.n.of(note.Text), "/register/"+at
		} else {
			l.Text = d.n.says(d.st.Accounts.Sheets[x.line.Page].Product, p.Entry)
			l.See = fmt.Sprintf("/register/%s#no-%d", at, x.seq)
			lines++
		}
		if d.may(clinic.ExplainDiscrepancy{}.CommandKind()) && moves(p.Kind) {
			l.Mine = fmt.Sprintf("%s&entry=%d#explain-entry", caseURL(d.id), x.seq)
		}
		if len(out) < traceLines {
			out = append(out, l)
		}
	}
	return out
}
