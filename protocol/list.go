package protocol

import "strconv"

// Null reports whether the value is null or not there.
func (v *Value) Null() bool { return v == nil || v.kind == kindNull }

// Path returns where the value stands in its document.
func (v *Value) Path() string { return v.path }

// List returns a field that is a list, item by item.
func (f *Fields) List(name string) []*Value {
	if v := f.of(name, kindList); v != nil {
		return v.items
	}
	return nil
}

// Items returns the items of a value that must be a list.
func (r *Reader) Items(v *Value) []*Value {
	if v.kind != kindList {
		r.Fail(v.path, "expected a list, found %s", v.kind)
		return nil
	}
	return v.items
}

// Whole returns a value that must be a whole number between lo and hi.
func (r *Reader) Whole(v *Value, lo, hi int) int {
	if v.kind != kindNumber {
		r.Fail(v.path, "expected a number, found %s", v.kind)
		return 0
	}
	n, err := strconv.Atoi(v.text)
	if err != nil {
		r.Fail(v.path, "%s is not a whole number", v.text)
		return 0
	}
	if n < lo || n > hi {
		r.Fail(v.path, "%d is not possible: expected %d to %d", n, lo, hi)
		return 0
	}
	return n
}

// String returns a value that must be text.
func (r *Reader) String(v *Value) string {
	if v.kind != kindText {
		r.Fail(v.path, "expected text, found %s", v.kind)
		return ""
	}
	return v.text
}
