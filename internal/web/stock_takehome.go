package web

import (
	"fmt"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

// takeHomeForm supplies sealed ampoules to be taken home, where the order and
// the law in force let them go; else it says which rule does not.
var takeHomeForm = &stockForm{kind: "supply_take_home", title: "Doses to take home", button: "Supplied",
	sees: "I counted these sealed ampoules, and they are for this person.",
	to:   func(p *press) string { return "/people/" + p.person() },
	body: func(p *press) clinic.Body {
		return clinic.SupplyTakeHome{Person: person.UserID(p.person()), Picks: p.picks(),
			Days: int(p.whole("days", "For how many days", 1, 31)), From: p.dayIf("from", "The first day")}
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		id, today := person.UserID(d.r.PathValue("person")), d.z.Day(d.now)
		days := 1
		p := d.st.People[id]
		if p == nil {
			v.Form.Action, v.Two, v.Notice = "", "", "There is no such person in this service."
			return
		}
		v.Facts = []page.Row{{Key: "For", Value: d.n.person(id), Loud: true}}
		o := p.OrderOn(today)
		if o != nil {
			v.Facts = append(v.Facts, page.Row{Key: "Prescribed", Value: doses(&o.Prescription) + " of " + o.Form.String()})
			if o.TakeHome != nil {
				days = o.TakeHome.Days
				v.Facts = append(v.Facts, page.Row{Key: "Taken home", Value: plural(days, "daily dose") + " at once, at most"})
			}
		}
		if x, has := d.st.Stock.Home[id]; has && x.Until >= today {
			v.Facts = append(v.Facts, page.Row{Key: "At home now", Value: "for the days until " + dayWords(x.Until)})
		}
		if no := d.st.MayTakeHome(id, days, today); no != nil {
			v.Form.Action, v.Two, v.Notice = "", "", fmt.Sprintf("%s (Rule %s)", no.Sentence, no.Rule)
			return
		}
		g := page.FieldGroup{Title: "Which ampoules?", Hint: "Leave empty what is not supplied."}
		for _, x := range d.lots() {
			if d.st.Accounts.Sheets[x.page].Product.Form == o.Form {
				g.Fields = append(g.Fields, d.lotCount(x))
			}
		}
		n := d.line("days", "For how many days", "")
		n.Mode, n.Suffix = "numeric", "days"
		v.Groups = []page.FieldGroup{{Fields: []page.SmallField{n, d.day("from", "The first day that they are for",
			"Tomorrow, where nothing is written.")}}, g}
	}}

// dayIf is a day that a form may leave empty: 0 then.
func (p *press) dayIf(name, what string) moment.Day {
	if strings.Join([]string{p.get(name + "[day]"), p.get(name + "[month]"), p.get(name + "[year]")}, "") == "" {
		return 0
	}
	return p.date(name, what)
}
