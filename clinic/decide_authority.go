package clinic

import (
	"fmt"
	"slices"

	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/register"
)

// LawPack is the jurisdiction pack in force, or nil.
func (s *State) LawPack() *register.Jurisdiction { return s.law }

// licence finds a doctor's licence for an act with a substance in force on a
// day (R-REG-19), or refuses. Where the jurisdiction asks for none the licence
// is empty. A licence is a prescriber's of this service: once that role has
// ended nobody prescribes, countersigns or gives a dose under it, whatever its
// last day is.
func (s *State) licence(doctor person.StaffID, sub measure.Substance, act person.Act,
	day moment.Day) (person.Licence, *Refusal) {
	b, needed := s.law.LicenceNeeded(sub, act)
	if !needed {
		return person.Licence{}, nil
	}
	if !s.Staff[doctor].Has(person.Prescriber) {
		return person.Licence{}, refusal.New("no_licence", b.Rule, "The doctor whose licence this rests on is not a "+
			"prescriber of this service any more: a licensed prescriber takes over and prescribes anew.")
	}
	for _, l := range s.Licences {
		if l.Covers(doctor, sub, s.Premises, day) && l.Allows(act) {
			return l, nil
		}
	}
	what := ""
	if act == person.Countersigns {
		what = " that covers countersigning"
	}
	for _, l := range s.Licences {
		if l.Covers(doctor, sub, s.Premises, day) { // one there is, for other acts
			what = fmt.Sprintf(" that covers the act %q", string(act))
		}
	}
	return person.Licence{}, refusal.New("no_licence", b.Rule, fmt.Sprintf(
		"No licence for %s%s in force for this doctor at these premises: ask a licensed doctor, or enter the licence.",
		sub, what))
}

// authority decides who may act here, under which law.
func (d *decider) authority(body Body) *Refusal {
	switch b := body.(type) {
	case GrantLicence:
		return d.grantLicence(b)
	case EndLicence:
		return d.endLicence(b)
	case EndRoles:
		return d.endRoles(b)
	case InstallJurisdiction:
		law, err := register.LoadJurisdiction(b.Document)
		if err != nil {
			return refusal.New("bad_pack", "R-REG-45", "This jurisdiction pack cannot be used: "+err.Error())
		}
		if old := d.s.Law; old != nil && old.ID == law.ID && old.Version == law.Version &&
			string(old.Document) != string(b.Document) {
			return refusal.New("pack_version", "R-REG-45", fmt.Sprintf(
				"Version %s of pack %s is in force with other content: give the change a new version.", law.Version, law.ID))
		}
		d.say(&JurisdictionInstalled{law.ID, law.Version, b.Document})
		d.say(&register.LawInForce{Pack: law.ID, Version: law.Version, Document: b.Document})
	case AdoptProcedure:
		f := register.ProcedureInForce(b)
		if no := d.s.Accounts.Adopt(f); no != nil {
			return no
		}
		d.say(&f)
	}
	return nil
}

func (d *decider) grantLicence(b GrantLicence) *Refusal {
	known := !slices.ContainsFunc(b.Acts, func(a person.Act) bool { return !a.Known() })
	if !d.s.Staff[b.Doctor].Has(person.Prescriber) || b.Number == "" || b.From == 0 || b.To < b.From ||
		!b.Substance.Known() || !known {
		return refusal.New("licence_incomplete", "R-REG-19",
			"Name a prescriber of this service, the drug, the licence number, and its first and last day.")
	}
	d.say(&LicenceGranted{b})
	return nil
}

