package web

import (
	"steady/clinic"
	"steady/internal/web/page"
	"steady/register"
)

var asideWords = map[register.Aside]string{register.AsideExpired: "Past its expiry date",
	register.AsideDefective: "Damaged or defective", register.AsideRecalled: "Recalled",
	register.AsideOther: "Something else"}

// asideForm puts ampoules into quarantine.
var asideForm = &stockForm{kind: "set_aside", late: true, title: "Set aside into quarantine", button: "Set aside",
	lead: "They stay in the balance, and nothing is drawn from them, until they are released, returned or destroyed.",
	to:   leadsTo("/register/stores"), back: toStores,
	sees: "I counted these sealed ampoules and saw them put into quarantine.",
	body: func(p *press) clinic.Body {
		b := clinic.SetAside{Take: p.take(), Why: register.Aside(p.get("why")),
			Text: p.req.KeepIf("register", "aside", p.get("words"))}
		if b.Why == "" {
			p.wrong("why", "Choose why they are set aside.")
		}
		return b
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		g := d.lot(v, inUse)
		var why []page.Choice
		for _, x := range register.Asides() {
			why = append(why, page.Choice{Value: string(x), Label: asideWords[x]})
		}
		f := d.pick("why", "Why?", "", why)
		if f.Field.Value == "" {
			f.Field.Value = d.q.Get("why")
		}
		g.Fields = append(g.Fields, d.count("count", "How many", "Count them as you carry them."), f,
			d.line("words", "In one line", "Needed for something else."))
		v.Groups = append(v.Groups, g)
	}}

// releaseForm puts ampoules from quarantine back into use.
var releaseForm = &stockForm{kind: "release_stock", title: "Release from quarantine", button: "Released",
	lead: "A pharmacist or the accountable officer says that they may be used. " +
		"Nothing of a recalled batch, and nothing past its date, is released.",
	to: leadsTo("/register/stores"), back: toStores, sees: "I counted these sealed ampoules and saw where they were put.",
	body: func(p *press) clinic.Body {
		b := clinic.ReleaseStock{Take: p.take(), To: register.Store(p.get("to")),
			Text: p.keep("register", "released", p.need("words", "Write in one line why they may be used again."))}
		if b.To == "" {
			p.wrong("to", "Choose the store where they are put.")
		}
		return b
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		g := d.lot(v, func(x register.Store) bool { return x == register.Quarantine })
		g.Fields = append(g.Fields, d.count("count", "How many", "Count them as you carry them."),
			d.pick("to", "Where to?", "", storeChoices(register.Quarantine)),
			d.line("words", "Why may they be used, in one line", ""))
		v.Groups = append(v.Groups, g)
	}}
