package app

import (
	"context"

	"steady/clinic"
	"steady/moment"
	"steady/person"
)

// visitsRead bounds one look at past visits; the newest come first. It is half a
// year of 150 people who come twice a day.
const visitsRead = 60_000

// KeptVisits reads the visits from a day until another, both included, of one
// person or of everybody (""). Where there are more than can be read at once
// the oldest days are left out whole: first is the earliest day that is complete.
func (h *House) KeptVisits(ctx context.Context, since, until moment.Day, id person.UserID) (
	out []clinic.KeptVisit, first moment.Day, err error) {
	return h.keptVisits(ctx, since, until, id, visitsRead)
}

func (h *House) keptVisits(ctx context.Context, since, until moment.Day, id person.UserID, most int) (
	out []clinic.KeptVisit, first moment.Day, err error) {
	likely := 1 // people, each with twice as many visits as there are sessions
	h.View(func(s *clinic.State) {
		if id == "" {
			likely = len(s.People)
		}
		likely *= 2 * len(s.Sessions) * int(until-since+30) // some are promised ahead
	})
	for limit := min(max(likely, 1), most); ; limit = most {
		rows, err := h.newestVisits(ctx, id, limit)
		if err != nil {
			return nil, 0, err
		}
		more := len(rows) == limit && rows[limit-1].Day >= since
		if more && limit < most {
			continue
		}
		if first = since; more {
			first = rows[limit-1].Day + 1
		}
		for _, v := range rows {
			if v.Day >= first && v.Day <= until {
				out = append(out, v)
			}
		}
		return out, first, nil
	}
}

var visitReadCols = []string{"person", "day", "due", "arrived", "ended", "outcome"}

func (h *House) newestVisits(ctx context.Context, id person.UserID, limit int) (out []clinic.KeptVisit, err error) {
	q := Query{Table: TableVisits, Order: []string{"-day"}, Limit: limit, Cols: visitReadCols}
	if id != "" {
		q.Where = []any{"person", string(id)}
	}
	rows, err := h.Rows(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		v, err := keptVisit(r)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func keptVisit(r []any) (v clinic.KeptVisit, err error) {
	who, _ := r[0].(string)
	text, _ := r[1].(string)
	v.Person = person.UserID(who)
	if v.Day, err = moment.ParseDay(text); err != nil {
		return v, err
	}
	for i, at := range []*moment.Instant{&v.Due, &v.Arrived, &v.Ended} {
		n, _ := r[2+i].(int64)
		*at = moment.Instant(n)
	}
	v.Outcome, _ = r[5].(string)
	return v, nil
}

// BurdenWeeks is what treatment took of each person's weeks since a day, and the
// earliest day that was read whole.
func (h *House) BurdenWeeks(ctx context.Context, since moment.Day, id person.UserID) (
	out map[person.UserID][]clinic.BurdenWeek, first moment.Day, err error) {
	today := h.today()
	visits, first, err := h.KeptVisits(ctx, since, today, id)
	if err != nil {
		return nil, 0, err
	}
	each := byPerson(visits)
	out = map[person.UserID][]clinic.BurdenWeek{}
	err = h.View(func(s *clinic.State) {
		for who, list := range each {
			out[who] = s.BurdenWeeks(who, list)
		}
	})
	return out, first, err
}

func (h *House) today() (day moment.Day) {
	now := h.Now()
	h.View(func(s *clinic.State) { day = s.Zone().Day(now) })
	return day
}

func byPerson(visits []clinic.KeptVisit) map[person.UserID][]clinic.KeptVisit {
	out := map[person.UserID][]clinic.KeptVisit{}
	for _, v := range visits {
		out[v.Person] = append(out[v.Person], v)
	}
	return out
}

// BurdenWeeksOf is BurdenWeeks of everybody where no house is open.
func BurdenWeeksOf(ctx context.Context, st Store, premises string, s *clinic.State, since, until moment.Day) (
	map[person.UserID][]clinic.BurdenWeek, error) {
	rows, err := st.Query(ctx, Query{Premises: premises, Table: TableVisits, Order: []string{"-day"}, Limit: visitsRead,
		Cols: visitReadCols})
	if err != nil {
		return nil, err
	}
	var visits []clinic.KeptVisit
	for _, r := range rows {
		v, err := keptVisit(r)
		if err != nil {
			return nil, err
		}
		if v.Day >= since && v.Day <= until && (len(rows) < visitsRead || v.Day > rowDay(rows)) {
			visits = append(visits, v)
		}
	}
	out := map[person.UserID][]clinic.BurdenWeek{}
	for who, list := range byPerson(visits) {
		out[who] = s.BurdenWeeks(who, list)
	}
	return out, nil
}

// rowDay is the day of the oldest row, which may not be read whole.
func rowDay(rows [][]any) moment.Day {
	text, _ := rows[len(rows)-1][1].(string)
	day, _ := moment.ParseDay(text)
	return day
}
