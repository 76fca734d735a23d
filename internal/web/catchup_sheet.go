package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/dosing"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
	"steady/visit"
)

// paperSheet is one visit sheet of paper on its way into the journal: the ordinary
// commands in their order, each with the time that the sheet says. What is
// recorded stays recorded; the page goes on from there.
type paperSheet struct {
	*press
	who     person.UserID
	day     moment.Day
	session int
	why     string
}

// sheetOf reads whose sheet an address is about; ok is false where there is no
// such person, day or session.
func (s *Server) sheetOf(r *http.Request) (c paperSheet, ok bool) {
	day, err := moment.ParseDay(r.PathValue("day"))
	n, nerr := strconv.Atoi(r.PathValue("session"))
	c = paperSheet{who: person.UserID(r.PathValue("person")), day: day, session: n}
	s.house.View(func(st *clinic.State) {
		ok = err == nil && nerr == nil && st.People[c.who] != nil && n >= 0 && n < len(st.Sessions) &&
			day <= st.Zone().Day(s.house.Now())
	})
	return c, ok
}

// visitIn is the visit of the sheet's session as it stands: the planned one, or
// one that was booked for it. nil is none.
func (c *paperSheet) visitIn(st *clinic.State) *clinic.Visit {
	if v := st.Visits[clinic.VisitID(c.who, c.day, c.session)]; v != nil {
		return v
	}
	for _, v := range st.VisitsInOrder() {
		if v.Person == c.who && v.Day == c.day && v.Session == c.session && !v.TopUp {
			return v
		}
	}
	return nil
}

// entry is one step of the sheet: the field with its time, and its command.
type entry struct {
	name   string // makes its command's id
	time   string
	body   func(c *paperSheet, q *press, visit string) clinic.Body
	second bool // the second person confirms
}

var entries = struct{ book, arrive, assess, prepare, check, hand, give, leave, decline, withhold entry }{
	book: entry{"book", "arrived_at", func(c *paperSheet, q *press, v string) clinic.Body {
		return clinic.Book{Visit: v, Person: c.who, Day: c.day, Session: c.session, Due: q.req.Command.Happened}
	}, false},
	arrive: entry{"arrive", "arrived_at", func(_ *paperSheet, _ *press, v string) clinic.Body {
		return clinic.Arrive{Visit: v}
	}, false},
	assess: entry{"assess", "read_at", func(c *paperSheet, q *press, v string) clinic.Body {
		b := clinic.Assess{Visit: v, Readings: q.readings(true),
			Since: q.req.KeepIf(string(c.who), "since_last", q.get("since_last"))}
		if q.yes("identity") {
			b.Identity = "born"
		}
		return b
	}, false},
	prepare: entry{"prepare", "prepared_at", (*paperSheet).preparation, false},
	check: entry{"check", "checked_at", func(_ *paperSheet, _ *press, v string) clinic.Body {
		return clinic.Check{Visit: v, HandOver: true}
	}, true},
	hand: entry{"hand", "checked_at", func(_ *paperSheet, _ *press, v string) clinic.Body {
		return clinic.HandOver{Visit: v}
	}, false},
	give: entry{"give", "given_at", (*paperSheet).given, true},
	leave: entry{"leave", "left_at", func(_ *paperSheet, q *press, v string) clinic.Body {
		return clinic.Leave{Visit: v, Readings: q.after()}
	}, false},
	decline: entry{"decline", "left_at", func(c *paperSheet, q *press, v string) clinic.Body {
		return clinic.Decline{Visit: v, Reason: q.req.KeepIf(string(c.who), "reason", c.get("words"))}
	}, false},
	withhold: entry{"withhold", "left_at", func(c *paperSheet, q *press, v string) clinic.Body {
		return clinic.Withhold{Visit: v, Reason: q.keep(string(c.who), "reason", c.get("words"))}
	}, false},
}

