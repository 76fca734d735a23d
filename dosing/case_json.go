package dosing

import (
	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// The words of the command line contract.
var (
	routeWords = []string{string(protocol.IV), string(protocol.IM), string(protocol.SC), string(protocol.Oral)}
	possWords  = []string{"S", "1", "2", "3", "4"}
)

// ParseCase reads one case as the command line contract writes it, strictly:
// an unknown field or word, a key given twice, an amount with more than 3
// decimals, a reading that no person can have or text after the end is an
// error that says what and where. A field that is missing or null was not
// measured or not given. It returns the id of the pack that the case names, ""
// where it names none.
func ParseCase(b []byte) (packID string, c Case, err error) {
	root, err := protocol.ReadValue("case", b)
	if err != nil {
		return "", Case{}, err
	}
	var r protocol.Reader
	f := r.Object(root, "pack", "question", "session", "now", "zone", "prescription", "history", "missed",
		"assessment", "ask_mg", "ask_route", "person")
	if f == nil {
		r.Fail("case", "expected an object")
		return "", Case{}, r.Err()
	}
	f.Need("now", "zone")
	c.Question = Question(f.Word("question", "dose", "observation", "prescription", "eligibility"))
	c.Session = Session(f.Word("session", "scheduled", "topup"))
	c.Now = f.Instant("now")
	if f.Has("zone") {
		var zoneErr error
		if c.Zone, zoneErr = moment.LoadZone(f.Text("zone")); zoneErr != nil {
			r.Fail("case.zone", "%v", zoneErr)
		}
	}
	c.Ask, c.AskRoute = f.Mass("ask_mg"), protocol.Route(f.Word("ask_route", routeWords...))
	if c.Question != QuestionEligibility && c.Question != QuestionObservation {
		f.Need("prescription")
	}
	c.Prescription = parsePrescription(f)
	for _, p := range f.Objects("history", "at", "prescribed_mg", "given_mg", "completed", "poss", "naloxone",
		"naloxone_at", "oxygen", "session", "attempts", "route") {
		c.History = append(c.History, parsePast(p))
	}
	if m := f.Object("missed", "sessions", "days"); m != nil {
		c.Missed = Missed{m.Int("sessions", 0, 100000), m.Int("days", 0, 100000)}
	}
	c.Assessment = parseAssessment(f)
	c.Person = parsePerson(f)
	if r.Err() != nil {
		return "", Case{}, r.Err()
	}
	return f.Text("pack"), c, nil
}

// mass reads an amount that is 0 where it is not set.
func mass(f *protocol.Fields, name string) measure.Mass {
	if m := f.Mass(name); m != nil {
		return *m
	}
	return 0
}

func parsePrescription(root *protocol.Fields) Prescription {
	f := root.Object("prescription", "substance", "salt", "route", "dose_mg", "doses_mg", "per_day", "cap_single_mg",
		"cap_day_mg", "increment_mg", "topup_mg", "usual_mg", "started")
	if f == nil {
		return Prescription{}
	}
	rx := Prescription{
		Form: measure.Form{
			Substance: measure.Substance(f.Word("substance", string(measure.Diamorphine), string(measure.Hydromorphone),
				string(measure.Methadone), string(measure.Morphine))),
			Salt: measure.Salt(f.Word("salt", string(measure.Hydrochloride), string(measure.HydrochlorideMonohydrate),
				string(measure.HydrochlorideAnhydrous))),
		},
		Route: protocol.Route(f.Word("route", routeWords...)),
		Dose:  mass(f, "dose_mg"), Doses: f.Masses("doses_mg"),
		PerDay:    f.Int("per_day", 0, 1000),
		CapSingle: mass(f, "cap_single_mg"), CapDay: mass(f, "cap_day_mg"), Increment: mass(f, "increment_mg"),
		TopUp: mass(f, "topup_mg"), Usual: mass(f, "usual_mg"),
		Started: f.Day("started"),
	}
	if !f.Has("per_day") {
		rx.PerDay = len(rx.Doses)
	}
	if f.Has("dose_mg") && f.Has("doses_mg") {
		root.Fail("prescription", "write either dose_mg or doses_mg")
	}
	return rx
}

// parsePast reads one dose. Where "completed" is not given, the whole syringe
// was used if what went in is what was prescribed.
func parsePast(f *protocol.Fields) Past {
	f.Need("at", "given_mg")
	p := Past{
		At: f.Instant("at"), Prescribed: mass(f, "prescribed_mg"), Given: mass(f, "given_mg"),
		Completed: f.Bool("completed"), POSS: protocol.POSS(f.Word("poss", possWords...)),
		Naloxone: f.Bool("naloxone"), NaloxoneAt: f.Instant("naloxone_at"), Oxygen: f.Bool("oxygen"),
		Session:  Session(f.Word("session", "scheduled", "topup")),
		Attempts: f.Int("attempts", 0, 100), Route: protocol.Route(f.Word("route", routeWords...)),
	}
	p.Naloxone = p.Naloxone || p.NaloxoneAt != 0
	if !f.Has("completed") {
		p.Completed = f.Has("prescribed_mg") && p.Given > 0 && p.Given >= p.Prescribed
	}
	return p
}

// parseAssessment reads what was measured; a field that is not there was not.
func parseAssessment(root *protocol.Fields) protocol.Assessment {
	f := root.Object("assessment", "poss", "rr", "spo2", "pulse", "systolic", "temperature", "consciousness",
		"alcohol_ug_100ml", "alcohol_refused", "cows", "intoxicated", "notes_flags", "oxygen", "cyanosis", "rousable")
	return protocol.Assessment{
		POSS: protocol.POSS(f.Word("poss", possWords...)),
		RR:   f.Milli("rr", 0, 100), SpO2: f.Milli("spo2", 0, 100), Pulse: f.Milli("pulse", 0, 400),
		Systolic: f.Milli("systolic", 0, 400), Temperature: f.Milli("temperature", 10, 50),
		Consciousness: protocol.Consciousness(f.Word("consciousness", "A", "C", "V", "P", "U")),
		Alcohol:       f.Milli("alcohol_ug_100ml", 0, 1000), AlcoholRefuse: f.Bool("alcohol_refused"),
		COWS: f.Milli("cows", 0, 48), Intoxicated: f.Bool("intoxicated"), Flags: f.Texts("notes_flags"),
		Oxygen: f.Bool("oxygen"), Cyanosis: f.Bool("cyanosis"),
		Rousable: protocol.Rousable(f.Word("rousable", "easily", "barely", "no")),
	}
}

func parsePerson(root *protocol.Fields) Person {
	f := root.Object("person", "trimester", "spo2_scale", "baseline_spo2", "baseline_rr", "qtc_ms", "born",
		"dependence_since", "somatic_disorder", "mental_disorder", "social_deficit", "main_route",
		"injecting_days_percent", "treatments")
	p := Person{
		Trimester: f.Int("trimester", 0, 3), SpO2Scale: f.Int("spo2_scale", 1, 2), QTc: f.Milli("qtc_ms", 100, 1000),
		Baseline: Baseline{SpO2: f.Milli("baseline_spo2", 84, 100), RR: f.Milli("baseline_rr", 9, 25)},
		Eligibility: Eligibility{
			Born: f.Day("born"), DependenceSince: f.Day("dependence_since"), SomaticDisorder: f.Bool("somatic_disorder"),
			MentalDisorder: f.Bool("mental_disorder"), SocialDeficit: f.Bool("social_deficit"),
			MainRoute:        protocol.Route(f.Word("main_route", routeWords...)),
			InjectingPercent: f.Milli("injecting_days_percent", 0, 100),
		},
	}
	for _, t := range f.Objects("treatments", "kind", "from", "to", "ended", "psychosocial") {
		p.Treatments = append(p.Treatments, Treatment{
			Kind: t.Word("kind", "substitution", "detoxification", "rehabilitation"),
			From: t.Day("from"), To: t.Day("to"),
			Ended: t.Word("ended", "without_success", "ongoing", "completed"), Psychosocial: t.Bool("psychosocial"),
		})
	}
	return p
}
