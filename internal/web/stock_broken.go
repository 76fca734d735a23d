package web

import (
	"steady/clinic"
	"steady/internal/web/page"
)

// brokenForm books sealed ampoules out that broke.
var brokenForm = &stockForm{kind: "break_stock", late: true, title: "Broken ampoules",
	button: "Broken, seen by both of us",
	lead:   "For sealed ampoules that broke. Their content is gone; both of you see what is left of them.",
	to:     leadsTo("/register/stores"), back: toStores, sees: "I saw these ampoules broken, and counted them.",
	body: func(p *press) clinic.Body {
		return clinic.BreakStock{Take: p.take(),
			Text: p.keep("register", "broken", p.need("words", "Write in one line how they broke."))}
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		g := d.lot(v, anywhere)
		g.Fields = append(g.Fields, d.count("count", "How many broke", ""), d.line("words", "How, in one line", ""))
		v.Groups = append(v.Groups, g)
	}}

// returnForm books out what goes back to a supplier.
var returnForm = &stockForm{kind: "return_to_supplier", late: true, title: "Return to the supplier",
	button: "Handed to the carrier", to: leadsTo("/register/stores"), back: toStores,
	sees: "I counted these sealed ampoules and saw them leave.",
	body: func(p *press) clinic.Body {
		b := clinic.ReturnToSupplier{Take: p.take(),
			Why: p.keep("register", "returned", p.need("words", "Write in one line why they go back."))}
		b.To = p.keep("register", "supplier", p.address("to", "the supplier"))
		return b
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		g := d.lot(v, anywhere)
		g.Fields = append(g.Fields, d.count("count", "How many", "Count them as you pack them."),
			d.line("to_name", "Name of the supplier", ""), d.line("to_address", "Address of the supplier", ""),
			d.line("words", "Why do they go back, in one line", ""))
		v.Groups = append(v.Groups, g)
	}}

// address reads a name and an address into one line, as the register prints it.
func (p *press) address(name, whose string) string {
	who := p.need(name+"_name", "Write the name of "+whose+".")
	where := p.need(name+"_address", "Write the address of "+whose+".")
	if who == "" || where == "" {
		return ""
	}
	return who + ", " + where
}
