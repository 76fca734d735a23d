package demo

import (
	"errors"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
)

// access is how people come to the invented clinic. Every figure is invented;
// none is advice.
func (m *maker) access(at moment.Instant, first moment.Day) {
	a := clinic.Access{Slot: 10, Booth: 20, Watch: 30, PerPair: 4, Hold: 15, Offer: 240, Grace: 15}
	booked := clinic.AccessWindow{Session: 0, From: 8*60 + 30, To: 12 * 60, Style: clinic.AccessBooked, Booths: 4,
		Places: 6, Nurses: 4, Support: 1}
	for day := range 7 {
		morning, afternoon := booked, booked
		afternoon.Session, afternoon.From, afternoon.To = 1, 14*60, 17*60+30
		switch day {
		case 2:
			afternoon.Style, afternoon.Every, afternoon.Group = clinic.AccessGroup, 30, 6
		case 6:
			afternoon.Style = clinic.AccessOpen
		}
		a.Week = append(a.Week, clinic.WeekWindow{Weekday: day, AccessWindow: morning},
			clinic.WeekWindow{Weekday: day, AccessWindow: afternoon})
	}
	m.must(at, NurseD, "", plain(clinic.SetAccess{From: first, Access: a}))
}

// holidays are days with hours of their own: the next 25 December opens later.
func (m *maker) holidays(at moment.Instant, today moment.Day) {
	y, _, _ := today.Split()
	day := moment.Date(y, 12, 25)
	if day <= today {
		day = moment.Date(y+1, 12, 25)
	}
	m.must(at, NurseD, "", func(r *app.Request) clinic.Body {
		return clinic.SetExceptionalDays{Days: []moment.Day{day}, Why: r.Keep("times", "reason", "Christmas Day"),
			Windows: []clinic.AccessWindow{
				{Session: 0, From: 9 * 60, To: 12 * 60, Style: clinic.AccessBooked, Booths: 3, Places: 4, Nurses: 2},
				{Session: 1, From: 14 * 60, To: 17 * 60, Style: clinic.AccessBooked, Booths: 3, Places: 4, Nurses: 2}}}
	})
}

// promises are what people asked for on the next day that has staff enough: moved by themselves and by staff,
// held, once more than a slot is for, and a list of who would rather come
// earlier.
func (m *maker) promises(now moment.Instant) {
	day := m.zone.Day(now) + 1
	for last := day + 6; day < last; day++ {
		if a, no := m.h.BulkState().AskTime("u-03", day, 0, 11*60, now); no == nil && a.Asked.Free() {
			break
		}
	}
	at := func(minute int) moment.Instant { return m.zone.At(day, minute/60, minute%60) }
	time := func(who person.UserID, session, minute int) clinic.PromisedTime {
		return clinic.PromisedTime{Person: who, Day: day, Session: session, Due: at(minute)}
	}
	try := func(by person.StaffID, build func(r *app.Request) clinic.Body) {
		if m.err != nil {
			return
		}
		var no *clinic.Refusal // what the day cannot hold is refused, as it would be for anybody
		if _, err := m.send(now, by, "", build); err != nil && !errors.As(err, &no) {
			m.err = err
		}
	}
	try(person.Self("u-03"), plain(clinic.MoveVisit{PromisedTime: time("u-03", 0, 11*60)}))
	try(NurseA, plain(clinic.MoveVisit{PromisedTime: time("u-06", 1, 16*60+20)}))
	try(NurseB, plain(clinic.SwapTimes{A: "u-08", B: "u-10", Day: day, Session: 0}))
	try(NurseA, func(r *app.Request) clinic.Body {
		return clinic.MoveVisit{PromisedTime: time("u-11", 0, 9*60+5),
			Despite: r.KeepIf("u-11", "reason", "Court at half past ten; Bryn comes in early to prepare.")}
	})
	for i, w := range []clinic.Window{{From: 8*60 + 30, To: 8*60 + 50}, {From: 8*60 + 30, To: 9 * 60}} {
		who := []person.UserID{"u-07", "u-09"}[i]
		try(person.Self(who), plain(clinic.AskBetterTime{Want: "b-demo-" + string(who), Person: who, Session: 0, First: day,
			Last: day + 6, Window: w}))
	}
	try(NurseA, plain(clinic.HoldTime{PromisedTime: time("u-01", 1, 15*60+40)}))
}
