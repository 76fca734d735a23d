package web

import (
	"net/http"
	"strconv"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

func (s *Server) latePage(w http.ResponseWriter, r *http.Request) {
	s.drawLate(w, r, http.StatusOK, r.URL.Query().Get("no"), nil, typed{})
}

// drawLate asks what is right about an earlier entry. The entry stays; the
// correction is a new one (design 2).
func (s *Server) drawLate(w http.ResponseWriter, r *http.Request, status int, no string, prob *page.Problem, t typed) {
	id := r.PathValue("person")
	h, f, err := s.entryOf(r, no)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.LateEntry{Heading: "Correct an entry", Words: t.field("words"), Day: t.v.Get("happened[day]"),
		Month: t.v.Get("happened[month]"), Year: t.v.Get("happened[year]"), DateError: t.errs["happened"],
		Time: t.field("happened_time"), Reason: t.field("reason"), No: t.or("no", no),
		Form: page.Form{Action: "/people/" + id + "/late", Command: t.command()}}
	known := false
	more := func(*clinic.State) []clinic.Text { return factTexts(f) }
	err = s.with(r.Context(), more, func(st *clinic.State, n names) {
		p := st.People[person.UserID(id)]
		if p == nil {
			return
		}
		known = true
		if f == nil {
			return
		}
		d := &personDraw{drawing{s: s, st: st, n: n, p: p, now: s.house.Now(), z: st.Zone(), actor: actorOf(r)}, id, record{}}
		line := d.timeLine(h, f)
		v.Form.Hidden = []page.Pair{{Name: "no", Value: no}}
		v.Entry = []page.Row{{Key: "Entry", Value: "no. " + line.No + ", " + line.At}, {Key: "Says", Value: line.Text},
			{Key: "By", Value: line.By}}
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case !known:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.layout(r, v.Heading)
		l.Back, l.Problem = &page.Link{Text: "The person's page", URL: "/people/" + id}, prob
		s.draw(w, r, status, page.LateEntryPage(l, v))
	}
}

// entryOf finds an entry by its number among those about the person of the
// address; nil where there is none.
func (s *Server) entryOf(r *http.Request, no string) (happening, clinic.Fact, error) {
	seq, err := strconv.ParseInt(no, 10, 64)
	if err != nil {
		return happening{}, nil, nil
	}
	rows, err := s.happenings(r.Context(), 1, "person", r.PathValue("person"), "seq", seq)
	if err != nil || len(rows) == 0 {
		return happening{}, nil, err
	}
	f, err := rows[0].fact()
	return rows[0], f, err
}

func (s *Server) late(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	_, f, err := s.entryOf(r, p.get("no"))
	if err != nil {
		s.fault(w, r, err)
		return
	}
	if f == nil {
		p.wrong("no", "There is no entry of this number about this person: look it up on their page.")
	}
	body := p.correction()
	p.finish(w, body, "/people/"+p.person(), func(prob *page.Problem, _ error) {
		s.drawLate(w, r, http.StatusUnprocessableEntity, p.get("no"), prob, p.typed())
	})
}

// correction reads the form; when it was so, and why it is late, go into the
// command itself.
func (p *press) correction() clinic.Body {
	target, _ := strconv.ParseInt(p.get("no"), 10, 64)
	b := clinic.Correct{Target: target, Person: person.UserID(p.person()),
		Text: p.keep(p.person(), "correction", p.need("words", "Write what is right."))}
	p.req.Command.Happened = p.earlier()
	p.req.Command.Why = p.req.KeepIf(p.person(), "late", p.get("reason"))
	return b
}

// earlier reads day and time of an earlier moment; 0 is now.
func (p *press) earlier() moment.Instant {
	if p.get("happened[day]")+p.get("happened[month]")+p.get("happened[year]")+p.get("happened_time") == "" {
		return 0
	}
	day := p.date("happened", "Day")
	return p.timeOn("happened_time", "Time", day)
}
