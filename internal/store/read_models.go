package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"steady/internal/app"
)

// kind is what a read model column holds.
type kind byte

const (
	whole    kind = iota // BIGINT: counts, micrograms, microseconds
	words                // TEXT
	wholeKey             // the same, never NULL
	wordsKey
)

func (k kind) never() bool { return k == wholeKey || k == wordsKey }

type column struct {
	name string
	kind kind
}

// model is one read model table. Its primary key is premises and then the
// first keys columns. Names in Row and Query are looked up here and nowhere
// else become part of a statement.
type model struct {
	keys int
	cols []column
}

// models mirrors migrations/*/0002_read_models.sql; a test compares them.
var models = map[string]model{
	"register_line": {1, []column{
		{"seq", wholeKey}, {"page", wordsKey}, {"kind", wordsKey}, {"happened", wholeKey}, {"recorded", wholeKey},
		{"by_id", wordsKey}, {"witness_id", words}, {"ampoules", whole}, {"mass", whole},
		{"balance_ampoules", whole}, {"balance_mass", whole}, {"person", words}, {"visit", words},
		{"target", whole}, {"body", words},
	}},
	"visit_row": {1, []column{
		{"visit", wordsKey}, {"person", words}, {"day", words}, {"session", words}, {"stage", words}, {"due", whole},
		{"arrived", whole}, {"ended", whole}, {"outcome", words}, {"prescribed", whole}, {"given", whole},
	}},
	"person_event": {2, []column{
		{"seq", wholeKey}, {"person", wordsKey}, {"visit", words}, {"kind", wordsKey}, {"happened", wholeKey},
		{"recorded", wholeKey}, {"by_id", wordsKey}, {"body", words},
	}},
}

// modelNames is the fixed order in which tables are written and cleared.
var modelNames = []string{"register_line", "visit_row", "person_event"}

// ErrModel says that a Row or Query names what no read model has, or brings a
// value that its column cannot hold: a mistake of the program, not of people.
var ErrModel = errors.New("the read models have no such thing")

func modelOf(table string) (model, error) {
	m, ok := models[table]
	if !ok {
		return m, fmt.Errorf("table %q: %w", table, ErrModel)
	}
	return m, nil
}

func (m model) column(table, name string) (column, error) {
	for _, c := range m.cols {
		if c.name == name {
			return c, nil
		}
	}
	return column{}, fmt.Errorf("column %q of %s: %w", name, table, ErrModel)
}

// check refuses a value that the two databases would not keep alike.
func (c column) check(table string, v any) error {
	ok := false
	switch x := v.(type) {
	case int64:
		ok = c.kind == whole || c.kind == wholeKey
	case string:
		if ok = c.kind == words || c.kind == wordsKey; ok && !goodText(x) {
			return fmt.Errorf("column %s of %s: %w", c.name, table, errText)
		}
	case nil:
		ok = !c.kind.never()
	}
	if !ok {
		return fmt.Errorf("column %s of %s cannot hold a %T: %w", c.name, table, v, ErrModel)
	}
	return nil
}

// shape is the rows of a batch that one statement text can write.
type shape struct {
	table string
	cols  []string
	rows  [][]any
}

// planRows appends the upserts of rows. Several changes of one row become
// one, the later winning column by column: the outcome is the same, and
// PostgreSQL allows one statement to change a row only once.
func (db *DB) planRows(steps []step, premises string, rows []app.Row) ([]step, error) {
	shapes, err := gather(rows)
	if err != nil {
		return nil, err
	}
	for _, sh := range shapes {
		head, tail := upsert(sh.table, sh.cols)
		width := 1 + len(sh.cols)
		steps = db.inserts(steps, head, tail, len(sh.rows), width, func(i int, args []any) []any {
			return append(append(args, premises), sh.rows[i]...)
		})
	}
	return steps, nil
}

