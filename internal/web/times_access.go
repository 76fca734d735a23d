package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/web/page"
	"steady/moment"
)

// windowsShown is how many windows the form has room for beyond those in force.
const windowsShown = 2

// accessPage shows how people come.
func (s *Server) accessPage(w http.ResponseWriter, r *http.Request) {
	s.drawAccess(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawAccess(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	var v page.TimesAccess
	err := s.with(r.Context(), timesTexts, func(st *clinic.State, n names) {
		d := drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r), typed: t}
		v = d.access()
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.timesLayout(r, "How people come")
	l.Back, l.Problem = &page.Link{Text: "Times", URL: "/times"}, prob
	s.draw(w, r, status, page.TimesAccessPage(l, v))
}

func (d *drawing) access() (v page.TimesAccess) {
	today := d.z.Day(d.now)
	inForce, _ := d.st.AccessOn(today)
	for i, x := range d.st.Booking.Access {
		over := i+1 < len(d.st.Booking.Access) && d.st.Booking.Access[i+1].From <= today
		if over {
			continue // what was is in the journal
		}
		title := "Since " + dayWords(x.From)
		if x.From > today {
			title, inForce = "From "+dayWords(x.From), x.Access
		}
		v.Settings = append(v.Settings, d.setting(title, x.Access))
	}
	may := d.may(clinic.SetAccess{}.CommandKind())
	for _, e := range d.st.Booking.Except {
		if e.Day < today {
			continue
		}
		line := page.AccessDay{Hours: "Closed", Why: d.n.of(e.Why),
			Day: moment.UTC.In(moment.UTC.At(e.Day, 12, 0)).Format("Monday 2 January 2006")}
		if len(e.Windows) > 0 {
			line.Hours = hoursWords(e.Windows)
		}
		if may {
			line.End = &page.Action{Label: "Ordinary hours again", Kind: "secondary", Form: page.Form{
				Action: "/times/access/ordinary", Command: app.NewCommandID(),
				Hidden: []page.Pair{{Name: "day", Value: e.Day.String()}}}}
		}
		v.Days = append(v.Days, line)
	}
	if may {
		v.Change, v.Except = d.accessForm(inForce), d.exceptForm()
	}
	return v
}

func hoursWords(ws []clinic.AccessWindow) string {
	var out []string
	for _, w := range ws {
		out = append(out, minuteWords(w.From)+" to "+minuteWords(w.To))
	}
	return strings.Join(out, ", ")
}

// setting words one setting.
func (d *drawing) setting(title string, a clinic.Access) page.AccessSetting {
	v := page.AccessSetting{Title: title}
	unset := map[string]bool{}
	for _, g := range groupWindows(a.Week) {
		w := g.AccessWindow
		v.Lines = append(v.Lines, page.AccessLine{Days: weekdaysWords(g.days),
			Hours: d.st.Sessions[w.Session].Name + ", " + minuteWords(w.From) + " to " + minuteWords(w.To),
			Style: clinic.WordsOf(clinic.AccessStyles, w.Style), Holds: holdsWords(w)})
		for _, u := range a.Unset(w) {
			unset[u] = true
		}
	}
	fact := func(key string, n int, unit string) {
		value := "not set"
		if n > 0 {
			value = strconv.Itoa(n) + " " + unit
		}
		v.Facts = append(v.Facts, page.Row{Key: key, Value: value})
	}
	fact("A slot", a.Slot, "minutes")
	fact("In the booth", a.Booth, "minutes")
	fact("Observation", a.Watch, "minutes")
	fact("Doses that two prepare in a slot", a.PerPair, "")
	fact("A held time waits", a.Hold, "minutes")
	fact("An offered time waits", a.Offer, "minutes")
	fact("Not late within", a.Grace, "minutes")
	if x := a.Supervision; x != nil {
		v.Facts = append(v.Facts, page.Row{Key: "Supervision", Value: fmt.Sprintf(
			"booth %d, observation %d, a start %d; one of staff carries %d", x.Booth, x.Watch, x.Prepare, x.Carries)})
	}
	if len(unset) > 0 {
		var words []string
		for u := range unset {
			words = append(words, u)
		}
		sort.Strings(words)
		v.Unset = "Not set: " + strings.Join(words, ", ") + "."
	}
	return v
}

func holdsWords(w clinic.AccessWindow) string {
	var out []string
	say := func(n int, words string) {
		if n > 0 {
			out = append(out, words)
		}
	}
	say(w.Booths, plural(w.Booths, "booth"))
	say(w.Places, plural(w.Places, "place"))
	say(w.Nurses, strconv.Itoa(w.Nurses)+" registered staff")
	say(w.Support, strconv.Itoa(w.Support)+" other staff")
	if w.Style == clinic.AccessGroup && w.Every > 0 {
		out = append(out, fmt.Sprintf("groups of %d, every %d minutes", w.Group, w.Every))
	}
	return strings.Join(out, ", ")
}

// windowGroup is one window on the days that have it.
type windowGroup struct {
	clinic.AccessWindow
	days []int
}

// groupWindows puts windows that are the same on several days together.
func groupWindows(week []clinic.WeekWindow) (out []windowGroup) {
	for _, x := range week {
		i := slices.IndexFunc(out, func(g windowGroup) bool { return g.AccessWindow == x.AccessWindow })
		if i < 0 {
			out = append(out, windowGroup{AccessWindow: x.AccessWindow})
			i = len(out) - 1
		}
		out[i].days = append(out[i].days, x.Weekday)
	}
	return out
}

func weekdaysWords(days []int) string {
	var out []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1] == days[j]+1 {
			j++
		}
		switch {
		case j-i >= 2:
			out = append(out, weekdayNames[days[i]]+" to "+weekdayNames[days[j]])
		default:
			for k := i; k <= j; k++ {
				out = append(out, weekdayNames[days[k]])
			}
		}
		i = j + 1
	}
	return strings.Join(out, ", ")
}

