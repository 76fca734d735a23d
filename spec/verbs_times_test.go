package spec

import (
	"fmt"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
)

func init() {
	for verb, body := range map[string]func(*script, args, *app.Request) clinic.Body{
		"access": access, "except": except, "ordinary": ordinary, "moveto": moveTo, "keeptime": keepTime,
		"taketime": takeTime, "letgo": letGo, "swaptimes": swapTimes, "giveback": giveBack,
		"askbetter": askBetter, "endbetter": endBetter, "offer": offer,
	} {
		verbs[verb] = body
	}
}

func (a args) number(k string) int { n, _ := strconv.Atoi(a[k]); return n }

// windows reads am=booked/08:30-11:30/b2/o4/n2, pm=group/14:00-17:00/e30/g4 and
// late=open/15:30-17:00: booths, places in observation, registered staff, other
// staff, minutes between groups, the size of a group.
func windows(a args) (out []clinic.AccessWindow) {
	for _, k := range []string{"am", "mid", "pm", "late"} {
		if a[k] == "" {
			continue
		}
		w := clinic.AccessWindow{Session: map[string]int{"pm": 1, "late": 1}[k]}
		for i, part := range strings.Split(a[k], "/") {
			switch {
			case i == 0:
				w.Style = clinic.AccessStyle(part)
			case i == 1:
				x := window(part)
				w.From, w.To = x.From, x.To
			default:
				n, _ := strconv.Atoi(part[1:])
				*map[byte]*int{'b': &w.Booths, 'o': &w.Places, 'n': &w.Nurses, 's': &w.Support, 'e': &w.Every,
					'g': &w.Group}[part[0]] = n
			}
		}
		out = append(out, w)
	}
	return out
}

// access from=+0 slot=10 booth=20 obs=20 pair=2 hold=15 grace=10 am=… pm=… is the
// same on every day of the week, but those named in without=6.
func access(s *script, a args, _ *app.Request) clinic.Body {
	b := clinic.SetAccess{From: date(s, a.or("from", "+0")), Access: clinic.Access{Slot: a.number("slot"),
		Booth: a.number("booth"), Watch: a.number("obs"),
		PerPair: a.number("pair"), Hold: a.number("hold"), Offer: a.number("offer"),
		Grace: a.number("grace")}}
	if x := strings.Split(a["load"], ":"); len(x) == 4 { // booth, observation, start, what one of the staff carries
		n := func(i int) int { n, _ := strconv.Atoi(x[i]); return n }
		b.Supervision = &clinic.Supervision{Booth: n(0), Watch: n(1), Prepare: n(2), Carries: n(3)}
	}
	for day := range 7 {
		for _, w := range windows(a) {
			if !strings.Contains(a["without"], strconv.Itoa(day)) {
				b.Week = append(b.Week, clinic.WeekWindow{Weekday: day, AccessWindow: w})
			}
		}
	}
	return b
}

func except(s *script, a args, r *app.Request) clinic.Body {
	b := clinic.SetExceptionalDays{Windows: windows(a), Why: r.Keep("times", "reason", a.or("why", "holiday")),
		Release: a["release"] == "yes"}
	for _, w := range strings.Split(a["days"], ",") {
		b.Days = append(b.Days, date(s, w))
	}
	return b
}

func ordinary(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.EndExceptionalDay{Day: date(s, a["0"])}
}

// timeOf is the visit of p1 on=+1 session=1 to=15:00.
func timeOf(s *script, a args) clinic.PromisedTime {
	day := date(s, a.or("on", "+0"))
	x := clinic.PromisedTime{Visit: a["visit"], Person: person.UserID(a["0"]), Day: day, Session: a.number("session")}
	if m := minutes(a["to"]); m >= 0 {
		at := s.e.state().Zone().Times(day, m/60, m%60)
		if x.Due = s.e.state().Zone().At(day, m/60, m%60); a["again"] == "yes" && len(at) == 2 {
			x.Due = at[1]
		}
	}
	return x
}

func moveTo(s *script, a args, r *app.Request) clinic.Body {
	return clinic.MoveVisit{PromisedTime: timeOf(s, a), Despite: r.KeepIf(a["0"], "reason", a["despite"])}
}

func keepTime(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.HoldTime{PromisedTime: timeOf(s, a)}
}

func visitOf(s *script, a args) string {
	x := timeOf(s, a)
	if x.Visit != "" {
		return x.Visit
	}
	return clinic.VisitID(x.Person, x.Day, x.Session)
}

func takeTime(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.ConfirmTime{Visit: visitOf(s, a)}
}

func letGo(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.ReleaseTime{Visit: visitOf(s, a)}
}

func swapTimes(s *script, a args, r *app.Request) clinic.Body {
	return clinic.SwapTimes{A: person.UserID(a["0"]), B: person.UserID(a["1"]), Day: date(s, a.or("on", "+0")),
		Session: a.number("session"), Despite: r.KeepIf("times", "reason", a["despite"])}
}

