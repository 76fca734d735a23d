package sheet

import "strings"

// split breaks a text into the lines that fit a width.
func (d *Doc) split(text string, w float64) []string {
	text = Printable(text)
	kept := !strings.ContainsRune(text, together)
	if kept {
		text = strings.ReplaceAll(text, "\u00a0", string(together))
	}
	out := d.pdf.SplitText(text, w)
	if len(out) == 0 {
		return []string{""}
	}
	if kept {
		for i := range out {
			out[i] = strings.ReplaceAll(out[i], string(together), "\u00a0")
		}
	}
	return out
}

// together stands for a space that no line breaks at while a text is split: the
// library breaks at those too. It is as wide, and hardly ever written.
const together = '¦'
