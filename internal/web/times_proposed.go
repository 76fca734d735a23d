package web

import (
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/web/page"
)

var answerWords = map[clinic.ProposalAnswer]string{clinic.AnswerOpen: "Not answered yet",
	clinic.AnswerNo: "Keeps their times", clinic.AnswerWaits: "Said yes; waits until there is room",
	clinic.AnswerAgreed: "Said yes; it holds"}

// open is the newest proposal.
func (d *planDraw) open() *page.PlanOpen {
	p := d.st.Lives.Proposal
	if p == nil {
		return nil
	}
	v := &page.PlanOpen{Title: "Proposed times from " + dayWords(p.From), Lead: "Proposed by " + d.n.staff(p.By) + ", " +
		stamp(d.z, d.now, p.At) + ". People answer on their own pages, or tell staff."}
	open := 0
	for _, x := range p.Items {
		line := page.PlanAsked{Name: d.n.person(x.Person), URL: "/times/lives/" + string(x.Person),
			State: answerWords[x.Answer], Gives: "Gives back " + hoursMinutes(x.Saves) + " a week"}
		switch {
		case x.Saves <= 0 && x.Weighed > x.Saves && x.Weighed > 0:
			line.Gives = "Nearer to the times they wish for; " + givesWords(x.Saves) + " a week"
		case x.Saves < 0:
			line.Gives = "Costs " + hoursMinutes(-x.Saves) + " a week, so that others can come"
		case x.Saves == 0:
			line.Gives = "Costs them nothing, and others can come"
		}
		var times []string
		for i, session := range d.st.Sessions {
			if w := weekWords(x.Times, i); w != "" {
				times = append(times, session.Name+" "+w)
			}
		}
		line.Times = strings.Join(times, "; ")
		if x.Answer == clinic.AnswerOpen && d.may(clinic.AnswerTimes{}.CommandKind()) {
			open++
			for _, a := range []struct{ label, kind, yes string }{{"They said yes", "", "yes"},
				{"They keep their times", "secondary", ""}} {
				line.Acts = append(line.Acts, page.Action{Label: a.label, Kind: a.kind, Form: page.Form{
					Action: "/times/plan/answer", Command: app.NewCommandID(), Hidden: []page.Pair{
						{Name: "proposal", Value: p.Proposal}, {Name: "person", Value: string(x.Person)},
						{Name: "yes", Value: a.yes}}}})
			}
		}
		v.Lines = append(v.Lines, line)
	}
	if open > 1 {
		v.All = &page.Action{Label: "All " + strconv.Itoa(open) + " said yes", Kind: "secondary",
			Hint: "Only when you asked each of them.", Form: page.Form{Action: "/times/plan/all", Command: app.NewCommandID(),
				Hidden: []page.Pair{{Name: "proposal", Value: p.Proposal}}}}
	}
	return v
}
