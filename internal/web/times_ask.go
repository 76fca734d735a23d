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

// asking is one visit that a page asks about.
type asking struct {
	who     person.UserID
	day     moment.Day
	session int
	at      string // as typed
}

// askingOf reads the visit from a query or a form.
func askingOf(get func(string) string) asking {
	day, _ := moment.ParseDay(get("day"))
	session, err := strconv.Atoi(get("session"))
	if err != nil {
		session = -1
	}
	return asking{person.UserID(get("person")), day, session, get("at")}
}

func (a asking) url() string { return askURL(a.who, a.day, a.session, "") }

func (a asking) hidden() []page.Pair {
	return []page.Pair{{Name: "person", Value: string(a.who)}, {Name: "day", Value: a.day.String()},
		{Name: "session", Value: strconv.Itoa(a.session)}}
}

// timesAsk asks for another time of one visit; it records nothing.
func (s *Server) timesAsk(w http.ResponseWriter, r *http.Request) {
	a := askingOf(r.URL.Query().Get)
	if a.who == "" { // no visit is chosen yet: the page of a day has the form for it
		s.timesDay(w, r)
		return
	}
	s.drawAsk(w, r, http.StatusOK, a, nil, typed{})
}

func (s *Server) drawAsk(w http.ResponseWriter, r *http.Request, status int, a asking, prob *page.Problem, t typed) {
	var v *page.TimesAsk
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		if st.People[a.who] == nil || a.session < 0 || a.session >= len(st.Sessions) || a.day == 0 {
			return
		}
		d := drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t}
		v = d.ask(a)
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such visit.")
	default:
		l := s.timesLayout(r, "A time for "+v.Who)
		l.Back, l.Problem = &page.Link{Text: dateWords(a.day), URL: dayURL(a.day)}, prob
		s.draw(w, r, status, page.TimesAskPage(l, *v))
	}
}

func (d *drawing) ask(a asking) *page.TimesAsk {
	v := &page.TimesAsk{Who: d.n.person(a.who), When: dateWords(a.day) + ", " + d.st.Sessions[a.session].Name + ".",
		Form: page.TimesQuestion{Action: "/times/ask", Hidden: a.hidden(), At: page.Field{Value: a.at}}}
	if login.MayRoute(d.actor.Roles, "GET /times/lives/{person}") {
		v.WhoURL = "/times/lives/" + string(a.who)
	}
	minute, typed := -1, a.at != ""
	if h, m, ok := cutTime(a.at); ok {
		minute = 60*h + m
	} else if typed {
		v.Form.At.Error = "Write hours and minutes, for example 11:00."
	}
	ans, no := d.st.AskTime(a.who, a.day, a.session, max(minute, 0), d.now)
	if no != nil {
		v.Ended = no.Sentence
		return v
	}
	v.Now = "Their usual time is " + d.z.Clock(ans.Due) + "."
	if x := d.st.Visits[ans.Visit]; x != nil {
		v.Now = "They are promised " + d.z.Clock(ans.Due) + "."
		v.Cancel = d.cancelForm(a, x)
	}
	d.askHeld(v, a, ans)
	if minute >= 0 {
		v.Answer = d.answer(a, ans)
	}
	v.Better = d.betterForm(a)
	return v
}

// askHeld shows the time that is held or offered for the visit.
func (d *drawing) askHeld(v *page.TimesAsk, a asking, ans clinic.TimeAnswer) {
	h, ok := d.st.HeldFor(ans.Visit, d.now)
	if !ok {
		return
	}
	word := "held"
	if h.Want != "" {
		word = "offered"
	}
	v.Held = fmt.Sprintf("%s is %s for them until %s.", d.z.Clock(h.Due), word, stamp(d.z, d.now, h.Until))
	press := func(label, step, kind string) page.Action {
		return page.Action{Label: label, Kind: kind, Form: page.Form{Action: "/times/day/" + step,
			Command: app.NewCommandID(), Hidden: append(a.hidden(), page.Pair{Name: "visit", Value: ans.Visit})}}
	}
	v.HeldActs = []page.Action{press("They take "+d.z.Clock(h.Due), "confirm", ""),
		press("Let it go", "letgo", "secondary")}
}

