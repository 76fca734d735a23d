package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/dosing"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// How much of a person's record one page shows, and how much more it can.
const (
	recentDoses, moreDoses   = 30, 200
	recentEvents, moreEvents = 40, 400
	recentOrders             = 20
)

// record is what the read models say of one person, newest first.
type record struct {
	doses  []happening
	given  []clinic.Injected // of doses
	events []happening
	facts  []clinic.Fact       // of events
	rx     []happening         // prescriptions
	orders []clinic.Prescribed // of rx
	weeks  []clinic.BurdenWeek // oldest first
}

func (s *Server) readRecord(ctx context.Context, id string, doses, events int) (x record, err error) {
	if x.doses, err = s.happenings(ctx, doses, "person", id, "kind", clinic.Injected{}.Kind()); err != nil {
		return x, err
	}
	for _, h := range x.doses {
		var b clinic.Injected
		if err := h.read(&b); err != nil {
			return x, err
		}
		x.given = append(x.given, b)
	}
	if x.rx, err = s.happenings(ctx, recentOrders, "person", id, "kind", clinic.Prescribed{}.Kind()); err != nil {
		return x, err
	}
	for _, h := range x.rx {
		var b clinic.Prescribed
		if err := h.read(&b); err != nil {
			return x, err
		}
		x.orders = append(x.orders, b)
	}
	each, _, err := s.house.BurdenWeeks(ctx, spanTo(s.zone().Day(s.house.Now())).first, person.UserID(id))
	if err != nil {
		return x, err
	}
	x.weeks = each[person.UserID(id)]
	if x.events, err = s.happenings(ctx, events, "person", id); err != nil {
		return x, err
	}
	for _, h := range x.events {
		f, err := h.fact()
		if err != nil {
			return x, err
		}
		x.facts = append(x.facts, f)
	}
	return x, nil
}

func (s *Server) personPage(w http.ResponseWriter, r *http.Request) {
	s.drawPerson(w, r, http.StatusOK, nil, typed{})
}

// personDraw is one drawing of a person's page.
type personDraw struct {
	drawing
	id  string
	rec record
}

