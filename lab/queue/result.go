package queue

import (
	"encoding/json"
	"math"
)

// Level is the confidence of every interval.
const Level = 0.999

// Figure is the mean of independent batches with the interval of Student at
// Level: mean and as much either way. Where fewer than two batches have a value
// there is neither.
type Figure struct {
	Mean, Lo, Hi float64
	Batches      int // that have a value
}

// sample is batches to be estimated from. It keeps quantiles: they are the
// same for most figures.
type sample struct {
	batches   []batch
	level     float64
	quantiles map[int]float64 // by degrees of freedom
}

func newSample(batches []batch, level float64) *sample {
	return &sample{batches, level, map[int]float64{}}
}

// figure estimates from one value of each batch; NaN where a batch has none.
func (s *sample) figure(value func(b batch) float64) Figure {
	n, mean, squares := 0, 0.0, 0.0
	for _, b := range s.batches { // Welford
		if x := value(b); !math.IsNaN(x) {
			n++
			off := x - mean
			mean += off / float64(n)
			squares += off * (x - mean)
		}
	}
	if n < 2 {
		return Figure{Batches: n}
	}
	t := s.quantiles[n-1]
	if t == 0 {
		t = StudentQuantile(s.level, n-1)
		s.quantiles[n-1] = t
	}
	half := t * math.Sqrt(squares/float64(n-1)/float64(n))
	return Figure{mean, mean - half, mean + half, n}
}

// MarshalJSON writes mean, lo, hi and batches; the first three are null where
// there are no two values.
func (f Figure) MarshalJSON() ([]byte, error) {
	type figure struct {
		Mean    *float64 `json:"mean"`
		Lo      *float64 `json:"lo"`
		Hi      *float64 `json:"hi"`
		Batches int      `json:"batches"`
	}
	if f.Batches < 2 {
		return json.Marshal(figure{Batches: f.Batches})
	}
	return json.Marshal(figure{&f.Mean, &f.Lo, &f.Hi, f.Batches})
}

// observed is what one batch has to say of one class at one stage; NaN where
// nobody came of whom it could say it.
type observed struct {
	rho, wq, w, lq, l, pWait, pBlocked, wqTail float64
	present                                    []float64 // share of the time with 0, 1, 2, … present
}

// batch is what one batch has to say.
type batch struct {
	stages [][]observed // by stage; the whole first, then by class
	w, l   float64      // of the network
	events int64
}

// observe reads a batch that has run and passed its audit.
func (w *ward) observe() batch {
	out := batch{events: w.events, w: w.total[1].stay / float64(w.total[1].left),
		l: integral(w.present.other, people) / w.Run}
	for i := range w.stations {
		x := &w.stations[i]
		var all sums
		rows := make([]observed, 1, 1+len(x.sums))
		for c := range x.sums {
			s := x.sums[c][1]
			all = all.plus(s)
			if len(x.classes) > 0 {
				y := &x.classes[c]
				rows = append(rows, w.observed(x, s, y.present.other, y.waiting.sum[1], y.busy.sum[1]))
			}
		}
		dist := x.all.other
		waiting := integral(dist, func(n int) float64 { return float64(max(n-int(x.servers), 0)) })
		busy := integral(dist, func(n int) float64 { return float64(min(n, int(x.servers))) })
		rows[0] = w.observed(x, all, dist, waiting, busy)
		if len(x.classes) == 0 {
			rows = append(rows, rows[0])
		}
		out.stages = append(out.stages, rows)
	}
	return out
}

func (w *ward) observed(x *station, s sums, dist []float64, waiting, busy float64) observed {
	n := float64(s.begun)
	o := observed{rho: busy / w.Run / float64(x.servers), wq: s.waits / n, w: s.stays / n, lq: waiting / w.Run,
		l: integral(dist, people) / w.Run, pWait: float64(s.waited) / n,
		pBlocked: float64(s.blocked) / float64(s.came), wqTail: math.NaN()}
	if !math.IsInf(x.tailAt, 1) {
		o.wqTail = float64(s.late) / n
	}
	for _, minutes := range dist {
		o.present = append(o.present, minutes/w.Run)
	}
	return o
}

