package web

import (
	"context"
	"fmt"
	"net/http"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/journal"
	"steady/moment"
	"steady/recovery"
)

// fewSignals is the number to count from below which a share says nothing, and
// signalRows how many people or pairs are shown of a signal: the house's own.
const (
	fewSignals = 20
	signalRows = 12
)

func (s *Server) signalsPage(w http.ResponseWriter, r *http.Request) {
	s.drawSignals(w, r, http.StatusOK, nil, typed{}, nil)
}

// signals records the look, then shows what was looked at. Pressed twice it is
// one look.
func (s *Server) signals(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.ViewSignals{From: p.date("from", "From"), To: p.date("to", "To")}
	var err error
	if p.ok() {
		_, err = p.send(b)
	}
	prob, known := p.problem(err)
	switch {
	case !known:
		s.fault(w, r, err)
	case prob != nil:
		s.drawSignals(w, r, http.StatusUnprocessableEntity, prob, p.typed(), nil)
	default:
		s.drawSignals(w, r, http.StatusOK, nil, typed{}, &b)
	}
}

func (s *Server) drawSignals(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed,
	b *clinic.ViewSignals) {
	var list []clinic.Signal
	if b != nil {
		var err error
		if list, err = s.countSignals(r.Context(), b.From, b.To); err != nil {
			s.fault(w, r, err)
			return
		}
	}
	v := page.Signals{Form: page.Form{Action: "/register/officer/signals", Command: t.command()}}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		now, z := s.house.Now(), st.Zone()
		from, to := z.Day(now)-officerDays, z.Day(now)
		if b != nil {
			from, to = b.From, b.To
			v.Period = fmt.Sprintf("Counted from the register and the record, %s to %s. Your look is recorded.",
				dayWords(from), dayWords(to))
		}
		v.From, v.To = t.dateOr("from", from), t.dateOr("to", to)
		for i := range st.Stock.Looks {
			x := st.Stock.Looks[len(st.Stock.Looks)-1-i]
			v.Looks = append(v.Looks, page.TimeLine{At: stamp(z, now, x.At), By: n.staff(x.By),
				Text: dayWords(x.From) + " to " + dayWords(x.To)})
		}
		for _, x := range list {
			v.Parts = append(v.Parts, signalPart(n, x))
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Signals")
	l.Back, l.Problem = &page.Link{Text: "Accountable officer", URL: "/register/officer"}, prob
	s.draw(w, r, status, page.SignalsPage(l, v))
}

func (s *Server) countSignals(ctx context.Context, from, to moment.Day) ([]clinic.Signal, error) {
	z := s.zone()
	var x *clinic.Signals
	if err := s.house.View(func(st *clinic.State) { x = clinic.NewSignals(z, st.Sessions, from, to) }); err != nil {
		return nil, err
	}
	for _, log := range []journal.Log{journal.Clinical, journal.Register} {
		err := s.house.Since(ctx, log, z.At(from, 0, 0), func(_ int64, e clinic.Event) error {
			x.Take(e)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return x.Signals(), nil
}

// signalPart words one signal. The highest shares come first.
func signalPart(n names, x clinic.Signal) page.SignalPart {
	out := page.SignalPart{Title: x.Title, Definition: x.Definition, All: shareCount(x.All)}
	team, _, _, err := recovery.Proportion(x.All.Events, x.All.Of)
	if err == nil {
		out.All += ", " + percent(team)
	}
	for _, c := range x.Each {
		if len(out.Rows) == signalRows {
			out.More = fmt.Sprintf("%d more, with lower shares, are not shown.", len(x.Each)-signalRows)
			break
		}
		row := page.SignalRow{Who: n.staff(c.Who), Count: shareCount(c), Share: "-", Interval: "-", Says: "too few to tell"}
		if c.With != "" {
			row.Who += signalWith(x.Kind) + n.staff(c.With)
		}
		if p, low, high, err := recovery.Proportion(c.Events, c.Of); err == nil && c.Of >= fewSignals {
			row.Share, row.Interval = percent(p), percent(low)+" to "+percent(high)
			row.Says = "not told apart from everybody together"
			if low > team {
				row.Says = "above everybody together: ask why"
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// signalWith joins the names of a pair.
func signalWith(k clinic.SignalKind) string {
	if k == clinic.SignalSame {
		return ", mostly with "
	}
	return " with "
}

func shareCount(c clinic.SignalCount) string {
	text := fmt.Sprintf("%d of %d", c.Events, c.Of)
	if c.Mass != 0 {
		text += ", " + massWords(c.Mass)
	}
	return text
}

// percent prints a share in whole per cent, and a small one as below one.
func percent(p float64) string {
	if p > 0 && p < .005 {
		return "below 1\u00a0%"
	}
	return fmt.Sprintf("%.0f\u00a0%%", p*100)
}