// next is the step that may follow, by where the visit stands and what the sheet
// says; nil where the sheet says no more.
func (c *paperSheet) next(v *clinic.Visit) *entry {
	filled := func(e *entry) *entry {
		if c.get(e.time) == "" {
			return nil
		}
		return e
	}
	end := map[string]*entry{"declined": &entries.decline, "withheld": &entries.withhold}[c.get("no_dose")]
	if v == nil {
		return filled(&entries.book)
	}
	switch v.Stage {
	case visit.Booked:
		return filled(&entries.arrive)
	case visit.Arrived, visit.Deferred:
		if c.get("read_at") == "" && end != nil {
			return filled(end)
		}
		return filled(&entries.assess)
	case visit.Decided, visit.Referred, visit.Stopped:
		if end != nil {
			return filled(end)
		}
		if v.Stage == visit.Decided {
			return filled(&entries.prepare)
		}
	case visit.Prepared:
		return filled(&entries.check)
	case visit.Checked:
		return filled(&entries.hand)
	case visit.InBooth:
		return filled(&entries.give)
	case visit.Observed:
		return filled(&entries.leave)
	case visit.Ended:
		if v.Ending == visit.DidNotAttend {
			return filled(&entries.arrive)
		}
	}
	return nil
}

// preparation reads which ampoules were opened, and what was drawn.
func (c *paperSheet) preparation(q *press, v string) clinic.Body {
	b := clinic.Prepare{Visit: v, Dose: q.mass("dose_mg", "Dose drawn")}
	if ml := q.milli("volume_ml", "Made up to"); ml != nil {
		b.Volume = measure.Volume(*ml)
	} else {
		q.wrong("volume_ml", "Made up to: write the millilitres.")
	}
	for _, name := range sortedFields(c.r.PostForm, "n-") {
		if c.get(name) == "" {
			continue
		}
		pg, batch, _ := strings.Cut(strings.TrimPrefix(name, "n-"), ":")
		n := q.whole(name, "Ampoules opened", 0, 100)
		if n > 0 {
			b.Picks = append(b.Picks, register.Pick{Page: pg, Batch: batch, Count: measure.Ampoules(n)})
		}
	}
	if len(b.Picks) == 0 && q.ok() {
		q.wrong("prepared_at", "Write how many ampoules of which batch were opened.")
	}
	return b
}

