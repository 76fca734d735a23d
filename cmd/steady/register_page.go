package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/report"
	"steady/internal/seal"
	"steady/internal/store"
	"steady/journal"
	"steady/moment"
	"steady/register"
)

const pageHelp = `Without PAGE it lists the pages with their balances. With it, it draws that page as the law in
force at each line words it, and proves every entry against the newest signed head first. The service may
be running.

  --format F       text (the default), html or pdf
  --law ID|FILE    draw every line under this jurisdiction pack instead: the same ledger, another law's page
  --lang L         a language that the pack speaks: de, en or fr; the pack's first where it is not said
  --from DAY       only lines entered from that day on, such as 2026-03-01
  --to DAY         only lines entered up to that day
  --out FILE       write there instead of to the screen

Exit codes: 0 drawn; 1 refused, or the register is not the one that was signed; 2 asked wrongly.`

// pageWish is what "steady register page" is asked for.
type pageWish struct {
	format, law, out string
	o                report.Options
}

func printPages(c *call) int {
	p := c.placeFlags()
	var w pageWish
	c.flags.StringVar(&w.format, "format", "text", "")
	c.flags.StringVar(&w.law, "law", "", "")
	c.flags.StringVar(&w.o.Lang, "lang", "", "")
	c.flags.StringVar(&w.out, "out", "", "")
	from, to := c.flags.String("from", "", ""), c.flags.String("to", "", "")
	if !c.parse(0, 1) {
		return unreadable
	}
	if err := w.read(c, *from, *to); err != nil {
		c.complain(err)
		return unreadable
	}
	if err := c.pages(context.Background(), p, w); err != nil {
		c.complain(err)
		return refused
	}
	return answered
}

// read checks what was asked before anything is opened.
func (w *pageWish) read(c *call, from, to string) (err error) {
	if !slices.Contains([]string{"text", "html", "pdf"}, w.format) {
		return fmt.Errorf("--format %s: write text, html or pdf", w.format)
	}
	if w.o.Lang != "" && !slices.Contains(report.Languages(), w.o.Lang) {
		return fmt.Errorf("--lang %s: write one of %v", w.o.Lang, report.Languages())
	}
	for _, d := range []struct {
		flag, text string
		day        *moment.Day
	}{{"--from", from, &w.o.From}, {"--to", to, &w.o.To}} {
		if d.text == "" {
			continue
		}
		if *d.day, err = moment.ParseDay(d.text); err != nil {
			return fmt.Errorf("%s: %w", d.flag, err)
		}
	}
	if w.law != "" {
		if w.o.Law, err = c.findLaw(w.law); err != nil {
			return err
		}
		if w.o.Lang != "" && !w.o.Law.Speaks(w.o.Lang) {
			return fmt.Errorf("--lang %s: the pack %s does not speak it", w.o.Lang, w.o.Law.ID)
		}
	}
	return nil
}

func (c *call) pages(ctx context.Context, p *place, w pageWish) error {
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
	l, err := p.ledger(ctx, db, premises, st)
	if err != nil {
		return err
	}
	w.o.Before = st.LawPack()
	drawn, err := report.Draw(l, c.operands[0], sheet.Product, w.o)
	if err != nil {
		return err
	}
	return w.write(ctx, c.out, drawn, l.Head.At)
}

// ledger reads the register whole, proves it against its newest signed head and
// names everybody in it.
func (p *place) ledger(ctx context.Context, db *store.DB, premises string, st *clinic.State) (report.Ledger, error) {
	l := report.Ledger{Zone: st.Zone(), Service: p.holder()}
	edge, err := journal.NewEdge(0, nil)
	if err != nil {
		return l, err
	}
	err = db.Read(ctx, premises, journal.Register, 0, st.Register, func(x app.Stored) error {
		e, err := journal.Parse(x.Bytes)
		if err != nil {
			return fmt.Errorf("register entry %d: %w", x.Seq, err)
		}
		edge.Append(x.Bytes)
		e.Body = slices.Clone(e.Body)
		l.Entries = append(l.Entries, e)
		return nil
	})
	if err != nil {
		return l, err
	}
	if l.Head, err = p.head(ctx, db, premises, edge); err != nil {
		return l, err
	}
	refs, err := report.Texts(l.Entries)
	if err != nil {
		return l, err
	}
	texts, err := app.TextsOf(ctx, db, premises, append(report.Refs(st), refs...))
	l.Names(st, texts)
	return l, err
}

// errNotSigned is a register that is not the one that was signed.
var errNotSigned = errors.New("the stored register does not agree with its signed head: stop, and run steady " +
	"verify on an export")

// head is the newest signed head, which the entries that were read must give.
func (p *place) head(ctx context.Context, db *store.DB, premises string, edge journal.Edge) (report.Head, error) {
	var h report.Head
	if edge.Size() == 0 {
		return h, nil
	}
	cps, err := db.Checkpoints(ctx, premises, journal.Register, edge.Size()-1)
	if err != nil {
		return h, err
	}
	if len(cps) == 0 || cps[0].Size != edge.Size() || cps[0].Root != edge.Root() {
		return h, errNotSigned
	}
	h = report.Head{Root: hex.EncodeToString(cps[0].Root[:]), Size: cps[0].Size, At: cps[0].At}
	key, err := seal.Load(p.keys(), premises)
	if errors.Is(err, os.ErrNotExist) {
		return h, nil // the page says that the signature was not checked
	}
	if err != nil {
		return h, err
	}
	v, err := note.NewVerifier(key.Public())
	if err != nil {
		return h, err
	}
	signed, _, err := journal.OpenCheckpoint(cps[0].Note, note.VerifierList(v))
	if err != nil || signed.Root != cps[0].Root || signed.Size != cps[0].Size {
		return h, errNotSigned
	}
	h.Signer = v.Name()
	return h, nil
}

// write draws the page whole before a byte of it is written; a file of that
// name is whole.
func (w *pageWish) write(ctx context.Context, screen io.Writer, p report.Page, at moment.Instant) error {
	var b bytes.Buffer
	var err error
	switch w.format {
	case "html":
		err = report.Document(p).Render(ctx, &b)
	case "pdf":
		err = p.WritePDF(&b, at.Time())
	default:
		err = p.WriteText(&b)
	}
	if err != nil {
		return err
	}
	if w.out == "" {
		_, err = screen.Write(b.Bytes())
		return err
	}
	return writeWhole(w.out, bytesInto(b.Bytes()))
}

// findLaw finds a jurisdiction pack of this build, or reads a file.
func (c *call) findLaw(name string) (*register.Jurisdiction, error) {
	j, err := register.FindJurisdiction(name)
	if err == nil {
		return j, nil
	}
	doc, readErr := c.read(name)
	if readErr != nil {
		return nil, fmt.Errorf("--law %s: neither a jurisdiction pack of this build nor a file", name)
	}
	if j, err = register.LoadJurisdiction(doc); err != nil {
		return nil, fmt.Errorf("--law: %w", err)
	}
	return j, nil
}
