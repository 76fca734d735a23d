package demo

import (
	"steady/clinic"
	"steady/clinic/cohort"
	"steady/internal/app"
	"steady/moment"
)

// nationalTold is what an invented person said for the national return. Two said no, one
// was not asked, one answer is missing: so that each shows.
type nationalTold struct {
	agrees        clinic.SendAnswer
	initials, sex string
	ethnic        clinic.Ethnic
	postcode      string
	drugs         []clinic.Drug
	first         int
}

var toldBy = map[string]nationalTold{
	"u-01": {clinic.MaySend, "JM", "male", "A", "ZZ1 1", []clinic.Drug{"heroin", "crack"}, 19},
	"u-02": {clinic.MaySend, "SB", "female", "A", "ZZ1 2", []clinic.Drug{"heroin"}, 22},
	"u-03": {clinic.MaySend, "KR", "male", "B", "ZZ1 1", []clinic.Drug{"heroin", "benzodiazepine"}, 17},
	"u-04": {clinic.MayNotSend, "", "", "", "", nil, 0},
	"u-05": {clinic.MaySend, "RL", "female", "A", "ZZ1 3", []clinic.Drug{"heroin", "alcohol"}, 25},
	"u-06": {clinic.MaySend, "MO", "male", "D", "ZZ1 1", []clinic.Drug{"heroin", "crack", "cannabis"}, 18},
	"u-07": {clinic.MaySend, "LT", "male", "A", "ZZ1 2", []clinic.Drug{"heroin"}, 20},
	"u-08": {clinic.MaySend, "CW", "female", "A", "ZZ1 1", []clinic.Drug{"heroin"}, 30},
	"u-09": {clinic.MaySend, "FA", "male", "N", "ZZ1 4", []clinic.Drug{"heroin", "crack"}, 21},
	"u-10": {clinic.MaySend, "MG", "male", "A", "ZZ1 1", []clinic.Drug{"heroin"}, 0},
	"u-11": {clinic.MaySend, "AP", "female", "A", "ZZ1 2", []clinic.Drug{"heroin", "crack"}, 24},
	"u-12": {clinic.MaySend, "", "male", "A", "", []clinic.Drug{"heroin"}, 20}, // initials are missing
	"u-13": {clinic.MayNotSend, "", "", "", "", nil, 0},
	"u-14": {clinic.MaySend, "NH", "female", "J", "ZZ1 3", []clinic.Drug{"heroin", "alcohol"}, 23},
}

// national writes down what somebody said for the national return, on the day on
// which their treatment began.
func (m *maker) national(at moment.Instant, g guest) {
	t, ok := toldBy[string(g.id)]
	if !ok {
		return
	}
	m.must(at, NurseD, "", func(r *app.Request) clinic.Body {
		b := clinic.RecordNational{Person: g.id, Agrees: t.agrees}
		if t.agrees == clinic.MaySend {
			b.Initials, b.Postcode = r.KeepIf(string(g.id), "initials", t.initials),
				r.KeepIf(string(g.id), "postcode", t.postcode)
			b.Sex, b.Ethnic, b.Nation, b.Drugs, b.FirstUse = clinic.Sex(t.sex), t.ethnic, "GBR", t.drugs, t.first
			b.Route, b.Injects, b.Housing, b.Children = "inject", "currently", "problem", "no_children"
			if t.first%2 == 0 {
				b.Housing = "none"
			}
		}
		return b
	})
}

// Invented pounds a month: nobody is meant to copy a figure.
const (
	inventedStaff    = 21_000
	inventedMedicine = 9_500
)

// codes enters invented codes of the service.
func (m *maker) codes(at moment.Instant) {
	m.must(at, NurseD, "", plain(clinic.SetNational{Agency: "ZZ999", Area: "Z99Z", Local: "ZZ99"}))
}

// service enters what an invented manager knows of the service: its places, and
// what its whole months cost.
func (m *maker) service(now moment.Instant, first moment.Day) {
	m.must(now, NurseD, "", plain(clinic.SetFunding{Places: 20, Until: m.zone.Day(now) + 400}))
	for from := cohort.FirstOfMonth(first); from.AddMonths(1) <= m.zone.Day(now); from = from.AddMonths(1) {
		for kind, pounds := range []int64{inventedStaff, inventedMedicine} {
			m.must(now, NurseD, "", func(r *app.Request) clinic.Body {
				return clinic.EnterCost{Kind: clinic.CostKinds[kind].Code, From: from, To: from.AddMonths(1) - 1,
					Pence: pounds * 100, Where: r.Keep("service", "cost", "Invented for the demonstration")}
			})
		}
	}
}
