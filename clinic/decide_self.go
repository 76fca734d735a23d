package clinic

import (
	"fmt"

	"steady/person"
	"steady/refusal"
)

// ByThemself is a command that a person may give for themself
// (person.Self). A command that is not one is staff's alone, whatever the
// who-may table says.
type ByThemself interface {
	Body
	// Whose is the person whom the command is about and who alone may give it
	// so; "" where there is nobody of that kind.
	Whose(s *State) person.UserID
}

// Whose is the person of the visit.
func (b Arrive) Whose(s *State) person.UserID {
	if v := s.Visits[b.Visit]; v != nil {
		return v.Person
	}
	return ""
}

// Whose is the person who agreed.
func (b GiveConsent) Whose(*State) person.UserID { return b.Person }

// Whose is the person who no longer agrees.
func (b WithdrawConsent) Whose(*State) person.UserID { return b.Person }

// Whose is the person whose reasons they are.
func (b WriteReasons) Whose(*State) person.UserID { return b.Person }

// selfRule names the order of what people do for themselves, where no
// published rule is behind it.
const selfRule = "own pages"

// author asks whether who gives the command is somebody here: Steady, an
// account of staff, or a person who acts for themself and about themself.
func (d *decider) author() *Refusal {
	if user, ok := d.c.By.Self(); ok {
		return d.themself(user)
	}
	if d.c.By != System && d.s.Staff[d.c.By] == nil && d.s.Premises != "" && len(d.s.Staff) > 0 {
		return refusal.New("unknown_staff", "R-REG-09", "Sign in with an account of these premises.")
	}
	return nil
}

// themself lets a person act about themself, now and alone. A second person is
// staff's to be, and an earlier time is for staff to write, who say why.
func (d *decider) themself(user person.UserID) *Refusal {
	b, may := d.c.Body.(ByThemself)
	switch {
	case d.s.Ways[user] == nil:
		return unknownPerson()
	case !may:
		return refusal.New("self_not_this", selfRule, "Only staff can do this. Ask somebody who works here.")
	case b.Whose(d.s) != user:
		return refusal.New("self_not_yours", selfRule, "This is about somebody else. You can only do this for yourself.")
	case d.c.Witness != nil || d.c.Alone != nil || d.c.Happened != 0 && d.c.Happened != d.now:
		return refusal.New("self_only_now", selfRule,
			"On your own pages things happen now. Ask staff to write down something earlier.")
	}
	return nil
}

// arriveThemself lets a person say that they are here where the service allows
// it, while the session of their time is open.
func (d *decider) arriveThemself(v *Visit) *Refusal {
	if _, self := d.c.By.Self(); !self {
		return nil
	}
	opens := d.s.opens(v.Day, v.Session)
	switch {
	case !d.s.Own.Set.Arrive:
		return refusal.New("self_arrive_off", selfRule, "Tell staff that you are here. They write it down.")
	case d.at < opens:
		return refusal.New("self_arrive_early", selfRule, fmt.Sprintf(
			"The door opens at %s. Press this again then, or ask staff.", d.s.zone.Clock(opens)))
	}
	return nil
}

func reservedID() *Refusal {
	return refusal.New("staff_id_reserved", "R-REG-09",
		"An id that begins with self- is for people who act for themselves: choose another one.")
}
