package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

// away lists days away with what a prescriber may answer.
func (d *livesDraw) away(v *page.TimesLives) {
	for _, x := range d.st.AwayOf(d.who) {
		line := page.LifeLine{Text: "Asked for; waits for a prescriber", Dates: datedWords(x.From, x.To)}
		if d.sees {
			line.Words = d.n.opt(x.Words)
		}
		if x.Agreed {
			line.Text = "Agreed: " + clinic.WordsOf(clinic.Bridges, x.Bridge)
			line.By = "by " + d.n.staff(x.Doctor)
			if of := d.n.opt(x.Of); of != "" {
				line.Text += ": " + of
			}
		} else if d.may(clinic.AnswerAway{}.CommandKind()) {
			line.Form = d.bridgeForm(x)
		}
		if d.sees {
			line.Acts = []page.Action{{Label: "Take back, or back from today", Kind: "secondary", Form: page.Form{
				Action: d.at + "/back", Command: app.NewCommandID(), Hidden: []page.Pair{{Name: "away", Value: x.Away}}}}}
		}
		v.Away = append(v.Away, line)
	}
	if d.sees {
		v.Asks = []page.SmallForm{rotaForm(d.typed, d.at+"/away", "away", "Ask for days away",
			"A prescriber answers: what stands in for the doses. Days without a dose count all the same.", "Ask",
			dateField("first-away", "First day away", "", 0), dateField("last-away", "Last day away", "", 0),
			page.SmallField{Name: "words", Label: "What for, in their words", Hint: "May stay empty."})}
	}
}

func (d *livesDraw) bridgeForm(x clinic.Away) *page.SmallForm {
	var ways []page.Choice
	for _, b := range d.st.BridgesFor(d.who, x.From, x.To) {
		c := page.Choice{Value: string(b.Kind), Label: clinic.WordsOf(clinic.Bridges, b.Kind)}
		if b.No != "" {
			c.Hint = "Not now: " + b.No
		}
		ways = append(ways, c)
	}
	ways = append(ways, page.Choice{Value: "no", Label: "Not agreed"})
	f := rotaForm(d.typed, d.at+"/bridge", "bridge-"+x.Away, "Answer",
		"What is prescribed and allowed for all of these days can stand in. Sessions without a dose count as missed, "+
			"whatever is agreed (E-MISS-01).", "Record the answer",
		page.SmallField{Name: "bridge", Label: "What stands in for the visits", Choices: ways},
		page.SmallField{Name: "service", Label: "Which service, where another one gives treatment"},
		page.SmallField{Name: "reason", Label: "Why nothing stands in, or why not"})
	f.Form.Hidden = append(f.Form.Hidden, page.Pair{Name: "away", Value: x.Away})
	return &f
}

// pairs are for staff alone.
func (d *livesDraw) pairs(v *page.TimesLives) {
	if !d.may(clinic.KeepPair{}.CommandKind()) {
		return
	}
	for _, x := range d.st.Lives.Pairs {
		other := x.B
		if x.B == d.who {
			other = x.A
		}
		if x.A != d.who && x.B != d.who {
			continue
		}
		line := page.LifeLine{Text: "Apart from " + d.n.person(other), Dates: datedWords(x.From, x.Until)}
		if x.Kind == clinic.PairTogether {
			line.Text = fmt.Sprintf("Together with %s, within %d minutes", d.n.person(other), x.Within)
		}
		if d.sees {
			line.Words = d.n.opt(x.Reason)
		}
		line.Acts = []page.Action{{Label: "It is over", Kind: "secondary", Form: page.Form{Action: d.at + "/endpair",
			Command: app.NewCommandID(), Hidden: []page.Pair{{Name: "pair", Value: x.Pair}}}}}
		v.Pairs = append(v.Pairs, line)
	}
	people := []page.Choice{{Value: "", Label: "Choose"}}
	for _, id := range d.st.PeopleInOrder() {
		if id != d.who {
			people = append(people, page.Choice{Value: string(id), Label: d.n.person(id)})
		}
	}
	f := rotaForm(d.typed, d.at+"/pair", "pair", "Keep apart, or let come together", "", "Write it down",
		page.SmallField{Name: "other", Label: "Who", List: true, Choices: people},
		page.SmallField{Name: "kind", Label: "What", Choices: []page.Choice{
			{Value: string(clinic.PairApart), Label: "Never here at the same time"},
			{Value: string(clinic.PairTogether), Label: "Come together"}}},
		page.SmallField{Name: "within", Label: "Together within so many minutes", Mode: "numeric"},
		page.SmallField{Name: "reason", Label: "Why, in one line", Hint: "Only staff read it. It may stay empty."})
	v.Pair = &f
}

