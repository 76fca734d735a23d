package clinic

import (
	"steady/moment"
	"steady/person"
	"steady/recovery"
)

// The wider life: help that is asked for and followed until it is there, how
// somebody lives, and what happened. Days and codes are in the log, words in the
// cabinet. None of it changes a dose.
type (
	// AskSupport asks for something beside treatment: a wound to be looked at, a
	// vaccination, a place to live.
	AskSupport struct {
		Support string         `json:"support"` // id
		Person  person.UserID  `json:"person"`
		Kind    SupportKind    `json:"kind"`
		Words   *Text          `json:"words,omitempty"`
		Due     moment.Day     `json:"due,omitempty"`
		Staff   person.StaffID `json:"staff,omitempty"` // who looks after it
		Visit   string         `json:"visit,omitempty"` // in which it came up
	}
	// MoveSupport says how far it is. Due and Staff replace what stood there;
	// a stage that stays lets them be changed alone.
	MoveSupport struct {
		Person  person.UserID  `json:"person"`
		Support string         `json:"support"`
		Stage   SupportStage   `json:"stage"`
		Words   *Text          `json:"words,omitempty"`
		Due     moment.Day     `json:"due,omitempty"`
		Staff   person.StaffID `json:"staff,omitempty"`
	}
	// KeepCircumstance says how somebody lives from a day on. Outcomes are shown
	// beside it, so that treatment is neither blamed nor praised for a roof.
	KeepCircumstance struct {
		Person person.UserID    `json:"person"`
		Kind   CircumstanceKind `json:"kind"`
		Is     string           `json:"is"` // of the words of the kind, or NotSaid
		From   moment.Day       `json:"from"`
		Source ToldBy           `json:"source"`
		Words  *Text            `json:"words,omitempty"`
	}
	// TellLifeEvent says that something happened in somebody's life, on a day or
	// about then. What is told by the person is self-report and is shown as such.
	TellLifeEvent struct {
		Event  string        `json:"event"` // id
		Person person.UserID `json:"person"`
		Kind   LifeEventKind `json:"kind"`
		Day    moment.Day    `json:"day"`
		Rough  bool          `json:"rough,omitempty"` // about then
		Source ToldBy        `json:"source"`
		Words  *Text         `json:"words,omitempty"`
	}
)

// SupportKind is what is asked for.
type SupportKind string

// SupportKinds lists it with the words of the screens.
var SupportKinds = []Coded[SupportKind]{{"wound", "A wound or sore place"},
	{"hepatitis_b", "Hepatitis B: test or vaccine"}, {"hepatitis_c", "Hepatitis C: test or treatment"},
	{"hiv", "HIV: test or treatment"}, {"vaccine", "Another vaccination"},
	{"gp", "GP or other doctor"}, {"dentist", "Dentist"}, {"mental_health", "Mental health"},
	{"housing", "A place to live"}, {"benefits", "Benefits, money, debts"}, {"papers", "Papers and identity"},
	{"work", "Work or learning"}, {"family", "Family and children"}, {"legal", "Court, probation, legal advice"},
	{"peer", "Peer support or a group"}, {"other", "Something else"}}

// SupportStage is how far it is.
type SupportStage string

// SupportStages are in their order; the last three end it.
var SupportStages = []Coded[SupportStage]{{SupportIsAsked, "Asked for"}, {SupportSent, "Sent on"},
	{SupportSeen, "Seen by them"}, {SupportDone, "Done"}, {SupportDeclined, "The person decided against it"},
	{SupportUnmet, "It could not be had"}}

// The stages.
const (
	SupportIsAsked  SupportStage = "asked"
	SupportSent     SupportStage = "sent"
	SupportSeen     SupportStage = "seen"
	SupportDone     SupportStage = "done"
	SupportDeclined SupportStage = "declined"
	SupportUnmet    SupportStage = "unmet"
)

// ToldBy is where something is known from.
type ToldBy string

// ToldBys lists it with the words of the screens.
var ToldBys = []Coded[ToldBy]{{SelfReport, "They said so"}, {SeenHere, "Seen or known here"},
	{FromAgency, "From another service, with their consent"}}

// SelfReport is what the person said of themself.
const (
	SelfReport ToldBy = "self"
	SeenHere   ToldBy = "staff"
	FromAgency ToldBy = "agency"
)

// CircumstanceKind is a part of how somebody lives.
type CircumstanceKind string

// NotSaid is the answer of who would rather not say.
const NotSaid = "not_said"

// CircumstanceWords is one kind with its words. None of them is better than another.
type CircumstanceWords struct {
	Kind  CircumstanceKind
	Title string
	Words []Coded[string]
}

// Circumstances lists the kinds and their words; NotSaid may stand in each.
var Circumstances = []CircumstanceWords{
	{"housing", "Home", []Coded[string]{{"own", "A home of their own, rented or owned"},
		{"family", "With family or friends, settled"}, {"supported", "Supported housing"}, {"hostel", "Hostel"},
		{"unsettled", "Here and there, not settled"}, {"street", "On the street"}, {"custody", "In custody"},
		{"other", "Something else"}}},
	{"work", "Work", []Coded[string]{{"paid", "Paid work"}, {"some", "Now and then"}, {"voluntary", "Voluntary work"},
		{"study", "Learning"}, {"looking", "Looking for work"}, {"caring", "Caring for somebody"},
		{"not_now", "Not able to work now"}, {"retired", "Retired"}, {"other", "Something else"}}},
	{"income", "Money", []Coded[string]{{"wages", "Wages"}, {"benefits", "Benefits"}, {"both", "Wages and benefits"},
		{"waiting", "Benefits asked for, not there yet"}, {"none", "None"}, {"other", "Something else"}}},
	{"family", "Contact with family", []Coded[string]{{"often", "Every week"}, {"sometimes", "Now and then"},
		{"rarely", "Rarely"}, {"none", "None"}, {"unwanted", "None, and none wanted"}}},
	{"children", "Children", []Coded[string]{{"together", "Live with them"}, {"contact", "See them"},
		{"no_contact", "No contact"}, {"none", "Has none"}}},
	{"company", "People to be with", []Coded[string]{{"many", "Several people"}, {"few", "One or two"},
		{"none", "Nobody"}}},
}