// accessForm is filled with what is in force, so that one figure can be changed.
func (d *drawing) accessForm(a clinic.Access) *page.AccessForm {
	own := d.typed.of("access")
	f := &page.AccessForm{Open: d.typed.v.Get("form") == "access", From: own.date("from"),
		Form: page.Form{Action: "/times/access/set", Command: own.command(),
			Hidden: []page.Pair{{Name: "form", Value: "access"}}}}
	groups := groupWindows(a.Week)
	for i := range len(groups) + windowsShown {
		x := page.AccessWindowForm{Title: "Another window", Open: len(groups) == 0 && i == 0}
		g := windowGroup{}
		if i < len(groups) {
			g = groups[i]
			x.Title = weekdaysWords(g.days) + ", " + minuteWords(g.From) + " to " + minuteWords(g.To)
		}
		x.Fields = d.windowFields(own, fmt.Sprintf("w%d-", i), g)
		f.Windows = append(f.Windows, x)
	}
	number := func(name, label, hint string, n int) {
		f.Figures = append(f.Figures, figure(own, name, label, hint, n))
	}
	number("slot", "A slot, in minutes", "From one booked start to the next.", a.Slot)
	number("booth", "In the booth, in minutes", "From the start of a visit.", a.Booth)
	number("watch", "Observation, in minutes", "After the booth, as it is planned.", a.Watch)
	number("pair", "Doses that two registered staff prepare in a slot", "", a.PerPair)
	number("hold", "A held time waits, in minutes", "", a.Hold)
	number("offer", "A time offered from the waiting list is kept, in minutes", "", a.Offer)
	number("grace", "Not late within, in minutes", "After the promised time.", a.Grace)
	var x clinic.Supervision
	if a.Supervision != nil {
		x = *a.Supervision
	}
	number("load_booth", "Supervision: one person in a booth", "Leave all four empty when it is not counted.", x.Booth)
	number("load_watch", "Supervision: one person in observation", "", x.Watch)
	number("load_prepare", "Supervision: one start", "", x.Prepare)
	number("load_carries", "Supervision: what one of staff can carry", "", x.Carries)
	return f
}

// figure is a number that may be left empty: then it is not set.
func figure(own typed, name, label, hint string, n int) page.SmallField {
	value := ""
	if n > 0 {
		value = strconv.Itoa(n)
	}
	return page.SmallField{ID: name, Name: name, Label: label, Hint: hint, Mode: "numeric", Field: own.or(name, value)}
}

