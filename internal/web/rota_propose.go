package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

func (s *Server) rotaPropose(w http.ResponseWriter, r *http.Request) {
	s.drawProposal(w, r, http.StatusOK, s.weekOf(r), nil, typed{}, nil)
}

// proposal asks who could take the open places of a week, from today on.
func proposal(st *clinic.State, met *rota.Faces, monday, today moment.Day) (rota.Problem, rota.Proposal) {
	p := st.RotaProblem(max(monday, today), monday+6, func(id person.StaffID, x rota.Shift) int {
		known, _ := knownIn(st, met, id, x)
		return known
	})
	return p, rota.Propose(p)
}

func (s *Server) drawProposal(w http.ResponseWriter, r *http.Request, status int, monday moment.Day,
	prob *page.Problem, t typed, no map[string]string) {
	met, err := s.faces(r.Context())
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.RotaProposal{Heading: "Who could take the open places, week of " + dayWords(monday)}
	err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
		p, got := proposal(st, met, monday, st.Zone().Day(s.house.Now()))
		shift := func(id string) rota.Shift { return st.Rota.Shifts[id].Shift }
		for _, g := range got.Gives {
			x := shift(g.Shift)
			value := strings.Join([]string{g.Shift, string(g.Staff), string(g.Skill)}, " ")
			line := page.RotaGive{Value: value, Day: shortDay(x.Day), Shift: x.Name, Name: n.staff(g.Staff),
				Skill: skillWords[g.Skill], No: no[value]}
			if known, due := knownIn(st, met, g.Staff, x); due > 0 {
				line.Known = fmt.Sprintf("%s %d of %d due", metWords(p.Rules), known, due)
			}
			v.Gives = append(v.Gives, line)
		}
		for _, l := range got.Left {
			x := shift(l.Shift)
			left := page.RotaLeft{Title: fmt.Sprintf("%s, %s, %s: 1 %s", shortDay(x.Day), x.Name, spanWords(x.From, x.To),
				skillWords[l.Skill])}
			for _, c := range l.Causes {
				left.Why = append(left.Why, page.Row{Key: n.staff(c.Staff), Value: notGiven[c.Code]})
			}
			v.Left = append(v.Left, left)
		}
		v.Lead, v.Says = proposalWords(p, got)
		if len(v.Gives) > 0 {
			v.Form = &page.Form{Action: "/times/rota/propose", Command: t.command(),
				Hidden: []page.Pair{{Name: "week", Value: monday.String()}}}
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.timesLayout(r, "Proposal")
	l.Problem, l.Back = prob, &page.Link{Text: "The week", URL: weekURL("/times/rota", monday)}
	s.draw(w, r, status, page.RotaProposalPage(l, v))
}

// proposalWords say what a proposal comes to, and how it was chosen.
func proposalWords(p rota.Problem, got rota.Proposal) (lead string, says []string) {
	switch {
	case len(got.Gives)+len(got.Left) == 0:
		lead = "No place is open in this week, from today on."
	case len(got.Left) == 0:
		lead = plural(len(got.Gives), "open place") + ": all can be filled. Nothing is recorded until you press."
	case len(got.Gives) == 0:
		lead = plural(len(got.Left), "open place") + ", and nobody to take one: why stands below for each of the staff. " +
			"Somebody of a bank or agency can be put on a shift by role."
	case got.Least:
		lead = fmt.Sprintf("%d of %s can be filled. For the others nobody may stand: no rota of these staff fills more.",
			len(got.Gives), plural(len(got.Gives)+len(got.Left), "open place"))
	default:
		lead = fmt.Sprintf("%d of %s can be filled by this proposal. Why not the others, stands below for each of the staff.",
			len(got.Gives), plural(len(got.Gives)+len(got.Left), "open place"))
	}
	says = []string{
		"First as few open minutes as possible, then hours and weekends shared, then people meeting those they know.",
		"Places that are taken stay as they are. Nobody is proposed against a rest rule that this service has set."}
	if !got.Contracts && len(p.Staff) > 0 {
		says = append(says, "The weekly hours of some of the staff are not on record: all are treated alike.")
	}
	return lead, says
}

// rotaAccept puts what was agreed on the rota, one place after the other. Each
// has an id made of the form's, so a press that was cut off is completed by the
// next one. What can no longer be is shown with its reason.
func (s *Server) rotaAccept(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	monday, err := moment.ParseDay(p.get("week"))
	if err != nil {
		p.wrong("", "This form names no week: load the page again.")
	}
	no := map[string]string{}
	var last app.Result
	for i, g := range p.r.PostForm["give"] {
		part := strings.Fields(g)
		if len(part) != 3 || !p.ok() {
			continue
		}
		req := app.Request{Command: clinic.Command{ID: fmt.Sprintf("%s-%d", p.req.Command.ID, i), By: p.req.Command.By,
			Body: clinic.Assign{Shift: part[0], Staff: person.StaffID(part[1]), Skill: rota.Skill(part[2])}}}
		res, err := s.house.Do(r.Context(), req)
		var refused *clinic.Refusal
		switch {
		case errors.As(err, &refused):
			no[g] = refused.Sentence
		case err != nil:
			s.fault(w, r, err)
			return
		default:
			last = res
		}
	}
	if prob, _ := p.problem(nil); prob != nil || len(no) > 0 {
		if prob == nil {
			prob = &page.Problem{Title: "Not all were put on the rota"}
			for _, g := range p.r.PostForm["give"] {
				if no[g] != "" {
					prob.Lines = append(prob.Lines, page.ProblemLine{Text: no[g]})
				}
			}
		}
		s.drawProposal(w, r, http.StatusUnprocessableEntity, rota.Monday(monday), prob, typed{}, no)
		return
	}
	p.on(w, weekURL("/times/rota", rota.Monday(monday)), last)
}
