package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"steady/measure"
	"steady/moment"
)

// maxDepth bounds the nesting of a document; ours need five levels.
const maxDepth = 32

// Value is one JSON value that was read strictly: numbers keep their digits,
// keys keep their case, and no key stands twice in one object.
type Value struct {
	path   string
	kind   kind
	text   string // of a string or a number
	items  []*Value
	fields map[string]*Value
	names  []string // field names in the order written
}

type kind string

const (
	kindNull   kind = "null"
	kindBool   kind = "true or false"
	kindText   kind = "text"
	kindNumber kind = "a number"
	kindList   kind = "a list"
	kindObject kind = "an object"
)

// ReadValue reads exactly one JSON value. root names the document in messages
// ("case", "pack"). It returns an error that says what is wrong and where for
// anything else: a syntax error, a key given twice, text after the end.
func ReadValue(root string, b []byte) (*Value, error) {
	if !utf8.Valid(b) {
		return nil, fmt.Errorf("%s: not UTF-8 text", root)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	v, err := readValue(dec, root, 0)
	if err != nil {
		return nil, located(root, b, dec.InputOffset(), err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, located(root, b, dec.InputOffset(), errors.New("there is more text after the end of the document"))
	}
	return v, nil
}

// located adds line and column to a message.
func located(root string, b []byte, offset int64, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		offset = syntax.Offset
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err, offset = errors.New("the document ends too early"), int64(len(b))
	}
	before := b[:min(max(offset, 0), int64(len(b)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Errorf("%s: line %d, column %d: %w", root, line, max(column, 1), err)
}

func readValue(dec *json.Decoder, path string, depth int) (*Value, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("%s is nested deeper than %d levels", path, maxDepth)
	}
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	v := &Value{path: path}
	switch t := token.(type) {
	case nil:
		v.kind = kindNull
	case bool:
		v.kind, v.text = kindBool, strconv.FormatBool(t)
	case string:
		v.kind, v.text = kindText, t
	case json.Number:
		v.kind, v.text = kindNumber, t.String()
	case json.Delim:
		if t == '[' {
			return v, v.readList(dec, depth)
		}
		return v, v.readObject(dec, depth)
	}
	return v, nil
}

func (v *Value) readList(dec *json.Decoder, depth int) error {
	v.kind = kindList
	for dec.More() {
		item, err := readValue(dec, v.path+"["+strconv.Itoa(len(v.items))+"]", depth+1)
		if err != nil {
			return err
		}
		v.items = append(v.items, item)
	}
	_, err := dec.Token()
	return err
}

func (v *Value) readObject(dec *json.Decoder, depth int) error {
	v.kind, v.fields = kindObject, map[string]*Value{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return err
		}
		name, ok := token.(string)
		if !ok {
			return fmt.Errorf("%s: a field name must be text", v.path)
		}
		if _, twice := v.fields[name]; twice {
			return fmt.Errorf("%s: the field %q is given twice", v.path, name)
		}
		item, err := readValue(dec, v.path+"."+name, depth+1)
		if err != nil {
			return err
		}
		v.fields[name], v.names = item, append(v.names, name)
	}
	_, err := dec.Token()
	return err
}

// Reader turns values into typed ones and keeps the first error, so that code
// that reads a document stays as plain as the document.
type Reader struct{ err error }

// Err returns the first error, or nil.
func (r *Reader) Err() error { return r.err }

// Fail records an error at a path unless one is recorded already.
func (r *Reader) Fail(path, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: %s", path, fmt.Sprintf(format, args...))
	}
}

// Fields is an object being read; nil stands for an object that is not there,
// and reads as empty.
type Fields struct {
	r *Reader
	v *Value
}

// Object begins to read an object. Field names other than those allowed are an
// error that names them.
func (r *Reader) Object(v *Value, allowed ...string) *Fields {
	if v == nil || v.kind == kindNull {
		return nil
	}
	if v.kind != kindObject {
		r.Fail(v.path, "expected an object, found %s", v.kind)
		return nil
	}
	for _, name := range v.names {
		if len(allowed) > 0 && !slices.Contains(allowed, name) {
			r.Fail(v.path, "unknown field %q", name)
		}
	}
	return &Fields{r, v}
}

// Path returns where the object stands in its document.
func (f *Fields) Path() string { return f.v.path }

// Names returns the names of the fields in the order written.
func (f *Fields) Names() []string {
	if f == nil {
		return nil
	}
	return f.v.names
}

// Has reports whether the field is there and not null.
func (f *Fields) Has(name string) bool { return f.get(name) != nil }

// Need records an error for each field that is not there.
func (f *Fields) Need(names ...string) {
	for _, name := range names {
		if f != nil && !f.Has(name) {
			f.r.Fail(f.v.path+"."+name, "is missing")
		}
	}
}

func (f *Fields) get(name string) *Value {
	if f == nil {
		return nil
	}
	if v := f.v.fields[name]; v != nil && v.kind != kindNull {
		return v
	}
	return nil
}

// of returns the field if it is there and of one of the kinds.
func (f *Fields) of(name string, kinds ...kind) *Value {
	v := f.get(name)
	if v == nil {
		return nil
	}
	if !slices.Contains(kinds, v.kind) {
		f.r.Fail(v.path, "expected %s, found %s", kinds[0], v.kind)
		return nil
	}
	return v
}

// Object returns a field that is an object, or nil.
func (f *Fields) Object(name string, allowed ...string) *Fields {
	v := f.of(name, kindObject)
	if v == nil {
		return nil
	}
	return f.r.Object(v, allowed...)
}

// Objects returns a field that is a list of objects.
func (f *Fields) Objects(name string, allowed ...string) []*Fields {
	v := f.of(name, kindList)
	if v == nil {
		return nil
	}
	out := make([]*Fields, 0, len(v.items))
	for _, item := range v.items {
		if item.kind != kindObject {
			f.r.Fail(item.path, "expected an object, found %s", item.kind)
			return nil
		}
		out = append(out, f.r.Object(item, allowed...))
	}
	return out
}

// Text returns a field that is text, or "".
func (f *Fields) Text(name string) string {
	if v := f.of(name, kindText); v != nil {
		return v.text
	}
	return ""
}

// Texts returns a field that is a list of texts.
func (f *Fields) Texts(name string) []string {
	v := f.of(name, kindList)
	if v == nil {
		return nil
	}
	out := make([]string, 0, len(v.items))
	for _, item := range v.items {
		if item.kind != kindText {
			f.r.Fail(item.path, "expected text, found %s", item.kind)
			return nil
		}
		out = append(out, item.text)
	}
	return out
}

// Word returns a field that is one of the words, or "".
func (f *Fields) Word(name string, words ...string) string {
	v := f.of(name, kindText)
	if v == nil {
		return ""
	}
	if !slices.Contains(words, v.text) {
		f.r.Fail(v.path, "unknown word %q: write one of %s", v.text, strings.Join(words, ", "))
	}
	return v.text
}

// Bool returns a field that is true or false, or false.
func (f *Fields) Bool(name string) bool {
	v := f.of(name, kindBool)
	return v != nil && v.text == "true"
}

// Milli returns a decimal with at most 3 decimals between lo and hi (in whole
// units), as a number or as text, or nil.
func (f *Fields) Milli(name string, lo, hi int64) *measure.Milli {
	v := f.of(name, kindNumber, kindText)
	if v == nil {
		return nil
	}
	m, err := measure.ParseMilli(v.text)
	if err != nil {
		f.r.Fail(v.path, "%v", err)
		return nil
	}
	if m < measure.Milli(lo*1000) || m > measure.Milli(hi*1000) {
		f.r.Fail(v.path, "%s is not possible: expected %d to %d", m, lo, hi)
		return nil
	}
	return &m
}

// Mass returns a field in milligrams, as a number or as text, or nil.
func (f *Fields) Mass(name string) *measure.Mass {
	v := f.of(name, kindNumber, kindText)
	if v == nil {
		return nil
	}
	m := f.r.mass(v)
	return &m
}

// Masses returns a field that is a list of milligrams.
func (f *Fields) Masses(name string) []measure.Mass {
	v := f.of(name, kindList)
	if v == nil {
		return nil
	}
	out := make([]measure.Mass, 0, len(v.items))
	for _, item := range v.items {
		if item.kind != kindNumber && item.kind != kindText {
			f.r.Fail(item.path, "expected a number, found %s", item.kind)
			return nil
		}
		out = append(out, f.r.mass(item))
	}
	return out
}

func (r *Reader) mass(v *Value) measure.Mass {
	m, err := measure.ParseMilligrams(v.text)
	if err != nil {
		r.Fail(v.path, "%v", err)
	}
	return m
}

// Int returns a whole number between lo and hi, as a number or as text, or 0.
func (f *Fields) Int(name string, lo, hi int) int {
	m := f.Milli(name, int64(lo), int64(hi))
	if m == nil {
		return 0
	}
	if *m%1000 != 0 {
		f.r.Fail(f.v.path+"."+name, "%s is not a whole number", *m)
	}
	return int(*m / 1000)
}

// Day returns a field that is a date, or 0.
func (f *Fields) Day(name string) moment.Day {
	v := f.of(name, kindText)
	if v == nil {
		return 0
	}
	d, err := moment.ParseDay(v.text)
	if err != nil {
		f.r.Fail(v.path, "%v", err)
	}
	return d
}

// Instant returns a field that is an RFC 3339 time, or 0.
func (f *Fields) Instant(name string) moment.Instant {
	v := f.of(name, kindText)
	if v == nil {
		return 0
	}
	i, err := moment.ParseRFC3339(v.text)
	if err != nil {
		f.r.Fail(v.path, "%v", err)
	}
	return i
}

// Fail records an error at a field.
func (f *Fields) Fail(name, words string) { f.r.Fail(f.v.path+"."+name, "%s", words) }
