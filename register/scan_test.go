package register_test

import (
	"testing"

	"steady/journal"
	"steady/measure"
	"steady/register"
)

// TestSerialsGoWithTheirBatch: the state keeps the serial numbers of what is
// there, and drops them with the last ampoule.
func TestSerialsGoWithTheirBatch(t *testing.T) {
	a := &register.Accounts{}
	p := register.Product{Form: measure.Form{Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate},
		Content: 100 * measure.Milligram, Presentation: "ampoule"}
	const gtin = "02001234500012"
	e, no := a.Receive(register.Delivery{Product: p, Batch: "B1", Expiry: 740_000, Count: 10,
		From: register.Text{Ref: "t1", Digest: "00"}, Packs: []register.ScannedPacks{{GTIN: gtin, Count: 1,
			Serials: []string{"S1"}}}}, 739_000, register.Signed(journal.Confirmation{}))
	if no != nil {
		t.Fatal(no)
	}
	a.Apply(&e, 0, 1, "n1", "n2")
	if !a.SerialKnown(p.Page(), gtin, "S1") {
		t.Error("a pack that was received is not known")
	}
	for _, x := range [][3]string{{p.Page(), gtin, "S2"}, {p.Page(), "02001234500029", "S1"}, {"other", gtin, "S1"}} {
		if a.SerialKnown(x[0], x[1], x[2]) {
			t.Errorf("%v is known and was never received", x)
		}
	}
	out, no := a.SendBack(register.Take{Page: p.Page(), Batch: "B1", Count: 10}, register.Text{Ref: "t2"},
		register.Text{Ref: "t3"}, nil, register.Signed{})
	if no != nil {
		t.Fatal(no)
	}
	a.Apply(&out, 1, 2, "n1", "n2")
	if a.SerialKnown(p.Page(), gtin, "S1") {
		t.Error("the serial number of a batch that is gone is still in the state")
	}
}
