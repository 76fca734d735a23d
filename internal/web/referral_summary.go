package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/protocol"
)

// SummaryFormat names the shape of a transfer summary.
const SummaryFormat = "steady-transfer-summary/1"

// summaryDoc is what another service is given: the doses and what they rest
// on, as data. Masses are milligrams of the form, times RFC 3339.
type summaryDoc struct {
	Format       string               `json:"format"`
	Service      string               `json:"service"`
	Made         string               `json:"made"`
	Name         string               `json:"chosen_name"`
	Born         string               `json:"born,omitempty"`
	NHSNumber    string               `json:"nhs_number,omitempty"`
	Allergies    string               `json:"allergies,omitempty"`
	Prescription *summaryRx           `json:"prescription,omitempty"`
	Doses        []summaryDose        `json:"doses"` // newest first
	Assessment   *protocol.Assessment `json:"last_assessment,omitempty"`
	AssessedAt   string               `json:"last_assessment_at,omitempty"`
	Holds        int                  `json:"holds_in_force"`
	Ended        string               `json:"ended,omitempty"`
}

type summaryRx struct {
	Pack    string   `json:"pack"`
	Version string   `json:"pack_version"`
	Drug    string   `json:"drug"`
	Route   string   `json:"route"`
	Doses   []string `json:"doses_mg"`
	Ceiling string   `json:"cap_single_mg"`
	Day     string   `json:"cap_day_mg"`
	From    string   `json:"from"`
	Ends    string   `json:"ends"`
}

type summaryDose struct {
	At         string `json:"at"`
	Prescribed string `json:"prescribed_mg"`
	Given      string `json:"given_mg"`
	Drug       string `json:"drug"`
	Route      string `json:"route"`
	Completed  bool   `json:"completed"`
}

// summary is what another service needs when somebody moves on: on paper, and
// with ?format=json as data.
func (s *Server) summary(w http.ResponseWriter, r *http.Request) {
	ctx, id := r.Context(), r.PathValue("person")
	rec, err := s.readRecord(ctx, id, recentDoses, 1)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	read, err := s.happenings(ctx, 1, "person", id, "kind", clinic.Assessed{}.Kind())
	if err != nil {
		s.fault(w, r, err)
		return
	}
	var doc summaryDoc
	var lines []page.DoseLine
	var wrong error
	more := func(st *clinic.State) []clinic.Text { return personTexts(st.People[person.UserID(id)]) }
	texts := func(st *clinic.State) []clinic.Text {
		return append(more(st), wayOwnTexts(st.Ways[person.UserID(id)])...)
	}
	err = s.with(ctx, texts, func(st *clinic.State, n names) {
		if st.People[person.UserID(id)] == nil {
			return
		}
		doc, wrong = s.summaryOf(st, n, id, rec, read)
		lines = (&personDraw{drawing{s: s, st: st, n: n, p: st.People[person.UserID(id)], now: s.house.Now(),
			z: st.Zone()}, id, rec}).doseLines()
	})
	switch {
	case err != nil || wrong != nil:
		s.fault(w, r, firstError(err, wrong))
	case doc.Format == "":
		s.missing(w, r, "Nobody of this record was in treatment here.")
	case r.URL.Query().Get("format") == "json":
		page.SetHeaders(w.Header())
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="transfer-summary.json"`)
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		_ = out.Encode(doc) // the line is gone, and so is who asked
	default:
		s.drawSummary(w, r, doc, lines)
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) summaryOf(st *clinic.State, n names, id string, rec record, read []happening) (summaryDoc, error) {
	z, p, w := st.Zone(), st.People[person.UserID(id)], st.Ways[person.UserID(id)]
	at := func(i moment.Instant) string { return z.In(i).Format(time.RFC3339) }
	doc := summaryDoc{Format: SummaryFormat, Service: s.cfg.Service, Made: at(s.house.Now()),
		Name: n.person(p.Person), Born: n.opt(p.Born), Allergies: n.opt(p.Allergies), Holds: len(p.Holds)}
	if w != nil {
		doc.NHSNumber = n.opt(w.NHSNumber)
		if w.Ended != nil {
			doc.Ended = z.Day(w.EndedAt).String() + ": " + endingWords(w.Ended)
		}
	}
	for i, h := range rec.doses {
		b := rec.given[i]
		doc.Doses = append(doc.Doses, summaryDose{at(h.Happened), b.Prescribed.Milligrams(), b.Given.Milligrams(),
			b.Form.String(), string(b.Route), b.Completed})
	}
	for _, h := range rec.rx {
		var b clinic.Prescribed
		if err := h.read(&b); err != nil {
			return doc, err
		}
		rx := b.Prescription
		doc.Prescription = &summaryRx{Pack: rx.Pack, Version: st.Packs[rx.Pack].Version, Drug: rx.Form.String(),
			Route: string(rx.Route), Ceiling: rx.CapSingle.Milligrams(), Day: rx.CapDay.Milligrams(), From: rx.From.String(),
			Ends: rx.Ends.String()}
		for _, m := range rx.Doses {
			doc.Prescription.Doses = append(doc.Prescription.Doses, m.Milligrams())
		}
	}
	for _, h := range read {
		var b clinic.Assessed
		if err := h.read(&b); err != nil {
			return doc, err
		}
		doc.Assessment, doc.AssessedAt = &b.Readings, at(h.Happened)
	}
	return doc, nil
}

func (s *Server) drawSummary(w http.ResponseWriter, r *http.Request, doc summaryDoc, lines []page.DoseLine) {
	rows := func(pairs ...string) (out []page.Row) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i+1] != "" {
				out = append(out, page.Row{Key: pairs[i], Value: pairs[i+1]})
			}
		}
		return out
	}
	v := page.Paper{Title: "Summary for another service", Data: &page.Link{Text: "The same as data (JSON)",
		URL: r.URL.Path + "?format=json"},
		Lead: "From " + doc.Service + ", made " + doc.Made + ". Give it with the person's agreement, and confirm the last " +
			"dose by telephone."}
	v.Sections = append(v.Sections, page.PaperSection{Title: doc.Name, Rows: rows("Date of birth", bornWords(doc.Born),
		"NHS number", person.SpellNHSNumber(doc.NHSNumber), "Allergies", orWords(doc.Allergies, "None known"),
		"Hold orders in force", strconv.Itoa(doc.Holds), "Ended", doc.Ended)})
	if x := doc.Prescription; x != nil {
		doses := ""
		for i, m := range x.Doses {
			if i > 0 {
				doses += ", "
			}
			doses += m + " mg"
		}
		v.Sections = append(v.Sections, page.PaperSection{Title: "Last prescription", Rows: rows("Drug", x.Drug,
			"Doses of a day", doses, "Route", routeWords[protocol.Route(x.Route)], "At most at once", x.Ceiling+" mg",
			"At most in a day", x.Day+" mg", "Dosing pack", x.Pack+", version "+x.Version, "From", x.From, "Until", x.Ends)})
	}
	if doc.Assessment != nil {
		v.Sections = append(v.Sections, page.PaperSection{Title: "Last readings before a dose, " + doc.AssessedAt,
			Rows: readingRows(*doc.Assessment)})
	}
	v.Sections = append(v.Sections, page.PaperSection{Title: "Doses given, newest first", Doses: lines})
	l := s.layout(r, v.Title)
	l.Back = &page.Link{Text: doc.Name, URL: "/referrals/" + r.PathValue("person")}
	s.draw(w, r, http.StatusOK, page.PaperPage(l, v))
}
