package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

// inspectionRoutes is the routes of inspections: for those who let somebody in,
// and for who was let in.
func (s *Server) inspectionRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /inspections": f(s.inspectionsPage), "POST /inspections": f(s.openInspection),
		"POST /inspections/end":    f(s.endInspection),
		"GET /register/inspection": f(s.inspectionPage), "POST /register/inspection": f(s.inspectorNote),
	}
}

// inspected records every page that an inspector opens, once for each sign-in,
// before it is shown: what cannot be recorded is not shown (R-REG-42).
func (s *Server) inspected(pattern string, h http.Handler) http.Handler {
	row, _ := login.WhoMayRoute(pattern)
	if row.Open || row.Plain || row.Passive || !strings.HasPrefix(pattern, "GET ") {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := actorOf(r)
		if !slices.Contains(a.Roles, person.Inspector) || ownPage(r.URL.Path) {
			h.ServeHTTP(w, r)
			return
		}
		err := s.recordReading(r, a)
		var no *clinic.Refusal
		switch {
		case errors.As(err, &no):
			s.draw(w, r, http.StatusForbidden, page.ConfirmPage(s.layout(r, "Not shown"), page.Confirm{Kind: "warn",
				Heading: "This page is not shown", Text: []string{no.Sentence}, Back: &page.Link{Text: "Back", URL: "/"}}))
		case err != nil:
			s.fault(w, r, err)
		default:
			h.ServeHTTP(w, r)
		}
	})
}

// ownPage is a page that shows nothing but one's own sign-in.
func ownPage(path string) bool { return path == "/" || strings.HasPrefix(path, "/keys") }

// recordReading records that an inspector opens the page of a request. The id of
// the command is made of the inspection, of who sits here since when and of the
// page, so a page opened twice is recorded once.
func (s *Server) recordReading(r *http.Request, a login.Actor) error {
	var open string
	s.house.View(func(st *clinic.State) {
		if x := st.Inspecting(a.ID, s.house.Now()); x != nil {
			open = x.Inspection
		}
	})
	sum := sha256.Sum256(fmt.Appendf(nil, "reading\n%s\n%s\n%d\n%s", open, a.ID, a.Since, r.URL.Path))
	id := "r-" + hex.EncodeToString(sum[:12])
	if done, err := s.house.Recorded(r.Context(), id); err != nil || done {
		return err
	}
	_, err := s.house.Do(r.Context(), app.Request{Command: clinic.Command{ID: id, By: a.ID,
		Body: clinic.RecordReading{Inspection: open, Page: r.URL.Path}}})
	return err
}

// inspectionNotice is what stands above every page of an inspector.
func (s *Server) inspectionNotice(a login.Actor) (text string) {
	if !slices.Contains(a.Roles, person.Inspector) {
		return ""
	}
	s.house.View(func(st *clinic.State) {
		if x := st.Inspecting(a.ID, s.house.Now()); x != nil {
			text = "You are reading as an inspector until " + st.Zone().In(x.To).Format("Mon 2 January 2006, 15:04") +
				". Nothing can be changed from here. Which pages you open is recorded."
		}
	})
	return text
}

func inspectionTexts(st *clinic.State) (out []clinic.Text) {
	for _, x := range st.Stock.Inspections {
		out = append(out, x.Authority)
		for _, n := range x.Notes {
			out = append(out, n.Text)
		}
	}
	return out
}