// livesPress answers the forms of the page.
func (s *Server) livesPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	who := person.UserID(p.person())
	forms := map[string]func(person.UserID) clinic.Body{"taken": p.taken, "way": p.wayHere, "wish": p.wish,
		"times": p.regular, "end": p.partOver, "away": p.askAway, "bridge": p.bridge, "back": p.backEarly, "pair": p.pair,
		"endpair": p.pairOver,
		"answer": func(who person.UserID) clinic.Body {
			return clinic.AnswerTimes{Proposal: p.get("proposal"), Person: who, Yes: p.yes("yes")}
		},
		"keep": func(who person.UserID) clinic.Body { return clinic.KeepTimes{Person: who, Keep: p.yes("keep")} }}
	read, known := forms[r.PathValue("what")]
	if !known {
		s.missing(w, r, "There is no such form.")
		return
	}
	body := read(who)
	p.anchor("-" + p.get("form"))
	p.finish(w, body, "/times/lives/"+string(who), func(prob *page.Problem, _ error) {
		s.drawLives(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (p *press) today() moment.Day { return p.s.zone().Day(p.s.house.Now()) }

func (p *press) weekdays() (out []int) {
	for _, w := range p.r.PostForm["days"] {
		if n, err := strconv.Atoi(w); err == nil && n >= 0 && n < 7 && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

func (p *press) taken(who person.UserID) clinic.Body {
	b := clinic.EnterLife{Person: who, Part: "l-" + p.req.Command.ID, From: p.date("first-taken", "First day"),
		Until: p.dateIf("last-taken", "Last day"), Words: p.req.KeepIf(string(who), "life", p.get("words"))}
	b.Busy = &clinic.BusyTime{Kind: clinic.BusyKind(p.need("kind", "Choose what it is, or quiet.")), Days: p.weekdays()}
	b.Busy.From, _ = p.minute("from", "From")
	b.Busy.To, _ = p.minute("to", "Until")
	if len(b.Busy.Days) == 0 {
		p.wrong("days", "Choose at least one day.")
	}
	return b
}

func (p *press) wayHere(who person.UserID) clinic.Body {
	j := &clinic.Journey{Minutes: int(p.whole("minutes", "Minutes, one way", 0, 360))}
	if p.get("period") != "" {
		b := &clinic.Bus{Period: int(p.whole("period", "A bus every", 1, 240))}
		here, _ := p.minute("here", "It arrives here")
		home, _ := p.minute("home", "It goes home")
		if b.Period > 0 {
			b.Here, b.Home = here%b.Period, home%b.Period
		}
		j.Bus = b
	}
	return clinic.EnterLife{Person: who, Part: "l-" + p.req.Command.ID, From: p.date("first-way", "First day"), Journey: j}
}

func (p *press) wish(who person.UserID) clinic.Body {
	sessions := 0
	p.s.house.View(func(st *clinic.State) { sessions = len(st.Sessions) })
	x := &clinic.Wish{Weight: p.figure("weight", "How much the wish matters"),
		Usual: p.figure("usual", "How much the usual time matters"), Block: p.figure("block", "Shortest free time")}
	for i := range sessions {
		var w clinic.Window
		from, to := fmt.Sprintf("s%d-from", i), fmt.Sprintf("s%d-to", i)
		if p.get(from)+p.get(to) != "" {
			w.From, _ = p.minute(from, "From")
			w.To, _ = p.minute(to, "Until")
		}
		x.Windows = append(x.Windows, w)
	}
	return clinic.EnterLife{Person: who, Part: "l-" + p.req.Command.ID, From: p.date("first-wish", "First day"), Wish: x}
}

// regular lays the times that were written over those that hold on the first day.
func (p *press) regular(who person.UserID) clinic.Body {
	b := clinic.SetTimes{Person: who, From: p.date("first-times", "First day")}
	days := p.weekdays()
	if len(days) == 0 {
		p.wrong("days", "Choose at least one day.")
	}
	sessions := 0
	p.s.house.View(func(st *clinic.State) {
		if x := st.People[who]; x != nil {
			for _, day := range x.WeekOn(b.From) {
				b.Times = append(b.Times, slices.Clone(day))
			}
		}
		sessions = len(st.Sessions)
	})
	for i := range sessions {
		name := "time_" + strconv.Itoa(i)
		if p.get(name) == "" {
			continue
		}
		at, ok := p.minute(name, "Time")
		for _, day := range days {
			if ok && day < len(b.Times) {
				b.Times[day][i] = at
			}
		}
	}
	return b
}

func (p *press) partOver(who person.UserID) clinic.Body {
	return clinic.EndLife{Person: who, Part: p.get("part"), Last: p.today() - 1}
}

func (p *press) askAway(who person.UserID) clinic.Body {
	return clinic.AskAway{Away: "a-" + p.req.Command.ID, Person: who, From: p.date("first-away", "First day away"),
		To: p.date("last-away", "Last day away"), Words: p.req.KeepIf(string(who), "away", p.get("words"))}
}

func (p *press) bridge(who person.UserID) clinic.Body {
	b := clinic.AnswerAway{Away: p.get("away"), Service: p.req.KeepIf(string(who), "service", p.get("service")),
		Reason: p.req.KeepIf(string(who), "reason", p.get("reason"))}
	if kind := p.need("bridge", "Choose what stands in, or that it is not agreed."); kind != "no" {
		b.Agreed, b.Bridge = true, clinic.BridgeKind(kind)
	}
	return b
}

func (p *press) backEarly(person.UserID) clinic.Body {
	return clinic.EndAway{Away: p.get("away"), Last: p.today() - 1}
}

func (p *press) pair(who person.UserID) clinic.Body {
	b := clinic.KeepPair{Pair: "k-" + p.req.Command.ID, A: who, B: person.UserID(p.need("other", "Choose who.")),
		Kind: clinic.PairKind(p.need("kind", "Choose apart or together.")), From: p.today(),
		Reason: p.req.KeepIf("pairs", "reason", p.get("reason"))}
	if b.Kind == clinic.PairTogether {
		b.Within = p.figure("within", "Within")
	}
	return b
}

func (p *press) pairOver(person.UserID) clinic.Body {
	return clinic.EndPair{Pair: p.get("pair"), Last: p.today() - 1}
}
