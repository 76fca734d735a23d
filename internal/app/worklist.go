package app

import (
	"context"

	"steady/clinic"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// absencesRead bounds one look into the past; the newest come first.
const absencesRead = 5000

// Absences tells on which days since a day each person did not come to a
// session, one entry for each session.
func (h *House) Absences(ctx context.Context, since moment.Day) (map[person.UserID][]moment.Day, error) {
	rows, err := h.Rows(ctx, Query{Table: TableVisits, Cols: []string{"person", "day"},
		Where: []any{"outcome", string(visit.DidNotAttend)}, Order: []string{"-day"}, Limit: absencesRead})
	if err != nil {
		return nil, err
	}
	out := map[person.UserID][]moment.Day{}
	for _, r := range rows {
		who, _ := r[0].(string)
		text, _ := r[1].(string)
		day, err := moment.ParseDay(text)
		if err != nil {
			return nil, err
		}
		if day >= since {
			out[person.UserID(who)] = append(out[person.UserID(who)], day)
		}
	}
	return out, nil
}

// WorkList is what waits for a prescriber or a key worker now
// (clinic.State.WorkList).
func (h *House) WorkList(ctx context.Context) ([]clinic.Task, error) {
	now := h.Now()
	var today, back moment.Day
	h.View(func(s *clinic.State) { today, back = s.Zone().Day(now), s.BurdenLookBack() })
	absent, err := h.Absences(ctx, today-clinic.WorkListDays)
	if err != nil {
		return nil, err
	}
	var visits []clinic.KeptVisit
	if back > 0 {
		if visits, _, err = h.KeptVisits(ctx, today-back, today, ""); err != nil {
			return nil, err
		}
	}
	var out []clinic.Task
	h.View(func(s *clinic.State) { out = s.WorkList(now, absent, byPerson(visits)) })
	return out, nil
}
