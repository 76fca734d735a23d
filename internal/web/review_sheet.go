package web

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"time"

	"steady/clinic"
	"steady/internal/report/sheet"
	"steady/internal/web/page"
	"steady/internal/web/plain"
	"steady/moment"
	"steady/person"
)

// reviewTexts are the cabinet texts of somebody's reviews and of what stands on
// the page around them.
func reviewTexts(st *clinic.State, who person.UserID) (out []clinic.Text) {
	opt := func(list ...*clinic.Text) {
		for _, t := range list {
			if t != nil {
				out = append(out, *t)
			}
		}
	}
	said := func(list []clinic.OwnReasons) {
		for _, x := range list {
			out = append(out, x.Words)
		}
	}
	a := st.AlongOf(who)
	if a.Asked != nil {
		said(a.Asked.Words)
	}
	all := a.Held
	if a.Open != nil {
		all = append(all[:len(all):len(all)], *a.Open)
	}
	for _, r := range all {
		opt(r.Gives, r.Takes, r.Talk)
		for _, x := range r.Plan {
			out = append(out, x.Words)
		}
		for _, x := range []*clinic.Agreement{r.Theirs, r.Ours} {
			if x != nil {
				opt(x.Words)
			}
		}
		said(r.Said)
	}
	return append(out, goalTexts(st, who)...)
}

// sheet makes a review into its sheet, in plain words.
func (m *mine) review(r *clinic.Review) page.ReviewSheet {
	w := m.w.Review
	v := page.ReviewSheet{W: w, Title: w.Of(m.n.person(m.who), dayWords(m.z.Day(r.At))), Gives: m.n.opt(r.Gives),
		Takes: m.n.opt(r.Takes), Talk: m.n.opt(r.Talk), Theirs: w.TheirsNot, Ours: w.OursNot, Said: m.lines(r.Said)}
	o := m.st.OwnOf(m.who)
	if n := len(o.Better); n > 0 {
		v.Better = m.n.of(o.Better[n-1].Words)
	}
	for _, g := range o.Goals {
		v.Goals = append(v.Goals, m.n.of(g.Words))
	}
	for _, x := range r.Plan {
		line := page.ReviewSheetLine{Words: m.n.of(x.Words), Does: w.Doers[string(x.Does)], Until: w.NextTime}
		if x.Until != 0 {
			line.Until = w.Until(dayWords(x.Until))
		}
		v.Plan = append(v.Plan, line)
	}
	if x := r.Theirs; x != nil && !x.Not {
		says := w.Theirs
		if x.How == clinic.AgreePaper {
			says = w.Paper
		}
		v.Theirs = says(dayWords(m.z.Day(x.At)))
	}
	if x := r.Ours; x != nil && !x.Not {
		v.Ours = w.Ours(m.n.staff(x.By), dayWords(m.z.Day(x.At)))
	}
	if d, _ := m.st.ReviewDue(m.who, m.z.Day(m.now)); d.Next != 0 {
		v.Next = w.Next(dayWords(d.Next))
	}
	return v
}

// reviewSizes are the letters in which a sheet is tried, the largest first.
var reviewSizes = []float64{11, 10, 9, 8, 7}

// writeReview prints a review on one sheet of A4: in the largest letters in
// which all of it stands on one. Where even the smallest are too large it runs
// over, and no word is lost.
func writeReview(w io.Writer, v page.ReviewSheet, foot string, made time.Time) error {
	for i, size := range reviewSizes {
		draw := func(d *sheet.Doc) { drawReview(d, v, foot, size) }
		if n, err := sheet.Sheets(draw); err != nil || n == 1 || i == len(reviewSizes)-1 {
			if err != nil {
				return err
			}
			return sheet.Write(w, v.Title, made, draw)
		}
	}
	return nil
}

func drawReview(d *sheet.Doc, v page.ReviewSheet, foot string, size float64) {
	d.Section(sheet.Head{Title: v.Title, Foot: foot})
	one := func(title string, texts ...string) {
		var rows []sheet.Row
		for _, t := range texts {
			rows = append(rows, sheet.Row{Cells: []string{t}})
		}
		if len(rows) > 0 {
			d.Table(sheet.Table{Cols: []sheet.Col{{Title: title, Width: 1}}, Rows: rows, Size: size})
		}
	}
	if v.Better != "" {
		one(v.W.Better, v.Better)
	}
	one(v.W.Goals, v.Goals...)
	filled := func(t string) string {
		if t == "" {
			return v.W.Nothing
		}
		return t
	}
	d.Table(sheet.Table{Cols: []sheet.Col{{Title: v.W.Gives, Width: 1}, {Title: v.W.Costs, Width: 1}}, Size: size,
		Rows: []sheet.Row{{Cells: []string{filled(v.Gives), filled(v.Takes)}}}})
	if v.Talk != "" {
		one(v.W.Talked, v.Talk)
	}
	plan := sheet.Table{Size: size, Cols: []sheet.Col{{Title: v.W.Plan, Width: 6}, {Width: 2}, {Width: 3}}}
	for _, x := range v.Plan {
		plan.Rows = append(plan.Rows, sheet.Row{Cells: []string{x.Words, x.Does, x.Until}})
	}
	if len(plan.Rows) == 0 {
		plan.Rows = []sheet.Row{{Across: v.W.NoPlan}}
	}
	d.Table(plan)
	for _, x := range v.Said {
		one(v.W.Said, x.Words)
	}
	end := []string{v.Theirs, v.Ours}
	if v.Next != "" {
		end = append(end, v.Next)
	}
	d.Table(sheet.Table{Size: size, Cols: []sheet.Col{{Title: fmt.Sprint("______________________________"), Width: 1},
		{Title: "______________________________", Width: 1}}, Rows: []sheet.Row{{Cells: end[:2]}, {Across: v.Next}}})
}

// sendReview answers with the sheet as PDF.
func (s *Server) sendReview(w http.ResponseWriter, v page.ReviewSheet, at moment.Instant) error {
	var b bytes.Buffer
	if err := writeReview(&b, v, s.cfg.Service, at.Time().Truncate(time.Second)); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="our-plan.pdf"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(b.Bytes())
	return nil
}

// plainOf are the words of people's own pages for a page of staff.
func plainOf() *plain.Words { return plain.In("en-GB") }
