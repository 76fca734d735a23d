// Package ndtms writes the return of England's National Drug Treatment
// Monitoring System from what a service has recorded. A release of the data set
// is a file, not code: fields in their order, where each value comes from, the
// codes, and how sure each of them is. What is not confirmed is left empty and
// said so; it is never guessed (R-DAT-06).
package ndtms

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

//go:embed releases/*.json
var builtin embed.FS

// Format names the shape of a release file.
const Format = "steady-ndtms-release/1"

// Release is one release of the data set as a file says it.
type Release struct {
	FormatName string            `json:"format"`
	ID         string            `json:"id"`
	Title      string            `json:"title"`
	Status     string            `json:"status"` // current or superseded
	Note       string            `json:"note"`
	Sources    map[string]Source `json:"sources"`
	Null       string            `json:"null"` // what stands for a value that is not known
	Date       string            `json:"date"` // DD/MM/YYYY or YYYY-MM-DD
	Open       []Open            `json:"open"` // what is not confirmed of the file itself
	Codes      map[string]Codes  `json:"codes"`
	Fields     []Field           `json:"fields"`

	digest string
}

// Source is where something was read.
type Source struct {
	Title   string `json:"title"`
	Address string `json:"address"`
}

// Open is something of the release that is not confirmed.
type Open struct {
	What   string `json:"what"`
	Source string `json:"source"`
}

// Codes turn words of Steady into codes of the release. A word that is not among
// the values has no confirmed code.
type Codes struct {
	Source     string            `json:"source"`
	Confidence string            `json:"confidence"` // C: confirmed
	Values     map[string]string `json:"values"`
}

// Field is one column. From names where its value comes from; where it is "",
// Why says why it stays empty.
type Field struct {
	Name       string `json:"name"`
	Entity     string `json:"entity"` // whose row it is in: client, episode, modality, review, time, top
	From       string `json:"from,omitempty"`
	Codes      string `json:"codes,omitempty"`
	Kind       string `json:"kind,omitempty"` // date, days, rating, yesno, letter, nation, age; "" is any word
	Required   bool   `json:"required,omitempty"`
	About      string `json:"about,omitempty"`
	Confidence string `json:"confidence,omitempty"`
	Why        string `json:"why,omitempty"`
}

var (
	entities = []string{"client", "episode", "modality", "review", "time", "top"}
	kindsOf  = []string{"", "date", "days", "rating", "yesno", "letter", "nation", "age"}
	statuses = []string{"current", "superseded"}
	datesOf  = map[string]string{"DD/MM/YYYY": "02/01/2006", "YYYY-MM-DD": "2006-01-02"}
)

// Load reads a release file. It returns an error that names the field for
// anything that this version does not know: a return is not written by guess.
func Load(b []byte) (*Release, error) {
	r := &Release{}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(r); err != nil {
		return nil, fmt.Errorf("release file: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("release file: something follows its end")
	}
	if err := r.sound(); err != nil {
		return nil, fmt.Errorf("release file: %w", err)
	}
	sum := sha256.Sum256(b)
	r.digest = hex.EncodeToString(sum[:])
	return r, nil
}

func (r *Release) sound() error {
	switch {
	case r.FormatName != Format:
		return fmt.Errorf("format is %q, and not %s", r.FormatName, Format)
	case r.ID == "" || r.Title == "":
		return errors.New("it has no id or no title")
	case !slices.Contains(statuses, r.Status):
		return fmt.Errorf("status %q: write current or superseded", r.Status)
	case datesOf[r.Date] == "":
		return fmt.Errorf("date %q: write DD/MM/YYYY or YYYY-MM-DD", r.Date)
	case len(r.Fields) == 0:
		return errors.New("it has no fields")
	}
	for name, c := range r.Codes {
		if r.Sources[c.Source].Title == "" || c.Confidence == "" {
			return fmt.Errorf("codes %s: they have no source or no confidence", name)
		}
	}
	for _, o := range r.Open {
		if r.Sources[o.Source].Title == "" {
			return fmt.Errorf("%q: its source is not listed", o.What)
		}
	}
	seen := map[string]bool{}
	for _, f := range r.Fields {
		if err := r.field(f); err != nil {
			return fmt.Errorf("field %s: %w", f.Name, err)
		}
		if seen[f.Name] {
			return fmt.Errorf("field %s: it stands twice", f.Name)
		}
		seen[f.Name] = true
	}
	for _, name := range []string{"CLIENTID", "CONSENT"} {
		if !seen[name] {
			return fmt.Errorf("it has no field %s", name)
		}
	}
	return nil
}

func (r *Release) field(f Field) error {
	switch {
	case f.Name == "" || strings.ToUpper(f.Name) != f.Name || strings.ContainsAny(f.Name, "\",\r\n"):
		return errors.New("its name is not in capitals")
	case !slices.Contains(entities, f.Entity):
		return fmt.Errorf("entity %q is not one of %v", f.Entity, entities)
	case !slices.Contains(kindsOf, f.Kind):
		return fmt.Errorf("kind %q is not known", f.Kind)
	case (f.From == "") == (f.Why == ""):
		return errors.New("say either where its value comes from, or why it stays empty")
	case f.From != "" && !knownFrom(f.From):
		return fmt.Errorf("from %q is nothing that Steady records", f.From)
	case f.From != "" && f.Confidence != "C":
		return errors.New("a field that is filled is confirmed (C): leave it empty and say why otherwise")
	case f.Codes != "" && r.Codes[f.Codes].Values == nil:
		return fmt.Errorf("codes %q are not listed", f.Codes)
	case f.Codes != "" && r.Codes[f.Codes].Confidence != "C":
		return fmt.Errorf("codes %q are not confirmed: leave the field empty and say why", f.Codes)
	}
	return nil
}

// Find returns a release of this build by its id.
func Find(id string) (*Release, error) {
	for _, r := range Builtin() {
		if r.ID == id {
			return r, nil
		}
	}
	return nil, fmt.Errorf("there is no release %q in this build: give the path of a release file", id)
}

// Builtin lists the releases of this build.
func Builtin() (out []*Release) {
	entries, err := builtin.ReadDir("releases")
	if err != nil {
		panic("ndtms: the releases of the build are gone: " + err.Error())
	}
	for _, e := range entries {
		b, err := builtin.ReadFile("releases/" + e.Name())
		if err != nil {
			panic("ndtms: " + err.Error())
		}
		r, err := Load(b)
		if err != nil {
			panic("ndtms: " + e.Name() + ": " + err.Error())
		}
		out = append(out, r)
	}
	return out
}

// Digest identifies the release file: SHA-256 in hexadecimal.
func (r *Release) Digest() string { return r.digest }

// Current reports whether the release is in force by its file.
func (r *Release) Current() bool { return r.Status == "current" }
