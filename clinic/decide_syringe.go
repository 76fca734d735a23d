package clinic

import (
	"fmt"
	"maps"
	"strings"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
	"steady/refusal"
	"steady/register"
	"steady/visit"
)

func (d *decider) syringe(body Body) *Refusal {
	switch b := body.(type) {
	case Prepare:
		return d.prepare(b)
	case Check:
		return d.check(b)
	case HandOver:
		v, no := d.visit(b.Visit, visit.HandOver)
		if no != nil {
			return no
		}
		scanned, no := d.s.ReadLabel(v, b.Label)
		if no != nil {
			return no
		}
		if no := d.mayUse(v); no != nil {
			return no
		}
		return d.handOver(v, scanned)
	case Discard:
		return d.discard(b)
	case Administer:
		return d.administer(b)
	}
	return nil
}

// prepare draws up a decided dose. Nothing is in the register until a second
// person has checked (regulation-and-register, acceptance test 9).
func (d *decider) prepare(b Prepare) *Refusal {
	v, no := d.visit(b.Visit, visit.Prepare)
	if no != nil {
		return no
	}
	if no := d.noOtherSyringe(v); no != nil {
		return no
	}
	allowed, ok := v.Allowed()
	if !ok || b.Dose <= 0 || b.Dose > allowed {
		return refusal.New("above_decision", "E-ORD-02", fmt.Sprintf(
			"At most %s may be prepared: prepare that or less.", allowed))
	}
	if no := d.stillAllowed(v, b.Dose, v.answered()); no != nil {
		return no
	}
	p := d.s.People[v.Person]
	if b.Solution != "" {
		return d.fromSolution(v, b, *p.Rx)
	}
	if no := d.scannedFor(v, b); no != nil {
		return no
	}
	content := d.s.Accounts.Content(b.Picks)
	if _, no := d.s.Accounts.Draw(b.Visit, b.Picks, d.s.reserved(v), p.Rx.Form, d.today()); no != nil {
		return no
	}
	if content < b.Dose {
		return refusal.New("too_few_ampoules", "E-PREP-08", fmt.Sprintf(
			"These ampoules hold %s, the dose is %s: add an ampoule.", content, b.Dose))
	}
	if no := d.s.Dissolves(b.Picks, b.Volume); no != nil {
		return no
	}
	draw := measure.Volume(measure.Mass(b.Volume).Part(int64(b.Dose), int64(content)))
	d.say(&Prepared{Visit: b.Visit, Dose: measure.Dose{Mass: b.Dose, Form: p.Rx.Form}, Picks: b.Picks,
		Volume: b.Volume, Draw: draw, Waste: content - b.Dose, Route: p.Rx.Route, Expiry: d.s.expiryOf(b.Picks),
		Scanned: b.Scanned})
	return nil
}

// expiryOf is the earliest expiry date of the ampoules of a syringe.
func (s *State) expiryOf(picks []register.Pick) (first moment.Day) {
	for _, k := range picks {
		for _, l := range s.Accounts.Sheets[k.Page].Lots {
			if l.Batch == k.Batch && (first == 0 || l.Expiry < first) {
				first = l.Expiry
			}
		}
	}
	return first
}

// reserved lists the ampoules in other syringes that nobody has checked yet.
func (s *State) reserved(but *Visit) []register.Pick {
	var out []register.Pick
	for _, v := range s.busy {
		if v != but && v.Syringe != nil && v.CheckedBy == "" {
			out = append(out, v.Syringe.Picks...)
		}
	}
	return out
}

func (d *decider) noOtherSyringe(v *Visit) *Refusal {
	for _, o := range d.s.busy {
		if o != v && o.Person == v.Person && o.Syringe != nil {
			return refusal.New("syringe_open", "E-PREP-09",
				"Another syringe of this person is not accounted for: finish or discard that one first.")
		}
	}
	return nil
}

// check books the ampoules out of the safe and the overage as waste, before
// the two persons who drew up and checked (E-PREP-09, R-REG-30).
func (d *decider) check(b Check) *Refusal {
	v, no := d.visit(b.Visit, visit.Check)
	if no != nil {
		return no
	}
	scanned, no := d.s.ReadLabel(v, b.Label)
	if no != nil {
		return no
	}
	if no := d.twoPeople(v.PreparedBy); no != nil {
		return no
	}
	if no := d.mayUse(v); no != nil {
		return no
	}
	shares, no := d.draw(v, d.today())
	if no != nil {
		return no
	}
	for _, w := range d.s.Accounts.Waste(v.ID, shares, v.Syringe.Dose.Mass, register.Overage, d.run, d.signed()) {
		d.say(&w)
	}
	d.say(&Checked{b.Visit, d.signed(), scanned})
	if b.HandOver {
		return d.handOver(v, scanned)
	}
	return nil
}

// draw books a syringe's ampoules out of the safe. An expired batch is refused
// as of the day given: today for use, the day it was opened for writing it off.
func (d *decider) draw(v *Visit, day moment.Day) ([]register.Share, *Refusal) {
	if v.Syringe.Solution != "" {
		return d.portion(v)
	}
	drawn, no := d.s.Accounts.Draw(v.ID, v.Syringe.Picks, nil, v.Syringe.Dose.Form, day)
	if no != nil {
		return nil, no
	}
	for i := range drawn {
		d.say(&drawn[i])
	}
	return d.s.Accounts.Shares(drawn), nil
}

