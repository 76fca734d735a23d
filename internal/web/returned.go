package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/web/page"
	"steady/measure"
	"steady/person"
)

var toReturned = page.Link{Text: "Returned medicines", URL: "/register/returned"}

// returnedPage is the record of medicines that people brought back, kept apart
// from the register (R-REG-31).
func (s *Server) returnedPage(w http.ResponseWriter, r *http.Request) {
	rows, err := s.happenings(r.Context(), screenLines, "person", app.ReturnedMedicines)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	facts := make([]clinic.Fact, len(rows))
	for i, h := range rows {
		if facts[i], err = h.fact(); err != nil {
			s.fault(w, r, err)
			return
		}
	}
	more := func(*clinic.State) (refs []clinic.Text) {
		for _, f := range facts {
			refs = append(refs, returnedTexts(f)...)
		}
		return refs
	}
	var v page.Returned
	err = s.with(r.Context(), more, func(st *clinic.State, n names) {
		d := &drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r)}
		v.New = d.way("Take medicine back", "/register/returned/new")
		for _, t := range st.StockTasks(d.now) {
			if x := st.Stock.Returned[t.Of]; t.Kind == clinic.StockReturned && x != nil {
				v.Here = append(v.Here, page.ReturnedLine{Text: d.returnedWords(x.TakeBack),
					Since: "brought back " + stamp(d.z, d.now, x.Since) + ", record " + x.Record,
					Way:   d.way("Destroy it", "/register/returned/destroy?record="+url.QueryEscape(x.Record))})
			}
		}
		for i, h := range rows {
			v.Times = append(v.Times, d.returnedLine(h, facts[i]))
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Returned medicines")
	l.Back = &toRegister
	s.draw(w, r, http.StatusOK, page.ReturnedPage(l, v))
}

// returnedTexts are the words in the cabinet that a line of the record refers to.
func returnedTexts(f clinic.Fact) []clinic.Text {
	switch b := f.(type) {
	case *clinic.TakenBack:
		if b.Text != nil {
			return []clinic.Text{*b.Text}
		}
	case *clinic.ReturnedDestroyed:
		return []clinic.Text{b.Text}
	}
	return nil
}

func (d *drawing) returnedWords(b clinic.TakeBack) string {
	text := fmt.Sprintf("%d x %s %s %s", b.Units, b.Substance, b.Strength, b.Presentation)
	if b.Person != "" {
		text += ", of " + d.n.person(b.Person)
	}
	return text
}

func (d *drawing) returnedLine(h happening, f clinic.Fact) page.TimeLine {
	l := page.TimeLine{At: stamp(d.z, d.now, h.Happened), No: number64(h.Seq), By: d.n.staff(h.By)}
	with := func(id string) {
		if id != "" {
			l.By += " and " + d.n.staff(person.StaffID(id))
		}
	}
	switch b := f.(type) {
	case *clinic.TakenBack:
		l.Text = "Brought back, record " + b.Record + ": " + d.returnedWords(b.TakeBack)
		if b.Text != nil {
			l.Text += ". " + d.n.of(*b.Text)
		}
		with(b.Signed.By)
	case *clinic.ReturnedDestroyed:
		l.Text = fmt.Sprintf("Destroyed, record %s: %d. %s", b.Record, b.Units, d.n.of(b.Text))
		with(b.Signed.By)
	}
	return l
}

// drugs are the substances that medicine brought back may be of.
var drugs = []measure.Substance{measure.Diamorphine, measure.Hydromorphone, measure.Methadone, measure.Morphine}

// takeBackForm records medicine that somebody brings back.
var takeBackForm = &stockForm{kind: "take_back", title: "Take medicine back", button: "Taken back",
	lead: "It is theirs and no stock: it goes into the record of returned medicines, and counts in no balance.",
	sees: "I counted what was brought back.", to: leadsTo("/register/returned"), back: toReturned,
	body: func(p *press) clinic.Body {
		about := p.get("person")
		if about == "" {
			about = "register"
		}
		return clinic.TakeBack{Record: p.own("m-"), Person: person.UserID(p.get("person")),
			Substance:    measure.Substance(p.need("substance", "Choose the drug, as printed.")),
			Strength:     p.mass("strength_mg", "Strength of one"),
			Presentation: p.need("presentation", "Choose what one of it is."),
			Units:        int(p.whole("units", "How many", 1, 100_000)), Text: p.req.KeepIf(about, "returned", p.get("words"))}
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		var drug, form []page.Choice
		for _, x := range drugs {
			drug = append(drug, page.Choice{Value: string(x), Label: string(x)})
		}
		for _, x := range clinic.Presentations() {
			form = append(form, page.Choice{Value: x, Label: x})
		}
		who := d.pick("person", "Whose was it?", "Leave it where nobody here is known to have had it.",
			[]page.Choice{{Value: "", Label: "Not known here"}})
		who.List = true
		for _, id := range d.st.PeopleInOrder() {
			who.Choices = append(who.Choices, page.Choice{Value: string(id), Label: d.n.person(id)})
		}
		mg := d.line("strength_mg", "Strength of one", "As printed: of one tablet, one ampoule, one millilitre.")
		mg.Mode, mg.Suffix = "decimal", "mg"
		n := d.line("units", "How many", "Count them.")
		n.Mode = "numeric"
		v.Groups = []page.FieldGroup{{Fields: []page.SmallField{who, d.pick("substance", "Which drug?", "", drug), mg,
			d.pick("presentation", "What is one of it?", "", form), n,
			d.line("words", "Anything to say about it, in one line", "Can stay empty.")}}}
	}}

// returnedForm destroys what was brought back, before a second person.
var returnedForm = &stockForm{kind: "destroy_returned", title: "Destroy returned medicine", button: "Destroyed",
	lead: "A colleague sees it and confirms it. No witness from outside is needed, since it is no stock.",
	sees: "I saw this medicine destroyed.", to: leadsTo("/register/returned"), back: toReturned,
	body: func(p *press) clinic.Body {
		return clinic.DestroyReturned{Record: p.get("record"),
			Text: p.keep("register", "destroyed", p.need("words", "Write in one line how it was denatured."))}
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		id := d.typed.or("record", d.q.Get("record")).Value
		x := d.st.Stock.Returned[id]
		if x == nil {
			v.Form.Action, v.Second, v.Notice = "", nil, "There is no such return here: it was destroyed, or "+
				"look at the list again."
			v.Ways = []page.Link{toReturned}
			return
		}
		v.Facts = []page.Row{{Key: "What", Value: strings.TrimSpace(d.returnedWords(x.TakeBack))},
			{Key: "Brought back", Value: stamp(d.z, d.now, x.Since) + ", record " + id}}
		v.Form.Hidden = append(v.Form.Hidden, page.Pair{Name: "record", Value: id})
		v.Groups = []page.FieldGroup{{Fields: []page.SmallField{
			d.line("words", "How it is denatured, in one line", "")}}}
	}}
