package compare

import (
	"errors"
	"strings"
	"testing"
)

const periods = `"before":{"events":12,"person_days":3650,"counted":"everybody"},` +
	`"after":{"events":3,"person_days":1800,"counted":"everybody"}`

func TestClaims(t *testing.T) {
	for claim, code := range map[string]string{
		`{"kind":"deaths","what":"unsupervised milligrams"}`:                        "deaths-from-exposure",
		`{"kind":"before_after","what":"ambulance","says":"count",` + periods + `}`: "unequal-exposure",
		`{"kind":"before_after","what":"ambulance","says":"rate",` +
			strings.Replace(periods, "everybody", "stayed", 1) + `}`: "survivors-only",
		`{"kind":"before_after","what":"ambulance","says":"rate","before":{"events":1,"counted":"everybody"},` +
			`"after":{"events":1,"counted":"everybody"}}`: "exposure-not-known",
		`{"kind":"before_after","what":"ambulance","says":"rate",` + periods + `}`: "",
	} {
		c, err := ParseClaim([]byte(claim))
		if err != nil {
			t.Fatalf("%s: %v", claim, err)
		}
		grant, err := c.Judge()
		var no *RefusedError
		switch {
		case code == "" && (err != nil || len(grant.Caveats) == 0 ||
			!strings.Contains(grant.Text, "cannot be told from no change")):
			t.Errorf("%s: %+v, %v", claim, grant, err)
		case code != "" && (!errors.As(err, &no) || no.Code != code || no.Why == "" || no.Instead == ""):
			t.Errorf("%s: expected %s, found %v", claim, code, err)
		}
	}
}

func TestClaimsThatCannotBeRead(t *testing.T) {
	for claim, where := range map[string]string{
		`{"kind":"deaths"}`:                                "what",
		`{"kind":"miracle","what":"x"}`:                    "claim.kind",
		`{"kind":"deaths","what":"x","what":"y"}`:          "what",
		`{"kind":"deaths","what":"x","colour":"red"}`:      "colour",
		`{"kind":"deaths","what":"x","says":"count"}`:      "claim.says",
		`{"kind":"before_after","what":"x","says":"rate"}`: "before",
		`[]`: "object",
		strings.Replace(`{"kind":"before_after","what":"x","says":"rate",`+periods+`}`, "3650", "-1", 1): "person_days",
	} {
		if _, err := ParseClaim([]byte(claim)); err == nil || !strings.Contains(err.Error(), where) {
			t.Errorf("%s: expected an error that names %q, found %v", claim, where, err)
		}
	}
}

func FuzzClaim(f *testing.F) {
	f.Add([]byte(`{"kind":"before_after","what":"a","says":"rate",` + periods + `}`))
	f.Add([]byte(`{"kind":"deaths","what":"b"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ParseClaim(b)
		if err != nil {
			return
		}
		grant, err := c.Judge()
		if (grant == nil) == (err == nil) {
			t.Fatal("a claim is granted or refused, one of them")
		}
		if grant != nil && (c.Kind == Deaths || c.Before.Counted == Stayed || c.After.Counted == Stayed) {
			t.Fatalf("granted %+v", c)
		}
		if grant != nil && grant.Ratio != nil && !(grant.Lo <= *grant.Ratio && *grant.Ratio <= *grant.Hi) {
			t.Fatalf("the ratio lies outside its interval: %+v", grant)
		}
	})
}

func TestExtrapolation(t *testing.T) {
	s := world{1}.study()
	s.Policies[1].Facts = map[string]float64{"take_home_days": 14, "visits_per_day": 1}
	found := Extrapolations(s)
	if len(found) != 1 || found[0].About != "longer" || !strings.Contains(found[0].Text, "Swiss ordinance") {
		t.Errorf("14 days at home is outside what was published, once a day is not: %+v", found)
	}
	for _, p := range PublishedSettings {
		if p.Source == "" || p.Unit == "" || p.Lo > p.Hi {
			t.Errorf("%s has no source, no unit or no range", p.Fact)
		}
	}
}
