package clinic

import (
	"fmt"
	"strings"

	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/refusal"
	"steady/register"
	"steady/register/gs1"
)

// SyringeLabel is what the label of a syringe says (E-PREP-09). All but who
// checked it stands from the moment it is recorded as prepared.
type SyringeLabel struct {
	Visit      string
	Person     person.UserID
	Dose       measure.Dose
	Route      protocol.Route
	Draw       measure.Volume // in the syringe
	Volume     measure.Volume // that the ampoules were made up to
	Picks      []register.Pick
	Solution   string     // that it was drawn from; "" is from the ampoules
	Expiry     moment.Day // the earliest of the batches; 0 where it is not known
	PreparedBy person.StaffID
	PreparedAt moment.Instant
	CheckedBy  person.StaffID // "" until somebody has
}

// LabelOf is the label of the syringe of a visit. ok is false where there is
// none: nothing is labelled before it is recorded as prepared.
func LabelOf(v *Visit) (x SyringeLabel, ok bool) {
	if v == nil || v.Syringe == nil {
		return x, false
	}
	y := v.Syringe
	return SyringeLabel{v.ID, v.Person, y.Dose, y.Route, y.Draw, y.Volume, y.Picks, y.Solution, y.Expiry, v.PreparedBy,
		v.PreparedAt, v.CheckedBy}, true
}

// digestSize is how much of the digest is on a label, in hexadecimal digits:
// enough that no two syringes of a service share one by chance.
const digestSize = 16

// Code is what the Data Matrix of the label carries: the visit, and a digest of
// what the label says, in one field. A keyboard that drops the separator of
// fields cannot run them together.
func (x SyringeLabel) Code() gs1.Code {
	var b strings.Builder
	fmt.Fprintf(&b, "syringe\n%s\n%s\n%d %s %s\n%d of %d\n%s\n%s\n%s %d\n", x.Person, x.Visit, x.Dose.Mass, x.Dose.Form,
		x.Route, x.Draw, x.Volume, x.Solution, x.Expiry, x.PreparedBy, x.PreparedAt)
	for _, k := range x.Picks {
		fmt.Fprintf(&b, "%s %s %d\n", k.Page, k.Batch, k.Count)
	}
	return ownCode(gs1.Syringe, x.Visit, b.String())
}

// Code is what the Data Matrix on a solution's label carries: which solution, and
// a digest of what the label says.
func (x *Solution) Code() gs1.Code {
	var b strings.Builder
	fmt.Fprintf(&b, "solution\n%s\n%s %d in %s\n%s %s\n%d\n%s %d\n", x.Solution, x.Form, x.Content, x.Volume, x.Diluent,
		x.DiluentBatch, x.UseBy, x.By, x.At)
	for _, k := range x.Picks {
		fmt.Fprintf(&b, "%s %s %d\n", k.Page, k.Batch, k.Count)
	}
	return ownCode(gs1.Solution, x.Solution, b.String())
}

func ownCode(ai, id, says string) gs1.Code {
	c, err := gs1.Make(gs1.Element{AI: ai, Value: id + "." + Digest(says)[:digestSize]})
	if err != nil {
		panic("clinic: a label that no code can carry: " + err.Error())
	}
	return c
}

// ReadLabel refuses what was read off a syringe where it is not the label of
// this visit's syringe as it is now. It takes the code as scanned, or the
// person's code typed; nothing is a comparison by eye. scanned says that it was
// the code.
func (s *State) ReadLabel(v *Visit, read string) (scanned bool, no *Refusal) {
	read = strings.TrimSpace(read)
	x, has := LabelOf(v)
	if read == "" || read == string(v.Person) {
		return false, nil
	}
	c, err := gs1.Parse(read)
	if err != nil && person.CheckID(read) == nil {
		return false, wrongPerson()
	}
	_, pack := c.Get(gs1.GTIN)
	at, _, _ := strings.Cut(c.Value(gs1.Syringe), ".")
	other := s.Visits[at]
	switch {
	case pack:
		return false, wrongLabel("This is the code of an ampoule pack: scan the label on the syringe.")
	case at == "":
		return false, wrongLabel("This is no label of a syringe from here: scan it again, or compare it by eye.")
	case other != nil && other.Person != v.Person:
		return false, wrongPerson()
	case at != v.ID:
		return false, wrongLabel("This label is of another visit: put the syringe down, and find out whose it is together.")
	case !has || c.Value(gs1.Syringe) != x.Code().Value(gs1.Syringe):
		return false, wrongLabel(
			"This label is of an older syringe of this visit: put it down, and look for the one prepared now.")
	}
	return true, nil
}

func wrongPerson() *Refusal {
	return refusal.New("wrong_person", "E-PREP-09",
		"This label is somebody else's: stop, put the syringe down, and check both labels with your colleague.")
}

func wrongLabel(sentence string) *Refusal { return refusal.New("wrong_label", "E-PREP-09", sentence) }
