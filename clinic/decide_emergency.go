package clinic

import (
	"steady/refusal"
	"steady/visit"
)

// acts are the steps the emergency screen offers (E-OD-06).
var acts = map[Act]bool{ActStopInjection: true, ActHelp: true, ActAirway: true, ActOxygen: true,
	ActBreaths: true, ActNaloxone: true, ActAmbulance: true, ActMonitor: true}

// naloxoneBy are the ways naloxone is given (P-OD-04).
var naloxoneBy = map[string]bool{"im": true, "iv": true, "nasal": true}

func (d *decider) emergency(body Body) *Refusal {
	switch b := body.(type) {
	case StartEmergency:
		v, no := d.visit(b.Visit, visit.Alarm)
		if no != nil {
			return no
		}
		d.alarm(v, "")
	case EmergencyStep:
		if _, no := d.visit(b.Visit, visit.AlarmStep); no != nil {
			return no
		}
		if b.Act != ActNaloxone && (b.Dose != 0 || b.Route != "") {
			return refusal.New("unknown_act", "E-OD-06", "A dose and a route belong to naloxone alone.")
		}
		if !acts[b.Act] || b.Dose < 0 || b.Rate < 0 || b.Rate > 99 || b.SpO2 < 0 || b.SpO2 > 100 {
			return refusal.New("unknown_act", "E-OD-06", "Choose one of the steps on the screen.")
		}
		if b.Act == ActNaloxone && (b.Dose == 0 || !naloxoneBy[b.Route]) {
			return refusal.New("naloxone_incomplete", "P-OD-04",
				"Write the naloxone dose and how it was given; give first, write after.")
		}
		d.say(&EmergencyActed{b.Visit, b.Act, b.Dose, b.Route, b.Rate, b.SpO2})
	case EndEmergency:
		v, no := d.visit(b.Visit, visit.AlarmEnd)
		if no != nil {
			return no
		}
		if v.Syringe != nil {
			return refusal.New("syringe_open", "E-PREP-09",
				"Account for the syringe first: record how much was injected, or discard it with a witness.")
		}
		d.say(&EmergencyEnded{b.Visit, b.Hospital})
		if b.Hospital {
			d.end(b.Visit, visit.ToHospital, nil)
		}
	}
	return nil
}

// alarm starts an emergency and stops further doses until a prescriber has
// reviewed (E-OD-06).
func (d *decider) alarm(v *Visit, rule string) {
	d.say(&EmergencyStarted{v.ID, rule})
	d.say(&HoldPlaced{Person: v.Person, Rule: "E-OD-06"})
}
