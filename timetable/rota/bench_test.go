package rota_test

import (
	"fmt"
	"testing"

	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// week is a large service's week: six shifts a day with three places each.
func week(staff int) rota.Problem {
	rest, run := 11*60, 6
	p := rota.Problem{Zone: moment.UTC, Contract: map[person.StaffID]int{}, Rules: rota.Rules{Rest: &rest, Run: &run},
		May: func(id person.StaffID, x rota.Shift, k rota.Skill) string {
			if k == rota.Support && id[1]%3 != 0 || k == rota.Registered && id[1]%3 == 0 {
				return "lacks_role"
			}
			return ""
		}, Knows: func(id person.StaffID, x rota.Shift) int { return int(id[1]+x.ID[1]) % 7 }}
	for i := range staff {
		p.Staff = append(p.Staff, person.StaffID(fmt.Sprintf("s%c", 'a'+i)))
		p.Contract[p.Staff[i]] = 30 * 60
	}
	for d := range 7 {
		for i, from := range []int{420, 480, 600, 780, 840, 960} {
			p.Shifts = append(p.Shifts, rota.Shift{ID: fmt.Sprintf("x%c%d", 'a'+i, d), Day: monday + moment.Day(d), From: from,
				To: from + 300, Need: []rota.Need{{Skill: rota.Registered, Least: 2}, {Skill: rota.Support, Least: 1}}})
		}
	}
	rota.InOrder(p.Shifts)
	return p
}

func BenchmarkProposeWeek(b *testing.B) {
	for _, n := range []int{10, 25} {
		p := week(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				rota.Propose(p)
			}
		})
	}
}
