package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/journal"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// disputeURL is where somebody says that an entry is not what they saw; it is
// empty for who has no part in the entry or may not dispute.
func disputeURL(a login.Actor, log journal.Log, seq int64, names ...person.StaffID) string {
	if !login.MayRoute(a.Roles, "POST /register/dispute") {
		return ""
	}
	for _, n := range names {
		if n == a.ID {
			return fmt.Sprintf("/register/dispute?log=%s&entry=%d", log, seq)
		}
	}
	return ""
}

func (s *Server) disputePage(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.drawDispute(w, r, http.StatusOK, q.Get("log"), q.Get("entry"), nil, typed{})
}

// disputed finds the entry that a form names.
func (s *Server) disputed(r *http.Request, log, entry string) (clinic.DisputeEntry, clinic.Event, error) {
	seq, err := strconv.ParseInt(entry, 10, 64)
	if err != nil || log != string(journal.Clinical) && log != string(journal.Register) {
		return clinic.DisputeEntry{}, clinic.Event{}, app.ErrNotFound
	}
	return s.house.DisputeOf(r.Context(), journal.Log(log), seq)
}

// drawDispute shows the entry to who made or confirmed it, and asks what they
// saw. The entry stays as it is (R-REG-06).
func (s *Server) drawDispute(w http.ResponseWriter, r *http.Request, status int, log, entry string,
	prob *page.Problem, t typed) {
	b, e, err := s.disputed(r, log, entry)
	a := actorOf(r)
	switch {
	case errors.Is(err, app.ErrNotFound):
		s.missing(w, r, "There is no such entry.")
		return
	case err != nil:
		s.fault(w, r, err)
		return
	case a.ID != b.Author && a.ID != b.Witness:
		s.draw(w, r, status, page.ConfirmPage(s.layout(r, "Not your entry"), page.Confirm{Kind: "warn",
			Heading: "This entry does not carry your name",
			Text:    []string{"Only who made or confirmed an entry disputes it. Anybody else writes a note beside it."},
			Back:    &page.Link{Text: "Register and stock", URL: "/register"}}))
		return
	}
	v := page.DisputeForm{Words: t.field("words"), Form: page.Form{Action: "/register/dispute", Command: t.command(),
		Hidden: []page.Pair{{Name: "log", Value: log}, {Name: "entry", Value: entry}}}}
	err = s.with(r.Context(), func(*clinic.State) []clinic.Text { return eventTexts(e) },
		func(st *clinic.State, n names) {
			v.Entry = s.entryRows(st, n, b.Seq, e, true)
		})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "This is not what I saw")
	l.Back, l.Problem = &page.Link{Text: "Disputes", URL: "/register/disputes"}, prob
	s.draw(w, r, status, page.DisputePage(l, v))
}

func eventTexts(e clinic.Event) []clinic.Text {
	if clinic.LogOf(e.Body) == journal.Register {
		return texts(e.Body)
	}
	return factTexts(e.Body)
}

// entryRows words an entry of either log. What a visit found is shown only to
// whom it may concern: full is for people who had a part in it.
func (s *Server) entryRows(st *clinic.State, n names, seq int64, e clinic.Event, full bool) []page.Row {
	at := lawDate(st.Zone(), e.Happened)
	out := []page.Row{{Key: "Entry", Value: "no. " + number64(seq) + ", " + at}}
	if l, ok := e.Body.(interface{ RegisterLine() register.Line }); ok {
		product := st.Accounts.Sheets[l.RegisterLine().Page].Product
		out = append(out, page.Row{Key: "Page", Value: product.Heading()},
			page.Row{Key: "Says", Value: n.says(product, e.Body)})
	} else {
		says := strings.ReplaceAll(e.Body.Kind(), "_", " ")
		if who, _ := clinic.About(st, e.Body); full {
			d := &personDraw{drawing: drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone()}, id: string(who)}
			says = d.factWords(e.Body)
		}
		out = append(out, page.Row{Key: "Says", Value: says})
	}
	by := n.staff(e.By)
	if e.Witness != "" {
		by += ", with " + n.staff(e.Witness)
	}
	return append(out, page.Row{Key: "By", Value: by})
}

func (s *Server) dispute(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b, _, err := s.disputed(r, p.get("log"), p.get("entry"))
	if err != nil && !errors.Is(err, app.ErrNotFound) {
		s.fault(w, r, err)
		return
	}
	b.Dispute = "x-" + p.req.Command.ID
	b.Text = p.keep("register", "dispute", p.need("words", "Write in one line what is not as you saw it."))
	p.finish(w, b, "/register/disputes", func(prob *page.Problem, _ error) {
		s.drawDispute(w, r, http.StatusUnprocessableEntity, p.get("log"), p.get("entry"), prob, p.typed())
	})
}

