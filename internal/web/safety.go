package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

// safetyRoutes is the routes of limits that are one person's own and of the
// service's safety page.
func (s *Server) safetyRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /people/{person}/safety":         f(s.personSafetyPage),
		"POST /people/{person}/safety/{what}": f(s.personSafety),
		"GET /safety":                         f(s.safetyPage), "POST /safety/{what}": f(s.safety),
	}
}

// signed turn a posted form about one person into its command.
var signed = map[string]func(p *press, id string) clinic.Body{
	"baseline": func(p *press, id string) clinic.Body {
		b := clinic.SignBaseline{Person: person.UserID(id), SpO2: p.milli("spo2", "SpO2"), RR: p.milli("rr", "Breaths"),
			Reason: p.keep(id, "reason", p.get("reason"))}
		if b.SpO2 != nil || b.RR != nil {
			b.Until = p.date("until", "Last day")
		}
		return b
	},
	"scale": func(p *press, id string) clinic.Body {
		return clinic.ConfirmScale{Person: person.UserID(id), Scale: int(p.whole("scale", "Scale", 1, 2)),
			Reason: p.keep(id, "reason", p.get("reason"))}
	},
	"site": func(p *press, id string) clinic.Body {
		return clinic.MarkSite{Person: person.UserID(id), Site: p.get("site"), Infected: p.get("state") == "infected",
			Reason: p.keep(id, "reason", p.get("reason"))}
	},
}

func (s *Server) personSafetyPage(w http.ResponseWriter, r *http.Request) {
	s.drawPersonSafety(w, r, http.StatusOK, "", nil, typed{})
}

func (s *Server) personSafety(w http.ResponseWriter, r *http.Request) {
	id, what := r.PathValue("person"), r.PathValue("what")
	build := signed[what]
	if build == nil {
		s.missing(w, r, "There is no such form.")
		return
	}
	p := s.pressed(r)
	body := build(p, id)
	p.finish(w, body, "/people/"+id+"/safety", func(prob *page.Problem, _ error) {
		s.drawPersonSafety(w, r, http.StatusUnprocessableEntity, what, prob, p.typed())
	})
}

func (s *Server) drawPersonSafety(w http.ResponseWriter, r *http.Request, status int, what string, prob *page.Problem,
	t typed) {
	id := r.PathValue("person")
	var v *page.PersonSafety
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		p := st.People[person.UserID(id)]
		if p == nil {
			return
		}
		v = &page.PersonSafety{Who: n.person(p.Person), Facts: ownLimits(st, n, p, st.Zone().Day(s.house.Now()))}
		form := func(name, title, lead, button string, fields ...page.SmallField) {
			own := typed{}
			if what == name {
				own = t
			}
			for i := range fields {
				own.fill(&fields[i], name)
			}
			v.Forms = append(v.Forms, page.SmallForm{Title: title, Lead: lead, Fields: fields, Button: button,
				Open: what == name, Form: page.Form{Action: "/people/" + id + "/safety/" + name, Command: own.command()}})
		}
		if login.MayCommand(actorOf(r).Roles, clinic.SignBaseline{}.CommandKind()) {
			baselineForms(form)
		}
		form("site", "Mark an injecting site", "A site marked infected is not offered until it is marked healed.", "Mark",
			page.SmallField{Name: "site", Label: "Which site", Choices: siteChoices()},
			page.SmallField{Name: "state", Label: "How is it", Choices: []page.Choice{
				{Value: "infected", Label: "Infected"}, {Value: "healed", Label: "Healed"}}},
			page.SmallField{Name: "reason", Label: "What you saw, in one line"})
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.layout(r, "Limits and sites")
		l.Back, l.Problem = &page.Link{Text: "The person's page", URL: "/people/" + id}, prob
		s.draw(w, r, status, page.PersonSafetyPage(l, *v))
	}
}

func baselineForms(form func(name, title, lead, button string, fields ...page.SmallField)) {
	form("baseline", "Sign a baseline for this person",
		"For somebody whose readings are low when well, for example with chronic lung disease. It takes the place of the "+
			"ordinary lowest reading until its last day. What scores 3 in NEWS2 still stops every dose. Leave both readings "+
			"empty to take a baseline back.", "Sign the baseline",
		page.SmallField{Name: "spo2", Label: "Lowest oxygen when well, SpO2", Suffix: "%", Mode: "decimal"},
		page.SmallField{Name: "rr", Label: "Fewest breaths when well", Suffix: "a minute", Mode: "decimal"},
		page.SmallField{Name: "until", Label: "Last day", Hint: "For example, 31 3 2027.", Date: &page.DateFields{}},
		page.SmallField{Name: "reason", Label: "Reason, in one line"})
	form("scale", "Say which oxygen scale of NEWS2 counts",
		"Scale 2 is for hypercapnic failure that a clinician confirmed.", "Record the scale",
		page.SmallField{Name: "scale", Label: "Scale", Choices: []page.Choice{
			{Value: "1", Label: "Scale 1, the ordinary one"}, {Value: "2", Label: "Scale 2, hypercapnic failure confirmed"}}},
		page.SmallField{Name: "reason", Label: "Reason, in one line"})
}

