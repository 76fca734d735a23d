package web

import (
	"fmt"
	"net/http"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/study"
	"steady/internal/web/page"
	"steady/person"
	"steady/recovery"
	core "steady/voice/study"
)

// studyOutcome is what of the clinic's record is set beside themes. It is true or
// not of a person, and plain enough that a band of five says something.
type studyOutcome struct {
	name string
	of   func(*clinic.State, person.UserID) bool
}

var studyOutcomes = []studyOutcome{
	{"In treatment now", func(c *clinic.State, id person.UserID) bool {
		w := c.Ways[id]
		return c.People[id] != nil && (w == nil || w.Ended == nil)
	}},
	{"Reached a goal of their own", func(c *clinic.State, id person.UserID) bool {
		for _, g := range c.OwnOf(id).Goals {
			if g.Ended != nil && g.Ended.How == "there" {
				return true
			}
		}
		return false
	}},
}

// voicedBy are the participants with a passage under one of a theme's codes.
func voicedBy(x *core.State, t *core.Theme) map[string]bool {
	codes := map[string]bool{}
	for _, c := range t.Codes {
		codes[c] = true
		for _, below := range x.Under(c) {
			codes[below] = true
		}
	}
	out := map[string]bool{}
	for _, p := range x.Passages(func(string, string) bool { return true }) {
		if who := x.Of(x.Project.Sources[p.Text].ID); codes[p.Code] && who != nil {
			out[who.ID] = true
		}
	}
	return out
}

// bands are the only figures of this page: a number is told as the band of five
// that it lies in, and a small one not at all (V-31).
func band(n *int) string {
	if n == nil {
		return "hidden: too few"
	}
	low := *n / recovery.Smallest * recovery.Smallest
	return fmt.Sprintf("%d to %d", low, low+recovery.Smallest-1)
}

// studyJoined sets themes beside outcomes of the clinic, for groups of people who
// agreed to it.
func (s *Server) studyJoined(w http.ResponseWriter, r *http.Request, st *study.Study) {
	a, _ := login.Who(r.Context())
	lead := false
	st.View(func(x *core.State) { lead = x.Can(a.ID, core.Lead) })
	if !lead {
		s.draw(w, r, http.StatusForbidden, page.ConfirmPage(s.layout(r, "For who leads it"), page.Confirm{Kind: "warn",
			Heading: "Themes beside outcomes are for who leads the study",
			Back:    &page.Link{Text: "The study", URL: "/studies/" + st.ID()}}))
		return
	}
	linked, err := st.Linked(r.Context())
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.Study{Heading: "Themes beside outcomes", Lead: "Of participants who agreed to it, and for groups alone. " +
		"Numbers are bands of five; groups of fewer than five are hidden, and with them whatever would tell them."}
	err = s.house.View(func(c *clinic.State) {
		st.View(func(x *core.State) {
			v.Ways = studyWays(x)
			v.Parts = append(v.Parts, joinedParts(c, x, linked)...)
		})
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.studyLayout(r, v.Heading)
	l.Back = &page.Link{Text: "The study", URL: "/studies/" + st.ID()}
	s.draw(w, r, http.StatusOK, page.StudyPage(l, v))
}

func joinedParts(c *clinic.State, x *core.State, linked map[string]person.UserID) (out []page.StudyPart) {
	if len(linked) < 2*recovery.Smallest {
		return []page.StudyPart{{ID: "few", Title: "Too few", Says: []string{fmt.Sprintf(
			"Nothing is shown below %d people who agreed and whose key is known: two groups of five are the least that "+
				"hides somebody.", 2*recovery.Smallest)}}}
	}
	voicedIn := make([]map[string]bool, len(x.Analysis.Themes))
	for k, theme := range x.Analysis.Themes {
		voicedIn[k] = voicedBy(x, theme)
	}
	for i, o := range studyOutcomes {
		t := &page.StudyTable{Caption: o.name, None: "The study has no theme yet.",
			Head: []string{"Theme", "Voiced it: yes", "Voiced it: no", "Did not: yes", "Did not: no"}}
		var hidden []string
		for k, theme := range x.Analysis.Themes {
			voiced := voicedIn[k]
			groups := []recovery.Group{{Name: "vy"}, {Name: "vn"}, {Name: "ny"}, {Name: "nn"}}
			for who, id := range linked {
				n := 0
				if !voiced[who] {
					n = 2
				}
				if !o.of(c, id) {
					n++
				}
				groups[n].Count++
			}
			shown, _ := recovery.Suppress(groups)
			row, any := page.StudyRow{Cells: []string{theme.Name.Get()}}, false
			for _, g := range shown {
				row.Cells, any = append(row.Cells, band(g.Count)), any || g.Count != nil
			}
			if any {
				t.Rows = append(t.Rows, row)
			} else {
				hidden = append(hidden, theme.Name.Get())
			}
		}
		part := page.StudyPart{ID: fmt.Sprintf("outcome-%d", i), Title: o.name, Table: t, Lead: "Of people who voiced a " +
			"theme and of those who did not: how many, and how many not. It says nothing about what leads to what."}
		if len(hidden) > 0 {
			part.Says = []string{"Hidden, because a group would be fewer than five people: " + strings.Join(hidden, ", ") + "."}
			if len(t.Rows) == 0 {
				t.None = "No theme has groups that are large enough to show."
			}
		}
		out = append(out, part)
	}
	return out
}
