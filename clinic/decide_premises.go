package clinic

import (
	"encoding/json"
	"fmt"
	"strconv"

	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/refusal"
	"steady/visit"
)

func (d *decider) premises(body Body) *Refusal {
	switch b := body.(type) {
	case OpenPremises:
		return d.openPremises(b)
	case InstallPack:
		pack, err := protocol.Load(b.Document)
		if err != nil {
			return refusal.New("bad_pack", "E-MISS-02", "This pack cannot be used: "+err.Error())
		}
		if old, ok := d.s.Packs[pack.ID]; ok && old.Version == pack.Version && string(old.Document) != string(b.Document) {
			return refusal.New("pack_version", "R-REG-45", fmt.Sprintf(
				"Version %s of pack %s is in force with other content: give the change a new version.",
				pack.Version, pack.ID))
		}
		d.say(&PackInstalled{pack.ID, pack.Version, b.Document})
	case AddStaff:
		if person.CheckID(string(b.Staff)) != nil || len(b.Roles) == 0 || b.Name.Ref == "" {
			return refusal.New("staff_incomplete", "R-REG-09", "Write the name and choose at least one role.")
		}
		if b.Staff.Reserved() {
			return reservedID()
		}
		for _, r := range b.Roles {
			if !r.Known() {
				return refusal.New("staff_incomplete", "R-REG-09", fmt.Sprintf("%q is not a role here.", r))
			}
		}
		if no := d.oneHuman(b); no != nil {
			return no
		}
		d.say(&StaffAdded{b})
	default:
		return d.authority(b)
	}
	return nil
}

func (d *decider) openPremises(b OpenPremises) *Refusal {
	if d.s.Premises != "" {
		return refusal.New("already_open", "R-REG-08", "These premises have a journal already.")
	}
	_, err := moment.LoadZone(b.Zone)
	if err != nil || person.CheckID(b.Premises) != nil || b.Booths < 1 || len(b.Sessions) == 0 {
		return refusal.New("premises_incomplete", "design 2",
			"Name the premises, a time zone such as Europe/London, the booths and at least one session a day.")
	}
	last := 0
	for _, x := range b.Sessions {
		if x.Name == "" || x.Opens < last || x.Closes <= x.Opens || x.Closes > 24*60 {
			return refusal.New("premises_incomplete", "design 2",
				"Each session needs a name, and times in order that do not overlap.")
		}
		last = x.Closes
	}
	d.say(&PremisesOpened{b})
	return nil
}

func sessionKey(day moment.Day, session int) string {
	return day.String() + "/" + strconv.Itoa(session)
}

// VisitID is the id of a person's planned visit: the same for everyone who
// plans the day, so that a day planned twice books nobody twice.
func VisitID(p person.UserID, day moment.Day, session int) string {
	return "v-" + string(p) + "-" + day.String() + "-" + strconv.Itoa(session)
}

// planDay books everybody who has a prescription for the day at their regular
// time of that day of the week in each session they come to.
func (d *decider) planDay(b PlanDay) *Refusal {
	switch {
	case b.Day < d.s.Planned:
		return refusal.New("day_over", "visit order", "A later day is planned already.")
	case b.Day > d.s.zone.Day(d.now)+1:
		return refusal.New("day_ahead", "visit order", "Plan today or tomorrow; for a later day book the person.")
	}
	k := d.s.bookOf(b.Day, d.now)
	for _, x := range d.s.usualOn(b.Day) {
		h, held := d.s.HeldFor(x.Visit, d.now)
		k.leave(x.Visit)
		d.planned(k, x)
		if held { // what is held for them beside it stays held: nobody else is planned into it
			k.take(h.PromisedTime)
		}
	}
	if b.Day > d.s.Planned && len(d.out) == 0 && (len(k.hours) == 0 || len(k.taken) > 0) {
		d.say(&DayPlanned{b.Day})
	}
	if len(d.out) == 0 {
		return refusal.New("nothing_to_plan", "visit order", "Everybody with a prescription is booked for that day.")
	}
	return nil
}

func (d *decider) book(b Book) *Refusal {
	p := d.s.People[b.Person]
	switch {
	case p == nil:
		return unknownPerson()
	case d.s.Visits[b.Visit] != nil || person.CheckID(b.Visit) != nil:
		return refusal.New("visit_exists", "visit order", "This visit is booked already.")
	case b.Session < 0 || b.Session >= len(d.s.Sessions) || b.Day != d.s.zone.Day(b.Due) || b.Day < d.today():
		return refusal.New("booking_incomplete", "visit order", "Choose a session of today or of a day to come.")
	}
	if no := d.s.inTreatment(b.Person); no != nil {
		return no
	}
	if no := d.s.away(b.Person, b.Day); no != nil {
		return no
	}
	if at := p.ServedIn(b.Day, b.Session); at != 0 && b.Day < d.s.zone.Day(d.now) && !b.TopUp {
		return refusal.New("already_served", "R-REG-05", fmt.Sprintf(
			"A dose of that session is recorded at %s: the sheet is entered already, or it is another person's.",
			d.s.zone.Clock(at)))
	}
	if o := p.OrderOn(b.Day); b.TopUp && (o == nil || o.TopUp == 0) {
		return refusal.New("no_top_up", "P-HM-03", "No top-up is prescribed for that day: ask the prescriber.")
	}
	broken, no := d.mayBook(b)
	if no != nil {
		return no
	}
	f := Booked{Visit: b.Visit, Person: b.Person, Day: b.Day, Session: b.Session, Due: b.Due, TopUp: b.TopUp,
		Broke: broken}
	if len(broken) > 0 {
		f.Despite = b.Despite
	}
	d.say(&f)
	return nil
}

func (d *decider) closeSession(b CloseSession) *Refusal {
	if b.Session < 0 || b.Session >= len(d.s.Sessions) || d.s.Closed[sessionKey(b.Day, b.Session)] {
		return refusal.New("session_closed", "visit order", "This session is closed already.")
	}
	closes := d.s.closes(b.Day, b.Session)
	if d.at < closes {
		return refusal.New("session_running", "visit order", fmt.Sprintf(
			"This session runs until %s: people may still come.", d.s.zone.Clock(closes)))
	}
	for _, v := range d.s.visitsInOrder() {
		if v.Day != b.Day || v.Session != b.Session || v.Stage != visit.Booked {
			continue
		}
		ending := visit.DidNotAttend
		if v.TopUp { // an offer that nobody took up is no absence
			ending = visit.Declined
		}
		d.say(&VisitEnded{Visit: v.ID, Ending: ending})
	}
	d.say(&SessionClosed{b.Day, b.Session})
	return nil
}

// MarshalCommand prints a command with its kind, for the digest that makes a
// repeated id recognisable.
func MarshalCommand(c Command) ([]byte, error) {
	type plain Command
	return json.Marshal(struct {
		Kind string `json:"kind"`
		plain
	}{c.Body.CommandKind(), plain(c)})
}

// SessionClosed reports whether a session of the planned day was closed.
func (s *State) SessionClosed(day moment.Day, session int) bool {
	return s.Closed[sessionKey(day, session)]
}
