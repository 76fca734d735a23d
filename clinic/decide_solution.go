package clinic

import (
	"fmt"

	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/register"
	"steady/visit"
)

// diluents are what diamorphine is dissolved in here.
var diluents = []string{"water_for_injections"}

func (d *decider) solutions(body Body) *Refusal {
	switch b := body.(type) {
	case MakeSolution:
		return d.makeSolution(b)
	case DiscardSolution:
		return d.discardSolution(b)
	case PutBack:
		return d.putBack(b)
	case SupplyTakeHome:
		return d.supplyTakeHome(b)
	}
	return nil
}

// makeSolution opens ampoules into one vial. They are out of the safe, and
// their content is open on the page under the solution's name.
func (d *decider) makeSolution(b MakeSolution) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	if person.CheckID(b.Solution) != nil || d.s.Stock.Solutions[b.Solution] != nil ||
		b.Diluent != diluents[0] || b.DiluentBatch == "" || len(b.Picks) == 0 {
		return refusal.New("solution_incomplete", "R-REG-15",
			"Write the ampoules, the diluent with its batch, the final volume and until when it may be used.")
	}
	latest := d.s.SessionEnd(d.at)
	if b.UseBy <= d.at || b.UseBy > latest {
		return refusal.New("beyond_use_long", "S-PREP-06", fmt.Sprintf(
			"How long a solution keeps is not set here: it may be used until the end of this session, %s, at the latest.",
			d.s.zone.Clock(latest)))
	}
	form := measure.Form{}
	if sh := d.s.Accounts.Sheets[b.Picks[0].Page]; sh != nil {
		form = sh.Product.Form
	}
	drawn, no := d.s.Accounts.Draw(register.SolutionAccount(b.Solution), b.Picks, d.s.reserved(nil), form, d.today())
	if no != nil {
		return no
	}
	if no := d.s.Dissolves(b.Picks, b.Volume); no != nil {
		return no
	}
	for i := range drawn {
		d.say(&drawn[i])
	}
	d.say(&SolutionMade{b, form, d.s.Accounts.Content(b.Picks), d.signed(), d.s.expiryOf(b.Picks)})
	return nil
}

// Dissolves refuses a volume in which the ampoules do not dissolve (P-PREP-01).
// Every pick is on a page of the register.
func (s *State) Dissolves(picks []register.Pick, volume measure.Volume) *Refusal {
	var least measure.Volume
	for _, k := range picks {
		least += measure.MinDiluent(s.Accounts.Sheets[k.Page].Product.Content) * measure.Volume(k.Count)
	}
	if volume < least || volume > 100*measure.Millilitre {
		return refusal.New("too_little_diluent", "P-PREP-01", fmt.Sprintf(
			"These ampoules need at least %s to dissolve: make them up to that or more.", least))
	}
	return nil
}

// SessionEnd is when the session at hand, or the next one of the day, ends;
// after the last one it is midnight. It is the latest beyond-use time
// (S-PREP-06).
func (s *State) SessionEnd(at moment.Instant) moment.Instant {
	day := s.zone.Day(at)
	for i := range s.Sessions {
		if end := s.closes(day, i); end > at {
			return end
		}
	}
	return s.zone.At(day+1, 0, 0)
}

// fromSolution draws up a decided dose from a solution. Nothing is in the
// register until a second person has checked.
func (d *decider) fromSolution(v *Visit, b Prepare, rx Prescription) *Refusal {
	x := d.s.Stock.Solutions[b.Solution]
	if x == nil || len(b.Picks) > 0 {
		return refusal.New("solution_unknown", "R-REG-15", "There is no such solution: choose one of the list, or ampoules.")
	}
	for _, code := range b.Scanned {
		id, is, no := d.s.ReadSolution(v, b.Dose, code, d.at)
		switch {
		case no != nil:
			return no
		case !is || id != b.Solution:
			return refusal.New("scan_differs", "R-REG-18",
				"Something else was scanned than the solution that is chosen: scan its label, or choose again.")
		}
	}
	if no := d.drawable(x, b.Dose, rx.Form); no != nil {
		return no
	}
	draw := measure.Volume(measure.Mass(x.Volume).Part(int64(b.Dose), int64(x.Content)))
	d.say(&Prepared{Visit: b.Visit, Dose: measure.Dose{Mass: b.Dose, Form: rx.Form}, Volume: x.Volume, Draw: draw,
		Solution: b.Solution, Route: rx.Route, Expiry: x.Expiry, Scanned: b.Scanned})
	return nil
}

