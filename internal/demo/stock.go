package demo

import (
	"steady/clinic"
	"steady/internal/app"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// stock gives the movements of stock something to show on the last day: keys
// that were handed over, a tray for the morning, ampoules in quarantine and a
// requisition that has not come. All of it is invented.
func (t *today) stock(n int) {
	if n != t.o.Days {
		return
	}
	t.at(t.zone.At(t.day, 8, 6), func(at moment.Instant) {
		t.must(at, NurseD, NurseA, plain(clinic.HandCustody{Stores: register.Stores()}))
		strong, weak := t.lotIn(100), t.lotIn(5)
		if strong != nil {
			strong.Count = 20
			t.must(at.Add(moment.Minutes(1)), NurseA, NurseB, plain(clinic.MoveStock{Take: *strong, To: register.Tray}))
		}
		if weak != nil {
			weak.Count = 10
			t.must(at.Add(moment.Minutes(3)), NurseA, NurseC, func(r *app.Request) clinic.Body {
				return clinic.SetAside{Take: *weak, Why: register.AsideDefective,
					Text: r.KeepIf("register", "aside", "Invented: the labels came off in the box.")}
			})
		}
		t.requisition(at.Add(moment.Minutes(5)), Pharmacist)
	})
}

// lotIn is the first batch of a strength in milligrams with enough in the safe,
// or nil.
func (t *today) lotIn(mg measure.Mass) *register.Take {
	page := register.Product{Form: Form, Content: mg * measure.Milligram, Presentation: "ampoule"}.Page()
	for _, l := range t.h.BulkState().Accounts.Sheets[page].Lots {
		if l.At[register.Safe] > 40 {
			return &register.Take{Page: page, Batch: l.Batch, Store: register.Safe}
		}
	}
	return nil
}

func (t *today) requisition(at moment.Instant, by person.StaffID) {
	t.must(at, by, "", func(r *app.Request) clinic.Body {
		b := clinic.RaiseRequisition{Requisition: "r-invented",
			Supplier:   r.Keep("register", "supplier", "Invented Pharma Ltd, 1 Nowhere Road"),
			Recipient:  r.Keep("register", "recipient", "Pat (pharmacist), 2 Example Street"),
			Profession: r.Keep("register", "profession", "Pharmacist"),
			Purpose:    r.Keep("register", "purpose", "Treatment of invented people at these premises")}
		for _, x := range []struct {
			mg measure.Mass
			n  measure.Ampoules
		}{{100, 300}, {30, 200}} {
			b.Items = append(b.Items, clinic.RequisitionItem{Ampoules: x.n, Product: register.Product{Form: Form,
				Content: x.mg * measure.Milligram, Presentation: "ampoule"}})
		}
		return b
	})
}
