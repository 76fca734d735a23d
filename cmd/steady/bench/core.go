package bench

import (
	"crypto/sha256"
	"fmt"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
)

// bare is the core alone: a state in memory, decided and folded, nothing kept.
type bare struct {
	*ward
	state *clinic.State
}

func newBare(people int) *bare {
	b := &bare{state: clinic.New()}
	b.ward = newWard(people, func(f func(*clinic.State)) { f(b.state) })
	return b
}

// send decides a command and folds its events.
func (b *bare) send(r app.Request) ([]clinic.Event, error) {
	events, no := clinic.Decide(b.state, r.Command, b.now())
	if no != nil {
		return nil, no
	}
	for _, e := range events {
		b.state.Apply(e)
	}
	return events, nil
}

// until drives whole days from the given one until that many doses were given,
// and returns the day after.
func (b *bare) until(day moment.Day, doses int) (moment.Day, error) {
	return b.fill(day, b.send, func() bool { return int(b.day-b.begun+1)*b.people*2 >= doses })
}

// measureCore measures the pure core: no disk has a part in it.
func measureCore(r *run) error {
	r.say("the core in memory, %d doses behind it", r.Doses)
	b := newBare(15) // a service of the published size
	if err := b.found(b.send); err != nil {
		return err
	}
	few := min(r.Doses/10, 1000)
	next, err := b.until(b.begun, few)
	if err != nil {
		return err
	}
	early, err := b.ordinary(r, next)
	if err != nil {
		return err
	}
	if next, err = b.until(next, r.Doses); err != nil {
		return err
	}
	late, err := b.ordinary(r, next)
	if err != nil {
		return err
	}
	block := make([]byte, 1024)
	anchor := each(r.Slice, func() { sha256.Sum256(block) })
	note, before := fmt.Sprintf("%d doses behind it", r.Doses), fmt.Sprintf("the same after %d doses", few)
	r.add(Row{Name: "decide-ordinary", Value: late.administer, Unit: "us", Anchor: "SHA-256 of 1 KiB",
		AnchorValue: anchor, Note: "a full dose recorded as injected; " + note}, valueAtMost(5))
	r.add(Row{Name: "decide-dose", Value: late.assess, Unit: "us", Anchor: "SHA-256 of 1 KiB", AnchorValue: anchor,
		Note: "readings through every rule of the pack, with the reasons; " + note}, valueAtMost(5))
	r.add(Row{Name: "decide-alloc", Value: late.bytes, Unit: "B", Anchor: before, AnchorValue: early.bytes,
		Note: "heap asked for by deciding both once; " + note}, ratioAtMost(1.05))
	r.add(Row{Name: "state-size", Value: late.state / 1024, Unit: "KiB", Anchor: before, AnchorValue: early.state / 1024,
		Note: "all that the state holds, written out; " + note}, ratioAtMost(1.1))
	return nil
}

// decisions is what deciding costs in microseconds, what both ask of the heap,
// and how large the state is that they read, in bytes.
type decisions struct{ administer, assess, bytes, state float64 }

// ordinary opens one more day on a copy of the state and decides two commands
// of it again and again: deciding changes nothing.
func (b *bare) ordinary(r *run, day moment.Day) (d decisions, err error) {
	c, size, err := b.copied()
	if err != nil {
		return d, err
	}
	d.state = float64(size)
	administer, assess, err := c.waiting(day)
	if err != nil {
		return d, err
	}
	decide := func(req app.Request) func() {
		return func() {
			if _, no := clinic.Decide(c.state, req.Command, c.now()); no != nil {
				err = no
			}
		}
	}
	d.administer, d.assess = each(r.Slice, decide(administer)), each(r.Slice, decide(assess))
	d.bytes = allocated(decide(administer)) + allocated(decide(assess))
	return d, err
}

// copied is a clinic of its own with the same state, and the size of that
// state written out.
func (b *bare) copied() (c *bare, size int, err error) {
	raw, err := b.state.Snapshot()
	if err != nil {
		return nil, 0, err
	}
	c = newBare(b.people)
	c.state, err = clinic.Restore(raw)
	return c, len(raw), err
}

// waiting opens a day with one person in a booth and another one at the desk.
func (b *bare) waiting(day moment.Day) (give, judge app.Request, err error) {
	if err := b.open(day, b.send); err != nil {
		return give, judge, err
	}
	booth, desk := clinic.VisitID(b.user(1), day, 0), clinic.VisitID(b.user(0), day, 0)
	assess := func(id string) app.Request {
		return b.request(wardNurse, 502, clinic.Assess{Visit: id, Identity: "known", Readings: readings(0, 0)})
	}
	for _, id := range []string{booth, desk} {
		if _, err := b.send(b.request(wardNurse, 500, clinic.Arrive{Visit: id})); err != nil {
			return give, judge, err
		}
	}
	events, err := b.send(assess(booth))
	if err != nil {
		return give, judge, err
	}
	dose, err := decided(events)
	if err != nil {
		return give, judge, err
	}
	picks, volume, err := b.picks(dose)
	if err != nil {
		return give, judge, err
	}
	_, err = b.send(b.request(wardNurse, 504, clinic.Prepare{Visit: booth, Dose: dose, Picks: picks,
		Volume: volume}))
	if err == nil {
		_, err = b.send(b.witnessed(b.request(wardNurse, 506, clinic.Check{Visit: booth, HandOver: true})))
	}
	return b.request(wardNurse, 511, administer(booth, 1, dose)), assess(desk), err
}
