package web

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/measure"
	"steady/register"
)

// requisitionTexts are the words in the cabinet of the requisitions that are
// open.
func requisitionTexts(st *clinic.State) (out []clinic.Text) {
	for _, x := range st.Stock.Requisitions {
		out = append(out, x.Supplier, x.Recipient, x.Profession, x.Purpose)
		if x.Collector != nil {
			out = append(out, *x.Collector)
		}
	}
	return out
}

// requisitions lists those that are not wholly delivered, oldest first.
func requisitions(st *clinic.State) []*clinic.Requisition {
	return slices.SortedFunc(maps.Values(st.Stock.Requisitions), func(a, b *clinic.Requisition) int {
		return cmp.Or(cmp.Compare(a.At, b.At), strings.Compare(a.Requisition, b.Requisition))
	})
}

// stillWords say what of a requisition has not come.
func stillWords(x *clinic.Requisition) (out []string) {
	for _, i := range x.Items {
		if n := x.Still[i.Product.Page()]; n > 0 {
			out = append(out, fmt.Sprintf("%s of %s", ampouleWords(n), i.Product.Heading()))
		}
	}
	return out
}

// requisitionsPage lists the open requisitions.
func (s *Server) requisitionsPage(w http.ResponseWriter, r *http.Request) {
	a := actorOf(r)
	v := page.Requisitions{}
	if login.MayRoute(a.Roles, "GET /register/requisitions/new") {
		v.New = &page.Link{Text: "Raise a requisition", URL: "/register/requisitions/new"}
	}
	err := s.with(r.Context(), requisitionTexts, func(st *clinic.State, n names) {
		for _, x := range requisitions(st) {
			at := "/register/requisitions/" + x.Requisition
			l := page.RequisitionLine{ID: x.Requisition, Supplier: n.of(x.Supplier), Still: stillWords(x),
				By:   n.staff(x.By) + ", " + stamp(st.Zone(), s.house.Now(), x.At),
				Ways: []page.Link{{Text: "The worksheet, to print", URL: at}}}
			if login.MayRoute(a.Roles, "GET /register/receive") {
				l.Ways = append(l.Ways, page.Link{Text: "Receive what came of it",
					URL: "/register/receive?requisition=" + x.Requisition})
			}
			if login.MayRoute(a.Roles, "GET /register/requisitions/{requisition}/close") {
				l.Ways = append(l.Ways, page.Link{Text: "Close it: nothing more will come", URL: at + "/close"})
			}
			v.Lines = append(v.Lines, l)
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Requisitions")
	l.Back = &toRegister
	s.draw(w, r, http.StatusOK, page.RequisitionsPage(l, v))
}

// requisitionPage is the sheet that goes with a requisition. It holds what the
// law asks of one (R-REG-16) and says that it is not the numbered form.
func (s *Server) requisitionPage(w http.ResponseWriter, r *http.Request) {
	var v *page.RequisitionSheet
	err := s.with(r.Context(), requisitionTexts, func(st *clinic.State, n names) {
		x := st.Stock.Requisitions[r.PathValue("requisition")]
		if x == nil {
			return
		}
		v = &page.RequisitionSheet{ID: x.Requisition, Premises: s.cfg.Service,
			Entered: fmt.Sprintf("Entered by %s, %s.", n.staff(x.By), lawDate(st.Zone(), x.At)),
			Rows: []page.Row{{Key: "To the supplier", Value: n.of(x.Supplier)}, {Key: "Recipient", Value: n.of(x.Recipient)},
				{Key: "Profession or occupation", Value: n.of(x.Profession)}, {Key: "Purpose", Value: n.of(x.Purpose)}}}
		if x.Collector != nil {
			v.Rows = append(v.Rows, page.Row{Key: "Collected by, with the recipient's signed authority",
				Value: n.of(*x.Collector)})
		}
		for _, i := range x.Items {
			v.Items = append(v.Items, page.Row{Key: i.Product.Heading(), Value: ampouleWords(i.Ampoules) + ", " +
				massWords(i.Product.Content*measure.Mass(i.Ampoules))})
		}
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "This requisition is not open: it was delivered or closed.")
	default:
		l := s.layout(r, "Requisition "+v.ID)
		l.Back = &page.Link{Text: "Requisitions", URL: "/register/requisitions"}
		s.draw(w, r, http.StatusOK, page.RequisitionPage(l, *v))
	}
}

var toRequisitions = page.Link{Text: "Requisitions", URL: "/register/requisitions"}

// raiseForm raises a requisition; who presses signs it as the recipient.
var raiseForm = &stockForm{kind: "raise_requisition", title: "Raise a requisition",
	lead: "You sign it as the recipient, with your name as you are signed in. " +
		"It stays open until it is delivered or closed.",
	button: "Sign and raise it", back: toRequisitions,
	to:   func(p *press) string { return "/register/requisitions/" + p.own("r-") },
	body: func(p *press) clinic.Body { return raiseBody(p) },
	draw: func(d *stockDraw, v *page.StockForm) {
		name := d.line("recipient_name", "Your name", "As it stands on the signature.")
		if d.typed.v == nil {
			name.Field.Value = d.n.staff(d.actor.ID)
		}
		v.Groups = []page.FieldGroup{{Title: "From whom", Fields: []page.SmallField{
			d.line("supplier_name", "Name of the supplier", ""), d.line("supplier_address", "Address of the supplier", "")}},
			{Title: "For whom", Fields: []page.SmallField{name,
				d.line("recipient_address", "Your address", "Of these premises."),
				d.line("profession", "Your profession or occupation", ""),
				d.line("purpose", "What it is for", "For example: treatment of people at these premises."),
				d.line("collector", "Who collects it", "Only where somebody is sent: they bring your signed authority.")}}}
		items := page.FieldGroup{Title: "What is asked for", Hint: "Leave empty what is not asked for."}
		for _, id := range d.st.Accounts.Pages() {
			items.Fields = append(items.Fields, d.count("n-"+id, d.st.Accounts.Sheets[id].Product.Heading(), ""))
		}
		other := d.products()[1:]
		items.Fields = append(items.Fields, append(other, d.count("n-other", "How many of that product", ""))...)
		v.Groups = append(v.Groups, items)
	}}

func raiseBody(p *press) clinic.RaiseRequisition {
	b := clinic.RaiseRequisition{Requisition: p.own("r-"),
		Supplier:   p.keep("register", "supplier", p.address("supplier", "the supplier")),
		Recipient:  p.keep("register", "recipient", p.address("recipient", "the recipient")),
		Profession: p.keep("register", "profession", p.need("profession", "Write your profession or occupation.")),
		Purpose:    p.keep("register", "purpose", p.need("purpose", "Write what it is for.")),
		Collector:  p.req.KeepIf("register", "collector", p.get("collector"))}
	add := func(name string, x register.Product) {
		b.Items = append(b.Items, clinic.RequisitionItem{Product: x,
			Ampoules: measure.Ampoules(p.whole(name, "How many ampoules", 1, 100_000))})
	}
	p.s.house.View(func(st *clinic.State) {
		for _, id := range st.Accounts.Pages() {
			if p.get("n-"+id) != "" {
				add("n-"+id, st.Accounts.Sheets[id].Product)
			}
		}
	})
	if p.get("n-other") != "" || p.get("other_form") != "" || p.get("other_mg") != "" {
		add("n-other", p.otherProduct())
	}
	if len(b.Items) == 0 {
		p.wrong("", "Write how many ampoules of what are asked for.")
	}
	return b
}

// own makes an id out of the command's own, so a form pressed twice makes one.
func (p *press) own(before string) string {
	id := p.req.Command.ID
	return before + strings.ToLower(id[max(0, len(id)-8):])
}

// closeForm ends a requisition that will not be delivered.
var closeForm = &stockForm{kind: "close_requisition", title: "Close a requisition", button: "Close it",
	lead: "Nothing more can be received under it. What was delivered stays in the register.", back: toRequisitions,
	to: leadsTo("/register/requisitions"), texts: requisitionTexts,
	body: func(p *press) clinic.Body {
		return clinic.CloseRequisition{Requisition: p.r.PathValue("requisition"),
			Reason: p.keep("register", "closed", p.need("words", "Write in one line why nothing more is delivered."))}
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		x := d.st.Stock.Requisitions[d.r.PathValue("requisition")]
		if x == nil {
			v.Form.Action, v.Notice = "", "This requisition is not open: it was delivered or closed."
			return
		}
		v.Facts = []page.Row{{Key: "Number", Value: x.Requisition}, {Key: "Supplier", Value: d.n.of(x.Supplier)},
			{Key: "Has not come", Value: strings.Join(stillWords(x), "; ")}}
		v.Groups = []page.FieldGroup{{Fields: []page.SmallField{d.line("words", "Why, in one line", "")}}}
	}}
