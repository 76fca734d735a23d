package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"steady/internal/app"
	"steady/internal/bundle"
	"steady/internal/seal"
	"steady/internal/store"
	"steady/journal"
	"steady/measure"
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
			help: `Holds the export, its pages for any browser, the laws in force and the second verifier. "steady verify
FILE.zip" proves the export and makes every other file again from it. The service may be running.`},
		{name: "cosign", summary: "have the newest signed head signed by the outside witness",
			usage: "--data DIR [--database URL] --witness URL --witness-key KEY", run: cosignRegister,
			help: `The witness signs only a head that continues the one it saw before. The service may be running; with
the same two flags, steady serve asks by itself every day.`},
		{name: "page", summary: "print the pages", usage: "--data DIR [--database URL] [PAGE]", run: printPages,
			help: `Without PAGE it lists the pages with their balances; with it, every line of that page.`},
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
	return cp, bundle.Write(w, export, key)
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

// takeTo writes beside the file and renames: a file of that name is whole.
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
	f, err := os.CreateTemp(filepath.Dir(out), ".steady-export-")
	if err != nil {
		return cp, err
	}
	defer os.Remove(f.Name())
	cp, err = take(ctx, db, premises, key, wallClock(), f)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return cp, err
	}
	return cp, os.Rename(f.Name(), out)
}

func printPages(c *call) int {
	p := c.placeFlags()
	if !c.parse(0, 1) {
		return unreadable
	}
	ctx := context.Background()
	db, err := p.open(ctx, false)
	if err == nil {
		defer db.Close()
		err = c.pages(ctx, db)
	}
	if err != nil {
		c.complain(err)
		return refused
	}
	return answered
}

func (c *call) pages(ctx context.Context, db *store.DB) error {
	premises, err := onlyPremises(ctx, db)
	if err != nil {
		return err
	}
	st, err := app.Fold(ctx, db, premises, true)
	if err != nil {
		return err
	}
	if len(c.operands) == 0 {
		for _, id := range st.Accounts.Pages() {
			s := st.Accounts.Sheets[id]
			fmt.Fprintf(c.out, "%-60s %6d ampoules %12s\n", id, s.Ampoules, s.Mass)
		}
		return nil
	}
	sheet := st.Accounts.Sheets[c.operands[0]]
	if sheet == nil {
		return fmt.Errorf("there is no page %q: run it without a page to see them", c.operands[0])
	}
	rows, err := db.Query(ctx, app.Query{Premises: premises, Table: app.TableRegister, Order: []string{"seq"},
		Cols: []string{"seq", "happened", "kind", "ampoules", "mass", "balance_ampoules", "balance_mass", "by_id",
			"witness_id"},
		Where: []any{"page", c.operands[0]}})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s\n%8s  %-16s %-13s %9s %12s %9s %12s  %s\n", sheet.Product.Heading(), "no.", "when", "entry",
		"ampoules", "mass", "balance", "mass", "by, with")
	for _, r := range rows {
		fmt.Fprintf(c.out, "%8d  %-16s %-13s %+9d %12s %9d %12s  %s, %s\n", r[0],
			st.Zone().In(moment.Instant(r[1].(int64))).Format("2006-01-02 15:04"), r[2], r[3],
			measure.Mass(r[4].(int64)), r[5], measure.Mass(r[6].(int64)), r[7], r[8])
	}
	return nil
}
