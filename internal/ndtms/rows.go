package ndtms

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/clinic/cohort"
	"steady/moment"
	"steady/recovery"
)

// Input is what a return is made from.
type Input struct {
	Book   *cohort.Book
	Scores cohort.Scores
	Texts  map[string]string // of Refs, from the cabinet
	From   moment.Day        // 0 is from the beginning
	To     moment.Day        // nothing later is in it
}

// Refs are the cabinet texts that a return needs.
func Refs(b *cohort.Book) (out []clinic.Text) {
	for id, list := range b.National {
		t := list[len(list)-1]
		for _, x := range []*clinic.Text{t.Initials, t.Postcode} {
			if x != nil {
				out = append(out, *x)
			}
		}
		if born, ok := b.Born[id]; ok {
			out = append(out, born)
		}
	}
	return out
}

// entry is one line of the return in the making: of a client's episode, and of
// one intervention or one set of answers under it.
type entry struct {
	in      *Input
	rel     *Release
	stay    *cohort.Stay
	told    clinic.RecordNational
	sitting *cohort.Sitting // a row of answers
	mod     bool            // a row of the intervention
	scores  recovery.Scores
}

// ClientID is the local reference of somebody: it stays, and means nothing.
func ClientID(premises, person string) string {
	sum := sha256.Sum256([]byte("steady-ndtms-client\x00" + premises + "\x00" + person))
	return hex.EncodeToString(sum[:6])
}

func (x *entry) client() string { return ClientID(x.in.Book.Premises, string(x.stay.Person)) }

func (x *entry) episode() string { return x.client() + "-" + strconv.Itoa(x.stay.Episode) }

// sources are all that a field can be filled from. Each answers a value, or ""
// for what is not known.
var sources = map[string]func(x *entry) string{
	"initial.first": func(x *entry) string { return x.initial(0) },
	"initial.last":  func(x *entry) string { return x.initial(1) },
	"born":          func(x *entry) string { return x.born() },
	"sex":           func(x *entry) string { return x.coded("sex", string(x.told.Sex)) },
	"ethnic":        func(x *entry) string { return x.coded("ethnic", string(x.told.Ethnic)) },
	"nation":        func(x *entry) string { return x.told.Nation },
	"agency":        func(x *entry) string { return x.in.Book.Codes.Agency },
	"area":          func(x *entry) string { return x.in.Book.Codes.Area },
	"authority":     func(x *entry) string { return x.in.Book.Codes.Local },
	"client":        (*entry).client,
	"episode":       (*entry).episode,
	"consent":       func(*entry) string { return "Y" },
	"postcode":      func(x *entry) string { return x.text(x.told.Postcode) },
	"housing":       func(x *entry) string { return x.coded("housing", string(x.told.Housing)) },
	"children":      func(x *entry) string { return x.coded("children", string(x.told.Children)) },
	"drug.1":        func(x *entry) string { return x.drug(0) },
	"drug.2":        func(x *entry) string { return x.drug(1) },
	"drug.3":        func(x *entry) string { return x.drug(2) },
	"first_use": func(x *entry) string {
		if x.told.FirstUse == 0 {
			return ""
		}
		return strconv.Itoa(x.told.FirstUse)
	},
	"route":    func(x *entry) string { return x.coded("route", string(x.told.Route)) },
	"injects":  func(x *entry) string { return x.coded("injects", string(x.told.Injects)) },
	"referred": func(x *entry) string { return x.day(x.stay.Referred) },
	"triaged":  func(x *entry) string { return x.day(x.stay.Decided) },
	"ended":    func(x *entry) string { return x.day(x.stay.Ended) },
	"modality": func(x *entry) string { return x.coded("modality", "pharmacological") },
	"modality.id": func(x *entry) string {
		return x.episode() + "-1"
	},
	"modality.start": func(x *entry) string { return x.day(x.stay.FirstDose) },
	"modality.end":   func(x *entry) string { return x.day(x.stay.Ended) },
	"modality.exit":  func(x *entry) string { return x.coded("exit", exitOf(x.stay)) },
	"top.date":       func(x *entry) string { return x.day(x.sitting.At) },
	"top.id": func(x *entry) string {
		sum := sha256.Sum256([]byte("steady-ndtms-top\x00" + x.in.Book.Premises + "\x00" + x.sitting.ID))
		return hex.EncodeToString(sum[:6])
	},
}

