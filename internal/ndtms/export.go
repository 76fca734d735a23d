package ndtms

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"steady/clinic"
	"steady/clinic/cohort"
	"steady/moment"
)

// Severity is what a finding means for the return.
type Severity string

// Reject leaves an episode out of the file; Warn leaves it in; Gap is something
// that this release cannot say of it.
const (
	Reject Severity = "reject"
	Warn   Severity = "warn"
	Gap    Severity = "gap"
)

// Finding is one thing that is wrong or missing.
type Finding struct {
	Code     string   `json:"code"`
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Client   string   `json:"client,omitempty"` // local reference; "" is of the whole return
	Fields   []string `json:"fields,omitempty"`
	Text     string   `json:"text"`

	Person string `json:"-"` // for the screens of those who may see records
}

// Return is one submission and how it came about. The same release, position and
// days give the same bytes.
type Return struct {
	Release    string       `json:"release"`
	ReleaseSum string       `json:"release_sha256"`
	Submit     bool         `json:"submit"` // whether it may be sent: the release is in force
	Premises   string       `json:"premises"`
	Position   int64        `json:"position"` // clinical entries that it was made from
	From       string       `json:"from,omitempty"`
	To         string       `json:"to"`
	Rows       int          `json:"rows"`
	People     int          `json:"people"`
	NoConsent  int          `json:"no_consent"` // said no: counted, and nowhere in the file
	NotAsked   int          `json:"not_asked"`  // nobody asked them yet: not in the file either
	LeftOut    int          `json:"left_out"`   // episodes with something that rejects them
	SHA256     string       `json:"sha256"`
	Findings   []Finding    `json:"findings"`
	Filled     []FieldCount `json:"fields"`

	CSV []byte `json:"-"`
}

// FieldCount is how often a field is filled, and where its value comes from.
type FieldCount struct {
	Name       string `json:"name"`
	Filled     int    `json:"filled"`
	From       string `json:"from,omitempty"`
	About      string `json:"about,omitempty"`
	Confidence string `json:"confidence,omitempty"`
	Codes      string `json:"codes,omitempty"`
	Why        string `json:"why,omitempty"`
}

// ErrAgency says that the service has no code yet.
var ErrAgency = errors.New("no agency code is set: a manager enters it under Service, Settings (R-DAT-04)")

// Make makes a return. It returns ErrAgency where the service has no code; all
// else that is wrong is a finding.
func Make(rel *Release, in Input) (*Return, error) {
	b := in.Book
	if b.Codes.Agency == "" {
		return nil, ErrAgency
	}
	out := &Return{Release: rel.ID, ReleaseSum: rel.Digest(), Submit: rel.Current() && !b.Invented, Premises: b.Premises,
		Position: b.Position, To: in.To.String(), Findings: []Finding{}}
	if in.From != 0 {
		out.From = in.From.String()
	}
	for _, o := range rel.Open {
		out.Findings = append(out.Findings, Finding{Code: "release-open", Rule: "R-DAT-06", Severity: Gap,
			Text: "Not confirmed for this release: " + o.What + " (" + rel.Sources[o.Source].Title + ")."})
	}
	var table [][]string
	people := map[string]bool{}
	for _, s := range in.stays() {
		rows, ok := out.episode(rel, &in, s)
		if ok {
			table = append(table, rows...)
			people[string(s.Person)] = true
		}
	}
	out.Rows, out.People = len(table), len(people)
	slices.SortFunc(table, slices.Compare[[]string])
	out.CSV = rel.write(table)
	sum := sha256.Sum256(out.CSV)
	out.SHA256 = hex.EncodeToString(sum[:])
	out.count(rel, table)
	slices.SortStableFunc(out.Findings, func(x, y Finding) int {
		return cmp.Or(cmp.Compare(rank(x.Severity), rank(y.Severity)), cmp.Compare(x.Client, y.Client),
			cmp.Compare(x.Code, y.Code))
	})
	return out, nil
}

func rank(s Severity) int { return slices.Index([]Severity{Reject, Warn, Gap}, s) }

// stays lists the episodes of the days of the return, by person.
func (in *Input) stays() (out []*cohort.Stay) {
	for _, s := range in.Book.Stays {
		begin := s.Referred
		if begin == 0 {
			begin = s.Admitted
		}
		day := in.Book.Zone.Day
		if begin == 0 || day(begin) > in.To || s.Ended != 0 && day(s.Ended) < in.From {
			continue
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b *cohort.Stay) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Episode, b.Episode))
	})
	return out
}

// episode makes the lines of one episode, with what is to be found of them; ok is
// false where it is not in the file.
func (out *Return) episode(rel *Release, in *Input, s *cohort.Stay) (rows [][]string, ok bool) {
	told := in.Book.NationalAsOf(s.Person, in.Book.Recorded)
	switch {
	case told == nil:
		out.NotAsked++
		out.find(in, s, Finding{Code: "consent-not-asked", Rule: "R-DAT-07", Severity: Reject, Fields: []string{"CONSENT"},
			Text: "Nobody has asked whether their record may be sent. It is not in the file."})
		return nil, false
	case told.Agrees != clinic.MaySend:
		out.NoConsent++
		return nil, false
	}
	entries := in.entries(rel, s, told.RecordNational)
	var lines []map[string]string
	for _, x := range entries {
		row, line := make([]string, len(rel.Fields)), map[string]string{}
		for i, f := range rel.Fields {
			row[i] = x.value(f)
			line[f.Name] = row[i]
		}
		rows, lines = append(rows, row), append(lines, line)
	}
	found := Check(rel, lines, in.To)
	found = append(found, gaps(rel, entries[0])...)
	found = append(found, in.schedule(s)...)
	ok = true
	for _, f := range found {
		out.find(in, s, f)
		ok = ok && f.Severity != Reject
	}
	if !ok {
		out.LeftOut++
		return nil, false
	}
	return rows, true
}

