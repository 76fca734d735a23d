package clinic_test

import (
	"testing"

	"pgregory.net/rapid"

	"steady/clinic"
	"steady/dosing"
	"steady/moment"
	"steady/protocol"
)

// TestEligibilityDates: whatever the day, an age or a span of exactly the
// programme's limit is met, and one less is not (E-ELIG-01). The engine
// compares dates; the journal holds completed years and months.
func TestEligibilityDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		m.now = m.zone.At(moment.Date(2026, 3, 27)+moment.Day(rapid.IntRange(0, 1500).Draw(t, "days")), 9, 0)
		if no := m.give(t, clinic.ReferPerson{Person: "u9", Source: "self", Name: text("n")}, "n1", ""); no != nil {
			t.Fatal(no)
		}
		pack, err := protocol.Find("de") // it asks for years and for months
		if err != nil {
			t.Fatal(err)
		}
		m.must(t, clinic.InstallPack{Document: pack.Document()})
		rule := pack.Eligibility
		less := func(what string) int { return rapid.IntRange(0, 1).Draw(t, what+" less") }
		answers := clinic.Criteria{Age: rule.MinAge - less("age"), DependenceYears: rule.DependenceYears - less("years"),
			SomaticDisorder: true, MentalDisorder: true, MainRoute: protocol.IV}
		months := rule.LongestMonths - less("months")
		for range 2 {
			answers.Treatments = append(answers.Treatments, clinic.EarlierTreatment{Kind: "substitution", Months: months,
				Ended: "without_success", Psychosocial: true})
		}
		if no := m.give(t, clinic.AssessEligibility{Person: "u9", Pack: "de", Answers: answers}, "n1", ""); no != nil {
			t.Fatal(no)
		}
		want := dosing.NotEligible
		if answers.Age == rule.MinAge && answers.DependenceYears == rule.DependenceYears && months == rule.LongestMonths {
			want = dosing.Eligible
		}
		if got := m.s.Ways["u9"].Decided.Outcome; got != want {
			t.Fatalf("on %s %+v is %s, want %s", m.zone.Day(m.now), answers, got, want)
		}
	})
}

func TestAgeOn(t *testing.T) {
	for _, x := range []struct {
		born, day moment.Day
		want      int
	}{
		{moment.Date(2000, 3, 2), moment.Date(2026, 3, 1), 25},
		{moment.Date(2000, 3, 2), moment.Date(2026, 3, 2), 26},
		{moment.Date(2000, 2, 29), moment.Date(2026, 2, 28), 25},
		{moment.Date(2000, 2, 29), moment.Date(2026, 3, 1), 26},
		{moment.Date(2000, 2, 29), moment.Date(2028, 2, 29), 28},
		{0, moment.Date(2028, 2, 29), 0},
		{moment.Date(2028, 3, 1), moment.Date(2028, 2, 29), 0},
	} {
		if got := clinic.AgeOn(x.born, x.day); got != x.want {
			t.Errorf("born %s, on %s: %d, want %d", x.born, x.day, got, x.want)
		}
	}
}
