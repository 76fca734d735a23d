package protocol

import "slices"

// Scalar is one answer as it was written: a number, a text, true or false, or
// null.
type Scalar struct {
	Text   string // the digits of a number as written
	Number bool
	Null   bool
}

// Scalars returns a field that holds one answer, or a list of them; list says
// which it was. A field that is not there or null has none.
func (f *Fields) Scalars(name string) (answers []Scalar, list bool) {
	v := f.get(name)
	if v == nil {
		return nil, false
	}
	items := []*Value{v}
	if list = v.kind == kindList; list {
		items = v.items
	}
	for _, item := range items {
		if !slices.Contains([]kind{kindNull, kindBool, kindText, kindNumber}, item.kind) {
			f.r.Fail(item.path, "expected an answer, found %s", item.kind)
			return nil, list
		}
		answers = append(answers, Scalar{item.text, item.kind == kindNumber, item.kind == kindNull})
	}
	return answers, list
}