// answer says yes, or which rule says no and what would do.
func (d *drawing) answer(a asking, ans clinic.TimeAnswer) *page.TimesAnswer {
	at := d.z.Clock(ans.Asked.Due)
	v := &page.TimesAnswer{Free: ans.Asked.Free(), Heading: "Yes, " + at + " is free"}
	if ans.Asked.Due == ans.Due {
		v.Free, v.Heading = true, at+" is their time already"
		if !ans.Asked.Free() {
			v.Free, v.Rule, v.Text = false, ans.Asked.Broken[0].Rule.Words(), ans.Asked.Broken[0].Text
		}
		for _, o := range ans.Others {
			v.Others = append(v.Others, d.other(a, o))
		}
		return v
	}
	if v.Free {
		v.Text = savesWords(ans.Asked.Saves, ans.Asked.WayKnown, "them") + d.partsWords(ans.Asked)
		v.Acts = []page.Action{d.timePress("Promise "+at, "move", "", a, ans.Asked)}
		if x, _ := d.st.AccessOn(a.day); x.Hold > 0 {
			hold := d.timePress("Hold it "+plural(x.Hold, "minute"), "hold", "secondary", a, ans.Asked)
			v.Acts = append(v.Acts, hold)
		}
		return v
	}
	b := ans.Asked.Broken[0]
	v.Heading, v.Rule, v.Text = "Not "+at, b.Rule.Words(), b.Text
	for _, o := range ans.Others {
		v.Others = append(v.Others, d.other(a, o))
	}
	if len(ans.Others) == 0 {
		v.NoOthers = "No other time of that session is free."
	}
	if !b.Rule.Hard() {
		v.Despite = &page.SmallForm{Title: "Promise " + at + " all the same", Button: "Promise " + at,
			Lead: "The reason is kept and counted. The person in charge of the day sees it on the page of times.",
			Open: d.typed.v.Get("form") == "despite",
			Form: page.Form{Action: "/times/day/move", Command: d.typed.of("despite").command(),
				Hidden: append(a.hidden(), page.Pair{Name: "due", Value: due(ans.Asked.Due)},
					page.Pair{Name: "form", Value: "despite"}, page.Pair{Name: "at", Value: a.at})},
			Fields: []page.SmallField{{ID: "despite", Name: "despite", Label: "Why, in one line",
				Field: d.typed.of("despite").field("despite")}}}
	}
	return v
}

func due(at moment.Instant) string { return strconv.FormatInt(int64(at), 10) }

// timePress promises or holds a time.
func (d *drawing) timePress(label, step, kind string, a asking, o clinic.TimeOption) page.Action {
	x := page.Action{Label: label, Kind: kind, Form: page.Form{Action: "/times/day/" + step, Command: app.NewCommandID(),
		Hidden: append(a.hidden(), page.Pair{Name: "due", Value: due(o.Due)})}}
	if v := d.st.Visits[clinic.VisitID(a.who, a.day, a.session)]; v != nil {
		x.Form.Expect = strconv.FormatInt(v.Rev, 10)
	}
	if o.With != "" {
		x.Form.Hidden = append(a.hidden(), page.Pair{Name: "with", Value: string(o.With)})
	}
	return x
}

func (d *drawing) other(a asking, o clinic.TimeOption) page.TimesOther {
	v := page.TimesOther{At: d.z.Clock(o.Due), Text: savesWords(o.Saves, o.WayKnown, "them") + d.partsWords(o)}
	if o.With == "" {
		v.Act = d.timePress("Promise "+v.At, "move", "", a, o)
		return v
	}
	who := d.n.person(o.With)
	v.Text += " " + who + " would come at their time instead. " + savesWords(o.SavesWith, true, who) + " Ask both first."
	v.Act = d.timePress("Swap with "+who, "swap", "secondary", a, o)
	v.Act.Form.Expect = ""
	return v
}

// savesWords says what a time costs or spares somebody that day.
func savesWords(saves int, wayKnown bool, who string) string {
	out := "It costs " + who + " no minutes more or less that day."
	switch {
	case saves > 0:
		out = "It spares " + who + " " + plural(saves, "minute") + " that day."
	case saves < 0:
		out = "It costs " + who + " " + plural(-saves, "minute") + " more that day."
	}
	if !wayKnown {
		out += " Their way here is not written down, so it is not counted."
	}
	return out
}

// partsWords names who would no longer come together with them.
func (d *drawing) partsWords(o clinic.TimeOption) (out string) {
	for _, id := range o.Parts {
		out += " They would no longer come together with " + d.n.person(id) + "."
	}
	return out
}

func (d *drawing) cancelForm(a asking, v *clinic.Visit) *page.SmallForm {
	if v.Stage != visit.Booked {
		return nil
	}
	own := d.typed.of("cancel")
	return &page.SmallForm{Title: "Give the time back", Button: "Give it back", Open: d.typed.v.Get("form") == "cancel",
		Lead: "They do not come this time. The dose of this session is not given, and the session counts as missed.",
		Form: page.Form{Action: "/times/day/cancel", Command: own.command(), Hidden: append(a.hidden(),
			page.Pair{Name: "visit", Value: v.ID}, page.Pair{Name: "form", Value: "cancel"})},
		Fields: []page.SmallField{{ID: "cancel-reason", Name: "reason", Label: "Why, in one line",
			Field: own.field("reason")}}}
}

func (d *drawing) betterForm(a asking) *page.SmallForm {
	own := d.typed.of("better")
	f := &page.SmallForm{Title: "Wait for a better time", Button: "Put them on the list",
		Open: d.typed.v.Get("form") == "better",
		Lead: "When a time opens between these two, it is offered to them and held. First asked, first offered; who had an " +
			"offer already comes after those who had none.",
		Form: page.Form{Action: "/times/day/better", Command: own.command(),
			Hidden: append(a.hidden(), page.Pair{Name: "form", Value: "better"})},
		Fields: []page.SmallField{
			{ID: "better-from", Name: "from", Label: "From", Hint: "For example 10:30.", Field: own.field("from")},
			{ID: "better-to", Name: "to", Label: "Until", Field: own.field("to")},
			{ID: "better-days", Name: "days", Label: "On how many days, from this one on", Mode: "numeric",
				Field: own.or("days", "1")}}}
	return f
}
