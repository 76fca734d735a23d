package app

import (
	"context"
	"strings"

	"steady/clinic"
	"steady/person"
)

// Alike is a record that looks like the same person, and by what.
type Alike struct {
	Person      person.UserID
	NHSNumber   bool
	NameAndBorn bool
}

// Alike compares a new person with every record: the same NHS number, or the
// same chosen name with the same date of birth. It reads the cabinet, since the
// log holds salted digests that answer nothing; what was erased is not found.
// Empty answers are not compared. It warns and decides nothing.
func (h *House) Alike(ctx context.Context, name, born, nhs string) (out []Alike, err error) {
	type record struct {
		id              person.UserID
		name, born, nhs *clinic.Text
	}
	var all []record
	var refs []clinic.Text
	err = h.View(func(st *clinic.State) {
		for _, stage := range clinic.WayStages() {
			for _, w := range st.WaysInOrder(stage) {
				all = append(all, record{w.Person, &w.Name, w.Born, w.NHSNumber})
			}
		}
	})
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		for _, t := range []*clinic.Text{x.name, x.born, x.nhs} {
			if t != nil {
				refs = append(refs, *t)
			}
		}
	}
	texts, err := h.Texts(ctx, refs...)
	if err != nil {
		return nil, err
	}
	same := func(t *clinic.Text, asked string) bool {
		return t != nil && asked != "" && folded(texts[t.Ref]) == folded(asked)
	}
	for _, x := range all {
		a := Alike{Person: x.id, NHSNumber: same(x.nhs, nhs), NameAndBorn: same(x.name, name) && same(x.born, born)}
		if a.NHSNumber || a.NameAndBorn {
			out = append(out, a)
		}
	}
	return out, nil
}

// folded is a text without its case and spaces.
func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
