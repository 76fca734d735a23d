package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// timesRoutes are the pages of promised times and of how people come.
func (s *Server) timesRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{"GET /times": f(s.timesDay), "GET /times/ask": f(s.timesAsk),
		"POST /times/day/{step}": f(s.timesPress), "GET /times/access": f(s.accessPage),
		"POST /times/access/{what}": f(s.setAccess)}
}

// timesDay draws a day of promised times.
func (s *Server) timesDay(w http.ResponseWriter, r *http.Request) {
	s.drawTimesDay(w, r, http.StatusOK, nil)
}

func (s *Server) drawTimesDay(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem) {
	day, err := moment.ParseDay(r.URL.Query().Get("day"))
	if err != nil {
		day = s.zone().Day(s.house.Now())
	}
	var v page.TimesDay
	err = s.with(r.Context(), timesTexts, func(st *clinic.State, n names) {
		d := drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r)}
		v = d.timesDay(day)
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.timesLayout(r, "Times, "+v.Day)
	l.Wide, l.Problem = true, prob
	s.draw(w, r, status, page.TimesDayPage(l, v))
}

// timesTexts are the reasons that the page of a day shows.
func timesTexts(st *clinic.State) (out []clinic.Text) {
	for _, x := range st.Booking.Over {
		out = append(out, x.Reason)
	}
	for _, x := range st.Booking.Except {
		out = append(out, x.Why)
	}
	return out
}

func dayURL(day moment.Day) string { return "/times?day=" + day.String() }

// dateWords spells a day with its weekday: "Monday 2 March".
func dateWords(day moment.Day) string {
	return moment.UTC.In(moment.UTC.At(day, 12, 0)).Format("Monday 2 January")
}

func (d *drawing) timesDay(day moment.Day) page.TimesDay {
	x := d.st.DayTimes(day, d.now)
	v := page.TimesDay{Day: dateWords(day), Before: page.Link{Text: "Day before", URL: dayURL(day - 1)},
		After: page.Link{Text: "Day after", URL: dayURL(day + 1)}}
	d.timesNotes(&v, x)
	for _, u := range x.Nobody {
		v.Nobody = append(v.Nobody, page.TimesNobody{Name: d.n.person(u.Person), Text: "No time of the " +
			d.st.Sessions[u.Session].Name + " session breaks no rule: " + ruleWords(u.Rules) + ".",
			Way: page.Link{Text: "Find one with them", URL: askURL(u.Person, day, u.Session, "")}})
	}
	monday := day - moment.Day(day.Weekday())
	for wd := range moment.Day(7) {
		v.Week = append(v.Week, d.timesWeekday(monday+wd, day))
	}
	for _, w := range x.Windows {
		v.Windows = append(v.Windows, d.timesWindow(day, w))
	}
	for _, t := range x.Outside {
		v.Outside = append(v.Outside, d.timesWho(t, true))
	}
	if d.may(clinic.MoveVisit{}.CommandKind()) {
		v.Ask = d.timesFind(day)
		v.Better, v.Offer = d.better(day)
	}
	over := d.st.OverbookedIn(monday)
	v.OverWeek = "Nothing this week. A rule that staff may set aside asks for a reason; it is kept and counted here."
	if len(over) > 0 {
		v.OverWeek = plural(len(over), "time") + " this week, each with the reason."
	}
	for _, o := range slices.Backward(over) {
		v.Over = append(v.Over, page.OverLine{When: d.z.In(o.Due).Format("Monday 15:04"), Name: d.n.person(o.Person),
			Rules: ruleWords(o.Rules), By: d.n.staff(o.By), Reason: d.n.of(o.Reason)})
	}
	return v
}

