package lab

import (
	"math"

	"steady/measure"
)

// Record is what one replication of one policy was: raw numbers, counted over
// the days after the warm-up. Comparisons and intervals are made of many.
type Record struct {
	Policy      string `json:"policy"`
	Replication int    `json:"replication"`
	Seed        uint64 `json:"seed"`
	Days        int    `json:"days"`    // counted
	Digest      string `json:"digest"`  // SHA-256 of the bytes of the journals, warm-up included
	Entries     int64  `json:"entries"` // of the journals

	People People `json:"people"`
	Visits Visits `json:"visits"`
	Doses  Doses  `json:"doses"`
	Life   Life   `json:"life"`
	Waits  Waits  `json:"waits"`
	Safety Safety `json:"safety"`
	Staff  Staff  `json:"staff"`
	Costs  []Cost `json:"costs,omitempty"` // one for each unit cost of the scenario
	// Refused are commands that the rules refused, by code: what the booth would
	// have been told.
	Refused map[string]int `json:"refused,omitempty"`
}

// People is who was in treatment and who waited.
type People struct {
	Referred     int   `json:"referred"`
	NotEligible  int   `json:"not_eligible"`
	Started      int   `json:"started"`
	Returned     int   `json:"returned"` // of those who started
	Left         int   `json:"left"`
	Days         int   `json:"person_days"` // in treatment
	Most         int   `json:"most"`        // in treatment at once
	AtEnd        int   `json:"at_end"`
	WaitingDays  int   `json:"waiting_days"` // person-days on the waiting list
	WaitingAtEnd int   `json:"waiting_at_end"`
	ToStart      Tally `json:"to_start_days"` // from referral to admission, of who was admitted
	// Stays are the lengths of treatment in days of everybody who began within
	// the run, and whether its end was seen.
	Stays []StayInTreatment `json:"stays,omitempty"`
}

// StayInTreatment is one person's treatment from its first day.
type StayInTreatment struct {
	Days int  `json:"days"`
	Left bool `json:"left"` // false: still there at the end
}

// Visits are attendances by how they went. Arrived = Completed + Withheld +
// Declined + TurnedAway holds in every run.
type Visits struct {
	Promised   int `json:"promised"`
	NoTime     int `json:"no_time"` // a dose for which the day had no time
	NoShow     int `json:"no_show"`
	Absent     int `json:"absent"` // of those: away in prison or hospital
	Cancelled  int `json:"cancelled"`
	Arrived    int `json:"arrived"`
	Completed  int `json:"completed"` // left well after a dose, or before the end of observation
	Withheld   int `json:"withheld"`
	Declined   int `json:"declined"`
	TurnedAway int `json:"turned_away"` // came, and was not served before closing
	Hospital   int `json:"hospital"`
}

// Doses are sessions of treatment by what became of the dose, and amounts.
type Doses struct {
	Due       int          `json:"due"` // sessions for which a dose was prescribed
	OnSite    int          `json:"on_site"`
	Home      int          `json:"home"`   // taken home for a session
	Missed    int          `json:"missed"` // any cause: due - on site - home
	Withheld  int          `json:"withheld"`
	Delayed   int          `json:"delayed"`  // given, after a wait that the rules or the prescriber asked for
	Reduced   int          `json:"reduced"`  // given, less than the prescription of the day
	Referred  int          `json:"referred"` // questions to the prescriber
	Given     measure.Mass `json:"given_ug"`
	Opened    measure.Mass `json:"opened_ug"` // content of ampoules drawn
	Wasted    measure.Mass `json:"wasted_ug"`
	TookHome  measure.Mass `json:"took_home_ug"`
	BegunAnew int          `json:"begun_anew"` // titrations that began again after an absence
	Supplies  int          `json:"supplies"`   // of doses taken home
	OralDays  int          `json:"oral_days"`  // person-days with an oral medicine beside the doses
	// Night is the longest gap between the doses of one day and of the next, one
	// value for each person-night between two days with a dose.
	Night Tally `json:"night_min"`
}

// Life is what treatment took of people's days. Minutes are elapsed, from
// leaving home to being home again (timetable.LivedHours).
type Life struct {
	Weeks      Tally `json:"week_min"`   // minutes of life, one value for each whole person-week in treatment
	Inside     int64 `json:"inside_min"` // of all days
	Travel     int64 `json:"travel_min"`
	Between    int64 `json:"between_min"`
	Observed   int64 `json:"observed_min"`
	Weekdays   int   `json:"weekdays"`    // person-weekdays in treatment
	FreeDays   int   `json:"free_days"`   // of them, with a free block of 4 hours or more between 08:00 and 18:00
	FreeBlocks int   `json:"free_blocks"` // such blocks
	WorkDays   int   `json:"work_days"`   // of them, with 8 free hours in a row between 06:00 and 20:00
	Journeys   int   `json:"journeys"`    // visits on site
	// WorkDenied are person-weekdays of people who have work that no time of their
	// doses leaves alone: they come, and the work is given up.
	WorkDenied int `json:"work_denied"`
	HomeDays   int `json:"days_without"` // person-days in treatment without a journey
}

