package web

import (
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
	"steady/register"
)

// sendForm books out what goes to other premises of the service.
var sendForm = &stockForm{kind: "send_stock", late: true, title: "Send to other premises", button: "Sent",
	lead: "Each premises has a register of its own. The transfer's number goes with the box and is entered at both.",
	to:   leadsTo("/register/stores"), back: toStores,
	sees: "I counted these sealed ampoules and saw them packed and sent.",
	body: func(p *press) clinic.Body {
		return clinic.SendStock{Take: p.take(),
			To:       p.ident("premises", "Write the other premises, as its register is named."),
			Transfer: p.ident("transfer", "Write the number of the transfer.")}
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		g := d.lot(v, inUse)
		g.Fields = append(g.Fields, d.count("count", "How many", "Count them as you pack them."), d.premises(),
			d.transfer(v.Form.Command))
		v.Groups = append(v.Groups, g)
	}}

// bringForm books in what other premises of the service sent.
var bringForm = &stockForm{kind: "bring_stock", late: true, title: "Bring from other premises", button: "Brought",
	lead: "Another number than the transfer says goes into quarantine, and so does what is expired or recalled.",
	to:   leadsTo("/register/stores"), back: toRegister,
	sees: "I counted these sealed ampoules and read their batch and expiry.",
	body: func(p *press) clinic.Body {
		return clinic.BringStock{Product: p.product(), From: p.ident("premises", "Write from which premises it came."),
			Transfer: p.ident("transfer", "Write the number of the transfer, as it stands on the paper."),
			Batch:    p.need("batch", "Write the batch as printed."), Expiry: p.date("expiry", "Expiry date"),
			Announced: measure.Ampoules(p.whole("announced", "What the transfer says", 1, 100_000)),
			Ampoules:  measure.Ampoules(p.whole("ampoules", "Whole ampoules", 1, 100_000)),
			Store:     register.Store(p.get("store"))}
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		a := page.FieldGroup{Fields: []page.SmallField{d.premises(), d.line("transfer", "Number of the transfer", "")}}
		a.Fields = append(a.Fields, d.products()...)
		a.Fields = append(a.Fields, d.count("announced", "How many the transfer says were sent", ""),
			d.count("ampoules", "How many you counted", "Count them, do not copy the paper."),
			d.code("batch", "Batch", "As printed."),
			d.day("expiry", "Expiry date", "For example, 31 3 2028. When only a month is printed, its last day."),
			d.pick("store", "Where are they put?", "The safe, where nothing is chosen.", storeChoices()))
		v.Groups = append(v.Groups, a)
	}}

// ident reads a short id; whether it is written large or small is one.
func (p *press) ident(name, text string) string { return strings.ToLower(p.need(name, text)) }

func (d *stockDraw) premises() page.SmallField {
	return d.code("premises", "Name of the other premises' register", "Small letters, digits and -, for example north.")
}

// transfer is a new number of the house's own, unless somebody writes another.
func (d *stockDraw) transfer(command string) page.SmallField {
	f := d.code("transfer", "Number of the transfer", "Write it on the box: it is entered there too.")
	if f.Field.Value == "" && d.typed.v == nil {
		f.Field.Value = "t-" + command[len(command)-8:]
	}
	return f
}

// products offers every product that has a page, and one that has none yet.
func (d *stockDraw) products() []page.SmallField {
	var list []page.Choice
	for _, id := range d.st.Accounts.Pages() {
		list = append(list, page.Choice{Value: id, Label: d.st.Accounts.Sheets[id].Product.Heading()})
	}
	mg := d.line("other_mg", "Content of one ampoule", "Only for a product that has no page yet.")
	mg.Mode, mg.Suffix = "decimal", "mg"
	return []page.SmallField{
		d.pick("product", "Which product?", "",
			append(list, page.Choice{Value: otherProduct, Label: "A product that has no page yet"})),
		d.pick("other_form", "Drug and salt, as printed", "Only for a product that has no page yet.", formChoices()), mg}
}
