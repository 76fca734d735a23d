// Package scenario is the file in which a question to the policy lab is
// written: a service, its people, every figure with its range and source, and
// the policies to compare. It reads strictly, writes alike, and says which
// replications an answer needs, so that it does not matter where they are run.
package scenario

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"steady/lab"
	"steady/lab/compare"
)

// Format names the form of the file.
const Format = "steady-lab-scenario/1"

// Figure is a parameter as the file gives it: with the unit, which has to be the
// one of the catalogue, so that minutes are not read as hours.
type Figure struct {
	lab.Parameter
	Unit string `json:"unit"`
}

// Sensitivity says what is looked at beside the parameters' own values.
// Replications 0 leaves it out.
type Sensitivity struct {
	Replications int       `json:"replications"`
	Measures     []string  `json:"measures"`             // whose differences are looked at
	Parameters   []lab.Key `json:"parameters,omitempty"` // none: every one whose range is not a point
	Steps        int       `json:"steps"`                // of bisection where the order of two policies turns
}

// File is a scenario with the question behind it. The fields of lab.Scenario
// stand beside the others; its parameters are those of the file.
type File struct {
	Format   string `json:"format"`
	Question string `json:"question"`
	Invented string `json:"invented,omitempty"` // what of it is made up, in a sentence
	lab.Scenario
	Parameters  map[lab.Key]Figure `json:"parameters"`
	Policies    []lab.Policy       `json:"policies"`
	Enough      map[string]float64 `json:"enough,omitempty"` // half-width by measure, in its unit
	Sensitivity *Sensitivity       `json:"sensitivity,omitempty"`
}

// Write returns the file as text that Parse reads, the same for the same
// content.
func (f *File) Write() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(f)
	return b.Bytes(), err
}

// Digest is the SHA-256 of the content, whatever the spaces in the file.
func (f *File) Digest() (string, error) {
	b, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// Check says what of the file was read and cannot be run, nil where nothing. Its
// error is a *lab.RefusedError.
func (f *File) Check() error {
	if err := f.Scenario.Check(); err != nil {
		return err
	}
	for i := range f.Policies {
		if err := f.Policies[i].Check(&f.Scenario); err != nil {
			return &lab.RefusedError{Why: "policy " + f.Policies[i].ID + ": " + err.Error()}
		}
	}
	return nil
}

// adopt gives the scenario the file's figures.
func (f *File) adopt() {
	f.Scenario.Parameters = make(map[lab.Key]lab.Parameter, len(f.Parameters))
	for k, p := range f.Parameters {
		f.Scenario.Parameters[k] = p.Parameter
	}
}

// At is the scenario with one parameter at another value, within its range.
func (f *File) At(place compare.Place) *lab.Scenario {
	s := f.Scenario
	if place.Parameter == "" {
		return &s
	}
	s.Parameters = make(map[lab.Key]lab.Parameter, len(f.Parameters)+1)
	for k, p := range f.Scenario.Parameters {
		s.Parameters[k] = p
	}
	key := lab.Key(place.Parameter)
	p := f.figure(key)
	p.Value = place.Value
	p.Lo, p.Hi = min(p.Lo, p.Value), max(p.Hi, p.Value)
	s.Parameters[key] = p
	return &s
}

// figure is a parameter of the file, or the published one.
func (f *File) figure(key lab.Key) lab.Parameter {
	if p, ok := f.Scenario.Parameters[key]; ok {
		return p
	}
	for _, k := range lab.Catalogue() {
		if k.Key == key && k.Published != nil {
			return *k.Published
		}
	}
	return lab.Parameter{}
}

// Study is what a comparison says of the file.
func (f *File) Study(program string) (compare.Study, error) {
	digest, err := f.Digest()
	if err != nil {
		return compare.Study{}, err
	}
	s := compare.Study{Title: f.Name, Question: f.Question, Invented: f.Invented, Digest: digest, Program: program,
		Seed: f.Seed, People: f.Population.Places, Days: f.Days, Policies: []compare.Policy{},
		Parameters: []compare.Parameter{}}
	for i := range f.Policies {
		p := compare.FromPolicy(&f.Policies[i], &f.Today)
		p.Facts["places"] = float64(f.Population.Places)
		s.Policies = append(s.Policies, p)
	}
	for _, k := range lab.Catalogue() {
		p := f.figure(k.Key)
		s.Parameters = append(s.Parameters, compare.Parameter{ID: string(k.Key), Name: k.Words, Value: p.Value, Lo: p.Lo,
			Hi:   p.Hi,
			Unit: k.Unit, Source: p.Source, Confidence: string(p.Confidence)})
	}
	return s, nil
}
