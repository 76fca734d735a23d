package bench

import (
	"container/heap"
	"context"
	"fmt"
	"math"

	"steady/lab/queue"
)

// measureLab measures the simulation kernel, whole: every draw, every statistic
// of a result, the laws that each batch is checked against, and the intervals.
// An event is an arrival or the end of a service; the beginning of a service,
// which other simulators count too, is not one.
func measureLab(ctx context.Context, r *run) error {
	for _, row := range []struct {
		name, note string
		bound      float64
		system     *queue.Model
		held       int // events held at a time, about
	}{
		{"lab-queue-mmc", "M/M/5 at load 0.8", 8e6, mmc(), 6},
		{"lab-network-5", "five stages, two classes, every law of service, one by priority, a way back, a limit", 2e6,
			clinicNetwork(), 12},
	} {
		r.say("simulating: %s", row.note)
		var runs, events int64
		var fault error
		took := each(r.Slice, func() {
			row.system.Seed++ // a path that was not seen before: nothing of it can be foretold
			result, err := queue.Run(row.system, 1)
			if err != nil {
				fault = err
				return
			}
			runs++
			events += result.Events
		})
		if fault != nil {
			return fault
		}
		perRun := float64(events) / float64(runs)
		bare := newBareHeap(row.held)
		anchor := each(r.Slice, bare.step)
		r.add(Row{Name: row.name, Value: perRun / took * 1e6, Unit: "events/s",
			Anchor:      fmt.Sprintf("container/heap holding %d events: take the first, plan another", row.held),
			AnchorValue: 1e6 / anchor,
			Note: fmt.Sprintf("%s; about %.0f events a run, statistics and checks included, on one core; an event is "+
				"an arrival or the end of a service", row.note, perRun)}, valueAtLeast(row.bound))
	}
	return measureClinic(ctx, r)
}

// mmc is the booths of validation case V2.
func mmc() *queue.Model {
	return &queue.Model{Seed: 1, Batches: 2, Warmup: 1000, Run: 60_000,
		Arrivals: []queue.Arrival{{Class: "people", Kind: queue.Poisson, Rate: 0.2}},
		Stages: []queue.Stage{{Name: "booth", Servers: 5, Capacity: queue.Unlimited, Discipline: queue.FCFS, TailAt: 15,
			Service: queue.Service{Kind: queue.Exponential, Mean: 20}, Next: []queue.Next{{P: 1}}}}}
}

// clinicNetwork is a clinic's five stages, of invented numbers.
func clinicNetwork() *queue.Model {
	stage := func(name string, servers int, s queue.Service, next ...queue.Next) queue.Stage {
		return queue.Stage{Name: name, Servers: servers, Capacity: queue.Unlimited, Discipline: queue.FCFS,
			TailAt: math.Inf(1), Service: s, Next: next}
	}
	to := func(name string, p float64) queue.Next { return queue.Next{To: name, P: p} }
	m := &queue.Model{Seed: 1, Batches: 2, Warmup: 1000, Run: 40_000,
		Arrivals: []queue.Arrival{{Class: "booked", Kind: queue.Poisson, Rate: 0.12, Priority: 2},
			{Class: "first dose", Kind: queue.Even, Rate: 0.01, Priority: 1}},
		Stages: []queue.Stage{
			stage("id desk", 1, queue.Service{Kind: queue.Lognormal, Mean: 3, CV2: 0.5}, to("assessment", 1)),
			stage("assessment", 1, queue.Service{Kind: queue.Erlang, Mean: 5, K: 3},
				to("preparation", 0.93), to("assessment", 0.05), to("", 0.02)),
			stage("preparation", 1, queue.Service{Kind: queue.Erlang, Mean: 4, K: 2}, to("booth", 1)),
			stage("booth", 4, queue.Service{Kind: queue.Hyperexponential, Mean: 18, CV2: 1.4}, to("observation", 1)),
			stage("observation", 12, queue.Service{Kind: queue.Deterministic, Mean: 20}, to("", 1)),
		}}
	m.Stages[1].Discipline = queue.ByPriority
	m.Stages[4].Capacity = 12
	return m
}

// bareHeap is what a simulation does at the least: keep times in order.
type bareHeap struct {
	times heapOfTimes
	state uint64
}

type heapOfTimes []float64

func (h heapOfTimes) Len() int           { return len(h) }
func (h heapOfTimes) Less(i, j int) bool { return h[i] < h[j] }
func (h heapOfTimes) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *heapOfTimes) Push(x any)        { *h = append(*h, x.(float64)) }
func (h *heapOfTimes) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func newBareHeap(events int) *bareHeap {
	b := &bareHeap{}
	for i := range events {
		heap.Push(&b.times, float64(i))
	}
	return b
}

func (b *bareHeap) step() {
	first := heap.Pop(&b.times).(float64)
	b.state = b.state*6364136223846793005 + 1442695040888963407
	heap.Push(&b.times, first+float64(b.state>>40))
}
