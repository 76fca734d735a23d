package scenario

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"steady/lab"
	"steady/lab/compare"
)

// Unit is one replication of one policy at one place: the piece of work that is
// done anywhere and done again without harm.
type Unit struct {
	Place       compare.Place `json:"place,omitzero"`
	Policy      string        `json:"policy"`
	Replication int           `json:"replication"`
}

// Key names a unit within its scenario.
func (u Unit) Key() string {
	return fmt.Sprintf("%s=%s/%s/%d", u.Place.Parameter, strconv.FormatFloat(u.Place.Value, 'g', -1, 64), u.Policy,
		u.Replication)
}

// Replicate does a unit: it simulates, through the production rules. The same
// file and unit give the same record anywhere.
func (f *File) Replicate(u Unit) (*lab.Record, error) {
	i := slices.IndexFunc(f.Policies, func(p lab.Policy) bool { return p.ID == u.Policy })
	if i < 0 {
		return nil, &lab.RefusedError{Why: "there is no policy " + strconv.Quote(u.Policy) + " in the scenario"}
	}
	r, err := lab.Replicate(f.At(u.Place), &f.Policies[i], u.Replication)
	if err != nil {
		return nil, err
	}
	return &r, nil
}

// Runner does units, in any order and anywhere, and returns their records in the
// order of the units.
type Runner func(units []Unit) ([]*lab.Record, error)

// Answer is a comparison with the runs it is made of.
type Answer struct {
	Comparison *compare.Comparison
	Runs       []compare.Run // by place, policy and replication, in the order in which they were asked for
}

// answering is an answer in the making.
type answering struct {
	f      *File
	run    Runner
	done   map[string]compare.Run
	record *lab.Record // any one: it says what is measured
	out    Answer
}

// Answer runs what the question needs: replications by the rule of run length up
// to the number that the file asks for, exactly that number where it states no
// half-width; then the places of sensitivity. Program names who simulated.
func (f *File) Answer(program string, run Runner) (*Answer, error) {
	a := &answering{f: f, run: run, done: map[string]compare.Run{}}
	n := f.Replications
	if len(f.Enough) > 0 {
		n = min(n, compare.First)
	}
	for n > 0 {
		sets, err := a.places([]compare.Place{{}}, n)
		if err != nil {
			return nil, err
		}
		study, err := a.study(program)
		if err != nil {
			return nil, err
		}
		if a.out.Comparison, err = compare.Compare(study, sets[0]); err != nil {
			return nil, err
		}
		n = 0
		if len(f.Enough) > 0 {
			n = a.out.Comparison.Next(f.Replications)
		} else {
			a.out.Comparison.Rule = "As many replications of every policy as the scenario asks for, without looking"
		}
	}
	return &a.out, a.sensitivity()
}

func (a *answering) study(program string) (compare.Study, error) {
	s, err := a.f.Study(program)
	s.Measures = compare.Measures(a.record, a.f.Currency, a.f.Enough)
	return s, err
}

// sensitivity looks at the ends of the ranges that the file names.
func (a *answering) sensitivity() error {
	s := a.f.Sensitivity
	if s == nil || s.Replications == 0 {
		return nil
	}
	study := a.out.Comparison.Study
	if len(s.Parameters) > 0 {
		study.Parameters = slices.DeleteFunc(slices.Clone(study.Parameters), func(p compare.Parameter) bool {
			return !slices.Contains(s.Parameters, lab.Key(p.ID))
		})
	}
	return compare.Sensitivity{Study: study, Measures: s.Measures, Replications: s.Replications, Run: a.places,
		Steps: s.Steps}.Add(a.out.Comparison)
}

// places runs every policy at each place, and only what was not run before.
func (a *answering) places(at []compare.Place, replications int) ([][]compare.Run, error) {
	var missing []Unit
	var units [][]Unit
	for _, place := range at {
		var here []Unit
		for i := range replications {
			for _, p := range a.f.Policies {
				u := Unit{place, p.ID, i}
				here = append(here, u)
				if _, done := a.done[u.Key()]; !done {
					missing = append(missing, u)
				}
			}
		}
		units = append(units, here)
	}
	records, err := a.run(missing)
	if err != nil {
		return nil, err
	}
	for i, u := range missing {
		r := compare.FromRecord(records[i])
		r.Place, a.record = u.Place, records[i]
		a.done[u.Key()] = r
		a.out.Runs = append(a.out.Runs, r)
	}
	out := make([][]compare.Run, len(units))
	for i, here := range units {
		for _, u := range here {
			out[i] = append(out[i], a.done[u.Key()])
		}
	}
	return out, nil
}

// WriteCSV writes a line for each replication and a column for each measure; a
// measure without a value in a replication is empty. Units of the measures are
// in the comparison.
func (a *Answer) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	head := []string{"parameter", "at", "policy", "replication"}
	for _, m := range a.Comparison.Study.Measures {
		head = append(head, m.ID)
	}
	if err := c.Write(head); err != nil {
		return err
	}
	for _, r := range a.Runs {
		row := []string{r.Place.Parameter, "", r.Policy, strconv.Itoa(r.Replication)}
		if r.Place.Parameter != "" {
			row[1] = strconv.FormatFloat(r.Place.Value, 'g', -1, 64)
		}
		for _, m := range a.Comparison.Study.Measures {
			cell := ""
			if x, ok := r.Values[m.ID]; ok {
				cell = strconv.FormatFloat(x, 'g', -1, 64)
			}
			row = append(row, cell)
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