func gather(rows []app.Row) ([]*shape, error) {
	type slot struct {
		shape *shape
		row   int
	}
	var order []*shape
	shapes := make(map[string]*shape)
	find := func(table string, cols []string) *shape {
		name := table + " " + strings.Join(cols, " ")
		sh, ok := shapes[name]
		if !ok {
			sh = &shape{table: table, cols: cols}
			shapes[name] = sh
			order = append(order, sh)
		}
		return sh
	}
	where := make(map[string]slot, len(rows))
	var key []byte
	for _, r := range rows {
		m, err := checkRow(r)
		if err != nil {
			return nil, err
		}
		key = append(key[:0], r.Table...)
		for _, v := range r.Vals[:m.keys] {
			key = appendKey(key, v)
		}
		sh := find(r.Table, r.Cols)
		old, seen := where[string(key)]
		if !seen {
			sh.rows = append(sh.rows, r.Vals)
			where[string(key)] = slot{sh, len(sh.rows) - 1}
			continue
		}
		if old.shape == sh {
			sh.rows[old.row] = r.Vals
			continue
		}
		cols, vals := merge(old.shape.cols, old.shape.rows[old.row], r)
		old.shape.rows[old.row] = nil
		wide := find(r.Table, cols)
		wide.rows = append(wide.rows, vals)
		where[string(key)] = slot{wide, len(wide.rows) - 1}
	}
	for _, sh := range order {
		sh.rows = slices.DeleteFunc(sh.rows, func(v []any) bool { return v == nil })
	}
	slices.SortStableFunc(order, func(a, b *shape) int {
		return slices.Index(modelNames, a.table) - slices.Index(modelNames, b.table)
	})
	return order, nil
}

// appendKey spells one key value; a zero byte, which no text holds, ends it.
func appendKey(key []byte, v any) []byte {
	key = append(key, 0)
	if n, ok := v.(int64); ok {
		return strconv.AppendInt(key, n, 10)
	}
	s, _ := v.(string) // checkRow let nothing else pass
	return append(key, s...)
}

// merge is the earlier change with the later one over it.
func merge(cols []string, vals []any, later app.Row) ([]string, []any) {
	cols, vals = slices.Clone(cols), slices.Clone(vals)
	for i, c := range later.Cols {
		if j := slices.Index(cols, c); j >= 0 {
			vals[j] = later.Vals[i]
		} else {
			cols, vals = append(cols, c), append(vals, later.Vals[i])
		}
	}
	return cols, vals
}

func checkRow(r app.Row) (model, error) {
	m, err := modelOf(r.Table)
	if err != nil {
		return m, err
	}
	if len(r.Cols) != len(r.Vals) || len(r.Cols) < m.keys {
		return m, fmt.Errorf("row of %s: %d columns, %d values: %w", r.Table, len(r.Cols), len(r.Vals), ErrModel)
	}
	for i, name := range r.Cols {
		c, err := m.column(r.Table, name)
		if err != nil {
			return m, err
		}
		if i < m.keys && m.cols[i].name != name {
			return m, fmt.Errorf("row of %s begins with %q, not its key %q: %w", r.Table, name, m.cols[i].name, ErrModel)
		}
		if slices.Contains(r.Cols[:i], name) {
			return m, fmt.Errorf("row of %s names %q twice: %w", r.Table, name, ErrModel)
		}
		if err := c.check(r.Table, r.Vals[i]); err != nil {
			return m, err
		}
	}
	return m, nil
}

// upsert returns the text before and after the values.
func upsert(table string, cols []string) (head, tail string) {
	m := models[table]
	var key []string
	for _, c := range m.cols[:m.keys] {
		key = append(key, c.name)
	}
	head = "INSERT INTO " + table + " (premises, " + strings.Join(cols, ", ") + ") VALUES "
	tail = " ON CONFLICT (premises, " + strings.Join(key, ", ") + ") DO "
	if len(cols) == m.keys {
		return head, tail + "NOTHING"
	}
	var set []string
	for _, c := range cols[m.keys:] {
		set = append(set, c+" = excluded."+c)
	}
	return head, tail + "UPDATE SET " + strings.Join(set, ", ")
}

