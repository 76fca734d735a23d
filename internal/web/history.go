package web

import (
	"context"
	"encoding/json"
	"fmt"

	"steady/clinic"
	"steady/dosing"
	"steady/internal/app"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/person"
)

// happening is one row of the read model of what happened to people.
type happening struct {
	Seq      int64
	Person   person.UserID
	Visit    string
	Kind     string
	Happened moment.Instant
	Recorded moment.Instant
	By       person.StaffID
	Body     string // JSON of the fact
}

// happenings reads the newest rows that fit where, newest first.
func (s *Server) happenings(ctx context.Context, limit int, where ...any) ([]happening, error) {
	rows, err := s.house.Rows(ctx, app.Query{Table: app.TablePerson, Limit: limit, Where: where, Order: []string{"-seq"},
		Cols: []string{"seq", "person", "visit", "kind", "happened", "recorded", "by_id", "body"}})
	out := make([]happening, 0, len(rows))
	for _, r := range rows {
		out = append(out, happening{cell[int64](r[0]), person.UserID(cell[string](r[1])), cell[string](r[2]),
			cell[string](r[3]), moment.Instant(cell[int64](r[4])), moment.Instant(cell[int64](r[5])),
			person.StaffID(cell[string](r[6])), cell[string](r[7])})
	}
	return out, err
}

// cell is a value of a read model; NULL is the zero value.
func cell[T any](v any) (t T) {
	t, _ = v.(T)
	return t
}

// read decodes the fact of a row. The journal wrote it, so what cannot be read
// is a fault.
func (h happening) read(fact any) error {
	if err := json.Unmarshal([]byte(h.Body), fact); err != nil {
		return fmt.Errorf("the fact %s of entry %d cannot be read: %w", h.Kind, h.Seq, err)
	}
	return nil
}

// signedBy is the second person whose confirmation is in the fact, or "".
func (h happening) signedBy() person.StaffID {
	var f struct {
		Signed struct {
			By person.StaffID `json:"by"`
		} `json:"signed"`
	}
	if json.Unmarshal([]byte(h.Body), &f) != nil {
		return "" // a fact of another shape: nobody signed it
	}
	return f.Signed.By
}

// late says when an entry was recorded, where that is not when it happened.
func (h happening) late(z moment.Zone, now moment.Instant) string {
	if h.Recorded.Since(h.Happened) < moment.Minute {
		return ""
	}
	return "recorded " + stamp(z, now, h.Recorded)
}

// doseChart draws doses, oldest first, with the prescribed dose across.
func doseChart(id, title string, doses []dosing.Past, line measure.Mass, z moment.Zone,
	now moment.Instant) *page.Chart {
	if len(doses) == 0 {
		return nil
	}
	c := &page.Chart{ID: id, Title: title, Unit: "mg", Line: int(line / measure.Milligram)}
	if line > 0 {
		c.Says = "prescribed " + line.String()
	}
	least, most := doses[0].Given, doses[0].Given
	for _, d := range doses {
		least, most = min(least, d.Given), max(most, d.Given)
		b := page.Bar{Label: z.In(d.At).Format("Mon 2 Jan, 15:04"), Short: z.In(d.At).Format("2"), Kind: "full",
			Value: int(d.Given / measure.Milligram), Text: d.Given.String()}
		switch {
		case d.Given == 0:
			b.Kind, b.Note = "none", "none of "+d.Prescribed.String()
		case d.Given < d.Prescribed:
			b.Kind, b.Note = "part", "part of "+d.Prescribed.String()
		}
		c.Bars = append(c.Bars, b)
	}
	c.Desc = fmt.Sprintf("%d doses from %s to %s: the least %s, the most %s.", len(doses),
		stamp(z, now, doses[0].At), stamp(z, now, doses[len(doses)-1].At), least, most)
	return c
}

// mostPrescribed is the largest dose of a prescription.
func mostPrescribed(rx *clinic.Prescription) (m measure.Mass) {
	if rx != nil {
		for _, d := range rx.Doses {
			m = max(m, d)
		}
	}
	return m
}
