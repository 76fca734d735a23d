package register

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/refusal"
)

// JurisdictionFormat names the shape of a jurisdiction pack.
const JurisdictionFormat = "steady-jurisdiction-pack/1"

// Jurisdiction is what a law asks and allows beside the clinical rules, as a
// signed and versioned pack (R-REG-44, R-REG-45). A row that is missing allows
// nothing and asks for the most: a licence for every act, nothing taken home.
type Jurisdiction struct {
	ID, Version, Title, Where, Note string
	Author, Approver                string
	ValidFrom                       moment.Day
	Sources                         map[string]protocol.Source
	Licences                        []LicenceRow
	TakeHomes                       []TakeHomeRow
	Wordings                        []Wording
	Required                        []Requirement
	Alone                           []AloneRow     // steps that may go without a second person
	InstalmentDays                  protocol.Count // a prescription by instalments covers at most so many days
	Page                            PageForm       // how the pages of the register look (R-REG-44)
	Missing                         []string       // mandatory fields left empty

	document []byte
}

// LicenceRow says whether an act with a substance needs a licence (R-REG-19).
type LicenceRow struct {
	Substance measure.Substance
	Act       person.Act
	Needed    bool
	Basis     protocol.Basis
}

// TakeHomeRow allows so many daily doses to be taken home at once, to a person
// for whom every condition holds. 0 days says that it is known to be forbidden.
type TakeHomeRow struct {
	Substance measure.Substance
	Routes    []protocol.Route // empty: oral products only
	Days      int
	Requires  []Condition
	Basis     protocol.Basis
}

// Condition is something a prescriber confirms before doses are taken home.
type Condition struct{ Code, Words string }

// Wording is an approved instalment wording by its code (R-REG-22). The
// official sentence is the deployer's to fill in; Meaning says what it is about.
type Wording struct {
	Code, Meaning string
	Basis         protocol.Basis
}

// Requirement is a field that a prescription must carry here.
type Requirement struct {
	Field string // patient_permit, instalment_count, instalment_interval
	Words string
	Basis protocol.Basis
}

// TakeHome is what a prescription says of doses taken home: so many daily
// doses at once, and the conditions that the prescriber confirmed.
type TakeHome struct {
	Days int      `json:"days"`
	Met  []string `json:"met,omitempty"`
}

// Instalments is how a pharmacy dispenses a prescription: Count times, every
// Every days, under coded wordings.
type Instalments struct {
	Count   int      `json:"count"`
	Every   int      `json:"every"` // days
	Wording []string `json:"wording,omitempty"`
}

// Draft reports whether a mandatory field is empty.
func (j *Jurisdiction) Draft() bool { return len(j.Missing) > 0 }

// Status is "signed" for a pack with nothing mandatory left empty, else "draft".
func (j *Jurisdiction) Status() string {
	if j.Draft() {
		return "draft"
	}
	return "signed"
}

// Document returns the exact bytes that the pack was loaded from.
func (j *Jurisdiction) Document() []byte { return slices.Clone(j.document) }

// unset is the basis of what no row says.
func unset(rule string) protocol.Basis { return protocol.Basis{Rule: rule, Source: "STEADY"} }

// LicenceNeeded reports whether an act with a substance needs a licence, and by
// which rule (R-REG-19). Without a pack, or without a row, it does.
func (j *Jurisdiction) LicenceNeeded(s measure.Substance, act person.Act) (protocol.Basis, bool) {
	if j != nil && !j.Draft() {
		for _, r := range j.Licences {
			if r.Substance == s && r.Act == act {
				return r.Basis, r.Needed
			}
		}
	}
	return unset("R-REG-19"), true
}

// Requires reports whether a prescription must carry a field here, in which
// words it is asked for and by which rule.
func (j *Jurisdiction) Requires(field string) (Requirement, bool) {
	if j != nil {
		for _, r := range j.Required {
			if r.Field == field {
				return r, true
			}
		}
	}
	return Requirement{}, false
}

