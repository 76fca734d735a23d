package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"steady/clinic"
	"steady/internal/label"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

// label is what stands on the syringe: person, dose, salt, route, time, batch
// and expiry (E-PREP-09).
func (d *drawing) label() []page.Row {
	x, _ := clinic.LabelOf(d.v)
	out := []page.Row{{Key: "For", Value: d.n.person(x.Person), Loud: true}, {Key: "Code", Value: string(x.Person)},
		{Key: "Dose", Value: x.Dose.Mass.String(), Loud: true}, {Key: "Drug", Value: x.Dose.Form.String()},
		{Key: "Route", Value: routeWords[x.Route]}, {Key: "Draw", Value: x.Draw.String() + " of " + x.Volume.String()}}
	if x.Solution != "" {
		out = append(out, page.Row{Key: "Of", Value: "solution " + x.Solution})
	} else {
		out = append(out, page.Row{Key: "Batch", Value: batches(x)}, page.Row{Key: "Expiry", Value: expires(x.Expiry)})
	}
	out = append(out, page.Row{Key: "Prepared", Value: d.z.In(x.PreparedAt).Format("2 Jan 2006, 15:04") + ", by " +
		d.n.staff(x.PreparedBy)})
	if x.CheckedBy != "" {
		out = append(out, page.Row{Key: "Checked", Value: "by " + d.n.staff(x.CheckedBy)})
	}
	return out
}

func batches(x clinic.SyringeLabel) string {
	var out []string
	for _, k := range x.Picks {
		out = append(out, k.Batch)
	}
	return strings.Join(out, ", ")
}

func expires(d moment.Day) string {
	if d == 0 {
		return "on the pack"
	}
	return dayWords(d)
}

// toPrint is a label with the time that stands in its file.
type toPrint struct {
	label label.Label
	made  time.Time
}

// syringeLabel is the label of the syringe of a visit; ok is false where nothing
// is recorded as prepared.
func (s *Server) syringeLabel(st *clinic.State, n names, r *http.Request) (out toPrint, rows []page.Row, ok bool) {
	v := st.Visits[r.PathValue("visit")]
	x, ok := clinic.LabelOf(v)
	if !ok {
		return out, nil, false
	}
	d := s.drawingFor(r, st, n, v, typed{})
	at := d.z.In(x.PreparedAt)
	l := label.Label{Title: n.person(x.Person), Under: string(x.Person), Amount: x.Dose.Mass.String() + " " +
		routeWords[x.Route], Lines: []string{x.Dose.Form.String(), "draw " + x.Draw.String() + " of " + x.Volume.String()},
		Code: x.Code()}
	if x.Solution != "" {
		l.Lines = append(l.Lines, "of the solution "+x.Solution)
	} else {
		l.Lines = append(l.Lines, "batch "+batches(x), "expiry "+expires(x.Expiry))
	}
	l.Lines = append(l.Lines, at.Format("prepared 2 Jan 2006, 15:04"), "by "+n.staff(x.PreparedBy))
	checked := "checked by ____________"
	if x.CheckedBy != "" {
		checked = "checked by " + n.staff(x.CheckedBy)
	}
	l.Lines = append(l.Lines, checked)
	return toPrint{l, at}, d.label(), true
}

