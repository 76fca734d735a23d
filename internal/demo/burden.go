package demo

import (
	"steady/clinic"
	"steady/moment"
	"steady/person"
	"steady/timetable"
)

// burden: the invented service says what a heavier week is to it, which is no
// recommendation, and most people have a key worker.
func (t *today) burden(at moment.Instant) {
	t.must(at, NurseD, "", plain(clinic.SetBurdenRule{Rule: timetable.RiseRule{Weeks: 4, Minutes: 45}}))
	for i, id := range t.h.BulkState().PeopleInOrder() {
		who := []person.StaffID{"s-rowan", NurseA, ""}[i%3]
		if who != "" {
			t.must(at, "s-rowan", "", plain(clinic.NameKeyWorker{Person: id, Staff: who}))
		}
	}
}
