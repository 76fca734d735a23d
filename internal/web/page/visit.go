package page

import (
	"strconv"

	"steady/internal/web/nhs"
)

// Visit is one attendance: who, what is asked now, and the four ways out. The
// middle is the one stage that is not nil.
type Visit struct {
	Who   Identity
	Steps []VisitStep
	Live  string // address of the live line that sends StaleNotice

	Arrived   *Arrived
	Decided   *Decided
	Check     *Check
	Booth     *Booth
	Observe   *Observe
	Ended     *Ended
	Emergency *Emergency

	Ways FourWays
	// Beside writes down something that came up beside the dose: one line and one
	// press. nil without the right, and in an emergency.
	Beside *SmallForm
}

// VisitStep is one stop of the visit with its word.
type VisitStep struct {
	Label string
	State string // done, now, later
}

// Identity is the panel that stays at the side of every stage.
type Identity struct {
	Name      string // chosen name
	Initials  string // when there is no photo
	PhotoURL  string
	Born      string // spelled out; asked aloud, never read out
	URL       string // the person's page
	Facts     []Row  // last dose, hours since, missed, baselines, prescription
	Allergies string // "None known" is written out
	Holds     []Hold // hold orders in force
	Marks     []Mark
}

// Hold is an order that stops dosing until somebody lifts it.
type Hold struct {
	Text string
	By   string // "Dr A. Example, 2 November"
}

// Readings are the answers of the readings form, by field name: poss, rr, spo2,
// pulse, consciousness, systolic, temperature, alcohol, alcohol_declined,
// signs, oxygen, rousable, cyanosis, since_last.
type Readings struct {
	POSS          Pick
	RR            Field
	SpO2          Field
	Pulse         Field
	Consciousness Pick
	Systolic      Field
	Temperature   Field
	Alcohol       Field
	Declined      bool
	Signs         Picks
	SignList      []Choice // signs the protocol knows; codes with words
	Oxygen        bool
	Rousable      Pick
	Cyanosis      bool
	SinceLast     Field
	UsualRR       string // "usual 14 to 18"
	UsualSpO2     string
	UsualPulse    string
	AlcoholUnit   string // "micrograms in 100 ml of breath" when empty
}

// Arrived is stage (a): identity and readings, then CHECK. Fields: identity,
// and those of Readings.
type Arrived struct {
	Form     Form
	Identity Pick // value "yes" when the box is ticked
	Readings Readings
	Waiting  *Clock // since they came
}

// Decided is stage (b): the decision line, why, and what to do next.
type Decided struct {
	Kind     string // give, givemax, defer, refer, withhold, emergency, invalid
	Line     string // "GIVE 180 mg i.v."
	Plain    string // the same in a sentence
	Until    *Clock // when deferred
	Reasons  []Reason
	Measured []Row    // the readings it was decided on
	Pack     string   // "ch-iv version 3, signed by …"
	Next     []string // what to do now, when it is not GIVE
	Prepare  *Prepare
	Actions  []Action   // for what is not GIVE: readings again, ask the prescriber …
	Settle   *SmallForm // two people settle the question, where the protocol lets them
}

// Reason is one rule that fired.
type Reason struct {
	Rule   string
	Effect string // limit, stop, refer, defer, challenge, advise, info, in words
	Text   string
	Source string
}

// Action is a further press with its words.
type Action struct {
	Label string
	Hint  string
	Kind  string // "", secondary, warning
	Form  Form
	URL   string // a link instead of a form
	Late  bool   // may be entered late: asks for the time it happened
}

// Prepare is the ampoule proposal. Fields: ampoules (the value of an option),
// scan, diluent_ml.
type Prepare struct {
	Form     Form
	Options  []AmpouleOption
	Picked   Pick
	Scan     Field
	Scanning bool   // a pack was scanned: the scanner goes on
	Volume   Field  // total volume made up, ml
	Note     string // how to make it up, with its source
	Two      string // who confirms next
}

// AmpouleOption is one way to make the dose up from stock.
type AmpouleOption struct {
	Value    string
	Title    string // "2 ampoules of 100 mg"
	Lines    []AmpouleLine
	Draw     string // "draw 1.8 ml"
	Waste    string // "waste 20 mg", "no waste"
	Proposed bool
}

// AmpouleLine is one line of an option. Seen says that what it names was scanned;
// empty where it was not.
type AmpouleLine struct{ Text, Seen string }

