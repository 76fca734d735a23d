package web

import (
	"cmp"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"steady/clinic"
	"steady/dosing"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/internal/web/plain"
	"steady/measure"
	"steady/moment"
	"steady/person"
)

// recordRoutes is a person's own record: what is written, who read it, and what
// they agreed to.
func (s *Server) recordRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /me/record": f(s.ownRecordPage), "GET /me/record/sheet": f(s.ownRecordSheet),
		"GET /me/record/looked": f(s.ownLookedPage),
		"GET /me/consents":      f(s.ownConsentPage), "POST /me/consents": f(s.ownConsentKeep),
		"GET /me/consents/withdraw": f(s.ownWithdrawPage), "POST /me/consents/withdraw": f(s.ownWithdraw),
	}
}

// How much of the past a person's own record shows: a week, or what fits one
// long page; and how many rows are read for it, because most are steps of a
// visit that it does not tell.
const (
	ownDaysShown, ownDaysMore = 7, 60
	ownRowsRead, ownRowsMore  = 300, 2500
)

// ownDrawing is one drawing of a person's own record.
type ownDrawing struct {
	w   *plain.Words
	st  *clinic.State
	n   names
	z   moment.Zone
	now moment.Instant
	id  person.UserID
}

func (s *Server) ownRecordPage(w http.ResponseWriter, r *http.Request) {
	days, rows := ownDaysShown, ownRowsRead
	more := r.URL.Query().Get("more") != ""
	if more {
		days, rows = ownDaysMore, ownRowsMore
	}
	v, ok := s.ownRecord(w, r, days, rows)
	if !ok {
		return
	}
	words := s.words(r)
	if !more {
		v.Older = &page.Link{Text: words.Record.Older, URL: "/me/record?more=1"}
	}
	s.ownDraw(w, r, http.StatusOK, page.OwnRecordPage(s.ownLayout(r, words.Record.Title), v))
}

func (s *Server) ownRecordSheet(w http.ResponseWriter, r *http.Request) {
	v, ok := s.ownRecord(w, r, ownDaysShown, ownRowsRead)
	if !ok {
		return
	}
	words := s.words(r)
	l := s.ownLayout(r, words.Record.Title)
	l.Back = &page.Link{Text: words.Record.Backed, URL: "/me/record"}
	s.ownDraw(w, r, http.StatusOK, page.OwnRecordSheet(l, v))
}

// ownRecord reads and words the record of who is signed in; ok is false where a
// fault was answered.
func (s *Server) ownRecord(w http.ResponseWriter, r *http.Request, days, rows int) (v page.OwnRecord, ok bool) {
	o, _ := login.WhoOwn(r.Context())
	happened, err := s.happenings(r.Context(), rows, "person", string(o.Person))
	if err == nil {
		err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
			d := &ownDrawing{s.words(r), st, n, st.Zone(), s.house.Now(), o.Person}
			v.Name, v.Now = n.person(o.Person), d.standing()
			v.Days, err = d.days(happened, d.z.Day(d.now)-moment.Day(days))
		})
	}
	if err != nil {
		s.ownFault(w, r, err)
		return v, false
	}
	words := s.words(r).Record
	v.Sheet = &page.Link{Text: words.Sheet, URL: "/me/record/sheet"}
	v.Looked = &page.Link{Text: words.Looked, URL: "/me/record/looked"}
	v.Agreed = &page.Link{Text: words.Consent, URL: "/me/consents"}
	v.Take = &page.Link{Text: s.words(r).Take.Title, URL: "/me/take"}
	return v, true
}

// standing is what holds now: the prescription, and what stops it.
func (d *ownDrawing) standing() (out []string) {
	w, p := d.w.Record, d.st.People[d.id]
	if p == nil {
		return []string{w.RxNone}
	}
	today := d.z.Day(d.now)
	switch rx := p.Rx; {
	case rx == nil:
		out = append(out, w.RxNone)
	case today > rx.Ends:
		out = append(out, w.RxEnded)
	default:
		out = append(out, w.Rx(d.doses(rx.DosesOn(today)), d.date(rx.Ends)))
	}
	if len(p.Holds) == 0 {
		return append(out, w.HoldsNone)
	}
	for _, h := range p.Holds {
		out = append(out, d.hold(h.Rule, h.Of))
	}
	return out
}

// doses are those of a day, without the name of the drug: others may see the
// screen.
func (d *ownDrawing) doses(list []measure.Mass) string {
	var out []string
	for _, m := range list {
		out = append(out, m.String())
	}
	return d.w.Record.And(out)
}

