package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/internal/web/plain"
	"steady/moment"
	"steady/person"
)

// lineRoutes is the line of a life, for staff and for the person.
func (s *Server) lineRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /people/{person}/line": f(s.linePage), "GET /people/{person}/line/{entry}": f(s.lineEntryPage),
		"GET /me/line": f(s.ownLinePage), "GET /me/line/{entry}": f(s.ownLineEntryPage),
	}
}

// staffLine are the words of the line where staff look at it.
func staffLine() plain.Line {
	w := plain.In("en-GB").Line
	w.Key = "A full dot is what the person said. An empty ring is an occasion without an answer, which is shown and " +
		"never filled in; nothing is drawn across more than 120 days (R-OUT-13). A square is a change of treatment, a flag " +
		"something in their life, a bubble their own words. Press any of them to see what was asked and answered."
	w.Few = ""
	w.Physical, w.Social, w.Psychological = "Physical", "Social", "Psychological"
	w.LeftOut = "Asked, and left out each time: "
	w.Treatment, w.NotYet = "What treatment takes", "Nothing is known yet of: "
	w.SelfReport = "As the person said; nobody else was asked."
	w.SelfTitle = "self-report"
	w.Crime = "Self-report, and shown as nothing else. An audit of 200 completed forms called this section of TOP " +
		"invalid (Luty, Varughese and Easow, Psychiatric Bulletin 2009;33:404): it must never be the only measure."
	w.OneQuestion = "One question of BARC-10 by itself: the person's answer, not a score."
	w.Weekly = "One mark a week, the last of it; three months show every day."
	w.Hours = "The way here, waiting and the visit: the mean of the whole weeks of each month."
	w.Skipped, w.Rather, w.NotAsked = "Left out", "Would rather not say", "Nobody asked"
	w.Nothing = "Nothing yet."
	return w
}

// lineSpans are the stretches of time to choose from, the first one usual.
var lineSpans = []string{"all", "365", "90"}

// span reads how much of the past is looked at.
func lineSpan(r *http.Request) string {
	if v := r.URL.Query().Get("span"); slices.Contains(lineSpans, v) {
		return v
	}
	return lineSpans[0]
}

// spanned sets the days that are looked at, and what else there is to choose.
func (d *lineDraw) spanned(span, here string) (out []page.LineSpan) {
	today := d.z.Day(d.now)
	d.to, d.from = today, d.x.firstDay(d.z, today)
	first := d.from
	if n, err := strconv.Atoi(span); err == nil {
		d.from = max(first, today-moment.Day(n))
	}
	for _, v := range lineSpans {
		n, _ := strconv.Atoi(v)
		if v != "all" && today-first <= moment.Day(n) {
			continue
		}
		out = append(out, page.LineSpan{Link: page.Link{Text: d.w.Spans[v], URL: here + "?span=" + v}, Now: v == span})
	}
	return out
}

func (s *Server) linePage(w http.ResponseWriter, r *http.Request) {
	id := person.UserID(r.PathValue("person"))
	x, err := s.readLine(r.Context(), id)
	var v *page.Recovery
	if err == nil {
		err = s.with(r.Context(), func(st *clinic.State) []clinic.Text {
			return append(x.texts(), goalTexts(st, id)...)
		}, func(st *clinic.State, n names) {
			if st.Ways[id] == nil {
				return
			}
			d := &lineDraw{x: &x, st: st, n: n, z: st.Zone(), now: s.house.Now(), w: staffLine(), staff: true, scored: true,
				entry: "/people/" + string(id) + "/line/"}
			if login.MayRoute(actorOf(r).Roles, "GET /times/burden/{person}") {
				d.hours = "/times/burden/" + string(id)
			}
			p := &personDraw{drawing: drawing{s: s, st: st, n: n, now: d.now, z: d.z}, id: string(id)}
			spans := d.spanned(lineSpan(r), "/people/"+string(id)+"/line")
			v = &page.Recovery{Name: n.person(id), Own: p.own(), Reasons: p.ownWords(""), Line: d.line()}
			v.Own.Asked, v.Own.Forms, v.Reasons.Form, v.Line.Spans = nil, nil, nil, spans
			if login.MayRoute(actorOf(r).Roles, "GET /people/{person}/review") {
				v.Review = &page.Link{Text: "Reviews and the agreed plan", URL: "/people/" + string(id) + "/review"}
			}
		})
	}
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.layout(r, "How it has been")
		l.Back = &page.Link{Text: "Their page", URL: "/people/" + string(id)}
		s.draw(w, r, http.StatusOK, page.RecoveryPage(l, *v))
	}
}

func (s *Server) ownLinePage(w http.ResponseWriter, r *http.Request) {
	who := ownPerson(r)
	x, err := s.readLine(r.Context(), who)
	var v page.OwnStrands
	if err == nil {
		err = s.drawMine(r, typed{}, func(st *clinic.State, who person.UserID) []clinic.Text {
			return append(x.texts(), goalTexts(st, who)...)
		}, func(m *mine) {
			d := &lineDraw{x: &x, st: m.st, n: m.n, z: m.z, now: m.now, w: m.w.Line, entry: "/me/line/", hours: "/me/hours"}
			spans := d.spanned(lineSpan(r), "/me/line")
			v = page.OwnStrands{Line: d.line()}
			v.Line.Spans = spans
			v.Better.Lines = m.lines(m.st.OwnOf(m.who).Better)
			for _, g := range m.st.OwnOf(m.who).Goals {
				v.Goals = append(v.Goals, m.n.of(g.Words))
			}
		})
	}
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	l := s.ownLayout(r, s.words(r).Line.Title)
	l.Back = &page.Link{Text: s.words(r).Goals.Title, URL: "/me/goals"}
	s.ownDraw(w, r, http.StatusOK, page.OwnLinePage(l, v))
}