// timesNotes says what is special about a day, and what is not set.
func (d *drawing) timesNotes(v *page.TimesDay, x clinic.DayTimes) {
	if e, ok := d.st.ExceptionOn(x.Day); ok {
		text := "Other hours than usual: "
		if x.Closed {
			text = "The service is closed: "
		}
		v.Notes = append(v.Notes, text+d.n.of(e.Why)+".")
	} else if x.Closed {
		v.Notes = append(v.Notes, "The service does not open on this day of the week.")
	}
	if _, set := d.st.AccessOn(x.Day); !set {
		v.Notes = append(v.Notes, "How people come is not set: Steady promises no time by itself, and counts no places.")
	}
	if login.MayRoute(d.actor.Roles, "GET /times/access") {
		v.Setting = &page.Link{Text: "How people come", URL: "/times/access"}
	}
}

func (d *drawing) timesWeekday(day, current moment.Day) page.TimesWeekday {
	x := d.st.DayTimes(day, d.now)
	n, over := 0, 0
	for _, w := range x.Windows {
		for _, slot := range w.Slots {
			n += len(slot.Times)
			if len(slot.Over) > 0 {
				over++
			}
		}
	}
	t := page.TimesWeekday{Label: moment.UTC.In(moment.UTC.At(day, 12, 0)).Format("Mon 2"), URL: dayURL(day),
		Current: day == current, Says: plural(n, "time"), Loud: over > 0 || len(x.Nobody) > 0}
	switch {
	case day < d.z.Day(d.now) && n == 0: // what was is on the people's own pages
		t.Says = "over"
	case len(x.Nobody) > 0:
		t.Says += ", " + strconv.Itoa(len(x.Nobody)) + " without"
	case over > 0:
		t.Says += ", too full"
	case x.Closed:
		t.Says = "closed"
	}
	return t
}

func (d *drawing) timesWindow(day moment.Day, w clinic.WindowTimes) page.TimesWindow {
	at := func(m int) string { return d.z.Clock(d.z.At(day, m/60, m%60)) }
	v := page.TimesWindow{Title: d.st.Sessions[w.Session].Name + ", " + at(w.From) + " to " + at(w.To),
		Style: clinic.WordsOf(clinic.AccessStyles, w.Style)}
	if len(w.Unset) > 0 && w.Style != "" {
		v.Unset = "Not set: " + strings.Join(w.Unset, ", ") + ". Until then staff promise times, each with a reason."
	}
	for i, slot := range w.Slots {
		p := page.TimesSlot{At: d.z.Clock(slot.At), Past: slot.At < d.now, Free: len(slot.Times) == 0}
		if i+1 < len(w.Slots) && w.Slots[i+1].At <= d.now && day <= d.z.Day(d.now) && p.Free {
			continue // what is over and empty tells nobody anything
		}
		if p.Load = loadWords(w, slot); w.Style == clinic.AccessOpen || w.Style == "" {
			p.At = "As they come"
		}
		for _, o := range slot.Over {
			p.Over = append(p.Over, o.Text)
		}
		for _, t := range slot.Times {
			p.Who = append(p.Who, d.timesWho(t, t.Due != slot.At || len(w.Slots) == 1))
		}
		v.Slots = append(v.Slots, p)
	}
	return v
}

// loadWords says what a slot holds against what it can.
func loadWords(w clinic.WindowTimes, slot clinic.DaySlot) string {
	switch {
	case w.Style == clinic.AccessGroup && w.Group > 0:
		return fmt.Sprintf("%d of %d", len(slot.Times), w.Group)
	case w.Style == clinic.AccessBooked && w.Booths > 0:
		return fmt.Sprintf("booths %d of %d, observation %d of %d", slot.InBooth, w.Booths, slot.InWatch, w.Places)
	}
	return ""
}

