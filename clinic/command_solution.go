package clinic

import (
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// A solution made for several people, and ampoules that were chosen and never
// opened.
type (
	// MakeSolution dissolves ampoules into one vial from which several doses are
	// drawn: the batch record of R-REG-15.
	MakeSolution struct {
		Solution     string          `json:"solution"`
		Picks        []register.Pick `json:"picks"`
		Diluent      string          `json:"diluent"`
		DiluentBatch string          `json:"diluent_batch"`
		Volume       measure.Volume  `json:"volume_ul"` // final
		UseBy        moment.Instant  `json:"use_by"`    // beyond-use time
	}
	// DiscardSolution writes off what is left of a solution.
	DiscardSolution struct {
		Solution string `json:"solution"`
		Why      Text   `json:"why"`
		Spilt    bool   `json:"spilt,omitempty"`
	}
	// PutBack returns ampoules that were chosen for a dose and not opened. Both
	// persons see that they are sealed; the register never knew of them.
	PutBack struct {
		Visit string `json:"visit"`
	}
	// SupplyTakeHome supplies sealed ampoules to be taken home, under an order
	// that says so and a jurisdiction pack that allows it.
	SupplyTakeHome struct {
		Person person.UserID   `json:"person"`
		Picks  []register.Pick `json:"picks"`
		Days   int             `json:"days"`
		From   moment.Day      `json:"from,omitempty"` // the first day that they are for; 0 is tomorrow
	}
)

// CommandKind names the command in the who-may table.
func (MakeSolution) CommandKind() string    { return "make_solution" }
func (DiscardSolution) CommandKind() string { return "discard_solution" }
func (PutBack) CommandKind() string         { return "put_back" }
func (SupplyTakeHome) CommandKind() string  { return "supply_take_home" }
