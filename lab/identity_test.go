package lab

import (
	"strings"
	"testing"

	"steady/moment"
)

// quiet is a run of a few days that went well, for tampering with.
func quiet(t *testing.T) *run {
	t.Helper()
	s := CalibrationScenario(1)
	s.Population, s.Days = Population{Places: 3, Waiting: 3}, 4
	r, err := newRun(s, &Policy{ID: "t"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.all(); err != nil {
		t.Fatal(err)
	}
	if r.record.Visits.Arrived == 0 {
		t.Fatal("nobody came, so nothing is asked of the identities")
	}
	return r
}

// TestAnIdentityThatBreaksIsAnError tampers with one number at a time.
func TestAnIdentityThatBreaksIsAnError(t *testing.T) {
	for name, c := range map[string]struct {
		tamper func(r *run)
		words  string
	}{
		"a second of somebody's time":     {func(r *run) { r.sites[0].sojourns += int64(moment.Second) }, "Little"},
		"a microsecond of a step":         {func(r *run) { r.sites[0].pool.steps++ }, "staff were busy"},
		"a person who did not leave":      {func(r *run) { r.record.Visits.Completed-- }, "people came"},
		"a promise that nobody kept":      {func(r *run) { r.record.Visits.Promised++ }, "were promised"},
		"a visit that is no journey":      {func(r *run) { r.record.Life.Journeys++ }, "journeys"},
		"a microgram":                     {func(r *run) { r.sites[0].mass.given++ }, "the register holds"},
		"an ampoule that was not opened":  {func(r *run) { r.sites[0].mass.drawn++ }, "is open"},
		"a booth that is still taken":     {func(r *run) { r.sites[0].pool.booth++ }, "still taken"},
		"a dose that came too soon":       {func(r *run) { r.record.Safety.GapBreaches++ }, "gap"},
		"what happened before it counted": {func(r *run) { r.warm.Visits.Arrived++ }, "people came"},
	} {
		r := quiet(t)
		c.tamper(r)
		if err := r.identities(); err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
