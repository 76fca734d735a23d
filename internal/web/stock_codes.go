package web

import (
	"net/http"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/measure"
	"steady/register/gs1"
)

func init() {
	stockForms["/register/codes/enter"] = enterCodeForm
	stockForms["/register/codes/end"] = endCodeForm
}

var toCodes = page.Link{Text: "Product codes", URL: "/register/codes"}

// codesPage is the catalogue: what each product code stands for.
func (s *Server) codesPage(w http.ResponseWriter, r *http.Request) {
	v := page.StockForm{Heading: toCodes.Text,
		Lead: "What the number (01) in the square code of a pack stands for here. Packs are received by scan with it."}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		for _, gtin := range codesInOrder(st) {
			x := st.Stock.Catalogue[gtin]
			v.Facts = append(v.Facts, page.Row{Key: gtin, Value: ampouleWords(x.Ampoules) + " of " + x.Product.Heading() +
				"; entered by " + n.staff(x.By) + ", " + stamp(st.Zone(), s.house.Now(), x.Since)})
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	if len(v.Facts) == 0 {
		v.Lead = "No product code is entered yet. A pharmacist or the accountable officer enters the first one from a pack."
	}
	if login.MayRoute(actorOf(r).Roles, "GET /register/codes/enter") {
		v.Ways = []page.Link{{Text: enterCodeForm.title, URL: "/register/codes/enter"},
			{Text: endCodeForm.title, URL: "/register/codes/end"}}
	}
	l := s.layout(r, v.Heading)
	l.Back = &toRegister
	s.draw(w, r, http.StatusOK, page.StockFormPage(l, v))
}

// codesInOrder lists the product codes by product, then by number.
func codesInOrder(st *clinic.State) (out []string) {
	for gtin := range st.Stock.Catalogue {
		out = append(out, gtin)
	}
	slices.SortFunc(out, func(a, b string) int {
		x, y := st.Stock.Catalogue[a].Product.Heading(), st.Stock.Catalogue[b].Product.Heading()
		return strings.Compare(x+a, y+b)
	})
	return out
}

// enterCodeForm says what a product code stands for.
var enterCodeForm = &stockForm{kind: "enter_product_code", title: "Enter a product code", button: "Entered",
	lead: "Both of you hold a pack, read what is printed on it and count what is in it.",
	to:   leadsTo("/register/codes"), back: toCodes, sees: "I read the pack and counted the ampoules in it.",
	body: func(p *press) clinic.Body {
		return clinic.EnterProductCode{GTIN: p.gtin(), Product: p.product(),
			Ampoules: measure.Ampoules(p.whole("per_pack", "Ampoules in one pack", 1, 1000))}
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		code := d.code("gtin", "Product code", "Scan the square code of a pack, or type the 14 digits after (01).")
		if code.Field.Value == "" && d.typed.v == nil {
			code.Field.Value = d.q.Get("gtin")
		}
		g := page.FieldGroup{Fields: []page.SmallField{code}}
		g.Fields = append(g.Fields, d.products()...)
		g.Fields = append(g.Fields, d.count("per_pack", "Ampoules in one pack", "Open one and count."))
		v.Groups = append(v.Groups, g)
	}}

// gtin reads a product code, typed or out of a scan of the whole pack.
func (p *press) gtin() string {
	text := p.need("gtin", "Scan the pack, or type its product code.")
	if c, err := gs1.Parse(text); err == nil && c.Value(gs1.GTIN) != "" {
		return c.Value(gs1.GTIN)
	}
	out, err := gs1.PadGTIN(text)
	if err != nil && text != "" {
		p.wrong("gtin", "This is no product code: "+err.Error()+".")
	}
	return out
}

// endCodeForm takes a product code out of the catalogue.
var endCodeForm = &stockForm{kind: "end_product_code", title: "End a product code", button: "Ended",
	lead: "Packs with it are not received by scan any more. What was received stays as it is.",
	to:   leadsTo("/register/codes"), back: toCodes,
	body: func(p *press) clinic.Body {
		return clinic.EndProductCode{GTIN: p.need("gtin", "Choose the product code."),
			Reason: p.keep("register", "reason", p.need("words", "Write in one line why."))}
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		var list []page.Choice
		for _, gtin := range codesInOrder(d.st) {
			x := d.st.Stock.Catalogue[gtin]
			list = append(list, page.Choice{Value: gtin, Label: gtin, Hint: ampouleWords(x.Ampoules) + " of " +
				x.Product.Heading()})
		}
		if len(list) == 0 {
			v.Form.Action, v.Lead = "", "The catalogue is empty: there is nothing to end."
			return
		}
		v.Groups = append(v.Groups, page.FieldGroup{Fields: []page.SmallField{
			d.pick("gtin", "Which one?", "", list), d.line("words", "Why, in one line", "")}})
	}}
