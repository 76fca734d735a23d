package clinic_test

import (
	"reflect"
	"testing"

	"steady/clinic"
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// TestWhoMetWhom: hands and eyes at the visit count; a person's own step, the
// plan of the day and an answer from afar do not.
func TestWhoMetWhom(t *testing.T) {
	day := moment.Date(2026, 3, 2)
	m := clinic.NewMeetings()
	for _, e := range []clinic.Event{
		{By: "n9", Body: &clinic.Booked{Visit: "v2", Person: "u1", Day: day + 1}},
		{By: "n9", Body: &clinic.Booked{Visit: "v1", Person: "u1", Day: day}},
		{By: "n9", Body: &clinic.Booked{Visit: "v3", Person: "u2", Day: day}},
		{By: person.Self("u1"), Body: &clinic.Arrived{Visit: "v1"}},
		{By: "n1", Body: &clinic.Identified{Visit: "v1"}},
		{By: "n1", Witness: "n2", Body: &clinic.Checked{Visit: "v1"}},
		{By: "d1", Body: &clinic.Answered{Visit: "v1"}},
		{By: clinic.System, Body: &clinic.Watched{Visit: "v1"}},
		{By: "n3", Body: &clinic.Arrived{Visit: "v2"}},
		{By: "n1", Body: &clinic.VisitEnded{Visit: "v3"}},
		{By: "n1", Body: &clinic.Arrived{Visit: "nobody booked it"}},
	} {
		m.Add(e)
	}
	want := []rota.Meeting{{Visit: "v1", Person: "u1", Day: day, Staff: []person.StaffID{"n1", "n2"}},
		{Visit: "v2", Person: "u1", Day: day + 1, Staff: []person.StaffID{"n3"}}}
	if got := m.All(); !reflect.DeepEqual(got, want) {
		t.Errorf("met %+v", got)
	}
}
