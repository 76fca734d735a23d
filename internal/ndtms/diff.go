package ndtms

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"steady/moment"
)

// Table is a return read from its file.
type Table struct {
	Names []string
	Rows  [][]string
}

// maxRows bounds what is read of one file.
const maxRows = 1_000_000

// Read reads a return: field names in capitals first, then a value for each. It
// returns an error that names the line.
func Read(b []byte) (*Table, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	rows, err := r.ReadAll()
	switch {
	case err != nil:
		return nil, fmt.Errorf("the return cannot be read: %w", err)
	case len(rows) == 0:
		return nil, errors.New("the return is empty: it has no line of field names")
	case len(rows) > maxRows:
		return nil, fmt.Errorf("the return has more than %d lines", maxRows)
	}
	t := &Table{Names: rows[0], Rows: rows[1:]}
	for i, n := range t.Names {
		if n == "" || n != strings.ToUpper(n) || slices.Contains(t.Names[:i], n) {
			return nil, fmt.Errorf("line 1: %q is no field name, or stands twice", n)
		}
	}
	if !slices.Contains(t.Names, "CLIENTID") {
		return nil, errors.New("line 1: there is no field CLIENTID")
	}
	return t, nil
}

// keyFields tell one line of a return from another.
var keyFields = []string{"CLIENTID", "EPISODID", "MODID", "TOPID"}

// Difference is what changed from one return to the next.
type Difference struct {
	Added   []string      `json:"added"`
	Removed []string      `json:"removed"`
	Changed []ChangedLine `json:"changed"`
	Fields  []string      `json:"fields"` // that only one of the two has
	Same    int           `json:"same"`
}

// ChangedLine is one line with what changed in it.
type ChangedLine struct {
	Line   string         `json:"line"`
	Fields []ChangedValue `json:"fields"`
}

// ChangedValue is one value before and after.
type ChangedValue struct {
	Field string `json:"field"`
	Was   string `json:"was"`
	Is    string `json:"is"`
}

// Diff compares two returns line by line, by their references. Lines of one key
// are compared in their order.
func Diff(was, is *Table) *Difference {
	d := &Difference{Added: []string{}, Removed: []string{}, Changed: []ChangedLine{}, Fields: []string{}}
	for _, n := range was.Names {
		if !slices.Contains(is.Names, n) {
			d.Fields = append(d.Fields, n)
		}
	}
	for _, n := range is.Names {
		if !slices.Contains(was.Names, n) {
			d.Fields = append(d.Fields, n)
		}
	}
	old, now := was.byKey(), is.byKey()
	for _, k := range slices.Sorted(maps.Keys(old)) {
		if _, ok := now[k]; !ok {
			d.Removed = append(d.Removed, k)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(now)) {
		before, ok := old[k]
		if !ok {
			d.Added = append(d.Added, k)
			continue
		}
		line := ChangedLine{Line: k}
		for _, n := range is.Names {
			if v, had := before[n]; had && v != now[k][n] {
				line.Fields = append(line.Fields, ChangedValue{n, v, now[k][n]})
			}
		}
		if len(line.Fields) > 0 {
			d.Changed = append(d.Changed, line)
		} else {
			d.Same++
		}
	}
	return d
}

func (t *Table) byKey() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, row := range t.Rows {
		line := map[string]string{}
		for i, n := range t.Names {
			line[n] = row[i]
		}
		var key []string
		for _, k := range keyFields {
			if v := line[k]; v != "" && v != "NA" {
				key = append(key, k+" "+v)
			}
		}
		k := strings.Join(key, ", ")
		for n := 2; out[k] != nil; n++ {
			k = fmt.Sprintf("%s (%d)", strings.Join(key, ", "), n)
		}
		out[k] = line
	}
	return out
}

// Lines groups the lines of a return by episode, without what stands for a value
// that is not known, for Check.
func (t *Table) Lines(rel *Release) (out map[string][]map[string]string) {
	out = map[string][]map[string]string{}
	for _, row := range t.Rows {
		line := map[string]string{}
		for i, n := range t.Names {
			if row[i] != rel.Null {
				line[n] = row[i]
			}
		}
		k := strings.TrimSpace(line["CLIENTID"] + " " + line["EPISODID"])
		out[k] = append(out[k], line)
	}
	return out
}

// LastDay is the last day that stands anywhere in a return.
func (t *Table) LastDay(rel *Release) (last moment.Day) {
	for _, f := range rel.Fields {
		i := slices.Index(t.Names, f.Name)
		if f.Kind != "date" || i < 0 {
			continue
		}
		for _, row := range t.Rows {
			if d, ok := rel.day(row[i]); ok {
				last = max(last, d)
			}
		}
	}
	return last
}
