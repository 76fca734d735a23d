package login

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"steady/moment"
	"steady/person"
)

// provePIN is the one place a PIN is tried, for signing in, unlocking,
// changing and confirming alike: they share one count of wrong tries.
//
// The try is counted as wrong before the hash is computed and cleared when it
// was right. So tries made at the same moment are each counted, and a crash in
// between costs a try instead of giving one away.
func (s *Service) provePIN(ctx context.Context, staff person.StaffID, pin string) (pinRow, error) {
	if _, err := s.active(ctx, staff); err != nil {
		return pinRow{}, err
	}
	var p pinRow
	// Who has a PIN is no secret (the sign-in page lists the names), so there
	// is no pretended hashing that a visitor could keep the machine busy with.
	if _, err := s.read(ctx, KindPIN, string(staff), &p); errors.Is(err, ErrNoRow) {
		return pinRow{}, errNoPIN
	} else if err != nil {
		return pinRow{}, err
	}
	wrong, err := s.countTry(ctx, staff)
	if err != nil {
		return pinRow{}, err
	}
	ok, stale := false, false
	if len(pin) <= maxDigits {
		if ok, stale, err = s.hash.verify(ctx, pin, p.Hash); err != nil {
			return pinRow{}, err
		}
	}
	if !ok {
		return pinRow{}, s.wrongPIN(ctx, staff, wrong)
	}
	if err := s.clearTries(ctx, staff); err != nil {
		return pinRow{}, err
	}
	if stale {
		return p, s.rehash(ctx, staff, pin, p)
	}
	return p, nil
}

// countTry reserves a try and returns how many are now counted as wrong.
func (s *Service) countTry(ctx context.Context, staff person.StaffID) (int, error) {
	var t tries
	err := s.change(ctx, KindTries, string(staff), func(r Row) (any, error) {
		t = tries{}
		if r.Version > 0 {
			if err := json.Unmarshal(r.Data, &t); err != nil {
				return nil, fmt.Errorf("tries: %w", err)
			}
		}
		now := s.clock()
		if t.Wrong >= s.set.LockAfter {
			return nil, errLocked
		}
		if now < t.Next {
			return nil, waitUntil(now, t.Next)
		}
		t.Wrong++
		t.Next = now.Add(s.set.FirstDelay << (t.Wrong - 1))
		return t, nil
	})
	return t.Wrong, err
}

func waitUntil(now, next moment.Instant) *Denial {
	seconds := (next.Since(now) + moment.Second - 1) / moment.Second
	word := "seconds"
	if seconds == 1 {
		word = "second"
	}
	return &Denial{Code: "pin_wait", RetryAt: next,
		Sentence: fmt.Sprintf("Wait %d %s after a wrong PIN, then try again.", seconds, word)}
}

func (s *Service) wrongPIN(ctx context.Context, staff person.StaffID, wrong int) error {
	if wrong < s.set.LockAfter {
		if err := s.note(ctx, staff, staff, PINWrong); err != nil {
			return err
		}
		return errWrongPIN
	}
	if err := s.note(ctx, staff, staff, PINLocked); err != nil {
		return err
	}
	return errLocked
}

func (s *Service) clearTries(ctx context.Context, staff person.StaffID) error {
	return s.change(ctx, KindTries, string(staff), func(Row) (any, error) { return tries{}, nil })
}

// rehash keeps the proven PIN at today's cost. If the row changed meanwhile
// the newer one stays.
func (s *Service) rehash(ctx context.Context, staff person.StaffID, pin string, p pinRow) error {
	var now pinRow
	r, err := s.read(ctx, KindPIN, string(staff), &now)
	if err != nil || now.Hash != p.Hash {
		return err
	}
	if p.Hash, err = s.hash.make(ctx, pin); err != nil {
		return err
	}
	if err = writeKey(ctx, s.keys, r, p); errors.Is(err, ErrRowMoved) {
		return nil
	}
	return err
}

// Method is how a person proved who they are.
type Method string

// The methods.
const (
	ByPIN     Method = "pin"
	ByPasskey Method = "passkey"
)

// Proof says that a member of staff has just proved who they are. Only this
// package makes one; Sessions.SignIn and Sessions.Unlock take it.
type Proof struct {
	staff  person.StaffID
	method Method
	at     moment.Instant
	issued bool
}

// Staff returns who proved it.
func (p Proof) Staff() person.StaffID { return p.staff }

// MustChoosePIN says that the PIN was issued by somebody else.
func (p Proof) MustChoosePIN() bool { return p.issued }

// ProvePIN proves a member of staff by their PIN, or answers a Denial.
func (s *Service) ProvePIN(ctx context.Context, staff person.StaffID, pin string) (Proof, error) {
	p, err := s.provePIN(ctx, staff, pin)
	if err != nil {
		return Proof{}, err
	}
	return Proof{staff, ByPIN, s.clock(), p.Issued}, nil
}
