package queue

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The agenda and a sorted list answer the same, ties of time included.
func TestAgendaKeepsTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a agenda
		var plain []event
		for n := range uint64(rapid.IntRange(1, 200).Draw(t, "steps")) {
			if len(plain) > 0 && rapid.IntRange(0, 2).Draw(t, "what") == 0 {
				first := slices.MinFunc(plain, func(x, y event) int {
					if x.at != y.at {
						return int(x.at - y.at)
					}
					return int(int64(x.key) - int64(y.key))
				})
				plain = slices.DeleteFunc(plain, func(e event) bool { return e == first })
				if e, ok := a.pop(); !ok || e != first {
					t.Fatalf("step %d: %v %v, want %v", n, e, ok, first)
				}
				continue
			}
			at, whom := float64(rapid.IntRange(0, 9).Draw(t, "at")), uint32(n)&whose
			plain = append(plain, event{at, a.planned<<whoseBits | uint64(whom)})
			a.plan(at, whom)
		}
		for range plain {
			if _, ok := a.pop(); !ok {
				t.Fatal("something was lost")
			}
		}
		if e, ok := a.pop(); ok {
			t.Fatalf("%v is too many", e)
		}
	})
}

// rival is another way to keep what will happen.
type rival interface {
	plan(at float64, whom uint32)
	pop() (event, bool)
}

// BenchmarkAgenda is the measurement behind the choice of structure: hold n
// events, take the first, plan another one an exponential time later.
func BenchmarkAgenda(b *testing.B) {
	for _, n := range []int{2, 6, 30, 1000, 100_000} {
		for name, mk := range map[string]func() rival{
			"quad":     func() rival { return &agenda{} },
			"binary":   func() rival { return &boxed{} },
			"sorted":   func() rival { return &sorted{} },
			"calendar": func() rival { return newCalendar(n) },
		} {
			if name == "sorted" && n > 1000 {
				continue
			}
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				a, s := mk(), rand.NewPCG(1, uint64(n))
				times := make([]float64, 1<<16)
				for i := range times {
					times[i] = exponential(s, float64(n))
				}
				for i := range n {
					a.plan(times[i&(1<<16-1)], uint32(i))
				}
				b.ReportAllocs()
				b.ResetTimer()
				for i := range b.N {
					e, _ := a.pop()
					a.plan(e.at+times[i&(1<<16-1)], uint32(e.key)&whose)
				}
			})
		}
	}
}

// boxed is the heap of the standard library, as it is usually written.
type boxed struct {
	h       boxedHeap
	planned uint64
}

type boxedHeap []event

func (h boxedHeap) Len() int           { return len(h) }
func (h boxedHeap) Less(i, j int) bool { return h[i].before(h[j]) }
func (h boxedHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *boxedHeap) Push(x any)        { *h = append(*h, x.(event)) }
func (h *boxedHeap) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	*h = (*h)[:last]
	return e
}

func (b *boxed) plan(at float64, whom uint32) {
	heap.Push(&b.h, event{at, b.planned<<whoseBits | uint64(whom)})
	b.planned++
}

func (b *boxed) pop() (event, bool) { return heap.Pop(&b.h).(event), true }

// sorted keeps a list with the first at its end.
type sorted struct {
	list    []event
	planned uint64
}

func (s *sorted) plan(at float64, whom uint32) {
	e := event{at, s.planned<<whoseBits | uint64(whom)}
	s.planned++
	s.list = append(s.list, e)
	i := len(s.list) - 1
	for i > 0 && s.list[i-1].before(e) {
		s.list[i] = s.list[i-1]
		i--
	}
	s.list[i] = e
}

func (s *sorted) pop() (event, bool) {
	last := len(s.list) - 1
	e := s.list[last]
	s.list = s.list[:last]
	return e, true
}

// calendar is Brown's queue of days in a year, of fixed and fitting size: the
// best case for it.
type calendar struct {
	days    [][]event // each with its first at the end
	width   float64
	day     int     // the day looked at
	until   float64 // its end in this year
	planned uint64
}

func newCalendar(n int) *calendar {
	days := 1
	for days < n {
		days *= 2
	}
	return &calendar{days: make([][]event, days), width: 3, until: 3}
}

func (c *calendar) plan(at float64, whom uint32) {
	e := event{at, c.planned<<whoseBits | uint64(whom)}
	c.planned++
	d := &c.days[int(at/c.width)&(len(c.days)-1)]
	*d = append(*d, e)
	l := *d
	i := len(l) - 1
	for i > 0 && l[i-1].before(e) {
		l[i] = l[i-1]
		i--
	}
	l[i] = e
}

func (c *calendar) pop() (event, bool) {
	for range c.days {
		l := c.days[c.day]
		if last := len(l) - 1; last >= 0 && l[last].at < c.until {
			c.days[c.day] = l[:last]
			return l[last], true
		}
		c.day = (c.day + 1) & (len(c.days) - 1)
		c.until += c.width
	}
	first := event{at: math.Inf(1)}
	for _, l := range c.days { // a year without an event: look everywhere
		if len(l) > 0 && l[len(l)-1].before(first) {
			first = l[len(l)-1]
		}
	}
	c.day = int(first.at/c.width) & (len(c.days) - 1)
	c.until = (math.Floor(first.at/c.width) + 1) * c.width
	return c.pop()
}
