package web

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

var toSolutions = page.Link{Text: "Solutions", URL: "/register/solutions"}

// strength says how much of a solution's content is in 1 ml: exactly, or between
// which two whole micrograms it lies.
func strength(content measure.Mass, v measure.Volume) string {
	m, exact := measure.PerMillilitre(content, v)
	if exact {
		return fmt.Sprintf("%s in %s, which is %s in 1 ml", content, v, m)
	}
	return fmt.Sprintf("%s in %s, which is between %s and %s in 1 ml", content, v, m, m+1)
}

// solutionsPage lists the solutions at hand, with what is left of each and the
// clock to its beyond-use time.
func (s *Server) solutionsPage(w http.ResponseWriter, r *http.Request) {
	a := actorOf(r)
	v := page.Solutions{}
	if login.MayRoute(a.Roles, "GET /register/solutions/make") {
		v.New = &page.Link{Text: "Make a solution", URL: "/register/solutions/make"}
	}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		d := drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: a}
		for _, id := range slices.Sorted(maps.Keys(st.Stock.Solutions)) {
			v.Lines = append(v.Lines, d.solution(id, st.Stock.Solutions[id]))
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Solutions")
	l.Back = &toRegister
	s.draw(w, r, http.StatusOK, page.SolutionsPage(l, v))
}

func (d *drawing) solution(id string, x *clinic.Solution) page.SolutionLine {
	left := d.st.LeftIn(id)
	l := page.SolutionLine{ID: id, Form: x.Form.String(), Strength: strength(x.Content, x.Volume),
		Left: fmt.Sprintf("%s left, %s", left, drawOf(x, left)), Made: fmt.Sprintf("Made by %s, %s, with %s, seen by %s",
			d.n.staff(x.By), stamp(d.z, d.now, x.At), diluentWords(x.MakeSolution), d.n.staff(person.StaffID(x.Signed.By))),
		UseBy: d.z.Clock(x.UseBy), Clock: d.s.down("until it may not be used", "past its time", x.UseBy, d.now)}
	for _, k := range x.Picks {
		l.From = append(l.From, fmt.Sprintf("%d × %s, batch %s", k.Count, d.st.Accounts.Sheets[k.Page].Product.Content,
			k.Batch))
		if _, recalled := d.st.Stock.Recalled[k.Batch]; recalled {
			l.Marks = []page.Mark{{Icon: "stop", Word: "recalled"}}
		}
	}
	if l.Late = d.now > x.UseBy; l.Late {
		l.Marks = append(l.Marks, page.Mark{Icon: "stop", Word: "past its time: write it off"})
	}
	if login.MayRoute(d.actor.Roles, "GET /register/solutions/{solution}/label") {
		l.Ways = []page.Link{{Text: "Print the label", URL: "/register/solutions/" + url.PathEscape(id) + "/label"}}
	}
	if at := "/register/solutions/discard"; login.MayRoute(d.actor.Roles, "GET "+at) {
		l.Ways = append(l.Ways, page.Link{Text: "Write off what is left", URL: at + "?solution=" + url.QueryEscape(id)})
	}
	return l
}

// drawOf is the volume of a solution that holds a mass, to the microlitre below.
func drawOf(x *clinic.Solution, m measure.Mass) measure.Volume {
	return measure.Volume(measure.Mass(x.Volume).Part(int64(m), int64(x.Content)))
}

func diluentWords(b clinic.MakeSolution) string {
	return strings.ReplaceAll(b.Diluent, "_", " ") + ", batch " + b.DiluentBatch
}

// makeForm makes a solution for several doses. What comes out of it is worked
// out and shown before the second person is asked.
var makeForm = &stockForm{kind: "make_solution", title: "Make a solution", button: "Made, seen by both of us",
	back: toSolutions, to: leadsTo("/register/solutions"),
	lead: "For several doses of one session. The ampoules leave the stock when both of you have confirmed; each syringe " +
		"takes its dose out of it, and what is left is written off.",
	sees: "I saw these ampoules opened, the diluent and the volume, and the label with its time.",
	body: func(p *press) clinic.Body { return makeBody(p) },
	tell: func(p *press, b clinic.Body) (string, *clinic.Refusal) { return p.workOut(b.(clinic.MakeSolution)) },
	draw: func(d *stockDraw, v *page.StockForm) {
		g := page.FieldGroup{Title: "Which ampoules are opened?", Hint: "Leave empty what is not opened. One drug and salt."}
		for _, x := range d.lots() {
			g.Fields = append(g.Fields, d.lotCount(x))
		}
		volume := d.line("volume_ml", "Made up to", "The final volume, of all ampoules together.")
		volume.Mode, volume.Suffix = "decimal", "ml"
		by := d.line("use_by", "Not used after", "Hours and minutes, "+d.z.Clock(d.st.SessionEnd(d.now))+
			" at the latest: how long a solution keeps is not set here (S-PREP-06).")
		by.Mode = "numeric"
		v.Groups = []page.FieldGroup{g, {Title: "With what?", Fields: []page.SmallField{
			d.code("diluent_batch", "Batch of the water for injections", "As printed."), volume, by}}}
	}}

