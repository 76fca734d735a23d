package web_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/login"
	"steady/internal/web"
	"steady/person"
)

// unzip reads one file of an answer.
func unzip(t *testing.T, a *answer, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(a.body), int64(len(a.body)))
	must(t, err)
	f, err := z.Open(name)
	must(t, err)
	b, err := io.ReadAll(f)
	must(t, err)
	return b
}

// TestARecordGoesIntoTheRightHands: somebody takes their record away from a
// kiosk, after they proved once more who they are, and another person's code
// opens nothing; what staff were told in confidence is not in it until a
// prescriber let it out; that it left stands in the record.
func TestARecordGoesIntoTheRightHands(t *testing.T) {
	s := newSite(t)
	const who = person.UserID("u-02")
	secret := "Her neighbour told us that he follows her."
	r := request(app.NewCommandID(), demo.NurseA)
	r.Command.Body = clinic.RaiseSafeguarding{Concern: "c-1", Person: who, Kind: clinic.SafeguardingKinds[0].Code,
		Words: r.Keep(string(who), "safeguarding", secret)}
	s.must(r)
	seq := s.lastEntry()

	me := s.comesIn(who)
	door := login.NewDoor(s.login, web.People(s.house))
	code := func(id person.UserID) string {
		c, _, err := door.IssueOnce(t.Context(), demo.NurseA, id)
		must(t, err)
		return c.Spell()
	}
	take := func(code string) *answer { return me.press(me.get("/me/take"), "/me/take", "code", code) }
	take("").status(422)
	take(code("u-03")).status(422).says("These numbers are not yours")
	got := take(code(who)).status(200)
	raw := unzip(t, got, "record.json")
	var rec struct {
		Format string
		About  struct{ Name string }
	}
	must(t, json.Unmarshal(raw, &rec))
	if rec.Format != "steady-person-record/1" || rec.About.Name != "Sam" {
		t.Errorf("the file is %+v", rec)
	}
	html := unzip(t, got, "record.html")
	for _, words := range []string{"People here know my name.", "Write to her aunt"} {
		if !bytes.Contains(raw, []byte(words)) || !bytes.Contains(html, []byte(words)) {
			t.Errorf("%q is not in it", words)
		}
	}
	for _, id := range []string{secret, "u-01", "u-03", "u-04"} {
		if bytes.Contains(raw, []byte(id)) || bytes.Contains(html, []byte(id)) {
			t.Errorf("%q is in it", id)
		}
	}
	s.entryOf(who, "record_given")

	c := s.signIn(demo.DoctorA)
	at := "/people/" + string(who) + "/take"
	c.press(c.get(at), at+"/let", "entry", seq, "reason", "They know it, and the neighbour agreed.").leads(at)
	c.press(c.get(at), at, "what", "all", "to", "hand").status(422).says("how you made sure who they are")
	staff := c.press(c.get(at), at, "what", "all", "to", "hand", "identity", "born").status(200)
	if !bytes.Contains(unzip(t, staff, "record.json"), []byte(secret)) {
		t.Error("what was let out is not in it")
	}
	pack := c.press(c.get(at), at, "what", "transfer", "to", "service", "receives", "Harbour Street").status(200)
	if b := unzip(t, pack, "transfer.pdf"); !bytes.HasPrefix(b, []byte("%PDF")) {
		t.Error("the transfer pack has no paper")
	}

	card := s.cardOf(who)
	kiosk := s.kiosk()
	kiosk.press(kiosk.get("/kiosk"), "/me/in/code", "code", card).leads("/me")
	kiosk.get("/me/take").status(200).says("no file is left on it").silent(`action="/me/take"`)
}

// lastEntry is the number of the newest entry of the clinical log.
func (s *site) lastEntry() string {
	n := int64(0)
	s.view(func(st *clinic.State) { n = st.Clinical - 1 })
	return fmt.Sprint(n)
}

// TestAContinuityPlanIsMissedUntilItIsThere: who has none is listed from the
// first day; the oral equivalent is the prescriber's own words, and another
// prescription makes it out of date.
func TestAContinuityPlanIsMissedUntilItIsThere(t *testing.T) {
	s := newSite(t)
	var who person.UserID
	s.view(func(st *clinic.State) {
		none, _ := st.WithoutOnward()
		if len(none) == 0 {
			t.Fatal("everybody has one")
		}
		who = none[0]
	})
	c := s.signIn(demo.DoctorA)
	at := "/people/" + string(who) + "/onward"
	c.get("/reviews").says("No continuity plan")
	page := c.get(at).status(200).says("Nobody knows how treatment would go on", "No prescriber wrote it")
	c.press(page, at+"/plan", "route", "oral_elsewhere").status(422)
	c.press(c.get(at), at+"/plan", "route", "oral_elsewhere", "receives", "Harbour Street",
		"call", "Dr Lee, 01632 960001").leads(at)
	c.press(c.get(at), at+"/equivalent", "words", "Methadone as I wrote it on the chart").leads(at)
	c.get(at).says("Harbour Street", "Methadone as I wrote it on the chart").silent("Out of date")
	s.signIn(demo.NurseA).get(at).says("Harbour Street").silent("Keep my words")
	z := c.get("/reviews/packs").status(200)
	raw := unzip(t, z, string(who)+"/transfer.json")
	if !bytes.Contains(raw, []byte("Methadone as I wrote it on the chart")) {
		t.Errorf("the pack does not say what the prescriber wrote: %s", raw)
	}
	if list := unzip(t, z, "README.txt"); bytes.Contains(list, []byte(string(who)+": There is no continuity plan")) {
		t.Errorf("the list says that it lacks a plan: %s", list)
	}
}
