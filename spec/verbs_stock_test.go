package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/measure"
	"steady/register"
)

func init() {
	for verb, body := range map[string]func(s *script, a args, r *app.Request) clinic.Body{
		"requisition": requisition, "endrequisition": endRequisition, "receive": receive, "openbalance": openBalance,
		"move": move, "setaside": setAside, "release": release, "break": breakStock, "sendback": sendBack, "send": send,
		"bring": bring, "recall": recall, "liftrecall": liftRecall, "keys": keys, "count": count, "explain": explain,
		"escalate": escalate, "putright": putRight,
	} {
		verbs[verb] = body
	}
}

func text(r *app.Request, a args, key, or string) clinic.Text {
	w := a.or(key, or)
	if w == "none" {
		w = ""
	}
	return r.Keep("register", key, w)
}

func number(w string) measure.Ampoules {
	n, _ := strconv.Atoi(w)
	return measure.Ampoules(n)
}

// takeOf reads "100mg 5 batch=B1 from=cabinet".
func takeOf(a args) register.Take {
	return register.Take{Page: pageOf(a["0"]), Batch: a["batch"], Store: register.Store(a["from"]), Count: number(a["1"])}
}

// requisition R1 100mg:20,10mg:30
func requisition(_ *script, a args, r *app.Request) clinic.Body {
	b := clinic.RaiseRequisition{Requisition: a["0"], Supplier: text(r, a, "supplier", "Invented Pharma"),
		Recipient:  text(r, a, "recipient", "Dr Invented, 1 Nowhere Street"),
		Profession: text(r, a, "profession", "doctor"), Purpose: text(r, a, "purpose", "stock of this service")}
	for _, w := range strings.FieldsFunc(a["1"], func(c rune) bool { return c == ',' }) {
		mg, n, _ := strings.Cut(w, ":")
		b.Items = append(b.Items, clinic.RequisitionItem{Product: productOf(mg, ""), Ampoules: number(n)})
	}
	return b
}

func endRequisition(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.CloseRequisition{Requisition: a["0"], Reason: text(r, a, "reason", "")}
}

func receive(s *script, a args, r *app.Request) clinic.Body {
	product := productOf(a["0"], a["salt"])
	product.Presentation = a.or("form", product.Presentation)
	product.Form.Substance = measure.Substance(a.or("drug", string(product.Form.Substance)))
	b := clinic.ReceiveStock{Product: product, Batch: a["batch"], Expiry: date(s, a.or("expiry", "+400")),
		Ampoules: number(a["1"]), From: r.Keep("register", "supplier", a.or("from", "Invented Pharma")),
		Requisition: a["for"], Store: register.Store(a["into"]),
		Quarantine: r.KeepIf("register", "quarantine", a["quarantine"]), Scanned: codesOf(a)}
	if a["noted"] != "" {
		n := number(a["noted"])
		b.Noted = &n
	}
	return b
}

// openbalance 100mg B1:20,B2:5
func openBalance(s *script, a args, r *app.Request) clinic.Body {
	b := clinic.OpenBalance{Product: productOf(a["0"], a["salt"]), From: text(r, a, "from", "paper register, page 12")}
	for _, w := range strings.FieldsFunc(a["1"], func(c rune) bool { return c == ',' }) {
		batch, n, _ := strings.Cut(w, ":")
		b.Batches = append(b.Batches, clinic.OpeningBatch{Batch: batch, Expiry: date(s, a.or("expiry", "+400")),
			Ampoules: number(n), Store: register.Store(a["into"])})
	}
	return b
}

func move(_ *script, a args, _ *app.Request) clinic.Body {
	return clinic.MoveStock{Take: takeOf(a), To: register.Store(a["to"])}
}

func setAside(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.SetAside{Take: takeOf(a), Why: register.Aside(a["why"]), Text: r.KeepIf("register", "aside", a["text"])}
}

func release(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.ReleaseStock{Take: takeOf(a), To: register.Store(a["to"]), Text: text(r, a, "text", "looked at again")}
}

func breakStock(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.BreakStock{Take: takeOf(a), Text: text(r, a, "text", "it fell")}
}

