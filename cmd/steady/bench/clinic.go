package bench

import (
	"fmt"
	"math/rand/v2"

	"steady/clinic"
	"steady/internal/app"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
)

// ward is an invented clinic that is larger than any: many people, two
// sessions a day, every dose by the real rules. It sends the commands that the
// screens send, and keeps no rule of its own. Nobody in it exists.
type ward struct {
	people int
	zone   moment.Zone
	day    moment.Day // the day at hand
	begun  moment.Day

	batch string // stock is drawn from this batch
	view  func(func(*clinic.State))
	dice  *rand.Rand
}

// sender takes a command down a road: the house's, Bulk's, or the bare core.
type sender func(app.Request) ([]clinic.Event, error)

const (
	wardPremises = "bench"
	wardNurse    = person.StaffID("s-nurse")
	wardSecond   = person.StaffID("s-second")
	wardDoctor   = person.StaffID("s-doctor")
	wardStore    = person.StaffID("s-pharmacist")
	// wardBooths lets every terminal be with somebody in a booth.
	wardBooths = 256
	// rxDays is how long a prescription is in force before it is written again.
	rxDays = 84
	// batchDays is how long stock is drawn from one batch.
	batchDays = 360
)

var wardForm = measure.Form{Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate}

// strengths of the ampoules in the safe, strongest first.
var strengths = []measure.Mass{100 * measure.Milligram, 30 * measure.Milligram, 10 * measure.Milligram,
	5 * measure.Milligram}

func newWard(people int, view func(func(*clinic.State))) *ward {
	zone, err := moment.LoadZone("Europe/London")
	if err != nil {
		panic(err) // the zones are inside the binary
	}
	return &ward{people: people, zone: zone, begun: moment.Date(2020, 1, 6), view: view,
		dice: rand.New(rand.NewPCG(1, 0xBE9C4))}
}

// now is late in the day at hand: the commands of a day happened before it.
func (w *ward) now() moment.Instant { return w.zone.At(w.day, 23, 30) }

func (w *ward) at(minute int) moment.Instant { return w.zone.At(w.day, minute/60, minute%60) }

func (w *ward) user(i int) person.UserID { return person.UserID(fmt.Sprintf("u-%03d", i)) }

// request makes a command that happened at a minute of the day. Its id is made
// as the screens make theirs.
func (w *ward) request(by person.StaffID, minute int, body clinic.Body) app.Request {
	return app.Request{Command: clinic.Command{ID: app.NewCommandID(), By: by, Happened: w.at(minute), Body: body}}
}

// witnessed adds the second person's confirmation of what the state shows.
func (w *ward) witnessed(r app.Request) app.Request {
	w.view(func(s *clinic.State) {
		r.Command.Witness = &clinic.Confirmation{By: string(wardSecond), Method: "bench",
			Digest: clinic.Digest(clinic.WitnessText(s, r.Command))}
	})
	return r
}

// found opens the premises: staff, the pack, the licence, the people.
func (w *ward) found(send sender) error {
	w.day = w.begun
	bodies := []clinic.Body{clinic.OpenPremises{Premises: wardPremises, Zone: w.zone.Name(), Booths: wardBooths,
		Invented: true, Sessions: []clinic.Session{{Name: "Morning", Opens: 480, Closes: 720},
			{Name: "Afternoon", Opens: 840, Closes: 1080}}}}
	team := map[person.StaffID]person.Role{wardNurse: person.Nurse, wardSecond: person.Nurse,
		wardDoctor: person.Prescriber, wardStore: person.Pharmacist}
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		return err
	}
	for _, id := range []person.StaffID{wardNurse, wardSecond, wardDoctor, wardStore} {
		bodies = append(bodies, clinic.AddStaff{Staff: id, Roles: []person.Role{team[id]}, Name: w.text("staff")})
	}
	bodies = append(bodies, clinic.InstallPack{Document: pack.Document()}, clinic.GrantLicence{Doctor: wardDoctor,
		Substance: measure.Diamorphine, Number: "INVENTED-1", From: w.day - 1, To: w.day + 40_000})
	for _, b := range bodies {
		if _, err := send(w.request(clinic.System, 0, b)); err != nil {
			return err
		}
	}
	for i := range w.people {
		already := w.text("in treatment before")
		b := clinic.AdmitPerson{Person: w.user(i), Name: w.text("name"), Times: []int{490 + i%200, 850 + i%200},
			Already: &already}
		if _, err := send(w.request(wardNurse, 1, b)); err != nil {
			return err
		}
	}
	return nil
}

// text stands for a name that is in no cabinet: bench people have none.
func (w *ward) text(what string) clinic.Text {
	return clinic.Text{Ref: what, Digest: clinic.Digest(what)}
}

// open begins a day: prescriptions where they run out, stock where it runs
// low, and the plan.
func (w *ward) open(day moment.Day, send sender) error {
	w.day = day
	if n := int(day - w.begun); n%rxDays == 0 {
		for i := range w.people {
			if _, err := send(w.request(wardDoctor, 2, w.prescription(i))); err != nil {
				return err
			}
		}
	}
	period := (day - w.begun) / batchDays
	w.batch = fmt.Sprintf("INVENTED-%d", period)
	for _, content := range strengths {
		p := register.Product{Form: wardForm, Content: content, Presentation: "ampoule"}
		if w.left(p.Page()) > measure.Ampoules(w.people*8) {
			continue
		}
		b := clinic.ReceiveStock{Product: p, Batch: w.batch, Expiry: w.begun + (period+1)*batchDays + 30,
			Ampoules: measure.Ampoules(w.people*20 + 100), From: w.text("supplier")}
		r := w.witnessed(w.request(wardStore, 3, b))
		if _, err := send(r); err != nil {
			return err
		}
	}
	_, err := send(w.request(wardNurse, 4, clinic.PlanDay{Day: day}))
	return err
}

func (w *ward) left(page string) (n measure.Ampoules) {
	w.view(func(s *clinic.State) {
		if sheet := s.Accounts.Sheets[page]; sheet != nil {
			for _, l := range sheet.Lots {
				if l.Batch == w.batch {
					n += l.Count
				}
			}
		}
	})
	return n
}

func (w *ward) prescription(i int) clinic.Prescribe {
	dose, why := measure.Mass(100+i%12*10)*measure.Milligram, w.text("the time is up")
	return clinic.Prescribe{Person: w.user(i), Reason: &why, Prescription: clinic.Prescription{Form: wardForm,
		Route: protocol.IV, Doses: []measure.Mass{dose, dose}, CapSingle: dose + 40*measure.Milligram,
		CapDay: 2*dose + 80*measure.Milligram, Increment: 5 * measure.Milligram, Pack: "ch-iv", Started: w.begun,
		From: w.day, Review: w.day + rxDays, Ends: w.day + rxDays + 7}}
}
