package web

import (
	"fmt"
	"net/http"
	"strconv"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

func (s *Server) catchUpPage(w http.ResponseWriter, r *http.Request) {
	s.drawCatchUp(w, r, http.StatusOK, nil, typed{})
}

// drawCatchUp lists who was expected in the hours of an outage and how far each
// visit stands in the journal: that is all the state that catching up has.
func (s *Server) drawCatchUp(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	var v page.CatchUp
	var hours *clinic.RecordOutage
	s.house.View(func(st *clinic.State) {
		all := st.Stock.Outages
		for i := len(all) - 1; i >= 0; i-- {
			words := outageWords(st.Zone(), all[i])
			if r.URL.Query().Get("outage") == strconv.Itoa(i) || hours == nil && r.URL.Query().Get("outage") == "" {
				x := all[i]
				hours, v.Hours = &x, words
				continue
			}
			v.Others = append(v.Others, page.Link{Text: words, URL: "/continuity/catch-up?outage=" + strconv.Itoa(i)})
		}
	})
	known, err := s.visitOutcomes(r, hours)
	if err == nil {
		err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
			d := &drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t}
			if login.MayCommand(d.actor.Roles, clinic.RecordOutage{}.CommandKind()) {
				form := d.outageForm(hours == nil)
				v.Form = &form
			}
			if hours != nil {
				v.Lines = d.expected(*hours, known)
			}
		})
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	if login.MayRoute(actorOf(r).Roles, "GET /register/count") {
		v.After = []page.Link{{Text: "Receive a delivery that came in those hours", URL: "/register/receive"},
			{Text: "Count the safe, when every sheet is entered", URL: "/register/count"}}
	}
	l := s.layout(r, "Catch up after an outage")
	l.Back, l.Problem = &page.Link{Text: "When the power is gone", URL: "/continuity"}, prob
	s.draw(w, r, status, page.CatchUpPage(l, v))
}

func outageWords(z moment.Zone, o clinic.RecordOutage) string {
	to := z.Clock(o.To)
	if z.Day(o.From) != z.Day(o.To) {
		to = z.In(o.To).Format("Mon 2 Jan, 15:04")
	}
	return z.In(o.From).Format("Mon 2 Jan, 15:04") + " to " + to
}

// visitOutcomes reads how visits of the outage's days ended that the state no
// longer keeps.
func (s *Server) visitOutcomes(r *http.Request, hours *clinic.RecordOutage) (map[string]string, error) {
	out := map[string]string{}
	if hours == nil {
		return out, nil
	}
	z := s.zone()
	for day := z.Day(hours.From); day <= min(z.Day(hours.To), z.Day(hours.From)+outageDays); day++ {
		rows, err := s.house.Rows(r.Context(), app.Query{Table: app.TableVisits, Cols: []string{"visit", "outcome"},
			Where: []any{"day", day.String()}, Limit: 2000})
		if err != nil {
			return nil, err
		}
		for _, x := range rows {
			out[x[0].(string)] = x[1].(string)
		}
	}
	return out, nil
}

// outageDays is how many days after its first one page of an outage shows.
const outageDays = 6

// expected lists the people of the sessions that an outage touched.
func (d *drawing) expected(o clinic.RecordOutage, known map[string]string) (out []page.CatchUpLine) {
	for day := d.z.Day(o.From); day <= min(d.z.Day(o.To), d.z.Day(o.From)+outageDays); day++ {
		for _, x := range d.st.Paper(day, d.now) {
			ses := d.st.Sessions[x.Session]
			opens, closes := d.z.At(day, ses.Opens/60, ses.Opens%60), d.z.At(day, ses.Closes/60, ses.Closes%60)
			if x.TopUp || opens >= o.To || closes <= o.From {
				continue
			}
			line := page.CatchUpLine{When: stamp(d.z, d.now, x.Due), Name: d.n.person(x.Person), Way: "Enter the sheet",
				URL: sheetURL(x.Person, day, x.Session)}
			line.State, line.Done = d.entered(x, day, known)
			if line.Done {
				line.Way = "Look at it"
			}
			if !login.MayRoute(d.actor.Roles, "GET /continuity/catch-up/{person}/{day}/{session}") {
				line.URL = ""
			}
			out = append(out, line)
		}
	}
	return out
}

func sheetURL(p person.UserID, day moment.Day, session int) string {
	return fmt.Sprintf("/continuity/catch-up/%s/%s/%d", p, day, session)
}

// entered says how far a visit stands.
func (d *drawing) entered(x clinic.PaperLine, day moment.Day, known map[string]string) (words string, done bool) {
	v := x.Visit
	if v == nil {
		if at := d.st.People[x.Person].ServedIn(day, x.Session); at != 0 {
			return "On record: a dose at " + d.z.Clock(at), true
		}
		if how := known[clinic.VisitID(x.Person, day, x.Session)]; how != "" && endWords[visit.Ending(how)] != "" {
			return "On record: " + endWords[visit.Ending(how)] + ". A sheet that says otherwise can be entered.", false
		}
		return "Nothing is entered", false
	}
	switch {
	case v.Stage == visit.Ended && v.Ending == visit.DidNotAttend:
		return "Closed as not come. A sheet that says otherwise can be entered.", false
	case v.Stage == visit.Ended:
		return "Entered: " + endWords[v.Ending], true
	case v.Stage == visit.Booked:
		return "Nothing is entered", false
	}
	return "Entered as far as " + d.z.Clock(v.LastAt) + ". " + changeWords(v), false
}

// outageForm asks from when until when nothing could be entered.
func (d *drawing) outageForm(open bool) page.SmallForm {
	t := d.typed
	from, to := t.dateOr("from", d.z.Day(d.now)), t.dateOr("to", d.z.Day(d.now))
	return page.SmallForm{Title: "Record an outage", Open: open || t.v != nil, Button: "Record the outage",
		Lead: "So that the late entries of those hours explain themselves.",
		Form: page.Form{Action: "/continuity/outage", Command: t.command()},
		Fields: []page.SmallField{
			{ID: "from", Name: "from", Label: "First day", Hint: "When the screens went.", Date: &from},
			{ID: "from_time", Name: "from_time", Label: "From", Hint: "For example 09:05.", Field: t.field("from_time")},
			{ID: "to", Name: "to", Label: "Last day", Hint: "When they came back.", Date: &to},
			{ID: "to_time", Name: "to_time", Label: "Until", Hint: "For example 11:20.", Field: t.field("to_time")},
			{ID: "what", Name: "what", Label: "What had failed, in one line", Field: t.field("what")}}}
}

// outage records when the screens were gone.
func (s *Server) outage(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.RecordOutage{From: p.timeOn("from_time", "From", p.date("from", "First day")),
		To:   p.timeOn("to_time", "Until", p.date("to", "Last day")),
		What: p.keep("premises", "outage", p.need("what", "Write in one line what had failed."))}
	p.finish(w, b, "/continuity/catch-up", func(prob *page.Problem, _ error) {
		s.drawCatchUp(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
