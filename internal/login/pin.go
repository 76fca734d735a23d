package login

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"steady/moment"
	"steady/person"
)

const maxDigits = 12

// CheckPIN says why a PIN is too easy to guess, or nil. It refuses one digit or
// one short pattern repeated (777777, 121212, 123123), runs up or down
// (123456, 098765), a year at either end (198404, 271990), and what reads as a
// date in two-digit parts (240387).
func CheckPIN(pin string, minDigits int) error {
	simple := func(why string) error {
		return deny("pin_too_simple", "This PIN "+why+". Choose one that nobody could guess from you or the keypad.")
	}
	for i := range len(pin) {
		if pin[i] < '0' || pin[i] > '9' {
			return deny("pin_not_digits", "A PIN is made of digits only.")
		}
	}
	switch {
	case len(pin) < minDigits || len(pin) > maxDigits:
		return deny("pin_length", fmt.Sprintf("A PIN has %d to %d digits.", minDigits, maxDigits))
	case repeats(pin):
		return simple("repeats itself")
	case runs(pin):
		return simple("counts up or down")
	case year(pin[:4]) || year(pin[len(pin)-4:]):
		return simple("has a year in it")
	case len(pin) == 6 && dated(pin):
		return simple("reads as a date")
	}
	return nil
}

func repeats(pin string) bool {
	for n := 1; n <= len(pin)/2; n++ {
		if strings.HasPrefix(strings.Repeat(pin[:n], len(pin)/n+1), pin) {
			return true
		}
	}
	return false
}

func runs(pin string) bool {
	up, down := true, true
	for i := 1; i < len(pin); i++ {
		step := (int(pin[i]) - int(pin[i-1]) + 10) % 10
		up, down = up && step == 1, down && step == 9
	}
	return up || down
}

func year(d string) bool { return d >= "1920" && d <= "2039" }

// dated reads ddmmyy, mmddyy and yymmdd.
func dated(pin string) bool {
	a, b, c := pin[:2], pin[2:4], pin[4:]
	month := func(s string) bool { return s >= "01" && s <= "12" }
	day := func(s string) bool { return s >= "01" && s <= "31" }
	return day(a) && month(b) || month(a) && day(b) || month(b) && day(c)
}

type pinRow struct {
	Hash   string         `json:"hash"`
	Issued bool           `json:"issued,omitempty"` // by somebody else: good for signing in once, to choose one's own
	Since  moment.Instant `json:"since"`
}

type tries struct {
	Wrong int            `json:"wrong"`
	Next  moment.Instant `json:"next"` // not before
}

var (
	errWrongPIN = deny("pin_wrong", "This PIN does not fit this name. Check both and try again.")
	errNoPIN    = deny("pin_none", "No PIN is set for this name. Use your passkey, or ask a manager to issue a PIN.")
	errLocked   = deny("pin_locked",
		"This PIN is locked after too many wrong tries. Use your passkey, or ask a manager to unlock it.")
	errIssued = deny("pin_issued",
		"This PIN was issued by somebody else. Sign in with it, choose your own, then confirm.")
)

// EnrolPIN keeps a PIN its owner typed at the machine itself: steady init for
// the first member of staff, steady demo for its invented ones. No web page
// calls it.
func (s *Service) EnrolPIN(ctx context.Context, staff person.StaffID, pin string) error {
	if err := s.keepPIN(ctx, staff, pin, false); err != nil {
		return err
	}
	return s.note(ctx, staff, Console, PINSet)
}

// IssuePIN gives a member of staff a first or a new PIN and unlocks it. By must
// be another person, a manager or an admin, or the Console. Whoever issues it
// knows it, so it lets its owner sign in and choose their own, and confirms
// nothing (R-REG-14).
func (s *Service) IssuePIN(ctx context.Context, by, staff person.StaffID, pin string) error {
	if err := s.mayHelp(ctx, by, staff); err != nil {
		return err
	}
	if _, err := s.active(ctx, staff); err != nil {
		return err
	}
	if err := s.keepPIN(ctx, staff, pin, true); err != nil {
		return err
	}
	if err := s.clearTries(ctx, staff); err != nil {
		return err
	}
	return s.note(ctx, staff, by, PINIssued)
}

