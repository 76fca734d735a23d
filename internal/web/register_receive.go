package web

import (
	"net/http"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/measure"
	"steady/register"
)

// forms are the drugs and salts a delivery may hold, by the value of the form
// field.
var forms = []measure.Form{
	{Substance: measure.Diamorphine, Salt: measure.Hydrochloride},
	{Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate},
	{Substance: measure.Diamorphine, Salt: measure.HydrochlorideAnhydrous},
	{Substance: measure.Hydromorphone, Salt: measure.Hydrochloride},
	{Substance: measure.Methadone, Salt: measure.Hydrochloride},
	{Substance: measure.Morphine, Salt: measure.Hydrochloride},
}

func formValue(f measure.Form) string { return string(f.Substance) + "/" + string(f.Salt) }

// form finds a drug and salt by its value; the zero form for none.
func formOf(value string) measure.Form {
	for _, f := range forms {
		if formValue(f) == value {
			return f
		}
	}
	return measure.Form{}
}

func formChoices() (out []page.Choice) {
	for _, f := range forms {
		out = append(out, page.Choice{Value: formValue(f), Label: f.String()})
	}
	return out
}

// otherProduct is the choice of a product that has no page yet.
const otherProduct = "other"

func (s *Server) receivePage(w http.ResponseWriter, r *http.Request) {
	s.drawReceive(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawReceive(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	a, _ := login.Who(r.Context())
	v := page.Receive{Form: page.Form{Action: "/register/receive", Command: t.command()},
		Two:     "Two people open it and count it together; the second confirms at the end of this page.",
		Product: t.pick("product"), Forms: formChoices(), OtherForm: t.pick("other_form"), OtherContent: t.field("other_mg"),
		Batch: t.field("batch"), Ampoules: t.field("ampoules"), ExpDay: t.v.Get("expiry[day]"),
		ExpMonth: t.v.Get("expiry[month]"), ExpYear: t.v.Get("expiry[year]"), ExpError: t.errs["expiry"],
		FromName: t.field("from_name"), FromAddress: t.field("from_address"), Requisition: t.field("requisition"),
		Delivery: t.field("delivery_note"), For: t.pick("for"), Noted: t.field("noted"), Stores: storeChoices(
			register.Quarantine), Store: page.Pick{Value: t.or("store", string(register.Safe)).Value, Error: t.errs["store"]},
		Quarantine: t.field("quarantine")}
	if v.For.Value == "" {
		v.For.Value = r.URL.Query().Get("requisition")
	}
	if told := t.v.Get("told"); told != "" {
		v.Notice = quarantined(strings.Split(told, ","))
		v.Form.Hidden = []page.Pair{{Name: "told", Value: told}}
	}
	err := s.with(r.Context(), requisitionTexts, func(st *clinic.State, n names) {
		v.Requisitions = requisitionChoices(st, n)
		for _, id := range st.Accounts.Pages() {
			v.Products = append(v.Products, page.Choice{Value: id, Label: st.Accounts.Sheets[id].Product.Heading()})
		}
		v.Products = append(v.Products, page.Choice{Value: otherProduct, Label: "A product that has no page yet"})
		v.Scan = scanning(st, t, st.Zone().Day(s.house.Now()))
		v.Second = page.SecondPerson{What: "I counted these sealed ampoules and read their batch and expiry.",
			Why: "Somebody other than you, who counted too.", Staff: s.seconds(st, n, "receive_stock", a.ID),
			Who: t.pick("second"), PIN: page.Field{Error: t.errs["pin2"]}, Passkey: "/confirm/passkey/begin?for=receive",
			Button: "Received", Alone: t.alone(st, "receive_stock")}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Receive a delivery")
	l.Back, l.Problem = &page.Link{Text: "Register and stock", URL: "/register"}, prob
	s.draw(w, r, status, page.ReceivePage(l, v))
}

func (s *Server) receive(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	if s.scannedPack(w, r, p) {
		return
	}
	body := receiveBody(p).(clinic.ReceiveStock)
	to := "/register/" + body.Product.Page()
	wrong := p.mismatch(body)
	if len(wrong) == 0 {
		r.PostForm.Del("told") // what was said before is mended
	} else {
		to += "?aside=" + strings.Join(wrong, ",")
		if p.ok() && p.get("told") != strings.Join(wrong, ",") {
			r.PostForm.Set("told", strings.Join(wrong, ","))
			s.drawReceive(w, r, http.StatusUnprocessableEntity, &page.Problem{Title: "Look again before you press",
				Lines: []page.ProblemLine{{Rule: "R-REG-18", Text: quarantined(wrong) +
					" Mend what is wrong here, or confirm again: then it is put there."}}}, p.typed())
			return
		}
	}
	p.finish(w, body, to, func(prob *page.Problem, _ error) {
		s.drawReceive(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// mismatch says what puts a delivery into quarantine, unless it is recorded
// already or goes there by what somebody wrote.
func (p *press) mismatch(b clinic.ReceiveStock) (out []string) {
	if done, err := p.s.house.Recorded(p.r.Context(), p.req.Command.ID); err != nil || done || b.Quarantine != nil {
		return nil
	}
	p.s.house.View(func(st *clinic.State) { out = st.Mismatch(b) })
	return out
}

var mismatchWords = map[string]string{"not_ordered": "the requisition did not ask for it, or not for any more of it",
	"more_than_ordered": "more came than the requisition still asks for", "recalled": "the batch is recalled",
	"note_differs": "the count differs from the delivery note", "packs_differ": "the count differs from the packs scanned"}

// quarantined says why a delivery goes into quarantine.
func quarantined(wrong []string) string {
	var words []string
	for _, x := range wrong {
		if w := mismatchWords[x]; w != "" {
			words = append(words, w)
		}
	}
	return "This goes into quarantine: " + strings.Join(words, "; ") + "."
}

func requisitionChoices(st *clinic.State, n names) (out []page.Choice) {
	for _, x := range requisitions(st) {
		out = append(out, page.Choice{Value: x.Requisition, Label: x.Requisition + ", " + n.of(x.Supplier),
			Hint: "Has not come: " + strings.Join(stillWords(x), "; ")})
	}
	if len(out) > 0 {
		out = append(out, page.Choice{Value: noRequisition, Label: "None of these"})
	}
	return out
}

// noRequisition is the choice of a delivery that answers no open requisition.
const noRequisition = "none"

// receiveBody reads the form of a delivery.
func receiveBody(p *press) clinic.Body {
	b := clinic.ReceiveStock{Product: p.product(), Batch: p.need("batch", "Write the batch as printed."),
		Expiry:   p.date("expiry", "Expiry date"),
		Ampoules: measure.Ampoules(p.whole("ampoules", "Whole ampoules", 1, 100_000))}
	from := p.need("from_name", "Write from whom it was received.")
	if address := p.need("from_address", "Write the address from which it was received."); address != "" {
		from += ", " + address
	}
	b.From = p.keep("register", "supplier", from)
	var papers []string
	if x := p.get("requisition"); x != "" {
		papers = append(papers, "requisition "+x)
	}
	if x := p.get("delivery_note"); x != "" {
		papers = append(papers, "delivery note "+x)
	}
	b.Scanned = p.r.PostForm["pack"]
	b.Delivery = p.req.KeepIf("register", "delivery", strings.Join(papers, ", "))
	if x := p.get("for"); x != noRequisition {
		b.Requisition = x
	}
	if p.get("noted") != "" {
		n := measure.Ampoules(p.whole("noted", "Ampoules by the delivery note", 0, 100_000))
		b.Noted = &n
	}
	if x := register.Store(p.get("store")); x != register.Safe {
		b.Store = x
	}
	b.Quarantine = p.req.KeepIf("register", "aside", p.get("quarantine"))
	return b
}

func (p *press) product() (out register.Product) {
	id := p.get("product")
	if id == otherProduct {
		return p.otherProduct()
	}
	p.s.house.View(func(st *clinic.State) {
		if sh := st.Accounts.Sheets[id]; sh != nil {
			out = sh.Product
		}
	})
	if !out.Known() {
		p.wrong("product", "Choose what came.")
	}
	return out
}

// otherProduct reads a product that has no page yet.
func (p *press) otherProduct() register.Product {
	out := register.Product{Form: formOf(p.get("other_form")), Content: p.mass("other_mg", "Content of one ampoule"),
		Presentation: "ampoule"}
	if !out.Form.Known() {
		p.wrong("other_form", "Choose the drug and its salt as printed on the pack.")
	}
	return out
}
