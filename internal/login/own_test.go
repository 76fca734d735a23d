package login_test

import (
	"slices"
	"testing"

	"steady/clinic"
	"steady/internal/login"
	"steady/person"
)

// ownCommands are what a person may give for themself, written a second time
// on purpose: a change of access is a change of both.
var ownCommands = []string{"arrive", "ask_away", "end_away", "end_life", "enter_life", "give_consent",
	"withdraw_consent", "write_reasons"}

// TestWhatAPersonMayDoForThemself: the table and the core say the same, and
// nobody who acts for themself is a second person.
func TestWhatAPersonMayDoForThemself(t *testing.T) {
	themself := []person.Role{person.ServiceUser}
	for _, kind := range login.Commands() {
		if got := login.MayCommand(themself, kind); got != slices.Contains(ownCommands, kind) {
			t.Errorf("%s by a person for themself: may is %v", kind, got)
		}
		if login.MayWitness(themself, kind) {
			t.Errorf("%s: a service user is the second person", kind)
		}
	}
	for _, b := range bodies {
		_, core := b.(clinic.ByThemself)
		if kind := b.CommandKind(); core != slices.Contains(ownCommands, kind) {
			t.Errorf("%s: the core lets a person do it for themself: %v", kind, core)
		}
	}
}
