package dosing_test

import (
	"fmt"
	"strings"
	"testing"

	"steady/dosing"
	"steady/measure"
)

// TestOralCheck walks P-ORALCO-02 to P-ORALCO-04 line by line.
func TestOralCheck(t *testing.T) {
	days := func(n int) *int { return &n }
	const mg = measure.Milligram
	for _, c := range []struct {
		name string
		of   dosing.OralCase
		want string // effects and rules in order
	}{
		{"methadone, nothing present", dosing.OralCase{Substance: measure.Methadone, Dose: 60 * mg, Asked: true}, ""},
		{"not asked", dosing.OralCase{Substance: measure.Methadone, Dose: 60 * mg}, "stop P-ORALCO-04"},
		{"no dose", dosing.OralCase{Substance: measure.Methadone, Asked: true}, "stop E-UNIT-03"},
		{"another drug", dosing.OralCase{Substance: measure.Hydromorphone, Dose: mg, Asked: true}, "stop E-ORD-01"},
		{"MAOI 14 days ago", dosing.OralCase{Substance: measure.Methadone, Dose: mg, Asked: true, MAOIDays: days(14)},
			"stop P-ORALCO-04"},
		{"MAOI 15 days ago", dosing.OralCase{Substance: measure.Methadone, Dose: mg, Asked: true, MAOIDays: days(15)}, ""},
		{"MAOI now, morphine", dosing.OralCase{Substance: measure.Morphine, Dose: mg, Asked: true, MAOIDays: days(0)},
			"stop P-ORALCO-03"},
		{"QTc 499", dosing.OralCase{Substance: measure.Methadone, Dose: mg, Asked: true, QTc: 499}, ""},
		{"QTc 500", dosing.OralCase{Substance: measure.Methadone, Dose: mg, Asked: true, QTc: 500}, "refer P-ORALCO-04"},
		{"QTc 500 is methadone's", dosing.OralCase{Substance: measure.Morphine, Dose: mg, Asked: true, QTc: 500}, ""},
		{"QT risk, not measured", dosing.OralCase{Substance: measure.Methadone, Dose: mg, Asked: true,
			Conditions: []dosing.OralCondition{dosing.QTRisk}}, "advise clinical-protocol 9"},
		{"kidney disease stops morphine", dosing.OralCase{Substance: measure.Morphine, Dose: mg, Asked: true,
			Conditions: []dosing.OralCondition{dosing.ChronicKidneyDisease}}, "stop P-ORALCO-03"},
		{"kidney disease does not stop methadone", dosing.OralCase{Substance: measure.Methadone, Dose: mg, Asked: true,
			Conditions: []dosing.OralCondition{dosing.ChronicKidneyDisease}}, ""},
		{"ileus and pregnancy", dosing.OralCase{Substance: measure.Morphine, Dose: mg, Asked: true,
			Conditions: []dosing.OralCondition{dosing.PregnantOrFeeding, dosing.ParalyticIleus}},
			"advise P-ORALCO-03, stop P-ORALCO-03"},
		{"a word nobody knows", dosing.OralCase{Substance: measure.Morphine, Dose: mg, Asked: true,
			Conditions: []dosing.OralCondition{"moon"}}, "refer E-ORD-01"},
		{"morphine at 1,200", dosing.OralCase{Substance: measure.Morphine, Dose: 1200 * mg, Asked: true}, ""},
		{"morphine above 1,200", dosing.OralCase{Substance: measure.Morphine, Dose: 1200*mg + 1, Asked: true},
			"advise P-ORALCO-02"},
	} {
		var got []string
		for _, f := range dosing.OralCheck(c.of) {
			got = append(got, fmt.Sprintf("%s %s", f.Effect, f.Rule))
			if f.Text == "" || f.Source == "" {
				t.Errorf("%s: %+v says too little", c.name, f)
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
	for _, c := range dosing.OralConditions() {
		if c.Words() == "" {
			t.Error(c, "has no words")
		}
	}
}