// topField is the prefix of a value out of the answers to the profile.
const topField = "top:"

func knownFrom(from string) bool {
	if name, ok := strings.CutPrefix(from, topField); ok {
		in, err := recovery.Find("top")
		if err != nil {
			return false
		}
		for _, r := range in.Returns {
			if r.Field == name {
				return true
			}
		}
		return false
	}
	return sources[from] != nil
}

// exitOf says how an intervention ended in the three words that have a confirmed
// code; "" where none of them is true.
func exitOf(s *cohort.Stay) string {
	switch {
	case s.Ended == 0:
		return ""
	case s.Planned:
		return "planned"
	case s.Ending == "own_wish" || s.Ending == "stopped_coming":
		return "own"
	case s.Ending == clinic.EndByService:
		return "withdrawn"
	}
	return ""
}

func (x *entry) text(t *clinic.Text) string {
	if t == nil {
		return ""
	}
	return x.in.Texts[t.Ref]
}

func (x *entry) initial(i int) string {
	if w := []rune(x.text(x.told.Initials)); len(w) == 2 {
		return strings.ToUpper(string(w[i]))
	}
	return ""
}

func (x *entry) born() string {
	t, ok := x.in.Book.Born[x.stay.Person]
	if !ok {
		return ""
	}
	day, err := moment.ParseDay(x.in.Texts[t.Ref])
	if err != nil {
		return ""
	}
	return x.rel.date(day)
}

func (x *entry) day(at moment.Instant) string {
	if at == 0 {
		return ""
	}
	if day := x.in.Book.Zone.Day(at); day <= x.in.To {
		return x.rel.date(day)
	}
	return ""
}

func (x *entry) coded(list, word string) string { return x.rel.Codes[list].Values[word] }

// drug is the code of one of the drugs; where they were asked and there is no
// further one, the code that says so.
func (x *entry) drug(i int) string {
	switch {
	case i < len(x.told.Drugs):
		return x.coded("drug", string(x.told.Drugs[i]))
	case len(x.told.Drugs) == 0:
		return ""
	}
	return x.coded("drug", fmt.Sprintf("none.%d", i+1))
}

// value is what stands in a field of this line.
func (x *entry) value(f Field) string {
	switch {
	case f.From == "",
		f.Entity == "modality" && !x.mod,
		f.Entity == "top" && x.sitting == nil,
		f.Entity == "review" || f.Entity == "time":
		return ""
	}
	if name, ok := strings.CutPrefix(f.From, topField); ok {
		v := x.scores.Get(name)
		switch {
		case !v.Known || v.Signs != nil:
			return ""
		case v.Word != "":
			return v.Word
		}
		return v.Number.String()
	}
	return sources[f.From](x)
}

// date prints a day as the release writes days.
func (r *Release) date(d moment.Day) string {
	y, m, day := d.Split()
	if r.Date == "DD/MM/YYYY" {
		return fmt.Sprintf("%02d/%02d/%04d", day, m, y)
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// day reads a day as the release writes it.
func (r *Release) day(text string) (moment.Day, bool) {
	if r.Date == "DD/MM/YYYY" {
		p := strings.Split(text, "/")
		if len(p) != 3 || len(text) != 10 {
			return 0, false
		}
		text = p[2] + "-" + p[1] + "-" + p[0]
	}
	d, err := moment.ParseDay(text)
	return d, err == nil
}
