package web

import (
	"context"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/person"
)

// roster answers who works here from the journal's state, and their names from
// the cabinet.
type roster struct{ house *app.House }

// Roster returns the staff list of a house as sign-in asks for it: roles as the
// journal has them now, names as the cabinet has them now.
func Roster(h *app.House) login.Roster { return roster{h} }

// Member implements login.Roster. A name that was erased is shown as such; the
// person may still sign in.
func (x roster) Member(ctx context.Context, id person.StaffID) (login.Member, error) {
	var m login.Member
	var name clinic.Text
	known := false
	x.house.View(func(st *clinic.State) {
		if s := st.Staff[id]; s != nil {
			known, name = true, s.Name
			m = login.Member{ID: id, Roles: append([]person.Role(nil), s.Roles...), Active: len(s.Roles) > 0}
		}
	})
	if !known {
		return login.Member{}, login.ErrUnknown
	}
	texts, err := x.house.Texts(ctx, name)
	if err != nil {
		return login.Member{}, err
	}
	if m.Name = texts[name.Ref]; m.Name == "" {
		m.Name = erased
	}
	return m, nil
}