// solutionLabel is the label of a solution that is not written off (R-REG-15).
func (s *Server) solutionLabel(st *clinic.State, n names, r *http.Request) (out toPrint, rows []page.Row, ok bool) {
	x := st.Stock.Solutions[r.PathValue("solution")]
	if x == nil {
		return out, nil, false
	}
	z := st.Zone()
	use, made := z.In(x.UseBy).Format("15:04, 2 Jan 2006"), z.In(x.At)
	var from []string
	for _, k := range x.Picks {
		from = append(from, fmt.Sprintf("%d × %s, batch %s", k.Count, st.Accounts.Sheets[k.Page].Product.Content, k.Batch))
	}
	by := made.Format("made 2 Jan 2006, 15:04") + " by " + n.staff(x.By) + ", seen by " +
		n.staff(person.StaffID(x.Signed.By))
	l := label.Label{Title: "use by " + use, Under: "solution for several doses, " + x.Solution,
		Amount: x.Content.String() + " in " + x.Volume.String(), Lines: []string{x.Form.String(),
			strength(x.Content, x.Volume), "from " + strings.Join(from, "; ") + "; expiry " + expires(x.Expiry),
			diluentWords(x.MakeSolution), by}, Code: x.Code()}
	rows = []page.Row{{Key: "Use by", Value: use, Loud: true}, {Key: "Solution", Value: x.Solution},
		{Key: "Drug", Value: x.Form.String()}, {Key: "Content", Value: strength(x.Content, x.Volume), Loud: true},
		{Key: "From", Value: strings.Join(from, "; ")}, {Key: "Expiry", Value: expires(x.Expiry)},
		{Key: "Diluent", Value: diluentWords(x.MakeSolution)}, {Key: "Made", Value: strings.TrimPrefix(by, "made ")}}
	return toPrint{l, made}, rows, true
}

// labelled finds a label: of a visit's syringe, or of a solution.
type labelled func(st *clinic.State, n names, r *http.Request) (toPrint, []page.Row, bool)

// labels are the page of a label and its two files, by address.
func (s *Server) labels() map[string]http.Handler {
	out := map[string]http.Handler{}
	for at, find := range map[string]labelled{"/visits/{visit}/label": s.syringeLabel,
		"/register/solutions/{solution}/label": s.solutionLabel} {
		out["GET "+at] = s.labelPage(find)
		out["GET "+at+".pdf"] = s.labelFile(find, "application/pdf", func(l toPrint) ([]byte, error) {
			return label.PDF(l.label, s.labelSize(), l.made)
		})
		out["GET "+at+".zpl"] = s.labelFile(find, "application/vnd.zebra-zpl", func(l toPrint) ([]byte, error) {
			return label.ZPL(l.label, s.labelSize())
		})
	}
	return out
}

func (s *Server) labelSize() label.Size {
	if s.cfg.Label == (label.Size{}) {
		return label.Usual
	}
	return s.cfg.Label
}

// noLabel is what is said where nothing is to be labelled.
const noLabel = "There is nothing to label here: a label exists once it is recorded as prepared, and until it is used."

// labelPage is the label alone, to look at and to print.
func (s *Server) labelPage(find labelled) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var l toPrint
		var view page.LabelView
		ok := false
		err := s.with(r.Context(), nil, func(st *clinic.State, n names) { l, view.Rows, ok = find(st, n, r) })
		var m label.Modules
		if err == nil && ok {
			m, err = label.Matrix(l.label.Code)
		}
		switch {
		case err != nil:
			s.fault(w, r, err)
		case !ok:
			s.missing(w, r, noLabel)
		default:
			view.Side, view.Modules, view.Code = m.Side(), m.Path(), l.label.Code.String()
			view.PDF, view.ZPL = r.URL.Path+".pdf", r.URL.Path+".zpl"
			lay := s.layout(r, "Label")
			lay.Back = &toSolutions
			if id := r.PathValue("visit"); id != "" {
				lay.Back = &page.Link{Text: "Visit", URL: "/visits/" + id}
			}
			s.draw(w, r, http.StatusOK, page.LabelPage(lay, view))
		}
	}
}

// labelFile is the label as a printer takes it.
func (s *Server) labelFile(find labelled, kind string, write func(toPrint) ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var l toPrint
		ok := false
		err := s.with(r.Context(), nil, func(st *clinic.State, n names) { l, _, ok = find(st, n, r) })
		var b []byte
		if err == nil && ok {
			b, err = write(l)
		}
		switch {
		case err != nil:
			s.fault(w, r, err)
		case !ok:
			s.missing(w, r, noLabel)
		default:
			page.SetHeaders(w.Header())
			w.Header().Set("Content-Type", kind)
			w.Write(b)
		}
	}
}