// ChangePIN lets the owner choose their own PIN, proving the one before.
func (s *Service) ChangePIN(ctx context.Context, staff person.StaffID, old, pin string) error {
	if err := CheckPIN(pin, s.set.MinDigits); err != nil {
		return err
	}
	if old == pin {
		return deny("pin_same", "This is the PIN you have. Choose another one.")
	}
	if _, err := s.provePIN(ctx, staff, old); err != nil {
		return err
	}
	if err := s.keepPIN(ctx, staff, pin, false); err != nil {
		return err
	}
	return s.note(ctx, staff, staff, PINSet)
}

// UnlockPIN lets a locked PIN be tried again. By must be another person, a
// manager or an admin, or the Console.
func (s *Service) UnlockPIN(ctx context.Context, by, staff person.StaffID) error {
	if err := s.mayHelp(ctx, by, staff); err != nil {
		return err
	}
	if _, err := s.active(ctx, staff); err != nil {
		return err
	}
	if err := s.clearTries(ctx, staff); err != nil {
		return err
	}
	return s.note(ctx, staff, by, PINUnlocked)
}

// PINState says whether a member of staff has a PIN, whether it is locked, and
// whether somebody else issued it.
func (s *Service) PINState(ctx context.Context, staff person.StaffID) (set, locked, issued bool, err error) {
	var p pinRow
	if _, err = s.read(ctx, KindPIN, string(staff), &p); errors.Is(err, ErrNoRow) {
		return false, false, false, nil
	} else if err != nil {
		return false, false, false, err
	}
	var t tries
	if _, err = s.read(ctx, KindTries, string(staff), &t); err != nil && !errors.Is(err, ErrNoRow) {
		return false, false, false, err
	}
	return true, t.Wrong >= s.set.LockAfter, p.Issued, nil
}

func (s *Service) keepPIN(ctx context.Context, staff person.StaffID, pin string, issued bool) error {
	if err := person.CheckID(string(staff)); err != nil {
		return err
	}
	if err := CheckPIN(pin, s.set.MinDigits); err != nil {
		return err
	}
	text, err := s.hash.make(ctx, pin)
	if err != nil {
		return err
	}
	return s.change(ctx, KindPIN, string(staff), func(Row) (any, error) {
		return pinRow{Hash: text, Issued: issued, Since: s.clock()}, nil
	})
}

// change reads, asks for the new value and puts it, again while others write.
// An absent row comes as version 0 without data.
func (s *Service) change(ctx context.Context, kind Kind, id string, f func(Row) (any, error)) error {
	for range 20 {
		r, err := s.keys.Key(ctx, kind, id)
		if errors.Is(err, ErrNoRow) {
			r = Row{Kind: kind, ID: id}
		} else if err != nil {
			return err
		}
		v, err := f(r)
		if err != nil {
			return err
		}
		if err = writeKey(ctx, s.keys, r, v); !errors.Is(err, ErrRowMoved) {
			return err
		}
	}
	return fmt.Errorf("keys: a %s row keeps changing: %w", kind, ErrRowMoved)
}

// ProveAgain takes the PIN of who is signed in once more, for an act that a
// tablet left open must not do. The context must say who that is (Who).
func (s *Service) ProveAgain(ctx context.Context, pin string) error {
	a, ok := Who(ctx)
	if !ok || a.Locked {
		return deny("not_signed_in", "Sign in first; then a second person can confirm.")
	}
	p, err := s.provePIN(ctx, a.ID, pin)
	if err == nil && p.Issued {
		err = errIssued
	}
	return err
}
