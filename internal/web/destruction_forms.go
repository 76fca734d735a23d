package web

import (
	"fmt"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// exemptionForm enters the waste exemption of the place (R-REG-28).
var exemptionForm = &stockForm{kind: "record_exemption", title: "Enter the waste exemption", button: "Enter it",
	lead: "The place where drugs are denatured needs one. Its end is in the list of what waits before it comes.",
	to:   leadsTo("/register/destruction"), back: toDestruction,
	body: func(p *press) clinic.Body {
		return clinic.RecordExemption{Number: p.need("number", "Write the number of the exemption."),
			To: p.date("to", "Its last day")}
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		v.Groups = []page.FieldGroup{{Fields: []page.SmallField{
			d.code("number", "Number of the exemption", "As on the paper."),
			d.day("to", "Its last day", "For example, 31 3 2028.")}}}
	}}

// items reads how many of each listed batch are meant; an empty line is none.
func (p *press) items() (out []register.Take) {
	for i, lot := range p.r.PostForm["item"] {
		name := fmt.Sprintf("n-%d", i)
		if p.get(name) == "" {
			continue
		}
		x := register.Take{Count: measure.Ampoules(p.whole(name, "How many ampoules", 0, 100_000))}
		x.Page, _, x.Batch = cutLot(lot)
		if x.Count > 0 {
			out = append(out, x)
		}
	}
	return out
}

// items offers each batch with all of it, and remembers which line is which.
func (d *stockDraw) items(v *page.StockForm, list []register.Take) (out []page.SmallField) {
	for i, x := range list {
		f := d.count(fmt.Sprintf("n-%d", i), d.st.Accounts.Sheets[x.Page].Product.Heading()+", batch "+x.Batch,
			"At most "+ampouleWords(x.Count)+".")
		if d.typed.v == nil {
			f.Field.Value = fmt.Sprint(int64(x.Count))
		}
		out = append(out, f)
		v.Form.Hidden = append(v.Form.Hidden, page.Pair{Name: "item", Value: lotValue(x.Page, register.Quarantine, x.Batch)})
	}
	return out
}

// authorityLasts is what the form offers: the longest that the core allows.
const authorityLasts = 28

// witnessForm names somebody from outside who may witness a destruction
// (R-REG-25, R-REG-26).
var witnessForm = &stockForm{kind: "authorise_witness", title: "Authorise a witness", button: "Authorise them",
	lead: "Somebody from outside, for these batches and at most 28 days. They confirm the destruction with their own " +
		"PIN or passkey, so the manager gives them an account with the role of inspector first.",
	to: leadsTo("/register/destruction"), back: toDestruction,
	body: func(p *press) clinic.Body {
		return clinic.AuthoriseWitness{Ref: p.need("ref", "Write the reference of the authority or licence."),
			Witness: person.StaffID(p.need("witness", "Choose the witness.")), From: p.date("from", "First day"),
			To: p.date("to", "Last day"), Items: p.items()}
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		var who []page.Choice
		for _, id := range d.st.StaffInOrder() {
			if d.st.Independent(id) {
				who = append(who, page.Choice{Value: string(id), Label: d.n.staff(id)})
			}
		}
		lots := d.inQuarantine()
		switch {
		case len(who) == 0:
			v.Form.Action, v.Notice = "", "Nobody here comes from outside: the manager adds the witness first, as an inspector "+
				"with no other role."
			return
		case len(lots) == 0:
			v.Form.Action, v.Notice = "", "Nothing lies in quarantine: what is to be destroyed is set aside first."
			return
		}
		day := func(name, label, hint string, n moment.Day) page.SmallField {
			x := d.typed.dateOr(name, d.z.Day(d.now)+n)
			return page.SmallField{ID: name, Name: name, Label: label, Hint: hint, Date: &x}
		}
		v.Groups = []page.FieldGroup{{Fields: []page.SmallField{
			d.code("ref", "Reference of the authority or licence", "As on the paper."),
			d.pick("witness", "Who is the witness?", "", who), day("from", "First day", "", 0),
			day("to", "Last day", "At most 28 days after the first.", authorityLasts)}},
			{Title: "What may be destroyed", Hint: "What lies in quarantine. Leave a line empty that is not meant.",
				Fields: d.items(v, lots)}}
	}}

// destroyForm destroys stock before the authorised witness.
var destroyForm = &stockForm{kind: "destroy_stock", title: "Destroy stock", button: "Destroyed",
	sees: "I saw these sealed ampoules counted and destroyed.",
	to:   leadsTo("/register/destruction"), back: toDestruction,
	body: func(p *press) clinic.Body {
		return clinic.DestroyStock{Authority: p.get("authority"), Items: p.items(), Kits: p.yes("kits"),
			Text: p.keep("register", "destroyed", p.need("words", "Write in one line how it was denatured."))}
	},
	draw: drawDestroy}

func drawDestroy(d *stockDraw, v *page.StockForm) {
	ref := d.typed.or("authority", d.q.Get("authority")).Value
	a := d.st.Stock.Authorities[ref]
	if a == nil {
		v.Form.Action, v.Second, v.Notice = "", nil, "Choose the witness on the page before this one: nothing is destroyed "+
			"without an authority."
		v.Ways = []page.Link{toDestruction}
		return
	}
	list := d.coverage(a)
	v.Facts = []page.Row{{Key: "Authority", Value: ref}, {Key: "Witness", Value: d.n.staff(a.Witness)},
		{Key: "Holds", Value: "from " + dayWords(a.From) + " to " + dayWords(a.To)}}
	v.Form.Hidden = append(v.Form.Hidden, page.Pair{Name: "authority", Value: ref})
	kits := page.SmallField{ID: "kits", Name: "kits", Label: "Kits", Many: true, Picked: d.typed.picks("kits"),
		Choices: []page.Choice{{Value: "yes", Label: "There are enough kits to denature everything listed"}}}
	v.Checks = d.preflight(clinic.DestroyStock{Authority: ref, Items: list, Kits: kits.Picked.Has("yes")})
	v.Groups = []page.FieldGroup{{Title: "What is destroyed", Fields: d.items(v, list)},
		{Fields: []page.SmallField{kits, d.line("words", "How it is denatured, in one line",
			"For example: denaturing kit, sealed, into pharmaceutical waste.")}}}
	v.Two = "The authorised witness sees it destroyed, and confirms it at the end of this page."
	v.Second.Why = "Only the witness of this authority, with their own PIN or passkey."
	v.Second.Staff = []page.Choice{{Value: string(a.Witness), Label: d.n.staff(a.Witness),
		Chosen: d.typed.v == nil}}
}
