package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// How many lines one screen and one printed sheet of the register hold.
const (
	screenLines = 100
	sheetLines  = 20
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

// registerPage draws one page of the register as the law words it, newest at
// the bottom; ?back=1 is the hundred lines before those, and so on.
func (s *Server) registerPage(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("page")
	var sheet *register.Sheet
	s.house.View(func(st *clinic.State) {
		if sh := st.Accounts.Sheets[id]; sh != nil {
			held := *sh
			sheet = &held
		}
	})
	if sheet == nil {
		s.missing(w, r, "There is no such page in this register.")
		return
	}
	back, err := strconv.Atoi(r.URL.Query().Get("back"))
	if err != nil || back < 0 || back > 10_000 {
		back = 0
	}
	v, err := s.registerView(r, id, sheet, back)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, sheet.Product.Heading())
	l.Back, l.Wide = &page.Link{Text: "Register and stock", URL: "/register"}, true
	if x := r.URL.Query().Get("aside"); x != "" && l.Flash != nil {
		l.Flash.Detail = quarantined(strings.Split(x, ","))
	}
	s.draw(w, r, http.StatusOK, page.RegisterPage(l, v))
}

func (s *Server) registerView(r *http.Request, id string, sh *register.Sheet, back int) (v page.RegisterView,
	err error) {
	ctx := r.Context()
	v = page.RegisterView{Class: classOf(sh.Product.Form.Substance), Drug: sh.Product.Form.String(),
		Strength: sh.Product.Content.String(), Form: sh.Product.Presentation, Premises: s.cfg.Service, Obtained: true}
	head, err := s.registerHead(ctx)
	switch {
	case errors.Is(err, errUnproven):
		v.Open = "The stored register does not agree with its signed head. Stop, and tell the accountable officer."
	case err != nil:
		return v, err
	}
	now, z := s.house.Now(), s.zone()
	v.Head, v.Size = head.root, thousands(strconv.FormatInt(head.size, 10))
	if head.at != 0 {
		v.Signed = "made at " + z.In(head.at).Format("15:04:05, 2 January 2006")
		if head.signer != "" {
			v.Signed += ", signature of " + head.signer + " checked"
		}
	}
	if sh.Open != nil && v.Open == "" {
		v.Open = fmt.Sprintf("The count of %s found %s than the register says. Two others count again; the case has "+
			"what was found so far.", stamp(z, now, sh.Open.Since), differs(sh.Open.Difference))
		v.Case = &page.Link{Text: "Open the case", URL: caseURL(id)}
	}
	lines, more, err := s.window(ctx, id, back)
	if err != nil {
		return v, err
	}
	if more {
		v.Older = &page.Link{Text: "Older lines", URL: fmt.Sprintf("/register/%s?back=%d", id, back+1)}
	}
	if back > 0 {
		v.Newer = &page.Link{Text: "Newer lines", URL: fmt.Sprintf("/register/%s?back=%d", id, back-1)}
	}
	a, _ := login.Who(ctx)
	return v, s.fillSheets(ctx, &v, lines, a)
}

// classOf names the class of drug a part of the register is kept for
// (R-REG-04): a drug with its salts and preparations.
func classOf(d measure.Substance) string { return string(d) + ", its salts and preparations" }

// window reads the lines of one screen, oldest first, without the notes, which
// stand beneath the lines they belong to.
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
	under := map[int64][]posting{}
	for _, n := range notes {
		under[n.target] = append(under[n.target], n)
	}
	var kept []posting
	for _, x := range all {
		if x.kind != "noted" {
			kept = append(kept, x)
		}
	}
	more = len(kept) > want
	kept = kept[min(back*screenLines, len(kept)):min(want, len(kept))]
	for i := len(kept) - 1; i >= 0; i-- {
		lines = append(append(lines, kept[i]), under[kept[i].seq]...)
	}
	return lines, more, nil
}

