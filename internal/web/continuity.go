package web

import (
	"bytes"
	"net/http"
	"strconv"

	"steady/internal/report/continuity"
	"steady/internal/web/page"
)

// continuityRoutes is the routes of the paper for an outage, of catching up, and
// of closing the service.
func (s *Server) continuityRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /continuity": f(s.continuityPage), "GET /continuity/pdf": f(s.continuityPDF),
		"GET /service/close": f(s.closePage), "POST /service/close": f(s.closeService),
		"GET /service/close/pdf":   f(s.closePDF),
		"GET /continuity/catch-up": f(s.catchUpPage), "POST /continuity/outage": f(s.outage),
		"GET /continuity/catch-up/{person}/{day}/{session}":  f(s.sheetPage),
		"POST /continuity/catch-up/{person}/{day}/{session}": f(s.sheetEntered),
	}
}

// paper makes the pack for an outage from the committed state.
func (s *Server) paper(r *http.Request) (continuity.Pack, error) {
	o := continuity.Options{Service: s.cfg.Service}
	if s.cfg.Paper != nil {
		var err error
		if o, err = s.cfg.Paper(); err != nil {
			return continuity.Pack{}, err
		}
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("visits")); err == nil {
		o.Visits = n
	}
	return continuity.Make(r.Context(), s.house, o)
}

// continuityPage shows the facts of the pack on the screen, where they can be
// read aloud and made larger; the sheets to write on are in the PDF alone.
func (s *Server) continuityPage(w http.ResponseWriter, r *http.Request) {
	pack, err := s.paper(r)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.OutagePaper{Position: pack.Position, Warning: pack.Warning, PDF: "/continuity/pdf",
		Visits:  strconv.Itoa(continuity.DefaultVisits),
		CatchUp: &page.Link{Text: "Catch up when the screens are back", URL: "/continuity/catch-up"}}
	for _, p := range pack.Facts {
		part := page.OutagePart{Title: p.Title, Lines: p.Lines}
		for _, b := range p.Blocks {
			block := page.OutageBlock{Heading: b.Heading, Text: b.Text}
			for _, c := range b.Cols {
				block.Cols = append(block.Cols, c.Title)
			}
			for _, row := range b.Rows {
				block.Rows = append(block.Rows, row.Cells)
			}
			part.Blocks = append(part.Blocks, block)
		}
		v.Parts = append(v.Parts, part)
	}
	s.draw(w, r, http.StatusOK, page.OutagePaperPage(s.layout(r, "When the power is gone"), v))
}

// continuityPDF is the pack to print. It is made whole before a byte is sent,
// and no browser keeps it.
func (s *Server) continuityPDF(w http.ResponseWriter, r *http.Request) {
	pack, err := s.paper(r)
	var b bytes.Buffer
	if err == nil {
		err = pack.WritePDF(&b)
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="when-the-power-is-gone.pdf"`)
	w.Header().Set("Cache-Control", "no-store")
	w.Write(b.Bytes())
}
