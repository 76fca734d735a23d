package web

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/report"
	"steady/internal/web/page"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// How many lines one screen and one sheet of it hold, and the most lines of a
// period that a screen shows.
const (
	screenLines = 100
	sheetLines  = 20
	mostLines   = 1000
)

// posting is one row of the register's read model.
type posting struct {
	seq      int64
	kind     string
	happened moment.Instant
	recorded moment.Instant
	by       person.StaffID
	witness  person.StaffID
	line     register.Line
	person   person.UserID
	target   int64 // of a note
	body     string
}

func (s *Server) postings(ctx context.Context, limit int, order string, where ...any) ([]posting, error) {
	rows, err := s.house.Rows(ctx, app.Query{Table: app.TableRegister, Limit: limit, Where: where, Order: []string{order},
		Cols: []string{"seq", "kind", "happened", "recorded", "by_id", "witness_id", "page", "ampoules", "mass",
			"balance_ampoules", "balance_mass", "person", "target", "body"}})
	out := make([]posting, 0, len(rows))
	for _, r := range rows {
		out = append(out, posting{cell[int64](r[0]), cell[string](r[1]), moment.Instant(cell[int64](r[2])),
			moment.Instant(cell[int64](r[3])), person.StaffID(cell[string](r[4])), person.StaffID(cell[string](r[5])),
			register.Line{Page: cell[string](r[6]), Ampoules: measure.Ampoules(cell[int64](r[7])),
				Mass: measure.Mass(cell[int64](r[8])), BalanceAmpoules: measure.Ampoules(cell[int64](r[9])),
				BalanceMass: measure.Mass(cell[int64](r[10]))},
			person.UserID(cell[string](r[11])), cell[int64](r[12]), cell[string](r[13])})
	}
	return out, err
}

// fact decodes the entry's body.
func (x posting) fact() (any, error) {
	f := register.Blank(x.kind)
	if f == nil {
		return nil, fmt.Errorf("register entry %d: unknown kind %q", x.seq, x.kind)
	}
	if err := json.Unmarshal([]byte(x.body), f); err != nil {
		return nil, fmt.Errorf("register entry %d: %w", x.seq, err)
	}
	return f, nil
}

// texts are the cabinet texts an entry refers to.
func texts(fact any) (out []clinic.Text) {
	switch b := fact.(type) {
	case *register.Received:
		out = append(out, b.From)
		if b.Delivery != nil {
			out = append(out, *b.Delivery)
		}
		if b.Aside != nil {
			out = append(out, *b.Aside)
		}
	case *register.Noted:
		out = append(out, b.Text)
	case movement:
		out = append(out, b.Texts()...)
	}
	return out
}

// movement is an entry that words itself: all but those of an ordinary visit.
type movement interface {
	Says() string
	Texts() []clinic.Text
	Side() register.Side
}

// entry is the entry of the register as it stands there, save who asked for it.
func (x posting) entry(premises string) journal.Entry {
	return journal.Entry{Premises: premises, Log: journal.Register, Seq: x.seq, Kind: x.kind, Happened: x.happened,
		Recorded: x.recorded, By: string(x.by), Witness: string(x.witness), Body: []byte(x.body)}
}

// says words one entry of a page in a line.
func (n names) says(product register.Product, fact any) string {
	l := report.Ledger{Zone: n.st.Zone(), Staff: func(id string) string { return n.staff(person.StaffID(id)) },
		Person: func(id string) (string, string) { return n.person(person.UserID(id)), "" },
		Text:   func(t clinic.Text) (string, bool) { s, kept := n.texts[t.Ref]; return s, kept }}
	f, ok := fact.(interface{ RegisterLine() register.Line })
	if !ok {
		return ""
	}
	return report.Say(l, product, f)
}

// lawDate is a date as the register prints it.
func lawDate(z moment.Zone, at moment.Instant) string { return z.In(at).Format("2 Jan 2006, 15:04") }

func number64(n int64) string { return thousands(strconv.FormatInt(n, 10)) }

// pageAsked is which part of a page of the register is asked for, and how.
type pageAsked struct {
	id       string
	sheet    register.Sheet
	law      *register.Jurisdiction // in force now
	back     int                    // screens back from the newest line
	lang     string
	from, to moment.Day
	t        typed
	wrong    []page.ProblemLine
}

// asked reads the request; ok is false where there is no such page.
func (s *Server) asked(r *http.Request) (a pageAsked, ok bool) {
	q := r.URL.Query()
	a = pageAsked{id: r.PathValue("page"), t: typed{v: q, errs: map[string]string{}}}
	s.house.View(func(st *clinic.State) {
		if sh := st.Accounts.Sheets[a.id]; sh != nil {
			a.sheet, ok = *sh, true
		}
		a.law = st.LawPack()
	})
	if n, err := strconv.Atoi(q.Get("back")); err == nil && n >= 0 && n <= 10_000 {
		a.back = n
	}
	if slices.Contains(a.languages(), q.Get("lang")) {
		a.lang = q.Get("lang")
	}
	a.from, a.to = a.day("from", "First day"), a.day("to", "Last day")
	if a.from != 0 && a.to != 0 && a.to < a.from {
		a.complain("to", "Last day: choose the first day or a later one.")
	}
	return a, ok
}

