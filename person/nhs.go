package person

import (
	"errors"
	"strings"
)

// ErrNHSNumber says what is wrong with an NHS number and what to do.
var ErrNHSNumber = errors.New("an NHS number has ten digits, and these do not add up to one: " +
	"read it again, or leave it empty")

// ParseNHSNumber reads an NHS number of England and Wales as people write it,
// "943 476 5919", and returns its ten digits. The last digit checks the nine
// before it (modulus 11; NHS Data Dictionary, NHS NUMBER). The error is
// ErrNHSNumber. A number that adds up may still be somebody else's.
func ParseNHSNumber(text string) (string, error) {
	digits := make([]byte, 0, 10)
	for _, c := range []byte(strings.TrimSpace(text)) {
		switch {
		case c == ' ' || c == '-':
		case c < '0' || c > '9' || len(digits) == 10:
			return "", ErrNHSNumber
		default:
			digits = append(digits, c)
		}
	}
	if len(digits) != 10 {
		return "", ErrNHSNumber
	}
	sum := 0
	for i, c := range digits[:9] {
		sum += int(c-'0') * (10 - i)
	}
	// A check of 10 is no digit: such a number is never issued. 11 is written 0.
	check := (11 - sum%11) % 11
	if check == 10 || byte(check)+'0' != digits[9] {
		return "", ErrNHSNumber
	}
	return string(digits), nil
}

// SpellNHSNumber groups the ten digits as they are read aloud: 3, 3 and 4. What
// is no NHS number comes back as it is.
func SpellNHSNumber(digits string) string {
	if len(digits) != 10 {
		return digits
	}
	return digits[:3] + " " + digits[3:6] + " " + digits[6:]
}