func (d *drawing) windowFields(own typed, pre string, g windowGroup) []page.SmallField {
	days := page.Picks{Values: own.v[pre+"days"], Error: own.errs[pre+"days"]}
	if own.v == nil {
		for _, wd := range g.days {
			days.Values = append(days.Values, strconv.Itoa(wd))
		}
	}
	var weekdays, sessions []page.Choice
	for i, w := range weekdayNames {
		weekdays = append(weekdays, page.Choice{Value: strconv.Itoa(i), Label: w})
	}
	for i, x := range d.st.Sessions {
		sessions = append(sessions, page.Choice{Value: strconv.Itoa(i), Label: x.Name})
	}
	from, to, session, style := "", "", "", string(g.Style)
	if len(g.days) > 0 {
		from, to, session = minuteWords(g.From), minuteWords(g.To), strconv.Itoa(g.Session)
	}
	out := []page.SmallField{
		{ID: pre + "days", Name: pre + "days", Label: "On which days", Hint: "None: the window is left out.",
			Choices: weekdays, Many: true, Picked: days},
		{ID: pre + "session", Name: pre + "session", Label: "Session", Choices: sessions,
			Field: own.or(pre+"session", session)},
		{ID: pre + "from", Name: pre + "from", Label: "From", Hint: "For example 08:30.", Field: own.or(pre+"from", from)},
		{ID: pre + "to", Name: pre + "to", Label: "Until", Hint: "Everybody has left by then.",
			Field: own.or(pre+"to", to)},
		{ID: pre + "style", Name: pre + "style", Label: "How people come", Choices: coded(clinic.AccessStyles),
			Field: own.or(pre+"style", style)}}
	for _, x := range []struct {
		name, label string
		n           int
	}{{"booths", "Booths", g.Booths}, {"places", "Places in observation", g.Places},
		{"nurses", "Registered staff, where no rota is kept", g.Nurses}, {"support", "Other staff", g.Support},
		{"every", "Minutes from one group to the next", g.Every}, {"group", "Most people in one group", g.Group}} {
		out = append(out, figure(own, pre+x.name, x.label, "", x.n))
	}
	return out
}

func (d *drawing) exceptForm() *page.SmallForm {
	own := d.typed.of("except")
	f := &page.SmallForm{Title: "Enter days that differ", Button: "Enter them", Open: d.typed.v.Get("form") == "except",
		Lead: "Leave the hours of a session empty where it does not open.",
		Form: page.Form{Action: "/times/access/except", Command: own.command(),
			Hidden: []page.Pair{{Name: "form", Value: "except"}}},
		Fields: []page.SmallField{{ID: "days", Name: "days", Label: "Which days",
			Hint: "One or several, the earliest first: 25 12 2026, 26 12 2026", Field: own.field("days")}}}
	for i, x := range d.st.Sessions {
		name := fmt.Sprintf("s%d", i)
		f.Fields = append(f.Fields,
			page.SmallField{ID: name + "-from", Name: name + "-from", Label: x.Name + " from", Field: own.field(name + "-from")},
			page.SmallField{ID: name + "-to", Name: name + "-to", Label: x.Name + " until", Field: own.field(name + "-to")})
	}
	f.Fields = append(f.Fields,
		page.SmallField{ID: "why", Name: "why", Label: "Why, in one line", Hint: "People ask. For example: Christmas Day.",
			Field: own.field("why")},
		page.SmallField{ID: "release", Name: "release", Label: "Times that are promised already and would lie outside",
			Choices: []page.Choice{{Value: "no", Label: "Tell me first"}, {Value: "yes", Label: "Cancel them",
				Hint: "Talk to each person, and to the prescriber about their doses."}}, Field: own.or("release", "no")})
	return f
}

