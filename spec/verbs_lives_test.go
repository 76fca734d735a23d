package spec

import (
	"fmt"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

func init() {
	verbs["times"] = setTimes
	verbs["daysaway"], verbs["bridge"], verbs["endaway"] = daysAway, bridge, endAway
	verbs["life"], verbs["endlife"], verbs["pair"], verbs["endpair"] = life, endLife, pair, endPair
}

// minutes reads 09:30; a word that is no time of day is -1.
func minutes(w string) int {
	var h, m int
	if n, _ := fmt.Sscanf(w, "%d:%d", &h, &m); n != 2 {
		return -1
	}
	return 60*h + m
}

// window reads 09:00-17:00; "none" is no window.
func window(w string) clinic.Window {
	if w == "none" {
		return clinic.Window{}
	}
	from, to, _ := strings.Cut(w, "-")
	return clinic.Window{From: minutes(from), To: minutes(to)}
}

// life p1 w1 work days=0-4 at=09:00-17:00: a time that is taken. With way=25
// bus=20:5:15 it is the way here, with wish=09:00-10:00,none a wish.
func life(s *script, a args, r *app.Request) clinic.Body {
	n := func(k string) int { n, _ := strconv.Atoi(a[k]); return n }
	b := clinic.EnterLife{Person: person.UserID(a["0"]), Part: a["1"], From: date(s, a.or("from", "+0")),
		Until: date(s, a["until"]), Words: r.KeepIf(a["0"], "life", a["words"])}
	if a["2"] != "" {
		w := window(a["at"])
		b.Busy = &clinic.BusyTime{Kind: clinic.BusyKind(a["2"]), From: w.From, To: w.To}
		first, last, more := strings.Cut(a["days"], "-")
		from, _ := strconv.Atoi(first)
		to := from
		if more {
			to, _ = strconv.Atoi(last)
		}
		for d := from; d <= to; d++ {
			b.Busy.Days = append(b.Busy.Days, d)
		}
	}
	if a["way"] != "" {
		b.Journey = &clinic.Journey{Minutes: n("way")}
		if bus := strings.Split(a["bus"], ":"); len(bus) == 3 {
			var x [3]int
			for i := range bus {
				x[i], _ = strconv.Atoi(bus[i])
			}
			b.Journey.Bus = &clinic.Bus{Period: x[0], Here: x[1], Home: x[2]}
		}
	}
	if a["wish"] != "" {
		b.Wish = &clinic.Wish{Weight: n("weight"), Usual: n("usual"), Block: n("block")}
		for _, w := range strings.Split(a["wish"], ",") {
			b.Wish.Windows = append(b.Wish.Windows, window(w))
		}
	}
	return b
}

func endLife(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.EndLife{Person: person.UserID(a["0"]), Part: a["1"], Last: date(s, a.or("last", "+0"))}
}

// pair k1 apart p1 p2, pair k2 together p1 p3 within=20
func pair(s *script, a args, r *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["within"])
	return clinic.KeepPair{Pair: a["0"], Kind: clinic.PairKind(a["1"]), A: person.UserID(a["2"]),
		B: person.UserID(a["3"]), Within: n, From: date(s, a.or("from", "+0")), Until: date(s, a["until"]),
		Reason: r.KeepIf("pairs", "reason", a["reason"])}
}

func endPair(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.EndPair{Pair: a["0"], Last: date(s, a.or("last", "+0"))}
}

// times p1 from=+2 am=10:00 pm=15:00 sun=none/15:00: the same times on every
// day but those named.
func setTimes(s *script, a args, r *app.Request) clinic.Body {
	return clinic.SetTimes{Person: person.UserID(a["0"]), From: date(s, a.or("from", "+1")), Times: week(s, a),
		Reason: r.KeepIf(a["0"], "reason", a["reason"])}
}

func week(s *script, a args) clinic.WeekTimes {
	now := s.e.state().People[person.UserID(a["0"])]
	if now == nil {
		return nil
	}
	out := clinic.EveryDay(now.Times)
	for i, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		for k, w := range []string{a["am"], a["pm"]} {
			if w != "" {
				out[i][k] = minutes(w)
			}
		}
		for k, w := range strings.FieldsFunc(a[day], func(c rune) bool { return c == '/' }) {
			out[i][k] = minutes(w)
		}
	}
	return out
}

// daysaway a1 p1 from=+2 to=+5, bridge a1 pharmacy (or no), endaway a1 last=+3
func daysAway(s *script, a args, r *app.Request) clinic.Body {
	return clinic.AskAway{Away: a["0"], Person: person.UserID(a["1"]), From: date(s, a.or("from", "+1")),
		To: date(s, a.or("to", "+1")), Words: r.KeepIf(a["1"], "away", a["words"])}
}

func bridge(_ *script, a args, r *app.Request) clinic.Body {
	b := clinic.AnswerAway{Away: a["0"], Agreed: a["1"] != "no", Service: r.KeepIf("away", "service", a["service"]),
		Reason: r.KeepIf("away", "reason", a["reason"])}
	if b.Agreed {
		b.Bridge = clinic.BridgeKind(strings.ReplaceAll(a["1"], "-", "_"))
	}
	return b
}

func endAway(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.EndAway{Away: a["0"], Last: date(s, a.or("last", "+0"))}
}

// lookLife answers "taken p1 on=+1", when somebody cannot come; "clash p1
// at=09:00 stay=40"; "apart p1", who is kept from the building with them; "due p1", their visits;
// "bridges p1 from=+1 to=+3", what could bridge days away.
func (s *script) lookLife(verb string, a args) (string, bool) {
	st, id, day := s.e.state(), person.UserID(a["0"]), date(s, a.or("on", "+0"))
	var out []string
	switch verb {
	case "taken":
		for _, w := range st.BusyOn(id, day) {
			out = append(out, clock(w.From)+"-"+clock(w.To))
		}
	case "clash":
		stay, _ := strconv.Atoi(a.or("stay", "40"))
		return map[bool]string{true: "cannot come", false: "free"}[st.Clashes(id, day, minutes(a["at"]), stay)], true
	case "apart":
		for _, other := range st.ApartFrom(id, day) {
			out = append(out, string(other))
		}
	case "due":
		for _, v := range st.VisitsInOrder() {
			if v.Person == id && v.Day == day && v.Ending != visit.Cancelled {
				out = append(out, st.Zone().Clock(v.Due))
			}
		}
	case "bridges":
		for _, b := range st.BridgesFor(id, date(s, a.or("from", "+1")), date(s, a.or("to", "+1"))) {
			if b.No == "" {
				out = append(out, string(b.Kind))
			}
		}
	case "parts":
		return partsOf(st, id, day), true
	case "week":
		return s.lookWeek(a), true
	default:
		return "", false
	}
	if len(out) == 0 {
		return "nothing", true
	}
	return strings.Join(out, " "), true
}

func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

func partsOf(st *clinic.State, id person.UserID, day moment.Day) string {
	var out []string
	for _, x := range st.LifeOn(id, day) {
		out = append(out, x.Part)
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", len(out), strings.Join(out, " ")))
}