func (s *Server) fillSheets(ctx context.Context, v *page.RegisterView, lines []posting, a login.Actor) error {
	notes := login.MayRoute(a.Roles, "POST /register/note")
	facts := make([]any, len(lines))
	var refs []clinic.Text
	for i, x := range lines {
		f, err := x.fact()
		if err != nil {
			return err
		}
		facts[i] = f
		refs = append(refs, texts(f)...)
	}
	more := func(*clinic.State) []clinic.Text { return refs }
	return s.with(ctx, more, func(st *clinic.State, n names) {
		var out []page.RegisterLine
		var carry []string
		for i, x := range lines {
			if note, ok := facts[i].(*register.Noted); ok {
				last := &out[len(out)-1]
				last.Notes = append(last.Notes, page.RegisterNote{Date: lawDate(st.Zone(), x.happened), Text: n.of(note.Text),
					By: n.staff(x.by), No: number64(x.seq)})
				continue
			}
			l := registerLine(st, n, x, facts[i])
			l.DisputeURL = disputeURL(a, journal.Register, x.seq, x.by, x.witness)
			if notes {
				l.NoteURL = fmt.Sprintf("/register/note?entry=%d&page=%s", x.seq, x.line.Page)
			}
			out = append(out, l)
			carry = append(carry, ampouleWords(x.line.BalanceAmpoules-x.line.Ampoules)+", "+
				massWords(x.line.BalanceMass-x.line.Mass))
		}
		sheets := (len(out) + sheetLines - 1) / sheetLines
		for i := range sheets {
			from, to := i*sheetLines, min((i+1)*sheetLines, len(out))
			v.Sheets = append(v.Sheets, page.Sheet{No: i + 1, Of: sheets, Lines: out[from:to], Carry: carry[from]})
		}
	})
}

func number64(n int64) string { return thousands(strconv.FormatInt(n, 10)) }

// lawDate is a date as the register prints it.
func lawDate(z moment.Zone, at moment.Instant) string { return z.In(at).Format("2 Jan 2006, 15:04") }

var wasteWords = map[register.Reason]string{register.Overage: "overage of the opened ampoules",
	register.PartUsed: "rest of a part-used syringe", register.NotUsed: "prepared, nothing injected",
	register.Discarded: "prepared, then discarded", register.Spilt: "spilt", register.Leftover: "left of a solution"}

// registerLine words one entry. Only what is obtained and what is supplied are
// statutory entries (R-REG-01); the rest is marked as an annotation.
func registerLine(st *clinic.State, n names, x posting, fact any) page.RegisterLine {
	z := st.Zone()
	l := page.RegisterLine{No: number64(x.seq), Date: lawDate(z, x.happened), By: n.staff(x.by),
		Balance: ampouleWords(x.line.BalanceAmpoules), Mass: massWords(x.line.BalanceMass), Annotation: true}
	if x.witness != "" {
		l.Witness = n.staff(x.witness)
	}
	if x.recorded.Since(x.happened) >= moment.Minute {
		l.Recorded = lawDate(z, x.recorded)
	}
	switch b := fact.(type) {
	case *register.Received:
		l.Annotation, l.Kind, l.From = false, "obtained", n.of(b.From)
		l.QtyIn = ampouleWords(b.Ampoules) + ", " + massWords(b.Mass)
		l.Batch = fmt.Sprintf("batch %s, expires %s", b.Batch, dayWords(b.Expiry))
		if b.Delivery != nil {
			l.Batch += "; " + n.of(*b.Delivery)
		}
		if b.Requisition != "" {
			l.Batch += "; requisition " + b.Requisition
		}
		if b.Store == register.Quarantine {
			l.Batch += ". " + asideLine(n, b)
		}
	case *register.Administered:
		l.Annotation, l.Kind, l.To = false, "supplied by administration", n.person(person.UserID(b.Person))
		l.QtyOut = massWords(-b.Mass)
		l.Authority = "prescribed by " + n.staff(person.StaffID(b.Prescriber)) + ", licence " + b.Licence
		l.Collector = "administered here, nothing collected"
	case *register.Drawn:
		l.Kind, l.To = "taken out of the safe", "for a syringe, batch "+b.Batch
		l.QtyOut = ampouleWords(-b.Ampoules) + " opened"
	case *register.Wasted:
		l.Kind, l.To, l.QtyOut = "wasted before two people", wasteWords[b.Reason], massWords(-b.Mass)
	case *register.Counted:
		l.Kind = fmt.Sprintf("balance check: counted %d, register %d, they agree", b.Counted, b.Expected)
		if l.Differs = b.Difference != 0; l.Differs {
			l.Kind = fmt.Sprintf("balance check: counted %d, register %d, %s", b.Counted, b.Expected, differs(b.Difference))
		}
		if b.Store != "" {
			l.Kind += ", " + b.Store.Where() + " alone"
		}
	case movement:
		movementLine(&l, n, x, b)
	}
	return l
}

// movementLine words an entry that words itself, on the side where it belongs.
func movementLine(l *page.RegisterLine, n names, x posting, b movement) {
	l.Kind = b.Says()
	for _, t := range b.Texts() {
		l.Kind += "; " + n.of(t)
	}
	qty := func(sign int64) string {
		return ampouleWords(measure.Ampoules(sign)*x.line.Ampoules) + ", " + massWords(measure.Mass(sign)*x.line.Mass)
	}
	switch l.Annotation = b.Side() == register.Beside; b.Side() {
	case register.Obtained:
		l.QtyIn = qty(1)
	case register.Supplied:
		l.QtyOut = qty(-1)
	}
}
