// Package gs1 reads and makes the codes on ampoule packs and on our own labels:
// GS1 element strings, as a scanner types them or as they are printed under the
// symbol (GS1 General Specifications, sections 3 and 7.8).
package gs1

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Separator is FNC1 as a scanner types it after a field of variable length: the
// ASCII group separator.
const Separator = "\x1d"

// The application identifiers that have a name here.
const (
	GTIN   = "01" // of the pack, 14 digits, the last a check digit
	Made   = "11" // production date
	Expiry = "17"
	Batch  = "10"
	Serial = "21"
	// Company internal: ours, on the labels that are made here.
	Syringe  = "91"
	Solution = "92"
)

// Element is one field: an application identifier and its value.
type Element struct{ AI, Value string }

// Code is the fields of one code in canonical order. Make and Parse alone make
// one.
type Code []Element

// Longest is the greatest length of a text that Parse reads, in bytes.
const Longest = 400

// field is how the value of an application identifier is written.
type field struct {
	ai       string
	max      int
	fixed    bool // of that very length: no separator follows
	numeric  bool
	calendar bool // a date, YYMMDD
}

// fields lists what is read here, in canonical order: fixed lengths first, so
// that as few separators as possible are needed.
var fields = func() []field {
	out := []field{{GTIN, 14, true, true, false}, {Made, 6, true, true, true}, {Expiry, 6, true, true, true},
		{Batch, 20, false, false, false}, {Serial, 20, false, false, false}, {"30", 8, false, true, false},
		{"37", 8, false, true, false}, {"240", 30, false, false, false}}
	for n := 710; n <= 716; n++ { // national healthcare reimbursement numbers
		out = append(out, field{fmt.Sprint(n), 20, false, false, false})
	}
	for n := 91; n <= 99; n++ { // agreed between those who use them: here, us
		out = append(out, field{fmt.Sprint(n), 90, false, false, false})
	}
	return out
}()

func rank(ai string) int { return slices.IndexFunc(fields, func(f field) bool { return f.ai == ai }) }

// visible are what keyboards and drivers type in the place of the separator. No
// value can hold any of them: they are outside the 82 characters of GS1.
var visible = strings.NewReplacer("{GS}", Separator, "~", Separator, "^", Separator, "|", Separator, "#", Separator)

// Parse reads a code: an element string with or without the symbology
// identifier ]d2 or ]C1, with the separator as GS or as one of ~ ^ | # {GS};
// or its printed form with the identifiers in brackets. It never guesses: what
// it cannot read whole is an error that names the field.
func Parse(text string) (Code, error) {
	text = strings.Trim(text, " \t\r\n")
	switch {
	case text == "":
		return nil, errors.New("nothing was scanned")
	case len(text) > Longest:
		return nil, fmt.Errorf("the code is longer than %d characters", Longest)
	}
	if strings.HasPrefix(text, "(") {
		return printed(text)
	}
	if strings.HasPrefix(text, "]") {
		id := text[:min(3, len(text))]
		if id != "]d2" && id != "]C1" {
			return nil, fmt.Errorf("the symbol %s is no GS1 DataMatrix and no GS1-128: scan the square code", id)
		}
		text = text[3:]
	}
	return elements(strings.Trim(visible.Replace(text), Separator))
}

// elements splits an element string.
func elements(text string) (Code, error) {
	var out []Element
	for text != "" {
		f, err := fieldOf(text)
		if err != nil {
			return nil, err
		}
		text = text[len(f.ai):]
		value, rest, _ := strings.Cut(text, Separator)
		if f.fixed {
			if len(value) < f.max {
				return nil, fmt.Errorf("field (%s) has %d of its %d characters", f.ai, len(value), f.max)
			}
			value, rest = text[:f.max], strings.TrimPrefix(text[f.max:], Separator)
		}
		out, text = append(out, Element{f.ai, value}), rest
	}
	return Make(out...)
}

// printed splits the form for the eye: (01)…(17)…(10)…
func printed(text string) (Code, error) {
	var out []Element
	for _, part := range strings.Split(text[1:], "(") {
		ai, value, closed := strings.Cut(part, ")")
		if !closed {
			return nil, fmt.Errorf("the bracket before %q is not closed", ai)
		}
		out = append(out, Element{strings.TrimSpace(ai), strings.TrimSpace(value)})
	}
	return Make(out...)
}

// fieldOf finds the field that a text begins with.
func fieldOf(text string) (field, error) {
	for _, f := range fields {
		if strings.HasPrefix(text, f.ai) {
			return f, nil
		}
	}
	return field{}, unknown(text[:min(len(text), identifierLength(text))])
}

