package web

import (
	"fmt"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/protocol"
)

// emergency is the clock and the steps of E-OD-06, each with its times.
func (d *drawing) emergency() *page.Emergency {
	v := d.v
	out := &page.Emergency{Clock: d.s.up("since it began", v.Alarm.Since, d.now),
		Note: "Help first, press after: every time can be put right later."}
	step := func(no string, act clinic.Act, title, advice, button string) page.EmergencyStep {
		f := d.form("act")
		f.Expect, f.Hidden = "", []page.Pair{{Name: "act", Value: string(act)}}
		return page.EmergencyStep{Number: no, Title: title, Advice: advice, Done: d.done(act), Form: f, Button: button}
	}
	out.Before = []page.EmergencyStep{
		step("1", clinic.ActStopInjection, "Stop the injection", "Take the syringe away safely.", "Stopped"),
		step("2", clinic.ActHelp, "Call for help", "", "Called"),
		step("3", clinic.ActAirway, "Open the airway", "", "Done"),
		step("4", clinic.ActOxygen, "Oxygen, bag-valve-mask", "", "Started"),
	}
	f := d.form("act")
	f.Expect, f.Hidden = "", []page.Pair{{Name: "act", Value: string(clinic.ActBreaths)}}
	out.Breaths = page.EmergencyCount{Number: "5",
		Advice: "A normal oximeter does not rule out slow breathing (P-RESP-02).",
		RR:     d.typed.field("rr"), SpO2: d.typed.field("spo2"), Done: d.done(clinic.ActBreaths), Form: f}
	out.Naloxone = d.naloxone()
	number, unset := emergencyNumber(d.st, d.n)
	out.After = []page.EmergencyStep{
		step("7", clinic.ActAmbulance, "Call an ambulance: "+number, unset, "Called"),
		step("8", clinic.ActMonitor, "Keep watching", "Naloxone wears off before the opioid does.", "Watching")}
	for _, a := range v.Alarm.Acts {
		out.Log = append(out.Log, page.TimeLine{At: d.z.In(a.At).Format("15:04:05"), Text: actWords(a), By: d.n.staff(a.By)})
	}
	out.Ends = d.alarmEnds()
	return out
}

// emergencyNumber is whom this service calls in danger, as its manager set it.
// Where nobody did, no number is guessed, and the second text says so.
func emergencyNumber(st *clinic.State, n names) (number, unset string) {
	if set := st.Own.Set.Emergency; set != nil {
		if text := n.of(*set); text != "" && text != erased {
			return text, ""
		}
	}
	return "the emergency number of your country",
		"It is not set here: a manager sets it under Messages, What people's own pages say."
}

func (d *drawing) alarmEnds() []page.Action {
	if d.v.Syringe != nil {
		if d.v.BoothSince == 0 {
			return []page.Action{{Label: "Discard the syringe with a witness first", URL: "/visits/" + d.v.ID + "/discard"}}
		}
		return []page.Action{{Label: "Account for the syringe first", URL: "/visits/" + d.v.ID + "?part=1#taken",
			Hint: "How much went in, and the rest wasted before a second person."}}
	}
	end, gone := d.form("calm"), d.form("calm")
	gone.Hidden = []page.Pair{{Name: "hospital", Value: "yes"}}
	return []page.Action{{Label: "They have recovered: observe on", Form: end},
		{Label: "They have gone to hospital", Kind: "secondary", Form: gone}}
}

func (d *drawing) naloxone() page.Naloxone {
	f := d.form("act")
	f.Expect, f.Hidden = "", []page.Pair{{Name: "act", Value: string(clinic.ActNaloxone)}}
	out := page.Naloxone{Number: "6",
		Advice: "As your local policy says. Aim for breathing, not for full waking (P-OD-02).",
		Doses:  []page.Choice{{Value: "400", Label: "400 micrograms", Hint: "one mark of a Prenoxad syringe (P-OD-04)"}},
		Dose:   d.typed.pick("dose_ug"), Other: d.typed.field("dose_ug_other"), Route: d.typed.pick("route"),
		Routes: []page.Choice{{Value: "im", Label: "i.m."}, {Value: "iv", Label: "i.v."}, {Value: "nasal", Label: "nasal"}},
		Done:   d.done(clinic.ActNaloxone), Form: f}
	if d.v.NaloxoneAt != 0 {
		c := d.s.up("since the last naloxone", d.v.NaloxoneAt, d.now)
		out.Since = &c
	}
	return out
}

func (d *drawing) done(act clinic.Act) (out []string) {
	for _, a := range d.v.Alarm.Acts {
		if a.Act == act {
			out = append(out, d.z.In(a.At).Format("15:04:05")+" "+d.n.staff(a.By))
		}
	}
	return out
}

func actWords(a clinic.AlarmAct) string {
	switch a.Act {
	case clinic.ActNaloxone:
		return fmt.Sprintf("Naloxone %d micrograms, %s", int64(a.Dose), orWords(routeWords[protocol.Route(a.Route)], a.Route))
	case clinic.ActBreaths:
		return fmt.Sprintf("Breathing counted: %d a minute", a.Rate)
	}
	return map[clinic.Act]string{clinic.ActStopInjection: "Injection stopped", clinic.ActHelp: "Called for help",
		clinic.ActAirway: "Airway opened", clinic.ActOxygen: "Oxygen", clinic.ActAmbulance: "Ambulance called",
		clinic.ActMonitor: "Watching"}[a.Act]
}
