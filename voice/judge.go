package voice

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
)

// Unit is a stretch of a text about which every coder is taken to have decided
// whether a code belongs to it.
type Unit struct {
	Text       int
	Start, End int
}

// Judged names what a unit can be judged: both are offered whatever is used.
const (
	JudgedNot   = "not coded"
	JudgedCoded = "coded"
)

// Judge makes ratings of passages: each unit is coded or not coded by each coder
// for each code, a unit being coded where a passage shares a character with it.
// With several codes each unit counts once for each of them. Coders that marked
// nothing coded nothing. Names of units are their numbers, from 1, and the code
// where there are several.
func Judge(units []Unit, passages []Passage, coders, codes []string) (*Ratings, error) {
	if cells := len(units) * len(coders) * len(codes); cells > maxCells {
		return nil, Refuse("%d units by %d codes by %d coders: more than %d judgements are not taken at once",
			len(units), len(codes), len(coders), maxCells)
	}
	r := &Ratings{Coders: slices.Clone(coders), Categories: []string{JudgedCoded, JudgedNot}}
	known := map[string]int{}
	for _, code := range codes {
		by := make([][]Passage, len(coders))
		for _, p := range passages {
			if i := slices.Index(coders, p.Coder); i >= 0 && p.Code == code {
				by[i] = append(by[i], p)
			}
		}
		grid := make([][]bool, len(coders))
		for i := range by {
			grid[i] = touch(units, by[i])
		}
		for u := range units {
			pattern, key := make([]int, len(coders)), make([]byte, len(coders))
			for i := range coders {
				if !grid[i][u] {
					pattern[i], key[i] = 1, 1
				}
			}
			at, ok := known[string(key)]
			if !ok {
				at = len(r.patterns)
				known[string(key)] = at
				r.patterns = append(r.patterns, pattern)
			}
			name := strconv.Itoa(u + 1)
			if len(codes) > 1 {
				name += " " + code
			}
			r.units = append(r.units, unit{name, at})
		}
	}
	return r, nil
}

// touch says which units share a character with one of the passages. Units are
// in the order of the texts and apart from each other.
func touch(units []Unit, passages []Passage) []bool {
	out := make([]bool, len(units))
	for _, p := range passages {
		i, _ := slices.BinarySearchFunc(units, p, func(u Unit, p Passage) int {
			if u.Text < p.Text || u.Text == p.Text && u.End <= p.Start {
				return -1
			}
			return 1
		})
		for ; i < len(units) && units[i].Text == p.Text && units[i].Start < p.End; i++ {
			out[i] = true
		}
	}
	return out
}

// CodedUnits are the stretches where at least one coder coded something, cut
// where anybody's passage begins or ends: text nobody coded is then no
// agreement.
func CodedUnits(passages []Passage) (out []Unit) {
	by := map[int][]Passage{}
	for _, p := range passages {
		by[p.Text] = append(by[p.Text], p)
	}
	for text, ps := range by {
		end := 0
		for _, p := range ps {
			end = max(end, p.End)
		}
		for _, s := range Segments(ps, 0, end) {
			if len(s.Over) > 0 {
				out = append(out, Unit{text, s.Start, s.End})
			}
		}
	}
	slices.SortFunc(out, func(a, b Unit) int {
		return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.Start, b.Start))
	})
	return out
}

// Dispute is a stretch that some of the coders gave a code and others did not.
type Dispute struct {
	Text       int
	Start, End int
	Code       string
	By         []string // who gave it, in the order of the coders asked for
	Not        []string // who did not
}

// Disputes lists where coders differ on the codes, in the order of the texts. A
// stretch ends where those who gave the code change.
func Disputes(passages []Passage, coders, codes []string) (out []Dispute) {
	type key struct {
		text int
		code string
	}
	by := map[key][]Passage{}
	for _, p := range passages {
		if slices.Contains(coders, p.Coder) && slices.Contains(codes, p.Code) {
			k := key{p.Text, p.Code}
			by[k] = append(by[k], p)
		}
	}
	for k, ps := range by {
		end := 0
		for _, p := range ps {
			end = max(end, p.End)
		}
		for _, s := range Segments(ps, 0, end) {
			d := Dispute{Text: k.text, Start: s.Start, End: s.End, Code: k.code}
			for _, c := range coders {
				if slices.ContainsFunc(s.Over, func(i int) bool { return ps[i].Coder == c }) {
					d.By = append(d.By, c)
				} else {
					d.Not = append(d.Not, c)
				}
			}
			if len(d.By) == 0 || len(d.Not) == 0 {
				continue
			}
			if n := len(out); n > 0 && out[n-1].sameAs(d) && out[n-1].End == d.Start {
				out[n-1].End = d.End
				continue
			}
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b Dispute) int {
		return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.End, b.End))
	})
	return out
}