// lineEntry finds one fact of a life by its number. It answers nil where there
// is none, or where it is about somebody else.
func (s *Server) lineEntry(r *http.Request, who person.UserID) (*lineFact, error) {
	seq, err := strconv.ParseInt(r.PathValue("entry"), 10, 64)
	if err != nil {
		return nil, nil
	}
	rows, err := s.happenings(r.Context(), 5, "person", string(who), "seq", seq)
	for _, h := range rows {
		if !slices.Contains(lineKinds, h.Kind) {
			continue
		}
		f, err := h.fact()
		return &lineFact{h, f}, err
	}
	return nil, err
}

func (s *Server) lineEntryPage(w http.ResponseWriter, r *http.Request) {
	id := person.UserID(r.PathValue("person"))
	f, err := s.lineEntry(r, id)
	var v *page.LineEntry
	if err == nil && f != nil {
		err = s.with(r.Context(), func(*clinic.State) []clinic.Text { return f.texts() },
			func(st *clinic.State, n names) {
				d := &lineDraw{st: st, n: n, z: st.Zone(), now: s.house.Now(), w: staffLine(), staff: true}
				x := d.opened(*f)
				v = &x
			})
	}
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such entry in this person's record.")
	default:
		l := s.layout(r, v.Title)
		l.Back = &page.Link{Text: "How it has been", URL: "/people/" + string(id) + "/line"}
		s.draw(w, r, http.StatusOK, page.LineEntryPage(l, *v))
	}
}

func (s *Server) ownLineEntryPage(w http.ResponseWriter, r *http.Request) {
	f, err := s.lineEntry(r, ownPerson(r))
	var v *page.LineEntry
	if err == nil && f != nil {
		err = s.drawMine(r, typed{}, func(*clinic.State, person.UserID) []clinic.Text { return f.texts() },
			func(m *mine) {
				d := &lineDraw{st: m.st, n: m.n, z: m.z, now: m.now, w: m.w.Line}
				x := d.opened(*f)
				v = &x
			})
	}
	switch {
	case err != nil:
		s.ownFault(w, r, err)
	case v == nil:
		http.Redirect(w, r, "/me/line", http.StatusSeeOther)
	default:
		l := s.ownLayout(r, s.words(r).Line.Title)
		l.Back = &page.Link{Text: s.words(r).Line.Back, URL: "/me/line"}
		s.ownDraw(w, r, http.StatusOK, page.OwnLineEntryPage(l, *v))
	}
}

// opened shows what was asked and answered at one point of a line.
func (d *lineDraw) opened(f lineFact) page.LineEntry {
	v := page.LineEntry{Title: d.w.Asked, When: d.z.In(f.Happened).Format("Monday 2 January 2006, 15:04")}
	if f.By != clinic.System {
		v.By = d.n.staff(f.By)
		if _, self := f.By.Self(); self {
			v.By = d.w.Own
		}
	}
	if late := f.late(d.z, d.now); late != "" && d.staff {
		v.By = strings.TrimPrefix(v.By+", "+late, ", ")
	}
	switch b := f.fact.(type) {
	case *clinic.CheckedIn:
		v.Rows = checkInRows(&b.CheckIn)
		v.Words = d.n.opt(b.Words)
	case *clinic.Consented:
		if b.Confidence != nil {
			v.Rows = []page.Row{{Key: d.w.Rows["sure"], Value: strconv.Itoa(*b.Confidence) + " / 10"}}
		}
	case *clinic.InstrumentAnswered:
		d.openedAnswers(&v, f, b)
	case *clinic.CircumstanceKept:
		v.Title = d.w.Rows[string(b.KeepCircumstance.Kind)]
		v.Rows = []page.Row{{Key: dayWords(b.From), Value: d.circumstance(b)}}
		v.Words = d.n.opt(b.Words)
	case *clinic.LifeEventTold:
		w, _ := clinic.LifeEventOf(b.TellLifeEvent.Kind)
		v.Title, v.Words = w.Words, d.n.opt(b.Words)
		v.Rows = []page.Row{{Key: d.w.When, Value: dayWords(b.Day)}}
	case *clinic.BetterDescribed:
		v.Title, v.Words = d.w.Note, d.n.opt(b.Words)
	case *clinic.SideTold:
		v.Title, v.Words = d.w.Note, d.n.of(b.Words)
	default:
		_, v.Title = d.flag(f)
	}
	return v
}

// along leads from a person's page to what goes along with treatment.
func (d *personDraw) along() (out []page.Link) {
	for _, x := range []struct{ path, text string }{
		{"line", "How it has been: three strands on one scale of time"},
		{"review", "Reviews and the agreed plan"},
		{"onward", "How treatment goes on if we cannot"},
		{"take", "What they take with them: their record, the transfer pack"},
	} {
		if login.MayRoute(d.actor.Roles, "GET /people/{person}/"+x.path) {
			out = append(out, page.Link{Text: x.text, URL: "/people/" + d.id + "/" + x.path})
		}
	}
	return out
}
