package web

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
	"steady/register"
)

// putBackPage is where ampoules that were chosen and not opened go back.
func (s *Server) putBackPage(w http.ResponseWriter, r *http.Request) {
	s.drawPutBack(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawPutBack(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	id := r.PathValue("visit")
	var view *page.Witness
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		v := st.Visits[id]
		if v == nil || v.Syringe == nil || v.CheckedBy != "" || v.Syringe.Solution != "" {
			return
		}
		d := s.drawingFor(r, st, n, v, t)
		text := clinic.WitnessText(st, clinic.Command{By: d.actor.ID, Body: clinic.PutBack{Visit: id}})
		view = &page.Witness{Form: d.form("putback"), Heading: "Put the ampoules of " + n.person(v.Person) + " back",
			Second: page.SecondPerson{What: "I saw every one of these ampoules sealed, and saw them put back.",
				Why:   "Somebody other than you. An ampoule that was opened is written off instead.",
				Staff: d.others("put_back"), Who: t.pick("second"), PIN: page.Field{Error: t.errs["pin2"]},
				Passkey: "/confirm/passkey/begin?for=putback&visit=" + id, Lines: textLines(text), Shown: clinic.Digest(text),
				Button: "All sealed, put back"}}
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case view == nil:
		s.missing(w, r, "There are no sealed ampoules to put back at this visit.")
	default:
		l := s.layout(r, "Put ampoules back")
		l.Problem, l.Back = prob, &page.Link{Text: "Visit", URL: "/visits/" + id}
		s.draw(w, r, status, page.WitnessPage(l, *view))
	}
}

// fromSolutions offers the solutions that hold a dose of the prescribed form and
// may still be used.
func (d *drawing) fromSolutions(f *page.Form, dose measure.Mass) (out []page.AmpouleOption) {
	for _, id := range slices.Sorted(maps.Keys(d.st.Stock.Solutions)) {
		x := d.st.Stock.Solutions[id]
		left := d.st.LeftIn(id)
		if x.Form != d.p.Rx.Form || left < dose || d.now > x.UseBy || d.recalled(x.Picks) {
			continue
		}
		seen := ""
		if d.seenSolution(f, id, dose) {
			seen = "label scanned"
		}
		out = append(out, page.AmpouleOption{Value: ofSolution + id, Title: "From the solution " + id,
			Draw: "draw " + drawOf(x, dose).String(), Waste: "no ampoule is opened", Lines: []page.AmpouleLine{
				{Text: strength(x.Content, x.Volume), Seen: seen},
				{Text: fmt.Sprintf("%s left, not used after %s", left, d.z.Clock(x.UseBy))}}})
	}
	return out
}

func (d *drawing) recalled(picks []register.Pick) bool {
	return slices.ContainsFunc(picks, func(k register.Pick) bool {
		_, yes := d.st.Stock.Recalled[k.Batch]
		return yes
	})
}
