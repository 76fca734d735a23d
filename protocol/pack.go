package protocol

import (
	"slices"

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

// The bases of P-TITR-04 and P-TITR-05.
const (
	PreviousDayTotal RiseBase = "previous_day_total"
	LastSingle       RiseBase = "last_single"
)

// RiseRow limits a single dose from day 2 on, by prescribed visits a day.
type RiseRow struct {
	From, To int // visits a day; To 0 is open
	Base     RiseBase
	Percent  int64
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
	Action          MissedAction
	Percent         int64 // of the last dose; 0 for reinduct
	Cap             measure.Mass
	NeedsPrescriber bool
	NotIntoxicated  bool // given only where no intoxication was seen
	Basis           Basis
}

// MissedTable is the whole table; no rows means that it is unset (S-MISS-INJ).
type MissedTable struct {
	ByDays bool // false counts sessions
	Rows   []MissedRow
}

// Row returns the row for n missed, or nil.
func (t *MissedTable) Row(n int) *MissedRow {
	for i := range t.Rows {
		if r := &t.Rows[i]; n >= r.From && (r.To == 0 || n <= r.To) {
			return r
		}
	}
	return nil
}

// Hold says what a coded sign or contraindication means.
type Hold struct {
	Flag     string
	Withhold bool // else refer
	Words    string
	Basis    Basis
}

// Eligibility is the admission rule of a programme.
type Eligibility struct {
	MinAge           int      // completed years
	DependenceYears  int      //
	AnyOf            []string // somatic, mental, social: one of them
	AllOf            []string // every one of them
	MainRoute        Route    // empty asks nothing
	Treatments       int      // ended without success
	LongestMonths    int      // at least one of them as long as this; 0 asks nothing
	InjectingPercent int      // of days; 0 asks nothing
	Basis            Basis
}

// Pack is one dosing pack: a signed, versioned document that the code only
// interprets. A setting without a value is unset, and an unset setting refers.
type Pack struct {
	ID, Version, Title, Jurisdiction string
	Author, Approver, Note           string
	ValidFrom                        moment.Day
	Sources                          map[string]Source

	Form           measure.Form
	Routes         []Route
	RoutesOffLabel []Route
	RouteBasis     Basis

	PerDay    Count
	Gap       Minutes
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
	Eligibility   *Eligibility

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

// Licensed reports whether the route is one of the pack's own.
func (p *Pack) Licensed(r Route) bool { return slices.Contains(p.Routes, r) }

// OffLabel reports whether the route is known to be used outside the licence.
func (p *Pack) OffLabel(r Route) bool { return slices.Contains(p.RoutesOffLabel, r) }
