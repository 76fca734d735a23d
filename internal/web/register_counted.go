package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/person"
	"steady/register"
)

// countRoutes is the routes of counts, differences and destruction.
func (s *Server) countRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /register/counted": f(s.countedPage), "GET /register/difference": f(s.casePage),
		"POST /register/difference/{step}": f(s.caseStep),
		"GET /register/destruction":        f(s.destructionPage), "GET /register/returned": f(s.returnedPage),
	}
}

// countedURL is the address of the page that says what the last count of each
// of these pages found.
func countedURL(pages []string) string {
	return "/register/counted?" + url.Values{"page": pages}.Encode()
}

// countedPage says, page by page, whether the last count agreed, and leads to
// the case where it did not.
func (s *Server) countedPage(w http.ResponseWriter, r *http.Request) {
	var found []posting
	asked := r.URL.Query()["page"]
	for _, id := range asked[:min(len(asked), screenLines)] {
		rows, err := s.postings(r.Context(), 1, "-seq", "page", id, "kind", register.Counted{}.Kind())
		if err != nil {
			s.fault(w, r, err)
			return
		}
		found = append(found, rows...)
	}
	var v page.CountedView
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		for _, x := range found {
			if f, err := x.fact(); err == nil {
				v.Lines = append(v.Lines, s.countedLine(st, n, x, f.(*register.Counted)))
			}
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "What the count says")
	l.Back = &page.Link{Text: "Register and stock", URL: "/register"}
	s.draw(w, r, http.StatusOK, page.CountedPage(l, v))
}

func (s *Server) countedLine(st *clinic.State, n names, x posting, c *register.Counted) page.CountedLine {
	sh := st.Accounts.Sheets[x.line.Page]
	l := page.CountedLine{Label: sh.Product.Heading(), Agrees: c.Difference == 0,
		Says: "agrees: " + ampouleWords(c.Counted),
		By: strings.ToLower(countWords[c.Of]) + ", " + stamp(st.Zone(), s.house.Now(), x.happened) + ", " + n.staff(x.by) +
			" and " + n.staff(x.witness)}
	if c.Third != nil {
		l.By += " and " + n.staff(person.StaffID(c.Third.By))
	}
	if !l.Agrees {
		l.Says = fmt.Sprintf("differs by %+d: counted ", c.Difference) + ampouleWords(c.Counted) + ", the register says " +
			ampouleWords(c.Expected)
	}
	if c.Store != "" {
		l.Says += ", " + c.Store.Where()
	}
	switch {
	case sh.Open != nil:
		l.Way = &page.Link{Text: "Open the case", URL: caseURL(x.line.Page)}
		l.Note = "A difference is open on this page. Doses are given as always; nothing is destroyed until it is closed."
	case c.Of == register.CountAgain:
		l.Note = "The difference is closed: two others found what the register says."
	}
	return l
}
