package web

import (
	"fmt"
	"net/http"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/journal"
	"steady/moment"
)

// quartersBack is how many quarters before this one can be chosen on the page.
const quartersBack = 4

// reportPage drafts the occurrence report of a quarter, named by a day of it;
// without one it is the last whole quarter.
func (s *Server) reportPage(w http.ResponseWriter, r *http.Request) {
	now, z := s.house.Now(), s.zone()
	this, _ := clinic.Quarter(z.Day(now))
	day, err := moment.ParseDay(r.URL.Query().Get("quarter"))
	if err != nil || day > z.Day(now) {
		day = this - 1
	}
	from, to := clinic.Quarter(day)
	x := clinic.NewOccurrences(z, from, to)
	for _, log := range []journal.Log{journal.Clinical, journal.Register} {
		err := s.house.Since(r.Context(), log, z.At(from, 0, 0), func(_ int64, e clinic.Event) error {
			x.Take(e)
			return nil
		})
		if err != nil {
			s.fault(w, r, err)
			return
		}
	}
	list, nothing := x.Occurrences()
	v := page.OccurrenceReport{Quarter: dayWords(from) + " to " + dayWords(to), Premises: s.cfg.Service, Nil: nothing}
	if to >= z.Day(now) {
		v.Quarter += " (not over yet)"
	}
	for q, i := this, 0; i <= quartersBack; i++ {
		first, _ := clinic.Quarter(q)
		v.Quarters = append(v.Quarters, page.Link{Text: quarterWords(first),
			URL: "/register/officer/report?quarter=" + first.String()})
		q = first - 1
	}
	words := func(*clinic.State) (out []clinic.Text) {
		for _, o := range list {
			for _, l := range o.Lines {
				if l.Words != nil {
					out = append(out, *l.Words)
				}
			}
		}
		return out
	}
	err = s.with(r.Context(), words, func(st *clinic.State, n names) {
		v.Made = "Drafted from the entries " + lawDate(z, now) + " for " + n.staff(actorOf(r).ID) +
			". Calendar quarters: the house's own reading."
		v.Send = sendWords(st)
		for _, o := range list {
			v.Sections = append(v.Sections, reportSection(st, n, o))
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Occurrence report")
	l.Back = &page.Link{Text: "Accountable officer", URL: "/register/officer"}
	s.draw(w, r, http.StatusOK, page.ReportPage(l, v))
}

func quarterWords(first moment.Day) string {
	y, m, _ := first.Split()
	return fmt.Sprintf("Quarter %d of %d", (m-1)/3+1, y)
}

// sendWords says to whom a report goes and until when, as far as the law pack
// in force says it: for losses alone. No pack sets it for this report.
func sendWords(st *clinic.State) string {
	text := "To whom this report goes, and until when, is not set in the law pack in force: the accountable officer " +
		"knows it, or asks the lead officer of the area."
	law := st.LawPack()
	if law == nil || law.Page.Loss.Days == 0 {
		return text
	}
	loss := law.Page.Loss
	for _, lang := range law.Page.Languages {
		if to := loss.To[lang.Code]; to != "" {
			return text + fmt.Sprintf(" A loss is reported within %d days to: %s (rule %s).", loss.Days, to,
				loss.Basis.Rule)
		}
	}
	return text
}

func reportSection(st *clinic.State, n names, o clinic.Occurrence) page.ReportSection {
	out := page.ReportSection{Title: o.Title, Definition: o.Definition, Count: len(o.Lines)}
	for _, l := range o.Lines {
		line := page.ReportLine{Day: dayWords(l.Day), Text: l.Text}
		if sh := st.Accounts.Sheets[l.Page]; sh != nil {
			line.Page = sh.Product.Heading()
		}
		switch {
		case l.Person != "":
			line.Text += " " + n.person(l.Person)
		case l.Staff != "":
			line.Text += " " + n.staff(l.Staff)
		}
		if l.Words != nil {
			line.Text += ": " + n.of(*l.Words)
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}
