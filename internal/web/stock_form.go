package web

import (
	"net/http"
	"net/url"
	"strconv"

	"steady/clinic"
	"steady/internal/web/page"
)

// stockForm is one form of the register section: a movement of stock, or a
// paper about it. Its command goes down the one road like every other.
type stockForm struct {
	kind   string // of its command, in the who-may table
	title  string
	lead   string
	button string
	sees   string                // what the second person says; empty where one person is enough
	to     func(p *press) string // where a press that was recorded leads
	back   page.Link
	body   func(p *press) clinic.Body
	draw   func(d *stockDraw, v *page.StockForm)
	texts  func(st *clinic.State) []clinic.Text
	late   bool // it may be entered after it happened (R-REG-05)
	// tell works out what a form that can be read would make, or refuses it. It is
	// shown, and only then the second person is asked.
	tell func(p *press, b clinic.Body) (string, *clinic.Refusal)
}

var (
	toRegister = page.Link{Text: "Register and stock", URL: "/register"}
	toStores   = page.Link{Text: "Where it lies", URL: "/register/stores"}
)

// stockForms are the forms of the register section by address.
var stockForms = map[string]*stockForm{
	"/register/move": moveForm, "/register/aside": asideForm, "/register/release": releaseForm,
	"/register/broken": brokenForm, "/register/return": returnForm, "/register/send": sendForm,
	"/register/bring": bringForm, "/register/requisitions/new": raiseForm,
	"/register/requisitions/{requisition}/close": closeForm, "/register/recall/new": recallForm,
	"/register/solutions/make": makeForm, "/register/solutions/discard": endSolutionForm,
	"/register/recall/lift": liftRecallForm, "/register/keys": keysForm, "/register/opening": openingForm,
	"/register/destruction/exemption": exemptionForm, "/register/destruction/witness": witnessForm,
	"/register/destroy": destroyForm, "/register/returned/new": takeBackForm, "/register/returned/destroy": returnedForm,
	"/people/{person}/takehome": takeHomeForm,
}

func leadsTo(url string) func(*press) string { return func(*press) string { return url } }

// stockMoveRoutes are the pages of the movements of stock, and two routes for
// each of their forms.
func (s *Server) stockMoveRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	out := map[string]http.Handler{
		"GET /register/stores":                     f(s.storesPage),
		"GET /register/requisitions":               f(s.requisitionsPage),
		"GET /register/requisitions/{requisition}": f(s.requisitionPage),
		"GET /register/recall":                     f(s.recallsPage),
		"GET /register/recall/of":                  f(s.recallPage),
		"GET /register/solutions":                  f(s.solutionsPage),
		"GET /register/waste":                      f(s.wastePage),
	}
	for at, x := range stockForms {
		out["GET "+at] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s.drawStockForm(w, r, http.StatusOK, x, nil, typed{})
		})
		out["POST "+at] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.sendStockForm(w, r, x) })
	}
	return out
}

func (s *Server) sendStockForm(w http.ResponseWriter, r *http.Request, x *stockForm) {
	p := s.pressed(r)
	body := x.body(p)
	if x.tell != nil && p.ok() && !p.told(body, x) {
		prob, _ := p.problem(nil)
		status := http.StatusOK
		if prob != nil {
			status = http.StatusUnprocessableEntity
		}
		s.drawStockForm(w, r, status, x, prob, p.typed())
		return
	}
	p.finish(w, body, x.to(p), func(prob *page.Problem, _ error) {
		s.drawStockForm(w, r, http.StatusUnprocessableEntity, x, prob, p.typed())
	})
}

// told reports whether this very form was worked out and shown before. Else it
// works it out now; a refusal is shown with its rule.
func (p *press) told(body clinic.Body, x *stockForm) bool {
	if done, err := p.s.house.Recorded(p.r.Context(), p.req.Command.ID); err == nil && done {
		return true
	}
	words, no := x.tell(p, body)
	if no != nil {
		p.lines = append(p.lines, page.ProblemLine{Text: no.Sentence, Rule: no.Rule})
		p.r.PostForm.Del("told")
		return false
	}
	was := p.get("told")
	p.r.PostForm.Set("told", words)
	return was == words
}

// stockDraw is one drawing of a form of the register section.
type stockDraw struct {
	drawing
	r *http.Request
	q url.Values // of the address
}