// drawable refuses a solution that a dose cannot be drawn from.
func (d *decider) drawable(x *Solution, dose measure.Mass, form measure.Form) *Refusal {
	if x.Form != form {
		return refusal.New("wrong_form", "E-UNIT-03", fmt.Sprintf(
			"The dose is %s, the ampoules are %s: choose ampoules of the prescribed form.", form, x.Form))
	}
	if no := d.usable(x); no != nil {
		return no
	}
	if left := d.s.LeftIn(x.Solution); left < dose {
		return refusal.New("solution_short", "R-REG-15", fmt.Sprintf(
			"The solution holds %s more: draw up less, or make the dose from ampoules.", left))
	}
	return nil
}

// usable refuses a solution after its beyond-use time, or of a recalled batch.
func (d *decider) usable(x *Solution) *Refusal {
	if d.at > x.UseBy {
		return refusal.New("beyond_use", "R-REG-15", fmt.Sprintf(
			"This solution was to be used by %s: write off what is left of it, and of this syringe, with a witness.",
			d.s.zone.Clock(x.UseBy)))
	}
	return d.notRecalled(x.Picks)
}

// LeftIn is what a solution still holds that no syringe has taken.
func (s *State) LeftIn(solution string) (m measure.Mass) {
	for _, x := range s.Accounts.Outstanding(register.SolutionAccount(solution)) {
		m += x.Mass
	}
	for _, v := range s.Visits {
		if v.Syringe != nil && v.CheckedBy == "" && v.Syringe.Solution == solution {
			m -= v.Syringe.Dose.Mass
		}
	}
	return m
}

// portion books a syringe's dose out of its solution.
func (d *decider) portion(v *Visit) ([]register.Share, *Refusal) {
	out, no := d.s.Accounts.Portion(v.Syringe.Solution, v.ID, v.Syringe.Dose.Mass)
	if no != nil {
		return nil, no
	}
	var shares []register.Share
	for i := range out {
		d.say(&out[i])
		shares = append(shares, register.Share{Page: out[i].Page, Mass: out[i].Content})
	}
	return shares, nil
}

func (d *decider) discardSolution(b DiscardSolution) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	switch {
	case d.s.Stock.Solutions[b.Solution] == nil:
		return refusal.New("solution_unknown", "R-REG-15", "There is no such solution: choose one of the list, or ampoules.")
	case b.Why.Ref == "":
		return refusal.New("reason_missing", "R-REG-30", "Write in one line why it is written off.")
	}
	for _, v := range d.s.Visits {
		if v.Syringe != nil && v.BoothSince == 0 && v.Syringe.Solution == b.Solution {
			return refusal.New("syringe_open", "R-REG-32",
				"A syringe of this solution is not handed over: hand it over or write it off first.")
		}
	}
	why := register.Leftover
	if b.Spilt {
		why = register.Spilt
	}
	account := register.SolutionAccount(b.Solution)
	for _, w := range d.s.Accounts.Waste(account, d.s.Accounts.Outstanding(account), 0, why, d.run, d.signed()) {
		d.say(&w)
	}
	d.say(&SolutionEnded{b.Solution, b.Why, d.signed()})
	return nil
}

// putBack voids ampoules that were chosen and not opened.
func (d *decider) putBack(b PutBack) *Refusal {
	v, no := d.visit(b.Visit, visit.PutBack)
	if no != nil {
		return no
	}
	if v.Syringe.Solution != "" {
		return refusal.New("already_open_drug", "R-REG-30",
			"This dose was drawn from an open solution: it cannot go back, write it off with a witness.")
	}
	if no := d.twoPeople(); no != nil {
		return no
	}
	d.say(&ReturnedUnopened{b.Visit, d.signed()})
	return nil
}