// Waits are minutes, one value for each visit that came to the stage.
type Waits struct {
	Desk        Tally `json:"desk_min"`
	Assess      Tally `json:"assess_min"`
	Prepare     Tally `json:"prepare_min"`
	Booth       Tally `json:"booth_min"`
	Observation Tally `json:"observation_min"` // in the booth, for a place
	Answer      Tally `json:"answer_min"`      // from a question to the prescriber's answer
	DoorToDose  Tally `json:"door_to_dose_min"`
	InHouse     Tally `json:"in_house_min"`
	Late        Tally `json:"late_finish_min"` // after the end of a session, one value for each session
}

// Safety counts exposure. It is no prediction of harm to anybody.
type Safety struct {
	Injections   int          `json:"injections"`
	FirstThirty  int          `json:"first_thirty"` // of them, within 30 days of a (re)start
	Events       int          `json:"events"`       // drawn at the scenario's rate: Respiratory
	Naloxone     int          `json:"naloxone"`
	Unsupervised measure.Mass `json:"unsupervised_ug"`
	Minutes      int64        `json:"observed_min"`
	GapBreaches  int          `json:"gap_breaches"` // doses closer than the pack's gap: 0, or the run is an error
	Expected     []Expected   `json:"expected,omitempty"`
}

// Expected is a published rate times the exposure of the run, by the definition
// that the publication used. Different definitions are not comparable.
type Expected struct {
	Definition string  `json:"definition"`
	Source     string  `json:"source"`
	Rate       float64 `json:"rate"`
	Per        string  `json:"per"`
	Exposure   float64 `json:"exposure"`
	Events     float64 `json:"events"`
}

// Staff is minutes of staff, rostered and used.
type Staff struct {
	Registered     int64   `json:"registered_min"` // rostered
	Support        int64   `json:"support_min"`
	RegisteredUsed float64 `json:"registered_used_min"`
	SupportUsed    float64 `json:"support_used_min"`
	DeskUsed       float64 `json:"desk_used_min"`
	Prescriber     float64 `json:"prescriber_min"`
	SiteDays       int     `json:"site_days"`
	BoothUsed      float64 `json:"booth_used_min"`
	PlacesUsed     float64 `json:"places_used_min"`
	OpenMinutes    int64   `json:"open_min"`       // of all sites
	BoothMinutes   int64   `json:"booth_open_min"` // open minutes times booths
}

// Cost is one item bottom-up. Pence are whole and rounded down once.
type Cost struct {
	Item     Item    `json:"item"`
	Quantity float64 `json:"quantity"` // in the unit that the item's name says
	Pence    int64   `json:"pence"`
}

// binsOf is how many bins a Tally has, each of binWidth; the last is open.
const binsOf = 64

// Tally keeps how values lie without keeping them.
type Tally struct {
	N     int64         `json:"n"`
	Sum   float64       `json:"sum"`
	SumSq float64       `json:"sum_sq"`
	Most  float64       `json:"most"`
	Width float64       `json:"width"` // of a bin
	Bins  [binsOf]int64 `json:"bins"`  // from 0, each of Width; the last is open
}

// add counts one value.
func (t *Tally) add(x float64) {
	t.N++
	t.Sum += x
	t.SumSq += x * x
	t.Most = max(t.Most, x)
	i := 0
	if t.Width > 0 {
		i = int(math.Max(0, x) / t.Width)
	}
	t.Bins[min(i, binsOf-1)]++
}

// Mean is the mean; ok is false where nothing was counted.
func (t *Tally) Mean() (m float64, ok bool) {
	if t.N == 0 {
		return 0, false
	}
	return t.Sum / float64(t.N), true
}

// Quantile is an upper bound of the share q of the values, to the width of a
// bin; ok is false where nothing was counted.
func (t *Tally) Quantile(q float64) (x float64, ok bool) {
	if t.N == 0 {
		return 0, false
	}
	need, n := int64(math.Ceil(q*float64(t.N))), int64(0)
	for i, c := range t.Bins {
		if n += c; n >= need && i < binsOf-1 {
			return math.Min(t.Most, float64(i+1)*t.Width), true
		}
	}
	return t.Most, true
}

// widths sets how wide the bins of the tallies are.
func (r *Record) widths() {
	w := &r.Waits
	for _, t := range []*Tally{&w.Desk, &w.Assess, &w.Prepare, &w.Booth, &w.Observation, &w.Late,
		&w.Answer} {
		t.Width = 2
	}
	for _, t := range []*Tally{&w.DoorToDose, &w.InHouse} {
		t.Width = 5
	}
	r.People.ToStart.Width = 7
	r.Doses.Night.Width = 60
	r.Life.Weeks.Width = 60
}
