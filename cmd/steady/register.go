package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"steady/internal/app"
	"steady/internal/bundle"
	"steady/internal/report"
	"steady/internal/seal"
	"steady/internal/store"
	"steady/journal"
	"steady/moment"
)

var registerCommand = command{
	name: "register", summary: "the controlled-drug register: pages and the export that proves itself",
	below: []command{
		{name: "export", summary: "write the register with its proofs to one file",
			usage: "--data DIR [--database URL] --out FILE", run: exportRegister,
			help: `The file proves itself: "steady verify FILE" needs nothing else. The service may be running.`},
		{name: "bundle", summary: "write a zip that anybody can read, and Steady can make again from the register in it",
			usage: "--data DIR [--database URL] --out FILE.zip", run: bundleRegister,
			help: `Holds the export, its pages for any browser, the names behind its numbers, the laws in force and the second
verifier. "steady verify FILE.zip" proves the export and makes every page again from it and the names, which are as the
service signed them. The service may be running.`},
		{name: "cosign", summary: "have the newest signed head signed by the outside witness",
			usage: "--data DIR [--database URL] --witness URL --witness-key KEY", run: cosignRegister,
			help: `The witness signs only a head that continues the one it saw before. The service may be running; with
the same two flags, steady serve asks by itself every day.`},
		{name: "page", summary: "draw a page as the law words it: text, HTML or PDF",
			usage: "--data DIR [--database URL] [PAGE] [--format F] [--law ID|FILE] [--lang L] [--from DAY] [--to DAY]" +
				" [--out FILE]", run: printPages, help: pageHelp},
	},
}

// export writes the register as it stands now.
func (p *place) export(ctx context.Context, db *store.DB, premises string, key *seal.Key, now moment.Instant,
	w io.Writer) (journal.Checkpoint, error) {
	heads, err := db.Heads(ctx, premises)
	if err != nil {
		return journal.Checkpoint{}, err
	}
	return seal.WriteExport(w, seal.Export{Premises: premises, Holder: p.holder(), Size: heads.Register, Made: now,
		Key: key}, app.RegisterSource{Ctx: ctx, Store: db, Premises: premises})
}

// bundle writes the register as it stands now, with everything to read it by.
func (p *place) bundle(ctx context.Context, db *store.DB, premises string, key *seal.Key, now moment.Instant,
	w io.Writer) (cp journal.Checkpoint, err error) {
	export, err := os.CreateTemp("", "steady-export-")
	if err != nil {
		return cp, err
	}
	defer os.Remove(export.Name())
	defer export.Close()
	if cp, err = p.export(ctx, db, premises, key, now, export); err != nil {
		return cp, err
	}
	n, err := p.names(ctx, db, premises, now)
	if err != nil {
		return cp, err
	}
	return cp, bundle.Write(w, export, n, key)
}

// names are those that the cabinet has now, and the service's zone.
func (p *place) names(ctx context.Context, db *store.DB, premises string, now moment.Instant) (bundle.Names, error) {
	st, err := app.Fold(ctx, db, premises, true)
	if err != nil {
		return bundle.Names{}, err
	}
	texts, err := app.TextsOf(ctx, db, premises, report.Refs(st))
	return bundle.Names{Made: now.String(), Zone: st.Zone().Name(), Service: p.holder(),
		Who: report.Everybody(st, texts)}, err
}

// taken writes the register to w, as an export or as a bundle.
type taken func(ctx context.Context, db *store.DB, premises string, key *seal.Key, now moment.Instant,
	w io.Writer) (journal.Checkpoint, error)

// download sends the register to the browser, made whole before a byte is sent.
func (s *site) download(w http.ResponseWriter, r *http.Request, take taken, ext string) error {
	f, err := os.CreateTemp("", "steady-register-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := take(r.Context(), s.db, s.house.Premises(), s.key, s.house.Now(), f); err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="register-`+s.house.Premises()+ext+`"`)
	w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

func exportRegister(c *call) int {
	p := c.placeFlags()
	return c.takeRegister(p, p.export)
}

func bundleRegister(c *call) int {
	p := c.placeFlags()
	return c.takeRegister(p, p.bundle)
}

func (c *call) takeRegister(p *place, take taken) int {
	out := c.flags.String("out", "", "")
	if !c.parse(0, 0) {
		return unreadable
	}
	if *out == "" {
		c.complain(fmt.Errorf("say where to write it: --out FILE"))
		return unreadable
	}
	cp, err := p.takeTo(*out, take)
	if err != nil {
		c.complain(err)
		return refused
	}
	fmt.Fprintf(c.out, "%d register entries, head %x, written to %s\n", cp.Size, cp.Root[:8], *out)
	return answered
}

// takeTo writes the register to a file.
func (p *place) takeTo(out string, take taken) (cp journal.Checkpoint, err error) {
	ctx := context.Background()
	db, err := p.open(ctx, false)
	if err != nil {
		return cp, err
	}
	defer db.Close()
	premises, err := onlyPremises(ctx, db)
	if err != nil {
		return cp, err
	}
	key, err := seal.Load(p.keys(), premises)
	if err != nil {
		return cp, err
	}
	err = writeWhole(out, func(w io.Writer) (err error) {
		cp, err = take(ctx, db, premises, key, wallClock(), w)
		return err
	})
	return cp, err
}
