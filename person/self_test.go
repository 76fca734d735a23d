package person_test

import (
	"strings"
	"testing"

	"steady/person"
)

func TestSomebodyActsForThemself(t *testing.T) {
	if id, ok := person.Self("u-07").Self(); id != "u-07" || !ok {
		t.Errorf("self-u-07 is %q, %v", id, ok)
	}
	for _, id := range []person.StaffID{"", "-", "s-amara", "self", "self-", "self--x", "self-A", "selfish-u-07",
		person.Self(person.UserID(strings.Repeat("x", 60)))} {
		if user, ok := id.Self(); ok {
			t.Errorf("%q acts for the person %q", id, user)
		}
	}
	for id, want := range map[person.StaffID]bool{"self-": true, "self-u-07": true, "self--x": true, "selfish": false,
		"s-amara": false} {
		if id.Reserved() != want {
			t.Errorf("%q is reserved: %v", id, !want)
		}
	}
}

func TestNobodyIsGrantedTheRoleOfAServiceUser(t *testing.T) {
	if person.ServiceUser.Known() {
		t.Error("service_user can be granted")
	}
	if person.ServiceUser.String() != "service user" {
		t.Errorf("the role prints as %q", person.ServiceUser.String())
	}
}

// FuzzSelf: whoever acts for themself does so under one id, and it is theirs.
func FuzzSelf(f *testing.F) {
	for _, seed := range []string{"u-07", "self-u-07", "self-self-u", "", "-", "é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		user, ok := person.StaffID(text).Self()
		if ok && (person.CheckID(string(user)) != nil || person.Self(user) != person.StaffID(text)) {
			t.Fatalf("%q acts for %q, who acts as %q", text, user, person.Self(user))
		}
		if back, ok := person.Self(person.UserID(text)).Self(); ok && string(back) != text {
			t.Fatalf("%q acts as somebody who is %q", text, back)
		}
	})
}
