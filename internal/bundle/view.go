package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"steady/internal/report"
	"steady/internal/seal"
	"steady/journal"
	"steady/moment"
	"steady/register"
)

// view is what the index shows. Times are in the zone that the names say.
type view struct {
	who                          whoAsked
	Zone, Named                  string
	Premises, Holder, Key, Short string
	Made, Root                   string
	Entries                      int64
	Heads                        []headLine // the newest first
	Laws                         []lawLine
	Procedures                   []procedureLine
	Pages                        []pageLine
}

type headLine struct {
	Size   int64
	Root   string
	At     string
	Others string // who else signed, or ""
}

type lawLine struct {
	Entry             int64
	Pack, Version, At string
	By, File          string
}

type procedureLine struct {
	Entry         int64
	Name, Version string
	From, At, By  string
	Fingerprint   string
}

// pageLine is a page of the register with its lines; Drawn is nil where the
// entries do not say what is on it.
type pageLine struct {
	Mark, Title string
	Balance     string
	Mass        string
	Lines       int
	Drawn       *report.Page
}

func (v view) clock(i moment.Instant) string {
	return v.who.all.zone.In(i).Format("2 January 2006, 15:04")
}

// by is who made an entry, and who confirmed it.
func (v view) by(e journal.Entry) string {
	var out []string
	for _, id := range []string{e.By, e.Witness} {
		if id == "" || id == "-" {
			continue
		}
		name := v.who.staff(id)
		if name == "" {
			name = id + " (erased)"
		}
		out = append(out, name)
	}
	if len(out) == 0 {
		return "Steady"
	}
	return strings.Join(out, ", confirmed by ")
}

// look gathers what the index shows, and the law packs as files.
func look(c *seal.Contents, entries []journal.Entry, n Names) (v view, packs []file, err error) {
	if len(c.Heads) == 0 {
		return v, nil, errors.New("the export has no signed head")
	}
	newest := c.Heads[len(c.Heads)-1]
	v = view{who: asking(n), Zone: n.Zone, Premises: c.Premises, Holder: c.Holder, Key: c.Key, Entries: newest.Size,
		Root: fmt.Sprintf("%x", newest.Root)}
	v.Made, v.Named = v.clock(c.Made), v.clock(n.made)
	if parts := strings.SplitN(c.Key, "+", 3); len(parts) == 3 {
		v.Short = parts[1]
	}
	for i := len(c.Heads) - 1; i >= 0; i-- {
		v.Heads = append(v.Heads, v.headOf(c.Heads[i]))
	}
	names := map[string][]byte{}
	for _, e := range entries {
		by := v.by(e) // of every entry, so that names.json says who made each
		switch f := register.Blank(e.Kind).(type) {
		case *register.LawInForce:
			if err = json.Unmarshal(e.Body, f); err != nil {
				return v, nil, fmt.Errorf("register entry %d: %w", e.Seq, err)
			}
			name := packName(f, e.Seq, names)
			if names[name] == nil {
				names[name] = f.Document
				packs = append(packs, newFile(name, f.Document))
			}
			v.Laws = append(v.Laws, lawLine{e.Seq, f.Pack, f.Version, v.clock(e.Recorded), by, name})
		case *register.ProcedureInForce:
			if err = json.Unmarshal(e.Body, f); err != nil {
				return v, nil, fmt.Errorf("register entry %d: %w", e.Seq, err)
			}
			v.Procedures = append(v.Procedures,
				procedureLine{e.Seq, f.Name, f.Version, f.From.String(), v.clock(e.Recorded), by, f.Digest})
		}
	}
	v.Pages, err = v.pagesOf(c, entries)
	return v, packs, err
}

func (v view) headOf(h seal.SignedHead) headLine {
	var others []string
	for _, o := range h.Others {
		if o.At > 0 {
			o.Name += ", " + v.clock(moment.Of(time.Unix(o.At, 0)))
		}
		others = append(others, o.Name)
	}
	return headLine{h.Size, seal.RootText(h.Checkpoint), v.clock(h.At), strings.Join(others, "; ")}
}

