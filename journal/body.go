package journal

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// Visitor is shown what readers of many bodies look for, in the order of the
// body. Names and values share memory with the body.
type Visitor interface {
	// Field is called for each member of the outermost object, with the value
	// exactly as spelt.
	Field(name, value []byte)
	// TextRef is called for each object, at any depth, whose members are ref
	// and digest, both strings: a reference to a text of the cabinet.
	TextRef(ref, digest []byte)
}

// maxDepth bounds the nesting of a body, so that no body exhausts a reader.
const maxDepth = 32

// ScanBody checks that a body is one JSON object in the journal's spelling: no
// white space between tokens, no control characters, valid UTF-8, member names
// without escapes, at most MaxBody bytes and 32 levels. A visitor that is not
// nil is shown its fields. The error is ErrSpelling and counts bytes from 1.
func ScanBody(body []byte, v Visitor) error {
	if len(body) > MaxBody {
		return misspelt(5, "the body is longer than %d bytes", MaxBody)
	}
	if !utf8.Valid(body) {
		return misspelt(5, "the body is not UTF-8")
	}
	s := scan{b: body, v: v}
	if len(body) == 0 || body[0] != '{' || !s.object(1) || s.at != len(body) {
		return misspelt(5, "byte %d: the body is one JSON object without white space between its parts", s.at+1)
	}
	return nil
}

// scan walks a body; at is the first byte not yet accepted.
type scan struct {
	b  []byte
	at int
	v  Visitor
}

func (s *scan) eat(c byte) bool {
	if s.at < len(s.b) && s.b[s.at] == c {
		s.at++
		return true
	}
	return false
}

func (s *scan) value(depth int) bool {
	if s.at >= len(s.b) {
		return false
	}
	switch c := s.b[s.at]; {
	case c == '"':
		_, ok := s.text()
		return ok
	case c == '{':
		return s.object(depth + 1)
	case c == '[':
		return s.array(depth + 1)
	case c == '-' || c >= '0' && c <= '9':
		return s.number()
	case c == 't':
		return s.word("true")
	case c == 'f':
		return s.word("false")
	case c == 'n':
		return s.word("null")
	}
	return false
}

// object accepts {…} at s.at; depth 1 is the body itself.
func (s *scan) object(depth int) bool {
	if depth > maxDepth {
		return false
	}
	s.at++ // the brace, seen by the caller
	if s.eat('}') {
		return true
	}
	var first []byte // value of a leading "ref"
	for n := 0; ; n++ {
		name, ok := s.name()
		if !ok {
			return false
		}
		from := s.at
		if !s.value(depth) {
			return false
		}
		value := s.b[from:s.at]
		if s.v != nil && depth == 1 {
			s.v.Field(name, value)
		}
		if n == 0 && string(name) == "ref" {
			first = value
		}
		if s.eat(',') {
			continue
		}
		if s.v != nil && n == 1 && first != nil && string(name) == "digest" {
			s.textRef(first, value)
		}
		return s.eat('}')
	}
}

// name accepts a member's name, which holds no escape, and its colon.
func (s *scan) name() ([]byte, bool) {
	if s.at >= len(s.b) || s.b[s.at] != '"' {
		return nil, false
	}
	from := s.at + 1
	end := from + unremarkable(s.b[from:])
	if end+1 >= len(s.b) || s.b[end] != '"' || s.b[end+1] != ':' {
		return nil, false
	}
	s.at = end + 2
	return s.b[from:end], true
}

func (s *scan) textRef(ref, digest []byte) {
	if ref[0] == '"' && digest[0] == '"' {
		s.v.TextRef(ref[1:len(ref)-1], digest[1:len(digest)-1])
	}
}

func (s *scan) array(depth int) bool {
	if depth > maxDepth {
		return false
	}
	s.at++ // the bracket, seen by the caller
	if s.eat(']') {
		return true
	}
	for {
		if !s.value(depth) {
			return false
		}
		if !s.eat(',') {
			return s.eat(']')
		}
	}
}

// unremarkable returns how many bytes at the beginning of b need no look: none is a
// quote, a backslash or a control character. It looks at eight bytes at once.
func unremarkable(b []byte) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(b); i += 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		quote, slash := x^(ones*'"'), x^(ones*'\\')
		// A top bit is set where a byte is below 0x20, or is zero after the xor.
		// Bits above the lowest set one may be wrong; only that one is used.
		if m := ((x-ones*0x20)&^x | (quote-ones)&^quote | (slash-ones)&^slash) & tops; m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	for ; i < len(b); i++ {
		if c := b[i]; c < 0x20 || c == '"' || c == '\\' {
			return i
		}
	}
	return i
}

// text accepts a quoted string and says whether it holds an escape.
func (s *scan) text() (escaped, ok bool) {
	b, i := s.b, s.at+1
	for {
		i += unremarkable(b[i:])
		if i < len(b) && b[i] == '"' {
			s.at = i + 1
			return escaped, true
		}
		if i+1 >= len(b) || b[i] != '\\' {
			break
		}
		escaped = true
		n := escapeLen(b[i+1:])
		if n == 0 {
			break
		}
		i += n
	}
	s.at = i
	return escaped, false
}

// escapeLen returns the length of an escape with its backslash; b begins after
// the backslash. Zero is not an escape.
func escapeLen(b []byte) int {
	switch b[0] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(b) < 5 {
			return 0
		}
		for _, c := range b[1:5] {
			if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F') {
				return 0
			}
		}
		return 6
	}
	return 0
}

// number accepts a number of JSON's grammar.
func (s *scan) number() bool {
	b, i := s.b, s.at
	if b[i] == '-' {
		i++
	}
	from := i
	for i < len(b) && b[i]-'0' <= 9 {
		i++
	}
	s.at = i
	if i == from || b[from] == '0' && i > from+1 {
		return false
	}
	if i < len(b) && (b[i] == '.' || b[i]|0x20 == 'e') {
		return s.fraction()
	}
	return true
}

// fraction accepts what may follow a number's whole part.
func (s *scan) fraction() bool {
	if s.eat('.') && !s.digits() {
		return false
	}
	if s.eat('e') || s.eat('E') {
		if !s.eat('-') {
			s.eat('+')
		}
		return s.digits()
	}
	return true
}

func (s *scan) digits() bool {
	from := s.at
	for s.at < len(s.b) && s.b[s.at]-'0' <= 9 {
		s.at++
	}
	return s.at > from
}

func (s *scan) word(w string) bool {
	if len(s.b)-s.at < len(w) || string(s.b[s.at:s.at+len(w)]) != w {
		return false
	}
	s.at += len(w)
	return true
}
