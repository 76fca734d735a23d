package web_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"steady/clinic"
	"steady/lab"
	"steady/person"
	"steady/protocol"
)

// ownNasal is a pack that the service signed itself. Its figures are made up.
func ownNasal(t *testing.T) []byte {
	t.Helper()
	from, err := protocol.Find("ch-iv")
	must(t, err)
	doc := map[string]any{}
	must(t, json.Unmarshal(from.Document(), &doc))
	doc["id"], doc["title"], doc["author"], doc["approver"] = "own-nasal", "Made up for a test", "A. Made-up", "B. Made-up"
	doc["routes"] = []string{"nasal"}
	doc["observation_routes"] = []map[string]any{{"route": "nasal", "minutes": 45, "rule": "MADE-UP", "source": "STEADY",
		"confidence": "E"}}
	for _, name := range []string{"routes_off_label", "vein_attempts_max", "vein_observation_min", "beside"} {
		delete(doc, name)
	}
	b, err := json.Marshal(doc)
	must(t, err)
	return b
}

// TestTheEditorSaysWhatTheNasalRouteNeeds: without a pack of the service the page
// says what is missing; with it, the pack comes along with the question and
// nothing is missing.
func TestTheEditorSaysWhatTheNasalRouteNeeds(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	boss := s.signIn("s-boss")
	ask := func(pack string) *answer {
		at := boss.press(boss.get("/lab/new"), "/lab/new", "title", "Nose", "question", "Which?", "figures",
			"reference").leads("/lab/questions/").to
		s.fillService(boss, at)
		own := boss.press(boss.get(at), at+"/add", "own", "Through the nose").leads(at + "/policy?policy=p1").to
		form := boss.get(at + "/rule?policy=p1&kind=route").says("No pack here has the nasal route")
		boss.press(form, at+"/rule", "route", "nasal", "product", pack, "salt", "hydrochloride-monohydrate", "content",
			"100", "dose_value", "200", "dose_lo", "100", "dose_hi", "300", "dose_source", "made up", "dose_sure", "assumption",
			"share_value", "0.5", "share_lo", "0.2", "share_hi", "0.8", "share_source", "made up", "share_sure", "assumption",
			"authority", "licence_condition", "source", "made up").leads(own)
		return boss.get(own).status(http.StatusOK)
	}
	ask("ch-oral").says("no route through the nose", "signed pack of this service", "observation_routes")
	r := request("install-nasal", clinic.System)
	r.Command.Body = clinic.InstallPack{Document: ownNasal(t)}
	s.must(r)
	ask("own-nasal").silent("no route through the nose").silent("is refused").silent("there is no dosing pack")
}

// TestAPolicyMayHaveTwoMoreSites: each is a rule of its own, changed by its name.
func TestAPolicyMayHaveTwoMoreSites(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	boss := s.signIn("s-boss")
	at := boss.press(boss.get("/lab/new"), "/lab/new", "title", "Sites", "question", "Which?", "figures", "reference",
		"ready", "site").leads("/lab/questions/").to
	form := boss.get(at + "/rule?policy=site&kind=site&key=*")
	boss.press(form, at+"/rule", "site", "West side", "share_value", "0.2", "share_lo", "0.1", "share_hi", "0.3",
		"share_source", "made up", "share_sure", "assumption", "travel_value", "0.5", "travel_lo", "0.1", "travel_hi", "1",
		"travel_source", "made up", "travel_sure", "assumption", "desks", "1", "booths", "2", "places", "4", "shift0_from",
		"08:00", "shift0_to", "18:00", "shift0_registered", "2", "shift0_support", "1", "authority", "licence_condition",
		"source", "made up").leads(at + "/policy?policy=site")
	boss.press(boss.get(at+"/rule?policy=site&kind=site&key=West+side"), at+"/rule", "booths", "3").leads(
		at + "/policy?policy=site")
	var booths []int
	for _, p := range s.policies(at) {
		for _, x := range p.Rules {
			if x.Kind == lab.RuleSite {
				booths = append(booths, x.Site.Booths)
			}
		}
	}
	if len(booths) != 2 || booths[1] != 3 {
		t.Errorf("booths of the further sites: %v", booths)
	}
}
