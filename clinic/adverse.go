package clinic

import (
	"steady/measure"
	"steady/moment"
	"steady/protocol"
	"steady/visit"
)

// Course is one dose with everything recorded after it, raw. Studies define an
// adverse event differently, and two published rates can differ tenfold for
// that alone; so no visit is called one here, and every definition can be
// counted anew from these attributes.
type Course struct {
	Dose    Injected
	At      moment.Instant
	Watches []Watch
	Acts    []AlarmAct
	Ending  visit.Ending
}

// Definition is one published way to count what followed a dose.
type Definition struct {
	ID, Words, Source string
	Meets             func(*Course) bool
}

// Definitions lists them in the order in which a page shows them. Where a study
// watched something that is not recorded here, the words say what is counted.
func Definitions() []Definition {
	return []Definition{
		{"naloxone", "Naloxone was given", "CA-IND (P-RESP-05)", (*Course).naloxone},
		{"somnolence", "Often drowsy or worse (POSS 3 or 4), or naloxone", "CA-IND (P-RESP-05)", (*Course).somnolence},
		{"depression", "8 breaths or fewer, with hard to rouse or blue", "UK-SPS (P-OD-01)", (*Course).depression},
		{"spo2_90", "Any SpO2 written below 90 % (the study asks for more than 10 seconds of it)",
			"UK-RESP (P-RESP-02)", (*Course).below90},
		{"spo2_85", "Fewer than 8 breaths, SpO2 below 85 % and blue", "SCO-PC (P-OD-01)", (*Course).palliative},
		{"ambulance", "An ambulance was called, or the person went to hospital", "E-OD-06", (*Course).ambulance},
	}
}

func (c *Course) acted(kind Act) bool {
	for _, a := range c.Acts {
		if a.Act == kind {
			return true
		}
	}
	return false
}

func (c *Course) naloxone() bool { return c.acted(ActNaloxone) }

func (c *Course) ambulance() bool { return c.acted(ActAmbulance) || c.Ending == visit.ToHospital }

// any reports whether one set of readings meets a condition.
func (c *Course) any(meets func(*protocol.Assessment) bool) bool {
	for i := range c.Watches {
		if meets(&c.Watches[i].Readings) {
			return true
		}
	}
	return false
}

func (c *Course) somnolence() bool {
	return c.naloxone() || c.any(func(a *protocol.Assessment) bool {
		return a.POSS == protocol.POSS3 || a.POSS == protocol.POSS4
	})
}

func below(m *measure.Milli, n int64) bool { return m != nil && *m < measure.Milli(n*1000) }

func (c *Course) depression() bool {
	return c.any(func(a *protocol.Assessment) bool {
		return a.RR != nil && *a.RR <= 8_000 &&
			(a.Cyanosis || a.Rousable == "barely" || a.Rousable == "no" || a.Consciousness == "U" || a.POSS == protocol.POSS4)
	})
}

func (c *Course) below90() bool {
	if c.any(func(a *protocol.Assessment) bool { return below(a.SpO2, 90) }) {
		return true
	}
	for _, a := range c.Acts {
		if a.SpO2 > 0 && a.SpO2 < 90 {
			return true
		}
	}
	return false
}

func (c *Course) palliative() bool {
	return c.any(func(a *protocol.Assessment) bool { return below(a.RR, 8) && below(a.SpO2, 85) && a.Cyanosis })
}