func (s *Server) disputesPage(w http.ResponseWriter, r *http.Request) {
	s.drawDisputes(w, r, http.StatusOK, nil, typed{})
}

// drawDisputes lists the open disputes with their age. Who only disputes sees
// their own; who answers sees all.
func (s *Server) drawDisputes(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	a := actorOf(r)
	var open []clinic.OpenDispute
	s.house.View(func(st *clinic.State) { open = st.OpenDisputes() })
	entries := map[string]clinic.Event{}
	for _, x := range open {
		e, err := s.house.Entry(r.Context(), x.Log, x.Seq)
		if err != nil {
			s.fault(w, r, err)
			return
		}
		entries[x.Dispute] = e
	}
	more := func(*clinic.State) (out []clinic.Text) {
		for _, x := range open {
			out = append(append(out, x.Text), eventTexts(entries[x.Dispute])...)
		}
		return out
	}
	v := page.Disputes{}
	err := s.with(r.Context(), more, func(st *clinic.State, n names) {
		answers := st.Staff[a.ID].Has(person.CDAO, person.Pharmacist, person.Manager)
		for _, x := range open {
			if mine := x.By == a.ID; !mine && !answers {
				continue
			}
			v.Lines = append(v.Lines, s.disputeLine(st, n, x, entries[x.Dispute], a, t.of(x.Dispute)))
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Disputes")
	l.Back, l.Problem = &page.Link{Text: "Register and stock", URL: "/register"}, prob
	s.draw(w, r, status, page.DisputesPage(l, v))
}

func (s *Server) disputeLine(st *clinic.State, n names, x clinic.OpenDispute, e clinic.Event, a login.Actor,
	t typed) page.DisputeLine {
	now, mine := s.house.Now(), x.By == a.ID
	part := st.SameHuman(a.ID, x.Author) || x.Witness != "" && st.SameHuman(a.ID, x.Witness)
	l := page.DisputeLine{Text: n.of(x.Text), By: n.staff(x.By), Age: ageWords(now.Since(x.Since)),
		Late: now.Since(x.Since) >= 24*moment.Hour, Entry: s.entryRows(st, n, x.Seq, e, part)}
	if x.Log == journal.Register {
		l.URL = "/register/" + url.PathEscape(pageOfEvent(e)) + "#no-" + strconv.FormatInt(x.Seq, 10)
	}
	var out []page.Choice
	switch {
	case mine:
		out = []page.Choice{{Value: string(clinic.DisputeWithdrawn), Label: "I take it back: the entry is right"}}
	case part:
		l.Waits = "This entry carries your own name: somebody who had no part in it answers."
		return l
	default:
		out = []page.Choice{{Value: string(clinic.DisputeStands), Label: "The entry stands",
			Hint: "Both were heard, and it is right as it is."},
			{Value: string(clinic.DisputeCorrected), Label: "It was corrected",
				Hint: "By a further entry or a note. Write its number."}}
	}
	l.Form = &page.SmallForm{Title: "Answer", Button: "Record the answer", Open: t.v != nil,
		Form: page.Form{Action: "/register/disputes", Command: t.command(), Hidden: []page.Pair{
			{Name: "form", Value: x.Dispute}}},
		Fields: []page.SmallField{
			{ID: "outcome-" + x.Dispute, Name: "outcome", Label: "How does it end?", Choices: out, Field: t.field("outcome")},
			{ID: "words-" + x.Dispute, Name: "words", Label: "What was found, in one line", Field: t.field("words")}}}
	if mine {
		l.Form.Title, l.Form.Button = "Take it back", "Take it back"
	}
	return l
}

func pageOfEvent(e clinic.Event) string {
	if l, ok := e.Body.(interface{ RegisterLine() register.Line }); ok {
		return l.RegisterLine().Page
	}
	return ""
}

// ageWords spells for how long something has been open.
func ageWords(d moment.Span) string {
	switch days, hours := int(d/(24*moment.Hour)), int(d/moment.Hour); {
	case days > 1:
		return fmt.Sprintf("open for %d days", days)
	case days == 1:
		return "open for a day"
	case hours > 1:
		return fmt.Sprintf("open for %d hours", hours)
	}
	return "open since just now"
}

func (s *Server) answerDispute(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.AnswerDispute{Dispute: p.get("form"), Outcome: clinic.Dispute(p.get("outcome")),
		Text: p.keep("register", "answer", p.need("words", "Write in one line what was found."))}
	if b.Outcome == "" {
		p.wrong("outcome", "Choose how it ends.")
	}
	p.anchor("-" + b.Dispute)
	p.finish(w, b, "/register/disputes", func(prob *page.Problem, _ error) {
		s.drawDisputes(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
