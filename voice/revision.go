package voice

import (
	"slices"
	"strings"
	"unicode"
)

// Edit replaces the code points [Start, End) of a text by With.
type Edit struct {
	Start, End int
	With       string
}

// Revision is the next version of a text. The version before it stays as it
// was; a Revision says where each passage of it has gone (V-01).
type Revision struct {
	Text  string
	old   []rune
	new   []rune
	edits []Edit // sorted, apart from each other
	shift []int  // by how much what follows edit i has moved
}

// Revise applies edits, whose positions are all those of the text before. It
// refuses edits that overlap, stand at one place, or lie outside the text: in
// which order they happened would change the result.
func Revise(text string, edits []Edit) (*Revision, error) {
	r := &Revision{old: []rune(text), edits: slices.Clone(edits)}
	slices.SortStableFunc(r.edits, func(a, b Edit) int { return a.Start - b.Start })
	at, moved := 0, 0
	for i, e := range r.edits {
		if e.Start < 0 || e.End < e.Start || e.End > len(r.old) {
			return nil, Refuse("the edit from %d to %d lies outside the text of %d characters", e.Start, e.End, len(r.old))
		}
		if i > 0 && (e.Start < at || e.Start == r.edits[i-1].Start) {
			return nil, Refuse("two edits meet at character %d: make them one", e.Start)
		}
		with := []rune(e.With)
		r.new = append(append(r.new, r.old[at:e.Start]...), with...)
		at, moved = e.End, moved+len(with)-(e.End-e.Start)
		r.shift = append(r.shift, moved)
	}
	r.new = append(r.new, r.old[at:]...)
	r.Text = string(r.new)
	return r, nil
}

// Fate is what an edit did to a passage.
type Fate string

// The fates. Only an Asked passage needs a person; a Changed one is shown.
const (
	Kept    Fate = "kept"    // the same words, perhaps elsewhere
	Changed Fate = "changed" // its bounds are certain, its words were corrected
	Asked   Fate = "asked"   // where it begins or ends is for a person to say
)

// Placement is where a passage of the old text lies in the new one.
type Placement struct {
	Start, End int // where it is put, or proposed for an Asked one
	Fate       Fate
	// Wider is the other reading of an Asked passage: with the new words at its
	// edge. It equals Start and End where there is only one.
	WiderStart, WiderEnd int
	Why                  string // for an Asked passage
}

// Move says where the passage [start, end) of the old text has gone. A passage
// that an edit does not touch keeps its words exactly.
func (r *Revision) Move(start, end int) (Placement, error) {
	if start < 0 || end < start || end > len(r.old) {
		return Placement{}, Refuse("the passage from %d to %d lies outside the text of %d characters", start, end,
			len(r.old))
	}
	p := Placement{Fate: Kept}
	ask := func(why string) {
		if p.Why == "" {
			p.Fate, p.Why = Asked, why
		}
	}
	p.Start, p.End = r.first(start), r.last(end)
	p.WiderStart, p.WiderEnd = p.Start, p.End
	if start == end {
		p.End, p.WiderEnd = p.Start, p.Start
	}
	for i, e := range r.edits {
		from, to := r.written(i)
		switch {
		case e.End <= start || e.Start >= end: // beside it
			if e.End < start || e.Start > end || start == end {
				break
			}
			if r.splitsWord(p.Start) && e.End == start {
				p.WiderStart = from
				ask("new letters join the word at its beginning")
			}
			if r.splitsWord(p.End) && e.Start == end {
				p.WiderEnd = to
				ask("new letters join the word at its end")
			}
		case e.Start <= start && e.End >= end:
			p.Start, p.End, p.WiderStart, p.WiderEnd = to, to, from, to
			ask("all of its words were replaced or taken out")
		case e.Start < start:
			p.WiderStart = from
			ask("an edit runs across its beginning")
		case e.End > end:
			p.WiderEnd = to
			ask("an edit runs across its end")
		case p.Fate == Kept:
			p.Fate = Changed
		}
	}
	if start == end && r.inside(start) {
		ask("the place lies inside words that were replaced")
	}
	return p, nil
}

// written is where the words of edit i lie in the new text.
func (r *Revision) written(i int) (from, to int) {
	e := r.edits[i]
	to = e.End + r.shift[i]
	return to - len([]rune(e.With)), to
}

// before is the number of edits that lie wholly before a position, where an
// edit that ends there counts if ending is true.
func (r *Revision) before(at int, ending bool) int {
	n := 0
	for n < len(r.edits) && (r.edits[n].End < at || ending && r.edits[n].End == at && r.edits[n].Start <= at) {
		n++
	}
	return n
}

