// Package report draws pages of the controlled-drug register from nothing but
// its entries: as the law in force at each line words them (R-REG-44,
// R-REG-45), for the screen, for paper and as text. It reads no database, so an
// export can be drawn by whoever holds it.
package report

import (
	"encoding/json"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"steady/journal"
	"steady/moment"
	"steady/register"
)

// Ledger is what pages are drawn from: entries of one register, texts by
// reference, and who is behind the opaque ids. A lookup that is nil leaves ids
// as they are, and texts as erased; one that answers "" says that the name was
// erased. Lookups are called from several goroutines.
type Ledger struct {
	Entries   []journal.Entry // ascending; those of other pages are passed over
	Zone      moment.Zone
	Service   string // name of the premises, as printed
	Text      func(journal.TextRef) (text string, kept bool)
	Staff     func(id string) string
	Person    func(id string) (name, address string)
	Elsewhere func(premises string) string // other premises of the service
	Head      Head
}

// Head is the signed head that the page stands under.
type Head struct {
	Root   string // hex; "" where there is none
	Size   int64  // entries under it
	At     moment.Instant
	Signer string // whose signature was checked; "" where none was
}

// Options choose what is drawn of a page.
type Options struct {
	// Law draws every line as this pack words it; nil is the law in force at
	// each line. Before is for the lines before the register names a law.
	Law, Before *register.Jurisdiction
	Lang        string     // one that the packs speak; "" the first of the newest
	From, To    moment.Day // days on which lines were entered; 0 is open
}

// Page is one page of the register, in words. Its parts are the stretches of
// lines under the same law and procedures.
type Page struct {
	Lang     string
	Drug     string // heading: drug
	Strength string
	Form     string
	Class    string
	Service  string
	Period   string // "" for the whole page
	Head     string // the tree head, with its hash
	Parts    []Part
	words    words
}

// Part is lines under one law and the same procedures.
type Part struct {
	Law        string   // which
	Remarks    []string // what of it was read, who signs it, what is the service's own
	Procedures string
	Columns    []Column
	Lines      []Line
}

// Column is one heading. The last two of a part are the running balances.
type Column struct {
	Side      register.Side
	Field     string
	Label     string
	Statutory bool
}

// Line is one entry with its notes beneath it.
type Line struct {
	No            int64
	Side          register.Side
	Date          string   // happened
	Cells         []string // one for each column; nil for an annotation
	Says          string   // what it is
	Beside        []Pair   // annotations: batch, who, when entered
	Late          string
	Balance, Mass string // after it
	Before        string // the balance brought forward to it
	Notes         []string
	Differs       bool   // a count that did not agree
	By, Witness   string // ids of who made and who confirmed it
}

// Pair is an annotation with its label.
type Pair struct{ Label, Text string }

// Title is the heading that stands on every sheet: drug, strength and form
// (R-REG-04, R-REG-09 d).
func (p Page) Title() string { return p.Drug + ", " + p.Strength + ", " + p.Form }

// Word is a fixed phrase of the page's language by its key, with the named
// values put in.
func (p Page) Word(key string, kv ...string) string { return p.words.fill(key, kv...) }

// Languages are those that pages can be drawn in where no law is chosen.
func Languages() []string { return []string{"de", "en", "fr"} }

// Product is the heading of a page, as its first entry says it.
func Product(entries []journal.Entry, page string) (register.Product, error) {
	for _, e := range entries {
		switch e.Kind {
		case "received", "brought_forward", "brought":
			var b struct {
				Page    string           `json:"page"`
				Product register.Product `json:"product"`
			}
			if err := json.Unmarshal(e.Body, &b); err != nil {
				return b.Product, fmt.Errorf("register entry %d: %w", e.Seq, err)
			}
			if b.Page == page {
				return b.Product, nil
			}
		}
	}
	return register.Product{}, fmt.Errorf("there is no page %q in this register", page)
}

// Draw words one page. The product is its heading (Product finds it, where the
// entries hold the page from its beginning).
func Draw(l Ledger, page string, product register.Product, o Options) (Page, error) {
	d := drawer{l: l, o: o, page: page, product: product, under: map[int64][]*posting{}}
	if err := d.read(); err != nil {
		return Page{}, err
	}
	if err := d.language(); err != nil {
		return Page{}, err
	}
	w := d.w
	p := Page{Lang: d.lang, Drug: w.drug(product.Form), Strength: w.mass(product.Content),
		Form: w.presentation(product.Presentation), Service: l.Service, words: w,
		Class: w.fill("class", "drug", w.substance(product.Form.Substance)), Head: d.head(), Period: d.period()}
	of := make([]int, len(d.lines)) // the part of each line
	for i, x := range d.lines {
		if i == 0 || x.under.key != d.lines[i-1].under.key {
			p.Parts = append(p.Parts, d.part(x.under))
		}
		of[i] = len(p.Parts) - 1
	}
	lines := make([]Line, len(d.lines))
	together(len(lines), func() func(i int) {
		fields := map[string]string{} // used again from line to line
		return func(i int) { lines[i] = d.line(d.lines[i], p.Parts[of[i]].Columns, fields) }
	})
	for i, from := 0, 0; i < len(lines); i++ {
		if i+1 == len(lines) || of[i+1] != of[i] {
			p.Parts[of[i]].Lines, from = lines[from:i+1:i+1], i+1
		}
	}
	if len(p.Parts) == 0 {
		p.Parts = []Part{d.part(d.now())}
	}
	return p, nil
}

// together does n pieces of work that do not touch each other, on every
// processor, each with a worker of its own.
func together(n int, worker func() func(i int)) {
	const stretch = 256
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n/stretch+1) {
		wait.Go(func() {
			do := worker()
			for from := int(next.Add(stretch)) - stretch; from < n; from = int(next.Add(stretch)) - stretch {
				for i := from; i < min(from+stretch, n); i++ {
					do(i)
				}
			}
		})
	}
	wait.Wait()
}

func (d *drawer) head() string {
	h := d.l.Head
	if h.Root == "" {
		return d.w.fill("head.none")
	}
	signed := d.w.fill("head.unsigned")
	if h.Signer != "" {
		signed = d.w.fill("head.signed", "name", h.Signer)
	}
	return d.w.fill("head", "root", h.Root, "size", d.w.number(h.Size), "at", d.w.instant(d.l.Zone, h.At)) + ", " + signed
}

func (d *drawer) period() string {
	from, to := d.w.day(d.o.From), d.w.day(d.o.To)
	switch {
	case d.o.From != 0 && d.o.To != 0:
		return d.w.fill("period.both", "from", from, "to", to)
	case d.o.From != 0:
		return d.w.fill("period.from", "from", from)
	case d.o.To != 0:
		return d.w.fill("period.to", "to", to)
	}
	return ""
}
