package web

import (
	"steady/internal/login"
	"steady/internal/web/page"
)

// stockWay is one way of the register section.
type stockWay struct{ group, text, url string }

// stockWays are the ways of the register section, in the order in which stock
// goes through the house.
var stockWays = []stockWay{
	{"Comes in", "Requisitions", "/register/requisitions"},
	{"Comes in", "Bring from other premises", "/register/bring"},
	{"Comes in", "Opening balance", "/register/opening"},
	{"Stays", "Where it lies", "/register/stores"},
	{"Stays", "Product codes", "/register/codes"},
	{"Stays", "The keys", "/register/keys"},
	{"Stays", "Solutions for several doses", "/register/solutions"},
	{"Goes out", "Return to the supplier", "/register/return"},
	{"Goes out", "Send to other premises", "/register/send"},
	{"Is destroyed", "Destroy stock", "/register/destruction"},
	{"Is destroyed", "Returned medicines", "/register/returned"},
	{"Looks after", "Recalls", "/register/recall"},
}

// waysIn groups the ways that somebody may go.
func waysIn(a login.Actor) (out []page.LinkGroup) {
	for _, w := range stockWays {
		if !login.MayRoute(a.Roles, "GET "+w.url) {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Title != w.group {
			out = append(out, page.LinkGroup{Title: w.group})
		}
		g := &out[len(out)-1]
		g.Links = append(g.Links, page.Link{Text: w.text, URL: w.url})
	}
	return out
}

// waysTo are those of some addresses that somebody may open, in their words.
func waysTo(a login.Actor, urls ...string) (out []page.Link) {
	for _, url := range urls {
		for _, w := range stockWays {
			if w.url == url && login.MayRoute(a.Roles, "GET "+url) {
				out = append(out, page.Link{Text: w.text, URL: url})
			}
		}
	}
	return out
}