func (d *decider) handOver(v *Visit, scanned bool) *Refusal {
	busy := 0
	for _, o := range d.s.busy {
		if o.Stage == visit.InBooth {
			busy++
		}
	}
	if busy >= d.s.Booths && d.at == d.now { // who sat where, when a late entry happened, is not known
		return refusal.New("booths_full", "visit order", "Every booth is taken: hand over when one is free.")
	}
	d.say(&HandedOver{v.ID, scanned})
	return nil
}

// discard writes off a syringe that will not be used, before two persons.
func (d *decider) discard(b Discard) *Refusal {
	v, no := d.visit(b.Visit, visit.Discard)
	if no != nil {
		return no
	}
	if v.Syringe == nil {
		return refusal.New("no_syringe", "R-REG-30", "There is no syringe to discard at this visit.")
	}
	if b.Why.Ref == "" {
		return refusal.New("reason_missing", "R-REG-30", "Write in one line why the syringe is discarded.")
	}
	if no := d.twoPeople(); no != nil {
		return no
	}
	shares := d.s.Accounts.Outstanding(v.ID)
	if v.CheckedBy == "" {
		if shares, no = d.draw(v, d.s.zone.Day(v.PreparedAt)); no != nil {
			return no
		}
	}
	why := register.Discarded
	if b.Spilt {
		why = register.Spilt
	}
	for _, w := range d.s.Accounts.Waste(v.ID, shares, 0, why, d.run, d.signed()) {
		d.say(&w)
	}
	d.say(&SyringeDiscarded{b.Visit, b.Why, d.signed()})
	return nil
}

// sites are the injecting sites the screen offers, by route. Arms come first;
// groin and neck are never offered (P-SITE-02).
var sites = map[string]string{
	"left_forearm": "iv", "right_forearm": "iv", "left_elbow": "iv", "right_elbow": "iv",
	"left_hand": "iv", "right_hand": "iv", "left_upper_arm": "iv", "right_upper_arm": "iv",
	"left_leg": "iv", "right_leg": "iv", "left_foot": "iv", "right_foot": "iv",
	"left_deltoid": "im", "right_deltoid": "im", "left_thigh": "im", "right_thigh": "im",
	"left_buttock": "im", "right_buttock": "im", "abdomen": "sc",
}

// Sites returns the injecting sites the screen offers, each with its route.
func Sites() map[string]string { return maps.Clone(sites) }

// siteTakes reports whether a site goes with a route. What is given into or
// under the skin of a muscle site may be either.
func siteTakes(site string, route protocol.Route) bool {
	switch by := sites[site]; route {
	case protocol.Oral, protocol.Nasal:
		return site == ""
	case protocol.IV:
		return by == "iv"
	case protocol.IM:
		return by == "im"
	case protocol.SC:
		return by == "im" || by == "sc"
	}
	return false
}

// condition reports whether a site is described in the words of E-SITE-09,
// joined by commas: free text has no place in the log.
func condition(words string) bool {
	for w := range strings.SplitSeq(words, ",") {
		switch w {
		case "", "pain", "redness", "swelling", "discharge":
		default:
			return false
		}
	}
	return true
}

// administer records what went in. The supply and any witnessed waste are
// entries of the same command: they stand or fall together.
func (d *decider) administer(b Administer) *Refusal {
	v, no := d.visit(b.Visit, visit.Give)
	if no != nil {
		return no
	}
	if v.Syringe == nil || v.BoothSince == 0 {
		return refusal.New("no_syringe", "E-PREP-09", "No syringe was handed over at this visit.")
	}
	scanned, no := d.s.ReadLabel(v, b.Label)
	if no != nil {
		return no
	}
	dose := v.Syringe.Dose.Mass
	switch {
	case b.Given < 0 || b.Given > dose:
		return refusal.New("more_than_syringe", "R-REG-13", fmt.Sprintf(
			"The syringe held %s: write that or less.", dose))
	case b.Given > 0 && !siteTakes(b.Site, b.Route):
		return refusal.New("site_missing", "E-SITE-09",
			"Choose how it was injected, and a site that goes with it.")
	case !condition(b.Condition):
		return refusal.New("site_missing", "E-SITE-09", "Describe the site with the words on the screen.")
	case b.Attempts < 0 || b.Attempts > 20:
		return refusal.New("bad_attempts", "E-SITE-09", "Write how many times a vein was tried.")
	}
	if no := d.siteAllowed(d.s.People[v.Person], b); no != nil {
		return no
	}
	var signed Confirmation
	if b.Given < dose {
		if no := d.twoPeople(); no != nil {
			return no
		}
		signed = d.signed()
	}
	d.settle(v, b.Given, signed)
	started := b.Started
	if started == 0 {
		started = v.BoothSince
	}
	in := &Injected{Visit: b.Visit, Prescribed: dose, Given: b.Given, Form: v.Syringe.Dose.Form,
		Completed: b.Given == dose, Route: b.Route, Site: b.Site, Condition: b.Condition, Attempts: b.Attempts,
		Started: started, RisksTold: b.RisksTold, Despite: b.Despite, Rest: b.Rest,
		Scanned: scanned}
	if b.Given < dose {
		in.Signed = &signed
	}
	d.say(in)
	return nil
}

func (d *decider) settle(v *Visit, given measure.Mass, signed Confirmation) {
	shares := d.s.Accounts.Outstanding(v.ID)
	prescriber, lic := v.RxBy, v.RxLicence // who ordered this dose, whatever was written since
	for _, g := range d.s.Accounts.Give(v.ID, string(v.Person), shares, given, string(prescriber), lic, d.run) {
		d.say(&g)
	}
	why := register.PartUsed
	if given == 0 {
		why = register.NotUsed
	}
	for _, w := range d.s.Accounts.Waste(v.ID, shares, given, why, d.run, signed) {
		d.say(&w)
	}
}
