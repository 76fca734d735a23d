package bench

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"steady/internal/job"
	"steady/lab"
	"steady/moment"
)

// measureClinic measures the policy lab: a year of a clinic of invented people
// through the production rules, and how long a whole comparison would take.
func measureClinic(ctx context.Context, r *run) error {
	defer job.CollectLess()() // as steady lab run does
	r.say("living a year of a clinic of 15")
	year, err := liveFor(madeUpService(15, 365, 0))
	if err != nil {
		return err
	}
	anchor := each(r.Slice, newBareHeap(30).step) // microseconds
	r.add(Row{Name: "lab-clinic-year", Value: year.seconds, Unit: "s",
		Anchor: "as many steps of a bare heap of 30 events as the year has journal entries", AnchorValue: anchor *
			float64(year.entries) / 1e6,
		Note: fmt.Sprintf("15 people, two visits a day, 365 days on one core: %d journal entries, each decided by "+
			"clinic.Decide, encoded and hashed; all figures invented", year.entries)}, valueAtMost(1))
	if err := ctx.Err(); err != nil {
		return err
	}
	r.say("living three months of a clinic of 40, to work out a comparison")
	sample, err := liveFor(madeUpService(40, sampled, 0))
	if err != nil {
		return err
	}
	const policies, replications, days, cores = 6, 200, 365, 2
	minutes := sample.seconds * days / sampled * policies * replications / cores / 60
	r.add(Row{Name: "lab-comparison", Value: minutes, Unit: "min", Anchor: "none",
		Note: fmt.Sprintf("worked out, not run: 6 sets of rules, 200 replications of a year of 40 people on 2 cores, from "+
			"one measured quarter of 40 (%.2f s); this machine has %d", sample.seconds, runtime.GOMAXPROCS(0))}, valueAtMost(10))
	return nil
}

// sampled is the days of which a year is worked out.
const sampled = 91

// lived is one replication, measured.
type lived struct {
	seconds float64
	entries int64
}

// liveFor takes the faster of two: neighbours only slow it down.
func liveFor(s *lab.Scenario) (best lived, err error) {
	for i := range 2 {
		begin := time.Now()
		r, err := lab.Replicate(s, &lab.Policy{ID: "today", Name: "today"}, i)
		if err != nil {
			return best, err
		}
		if took := time.Since(begin).Seconds(); i == 0 || took < best.seconds {
			best = lived{took, r.Entries}
		}
	}
	return best, nil
}

// madeUpService is a service of so many people whose every unpublished figure is made
// up: speed is measured, and nothing is said of any service.
func madeUpService(people, days, warmup int) *lab.Scenario {
	s := &lab.Scenario{Name: "bench", Seed: 1, Replications: 2, Start: moment.Date(2026, 3, 2), Warmup: warmup, Days: days,
		Population: lab.Population{InTreatment: people, Places: people, Waiting: 2, DaysBefore: 720},
		Today: lab.House{Zone: "Europe/London", Pack: "ch-iv", Visits: 2,
			Sessions: []lab.Session{{Name: "Morning", From: 8 * 60, To: 12 * 60}, {Name: "Afternoon", From: 14 * 60,
				To: 18 * 60}},
			Style: "booked", Slot: 5, Desks: 2, Booths: 8, Places: 12, Observation: 20,
			Shifts: []lab.Shift{{From: 7*60 + 30, To: 19 * 60, Registered: 6, Support: 2}},
			Pair:   2, PerBooth: 4, PerObserved: 6, LastEntry: 10, Days: 84, Prescribers: 2, Support: true},
		Parameters: map[lab.Key]lab.Parameter{}}
	for _, k := range lab.Catalogue() {
		if k.Published != nil {
			continue
		}
		v := madeUp[k.Key]
		s.Parameters[k.Key] = lab.Parameter{Value: v, Lo: v, Hi: v, Source: "made up to measure speed",
			Confidence: lab.Assumption}
	}
	return s
}

// madeUp are the figures that nobody published; a share that is not here is 0.
var madeUp = map[lab.Key]float64{lab.IDMinutes: 1, lab.AssessMinutes: 4, lab.PrepareMinutes: 4, lab.BoothMinutes: 15,
	lab.ServiceSpread: .25, lab.ArrivalSpread: 8, lab.ReadingsDrowsy: .01, lab.ReadingsStop: .005, lab.AnswerMinutes: 8,
	lab.DelayMinutes: 15, lab.DelayMost: 2, lab.ReduceShare: .3, lab.ReducePercent: 50, lab.AnewAfter: 7,
	lab.PartUsed:    .01,
	lab.StaysLonger: .05, lab.LongerMinutes: 10, lab.LeaveRatio: 1, lab.ReturnShare: .3, lab.ReturnDays: 90,
	lab.ReferralsWeek: .25, lab.EligibleShare: .8, lab.WorkStart: .2, lab.WorkEnd: .5, lab.WorkFrom: 9 * 60,
	lab.WorkTo: 13 * 60, lab.HousingLost: .2, lab.HousingDays: 60, lab.HousingAttendance: .9, lab.PrisonYear: .1,
	lab.PrisonDays: 40, lab.HospitalYear: .3, lab.HospitalDays: 5, lab.TravelMinutes: 25, lab.TravelSpread: .5,
	lab.DoseSpread: .1, lab.StableShare: .5}
