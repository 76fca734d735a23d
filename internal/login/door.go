package login

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"steady/moment"
	"steady/person"

	"github.com/alexedwards/scs/v2"
)

// DoorSettings are the choices of a service about people's own pages.
type DoorSettings struct {
	// KioskRest ends a session at a kiosk that nobody touched for so long;
	// KioskSlow is that of somebody who asked for more time.
	KioskRest, KioskSlow moment.Span
	// PhoneRest ends one anywhere else, Lifetime any.
	PhoneRest, Lifetime moment.Span
	// CodeFor is how long a code that works once is good.
	CodeFor moment.Span
	// CardsAnywhere lets a card open the pages at any browser. Without it a card
	// works at the kiosks of the service alone, so that one that was lost or
	// copied opens nothing outside the building.
	CardsAnywhere bool
}

// doorDefaults are all [D]: half a minute at a kiosk (three for who asks), five
// on a phone, half an hour in all; a code that works once works for ten minutes.
func doorDefaults() DoorSettings {
	return DoorSettings{KioskRest: 30 * moment.Second, KioskSlow: 3 * moment.Minute, PhoneRest: 5 * moment.Minute,
		Lifetime: 30 * moment.Minute, CodeFor: 10 * moment.Minute}
}

func (s DoorSettings) check() error {
	if s.KioskRest < 10*moment.Second || s.KioskSlow < s.KioskRest || s.PhoneRest < s.KioskRest ||
		s.Lifetime < s.PhoneRest || s.Lifetime < s.KioskSlow || s.CodeFor <= 0 || s.CodeFor > moment.Hour {
		return errors.New("settings: own pages rest after 10 seconds at least, end after that, " +
			"and a code that works once works for an hour at most")
	}
	return nil
}

// People answers who may have pages of their own here: whoever is or was in
// treatment or on their way into it. It is asked at every request.
type People interface {
	Has(ctx context.Context, id person.UserID) (bool, error)
}

// Door is the entrance to people's own pages: cards, codes, their phones, and
// who sits there. Its sessions have a cookie, rows and seats apart from those
// of staff: neither is ever read for the other.
type Door struct {
	svc    *Service
	people People
	scs    *scs.SessionManager
	set    DoorSettings
}

// NewDoor makes the entrance.
func NewDoor(s *Service, people People) *Door {
	m := scs.New()
	m.Store = sessionStore{s.keys, KindOwnSession, s.set.Door.PhoneRest}
	m.HashTokenInStore = true
	m.Lifetime = duration(s.set.Door.Lifetime)
	m.IdleTimeout = duration(s.set.Door.Lifetime)
	m.Cookie.Name = "steady-own"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteStrictMode
	m.Cookie.Secure = s.set.Secure
	m.Cookie.Persist = false
	if s.set.Secure {
		m.Cookie.Name = "__Host-" + m.Cookie.Name
	}
	return &Door{svc: s, people: people, scs: m, set: s.set.Door}
}

// Settings returns the settings in force.
func (d *Door) Settings() DoorSettings { return d.set }

// Own is somebody at their own pages, as of this request.
type Own struct {
	Person person.UserID
	Method Method
	// By is the member of staff who let them in; "" where they did it themself.
	By     person.StaffID
	Since  moment.Instant
	RestAt moment.Instant // it ends then, unless something is touched
	Kiosk  bool
	Slow   bool // asked for more time
	seat   string
}

// Actor is the author of what they do there.
func (o Own) Actor() person.StaffID { return person.Self(o.Person) }

// doorSeat is what a browser's session on this side points to, as seat is on
// the side of staff.
type doorSeat struct {
	Person  person.UserID  `json:"person"`
	Method  Method         `json:"method"`
	By      person.StaffID `json:"by,omitempty"`
	Since   moment.Instant `json:"since"`
	Touched moment.Instant `json:"touched"`
	Kiosk   bool           `json:"kiosk,omitempty"`
	Slow    bool           `json:"slow,omitempty"`
}

func (d *Door) rest(at doorSeat) moment.Span {
	switch {
	case at.Kiosk && at.Slow:
		return d.set.KioskSlow
	case at.Kiosk:
		return d.set.KioskRest
	}
	return d.set.PhoneRest
}

const ownSeatKey = "own"

type doorKey struct{}

// atDoor is what Load found.
type atDoor struct {
	own   Own
	in    bool
	kiosk string // id of the kiosk, "" where the browser is none
}

// WhoOwn returns who sits at their own pages at this browser.
func WhoOwn(ctx context.Context) (o Own, ok bool) {
	at, _ := ctx.Value(doorKey{}).(atDoor)
	return at.own, at.in
}

// AtKiosk reports whether the browser is a kiosk of the service.
func AtKiosk(ctx context.Context) bool {
	at, _ := ctx.Value(doorKey{}).(atDoor)
	return at.kiosk != ""
}

// Load is the middleware of this side, as Sessions.Load is of the other.
func (d *Door) Load(next http.Handler) http.Handler {
	return carry(d.scs, KindOwnSession, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at, err := d.find(r)
		if err != nil {
			d.scs.ErrorFunc(w, r, err)
			return
		}
		w.Header().Set("Cache-Control", "no-store") // Back shows nothing
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), doorKey{}, at)))
	}))
}

