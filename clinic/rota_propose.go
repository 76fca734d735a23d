package clinic

import (
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// rotaAround is how many days before and after rest is counted from.
const rotaAround = 14

// OnRota reports whether somebody has a role that stands for some skill.
func (s *State) OnRota(id person.StaffID) bool {
	for _, k := range rota.Skills() {
		if s.Staff[id].Has(k.Roles()...) {
			return true
		}
	}
	return false
}

// RotaProblem is the open places of some days with everybody who could take
// them, for rota.Propose. knows is how many of the people due in a shift know
// somebody; it is asked once for each of the staff and each shift.
func (s *State) RotaProblem(first, last moment.Day, knows func(person.StaffID, rota.Shift) int) rota.Problem {
	p := rota.Problem{Zone: s.zone, Rules: s.Rota.RulesOn(first), Shifts: s.Rota.ShiftsBetween(first, last),
		Around: append(s.Rota.ShiftsBetween(first-rotaAround, first-1),
			s.Rota.ShiftsBetween(last+1, last+rotaAround)...),
		Counts: s.Counts, May: func(id person.StaffID, x rota.Shift, k rota.Skill) string {
			if no := s.MayStand(id, x.Day, k); no != nil {
				return no.Code
			}
			return ""
		}, Contract: map[person.StaffID]int{}}
	known := map[string]int{}
	for _, id := range s.StaffInOrder() {
		if !s.OnRota(id) {
			continue
		}
		p.Staff = append(p.Staff, id)
		p.Contract[id] = s.Rota.Members[id].Week
		for _, x := range p.Shifts {
			known[x.ID+" "+string(id)] = knows(id, x)
		}
	}
	p.Knows = func(id person.StaffID, x rota.Shift) int { return known[x.ID+" "+string(id)] }
	return p
}