func (s *Server) drawStockForm(w http.ResponseWriter, r *http.Request, status int, x *stockForm, prob *page.Problem,
	t typed) {
	v := page.StockForm{Heading: x.title, Lead: x.lead, Button: x.button,
		Form: page.Form{Action: r.URL.Path, Command: t.command()}}
	err := s.with(r.Context(), x.texts, func(st *clinic.State, n names) {
		d := &stockDraw{drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t},
			r, r.URL.Query()}
		v.Form.Hidden = append(v.Form.Hidden, page.Pair{Name: "seen",
			Value: d.typed.or("seen", strconv.FormatInt(st.Register, 10)).Value})
		if x.sees != "" {
			v.Two = "A second person sees it too, and confirms it at the end of this page."
			v.Second = d.second(x)
		}
		if x.tell != nil {
			v.Notice = t.v.Get("told")
			v.Form.Hidden = append(v.Form.Hidden, page.Pair{Name: "told", Value: v.Notice})
			if v.Notice == "" {
				v.Second, v.Button = nil, "Work it out"
			}
		}
		x.draw(d, &v)
		if x.late {
			v.Groups = append(v.Groups, d.earlier())
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, v.Heading)
	l.Back, l.Problem = &x.back, prob
	if id := r.PathValue("person"); id != "" {
		l.Back = &page.Link{Text: "The person's page", URL: "/people/" + id}
	}
	if prob != nil {
		if l.Stale, err = s.movedSince(r, t); err != nil {
			s.fault(w, r, err)
			return
		}
	}
	s.draw(w, r, status, page.StockFormPage(l, v))
}

// second is the block of the second person of a form.
func (d *stockDraw) second(x *stockForm) *page.SecondPerson {
	begin := "/confirm/passkey/begin?for=" + x.kind
	if id := d.r.PathValue("person"); id != "" {
		begin += "&person=" + id
	}
	return &page.SecondPerson{What: x.sees, Why: "Somebody other than you, who was there too.", Staff: d.others(x.kind),
		Who: d.typed.pick("second"), PIN: page.Field{Error: d.typed.errs["pin2"]},
		Passkey: begin, Button: x.button, Alone: d.typed.alone(d.st, x.kind)}
}

// builderOf finds what rebuilds a command from its form for a passkey prompt.
func builderOf(word string) func(p *press) clinic.Body {
	if b := builders[word]; b != nil {
		return b
	}
	for _, x := range stockForms {
		if x.kind == word {
			return x.body
		}
	}
	return nil
}

func (d *stockDraw) line(name, label, hint string) page.SmallField {
	return page.SmallField{ID: name, Name: name, Label: label, Hint: hint, Field: d.typed.field(name)}
}

func (d *stockDraw) code(name, label, hint string) page.SmallField {
	f := d.line(name, label, hint)
	f.Code = true
	return f
}

func (d *stockDraw) count(name, label, hint string) page.SmallField {
	f := d.line(name, label, hint)
	f.Mode, f.Suffix = "numeric", "ampoules"
	return f
}

func (d *stockDraw) pick(name, label, hint string, list []page.Choice) page.SmallField {
	f := d.line(name, label, hint)
	f.Choices = list
	return f
}

func (d *stockDraw) day(name, label, hint string) page.SmallField {
	x := d.typed.date(name)
	return page.SmallField{ID: name, Name: name, Label: label, Hint: hint, Date: &x}
}

// earlier is where a form says that something happened before now. Both times
// are kept.
func (d *stockDraw) earlier() page.FieldGroup {
	at := d.line("happened", "Time it happened", "For example 09:05. It is shown as entered late.")
	day := d.day("happened_day", "Day it happened",
		"Leave it empty for today. Before yesterday it asks why it is entered only now.")
	return page.FieldGroup{Title: "This happened earlier", Fold: true, Open: at.Field.Value != "",
		Fields: []page.SmallField{at, day, d.line("why_late", "Why it is entered only now", "In one line.")}}
}

// movedSince says who moved stock of the form's page since the form was drawn,
// and what: a figure on it may be an old one. It is nil where nobody did.
func (s *Server) movedSince(r *http.Request, t typed) (*page.Stale, error) {
	seen, err := strconv.ParseInt(t.v.Get("seen"), 10, 64)
	id, _, _ := cutLot(t.v.Get("lot"))
	if err != nil || id == "" {
		return nil, nil
	}
	all, err := s.postings(r.Context(), 5, "-seq", "page", id)
	if err != nil {
		return nil, err
	}
	var since []posting
	var facts []any
	for _, x := range all {
		if x.seq < seen {
			break
		}
		f, err := x.fact()
		if err != nil {
			return nil, err
		}
		since, facts = append(since, x), append(facts, f)
	}
	if len(since) == 0 {
		return nil, nil
	}
	var out *page.Stale
	more := func(*clinic.State) (refs []clinic.Text) {
		for _, f := range facts {
			refs = append(refs, texts(f)...)
		}
		return refs
	}
	err = s.with(r.Context(), more, func(st *clinic.State, n names) {
		out = &page.Stale{Who: n.staff(since[0].by), At: stamp(st.Zone(), s.house.Now(), since[0].happened),
			Reload: r.URL.Path + "?lot=" + url.QueryEscape(t.v.Get("lot"))}
		for i, x := range since {
			out.Changes = append(out.Changes, n.says(st.Accounts.Sheets[x.line.Page].Product, facts[i]))
		}
	})
	return out, err
}