// fill gives a field its id, what was typed and what was wrong with it.
func (t typed) fill(f *page.SmallField, form string) {
	f.ID = form + "-" + f.Name
	if f.Date != nil {
		d := t.date(f.Name)
		f.Date = &d
		return
	}
	f.Field = t.field(f.Name)
}

// ownLimits are what clinicians signed for one person.
func ownLimits(st *clinic.State, n names, p *clinic.Person, today moment.Day) (out []page.Row) {
	own := "None: the protocol's own limits count."
	if b := p.Baseline; b != nil {
		own = fmt.Sprintf("SpO2 %s, breaths %s, until %s, signed by %s", number(b.SpO2, "%"), number(b.RR, "a minute"),
			dayWords(b.Until), n.staff(p.BaselineBy))
		if today > b.Until {
			own += " (over: the ordinary limits count)"
		}
	}
	scale := "1"
	if p.SpO2Scale == 2 {
		scale = "2, hypercapnic failure confirmed"
	}
	sore := "None"
	if len(p.Infected) > 0 {
		var words []string
		for _, x := range p.Infected {
			words = append(words, siteWords(x))
		}
		sore = strings.Join(words, ", ")
	}
	return []page.Row{{Key: "Baseline", Value: own}, {Key: "NEWS2 oxygen scale", Value: scale},
		{Key: "Sites marked infected", Value: sore}}
}

func siteChoices() (out []page.Choice) {
	for site := range clinic.Sites() {
		out = append(out, page.Choice{Value: site, Label: siteWords(site)})
	}
	slices.SortFunc(out, func(a, b page.Choice) int { return strings.Compare(a.Label, b.Label) })
	return out
}

func (s *Server) safetyPage(w http.ResponseWriter, r *http.Request) {
	s.drawSafety(w, r, http.StatusOK, nil, typed{})
}