// LifeEventKind is what happened.
type LifeEventKind string

// LifeEventWord is one kind of event with its words, the strand of healing it is
// drawn at, and whether it is about health care.
type LifeEventWord struct {
	Kind   LifeEventKind
	Words  string
	Strand recovery.Strand
	Health bool
}

// LifeEvents lists what may have happened.
var LifeEvents = []LifeEventWord{
	{"home", "A new home", recovery.Social, false},
	{"home_lost", "Lost a home", recovery.Social, false},
	{"work", "Began work or a course", recovery.Social, false},
	{"work_over", "Work or a course ended", recovery.Social, false},
	{"contact", "In touch with somebody again", recovery.Social, false},
	{"parted", "Parted from somebody", recovery.Social, false},
	{"birth", "A child was born", recovery.Social, false},
	{"death", "Somebody died", recovery.Psychological, false},
	{"harm", "Something bad was done to them", recovery.Psychological, false},
	{"arrest", "Arrest", recovery.Social, false},
	{"court", "Court", recovery.Social, false},
	{"custody", "Into custody", recovery.Social, false},
	{"released", "Out of custody", recovery.Social, false},
	{"money", "Money came or stopped", recovery.Social, false},
	{"emergency", "Accident and emergency visit", recovery.Physical, true},
	{"hospital", "Hospital stay", recovery.Physical, true},
	{"ambulance", "Ambulance called", recovery.Physical, true},
	{"overdose", "Overdose, away from here", recovery.Physical, true},
	{"illness", "Illness or operation", recovery.Physical, true},
	{"good", "Something good", recovery.Psychological, false},
	{"other", "Something else", recovery.Social, false},
}

// LifeEventOf returns the word of a kind; ok is false for one that is not listed.
func LifeEventOf(kind LifeEventKind) (w LifeEventWord, ok bool) {
	for _, x := range LifeEvents {
		if x.Kind == kind {
			return x, true
		}
	}
	return LifeEventWord{}, false
}

// CircumstanceOf returns a kind with its words; ok is false for one that is not
// listed.
func CircumstanceOf(kind CircumstanceKind) (c CircumstanceWords, ok bool) {
	for _, x := range Circumstances {
		if x.Kind == kind {
			return x, true
		}
	}
	return CircumstanceWords{}, false
}

// CommandKind names the command in the who-may table.
func (AskSupport) CommandKind() string       { return "ask_support" }
func (MoveSupport) CommandKind() string      { return "move_support" }
func (KeepCircumstance) CommandKind() string { return "keep_circumstance" }
func (TellLifeEvent) CommandKind() string    { return "tell_life_event" }

// Whose is the person whose life it is.
func (b AskSupport) Whose(*State) person.UserID       { return b.Person }
func (b KeepCircumstance) Whose(*State) person.UserID { return b.Person }
func (b TellLifeEvent) Whose(*State) person.UserID    { return b.Person }

// Safeguarding: somebody may be harmed. It has an access rule of its own, stands
// on no other page and in no record that the person or others open.
type (
	// RaiseSafeguarding writes a concern down.
	RaiseSafeguarding struct {
		Concern string           `json:"concern"` // id
		Person  person.UserID    `json:"person"`
		Kind    SafeguardingKind `json:"kind"`
		Words   Text             `json:"words"`
	}
	// FollowSafeguarding says what was done, or closes it.
	FollowSafeguarding struct {
		Concern string           `json:"concern"`
		Step    SafeguardingStep `json:"step"`
		Words   Text             `json:"words"`
	}
)

// SafeguardingKind is what the concern is.
type SafeguardingKind string

// SafeguardingKinds lists it with the words of the screens.
var SafeguardingKinds = []Coded[SafeguardingKind]{{"partner", "Harm by a partner or relative"},
	{"exploited", "Used or controlled by others"}, {"home", "Their home is used by others"},
	{"children", "A child may be at risk"}, {"neglect", "They do not look after themself any more"},
	{"money", "Money is taken from them"}, {"other", "Something else"}}

// SafeguardingStep is what was done.
type SafeguardingStep string

// SafeguardingSteps lists it with the words of the screens.
var SafeguardingSteps = []Coded[SafeguardingStep]{{"talked", "Talked with the person"},
	{"lead", "Talked with the safeguarding lead"}, {"referred", "Referred to the local authority"},
	{"police", "Police were told"}, {"plan", "A plan was agreed"}, {SafeguardingClosed, "Closed"}}

// SafeguardingClosed ends a concern.
const SafeguardingClosed SafeguardingStep = "closed"

// CommandKind names the command in the who-may table.
func (RaiseSafeguarding) CommandKind() string  { return "raise_safeguarding" }
func (FollowSafeguarding) CommandKind() string { return "follow_safeguarding" }