// ClearModels drops all read model rows of the premises.
func (db *DB) ClearModels(ctx context.Context, premises string) error {
	var steps []step
	for _, table := range modelNames {
		steps = append(steps, step{text: "DELETE FROM " + table + " WHERE premises = $1", args: []any{premises}})
	}
	return db.wrap("clear the read models of "+premises, db.transact(ctx, steps))
}

// PutRows writes read model rows outside a batch, in one transaction.
func (db *DB) PutRows(ctx context.Context, premises string, rows []app.Row) error {
	err := checkID("premises", premises)
	var steps []step
	if err == nil {
		steps, err = db.planRows(nil, premises, rows)
	}
	if err == nil {
		err = db.transact(ctx, steps)
	}
	return db.wrap("write read models of "+premises, err)
}

// Query reads a read model of one premises. Rows equal in q.Order come in the
// order of the primary key, so both databases answer alike. NULL sorts last
// ascending and first descending; texts sort by their bytes.
func (db *DB) Query(ctx context.Context, q app.Query) ([][]any, error) {
	text, args, err := selectText(q)
	if err != nil {
		return nil, err
	}
	var out [][]any
	rows, err := db.reader.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, db.wrap("query "+q.Table, err)
	}
	defer rows.Close()
	for rows.Next() {
		vals := make([]any, len(q.Cols))
		into := make([]any, len(q.Cols))
		for i := range vals {
			into[i] = &vals[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, db.wrap("query "+q.Table, err)
		}
		out = append(out, vals)
	}
	return out, db.wrap("query "+q.Table, rows.Err())
}

// premisesColumn may be read, but is not among a model's own columns.
const premisesColumn = "premises"

func selectText(q app.Query) (string, []any, error) {
	m, err := modelOf(q.Table)
	if err != nil {
		return "", nil, err
	}
	if len(q.Cols) == 0 || len(q.Where)%2 != 0 || q.Limit < 0 {
		return "", nil, fmt.Errorf("query %s: no columns, half a condition or a negative limit: %w", q.Table, ErrModel)
	}
	for _, name := range q.Cols {
		if _, err := m.column(q.Table, name); err != nil && name != premisesColumn {
			return "", nil, err
		}
	}
	var b strings.Builder
	b.WriteString("SELECT " + strings.Join(q.Cols, ", ") + " FROM " + q.Table + " WHERE premises = $1")
	args := []any{q.Premises}
	for i := 0; i < len(q.Where); i += 2 {
		name, _ := q.Where[i].(string)
		c, err := m.column(q.Table, name)
		if err != nil {
			return "", nil, err
		}
		if q.Where[i+1] == nil {
			b.WriteString(" AND " + name + " IS NULL")
			continue
		}
		if err := c.check(q.Table, q.Where[i+1]); err != nil {
			return "", nil, err
		}
		args = append(args, q.Where[i+1])
		fmt.Fprintf(&b, " AND %s = $%d", name, len(args))
	}
	order, err := m.order(q)
	if err != nil {
		return "", nil, err
	}
	b.WriteString(" ORDER BY " + order)
	if q.Limit > 0 {
		args = append(args, int64(q.Limit))
		fmt.Fprintf(&b, " LIMIT $%d", len(args))
	}
	return b.String(), args, nil
}

func (m model) order(q app.Query) (string, error) {
	var terms, named []string
	for _, name := range q.Order {
		name, desc := strings.CutPrefix(name, "-")
		c, err := m.column(q.Table, name)
		if err != nil {
			return "", err
		}
		named = append(named, name)
		term := name
		if desc {
			term += " DESC"
		}
		// The databases disagree where NULL goes; say it only where it can be.
		if !c.kind.never() && desc {
			term += " NULLS FIRST"
		} else if !c.kind.never() {
			term += " NULLS LAST"
		}
		terms = append(terms, term)
	}
	for _, c := range m.cols[:m.keys] {
		if !slices.Contains(named, c.name) {
			terms = append(terms, c.name)
		}
	}
	return strings.Join(terms, ", "), nil
}
