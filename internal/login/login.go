// Package login lets staff in, lets a second person confirm, and says who may
// do what.
//
//   - A member of staff proves who they are by a PIN (argon2id) or a passkey
//     (WebAuthn). There are no shared log-ins: the author of every entry is one
//     person (R-REG-09).
//   - A second person confirms on the same screen, by their own PIN or passkey,
//     the digest of exactly what they were shown (R-REG-14). A passkey's
//     assertion is kept and can be verified off line, years later, without the
//     server: see VerifyOffline.
//   - A session belongs to one person at one browser. A tablet that rests is
//     locked and gives its place back to the same person only.
//   - The who-may table (whomay.go) lists every route and every command; what
//     it does not list is refused.
//
// # Cross-site requests
//
// Session cookies are HttpOnly and SameSite=Lax, and Secure under TLS. That
// alone does not stop a neighbour on the same site, so the web room wraps the
// whole mux in Service.CrossOrigin, an http.CrossOriginProtection that refuses
// every unsafe request whose Sec-Fetch-Site or Origin header says it came from
// elsewhere. Settings.Origins is its allow list and the WebAuthn one alike.
// There are no bypass patterns, and no GET changes anything.
//
// # Secrets
//
// No PIN, hash, session token or assertion is ever logged or put into an error.
package login

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"steady/moment"
	"steady/person"

	"github.com/go-webauthn/webauthn/webauthn"
)

// Console is the actor of what is done at the machine itself, by a command of
// steady and not through a browser.
const Console person.StaffID = "-"

// Member is a member of staff as the roster knows them now.
type Member struct {
	ID     person.StaffID
	Name   string // shown on passkey prompts; never stored here
	Roles  []person.Role
	Active bool // works here today; nobody else signs in or confirms
	// Barred says in a sentence why somebody on the list may not sign in now: an
	// inspector outside their time. They may still be the second person that a
	// command asks for.
	Barred string
	// Outside is somebody who comes from outside and has no part in the work.
	Outside bool
}

// Roster answers who works here. It is asked at every request, so a role that
// is taken away is gone at once. An unknown id answers ErrUnknown.
type Roster interface {
	Member(ctx context.Context, id person.StaffID) (Member, error)
}

// ErrUnknown says that the roster knows nobody of an id.
var ErrUnknown = errors.New("no member of staff has this id")

// Denial is a sign-in or a confirmation that was understood and may not
// happen: a value for the page, not a fault. RetryAt is set when trying again
// later is the way on.
type Denial struct {
	Code     string
	Sentence string // one kind sentence: why, and the way on
	RetryAt  moment.Instant
	Cause    error // for the operator's log; never shown, holds no secret
}

// Unwrap returns the cause, if there is one.
func (d *Denial) Unwrap() error { return d.Cause }

// Error returns the sentence with its code.
func (d *Denial) Error() string { return d.Code + ": " + d.Sentence }

func deny(code, sentence string) *Denial { return &Denial{Code: code, Sentence: sentence} }

// Settings are the choices of a service. New refuses a set that is unsafe.
type Settings struct {
	// RPID is the host name passkeys belong to. Changing it orphans them all.
	RPID string
	// RPName is the service's name on passkey prompts.
	RPName string
	// Origins are the full origins the service is reached at, for example
	// https://steady.example.org. Any other origin is refused, both by WebAuthn
	// and by CrossOrigin.
	Origins []string
	// Pepper is a key kept outside the database and mixed into every PIN hash,
	// so that a copy of the database alone lets nobody search for PINs. At
	// least 16 bytes; empty leaves it out.
	Pepper []byte
	// MinDigits is the fewest digits of a PIN, 6 or more.
	MinDigits int
	// LockAfter is how many wrong PINs in a row lock the PIN.
	LockAfter int
	// FirstDelay follows the first wrong PIN and doubles with each further one.
	FirstDelay moment.Span
	// Hashing is the cost of a PIN hash, AtOnce how many may run together.
	Hashing Cost
	AtOnce  int
	// ConfirmFor is how long a confirmation, and the prompt for one, is good.
	ConfirmFor moment.Span
	// Rest locks a tablet nobody pressed anything on. Idle ends a session no
	// request came from. Lifetime ends any session.
	Rest, Idle, Lifetime moment.Span
	// Secure marks cookies for TLS only; set it wherever Origins say https.
	Secure bool
	// Door is about people's own pages.
	Door DoorSettings
}

// Defaults returns the settings of a service at a host, all [D] of R-REG-09:
// six digits; locked after 6 wrong PINs with 1, 2, 4, 8 and 16 seconds between
// them; confirmations good for 2 minutes; a tablet locked after 3 minutes'
// rest, signed out after an hour unused and after 12 hours in any case.
func Defaults(rpid string, origins ...string) Settings {
	secure := len(origins) > 0
	for _, o := range origins {
		secure = secure && len(o) > 8 && o[:8] == "https://"
	}
	return Settings{
		RPID: rpid, RPName: "Steady", Origins: origins,
		MinDigits: 6, LockAfter: 6, FirstDelay: moment.Second,
		Hashing: DefaultCost, AtOnce: 2,
		ConfirmFor: 2 * moment.Minute,
		Rest:       3 * moment.Minute, Idle: moment.Hour, Lifetime: 12 * moment.Hour,
		Secure: secure, Door: doorDefaults(),
	}
}

