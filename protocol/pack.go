package protocol

import (
	"fmt"
	"slices"
	"strings"

	"steady/measure"
	"steady/moment"
)

// Format is the first field of every dosing pack.
const Format = "steady-dosing-pack/1"

// Basis says where a figure comes from.
type Basis struct {
	Rule       string // rule id, for example P-TITR-05
	Source     string // key into Pack.Sources
	Confidence string // C, C2, E or S as in the protocol reference; never U
}

// Source is a text that a pack cites.
type Source struct {
	Title   string
	Address string
}

// Ceiling is a limit in milligrams that a pack states itself or leaves to the
// prescription to state (S-CAP-SINGLE, S-CAP-DAY).
type Ceiling struct {
	Mass             measure.Mass // 0 when the prescription states it
	FromPrescription bool
	Basis            Basis
}

// Set reports whether the pack says anything.
func (c Ceiling) Set() bool { return c.FromPrescription || c.Mass > 0 }

// Minutes is a setting in whole minutes; Set is false where a pack is silent.
type Minutes struct {
	Value int64
	Set   bool
	Basis Basis
}

// Reading is a setting in thousandths of its unit; Set is false where silent.
type Reading struct {
	Value measure.Milli
	Set   bool
	Basis Basis
}

// Amount is a setting in micrograms; 0 where silent.
type Amount struct {
	Mass  measure.Mass
	Basis Basis
}

// Percent is a setting in whole percent; 0 where silent.
type Percent struct {
	Value int64
	Basis Basis
}

// RouteMinutes is the observation after a dose by one route, where it is longer
// than after any dose (into a muscle the effect comes later and lasts, CH-IM).
type RouteMinutes struct {
	Route   Route
	Minutes int64
	Basis   Basis
}

// Count is a small whole number; 0 where silent.
type Count struct {
	Value            int
	FromPrescription bool // only for visits a day
	Basis            Basis
}

// FirstDayRow limits the injections of day 1, counted from 1 (E-TITR-11).
type FirstDayRow struct {
	From, To    int // To 0 is open
	Single      measure.Mass
	IfTolerated bool // at once, without the gap, when the one before was tolerated
	Basis       Basis
}

// RiseBase is what a rise is measured from.
type RiseBase string

// The bases of P-TITR-04, P-TITR-05 and P-ORAL-03.
const (
	PreviousDayTotal RiseBase = "previous_day_total"
	LastSingle       RiseBase = "last_single"
	DayTotalPlus     RiseBase = "previous_day_total_plus"
)

// RiseRow limits a single dose from day 2 on, by prescribed visits a day. With
// DayTotalPlus the whole day is bounded: yesterday's total and Add, spread over
// so many doses.
type RiseRow struct {
	From, To int // visits a day; To 0 is open
	Base     RiseBase
	Percent  int64        // of the base; 0 with DayTotalPlus
	Add      measure.Mass // only with DayTotalPlus
	Spread   int          // only with DayTotalPlus: doses of a day, at least 1
	Basis    Basis
}

// MissedAction is what a row of the missed-session table says.
type MissedAction string

// The actions of a missed-session row (section 5.7 of the protocol reference).
const (
	Give     MissedAction = "give"
	Propose  MissedAction = "propose"
	Reinduct MissedAction = "reinduct"
)

// MissedRow is one row of the missed-session table (E-MISS-02).
type MissedRow struct {
	From, To        int // sessions or days, by Missed.Basis; To 0 is open
	FromHours       int // since the last dose, only where the table has hours
	ToHours         int // exclusive; 0 is open
	Action          MissedAction
	Percent         int64 // of the last dose; 0 for reinduct
	Cap             measure.Mass
	NeedsPrescriber bool
	NotIntoxicated  bool // given only where no intoxication was seen
	Basis           Basis
}

// MissedTable is the whole table; no rows means that it is unset (S-MISS-INJ).
type MissedTable struct {
	ByDays   bool // false counts sessions
	ByHours  bool // the rows have hours as well (E-MISS-02)
	Rows     []MissedRow
	Reassess Reassess
}

// Reassess says from how many missed on the prescriber assesses before any
// dose, whatever the row says (P-MM-6). From 0 is unset.
type Reassess struct {
	From  int
	Basis Basis
}

