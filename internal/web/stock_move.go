package web

import (
	"steady/clinic"
	"steady/internal/web/page"
	"steady/register"
)

// moveForm carries ampoules between stores that are in use.
var moveForm = &stockForm{kind: "move_stock", late: true, title: "Move to another store", button: "Moved",
	to: leadsTo("/register/stores"), back: toStores, sees: "I counted these sealed ampoules and saw where they were put.",
	body: func(p *press) clinic.Body {
		b := clinic.MoveStock{Take: p.take(), To: register.Store(p.get("to"))}
		if b.To == "" {
			p.wrong("to", "Choose the store where they are put.")
		}
		return b
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		g := d.lot(v, inUse)
		_, from, _ := cutLot(d.lotOf())
		g.Fields = append(g.Fields, d.count("count", "How many", "Count them as you carry them."),
			d.pick("to", "Where to?", "", storeChoices(from, register.Quarantine)))
		v.Groups = append(v.Groups, g)
	}}