func sendBack(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.ReturnToSupplier{Take: takeOf(a), To: text(r, a, "to", "Invented Pharma, 2 Nowhere Street"),
		Why: text(r, a, "text", "recalled")}
}

func send(_ *script, a args, _ *app.Request) clinic.Body {
	return clinic.SendStock{Take: takeOf(a), Transfer: a["transfer"], To: a["to"]}
}

func bring(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.BringStock{Transfer: a["transfer"], From: a["from"], Product: productOf(a["0"], a["salt"]),
		Batch: a["batch"], Expiry: date(s, a.or("expiry", "+400")), Announced: number(a.or("announced", a["1"])),
		Ampoules: number(a["1"]), Store: register.Store(a["into"])}
}

func recall(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.RecallBatch{Batch: a["0"], Source: text(r, a, "source", "the maker, reference 1")}
}

func liftRecall(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.LiftRecall{Batch: a["0"], Reason: text(r, a, "reason", "the maker took it back")}
}

// keys safe,cabinet why=…
func keys(_ *script, a args, r *app.Request) clinic.Body {
	b := clinic.HandCustody{Why: r.KeepIf("register", "why", a["why"])}
	for _, w := range strings.FieldsFunc(a["0"], func(c rune) bool { return c == ',' }) {
		b.Stores = append(b.Stores, register.Store(w))
	}
	return b
}

func count(s *script, a args, _ *app.Request) clinic.Body {
	seen := s.e.state().Register
	if a["seen"] != "" {
		seen, _ = strconv.ParseInt(a["seen"], 10, 64)
	}
	b := clinic.CountStock{Page: pageOf(a["0"]), Counted: number(a["1"]), Seen: seen, Of: register.CountKind(a["of"]),
		Store: register.Store(a["in"])}
	if w := a["third"]; w != "" {
		shown := clinic.WitnessText(s.e.state(), clinic.Command{Body: b})
		b.Third = &clinic.Confirmation{By: w, Method: "pin", Digest: clinic.Digest(shown)}
	}
	return b
}

func explain(_ *script, a args, r *app.Request) clinic.Body {
	b := clinic.ExplainDiscrepancy{Page: pageOf(a["0"]), Cause: register.Cause(strings.ReplaceAll(a["cause"], " ", "_")),
		Text: text(r, a, "text", "")}
	if a["entry"] != "" {
		n, _ := strconv.ParseInt(a["entry"], 10, 64)
		b.Target = &n
	}
	return b
}

func escalate(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.EscalateDiscrepancy{Page: pageOf(a["0"]), To: clinic.To(a["to"]), Reason: text(r, a, "reason", "")}
}

// putright 100mg B1:-1 cause=breakage: the officer's decision.
func putRight(s *script, a args, r *app.Request) clinic.Body {
	b := clinic.CloseDiscrepancy{Page: pageOf(a["0"]), Cause: register.Cause(strings.ReplaceAll(a["cause"], " ", "_")),
		Text: text(r, a, "text", "as found")}
	for _, w := range strings.FieldsFunc(a["1"], func(c rune) bool { return c == ',' }) {
		batch, n, _ := strings.Cut(w, ":")
		b.Adjust = append(b.Adjust, register.Adjustment{Batch: batch, Count: number(n), Store: register.Store(a["from"]),
			Expiry: date(s, a["expiry"])})
	}
	return b
}

// lookStock answers where the ampoules of a page lie, or what waits for
// somebody.
func (s *script) lookStock(verb string, a args) string {
	if verb == "stock" {
		return s.stockWork(a)
	}
	sh := s.e.state().Accounts.Sheets[pageOf(a["0"])]
	if sh == nil {
		return "no page"
	}
	var out []string
	for _, x := range register.Stores() {
		if n := sh.InStore(x); n > 0 {
			out = append(out, fmt.Sprintf("%s %d", x, n))
		}
	}
	return strings.Join(out, ", ")
}

// stockWork says what waits for somebody, as the lists of the stock page do.
func (s *script) stockWork(a args) string {
	at := s.instant(a.or("at", "12:00"))
	var out []string
	for _, t := range s.e.state().StockTasks(at) {
		late := ""
		if t.Late {
			late = " late"
		}
		out = append(out, string(t.Kind)+late)
	}
	slices.Sort(out)
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, ", ")
}
