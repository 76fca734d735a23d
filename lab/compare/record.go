package compare

import (
	"fmt"
	"math"

	"steady/lab"
)

// perYear is days in a year of person-time.
const perYear = 365.25

// figure is one measure and how a record says it; ok is false where the record
// has nobody of whom it could be said.
type figure struct {
	Measure
	of     func(r *lab.Record) (x float64, ok bool)
	spread func(r *lab.Record) *lab.Tally
}

// share is a by b in percent.
func share(a, b float64) (float64, bool) { return 100 * a / b, b > 0 }

// per is a by b.
func per(a, b float64) (float64, bool) { return a / b, b > 0 }

func personDays(r *lab.Record) float64  { return float64(r.People.Days) }
func personYears(r *lab.Record) float64 { return float64(r.People.Days) / perYear }

// measure makes a row of the list of measures.
func measure(group, id string, better Way, unit, name, definition string,
	of func(r *lab.Record) (float64, bool)) figure {
	return figure{Measure: Measure{ID: id, Group: group, Name: name, Definition: definition, Unit: unit, Better: better},
		of: of}
}

// tallied is a measure that is the mean of a tally, with how it is spread.
func tallied(group, id string, better Way, unit, name, definition string, of func(r *lab.Record) *lab.Tally) figure {
	f := measure(group, id, better, unit, name, definition, func(r *lab.Record) (float64, bool) { return of(r).Mean() })
	f.spread = of
	return f
}

// figures are all measures of a record, but those whose list depends on it.
func figures() []figure {
	var out []figure
	for _, part := range [][]figure{ofLife(), ofAccess(), ofSafety(), ofWork()} {
		out = append(out, part...)
	}
	return out
}

func ofLife() []figure {
	const g = "life"
	return []figure{
		tallied(g, "life_min_week", Less, "minutes a person-week", "Minutes of life that treatment takes",
			"Elapsed minutes from leaving home to being home again, for every whole person-week in treatment; what lies "+
				"between two visits counts when it is too short to be of use",
			func(r *lab.Record) *lab.Tally { return &r.Life.Weeks }),
		measure(g, "free_block_days", More, "% of weekdays", "Weekdays with four free hours",
			"Share of person-weekdays in treatment with a stretch of four hours or more without treatment between 08:00 and "+
				"18:00", func(r *lab.Record) (float64, bool) {
				return share(float64(r.Life.FreeDays), float64(r.Life.Weekdays))
			}),
		measure(g, "work_days", More, "% of weekdays", "Weekdays on which a working day is possible",
			"Share of person-weekdays in treatment with eight hours in a row without treatment between 06:00 and 20:00",
			func(r *lab.Record) (float64, bool) { return share(float64(r.Life.WorkDays), float64(r.Life.Weekdays)) }),
		measure(g, "journeys_week", Neither, "journeys a person-week", "Journeys to the service",
			"Visits on site for each person-week in treatment. Fewer take less of a week; each is contact too",
			func(r *lab.Record) (float64, bool) { return per(7*float64(r.Life.Journeys), personDays(r)) }),
		measure(g, "days_without", Neither, "% of days", "Days without a journey",
			"Share of person-days in treatment on which nobody had to come",
			func(r *lab.Record) (float64, bool) { return share(float64(r.Life.HomeDays), personDays(r)) }),
		measure(g, "travel_min_week", Less, "minutes a person-week", "Minutes on the way",
			"Minutes of travel for each person-week in treatment",
			func(r *lab.Record) (float64, bool) { return per(7*float64(r.Life.Travel), personDays(r)) }),
		measure(g, "observed_min_week", Neither, "minutes a person-week", "Minutes under observation",
			"Minutes watched after a dose for each person-week in treatment: a safeguard, and time",
			func(r *lab.Record) (float64, bool) { return per(7*float64(r.Life.Observed), personDays(r)) }),
		tallied(g, "night_gap_min", Less, "minutes", "Longest gap between doses over the night",
			"Longest time between two doses of one day and the next, one value for each person-night",
			func(r *lab.Record) *lab.Tally { return &r.Doses.Night }),
	}
}

