package page

import "steady/internal/web/nhs"

// Ways is the list of those on their way into treatment, by where they stand.
type Ways struct {
	Groups []WayGroup
	Add    *Link
}

// WayGroup is one stage with who stands there.
type WayGroup struct {
	Key, Title, Empty string
	Lines             []WayLine
	Quiet             bool // folded away
}

// WayLine is one person of a stage.
type WayLine struct {
	Name, URL string
	Facts     []string
	Marks     []Mark
}

// Way is one person's way in and out of treatment.
type Way struct {
	Name    string
	Stage   string // where they stand, in words
	Since   string
	Call    *Mark // what to see first, for example a record that looks alike
	Alike   []Link
	Reasons OwnWords
	Needs   []Need
	Asked   string // "Criteria of ch-iv, version 3, looked at on …"
	Aside   string // who set a criterion aside, and why
	Next    *Link  // the step that comes next
	More    []Link // other steps
	Facts   []Row
	Times   []TimeLine
}

// OwnWords are the person's own reasons, newest first. Form is nil without the
// right to write them down. Field: words.
type OwnWords struct {
	Lines []OwnLine
	Form  *Form
	Words Field
}

// OwnLine is one text in the person's words.
type OwnLine struct {
	When, Words string
}

// Need is one criterion: whether it is met, and what would meet it.
type Need struct {
	Text   string
	Met    bool
	Rule   string
	Source string
}

// Steps is a page with one form, made of parts in order.
type Steps struct {
	Title  string
	Lead   []string
	Links  []Link // to what the lead speaks of
	Form   Form
	Parts  []Part
	Button string
}

// PartKind is the kind of a form part.
type PartKind int

// The kinds of parts.
const (
	PartText PartKind = iota
	PartArea
	PartRadios
	PartBoxes
	PartSelect
	PartDate
	PartHead // a heading between parts; Label is its words
)

// Part is one question of a form. Field, Pick, Picks or Date hold what was
// typed, by the kind.
type Part struct {
	Kind    PartKind
	Name    string
	Label   string
	Hint    string
	Suffix  string
	Width   int // of a text, in characters; 0 is the full width
	Field   Field
	Pick    Pick
	Picks   Picks
	Choices []Choice
	Date    DateFields
}

func (p Part) input() nhs.Input {
	return nhs.Input{ID: p.Name, Name: p.Name, Label: p.Label, LabelSize: "s", Hint: p.Hint, Error: p.Field.Error,
		Value: p.Field.Value, Suffix: p.Suffix, Width: p.Width, Autocomplete: "off", NoSpellcheck: p.Width > 0}
}

func (p Part) area() nhs.Textarea {
	return nhs.Textarea{ID: p.Name, Name: p.Name, Label: p.Label, LabelSize: "s", Hint: p.Hint, Error: p.Field.Error,
		Value: p.Field.Value, Rows: 3, Autocomplete: "off"}
}

func (p Part) list() nhs.Choices {
	items, wrong := choices(p.Choices, p.Pick.Value), p.Pick.Error
	if p.Kind == PartBoxes {
		items, wrong = picked(p.Choices, p.Picks), p.Picks.Error
	}
	return nhs.Choices{ID: p.Name, Name: p.Name, Legend: p.Label, LegendSize: "s",
		Hint: p.Hint, Error: wrong, Items: items}
}

func (p Part) choose() nhs.Select {
	return nhs.Select{ID: p.Name, Name: p.Name, Label: p.Label, LabelSize: "s", Hint: p.Hint, Error: p.Pick.Error,
		Items: choices(p.Choices, p.Pick.Value)}
}

func (n Need) icon() string {
	if n.Met {
		return "tick"
	}
	return "ask"
}

// Paper is a page to print: sections of words and figures.
type Paper struct {
	Title    string
	Lead     string
	Sections []PaperSection
	Data     *Link // the same as data
}

// PaperSection is one part of a paper.
type PaperSection struct {
	Title string
	Rows  []Row
	Doses []DoseLine
}
