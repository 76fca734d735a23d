package login

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
)

// Code is what somebody types, or has read from their card, to open their own
// pages: the code of a card, or a code that works once.
type Code struct {
	card   string // number of the card, "" of a code that works once
	secret string
}

// The digits of both. A card's code has twelve: four that find the card, seven
// that are secret, and a check digit, so that one wrong or two swapped digits
// are told apart from somebody who guesses.
const (
	cardNumber, cardSecret = 4, 7
	cardDigits             = cardNumber + cardSecret + 1
	onceDigits             = 8
)

// The errors of ParseCode.
var (
	ErrCodeLength = errors.New("a code has 12 digits on a card, and 8 where staff read one out")
	ErrCodeTyped  = errors.New("a digit is wrong, or two are swapped")
)

// ParseCode reads a code as people write it: digits, with spaces or hyphens
// anywhere. The error is ErrCodeLength or ErrCodeTyped. It never quotes what
// was typed.
func ParseCode(text string) (Code, error) {
	digits := make([]byte, 0, cardDigits)
	for _, c := range []byte(text) {
		switch {
		case c == ' ' || c == '-' || c == '\r' || c == '\n' || c == '\t':
		case c < '0' || c > '9' || len(digits) == cardDigits:
			return Code{}, ErrCodeLength
		default:
			digits = append(digits, c)
		}
	}
	s := string(digits)
	switch {
	case len(s) == onceDigits:
		return Code{secret: s}, nil
	case len(s) != cardDigits:
		return Code{}, ErrCodeLength
	case damm(s) != 0:
		return Code{}, ErrCodeTyped
	}
	return Code{card: s[:cardNumber], secret: s[cardNumber : cardDigits-1]}, nil
}

// Once reports whether it is a code that works once.
func (c Code) Once() bool { return c.card == "" }

// Spell writes the code in groups of four, as a card shows it and as it is read
// out.
func (c Code) Spell() string {
	s := c.card + c.secret
	if !c.Once() {
		s += string(rune('0' + damm(s)))
	}
	var groups []string
	for ; len(s) > 4; s = s[4:] {
		groups = append(groups, s[:4])
	}
	return strings.Join(append(groups, s), " ")
}

// String hides the code: it is a secret, and stands in no log by accident.
func (c Code) String() string { return "(a code)" }

// randomDigits returns n digits, each equally likely.
func randomDigits(n int) string {
	out := make([]byte, 0, n)
	for len(out) < n {
		var b [1]byte
		rand.Read(b[:])
		if b[0] < 250 { // the last six of 256 would make some digits likelier
			out = append(out, '0'+b[0]%10)
		}
	}
	return string(out)
}

// damm is the check digit of a row of digits, and 0 for a row that ends in its
// own (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004). It finds every
// single wrong digit and every two neighbours swapped.
func damm(digits string) int {
	const order = "0317598642" + "7092154863" + "4206871359" + "1750983426" + "6123045978" +
		"3674209581" + "5869720134" + "8945362017" + "9438617205" + "2581436790"
	at := 0
	for _, c := range []byte(digits) {
		at = int(order[at*10+int(c-'0')] - '0')
	}
	return at
}

// codeDenial says what was wrong with how a code was typed. Nothing was tried.
func codeDenial(err error) *Denial {
	if errors.Is(err, ErrCodeTyped) {
		return deny("code_typed", "One number is not right. Look at the card and type it again.")
	}
	return deny("code_length", fmt.Sprintf("A card has %d numbers. A code from staff has %d. Type all of them.",
		cardDigits, onceDigits))
}