func (out *Return) find(in *Input, s *cohort.Stay, f Finding) {
	f.Client, f.Person = ClientID(in.Book.Premises, string(s.Person)), string(s.Person)
	for _, old := range out.Findings {
		if old.Client == f.Client && old.Code == f.Code && slices.Equal(old.Fields, f.Fields) {
			return // once, however many rows it is in
		}
	}
	out.Findings = append(out.Findings, f)
}

// entries are the lines of an episode: one of the intervention, one of each set
// of answers; one of the episode alone where there are neither.
func (in *Input) entries(rel *Release, s *cohort.Stay, told clinic.RecordNational) (out []*entry) {
	line := func() *entry { return &entry{in: in, rel: rel, stay: s, told: told} }
	if s.FirstDose != 0 && in.Book.Zone.Day(s.FirstDose) <= in.To {
		x := line()
		x.mod = true
		out = append(out, x)
	}
	for _, t := range in.tops(s) {
		x := line()
		x.sitting, x.scores = &t, in.Scores(t)
		out = append(out, x)
	}
	if len(out) == 0 {
		out = append(out, line())
	}
	return out
}

// tops lists the sets of answers to the profile within an episode.
func (in *Input) tops(s *cohort.Stay) (out []cohort.Sitting) {
	day := in.Book.Zone.Day
	for _, t := range in.Book.Sittings {
		if t.Person != s.Person || t.Instrument != "top" || t.Declined || day(t.At) > in.To ||
			day(t.At) < day(max(s.Referred, 1)) && s.Referred != 0 || s.Ended != 0 && t.At > s.Ended {
			continue
		}
		if in.Scores(t) != nil {
			out = append(out, t)
		}
	}
	return out
}

// gaps says what is recorded of an episode and has no confirmed code.
func gaps(rel *Release, x *entry) (out []Finding) {
	gap := func(code, field, text string) {
		out = append(out, Finding{Code: code, Rule: "R-DAT-06", Severity: Gap, Fields: []string{field}, Text: text})
	}
	if x.told.Sex != "" && x.coded("sex", string(x.told.Sex)) == "" {
		gap("sex-no-code", "SEX", "What they told of their sex has no code in this release, and SEX may not be empty.")
	}
	if x.stay.Ended != 0 {
		gap("reason-no-code", "DISRSN", "How it ended is recorded; its code is not confirmed and stays empty.")
		if exitOf(x.stay) == "" {
			gap("exit-no-code", "MODEXIT", "How it ended is none of planned, their own choice, withdrawn: the code stays empty.")
		}
	}
	return out
}

// count says of every field how often it is filled.
func (out *Return) count(rel *Release, table [][]string) {
	for i, f := range rel.Fields {
		c := FieldCount{Name: f.Name, From: f.From, About: f.About, Confidence: f.Confidence, Why: f.Why}
		if f.Codes != "" {
			c.Codes = f.Codes + " (" + rel.Sources[rel.Codes[f.Codes].Source].Title + ")"
		}
		for _, row := range table {
			if row[i] != "" {
				c.Filled++
			}
		}
		out.Filled = append(out.Filled, c)
	}
}

// write prints the file: names first, every value in quotes (R-DAT-02).
func (r *Release) write(table [][]string) []byte {
	var b bytes.Buffer
	line := func(values []string, null string) {
		for i, v := range values {
			if i > 0 {
				b.WriteByte(',')
			}
			if v == "" {
				v = null
			}
			fmt.Fprintf(&b, "\"%s\"", bytes.ReplaceAll([]byte(v), []byte(`"`), []byte(`""`)))
		}
		b.WriteByte('\n')
	}
	var names []string
	for _, f := range r.Fields {
		names = append(names, f.Name)
	}
	line(names, "")
	for _, row := range table {
		line(row, r.Null)
	}
	return b.Bytes()
}

// The days around a date of the schedule within which answers count for it, and
// how long before a date it is shown to the key worker. The house's own.
const (
	topWithin = 28
	topAhead  = 60
)

// TopDue is one date of the profile that is late or comes soon.
type TopDue struct {
	Day  moment.Day
	Late bool
}

// Due lists the dates of the profile without answers: at the start and every
// three months (recovery.Occasions), late after 28 days.
func (in *Input) Due(s *cohort.Stay, today moment.Day) (out []TopDue) {
	if s.Admitted == 0 || s.Ended != 0 {
		return nil
	}
	day := in.Book.Zone.Day
	done := in.tops(s)
	for _, d := range occasionsTOP(day(s.Admitted), today+topAhead) {
		if !slices.ContainsFunc(done, func(t cohort.Sitting) bool {
			return day(t.At) >= d-topWithin && day(t.At) <= d+topWithin
		}) {
			out = append(out, TopDue{d, d+topWithin < today})
		}
	}
	return out
}

func (in *Input) schedule(s *cohort.Stay) (out []Finding) {
	for _, d := range in.Due(s, in.To) {
		if d.Late {
			out = append(out, Finding{Code: "top-late-" + d.Day.String(), Rule: "R-OUT-15", Severity: Warn,
				Fields: []string{"TOPDATE"}, Text: "No answers to the profile within 28 days of " + d.Day.String() +
					", when it was due."})
		}
	}
	return out
}
