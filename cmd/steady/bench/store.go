package bench

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/store"
)

func measureStore(ctx context.Context, r *run) error {
	for _, part := range []func(context.Context, *run) error{
		measureDurable,
		func(_ context.Context, r *run) error { return measureCore(r) },
		func(_ context.Context, r *run) error { return measureVerify(r) },
		measurePage,
		measureProcess,
	} {
		if err := part(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// measureDurable measures the road: short and long history take turns with the
// bare inserts, so that all three meet the same neighbours.
func measureDurable(ctx context.Context, r *run) (err error) {
	r.say("making %d and %d journal entries", r.Short, r.Entries)
	short, err := build(ctx, filepath.Join(r.dir, "short"), r.People, r.Short)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, short.close()) }()
	begin := time.Now()
	long, err := build(ctx, filepath.Join(r.dir, "long"), r.People, r.Entries)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, long.close()) }()
	filled := float64(long.entries()) / time.Since(begin).Seconds()
	anchor, err := newBareInserts(r.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, anchor.close()) }()
	r.say("%d terminals at once, %d rounds", r.Terminals, r.Rounds)
	var m rounds
	for i := range r.Rounds + 1 {
		if err := m.round(ctx, r, anchor, short, long); err != nil {
			return err
		}
		if i == 0 {
			m = rounds{} // the first warms up
		}
	}
	m.report(r, short.entries(), long.entries(), filled)
	return measureStart(ctx, r, long)
}

// rounds keeps what each round measured.
type rounds struct {
	inserts, commands, rate    []float64 // per second, and commands by inserts
	insert, p99, slow          []float64 // ms, ms, and p99 by insert
	longMicros, micros, growth []float64 // per command, and long by short
}

func (m *rounds) round(ctx context.Context, r *run, anchor *bareInserts, short, long *house) error {
	waits, err := anchor.run(r.Slice)
	if err != nil {
		return err
	}
	a, err := short.session(ctx, r.Terminals)
	if err != nil {
		return err
	}
	more, err := anchor.run(r.Slice)
	if err != nil {
		return err
	}
	b, err := long.session(ctx, r.Terminals)
	if err != nil {
		return err
	}
	waits = append(waits, more...) // taken on both sides of the session
	insert := median(waits)
	total := 0.0
	for _, w := range waits {
		total += w
	}
	m.inserts = append(m.inserts, 1000*float64(len(waits))/total)
	m.commands = append(m.commands, 1e6/a.micros())
	m.rate = append(m.rate, 1e6/a.micros()/(1000*float64(len(waits))/total))
	m.insert, m.p99 = append(m.insert, insert), append(m.p99, quantile(a.waits, 0.99))
	m.slow = append(m.slow, quantile(a.waits, 0.99)/insert)
	m.longMicros, m.micros = append(m.longMicros, b.micros()), append(m.micros, a.micros())
	m.growth = append(m.growth, b.micros()/a.micros())
	return nil
}

func (m *rounds) report(r *run, short, long int64, filled float64) {
	n := fmt.Sprintf("median of %d rounds; %d terminals, real visits", r.Rounds, r.Terminals)
	r.add(Row{Name: "store-durable-50", Value: median(m.commands), Unit: "commands/s",
		Anchor: "single durable SQLite inserts", AnchorValue: median(m.inserts), Ratio: median(m.rate), Note: n},
		ratioAtLeast(5))
	r.add(Row{Name: "store-durable-50-p99", Value: median(m.p99), Unit: "ms", Anchor: "one durable SQLite insert",
		AnchorValue: median(m.insert), Ratio: median(m.slow), Note: "from press to durable answer; " + n}, ratioAtMost(10))
	r.add(Row{Name: "store-history", Value: median(m.longMicros), Unit: "us/command",
		Anchor: fmt.Sprintf("the same with %d entries behind it", short), AnchorValue: median(m.micros),
		Ratio: median(m.growth), Note: fmt.Sprintf("%d entries behind it, made at %.0f entries/s; "+
			"more with --entries; %s", long, filled, n)}, ratioAtMost(1.2))
}

// measureStart starts a second process' worth of the service on the same
// store, from the last snapshot and the tail behind it, to the first durable
// answer.
func measureStart(ctx context.Context, r *run, h *house) (err error) {
	r.say("starting with %d entries behind it", h.entries())
	snap, err := h.db.LoadSnapshot(ctx, wardPremises)
	if err != nil && !errors.Is(err, app.ErrNotFound) { // a short history has none yet
		return err
	}
	tail := h.entries() - snap.Heads.Clinical - snap.Heads.Register
	var files, starts []float64
	var opened []*house
	defer func() {
		for _, x := range opened {
			err = errors.Join(err, x.close())
		}
	}()
	for i := range r.Rounds {
		begin := time.Now()
		db, err := store.OpenSQLite(ctx, h.dir)
		if err != nil {
			return err
		}
		files = append(files, time.Since(begin).Seconds())
		x := &house{ward: h.ward, dir: h.dir, db: db, key: h.key}
		x.clock.Store(h.clock.Load())
		if x.house, err = x.open(ctx, db); err != nil {
			return errors.Join(err, db.Close())
		}
		opened = append(opened, x)
		body := clinic.PlaceHold{Person: h.user(i % h.people), Reason: h.text("reason")}
		if _, err := x.house.Do(ctx, h.request(wardNurse, 1400, body)); err != nil {
			return err
		}
		starts = append(starts, time.Since(begin).Seconds())
	}
	r.add(Row{Name: "start-snapshot", Value: median(starts), Unit: "s", Anchor: "opening the SQLite file alone",
		AnchorValue: median(files), Note: fmt.Sprintf("to the first durable answer; %d entries behind it, %d of them "+
			"since the snapshot; median of %d", h.entries(), tail, r.Rounds)}, valueAtMost(1))
	return nil
}
