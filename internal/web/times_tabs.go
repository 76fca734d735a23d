package web

import (
	"net/http"
	"strings"

	"steady/internal/login"
	"steady/internal/web/page"
	"steady/person"
)

// timesPages are the pages of the section Times, in the order of its tabs. One
// without a row in the who-may table is nobody's and is not shown.
var timesPages = []page.Tab{{Label: "Day and week", URL: "/times"}, {Label: "Plan", URL: "/times/plan"},
	{Label: "Rota", URL: "/times/rota"}, {Label: "Burden", URL: "/times/burden"}}

// timesTabs are the pages of the section that somebody may see.
func timesTabs(roles []person.Role, path string) (out []page.Tab) {
	for _, t := range timesPages {
		if !login.MayRoute(roles, "GET "+t.URL) {
			continue
		}
		t.Current = path == t.URL || t.URL != "/times" && strings.HasPrefix(path, t.URL+"/")
		out = append(out, t)
	}
	return out
}

// timesLayout starts a page of the section Times, with its tabs.
func (s *Server) timesLayout(r *http.Request, title string) page.Layout {
	l := s.layout(r, title)
	l.Tabs = timesTabs(actorOf(r).Roles, r.URL.Path)
	return l
}