// MayTakeHome refuses doses taken home that no row of the pack allows, or for
// which a condition of its row was not confirmed.
func (j *Jurisdiction) MayTakeHome(s measure.Substance, route protocol.Route, t TakeHome) *refusal.Refusal {
	if t.Days < 1 {
		return refusal.New("no_take_home", "R-REG-44", "Write how many daily doses are taken home at once, 1 or more.")
	}
	if j == nil || j.Draft() {
		return refusal.New("no_take_home", "R-REG-44",
			"No signed jurisdiction pack is in force here, so nothing may be taken home: supply it on site.")
	}
	var best *TakeHomeRow
	for i := range j.TakeHomes {
		r := &j.TakeHomes[i]
		onRoute := slices.Contains(r.Routes, route) || len(r.Routes) == 0 && route == protocol.Oral
		if r.Substance == s && onRoute && (best == nil || best.Days < t.Days && r.Days > best.Days) {
			best = r
		}
	}
	switch {
	case best == nil:
		return refusal.New("no_take_home", "R-REG-44", fmt.Sprintf(
			"The pack %s says nothing of taking %s home, so it is supplied on site.", j.ID, s))
	case best.Days == 0:
		return refusal.New("no_take_home", best.Basis.Rule, fmt.Sprintf(
			"%s (%s) does not let %s be taken home: it is supplied on site.", j.ID, best.Basis.Source, s))
	case t.Days > best.Days:
		return refusal.New("no_take_home", best.Basis.Rule, fmt.Sprintf(
			"%s (%s) allows at most %d daily doses of %s taken home at once: prescribe that or less.",
			j.ID, best.Basis.Source, best.Days, s))
	}
	for _, c := range best.Requires {
		if !slices.Contains(t.Met, c.Code) {
			return refusal.New("no_take_home", best.Basis.Rule, "Before doses are taken home confirm: "+c.Words+".")
		}
	}
	return nil
}

// MayDispense refuses an instalment prescription that the pack does not know:
// without number and interval, over more days than it allows, or in a wording
// that is not one of its codes (R-REG-21, R-REG-22).
func (j *Jurisdiction) MayDispense(in Instalments) *refusal.Refusal {
	if j == nil || j.Draft() || j.InstalmentDays.Value == 0 {
		return refusal.New("instalments_wrong", "R-REG-21",
			"No signed jurisdiction pack in force here knows instalments: supply the dose on site.")
	}
	b := j.InstalmentDays.Basis
	if in.Count < 1 || in.Every < 1 {
		return refusal.New("instalments_wrong", b.Rule,
			"Write the number of instalments and the days between them, 1 or more of each.")
	}
	if in.Count > j.InstalmentDays.Value || in.Every > j.InstalmentDays.Value ||
		in.Count*in.Every > j.InstalmentDays.Value {
		return refusal.New("instalments_wrong", b.Rule, fmt.Sprintf(
			"%d instalments of %d days are more than the %d days that one prescription may cover.",
			in.Count, in.Every, j.InstalmentDays.Value))
	}
	for i, code := range in.Wording {
		if slices.Contains(in.Wording[:i], code) {
			return refusal.New("instalments_wrong", "R-REG-22", "The wording "+code+" is chosen twice.")
		}
		if !slices.ContainsFunc(j.Wordings, func(w Wording) bool { return w.Code == code }) {
			return refusal.New("instalments_wrong", "R-REG-22", fmt.Sprintf(
				"%q is no wording of the pack %s: wording of one's own does not protect who dispenses.", code, j.ID))
		}
	}
	return nil
}

//go:embed packs/*.json
var jurisdictionFiles embed.FS

var jurisdictions = sync.OnceValues(func() ([]*Jurisdiction, error) {
	names, err := fs.Glob(jurisdictionFiles, "packs/*.json")
	if err != nil {
		return nil, err
	}
	var out []*Jurisdiction
	for _, name := range names {
		b, err := jurisdictionFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		j, err := LoadJurisdiction(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if name != "packs/"+j.ID+".json" {
			return nil, fmt.Errorf("%s holds the pack %s: name the file after it", name, j.ID)
		}
		out = append(out, j)
	}
	return out, nil
})

// Jurisdictions returns the jurisdiction packs that this build carries, sorted
// by id. One that does not load is a defect of the build, so it panics then; a
// test loads all.
func Jurisdictions() []*Jurisdiction {
	out, err := jurisdictions()
	if err != nil {
		panic("register: " + err.Error())
	}
	return out
}

// FindJurisdiction returns the built-in pack of that id. The error lists the
// ids there are.
func FindJurisdiction(id string) (*Jurisdiction, error) {
	var ids []string
	for _, j := range Jurisdictions() {
		if j.ID == id {
			return j, nil
		}
		ids = append(ids, j.ID)
	}
	return nil, fmt.Errorf("there is no jurisdiction pack %q: there are %s", id, strings.Join(ids, ", "))
}