func (a *pageAsked) complain(field, words string) {
	a.t.errs[field] = words
	a.wrong = append(a.wrong, page.ProblemLine{Text: words, Field: field})
}

func (a *pageAsked) day(name, label string) moment.Day {
	w := strings.TrimSpace(a.t.v.Get(name))
	if w == "" {
		return 0
	}
	d, err := moment.ParseDay(w)
	if err != nil {
		a.complain(name, label+": write year, month and day, for example 2026-03-31, or leave it empty.")
	}
	return d
}

// languages are those of the law in force, or all where it has none.
func (a *pageAsked) languages() (codes []string) {
	if a.law != nil {
		for _, l := range a.law.Page.Languages {
			codes = append(codes, l.Code)
		}
	}
	if len(codes) == 0 {
		codes = []string{"en", "de", "fr"}
	}
	return codes
}

// registerPage draws one page of the register as the law words it, newest at
// the bottom; ?back=1 is the hundred lines before those, and so on.
func (s *Server) registerPage(w http.ResponseWriter, r *http.Request) {
	a, ok := s.asked(r)
	if !ok {
		s.missing(w, r, "There is no such page in this register.")
		return
	}
	v, err := s.registerView(r, &a)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, a.sheet.Product.Heading())
	l.Back, l.Wide = &page.Link{Text: "Register and stock", URL: "/register"}, true
	if x := r.URL.Query().Get("aside"); x != "" && l.Flash != nil {
		l.Flash.Detail = quarantined(strings.Split(x, ","))
	}
	status := http.StatusOK
	if len(a.wrong) > 0 {
		status = http.StatusUnprocessableEntity
		l.Problem = &page.Problem{Title: "These days cannot be shown", Lines: a.wrong}
	}
	s.draw(w, r, status, page.RegisterPage(l, v))
}

