package voice

import "strings"

// Project is an analysis as programs exchange it: who codes, the tree of codes,
// the texts with their codings, and everything else as it came. Ids keep the
// spelling they came in; SameID compares them.
type Project struct {
	Attrs    []Attr `json:"attrs,omitempty"`    // name, origin, dates
	Codebook bool   `json:"codebook,omitempty"` // it came as a code book alone
	Users    []User
	Codes    []Code    // depth first
	CodesEnd []Element // what followed the codes inside the code book
	Sources  []Source
	Sections []Element // the other parts of the project, in order
	Members  []Member  // files of the archive that are kept as they came
}

// Get returns an attribute of the project, or "".
func (p *Project) Get(name string) string { return (&Element{Attrs: p.Attrs}).Get(name) }

// User is one coder. Coders of another program stay apart from the accounts of
// the service (V-12).
type User struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Attrs []Attr    `json:"attrs,omitempty"`
	Rest  []Element `json:"rest,omitempty"`
}

// Code is one code of the tree.
type Code struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Depth   int       `json:"depth"` // 1 is a root; a deeper code belongs to the last one before it that is less deep
	Codable bool      `json:"codable"`
	Attrs   []Attr    `json:"attrs,omitempty"`
	Rest    []Element `json:"rest,omitempty"`
}

// Source is one document. A text has its selections; a source of another kind
// is kept whole in Other.
type Source struct {
	ID         string      `json:"id"`
	Name       string      `json:"name"`
	Path       string      `json:"path,omitempty"` // of its plain text, as it came
	HasText    bool        `json:"has_text"`       // false: the archive came without it
	Text       string      `json:"-"`              // UTF-8, LF, no byte order mark (V-02)
	Chars      int         `json:"chars"`          // code points as the file came
	Dialect    Dialect     `json:"dialect"`
	Attrs      []Attr      `json:"attrs,omitempty"`
	Codings    []Coding    `json:"codings,omitempty"` // of the whole document
	Rest       []Element   `json:"rest,omitempty"`
	Other      *Element    `json:"other,omitempty"`
	Interview  *Interview  `json:"interview,omitempty"` // of a transcript read here
	Selections []Selection `json:"-"`
}

// Selection is a passage of a text, in code points of Source.Text. One that
// lies outside the text keeps the numbers it came with and is not Placed.
type Selection struct {
	ID      string    `json:"id"`
	Name    string    `json:"name,omitempty"`
	User    string    `json:"user,omitempty"`
	Start   int       `json:"start"`
	End     int       `json:"end"` // exclusive
	Placed  bool      `json:"placed"`
	Attrs   []Attr    `json:"attrs,omitempty"`
	Codings []Coding  `json:"codings,omitempty"`
	Rest    []Element `json:"rest,omitempty"`
}

// Coding is one code given by one coder.
type Coding struct {
	ID    string    `json:"id"`
	User  string    `json:"user,omitempty"`
	Code  string    `json:"code"`
	Attrs []Attr    `json:"attrs,omitempty"`
	Rest  []Element `json:"rest,omitempty"`
}

// Member is a file of the archive that no text of the project is made from.
type Member struct {
	Name  string `json:"name"`
	Bytes []byte `json:"bytes"`
}

// Dialect is how a program counted positions in one text (V-06).
type Dialect struct {
	Unit string `json:"unit"`           // code-point, utf-16 or utf-8
	CRLF int    `json:"crlf,omitempty"` // positions a line end of two bytes takes; 0 where there is none
	BOM  int    `json:"bom"`            // positions a byte order mark takes; -1 where there is none
	End  string `json:"end"`            // exclusive or inclusive
	// Doubt says why a person should look at the quotes before trusting them.
	Doubt string `json:"doubt,omitempty"`
}

// Own is how Steady counts: code points, LF, no mark, end exclusive (V-02).
var Own = Dialect{Unit: UnitCodePoint, BOM: -1, End: EndExclusive}

// The units and ends of a Dialect.
const (
	UnitCodePoint = "code-point"
	UnitUTF16     = "utf-16"
	UnitUTF8      = "utf-8"
	EndExclusive  = "exclusive"
	EndInclusive  = "inclusive"
)

// BareID is the form in which ids are compared: upper case, without braces.
func BareID(id string) string {
	return strings.ToUpper(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(id), "{"), "}"))
}

// SameID reports whether two spellings are one id.
func SameID(a, b string) bool { return a == b || BareID(a) == BareID(b) }

// Quoter cuts quotes out of one text.
type Quoter struct {
	text string
	at   []int // byte position of each code point, and of the end
}

// NewQuoter prepares a text.
func NewQuoter(text string) *Quoter {
	q := &Quoter{text: text, at: make([]int, 0, len(text)+1)}
	for i := range text {
		q.at = append(q.at, i)
	}
	q.at = append(q.at, len(text))
	return q
}

// Len is the number of code points.
func (q *Quoter) Len() int { return len(q.at) - 1 }

// Quote is the text of [start, end), or "" where that is no span of the text.
func (q *Quoter) Quote(start, end int) string {
	if start < 0 || end > q.Len() || start > end {
		return ""
	}
	return q.text[q.at[start]:q.at[end]]
}

// Corrected is the next version of a text with its passages moved.
type Corrected struct {
	Source  Source
	Changed []int             // selections whose own words were corrected
	Asked   map[int]Placement // selections whose bounds a person decides; they stand at the narrow reading
}

// Correct applies edits to a text and moves every passage of it (V-01, V-36).
// Nothing is lost: what has no certain place is in Asked. The source before it
// is not changed.
func (s *Source) Correct(edits []Edit) (Corrected, error) {
	r, err := Revise(s.Text, edits)
	if err != nil {
		return Corrected{}, err
	}
	c := Corrected{Source: *s, Asked: map[int]Placement{}}
	c.Source.Text, c.Source.Chars, c.Source.Dialect = r.Text, len(r.new), Own
	c.Source.Selections = append([]Selection(nil), s.Selections...)
	for i := range c.Source.Selections {
		sel := &c.Source.Selections[i]
		if !sel.Placed {
			continue
		}
		p, err := r.Move(sel.Start, sel.End)
		if err != nil {
			return Corrected{}, err
		}
		sel.Start, sel.End = p.Start, p.End
		switch p.Fate {
		case Changed:
			c.Changed = append(c.Changed, i)
		case Asked:
			c.Asked[i] = p
		}
	}
	return c, nil
}
