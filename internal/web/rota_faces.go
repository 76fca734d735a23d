package web

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/journal"
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// How far back known faces are looked at, in days: the house's own choice of a
// page, not a clinical number.
const (
	facesShown = 91  // the visits that are counted
	facesBack  = 365 // the earlier meetings they are counted against, at least
)

// facesKept is what was read of who met whom, up to a place in the log.
type facesKept struct {
	mu    sync.Mutex
	met   *clinic.Meetings
	first moment.Day     // the log was read from this day on
	next  int64          // the first entry that was not read
	at    moment.Instant // when the last one that was read was recorded
}

// faces reads who met whom from the log: at first the days that are looked at,
// then what was added since.
func (s *Server) faces(ctx context.Context) (*rota.Faces, error) {
	k := &s.met
	k.mu.Lock()
	defer k.mu.Unlock()
	var first moment.Day
	var from moment.Instant
	s.house.View(func(st *clinic.State) {
		today, back := st.Zone().Day(s.house.Now()), moment.Day(facesBack)
		if known := st.Rota.RulesOn(today).Known; known != nil {
			back = max(back, moment.Day(known.Days))
		}
		first = today - facesShown - back
		from = st.Zone().Start(first)
	})
	if k.met == nil || first < k.first {
		k.met, k.first, k.next, k.at = clinic.NewMeetings(), first, 0, from
	}
	err := s.house.Since(ctx, journal.Clinical, k.at, func(seq int64, e clinic.Event) error {
		if seq >= k.next {
			k.met.Add(e)
			k.next, k.at = seq+1, e.Recorded
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return rota.NewFaces(k.met.All()), nil
}

// knownIn counts the people due in a shift, and those of them who know somebody:
// by the service's own definition, or who have met them at all.
func knownIn(st *clinic.State, met *rota.Faces, id person.StaffID, x rota.Shift) (known, due int) {
	if met == nil {
		return 0, 0
	}
	k := rota.Known{Visits: 1, Days: facesBack}
	if own := st.Rota.RulesOn(x.Day).Known; own != nil {
		k = *own
	}
	for _, who := range st.DueIn(x) {
		due++
		if met.Knows(who, id, x.Day, k) {
			known++
		}
	}
	return known, due
}

func (s *Server) rotaFaces(w http.ResponseWriter, r *http.Request) {
	met, err := s.faces(r.Context())
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.RotaFaces{Heading: "Known faces", Lead: "How many visits were with somebody whom the person knows."}
	sees := login.MayRoute(actorOf(r).Roles, "GET /people/{person}")
	err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
		today := st.Zone().Day(s.house.Now())
		first := today - facesShown
		v.Says = []string{fmt.Sprintf("Visits from %s to %s.", dayWords(first), dayWords(today)),
			"Somebody took part when they did something with the person at the visit, or confirmed it beside them.",
			"Not read here: visits before this record began. Who had been here long may look new."}
		known := st.Rota.RulesOn(today).Known
		if known == nil {
			v.Definition = "This service has not said what a known face is: how many earlier visits, in how many days. " +
				"Until it does, nothing is called known; the plain numbers stand here."
			v.Bands = bandRows(met.Bands("", first, today))
		} else {
			v.Definition = fmt.Sprintf("Known: took part in at least %s of the person in the %s before. Both numbers are "+
				"this service's own.", plural(known.Visits, "earlier visit"), plural(known.Days, "day"))
			all, weeks := met.Known("", first, today, *known)
			v.Share = shareWords(all)
			for _, x := range weeks {
				v.Weeks = append(v.Weeks, page.Row{Key: "Week of " + shortDay(x.Monday), Value: shareWords(x.Share)})
			}
		}
		if sees {
			v.People = facesOf(st, n, met, first, today, known)
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.timesLayout(r, v.Heading)
	l.Back = &page.Link{Text: "Rota", URL: "/times/rota"}
	s.draw(w, r, http.StatusOK, page.RotaFacesPage(l, v))
}

// facesOf draws one line for each person who came.
func facesOf(st *clinic.State, n names, met *rota.Faces, first, today moment.Day,
	known *rota.Known) (out []page.RotaFacesLine) {
	for _, id := range st.PeopleInOrder() {
		line := page.RotaFacesLine{Name: n.person(id), URL: "/people/" + string(id)}
		if known != nil {
			all, weeks := met.Known(id, first, today, *known)
			if all.Visits == 0 {
				continue
			}
			line.Share = shareWords(all)
			if len(weeks) > 1 {
				line.Visits = "last week " + shareWords(weeks[len(weeks)-1].Share)
			}
			out = append(out, line)
			continue
		}
		visits, new := 0, 0
		for _, b := range met.Bands(id, first, today) {
			visits += b.Visits
			if b.From == 0 {
				new = b.Visits
			}
		}
		if visits == 0 {
			continue
		}
		line.Share = fmt.Sprintf("%d of %s with nobody they had met", new, plural(visits, "visit"))
		out = append(out, line)
	}
	return out
}

func shareWords(x rota.Share) string {
	if x.Visits == 0 {
		return "no visits"
	}
	return fmt.Sprintf("%d of %s (%d %%)", x.Known, plural(x.Visits, "visit"),
		(200*x.Known+x.Visits)/(2*x.Visits))
}

func bandRows(bands []rota.Band) (out []page.Row) {
	for _, b := range bands {
		key := fmt.Sprintf("%d to %d times", b.From, b.To)
		switch {
		case b.From == 0:
			key = "Never"
		case b.To == 0:
			key = fmt.Sprintf("%d times or more", b.From)
		case b.From == b.To:
			key = "Once"
		}
		out = append(out, page.Row{Key: key, Value: plural(b.Visits, "visit")})
	}
	return out
}