func ofAccess() []figure {
	const g = "access"
	return []figure{
		tallied(g, "door_to_dose_min", Less, "minutes", "From the door to the dose",
			"Minutes from coming in to the dose, for every visit with a dose",
			func(r *lab.Record) *lab.Tally { return &r.Waits.DoorToDose }),
		tallied(g, "in_house_min", Less, "minutes", "Time in the building",
			"Minutes from coming in to leaving, for every visit", func(r *lab.Record) *lab.Tally { return &r.Waits.InHouse }),
		measure(g, "missed", Less, "% of doses due", "Doses missed",
			"Share of prescribed doses that were neither given on site nor taken home, whatever the reason",
			func(r *lab.Record) (float64, bool) { return share(float64(r.Doses.Missed), float64(r.Doses.Due)) }),
		measure(g, "withheld", Neither, "% of doses due", "Doses withheld",
			"Share of prescribed doses withheld by the rules or the prescriber after an assessment",
			func(r *lab.Record) (float64, bool) { return share(float64(r.Doses.Withheld), float64(r.Doses.Due)) }),
		measure(g, "no_time", Less, "% of doses due", "Doses for which the day had no time",
			"Share of prescribed doses for which no time could be promised under the hours and places of the policy",
			func(r *lab.Record) (float64, bool) { return share(float64(r.Visits.NoTime), float64(r.Doses.Due)) }),
		measure(g, "turned_away", Less, "% of arrivals", "Turned away at closing",
			"Share of arrivals that were not served before the session closed",
			func(r *lab.Record) (float64, bool) {
				return share(float64(r.Visits.TurnedAway), float64(r.Visits.Arrived))
			}),
		measure(g, "in_treatment", More, "people", "People in treatment", "Person-days in treatment by days",
			func(r *lab.Record) (float64, bool) { return per(personDays(r), float64(r.Days)) }),
		measure(g, "person_days", Neither, "person-days", "Person-days in treatment",
			"Days in treatment, added up over people: what counts of events are held against",
			func(r *lab.Record) (float64, bool) { return personDays(r), true }),
		measure(g, "waiting", Less, "people", "People on the waiting list", "Person-days on the waiting list by days",
			func(r *lab.Record) (float64, bool) { return per(float64(r.People.WaitingDays), float64(r.Days)) }),
		tallied(g, "to_start_days", Less, "days", "From referral to the first dose",
			"Days from referral to admission, of everybody who was admitted in the counted time. Who still waits is not in "+
				"it: read it beside the waiting list", func(r *lab.Record) *lab.Tally { return &r.People.ToStart }),
		measure(g, "left", Neither, "people per 100 person-years", "Leaving treatment",
			"People who left by 100 person-years in treatment. It follows from the stated input of leaving; the model does "+
				"not know why people leave", func(r *lab.Record) (float64, bool) {
				return per(100*float64(r.People.Left), personYears(r))
			}),
	}
}

func ofSafety() []figure {
	const g = "safety"
	events := measure(g, "respiratory_events", Less, "events", "Respiratory events that needed a response",
		"Number drawn at the stated rate for each injection, higher in the first 30 days: a count, compared only where "+
			"the person-days agree", func(r *lab.Record) (float64, bool) { return float64(r.Safety.Events), true })
	events.Count, events.Exposure = true, "person_days"
	return []figure{
		measure(g, "unsupervised_mg", Neither, "mg a person-day", "Medicine taken without staff beside",
			"Milligrams that left the building to be taken elsewhere, for each person-day in treatment. Exposure, and no "+
				"statement about what anybody does with it", func(r *lab.Record) (float64, bool) {
				return per(float64(r.Safety.Unsupervised)/1000, personDays(r))
			}),
		measure(g, "injections", Neither, "injections a person-day", "Injections on site", "Injections for each "+
			"person-day in treatment", func(r *lab.Record) (float64, bool) {
			return per(float64(r.Safety.Injections),
				personDays(r))
		}),
		measure(g, "first_thirty", Neither, "injections a person-year", "Injections in the first 30 days",
			"Injections within 30 days of a start or a return, for each person-year: the days with most events",
			func(r *lab.Record) (float64, bool) { return per(float64(r.Safety.FirstThirty), personYears(r)) }),
		events,
		measure(g, "respiratory_rate", Less, "events a person-year", "Respiratory events for each person-year",
			"The same count for each person-year in treatment", func(r *lab.Record) (float64, bool) {
				return per(float64(r.Safety.Events), personYears(r))
			}),
		measure(g, "watched_min_dose", Neither, "minutes", "Watched after each dose",
			"Minutes under observation by doses given on site", func(r *lab.Record) (float64, bool) {
				return per(float64(r.Safety.Minutes), float64(r.Doses.OnSite))
			}),
	}
}