// packName names the file of a law pack. A document that differs under the same
// name gets one of its own.
func packName(f *register.LawInForce, seq int64, names map[string][]byte) string {
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
				return r
			}
			return '_'
		}, s)
	}
	name := "pack-" + plain(f.Pack) + "-" + plain(f.Version)
	if old := names[name+".json"]; old != nil && !bytes.Equal(old, f.Document) {
		name += "-entry-" + strconv.FormatInt(seq, 10)
	}
	return name + ".json"
}

// pagesOf draws every page, in the order in which they were opened.
func (v view) pagesOf(c *seal.Contents, entries []journal.Entry) (out []pageLine, err error) {
	l := report.Ledger{Entries: entries, Zone: v.who.all.zone, Service: v.who.all.Service, Staff: v.who.staff,
		Person: v.who.person}
	l.Text = func(r journal.TextRef) (string, bool) {
		s, shown := c.Texts[r.Ref]
		return s, shown
	}
	newest := c.Heads[len(c.Heads)-1]
	l.Head = report.Head{Root: fmt.Sprintf("%x", newest.Root), Size: newest.Size, At: newest.At,
		Signer: seal.KeyName(c.Premises)}
	last, lines, order := map[string]register.Line{}, map[string]int{}, []string{}
	for _, e := range entries {
		var x register.Line
		if err := json.Unmarshal(e.Body, &x); err != nil {
			return nil, fmt.Errorf("register entry %d: %w", e.Seq, err)
		}
		if x.Page == "" {
			continue
		}
		if lines[x.Page] == 0 {
			order = append(order, x.Page)
		}
		last[x.Page] = x
		lines[x.Page]++
	}
	for i, id := range order {
		p := pageLine{Mark: fmt.Sprintf("p%d-", i+1), Title: id, Lines: lines[id],
			Balance: fmt.Sprintf("%d ampoules", last[id].BalanceAmpoules), Mass: last[id].BalanceMass.String()}
		if product, perr := report.Product(entries, id); perr == nil {
			drawn, err := report.Draw(l, id, product, report.Options{})
			if err != nil {
				return nil, err
			}
			p.Title, p.Drawn = drawn.Title(), &drawn
		}
		out = append(out, p)
	}
	return out, nil
}

func (v view) html() ([]byte, error) {
	var b bytes.Buffer
	err := index(v).Render(context.Background(), &b)
	return b.Bytes(), err
}

// readme is what somebody reads who opens the zip with nothing but an editor.
func (v view) readme() []byte {
	return fmt.Appendf(nil, `The controlled drugs register of %s
Premises %s, %d entries, exported %s
in the time of %s.

Treat these files as you would treat the paper register: they name people.

index.html       read this first, in any browser, off line
names.json       who is behind the numbers that the register holds for people and staff, as of %s;
                 names can be erased, so they are no part of the proof: they are as the service signed them
register.steady  the register itself, as it was recorded, with its signatures: the proof
pack-*.json      the laws by which the register was kept, as they stand in it
verify.py        a program of one sitting's reading that proves register.steady; it needs Python 3 alone
bundle.txt       what the service says is in this zip, signed with its key

To verify:

1. Compare the key with the one that you received from the service in person:
   %s
2. With Steady, on a machine that the service does not control, the zip as it is:
   steady verify FILE.zip --key KEY
   It proves the register, makes every other file here again from it and names.json, and refuses any difference.
3. Without Steady, unpack the zip and, in its folder:
   python3 verify.py register.steady
   It proves the register alone. What index.html shows is then as good as the zip that you were given.

With an export or a bundle that you kept from an earlier visit, add --since OLD to show that this one continues it.
`, v.Holder, v.Premises, v.Entries, v.Made, v.Zone, v.Named, v.Key)
}
