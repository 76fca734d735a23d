package web

import (
	"net/http"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/recovery"
)

func (s *Server) askingChoosePage(w http.ResponseWriter, r *http.Request) {
	s.drawAskingChoose(w, r, http.StatusOK, nil, typed{})
}

// drawAskingChoose shows every instrument with when it is asked here.
func (s *Server) drawAskingChoose(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	v := page.AskingChoose{Form: page.Form{Action: "/asking/choose", Command: t.of("choose").command(),
		Hidden: []page.Pair{{Name: "form", Value: "choose"}}},
		Install: page.SmallForm{Title: "Bring an instrument", Button: "Bring it in",
			Lead: "Paste the document: a scale of your own, signed by two people, or your licensed copy with its number and " +
				"date. The form of the document is in the reference of instruments.",
			Form: page.Form{Action: "/asking/install", Command: t.of("install").command(),
				Hidden: []page.Pair{{Name: "form", Value: "install"}}}},
		Text: t.of("install").field("document")}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		for _, in := range st.InstrumentsInOrder() {
			v.Rows = append(v.Rows, askingRow(st, in, t.of("choose")))
			if x, ok := st.Recovery.Instruments[in.ID]; ok {
				says := "Our own scale, version " + x.Version + ". Written by " + in.Licence.Author + ", approved by " +
					in.Licence.Signed + "."
				if x.Words != nil {
					says = "Licensed copy, no. " + x.Number + ", since " + dayWords(x.Date) + "."
				}
				v.Own = append(v.Own, page.BroughtView{Name: in.Title, Says: says, End: page.Form{Action: "/asking/end",
					Command: typed{}.command(), Hidden: []page.Pair{{Name: "instrument", Value: in.ID}}}})
			}
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "What this service asks")
	l.Back, l.Problem = &page.Link{Text: "How people are", URL: "/asking"}, prob
	s.draw(w, r, status, page.AskingChoosePage(l, v))
}

var licenceWords = map[recovery.Class]string{
	recovery.Free: "Its words may be shown.", recovery.Verbatim: "Its words may be shown unaltered.",
	recovery.Gated:      "Its words may be shown once you bring your licensed copy.",
	recovery.ScoresOnly: "Its words may never be shown: answers are entered from the holder's form.",
	recovery.Own:        "A scale of its own, and no published instrument."}

func askingRow(st *clinic.State, in *recovery.Instrument, t typed) page.AskingRow {
	row := page.AskingRow{ID: in.ID, Name: in.Title, Licence: licenceWords[in.Licence.Class],
		At: coded(clinic.AskingTimes), SelfMay: st.MayShowWords(in.ID), Note: in.Note}
	if t.v != nil {
		row.Picked, row.Self = t.picks("at-"+in.ID), t.yes("self-"+in.ID)
		return row
	}
	for _, a := range st.Recovery.Asking {
		if a.Instrument != in.ID {
			continue
		}
		row.Self = a.Self
		for _, at := range a.At {
			row.Picked.Values = append(row.Picked.Values, string(at))
		}
	}
	return row
}

func (s *Server) askingChoose(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	var b clinic.ChooseAsking
	s.house.View(func(st *clinic.State) {
		for _, in := range st.InstrumentsInOrder() {
			row := clinic.Asking{Instrument: in.ID, Self: p.yes("self-" + in.ID)}
			for _, at := range p.r.PostForm["at-"+in.ID] {
				row.At = append(row.At, clinic.AskingAt(at))
			}
			if len(row.At) > 0 {
				b.Rows = append(b.Rows, row)
			}
		}
	})
	s.askingFinish(w, r, p, b)
}

func (s *Server) askingFinish(w http.ResponseWriter, r *http.Request, p *press, b clinic.Body) {
	p.finish(w, b, "/asking/choose", func(prob *page.Problem, _ error) {
		s.drawAskingChoose(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// askingInstall brings an instrument. The document goes to the cabinet too: the
// words of a licensed copy stay there alone.
func (s *Server) askingInstall(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	text := strings.ReplaceAll(p.need("document", "Paste the document of the instrument."), "\r\n", "\n")
	b := clinic.InstallInstrument{Document: []byte(text)}
	if in, err := recovery.LoadService(b.Document); err == nil && in.Licence.Class == recovery.Gated {
		b.Words = p.req.KeepIf("service", "instrument", text)
	}
	s.askingFinish(w, r, p, b)
}

func (s *Server) askingEnd(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	s.askingFinish(w, r, p, clinic.EndInstrument{Instrument: p.get("instrument")})
}
