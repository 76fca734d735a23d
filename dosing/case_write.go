package dosing

import (
	"bytes"
	"encoding/json"
	"time"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// The case as the command line contract writes it; ParseCase reads it back.
type caseJSON struct {
	Pack         string            `json:"pack,omitempty"`
	Question     Question          `json:"question,omitempty"`
	Session      Session           `json:"session,omitempty"`
	Now          string            `json:"now"`
	Zone         string            `json:"zone"`
	Prescription *prescriptionJSON `json:"prescription,omitempty"`
	History      []pastJSON        `json:"history,omitempty"`
	Missed       *missedJSON       `json:"missed,omitempty"`
	Assessment   *assessmentJSON   `json:"assessment,omitempty"`
	Ask          *decimal          `json:"ask_mg,omitempty"`
	AskRoute     protocol.Route    `json:"ask_route,omitempty"`
	Person       map[string]any    `json:"person,omitempty"`
}

type prescriptionJSON struct {
	Substance measure.Substance `json:"substance,omitempty"`
	Salt      measure.Salt      `json:"salt,omitempty"`
	Route     protocol.Route    `json:"route,omitempty"`
	Dose      *decimal          `json:"dose_mg,omitempty"`
	Doses     []decimal         `json:"doses_mg,omitempty"`
	PerDay    int               `json:"per_day"`
	CapSingle *decimal          `json:"cap_single_mg,omitempty"`
	CapDay    *decimal          `json:"cap_day_mg,omitempty"`
	Increment *decimal          `json:"increment_mg,omitempty"`
	TopUp     *decimal          `json:"topup_mg,omitempty"`
	Usual     *decimal          `json:"usual_mg,omitempty"`
	Started   string            `json:"started,omitempty"`
}

type pastJSON struct {
	At         string         `json:"at"`
	Prescribed *decimal       `json:"prescribed_mg,omitempty"`
	Given      decimal        `json:"given_mg"`
	Completed  bool           `json:"completed"`
	POSS       protocol.POSS  `json:"poss,omitempty"`
	Naloxone   bool           `json:"naloxone,omitempty"`
	NaloxoneAt string         `json:"naloxone_at,omitempty"`
	Oxygen     bool           `json:"oxygen,omitempty"`
	Session    Session        `json:"session,omitempty"`
	Attempts   int            `json:"attempts,omitempty"`
	Route      protocol.Route `json:"route,omitempty"`
}

type missedJSON struct {
	Sessions int `json:"sessions"`
	Days     int `json:"days"`
}

type assessmentJSON struct {
	POSS          protocol.POSS          `json:"poss,omitempty"`
	RR            *decimal               `json:"rr,omitempty"`
	SpO2          *decimal               `json:"spo2,omitempty"`
	Pulse         *decimal               `json:"pulse,omitempty"`
	Systolic      *decimal               `json:"systolic,omitempty"`
	Temperature   *decimal               `json:"temperature,omitempty"`
	Consciousness protocol.Consciousness `json:"consciousness,omitempty"`
	Alcohol       *decimal               `json:"alcohol_ug_100ml,omitempty"`
	AlcoholRefuse bool                   `json:"alcohol_refused,omitempty"`
	COWS          *decimal               `json:"cows,omitempty"`
	Intoxicated   bool                   `json:"intoxicated,omitempty"`
	Flags         []string               `json:"notes_flags,omitempty"`
	Oxygen        bool                   `json:"oxygen,omitempty"`
	Cyanosis      bool                   `json:"cyanosis,omitempty"`
	Rousable      protocol.Rousable      `json:"rousable,omitempty"`
}

// JSON writes the case as the command line contract has it, so that ParseCase
// and "steady dose decide" take it; packID "" leaves the pack out. Times are
// exact to the microsecond, in the zone of the case.
func (c *Case) JSON(packID string) []byte {
	out := caseJSON{
		Pack: packID, Question: c.Question, Session: c.Session, Now: exact(c.Zone, c.Now), Zone: c.Zone.Name(),
		Ask: milligrams(c.Ask), AskRoute: c.AskRoute, Prescription: writePrescription(&c.Prescription),
		Assessment: writeAssessment(&c.Assessment), Person: writePerson(&c.Person),
	}
	if c.Missed != (Missed{}) {
		out.Missed = &missedJSON{c.Missed.Sessions, c.Missed.Days}
	}
	for i := range c.History {
		p := &c.History[i]
		row := pastJSON{
			At: exact(c.Zone, p.At), Prescribed: orAbsent(p.Prescribed), Given: decimal(p.Given), Completed: p.Completed,
			POSS: p.POSS, Naloxone: p.Naloxone, Oxygen: p.Oxygen, Session: p.Session, Attempts: p.Attempts, Route: p.Route,
		}
		if p.NaloxoneAt != 0 {
			row.NaloxoneAt = exact(c.Zone, p.NaloxoneAt)
		}
		out.History = append(out.History, row)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		panic("dosing: " + err.Error()) // plain values cannot fail to encode
	}
	return bytes.TrimSpace(b.Bytes())
}

// exact writes an instant with all its microseconds.
func exact(zone moment.Zone, i moment.Instant) string { return zone.In(i).Format(time.RFC3339Nano) }

// orAbsent leaves out an amount that is not set.
func orAbsent(m measure.Mass) *decimal {
	if m == 0 {
		return nil
	}
	return milligrams(&m)
}

func writePrescription(rx *Prescription) *prescriptionJSON {
	out := &prescriptionJSON{
		Substance: rx.Form.Substance, Salt: rx.Form.Salt, Route: rx.Route, PerDay: rx.PerDay,
		Dose: orAbsent(rx.Dose), CapSingle: orAbsent(rx.CapSingle), CapDay: orAbsent(rx.CapDay),
		Increment: orAbsent(rx.Increment), TopUp: orAbsent(rx.TopUp), Usual: orAbsent(rx.Usual),
	}
	for _, m := range rx.Doses {
		out.Doses = append(out.Doses, decimal(m))
	}
	if rx.Started != 0 {
		out.Started = rx.Started.String()
	}
	return out
}

func writeAssessment(a *protocol.Assessment) *assessmentJSON {
	read := func(m *measure.Milli) *decimal {
		if m == nil {
			return nil
		}
		d := decimal(*m)
		return &d
	}
	return &assessmentJSON{
		POSS: a.POSS, RR: read(a.RR), SpO2: read(a.SpO2), Pulse: read(a.Pulse), Systolic: read(a.Systolic),
		Temperature: read(a.Temperature), Consciousness: a.Consciousness, Alcohol: read(a.Alcohol),
		AlcoholRefuse: a.AlcoholRefuse, COWS: read(a.COWS), Intoxicated: a.Intoxicated, Flags: a.Flags,
		Oxygen: a.Oxygen, Cyanosis: a.Cyanosis, Rousable: a.Rousable,
	}
}

// writePerson leaves out what is not recorded.
func writePerson(p *Person) map[string]any {
	out := map[string]any{}
	put := func(name string, known bool, v any) {
		if known {
			out[name] = v
		}
	}
	put("trimester", p.Trimester != 0, p.Trimester)
	put("spo2_scale", p.SpO2Scale != 0, p.SpO2Scale)
	put("born", p.Born != 0, p.Born)
	put("dependence_since", p.DependenceSince != 0, p.DependenceSince)
	put("somatic_disorder", p.SomaticDisorder, true)
	put("mental_disorder", p.MentalDisorder, true)
	put("social_deficit", p.SocialDeficit, true)
	put("main_route", p.MainRoute != "", p.MainRoute)
	if m := p.InjectingPercent; m != nil {
		out["injecting_days_percent"] = decimal(*m)
	}
	if m := p.QTc; m != nil {
		out["qtc_ms"] = decimal(*m)
	}
	var tried []map[string]any
	for _, t := range p.Treatments {
		row := map[string]any{"psychosocial": t.Psychosocial}
		if t.Kind != "" {
			row["kind"] = t.Kind
		}
		if t.Ended != "" {
			row["ended"] = t.Ended
		}
		if t.From != 0 {
			row["from"] = t.From
		}
		if t.To != 0 {
			row["to"] = t.To
		}
		tried = append(tried, row)
	}
	put("treatments", len(tried) > 0, tried)
	return out
}
