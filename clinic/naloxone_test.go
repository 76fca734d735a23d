package clinic_test

import (
	"fmt"
	"slices"
	"testing"

	"steady/clinic"
	"steady/moment"
	"steady/person"
)

// TestNaloxoneWatch: what is missing, out of date, soon so or used since it was
// counted is said, and no longer once somebody put it right.
func TestNaloxoneWatch(t *testing.T) {
	d := atDesk(t)
	expect := func(want ...string) {
		t.Helper()
		var got []string
		for _, x := range d.s.NaloxoneWatch(d.now) {
			got = append(got, fmt.Sprint(x.Now, " ", x.Text))
		}
		if !slices.Equal(got, want) {
			t.Errorf("the watch says %q, want %q", got, want)
		}
	}
	const none = "true No naloxone in date is on record here. Look, and write down what is there."
	expect(none)
	day := d.zone.Day(d.now)
	found := func(place clinic.Place, n int, expiry moment.Day) {
		t.Helper()
		d.does("n1", "", clinic.CheckNaloxone{Place: place, Product: "nasal_1800", Count: n, Expiry: expiry})
	}
	found("booth", 2, day+31)
	found("bag", 0, day+500)
	expect()
	if x := d.s.Naloxone[1]; x.Expiry != 0 || x.By != person.StaffID("n1") || x.At != d.now {
		t.Errorf("an empty place is kept as %+v", x)
	}
	d.now = d.now.Add(24 * moment.Hour)
	expect("false Nasal spray, 1.8 mg, Injecting booth: usable until 26 April 2026. Order more.")
	d.now = d.now.Add(30 * 24 * moment.Hour)
	expect("false Nasal spray, 1.8 mg, Injecting booth: usable until 26 April 2026. Order more.")
	d.now = d.now.Add(24 * moment.Hour)
	expect(none, "true Nasal spray, 1.8 mg, Injecting booth: last usable on 26 April 2026. Take it out and replace it.")
	found("booth", 2, day+400)
	expect()
	visit := clinic.VisitID("u0", day, 0)
	d.does("n1", "", clinic.StartEmergency{Visit: visit})
	d.does("n1", "", clinic.EmergencyStep{Visit: visit, Act: clinic.ActNaloxone, Dose: 1800, Route: "nasal"})
	expect() // counted at that very moment
	d.now++
	d.does("n1", "", clinic.EmergencyStep{Visit: visit, Act: clinic.ActNaloxone, Dose: 1800, Route: "nasal"})
	expect("true Nasal spray, 1.8 mg, Injecting booth: naloxone was given since it was counted. Count it again.")
	found("booth", 1, day+400)
	expect()
	if len(d.s.Naloxone) != 2 {
		t.Errorf("one place and product stands once: %+v", d.s.Naloxone)
	}
}
