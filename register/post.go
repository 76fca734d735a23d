package register

import (
	"fmt"
	"maps"
	"sort"
	"strings"

	"steady/measure"
	"steady/moment"
	"steady/refusal"
)

// Pick is sealed ampoules of one batch chosen for a syringe.
type Pick struct {
	Page  string           `json:"page"`
	Batch string           `json:"batch"`
	Count measure.Ampoules `json:"count"`
}

// TwoPersons refuses a missing witness and a witness who is the actor
// (R-REG-14, E-PREP-09).
func TwoPersons(by, witness string) *refusal.Refusal {
	if witness == "" || witness == "-" {
		return refusal.New("witness_missing", "R-REG-14",
			"A second person confirms this with their own PIN or passkey.")
	}
	if witness == by {
		return refusal.New("same_person", "R-REG-14",
			"The second person must be somebody else: ask a colleague to confirm.")
	}
	return nil
}

// printable reports whether a batch can stand on one line of a label.
func printable(batch string) bool {
	for i := range len(batch) {
		if batch[i] < ' ' || batch[i] > '~' {
			return false
		}
	}
	return batch != "" && len(batch) <= 40 && strings.TrimSpace(batch) == batch
}

func (a *Accounts) line(page string, n measure.Ampoules, m measure.Mass) Line {
	l := Line{Page: page, Ampoules: n, Mass: m, BalanceAmpoules: n, BalanceMass: m}
	if s := a.Sheets[page]; s != nil {
		l.BalanceAmpoules += s.Ampoules
		l.BalanceMass += s.Mass
	}
	return l
}

// Draw answers one entry per pick for a visit, or a refusal: unknown page,
// batch not at hand, expired batch, salt form other than want. held are
// ampoules that other syringes have taken and not yet drawn.
func (a *Accounts) Draw(visit string, picks, held []Pick, want measure.Form,
	today moment.Day) ([]Drawn, *refusal.Refusal) {
	if len(picks) == 0 {
		return nil, refusal.New("no_ampoules", "E-PREP-08", "Choose the ampoules first: scan or tap them.")
	}
	out := make([]Drawn, 0, len(picks))
	for i, p := range picks {
		s := a.Sheets[p.Page]
		if s == nil || p.Count <= 0 {
			return nil, refusal.New("unknown_page", "R-REG-04", "These ampoules are on no page of this register.")
		}
		if s.Product.Form != want {
			return nil, refusal.New("wrong_form", "E-UNIT-03", fmt.Sprintf(
				"The dose is %s, the ampoules are %s: choose ampoules of the prescribed form.", want, s.Product.Form))
		}
		if no := s.lotAllows(p, taken(p, held)+taken(p, picks[:i]), today); no != nil {
			return nil, no
		}
		left := s.Ampoules - p.Count
		for _, d := range out {
			if d.Page == p.Page {
				left += d.Ampoules
			}
		}
		out = append(out, Drawn{Line{Page: p.Page, Ampoules: -p.Count, BalanceAmpoules: left, BalanceMass: s.Mass},
			visit, p.Batch, s.Product.Content * measure.Mass(p.Count), from(s, p, out)})
	}
	return out, nil
}

// taken is how many ampoules of the batch of a pick others take.
func taken(p Pick, others []Pick) (n measure.Ampoules) {
	for _, o := range others {
		if o.Page == p.Page && o.Batch == p.Batch {
			n += o.Count
		}
	}
	return n
}

// from answers the stores of a pick, after what earlier picks of the same
// command take; nil is the safe alone.
func from(s *Sheet, p Pick, before []Drawn) []Put {
	l := *s.lot(p.Batch)
	copied := false
	for _, d := range before {
		if d.Page != p.Page || d.Batch != p.Batch {
			continue
		}
		if !copied { // seldom: one command has one pick of a batch
			l.At, copied = maps.Clone(l.At), true
		}
		for _, x := range fromSafe(d.From, -d.Ampoules) {
			l.At[x.Store] -= x.Count
		}
	}
	out := l.Nearest(p.Count)
	if len(out) == 1 && out[0].Store == Safe {
		return nil
	}
	return out
}

func (s *Sheet) lotAllows(p Pick, used measure.Ampoules, today moment.Day) *refusal.Refusal {
	for _, l := range s.Lots {
		if l.Batch != p.Batch {
			continue
		}
		if l.Expiry < today {
			return refusal.New("expired", "R-REG-18", fmt.Sprintf(
				"Batch %s expired on %s: choose another batch and put this one aside.", l.Batch, l.Expiry))
		}
		if l.Usable() < l.Count && l.Usable()-used < p.Count {
			return refusal.New("set_aside", "R-REG-18", fmt.Sprintf(
				"%d ampoules of batch %s are in quarantine and %d in use: choose another batch.",
				l.At[Quarantine], l.Batch, l.Usable()-used))
		}
		if l.Count-used < p.Count {
			return refusal.New("balance_short", "R-REG-07", fmt.Sprintf(
				"The register holds %d ampoules of batch %s: choose others, or count the page.", l.Count-used, l.Batch))
		}
		return nil
	}
	return refusal.New("unknown_batch", "R-REG-18", fmt.Sprintf(
		"Batch %s is not on this page: check the label, or record its receipt first.", p.Batch))
}