// registerPDF is one page of the register on paper, of a period or whole.
func (s *Server) registerPDF(w http.ResponseWriter, r *http.Request) {
	a, ok := s.asked(r)
	if !ok || len(a.wrong) > 0 {
		s.registerPage(w, r)
		return
	}
	head, err := s.registerHead(r.Context())
	if err != nil && !errors.Is(err, errUnproven) {
		s.fault(w, r, err)
		return
	}
	if err != nil {
		head.root = "" // the paper says that it is not proved
	}
	lines, err := s.postings(r.Context(), 0, "seq", "page", a.id)
	var p report.Page
	if err == nil {
		p, err = s.drawn(r.Context(), &a, lines, head)
	}
	at := head.at
	if at == 0 {
		at = s.house.Now()
	}
	var b bytes.Buffer
	if err == nil {
		err = p.WritePDF(&b, at.Time())
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="register-`+a.id+`.pdf"`)
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	_, _ = b.WriteTo(w)
}

// drawn words lines of a page: with what stands above every page, and with the
// names of today.
func (s *Server) drawn(ctx context.Context, a *pageAsked, lines []posting, h head) (report.Page, error) {
	standing, err := s.postings(ctx, 0, "seq", "page", "")
	if err != nil {
		return report.Page{}, err
	}
	l := report.Ledger{Service: s.cfg.Service, Head: report.Head{Root: h.root, Size: h.size, At: h.at, Signer: h.signer}}
	for _, x := range append(standing, lines...) {
		l.Entries = append(l.Entries, x.entry(s.house.Premises()))
	}
	slices.SortFunc(l.Entries, func(x, y journal.Entry) int { return cmp.Compare(x.Seq, y.Seq) })
	refs, err := report.Texts(l.Entries)
	if err != nil {
		return report.Page{}, err
	}
	more := func(st *clinic.State) []clinic.Text { return append(report.Refs(st), refs...) }
	err = s.with(ctx, more, func(st *clinic.State, n names) {
		l.Zone = st.Zone()
		l.Names(st, n.texts)
	})
	if err != nil {
		return report.Page{}, err
	}
	return report.Draw(l, a.id, a.sheet.Product, report.Options{Before: a.law, Lang: a.lang, From: a.from, To: a.to})
}

func (s *Server) registerView(r *http.Request, a *pageAsked) (v page.RegisterView, err error) {
	ctx := r.Context()
	v = page.RegisterView{Title: a.sheet.Product.Heading(), Print: a.print()}
	head, err := s.registerHead(ctx)
	switch {
	case errors.Is(err, errUnproven):
		v.Open = "The stored register does not agree with its signed head. Stop, and tell the accountable officer."
		head.root = ""
	case err != nil:
		return v, err
	}
	if sh := a.sheet; sh.Open != nil && v.Open == "" {
		v.Open = fmt.Sprintf("The count of %s found %s than the register says. Two others count again; the case has "+
			"what was found so far.", stamp(s.zone(), s.house.Now(), sh.Open.Since), differs(sh.Open.Difference))
		v.Case = &page.Link{Text: "Open the case", URL: caseURL(a.id)}
		if a.law != nil && a.law.Page.Loss.Days > 0 {
			v.Open += fmt.Sprintf(" A loss is reported to %s within %d days.", a.law.Page.Loss.To["en"], a.law.Page.Loss.Days)
		}
	}
	lines, err := s.linesOf(ctx, a, &v)
	if err != nil {
		return v, err
	}
	p, err := s.drawn(ctx, a, lines, head)
	if err != nil {
		return v, err
	}
	v.Sheets = report.Sheets(p, report.Screen{Lines: sheetLines, Ways: waysFrom(ctx, a.id)})
	return v, nil
}

// waysFrom is what may be done about an entry: a note, or a dispute by somebody
// whose name it carries.
func waysFrom(ctx context.Context, id string) func(report.Line) []report.Way {
	who, _ := login.Who(ctx)
	notes := login.MayRoute(who.Roles, "POST /register/note")
	return func(l report.Line) (out []report.Way) {
		if notes {
			out = append(out, report.Way{URL: fmt.Sprintf("/register/note?entry=%d&page=%s", l.No, url.QueryEscape(id)),
				Words: "Write a note", Which: "to no."})
		}
		to := disputeURL(who, journal.Register, l.No, person.StaffID(l.By), person.StaffID(l.Witness))
		if to != "" {
			out = append(out, report.Way{URL: to, Words: "This is not what I saw", Which: "of no."})
		}
		return out
	}
}

// linesOf reads the lines that the screen shows: those of a period, or the
// newest, or older ones.
func (s *Server) linesOf(ctx context.Context, a *pageAsked, v *page.RegisterView) ([]posting, error) {
	if (a.from != 0 || a.to != 0) && len(a.wrong) == 0 {
		all, err := s.postings(ctx, 0, "seq", "page", a.id)
		if err != nil {
			return nil, err
		}
		z, n := s.zone(), 0
		for _, x := range all {
			if day := z.Day(x.recorded); day >= a.from && (a.to == 0 || day <= a.to) {
				n++
			}
		}
		if n <= mostLines {
			return all, nil
		}
		a.complain("to", fmt.Sprintf("%s lines were entered on these days, more than a screen shows: choose fewer days, or "+
			"take them as a PDF.", thousands(strconv.Itoa(n))))
	}
	a.from, a.to = 0, 0
	lines, more, err := s.window(ctx, a.id, a.back)
	link := func(text string, back int) *page.Link {
		q := url.Values{"back": {strconv.Itoa(back)}}
		if a.lang != "" {
			q.Set("lang", a.lang)
		}
		return &page.Link{Text: text, URL: "/register/" + url.PathEscape(a.id) + "?" + q.Encode()}
	}
	if more {
		v.Older = link("Older lines", a.back+1)
	}
	if a.back > 0 {
		v.Newer = link("Newer lines", a.back-1)
	}
	return lines, err
}

var languageWords = map[string]string{"de": "Deutsch", "en": "English", "fr": "Français"}

// print is the form that chooses days and language, for screen and paper.
func (a *pageAsked) print() page.RegisterPrint {
	id := url.PathEscape(a.id)
	v := page.RegisterPrint{Action: "/register/" + id, PDF: "/register/pdf/" + id, From: a.t.field("from"),
		To: a.t.field("to")}
	for i, code := range a.languages() {
		v.Languages = append(v.Languages, page.Choice{Value: code, Label: languageWords[code],
			Chosen: a.lang == code || a.lang == "" && i == 0})
	}
	return v
}

// window reads the lines of one screen, with every note of the page: each stands
// beneath the line it belongs to.
func (s *Server) window(ctx context.Context, id string, back int) (lines []posting, more bool, err error) {
	notes, err := s.postings(ctx, 0, "seq", "page", id, "kind", "noted")
	if err != nil {
		return nil, false, err
	}
	want := (back + 1) * screenLines
	all, err := s.postings(ctx, want+len(notes)+1, "-seq", "page", id)
	if err != nil {
		return nil, false, err
	}
	kept := slices.DeleteFunc(all, func(x posting) bool { return x.kind == "noted" })
	more = len(kept) > want
	return append(kept[min(back*screenLines, len(kept)):min(want, len(kept))], notes...), more, nil
}
