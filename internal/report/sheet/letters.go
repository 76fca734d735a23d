package sheet

import (
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
)

// letters are those that the typeface has.
var letters = func() map[rune]bool {
	f, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		panic("sheet: the built-in typeface does not load: " + err.Error())
	}
	out := map[rune]bool{}
	var b sfnt.Buffer
	for r := rune(' '); r < 0xffff; r++ {
		if i, err := f.GlyphIndex(&b, r); err == nil && i != 0 {
			out[r] = true
		}
	}
	return out
}()
