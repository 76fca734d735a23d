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
)

// wayRoutes is the routes of the way in and out of treatment.
func (s *Server) wayRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /referrals": f(s.referrals), "GET /referrals/new": f(s.referPage), "POST /referrals/new": f(s.refer),
		"GET /referrals/{person}": f(s.wayPage), "POST /referrals/{person}": f(s.writeReasons),
		"GET /referrals/{person}/{step}": f(s.wayStepPage), "POST /referrals/{person}/{step}": f(s.wayStep),
		"GET /referrals/{person}/summary": f(s.summary),
	}
}

var stageTitles = map[clinic.WayStage]string{clinic.WayReferred: "Referred", clinic.WayNotYet: "Criteria not met yet",
	clinic.WayEligible: "Criteria met", clinic.WayWaiting: "Waiting list", clinic.WayInTreatment: "In treatment",
	clinic.WayEnded: "Ended"}

// referrals lists who is on the way in by stage, longest first; the waiting
// list in its own order.
func (s *Server) referrals(w http.ResponseWriter, r *http.Request) {
	var v page.Ways
	if login.MayRoute(actorOf(r).Roles, "GET /referrals/new") {
		v.Add = &page.Link{Text: "Refer a person", URL: "/referrals/new"}
	}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		now := s.house.Now()
		for _, stage := range clinic.WayStages() {
			g := page.WayGroup{Key: string(stage), Title: stageTitles[stage],
				Quiet: stage == clinic.WayInTreatment || stage == clinic.WayEnded}
			for i, x := range st.WaysInOrder(stage) {
				l := wayLine(st, n, x, now)
				if stage == clinic.WayWaiting {
					l.Facts = append([]string{fmt.Sprintf("Place %d", i+1)}, l.Facts...)
				}
				g.Lines = append(g.Lines, l)
			}
			v.Groups = append(v.Groups, g)
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	s.draw(w, r, http.StatusOK, page.WaysPage(s.layout(r, "Referrals"), v))
}

func wayLine(st *clinic.State, n names, x *clinic.Way, now moment.Instant) page.WayLine {
	stage, since := x.Stage()
	l := page.WayLine{Name: n.person(x.Person), URL: "/referrals/" + string(x.Person)}
	if since != 0 {
		l.Facts = append(l.Facts, waited(st.Zone(), since, now)+" here")
	}
	open := stage != clinic.WayInTreatment && stage != clinic.WayEnded
	if open && x.ReferredAt != 0 && x.ReferredAt != since {
		l.Facts = append(l.Facts, waited(st.Zone(), x.ReferredAt, now)+" since the referral")
	}
	if x.Source != "" {
		l.Facts = append(l.Facts, "From: "+clinic.WordsOf(clinic.Sources, x.Source))
	} else {
		l.Facts = append(l.Facts, "In treatment before this record began")
	}
	mark := func(icon, word string) { l.Marks = append(l.Marks, page.Mark{Icon: icon, Word: word}) }
	if x.Place != nil && x.Place.Priority != clinic.Ordinary {
		mark("alarm", clinic.WordsOf(clinic.Priorities, x.Place.Priority))
	}
	if open && x.Eligible() && !x.Consents() {
		mark("ask", "No consent yet")
	}
	if x.Override != nil && open {
		mark("two", "A prescriber decided")
	}
	if len(x.Alike) > 0 && open {
		mark("change", "Looks like another record")
	}
	if x.Episode > 1 {
		mark("change", "Has been here before")
	}
	if stage == clinic.WayEnded && x.FollowUp != 0 {
		word := "Ask after them on " + dayWords(x.FollowUp)
		if x.FollowUp <= st.Zone().Day(now) {
			mark("alarm", word)
		} else {
			l.Facts = append(l.Facts, word)
		}
	}
	return l
}

// waited is a number of calendar days.
func waited(z moment.Zone, since, now moment.Instant) string {
	n := int(z.Day(now) - z.Day(since))
	if n == 0 {
		return "less than a day"
	}
	if n == 1 {
		return "1 day"
	}
	return strconv.Itoa(n) + " days"
}

func coded[T ~string](list []clinic.Coded[T]) (out []page.Choice) {
	for _, x := range list {
		out = append(out, page.Choice{Value: string(x.Code), Label: x.Words})
	}
	return out
}

func (s *Server) referPage(w http.ResponseWriter, r *http.Request) {
	s.drawRefer(w, r, http.StatusOK, nil, typed{}, nil)
}

// drawRefer draws the form of a referral, with the records that look alike.
func (s *Server) drawRefer(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed,
	alike []app.Alike) {
	v := page.Steps{Title: "Refer a person", Button: "Refer",
		Form: page.Form{Action: "/referrals/new", Command: t.command()},
		Lead: []string{"A name to call them by and who refers is enough. All else can wait until they want to say it."}}
	if len(alike) > 0 {
		v.Lead = append(v.Lead, "There is a record that looks like the same person. Look at it first.")
		for i, a := range alike {
			v.Links = append(v.Links, page.Link{Text: fmt.Sprintf("Record %d: %s", i+1, alikeWords(a)),
				URL: "/referrals/" + string(a.Person)})
		}
		v.Parts = append(v.Parts, page.Part{Kind: page.PartBoxes, Name: "other", Label: "Is it somebody else?",
			Choices: []page.Choice{{Value: "yes", Label: "Yes: this is another person"}}, Picks: t.picks("other")})
	}
	v.Parts = append(v.Parts,
		page.Part{Name: "name", Label: "Chosen name", Hint: "What they want to be called.", Field: t.field("name")},
		page.Part{Kind: page.PartRadios, Name: "source", Label: "Who refers?", Choices: coded(clinic.Sources),
			Pick: t.pick("source")},
		page.Part{Kind: page.PartRadios, Name: "heard", Label: "How did they hear of this treatment?",
			Choices: coded(clinic.HeardFrom), Pick: t.pick("heard")},
		page.Part{Kind: page.PartArea, Name: "note", Label: "What to know first", Field: t.field("note"),
			Hint: "Leave empty when there is nothing."},
		page.Part{Kind: page.PartDate, Name: "born", Label: "Date of birth", Hint: "Only if they want to say it now.",
			Date: t.date("born")},
		page.Part{Name: "nhs", Label: "NHS number", Hint: "Ten digits, if it is known. It is not needed.", Width: 10,
			Field: t.field("nhs")},
		page.Part{Name: "contact", Label: "How to reach them", Hint: "A telephone, a person, a place. It is not needed.",
			Field: t.field("contact")},
		page.Part{Name: "address", Label: "Address", Hint: "It is not needed.", Field: t.field("address")})
	l := s.layout(r, v.Title)
	l.Back, l.Problem = &page.Link{Text: "Referrals", URL: "/referrals"}, prob
	s.draw(w, r, status, page.StepsPage(l, v))
}

func alikeWords(a app.Alike) string {
	if a.NHSNumber {
		return "the same NHS number"
	}
	return "the same name and date of birth"
}

// refer opens a way in. Records that look alike are shown once before; whoever
// refers says that it is somebody else, and that is recorded.
func (s *Server) refer(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	id := "u-" + p.req.Command.ID
	name, nhs, born := p.need("name", "Write the name they want to be called by."), "", ""
	if text := p.get("nhs"); text != "" {
		var err error
		if nhs, err = person.ParseNHSNumber(text); err != nil {
			p.wrong("nhs", "NHS number: "+err.Error()+".")
		}
	}
	if d := p.dateIf("born", "Date of birth"); d != 0 {
		born = d.String()
	}
	if p.get("source") == "" {
		p.wrong("source", "Choose who refers.")
	}
	var alike []app.Alike
	if p.ok() {
		var err error
		if alike, err = s.house.Alike(r.Context(), name, born, nhs); err != nil {
			s.fault(w, r, err)
			return
		}
	}
	done, _ := s.house.Recorded(r.Context(), p.req.Command.ID)
	if len(alike) > 0 && !p.yes("other") && !done {
		p.wrong("other", "There is a record that looks like the same person: look at it, or say that it is somebody else.")
	}
	body := clinic.ReferPerson{Person: person.UserID(id), Source: clinic.Source(p.get("source")),
		Heard: clinic.Heard(p.get("heard")), Name: p.keep(id, "chosen_name", name), Born: p.req.KeepIf(id, "born", born),
		NHSNumber: p.req.KeepIf(id, "nhs_number", nhs), Contact: p.req.KeepIf(id, "contact", p.get("contact")),
		Address: p.req.KeepIf(id, "address", p.get("address")), Note: p.req.KeepIf(id, "note", p.get("note"))}
	for _, a := range alike {
		if a.Person != body.Person {
			body.Alike = append(body.Alike, a.Person)
		}
	}
	p.finish(w, body, "/referrals/"+id, func(prob *page.Problem, _ error) {
		s.drawRefer(w, r, http.StatusUnprocessableEntity, prob, p.typed(), alike)
	})
}

// dateIf reads a date that may be left out.
func (p *press) dateIf(name, what string) moment.Day {
	if p.get(name+"[day]")+p.get(name+"[month]")+p.get(name+"[year]") == "" {
		return 0
	}
	return p.date(name, what)
}
