package web

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/report/sheet"
	"steady/internal/web/page"
	"steady/moment"
)

func (s *Server) closePage(w http.ResponseWriter, r *http.Request) {
	s.drawClose(w, r, http.StatusOK, nil, typed{})
}

// drawClose lists what must hold before the service closes; once it has closed,
// it shows that every page is at zero at the signed head.
func (s *Server) drawClose(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	v := page.Closing{}
	a := actorOf(r)
	closed := false
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		closed = st.Stock.Closed != 0
		if closed {
			return
		}
		open := 0
		for _, x := range st.Closing() {
			open += x.Left
			v.Steps = append(v.Steps, s.closingLine(st, n, a, x))
		}
		if open == 0 && login.MayRoute(a.Roles, "POST /service/close") {
			v.Form = &page.SmallForm{Open: true, Title: "Close the service", Button: "Close the service for good",
				Lead: "After this nothing can be added but notes, corrections and inspections. It cannot be taken back.",
				Form: page.Form{Action: "/service/close", Command: t.command()},
				Fields: []page.SmallField{{ID: "successor", Name: "successor", Field: t.field("successor"),
					Label: "Who keeps the register from now on, and who goes on with the care"}}}
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	if login.MayRoute(a.Roles, "GET /register/export") && s.cfg.Export != nil {
		v.Export = &page.Link{Text: "Take the register away as a file that proves itself", URL: "/register/export"}
	}
	if !closed && login.MayRoute(a.Roles, "GET /reviews/packs") {
		v.Packs = &page.Link{Text: "The transfer packs of everybody in treatment, in one run", URL: "/reviews/packs"}
	}
	if closed {
		proof, err := s.closedProof(r)
		if err != nil {
			s.fault(w, r, err)
			return
		}
		v.Proof = proof
	}
	l := s.layout(r, "Close the service")
	l.Problem = prob
	s.draw(w, r, status, page.ClosingPage(l, v))
}

// closingLine is one line of the list, with what is left and the way to it.
func (s *Server) closingLine(st *clinic.State, n names, a login.Actor, x clinic.ClosingStep) page.ClosingStep {
	out := page.ClosingStep{Text: x.Text, Rule: x.Rule, Holds: x.Left == 0, Left: x.Items}
	if x.No != nil && len(x.Items) == 0 {
		out.Way = x.No.Sentence
	}
	for _, id := range x.People {
		link := page.Link{Text: n.person(id)}
		if login.MayRoute(a.Roles, "GET /referrals/{person}/summary") {
			link.URL = "/referrals/" + string(id)
		}
		out.Who = append(out.Who, link)
	}
	for _, id := range x.Visits {
		v := st.Visits[id]
		link := page.Link{Text: n.person(v.Person) + ", " + stamp(st.Zone(), s.house.Now(), v.Due)}
		if login.MayRoute(a.Roles, "GET /visits/{visit}") {
			link.URL = "/visits/" + id
		}
		out.Who = append(out.Who, link)
	}
	if x.Left > 0 && (x.Kind == clinic.ClosingStock || x.Kind == clinic.ClosingBalances) {
		out.To = &page.Link{Text: "Register and stock", URL: "/register"}
	}
	return out
}

// closeService ends the journal of the premises.
func (s *Server) closeService(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	b := clinic.CloseService{Successor: p.keep("premises", "successor",
		p.need("successor", "Write who keeps the register from now on, and who goes on with the care."))}
	p.finish(w, b, "/service/close", func(prob *page.Problem, _ error) {
		s.drawClose(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// closedProof says what a closed service left: each page with its balance, under
// a head whose signature was checked just now. Where that check fails it says so
// and proves nothing.
func (s *Server) closedProof(r *http.Request) (*page.ClosedProof, error) {
	h, err := s.registerHead(r.Context())
	if err != nil && !errors.Is(err, errUnproven) {
		return nil, err
	}
	out := &page.ClosedProof{Broken: err != nil, PDF: "/service/close/pdf"}
	s.house.View(func(st *clinic.State) {
		z := st.Zone()
		out.At = z.In(st.Stock.Closed).Format("Monday 2 January 2006, 15:04 MST")
		for _, p := range st.ClosedPages() {
			out.Broken = out.Broken || p.Ampoules != 0 || p.Mass != 0
			out.Pages = append(out.Pages, page.Row{Key: p.Heading, Value: ampouleWords(p.Ampoules) + ", " + massWords(p.Mass)})
		}
		out.Head = fmt.Sprintf("Register of the premises %s: %s entries, head %s, signed %s", st.Premises,
			thousands(fmt.Sprint(h.size)), h.root, z.In(h.at).Format("2 January 2006, 15:04 MST"))
		if h.signer == "" {
			out.Head += " (its signature is not checked here)"
		}
	})
	return out, nil
}

// closePDF is the proof as a document.
func (s *Server) closePDF(w http.ResponseWriter, r *http.Request) {
	var at moment.Instant
	s.house.View(func(st *clinic.State) { at = st.Stock.Closed })
	if at == 0 {
		s.closePage(w, r) // there is no such document yet: what is left before there is
		return
	}
	p, err := s.closedProof(r)
	var b bytes.Buffer
	if err == nil && p.Broken {
		err = errUnproven
	}
	if err == nil {
		err = sheet.Write(&b, "Closed, with every page at zero", at.Time().Truncate(time.Second), func(d *sheet.Doc) {
			d.Section(sheet.Head{Title: s.cfg.Service + ": closed, with every page at zero", Foot: p.Head,
				Lines: []string{"Closed on " + p.At + "."}})
			var rows []sheet.Row
			for _, x := range p.Pages {
				rows = append(rows, sheet.Row{Cells: []string{x.Key, x.Value}})
			}
			d.Rows([]sheet.Col{{Title: "Page of the register", Width: 3}, {Title: "Balance", Width: 2}}, rows)
			d.Text(strings.TrimSuffix(p.Head, ".") + ".")
			d.Text("Anybody can prove this from the register's file without this service: steady verify FILE says for each " +
				"page what is on it, and that the head above is in it.")
			d.Text("Manager: ______________________________    Accountable officer: ______________________________")
		})
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="closed-at-zero.pdf"`)
	w.Header().Set("Cache-Control", "no-store")
	w.Write(b.Bytes())
}
