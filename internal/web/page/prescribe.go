package page

import "steady/internal/web/nhs"

// Prescribe writes a prescription. Fields: salt_form, route, one for each dose
// of the day, cap_single, cap_day, increment, topup, pack, started[day] …,
// from[day] …, review[day] …, ends[day] …, plan, permit, those of HomeForm and
// OralForm, answered, confirmed and reason, and those of SecondPerson.
type Prescribe struct {
	Form      Form
	Who       Link  // the person's page
	Now       []Row // the prescription in force, which this one replaces
	Next      string
	Answer    *RulesAnswer // what the rules say of what is written
	Answered  string       // digest of what they were asked about; it is signed as answered or not at all
	Forms     []Choice
	SaltForm  Pick
	Routes    []Choice
	Route     Pick
	Doses     []NamedField
	CapSingle Field
	CapDay    Field
	Increment Field
	TopUp     Field
	Packs     []Choice
	Pack      Pick
	Started   DateFields
	From      DateFields
	Review    DateFields
	Ends      DateFields
	Plan      Field
	PlanHint  string
	Permit    *NamedField // where the jurisdiction asks for one
	Home      *HomeForm   // where the jurisdiction lets some be taken home
	Oral      OralForm
	Law       string // the jurisdiction pack in force, or that there is none
	Change    bool   // it replaces one in force: why is asked
	Asks      string // the recommendation that is not followed; then reason is asked
	Confirmed bool
	Reason    Field
	Challenge string // why a second prescriber confirms
	Second    *SecondPerson
}

// HomeForm lets doses be taken home. Fields: home_days, home (any number).
type HomeForm struct {
	Days       Field
	Conditions []Choice
	Met        Picks
}

// OralForm writes an oral drug beside the injections. Fields: oral, oral_dose,
// oral_supply, parts_count, parts_every, wording (any number), asked,
// conditions (any number), qtc.
type OralForm struct {
	Drugs      []Choice
	Drug       Pick
	Dose       Field
	Supplies   []Choice
	Supply     Pick
	Count      Field
	Every      Field
	Wordings   []Choice
	Wording    Picks
	Asked      bool
	Conditions []Choice
	Present    Picks
	QTc        Field
	Open       bool
}

// RulesAnswer is what the rules say of a prescription before it is signed.
type RulesAnswer struct {
	Kind    string // good, warn
	Heading string
	Text    []string
	Lines   []RuleLine
	Plan    []PlanLine
}

// RuleLine is one rule that fired.
type RuleLine struct{ Text, Rule string }

// PlanLine is one planned dose with the rule that bounds it.
type PlanLine struct{ Day, Visit, Dose, Bound, Rule string }

func planTable(list []PlanLine) nhs.Table {
	t := nhs.Table{Caption: "The plan, if each dose is taken and well tolerated", CaptionSize: "s", Responsive: true,
		FirstIsHead: true, Head: []nhs.Cell{{Text: "Day"}, {Text: "Visit"}, {Text: "Planned"},
			{Text: "What bounds it"}, {Text: "Rule"}}}
	for _, l := range list {
		t.Rows = append(t.Rows, []nhs.Cell{{Text: l.Day}, {Text: l.Visit}, {Text: l.Dose}, {Text: l.Bound},
			{Text: l.Rule}})
	}
	return t
}
