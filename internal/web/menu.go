package web

import (
	"strings"

	"steady/internal/login"
	"steady/internal/web/page"
	"steady/person"
)

// doors are all pages that the menu leads to, in groups of one kind of work. A
// role sees the doors of its rows in the who-may table and no others.
func doors() []page.DoorGroup {
	times := make([]page.Door, 0, len(timesPages))
	for _, t := range timesPages {
		times = append(times, page.Door{Label: t.Label, URL: t.URL})
	}
	return []page.DoorGroup{
		{Title: "Today", Doors: []page.Door{{Label: "Board", URL: "/board"}, {Label: "Inbox", URL: "/inbox"},
			{Label: "Work list", URL: "/worklist"}, {Label: "Messages", URL: "/said"}, {Label: "Safety", URL: "/safety"},
			{Label: "Paper for an outage", URL: "/continuity"}}},
		{Title: "People", Doors: []page.Door{{Label: "People", URL: "/people"}, {Label: "Referrals", URL: "/referrals"},
			{Label: "How people are", URL: "/asking"}, {Label: "Reviews", URL: "/reviews"}}},
		{Title: "Register and stock", Doors: []page.Door{{Label: "Register", URL: "/register"},
			{Label: "Disputes", URL: "/register/disputes"}, {Label: "Accountable officer", URL: "/register/officer"},
			{Label: "Inspection", URL: "/register/inspection"}, {Label: "Let an inspector in", URL: "/inspections"},
			{Label: "Procedures", URL: "/procedures"}}},
		{Title: "Times", Doors: times},
		{Title: "The service", Doors: []page.Door{{Label: "Figures", URL: "/service"}, {Label: "Staff", URL: "/staff"},
			{Label: "Closing", URL: "/service/close"}}},
		{Title: "Research", Doors: []page.Door{{Label: "Lab", URL: "/lab"}, {Label: "Studies", URL: "/studies"}}},
		{Title: "You", Doors: []page.Door{{Label: "My keys", URL: "/keys"}}},
	}
}

// shortDoors are opened all day. The first four of somebody's roles stand beside
// the menu where there is room.
var shortDoors = []string{"/board", "/inbox", "/register/inspection", "/register/officer", "/people", "/register",
	"/times", "/studies", "/lab", "/staff"}

// menu is the menu of somebody's roles on the page of a path.
func (s *Server) menu(roles []person.Role, path string) (m page.Menu) {
	here, long := "", 0 // the address of the door that the page lies behind: the longest that fits
	for _, g := range doors() {
		var open []page.Door
		for _, d := range g.Doors {
			fits := liesBehind(path, d.URL)
			if d.URL == "/service" {
				if tabs := serviceTabs(roles, path); len(tabs) > 0 {
					d.URL = tabs[0].URL
				}
			}
			if !login.MayRoute(roles, "GET "+d.URL) || d.URL == "/lab" && s.cfg.Lab == nil {
				continue
			}
			if d.URL == "/inbox" {
				d.Count = s.waiting()
				m.Count = d.Count
			}
			if fits && len(d.URL) > long {
				here, long = d.URL, len(d.URL)
			}
			open = append(open, d)
		}
		if len(open) > 0 {
			m.Groups = append(m.Groups, page.DoorGroup{Title: g.Title, Doors: open})
		}
	}
	short := map[string]page.Door{}
	for _, g := range m.Groups {
		for i := range g.Doors {
			d := &g.Doors[i]
			if d.URL == here {
				d.Current, m.Here = true, d.Label
			}
			short[d.URL] = *d
		}
	}
	for _, u := range shortDoors {
		if d, ok := short[u]; ok && len(m.Short) < 4 {
			if u == "/times" {
				d.Label = "Times"
			}
			m.Short = append(m.Short, d)
		}
	}
	return m
}

// liesBehind reports whether a page is the door's own or one under it. A visit
// is a tile of the board.
func liesBehind(path, door string) bool {
	if door == "/board" && strings.HasPrefix(path, "/visits/") {
		return true
	}
	return path == door || strings.HasPrefix(path, door+"/")
}
