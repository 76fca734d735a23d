package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

func (s *Server) rotaShift(w http.ResponseWriter, r *http.Request) {
	s.drawRotaShift(w, r, http.StatusOK, nil, typed{})
}

// shiftDraw draws one shift.
type shiftDraw struct {
	st    *clinic.State
	n     names
	x     rota.Shift
	t     typed
	now   moment.Instant
	roles []person.Role
	met   *rota.Faces
}

func (s *Server) drawRotaShift(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	a, id := actorOf(r), r.PathValue("shift")
	plans := login.MayCommand(a.Roles, clinic.Assign{}.CommandKind())
	var met *rota.Faces
	var err error
	if plans {
		met, err = s.faces(r.Context())
	}
	v, monday := page.RotaShiftPage{}, moment.Day(0)
	if err == nil {
		err = s.with(r.Context(), passedTexts(id), func(st *clinic.State, n names) {
			x := st.Rota.Shifts[id]
			if x == nil || x.Dropped != nil {
				return
			}
			d := &shiftDraw{st: st, n: n, x: x.Shift, t: t, now: s.house.Now(), roles: a.Roles, met: met}
			monday = rota.Monday(x.Day)
			v = d.page(a.ID, plans && x.Day >= st.Zone().Day(d.now))
		})
	}
	switch {
	case err != nil:
		s.fault(w, r, err)
		return
	case monday == 0:
		s.missing(w, r, "There is no such shift, or it was dropped.")
		return
	}
	l := s.timesLayout(r, v.Heading)
	l.Problem, l.Back = prob, &page.Link{Text: "The week", URL: weekURL("/times/rota", monday)}
	s.draw(w, r, status, page.RotaShiftView(l, v))
}

// passedTexts are the reasons by which rest rules were passed on a shift.
func passedTexts(id string) func(st *clinic.State) []clinic.Text {
	return func(st *clinic.State) (out []clinic.Text) {
		if x := st.Rota.Shifts[id]; x != nil {
			for _, p := range x.Passed {
				out = append(out, p.Why)
			}
		}
		return out
	}
}

func (d *shiftDraw) page(me person.StaffID, changes bool) page.RotaShiftPage {
	v := page.RotaShiftPage{Heading: d.x.Name + ", " + shortDay(d.x.Day),
		Lead: spanWords(d.x.From, d.x.To) + ". It needs " + needWords(d.x.Need) + "."}
	for _, g := range d.st.CoverGaps(d.x.Day, d.st.Rota.ShiftsBetween(d.x.Day, d.x.Day)) {
		if g.Shift == d.x.ID || g.Shift == "" && g.From < d.x.To && d.x.From < g.To {
			v.Marks = append(v.Marks, gapMark(g))
		}
	}
	if len(v.Marks) == 0 {
		v.Marks = []page.RotaMark{{Kind: "good", Icon: "tick", Text: "Covered"}}
	}
	for i, p := range d.x.Places {
		line := page.RotaPlaceLine{RotaPlace: placeOf(d.st, d.n, d.x, p, me)}
		if changes {
			line.Forms = d.placeForms(i, p, line.Name)
		}
		v.Places = append(v.Places, line)
	}
	if !changes {
		return v
	}
	for _, x := range d.st.Rota.Shifts[d.x.ID].Passed {
		who := "For everybody on it"
		if x.Staff != "" {
			who = "For " + d.n.staff(x.Staff)
		}
		v.Passed = append(v.Passed, who+" a rest rule may be passed: "+d.n.of(x.Why))
	}
	v.Without = d.without("")
	for _, p := range d.x.Places {
		if p.Staff != "" && !d.st.Counts(d.x, p) {
			v.Without = d.without(p.Staff)
			break
		}
	}
	lost, _ := d.st.LostWithout(d.x.ID, "", d.now)
	v.Forms = d.forms(len(lost))
	return v
}

func (d *shiftDraw) action(what string) string { return "/times/rota/shift/" + d.x.ID + "/" + what }

// despite asks for the reason by which a rest rule is passed.
func despite() page.SmallField {
	return page.SmallField{Name: "despite", Label: "Why it has to be, where a rest rule says otherwise",
		Hint: "Leave it empty: then the rest rules that this service has set are checked."}
}

