// Package logintest tests login from outside: an in-memory Keys, the suite
// every Keys must pass, a roster and a clock to tell it, and an authenticator
// made of software.
package logintest

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"

	"steady/internal/login"
	"steady/moment"
	"steady/person"
)

// Memory is a Keys that forgets. Use it in tests only.
type Memory struct {
	mu   sync.Mutex
	rows map[[2]string]login.Row
}

// NewMemory returns an empty Memory.
func NewMemory() *Memory { return &Memory{rows: map[[2]string]login.Row{}} }

// Key implements login.Keys.
func (m *Memory) Key(_ context.Context, kind login.Kind, id string) (login.Row, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.rows[[2]string{string(kind), id}]
	if !ok {
		return login.Row{}, login.ErrNoRow
	}
	r.Data = bytes.Clone(r.Data)
	return r, nil
}

// PutKey implements login.Keys.
func (m *Memory) PutKey(_ context.Context, r login.Row) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := [2]string{string(r.Kind), r.ID}
	if m.rows[at].Version != r.Version {
		return login.ErrRowMoved
	}
	r.Version++
	r.Data = bytes.Clone(r.Data)
	m.rows[at] = r
	return nil
}

// DropKey implements login.Keys.
func (m *Memory) DropKey(_ context.Context, kind login.Kind, id string, version int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := [2]string{string(kind), id}
	if r, ok := m.rows[at]; !ok || r.Version != version {
		return login.ErrNoRow
	}
	delete(m.rows, at)
	return nil
}

// KeysOf implements login.Keys.
func (m *Memory) KeysOf(_ context.Context, kind login.Kind, owner string, limit int) ([]login.Row, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []login.Row
	for _, r := range m.rows {
		if r.Kind == kind && r.Owner == owner {
			r.Data = bytes.Clone(r.Data)
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b login.Row) int { return strings.Compare(b.ID, a.ID) })
	return out[:min(limit, len(out))], nil
}

// SweepKeys implements login.Keys.
func (m *Memory) SweepKeys(_ context.Context, now moment.Instant) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for at, r := range m.rows {
		if r.Expires != 0 && r.Expires < now {
			delete(m.rows, at)
			n++
		}
	}
	return n, nil
}

// All returns every row, for tests of what is never kept.
func (m *Memory) All() (out []login.Row) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.rows {
		out = append(out, r)
	}
	return out
}

// Clock is told the time. It is safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now moment.Instant
}

// NewClock starts a clock.
func NewClock(at moment.Instant) *Clock { return &Clock{now: at} }

// Now returns the time it was told.
func (c *Clock) Now() moment.Instant {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Pass moves the clock on.
func (c *Clock) Pass(d moment.Span) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Roster is a fixed list of staff, changed by Set.
type Roster struct {
	mu      sync.Mutex
	members map[person.StaffID]login.Member
}

// NewRoster returns an empty roster.
func NewRoster() *Roster { return &Roster{members: map[person.StaffID]login.Member{}} }

// Set adds or replaces a member who works here.
func (r *Roster) Set(id person.StaffID, roles ...person.Role) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.members[id] = login.Member{ID: id, Name: "Invented " + string(id), Roles: roles, Active: true}
}

// Leave says that a member no longer works here.
func (r *Roster) Leave(id person.StaffID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.members[id]
	m.Active = false
	r.members[id] = m
}

// Member implements login.Roster.
func (r *Roster) Member(_ context.Context, id person.StaffID) (login.Member, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m, ok := r.members[id]
	if !ok {
		return login.Member{}, login.ErrUnknown
	}
	return m, nil
}