// Row returns the place of the row for n missed, or -1.
func (t *MissedTable) Row(n int) int {
	for i := range t.Rows {
		if r := &t.Rows[i]; n >= r.From && (r.To == 0 || n <= r.To) {
			return i
		}
	}
	return -1
}

// RowAfter returns the place of the row for so many hours since the last dose,
// or -1 where the table has no hours or the first row starts later.
func (t *MissedTable) RowAfter(hours int64) int {
	if !t.ByHours {
		return -1
	}
	for i := range t.Rows {
		if r := &t.Rows[i]; hours >= int64(r.FromHours) && (r.ToHours == 0 || hours < int64(r.ToHours)) {
			return i
		}
	}
	return -1
}

// Hold says what a coded sign or contraindication means.
type Hold struct {
	Flag     string
	Withhold bool // else refer
	Advise   bool // a caution, only of an oral medicine beside the injections
	Words    string
	Basis    Basis
}

// Trigger is a sign that a service calls an emergency beside those that are one
// under every pack (P-OD-01, E-POSS-04): it can only add to them. All that a
// row states must hold; a reading that was not taken fulfils nothing.
type Trigger struct {
	RRTo        int // breaths a minute, so many or fewer; 0 asks nothing
	SpO2Below   int // percent; 0 asks nothing
	HardToRouse bool
	Blue        bool
	Basis       Basis
}

// Words says when the trigger holds: "breathing rate 10 or less and hard to
// rouse".
func (t *Trigger) Words() string {
	var out []string
	if t.RRTo > 0 {
		out = append(out, fmt.Sprintf("breathing rate %d or less", t.RRTo))
	}
	if t.SpO2Below > 0 {
		out = append(out, fmt.Sprintf("SpO2 below %d %%", t.SpO2Below))
	}
	if t.HardToRouse {
		out = append(out, "hard to rouse")
	}
	if t.Blue {
		out = append(out, "blue colour")
	}
	return strings.Join(out, " and ")
}

// Eligibility is the admission rule of a programme.
type Eligibility struct {
	MinAge           int      // completed years
	DependenceYears  int      //
	AnyOf            []string // somatic, mental, social: one of them
	AllOf            []string // every one of them
	MainRoute        Route    // empty asks nothing
	Treatments       int      // ended without success
	LongestMonths    int      // at least one treatment as long as this; 0 asks nothing
	Longest          Longest
	InjectingPercent int // of days; 0 asks nothing
	Basis            Basis
}

// Longest narrows which treatment may be the one of Eligibility.LongestMonths.
type Longest struct {
	Kind           string // empty: any kind
	Psychosocial   bool   // with psychosocial care
	WithoutSuccess bool   // and ended without success
}

// Words names the treatment in a sentence: "one treatment by substitution".
func (l Longest) Words() string {
	words := "one treatment"
	if l.Kind != "" {
		words += " by " + l.Kind
	}
	if l.Psychosocial {
		words += " with psychosocial care"
	}
	if l.WithoutSuccess {
		words += " that ended without success"
	}
	return words
}

// Beside is an oral medicine that may be prescribed beside the injections
// (P-ORALCO-01). What no row names may not be prescribed under the pack.
type Beside struct {
	Form          measure.Form // without a salt where the source names none: any salt is meant
	CapDay        measure.Mass // 0 is unset: the prescription states it
	QTc           int          // milliseconds; from here on a specialist is asked; 0 asks nothing
	Holds         []Hold       // contraindications and cautions
	FromMethadone *Conversion
	Basis         Basis
}

// Conversion is how a first dose follows from a dose of methadone
// (P-ORALCO-02). A prescriber confirms it always.
type Conversion struct {
	FirstTimes, FinalFrom, FinalTo int
	StepFrom, StepTo               measure.Mass
	EveryHours                     int
	Basis                          Basis
}

