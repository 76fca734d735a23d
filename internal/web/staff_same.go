package web

import (
	"net/http"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/person"
)

// sameWords names the other accounts of somebody; "" where none is known.
func sameWords(st *clinic.State, n names, id person.StaffID) string {
	var out []string
	for _, other := range st.StaffInOrder() {
		if other != id && st.SameHuman(other, id) {
			out = append(out, n.staff(other))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "One person with " + strings.Join(out, ", ") + ": never two people at one step"
}

func sameForm(st *clinic.State, n names, t typed) *page.SmallForm {
	f := &page.SmallForm{Title: "Say that two accounts are one person", Button: "They are one person",
		Lead: "From then on the two never count as two people at one step (R-REG-14). It cannot be undone: an account " +
			"that is really somebody else's is ended and made anew.", Open: t.v != nil,
		Form: page.Form{Action: "/staff/same", Command: t.command(), Hidden: []page.Pair{{Name: "form", Value: "same"}}}}
	all := []page.Choice{{Value: "", Label: "Choose"}}
	for _, id := range st.StaffInOrder() {
		all = append(all, page.Choice{Value: string(id), Label: n.staff(id)})
	}
	f.Fields = []page.SmallField{
		{ID: "one-same", Name: "one", Label: "This account", Choices: all, Select: true, Field: t.field("one")},
		{ID: "other-same", Name: "other", Label: "and this account", Choices: all, Select: true, Field: t.field("other")},
		{ID: "reason-same", Name: "reason", Label: "How it was found, in one line", Field: t.field("reason")}}
	return f
}

// linkAccounts says that two accounts are one human being.
func (s *Server) linkAccounts(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	body := clinic.LinkAccounts{Staff: person.StaffID(p.need("one", "Choose the first account.")),
		Same:   person.StaffID(p.need("other", "Choose the second account.")),
		Reason: p.keep("staff", "same", p.need("reason", "Write in one line how it was found."))}
	p.anchor("-same")
	s.staffPress(w, p, body, nil)
}

// managerList is what the manager sees above the staff: papers that end, and
// disputes that nobody has answered.
func (d *drawing) managerList() []page.WorkPart {
	lists := page.WorkList{}
	d.openDisputes(&lists)
	d.endings(&lists)
	return lists.Parts
}