// MayTakeHome refuses daily doses taken home that the person's order, a hold or
// the law in force does not let go (R-REG-44).
func (s *State) MayTakeHome(id person.UserID, days int, today moment.Day) *Refusal {
	p := s.People[id]
	if p == nil {
		return unknownPerson()
	}
	for _, g := range s.gate(p, today) {
		if g.Rule != "R-REG-44" { // the last day of the doses before is the day to fetch the next
			return refusal.New("on_hold", g.Rule, g.Text)
		}
	}
	o := p.OrderOn(today)
	if o == nil || o.TakeHome == nil || days < 1 || days > o.TakeHome.Days {
		return refusal.New("no_take_home", "R-REG-44",
			"The prescription does not say that so many daily doses are taken home: ask the prescriber.")
	}
	return s.law.MayTakeHome(o.Form.Substance, o.Route, register.TakeHome{Days: days, Met: o.TakeHome.Met})
}

// supplyTakeHome supplies no more than the order's doses for the days that the
// law and the order allow, and not twice for the same days.
func (d *decider) supplyTakeHome(b SupplyTakeHome) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	if no := d.s.MayTakeHome(b.Person, b.Days, d.today()); no != nil {
		return no
	}
	o := d.s.People[b.Person].OrderOn(d.today())
	if b.From == 0 {
		b.From = d.today() + 1
	}
	if x, has := d.s.Stock.Home[b.Person]; b.From < d.today() || has && x.Until >= b.From {
		return refusal.New("take_home_covered", "R-REG-44",
			"Doses for that day were taken home already, or it has passed: write the first day that these are for.")
	}
	var most, mass measure.Mass
	for _, m := range o.Doses {
		most += m * measure.Mass(b.Days)
	}
	if mass = d.s.Accounts.Content(b.Picks); mass > most {
		return refusal.New("take_home_more", "R-REG-44", fmt.Sprintf(
			"%d days are %s by the prescription, these ampoules hold %s: choose fewer.", b.Days, most, mass))
	}
	out, no := d.s.Accounts.TakeHome(string(b.Person), b.Picks, d.s.reserved(nil), o.Form, b.Days, string(o.By), o.Licence,
		d.today(), d.signed())
	if no != nil {
		return no
	}
	for i := range out {
		d.say(&out[i])
	}
	d.say(&TookHome{b.Person, b.Days, b.From, b.From + moment.Day(b.Days) - 1, mass})
	return nil
}

func (x MakeSolution) shown(s *State, line func(string, ...any)) {
	line("Solution made for several doses, %s", x.Solution)
	for _, k := range x.Picks {
		line("%s", s.pickLine(k))
	}
	line("made up to %s with %s, batch %s", x.Volume, x.Diluent, x.DiluentBatch)
	line("use by %s", s.zone.In(x.UseBy).Format("2006-01-02 15:04 -0700"))
}

func (x DiscardSolution) shown(s *State, line func(string, ...any)) {
	line("Rest of the solution %s written off", x.Solution)
	line("%s left", s.LeftIn(x.Solution))
}

func (x PutBack) shown(s *State, line func(string, ...any)) {
	line("Ampoules put back, every one of them sealed")
	if v := s.Visits[x.Visit]; v != nil && v.Syringe != nil {
		line("visit %s", v.ID)
		for _, k := range v.Syringe.Picks {
			line("%s", s.pickLine(k))
		}
	}
}

func (x SupplyTakeHome) shown(s *State, line func(string, ...any)) {
	line("Supplied to be taken home, for %d days", x.Days)
	if x.From != 0 {
		line("from %s", x.From)
	}
	line("person %s", x.Person)
	for _, k := range x.Picks {
		line("%s", s.pickLine(k))
	}
}
