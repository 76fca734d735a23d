// Package nhs is the handful of NHS design system components that the screens
// use, ported to templ. The HTML is that of nhsuk-frontend 10.6.1, without the
// hooks of its script, and is tested against the fixtures the package ships.
package nhs

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Button is a submit button, or a link that looks like one when Href is set.
type Button struct {
	Text       string
	Kind       string // "", secondary, warning, reverse
	Href       string
	ID         string
	Name       string
	Value      string
	FormAction string // overrides the form's address
	Type       string // submit when empty
	Classes    string
	Disabled   bool
	Small      bool
	Data       map[string]string // data-* attributes, without the prefix
}

// Input is a one-line text field with its label, hint and error.
type Input struct {
	ID, Name     string // ID is Name when empty
	Label        string
	LabelSize    string // "", s, m, l, xl
	LabelHidden  bool   // for screen readers only
	Hint         string
	Error        string
	Value        string
	Type         string // text when empty
	Mode         string // inputmode: numeric, decimal …
	Autocomplete string
	Prefix       string
	Suffix       string // a unit, for example "mg"
	Width        int    // in characters; 0 is the full width
	Code         bool   // letters and digits to be compared one by one
	NoSpellcheck bool
	Scan         bool // a scanner types here
	Focus        bool // it has the focus when the page opens
	Disabled     bool
	Classes      string
}

// Textarea is a field of several lines.
type Textarea struct {
	ID, Name     string
	Label        string
	LabelSize    string
	Hint         string
	Error        string
	Value        string
	Rows         int // 5 when 0
	Autocomplete string
	Disabled     bool
}

// Select is a list to choose one from.
type Select struct {
	ID, Name  string
	Label     string
	LabelSize string
	Hint      string
	Error     string
	Items     []Choice
	Disabled  bool
}

// Choice is one item of radios, checkboxes or a select.
type Choice struct {
	Value    string
	Label    string
	Hint     string
	Chosen   bool
	Disabled bool
	Name     string // checkboxes only: a name of its own
}

// Choices are radios or checkboxes under one legend.
type Choices struct {
	ID, Name   string
	Legend     string
	LegendSize string
	Hint       string
	Error      string
	Items      []Choice
	Small      bool
	Inline     bool
	Classes    string // of the list
}

// DateInput asks for a date in three fields named Prefix[day] and so on.
type DateInput struct {
	ID, Prefix       string
	Legend           string
	LegendSize       string
	Hint             string
	Error            string
	Day, Month, Year string
}

// ErrorSummary heads a page that was answered with errors or a refusal.
type ErrorSummary struct {
	Title string // "There is a problem" when empty
	Text  string
	Items []ErrorItem
}

// ErrorItem is one error; Href points at its field ("#rr") when it has one.
type ErrorItem struct {
	Text string
	Href string
}

// Row is one line of a summary list.
type Row struct {
	Key   string
	Value string
	Lines []string // more paragraphs under Value
	Link  *Link
}

// Link is an action beside a row.
type Link struct {
	Text   string
	Href   string
	Hidden string // rest of the sentence for screen readers
}

// Tag is a status word in a box. The colour is never the only sign.
type Tag struct {
	Text   string
	Colour string // "", white, grey, green, aqua-green, blue, purple, pink, red, orange, yellow
}

// Table is a table of words and figures.
type Table struct {
	Caption     string
	CaptionSize string // m when empty
	Head        []Cell
	Rows        [][]Cell
	FirstIsHead bool // the first cell of a row names the row
	Responsive  bool // becomes a list on a narrow screen
	Compact     bool
}

// Cell is one cell of a table.
type Cell struct {
	Text    string
	Numeric bool
	URL     string // makes the text a link
}

func (v Input) id() string     { return or(v.ID, v.Name) }
func (v Textarea) id() string  { return or(v.ID, v.Name) }
func (v Select) id() string    { return or(v.ID, v.Name) }
func (v Choices) id() string   { return or(v.ID, v.Name) }
func (v DateInput) id() string { return or(v.ID, v.Prefix) }

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// classes joins the names that apply.
func classes(names ...string) string {
	kept := names[:0:0]
	for _, n := range names {
		if n != "" {
			kept = append(kept, n)
		}
	}
	return strings.Join(kept, " ")
}

func when(yes bool, class string) string {
	if yes {
		return class
	}
	return ""
}

func suffix(base, s string) string {
	if s == "" {
		return ""
	}
	return base + s
}

// describedBy lists the ids of the hint and the error, in that order.
func describedBy(id, hint, err string) string {
	return classes(when(hint != "", id+"-hint"), when(err != "", id+"-error"))
}

func width(n int) string {
	if n == 0 {
		return ""
	}
	return "nhsuk-input--width-" + strconv.Itoa(n)
}

// itemID numbers items as the design system does: id, id-2, id-3 …
func itemID(id string, i int) string {
	if i == 0 {
		return id
	}
	return id + "-" + strconv.Itoa(i+1)
}

func formGroup(err string) string {
	return classes("nhsuk-form-group", when(err != "", "nhsuk-form-group--error"))
}

func (v Button) class() string {
	kind := ""
	if v.Kind != "" {
		kind = "nhsuk-button--" + v.Kind
	}
	return classes("nhsuk-button", kind, when(v.Small, "nhsuk-button--small"), v.Classes)
}

func (v Button) data() templ.Attributes {
	out := templ.Attributes{}
	for k, d := range v.Data {
		out["data-"+k] = d
	}
	return out
}

func rows(n int) string {
	if n == 0 {
		n = 5
	}
	return strconv.Itoa(n)
}

func dateName(prefix, part string) string {
	if prefix == "" {
		return part
	}
	return prefix + "[" + part + "]"
}
