package web

import (
	"context"
	"slices"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/moment"
	"steady/person"
)

// roster answers who works here from the journal's state, and their names from
// the cabinet.
type roster struct{ house *app.House }

// Roster returns the staff list of a house as sign-in asks for it: roles as the
// journal has them now, names as the cabinet has them now.
func Roster(h *app.House) login.Roster { return roster{h} }

// Member implements login.Roster. A name that was erased is shown as such; the
// person may still sign in. An inspector has that role only while an inspection
// of theirs lasts (R-REG-42).
func (x roster) Member(ctx context.Context, id person.StaffID) (login.Member, error) {
	var m login.Member
	var name clinic.Text
	known := false
	now := x.house.Now()
	err := x.house.View(func(st *clinic.State) {
		if s := st.Staff[id]; s != nil {
			known, name = true, s.Name
			m = member(st, s, now)
		}
	})
	switch {
	case err != nil:
		return login.Member{}, err
	case !known:
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

// member is a member of staff as they are at an instant, without their name.
func member(st *clinic.State, s *clinic.Staff, now moment.Instant) login.Member {
	m := login.Member{ID: s.ID, Roles: slices.Clone(s.Roles), Active: len(s.Roles) > 0}
	if !s.Has(person.Inspector) {
		return m
	}
	m.Outside = len(s.Roles) == 1
	if st.Inspecting(s.ID, now) != nil {
		return m
	}
	m.Roles = slices.DeleteFunc(m.Roles, func(r person.Role) bool { return r == person.Inspector })
	if m.Outside {
		m.Barred = "No inspection of yours is open now: ask the accountable officer or the manager to let you in."
	}
	return m
}
