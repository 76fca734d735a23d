package labdesk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"steady/lab"
	"steady/lab/scenario"
)

// Simulate is the Runner of the product: every replication through the
// production rules, one after the other. Program names who simulated: what
// another program began is not put together with its own, but made again.
func Simulate(program string) Runner {
	return func(ctx context.Context, w Work) (Result, error) {
		f, err := scenario.Parse(w.Document)
		if err == nil {
			err = f.Check()
		}
		if err != nil {
			return Result{}, &RefusedError{err.Error()}
		}
		s := simulation{f: f, w: w, ctx: ctx, program: program}
		answer, err := f.Answer(program, s.run)
		var no *lab.RefusedError
		if errors.As(err, &no) {
			return Result{}, &RefusedError{no.Why}
		}
		if err != nil {
			return Result{}, err
		}
		return Written(answer)
	}
}

// Written is an answer as it is kept.
func Written(a *scenario.Answer) (x Result, err error) {
	if x.Comparison, err = json.Marshal(a.Comparison); err != nil {
		return x, err
	}
	var table bytes.Buffer
	err = a.WriteCSV(&table)
	x.Table = table.Bytes()
	return x, err
}

// simulation is one comparison on its way.
type simulation struct {
	f    *scenario.File
	w    Work
	ctx  context.Context
	done int

	program string
}

// run does units, and takes those that were done before from where they were
// kept. Between two it looks whether it is to stop.
func (s *simulation) run(units []scenario.Unit) ([]*lab.Record, error) {
	out := make([]*lab.Record, len(units))
	all := s.done + len(units)
	for i, u := range units {
		if err := s.ctx.Err(); err != nil {
			return nil, err
		}
		r, err := s.one(u)
		if err != nil {
			return nil, err
		}
		out[i] = r
		s.done++
		s.w.Step(s.done, all)
	}
	return out, nil
}

func (s *simulation) one(u scenario.Unit) (*lab.Record, error) {
	r, name := &lab.Record{}, s.program+" "+u.Key()
	if kept, there := s.w.Kept[name]; there && json.Unmarshal(kept, r) == nil {
		return r, nil
	}
	r, err := s.f.Replicate(u)
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return r, s.w.Keep(name, b)
}
