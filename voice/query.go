package voice

import (
	"cmp"
	"slices"
)

// Query asks for passages by their codes. Each entry of All is a set of codes,
// any of which will do: a code with those under it. A query without All and Any
// asks for everything that is coded.
type Query struct {
	All    [][]string // every one of these lies over the passage
	Any    []string   // one of these does
	None   []string   // none of these does
	Near   []string   // one of these lies in the same turn or within Turns of it
	Turns  int
	Coders []string // only codings of these count; none: of everybody
	Texts  []int    // only these texts; none: all
	Since  int64    // microseconds since 1970; 0: ever
	Until  int64    // exclusive; 0: ever
}

// Found is a stretch of a text that a query asks for.
type Found struct {
	Text       int
	Start, End int
	Passages   []int // of those that were asked, whose words lie in it
}

// Find answers a query, in the order of the texts. Turns of each text are
// needed for Near alone; turns may be nil.
func (q *Query) Find(passages []Passage, turns func(text int) []Turn) (out []Found) {
	by := map[int][]int{}
	for i, p := range passages {
		if q.counts(p) {
			by[p.Text] = append(by[p.Text], i)
		}
	}
	texts := make([]int, 0, len(by))
	for t := range by {
		texts = append(texts, t)
	}
	slices.Sort(texts)
	for _, t := range texts {
		for _, s := range q.where(passages, by[t], t, turns) {
			f := Found{Text: t, Start: s.Start, End: s.End}
			for _, i := range by[t] {
				if passages[i].Start < s.End && passages[i].End > s.Start {
					f.Passages = append(f.Passages, i)
				}
			}
			out = append(out, f)
		}
	}
	return out
}

func (q *Query) counts(p Passage) bool {
	return (len(q.Coders) == 0 || slices.Contains(q.Coders, p.Coder)) &&
		(len(q.Texts) == 0 || slices.Contains(q.Texts, p.Text)) &&
		p.At >= q.Since && (q.Until == 0 || p.At < q.Until)
}

// where gives the stretches of one text.
func (q *Query) where(passages []Passage, of []int, text int, turns func(int) []Turn) []Stretch {
	coded := func(codes []string) (out []Stretch) {
		for _, i := range of {
			if codes == nil || slices.Contains(codes, passages[i].Code) {
				out = append(out, Stretch{passages[i].Start, passages[i].End})
			}
		}
		return out
	}
	// Each passage stands alone where nothing narrows it: two that overlap are two.
	first := q.Any
	if len(q.All) > 0 {
		first = q.All[0]
	}
	var out []Stretch
	for _, s := range distinct(coded(first)) {
		rest := []Stretch{s}
		for _, codes := range q.All[min(1, len(q.All)):] {
			rest = common(rest, merged(coded(codes)))
		}
		if len(q.All) > 0 && len(q.Any) > 0 {
			rest = common(rest, merged(coded(q.Any)))
		}
		if len(q.None) > 0 {
			rest = without(rest, merged(coded(q.None)))
		}
		out = append(out, rest...)
	}
	if len(q.Near) > 0 {
		var spoken []Turn
		if turns != nil {
			spoken = turns(text)
		}
		out = nearTo(out, coded(q.Near), spoken, q.Turns)
	}
	return distinct(out)
}

// nearTo keeps the stretches whose turn is at most apart turns from one of the
// others. Where no turns are known, only what overlaps is near.
func nearTo(all, others []Stretch, turns []Turn, apart int) (out []Stretch) {
	for _, s := range all {
		from, to := turnsOf(turns, s)
		if slices.ContainsFunc(others, func(o Stretch) bool {
			if o.Start < s.End && s.Start < o.End {
				return true
			}
			first, last := turnsOf(turns, o)
			return to >= from && last >= first && first-to <= apart && from-last <= apart
		}) {
			out = append(out, s)
		}
	}
	return out
}

// turnsOf gives the first and the last turn that a stretch lies in; the last is
// below the first where it lies in none.
func turnsOf(turns []Turn, s Stretch) (first, last int) {
	first, _ = slices.BinarySearchFunc(turns, s.Start, func(t Turn, at int) int {
		if t.End <= at {
			return -1
		}
		return 1
	})
	last = first - 1
	for last+1 < len(turns) && turns[last+1].Start < s.End {
		last++
	}
	return first, last
}

// distinct sorts stretches and drops those that stand twice.
func distinct(all []Stretch) []Stretch {
	slices.SortFunc(all, func(a, b Stretch) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	return slices.Compact(all)
}

// Meeting is how often two codes lie over the same words.
type Meeting struct {
	A, B     string // A is before B
	Texts    int    // in how many texts they meet: counted first (V-21)
	Passages int    // pairs of passages that share a character
}

// Meetings lists the pairs of codes that meet anywhere, most texts first.
func Meetings(passages []Passage) []Meeting {
	type pair struct{ a, b string }
	counts := map[pair]int{}
	texts := map[pair]map[int]bool{}
	order := slices.Clone(passages)
	slices.SortFunc(order, func(a, b Passage) int {
		return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.Start, b.Start))
	})
	var open []Passage
	for _, p := range order {
		open = slices.DeleteFunc(open, func(o Passage) bool { return o.Text != p.Text || o.End <= p.Start })
		for _, o := range open {
			if o.Code == p.Code {
				continue
			}
			k := pair{min(o.Code, p.Code), max(o.Code, p.Code)}
			counts[k]++
			if texts[k] == nil {
				texts[k] = map[int]bool{}
			}
			texts[k][p.Text] = true
		}
		if p.Start < p.End {
			open = append(open, p)
		}
	}
	out := make([]Meeting, 0, len(counts))
	for k, n := range counts {
		out = append(out, Meeting{k.a, k.b, len(texts[k]), n})
	}
	slices.SortFunc(out, func(x, y Meeting) int {
		return cmp.Or(cmp.Compare(y.Texts, x.Texts), cmp.Compare(y.Passages, x.Passages), cmp.Compare(x.A, y.A),
			cmp.Compare(x.B, y.B))
	})
	return out
}