// Content is the mass of all picks together.
func (a *Accounts) Content(picks []Pick) measure.Mass {
	var m measure.Mass
	for _, p := range picks {
		if s := a.Sheets[p.Page]; s != nil {
			m += s.Product.Content * measure.Mass(p.Count)
		}
	}
	return m
}

// Share is the part of one page in a syringe.
type Share struct {
	Page string       `json:"page"`
	Mass measure.Mass `json:"mass_ug"`
}

// split allots an amount taken from shares that hold at least that much:
// pages in the order given, each emptied before the next. A pooled syringe has
// no way to tell pages apart, so the order is a convention, written down in
// docs/reference/register.md; every page still closes exactly.
func split(shares []Share, m measure.Mass) (taken, rest []Share) {
	for _, s := range shares {
		t := min(s.Mass, m)
		m -= t
		if t > 0 {
			taken = append(taken, Share{s.Page, t})
		}
		if s.Mass > t {
			rest = append(rest, Share{s.Page, s.Mass - t})
		}
	}
	return taken, rest
}

// Shares sums drawn entries by page, strongest ampoule first.
func (a *Accounts) Shares(drawn []Drawn) []Share {
	var out []Share
next:
	for _, d := range drawn {
		for i := range out {
			if out[i].Page == d.Page {
				out[i].Mass += d.Content
				continue next
			}
		}
		out = append(out, Share{d.Page, d.Content})
	}
	sort.SliceStable(out, func(i, j int) bool {
		return a.Sheets[out[i].Page].Product.Content > a.Sheets[out[j].Page].Product.Content
	})
	return out
}

// Outstanding returns what a visit has drawn and not settled, strongest
// ampoule first.
func (a *Accounts) Outstanding(visit string) []Share {
	var out []Share
	var pages []string
	for page, s := range a.Sheets {
		if s.Drawn[visit] > 0 {
			pages = append(pages, page)
		}
	}
	a.inOrder(pages)
	for _, page := range pages {
		out = append(out, Share{page, a.Sheets[page].Drawn[visit]})
	}
	return out
}

// Waste answers the entries that write off the part of shares above keep.
// The balances continue from base, which holds changes of entries of the same
// command (nil for none).
func (a *Accounts) Waste(visit string, shares []Share, keep measure.Mass, why Reason, base Running,
	signed Signed) []Wasted {
	_, rest := split(shares, keep)
	var out []Wasted
	for _, s := range rest {
		out = append(out, Wasted{base.line(a, s.Page, 0, -s.Mass), visit, why, signed})
	}
	return out
}

// Give answers the entries for an injected amount out of shares.
func (a *Accounts) Give(visit, person string, shares []Share, m measure.Mass, prescriber, licence string,
	base Running) []Administered {
	taken, _ := split(shares, m)
	var out []Administered
	for _, s := range taken {
		out = append(out, Administered{base.line(a, s.Page, 0, -s.Mass), visit, person, prescriber, licence})
	}
	return out
}

// Running carries balances forward between the entries of one command, by page.
type Running map[string]balances

// balances are those after an entry.
type balances struct {
	BalanceAmpoules measure.Ampoules
	BalanceMass     measure.Mass
}

// Note remembers an entry that was already made by this command.
func (r Running) Note(l Line) { r[l.Page] = balances{l.BalanceAmpoules, l.BalanceMass} }

func (r Running) line(a *Accounts, page string, n measure.Ampoules, m measure.Mass) Line {
	l := a.line(page, n, m)
	if prev, ok := r[page]; ok {
		l.BalanceAmpoules = prev.BalanceAmpoules + n
		l.BalanceMass = prev.BalanceMass + m
	}
	r.Note(l)
	return l
}

// NoteOn answers a dated note on an earlier entry (R-REG-06).
func (a *Accounts) NoteOn(page string, target, size int64, text Text) (Noted, *refusal.Refusal) {
	if a.Sheets[page] == nil {
		return Noted{}, refusal.New("unknown_page", "R-REG-04", "There is no such page in this register.")
	}
	if target < 0 || target >= size || text.Ref == "" {
		return Noted{}, refusal.New("note_incomplete", "R-REG-06",
			"Choose the entry that the note belongs to, and write the note.")
	}
	return Noted{a.line(page, 0, 0), target, text}, nil
}
