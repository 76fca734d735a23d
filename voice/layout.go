package voice

import (
	"cmp"
	"slices"
)

// Passage is one coding as it lies on a text: the code points [Start, End) to
// which a coder gave a code.
type Passage struct {
	ID         string // of the coding
	Text       int    // number of the text
	Start, End int
	Code       string
	Coder      string
	At         int64 // when, in microseconds since 1970
}

// Segment is a stretch of a text over which the same passages lie.
type Segment struct {
	Start, End int
	Over       []int // into the passages, ascending; none where nothing is coded
}

// Segments cuts [from, to) of one text where a passage begins or ends. Together
// the segments are the whole range. Passages of other texts are left out by the
// caller.
func Segments(passages []Passage, from, to int) []Segment {
	type edge struct {
		at, passage int
		ends        bool
	}
	var edges []edge
	for i, p := range passages {
		if start, end := max(p.Start, from), min(p.End, to); start < end {
			edges = append(edges, edge{start, i, false}, edge{end, i, true})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	var out []Segment
	var over []int
	at := from
	for _, e := range edges {
		if e.at > at {
			out = append(out, Segment{at, e.at, slices.Clone(over)})
			at = e.at
		}
		i, there := slices.BinarySearch(over, e.passage)
		if e.ends && there {
			over = slices.Delete(over, i, i+1)
		} else if !e.ends {
			over = slices.Insert(over, i, e.passage)
		}
	}
	if at < to {
		out = append(out, Segment{Start: at, End: to})
	}
	return out
}

// Lanes places passages of one text on as few lanes as can be, so that no two on
// one lane overlap: the lane of each, from 0. The longer of two that begin
// together has the lower lane.
func Lanes(passages []Passage) []int {
	order := make([]int, len(passages))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(passages[a].Start, passages[b].Start), cmp.Compare(passages[b].End, passages[a].End))
	})
	lanes := make([]int, len(passages))
	var free []int // where each lane ends
	for _, i := range order {
		lane := slices.IndexFunc(free, func(end int) bool { return end <= passages[i].Start })
		if lane < 0 {
			lane = len(free)
			free = append(free, 0)
		}
		free[lane] = passages[i].End
		lanes[i] = lane
	}
	return lanes
}

// Within gives the passages that share a character with [from, to).
func Within(passages []Passage, from, to int) (out []Passage) {
	for _, p := range passages {
		if p.Start < to && p.End > from {
			out = append(out, p)
		}
	}
	return out
}

// merged joins stretches that overlap or touch, in order.
func merged(all []Stretch) []Stretch {
	slices.SortFunc(all, func(a, b Stretch) int { return cmp.Compare(a.Start, b.Start) })
	var out []Stretch
	for _, s := range all {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
		} else if s.Start < s.End {
			out = append(out, s)
		}
	}
	return out
}

// common is where both lists of merged stretches lie.
func common(a, b []Stretch) (out []Stretch) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if start, end := max(a[i].Start, b[j].Start), min(a[i].End, b[j].End); start < end {
			out = append(out, Stretch{start, end})
		}
		if a[i].End < b[j].End {
			i++
		} else {
			j++
		}
	}
	return out
}

// without is where the first list lies and the second does not; both merged.
func without(a, b []Stretch) (out []Stretch) {
	j := 0
	for _, s := range a {
		for j < len(b) && b[j].End <= s.Start {
			j++
		}
		at := s.Start
		for k := j; k < len(b) && b[k].Start < s.End; k++ {
			if b[k].Start > at {
				out = append(out, Stretch{at, b[k].Start})
			}
			at = max(at, b[k].End)
		}
		if at < s.End {
			out = append(out, Stretch{at, s.End})
		}
	}
	return out
}
