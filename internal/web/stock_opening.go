package web

import (
	"fmt"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
	"steady/register"
)

// openingRows is how many batches one form of an opening balance takes.
const openingRows = 6

// openingForm takes a page over from the register before this one, once.
var openingForm = &stockForm{kind: "open_balance", title: "Opening balance", button: "Taken over",
	lead: "For a product that stood in another register until now: once, before its first delivery here. " +
		"Count what is there; do not copy the old balance.",
	back: toRegister, to: func(p *press) string { return "/register/" + p.otherProduct().Page() },
	sees: "I counted these sealed ampoules and read their batches and expiry dates.",
	body: func(p *press) clinic.Body {
		b := clinic.OpenBalance{Product: p.otherProduct(), From: p.keep("register", "earlier", p.need("from",
			"Write which register it was, and its last entry."))}
		for i := range openingRows {
			at := func(name string) string { return fmt.Sprintf("%s-%d", name, i) }
			if p.get(at("batch")) == "" && p.get(at("ampoules")) == "" {
				continue
			}
			x := clinic.OpeningBatch{Batch: p.need(at("batch"), "Write the batch as printed."),
				Expiry:   p.date(at("expiry"), "Expiry date"),
				Ampoules: measure.Ampoules(p.whole(at("ampoules"), "Whole ampoules", 1, 100_000))}
			if store := register.Store(p.get(at("store"))); store != register.Safe {
				x.Store = store
			}
			b.Batches = append(b.Batches, x)
		}
		if len(b.Batches) == 0 {
			p.wrong("batch-0", "Write at least one batch.")
		}
		return b
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		product := d.products()[1:]
		product[0].Hint, product[1].Hint = "", ""
		v.Groups = []page.FieldGroup{{Fields: append(product, d.line("from", "Which register, and its last entry",
			"For example: book 3, page 41, entry of 28 February 2026."))}}
		for i := range openingRows {
			at := func(name string) string { return fmt.Sprintf("%s-%d", name, i) }
			store := d.pick(at("store"), "Where it lies", "", storeChoices())
			if store.Field.Value == "" {
				store.Field.Value = string(register.Safe)
			}
			g := page.FieldGroup{Title: fmt.Sprintf("Batch %d", i+1), Fold: i > 0, Fields: []page.SmallField{
				d.code(at("batch"), "Batch", "As printed."), d.count(at("ampoules"), "Whole ampoules", ""),
				d.day(at("expiry"), "Expiry date", "For example, 31 3 2028."), store}}
			if i > 0 {
				g.Title = fmt.Sprintf("Another batch, %d", i+1)
			}
			g.Open = g.Fold && (d.typed.v.Get(at("batch")) != "" || d.typed.v.Get(at("ampoules")) != "")
			v.Groups = append(v.Groups, g)
		}
	}}
