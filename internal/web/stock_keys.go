package web

import (
	"slices"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/register"
)

// keysForm shows who holds the keys of which store, and hands them to the
// second person, who takes them (R-REG-43).
var keysForm = &stockForm{kind: "hand_custody", late: true, title: "The keys", button: "Handed over and taken",
	back: toRegister, to: leadsTo("/register/keys"),
	sees: "I have these keys in my hand. I hold them from now on.",
	body: func(p *press) clinic.Body {
		b := clinic.HandCustody{Why: p.req.KeepIf("register", "custody", p.get("words"))}
		for _, x := range register.Stores() { // in one order, whatever order the boxes came in
			if slices.Contains(p.r.PostForm["stores"], string(x)) {
				b.Stores = append(b.Stores, x)
			}
		}
		if len(b.Stores) == 0 {
			p.wrong("stores", "Choose whose keys are handed over.")
		}
		return b
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		v.Facts = d.keyRows()
		if !login.MayRoute(d.actor.Roles, "POST /register/keys") {
			v.Form.Action, v.Two = "", ""
			return
		}
		v.Two = "Who takes the keys confirms it at the end of this page."
		v.Lead = "At the change of shift you hand the keys to who comes after you. They confirm that they hold them."
		v.Second.Why = "Who takes the keys, not you."
		f := page.SmallField{ID: "stores", Name: "stores", Label: "The keys of which stores?", Many: true,
			Picked: d.typed.picks("stores")}
		for _, x := range register.Stores() {
			c := page.Choice{Value: string(x), Label: storeTitles[x]}
			if k, held := d.st.Stock.Custody[x]; held && k.Staff == d.actor.ID {
				c.Hint, c.Chosen = "You hold them.", d.typed.v == nil
			} else if held {
				c.Hint = d.n.staff(k.Staff) + " holds them."
			}
			f.Choices = append(f.Choices, c)
		}
		v.Groups = []page.FieldGroup{{Fields: []page.SmallField{f,
			d.line("words", "Why, in one line", "Only where you hand over what somebody else holds.")}}}
	}}
