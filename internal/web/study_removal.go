package web

import (
	"fmt"
	"net/http"
	"strings"

	"steady/clinic"
	"steady/internal/study"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	core "steady/voice/study"
)

func knownPerson(c *clinic.State, id string) bool { return c.People[person.UserID(id)] != nil }

// removalWords says what a withdrawal did, line by line.
func removalWords(x *core.State, p *core.Participant) (out []string) {
	m := p.Removed
	out = append(out, fmt.Sprintf("%s withdrew on %s. Recorded as entry %d of the study's log.", p.Label(),
		dayWords(p.Withdrawn), m.Seq),
		fmt.Sprintf("%d interviews were theirs. %d texts of the study were erased, with the quotes and codings in them and "+
			"the row of the key table.", m.Sources, m.Removed),
		fmt.Sprintf("%d passages of theirs were taken out of %d texts that others wrote.", m.Passages, m.Replaced))
	if m.Recordings > 0 {
		out = append(out, plural(m.Recordings, "recording")+
			" of theirs deleted, with the keys that sealed them.")
	}
	switch q := m.Proof; {
	case q == nil:
		out = append(out, "The search for what they said has not been recorded yet: open the study again.")
	case q.Found == 0 && q.Rows == 0 && q.Recordings == 0:
		out = append(out, fmt.Sprintf("Then %d sentences of theirs were looked for, byte by byte, in %d files of the study "+
			"with %d bytes together. None was found, and no row of theirs is left.", q.Sentences, q.Files, q.Bytes))
	default:
		out = append(out, fmt.Sprintf("NOT WHOLE: of %d sentences %d were found, and %d rows and %d recordings are "+
			"left. Tell who runs the server.", q.Sentences, q.Found, q.Rows, q.Recordings))
	}
	return out
}

// leftBefore lists what left the study before somebody withdrew: it cannot be
// called back.
func leftBefore(x *core.State, p *core.Participant) (out []string) {
	for _, o := range x.Outputs {
		if o.Seq < p.Removed.Seq {
			out = append(out, fmt.Sprintf("%s: %s (%s)", dayWords(moment.UTC.Day(o.At)), o.Label.Get(), o.Kind))
		}
	}
	return out
}

func removalPart(x *core.State, p *core.Participant) page.StudyPart {
	out := page.StudyPart{ID: "removed", Title: "What was removed", Says: removalWords(x, p),
		Links: []page.Link{{Text: "The proof, as a text to keep",
			URL: "/studies/" + x.ID + "/participants/" + p.ID + "/removal"}}}
	if left := leftBefore(x, p); len(left) > 0 {
		out.Says = append(out.Says, "These files had left the study before. Ask who has them to take the person out:")
		out.Says = append(out.Says, left...)
	}
	return out
}

// studyRemoval is the proof of a removal as a text.
func (s *Server) studyRemoval(w http.ResponseWriter, r *http.Request, st *study.Study) {
	var b strings.Builder
	st.View(func(x *core.State) {
		p := x.Participant(r.PathValue("who"))
		if p == nil || p.Removed == nil {
			return
		}
		fmt.Fprintf(&b, "Proof of removal\n\nStudy: %s (%s)\n\n", studyTitle(x), x.ID)
		for _, line := range removalWords(x, p) {
			fmt.Fprintf(&b, "%s\n", line)
		}
		b.WriteString("\nFiles that had left the study before:\n")
		left := leftBefore(x, p)
		if len(left) == 0 {
			b.WriteString("none is recorded\n")
		}
		for _, line := range left {
			fmt.Fprintf(&b, "- %s\n", line)
		}
		b.WriteString("\nWhat this does not reach: backups that were made before, files that somebody took away, and " +
			"paper. " +
			"The log still says that somebody took part and withdrew; it never held a word of theirs.\n")
	})
	if b.Len() == 0 {
		s.noStudy(w, r, "There is no such removal in this study.")
		return
	}
	page.SetHeaders(w.Header())
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `inline; filename="proof-of-removal.txt"`)
	fmt.Fprint(w, b.String())
}