// placeForms are taking somebody off, and handing their place to a colleague.
func (d *shiftDraw) placeForms(i int, p rota.Place, name string) (out []page.SmallForm) {
	own := []page.Pair{{Name: "staff", Value: string(p.Staff)}, {Name: "outside", Value: strconv.Itoa(p.Outside)}}
	off := rotaForm(d.t, d.action("off"), "off-"+strconv.Itoa(i), "Take "+name+" off", d.offLead(p),
		"Take them off", page.SmallField{Name: "reason", Label: "Why, in one line", Hint: "It may stay empty."})
	off.Form.Hidden = append(off.Form.Hidden, own...)
	out = append(out, off)
	if p.Staff == "" {
		return out
	}
	swap := rotaForm(d.t, d.action("swap"), "swap-"+strconv.Itoa(i), "Swap "+name+" with somebody",
		"The other takes this place. Choose a shift of theirs to take in return, or none.", "Swap",
		page.SmallField{Name: "with", Label: "With", List: true, Choices: d.free(p.Skill, p.Staff)},
		page.SmallField{Name: "for", Label: "For their shift", List: true, Choices: d.inReturn(p)}, despite())
	swap.Form.Hidden = append(swap.Form.Hidden, own...)
	return append(out, swap)
}

// offLead says what taking somebody off would cost, before it is pressed.
func (d *shiftDraw) offLead(p rota.Place) string {
	if p.Staff == "" {
		return ""
	}
	lost, _ := d.st.LostWithout(d.x.ID, p.Staff, d.now)
	if len(lost) == 0 {
		return "No promised visit is lost by it, as far as can be counted."
	}
	var who []string
	for _, x := range lost {
		who = append(who, d.n.person(x.Person)+" "+d.st.Zone().Clock(x.Due))
	}
	return plural(len(lost), "promised visit") + " would be lost: " + strings.Join(who, ", ") + "."
}

// free lists who could take a place in a skill that day, best known first.
func (d *shiftDraw) free(k rota.Skill, but person.StaffID) []page.Choice {
	type one struct {
		page.Choice
		known int
	}
	var list []one
	for _, id := range d.st.StaffInOrder() {
		if _, on := d.x.Has(id); on || id == but || d.st.MayStand(id, d.x.Day, k) != nil {
			continue
		}
		hint, others := "", d.st.Rota.ShiftsOf(id)
		for _, o := range others {
			if o.Overlaps(d.x) {
				hint = "on " + o.Name + " then"
			}
		}
		if hint == "" {
			for _, x := range d.st.Rota.RulesOn(d.x.Day).Strains(d.st.Zone(), d.x, others) {
				hint = notGiven[string(x.Rule)]
			}
		}
		known, due := d.known(id)
		label := d.n.staff(id)
		if due > 0 {
			label += fmt.Sprintf(", %s %d of %d due", metWords(d.st.Rota.RulesOn(d.x.Day)), known, due)
		}
		if hint != "" {
			label += " (" + hint + ")"
		}
		list = append(list, one{page.Choice{Value: string(id), Label: label}, known})
	}
	slices.SortStableFunc(list, func(a, b one) int { return b.known - a.known })
	out := []page.Choice{{Label: "Choose"}}
	for _, x := range list {
		out = append(out, x.Choice)
	}
	return out
}

// known counts the people due in the shift who know somebody.
func (d *shiftDraw) known(id person.StaffID) (known, due int) { return knownIn(d.st, d.met, id, d.x) }

func (d *shiftDraw) inReturn(p rota.Place) []page.Choice {
	out := []page.Choice{{Label: "None"}}
	today := d.st.Zone().Day(d.now)
	for _, x := range d.st.Rota.ShiftsBetween(max(today, d.x.Day-14), d.x.Day+14) {
		if _, on := x.Has(p.Staff); on || x.ID == d.x.ID {
			continue
		}
		for _, o := range x.Places {
			if o.Staff == "" || d.st.MayStand(p.Staff, x.Day, o.Skill) != nil {
				continue
			}
			out = append(out, page.Choice{Value: x.ID, Label: fmt.Sprintf("%s: %s, %s", d.n.staff(o.Staff), x.Name,
				shortDay(x.Day))})
		}
	}
	return out
}