func sortedFields(v map[string][]string, prefix string) (out []string) {
	for k := range v {
		if strings.HasPrefix(k, prefix) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// given reads what went in.
func (c *paperSheet) given(q *press, v string) clinic.Body {
	return clinic.Administer{Visit: v, Given: q.mass("given_mg", "How much went in"),
		Route: protocol.Route(q.word("route", "iv", "im", "sc", "oral")), Site: q.get("site"),
		Attempts: int(q.whole("attempts", "Attempts", 0, 20))}
}

// after reads the last readings of the sheet: the fields of readings with the
// prefix after_.
func (p *press) after() protocol.Assessment {
	r := *p.r
	r.PostForm = map[string][]string{}
	for k, v := range p.r.PostForm {
		if rest, ok := strings.CutPrefix(k, "after_"); ok {
			r.PostForm[rest] = v
		}
	}
	q := &press{s: p.s, r: &r, errs: map[string]string{}}
	a := q.readings(false)
	for _, l := range q.lines {
		p.wrong("after_"+l.Field, l.Text)
	}
	return a
}

// step is the press of one step of the sheet.
func (c *paperSheet) step(e *entry) *press {
	q := &press{s: c.s, r: c.r, errs: c.errs}
	q.req.Command = clinic.Command{ID: c.req.Command.ID + "-" + e.name, By: c.req.Command.By,
		Happened: q.timeOn(e.time, "Time", c.day)}
	if c.why != "" {
		t := q.keep("late", "why", c.why)
		q.req.Command.Why = &t
	}
	return q
}

// enter gives one step after the other until the sheet says no more or the rules
// say no. done says which were recorded by this press.
func (c *paperSheet) enter() (done []string, err error) {
	for len(done) < 10 {
		var e *entry
		var before visit.Stage
		id := clinic.VisitID(c.who, c.day, c.session)
		full := false
		c.s.house.View(func(st *clinic.State) {
			v := c.visitIn(st)
			if v != nil {
				id, before = v.ID, v.Stage
				full = v.Syringe != nil && c.r.PostForm.Get("given_mg") == v.Syringe.Dose.Mass.Milligrams()
			}
			e = c.next(v)
		})
		if e == nil || slices.Contains(done, e.name) {
			return done, nil
		}
		q := c.step(e)
		body := e.body(c, q, id)
		if c.lines = append(c.lines, q.lines...); !c.ok() {
			return done, nil
		}
		if e.second && !(e.name == "give" && full) {
			_, err = q.send(body)
		} else {
			q.req.Command.Body = body
			_, err = c.s.house.Do(c.r.Context(), q.req)
		}
		if err != nil {
			return done, err
		}
		done = append(done, e.name)
		if before == visit.Observed {
			return done, nil
		}
	}
	return done, nil
}

// sheetEntered takes a sheet: all of it, or as far as the rules go.
func (s *Server) sheetEntered(w http.ResponseWriter, r *http.Request) {
	c, ok := s.sheetOf(r)
	if !ok {
		s.missing(w, r, "There is no such sheet: choose the person on the list again.")
		return
	}
	c.press = s.pressed(r)
	c.why = c.get("why_late")
	if c.yes("keep") {
		c.keepSheet(w)
		return
	}
	done, err := c.enter()
	prob, known := c.problem(err)
	if !known {
		s.fault(w, r, err)
		return
	}
	if prob == nil && len(done) == 0 {
		prob = &page.Problem{Lines: []page.ProblemLine{{Text: "Write at least the next time of the sheet."}}}
	}
	if prob == nil {
		prob = c.stands()
	}
	if prob != nil {
		prob.Title = "Not all of the sheet is recorded"
		if len(done) > 0 {
			prob.Lines = append(prob.Lines, page.ProblemLine{Text: "Recorded by this press: " +
				strings.Join(entryWords(done), ", ") + "."})
		}
		s.drawSheet(w, r, http.StatusUnprocessableEntity, prob, c.typed())
		return
	}
	ended := false
	s.house.View(func(st *clinic.State) { v := c.visitIn(st); ended = v != nil && v.Stage == visit.Ended })
	to := sheetURL(c.who, c.day, c.session)
	if ended {
		to = "/continuity/catch-up"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// entryWords are the steps of a sheet as people say them.
func entryWords(names []string) (out []string) {
	words := map[string]string{"book": "the visit", "arrive": "arrival", "assess": "readings", "prepare": "preparation",
		"check": "check", "hand": "handing over", "give": "dose", "leave": "leaving", "decline": "no dose",
		"withhold": "no dose"}
	for _, n := range names {
		out = append(out, words[n])
	}
	return out
}

// stands says why the sheet goes no further although nothing was refused: the
// rules, asked at the time of the sheet, do not give the dose, or do not let the
// person go.
func (c *paperSheet) stands() (out *page.Problem) {
	c.s.house.View(func(st *clinic.State) {
		v := c.visitIn(st)
		if v == nil {
			return
		}
		switch {
		case (v.Stage == visit.Referred || v.Stage == visit.Stopped || v.Stage == visit.Deferred) &&
			c.get("prepared_at") != "" && v.Decision != nil:
			out = &page.Problem{}
			for _, f := range v.Decision.Findings {
				if f.Effect != dosing.Limit && f.Effect != dosing.Advise && f.Effect != dosing.Info {
					out.Lines = append(out.Lines, page.ProblemLine{Text: clinic.Sentence(f.Text), Rule: f.Rule})
				}
			}
		case v.Stage == visit.Observed && c.get("left_at") != "":
			out = &page.Problem{Lines: []page.ProblemLine{{Text: "By the readings and the time on the sheet they could " +
				"not be released yet. Write a later time with its readings, or record on the visit's page that they left early."}}}
		case v.Stage == visit.Emergency:
			out = &page.Problem{Lines: []page.ProblemLine{{Text: "These readings are signs of an emergency: enter its steps " +
				"on the visit's page, each with its time."}}}
		}
	})
	return out
}

// keepSheet keeps what a sheet says and the rules do not take: in the reason of a
// hold, so that no dose is given before a prescriber has looked at it.
func (c *paperSheet) keepSheet(w http.ResponseWriter) {
	var text []string
	for _, k := range sortedFields(c.r.PostForm, "") {
		if v := strings.Join(c.r.PostForm[k], " "); v != "" && !slices.Contains(notOfTheSheet, k) {
			text = append(text, strings.ReplaceAll(strings.TrimPrefix(k, "n-"), "_", " ")+": "+v)
		}
	}
	b := clinic.PlaceHold{Person: c.who, Of: clinic.HoldReview}
	b.Reason = c.keep(string(c.who), "reason", "Paper sheet of "+dayWords(c.day)+", not taken by the rules. "+
		strings.Join(text, "; "))
	c.req.Command.ID += "-keep"
	c.finish(w, b, "/continuity/catch-up", func(prob *page.Problem, _ error) {
		c.s.drawSheet(w, c.r, http.StatusUnprocessableEntity, prob, c.typed())
	})
}

// notOfTheSheet are the fields of the form that no sheet has.
var notOfTheSheet = []string{"command", "expect", "keep", "second", "pin2", "passkey", "shown"}
