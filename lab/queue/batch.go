package queue

import (
	"math"
	"math/rand/v2"
)

// guest is one person in the network.
type guest struct {
	key     uint64  // of the streams of this person
	entered float64 // minutes, into the network
	came    float64 // to the stage where they are
	behind  int32   // who is next in the same line
	stage   int32
	class   int16
	inside  int8 // 1: came to this stage within the counted time
	within  int8 // 1: entered the network within the counted time
}

// nobody ends a line.
const nobody = -1

// line is people who wait, in the order in which they came.
type line struct{ first, last int32 }

// sums are what passes of one class through one stage add up to.
type sums struct {
	came, blocked, begun, ended int64
	waited, late                int64 // of those begun: waited at all; waited longer than the tail's time
	waits, stays, served        float64
}

// station is a stage while it runs.
type station struct {
	*stage
	busy    int32
	lines   []line
	all     level
	sums    [][2]sums // by class; outside the counted time and within it
	classes []share   // by class; empty where there is one class
	went    []int64   // by way on
}

// share is one class's part of a station.
type share struct {
	present       level
	waiting, busy area
}

// source is a class of people who keep coming.
type source struct {
	key   uint64
	times rand.PCG
	count uint64
}

// ward runs one batch after another in the same memory.
type ward struct {
	*network
	agenda   agenda
	now      float64
	in       int // 1 within the counted time
	guests   []guest
	free     int32    // first unused place of guests; their behind is the next
	visits   []uint32 // of a guest to each stage before
	stations []station
	sources  []source
	present  level
	total    [2]struct { // of those who entered outside the counted time and within it
		left int64
		stay float64
	}
	entered, turned, gone int64
	waitFor               int32 // of those present when the counted time ended, who is still here
	counted               bool  // the counted time is over
	closed                bool  // nobody comes any more
	events, limit         int64
	fault                 error
}

func newWard(n *network) *ward {
	w := &ward{network: n, stations: make([]station, len(n.stages)), sources: make([]source, len(n.classes))}
	for i := range w.stations {
		x := &w.stations[i]
		x.stage = &n.stages[i]
		x.lines = make([]line, x.stage.lines)
		x.sums = make([][2]sums, len(n.classes))
		x.went = make([]int64, len(x.to))
		if len(n.classes) > 1 {
			x.classes = make([]share, len(n.classes))
		}
	}
	return w
}

// open empties the house for batch b and lets the first of each class come.
func (w *ward) open(b int) {
	w.agenda.clear()
	w.present.clear()
	w.now, w.in, w.guests, w.visits, w.free = 0, 0, w.guests[:0], w.visits[:0], nobody
	w.entered, w.turned, w.gone, w.waitFor, w.events, w.limit = 0, 0, 0, 0, 0, math.MaxInt64
	w.counted, w.closed, w.fault = false, false, nil
	clear(w.total[:])
	for i := range w.stations {
		x := &w.stations[i]
		x.busy = 0
		x.all.clear()
		clear(x.sums)
		clear(x.went)
		for l := range x.lines {
			x.lines[l] = line{nobody, nobody}
		}
		for c := range x.classes {
			x.classes[c].present.clear()
			x.classes[c].waiting, x.classes[c].busy = area{}, area{}
		}
	}
	batch := fold(fold(0, w.Seed), uint64(b))
	for i := range w.sources {
		key := fold(batch, w.classes[i].key)
		w.sources[i] = source{key: key}
		w.sources[i].times.Seed(key, forArrivals)
		w.expect(i)
	}
}

// run simulates batch b from empty to empty.
func (w *ward) run(b int) error {
	w.open(b)
	turn := w.Warmup
	for {
		e, ok := w.agenda.pop()
		for e.at >= turn && !w.counted || !ok && !w.counted {
			turn = w.turn(turn)
		}
		if !ok || w.fault != nil {
			break
		}
		whom := int(e.key & whose)
		if whom >= len(w.classes) {
			w.now = e.at
			w.events++
			w.end(int32(whom - len(w.classes)))
		} else if !w.closed {
			w.now = e.at
			w.events++
			w.arrive(whom)
		}
		if w.events > w.limit {
			w.fault = refuse("of those who were there when the measured time of a batch ended, %d were still there after "+
				"ten times as many events: look for a line that grows without end, or a class that is always overtaken", w.waitFor)
		}
	}
	if w.fault == nil {
		w.fault = w.audit()
	}
	return w.fault
}

// turn begins the counted time, or ends it, and returns when it turns next.
func (w *ward) turn(at float64) float64 {
	w.now = at
	w.present.turn(at)
	for i := range w.stations {
		x := &w.stations[i]
		x.all.turn(at)
		for c := range x.classes {
			s := &x.classes[c]
			s.present.turn(at)
			s.waiting.step(at, 0, w.in)
			s.busy.step(at, 0, w.in)
		}
	}
	w.in = 1 - w.in
	if w.in == 1 {
		return w.Warmup + w.Run
	}
	// Whoever is here now is waited for, with people still coming as before:
	// otherwise the last to be counted would find the house emptier than others.
	w.counted, w.waitFor = true, w.present.n
	w.closed = w.waitFor == 0
	w.limit = 11*w.events + 1_000_000
	return math.Inf(1)
}

