package login

import (
	"context"
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
	// From here on nobody's leaving stops it: a press that is sent again drops the
	// first request, and a right PIN must not stay counted as a wrong try.
	ctx = context.WithoutCancel(ctx)
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
	return s.reserve(ctx, tryAt{id: string(staff), lockAfter: s.set.LockAfter, locked: errLocked, what: "PIN"})
}

// tryAt is where tries are counted, and what a wrong one costs.
type tryAt struct {
	id        string
	lockAfter int         // 0 never locks
	locked    *Denial     // answered where it is
	most      moment.Span // the longest wait; 0 is as long as doubling makes it
	forget    moment.Span // after the last try nothing is counted any more; 0 is never
	lasts     moment.Span // the row is swept after so long; 0 is never
	what      string      // "a wrong PIN"
}

// reserve counts a try as wrong before it is compared, and returns how many are.
func (s *Service) reserve(ctx context.Context, at tryAt) (int, error) {
	var t tries
	for range 20 {
		now := s.clock()
		t = tries{}
		r, err := s.read(ctx, KindTries, at.id, &t)
		if err != nil && !errors.Is(err, ErrNoRow) {
			return 0, fmt.Errorf("tries: %w", err)
		}
		switch {
		case at.forget > 0 && now.Since(t.Next) > at.forget:
			t = tries{}
		case at.lockAfter > 0 && t.Wrong >= at.lockAfter:
			return 0, at.locked
		case now < t.Next:
			return 0, waitUntil(now, t.Next, at.what)
		}
		t.Wrong++
		wait := s.set.FirstDelay << min(t.Wrong-1, 20)
		if at.most > 0 {
			wait = min(wait, at.most)
		}
		t.Next = now.Add(wait)
		if r.Expires = 0; at.lasts > 0 {
			r.Expires = now.Add(at.lasts)
		}
		if err = writeKey(ctx, s.keys, r, t); !errors.Is(err, ErrRowMoved) {
			return t.Wrong, err
		}
	}
	return 0, fmt.Errorf("tries: the count keeps changing: %w", ErrRowMoved)
}

// giveBack takes back a try that was right and not yet enough.
func (s *Service) giveBack(ctx context.Context, id string) error {
	for range 20 {
		var t tries
		r, err := s.read(ctx, KindTries, id, &t)
		if errors.Is(err, ErrNoRow) {
			return nil
		} else if err != nil {
			return err
		}
		t.Wrong, t.Next = max(t.Wrong-1, 0), s.clock()
		if err = writeKey(ctx, s.keys, r, t); !errors.Is(err, ErrRowMoved) {
			return err
		}
	}
	return fmt.Errorf("tries: the count keeps changing: %w", ErrRowMoved)
}

func waitUntil(now, next moment.Instant, what string) *Denial {
	seconds := (next.Since(now) + moment.Second - 1) / moment.Second
	word := "seconds"
	if seconds == 1 {
		word = "second"
	}
	return &Denial{Code: "pin_wait", RetryAt: next,
		Sentence: fmt.Sprintf("Wait %d %s after a wrong %s, then try again.", seconds, word, what)}
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
	return s.forgetTries(ctx, string(staff))
}

func (s *Service) forgetTries(ctx context.Context, id string) error {
	return s.change(ctx, KindTries, id, func(Row) (any, error) { return tries{}, nil })
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
	ByCard    Method = "card" // at one's own pages
	ByCode    Method = "code" // one that works once, at one's own pages
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
