package clinic

import (
	"testing"

	"steady/measure"
	"steady/protocol"
	"steady/visit"
)

// Each published definition counts what it says, at its edges, and no other.
func TestDefinitionsCountFromRawReadings(t *testing.T) {
	m := func(n int64) *measure.Milli { v := measure.Milli(n); return &v }
	watch := func(a protocol.Assessment) Course { return Course{Watches: []Watch{{Watched: Watched{Readings: a}}}} }
	act := func(e EmergencyActed) Course { return Course{Acts: []AlarmAct{{EmergencyActed: e}}} }
	for name, c := range map[string]struct {
		course Course
		want   string
	}{
		"well":            {watch(protocol.Assessment{POSS: "1", RR: m(14000), SpO2: m(97000)}), ""},
		"naloxone":        {act(EmergencyActed{Act: ActNaloxone}), "naloxone somnolence "},
		"drowsy":          {watch(protocol.Assessment{POSS: "2"}), ""},
		"often drowsy":    {watch(protocol.Assessment{POSS: "3"}), "somnolence "},
		"eight and blue":  {watch(protocol.Assessment{RR: m(8000), Cyanosis: true}), "depression "},
		"eight and alert": {watch(protocol.Assessment{RR: m(8000)}), ""},
		"nine and blue":   {watch(protocol.Assessment{RR: m(9000), Cyanosis: true}), ""},
		"89.9":            {watch(protocol.Assessment{SpO2: m(89900)}), "spo2_90 "},
		"90":              {watch(protocol.Assessment{SpO2: m(90000)}), ""},
		"84, 7 and blue": {watch(protocol.Assessment{SpO2: m(84000), RR: m(7000), Cyanosis: true}),
			"depression spo2_90 spo2_85 "},
		"88 in the emergency": {act(EmergencyActed{Act: ActMonitor, SpO2: 88}), "spo2_90 "},
		"hospital":            {Course{Ending: visit.ToHospital}, "ambulance "},
	} {
		got := ""
		for _, d := range Definitions() {
			if d.Meets(&c.course) {
				got += d.ID + " "
			}
			if d.Words == "" || d.Source == "" {
				t.Errorf("%s says too little", d.ID)
			}
		}
		if got != c.want {
			t.Errorf("%s meets %q, want %q", name, got, c.want)
		}
	}
}