// Check is stage (c): what is on the label and on the page, side by side, and
// the second person. Fields: booth, and those of SecondPerson.
type Check struct {
	Form     Form
	Label    []Row // exactly as printed
	Record   []Row // exactly as recorded
	Prepared string
	Waste    string
	Booths   []Choice
	Booth    Pick
	Second   SecondPerson
	HandOver bool   // checked already: one press hands it over
	Scan     Field  // what a scanner read off the label
	Read     string // that the label was read and fits
	Discard  string
	PutBack  string // address; empty where nothing can go back
	Print    string // the label, to print
	Reprint  *Action
}

// Booth is stage (d). Fields: route, site, attempts, condition (any number),
// taken (full, part, none), left_ml or given_mg, and, for a part, second and
// pin2. When PartURL is set the PART USED way leads here with a part chosen.
type Booth struct {
	Form       Form
	Clock      Clock
	Allowed    string // "The protocol sets no time limit" or the limit
	Place      string
	Dose       string // "180 mg i.v., 1.8 ml"
	Routes     []Choice
	Route      Pick
	Sites      []Site
	Site       Pick
	Attempts   Field
	Others     []Site // further sites, by name
	Risks      bool   // legs and feet are among them, and their risks were not talked through yet
	Despite    Field
	Conditions []Choice
	Condition  Picks
	Taken      Pick
	GivenMg    Field
	Reason     Field  // why part or none
	Scan       Field  // of the label
	Read       string // that the label was read and fits
	Second     SecondPerson
	PartNow    bool // draw the part section open
	AttemptMax string
}

// Site is one place on the body. Side is left or right. X and Y place it on the
// drawing of the arm, 0 to 100. Groin and neck are never among them
// (P-SITE-04).
type Site struct {
	Value  string
	Number string
	Label  string
	Side   string
	Recent string // "used today 09:10"; drawn grey and hatched, may be chosen
	Barred string // why it should not be used; what happened can still be recorded
	X, Y   int
}

// Observe is stage (e): the clock to release, the readings repeated, the lowest
// kept. The form posts to SaveURL or LeaveURL. Fields: those of Readings.
type Observe struct {
	Form     Form
	SaveURL  string
	LeaveURL string
	Since    Clock // since the dose ended
	Opens    Clock // to the release time
	OpensAt  int64 // Unix millisecond; 0 when Open
	Open     bool  // the clock allows leaving; the readings are judged on the press
	OpensSay string
	Seat     string
	Dose     string
	Readings Readings
	Lowest   []Row
	Taken    []ReadingLine
	Needs    []string   // what must hold to leave, in words
	Early    *SmallForm // they have gone before they were released
}

// ReadingLine is one set of readings in a table.
type ReadingLine struct {
	At, Sedation, RR, SpO2, Pulse, Alert string
	By                                   string
}

// Ended is stage (f).
type Ended struct {
	Word    string // "Left well", "Withheld", "Did not attend" …
	Kind    string // give, withhold, defer …
	Summary []Row
	Times   []TimeLine
	Next    string     // next booked visit
	Amount  *SmallForm // what really went in, before two people
	Correct *Link      // late entry or correction
	Board   Link
}

// TimeLine is one thing that happened, with both its times when they differ.
type TimeLine struct {
	At   string
	Text string
	By   string
	No   string // sequence number
	Late string // "recorded 11:40"
	URL  string
	// Dispute is where somebody whose name it carries says that it is not so.
	Dispute string
}

// Emergency is stage (g): the clock, the steps as timed presses (E-OD-06), and
// the ends.
type Emergency struct {
	Clock    Clock
	Before   []EmergencyStep // stop, call for help, airway, oxygen
	Breaths  EmergencyCount
	Naloxone Naloxone
	After    []EmergencyStep // ambulance, monitor
	Log      []TimeLine
	Ends     []Action
	Note     string
}

// EmergencyStep is one step; every press adds its time.
type EmergencyStep struct {
	Number string
	Title  string // "Stop the injection"
	Advice string
	Done   []string // "09:31 A. Example"
	Form   Form
	Button string // "DONE", "CALLED", "STARTED"
}

// Naloxone is its dose with the route. Fields: dose_ug, route.
type Naloxone struct {
	Number string
	Advice string
	Doses  []Choice
	Dose   Pick
	Other  Field // dose_ug_other
	Routes []Choice
	Route  Pick
	Done   []string
	Since  *Clock // since the last one: when to repeat
	Form   Form
}

// EmergencyCount is a breathing rate counted over a whole minute. Field: rr.
type EmergencyCount struct {
	Number string
	Advice string
	RR     Field
	SpO2   Field
	Done   []string
	Form   Form
}

