package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

func (s *Server) livesRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{"GET /times/lives/{person}": f(s.livesPage),
		"POST /times/lives/{person}/{what}": f(s.livesPress)}
}

func (s *Server) livesPage(w http.ResponseWriter, r *http.Request) {
	s.drawLives(w, r, http.StatusOK, nil, typed{})
}

// livesDraw is one drawing of a life as treatment is fitted round it.
type livesDraw struct {
	drawing
	who  person.UserID
	at   string
	sees bool // why a time is taken
}

func (s *Server) drawLives(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	who := person.UserID(r.PathValue("person"))
	var v *page.TimesLives
	texts := func(st *clinic.State) (out []clinic.Text) {
		for _, x := range st.Lives.Parts[who] {
			out = appendText(out, x.Words)
		}
		for _, x := range st.AwayOf(who) {
			out = appendText(appendText(out, x.Words), x.Of)
		}
		for _, x := range st.Lives.Pairs {
			out = appendText(out, x.Reason)
		}
		return out
	}
	err := s.with(r.Context(), texts, func(st *clinic.State, n names) {
		p := st.People[who]
		if p == nil {
			return
		}
		d := &livesDraw{drawing: drawing{s: s, st: st, n: n, p: p, now: s.house.Now(), z: st.Zone(), actor: actorOf(r),
			typed: t}, who: who, at: "/times/lives/" + string(who)}
		d.sees = d.may(clinic.EnterLife{}.CommandKind())
		built := d.view()
		v = &built
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.timesLayout(r, "Round the life of "+v.Who)
		l.Problem, l.Back = prob, &page.Link{Text: "Times", URL: "/times"}
		s.draw(w, r, status, page.TimesLivesPage(l, *v))
	}
}

func appendText(out []clinic.Text, t *clinic.Text) []clinic.Text {
	if t == nil {
		return out
	}
	return append(out, *t)
}

func (d *livesDraw) view() page.TimesLives {
	v := page.TimesLives{Who: d.n.person(d.who), Lead: "Work, children, probation, the way here, wishes: a timetable " +
		"goes round them. A rule of the dosing pack or of the law always wins over a wish, and says so. " +
		"Nothing here changes a dose."}
	if login.MayRoute(d.actor.Roles, "GET /people/{person}") {
		v.URL = "/people/" + string(d.who)
	}
	today := d.z.Day(d.now)
	for i, x := range d.st.Sessions {
		if w := weekWords(d.p.WeekOn(today), i); w != "" {
			v.Times = append(v.Times, page.Row{Key: x.Name, Value: w})
		}
	}
	for _, x := range d.p.Regular {
		if x.From > today {
			v.Times = append(v.Times, page.Row{Key: "From " + dayWords(x.From), Value: d.weekOf(x.Times)})
		}
	}
	d.asked(&v)
	for _, x := range d.st.Lives.Parts[d.who] {
		if x.Until == 0 || x.Until >= today {
			v.Parts = append(v.Parts, d.part(x))
		}
	}
	if d.sees {
		v.Forms = []page.SmallForm{d.takenForm(), d.wayForm(), d.wishForm()}
	}
	if d.may(clinic.SetTimes{}.CommandKind()) {
		v.Forms = append(v.Forms, d.timesForm())
	}
	d.away(&v)
	d.pairs(&v)
	return v
}

func (d *livesDraw) weekOf(week clinic.WeekTimes) string {
	var out []string
	for i, x := range d.st.Sessions {
		if w := weekWords(week, i); w != "" {
			out = append(out, x.Name+" "+w)
		}
	}
	return strings.Join(out, "; ")
}

// asked is what is proposed to them, and whether their times may be moved.
func (d *livesDraw) asked(v *page.TimesLives) {
	press := func(what, label, kind string, hidden ...page.Pair) page.Action {
		return page.Action{Label: label, Kind: kind, Form: page.Form{Action: d.at + "/" + what, Command: app.NewCommandID(),
			Hidden: hidden}}
	}
	if x, from, ok := d.st.ProposedTo(d.who); ok && x.Answer == clinic.AnswerOpen {
		v.Asked = "Proposed from " + dayWords(from) + ": " + d.weekOf(x.Times) + ". It " + givesWords(x.Saves) + " a week."
		id := page.Pair{Name: "proposal", Value: d.st.Lives.Proposal.Proposal}
		v.Answer = []page.Action{press("answer", "They said yes", "", id, page.Pair{Name: "yes", Value: "yes"}),
			press("answer", "They keep their times", "secondary", id)}
	}
	if since, keeps := d.st.Lives.Keeps[d.who]; keeps {
		v.Keeps = "They keep their times, since " + dayWords(since) + ": no plan moves them."
		a := press("keep", "They may be asked again", "secondary")
		v.Stays = &a
	} else {
		a := press("keep", "Their times stay as they are", "secondary", page.Pair{Name: "keep", Value: "yes"})
		a.Hint = "No plan moves them until they may be asked again."
		v.Stays = &a
	}
}

// part spells one part of a life. Why a time is taken is for who looks after
// the person; of a quiet one nobody knows.
func (d *livesDraw) part(x clinic.LifePart) page.LifeLine {
	line := page.LifeLine{Dates: datedWords(x.From, x.Until), Words: d.n.opt(x.Words)}
	if user, self := x.By.Self(); self && user == d.who {
		line.By = "told by themself"
	} else {
		line.By = "written by " + d.n.staff(x.By)
	}
	switch {
	case x.Busy != nil:
		why := "Taken"
		if d.sees {
			why = clinic.WordsOf(clinic.BusyKinds, x.Busy.Kind)
		}
		line.Text = why + ": " + weekdaysWords(x.Busy.Days) + ", " + minuteWords(x.Busy.From) + " to " +
			minuteWords(x.Busy.To)
	case x.Journey != nil:
		line.Text = "The way here: " + strconv.Itoa(x.Journey.Minutes) + " minutes"
		if b := x.Journey.Bus; b != nil {
			line.Text += fmt.Sprintf(", a bus every %d minutes", b.Period)
		}
	case x.Wish != nil:
		line.Text = "Would like: " + d.wishWords(*x.Wish)
	}
	if !d.sees {
		line.Words = ""
		return line
	}
	line.Acts = []page.Action{{Label: "It is over", Kind: "secondary", Form: page.Form{Action: d.at + "/end",
		Command: app.NewCommandID(), Hidden: []page.Pair{{Name: "part", Value: x.Part}}}}}
	return line
}

func datedWords(from, until moment.Day) string {
	if until == 0 {
		return "since " + dayWords(from)
	}
	return dayWords(from) + " to " + dayWords(until)
}

func (d *livesDraw) wishWords(w clinic.Wish) string {
	var out []string
	for i, x := range w.Windows {
		if x != (clinic.Window{}) && i < len(d.st.Sessions) {
			out = append(out, d.st.Sessions[i].Name+" "+minuteWords(x.From)+" to "+minuteWords(x.To))
		}
	}
	if len(out) == 0 {
		out = append(out, "any time")
	}
	return strings.Join(out, ", ") + fmt.Sprintf("; a minute outside counts as %d", w.Weight)
}

func dateField(name, label, hint string, day moment.Day) page.SmallField {
	f := typed{}.dateOr("", day)
	if day == 0 {
		f = page.DateFields{}
	}
	return page.SmallField{Name: name, Label: label, Hint: hint, Date: &f}
}

func weekdayChoices() (out []page.Choice) {
	for i, w := range weekdayNames {
		out = append(out, page.Choice{Value: strconv.Itoa(i), Label: w})
	}
	return out
}

func (d *livesDraw) takenForm() page.SmallForm {
	return rotaForm(d.typed, d.at+"/taken", "taken", "A time that is taken",
		"Quiet keeps no reason at all: nobody else can see why.", "Write it down",
		page.SmallField{Name: "kind", Label: "What it is", Choices: coded(clinic.BusyKinds)},
		page.SmallField{Name: "days", Label: "On which days", Choices: weekdayChoices(), Many: true},
		page.SmallField{Name: "from", Label: "From", Hint: "For example 09:00.", Mode: "numeric"},
		page.SmallField{Name: "to", Label: "Until", Mode: "numeric"},
		dateField("first-taken", "First day", "", d.z.Day(d.now)),
		dateField("last-taken", "Last day", "Leave it empty until it is over.", 0),
		page.SmallField{Name: "words", Label: "In their words", Hint: "May stay empty. Not for a quiet time."})
}

func (d *livesDraw) wayForm() page.SmallForm {
	return rotaForm(d.typed, d.at+"/way", "way", "The way here", "A new one takes the place of the one before.",
		"Write it down",
		page.SmallField{Name: "minutes", Label: "Minutes, one way", Mode: "numeric"},
		page.SmallField{Name: "period", Label: "A bus every so many minutes", Hint: "Leave it empty without a bus.",
			Mode: "numeric"},
		page.SmallField{Name: "here", Label: "It arrives here, for example at", Hint: "One time of the day: 09:05.",
			Mode: "numeric"},
		page.SmallField{Name: "home", Label: "It goes home, for example at", Mode: "numeric"},
		dateField("first-way", "First day", "", d.z.Day(d.now)))
}

func (d *livesDraw) wishForm() page.SmallForm {
	var fields []page.SmallField
	for i, x := range d.st.Sessions {
		fields = append(fields, page.SmallField{Name: fmt.Sprintf("s%d-from", i), Label: x.Name + ", from",
			Hint: "Leave both empty for no wish.", Mode: "numeric"},
			page.SmallField{Name: fmt.Sprintf("s%d-to", i), Label: x.Name + ", until", Mode: "numeric"})
	}
	weight := func(name, label string) page.SmallField {
		return page.SmallField{Name: name, Label: label, Choices: []page.Choice{{Value: "0", Label: "Not at all"},
			{Value: "1", Label: "A little", Hint: "a minute is a minute"}, {Value: "2", Label: "Much", Hint: "counts double"},
			{Value: "4", Label: "Very much", Hint: "counts four times"}}}
	}
	fields = append(fields, weight("weight", "How much the wish matters"),
		weight("usual", "How much the usual time matters"),
		page.SmallField{Name: "block", Label: "Shortest free time that is of use, in minutes", Mode: "numeric"},
		dateField("first-wish", "First day", "", d.z.Day(d.now)))
	return rotaForm(d.typed, d.at+"/wish", "wish", "When they would like to come",
		"A wish is weighed, never promised. A new one takes the place of the one before.", "Write it down", fields...)
}

func (d *livesDraw) timesForm() page.SmallForm {
	fields := []page.SmallField{{Name: "days", Label: "On which days", Choices: weekdayChoices(), Many: true}}
	for i, x := range d.st.Sessions {
		fields = append(fields, page.SmallField{Name: "time_" + strconv.Itoa(i), Label: x.Name,
			Hint: "Leave it empty where it stays as it is.", Mode: "numeric"})
	}
	fields = append(fields, dateField("first-times", "First day", "A day that nobody planned yet.",
		max(d.z.Day(d.now), d.st.Planned)+1))
	return rotaForm(d.typed, d.at+"/times", "times", "Other regular times, as agreed with them",
		"More or fewer visits on a day is a prescriber's to record.", "Set them", fields...)
}