func (d *Dispute) sameAs(o Dispute) bool {
	return d.Text == o.Text && d.Code == o.Code && slices.Equal(d.By, o.By)
}

// OverTexts is alpha_U of passages in several texts, laid end to end in the order
// of lengths, each as long as its text. With resamples it has an interval: as
// many texts are drawn with replacement from the seed (V-24). One text gives no
// interval. Passages lie inside their text.
func OverTexts(passages []Passage, lengths []int, coders []string, touching string, resamples int,
	seed uint64) (SpanAgreement, error) {
	by := make([][]Passage, len(lengths))
	for _, p := range passages {
		if p.Text < 0 || p.Text >= len(lengths) || p.Start < 0 || p.End > lengths[p.Text] || p.Start >= p.End {
			return SpanAgreement{}, Refuse("a passage from %d to %d lies outside its text", p.Start, p.End)
		}
		if slices.Contains(coders, p.Coder) {
			by[p.Text] = append(by[p.Text], p)
		}
	}
	order := make([]int, len(lengths))
	for i := range order {
		order[i] = i
	}
	m, err := layTexts(by, lengths, order, coders, touching)
	if err != nil {
		return SpanAgreement{}, err
	}
	a := m.Agree()
	if resamples <= 0 || len(lengths) < 2 {
		return a, nil
	}
	rng := rand.New(rand.NewPCG(seed, 0x74657874)) // the second word spells "text"
	all, each := []float64{}, make([][]float64, len(a.Codes))
	for range resamples {
		for i := range order {
			order[i] = rng.IntN(len(lengths))
		}
		again, err := layTexts(by, lengths, order, coders, touching)
		if err != nil {
			return SpanAgreement{}, err
		}
		got := again.Agree()
		if got.AlphaU.Value != nil {
			all = append(all, *got.AlphaU.Value)
		}
		for i := range a.Codes {
			at := slices.IndexFunc(got.Codes, func(c CodeSpan) bool { return c.Code == a.Codes[i].Code })
			if at >= 0 && got.Codes[at].AlphaU.Value != nil {
				each[i] = append(each[i], *got.Codes[at].AlphaU.Value)
			}
		}
	}
	a.AlphaU.widen(all, resamples)
	for i := range a.Codes {
		a.Codes[i].AlphaU.widen(each[i], resamples)
	}
	return a, nil
}

// widen puts the interval of resampled values beside a figure that is defined.
func (f *Figure) widen(values []float64, resamples int) {
	if f.Value != nil && len(values) > 0 {
		f.Interval = percentiles(values, resamples)
	}
}

// layTexts puts texts end to end in an order in which one may stand twice.
func layTexts(by [][]Passage, lengths, order []int, coders []string, touching string) (*Marks, error) {
	var marks []Mark
	at := int64(0)
	for _, t := range order {
		for _, p := range by[t] {
			marks = append(marks, Mark{Coder: p.Coder, Code: p.Code, Start: at + int64(p.Start), Len: int64(p.End - p.Start)})
		}
		at += int64(lengths[t])
	}
	return Lay(marks, Continuum{Length: at}, coders, touching)
}

// Spread counts the units that all coders gave the first category, that some did,
// and that none did, of those that Judge made.
func (r *Ratings) Spread() (all, some, none int) {
	for _, u := range r.units {
		given := 0
		for _, v := range r.patterns[u.pattern] {
			if v == 0 {
				given++
			}
		}
		switch given {
		case 0:
			none++
		case len(r.Coders):
			all++
		default:
			some++
		}
	}
	return all, some, none
}