// FourWays are the four ways out of the ordinary visit, always in the same
// place. A way that does not apply stays and says why.
type FourWays struct {
	Withhold  WayWithhold
	Ask       WayAsk
	Part      WayPart
	Emergency Form
	Running   string // set when an emergency is running: where it is
}

// WayWithhold stops the dose. Fields: reason, words.
type WayWithhold struct {
	Form    Form
	Why     string // why it does not apply now; empty when it does
	Reasons []Choice
	Reason  Pick
	Words   Field
	Open    bool
}

// WayAsk asks the prescriber. Field: question.
type WayAsk struct {
	Form     Form
	Why      string
	Question Field
	Open     bool
}

// WayPart records a part-used syringe; it leads to the part section of the
// booth form.
type WayPart struct {
	URL string
	Why string
}

// SedationChoices are the five words of the sedation scale (POSS), chosen or
// not. The words come first; the letter or number follows for the chart.
func SedationChoices() []Choice {
	return []Choice{
		{Value: "1", Label: "Awake and alert", Hint: "POSS 1"},
		{Value: "2", Label: "Slightly drowsy, wakes easily", Hint: "POSS 2"},
		{Value: "3", Label: "Often drowsy, drifts off in mid-sentence", Hint: "POSS 3"},
		{Value: "4", Label: "Very sleepy, little or no response", Hint: "POSS 4: emergency"},
		{Value: "S", Label: "Asleep, wakes easily", Hint: "POSS S"},
	}
}

// ConsciousnessChoices are the five words of consciousness (ACVPU).
func ConsciousnessChoices() []Choice {
	return []Choice{
		{Value: "A", Label: "Alert"},
		{Value: "C", Label: "Newly confused"},
		{Value: "V", Label: "Answers to voice"},
		{Value: "P", Label: "Answers to pain"},
		{Value: "U", Label: "No answer"},
	}
}

// RousableChoices say how a drowsy person answers.
func RousableChoices() []Choice {
	return []Choice{
		{Value: "easily", Label: "Wakes easily"},
		{Value: "barely", Label: "Barely wakes"},
		{Value: "no", Label: "Does not wake"},
	}
}

// TakenChoices say how much of the syringe was used.
func TakenChoices() []Choice {
	return []Choice{
		{Value: "full", Label: "All of it"},
		{Value: "part", Label: "Part of it", Hint: "A second person sees the rest wasted"},
		{Value: "none", Label: "None of it", Hint: "A second person sees all of it wasted"},
	}
}

// decisionIcon is the shape that goes with the colour and the word.
func decisionIcon(kind string) string {
	switch kind {
	case "give", "givemax":
		return "give"
	case "defer":
		return "wait"
	case "refer":
		return "ask"
	case "emergency":
		return "alarm"
	}
	return "stop"
}

func sites(list []Site, side string) []Site {
	var out []Site
	for _, s := range list {
		if s.Side == side {
			out = append(out, s)
		}
	}
	return out
}

// numbered gives the items of a choice the ids the design system gives them.
func numbered(id string, i int) string {
	if i == 0 {
		return id
	}
	return id + "-" + strconv.Itoa(i+1)
}

// spot and height place a site on the drawing of an arm.
func spot(x int, mirrored bool) string {
	if mirrored {
		x = 100 - x
	}
	return strconv.Itoa(x)
}

func height(y int) string { return strconv.Itoa(y * 220 / 100) }

func readingTable(list []ReadingLine) nhs.Table {
	t := nhs.Table{Caption: "Readings after the dose", CaptionSize: "s", Responsive: true, FirstIsHead: true,
		Head: []nhs.Cell{{Text: "Time"}, {Text: "Awake"}, {Text: "Breaths"}, {Text: "SpO2"}, {Text: "Pulse"},
			{Text: "Alert"}, {Text: "By"}}}
	for _, r := range list {
		t.Rows = append(t.Rows, []nhs.Cell{{Text: r.At}, {Text: r.Sedation}, {Text: r.RR}, {Text: r.SpO2},
			{Text: r.Pulse}, {Text: r.Alert}, {Text: r.By}})
	}
	return t
}

func ruleCount(n int) string {
	if n == 1 {
		return "1 rule"
	}
	return strconv.Itoa(n) + " rules"
}

// otherChosen reports whether something in the fold of further sites was typed.
func otherChosen(v Booth) bool {
	for _, s := range v.Others {
		if s.Value == v.Site.Value && v.Site.Value != "" {
			return true
		}
	}
	return v.Despite.Value != "" || v.Despite.Error != ""
}
