package clinic_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"

	"steady/clinic"
	"steady/moment"
	"steady/person"
)

// TestACheckInNeverChangesADose: whatever somebody says of themself, nothing
// that a rule reads is another than before.
func TestACheckInNeverChangesADose(t *testing.T) {
	d := atDesk(t)
	id := d.s.PeopleInOrder()[0]
	before := withoutOwn(t, d.s)
	self := person.Self(id)
	words := clinic.Text{Ref: "t1", Digest: "x"}
	for _, b := range []clinic.Body{
		clinic.CheckIn{Person: id, Mood: "very_bad", Sleep: "very_bad", Pain: "very_much", Craving: "very_much",
			Ask: clinic.AskHelp, Words: &words},
		clinic.CheckIn{Person: id, Mood: "very_good", Pain: "none"},
		clinic.DescribeBetter{Person: id, Words: &words},
		clinic.TellSide{Person: id, Side: clinic.Takes, Words: words},
		clinic.SetGoal{Person: id, Goal: "g1", Area: clinic.Abstinence, Author: clinic.ByPerson, Words: words},
		clinic.AddStep{Person: id, Goal: "g1", Words: words},
		clinic.MarkStep{Person: id, Goal: "g1", Step: 1, Mark: "done"},
		clinic.SaySomething{Note: "m1", Kind: "complaint", Person: id, Words: words},
		clinic.SeeTo{Person: id},
		clinic.EndGoal{Person: id, Goal: "g1", How: "there"},
	} {
		d.does(self, "", b)
		if after := withoutOwn(t, d.s); !bytes.Equal(before, after) {
			t.Fatalf("%s changed what the rules read:\n%s\n%s", b.CommandKind(), before, after)
		}
	}
}

// withoutOwn is the state as the rules see it: all but what people say of
// themselves, and how long the journal is.
func withoutOwn(t *testing.T, s *clinic.State) []byte {
	t.Helper()
	b, err := s.Snapshot()
	var m map[string]json.RawMessage
	if err == nil {
		err = json.Unmarshal(b, &m)
	}
	if err != nil || m["own"] == nil {
		t.Fatal("the snapshot has no own pages", err)
	}
	for _, k := range []string{"own", "clinical", "recorded"} {
		delete(m, k)
	}
	out, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestWithoutANameNothingSaysWho: the entry of a note without a name has no
// author, nobody it is about, and of its time the day alone; the journal's
// clock stands where the entry before it left it.
func TestWithoutANameNothingSaysWho(t *testing.T) {
	d := atDesk(t)
	d.now = d.now.Add(7*moment.Minute + 13*moment.Second)
	before := d.s.Recorded
	events := d.does(clinic.System, "", clinic.SaySomething{Note: "m1", Kind: "complaint",
		Words: clinic.Text{Ref: "t1", Digest: "x"}})
	if len(events) != 1 {
		t.Fatalf("%d events", len(events))
	}
	e := events[0]
	who, visit := clinic.About(d.s, e.Body)
	if e.By != clinic.System || who != "" || visit != "" {
		t.Errorf("by %q about %q %q", e.By, who, visit)
	}
	if day := d.zone.At(d.zone.Day(d.now), 0, 0); e.Happened != day || e.Recorded != before || d.s.Recorded != before {
		t.Errorf("happened %v recorded %v, want %v and %v", e.Happened, e.Recorded, day, before)
	}
	if n := d.s.Own.Notes["m1"]; n.Person != "" || n.Since != e.Happened {
		t.Errorf("the note is kept as %+v", n)
	}
	// The first entry of a day says no more than the day either.
	d.now = d.zone.At(d.zone.Day(d.now)+1, 6, 31)
	e = d.does(clinic.System, "", clinic.SaySomething{Note: "m2", Kind: "idea",
		Words: clinic.Text{Ref: "t2", Digest: "x"}})[0]
	if day := d.zone.At(d.zone.Day(d.now), 0, 0); e.Happened != day || e.Recorded != day {
		t.Errorf("happened %v recorded %v, want %v for both", e.Happened, e.Recorded, day)
	}
}

// TestOwnPagesAreBounded: years of goals, answers and notes do not grow what
// is kept in memory.
func TestOwnPagesAreBounded(t *testing.T) {
	d := atDesk(t)
	id := d.s.PeopleInOrder()[0]
	self := person.Self(id)
	words := text("words")
	for n := range 400 {
		d.now = d.now.Add(moment.Minute)
		note := "m" + strconv.Itoa(n)
		d.does(self, "", clinic.DescribeBetter{Person: id, Words: &words})
		d.does(self, "", clinic.SetGoal{Person: id, Goal: "g" + strconv.Itoa(n), Area: "home", Author: clinic.ByPerson,
			Words: words})
		d.does(self, "", clinic.EndGoal{Person: id, Goal: "g" + strconv.Itoa(n), How: "there"})
		d.does(self, "", clinic.SaySomething{Note: note, Kind: "thanks", Person: id, Words: words})
		d.does(clinic.System, "", clinic.FollowNote{Note: note, Stage: clinic.NoteClosed})
	}
	o := d.s.OwnOf(id)
	if len(o.Better) != 5 || len(o.Aside) != 12 || len(o.Goals) != 0 || len(d.s.Own.Notes) != 200 {
		t.Errorf("kept %d meanings, %d goals aside, %d open, %d notes", len(o.Better), len(o.Aside), len(o.Goals),
			len(d.s.Own.Notes))
	}
	if d.s.Own.Notes["m399"] == nil || d.s.Own.Notes["m0"] != nil {
		t.Error("the oldest closed notes are not those that went")
	}
}
