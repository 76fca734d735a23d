package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/personrecord"
	"steady/internal/store"
	"steady/moment"
	"steady/person"
)

var personCommand = command{
	name: "person", summary: "what a person may take with them, and what the next service needs",
	below: []command{{
		name: "export", summary: "everything one person may have, in an open format",
		usage: "--data DIR [--database URL] --person ID --out FILE", run: personExport,
		help: `Their own words, visits and doses, answers, goals, reviews, and who read their record, made of the journal and
the cabinet. What somebody else said in confidence is never in it unless a prescriber let it out. The service may be
running. That it was made here is noted where the person sees who read their record.

  --person ID   as it stands in the address of their page
  --out FILE    .zip (page, JSON and schema), .json or .html; it is written beside and renamed, and only its owner
                may read it. Make sure whose hands it goes into: docs/how-to/leave-well.md.`,
	}, {
		name: "packs", summary: "the transfer packs of everybody in treatment, in one run",
		usage: "--data DIR [--database URL] --out FILE.zip", run: personPacks,
		help: `For each person a PDF and a JSON: prescription and last doses as recorded, the continuity plan, and the oral
equivalent as the prescriber wrote it. No amount is computed. At the end it says what is lacking, and for whom;
nobody's pack is left out for it. The service may be running.`,
	}},
}

func personExport(c *call) int {
	p := c.placeFlags()
	who := c.flags.String("person", "", "")
	out := c.flags.String("out", "", "")
	if !c.parse(0, 0) {
		return unreadable
	}
	write := map[string]func(*personrecord.Record, io.Writer) error{
		".zip": (*personrecord.Record).Zip, ".html": (*personrecord.Record).HTML,
		".json": func(r *personrecord.Record, w io.Writer) error {
			b, err := r.Bytes()
			if err == nil {
				_, err = w.Write(b)
			}
			return err
		}}[filepath.Ext(*out)]
	if person.CheckID(*who) != nil || write == nil {
		c.complain(errors.New("say whose and where: --person ID --out FILE.zip, .json or .html"))
		return unreadable
	}
	return c.fromRecord(p, func(ctx context.Context, db *store.DB, src personrecord.Source) error {
		id := person.UserID(*who)
		r, err := personrecord.Make(ctx, src, id)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := write(r, &b); err != nil {
			return err
		}
		// Noted before the file is there: nobody's record leaves unseen.
		look := app.Look{At: src.Now, Person: id, Staff: clinic.System, Page: "/people/{person}/take"}
		if err := db.Looked(ctx, src.Premises, []app.Look{look}); err != nil {
			return err
		}
		if err := writeWhole(*out, bytesInto(b.Bytes())); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%d entries and %d register lines, written to %s. Make sure whose hands it goes into.\n",
			len(r.Entries), len(r.Doses), *out)
		return nil
	})
}

func personPacks(c *call) int {
	p := c.placeFlags()
	out := c.flags.String("out", "", "")
	if !c.parse(0, 0) {
		return unreadable
	}
	if filepath.Ext(*out) != ".zip" {
		c.complain(errors.New("say where to write them: --out FILE.zip"))
		return unreadable
	}
	return c.fromRecord(p, func(ctx context.Context, _ *store.DB, src personrecord.Source) error {
		d, err := personrecord.MakeDrill(ctx, src)
		if err == nil {
			err = writeWhole(*out, d.Zip)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%d transfer packs, written to %s. They hold names and doses: lock them away.\n",
			len(d.Packs), *out)
		for _, x := range d.Lacking() {
			fmt.Fprintln(c.out, x)
		}
		return nil
	})
}

// fromRecord reads a premises that may be served at the same time.
func (c *call) fromRecord(p *place, do func(context.Context, *store.DB, personrecord.Source) error) int {
	ctx := context.Background()
	db, err := p.open(ctx, false)
	if err == nil {
		defer db.Close()
		var premises string
		if premises, err = onlyPremises(ctx, db); err == nil {
			var st *clinic.State
			if st, err = app.Fold(ctx, db, premises, true); err == nil {
				src := personrecord.Source{Store: db, Premises: premises, Service: p.holder(), Now: moment.Of(time.Now()),
					State: func(f func(*clinic.State)) error { f(st); return nil }}
				err = do(ctx, db, src)
			}
		}
	}
	if err != nil {
		c.complain(err)
		return refused
	}
	return answered
}
