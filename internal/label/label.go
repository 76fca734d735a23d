// Package label draws the labels that are stuck on a syringe or a solution: the
// words and a GS1 DataMatrix, as PDF, as ZPL for a label printer, and as modules
// for a page. It knows nothing of the clinic, asks nobody and keeps nothing: the
// same label gives the same bytes.
package label

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/datamatrix"

	"steady/register/gs1"
)

// Label is what one label says. Title and Amount are set large; Lines follow in
// order, and none of them is ever cut short.
type Label struct {
	Title  string // whose it is
	Under  string // the opaque code of the person or thing
	Amount string // dose and route, or concentration
	Lines  []string
	Code   gs1.Code
}

// Size is the paper of a label printer.
type Size struct {
	Width, Height int // millimetres
	Dots          int // of the print head in one millimetre: 6, 8, 12 or 24
}

// Usual is the size where nobody sets another one.
var Usual = Size{Width: 60, Height: 35, Dots: 8}

// ParseSize reads 60x35, or 60x35@300 with the dots per inch of the printer:
// 152, 203, 300 or 600.
func ParseSize(text string) (Size, error) {
	s, dpi := Usual, 203
	paper, head, has := strings.Cut(text, "@")
	n, err := fmt.Sscanf(paper, "%dx%d", &s.Width, &s.Height)
	if has && err == nil {
		_, err = fmt.Sscanf(head, "%d", &dpi)
	}
	s.Dots = map[int]int{152: 6, 203: 8, 300: 12, 600: 24}[dpi]
	written := fmt.Sprintf("%dx%d", s.Width, s.Height)
	if has {
		written += fmt.Sprintf("@%d", dpi)
	}
	if err != nil || n != 2 || written != text || s.Width < 40 || s.Width > 150 || s.Height < 25 || s.Height > 150 ||
		s.Dots == 0 {
		return Size{}, fmt.Errorf("%q is no size of a label: write millimetres as 60x35, from 40x25 to 150x150, "+
			"and the printer's dots per inch behind it where they are not 203: 60x35@300", text)
	}
	return s, nil
}

// Modules are the squares of a DataMatrix, row by row, without the quiet zone;
// true is dark.
type Modules [][]bool

// Matrix draws a code as a GS1 DataMatrix (ECC 200).
func Matrix(c gs1.Code) (Modules, error) {
	fnc1 := string([]byte{datamatrix.FNC1})
	code, err := datamatrix.Encode(fnc1 + strings.ReplaceAll(c.Scan(), gs1.Separator, fnc1))
	if err != nil {
		return nil, fmt.Errorf("label: the code %s does not fit a DataMatrix: %w", c, err)
	}
	b := code.Bounds()
	m := make(Modules, b.Dy())
	for y := range m {
		m[y] = make([]bool, b.Dx())
		for x := range m[y] {
			m[y][x] = code.At(b.Min.X+x, b.Min.Y+y) == color.Black
		}
	}
	return m, nil
}

// quiet is the margin of a DataMatrix in modules. One is the least; two is safer
// on a curved barrel.
const quiet = 2

// Path is the dark modules as the path of an SVG whose viewBox is "0 0 n n",
// quiet zone included; n is Side.
func (m Modules) Path() string {
	var b strings.Builder
	for y, row := range m {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return b.String()
}

// Side is the length of one side with its quiet zone, in modules.
func (m Modules) Side() int { return len(m) + 2*quiet }
