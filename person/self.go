package person

import "strings"

// ServiceUser is the word of the who-may table for somebody in treatment who
// acts for themself. It is a role that nobody is granted: Roles does not list
// it, Known refuses it, and whoever acts as Self has it and no other.
const ServiceUser Role = "service_user"

// selfPrefix begins the id under which a person acts for themself. No account
// of staff begins so (clinic refuses it), so the two can never be mixed up.
const selfPrefix = "self-"

// Self is the id under which a service user acts for themself: the author of
// what they say, ask and decide. Who is somebody's id of more than 59 bytes has
// no such id, because an author's has 64 at most: Self then gives one that
// StaffID.Self does not take back and that no entry can carry.
func Self(id UserID) StaffID { return StaffID(selfPrefix + string(id)) }

// Self returns the service user who acts under this id, and whether one does.
func (id StaffID) Self() (UserID, bool) {
	user, found := strings.CutPrefix(string(id), selfPrefix)
	if !found || CheckID(user) != nil || CheckID(string(id)) != nil {
		return "", false
	}
	return UserID(user), true
}

// Reserved reports whether an id is of the form that only a person acting for
// themself has: no account of staff may carry it.
func (id StaffID) Reserved() bool { return strings.HasPrefix(string(id), selfPrefix) }
