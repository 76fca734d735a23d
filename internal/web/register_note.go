package web

import (
	"net/http"
	"net/url"
	"strconv"

	"steady/clinic"
	"steady/internal/web/page"
)

func (s *Server) notePage(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.drawNote(w, r, http.StatusOK, q.Get("page"), q.Get("entry"), nil, typed{})
}

// drawNote shows the entry that the note belongs to; the entry stays as it is
// (R-REG-06).
func (s *Server) drawNote(w http.ResponseWriter, r *http.Request, status int, id, entry string, prob *page.Problem,
	t typed) {
	seq, err := strconv.ParseInt(entry, 10, 64)
	var found []posting
	if err == nil {
		found, err = s.postings(r.Context(), 1, "seq", "page", id, "seq", seq)
		if err != nil {
			s.fault(w, r, err)
			return
		}
	}
	if len(found) == 0 {
		s.missing(w, r, "There is no such entry on this page of the register.")
		return
	}
	x := found[0]
	fact, err := x.fact()
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.NoteForm{Words: t.field("words"), Form: page.Form{Action: "/register/note", Command: t.command(),
		Hidden: []page.Pair{{Name: "page", Value: id}, {Name: "entry", Value: entry}}}}
	err = s.with(r.Context(), func(*clinic.State) []clinic.Text { return texts(fact) },
		func(st *clinic.State, n names) {
			v.Entry = []page.Row{{Key: "Page", Value: st.Accounts.Sheets[id].Product.Heading()},
				{Key: "Entry", Value: "no. " + number64(x.seq) + ", " + lawDate(st.Zone(), x.happened)},
				{Key: "Says", Value: n.says(st.Accounts.Sheets[id].Product, fact)}, {Key: "By", Value: n.staff(x.by)}}
		})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	lay := s.layout(r, "Note in the margin")
	lay.Back, lay.Problem = &page.Link{Text: "The page", URL: "/register/" + url.PathEscape(id)}, prob
	s.draw(w, r, status, page.NotePage(lay, v))
}

func (s *Server) note(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	target := p.whole("entry", "Entry", 0, 1<<62)
	body := clinic.NoteRegister{Page: p.get("page"), Target: target,
		Text: p.keep("register", "note", p.need("words", "Write the note."))}
	p.finish(w, body, "/register/"+url.PathEscape(body.Page), func(prob *page.Problem, _ error) {
		s.drawNote(w, r, http.StatusUnprocessableEntity, body.Page, p.get("entry"), prob, p.typed())
	})
}
