package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/report/continuity"
	"steady/internal/store"
	"steady/journal"
	"steady/moment"
)

var continuityCommand = command{
	name: "continuity", summary: "print the paper to work from when the power or the network is gone",
	usage: "--data DIR [--database URL] --out FILE.pdf [--visits N]", run: runContinuity,
	help: `Who comes today and tomorrow and what is prescribed, blank visit and register sheets, the emergency steps, whom
to call and how to catch up, at one position of the journal. It holds names: print it, lock it away, destroy the
older one. The service may be running; steady serve --continuity FOLDER writes it by itself.

  --out FILE     the PDF; it is written beside and renamed, and only its owner may read it
  --visits N     blank visit sheets (12, at most 200)

Whom to call stands in DIR/contacts.txt, one line each: "Prescriber on call: 01234 567890".`,
}

func runContinuity(c *call) int {
	p := c.placeFlags()
	out := c.flags.String("out", "", "")
	visits := c.flags.Int("visits", continuity.DefaultVisits, "")
	if !c.parse(0, 0) {
		return unreadable
	}
	if *out == "" || *visits < 1 || *visits > continuity.MostVisits {
		c.complain(fmt.Errorf("say where to write it: --out FILE.pdf; --visits takes 1 to %d", continuity.MostVisits))
		return unreadable
	}
	ctx := context.Background()
	db, err := p.open(ctx, false)
	if err == nil {
		defer db.Close()
		err = c.continuity(ctx, p, db, *out, *visits)
	}
	if err != nil {
		c.complain(err)
		return refused
	}
	return answered
}

func (c *call) continuity(ctx context.Context, p *place, db *store.DB, out string, visits int) error {
	premises, err := onlyPremises(ctx, db)
	if err != nil {
		return err
	}
	st, err := app.Fold(ctx, db, premises, true)
	if err != nil {
		return err
	}
	o, err := p.continuityOptions()
	if err != nil {
		return err
	}
	o.Visits = visits
	pack, err := continuity.Make(ctx, reading{db, premises, st}, o)
	if err != nil {
		return err
	}
	if err := writeWhole(out, pack.WritePDF); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s\nWritten to %s. It holds names: print it, lock it away, destroy the older one.\n",
		pack.Position, out)
	return nil
}

// reading is a premises that is read without serving it.
type reading struct {
	db       *store.DB
	premises string
	st       *clinic.State
}

// View calls f with the state (continuity.Source).
func (r reading) View(f func(*clinic.State)) error {
	f(r.st)
	return nil
}

// Texts reads the cabinet (continuity.Source).
func (r reading) Texts(ctx context.Context, refs ...clinic.Text) (map[string]string, error) {
	return app.TextsOf(ctx, r.db, r.premises, refs)
}

// Root is a tree head (continuity.Source).
func (r reading) Root(ctx context.Context, log journal.Log, size int64) ([32]byte, error) {
	return app.RootOf(ctx, r.db, r.premises, log, size)
}

// Now is the clock of this machine (continuity.Source).
func (r reading) Now() moment.Instant { return wallClock() }

// continuityOptions are the service's name and whom to call.
func (p *place) continuityOptions() (continuity.Options, error) {
	o := continuity.Options{Service: p.holder()}
	b, err := os.ReadFile(filepath.Join(p.dir, "contacts.txt"))
	if errors.Is(err, fs.ErrNotExist) {
		return o, nil
	}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" && len(o.Contacts) < 20 {
			o.Contacts = append(o.Contacts, line)
		}
	}
	return o, err
}

// packEvery is how often steady serve writes the newest pack, and packsKept how
// many stay in the folder.
const (
	packEvery = 15 * time.Minute
	packsKept = 2
)

// keepPacks writes the newest pack into a folder until it is stopped. A pack
// that cannot be written is said in the log; the older one stays.
func (p *place) keepPacks(ctx context.Context, h *app.House, dir string) {
	tick := time.NewTicker(packEvery)
	defer tick.Stop()
	for {
		if err := p.keepPack(ctx, h, dir); err != nil && ctx.Err() == nil {
			slog.Error("the paper for an outage was not written", "folder", dir, "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// keepPack writes one pack and removes all but the newest.
func (p *place) keepPack(ctx context.Context, src continuity.Source, dir string) error {
	o, err := p.continuityOptions()
	if err != nil {
		return err
	}
	pack, err := continuity.Make(ctx, src, o)
	if err != nil {
		return err
	}
	name := "steady-paper-" + pack.Made.Time().Format("20060102T150405Z") + ".pdf"
	if err := writeWhole(filepath.Join(dir, name), pack.WritePDF); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, "steady-paper-*.pdf"))
	slices.Sort(old)
	for len(old) > packsKept {
		err = errors.Join(err, os.Remove(old[0]))
		old = old[1:]
	}
	return err
}
