package queue

// level is a number of people over time: for how many minutes how many were
// there, within the counted time and outside it.
type level struct {
	n     int32
	since float64   // of the last change, or of the last turn
	dist  []float64 // minutes with 0, 1, 2, … people in the time that runs now
	other []float64 // the same of the other time
}

// clear begins a batch: nobody is there.
func (l *level) clear() {
	l.n, l.since = 0, 0
	clear(l.dist)
	clear(l.other)
	l.dist, l.other = append(l.dist[:0], 0), append(l.other[:0], 0)
}

// step changes the number by one person.
func (l *level) step(now float64, by int32) {
	l.dist[l.n] += now - l.since
	l.since = now
	l.n += by
	if int(l.n) == len(l.dist) {
		l.dist = append(l.dist, 0)
	}
}

// turn goes over from the time that is not counted to the counted one, or back.
func (l *level) turn(now float64) {
	l.dist[l.n] += now - l.since
	l.since = now
	l.dist, l.other = l.other, l.dist
	for len(l.dist) <= int(l.n) {
		l.dist = append(l.dist, 0)
	}
}

// minutes returns the time-integral of f(n), all through the batch.
func (l *level) minutes(f func(n int) float64) float64 {
	return integral(l.dist, f) + integral(l.other, f)
}

func integral(dist []float64, f func(n int) float64) (sum float64) {
	for n, t := range dist {
		sum += t * f(n)
	}
	return sum
}

// area is the time-integral of a number of people where the spread does not
// matter.
type area struct {
	n     int32
	since float64
	sum   [2]float64 // person-minutes outside the counted time and within it
}

func (a *area) step(now float64, by int32, in int) {
	a.sum[in] += float64(a.n) * (now - a.since)
	a.since = now
	a.n += by
}
