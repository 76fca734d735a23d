package label

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// ZPL is the label for a printer that speaks ZPL II. Everything in it is ASCII:
// other letters are written in hexadecimal, so that no name can hold a command.
func ZPL(l Label, s Size) ([]byte, error) {
	m, err := Matrix(l.Code)
	if err != nil {
		return nil, err
	}
	z := &zpl{size: s, margin: 2 * s.Dots}
	width, height := s.Width*s.Dots, s.Height*s.Dots
	module := max(2, codeRoom(s)*s.Dots/m.Side())
	z.text = width - 3*z.margin - module*m.Side()
	for z.scale = 100; ; z.scale -= 5 {
		if z.body.Reset(); z.words(l) <= height-z.margin {
			break
		}
		if z.scale < 50 {
			return nil, fmt.Errorf("label: %d lines do not fit %d x %d mm: set a larger label", len(l.Lines), s.Width, s.Height)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "^XA\n^CI28\n^PW%d\n^LL%d\n^LH0,0\n", width, height)
	b.WriteString(z.body.String())
	// ^BX: quality 200, the escape character _ and square modules; _1 is FNC1.
	fmt.Fprintf(&b, "^FO%d,%d^BXN,%d,200,,,,_,1^FD_1%s^FS\n", width-z.margin-module*(len(m)+quiet), z.margin+module*quiet,
		module, strings.NewReplacer("_", "__", "\x1d", "_1").Replace(l.Code.Scan()))
	b.WriteString("^PQ1\n^XZ\n")
	return []byte(b.String()), nil
}

// codeRoom is how many millimetres a square code takes of a label.
func codeRoom(s Size) int { return min(s.Height*45/100, s.Width*28/100) }

// zpl sets the words of a label down the left side.
type zpl struct {
	size   Size
	margin int
	text   int // width of the words, in dots
	scale  int // of the letters, in percent
	body   strings.Builder
}

// words sets the lines and answers where they end, in dots.
func (z *zpl) words(l Label) int {
	y := z.margin
	y = z.line(y, l.Title, 42)
	y = z.line(y, l.Under, 22)
	y = z.line(y, l.Amount, 42)
	for _, t := range l.Lines {
		y = z.line(y, t, 24)
	}
	return y
}

// line sets one text, tenths of a millimetre high, broken where it must be.
// The letters of font 0 are at most six tenths as wide as they are high.
func (z *zpl) line(y int, text string, tenths int) int {
	if text == "" {
		return y
	}
	h := max(10, tenths*z.size.Dots*z.scale/1000)
	lines := 0
	perLine := max(1, z.text*10/(h*6))
	room := 0
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		if n+1 > room {
			lines += 1 + n/perLine
			room = perLine - n%perLine
			continue
		}
		room -= n + 1
	}
	fmt.Fprintf(&z.body, "^FO%d,%d^A0N,%d,%d^FB%d,%d,0,L^FH\\^FD%s^FS\n", z.margin, y, h, h, z.text, lines, escape(text))
	return y + lines*h + h/5
}

// escape writes for ^FH\: every byte that is a command to a printer, that ^FB
// reads as one, or that is no ASCII, in hexadecimal.
func escape(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ' || c >= 0x7f || c == '^' || c == '~' || c == '\\' || c == '_':
			fmt.Fprintf(&b, "\\%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
