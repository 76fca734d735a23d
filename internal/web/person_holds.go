package web

import (
	"net/http"
	"strconv"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/person"
)

var holdWords = map[clinic.HoldKind]string{clinic.HoldReview: "See the prescriber first",
	clinic.HoldHeadInjury: "Head injury", clinic.HoldAbdomen: "Acute abdomen", clinic.HoldMAOI: "MAOI taken",
	clinic.HoldBreathing: "Breathing problem", clinic.HoldIllness: "Another illness",
	clinic.HoldElsewhere: "Treated elsewhere", clinic.HoldOnTheirWish: "Their own wish"}

// holdLines spells the holds in force.
func holdLines(n names, p *clinic.Person) (out []page.HoldLine) {
	for _, h := range p.Holds {
		line := page.HoldLine{Text: n.opt(h.Reason)}
		if w := holdWords[h.Of]; w != "" {
			line.Text = w + ": " + line.Text
		}
		if h.Recheck != 0 {
			line.By = "Look again on " + dayWords(h.Recheck)
		}
		if h.Rule != "" {
			line = page.HoldLine{Text: "No dose until a prescriber has reviewed.", By: "Rule " + h.Rule}
		}
		out = append(out, line)
	}
	return out
}

// liftForm ends the one hold, or asks which.
func liftForm(n names, id string, p *clinic.Person, form page.Form, t typed) page.LiftForm {
	f := page.LiftForm{ID: id, Form: form, Reason: t.field("reason"), Whether: t.pick("no")}
	if len(p.Holds) < 2 {
		return f
	}
	for i, line := range holdLines(n, p) {
		if no := p.Holds[i].No; no > 0 { // one that a rule placed ends with all of them
			f.Which = append(f.Which, page.Choice{Value: strconv.Itoa(no), Label: line.Text, Hint: line.By})
		}
	}
	f.Which = append(f.Which, page.Choice{Value: "all", Label: "All of them"})
	return f
}

// whichHold reads the number of the hold that ends; 0 is every one.
func (p *press) whichHold(id string) int {
	several := false
	p.s.house.View(func(st *clinic.State) {
		if x := st.People[person.UserID(id)]; x != nil {
			several = len(x.Holds) > 1
		}
	})
	switch word := p.get("no"); {
	case word == "all", word == "" && !several:
		return 0
	case word == "":
		p.wrong("no", "Choose which hold ends.")
		return 0
	}
	return int(p.whole("no", "Which hold ends", 1, 1_000_000))
}

func holdForm(form page.Form, t typed) *page.HoldForm {
	f := &page.HoldForm{Form: form, Kind: t.pick("of"), Recheck: t.date("recheck"), Words: t.field("words")}
	for _, k := range clinic.HoldKinds() {
		f.Kinds = append(f.Kinds, page.Choice{Value: string(k), Label: holdWords[k]})
	}
	if f.Kind.Value == "" {
		f.Kind.Value = string(clinic.HoldReview)
	}
	return f
}

func (s *Server) placeHold(w http.ResponseWriter, r *http.Request) {
	s.personPress(w, r, func(p *press) clinic.Body {
		b := clinic.PlaceHold{Person: person.UserID(p.person()), Of: clinic.HoldKind(p.get("of")),
			Reason: p.keep(p.person(), "reason", p.need("words", "Write why doses are on hold, and until what."))}
		if p.get("recheck[day]")+p.get("recheck[month]")+p.get("recheck[year]") != "" {
			b.Recheck = p.date("recheck", "Look at it again on")
		}
		return b
	}, func(clinic.Body) string { return "/people/" + r.PathValue("person") })
}

var trimesterWords = []string{"Not pregnant", "First trimester", "Second trimester", "Third trimester"}

func trimesterForm(form page.Form, now int, t typed) *page.TrimesterForm {
	f := &page.TrimesterForm{Form: form, Choice: t.pick("trimester"), Open: t.v != nil}
	for i, w := range trimesterWords {
		f.Choices = append(f.Choices, page.Choice{Value: strconv.Itoa(i), Label: w})
	}
	if f.Choice.Value == "" {
		f.Choice.Value = strconv.Itoa(now)
	}
	return f
}

// changeTrimester records a pregnancy that became known, or its end.
func (s *Server) changeTrimester(w http.ResponseWriter, r *http.Request) {
	s.personPress(w, r, func(p *press) clinic.Body {
		return clinic.ChangeTrimester{Person: person.UserID(p.person()),
			Trimester: int(p.whole("trimester", "Pregnancy", 0, 3))}
	}, func(clinic.Body) string { return "/people/" + r.PathValue("person") })
}

// history tells how the prescription came to be what it is, newest first: who,
// when, what changed, and why.
func (d *personDraw) history(out *page.PersonView) {
	for i, h := range d.rec.rx {
		b := d.rec.orders[i]
		line := page.TimeLine{At: stamp(d.z, d.now, h.Happened), By: d.n.staff(h.By), No: number64(h.Seq),
			Late: h.late(d.z, d.now)}
		switch {
		case i+1 < len(d.rec.orders):
			line.Text = rxChange(&d.rec.orders[i+1].Prescription, &b.Prescription)
		case len(d.rec.rx) < recentOrders:
			line.Text = "The first one: " + doses(&b.Prescription) + " " + routeWords[b.Prescription.Route] + "."
		default:
			line.Text = doses(&b.Prescription) + " " + routeWords[b.Prescription.Route] + "."
		}
		if why := d.n.opt(b.Reason); why != "" {
			line.Text += " Why: " + why
		}
		if b.Signed != nil {
			line.By += ", countersigned by " + d.n.staff(person.StaffID(b.Signed.By))
		}
		out.History = append(out.History, line)
	}
}

// rxChange spells what one prescription says otherwise than the one before.
func rxChange(before, after *clinic.Prescription) string {
	was := map[string]string{}
	for _, r := range rxRows(before) {
		was[r.Key] += r.Value
	}
	text := ""
	for _, r := range rxRows(after) {
		if old, there := was[r.Key]; !there {
			text += r.Key + ": " + r.Value + " (new). "
		} else if old != r.Value {
			text += r.Key + ": " + old + " became " + r.Value + ". "
		}
		delete(was, r.Key)
	}
	for _, r := range rxRows(before) {
		if _, gone := was[r.Key]; gone {
			text += r.Key + ": no longer. "
		}
	}
	if before.Ends != after.Ends {
		text += "Ends after: " + dayWords(before.Ends) + " became " + dayWords(after.Ends) + ". "
	}
	if text == "" {
		return "Written again, unchanged."
	}
	return text[:len(text)-1]
}
