package recovery

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxRows bounds what is read of one table.
const maxRows = 1_000_000

// row is one line of a table, by column.
type row struct {
	at    string // "line 3"
	cells map[string]string
}

// readTable reads comma-separated values whose first line names exactly these
// columns, in any order. Its error says which line cannot be read.
func readTable(b []byte, columns ...string) ([]row, error) {
	if !utf8.Valid(b) {
		return nil, errors.New("the table is not UTF-8 text")
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	r.TrimLeadingSpace = true
	head, err := r.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	for n := range head {
		head[n] = strings.TrimSpace(head[n])
	}
	sorted, wanted := slices.Sorted(slices.Values(head)), slices.Sorted(slices.Values(columns))
	if !slices.Equal(sorted, wanted) {
		return nil, fmt.Errorf("line 1: expected the columns %s, found %s", strings.Join(columns, ","),
			strings.Join(head, ","))
	}
	var out []row
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if len(out) == maxRows {
			return nil, fmt.Errorf("more than %d lines", maxRows)
		}
		line, _ := r.FieldPos(0)
		got := row{"line " + strconv.Itoa(line), map[string]string{}}
		for n, name := range head {
			got.cells[name] = strings.TrimSpace(cells[n])
		}
		out = append(out, got)
	}
}
