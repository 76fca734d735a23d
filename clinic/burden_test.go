package clinic_test

import (
	"strings"
	"testing"

	"steady/clinic"
	"steady/moment"
	"steady/person"
	"steady/timetable"
)

// weeks makes two visits a day from Monday 30 March 2026 on, one more minute
// inside each week than extra says; the promised times are 9:00 and 14:30.
func (d *desk) weeks(id person.UserID, inside ...int) (out []clinic.KeptVisit) {
	monday := moment.Date(2026, 3, 30)
	for week, minutes := range inside {
		for day := range moment.Day(7) {
			for _, due := range []int{540, 870} {
				v := clinic.KeptVisit{Person: id, Day: monday + moment.Day(7*week) + day, Outcome: "left_well"}
				v.Due = d.zone.At(v.Day, due/60, due%60)
				v.Arrived = v.Due.Add(moment.Minutes(5))
				v.Ended = v.Arrived.Add(moment.Minutes(int64(minutes)))
				out = append(out, v)
			}
		}
	}
	return out
}

// opensLong sets a visit to 20 minutes in the booth and 20 watched.
func (d *desk) opensLong() {
	var week []clinic.WeekWindow
	for day := range 7 {
		for i, s := range sessions {
			week = append(week, clinic.WeekWindow{Weekday: day, AccessWindow: clinic.AccessWindow{Session: i, From: s.Opens,
				To: s.Closes, Style: clinic.AccessOpen}})
		}
	}
	d.does("n1", "", clinic.SetAccess{From: d.zone.Day(d.now), Access: clinic.Access{Week: week, Booth: 20, Watch: 20}})
}

func TestBurdenWeeks(t *testing.T) {
	d := atDesk(t)
	visits := d.weeks("u0", 50, 50)
	got := d.s.BurdenWeeks("u0", visits)
	want := timetable.Hours{Days: 7, Visits: 14, Inside: 700, Untold: 7}
	if len(got) != 2 || got[0].Lived != want || got[0].NoLength != 7 || got[0].Planned != (timetable.Hours{}) {
		t.Fatalf("nothing is set and nothing told: %+v", got)
	}
	d.opensLong()
	d.does("n1", "", clinic.EnterLife{Person: "u0", Part: "way", From: d.zone.Day(d.now),
		Journey: &clinic.Journey{Minutes: 30}})
	got = d.s.BurdenWeeks("u0", visits)
	// 60 minutes there and home, 60 between: home and back, for there is time.
	want = timetable.Hours{Days: 7, Visits: 14, Inside: 700, Travel: 420, Between: 420}
	if got[0].Lived != want {
		t.Errorf("lived %+v, want %+v", got[0].Lived, want)
	}
	want.Inside = 7 * 80
	if got[1].Planned != want || got[1].NoLength != 0 {
		t.Errorf("planned %+v, want %+v", got[1].Planned, want)
	}
	visits[0].Arrived, visits[0].Outcome = 0, "did_not_attend"
	visits[1].Arrived, visits[1].Outcome = 0, "cancelled"
	visits[2].Ended = 0 // has not ended: nobody lived it yet
	got = d.s.BurdenWeeks("u0", visits)
	if got[0].Lived.Visits != 11 || got[0].Lived.Days != 6 || got[0].Planned.Visits != 13 {
		t.Errorf("a missed, a cancelled and an open visit: %+v", got[0])
	}
}

// TestBurdenRise: only whole weeks count, only against the person's own weeks, and
// only what the service asked to hear of.
func TestBurdenRise(t *testing.T) {
	d := atDesk(t)
	tasks := func(visits []clinic.KeptVisit) (out []string) {
		list := d.s.WorkList(d.now, nil, map[person.UserID][]clinic.KeptVisit{"u0": visits})
		for _, x := range list {
			if x.Kind == clinic.TaskBurden {
				out = append(out, string(x.Person)+" "+string(x.Staff)+": "+x.Text)
			}
		}
		return out
	}
	visits := d.weeks("u0", 90, 50, 50, 50, 50, 60, 200)
	d.now = d.zone.At(moment.Date(2026, 5, 13), 9, 0) // Wednesday of the seventh week
	if got := tasks(visits); got != nil {
		t.Errorf("nothing is set, and it says %v", got)
	}
	d.does("n1", "", clinic.SetBurdenRule{Rule: timetable.RiseRule{Weeks: 4, Minutes: 141}})
	if got := tasks(visits); got != nil {
		t.Errorf("a rise of 140 minutes, asked from 141: %v", got)
	}
	d.does("n1", "", clinic.SetBurdenRule{Rule: timetable.RiseRule{Weeks: 4, Minutes: 140}})
	want := "u0 : Visits took 14 h 00 min inside the service in the week from 4 May 2026 (the way is not told), " +
		"2 h 20 min more than the middle of the 4 weeks before."
	if got := tasks(visits); len(got) != 1 || got[0] != want {
		t.Errorf("%v, want %s", got, want)
	}
	d.does("n1", "", clinic.NameKeyWorker{Person: "u0", Staff: "n2"})
	d.does("n1", "", clinic.EnterLife{Person: "u0", Part: "way", From: moment.Date(2026, 3, 26),
		Journey: &clinic.Journey{Minutes: 30}})
	want = "u0 n2: Treatment took 28 h 00 min of the week from 4 May 2026, 2 h 20 min more"
	if got := tasks(visits); len(got) != 1 || !strings.HasPrefix(got[0], want) {
		t.Errorf("%v, want %s…", got, want)
	}
	d.does("n1", "", clinic.SetBurdenRule{Rule: timetable.RiseRule{Weeks: 5, Minutes: 140}})
	if got := tasks(visits); got != nil {
		t.Errorf("the first week known may have begun late, and is compared: %v", got)
	}
	d.does("n1", "", clinic.SetBurdenRule{Rule: timetable.RiseRule{Weeks: 4, Minutes: 140}})
	d.now = d.zone.At(moment.Date(2026, 5, 27), 9, 0)
	if got := tasks(visits); got != nil {
		t.Errorf("last week had no visit, and an older one is told as new: %v", got)
	}
}

func TestBurdenLookBack(t *testing.T) {
	d := atDesk(t)
	if got := d.s.BurdenLookBack(); got != 0 {
		t.Errorf("nothing is asked, and %d days are read", got)
	}
	d.does("n1", "", clinic.SetBurdenRule{Rule: timetable.RiseRule{Weeks: 4, Minutes: 60}})
	// From the seventh day of a week: 6 days of it, last week, 4 before, the first that is never compared.
	if got := d.s.BurdenLookBack(); got < 6+7+4*7+7 {
		t.Errorf("%d days are too few", got)
	}
}