func (d *ownDrawing) hold(rule string, of clinic.HoldKind) string {
	if rule != "" {
		return d.w.Record.HoldByRule + " " + plain.Of(d.w.Record.Whys, rule, d.w.Record.WhyElse)
	}
	return d.w.Record.Hold + " " + d.w.Record.Holds[string(of)]
}

func (d *ownDrawing) date(day moment.Day) string {
	return d.w.Record.Day(moment.UTC.In(moment.UTC.At(day, 12, 0)))
}

// days tells what happened since a day, newest first; what happened at one
// visit is one entry. What a fact does not say to the person is left out: see
// docs/explanation/own-pages.md.
func (d *ownDrawing) days(rows []happening, since moment.Day) (out []page.OwnPast, err error) {
	slices.SortStableFunc(rows, func(a, b happening) int { return cmp.Compare(b.Happened, a.Happened) })
	var at []moment.Day
	visits := map[string]*page.OwnEntry{} // of the visits told so far
	for _, h := range rows {
		day := d.z.Day(h.Happened)
		if day < since {
			continue
		}
		f, err := h.fact()
		if err != nil {
			return nil, err
		}
		text, why := d.line(f)
		if text == "" {
			continue
		}
		if x := visits[h.Visit]; h.Visit != "" && x != nil { // what came before stands first
			x.Text = strings.TrimSpace(d.before(f, text) + " " + x.Text)
			x.Why, x.At = append(why, x.Why...), d.z.Clock(h.Happened)
			continue
		}
		if len(at) == 0 || at[len(at)-1] != day {
			at, out = append(at, day), append(out, page.OwnPast{Day: d.date(day)})
		}
		line := &page.OwnEntry{At: d.z.Clock(h.Happened), Text: text, Why: why}
		if h.By != clinic.System && h.By != person.Self(d.id) {
			line.By = d.w.Record.By(d.n.staff(h.By))
		}
		x := &out[len(out)-1]
		x.Lines = append(x.Lines, line)
		visits[h.Visit] = line
	}
	return out, nil
}

// before is what a step says in front of those after it: that a dose was fine
// to have goes without saying before the dose.
func (d *ownDrawing) before(f clinic.Fact, text string) string {
	if b, ok := f.(*clinic.Decided); ok && b.Outcome == dosing.Administer {
		return ""
	}
	return text
}

// line words one fact, "" where it is not told here. No free text of staff is
// among it, and nothing about anybody else.
func (d *ownDrawing) line(f clinic.Fact) (text string, why []string) {
	w := d.w.Record
	switch b := f.(type) {
	case *clinic.PersonAdmitted:
		return w.Admitted, nil
	case *clinic.Prescribed:
		return w.Prescribed + " " + d.doses(b.Prescription.Doses) + ".", nil
	case *clinic.HoldPlaced:
		return d.hold(b.Rule, b.Of), nil
	case *clinic.HoldLifted:
		return w.HoldEnds, nil
	case *clinic.Decided:
		return d.decided(b)
	case *clinic.Answered:
		return w.Answered + " " + w.AnswerChoices[string(b.Choice)], nil
	case *clinic.Injected:
		switch {
		case b.Given == 0:
			return w.NothingIn, nil
		case b.Given < b.Prescribed:
			return w.Part(b.Given.String(), b.Prescribed.String()), nil
		}
		return w.Given(b.Given.String()), nil
	case *clinic.InjectedCorrected:
		return w.Corrected(b.Given.String()), nil
	case *clinic.VisitEnded:
		return w.Endings[string(b.Ending)], nil
	case *clinic.EmergencyStarted:
		return w.Emergency, nil
	case *clinic.EmergencyActed:
		if b.Act == clinic.ActNaloxone {
			return w.Naloxone, nil
		}
	case *clinic.Consented:
		return w.Consented, nil
	case *clinic.ConsentWithdrawn:
		return w.NoMore, nil
	}
	return "", nil
}

// decided says what the rules answered and why, each reason once.
func (d *ownDrawing) decided(b *clinic.Decided) (text string, why []string) {
	w := d.w.Record
	text = w.Outcomes[string(b.Outcome)]
	if b.Until != 0 {
		text += " " + w.Until(d.z.Clock(b.Until))
	}
	if b.Outcome == dosing.Administer {
		return text, nil
	}
	for _, f := range b.Findings {
		if f.Effect == dosing.Advise || f.Effect == dosing.Info || f.Effect == dosing.Challenge {
			continue
		}
		if x := plain.Of(w.Whys, f.Rule, w.WhyElse); !slices.Contains(why, x) {
			why = append(why, x)
		}
	}
	return text, why
}