func (s *Server) inspectionsPage(w http.ResponseWriter, r *http.Request) {
	s.drawInspections(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawInspections(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, all typed) {
	now := s.house.Now()
	t := all.of("open")
	var v page.Inspections
	err := s.with(r.Context(), inspectionTexts, func(st *clinic.State, n names) {
		z := st.Zone()
		today := z.Day(now)
		v = page.Inspections{Who: t.field("who"), Name: t.field("name"), Authority: t.field("authority"),
			From: t.dateOr("from", today), To: t.dateOr("to", today), FromTime: t.or("from_time", z.Clock(now)),
			ToTime: t.or("to_time", "18:00"), PIN: page.Field{Error: t.errs["pin"]},
			Most: "At most 14 days later: the house's own rule. It can be opened again.",
			Form: page.Form{Action: "/inspections", Command: t.command(),
				Hidden: []page.Pair{{Name: "form", Value: "open"}}}}
		v.Known = []page.Choice{{Value: "", Label: "Somebody new"}}
		for _, id := range st.StaffInOrder() {
			if m := st.Staff[id]; m.Has(person.Inspector) && len(m.Roles) == 1 {
				v.Known = append(v.Known, page.Choice{Value: string(id), Label: n.staff(id)})
			}
		}
		for _, x := range st.InspectionsInOrder() {
			v.Lines = append(v.Lines, inspectionLine(n, x, z, now, all.of(x.Inspection)))
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Inspections")
	l.Problem = prob
	s.draw(w, r, status, page.InspectionsPage(l, v))
}

func inspectionLine(n names, x *clinic.Inspection, z moment.Zone, now moment.Instant, t typed) page.InspectionLine {
	l := page.InspectionLine{Who: n.staff(x.Staff), Authority: n.of(x.Authority),
		Times:    lawDate(z, x.From) + " to " + lawDate(z, x.To),
		OpenedBy: "Let in by " + n.staff(x.By), State: "over", Open: x.To > now}
	switch {
	case l.Open && x.From > now:
		l.State = "not yet begun"
	case l.Open:
		l.State = "reading now"
	}
	for _, p := range x.Read {
		l.Read = append(l.Read, fmt.Sprintf("%s, first %s, in %d sign-ins", p.Page, stamp(z, now, p.First), p.Times))
	}
	own := 0
	for _, note := range x.Notes {
		if !note.Shared {
			own++
			continue
		}
		l.Notes = append(l.Notes, page.TimeLine{At: stamp(z, now, note.At), Text: n.of(note.Text), By: l.Who})
	}
	if own > 0 {
		l.Own = fmt.Sprintf("Notes they keep to themselves: %d.", own)
	}
	if l.Open {
		l.End = &page.SmallForm{Title: "End this access now", Button: "End it", Open: t.v != nil,
			Form: page.Form{Action: "/inspections/end", Command: t.command(),
				Hidden: []page.Pair{{Name: "form", Value: x.Inspection}}},
			Fields: []page.SmallField{{ID: "reason-" + x.Inspection, Name: "reason", Label: "Why, in one line",
				Field: t.field("reason")}}}
	}
	return l
}

// openInspection lets an inspector in, with a first PIN where they are new.
func (s *Server) openInspection(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	body := clinic.OpenInspection{Inspection: "i-" + p.req.Command.ID, Staff: person.StaffID(p.get("who")),
		From: p.instant("from", "From"), To: p.instant("to", "Until")}
	fresh := body.Staff == ""
	if fresh {
		body.Staff = person.StaffID("s-" + p.req.Command.ID)
		body.Name = p.req.KeepIf(string(body.Staff), "staff_name", p.need("name", "Write their name, as on their card."))
		p.easyPIN("pin")
	}
	body.Authority = p.keep(string(body.Staff), "authority",
		p.need("authority", "Write for which body they come, and what they showed."))
	var err error
	var res app.Result
	if p.ok() {
		res, err = p.send(body)
	}
	if err == nil && p.ok() && fresh {
		err = s.firstPIN(r, p, body.Staff)
	}
	prob, known := p.problem(err)
	switch {
	case !known:
		s.fault(w, r, err)
	case prob != nil:
		s.drawInspections(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	default:
		p.on(w, "/inspections", res)
	}
}

// firstPIN issues a PIN to an account that has none.
func (s *Server) firstPIN(r *http.Request, p *press, id person.StaffID) error {
	if set, _, _, err := s.login.PINState(r.Context(), id); err != nil || set {
		return err
	}
	return s.login.IssuePIN(r.Context(), p.req.Command.By, id, p.get("pin"))
}

// instant reads a day and a time of the site.
func (p *press) instant(name, what string) moment.Instant {
	day := p.date(name, what)
	m, ok := p.minute(name+"_time", what+", time")
	if !ok || day == 0 {
		return 0
	}
	return p.s.zone().At(day, m/60, m%60)
}

func (s *Server) endInspection(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	id := p.get("form")
	body := clinic.CloseInspection{Inspection: id,
		Reason: p.keep("inspection", "reason", p.need("reason", "Write in one line why the access ends before its time."))}
	p.anchor("-" + id)
	p.finish(w, body, "/inspections", func(prob *page.Problem, _ error) {
		s.drawInspections(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