// expect plans when the next person of a class comes.
func (w *ward) expect(c int) {
	s, k := &w.sources[c], &w.classes[c]
	if k.even {
		w.agenda.plan(float64(s.count+1)/k.rate, uint32(c)) // not added up: times that should meet, meet
		return
	}
	w.agenda.plan(w.now+exponential(&s.times, k.gap), uint32(c))
}

// arrive lets the next person of a class come to the first stage.
func (w *ward) arrive(c int) {
	key := fold(w.sources[c].key, w.sources[c].count)
	w.sources[c].count++
	w.expect(c)
	w.entered++
	if x := &w.stations[0]; x.all.n >= x.capacity {
		x.sums[c][w.in].came++
		x.sums[c][w.in].blocked++
		w.turned++
		return
	}
	if w.present.n >= maxPresent {
		w.fault = refuse("more than %d people were present at once: more come than the stages can serve", maxPresent)
		return
	}
	g := w.seat()
	w.guests[g] = guest{key: key, entered: w.now, class: int16(c), within: int8(w.in)}
	w.present.step(w.now, 1)
	w.come(g, 0)
}

// seat finds a place for one more person.
func (w *ward) seat() int32 {
	if g := w.free; g != nobody {
		w.free = w.guests[g].behind
		clear(w.visits[int(g)*len(w.stages):][:len(w.stages)])
		return g
	}
	w.guests = append(w.guests, guest{})
	for range w.stages {
		w.visits = append(w.visits, 0)
	}
	return int32(len(w.guests) - 1)
}

// come brings somebody to a stage: served at once, in the line, or turned away.
func (w *ward) come(g, at int32) {
	p, x := &w.guests[g], &w.stations[at]
	s := &x.sums[p.class][w.in]
	s.came++
	if x.all.n >= x.capacity {
		s.blocked++
		w.turned++
		w.leave(g)
		return
	}
	p.came, p.stage, p.inside, p.behind = w.now, at, int8(w.in), nobody
	x.all.step(w.now, 1)
	if len(x.classes) > 0 {
		x.classes[p.class].present.step(w.now, 1)
		x.classes[p.class].waiting.step(w.now, 1, w.in)
	}
	if x.busy < x.servers {
		w.begin(g, x)
		return
	}
	l := &x.lines[0]
	if len(x.lines) > 1 {
		l = &x.lines[w.classes[p.class].level]
	}
	if l.first == nobody {
		l.first = g
	} else {
		w.guests[l.last].behind = g
	}
	l.last = g
}

// begin serves somebody from now on.
func (w *ward) begin(g int32, x *station) {
	p := &w.guests[g]
	x.busy++
	if len(x.classes) > 0 {
		x.classes[p.class].waiting.step(w.now, -1, w.in)
		x.classes[p.class].busy.step(w.now, 1, w.in)
	}
	var draws rand.PCG
	draws.Seed(fold(p.key, x.key), forService|uint64(w.visits[int(g)*len(w.stages)+int(p.stage)]))
	took := x.service.draw(&draws)
	wait := w.now - p.came
	s := &x.sums[p.class][p.inside]
	s.begun++
	s.waits += wait
	s.served += took
	if wait > 0 {
		s.waited++
		if wait > x.tailAt {
			s.late++
		}
	}
	w.agenda.plan(w.now+took, uint32(int(g)+len(w.classes)))
}

// end frees a server, calls the next in line, and sends the person on.
func (w *ward) end(g int32) {
	p := &w.guests[g]
	x := &w.stations[p.stage]
	s := &x.sums[p.class][p.inside]
	s.ended++
	s.stays += w.now - p.came
	x.busy--
	x.all.step(w.now, -1)
	if len(x.classes) > 0 {
		x.classes[p.class].present.step(w.now, -1)
		x.classes[p.class].busy.step(w.now, -1, w.in)
	}
	for i := range x.lines {
		l := &x.lines[i]
		if first := l.first; first != nobody {
			l.first = w.guests[first].behind
			w.begin(first, x)
			break
		}
	}
	way := 0
	visit := &w.visits[int(g)*len(w.stages)+int(p.stage)]
	if len(x.to) > 1 {
		var draws rand.PCG
		draws.Seed(fold(p.key, x.key), forWay|uint64(*visit))
		for u := uniform(&draws); u > x.upTo[way]; {
			way++
		}
	}
	*visit++
	x.went[way]++
	if x.to[way] == away {
		w.gone++
		w.leave(g)
		return
	}
	w.come(g, x.to[way])
}

// leave lets somebody out of the network.
func (w *ward) leave(g int32) {
	p := &w.guests[g]
	t := &w.total[p.within]
	t.left++
	t.stay += w.now - p.entered
	w.present.step(w.now, -1)
	if w.counted && p.entered < w.Warmup+w.Run {
		w.waitFor--
		w.closed = w.closed || w.waitFor == 0
	}
	p.behind, w.free = w.free, g
}