// openLot is sealed ampoules in use that a form may open.
type openLot struct {
	page, batch, heading string
	expiry               moment.Day
	count                measure.Ampoules
}

func (x openLot) name() string { return "k-" + x.page + "|" + x.batch }

// lots are the batches in use and in date, page by page.
func lots(st *clinic.State, today moment.Day) (out []openLot) {
	for _, id := range st.Accounts.Pages() {
		sh := st.Accounts.Sheets[id]
		for _, l := range sh.Lots {
			if n := l.Usable(); n > 0 && l.Expiry >= today {
				out = append(out, openLot{id, l.Batch, sh.Product.Heading(), l.Expiry, n})
			}
		}
	}
	return out
}

// lotCount asks how many of a batch are opened or supplied.
func (d *stockDraw) lotCount(x openLot) page.SmallField {
	f := d.count(x.name(), fmt.Sprintf("%s, batch %s", x.heading, x.batch),
		fmt.Sprintf("%s in use, expires %s", ampouleWords(x.count), dayWords(x.expiry)))
	f.ID = strings.ReplaceAll(f.ID, " ", "_")
	return f
}

func (d *stockDraw) lots() []openLot { return lots(d.st, d.z.Day(d.now)) }

// picks reads how many of each batch are opened.
func (p *press) picks() (out []register.Pick) {
	var names []string
	for name := range p.r.PostForm {
		if strings.HasPrefix(name, "k-") && p.get(name) != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		id, batch, _ := strings.Cut(strings.TrimPrefix(name, "k-"), "|")
		out = append(out, register.Pick{Page: id, Batch: batch,
			Count: measure.Ampoules(p.whole(name, p.heading(id)+", batch "+batch, 1, 1000))})
	}
	if len(out) == 0 {
		p.wrong("", "Write how many ampoules of which batch.")
	}
	return out
}

func makeBody(p *press) clinic.MakeSolution {
	b := clinic.MakeSolution{Solution: p.own("s-"), Picks: p.picks(), Diluent: "water_for_injections",
		DiluentBatch: p.need("diluent_batch", "Write the batch of the water for injections."), Volume: p.volume("volume_ml")}
	if m, ok := p.minute("use_by", "Not used after"); ok {
		z := p.s.zone()
		b.UseBy = z.At(z.Day(p.s.house.Now()), m/60, m%60)
	}
	return b
}

// volume reads millilitres.
func (p *press) volume(name string) measure.Volume {
	v := p.milli(name, "Made up to")
	if v == nil || *v == 0 {
		p.wrong(name, "Write what the ampoules are made up to, in ml.")
		return 0
	}
	return measure.Volume(*v)
}

// workOut says what a solution will be, or refuses a volume in which it does not
// dissolve.
func (p *press) workOut(b clinic.MakeSolution) (words string, no *clinic.Refusal) {
	p.s.house.View(func(st *clinic.State) {
		for _, k := range b.Picks {
			if st.Accounts.Sheets[k.Page] == nil {
				return // the core says so
			}
		}
		if no = st.Dissolves(b.Picks, b.Volume); no == nil {
			words = strength(st.Accounts.Content(b.Picks), b.Volume) + ". Not used after " + st.Zone().Clock(b.UseBy) +
				". Write on the vial: " + b.Solution + "."
		}
	})
	return words, no
}

// endSolutionForm writes off what is left of a solution.
var endSolutionForm = &stockForm{kind: "discard_solution", title: "Write off what is left of a solution",
	button: "Wasted before both of us", back: toSolutions, to: leadsTo("/register/solutions"),
	sees: "I saw what was left of this solution, and saw it wasted.",
	body: func(p *press) clinic.Body {
		b := clinic.DiscardSolution{Solution: p.get("solution"), Spilt: p.get("how") == "spilt",
			Why: p.keep("register", "reason", p.need("words", "Write why in one line."))}
		if b.Solution == "" {
			p.wrong("solution", "Choose the solution.")
		}
		return b
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		var list []page.Choice
		for _, id := range slices.Sorted(maps.Keys(d.st.Stock.Solutions)) {
			x := d.st.Stock.Solutions[id]
			list = append(list, page.Choice{Value: id, Label: id + ", " + x.Form.String(), Hint: fmt.Sprintf(
				"%s left, %s; %s", d.st.LeftIn(id), drawOf(x, d.st.LeftIn(id)), strength(x.Content, x.Volume))})
		}
		if len(list) == 0 {
			v.Form.Action, v.Two, v.Notice = "", "", "There is no solution to write off."
			return
		}
		which := d.pick("solution", "Which solution?", "", list)
		if d.typed.v == nil {
			which.Field.Value = d.q.Get("solution")
		}
		how := d.pick("how", "How?", "", []page.Choice{{Value: "leftover", Label: "It is left over"},
			{Value: "spilt", Label: "It was spilt"}})
		if how.Field.Value == "" {
			how.Field.Value = "leftover"
		}
		v.Groups = []page.FieldGroup{{Fields: []page.SmallField{which, how, d.line("words", "Why, in one line", "")}}}
	}}
