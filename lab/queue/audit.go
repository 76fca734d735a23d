package queue

import (
	"fmt"
	"math"
)

// LawError says that a batch broke a law that holds for every system: the
// program is wrong, and none of its figures may be used.
type LawError struct{ Law string }

// Error names the law and what was counted.
func (e *LawError) Error() string {
	return "a law of queues was broken, so no figure is given: " + e.Law
}

// audit holds a batch that began and ended empty to its laws: Little's law
// along the path (the time-integral of the number present is the sum of the
// times present; the same of waiting and of being served, which is "staff
// minutes used = steps by duration"), and the conservation of people.
func (w *ward) audit() error {
	exits, turned, moved := int64(0), int64(0), make([]int64, len(w.stations))
	moved[0] = w.entered
	for i := range w.stations {
		x := &w.stations[i]
		for way, n := range x.went {
			if x.to[way] == away {
				exits += n
			} else {
				moved[x.to[way]] += n
			}
		}
	}
	for i := range w.stations {
		x := &w.stations[i]
		name := w.Stages[i].Name
		var all sums
		for c := range x.sums {
			both := x.sums[c][0].plus(x.sums[c][1])
			all = all.plus(both)
			if len(x.classes) > 0 {
				if err := w.auditShare(name+", "+w.Arrivals[c].Class, &x.classes[c], both); err != nil {
					return err
				}
			}
		}
		turned += all.blocked
		if err := w.auditStation(name, x, all, moved[i]); err != nil {
			return err
		}
	}
	if w.present.n != 0 || w.entered != exits+turned || exits != w.gone || turned != w.turned {
		return &LawError{fmt.Sprintf("%d came, %d left, %d were turned away and %d are still here",
			w.entered, exits, turned, w.present.n)}
	}
	here := w.present.minutes(people)
	return w.little("the network", "present", here, w.total[0].stay+w.total[1].stay, w.entered)
}

func people(n int) float64 { return float64(n) }

func (w *ward) auditStation(name string, x *station, all sums, moved int64) error {
	if all.came != moved || all.came != all.blocked+all.begun || all.begun != all.ended || x.all.n != 0 || x.busy != 0 {
		return &LawError{fmt.Sprintf("%s: %d were sent, %d came, %d were turned away, %d begun, %d ended, %d are still here",
			name, moved, all.came, all.blocked, all.begun, all.ended, x.all.n)}
	}
	// Work is conserved: while somebody waits, every server is busy.
	waiting := func(n int) float64 { return float64(max(n-int(x.servers), 0)) }
	busy := func(n int) float64 { return float64(min(n, int(x.servers))) }
	return first(
		w.little(name, "present", x.all.minutes(people), all.stays, all.ended),
		w.little(name, "waiting", x.all.minutes(waiting), all.waits, all.ended),
		w.little(name, "served", x.all.minutes(busy), all.served, all.ended))
}

func (w *ward) auditShare(name string, x *share, all sums) error {
	if all.came != all.blocked+all.begun || all.begun != all.ended || x.present.n != 0 {
		return &LawError{fmt.Sprintf("%s: %d came, %d were turned away, %d begun, %d ended, %d are still here",
			name, all.came, all.blocked, all.begun, all.ended, x.present.n)}
	}
	return first(
		w.little(name, "present", x.present.minutes(people), all.stays, all.ended),
		w.little(name, "waiting", x.waiting.sum[0]+x.waiting.sum[1], all.waits, all.ended),
		w.little(name, "served", x.busy.sum[0]+x.busy.sum[1], all.served, all.ended))
}

// little compares an integral with a sum of n times. What rounding may do: one
// bit of the clock for each time, and a billionth of the sum.
func (w *ward) little(where, what string, integral, sum float64, n int64) error {
	if math.Abs(integral-sum) <= float64(n+1)*w.now*0x1p-52+1e-9*sum {
		return nil
	}
	return &LawError{fmt.Sprintf("%s: %v person-minutes %s by the clock, %v by the people (Little)",
		where, integral, what, sum)}
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (s sums) plus(o sums) sums {
	return sums{s.came + o.came, s.blocked + o.blocked, s.begun + o.begun, s.ended + o.ended, s.waited + o.waited,
		s.late + o.late, s.waits + o.waits, s.stays + o.stays, s.served + o.served}
}
