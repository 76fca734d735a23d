package voice

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// row is one line of a table, its cells in the order asked for.
type row struct {
	line  int
	cells []string
}

// readTable reads a CSV file whose first line names exactly the wanted columns,
// in any order. Cells lose the spaces around them.
func readTable(b []byte, wanted ...string) ([]row, error) {
	b = bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))
	if !utf8.Valid(b) {
		return nil, errors.New("the file is not UTF-8: save it as CSV UTF-8 and try again")
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.ReuseRecord = true
	head, err := r.Read()
	if err == io.EOF {
		return nil, fmt.Errorf("the file is empty: its first line names the columns %s", strings.Join(wanted, ","))
	}
	if err != nil {
		return nil, err
	}
	place, err := placeColumns(head, wanted)
	if err != nil {
		return nil, err
	}
	var rows []row
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		cells := make([]string, len(wanted))
		for i, at := range place {
			cells[i] = strings.Clone(strings.TrimSpace(rec[at]))
		}
		rows = append(rows, row{line, cells})
	}
}

// placeColumns finds where each wanted column stands.
func placeColumns(head, wanted []string) ([]int, error) {
	place := slices.Repeat([]int{-1}, len(wanted))
	for at, name := range head {
		name = strings.ToLower(strings.TrimSpace(name))
		i := slices.Index(wanted, name)
		if i < 0 {
			return nil, fmt.Errorf("line 1: the column %q is not known: write %s", name, strings.Join(wanted, ","))
		}
		if place[i] >= 0 {
			return nil, fmt.Errorf("line 1: the column %q stands twice", name)
		}
		place[i] = at
	}
	if i := slices.Index(place, -1); i >= 0 {
		return nil, fmt.Errorf("line 1: the column %q is missing: write %s", wanted[i], strings.Join(wanted, ","))
	}
	return place, nil
}
