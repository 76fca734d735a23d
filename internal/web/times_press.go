package web

import (
	"net/http"
	"strconv"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

// timesSteps turn a posted form into its command. Each command has a row of its
// own in the who-may table.
var timesSteps = map[string]func(p *press, a asking) clinic.Body{
	"move": func(p *press, a asking) clinic.Body {
		return clinic.MoveVisit{PromisedTime: p.promised(a), Despite: p.req.KeepIf(string(a.who), "reason", p.get("despite"))}
	},
	"hold": func(p *press, a asking) clinic.Body { return clinic.HoldTime{PromisedTime: p.promised(a)} },
	"confirm": func(p *press, _ asking) clinic.Body {
		return clinic.ConfirmTime{Visit: p.get("visit")}
	},
	"letgo": func(p *press, _ asking) clinic.Body { return clinic.ReleaseTime{Visit: p.get("visit")} },
	"swap": func(p *press, a asking) clinic.Body {
		return clinic.SwapTimes{A: a.who, B: person.UserID(p.get("with")), Day: a.day, Session: a.session}
	},
	"cancel": func(p *press, a asking) clinic.Body {
		return clinic.CancelVisit{Visit: p.get("visit"), Reason: p.keep(string(a.who), "reason", p.get("reason"))}
	},
	"better": func(p *press, a asking) clinic.Body {
		b := clinic.AskBetterTime{Want: "b-" + p.req.Command.ID, Person: a.who, Session: a.session, First: a.day}
		b.From, _ = p.minute("from", "From")
		b.To, _ = p.minute("to", "Until")
		b.Last = a.day + moment.Day(p.whole("days", "On how many days", 1, 28)) - 1
		return b
	},
	"endbetter": func(p *press, _ asking) clinic.Body { return clinic.EndBetterTime{Want: p.get("want")} },
	"offer":     func(*press, asking) clinic.Body { return clinic.OfferTimes{} },
}

func (p *press) promised(a asking) clinic.PromisedTime {
	n, err := strconv.ParseInt(p.get("due"), 10, 64)
	if err != nil {
		p.wrong("at", "Choose a time.")
	}
	return clinic.PromisedTime{Person: a.who, Day: a.day, Session: a.session, Due: moment.Instant(n)}
}

// timesPress records a step about promised times, or leads from the page of a
// day to the question for one visit.
func (s *Server) timesPress(w http.ResponseWriter, r *http.Request) {
	step := r.PathValue("step")
	if step == "find" {
		a := askingOf(r.PostFormValue)
		http.Redirect(w, r, askURL(a.who, a.day, a.session, a.at), http.StatusSeeOther)
		return
	}
	build := timesSteps[step]
	if build == nil {
		s.missing(w, r, "There is no such form.")
		return
	}
	p := s.pressed(r)
	a := askingOf(p.get)
	body := build(p, a)
	to := dayURL(a.day)
	p.finish(w, body, to, func(prob *page.Problem, _ error) {
		if a.who == "" {
			s.drawTimesDay(w, r, http.StatusUnprocessableEntity, prob)
			return
		}
		s.drawAsk(w, r, http.StatusUnprocessableEntity, a, prob, p.typed())
	})
}
