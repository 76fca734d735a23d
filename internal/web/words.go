package web

import (
	"context"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/visit"
)

// names are the texts one page needs, read from the cabinet at once.
type names struct {
	texts map[string]string
	st    *clinic.State
}

// erased stands where the cabinet no longer holds a text.
const erased = "(erased)"

func (n names) of(t clinic.Text) string {
	if s, ok := n.texts[t.Ref]; ok {
		return s
	}
	return erased
}

func (n names) opt(t *clinic.Text) string {
	if t == nil {
		return ""
	}
	return n.of(*t)
}

func (n names) person(id person.UserID) string {
	if p := n.st.People[id]; p != nil {
		return n.of(p.Name)
	}
	if w := n.st.Ways[id]; w != nil {
		return n.of(w.Name)
	}
	return erased
}

func (n names) staff(id person.StaffID) string {
	if s := n.st.Staff[id]; s != nil {
		return n.of(s.Name)
	}
	if id == clinic.System || id == "" {
		return "Steady"
	}
	if user, ok := id.Self(); ok {
		return n.person(user) + " themself"
	}
	return string(id)
}

// initials are for the wall screen.
func initials(name string) string {
	out := ""
	for _, w := range strings.Fields(name) {
		out += strings.ToUpper(string([]rune(w)[:1]))
	}
	return out
}

// allNames lists the references of everybody's names.
func allNames(st *clinic.State) []clinic.Text {
	var refs []clinic.Text
	for _, p := range st.People {
		refs = append(refs, p.Name)
	}
	for _, w := range st.Ways {
		if st.People[w.Person] == nil {
			refs = append(refs, w.Name)
		}
	}
	for _, s := range st.Staff {
		refs = append(refs, s.Name)
	}
	return refs
}

// with draws something from the committed state together with names and
// further texts. build must not keep the state.
func (s *Server) with(ctx context.Context, more func(st *clinic.State) []clinic.Text,
	build func(st *clinic.State, n names)) error {
	var refs []clinic.Text
	err := s.house.View(func(st *clinic.State) {
		refs = allNames(st)
		if more != nil {
			refs = append(refs, more(st)...)
		}
	})
	if err != nil {
		return err
	}
	texts, err := s.house.Texts(ctx, refs...)
	if err != nil {
		return err
	}
	return s.house.View(func(st *clinic.State) { build(st, names{texts, st}) })
}

func (s *Server) zone() (z moment.Zone) {
	s.house.View(func(st *clinic.State) { z = st.Zone() })
	return z
}

// clock prints a wall clock time of the site.
func (s *Server) clock(at moment.Instant) string { return s.zone().Clock(at) }

// stamp prints the time alone for today, and the day as well for another.
func stamp(z moment.Zone, now, at moment.Instant) string {
	if z.Day(now) == z.Day(at) {
		return z.Clock(at)
	}
	return z.In(at).Format("Mon 2 Jan, 15:04")
}

func (s *Server) up(label string, at, now moment.Instant) page.Clock {
	return page.Clock{Label: label, Since: int64(at) / 1000, Text: face(now.Since(at))}
}

func (s *Server) down(label, ready string, until, now moment.Instant) page.Clock {
	return page.Clock{Label: label, Until: int64(until) / 1000, Text: face(until.Since(now)), Ready: ready, Tell: ready}
}

func face(d moment.Span) string {
	n := max(int64(d/moment.Second), 0)
	t := moment.UTC.In(moment.Instant(n) * moment.Instant(moment.Second))
	if n >= 3600 {
		return t.Format("15:04:05")
	}
	return t.Format("4:05")
}

var routeWords = map[protocol.Route]string{protocol.IV: "i.v.", protocol.IM: "i.m.", protocol.SC: "s.c.",
	protocol.Oral: "by mouth"}

var possWords = map[protocol.POSS]string{"1": "awake and alert", "2": "slightly drowsy", "3": "often drowsy",
	"4": "very sleepy", "S": "asleep, wakes easily", "": "not measured"}

var alertWords = map[protocol.Consciousness]string{"A": "alert", "C": "newly confused", "V": "answers to voice",
	"P": "answers to pain", "U": "no answer", "": "not measured"}

var endWords = map[visit.Ending]string{visit.LeftWell: "Left well", visit.Withheld: "Withheld",
	visit.Declined: "Did not want the dose", visit.DidNotAttend: "Did not come", visit.ToHospital: "To hospital",
	visit.LeftBefore: "Left before they were released: ask after them",
	visit.Cancelled:  "Cancelled: treatment ended"}

func number(m *measure.Milli, unit string) string {
	if m == nil {
		return "not measured"
	}
	return strings.TrimSpace(m.String() + " " + unit)
}

// readingRows spells a set of readings.
func readingRows(r protocol.Assessment) []page.Row {
	out := []page.Row{{Key: "Awake", Value: possWords[r.POSS]}, {Key: "Breaths", Value: number(r.RR, "a minute")},
		{Key: "Oxygen, SpO2", Value: number(r.SpO2, "%")}, {Key: "Pulse", Value: number(r.Pulse, "a minute")},
		{Key: "Alert", Value: alertWords[r.Consciousness]}}
	if r.AlcoholRefuse {
		out = append(out, page.Row{Key: "Breath alcohol", Value: "test declined"})
	} else {
		out = append(out, page.Row{Key: "Breath alcohol", Value: number(r.Alcohol, "µg in 100 ml")})
	}
	if r.Intoxicated {
		out = append(out, page.Row{Key: "Signs of intoxication", Value: "seen", Loud: true})
	}
	if r.Systolic != nil {
		out = append(out, page.Row{Key: "Blood pressure, upper", Value: number(r.Systolic, "mmHg")})
	}
	if r.Temperature != nil {
		out = append(out, page.Row{Key: "Temperature", Value: number(r.Temperature, "°C")})
	}
	return out
}