func (s *Server) drawPerson(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	id, a := r.PathValue("person"), actorOf(r)
	nd, ne := recentDoses, recentEvents
	if r.URL.Query().Get("more") != "" {
		nd, ne = moreDoses, moreEvents
	}
	rec, err := s.readRecord(r.Context(), id, nd, ne)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	more := func(st *clinic.State) (out []clinic.Text) {
		for _, f := range rec.facts {
			out = append(out, factTexts(f)...)
		}
		for i := range rec.orders {
			out = append(out, factTexts(&rec.orders[i])...)
		}
		out = append(out, wayOwnTexts(st.Ways[person.UserID(id)])...)
		out = append(out, ownTexts(st.OwnOf(person.UserID(id)))...)
		return append(out, personTexts(st.People[person.UserID(id)])...)
	}
	var v *page.PersonView
	onTheWay := false
	err = s.with(r.Context(), more, func(st *clinic.State, n names) {
		p := st.People[person.UserID(id)]
		if p == nil {
			onTheWay = st.Ways[person.UserID(id)] != nil
			return
		}
		d := &personDraw{drawing{s: s, st: st, n: n, p: p, now: s.house.Now(), z: st.Zone(), actor: a, typed: t}, id, rec}
		built := d.view()
		v = &built
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case onTheWay:
		http.Redirect(w, r, "/referrals/"+id, http.StatusSeeOther)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		if len(rec.doses) == recentDoses || len(rec.events) == recentEvents {
			v.More = &page.Link{Text: "Show more of the past", URL: "/people/" + id + "?more=1"}
		}
		l := s.layout(r, v.Who.Name)
		l.Back, l.Problem = &page.Link{Text: "People", URL: "/people"}, prob
		s.draw(w, r, status, page.PersonPage(l, *v))
	}
}

func actorOf(r *http.Request) login.Actor {
	a, _ := login.Who(r.Context())
	return a
}

// wayLink leads to the person's way into treatment, and says how it stands.
func (d *personDraw) wayLink() *page.Link {
	w := d.st.Ways[person.UserID(d.id)]
	if w == nil {
		return nil
	}
	stage, since := w.Stage()
	text := "The way into treatment: " + strings.ToLower(stageTitles[stage])
	if since != 0 {
		text += " since " + dayWords(d.z.Day(since))
	}
	return &page.Link{Text: text, URL: "/referrals/" + d.id}
}

// personTexts are the cabinet texts of a person's own panel.
func personTexts(p *clinic.Person) (out []clinic.Text) {
	if p == nil {
		return nil
	}
	for _, t := range []*clinic.Text{p.Born, p.Allergies} {
		if t != nil {
			out = append(out, *t)
		}
	}
	for _, h := range p.Holds {
		if h.Reason != nil {
			out = append(out, *h.Reason)
		}
	}
	return out
}

func (d *personDraw) view() page.PersonView {
	out := page.PersonView{Who: d.who(), Holds: holdLines(d.n, d.p), Reasons: d.ownWords("/people/" + d.id + "/reasons"),
		Way: d.wayLink(), Own: d.own(),
		Sheet: &page.Link{Text: "Print their times", URL: "/people/" + d.id + "/sheet"}}
	if login.MayRoute(d.actor.Roles, "GET /times/lives/{person}") {
		out.Lives = &page.Link{Text: "What treatment is fitted round: work, family, the way here, days away",
			URL: "/times/lives/" + d.id}
	}
	out.Along = d.along()
	if login.MayRoute(d.actor.Roles, "GET /people/{person}/asking") {
		out.Asking, out.Alerts = d.askingLinks(), d.alerts(person.UserID(d.id))
	}
	d.prescription(&out)
	d.history(&out)
	d.doses(&out)
	out.Hours, out.HoursURL = burdenFacts(d.rec.weeks, spanTo(d.z.Day(d.now))), "/times/burden/"+d.id
	for i, h := range d.rec.events {
		out.Times = append(out.Times, d.timeLine(h, d.rec.facts[i]))
	}
	if v := openVisits(d.st)[person.UserID(d.id)]; v != nil && login.MayRoute(d.actor.Roles, "GET /visits/{visit}") {
		out.Visit = &page.Link{Text: "Go to the visit of " + d.z.Clock(v.Due), URL: "/visits/" + v.ID}
	}
	d.forms(&out)
	return out
}

func (d *personDraw) who() page.Identity {
	name := d.n.person(person.UserID(d.id))
	out := page.Identity{Name: name, Initials: initials(name), Born: bornWords(d.n.opt(d.p.Born)),
		Allergies: d.n.opt(d.p.Allergies)}
	if out.Allergies == "" {
		out.Allergies = "None known"
	}
	if n := len(d.p.Past); n > 0 {
		last := d.p.Past[n-1]
		out.Facts = append(out.Facts, page.Row{Key: "Last dose",
			Value: last.Given.String() + ", " + stamp(d.z, d.now, last.At)})
	}
	for i, x := range d.st.Sessions {
		if w := weekWords(d.p.WeekOn(d.z.Day(d.now)), i); w != "" {
			out.Facts = append(out.Facts, page.Row{Key: x.Name, Value: "usually " + w})
		}
	}
	return out
}

// minuteWords prints a minute of the day.
func minuteWords(m int) string {
	return moment.UTC.Clock(moment.UTC.At(moment.Date(2026, 1, 1), m/60, m%60))
}

func (d *personDraw) prescription(out *page.PersonView) {
	if d.may(clinic.MarkSite{}.CommandKind()) {
		out.Limits, out.LimitsURL = ownLimits(d.st, d.n, d.p, d.z.Day(d.now)), "/people/"+d.id+"/safety"
	}
	if d.may("prescribe") {
		out.RxURL = "/people/" + d.id + "/prescribe"
	}
	rx := d.p.Rx
	if rx == nil {
		out.RxNote = "None: no dose can be given until a prescriber has written one."
		return
	}
	out.Prescription = rxRows(rx)
	out.RxNote = "Prescribed by " + d.n.staff(d.p.RxBy) + " under licence " + d.p.RxLicence
	if o := d.p.OrderOn(d.z.Day(d.now)); o != nil {
		out.RxNote += ", " + stamp(d.z, d.now, o.Written)
	}
	out.RxNote += ". In force until " + dayWords(rx.Ends) + "."
	if o := d.p.Pending(d.z.Day(d.now)); o != nil {
		out.RxNote += " From " + dayWords(o.From) + " on another one: " + doses(&o.Prescription) + "."
	}
	if d.z.Day(d.now) > rx.Ends {
		out.RxNote += " It has ended: no dose can be given."
	}
}

func (d *personDraw) doses(out *page.PersonView) {
	var past []dosing.Past
	for i, h := range d.rec.doses {
		b := d.rec.given[i]
		past = append([]dosing.Past{{At: h.Happened, Given: b.Given, Prescribed: b.Prescribed}}, past...)
	}
	out.Doses = d.doseLines()
	out.Chart = doseChart("doses", "Doses given", past, mostPrescribed(d.p.Rx), d.z, d.now)
}

// doseLines spells the doses given, newest first.
func (d *personDraw) doseLines() (out []page.DoseLine) {
	after := map[moment.Instant]dosing.Past{}
	for _, p := range d.p.Past {
		after[p.At] = p
	}
	for i, h := range d.rec.doses {
		b := d.rec.given[i]
		line := page.DoseLine{When: stamp(d.z, d.now, h.Happened), Asked: b.Prescribed.String(), Given: b.Given.String(),
			Route: routeWords[b.Route], Site: siteWords(b.Site), By: d.n.staff(h.By)}
		if p, ok := after[h.Happened]; ok {
			line.After = possWords[p.POSS]
		}
		out = append(out, line)
	}
	return out
}

// forms offers what the person who looks may do.
func (d *personDraw) forms(out *page.PersonView) {
	id := d.id
	form := func(name string, t typed) page.Form {
		return page.Form{Action: "/people/" + id + "/" + name, Command: t.command(),
			Hidden: []page.Pair{{Name: "form", Value: name}}}
	}
	if t := d.typed.of("hold"); d.may("place_hold") {
		out.AddHold = holdForm(form("hold", t), t)
	}
	if t := d.typed.of("lift"); d.may("lift_hold") && len(d.p.Holds) > 0 {
		lift := liftForm(d.n, id, d.p, form("lift", t), t)
		out.Lift = &lift
	}
	if t := d.typed.of("trimester"); d.may("change_trimester") {
		out.Trimester = trimesterForm(form("trimester", t), d.p.Trimester, t)
	}
	if t := d.typed.of("book"); d.may("book") {
		out.Book = &page.BookForm{Form: form("book", t), Session: t.pick("session"), Time: t.or("time", d.z.Clock(d.now)),
			Despite: t.field("despite")}
		if rx := d.p.Rx; rx != nil && rx.TopUp > 0 {
			out.Book.TopUp = rx.TopUp.String()
		}
		for i, x := range d.st.Sessions {
			out.Book.Sessions = append(out.Book.Sessions, page.Choice{Value: strconv.Itoa(i), Label: x.Name,
				Hint: minuteWords(x.Opens) + " to " + minuteWords(x.Closes)})
		}
	}
	if o := d.p.OrderOn(d.z.Day(d.now)); o != nil && o.TakeHome != nil && d.may("supply_take_home") {
		out.Home = &page.Link{Text: "Doses to take home", URL: "/people/" + id + "/takehome"}
	}
	if login.MayRoute(d.actor.Roles, "GET /people/{person}/door") {
		out.Door = &page.Link{Text: "Their own pages: card, phones, open the kiosk for them", URL: "/people/" + id + "/door"}
	}
	if d.may("correct") {
		out.Late = &page.Link{Text: "Correct an entry", URL: "/people/" + id + "/late"}
	}
}

// of is what was typed into one form of a page that has several.
func (t typed) of(form string) typed {
	if t.v.Get("form") == form {
		return t
	}
	return typed{}
}

// personPress sends what a form of the person's page asks for.
func (s *Server) personPress(w http.ResponseWriter, r *http.Request, build func(*press) clinic.Body,
	to func(clinic.Body) string) {
	p := s.pressed(r)
	body := build(p)
	p.finish(w, body, to(body), func(prob *page.Problem, _ error) {
		s.drawPerson(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// about is the person of the address, or of the query of a passkey prompt.
func (p *press) person() string {
	if id := p.r.PathValue("person"); id != "" {
		return id
	}
	return p.r.URL.Query().Get("person")
}

// ownReasonsHere keeps the person's words, from their page.
func (s *Server) ownReasonsHere(w http.ResponseWriter, r *http.Request) {
	s.personPress(w, r, (*press).ownReasons, func(clinic.Body) string { return "/people/" + r.PathValue("person") })
}

// book promises one more visit today. Its id is made of the command's, so a
// form pressed twice books once.
func (s *Server) book(w http.ResponseWriter, r *http.Request) {
	s.personPress(w, r, func(p *press) clinic.Body {
		z, now := s.zone(), s.house.Now()
		today := z.Day(now)
		b := clinic.Book{Visit: "w-" + p.req.Command.ID, Person: person.UserID(p.person()), Day: today,
			Session: int(p.whole("session", "Session", 0, 99)), TopUp: p.yes("top_up"),
			Despite: p.req.KeepIf(p.person(), "reason", p.get("despite"))}
		if m, ok := p.minute("time", "Time"); ok {
			b.Due = z.At(today, m/60, m%60)
		}
		return b
	}, func(b clinic.Body) string {
		if login.MayRoute(actorOf(r).Roles, "GET /visits/{visit}") {
			return "/visits/" + b.(clinic.Book).Visit
		}
		return "/board"
	})
}

// minute reads a time of day such as 09:10 into minutes after midnight.
func (p *press) minute(name, what string) (int, bool) {
	h, m, found := cutTime(p.get(name))
	if !found {
		p.wrong(name, what+": write hours and minutes, for example 09:10.")
		return 0, false
	}
	return h*60 + m, true
}

var endings = map[visit.Ending]string{visit.LeftWell: "Left well",
	visit.Withheld: "Visit ended without a dose: withheld",
	visit.Declined: "Did not want the dose", visit.DidNotAttend: "Did not come", visit.ToHospital: "Went to hospital",
	visit.LeftBefore: "Left before they were released",
	visit.Cancelled:  "Promised time cancelled: treatment ended"}
