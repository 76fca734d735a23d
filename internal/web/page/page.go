// Package page draws the staff screens: view structs go in, HTML comes out.
// A view holds words, figures already spelled, addresses and yes or no; it
// knows no rule of the clinic. Every form is a plain form with a command id
// and the stage that was seen, so a page works without a script, and pressing
// twice is pressing once.
package page

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"steady/internal/web/asset"
	"steady/internal/web/nhs"
)

// Policy is the Content-Security-Policy that every page keeps to: nothing
// inline, nothing from elsewhere, no frame around it.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// SetHeaders sets what every page answers with: the policy, no sniffing, no
// referrer, and no copy kept by the browser of a shared tablet.
func SetHeaders(h http.Header) {
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", Policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// Layout is what surrounds every page.
type Layout struct {
	Title    string // of the page; "Steady" is added
	Service  string // name of the service
	Foot     *Link  // in the footer of every page
	Notice   string // of this person's own access: until when it lasts
	Banner   string // permanent, for example that all people are invented
	Person   *SignedIn
	Menu     Menu
	Lock     Form // posts to lock the tablet
	Back     *Link
	Tabs     []Tab  // of the pages under /times: see TimesTabs
	TabsOf   string // the section they are of; "" is Times
	Study    bool   // of the pages under /studies
	Coding   bool   // it loads what a coding desk needs
	Flash    *Flash
	Problem  *Problem
	Stale    *Stale
	NowMilli int64 // the server's time, Unix milliseconds
	RestSecs int   // lock after so many seconds without a touch; 0 never
	Live     string
	Wide     bool // use the whole width, as the board does
	Bare     bool // no header: a wall screen
	Lab      bool // a page of the policy lab
	Release  string
}

// SignedIn is who the tablet works for now.
type SignedIn struct {
	Name string
	Role string
}

// Link is a link with its words.
type Link struct {
	Text string
	URL  string
}

// Form is where a form posts and what makes it safe to press twice.
type Form struct {
	Action  string
	Command string // command id, made when the page was drawn
	Expect  string // stage or sequence that was seen
	Hidden  []Pair // further hidden fields
}

// Pair is a hidden field.
type Pair struct {
	Name  string
	Value string
}

// Flash answers a press: "Recorded, no. 18,204".
type Flash struct {
	Text   string
	Detail string
	URL    string // of the entry, when it can be shown
}

// Problem heads a page whose press was refused or whose form has errors. What
// was typed is kept by the fields themselves.
type Problem struct {
	Title string // "There is a problem" when empty
	Lines []ProblemLine
}

// ProblemLine is one error or refusal with the way on. Field is the id of the
// field it belongs to, Rule the rule behind a refusal, Way where to go instead.
type ProblemLine struct {
	Text  string
	Field string
	Rule  string
	Way   *Link
}

// Stale says that somebody else changed what this page shows.
type Stale struct {
	Who     string
	At      string   // wall clock, "09:12"
	Changes []string // what changed, in words
	Reload  string   // address of the page as it is now
}

// Field is the value of a text field and what is wrong with it.
type Field struct {
	Value string
	Error string
}

// Pick is a chosen value among fixed words, and what is wrong with it.
type Pick struct {
	Value string
	Error string
}

// Picks are chosen values among fixed words, and what is wrong with them.
type Picks struct {
	Values []string
	Error  string
}

// Has says whether a value is chosen.
func (p Picks) Has(v string) bool {
	for _, x := range p.Values {
		if x == v {
			return true
		}
	}
	return false
}

// Choice is one thing to choose from.
type Choice struct {
	Value  string
	Label  string
	Hint   string
	Chosen bool
	Barred string // why it cannot be chosen; empty when it can
}

// Row is a word with its value.
type Row struct {
	Key   string
	Value string
	Loud  bool // to be read first
}

// Clock counts on the screen. Text is its face when the page was drawn, so it
// can be read without a script.
type Clock struct {
	Label string // "since the dose"
	Since int64  // counts up from this Unix millisecond
	Until int64  // or down to this one
	Over  int64  // shown as late from this one; 0 never
	Text  string // "12:05"
	Ready string // what it says when Until has come: "Open"
	Tell  string // announced when Until has come
}

func milli(n int64) string { return strconv.FormatInt(n, 10) }

func (c Clock) data() templ.Attributes {
	out := templ.Attributes{}
	for name, n := range map[string]int64{"data-since": c.Since, "data-until": c.Until, "data-over": c.Over} {
		if n != 0 {
			out[name] = milli(n)
		}
	}
	if c.Ready != "" {
		out["data-ready"] = c.Ready
	}
	if c.Tell != "" {
		out["data-announce"] = c.Tell
	}
	return out
}

func (l Layout) title() string {
	t := l.Title + " - Steady"
	if l.Problem != nil {
		t = "Error: " + t
	}
	return t
}

func (l Layout) tabsOf() string {
	if l.TabsOf == "" {
		return "Times"
	}
	return l.TabsOf
}

func (l Layout) styles() []string {
	out := []string{asset.URL(asset.NHS), asset.URL(asset.Steady)}
	if len(l.Tabs) > 0 {
		out = append(out, asset.URL(asset.Times))
	}
	if l.Study {
		out = append(out, asset.URL(asset.Study), asset.URL(asset.Coding))
	}
	if l.Lab {
		out = append(out, asset.URL(asset.Lab))
	}
	return out
}

func (l Layout) scripts() []string {
	out := []string{asset.URL(asset.Script)}
	if l.Coding {
		return append(out, asset.URL(asset.CodingScript))
	}
	if l.Lab {
		out = append(out, asset.URL(asset.LabScript))
	}
	if l.Live == "" {
		return out
	}
	return append([]string{asset.URL(asset.HTMX), asset.URL(asset.SSE)}, out...)
}

func (p Problem) title() string {
	if p.Title == "" {
		return "There is a problem"
	}
	return p.Title
}

// choices turns choices into the component's, marking what is chosen.
func choices(list []Choice, chosen string) []nhs.Choice {
	out := make([]nhs.Choice, 0, len(list))
	for _, c := range list {
		hint := c.Hint
		if c.Barred != "" {
			hint = c.Barred
		}
		out = append(out, nhs.Choice{Value: c.Value, Label: c.Label, Hint: hint,
			Chosen: (c.Chosen || chosen != "" && c.Value == chosen) && c.Barred == "", Disabled: c.Barred != ""})
	}
	return out
}

func picked(list []Choice, p Picks) []nhs.Choice {
	out := choices(list, "")
	for i := range out {
		out[i].Chosen = out[i].Chosen || p.Has(out[i].Value)
	}
	return out
}

func rows(list []Row) []nhs.Row {
	out := make([]nhs.Row, 0, len(list))
	for _, r := range list {
		out = append(out, nhs.Row{Key: r.Key, Value: r.Value})
	}
	return out
}

func class(base string, more ...string) string {
	for _, m := range more {
		if m != "" {
			base += " " + m
		}
	}
	return base
}

func when(yes bool, s string) string {
	if yes {
		return s
	}
	return ""
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}