func (d *Door) find(r *http.Request) (at atDoor, err error) {
	ctx := r.Context()
	if at.kiosk, err = d.kioskOf(r); err != nil {
		return at, err
	}
	id := d.scs.GetString(ctx, ownSeatKey)
	if id == "" {
		return at, nil
	}
	var s doorSeat
	if _, err := d.svc.read(ctx, KindOwnSeat, id, &s); errors.Is(err, ErrNoRow) {
		return at, nil
	} else if err != nil {
		return at, fmt.Errorf("session: %w", err)
	}
	rest := s.Touched.Add(d.rest(s))
	if d.svc.clock() >= rest { // over for good: nobody touches it awake again
		return at, d.leave(ctx)
	}
	has, err := d.people.Has(ctx, s.Person)
	if err != nil || !has {
		return at, err
	}
	at.in = true
	at.own = Own{Person: s.Person, Method: s.Method, By: s.By, Since: s.Since, RestAt: rest, Kiosk: s.Kiosk,
		Slow: s.Slow, seat: id}
	return at, nil
}

// OwnProof says that somebody has just proved who they are, at this side.
type OwnProof struct {
	person person.UserID
	method Method
	by     person.StaffID
	at     moment.Instant
}

// Person returns who proved it.
func (p OwnProof) Person() person.UserID { return p.person }

// SignIn seats somebody at their own pages, at a kiosk where the browser is one.
func (d *Door) SignIn(ctx context.Context, p OwnProof) error {
	if p.person == "" || d.svc.clock().Since(p.at) > d.svc.set.ConfirmFor {
		return deny("proof_old", "Too much time has passed. Start again.")
	}
	if err := d.isHere(ctx, p.person); err != nil {
		return err
	}
	if err := d.leave(ctx); err != nil {
		return err
	}
	if err := d.scs.RenewToken(ctx); err != nil {
		return fmt.Errorf("session: %w", err)
	}
	now, id := d.svc.clock(), token()
	s := doorSeat{Person: p.person, Method: p.method, By: p.by, Since: now, Touched: now, Kiosk: AtKiosk(ctx)}
	r := Row{Kind: KindOwnSeat, ID: id, Owner: string(person.Self(p.person)), Expires: now.Add(d.set.Lifetime)}
	if err := writeKey(ctx, d.svc.keys, r, s); err != nil {
		return fmt.Errorf("session: %w", err)
	}
	d.scs.Put(ctx, ownSeatKey, id)
	what := map[Method]What{ByCard: SignedInCard, ByCode: SignedInCode, ByPasskey: SignedInPasskey}[p.method]
	by := p.by
	if by == "" {
		by = person.Self(p.person)
	}
	return d.svc.note(ctx, person.Self(p.person), by, what)
}

// isHere refuses somebody who has no pages here.
func (d *Door) isHere(ctx context.Context, who person.UserID) error {
	has, err := d.people.Has(ctx, who)
	if err == nil && !has {
		return errCode
	}
	return err
}

// SignOut ends the session here and now. It is safe where there is none.
func (d *Door) SignOut(ctx context.Context) error {
	if ctx.Value(doorKey{}) == nil {
		return nil // this side was not loaded
	}
	if err := d.leave(ctx); err != nil {
		return err
	}
	return d.scs.Destroy(ctx)
}

func (d *Door) leave(ctx context.Context) error {
	id := d.scs.GetString(ctx, ownSeatKey)
	if id == "" {
		return nil
	}
	d.scs.Remove(ctx, ownSeatKey)
	var s doorSeat
	if _, err := d.svc.read(ctx, KindOwnSeat, id, &s); errors.Is(err, ErrNoRow) {
		return nil
	} else if err != nil {
		return err
	}
	self := person.Self(s.Person)
	if gone, err := d.svc.drop(ctx, KindOwnSeat, id); err != nil || !gone {
		return err
	}
	return d.svc.note(ctx, self, self, SignedOut)
}

// EndAll ends every session of somebody and returns how many.
func (d *Door) EndAll(ctx context.Context, who person.UserID) (n int, err error) {
	return d.svc.dropAll(ctx, KindOwnSeat, string(person.Self(who)))
}

// MoreTime lets somebody at a kiosk rest for longer before it signs them out.
func (d *Door) MoreTime(ctx context.Context) error {
	o, ok := WhoOwn(ctx)
	if !ok {
		return nil
	}
	return d.change(ctx, o.seat, func(s *doorSeat) bool { s.Slow = true; return true })
}

// touch starts the rest again. A seat that has rested stays over.
func (d *Door) touch(ctx context.Context, o Own) error {
	return d.change(ctx, o.seat, func(s *doorSeat) bool {
		now := d.svc.clock()
		if now >= s.Touched.Add(d.rest(*s)) || now.Since(s.Touched) < 2*moment.Second {
			return false
		}
		s.Touched = now
		return true
	})
}

func (d *Door) change(ctx context.Context, id string, f func(*doorSeat) bool) error {
	for range 20 {
		var s doorSeat
		r, err := d.svc.read(ctx, KindOwnSeat, id, &s)
		if errors.Is(err, ErrNoRow) {
			return nil
		} else if err != nil {
			return fmt.Errorf("session: %w", err)
		}
		if !f(&s) {
			return nil
		}
		if err = writeKey(ctx, d.svc.keys, r, s); !errors.Is(err, ErrRowMoved) {
			return err
		}
	}
	return fmt.Errorf("session: the seat keeps changing: %w", ErrRowMoved)
}

// digestOf is the id of a row that is found by a secret.
func digestOf(secret string) string {
	sum := sha256.Sum256([]byte("steady door\n" + secret))
	return hex.EncodeToString(sum[:])
}
