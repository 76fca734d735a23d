package clinic

import (
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// The rota: which shifts there are, who works them, and who is away. Reasons
// are in the cabinet; colleagues see that somebody is away and nothing more.
type (
	// SetShiftPattern is a dated setting of the site: a shift that comes back on
	// days of the week, from a day on. It takes the place of the version before.
	SetShiftPattern struct {
		Pattern rota.Pattern `json:"pattern"`
		From    moment.Day   `json:"from"`
	}
	// EndShiftPattern says after which day a pattern comes no more. Shifts that
	// are planned already stay until they are dropped.
	EndShiftPattern struct {
		Pattern string     `json:"pattern"`
		Last    moment.Day `json:"last"`
	}
	// SetRotaRules are the service's own numbers from a day on; what is left out
	// is not checked.
	SetRotaRules struct {
		Rules rota.Rules `json:"rules"`
		From  moment.Day `json:"from"`
	}
	// SetRotaMember says how many minutes a week somebody works by contract, and
	// what they were shown able to do, each until its last day.
	SetRotaMember struct {
		Staff  person.StaffID `json:"staff"`
		Week   int            `json:"week_min,omitempty"` // 0 is not known
		Proven []Proven       `json:"proven,omitempty"`
	}
	// PlanShifts puts the patterns on the days from first to last.
	PlanShifts struct {
		First moment.Day `json:"first"`
		Last  moment.Day `json:"last"`
	}
	// AddShift puts one shift on one day that no pattern brings: for a holiday, or
	// in the place of one that was dropped.
	AddShift struct {
		Shift string      `json:"shift"`
		Name  string      `json:"name"`
		Day   moment.Day  `json:"day"`
		From  int         `json:"from"` // minutes of the day
		To    int         `json:"to"`
		Need  []rota.Need `json:"need"`
	}
	// PublishRota says that the rota of a week holds: from then on it is what the
	// service can promise, and staff see it as theirs.
	PublishRota struct {
		Monday moment.Day `json:"monday"`
	}
	// ChangeShift makes a shift begin or end at another time.
	ChangeShift struct {
		Shift string `json:"shift"`
		From  int    `json:"from"` // minutes of the day
		To    int    `json:"to"`
		// Despite is why a rest rule is knowingly passed.
		Despite *Text `json:"despite,omitempty"`
	}
	// DropShift takes a planned shift out of the rota. Loses is how many promised
	// visits the page showed as lost by it: who drops it has seen them.
	DropShift struct {
		Shift  string `json:"shift"`
		Reason Text   `json:"reason"`
		Loses  int    `json:"loses"`
	}
	// Assign gives a place of a shift to a member of staff, or by role to
	// somebody of a bank or agency.
	Assign struct {
		Shift   string         `json:"shift"`
		Staff   person.StaffID `json:"staff,omitempty"`
		Outside person.Role    `json:"outside,omitempty"`
		Skill   rota.Skill     `json:"skill"`
		// Despite is why a rest rule is knowingly passed.
		Despite *Text `json:"despite,omitempty"`
	}
	// Unassign takes somebody off a shift.
	Unassign struct {
		Shift   string         `json:"shift"`
		Staff   person.StaffID `json:"staff,omitempty"`
		Outside int            `json:"outside,omitempty"`
		Reason  *Text          `json:"reason,omitempty"`
	}
	// Swap lets two members of staff change their shifts with each other. Without
	// For the second takes the first one's place and gives none back.
	Swap struct {
		Shift string         `json:"shift"`
		Staff person.StaffID `json:"staff"`
		With  person.StaffID `json:"with"`
		For   string         `json:"for,omitempty"`
		// Despite is why a rest rule is knowingly passed.
		Despite *Text `json:"despite,omitempty"`
	}
	// RecordAbsence says that somebody is away from first to last; sickness may
	// have no last day yet. Why is in the cabinet.
	RecordAbsence struct {
		Absence string         `json:"absence"`
		Staff   person.StaffID `json:"staff"`
		Of      rota.Kind      `json:"of"`
		First   moment.Day     `json:"first"`
		Last    moment.Day     `json:"last,omitempty"`
		Reason  *Text          `json:"reason,omitempty"`
	}
	// WithdrawAbsence says that an absence ends earlier, or with Last 0 that it
	// never was.
	WithdrawAbsence struct {
		Absence string     `json:"absence"`
		Last    moment.Day `json:"last,omitempty"`
	}
)

// Proven is a competence that somebody has until its last day.
type Proven struct {
	Competence person.Competence `json:"competence"`
	Until      moment.Day        `json:"until"`
}

// CommandKind names the command in the who-may table.
func (SetShiftPattern) CommandKind() string { return "set_shift_pattern" }
func (EndShiftPattern) CommandKind() string { return "end_shift_pattern" }
func (SetRotaRules) CommandKind() string    { return "set_rota_rules" }
func (SetRotaMember) CommandKind() string   { return "set_rota_member" }
func (PlanShifts) CommandKind() string      { return "plan_shifts" }
func (AddShift) CommandKind() string        { return "add_shift" }
func (PublishRota) CommandKind() string     { return "publish_rota" }
func (ChangeShift) CommandKind() string     { return "change_shift" }
func (DropShift) CommandKind() string       { return "drop_shift" }
func (Assign) CommandKind() string          { return "assign" }
func (Unassign) CommandKind() string        { return "unassign" }
func (Swap) CommandKind() string            { return "swap" }
func (RecordAbsence) CommandKind() string   { return "record_absence" }
func (WithdrawAbsence) CommandKind() string { return "withdraw_absence" }