func unknown(ai string) error {
	return fmt.Errorf("field (%s) is not one that is read here", shorten(ai))
}

// shorten keeps an error to one line whatever was scanned.
func shorten(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, s)
	return s[:min(len(s), 24)]
}

// identifierLength is how long an identifier is that begins like the text, for
// an error that names it (GS1 General Specifications, section 3.2).
func identifierLength(text string) int {
	switch text[:min(2, len(text))] {
	case "23", "24", "25", "40", "41", "42", "71":
		return 3
	case "31", "32", "33", "34", "35", "36", "39", "43", "70", "72", "80", "81", "82":
		return 4
	}
	return 2
}

// Make puts fields together to a code, or says which of them cannot be.
func Make(parts ...Element) (Code, error) {
	if len(parts) == 0 {
		return nil, errors.New("the code has no fields")
	}
	var out Code
	for _, e := range parts {
		i := rank(e.AI)
		if i < 0 {
			return nil, unknown(e.AI)
		}
		if err := fields[i].check(e.Value); err != nil {
			return nil, err
		}
		switch before, has := out.Get(e.AI); {
		case !has:
			out = append(out, e)
		case before != e.Value:
			return nil, fmt.Errorf("field (%s) stands in the code twice with two values", e.AI)
		}
	}
	slices.SortFunc(out, func(a, b Element) int { return rank(a.AI) - rank(b.AI) })
	return out, nil
}

func (f field) check(value string) error {
	switch {
	case value == "":
		return fmt.Errorf("field (%s) is empty", f.ai)
	case f.fixed && len(value) != f.max:
		return fmt.Errorf("field (%s) has %d of its %d characters", f.ai, len(value), f.max)
	case len(value) > f.max:
		return fmt.Errorf("field (%s) has more than %d characters", f.ai, f.max)
	}
	for i := range len(value) {
		c := value[i]
		if !writable(c) || f.numeric && (c < '0' || c > '9') {
			return fmt.Errorf("field (%s) holds the character %q, which it cannot hold", f.ai, shorten(string(rune(c))))
		}
	}
	if f.ai == GTIN && checkDigit(value[:13]) != value[13] {
		return fmt.Errorf("the check digit of field (01) does not fit: %s", value)
	}
	if f.calendar && !calendar(value) {
		return fmt.Errorf("field (%s) is no date: %s", f.ai, value)
	}
	return nil
}

// writable reports one of the 82 characters of GS1 (section 7.11, figure 1).
func writable(c byte) bool {
	switch {
	case c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z':
		return true
	}
	return strings.IndexByte(`!"%&'()*+,-./:;<=>?_`, c) >= 0
}

// checkDigit is that of a GTIN: weights 3 and 1 from the right (section 7.9).
func checkDigit(digits string) byte {
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			n *= 3
		}
		sum += n
	}
	return byte('0' + (10-sum%10)%10)
}

// PadGTIN makes the 14 digits of a code out of a GTIN of 8, 12, 13 or 14 as it
// is printed, spaces allowed, and checks its check digit.
func PadGTIN(text string) (string, error) {
	text = strings.ReplaceAll(text, " ", "")
	switch len(text) {
	case 8, 12, 13, 14:
		text = strings.Repeat("0", 14-len(text)) + text
	default:
		return "", errors.New("a GTIN has 8, 12, 13 or 14 digits")
	}
	return text, fields[rank(GTIN)].check(text)
}

// Get answers the value of a field, and whether the code has it.
func (c Code) Get(ai string) (value string, has bool) {
	for _, e := range c {
		if e.AI == ai {
			return e.Value, true
		}
	}
	return "", false
}

// Value is the value of a field, "" where the code does not have it.
func (c Code) Value(ai string) string {
	v, _ := c.Get(ai)
	return v
}

// Scan is the code as a scanner types it: a separator after each field of
// variable length that is not the last.
func (c Code) Scan() string { return c.joined(Separator) }

func (c Code) joined(separator string) string {
	var b strings.Builder
	for i, e := range c {
		b.WriteString(e.AI + e.Value)
		if !fields[rank(e.AI)].fixed && i < len(c)-1 {
			b.WriteString(separator)
		}
	}
	return b.String()
}

// String is the code in print, with its identifiers in brackets. Where a value
// itself has a bracket that would be misread: then it is the element string
// with ~ as the separator. Parse reads both.
func (c Code) String() string {
	var b strings.Builder
	for _, e := range c {
		if strings.ContainsAny(e.Value, "()") {
			return c.joined("~")
		}
		b.WriteString("(" + e.AI + ")" + e.Value)
	}
	return b.String()
}
