package clinic_test

import (
	"testing"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// TestR_REG_10_TheListIsTheRule: the list that the manager sees and the refusal
// are one. It is worked off line by line until the service closes; then every
// page is at zero, in the state and in the register, and nothing but notes is
// added.
func TestR_REG_10_TheListIsTheRule(t *testing.T) {
	d := atDesk(t)
	d.does("n1", "", clinic.AddStaff{Staff: "m1", Roles: []person.Role{person.Manager}, Name: text("n")})
	closing := clinic.CloseService{Successor: text("the trust")}
	holds := func(code string) {
		t.Helper()
		first := ""
		for _, x := range d.s.Closing() {
			same(t, "a line that holds refuses nothing", x.No == nil, x.Left == 0)
			if x.No != nil && first == "" {
				first = x.No.Code
			}
		}
		same(t, "the first line with something left", first, code)
		if code != "" {
			d.refused(code, "m1", "", closing)
		}
	}
	d.does("d1", "", clinic.RaiseRequisition{Requisition: "q", Supplier: text("s"), Recipient: text("r"),
		Profession: text("doctor"), Purpose: text("stock"), Items: []clinic.RequisitionItem{{Ampoules: 5,
			Product: register.Product{Form: form, Content: 100 * measure.Milligram, Presentation: "ampoule"}}}})
	holds("people_left")
	north := text("north")
	for _, u := range []person.UserID{"u0", "u1", "u2"} {
		d.does("n1", "", clinic.EndTreatment{Person: u, Ending: clinic.EndTransfer, To: &north, How: &north,
			FollowUp: d.zone.Day(d.now) + 30})
	}
	holds("work_left")
	d.does("d1", "", clinic.CloseRequisition{Requisition: "q", Reason: text("we close")})
	holds("balance_left")
	same(t, "pages with something on them", d.s.Closing()[3].Left, 4)
	for i, mg := range []measure.Mass{100, 30, 10, 5} {
		d.now = d.now.Add(moment.Minute)
		d.does("n1", "n2", clinic.SendStock{Transfer: "t" + string(rune('0'+i)), To: "north",
			Take: register.Take{Page: pageOf(mg), Batch: "B", Count: 40}})
	}
	holds("")
	same(t, "before it closes", d.s.ClosedPages() == nil, true)
	got := entries(d.does("m1", "", closing))
	same(t, "entries", got, []string{"page_closed 0 m1 ", "page_closed 0 m1 ", "page_closed 0 m1 ", "page_closed 0 m1 "})
	pages := d.s.ClosedPages()
	same(t, "closed pages", len(pages), 4)
	for _, p := range pages {
		same(t, p.Heading, []any{p.Ampoules, p.Mass}, []any{measure.Ampoules(0), measure.Mass(0)})
	}
	d.refused("service_is_closed", "n1", "", clinic.PlanDay{Day: d.zone.Day(d.now) + 1})
	d.does("n1", "", clinic.NoteRegister{Page: pageOf(100), Target: pages0(d), Text: text("the box is 7")})
}

// pages0 is an entry of the page of 100 mg.
func pages0(d *desk) int64 { return d.s.Accounts.Sheets[pageOf(100)].Last }