// How many readings of a record are told.
const looksShown = 200

// ownLookedPage says who of staff read the record, newest first, and what was
// done with the person's card and phones.
func (s *Server) ownLookedPage(w http.ResponseWriter, r *http.Request) {
	o, _ := login.WhoOwn(r.Context())
	words := s.words(r)
	looks, err := s.house.LooksAt(r.Context(), o.Person, looksShown)
	var trail []login.Event
	if err == nil {
		trail, err = s.door.Trail(r.Context(), o.Person, 40)
	}
	var v page.OwnLooked
	if err == nil {
		err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
			d := &ownDrawing{words, st, n, st.Zone(), s.house.Now(), o.Person}
			v.Days = d.looked(looks)
			v.Door = d.door(trail)
		})
	}
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	l := s.ownLayout(r, words.Record.Title)
	l.Back = &page.Link{Text: words.Record.Backed, URL: "/me/record"}
	s.ownDraw(w, r, http.StatusOK, page.OwnLookedPage(l, v))
}

func (d *ownDrawing) looked(looks []app.Look) (out []page.OwnPast) {
	for _, x := range looks {
		who := d.n.staff(x.Staff)
		if m := d.st.Staff[x.Staff]; m != nil && len(m.Roles) > 0 && !strings.Contains(who, "(") {
			who += " (" + roleWords(m.Roles) + ")"
		}
		out = d.onDay(out, x.At, d.w.Record.LookedAt(who, plain.Of(d.w.Record.Pages, x.Page, d.w.Record.PageElse)), "")
	}
	return out
}

func (d *ownDrawing) door(trail []login.Event) (out []page.OwnPast) {
	for _, e := range trail {
		text := d.w.Record.DoorEvents[string(e.What)]
		if text == "" {
			continue
		}
		by := ""
		if _, self := e.By.Self(); !self {
			by = d.w.Record.By(d.n.staff(e.By))
		}
		out = d.onDay(out, e.At, text, by)
	}
	return out
}

// onDay adds a line under its day; lines come newest first.
func (d *ownDrawing) onDay(days []page.OwnPast, at moment.Instant, text, by string) []page.OwnPast {
	day := d.date(d.z.Day(at))
	if len(days) == 0 || days[len(days)-1].Day != day {
		days = append(days, page.OwnPast{Day: day})
	}
	x := &days[len(days)-1]
	x.Lines = append(x.Lines, &page.OwnEntry{At: d.z.Clock(at), Text: text, By: by})
	return days
}

// looked notes who of staff read a page about one person: every route with a
// person or a visit in its address, once the page was shown.
func (s *Server) looked(pattern string, h http.Handler) http.Handler {
	row, _ := login.WhoMayRoute(pattern)
	_, path, _ := strings.Cut(pattern, " ")
	if row.Open || row.Own || row.Passive || !strings.Contains(path, "{person}") && !strings.Contains(path, "{visit}") {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &shown{ResponseWriter: w}
		h.ServeHTTP(seen, r)
		a, ok := login.Who(r.Context())
		if !ok || seen.status != http.StatusOK && seen.status != http.StatusUnprocessableEntity {
			return
		}
		if who := s.whose(r); who != "" {
			l := app.Look{At: s.house.Now(), Person: who, Staff: a.ID, Page: path}
			if !s.house.Looked(l) {
				lookLost(l)
			}
		}
	})
}

// lookLost says in the operator's log that a reading could not be noted: the
// disk takes none. The log holds ids and no names.
func lookLost(l app.Look) {
	slog.Error("who read a record could not be noted", "person", l.Person, "staff", l.Staff, "page", l.Page)
}

// whose is the person whom the address of a request is about.
func (s *Server) whose(r *http.Request) (who person.UserID) {
	if id := r.PathValue("person"); id != "" {
		s.house.View(func(st *clinic.State) {
			if st.Ways[person.UserID(id)] != nil {
				who = person.UserID(id)
			}
		})
		return who
	}
	s.house.View(func(st *clinic.State) {
		if v := st.Visits[r.PathValue("visit")]; v != nil {
			who = v.Person
		}
	})
	return who
}

// shown is a response whose status is remembered.
type shown struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the status.
func (w *shown) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write is a page without a status of its own.
func (w *shown) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (w *shown) Unwrap() http.ResponseWriter { return w.ResponseWriter }
