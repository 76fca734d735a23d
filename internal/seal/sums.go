package seal

import (
	"bytes"
	"fmt"
)

// The columns of a register page that must sum.
const (
	ampoules = iota
	massUg
	columns
)

var columnNames = [columns]string{"ampoules", "mass_ug"}

// maxAmount bounds every change and balance, so that no sum overflows: a
// thousand tonnes in micrograms.
const maxAmount = 1_000_000_000_000_000

// maxDigits is how many digits it has; a JSON number begins with no zero.
const maxDigits = 16

// line is what an entry's body says about its page. It is the visitor of a body.
type line struct {
	page    []byte
	change  [columns]int64
	balance [columns]int64
	has     int    // one bit a field seen
	bad     string // what is wrong with the body, if anything
	refs    refs
}

// refs is asked about each reference to a text; it answers what is wrong.
type refs interface {
	ref(ref, digest []byte) string
}

const (
	hasPage = 1 << iota
	hasChange
	_ // the second column's change
	hasBalance
)

func (l *line) reset() { *l = line{refs: l.refs} }

// Field notes the fields that the register's sums are made of.
func (l *line) Field(name, value []byte) {
	switch string(name) {
	case "page":
		if !l.first(hasPage, name) {
			return
		}
		if len(value) < 3 || value[0] != '"' || bytes.IndexByte(value, '\\') >= 0 {
			l.bad = "page is not a page's name without escapes"
			return
		}
		l.page = value[1 : len(value)-1]
	case "ampoules":
		l.amount(&l.change[ampoules], hasChange<<ampoules, name, value)
	case "mass_ug":
		l.amount(&l.change[massUg], hasChange<<massUg, name, value)
	case "balance_ampoules":
		l.amount(&l.balance[ampoules], hasBalance<<ampoules, name, value)
	case "balance_mass_ug":
		l.amount(&l.balance[massUg], hasBalance<<massUg, name, value)
	}
}

// TextRef checks a reference against the texts of the file.
func (l *line) TextRef(ref, digest []byte) {
	if bad := l.refs.ref(ref, digest); bad != "" && l.bad == "" {
		l.bad = bad
	}
}

func (l *line) first(bit int, name []byte) bool {
	if l.has&bit != 0 {
		l.bad = string(name) + " is given twice"
		return false
	}
	l.has |= bit
	return true
}

func (l *line) amount(to *int64, bit int, name, value []byte) {
	if !l.first(bit, name) {
		return
	}
	digits := value
	if digits[0] == '-' {
		digits = digits[1:]
	}
	n, whole := int64(0), len(digits) <= maxDigits
	for _, c := range digits {
		if c -= '0'; c > 9 || !whole {
			whole = false
			break
		}
		n = n*10 + int64(c)
	}
	if !whole || n > maxAmount {
		l.bad = string(name) + " is not a whole number that a register can hold"
		return
	}
	if len(digits) < len(value) {
		n = -n
	}
	*to = n
}

// page is the running sums of one page, or of a stretch of it whose opening
// balance is not known yet: then the first balance seen tells it.
type page struct {
	sum     [columns]int64
	opening [columns]int64
	known   [columns]bool
	first   [columns]int // where the opening balance was taken from
	entries int64
}

// add takes the entry at the given place of its chunk and answers what does
// not sum, or "".
func (p *page) add(l *line, at int) string {
	p.entries++
	for c := range columns {
		p.sum[c] += l.change[c]
		if p.sum[c] > maxAmount || p.sum[c] < -maxAmount {
			return columnNames[c] + " sums to more than a register can hold"
		}
		if l.has&(hasBalance<<c) == 0 {
			continue
		}
		switch b := l.balance[c]; {
		case b < 0:
			return "balance_" + columnNames[c] + " is below zero"
		case !p.known[c]:
			p.opening[c], p.known[c], p.first[c] = b-p.sum[c], true, at
		case p.opening[c]+p.sum[c] != b:
			return unequal(c, b, p.opening[c]+p.sum[c])
		}
	}
	return ""
}

// join takes the stretch that follows and answers where and why its balances
// do not continue this page's, or "".
func (p *page) join(next *page) (at int, bad string) {
	p.entries += next.entries
	for c := range columns {
		if next.known[c] && next.opening[c] != p.sum[c] && bad == "" {
			at, bad = next.first[c], columnNames[c]+" does not continue the page: it opens at "+
				fmt.Sprint(next.opening[c])+", the entries before sum to "+fmt.Sprint(p.sum[c])
		}
		p.sum[c] += next.sum[c]
		if (p.sum[c] > maxAmount || p.sum[c] < -maxAmount) && next.sum[c] <= maxAmount && next.sum[c] >= -maxAmount {
			return next.first[c], columnNames[c] + " sums to more than a register can hold"
		}
	}
	return at, bad
}

func unequal(c int, says, sum int64) string {
	return fmt.Sprintf("balance_%s says %d, the entries of the page sum to %d", columnNames[c], says, sum)
}