// forms are the ways to change the shift as a whole.
func (d *shiftDraw) forms(loses int) []page.SmallForm {
	var skills []page.Choice
	for _, k := range rota.Skills() {
		skills = append(skills, page.Choice{Value: string(k), Label: skillWords[k]})
	}
	anybody := staffChoicesOf(d.st, d.n, nil)
	if free := d.free(rota.Registered, ""); len(free) > 1 {
		anybody = append([]page.Choice{{Label: "Choose"}}, append(free[1:], d.rest(free, anybody)...)...)
	}
	outside := []page.Choice{{Label: "Nobody from outside"}}
	for _, role := range []person.Role{person.Nurse, person.Pharmacist, person.RecoveryWorker, person.Prescriber} {
		outside = append(outside, page.Choice{Value: string(role), Label: "A " + role.String()})
	}
	put := rotaForm(d.t, d.action("on"), "on", "Put somebody on",
		"Those whom the most people due in it know come first.", "Put them on",
		page.SmallField{Name: "skill", Label: "As", Choices: skills},
		page.SmallField{Name: "staff", Label: "Who", List: true, Choices: anybody},
		page.SmallField{Name: "outside", Label: "Or from a bank or agency", List: true, Choices: outside,
			Hint: "They count in the cover. They need an account of their own before they prepare a dose."}, despite())
	change := rotaForm(d.t, d.action("times"), "times", "Make it longer or shorter", "", "Change the times",
		page.SmallField{Name: "from", Label: "From", Hint: "For example 08:00.",
			Field: page.Field{Value: clinic.ClockOf(d.x.From)}},
		page.SmallField{Name: "to", Label: "To", Field: page.Field{Value: clinic.ClockOf(d.x.To)}}, despite())
	lead := "No promised visit is lost by it, as far as can be counted."
	if loses > 0 {
		lead = plural(loses, "promised visit") + " would be lost by it: they stand above."
	}
	drop := rotaForm(d.t, d.action("drop"), "drop", "Drop this shift", lead, "Drop the shift",
		page.SmallField{Name: "reason", Label: "Why, in one line"})
	drop.Form.Hidden = append(drop.Form.Hidden, page.Pair{Name: "loses", Value: strconv.Itoa(loses)})
	return []page.SmallForm{put, change, drop}
}

// rest is everybody of a list who is not among some.
func (d *shiftDraw) rest(some, all []page.Choice) []page.Choice {
	return slices.DeleteFunc(slices.Clone(all), func(c page.Choice) bool {
		_, on := d.x.Has(person.StaffID(c.Value))
		return c.Value == "" || on || slices.ContainsFunc(some, func(x page.Choice) bool { return x.Value == c.Value })
	})
}

func (s *Server) rotaShiftPress(w http.ResponseWriter, r *http.Request) {
	p, id := s.pressed(r), r.PathValue("shift")
	staff := person.StaffID(p.get("staff"))
	why := func(field string) *clinic.Text { return p.req.KeepIf("rota", field, p.get(field)) }
	to := "/times/rota/shift/" + id
	var body clinic.Body
	switch r.PathValue("what") {
	case "on":
		body = clinic.Assign{Shift: id, Staff: staff, Outside: person.Role(p.get("outside")),
			Skill: rota.Skill(p.need("skill", "Choose as what.")), Despite: why("despite")}
	case "off":
		n, _ := strconv.Atoi(p.get("outside"))
		body = clinic.Unassign{Shift: id, Staff: staff, Outside: n, Reason: why("reason")}
	case "swap":
		body = clinic.Swap{Shift: id, Staff: staff, With: person.StaffID(p.need("with", "Choose with whom.")),
			For: p.get("for"), Despite: why("despite")}
	case "times":
		body = clinic.ChangeShift{Shift: id, From: p.shiftTime("from", "From"), To: p.shiftTime("to", "To"),
			Despite: why("despite")}
	case "drop":
		n, _ := strconv.Atoi(p.get("loses"))
		to = "/times/rota"
		body = clinic.DropShift{Shift: id, Loses: n,
			Reason: p.keep("rota", "reason", p.need("reason", "Write in one line why the shift is dropped."))}
	default:
		s.missing(w, r, "There is no such form.")
		return
	}
	p.anchor("-" + p.get("form"))
	p.finish(w, body, to, func(prob *page.Problem, _ error) {
		s.drawRotaShift(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// shiftTime reads a time of the day; 24:00 is its end.
func (p *press) shiftTime(name, what string) int {
	if p.get(name) == "24:00" {
		return rota.DayMinutes
	}
	m, _ := p.minute(name, what)
	return m
}
