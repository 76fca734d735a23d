// Package measure holds the exact amounts of the clinic: mass in whole
// micrograms with its salt form, volume in whole microlitres, and counted
// ampoules. Nothing here is a float (design 3; E-UNIT-03).
package measure

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Mass is an amount in whole micrograms of the salt form that its owner states
// (a page, a prescription, a Dose). The zero value is "nothing". It is never
// negative except as a difference.
type Mass int64

// The units a mass is written in.
const (
	Microgram Mass = 1
	Milligram Mass = 1000
	Gram      Mass = 1_000_000
)

// MaxMass bounds every mass that is read from outside: one tonne. It keeps
// sums of any realistic history far from overflow.
const MaxMass Mass = 1_000_000_000_000

// ErrAmount says that a text is not an exact amount: at most 3 decimals, no
// sign, no exponent, at most MaxMass.
var ErrAmount = errors.New("not an exact amount: write digits with at most 3 decimals, for example 67.5")

// ErrOverflow says that a sum left the range of exact arithmetic.
var ErrOverflow = errors.New("amount too large")

// ParseMilligrams reads a decimal number of milligrams ("180", "67.5") into
// whole micrograms. It returns ErrAmount when the text is anything else.
func ParseMilligrams(s string) (Mass, error) {
	m, err := ParseMilli(s)
	if err != nil || m < 0 || Mass(m) > MaxMass || s[0] == '-' { // "-0" is not a mass either
		return 0, fmt.Errorf("%q: %w", s, ErrAmount)
	}
	return Mass(m), nil
}

// Milligrams prints the exact decimal number of milligrams without a unit:
// "67.5", "180".
func (m Mass) Milligrams() string { return Milli(m).String() }

// String prints the mass with its unit, for people: "67.5 mg".
func (m Mass) String() string { return m.Milligrams() + " mg" }

// Add returns a + b, or ErrOverflow.
func (m Mass) Add(b Mass) (Mass, error) {
	s := m + b
	if (b > 0 && s < m) || (b < 0 && s > m) {
		return 0, ErrOverflow
	}
	return s, nil
}

// Part returns m * num / den rounded down (towards less, also below zero),
// exactly; den > 0, num >= 0. Callers pass small ratios (percent, 3/2); it
// panics on overflow, which MaxMass makes impossible for them.
func (m Mass) Part(num, den int64) Mass {
	if den <= 0 || num < 0 || (num > 0 && (int64(m) > math.MaxInt64/num || int64(m) < math.MinInt64/num)) {
		panic("measure: impossible part")
	}
	product := int64(m) * num
	part := product / den
	if product%den < 0 {
		part--
	}
	return Mass(part)
}

// FloorTo rounds down to a whole multiple of step, towards less also below
// zero; step <= 0 leaves m as it is. Doses are only ever rounded down
// (S-ROUND, E-ORD-02).
func (m Mass) FloorTo(step Mass) Mass {
	if step <= 0 {
		return m
	}
	over := m % step
	if over < 0 {
		over += step
	}
	return m - over
}

// Milli is any other exact quantity in thousandths of the unit its field
// states (degrees, percent, breaths, micrograms per 100 ml).
type Milli int64

// ParseMilli reads a decimal number with an optional leading minus and at most
// 3 decimals. It returns ErrAmount for anything else.
func ParseMilli(s string) (Milli, error) {
	body, neg := strings.CutPrefix(s, "-")
	whole, frac, dot := strings.Cut(body, ".")
	if whole == "" || len(whole) > 13 || len(frac) > 3 || (dot && frac == "") || !digits(whole) || !digits(frac) {
		return 0, fmt.Errorf("%q: %w", s, ErrAmount)
	}
	n, _ := strconv.ParseInt(whole+frac+"000"[len(frac):], 10, 64) // at most 16 digits: cannot fail
	if neg {
		n = -n
	}
	return Milli(n), nil
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// String prints the shortest exact decimal.
func (m Milli) String() string {
	var room [24]byte // the longest is the least, with its sign and point
	return string(m.Append(room[:0]))
}

// Append adds the shortest exact decimal to b, for text that is built often.
func (m Milli) Append(b []byte) []byte {
	n := uint64(m)
	if m < 0 {
		b, n = append(b, '-'), -n // two's complement: right for the least value too
	}
	b = strconv.AppendUint(b, n/1000, 10)
	if f := n % 1000; f != 0 {
		b = append(b, '.', byte('0'+f/100), byte('0'+f/10%10), byte('0'+f%10))
		for b[len(b)-1] == '0' {
			b = b[:len(b)-1]
		}
	}
	return b
}