func (d *decider) endLicence(b EndLicence) *Refusal {
	found := false
	for _, l := range d.s.Licences {
		found = found || l.Doctor == b.Doctor && l.Substance == b.Substance && l.Number == b.Number &&
			l.To >= d.today()
	}
	switch {
	case !found:
		return refusal.New("unknown_licence", "R-REG-19", "There is no such licence in force: look at the list again.")
	case b.On < d.today():
		return refusal.New("licence_incomplete", "R-REG-19",
			"Write the first day without the licence, today or later: what was done under it before stays as it was.")
	case b.Reason.Ref == "":
		return refusal.New("reason_missing", "E-ORD-03", "Write in one line why the licence ends.")
	}
	d.say(&LicenceEnded{b})
	return nil
}

func (d *decider) endRoles(b EndRoles) *Refusal {
	m := d.s.Staff[b.Staff]
	if m == nil || len(b.Roles) == 0 || slices.ContainsFunc(b.Roles, func(r person.Role) bool { return !m.Has(r) }) {
		return refusal.New("unknown_role", "R-REG-09", "Choose somebody of this service and a role that they have.")
	}
	if b.Reason.Ref == "" {
		return refusal.New("reason_missing", "E-ORD-03", "Write in one line why the role ends.")
	}
	for _, r := range []person.Role{person.Admin, person.Manager} {
		if slices.Contains(b.Roles, r) && !d.keeper(b.Staff, b.Roles) {
			return refusal.New("last_keeper", "R-REG-09",
				"Nobody else could add staff or enter licences then: give that role to a colleague first.")
		}
	}
	d.say(&RolesEnded{b})
	return nil
}

// keeper reports whether somebody who adds staff is left.
func (d *decider) keeper(gone person.StaffID, roles []person.Role) bool {
	for id, m := range d.s.Staff {
		for _, r := range []person.Role{person.Admin, person.Manager} {
			if m.Has(r) && (id != gone || !slices.Contains(roles, r)) {
				return true
			}
		}
	}
	return false
}

func (d *decider) placeHold(b PlaceHold) *Refusal {
	p := d.s.People[b.Person]
	switch {
	case p == nil:
		return unknownPerson()
	case b.Of != "" && !b.Of.Known() || b.Recheck != 0 && b.Recheck < d.today():
		return refusal.New("hold_incomplete", "P-PRE-04",
			"Choose what the hold is about, and for looking again today or a later day, or none.")
	case b.Reason.Ref == "":
		return refusal.New("reason_missing", "E-ORD-03", "Write in one line why doses are on hold.")
	}
	d.say(&HoldPlaced{Person: b.Person, Reason: &b.Reason, Of: b.Of, Recheck: b.Recheck, No: p.HoldCount + 1})
	return nil
}

func (d *decider) liftHold(b LiftHold) *Refusal {
	p := d.s.People[b.Person]
	there := func(h HoldPlaced) bool { return b.No == 0 || h.No == b.No }
	switch {
	case p == nil:
		return unknownPerson()
	case !d.s.Staff[d.c.By].Has(person.Prescriber):
		return refusal.New("prescriber_only", "E-OD-06", "Only a prescriber lifts a hold: ask them to review.")
	case d.s.withdrew(b.Person):
		return noConsent("Consent was withdrawn: record a new consent first, then lift the hold.")
	case !slices.ContainsFunc(p.Holds, there) && (b.No != 0 || d.s.gateHome(b.Person, d.today()) == nil):
		return refusal.New("no_hold", "E-OD-06", "There is no hold on this person's doses.")
	case b.Reason.Ref == "":
		return refusal.New("reason_missing", "E-ORD-03", "Write in one line why the hold ends.")
	}
	d.say(&HoldLifted{b.Person, b.Reason, b.No})
	return nil
}

func (d *decider) changeTrimester(b ChangeTrimester) *Refusal {
	p := d.s.People[b.Person]
	switch {
	case p == nil:
		return unknownPerson()
	case b.Trimester < 0 || b.Trimester > 3 || b.Trimester == p.Trimester:
		return refusal.New("trimester_same", "P-TITR-09",
			"Choose a trimester, or that the pregnancy has ended, other than what is recorded.")
	}
	d.say(&TrimesterChanged{b})
	return nil
}
