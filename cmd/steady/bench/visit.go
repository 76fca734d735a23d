package bench

import (
	"errors"
	"fmt"

	"steady/clinic"
	"steady/internal/app"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
)

// attend sends one person's visit of a session from the door to the door: the
// seven commands of an ordinary visit.
func (w *ward) attend(i, session int, send sender) error {
	due := 490 + i%200 + session*360
	id := clinic.VisitID(w.user(i), w.day, session)
	step := func(by person.StaffID, after int, body clinic.Body) app.Request {
		return w.request(by, due+after, body)
	}
	if _, err := send(step(wardNurse, 0, clinic.Arrive{Visit: id})); err != nil {
		return err
	}
	events, err := send(step(wardNurse, 2, clinic.Assess{Visit: id, Identity: "known",
		Readings: readings(i, 0)}))
	if err != nil {
		return err
	}
	dose, err := decided(events)
	if err != nil {
		return err
	}
	picks, volume, err := w.picks(dose)
	if err != nil {
		return err
	}
	if _, err := send(step(wardNurse, 4, clinic.Prepare{Visit: id, Dose: dose, Picks: picks,
		Volume: volume})); err != nil {
		return err
	}
	if _, err := send(w.witnessed(step(wardNurse, 6, clinic.Check{Visit: id, HandOver: true}))); err != nil {
		return err
	}
	if _, err := send(step(wardNurse, 11, administer(id, i, dose))); err != nil {
		return err
	}
	if _, err := send(step(wardNurse, 25, clinic.Observe{Visit: id, Readings: readings(i, 1)})); err != nil {
		return err
	}
	_, err = send(step(wardNurse, 43, clinic.Leave{Visit: id, Readings: readings(i, 2)}))
	return err
}

func administer(id string, i int, dose measure.Mass) clinic.Administer {
	sites := []string{"left_forearm", "right_forearm", "left_elbow", "right_elbow"}
	return clinic.Administer{Visit: id, Given: dose, Route: protocol.IV, Site: sites[i%len(sites)], Attempts: 1}
}

// commandsOfVisit is how many commands attend sends.
const commandsOfVisit = 7

// errNotOrdinary says that the rules did not answer a dose to an unremarkable
// set of readings: the bench would measure something else than it says.
var errNotOrdinary = errors.New("the rules gave no dose at an ordinary visit")

func decided(events []clinic.Event) (measure.Mass, error) {
	for _, e := range events {
		if d, ok := e.Body.(*clinic.Decided); ok && d.Dose != nil {
			return *d.Dose, nil
		} else if ok {
			return 0, fmt.Errorf("%w: %s %v", errNotOrdinary, d.Outcome, d.Findings)
		}
	}
	return 0, errNotOrdinary
}

// picks chooses ampoules of the batch at hand as the screen does.
func (w *ward) picks(dose measure.Mass) ([]register.Pick, measure.Volume, error) {
	var offers []measure.Offer
	for _, s := range strengths {
		offers = append(offers, measure.Offer{Content: s, Count: 1000})
	}
	chosen, _, err := measure.Choose(dose, offers)
	if err != nil {
		return nil, 0, err
	}
	var picks []register.Pick
	var volume measure.Volume
	for _, c := range chosen {
		p := register.Product{Form: wardForm, Content: c.Content, Presentation: "ampoule"}
		picks = append(picks, register.Pick{Page: p.Page(), Batch: w.batch, Count: c.Count})
		volume += measure.MinDiluent(c.Content) * measure.Volume(c.Count)
	}
	return picks, volume, nil
}

// readings is an unremarkable set that differs from person to person.
func readings(i, k int) protocol.Assessment {
	m := func(v int) *measure.Milli {
		x := measure.Milli(v * 1000)
		return &x
	}
	return protocol.Assessment{POSS: protocol.POSS1, RR: m(14 + (i+k)%3), SpO2: m(96 + (i+k)%4),
		Pulse: m(64 + (i+5*k)%20), Consciousness: "A", Alcohol: m(0)}
}

// fill drives whole days, in order, until enough returns true after one.
func (w *ward) fill(from moment.Day, send sender, enough func() bool) (moment.Day, error) {
	for day := from; ; day++ {
		if err := w.open(day, send); err != nil {
			return day, err
		}
		for s := range 2 {
			for i := range w.people {
				if err := w.attend(i, s, send); err != nil {
					return day, fmt.Errorf("%s, session %d, person %d: %w", day, s, i, err)
				}
			}
		}
		if enough() {
			return day + 1, nil
		}
	}
}
