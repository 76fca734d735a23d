package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
	"steady/register"
)

// causeWords word the causes as findings. None of them names anybody.
var causeWords = map[register.Cause]string{register.CauseMissed: "an entry was not made",
	register.CauseTwice: "an entry was made twice", register.CauseWrongPage: "an entry stands on another page",
	register.CauseArithmetic: "a figure was wrong", register.CauseOverage: "an ampoule held more or less than printed",
	register.CauseSpillage: "something was spilt", register.CauseBreakage: "an ampoule broke",
	register.CauseWrongDose: "another amount was drawn than written",
	register.CauseDiversion: "it may have left the building",
	register.CauseUnknown:   "it was not found"}

var toWords = map[clinic.To]string{clinic.ToCDAO: "accountable officer", clinic.ToPolice: "police"}

// caseSteps turn the posted forms of a case into commands, by the last word of
// their address.
var caseSteps = map[string]func(p *press, id string) clinic.Body{
	"explain": func(p *press, id string) clinic.Body {
		b := clinic.ExplainDiscrepancy{Page: id, Cause: register.Cause(p.need("cause", "Choose what it was.")),
			Text: p.keep("register", "difference", p.need("words", "Write in one line what you found."))}
		if x := strings.ReplaceAll(p.get("entry"), ",", ""); x != "" {
			n, err := strconv.ParseInt(x, 10, 64)
			if err != nil {
				p.wrong("entry", "Entry: write its number, or leave it empty.")
			}
			b.Target = &n
		}
		return b
	},
	"escalate": func(p *press, id string) clinic.Body {
		return clinic.EscalateDiscrepancy{Page: id, To: clinic.To(p.get("to")),
			Reason: p.keep("register", "difference", p.need("words", "Write in one line why."))}
	},
	"close": func(p *press, id string) clinic.Body {
		return clinic.CloseDiscrepancy{Page: id, Cause: register.Cause(p.need("cause", "Choose what it was.")),
			Text:   p.keep("register", "difference", p.need("words", "Write in one line what was found.")),
			Adjust: p.adjustments()}
	},
}

func (s *Server) caseStep(w http.ResponseWriter, r *http.Request) {
	step := r.PathValue("step")
	build := caseSteps[step]
	if build == nil {
		s.missing(w, r, "There is no such step.")
		return
	}
	p := s.pressed(r)
	id := p.get("page")
	body := build(p, id)
	to := caseURL(id)
	if step == "close" {
		to = "/register/" + url.PathEscape(id)
	}
	p.finish(w, body, to, func(prob *page.Problem, _ error) {
		s.drawCase(w, r, http.StatusUnprocessableEntity, id, step, prob, p.typed())
	})
}

// newBatch is the row of a batch that is not on the page.
const newBatch = "new"

// adjustments reads by how much each batch of each store is put right. A row
// that is empty, or nought, puts nothing right.
func (p *press) adjustments() (out []register.Adjustment) {
	for i, lot := range p.r.PostForm["lot"] {
		n := p.change(fmt.Sprintf("put-%d", i))
		if _, store, batch := cutLot(lot); n != 0 {
			out = append(out, register.Adjustment{Batch: batch, Store: store, Count: n})
		}
	}
	if n := p.change("put-" + newBatch); n != 0 {
		out = append(out, register.Adjustment{Batch: p.need("batch", "Write the batch as printed."),
			Expiry: p.date("expiry", "Expiry date"), Store: register.Store(p.get("store")), Count: n})
	}
	return out
}

// change reads by how many ampoules something changes: -1, +1 or nothing.
func (p *press) change(name string) measure.Ampoules {
	n, err := cutChange(p.get(name))
	if err != nil {
		p.wrong(name, "Put right by: write a whole number such as -1 or 1, or leave it empty.")
	}
	return n
}

// cutChange reads a whole number of ampoules with its sign, a printed minus
// included; empty is none.
func cutChange(text string) (measure.Ampoules, error) {
	text = strings.ReplaceAll(strings.TrimSpace(text), "\u2212", "-")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err == nil && (n < -100_000 || n > 100_000) {
		err = strconv.ErrRange
	}
	return measure.Ampoules(n), err
}