func (s Settings) check() error {
	switch {
	case s.MinDigits < 6 || s.MinDigits > maxDigits:
		return fmt.Errorf("settings: MinDigits is %d: choose 6 to %d", s.MinDigits, maxDigits)
	case s.LockAfter < 3 || s.LockAfter > 20:
		return fmt.Errorf("settings: LockAfter is %d: choose 3 to 20", s.LockAfter)
	case s.FirstDelay < 0 || s.FirstDelay > moment.Minute:
		return errors.New("settings: FirstDelay is at most a minute")
	case s.AtOnce < 1:
		return errors.New("settings: AtOnce is at least 1")
	case len(s.Pepper) > 0 && len(s.Pepper) < 16:
		return errors.New("settings: Pepper has at least 16 bytes, or none")
	case s.ConfirmFor <= 0 || s.Rest <= 0 || s.Idle < s.Rest || s.Lifetime < s.Idle:
		return errors.New("settings: ConfirmFor and Rest are set, Idle is at least Rest, Lifetime at least Idle")
	}
	for _, o := range s.Origins {
		u, err := url.Parse(o)
		if err != nil || u.Host == "" || o != u.Scheme+"://"+u.Host || u.Scheme != "https" && u.Scheme != "http" {
			return fmt.Errorf("settings: %q is not an origin: write it like https://steady.example.org", o)
		}
		if u.Scheme == "https" && !s.Secure {
			return fmt.Errorf("settings: %s is served by TLS: set Secure", o)
		}
	}
	return errors.Join(s.Door.check(), s.Hashing.check())
}

// Service signs staff in and takes confirmations. It is safe for concurrent
// use.
type Service struct {
	keys   Keys
	roster Roster
	clock  func() moment.Instant
	set    Settings
	hash   *hasher
	rp     *webauthn.WebAuthn
	cross  *http.CrossOriginProtection
}

// New makes a service. The clock is the only source of time; it must never be
// nil.
func New(keys Keys, roster Roster, clock func() moment.Instant, set Settings) (*Service, error) {
	if keys == nil || roster == nil || clock == nil {
		return nil, errors.New("login needs keys, a roster and a clock")
	}
	if err := set.check(); err != nil {
		return nil, err
	}
	rp, err := relyingParty(set)
	if err != nil {
		return nil, fmt.Errorf("settings: passkeys: %w", err)
	}
	cross := http.NewCrossOriginProtection()
	for _, o := range set.Origins {
		if err := cross.AddTrustedOrigin(o); err != nil {
			return nil, fmt.Errorf("settings: origin %s: %w", o, err)
		}
	}
	return &Service{
		keys: keys, roster: roster, clock: clock, set: set,
		hash: newHasher(set.Hashing, set.AtOnce, set.Pepper), rp: rp, cross: cross,
	}, nil
}

// Settings returns the settings in force.
func (s *Service) Settings() Settings { return s.set }

// CrossOrigin refuses unsafe requests from any origin but the service's own
// and those of Settings.Origins, with status 403.
func (s *Service) CrossOrigin(next http.Handler) http.Handler { return s.cross.Handler(next) }

// active returns the member, or a Denial when nobody of this id works here.
func (s *Service) active(ctx context.Context, id person.StaffID) (Member, error) {
	if person.CheckID(string(id)) != nil {
		return Member{}, deny("sign_in_unknown", "Choose your name from the list, then sign in.")
	}
	m, err := s.roster.Member(ctx, id)
	if errors.Is(err, ErrUnknown) || err == nil && (!m.Active || m.ID != id) {
		return Member{}, deny("sign_in_unknown",
			"This name is not on today's staff list. Ask a manager to add it, then sign in.")
	}
	if err != nil {
		return Member{}, fmt.Errorf("roster: %w", err)
	}
	return m, nil
}

// mayHelp says whether by may unlock or issue a PIN for staff: another person,
// working here, in the role of manager or admin, or for somebody from outside the
// accountable officer; or the console.
func (s *Service) mayHelp(ctx context.Context, by, staff person.StaffID) error {
	if by == Console {
		return nil
	}
	if by == staff {
		return deny("help_needs_another", "Somebody else unlocks a PIN: ask a manager or an admin.")
	}
	m, err := s.active(ctx, by)
	if err != nil {
		return err
	}
	if slices.Contains(m.Roles, person.Manager) || slices.Contains(m.Roles, person.Admin) {
		return nil
	}
	if slices.Contains(m.Roles, person.CDAO) { // who lets inspectors in
		if x, err := s.active(ctx, staff); err == nil && x.Outside {
			return nil
		}
	}
	return deny("help_needs_manager", "Only a manager or an admin may do this: ask one of them.")
}