// setAccess records a form of the page.
func (s *Server) setAccess(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	var body clinic.Body
	switch r.PathValue("what") {
	case "set":
		body = p.access()
	case "except":
		body = p.exceptional()
	case "ordinary":
		day, _ := moment.ParseDay(p.get("day"))
		body = clinic.EndExceptionalDay{Day: day}
	default:
		s.missing(w, r, "There is no such form.")
		return
	}
	p.finish(w, body, "/times/access", func(prob *page.Problem, _ error) {
		s.drawAccess(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// figure reads a number that may be left empty.
func (p *press) figure(name, what string) int {
	if p.get(name) == "" {
		return 0
	}
	return int(p.whole(name, what, 0, 9999))
}

func (p *press) access() clinic.SetAccess {
	b := clinic.SetAccess{From: p.date("from", "First day")}
	b.Slot, b.Booth = p.figure("slot", "A slot"), p.figure("booth", "In the booth")
	b.Watch = p.figure("watch", "Observation")
	b.PerPair, b.Hold, b.Offer, b.Grace = p.figure("pair", "Doses in a slot"), p.figure("hold", "A held time"),
		p.figure("offer", "An offered time"), p.figure("grace", "Not late within")
	x := clinic.Supervision{Booth: p.figure("load_booth", "Supervision"), Watch: p.figure("load_watch", "Supervision"),
		Prepare: p.figure("load_prepare", "Supervision"), Carries: p.figure("load_carries", "Supervision")}
	if x != (clinic.Supervision{}) {
		b.Supervision = &x
	}
	for i := range 40 {
		pre := fmt.Sprintf("w%d-", i)
		days := p.r.PostForm[pre+"days"]
		if len(days) == 0 {
			continue
		}
		w := clinic.AccessWindow{Session: p.figure(pre+"session", "Session"), Style: clinic.AccessStyle(p.get(pre + "style")),
			Booths: p.figure(pre+"booths", "Booths"), Places: p.figure(pre+"places", "Places"),
			Nurses: p.figure(pre+"nurses", "Registered staff"), Support: p.figure(pre+"support", "Other staff"),
			Every: p.figure(pre+"every", "Minutes between groups"), Group: p.figure(pre+"group", "People in a group")}
		w.From, _ = p.minute(pre+"from", "From")
		w.To, _ = p.minute(pre+"to", "Until")
		for _, wd := range days {
			n, _ := strconv.Atoi(wd)
			b.Week = append(b.Week, clinic.WeekWindow{Weekday: n, AccessWindow: w})
		}
	}
	sort.SliceStable(b.Week, func(i, j int) bool {
		if b.Week[i].Weekday != b.Week[j].Weekday {
			return b.Week[i].Weekday < b.Week[j].Weekday
		}
		return b.Week[i].From < b.Week[j].From
	})
	return b
}

var errDays = errors.New("write each day as day month year, for example 25 12 2026, with commas between days")

// parseDays reads days such as "25 12 2026, 26 12 2026".
func parseDays(text string) (out []moment.Day, err error) {
	for _, part := range strings.Split(text, ",") {
		var n [3]int
		words := strings.Fields(part)
		if len(words) != len(n) || len(words[2]) != 4 {
			return nil, errDays
		}
		for i, w := range words {
			if n[i], err = strconv.Atoi(w); err != nil || len(w) > 4 || strings.Trim(w, "0123456789") != "" {
				return nil, errDays
			}
		}
		day, err := moment.ParseDay(fmt.Sprintf("%04d-%02d-%02d", n[2], n[1], n[0]))
		if err != nil {
			return nil, errDays
		}
		out = append(out, day)
	}
	return out, nil
}

func (p *press) exceptional() clinic.SetExceptionalDays {
	b := clinic.SetExceptionalDays{Release: p.yes("release"),
		Why: p.keep("times", "reason", p.need("why", "Write in one line why the day differs."))}
	var err error
	if b.Days, err = parseDays(p.get("days")); err != nil {
		p.wrong("days", "Which days: "+err.Error()+".")
		return b
	}
	p.s.house.View(func(st *clinic.State) {
		for i := range st.Sessions {
			name := fmt.Sprintf("s%d", i)
			if p.get(name+"-from")+p.get(name+"-to") == "" {
				continue
			}
			w := st.WindowLike(b.Days[0], i)
			w.From, _ = p.minute(name+"-from", st.Sessions[i].Name+" from")
			w.To, _ = p.minute(name+"-to", st.Sessions[i].Name+" until")
			b.Windows = append(b.Windows, w)
		}
	})
	return b
}