// first is where a passage that begins at start begins now: after what was
// written before it, and with words that replace its own.
func (r *Revision) first(start int) int {
	n := r.before(start, true)
	if n < len(r.edits) && r.edits[n].Start <= start {
		from, to := r.written(n)
		if r.edits[n].Start < start {
			return to // across the beginning: the narrow reading leaves the new words out
		}
		return from
	}
	if n == 0 {
		return start
	}
	return start + r.shift[n-1]
}

// last is where a passage that ends at end ends now.
func (r *Revision) last(end int) int {
	n := r.before(end, false)
	if n < len(r.edits) && r.edits[n].Start < end {
		from, to := r.written(n)
		if r.edits[n].End > end {
			return from // across the end
		}
		return to
	}
	if n == 0 {
		return end
	}
	return end + r.shift[n-1]
}

// inside reports whether a position lies within words that were replaced.
func (r *Revision) inside(at int) bool {
	return slices.ContainsFunc(r.edits, func(e Edit) bool { return e.Start < at && at < e.End })
}

// splitsWord reports whether letters stand on both sides of a new position.
func (r *Revision) splitsWord(at int) bool {
	return at > 0 && at < len(r.new) && joins(r.new[at-1]) && joins(r.new[at])
}

func joins(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) }

// mostSteps bounds the work of Compare; texts that differ more are one edit.
const mostSteps = 600

// Compare finds edits that make one text into the other, word by word, for a
// correction that was typed into the whole text.
func Compare(before, after string) []Edit {
	a, b := pieces(before), pieces(after)
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	endA, endB := len(a), len(b)
	for endA > from && endB > from && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
	}
	at := len([]rune(strings.Join(a[:from], "")))
	return steps(a[from:endA], b[from:endB], at)
}

// pieces cuts a text into words and single other characters.
func pieces(s string) (out []string) {
	from := -1
	for i, c := range s {
		if joins(c) {
			if from < 0 {
				from = i
			}
			continue
		}
		if from >= 0 {
			out, from = append(out, s[from:i]), -1
		}
		out = append(out, string(c))
	}
	if from >= 0 {
		out = append(out, s[from:])
	}
	return out
}

// steps finds the shortest list of edits by Myers' method, from position at.
func steps(a, b []string, at int) []Edit {
	trail := search(a, b)
	if trail == nil {
		if len(a)+len(b) == 0 {
			return nil
		}
		return []Edit{{at, at + length(a), strings.Join(b, "")}}
	}
	var edits []Edit
	x, y := 0, 0
	for _, match := range append(trail, [2]int{len(a), len(b)}) {
		if match[0] > x || match[1] > y {
			start := at + length(a[:x])
			edits = append(edits, Edit{start, start + length(a[x:match[0]]), strings.Join(b[y:match[1]], "")})
		}
		x, y = match[0]+1, match[1]+1
	}
	return edits
}

func length(words []string) int { return len([]rune(strings.Join(words, ""))) }

// search returns the pairs of equal pieces along a shortest path, or nil where
// there is none within mostSteps.
func search(a, b []string) [][2]int {
	n, m := len(a), len(b)
	most := min(n+m, mostSteps)
	reach := make([]int, 2*most+3)
	var history [][]int
	for d := 0; d <= most; d++ {
		history = append(history, slices.Clone(reach))
		for k := -d; k <= d; k += 2 {
			i := k + most + 1
			x := reach[i-1] + 1
			if k == -d || k != d && reach[i-1] < reach[i+1] {
				x = reach[i+1]
			}
			y := x - k
			for x < n && y < m && y >= 0 && a[x] == b[y] {
				x, y = x+1, y+1
			}
			reach[i] = x
			if k == n-m && x >= n {
				return walkBack(history, n, m, d, most)
			}
		}
	}
	return nil
}

// walkBack collects the matches of the path that search found in d steps.
func walkBack(history [][]int, x, y, d, most int) [][2]int {
	matches := [][2]int{}
	for ; d >= 0; d-- {
		px, py := 0, 0
		if d > 0 {
			reach, k := history[d], x-y
			i := k + most + 1
			prev := k - 1
			if k == -d || k != d && reach[i-1] < reach[i+1] {
				prev = k + 1
			}
			px = reach[prev+most+1]
			py = px - prev
		}
		for x > px && y > py {
			x, y = x-1, y-1
			matches = append(matches, [2]int{x, y})
		}
		x, y = px, py
	}
	slices.Reverse(matches)
	return matches
}
