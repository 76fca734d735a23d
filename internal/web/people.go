package web

import (
	"net/http"
	"sort"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// peopleRoutes is the routes of people's records and of the inbox.
func (s *Server) peopleRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /people": f(s.people), "POST /people": f(s.people),
		"GET /people/new": f(s.admitPage), "POST /people/new": f(s.admit),
		"GET /people/{person}": f(s.personPage), "POST /people/{person}/hold": f(s.placeHold),
		"POST /people/{person}/reasons": f(s.ownReasonsHere),
		"POST /people/{person}/lift":    f(s.liftHold), "POST /people/{person}/trimester": f(s.changeTrimester),
		"POST /people/{person}/book": f(s.book),
		"GET /people/{person}/late":  f(s.latePage), "POST /people/{person}/late": f(s.late),
		"GET /people/{person}/prescribe": f(s.prescribePage), "POST /people/{person}/prescribe": f(s.prescribe),
		"GET /inbox": f(s.inbox), "POST /inbox/{referral}": f(s.inboxAnswer), "GET /worklist": f(s.workList),
	}
}

// people lists who is in treatment. A search is posted and answered in place:
// a name in an address would stay in histories and logs.
func (s *Server) people(w http.ResponseWriter, r *http.Request) {
	a, _ := login.Who(r.Context())
	p := s.pressed(r)
	q := p.get("q")
	v := page.People{Form: page.Form{Action: "/people"}, Query: page.Field{Value: q}}
	if login.MayRoute(a.Roles, "GET /people/new") {
		v.Add = &page.Link{Text: "Enter a person already in treatment", URL: "/people/new"}
	}
	born := func(st *clinic.State) (out []clinic.Text) {
		for _, x := range st.People {
			if x.Born != nil {
				out = append(out, *x.Born)
			}
		}
		return out
	}
	err := s.with(r.Context(), born, func(st *clinic.State, n names) {
		open := openVisits(st)
		for _, id := range st.PeopleInOrder() {
			if w := st.Ways[id]; w != nil && (w.Ended != nil || w.Admitted == 0) {
				continue // not in treatment now: they are among the referrals
			}
			if strings.Contains(strings.ToLower(n.person(id)), strings.ToLower(q)) {
				v.Lines = append(v.Lines, personLine(st, n, id, open[id], st.Zone().Day(s.house.Now())))
			}
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	sort.SliceStable(v.Lines, func(i, j int) bool { return v.Lines[i].Name < v.Lines[j].Name })
	s.draw(w, r, http.StatusOK, page.PeoplePage(s.layout(r, "People"), v))
}

// openVisits is the first visit of each person that has not ended, of the days
// that are planned: what is promised for later is on the page of times.
func openVisits(st *clinic.State) map[person.UserID]*clinic.Visit {
	out := map[person.UserID]*clinic.Visit{}
	for _, v := range st.VisitsInOrder() {
		if v.Stage != visit.Ended && out[v.Person] == nil && v.Day <= max(st.Planned, st.Zone().Day(st.Recorded)) {
			out[v.Person] = v
		}
	}
	return out
}

func personLine(st *clinic.State, n names, id person.UserID, v *clinic.Visit, day moment.Day) page.PersonLine {
	p := st.People[id]
	l := page.PersonLine{Name: n.person(id), URL: "/people/" + string(id), Born: bornWords(n.opt(p.Born)),
		Dose: "no prescription", Next: "no visit open"}
	if p.Rx != nil {
		l.Dose = todaysDoses(p.Rx, day)
	}
	if v != nil {
		l.Next = "due " + st.Zone().Clock(v.Due)
		if v.Stage != visit.Booked {
			l.Next = "here since " + st.Zone().Clock(v.Arrived)
		}
		l.Marks = marks(st, v)
	} else if len(p.Holds) > 0 {
		l.Marks = []page.Mark{{Icon: "stop", Word: "on hold"}}
	}
	return l
}

// bornWords spells a date of birth.
func bornWords(text string) string {
	if d, err := moment.ParseDay(text); err == nil {
		return dayWords(d)
	}
	if text == "" {
		return "not recorded"
	}
	return text
}
