package web

import (
	"net/http"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
)

// label is what stands on the syringe: person, dose, salt, route, time, batch
// and expiry (E-PREP-09).
func (d *drawing) label() []page.Row {
	v, y := d.v, d.v.Syringe
	var batches []string
	var expiry moment.Day
	for _, k := range y.Picks {
		batches = append(batches, k.Batch)
		for _, l := range d.st.Accounts.Sheets[k.Page].Lots {
			if l.Batch == k.Batch && (expiry == 0 || l.Expiry < expiry) {
				expiry = l.Expiry
			}
		}
	}
	until := "on the pack"
	if expiry != 0 {
		until = dayWords(expiry)
	}
	return []page.Row{{Key: "For", Value: d.n.person(v.Person), Loud: true}, {Key: "Code", Value: string(v.Person)},
		{Key: "Dose", Value: y.Dose.Mass.String(), Loud: true}, {Key: "Drug", Value: y.Dose.Form.String()},
		{Key: "Route", Value: routeWords[d.p.Rx.Route]}, {Key: "Draw", Value: y.Draw.String() + " of " + y.Volume.String()},
		{Key: "Batch", Value: strings.Join(batches, ", ")}, {Key: "Expiry", Value: until},
		{Key: "Prepared", Value: d.z.In(v.PreparedAt).Format("2 Jan 2006, 15:04")}}
}

// labelPage is the label alone, to print.
func (s *Server) labelPage(w http.ResponseWriter, r *http.Request) {
	var rows []page.Row
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		if v := st.Visits[r.PathValue("visit")]; v != nil && v.Syringe != nil {
			rows = s.drawingFor(r, st, n, v, typed{}).label()
		}
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case rows == nil:
		s.missing(w, r, "There is no syringe to label at this visit.")
	default:
		l := s.layout(r, "Label")
		l.Back = &page.Link{Text: "Visit", URL: "/visits/" + r.PathValue("visit")}
		s.draw(w, r, http.StatusOK, page.LabelPage(l, rows))
	}
}