// timesWho is one person at a time; clock shows the time beside the name.
func (d *drawing) timesWho(t clinic.SlotTime, clock bool) page.TimesWho {
	v := page.TimesWho{Name: d.n.person(t.Person), URL: askURL(t.Person, t.Day, t.Session, "")}
	if clock {
		v.At = d.z.Clock(t.Due)
	}
	switch {
	case t.Offer:
		v.Says, v.Mark = "offered until "+stamp(d.z, d.now, t.Until), "wait"
	case t.Until != 0:
		v.Says, v.Mark = "held until "+stamp(d.z, d.now, t.Until), "wait"
	case t.Stage == "":
		v.Says = "usual time"
	case t.Stage == visit.Ended:
		v.Says, v.URL = "has left", ""
	case t.Stage != visit.Booked:
		v.Says, v.URL = "here", ""
	}
	if !d.may(clinic.MoveVisit{}.CommandKind()) {
		v.URL = ""
	}
	return v
}

// timesFind leads to the question for any visit of the day.
func (d *drawing) timesFind(day moment.Day) *page.SmallForm {
	f := &page.SmallForm{Title: "Ask for a time, or move a visit", Button: "Go on",
		Form: page.Form{Action: "/times/day/find", Hidden: []page.Pair{{Name: "day", Value: day.String()}}}}
	var who, sessions []page.Choice
	for _, id := range d.st.PeopleInOrder() {
		if len(d.st.TimesFor(id, day, 1, d.now)) > 0 {
			who = append(who, page.Choice{Value: string(id), Label: d.n.person(id)})
		}
	}
	slices.SortFunc(who, func(a, b page.Choice) int { return strings.Compare(a.Label, b.Label) })
	for i, x := range d.st.Sessions {
		if _, _, opens := d.st.Hours(day, i); opens {
			sessions = append(sessions, page.Choice{Value: strconv.Itoa(i), Label: x.Name, Chosen: len(sessions) == 0})
		}
	}
	if len(who) == 0 || len(sessions) == 0 {
		return nil
	}
	f.Fields = []page.SmallField{{ID: "find-person", Name: "person", Label: "Who", Choices: who, List: true},
		{ID: "find-session", Name: "session", Label: "Session", Choices: sessions},
		{ID: "find-at", Name: "at", Label: "Can they come at …?", Hint: "For example 11:00. Leave it empty to look first."}}
	return f
}

// better lists who waits for a better time, and offers what is free to them.
func (d *drawing) better(day moment.Day) (out []page.BetterLine, offer *page.Action) {
	list := d.st.BetterInOrder(d.z.Day(d.now))
	for _, w := range list {
		at := day
		if at < w.First || at > w.Last {
			at = w.First
		}
		line := page.BetterLine{Name: d.n.person(w.Person), URL: askURL(w.Person, at, w.Session, ""),
			Wants: fmt.Sprintf("%s between %s and %s, %s", d.st.Sessions[w.Session].Name, minuteWords(w.From),
				minuteWords(w.To), daysWords(w.First, w.Last)),
			Says: "asked " + stamp(d.z, d.now, w.At) + ", " + plural(len(w.Had), "offer") + " so far",
			End: page.Action{Label: "Take off the list", Kind: "secondary", Form: page.Form{Action: "/times/day/endbetter",
				Command: app.NewCommandID(), Hidden: []page.Pair{{Name: "want", Value: w.Want},
					{Name: "day", Value: day.String()}}}}}
		out = append(out, line)
	}
	if len(list) > 0 {
		offer = &page.Action{Label: "Offer what is free now", Kind: "secondary",
			Hint: "Times that open are offered by themselves; this is for those that nobody answered.",
			Form: page.Form{Action: "/times/day/offer", Command: app.NewCommandID(),
				Hidden: []page.Pair{{Name: "day", Value: day.String()}}}}
	}
	return out, offer
}

func ruleWords(rules []clinic.BookingRule) string {
	var out []string
	for _, r := range rules {
		out = append(out, r.Words())
	}
	return strings.Join(out, ", ")
}

func askURL(who person.UserID, day moment.Day, session int, at string) string {
	u := fmt.Sprintf("/times/ask?person=%s&day=%s&session=%d", who, day, session)
	if at != "" {
		u += "&at=" + at
	}
	return u
}
