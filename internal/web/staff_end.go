package web

import (
	"net/http"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/person"
)

var actLabels = map[person.Act]string{person.Prescribes: "prescribing", person.Countersigns: "countersigning",
	person.Administers: "administering"}

// actWordsOf spells what a licence covers.
func actWordsOf(l person.Licence) string {
	var out []string
	for _, a := range person.Acts() {
		if l.Allows(a) {
			out = append(out, actLabels[a])
		}
	}
	return strings.Join(out, ", ")
}

// endLicenceForm ends one licence of the list; what names it travels with it.
func endLicenceForm(i int, l person.Licence, today moment.Day, all typed) *page.EndForm {
	id := "licence-" + strconv.Itoa(i)
	t := all.of(id)
	return &page.EndForm{ID: id, On: t.dateOr("on", today), Reason: t.field("reason"), Open: t.v != nil,
		Form: page.Form{Action: "/staff/licence/end", Command: t.command(), Hidden: []page.Pair{{Name: "form", Value: id},
			{Name: "doctor", Value: string(l.Doctor)}, {Name: "substance", Value: string(l.Substance)},
			{Name: "number", Value: l.Number}}}}
}

func endRolesForm(m *clinic.Staff, all typed) *page.EndForm {
	if len(m.Roles) == 0 {
		return nil
	}
	id := "end-" + string(m.ID)
	t := all.of(id)
	f := &page.EndForm{ID: id, Role: t.picks("roles"), Reason: t.field("reason"), Open: t.v != nil,
		Form: page.Form{Action: "/staff/" + string(m.ID) + "/roles", Command: t.command(),
			Hidden: []page.Pair{{Name: "form", Value: id}}}}
	for _, r := range m.Roles {
		f.Roles = append(f.Roles, page.Choice{Value: string(r), Label: r.String()})
	}
	return f
}

// endLicence ends a licence before its last day.
func (s *Server) endLicence(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	doctor := p.get("doctor")
	body := clinic.EndLicence{Doctor: person.StaffID(doctor), Substance: measure.Substance(p.get("substance")),
		Number: p.get("number"), On: p.date("on", "First day without it"),
		Reason: p.keep(doctor, "reason", p.need("reason", "Write in one line why the licence ends."))}
	p.anchor("-" + p.get("form"))
	s.staffPress(w, p, body, nil)
}

// endRoles takes roles from somebody.
func (s *Server) endRoles(w http.ResponseWriter, r *http.Request) {
	p, id := s.pressed(r), r.PathValue("staff")
	body := clinic.EndRoles{Staff: person.StaffID(id),
		Reason: p.keep(id, "reason", p.need("reason", "Write in one line why the role ends."))}
	for _, w := range p.r.PostForm["roles"] {
		body.Roles = append(body.Roles, person.Role(w))
	}
	if len(body.Roles) == 0 {
		p.wrong("roles", "Choose which role ends.")
	}
	p.anchor("-" + p.get("form"))
	s.staffPress(w, p, body, nil)
}