func ofWork() []figure {
	const g = "work"
	return []figure{
		measure(g, "registered_hours", Less, "hours a person-year", "Hours of registered staff",
			"Rostered hours of registered staff for each person-year in treatment, busy or not",
			func(r *lab.Record) (float64, bool) { return per(float64(r.Staff.Registered)/60, personYears(r)) }),
		measure(g, "support_hours", Less, "hours a person-year", "Hours of support staff",
			"Rostered hours of support staff for each person-year in treatment, busy or not",
			func(r *lab.Record) (float64, bool) { return per(float64(r.Staff.Support)/60, personYears(r)) }),
		measure(g, "registered_busy", Neither, "%", "Registered staff at work",
			"Share of rostered minutes of registered staff that steps of visits used",
			func(r *lab.Record) (float64, bool) {
				return share(r.Staff.RegisteredUsed, float64(r.Staff.Registered))
			}),
		measure(g, "prescriber_hours", Less, "hours a person-year", "Hours of the prescriber",
			"Hours of questions, reviews and admissions for each person-year in treatment",
			func(r *lab.Record) (float64, bool) { return per(r.Staff.Prescriber/60, personYears(r)) }),
		measure(g, "booths_busy", Neither, "%", "Booths in use", "Share of the open minutes of all booths that were in use",
			func(r *lab.Record) (float64, bool) { return share(r.Staff.BoothUsed, float64(r.Staff.BoothMinutes)) }),
		tallied(g, "late_min", Less, "minutes", "Finished late", "Minutes after the end of a session until the last "+
			"person left, one value for each session", func(r *lab.Record) *lab.Tally { return &r.Waits.Late }),
	}
}

// ofRecord are the measures whose list depends on the scenario: costs where unit
// costs are given, and published rates by the definition each used.
func ofRecord(r *lab.Record, currency string) (out []figure) {
	if len(r.Costs) > 0 {
		out = append(out, measure("cost", "cost_person_year", Less, currency+" a person-year", "Cost of a person-year",
			"All items with a unit cost, bottom-up, by person-years in treatment. Items without a unit cost are not in it",
			func(r *lab.Record) (float64, bool) {
				var pence int64
				for _, c := range r.Costs {
					pence += c.Pence
				}
				return per(float64(pence)/100, personYears(r))
			}))
		for i, c := range r.Costs {
			out = append(out, measure("cost", "cost_"+string(c.Item), Neither, currency+" a person-year",
				"of it: "+itemWords[c.Item], "This item alone, by person-years in treatment", func(r *lab.Record) (float64, bool) {
					if i >= len(r.Costs) {
						return 0, false
					}
					return per(float64(r.Costs[i].Pence)/100, personYears(r))
				}))
		}
	}
	for i, e := range r.Safety.Expected {
		f := measure("safety", fmt.Sprintf("expected_%d", i+1), Neither, "events a person-year",
			"Expected by a published rate: "+e.Definition, "The published rate ("+Number(e.Rate)+" "+e.Per+") times the "+
				"exposure of the run, by person-years in treatment. Other definitions are not comparable with it",
			func(r *lab.Record) (float64, bool) {
				if i >= len(r.Safety.Expected) {
					return 0, false
				}
				return per(r.Safety.Expected[i].Events, personYears(r))
			})
		f.Source = e.Source
		out = append(out, f)
	}
	return out
}

// itemWords name what costs money.
var itemWords = map[lab.Item]string{lab.RegisteredHours: "registered staff", lab.SupportHours: "support staff",
	lab.PrescriberHours: "prescriber", lab.DrugGrams: "medicine", lab.VisitSupplies: "supplies for visits",
	lab.HomeSupplies: "supplies for home", lab.OralDays: "oral medicine beside", lab.SiteDays: "premises"}

// Measures are what a record says, in a fixed order, for a scenario of which it
// is a replication. Enough are half-widths by measure.
func Measures(r *lab.Record, currency string, enough map[string]float64) []Measure {
	var out []Measure
	for _, f := range append(figures(), ofRecord(r, currency)...) {
		f.Enough = enough[f.ID]
		out = append(out, f.Measure)
	}
	return out
}

// MeasureIDs are the measures that every scenario has.
func MeasureIDs() (out []string) {
	for _, f := range figures() {
		out = append(out, f.ID)
	}
	return append(out, "cost_person_year")
}

// FromRecord reads the measures of a record.
func FromRecord(r *lab.Record) Run {
	out := Run{Policy: r.Policy, Replication: r.Replication, Values: map[string]float64{}, Spread: map[string]Histogram{}}
	for _, f := range append(figures(), ofRecord(r, "")...) {
		if x, ok := f.of(r); ok && !math.IsInf(x, 0) && !math.IsNaN(x) {
			out.Values[f.ID] = x
		}
		if f.spread == nil {
			continue
		}
		if t := f.spread(r); t.N > 0 && t.Width > 0 {
			out.Spread[f.ID] = Histogram{Width: t.Width, Count: append([]int64(nil), t.Bins[:]...), Open: true}
		}
	}
	return out
}
