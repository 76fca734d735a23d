package web

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/nhs"
	"steady/internal/web/page"
	"steady/person"
)

func (s *Server) inspectionPage(w http.ResponseWriter, r *http.Request) {
	s.drawInspection(w, r, http.StatusOK, nil, typed{})
}

// drawInspection shows an inspector how the register stands: proofs, law,
// procedures, counts and open cases.
func (s *Server) drawInspection(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	head, err := s.registerHead(r.Context())
	proof := head.words()
	if errors.Is(err, errUnproven) {
		proof = "The stored register does not agree with its signed head. Take the register away and verify it."
	} else if err != nil {
		s.fault(w, r, err)
		return
	}
	outside := page.Stock{}
	if err := s.outsideLine(r.Context(), &outside); err != nil {
		s.fault(w, r, err)
		return
	}
	a := actorOf(r)
	v := page.Inspection{Words: t.field("words"), Share: t.picks("share"),
		Form: page.Form{Action: "/register/inspection", Command: t.command()}}
	v.Links = []page.Link{{Text: "The pages of the register", URL: "/register"}}
	if login.MayRoute(a.Roles, "GET /register/bundle") && s.cfg.Bundle != nil {
		v.Links = append(v.Links, page.Link{Text: "Take it away to read and verify (zip)", URL: "/register/bundle"})
	}
	if login.MayRoute(a.Roles, "GET /register/export") && s.cfg.Export != nil {
		v.Links = append(v.Links, page.Link{Text: "Take the register away", URL: "/register/export"})
	}
	err = s.with(r.Context(), inspectionTexts, func(st *clinic.State, n names) {
		now, z := s.house.Now(), st.Zone()
		d := drawing{s: s, st: st, n: n, now: now, z: z, actor: a}
		v.Rows = append([]page.Row{{Key: "Premises", Value: s.cfg.Service}, {Key: "Proof, checked just now", Value: proof},
			{Key: "Outside witness", Value: cmp.Or(outside.Outside, "None is set up here.")}}, standing(st)...)
		v.Counts, v.Cases = d.countTable(), d.differences()
		x := st.Inspecting(a.ID, now)
		if x == nil {
			return
		}
		for _, note := range x.Notes {
			by := "your own"
			if note.Shared {
				by = "shown to the accountable officer and the manager"
			}
			v.Notes = append(v.Notes, page.TimeLine{At: stamp(z, now, note.At), Text: n.of(note.Text), By: by})
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Inspection")
	l.Problem = prob
	s.draw(w, r, status, page.InspectionPage(l, v))
}

// standing is under which law and procedures the register is kept.
func standing(st *clinic.State) []page.Row {
	law := "No jurisdiction pack is installed."
	if st.Law != nil {
		law = st.Law.ID + ", version " + st.Law.Version
	}
	var procedures []string
	for _, name := range slices.Sorted(maps.Keys(st.Accounts.Procedures)) {
		p := st.Accounts.Procedures[name]
		procedures = append(procedures, fmt.Sprintf("%s, version %s, from %s", name, p.Version, dayWords(p.From)))
	}
	return []page.Row{{Key: "Law in force", Value: law},
		{Key: "Procedures in force", Value: cmp.Or(strings.Join(procedures, "; "), "None is adopted yet.")}}
}

// countTable is the last count of every page.
func (d *drawing) countTable() nhs.Table {
	t := nhs.Table{Caption: "The last count of each page", CaptionSize: "m", FirstIsHead: true, Responsive: true,
		Head: []nhs.Cell{{Text: "Page"}, {Text: "Counted"}, {Text: "When, and by whom"}, {Text: "Register says now"}}}
	for _, id := range d.st.Accounts.Pages() {
		sh := d.st.Accounts.Sheets[id]
		counted, when := "-", "not counted yet"
		if c := sh.Counted; c != nil {
			counted = ampouleWords(c.Counted) + ", not as the register said"
			if sh.Good != nil && sh.Good.Seq == c.Seq {
				counted = ampouleWords(c.Counted) + ", as the register said"
			}
			when = lawDate(d.z, c.At) + ", " + d.n.staff(person.StaffID(c.By)) + " with " + d.n.staff(person.StaffID(c.Witness))
		}
		t.Rows = append(t.Rows, []nhs.Cell{{Text: sh.Product.Heading()}, {Text: counted}, {Text: when},
			{Text: ampouleWords(sh.Ampoules)}})
	}
	return t
}

func (s *Server) inspectorNote(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	own := string(p.req.Command.By)
	b := clinic.WriteInspectorNote{Shared: p.yes("share"),
		Text: p.keep(own, "inspector_note", p.need("words", "Write the note."))}
	s.house.View(func(st *clinic.State) {
		if x := st.Inspecting(p.req.Command.By, s.house.Now()); x != nil {
			b.Inspection = x.Inspection
		}
	})
	p.finish(w, b, "/register/inspection", func(prob *page.Problem, _ error) {
		s.drawInspection(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
