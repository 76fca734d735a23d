package journal

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"steady/moment"
)

// AppendBody appends the body that encoding/json makes of v, byte for byte. It is
// here because making bodies was the largest single part of a simulated
// visit, and a third of a real one's way to the disk: what a fact consists of
// is looked up once for each type, and flags, numbers, words, days, lists and structs
// of them are written at once. Everything else, a word with a letter that JSON spells
// otherwise included, is left to encoding/json. On an error dst is unchanged.
func AppendBody(dst []byte, v any) ([]byte, error) {
	x := reflect.ValueOf(v)
	if !x.IsValid() || x.Kind() != reflect.Pointer {
		return plainly(dst, x)
	}
	b, err := writerOf(x.Type())(dst, x)
	if err != nil {
		return dst, err
	}
	return b, nil
}

// writer appends one value of a type.
type writer func(b []byte, v reflect.Value) ([]byte, error)

// writers are the writers of all types that were asked for, by reflect.Type.
var writers sync.Map

func writerOf(t reflect.Type) writer {
	if w, ok := writers.Load(t); ok {
		return w.(writer)
	}
	w, _ := writers.LoadOrStore(t, newWriter(t, nil))
	return w.(writer)
}

// plainly leaves a value to encoding/json.
func plainly(b []byte, v reflect.Value) ([]byte, error) {
	var of any
	switch {
	case !v.IsValid():
	case v.CanAddr(): // as encoding/json sees it within what it belongs to
		of = v.Addr().Interface()
	default:
		of = v.Interface()
	}
	text, err := json.Marshal(of)
	return append(b, text...), err
}

var (
	dayType       = reflect.TypeFor[moment.Day]()
	marshaler     = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// ownSpelling reports whether a type says itself how it is written.
func ownSpelling(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(marshaler) || p.Implements(textMarshaler)
}

// newWriter makes the writer of a type; within are the types that it is part of:
// one that holds itself is left to encoding/json.
func newWriter(t reflect.Type, within []reflect.Type) writer {
	for _, w := range within {
		if w == t {
			return plainly
		}
	}
	within = append(within[:len(within):len(within)], t)
	switch {
	case t == dayType:
		return writeDay
	case t.Kind() != reflect.Pointer && ownSpelling(t):
		return plainly
	}
	switch t.Kind() {
	case reflect.Bool:
		return func(b []byte, v reflect.Value) ([]byte, error) { return strconv.AppendBool(b, v.Bool()), nil }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(b []byte, v reflect.Value) ([]byte, error) { return strconv.AppendInt(b, v.Int(), 10), nil }
	case reflect.String:
		return writeString
	case reflect.Struct:
		return structWriter(t, within)
	case reflect.Pointer:
		of := newWriter(t.Elem(), within)
		return func(b []byte, v reflect.Value) ([]byte, error) {
			if v.IsNil() {
				return append(b, "null"...), nil
			}
			return of(b, v.Elem())
		}
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 { // bytes have a spelling of their own
			return listWriter(newWriter(t.Elem(), within))
		}
	}
	return plainly
}

func writeDay(b []byte, v reflect.Value) ([]byte, error) {
	b = append(b, '"')
	if d := moment.Day(v.Int()); d != 0 {
		b = d.Append(b)
	}
	return append(b, '"'), nil
}

func writeString(b []byte, v reflect.Value) ([]byte, error) {
	s := v.String()
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			return plainly(b, reflect.ValueOf(s))
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"'), nil
}

func listWriter(of writer) writer {
	return func(b []byte, v reflect.Value) (_ []byte, err error) {
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = of(b, v.Index(i)); err != nil {
				return b, err
			}
		}
		return append(b, ']'), nil
	}
}

// member is one member of an object.
type member struct {
	at        []int  // of the field, through what is embedded
	name      string // as it is written: "name":
	omitEmpty bool
	omitZero  bool
	write     writer
}

func structWriter(t reflect.Type, within []reflect.Type) writer {
	members, ok := membersOf(t, nil, within)
	if !ok {
		return plainly
	}
	return func(b []byte, v reflect.Value) (_ []byte, err error) {
		b = append(b, '{')
		first := true
		for i := range members {
			m := &members[i]
			x := v
			for _, at := range m.at {
				x = x.Field(at)
			}
			if m.omitEmpty && empty(x) || m.omitZero && x.IsZero() {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			b = append(b, m.name...)
			if b, err = m.write(b, x); err != nil {
				return b, err
			}
		}
		return append(b, '}'), nil
	}
}

// membersOf lists the members of a struct in the order in which encoding/json writes
// them. ok is false for what has rules of its own there: two fields of one
// name, embedded pointers, unusual names and options.
func membersOf(t reflect.Type, before []int, within []reflect.Type) (out []member, ok bool) {
	seen := map[string]bool{}
	for i := range t.NumField() {
		f := t.Field(i)
		tag, tagged := f.Tag.Lookup("json")
		if tag == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		at := append(before[:len(before):len(before)], i)
		inner := []member{{at: at, name: name}}
		switch {
		case f.Anonymous && name == "":
			if f.Type.Kind() != reflect.Struct || ownSpelling(f.Type) || options != "" {
				return nil, false
			}
			if inner, ok = membersOf(f.Type, at, within); !ok {
				return nil, false
			}
		case !f.IsExported() || tagged && name != "" && !ordinary(name):
			return nil, false
		default:
			if inner, ok = oneMember(f, name, options, inner[0], within); !ok {
				return nil, false
			}
		}
		for _, m := range inner {
			if seen[m.name] {
				return nil, false
			}
			seen[m.name] = true
		}
		out = append(out, inner...)
	}
	return out, true
}

// oneMember fills in the member of a field.
func oneMember(f reflect.StructField, name, options string, m member, within []reflect.Type) ([]member, bool) {
	for o := range strings.SplitSeq(options, ",") {
		switch o {
		case "":
		case "omitempty":
			m.omitEmpty = true
		case "omitzero":
			m.omitZero = true
			if _, own := reflect.PointerTo(f.Type).MethodByName("IsZero"); own {
				return nil, false
			}
		default:
			return nil, false
		}
	}
	if name == "" {
		name = f.Name
	}
	m.name, m.write = `"`+name+`":`, newWriter(f.Type, within)
	return []member{m}, true
}

// ordinary reports whether a name is made of a-z, A-Z, 0-9, _ and -.
func ordinary(name string) bool {
	for i := range len(name) {
		if letters[name[i]] == 0 {
			return false
		}
	}
	return true
}

// empty is what omitempty leaves out.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}
