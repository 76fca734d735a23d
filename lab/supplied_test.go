package lab_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"steady/clinic"
	"steady/journal"
	"steady/lab"
	"steady/moment"
	"steady/protocol"
)

// nasalPack is what a service would have to sign: the figures are made up for
// the test and mean nothing. Without says what is left out of it.
func nasalPack(t *testing.T, without string) json.RawMessage {
	t.Helper()
	from, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	doc := map[string]any{}
	if err := json.Unmarshal(from.Document(), &doc); err != nil {
		t.Fatal(err)
	}
	doc["id"], doc["title"], doc["author"], doc["approver"] = "own-nasal", "Made up for a test", "A. Made-up", "B. Made-up"
	doc["routes"] = []string{"nasal"}
	doc["observation_routes"] = []map[string]any{{"route": "nasal", "minutes": 45, "rule": "MADE-UP", "source": "STEADY",
		"confidence": "E"}}
	for _, name := range []string{"routes_off_label", "vein_attempts_max", "vein_observation_min", "beside", without} {
		delete(doc, name)
	}
	if without == "one route" {
		doc["routes"] = []string{"nasal", "iv"}
	}
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// nasal is a policy under which half of the people change to the pack.
func nasal() *lab.Policy {
	return &lab.Policy{ID: "nasal", Name: "Through the nose", Rules: []lab.Rule{{Kind: lab.RuleRoute,
		Authority: lab.Licence, Source: "made up for a test", Route: "nasal", Product: &lab.Product{Pack: "own-nasal",
			Salt: "hydrochloride-monohydrate", Dose: assumed(200, 100, 300), Content: 100, Share: assumed(.5, .2, .8)}}}}
}

// TestASuppliedPackRunsThroughTheNose: without a pack the refusal says what is
// missing; with the pack of a service the production rules give doses by it, and
// watch as long as it says.
func TestASuppliedPackRunsThroughTheNose(t *testing.T) {
	s := month()
	var no *lab.RefusedError
	if err := nasal().Check(s); !errors.As(err, &no) {
		t.Fatalf("without a pack: %v", err)
	}
	for _, w := range []string{"signed pack", "author and approver", "observation_routes", "first day", "ceilings",
		"packs"} {
		if !strings.Contains(no.Why, w) {
			t.Errorf("the refusal does not name %q: %s", w, no.Why)
		}
	}
	s.Packs = []json.RawMessage{nasalPack(t, "")}
	if err := nasal().Check(s); err != nil {
		t.Fatal(err)
	}
	by := map[protocol.Route]int{}
	given := map[string]clinic.Event{}
	_, err := lab.Journals(s, nasal(), 0, func(_ string, entry []byte) {
		e, err := journal.Parse(slices.Clone(entry))
		if err != nil {
			t.Fatal(err)
		}
		event, err := clinic.Decode(e)
		if err != nil {
			t.Fatal(err)
		}
		switch b := event.Body.(type) {
		case *clinic.Injected:
			by[b.Route]++
			if b.Route != protocol.Nasal {
				return
			}
			if b.Site != "" || b.Attempts != 0 {
				t.Errorf("a dose through the nose at %q with %d attempts at a vein", b.Site, b.Attempts)
			}
			given[b.Visit] = event
		case *clinic.VisitEnded:
			if at, was := given[b.Visit]; was && b.Ending == "left_well" {
				if m := minutesBetween(at, event); m < 45 {
					t.Errorf("watched for %d minutes, the pack says 45", m)
				}
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if by[protocol.Nasal] < 50 || by[protocol.IV] < 50 {
		t.Errorf("doses by route: %v", by)
	}
}

func minutesBetween(a, b clinic.Event) int { return int(b.Happened.Since(a.Happened) / moment.Minute) }

// TestANasalPackSaysWhatItHasTo: what is not in it is not taken from another
// route.
func TestANasalPackSaysWhatItHasTo(t *testing.T) {
	for without, words := range map[string]string{"observation_routes": "no row for nasal", "first_day": "rows of its own",
		"rise": "rows of its own", "one route": "a pack of its own", "approver": "approver"} {
		s := month()
		s.Packs = []json.RawMessage{nasalPack(t, without)}
		var no *lab.RefusedError
		if err := nasal().Check(s); !errors.As(err, &no) || !strings.Contains(no.Why, words) {
			t.Errorf("without %s: %v", without, err)
		}
	}
}

// siteRule is a further site that a share of people come to.
func siteRule(name string, share float64) lab.Rule {
	return lab.Rule{Kind: lab.RuleSite, Authority: lab.Licence, Source: "made up for a test", Site: &lab.Site{Name: name,
		Share: assumed(share, 0, 1), Travel: assumed(.5, .1, 1), Desks: 1, Booths: 2, Places: 4,
		Shifts: []lab.Shift{{From: 510, To: 1080, Registered: 2, Support: 1}}}}
}

// TestMoreThanOneSecondSite: each site has a journal and a register of its own,
// and every person belongs to one.
func TestMoreThanOneSecondSite(t *testing.T) {
	p := &lab.Policy{ID: "sites", Name: "Two more", Rules: []lab.Rule{siteRule("East", .3), siteRule("West", .3)}}
	visits, at := map[string]int{}, map[string]string{}
	_, err := lab.Journals(month(), p, 0, func(site string, entry []byte) {
		e, err := journal.Parse(slices.Clone(entry))
		if err != nil {
			t.Fatal(err)
		}
		event, err := clinic.Decode(e)
		if err != nil {
			t.Fatal(err)
		}
		if b, ok := event.Body.(*clinic.Booked); ok {
			visits[site]++
			if before, seen := at[string(b.Person)]; seen && before != site {
				t.Errorf("%s is booked at %s and at %s", b.Person, before, site)
			}
			at[string(b.Person)] = site
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(visits) != 3 {
		t.Errorf("visits at %v, want three sites", visits)
	}
}
