package register_test

import (
	"errors"
	"strings"
	"testing"

	"steady/measure"
	"steady/person"
	"steady/protocol"
	"steady/register"
)

// TestJurisdictionsLoad: every pack of the build loads, says who has to sign
// it, and comes back from its own bytes.
func TestJurisdictionsLoad(t *testing.T) {
	var ids []string
	for _, j := range register.Jurisdictions() {
		ids = append(ids, j.ID)
		if j.Status() != "signed" || j.Note == "" || len(j.Sources) == 0 {
			t.Errorf("%s: %s, %q, %d sources", j.ID, j.Status(), j.Note, len(j.Sources))
		}
		again, err := register.LoadJurisdiction(j.Document())
		if err != nil || again.Version != j.Version {
			t.Error(j.ID, err)
		}
		for _, act := range person.Acts() {
			if _, needed := j.LicenceNeeded(measure.Diamorphine, act); !needed {
				t.Errorf("%s asks for no licence to %s diamorphine", j.ID, act)
			}
		}
	}
	if got := strings.Join(ids, " "); got != "ca ch de-law gb-eng us-otp" {
		t.Error(got)
	}
	if _, err := register.FindJurisdiction("atlantis"); err == nil || !strings.Contains(err.Error(), "gb-eng") {
		t.Error(err)
	}
}

// TestLicenceNeeded: what no row says needs a licence; only England's pack says
// that methadone needs none (R-REG-19).
func TestLicenceNeeded(t *testing.T) {
	find := func(id string) *register.Jurisdiction {
		j, err := register.FindJurisdiction(id)
		if err != nil {
			t.Fatal(err)
		}
		return j
	}
	for _, c := range []struct {
		of     *register.Jurisdiction
		needed bool
	}{{nil, true}, {find("gb-eng"), false}, {find("ch"), true}, {find("de-law"), true}} {
		if _, needed := c.of.LicenceNeeded(measure.Methadone, person.Prescribes); needed != c.needed {
			t.Errorf("%v: needed is %v", c.of, needed)
		}
	}
}

// TestJurisdictionIsReadStrictly: an unknown field or word cannot be read; a
// document that is understood and wrong is refused with every fault.
func TestJurisdictionIsReadStrictly(t *testing.T) {
	j, err := register.FindJurisdiction("gb-eng")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(j.Document())
	for _, c := range []struct{ old, new, says string }{
		{`"kind": "jurisdiction"`, `"kind": "dosing"`, "unknown word"},
		{`"note":`, `"notes":`, "unknown field"},
		{`"needed": true`, `"needed": "yes"`, "expected true or false"},
		{`"act": "prescribe"`, `"act": "bless"`, "unknown word"},
		{`"days": 0`, `"days": 1.5`, "not a whole number"},
		{`"code": "HO2"`, `"code": "HO1"`, "stands twice"},
		{`"confidence": "C"`, `"confidence": "U"`, "an unconfirmed figure may not be used"},
		{`"source": "S11"`, `"source": "S99"`, "not listed under sources"},
		{`"days": 0`, `"days": 2`, "without a condition"},
		{`"rule": "R-REG-21"`, `"rule": ""`, "has no rule"},
	} {
		bad := strings.Replace(doc, c.old, c.new, 1)
		if bad == doc {
			t.Fatalf("%s is not in the pack", c.old)
		}
		if _, err := register.LoadJurisdiction([]byte(bad)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.new, err)
		}
	}
	var judged *protocol.RefusedError
	same := strings.Replace(doc, `"approver": "`+j.Approver, `"approver": "`+j.Author, 1)
	if _, err := register.LoadJurisdiction([]byte(same)); !errors.As(err, &judged) {
		t.Error("author and approver are one person:", err)
	}
}

// TestDraftJurisdictionAllowsNothing: without an approver nothing that only a
// law allows is allowed.
func TestDraftJurisdictionAllowsNothing(t *testing.T) {
	e, err := register.FindJurisdiction("gb-eng")
	if err != nil {
		t.Fatal(err)
	}
	doc := strings.Replace(string(e.Document()), `"approver": "`+e.Approver+`"`, `"approver": null`, 1)
	j, err := register.LoadJurisdiction([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	if j.Status() != "draft" {
		t.Error(j.Status())
	}
	if _, needed := j.LicenceNeeded(measure.Methadone, person.Prescribes); !needed {
		t.Error("a draft frees methadone of the licence")
	}
	if j.MayDispense(register.Instalments{Count: 7, Every: 1}) == nil {
		t.Error("a draft allows instalments")
	}
}

// FuzzLoadJurisdiction: no bytes crash the loader, and what loads loads again.
func FuzzLoadJurisdiction(f *testing.F) {
	for _, j := range register.Jurisdictions() {
		f.Add(j.Document())
	}
	f.Add([]byte(`{"format":"steady-jurisdiction-pack/1","kind":"jurisdiction","id":"x","version":"1","licences":[{}]}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		j, err := register.LoadJurisdiction(b)
		if err != nil {
			return
		}
		if _, err := register.LoadJurisdiction(j.Document()); err != nil {
			t.Error(err)
		}
		for _, r := range j.TakeHomes {
			if no := j.MayTakeHome(r.Substance, protocol.Oral, register.TakeHome{Days: 32}); no == nil {
				t.Error("32 days were allowed")
			}
		}
	})
}
