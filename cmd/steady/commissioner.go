package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"steady/internal/app"
	"steady/internal/report/commissioner"
	"steady/internal/study"
)

var commissionerCommand = command{
	name: "commissioner", summary: "the report for those who pay for the service",
	below: []command{{
		name: "pack", summary: "write the report and its tables",
		usage: "--data D --out DIR [--from 2026-01] [--to 2026-06]", run: commissionerPack,
		help: `Writes report.pdf, one CSV for each table, and definitions.txt into a folder: capacity, cost for each
person-year, who began and who remains, how people changed, hours of life, safety by stated definition, and
what people released of their own words. There is no name in it. Small numbers are hidden so that neither two
tables nor two reports can be subtracted; only whole months that closed 28 days ago are told. The service may
be running.

Exit codes: 0 written; 1 refused; 2 asked wrongly.`,
	}},
}

func commissionerPack(c *call) int {
	p := c.placeFlags()
	out := c.flags.String("out", "", "")
	from, to := c.flags.String("from", "", ""), c.flags.String("to", "", "")
	if !c.parse(0, 0) {
		return unreadable
	}
	var in commissioner.Input
	err := error(nil)
	if *from != "" {
		in.From, _, err = month(*from)
	}
	if err == nil && *to != "" {
		_, in.To, err = month(*to)
	}
	if err == nil && *out == "" {
		err = errors.New("say where to write it: --out DIR")
	}
	if err != nil {
		c.complain(err)
		return unreadable
	}
	if err := c.writeCommissioner(p, in, *out); err != nil {
		c.complain(err)
		return refused
	}
	return answered
}

func (c *call) writeCommissioner(p *place, in commissioner.Input, dir string) error {
	ctx := context.Background()
	db, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer db.Close()
	premises, err := onlyPremises(ctx, db)
	if err != nil {
		return err
	}
	st, err := app.Fold(ctx, db, premises, true)
	if err != nil {
		return err
	}
	if in.Book, in.Scores, err = app.BookAt(ctx, db, premises, 0); err != nil {
		return err
	}
	in.Service, in.Now = p.holder(), max(wallClock(), in.Book.Recorded)
	if in.Weeks, err = app.BurdenWeeksOf(ctx, db, premises, st, in.Book.Opened, in.Book.Zone.Day(in.Now)); err != nil {
		return err
	}
	rooms := study.NewRooms(studyFolder{p.dir, wallClock})
	defer rooms.Close()
	if in.Quotes, err = (releasedVoices{rooms}).Released(ctx); err != nil {
		return err
	}
	pack, err := commissioner.Make(in)
	if err != nil {
		return err
	}
	files, err := pack.Tables()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(dir, "report.pdf"), pack.WritePDF); err != nil {
		return err
	}
	for _, f := range files {
		if err := writeWhole(filepath.Join(dir, f.Name), bytesInto(f.CSV)); err != nil {
			return err
		}
	}
	fmt.Fprintf(c.out, "%s\n%s\nWritten to %s: report.pdf and %d files.\n", pack.Lines[0], pack.Lines[1], dir, len(files))
	return nil
}
