// Package person says who may be spoken of: the service user, the member of
// staff, what each member of staff may do here and under which licence. It
// holds opaque ids only. Names live in the cabinet, outside every log.
package person

import (
	"fmt"
	"slices"

	"steady/measure"
	"steady/moment"
)

// UserID is the opaque id of a service user, in the alphabet of CheckID.
type UserID string

// StaffID is the opaque id of a member of staff, in the alphabet of CheckID.
type StaffID string

// MaxID is the greatest length of an id in bytes.
const MaxID = 64

// CheckID reports why a text cannot be a UserID or a StaffID. An id is 1 to 64
// of a-z, 0-9 and "-", and does not begin with "-": in an entry a lone "-" says
// "the system" or "nobody".
func CheckID(id string) error {
	if id == "" || len(id) > MaxID || id[0] == '-' {
		return fmt.Errorf("%q is not an id: write 1 to %d of a-z, 0-9 and -, not beginning with -", id, MaxID)
	}
	for i := range len(id) {
		c := id[i]
		if c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return fmt.Errorf("%q is not an id: write 1 to %d of a-z, 0-9 and -, not beginning with -", id, MaxID)
		}
	}
	return nil
}

// Role is what a member of staff is here to do. One person may have several;
// each is granted by itself and none includes another.
type Role string

// The roles of the service.
const (
	Nurse          Role = "nurse"           // assesses, prepares, administers, observes
	Prescriber     Role = "prescriber"      // prescribes and answers referrals, under a licence
	Pharmacist     Role = "pharmacist"      // keeps stock, may check and witness
	CDAO           Role = "cdao"            // controlled drugs accountable officer: reads and notes the register
	Manager        Role = "manager"         // staff, rota, capacity; gives no dose
	RecoveryWorker Role = "recovery_worker" // reviews, goals and wider life; gives no dose
	Researcher     Role = "researcher"      // consented study material only
	Inspector      Role = "inspector"       // reads the register and nothing clinical
	Admin          Role = "admin"           // sign-in and set-up; sees nobody's record
)

// Roles lists every role that somebody can be granted, once, in the order
// above. ServiceUser is not among them.
func Roles() []Role {
	return []Role{Nurse, Prescriber, Pharmacist, CDAO, Manager, RecoveryWorker, Researcher, Inspector, Admin}
}

// Known reports whether r is one of the roles above.
func (r Role) Known() bool {
	for _, k := range Roles() {
		if r == k {
			return true
		}
	}
	return false
}

// String prints the role for people: "recovery worker".
func (r Role) String() string {
	switch r {
	case RecoveryWorker:
		return "recovery worker"
	case CDAO:
		return "accountable officer (CDAO)"
	case ServiceUser:
		return "service user"
	}
	return string(r)
}

// Competence is something a member of staff has been shown able to do. A role
// says what a person is employed for; a competence says what was assessed.
type Competence string

// The competences the service records.
const (
	Preparing   Competence = "preparing"    // makes up an injection and its label
	Supervising Competence = "supervising"  // watches an injection in the booth
	Rescue      Competence = "rescue"       // airway, oxygen, naloxone
	StockTaking Competence = "stock_taking" // receives, counts and witnesses waste
)

// Known reports whether c is one of the competences above.
func (c Competence) Known() bool {
	return c == Preparing || c == Supervising || c == Rescue || c == StockTaking
}

// Licence lets one doctor prescribe, supply or administer one substance in
// treatment of dependence at one premises (R-REG-19). It is asked about when a
// prescription is written, when it is countersigned and at each administration.
type Licence struct {
	Doctor    StaffID           // the licence holder
	Substance measure.Substance // a licence covers one substance; a doctor may hold several
	Premises  string            // opaque premises id
	Number    string            // as printed on the licence
	From      moment.Day        // first day of force, inclusive
	To        moment.Day        // last day of force, inclusive; not set: until it is withdrawn
	Acts      []Act             // what it allows; none named is all three
}

// InForce reports whether the licence is in force on the day (R-REG-19). A
// licence without a number or a first day, or a day that is not set, never is.
func (l Licence) InForce(day moment.Day) bool {
	if l.Number == "" || l.From == 0 || day == 0 {
		return false
	}
	return day >= l.From && (l.To == 0 || day <= l.To)
}

// Act is what a licence lets a doctor do with the drug (R-REG-19).
type Act string

// The acts. A dose may be given by others where the licence of the doctor who
// authorised it covers administering.
const (
	Prescribes   Act = "prescribe"
	Countersigns Act = "countersign"
	Administers  Act = "administer"
)

// Acts lists every act once.
func Acts() []Act { return []Act{Prescribes, Countersigns, Administers} }

// Known reports whether a is one of the acts above.
func (a Act) Known() bool { return a == Prescribes || a == Countersigns || a == Administers }

// Allows reports whether the licence names the act; one that names none
// allows all three.
func (l Licence) Allows(a Act) bool {
	return len(l.Acts) == 0 && a.Known() || slices.Contains(l.Acts, a)
}

// Covers reports whether the licence lets the doctor act with the substance at
// the premises on the day (R-REG-19).
func (l Licence) Covers(doctor StaffID, substance measure.Substance, premises string, day moment.Day) bool {
	return l.InForce(day) && l.Doctor != "" && l.Doctor == doctor &&
		l.Substance == substance && l.Premises == premises
}
