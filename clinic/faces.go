package clinic

import (
	"slices"

	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// Meetings gathers from the clinical log which staff took part in which visit:
// who did something with the person there, or confirmed it beside them. Who
// answered from afar, planned the day or corrected an entry did not meet anybody.
type Meetings struct {
	whose map[string]booked // by visit
	at    map[string]int    // place of a visit in all
	all   []rota.Meeting
}

// booked is whose a visit is.
type booked struct {
	person person.UserID
	day    moment.Day
}

// NewMeetings knows nobody yet.
func NewMeetings() *Meetings { return &Meetings{whose: map[string]booked{}, at: map[string]int{}} }

// Add reads one event. Events come in the order of the log; it keeps what it
// needs and nothing that names anybody.
func (m *Meetings) Add(e Event) {
	switch b := e.Body.(type) {
	case *Booked:
		m.whose[b.Visit] = booked{b.Person, b.Day}
	case *Arrived, *Identified, *Assessed, *Prepared, *Checked, *HandedOver, *Injected, *Watched, *EmergencyStarted,
		*EmergencyActed:
		m.met(b.(visitFact).visitID(), e.By, e.Witness)
	}
}

func (m *Meetings) met(visit string, staff ...person.StaffID) {
	of, ok := m.whose[visit]
	if !ok {
		return
	}
	i, begun := m.at[visit]
	for _, id := range staff {
		if _, self := id.Self(); self || id == "" || id == System {
			continue
		}
		if !begun {
			i, begun = len(m.all), true
			m.at[visit] = i
			m.all = append(m.all, rota.Meeting{Visit: visit, Person: of.person, Day: of.day})
		}
		if !slices.Contains(m.all[i].Staff, id) {
			m.all[i].Staff = append(m.all[i].Staff, id)
		}
	}
}

// All are the visits in which somebody took part, by day, those of a day in the
// order in which they began.
func (m *Meetings) All() []rota.Meeting {
	out := slices.Clone(m.all)
	for i := range out {
		out[i].Staff = slices.Clone(out[i].Staff)
	}
	slices.SortStableFunc(out, func(a, b rota.Meeting) int { return int(a.Day - b.Day) })
	return out
}
