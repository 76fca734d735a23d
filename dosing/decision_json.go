package dosing

import (
	"bytes"
	"encoding/json"
	"time"

	"steady/measure"
	"steady/moment"
)

// decimal is an exact decimal JSON number.
type decimal measure.Milli

// MarshalJSON writes the shortest exact decimal.
func (d decimal) MarshalJSON() ([]byte, error) { return measure.Milli(d).Append(nil), nil }

func milligrams(m *measure.Mass) *decimal {
	if m == nil {
		return nil
	}
	d := decimal(*m)
	return &d
}

// JSON writes the decision as the command line contract has it, one line with
// a stable order of fields; fields without a value are left out. Times are
// written in the zone of the site, rounded up to the second.
func (d Decision) JSON(zone moment.Zone) []byte {
	out := struct {
		Outcome  Outcome   `json:"outcome"`
		Dose     *decimal  `json:"dose_mg,omitempty"`
		Until    string    `json:"until,omitempty"`
		Proposal *decimal  `json:"proposal_mg,omitempty"`
		NEWS2    *int      `json:"news2,omitempty"`
		Reasons  []string  `json:"reasons,omitempty"`
		Actions  []string  `json:"actions,omitempty"`
		Findings []Finding `json:"findings"`
		Pack     PackRef   `json:"pack"`
	}{
		d.Outcome, milligrams(d.Dose), "", milligrams(d.Proposal), d.NEWS2, d.Reasons, d.Actions, d.Findings, d.Pack,
	}
	if d.Until != nil {
		out.Until = clock(zone, *d.Until)
	}
	if out.Findings == nil {
		out.Findings = []Finding{}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		panic("dosing: " + err.Error()) // plain values cannot fail to encode
	}
	return b.Bytes()
}

// clock writes an instant in the zone, never earlier than it is.
func clock(zone moment.Zone, i moment.Instant) string {
	second := moment.Instant(moment.Second)
	return zone.In((i + second - 1) / second * second).Format(time.RFC3339)
}
