package clinic

import (
	"steady/moment"
	"steady/person"
)

// What a service tells others of itself: the national return of one person, who
// agreed to it, and the figures that a report needs and that nothing else says.
type (
	// RecordNational keeps what the national drug treatment return asks of one
	// person beside what is recorded anyway. The latest one counts as a whole. All
	// but the answer to the question of consent may be empty: what is missing is
	// listed long before a return is due (R-DAT-09).
	RecordNational struct {
		Person   person.UserID `json:"person"`
		Agrees   SendAnswer    `json:"agrees"`             // to the return; treatment does not depend on it
		Initials *Text         `json:"initials,omitempty"` // first letters of first and last name
		Postcode *Text         `json:"postcode,omitempty"` // the sector only, never the whole
		Sex      Sex           `json:"sex,omitempty"`
		Ethnic   Ethnic        `json:"ethnic,omitempty"`
		Nation   string        `json:"nation,omitempty"` // ISO 3166-1 alpha-3
		Drugs    []Drug        `json:"drugs,omitempty"`  // at most three, the main one first
		FirstUse int           `json:"first_use,omitempty"`
		Route    UsedBy        `json:"route,omitempty"` // of the main drug
		Injects  Injects       `json:"injects,omitempty"`
		Housing  HousingNeed   `json:"housing,omitempty"`
		Children ChildrenLive  `json:"children,omitempty"`
	}
	// SetNational keeps the codes that the national system gave this service.
	SetNational struct {
		Agency string `json:"agency"`
		Area   string `json:"area,omitempty"`      // of the partnership (DAT)
		Local  string `json:"authority,omitempty"` // of the local authority (LA)
	}
	// EnterCost keeps what the service cost from one day to another, both included,
	// in pence. The same kind and days entered again replace the figure; 0 takes it
	// away.
	EnterCost struct {
		Kind  CostKind   `json:"kind"`
		From  moment.Day `json:"from"`
		To    moment.Day `json:"to"`
		Pence int64      `json:"pence"`
		Where Text       `json:"where"` // where the figure comes from
	}
	// SetFunding keeps how many places are paid for, and until when. Nothing is
	// assumed where it is not set.
	SetFunding struct {
		Places int        `json:"places"`
		Until  moment.Day `json:"until,omitempty"`
	}
)

// SendAnswer is what somebody answered to the question whether their record may
// go into the national return.
type SendAnswer string

// The answers.
const (
	MaySend    SendAnswer = "yes"
	MayNotSend SendAnswer = "no"
)

// SendAnswers lists the answers with the words of the screens.
var SendAnswers = []Coded[SendAnswer]{{MaySend, "Yes, it may be sent"}, {MayNotSend, "No, it stays here"}}

// Sex is as the person says it for the return.
type Sex string

// Sexes lists the answers.
var Sexes = []Coded[Sex]{{"female", "Female"}, {"male", "Male"}, {"not_stated", "Does not want to say"}}

// Ethnic is the letter of the NHS ethnic category of 2001.
type Ethnic string

// Ethnics are the sixteen categories and Z (NHS Data Dictionary, ETHNIC CATEGORY).
var Ethnics = []Coded[Ethnic]{{"A", "White: British"}, {"B", "White: Irish"}, {"C", "White: any other"},
	{"D", "Mixed: White and Black Caribbean"}, {"E", "Mixed: White and Black African"}, {"F", "Mixed: White and Asian"},
	{"G", "Mixed: any other"}, {"H", "Asian: Indian"}, {"J", "Asian: Pakistani"}, {"K", "Asian: Bangladeshi"},
	{"L", "Asian: any other"}, {"M", "Black: Caribbean"}, {"N", "Black: African"}, {"P", "Black: any other"},
	{"R", "Chinese"}, {"S", "Any other"}, {"Z", "Does not want to say"}}

// Drug is a substance that somebody came with.
type Drug string

// NationalDrugs lists the substances of which the national code is confirmed.
var NationalDrugs = []Coded[Drug]{{"heroin", "Heroin"}, {"methadone", "Methadone, not prescribed"},
	{"other_opiate", "Another opiate"}, {"crack", "Crack"}, {"cocaine", "Cocaine, not crack"},
	{"benzodiazepine", "Benzodiazepines"}, {"amphetamine", "Amphetamines"}, {"ecstasy", "Ecstasy"},
	{"hallucinogen", "Hallucinogens"}, {"cannabis", "Cannabis"}, {"solvent", "Solvents"}, {"barbiturate", "Barbiturates"},
	{"tranquilliser", "Major tranquillisers"}, {"antidepressant", "Antidepressants"}, {"alcohol", "Alcohol"},
	{"prescription", "Prescription drugs"}, {"nicotine", "Nicotine"}, {"other", "Something else"}}

// UsedBy is how the main drug was taken.
type UsedBy string

// UsedBys lists the ways.
var UsedBys = []Coded[UsedBy]{{"inject", "Injected"}, {"sniff", "Sniffed"}, {"smoke", "Smoked"},
	{"oral", "Swallowed"}, {"other", "Another way"}}

// Injects is whether somebody injects.
type Injects string

// InjectsList lists the answers.
var InjectsList = []Coded[Injects]{{"currently", "Injects now"}, {"previously", "Injected before, not now"},
	{"never", "Never injected"}, {"declined", "Does not want to say"}}

// HousingNeed is how pressing a place to live is.
type HousingNeed string

// HousingNeeds lists the answers.
var HousingNeeds = []Coded[HousingNeed]{{"urgent", "No fixed place, urgent"}, {"problem", "A housing problem"},
	{"none", "No housing problem"}}

// ChildrenLive is where somebody's children live.
type ChildrenLive string

// ChildrenLives lists the answers.
var ChildrenLives = []Coded[ChildrenLive]{{"all", "All children live with them"},
	{"some", "Some children live with them"},
	{"none", "No children live with them"}, {"no_children", "Not a parent"}, {"declined", "Does not want to say"}}

// CostKind is what money went into.
type CostKind string

// CostKinds lists the kinds.
var CostKinds = []Coded[CostKind]{{"staff", "Staff"}, {"medicine", "Medicines"}, {"building", "Building and equipment"},
	{"other", "Everything else"}}

// CommandKind names the command in the who-may table.
func (RecordNational) CommandKind() string { return "record_national" }
func (SetNational) CommandKind() string    { return "set_national" }
func (EnterCost) CommandKind() string      { return "enter_cost" }
func (SetFunding) CommandKind() string     { return "set_funding" }