// forms are what the reader may do about the difference.
func (d *caseDraw) forms() (out []page.SmallForm) {
	add := func(step, title, lead, button string, open bool, hidden []page.Pair, fields ...page.SmallField) {
		own := typed{}
		if d.step == step {
			own = d.typed
		}
		for i := range fields {
			had := fields[i].Field.Value
			own.fill(&fields[i], step)
			if own.v == nil {
				fields[i].Field.Value = had
			}
		}
		out = append(out, page.SmallForm{Title: title, Lead: lead, Button: button, Fields: fields,
			Open: open || d.step == step,
			Form: page.Form{Action: "/register/difference/" + step, Command: own.command(),
				Hidden: append(hidden, page.Pair{Name: "page", Value: d.id})}})
	}
	words := page.SmallField{Name: "words", Label: "In one line",
		Hint: "What happened, not who: no names of people in treatment."}
	officer := d.may(clinic.CloseDiscrepancy{}.CommandKind())
	if d.may(clinic.ExplainDiscrepancy{}.CommandKind()) {
		add("explain", "Write down what you found", "It closes nothing; the accountable officer reads it. "+
			"Where it belongs to an entry, it stands beneath that entry too.", "Write it down", d.entry != "", nil,
			page.SmallField{Name: "cause", Label: "What was it?", Choices: d.causes()}, words,
			page.SmallField{Name: "entry", Label: "Entry number, where it belongs to one", Mode: "numeric",
				Field: page.Field{Value: d.entry}})
	}
	switch to := d.open.Told(clinic.ToCDAO); {
	case officer:
		add("escalate", "Take it to the police", "You alone decide this. Write why; nobody is named here.",
			"Taken to the police", false, []page.Pair{{Name: "to", Value: string(clinic.ToPolice)}}, words)
	case d.may(clinic.EscalateDiscrepancy{}.CommandKind()) && !to:
		add("escalate", "Take it to the accountable officer now", "Without waiting for the deadline.",
			"Take it to the accountable officer", false, []page.Pair{{Name: "to", Value: string(clinic.ToCDAO)}}, words)
	}
	if officer {
		d.closing(add, words)
	}
	return out
}

func (d *caseDraw) causes() (out []page.Choice) {
	for _, c := range register.Causes() {
		x := page.Choice{Value: string(c), Label: strings.ToUpper(causeWords[c][:1]) + causeWords[c][1:]}
		if c == register.CauseDiversion {
			x.Hint = "The accountable officer is told at once."
		}
		out = append(out, x)
	}
	return out
}

// closing is the officer's decision: the cause, and by how much each batch is
// put right, together the difference.
func (d *caseDraw) closing(add func(step, title, lead, button string, open bool, hidden []page.Pair,
	fields ...page.SmallField), words page.SmallField) {
	open := d.sh.Open
	counted := open.Recounted != 0 && open.Store == ""
	lead := fmt.Sprintf("What is put right must come to %+d together. Leave a line empty that stays as it is.",
		open.Difference)
	if !counted {
		lead = "Two people who had no part in the first count count the whole page again first. " + lead
	}
	fields := []page.SmallField{{Name: "cause", Label: "What was it?", Choices: d.causes()}, words}
	var hidden []page.Pair
	for _, store := range register.Stores() {
		for _, l := range d.sh.Lots {
			if n := l.At[store]; n > 0 {
				fields = append(fields, page.SmallField{Name: fmt.Sprintf("put-%d", len(hidden)), Mode: "text", Suffix: "ampoules",
					Label: "Batch " + l.Batch + ", " + store.Where(),
					Hint:  "By the register " + ampouleWords(n) + ". For example -1."})
				hidden = append(hidden, page.Pair{Name: "lot", Value: lotValue(d.id, store, l.Batch)})
			}
		}
	}
	if open.Difference > 0 {
		fields = append(fields,
			page.SmallField{Name: "put-" + newBatch, Mode: "text", Suffix: "ampoules",
				Label: "A batch that is not on this page"},
			page.SmallField{Name: "batch", Label: "Its batch, as printed", Code: true},
			page.SmallField{Name: "expiry", Label: "Its expiry date", Date: &page.DateFields{}},
			page.SmallField{Name: "store", Label: "Where it lies", Choices: storeChoices()})
	}
	add("close", "Close the difference", lead, "Close it and put the balance right", counted, hidden, fields...)
}