// Pack is one dosing pack: a signed, versioned document that the code only
// interprets. A setting without a value is unset, and an unset setting refers.
type Pack struct {
	ID, Version, Title, Jurisdiction string
	Author, Approver, Note           string
	ValidFrom                        moment.Day
	Sources                          map[string]Source

	Form           measure.Form
	AlsoSalts      []measure.Salt // taken as the same amount, where the source names no salt
	AlsoBasis      Basis
	Routes         []Route
	RoutesOffLabel []Route
	RouteBasis     Basis

	PerDay    Count
	Gap       Minutes
	TopUp     Minutes // after a dose, a prescribed top-up may follow; unset refers any top-up
	Increment Amount
	CapSingle Ceiling
	CapDay    Ceiling
	CapAdvise Amount  // a day above this is advised on, not stopped
	Challenge Percent // of the last tolerated single dose; above needs a second prescriber

	SpO2Min, RRMin            Reading // lowest value at which a dose may be given
	AlcoholHold, AlcoholLower Reading
	AlcoholPercent            int64 // of the dose, at AlcoholLower and above

	Observation         Minutes
	ObservationFirst    Minutes // after a first dose or an increase
	ObservationRoutes   []RouteMinutes
	ObservationNaloxone Minutes
	VeinAttempts        Count
	VeinObservation     Minutes

	FirstDay      []FirstDayRow
	Rise          []RiseRow
	Monitor       Basis  // first doses and increases are watched closely; no rule where silent
	ToleranceDay  Amount // a day at or above this counts towards full tolerance
	ToleranceDays int
	Missed        MissedTable
	Interruption  Basis // risk after an interruption; information
	ThirdsFrom    Count // from this trimester the day is three identical doses
	Holds         []Hold
	Emergencies   []Trigger // beside the published ones
	Eligibility   *Eligibility
	Beside        []Beside
	Overrides     []Override

	Missing  []string // mandatory fields left empty
	document []byte
}

// Draft reports whether a mandatory field is empty. A draft can only refer.
func (p *Pack) Draft() bool { return len(p.Missing) > 0 }

// Status is "signed" for a pack with an author and an approver and nothing
// mandatory left empty, else "draft".
func (p *Pack) Status() string {
	if p.Draft() {
		return "draft"
	}
	return "signed"
}

// Document returns the exact bytes that the pack was loaded from.
func (p *Pack) Document() []byte { return slices.Clone(p.document) }

// RiseFor returns the rise row for visits a day, or nil.
func (p *Pack) RiseFor(perDay int) *RiseRow {
	for i := range p.Rise {
		if r := &p.Rise[i]; perDay >= r.From && (r.To == 0 || perDay <= r.To) {
			return r
		}
	}
	return nil
}

// FirstDayFor returns the row for the n-th injection of day 1, or nil.
func (p *Pack) FirstDayFor(n int) *FirstDayRow {
	for i := range p.FirstDay {
		if r := &p.FirstDay[i]; n >= r.From && (r.To == 0 || n <= r.To) {
			return r
		}
	}
	return nil
}

// Override lets people in these roles settle a referral of one rule without the
// prescriber. Unset lets nobody.
type Override struct {
	Rule   string
	Roles  []string // as in the who-may table
	Second bool     // another person confirms
	Basis  Basis
}

// OverrideFor returns the row for a rule and a role, or nil.
func (p *Pack) OverrideFor(rule, role string) *Override {
	for i := range p.Overrides {
		if o := &p.Overrides[i]; o.Rule == rule && slices.Contains(o.Roles, role) {
			return o
		}
	}
	return nil
}

// Takes reports whether amounts of a form are compared with the pack's own.
func (p *Pack) Takes(f measure.Form) bool {
	return f == p.Form || f.Substance == p.Form.Substance && slices.Contains(p.AlsoSalts, f.Salt)
}

// BesideFor returns the row of an oral medicine, or nil.
func (p *Pack) BesideFor(f measure.Form) *Beside {
	for i := range p.Beside {
		row := &p.Beside[i]
		if row.Form == f || row.Form.Salt == "" && row.Form.Substance == f.Substance {
			return row
		}
	}
	return nil
}

// Licensed reports whether the route is one of the pack's own.
func (p *Pack) Licensed(r Route) bool { return slices.Contains(p.Routes, r) }

// OffLabel reports whether the route is known to be used outside the licence.
func (p *Pack) OffLabel(r Route) bool { return slices.Contains(p.RoutesOffLabel, r) }
