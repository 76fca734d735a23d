package web

import (
	"bytes"
	"net/http"
	"strings"

	"steady/clinic"
	"steady/clinic/cohort"
	"steady/internal/report/commissioner"
	"steady/internal/web/nhs"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

// commissionerPack makes the report for funders as it is now.
func (s *Server) commissionerPack(r *http.Request) (pack *commissioner.Pack, why string, err error) {
	ctx := r.Context()
	var weeks map[person.UserID][]clinic.BurdenWeek
	var quotes []commissioner.Quote
	if s.cfg.Voices != nil {
		if quotes, err = s.cfg.Voices.Released(ctx); err != nil {
			return nil, "", err
		}
	}
	if weeks, _, err = s.house.BurdenWeeks(ctx, s.zone().Day(s.house.Now())-400, ""); err != nil {
		return nil, "", err
	}
	err = s.house.WithBook(ctx, func(b *cohort.Book, scores cohort.Scores) error {
		in := commissioner.Input{Service: s.cfg.Service, Book: b, Scores: scores, Weeks: weeks,
			Quotes: quotes, Now: s.house.Now()}
		if m := r.URL.Query().Get("from"); m != "" {
			if d, err := moment.ParseDay(m + "-01"); err == nil {
				in.From = d
			}
		}
		var no error
		if pack, no = commissioner.Make(in); no != nil {
			why = no.Error()
		}
		return nil
	})
	return pack, why, err
}

func (s *Server) packPage(w http.ResponseWriter, r *http.Request) {
	pack, why, err := s.commissionerPack(r)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.Figures{Title: "Report for funders",
		Lead: "What may leave the house: dated, without names, small numbers hidden, " +
			"the same whenever it is made again for the same months."}
	if pack == nil {
		v.Parts = []page.FigurePart{{Title: "Not yet", Warn: []string{"There is no report yet: " + why + "."}}}
	} else {
		v.Links = []page.Link{{Text: "The report, as PDF", URL: "/service/report/pdf"},
			{Text: "Its tables, as CSV in a zip", URL: "/service/report/tables"}}
		for _, x := range pack.Sections {
			part := page.FigurePart{Title: x.Title, Says: x.Says}
			for _, t := range x.Tables {
				part.Tables = append(part.Tables, packTable(t))
			}
			v.Parts = append(v.Parts, part)
		}
	}
	s.draw(w, r, http.StatusOK, page.FiguresPage(s.serviceLayout(r, v.Title), v))
}

func packTable(t commissioner.Table) nhs.Table {
	out := figureTable(t.Caption, t.Head...)
	for i := range out.Head {
		out.Head[i].Numeric = t.Right[i]
	}
	for _, row := range t.Rows {
		var cells []nhs.Cell
		for i, text := range row {
			cells = append(cells, nhs.Cell{Text: text, Numeric: t.Right[i]})
		}
		cells[0].Text = strings.ReplaceAll(cells[0].Text, "-", "\u2011") // a month stays on one line
		out.Rows = append(out.Rows, cells)
	}
	return out
}

func (s *Server) packPDF(w http.ResponseWriter, r *http.Request) {
	s.packFile(w, r, "application/pdf", "report.pdf", func(p *commissioner.Pack,
		b *bytes.Buffer) error {
		return p.WritePDF(b)
	})
}

func (s *Server) packTables(w http.ResponseWriter, r *http.Request) {
	s.packFile(w, r, "application/zip", "report-tables.zip", func(p *commissioner.Pack, b *bytes.Buffer) error {
		return p.WriteZip(b)
	})
}

// packFile makes a file whole before a byte of it is sent.
func (s *Server) packFile(w http.ResponseWriter, r *http.Request, kind, name string,
	write func(*commissioner.Pack, *bytes.Buffer) error) {
	pack, _, err := s.commissionerPack(r)
	if err == nil && pack == nil {
		s.packPage(w, r) // it says why there is none yet
		return
	}
	var b bytes.Buffer
	if err == nil {
		err = write(pack, &b)
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	page.SetHeaders(w.Header())
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = w.Write(b.Bytes())
}