// All is the class of a row that is about everybody.
const All = "all"

// Row is one class, or All, at one stage. Wq, W, PWait and WqTail are of each
// pass that was admitted within the counted time, PBlocked of each that came in
// it; Rho, Lq, L and Present are over the counted time. Rho is the share of the
// stage's servers that is busy with this class; WqTail is nil where the stage
// asks for no tail.
type Row struct {
	Stage    string    `json:"name"`
	Class    string    `json:"class"`
	Rho      Figure    `json:"rho"`
	Wq       Figure    `json:"wq"`
	W        Figure    `json:"w"`
	Lq       Figure    `json:"lq"`
	L        Figure    `json:"l"`
	PWait    Figure    `json:"p_wait"`
	PBlocked Figure    `json:"p_blocked"`
	WqTail   *Figure   `json:"wq_tail"`
	Present  []Present `json:"present_dist"`
}

// Present is the share of the time in which N people are there.
type Present struct {
	N int
	Figure
}

// MarshalJSON writes n and the figure's fields in one object.
func (p Present) MarshalJSON() ([]byte, error) {
	f, err := p.Figure.MarshalJSON()
	if err != nil {
		return nil, err
	}
	n, err := json.Marshal(p.N)
	return append(append([]byte(`{"n":`), n...), append([]byte(","), f[1:]...)...), err
}

// Result is what a run has to say: a row for everybody and one for each class
// at each stage, and the network as a whole. Total W is from entering to
// leaving, of those who entered within the counted time, also those who were
// turned away further on. Events are the arrivals and the ends of services of
// all batches, warm-up included; the beginning of a service is no event of its
// own.
type Result struct {
	Stages []Row `json:"stages"`
	Total  struct {
		W Figure `json:"w"`
		L Figure `json:"l"`
	} `json:"total"`
	Events int64 `json:"events"`
}

// result sums the batches up.
func (m *Model) result(batches []batch) *Result {
	out, from := &Result{}, newSample(batches, Level)
	for i, s := range m.Stages {
		for row := range 1 + len(m.Arrivals) {
			name := All
			if row > 0 {
				name = m.Arrivals[row-1].Class
			}
			out.Stages = append(out.Stages, from.row(i, row, s, name))
		}
	}
	out.Total.W = from.figure(func(b batch) float64 { return b.w })
	out.Total.L = from.figure(func(b batch) float64 { return b.l })
	for _, b := range batches {
		out.Events += b.events
	}
	return out
}

func (f *sample) row(stage, row int, s Stage, class string) Row {
	of := func(value func(o observed) float64) Figure {
		return f.figure(func(b batch) float64 { return value(b.stages[stage][row]) })
	}
	out := Row{Stage: s.Name, Class: class,
		Rho:      of(func(o observed) float64 { return o.rho }),
		Wq:       of(func(o observed) float64 { return o.wq }),
		W:        of(func(o observed) float64 { return o.w }),
		Lq:       of(func(o observed) float64 { return o.lq }),
		L:        of(func(o observed) float64 { return o.l }),
		PWait:    of(func(o observed) float64 { return o.pWait }),
		PBlocked: of(func(o observed) float64 { return o.pBlocked }),
	}
	if !math.IsInf(s.TailAt, 1) {
		tail := of(func(o observed) float64 { return o.wqTail })
		out.WqTail = &tail
	}
	most := 0
	for _, b := range f.batches {
		most = max(most, len(b.stages[stage][row].present))
	}
	for n := range most {
		out.Present = append(out.Present, Present{n, of(func(o observed) float64 { return o.presentOf(n) })})
	}
	return out
}

func (o observed) presentOf(n int) float64 {
	if n < len(o.present) {
		return o.present[n]
	}
	return 0
}