func giveBack(s *script, a args, r *app.Request) clinic.Body {
	return clinic.CancelVisit{Visit: visitOf(s, a), Reason: r.Keep(a["0"], "reason", a["why"])}
}

// askbetter b1 p2 session=0 at=09:00-09:30 from=+0 until=+1
func askBetter(s *script, a args, _ *app.Request) clinic.Body {
	from := date(s, a.or("from", "+0"))
	last := from
	if a["until"] != "" {
		last = date(s, a["until"])
	}
	return clinic.AskBetterTime{Want: a["0"], Person: person.UserID(a["1"]), Session: a.number("session"), First: from,
		Last: last, Window: window(a["at"])}
}

func endBetter(_ *script, a args, _ *app.Request) clinic.Body {
	return clinic.EndBetterTime{Want: a["0"]}
}

func offer(*script, args, *app.Request) clinic.Body { return clinic.OfferTimes{} }

// lookTimes answers "asktime 09:00 p1 at=11:00 on=+1 session=0", "hours +3" and
// "overbooked".
func (s *script) lookTimes(verb string, a args) (string, bool) {
	st := s.e.state()
	z := st.Zone()
	switch verb {
	case "asktime":
		now := s.instant(a.or("now", "07:00"))
		ans, no := st.AskTime(person.UserID(a["0"]), date(s, a.or("on", "+0")), a.number("session"), minutes(a["at"]), now)
		if no != nil {
			return "refused " + no.Code, true
		}
		if a["own"] == "yes" {
			ans = ans.Own()
		}
		return tellAnswer(z, ans), true
	case "hours":
		var out []string
		for _, w := range st.HoursOn(date(s, a.or("0", "+0"))) {
			out = append(out, fmt.Sprintf("%d:%s %s-%s", w.Session, w.Style, clock(w.From), clock(w.To)))
		}
		if out == nil {
			return "closed", true
		}
		return strings.Join(out, ", "), true
	case "live":
		var out []string
		for _, e := range st.LiveDay(s.instant(a["at"])) {
			v := st.Visits[e.Visit]
			t := fmt.Sprintf("%s %s", v.Person, e.Coming)
			if e.Start != 0 {
				t += " " + z.Clock(e.Start)
			}
			if len(e.Unset) > 0 {
				t += " not set " + strings.Join(e.Unset, ", ")
			}
			out = append(out, t)
		}
		return strings.Join(out, "; "), true
	case "waiting":
		var out []string
		for _, w := range st.BetterInOrder(s.day) {
			out = append(out, w.Want)
		}
		return strings.Join(append([]string{"in order:"}, out...), " "), true
	case "overbooked":
		var out []string
		for _, x := range st.OverbookedIn(s.day - moment.Day(s.day.Weekday())) {
			out = append(out, fmt.Sprintf("%s %s by %s %v", x.Person, z.Clock(x.Due), x.By, x.Rules))
		}
		return strings.Join(append(out, fmt.Sprint(len(out))), "; "), true
	}
	return "", false
}

func tellAnswer(z moment.Zone, ans clinic.TimeAnswer) string {
	out := "free"
	if !ans.Asked.Free() {
		out = fmt.Sprintf("no, %s: %s", ans.Asked.Broken[0].Rule, ans.Asked.Broken[0].Text)
	}
	if ans.Asked.Free() {
		out += fmt.Sprintf(", saves %d", ans.Asked.Saves)
	}
	if len(ans.Asked.Parts) > 0 {
		out += fmt.Sprint(", parts ", ans.Asked.Parts)
	}
	for _, o := range ans.Others {
		out += fmt.Sprintf("; %s saves %d", z.Clock(o.Due), o.Saves)
		if o.With != "" {
			out += fmt.Sprintf(" with %s %d", o.With, o.SavesWith)
		}
	}
	return out
}

// tellTime prints the facts of promised times.
func tellTime(z moment.Zone, f clinic.Fact) (string, bool) {
	switch b := f.(type) {
	case *clinic.VisitMoved:
		t := fmt.Sprintf("visit_moved %s %s to %s", b.Person, z.Clock(b.Was), z.Clock(b.Due))
		if len(b.Broke) > 0 {
			t += fmt.Sprint(" ", b.Broke)
		}
		return t, true
	case *clinic.TimeHeld:
		return fmt.Sprintf("time_held %s until %s", z.Clock(b.Due), z.Clock(b.Until)), true
	case *clinic.TimeOffered:
		return fmt.Sprintf("time_offered %s %s until %s", b.Person, z.Clock(b.Due), z.Clock(b.Until)), true
	case *clinic.TimeNotFound:
		return fmt.Sprintf("time_not_found %s %d %v", b.Person, b.Session, b.Rules), true
	}
	return "", false
}
