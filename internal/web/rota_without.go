package web

import (
	"fmt"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// without says who loses which dose without the shift, or without one person
// on it who is not counted, and what would save them.
func (d *shiftDraw) without(who person.StaffID) *page.RotaWithout {
	w := d.st.WithoutShift(d.x.ID, who, d.now)
	v := &page.RotaWithout{Heading: "If this shift is dropped", Missing: w.Missing}
	if who != "" {
		v.Heading = "Without " + d.n.staff(who) + ", who is not counted"
	}
	switch n := len(w.Lost); n {
	case 0:
		v.Lead = "No promised visit of the day is lost, as far as can be counted."
	default:
		v.Lead = fmt.Sprintf("%s of the day could not be prepared or watched. Taken in order of time: who comes first is "+
			"served first, and another may be moved instead.", plural(n, "promised visit"))
		v.Bridge = "For whoever cannot be moved, ask the prescriber for a bridge before it comes to that."
	}
	sees := login.MayRoute(d.roles, "GET /people/{person}")
	for _, x := range w.Lost {
		v.Loses = append(v.Loses, d.loss(x, sees))
	}
	if sameWhy(v.Loses) { // said once
		v.Lead += " " + v.Loses[0].Why
		for i := range v.Loses {
			v.Loses[i].Why = ""
		}
	}
	for _, x := range w.Savings {
		saved := fmt.Sprintf("saves %d", x.Saves)
		if w.Before == 0 {
			saved += fmt.Sprintf(" of %d", len(w.Lost))
		}
		v.Saves = append(v.Saves, page.RotaSave{Text: d.saving(x), Saved: saved})
	}
	if w.Before > 0 {
		v.Lead += fmt.Sprintf(" Without enough staff already, beside those: %s.", plural(w.Before, "visit"))
	}
	return v
}

// sameWhy reports whether all are lost for one reason.
func sameWhy(list []page.RotaLoss) bool {
	for _, x := range list {
		if x.Why != list[0].Why {
			return false
		}
	}
	return len(list) > 1
}

func (d *shiftDraw) loss(x clinic.Lost, sees bool) page.RotaLoss {
	out := page.RotaLoss{Name: d.n.person(x.Person), At: d.st.Zone().Clock(x.Due)}
	if sees {
		out.URL = "/people/" + string(x.Person)
	}
	switch {
	case x.Pair && x.Have == 0:
		out.Why = "Nobody registered would be here; it takes two to prepare a dose (E-PREP-09)."
	case x.Pair && x.Have >= x.Need:
		out.Why = "Nobody who may prepare a dose would be here."
	case x.Pair:
		out.Why = fmt.Sprintf("%d registered would be here; it takes two to prepare a dose (E-PREP-09).", x.Have)
	case x.Rule == clinic.RulePrepare:
		out.Why = fmt.Sprintf("%d doses would be due at that time; the staff can prepare %d.", x.Need, x.Have)
	default:
		out.Why = "There would be more to watch over than the staff can."
	}
	for _, m := range x.Moves {
		out.Move = append(out.Move, d.move(x, m))
	}
	return out
}

// move spells another time with what it costs.
func (d *shiftDraw) move(x clinic.Lost, m clinic.TimeOption) string {
	late := "later"
	if m.Due < x.Due {
		late = "earlier"
	}
	text := fmt.Sprintf("Could come at %s: %s %s.", d.st.Zone().Clock(m.Due), moment.Minutes(int64(m.Far)), late)
	switch {
	case m.Saves < 0:
		text += fmt.Sprintf(" It costs them %s of their day.", moment.Minutes(int64(-m.Saves)))
	case m.Saves > 0:
		text += fmt.Sprintf(" It gives them %s back.", moment.Minutes(int64(m.Saves)))
	}
	if !m.WayKnown {
		text += " Their way here is not known."
	}
	return text
}

// saving spells one change that would save visits.
func (d *shiftDraw) saving(x clinic.Saving) string {
	var who []string
	for i, id := range x.Staff {
		t := d.n.staff(id) + " as " + skillWords[x.Skills[i]]
		if known, due := d.known(id); due > 0 {
			t += fmt.Sprintf(" (%s %d of %d due)", metWords(d.st.Rota.RulesOn(d.x.Day)), known, due)
		}
		who = append(who, t)
	}
	text := strings.Join(who, " and ")
	switch {
	case x.Shift != "":
		o := d.st.Rota.Shifts[x.Shift]
		for _, p := range o.Places {
			who = append(who, placeOf(d.st, d.n, o.Shift, p, "").Name)
		}
		text = fmt.Sprintf("%s (%s) from %s", o.Name, strings.Join(who, ", "), spanWords(x.From, x.To))
	case len(who) > 1:
		text += ", together"
	}
	var strains []string
	for _, r := range x.Strains {
		strains = append(strains, notGiven[string(r.Rule)])
	}
	if len(strains) > 0 {
		text += ": " + strings.Join(strains, ", ")
	}
	return text
}

// metWords is the word for a known face: where the service has not said what one
// is, it is somebody whom the person has met at all.
func metWords(r rota.Rules) string {
	if r.Known == nil {
		return "has met"
	}
	return "known to"
}
