package web_test

import (
	"fmt"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/moment"
	"steady/person"
)

// entryOf is the number of the newest entry of a kind in somebody's record.
func (s *site) entryOf(who person.UserID, kind string) string {
	s.t.Helper()
	rows, err := s.house.Rows(s.t.Context(), app.Query{Table: app.TablePerson, Limit: 1, Cols: []string{"seq"},
		Where: []any{"person", string(who), "kind", kind}, Order: []string{"-seq"}})
	if err != nil || len(rows) == 0 {
		s.t.Fatalf("%s has no entry %s: %v", who, kind, err)
	}
	return fmt.Sprint(rows[0][0])
}

// answers keeps what somebody answered to an instrument, together with a nurse.
func (s *site) answers(who person.UserID, instrument, answers string) {
	s.t.Helper()
	r := request(app.NewCommandID(), demo.NurseA)
	kept := r.Keep(string(who), "answers", answers)
	var version string
	s.view(func(st *clinic.State) { version = st.Instrument(instrument).Version })
	r.Command.Body = clinic.AnswerInstrument{Sitting: "t-" + r.Command.ID, Person: who, Instrument: instrument,
		Version: version, How: clinic.WithWorker, Answers: answers, Kept: &kept}
	s.must(r)
}

// TestALineSaysWhatWasSaidAndNoMore: each point opens to the questions and the
// answers; what was left out is an empty mark and no number; the crime items are
// called self-report; and there is no sum of strands anywhere.
func TestALineSaysWhatWasSaidAndNoMore(t *testing.T) {
	s := newSite(t)
	const who = person.UserID("u-02")
	s.answers(who, "top", `{"answers":{"1b":28,"3a":3,"4a":7,"4d":null}}`)
	s.answers(who, "core-10", `{"answers":{"1":3,"2":1,"3":2,"4":2,"5":2,"6":0,"7":3,"8":2,"9":2,"10":2}}`)
	s.clock.Pass(100 * 24 * moment.Hour)
	s.answers(who, "top", `{"answers":{"1b":4,"4a":12}}`)
	s.answers(who, "core-10", `{"answers":{"1":1,"2":3,"3":3,"4":0,"5":1,"6":0,"7":1,"8":1,"9":1,"10":1}}`)
	c := s.signIn(demo.DoctorA)
	line := c.get("/people/" + string(who) + "/line").status(200)
	line.says("Street heroin", "Taking from shops (self-report)", "it must never be the only measure", "never added up",
		"Reliable change index -4.94", "From 25 on 15 February 2026 to 8 on 10 June 2026", "28 days", "4 days",
		"Asked, and left out each time: another drug")
	line.silent("recovery score", "overall score", "composite")
	entry := s.entryOf(who, clinic.InstrumentAnswered{}.Kind())
	c.get("/people/"+string(who)+"/line/"+entry).status(200).says("CORE-10", "Only occasionally", "Total", "12")
	c.get("/people/u-03/line/" + entry).status(404) // of somebody else
}