// safety takes the forms of the service's page.
func (s *Server) safety(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	var body clinic.Body
	switch r.PathValue("what") {
	case "asked":
		visit := p.get("visit")
		body = clinic.AskAfter{Visit: visit, How: clinic.FoundHow(p.get("how")),
			Words: p.keep(s.leftBy(visit), "ask_after", p.get("words"))}
	case "week":
		week, err := moment.ParseDay(p.get("week"))
		if err != nil {
			p.wrong("", "This form could not be read: load the page again.")
		}
		body = clinic.AcknowledgeOverrides{Week: week, Seen: int(p.whole("seen", "Decisions seen", 0, 100000)),
			Note: p.keep("week", "review", p.get("note"))}
	case "naloxone":
		body = naloxoneForm(p)
	default:
		s.missing(w, r, "There is no such form.")
		return
	}
	p.finish(w, body, "/safety", func(prob *page.Problem, _ error) {
		s.drawSafety(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// leftBy is who left early at a visit: the subject of what is written.
func (s *Server) leftBy(visit string) (id string) {
	s.house.View(func(st *clinic.State) { id = string(st.FollowUps[visit].Person) })
	return id
}

func (s *Server) drawSafety(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	counts, doses, err := s.countDefinitions(r.Context())
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.Safety{Counts: counts, Since: fmt.Sprintf(
		"Counted over the last %d doses from the raw record. Published rates differ tenfold because definitions do: "+
			"none of these is the rate of harm.", doses)}
	texts := func(st *clinic.State) (out []clinic.Text) {
		for _, f := range st.FollowUps {
			out = append(out, f.Reason)
		}
		for _, h := range st.Human {
			out = append(out, h.Reason)
		}
		return out
	}
	err = s.with(r.Context(), texts, func(st *clinic.State, n names) {
		d := drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t}
		v.AskAfter, v.Weeks, v.Naloxone = d.toAskAfter(), d.weeks(), d.atHand()
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Safety")
	l.Problem = prob
	s.draw(w, r, status, page.SafetyPage(l, v))
}

var foundWords = map[clinic.FoundHow]string{clinic.FoundWell: "Seen or spoken to, well",
	clinic.FoundUnwell: "Seen or spoken to, not well", clinic.FoundByHelp: "Emergency service was sent",
	clinic.NotReached: "Not reached"}

func (d *drawing) toAskAfter() (out []page.ToAskAfter) {
	for id, f := range d.st.FollowUps {
		form := page.SmallForm{Title: "Record how they were found", Button: "Recorded",
			Form: page.Form{Action: "/safety/asked", Command: d.typed.command(),
				Hidden: []page.Pair{{Name: "visit", Value: id}}}}
		var how []page.Choice
		for _, h := range clinic.Founds() {
			how = append(how, page.Choice{Value: string(h), Label: foundWords[h]})
		}
		form.Fields = []page.SmallField{
			{ID: "how-" + id, Name: "how", Label: "How were they found?", Choices: how, Field: d.typed.field("how")},
			{ID: "words-" + id, Name: "words", Label: "In one line", Field: d.typed.field("words")}}
		form.Open = d.typed.v.Get("visit") == id
		out = append(out, page.ToAskAfter{Name: d.n.person(f.Person), URL: "/people/" + string(f.Person),
			Words: fmt.Sprintf("Left %s: %s (%s)", stamp(d.z, d.now, f.Since), d.n.of(f.Reason), d.n.staff(f.By)), Form: form})
	}
	slices.SortFunc(out, func(a, b page.ToAskAfter) int { return strings.Compare(a.Words, b.Words) })
	return out
}

func (d *drawing) weeks() (out []page.Week) {
	for _, monday := range d.st.Weeks() {
		list := d.st.HumanDecisions(monday)
		w := page.Week{Title: "Week from " + dayWords(monday), Monday: monday.String()}
		mine := false
		for _, h := range list {
			mine = mine || h.By == d.actor.ID
			what := "Prescriber gave " + h.Dose.String()
			if h.Override {
				what = "Two people gave " + h.Dose.String()
			}
			w.Lines = append(w.Lines, page.HumanLine{At: stamp(d.z, d.now, h.At), Name: d.n.person(h.Person),
				URL: "/people/" + string(h.Person), By: d.n.staff(h.By), What: what, Rules: strings.Join(h.Rules, ", "),
				Reason: d.n.of(h.Reason)})
		}
		switch seen := d.st.Acknowledged[monday.String()]; {
		case seen == len(list):
			w.Done = "Looked at."
		case mine || !login.MayCommand(d.actor.Roles, clinic.AcknowledgeOverrides{}.CommandKind()):
			w.Done = "Waits for a prescriber who made none of these decisions."
		default:
			w.Form = &page.SmallForm{Title: "Record that this week was looked at", Button: "Looked at",
				Open: d.typed.v.Get("week") == monday.String(),
				Form: page.Form{Action: "/safety/week", Command: d.typed.command(), Hidden: []page.Pair{
					{Name: "week", Value: monday.String()}, {Name: "seen", Value: fmt.Sprint(len(list))}}},
				Fields: []page.SmallField{{ID: "note-" + monday.String(), Name: "note", Label: "What you found, in one line",
					Field: d.typed.field("note")}}}
		}
		out = append(out, w)
	}
	return out
}

// dosesCounted bounds how far back the definitions are counted on a page.
const dosesCounted = 500

// countDefinitions reads the last doses with what followed and counts each
// published definition anew.
func (s *Server) countDefinitions(ctx context.Context) (out []page.EventCount, doses int, err error) {
	courses := map[string]*clinic.Course{}
	read := func(kind string, limit int, take func(h happening) error) {
		if err != nil {
			return
		}
		var list []happening
		if list, err = s.happenings(ctx, limit, "kind", kind); err != nil {
			return
		}
		for _, h := range list {
			if err = take(h); err != nil {
				return
			}
		}
	}
	read(clinic.Injected{}.Kind(), dosesCounted, func(h happening) error {
		c := &clinic.Course{At: h.Happened}
		courses[h.Visit] = c
		return h.read(&c.Dose)
	})
	follow := func(take func(c *clinic.Course, h happening) error) func(happening) error {
		return func(h happening) error {
			if c := courses[h.Visit]; c != nil && h.Happened >= c.At {
				return take(c, h)
			}
			return nil
		}
	}
	read(clinic.Watched{}.Kind(), 6*dosesCounted, follow(func(c *clinic.Course, h happening) error {
		w := clinic.Watch{At: h.Happened}
		c.Watches = append(c.Watches, clinic.Watch{})
		err := h.read(&w.Watched)
		c.Watches[len(c.Watches)-1] = w
		return err
	}))
	read(clinic.EmergencyActed{}.Kind(), 6*dosesCounted, follow(func(c *clinic.Course, h happening) error {
		a := clinic.AlarmAct{At: h.Happened, By: h.By}
		err := h.read(&a.EmergencyActed)
		c.Acts = append(c.Acts, a)
		return err
	}))
	read(clinic.VisitEnded{}.Kind(), 2*dosesCounted, follow(func(c *clinic.Course, h happening) error {
		var e clinic.VisitEnded
		err := h.read(&e)
		c.Ending = e.Ending
		return err
	}))
	for _, d := range clinic.Definitions() {
		n := page.EventCount{Definition: d.Words, Source: d.Source, Doses: len(courses)}
		for _, c := range courses {
			if d.Meets(c) {
				n.Events++
			}
		}
		out = append(out, n)
	}
	return out, len(courses), err
}
