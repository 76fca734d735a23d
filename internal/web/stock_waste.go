package web

import (
	"maps"
	"net/http"
	"slices"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
)

// wastePage leads to the three things that are wasted: ampoules that broke, the
// rest of a solution, and syringes that will not be used.
func (s *Server) wastePage(w http.ResponseWriter, r *http.Request) {
	a := actorOf(r)
	v := page.Waste{Two: "Whatever is wasted is seen by a second person, who confirms it.", Broken: "/register/broken"}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		d := drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: a}
		for _, x := range st.VisitsInOrder() {
			if x.Syringe == nil || x.BoothSince != 0 {
				continue
			}
			l := page.OpenWith{Text: x.Syringe.Dose.Mass.String() + " for " + n.person(x.Person) + ", prepared by " +
				n.staff(x.PreparedBy) + ", " + stamp(d.z, d.now, x.PreparedAt)}
			if login.MayRoute(a.Roles, "GET /visits/{visit}/discard") {
				l.URL = "/visits/" + x.ID + "/discard"
			}
			v.Syringes = append(v.Syringes, l)
		}
		for _, id := range slices.Sorted(maps.Keys(st.Stock.Solutions)) {
			v.Solutions = append(v.Solutions, d.solution(id, st.Stock.Solutions[id]))
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Waste")
	l.Back = &toRegister
	s.draw(w, r, http.StatusOK, page.WastePage(l, v))
}
