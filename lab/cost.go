package lab

import (
	"math"

	"steady/measure"
	"steady/moment"
)

const (
	minute = float64(moment.Minute)
	gram   = float64(1000 * measure.Milligram)
)

// costs multiplies what the run used with the unit costs that the scenario
// states, one by one. An item without a unit cost is not in it.
func (r *run) costs(rec *Record) (out []Cost) {
	opened := rec.Doses.Opened + rec.Doses.TookHome
	quantity := map[Item]float64{
		RegisteredHours: float64(rec.Staff.Registered) / 60,
		SupportHours:    float64(rec.Staff.Support) / 60,
		PrescriberHours: rec.Staff.Prescriber / 60,
		DrugGrams:       float64(opened) / gram,
		VisitSupplies:   float64(rec.Doses.OnSite),
		HomeSupplies:    float64(rec.Doses.Supplies),
		OralDays:        float64(rec.Doses.OralDays),
		SiteDays:        float64(rec.Staff.SiteDays),
	}
	for _, c := range r.s.Costs {
		q := quantity[c.Item]
		out = append(out, Cost{c.Item, q, int64(math.Floor(q * float64(c.Pence)))})
	}
	return out
}

// Pence is the cost of everything that has a unit cost.
func (r *Record) Pence() (sum int64) {
	for _, c := range r.Costs {
		sum += c.Pence
	}
	return sum
}

// expected are published rates by the definition each used, times the exposure
// of the run. They are counts to plan with, for definitions that differ more
// than ten-fold; none of them is a prediction for anybody.
func expected(rec *Record) []Expected {
	injections, years := float64(rec.Safety.Injections), float64(rec.People.Days)/365
	rows := []Expected{
		{Definition: "sudden respiratory depression that needs a response", Rate: 1.0 / 6000, Per: "injection",
			Source: "Strang 2015 as cited by Poulter 2023, drugpolicyfacts.org/node/4291", Exposure: injections},
		{Definition: "overdose related to the dose in which naloxone was given, up to three injections a day", Rate: 0.22,
			Per: "person-year", Source: "SALOME: 11 in at most 51 person-years, so at least 0.22", Exposure: years},
		{Definition: "serious adverse event under the study drug, injectable cohort", Rate: 0.043, Per: "application-year",
			Source: "Frick 2010, zora.uzh.ch/id/eprint/95485", Exposure: years},
	}
	for i := range rows {
		rows[i].Events = rows[i].Rate * rows[i].Exposure
	}
	return rows
}
