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
	s.drawWitness(w, r, status, "Put ampoules back", "There are no sealed ampoules to put back at this visit.", prob, t,
		func(d *drawing) *page.Witness {
			if y := d.v.Syringe; y == nil || d.v.CheckedBy != "" || y.Solution != "" {
				return nil
			}
			second := d.secondOf("putback", clinic.PutBack{Visit: d.v.ID})
			second.What = "I saw every one of these ampoules sealed, and saw them put back."
			second.Why = "Somebody other than you. An ampoule that was opened is written off instead."
			second.Button = "All sealed, put back"
			return &page.Witness{Form: d.form("putback"), Second: second,
				Heading: "Put the ampoules of " + d.n.person(d.v.Person) + " back"}
		})
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
