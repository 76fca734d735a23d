package login_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"steady/internal/login"
	"steady/internal/login/logintest"
	"steady/moment"
	"steady/person"
)

const (
	rpid   = "steady.test"
	origin = "https://steady.test"
	pinA   = "739154"
	pinB   = "482617"
)

// house is a service with three people: nurse-1 and nurse-2 (PINs pinA, pinB)
// and manager-1.
type house struct {
	*login.Service
	keys   *logintest.Memory
	roster *logintest.Roster
	clock  *logintest.Clock
}

func settings() login.Settings {
	set := login.Defaults(rpid, origin)
	set.Hashing = login.Cost{Passes: 1, KiB: 64, Processes: 1} // the tests are not about the cost
	return set
}

func newHouse(t *testing.T, change ...func(*login.Settings)) house {
	t.Helper()
	set := settings()
	for _, f := range change {
		f(&set)
	}
	h := house{keys: logintest.NewMemory(), roster: logintest.NewRoster(),
		clock: logintest.NewClock(moment.Zone{}.At(moment.Date(2026, 3, 2), 9, 0))}
	h.roster.Set("nurse-1", person.Nurse)
	h.roster.Set("nurse-2", person.Nurse)
	h.roster.Set("manager-1", person.Manager)
	s, err := login.New(h.keys, h.roster, h.clock.Now, set)
	if err != nil {
		t.Fatal(err)
	}
	h.Service = s
	for staff, pin := range map[person.StaffID]string{"nurse-1": pinA, "nurse-2": pinB} {
		if err := s.EnrolPIN(t.Context(), staff, pin); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func wantDenial(t *testing.T, err error, code string) *login.Denial {
	t.Helper()
	var d *login.Denial
	if !errors.As(err, &d) || d.Code != code {
		t.Fatalf("answered %v, want the denial %s", err, code)
	}
	if d.Sentence == "" {
		t.Errorf("%s says nothing", code)
	}
	return d
}

func TestSimplePINsAreRefused(t *testing.T) {
	for pin, code := range map[string]string{
		"12345": "pin_length", "1234567890123": "pin_length", "": "pin_length", "73915a": "pin_not_digits",
		"٣٣٣٣٣٣": "pin_not_digits", "777777": "pin_too_simple", "121212": "pin_too_simple",
		"123123": "pin_too_simple", "1231231": "pin_too_simple", "123456": "pin_too_simple",
		"890123": "pin_too_simple", "987654": "pin_too_simple", "210987": "pin_too_simple",
		"198473": "pin_too_simple", "731984": "pin_too_simple", "20050612": "pin_too_simple",
		"240387": "pin_too_simple", "032487": "pin_too_simple", "870324": "pin_too_simple",
	} {
		wantDenial(t, login.CheckPIN(pin, 6), code)
	}
	for _, pin := range []string{pinA, pinB, "904718", "5830467", "582947"} {
		if err := login.CheckPIN(pin, 6); err != nil {
			t.Errorf("%s is refused: %v", pin, err)
		}
	}
	wantDenial(t, login.CheckPIN(pinA, 8), "pin_length")
}

func TestARightPINProvesItsOwnerOnly(t *testing.T) {
	h := newHouse(t)
	p, err := h.ProvePIN(t.Context(), "nurse-1", pinA)
	if err != nil || p.Staff() != "nurse-1" || p.MustChoosePIN() {
		t.Fatalf("proof of %q, %v", p.Staff(), err)
	}
	_, err = h.ProvePIN(t.Context(), "nurse-2", pinA)
	wantDenial(t, err, "pin_wrong")
	_, err = h.ProvePIN(t.Context(), "manager-1", pinA)
	wantDenial(t, err, "pin_none")
	_, err = h.ProvePIN(t.Context(), "nobody", pinA)
	wantDenial(t, err, "sign_in_unknown")
	h.roster.Leave("nurse-1")
	_, err = h.ProvePIN(t.Context(), "nurse-1", pinA)
	wantDenial(t, err, "sign_in_unknown")
}

func TestWrongPINsWaitLongerAndLongerThenLock(t *testing.T) {
	h := newHouse(t)
	for _, wait := range []moment.Span{1, 2, 4, 8, 16} {
		_, err := h.ProvePIN(t.Context(), "nurse-1", "000000")
		wantDenial(t, err, "pin_wrong")
		h.clock.Pass(wait*moment.Second - 1)
		_, err = h.ProvePIN(t.Context(), "nurse-1", pinA)
		d := wantDenial(t, err, "pin_wait")
		if d.RetryAt != h.clock.Now()+1 || !strings.Contains(d.Sentence, "1 second ") {
			t.Errorf("after a wait of %d s: %+v", wait, d)
		}
		h.clock.Pass(1)
	}
	_, err := h.ProvePIN(t.Context(), "nurse-1", "000000")
	wantDenial(t, err, "pin_locked")
	h.clock.Pass(1000 * moment.Hour)
	_, err = h.ProvePIN(t.Context(), "nurse-1", pinA)
	wantDenial(t, err, "pin_locked")
	if set, locked, issued, err := h.PINState(t.Context(), "nurse-1"); !set || !locked || issued || err != nil {
		t.Errorf("state: set %v, locked %v, issued %v, %v", set, locked, issued, err)
	}
	if _, err := h.ProvePIN(t.Context(), "nurse-2", pinB); err != nil {
		t.Errorf("somebody else is kept waiting: %v", err)
	}
}

func TestARightPINClearsTheCount(t *testing.T) {
	h := newHouse(t)
	for range 3 * h.Settings().LockAfter {
		_, err := h.ProvePIN(t.Context(), "nurse-1", "000000")
		wantDenial(t, err, "pin_wrong")
		h.clock.Pass(moment.Second)
		if _, err := h.ProvePIN(t.Context(), "nurse-1", pinA); err != nil {
			t.Fatal(err)
		}
	}
}

// leaving is keys whose visitor goes away as soon as a try is counted.
type leaving struct {
	*logintest.Memory
	leave func()
}

func (k *leaving) PutKey(ctx context.Context, r login.Row) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	err := k.Memory.PutKey(ctx, r)
	if r.Kind == login.KindTries {
		k.leave()
	}
	return err
}

func (k *leaving) DropKey(ctx context.Context, kind login.Kind, id string, version int64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return k.Memory.DropKey(ctx, kind, id, version)
}

// TestARightPINIsNotCountedWhenItsOwnerPressesTwice: the browser drops the first
// request of two; as many drops as wrong tries lock leave the PIN open.
func TestARightPINIsNotCountedWhenItsOwnerPressesTwice(t *testing.T) {
	h := newHouse(t)
	keys := &leaving{Memory: h.keys}
	s, err := login.New(keys, h.roster, h.clock.Now, settings())
	if err != nil {
		t.Fatal(err)
	}
	for range settings().LockAfter {
		ctx, cancel := context.WithCancel(t.Context())
		keys.leave = cancel
		if _, err := s.ProvePIN(ctx, "nurse-1", pinA); err != nil {
			t.Error("a right PIN was not proved:", err)
		}
		h.clock.Pass(moment.Hour)
	}
	keys.leave = func() {}
	if _, err := s.ProvePIN(t.Context(), "nurse-1", pinA); err != nil {
		t.Error("a PIN that was never typed wrong is refused:", err)
	}
}

func TestTriesAtTheSameMomentAreEachCounted(t *testing.T) {
	h := newHouse(t, func(s *login.Settings) { s.FirstDelay = 0 })
	var group sync.WaitGroup
	var mu sync.Mutex
	codes := map[string]int{}
	for range 40 {
		group.Go(func() {
			_, err := h.ProvePIN(t.Context(), "nurse-1", "000000")
			var d *login.Denial
			if errors.As(err, &d) {
				mu.Lock()
				codes[d.Code]++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if n := h.Settings().LockAfter; codes["pin_wrong"] > n-1 {
		t.Errorf("%v: more than %d tries were looked at", codes, n)
	}
	_, err := h.ProvePIN(t.Context(), "nurse-1", pinA)
	wantDenial(t, err, "pin_locked")
}

func lockOut(t *testing.T, h house, staff person.StaffID) {
	t.Helper()
	for range h.Settings().LockAfter {
		if _, err := h.ProvePIN(t.Context(), staff, "000000"); err == nil {
			t.Fatal("000000 fits")
		}
		h.clock.Pass(moment.Minute)
	}
}

func TestAnotherPersonUnlocks(t *testing.T) {
	h := newHouse(t)
	lockOut(t, h, "nurse-1")
	wantDenial(t, h.UnlockPIN(t.Context(), "nurse-1", "nurse-1"), "help_needs_another")
	wantDenial(t, h.UnlockPIN(t.Context(), "nurse-2", "nurse-1"), "help_needs_manager")
	wantDenial(t, h.UnlockPIN(t.Context(), "manager-1", "manager-1"), "help_needs_another")
	h.roster.Leave("manager-1")
	wantDenial(t, h.UnlockPIN(t.Context(), "manager-1", "nurse-1"), "sign_in_unknown")
	h.roster.Set("manager-1", person.Manager)
	if err := h.UnlockPIN(t.Context(), "manager-1", "nurse-1"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.ProvePIN(t.Context(), "nurse-1", pinA); err != nil {
		t.Errorf("after unlocking: %v", err)
	}
	trail, err := h.Trail(t.Context(), "nurse-1", 2)
	if err != nil || len(trail) != 2 {
		t.Fatalf("trail: %v, %v", trail, err)
	}
	if e := trail[0]; e.What != login.PINUnlocked || e.By != "manager-1" || trail[1].What != login.PINLocked {
		t.Errorf("the trail's newest are %+v", trail)
	}
}

func TestAnIssuedPINLetsItsOwnerInAndConfirmsNothing(t *testing.T) {
	h := newHouse(t)
	lockOut(t, h, "nurse-2")
	wantDenial(t, h.IssuePIN(t.Context(), "nurse-1", "nurse-2", "904718"), "help_needs_manager")
	if err := h.IssuePIN(t.Context(), "manager-1", "nurse-2", "904718"); err != nil {
		t.Fatal(err)
	}
	p, err := h.ProvePIN(t.Context(), "nurse-2", "904718")
	if err != nil || !p.MustChoosePIN() {
		t.Fatalf("must choose %v, %v", p.MustChoosePIN(), err)
	}
	ctx := login.WithActor(t.Context(), login.Member{ID: "nurse-1"})
	_, err = h.ConfirmPIN(ctx, "nurse-2", "904718", [32]byte{1})
	wantDenial(t, err, "pin_issued") // the manager knows this PIN too (R-REG-14)
	_, _, err = h.BeginPasskey(t.Context(), p, "blue key")
	wantDenial(t, err, "pin_issued")

	wantDenial(t, h.ChangePIN(t.Context(), "nurse-2", "904718", "904718"), "pin_same")
	wantDenial(t, h.ChangePIN(t.Context(), "nurse-2", "904718", "111111"), "pin_too_simple")
	wantDenial(t, h.ChangePIN(t.Context(), "nurse-2", "000000", pinB), "pin_wrong")
	h.clock.Pass(moment.Second)
	if err := h.ChangePIN(t.Context(), "nurse-2", "904718", pinB); err != nil {
		t.Fatal(err)
	}
	if _, err := h.ConfirmPIN(ctx, "nurse-2", pinB, [32]byte{1}); err != nil {
		t.Errorf("with a PIN of their own: %v", err)
	}
}

func TestHashesFollowTheCostAndThePepper(t *testing.T) {
	h := newHouse(t)
	before, err := h.keys.Key(t.Context(), login.KindPIN, "nurse-1")
	if err != nil {
		t.Fatal(err)
	}
	set := settings()
	set.Hashing.Passes, set.Pepper = 2, []byte("an invented key of 28 bytes.")
	s, err := login.New(h.keys, h.roster, h.clock.Now, set)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the first makes the hash again, the second proves it
		if _, err := s.ProvePIN(t.Context(), "nurse-1", pinA); err != nil {
			t.Fatal(err)
		}
	}
	after, err := h.keys.Key(t.Context(), login.KindPIN, "nurse-1")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(before.Data), "$m=64,t=1,p=1$") ||
		!strings.Contains(string(after.Data), "$m=64,t=2,p=1,keyid=") || strings.Contains(string(after.Data), pinA) {
		t.Error("the hash does not state the cost and the pepper it was made with")
	}
	if _, err := h.ProvePIN(t.Context(), "nurse-1", pinA); err == nil || !strings.Contains(err.Error(), "pepper") {
		t.Errorf("without the pepper: %v, want an error that names it", err)
	}
}

func TestUnsafeSettingsAreRefused(t *testing.T) {
	for name, f := range map[string]func(*login.Settings){
		"four digits":          func(s *login.Settings) { s.MinDigits = 4 },
		"never locked":         func(s *login.Settings) { s.LockAfter = 1000 },
		"cookies without TLS":  func(s *login.Settings) { s.Secure = false },
		"an origin with path":  func(s *login.Settings) { s.Origins = []string{"https://steady.test/x"} },
		"no origin":            func(s *login.Settings) { s.Origins = nil },
		"no host":              func(s *login.Settings) { s.RPID = "" },
		"no rest":              func(s *login.Settings) { s.Rest = 0 },
		"a short pepper":       func(s *login.Settings) { s.Pepper = []byte("salt") },
		"all memory for a PIN": func(s *login.Settings) { s.Hashing.KiB = 1 << 30 },
	} {
		set := settings()
		f(&set)
		if _, err := login.New(logintest.NewMemory(), logintest.NewRoster(), logintest.NewClock(1).Now, set); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestMemoryIsAKeys(t *testing.T) {
	logintest.Run(t, func(*testing.T) login.Keys { return logintest.NewMemory() })
}
