package register_test

import (
	"os"
	"strings"
	"testing"

	"steady/register"
)

// TestMayLackSecond: a step goes without a second person only by a row of a
// signed pack, and no row can name what never does.
func TestMayLackSecond(t *testing.T) {
	raw, err := os.ReadFile("../spec/testdata/alone-law.json")
	if err != nil {
		t.Fatal(err)
	}
	law, err := register.LoadJurisdiction(raw)
	if err != nil {
		t.Fatal(err)
	}
	if b, ok := law.MayLackSecond("move_stock"); !ok || b.Rule != "R-REG-14" {
		t.Error("a row of the pack is not read:", b, ok)
	}
	if _, ok := law.MayLackSecond("break_stock"); ok {
		t.Error("a step without a row goes alone")
	}
	var none *register.Jurisdiction
	if _, ok := none.MayLackSecond("move_stock"); ok {
		t.Error("without a pack a step goes alone")
	}
	for _, j := range register.Jurisdictions() {
		if len(j.Alone) > 0 {
			t.Errorf("%s lets a step go alone, and no source that was read says so", j.ID)
		}
	}
	unsigned := strings.Replace(string(raw), "Steady project, invented for a test", "", 1)
	draft, err := register.LoadJurisdiction([]byte(unsigned))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := draft.MayLackSecond("move_stock"); ok {
		t.Error("a draft lets a step go alone")
	}
	for _, never := range []string{"check", "destroy_stock", "hand_custody", "prescribe", "make_tea"} {
		doc := strings.Replace(string(raw), `"move_stock"`, `"`+never+`"`, 1)
		if _, err := register.LoadJurisdiction([]byte(doc)); err == nil {
			t.Errorf("a pack may name %s", never)
		}
	}
}
