package login

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"steady/moment"
	"steady/person"

	"github.com/alexedwards/scs/v2"
)

// Actor is who sits at this browser, as of this request.
type Actor struct {
	Member
	Method     Method
	Since      moment.Instant // signed in
	RestAt     moment.Instant // the tablet locks then, unless something is pressed
	Locked     bool           // must prove themselves again; nobody else may
	Place      string         // the page to return to, a path of this service
	MustChoose bool           // the PIN was issued by somebody else: choose one's own first
	seat       string
}

// seat is what a browser's session points to. It is a row of its own and not
// part of the session's data, because that is written back whole at the end of
// every request: a slow page loaded before a lock or a sign-out would undo it.
// A seat changes by compare-and-set, and a sign-out removes it for good.
type seat struct {
	Staff   person.StaffID `json:"staff"`
	Method  Method         `json:"method"`
	Since   moment.Instant `json:"since"`
	Touched moment.Instant `json:"touched"` // last press or page, not counting what a page does by itself
	Locked  bool           `json:"locked,omitempty"`
	Place   string         `json:"place,omitempty"`
	Choose  bool           `json:"choose,omitempty"`
}

// Sessions keeps who sits where.
type Sessions struct {
	svc *Service
	scs *scs.SessionManager
}

const seatKey = "seat"

// NewSessions makes the sessions of a service.
func NewSessions(s *Service) *Sessions {
	m := scs.New()
	m.Store = sessionStore{s.keys, KindSession, s.set.Idle}
	m.HashTokenInStore = true
	m.Lifetime = duration(s.set.Lifetime)
	m.IdleTimeout = duration(s.set.Idle)
	m.Cookie.Name = "steady"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Secure = s.set.Secure
	m.Cookie.Persist = false // ends with the browser
	if s.set.Secure {
		m.Cookie.Name = "__Host-steady" // the browser then insists on Secure, Path=/ and this host
	}
	return &Sessions{svc: s, scs: m}
}

func duration(s moment.Span) time.Duration { return time.Duration(s) * time.Microsecond }

type actorKey struct{}

// Who returns who sits at the browser of this request. ok is false when nobody
// is signed in; a locked Actor is returned with Locked set.
func Who(ctx context.Context) (a Actor, ok bool) {
	a, ok = ctx.Value(actorKey{}).(Actor)
	return a, ok
}

// WithActor says in a context who acts, for callers that have no browser.
func WithActor(ctx context.Context, m Member) context.Context {
	return context.WithValue(ctx, actorKey{}, Actor{Member: m})
}

// Load is the middleware that finds the session of a request. It goes around
// the Mux and inside CrossOrigin.
func (x *Sessions) Load(next http.Handler) http.Handler {
	return carry(x.scs, KindSession, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok, err := x.find(r.Context())
		if err != nil {
			x.scs.ErrorFunc(w, r, err)
			return
		}
		if ok {
			r = r.WithContext(context.WithValue(r.Context(), actorKey{}, a))
		}
		w.Header().Set("Cache-Control", "no-store") // a shared tablet's Back button shows nothing
		next.ServeHTTP(w, r)
	}))
}

// OnFault sets how a session that cannot be read or kept is answered.
func (x *Sessions) OnFault(f func(http.ResponseWriter, *http.Request, error)) { x.scs.ErrorFunc = f }

// Still asks again who sits there, for answers that go on for long (events of
// the board): stop sending when ok is false or the actor is locked.
func (x *Sessions) Still(ctx context.Context) (a Actor, ok bool, err error) { return x.find(ctx) }

func (x *Sessions) find(ctx context.Context) (Actor, bool, error) {
	id := x.scs.GetString(ctx, seatKey)
	if id == "" {
		return Actor{}, false, nil
	}
	var at seat
	if _, err := x.svc.read(ctx, KindSeat, id, &at); errors.Is(err, ErrNoRow) {
		return Actor{}, false, nil
	} else if err != nil {
		return Actor{}, false, fmt.Errorf("session: %w", err)
	}
	m, err := x.svc.active(ctx, at.Staff)
	var d *Denial
	if errors.As(err, &d) {
		return Actor{}, false, nil // no longer works here
	} else if err != nil {
		return Actor{}, false, err
	}
	if m.Barred != "" {
		return Actor{}, false, nil // their time is over: the seat is worth nothing
	}
	rest := at.Touched.Add(x.svc.set.Rest)
	return Actor{
		Member: m, Method: at.Method, Since: at.Since, RestAt: rest,
		Locked: at.Locked || x.svc.clock() >= rest,
		Place:  at.Place, MustChoose: at.Choose, seat: id,
	}, true, nil
}

// SignIn seats a person who has proved who they are. The session gets a new
// token, so one that was planted in the browser before is worth nothing.
func (x *Sessions) SignIn(ctx context.Context, p Proof) error {
	if err := x.fresh(p); err != nil {
		return err
	}
	m, err := x.svc.active(ctx, p.staff)
	if err != nil {
		return err
	}
	if m.Barred != "" {
		return deny("sign_in_barred", m.Barred)
	}
	if err := x.leaveSeat(ctx); err != nil {
		return err
	}
	if err := x.scs.RenewToken(ctx); err != nil {
		return fmt.Errorf("session: %w", err)
	}
	now, id := x.svc.clock(), token()
	r := Row{Kind: KindSeat, ID: id, Owner: string(p.staff), Expires: now.Add(x.svc.set.Lifetime)}
	at := seat{Staff: p.staff, Method: p.method, Since: now, Touched: now, Choose: p.issued}
	if err := writeKey(ctx, x.svc.keys, r, at); err != nil {
		return fmt.Errorf("session: %w", err)
	}
	x.scs.Put(ctx, seatKey, id)
	what := SignedInPIN
	if p.method == ByPasskey {
		what = SignedInPasskey
	}
	return x.svc.note(ctx, p.staff, p.staff, what)
}

// fresh refuses a proof that was made up or kept for later.
func (x *Sessions) fresh(p Proof) error {
	if p.staff == "" || x.svc.clock().Since(p.at) > x.svc.set.ConfirmFor {
		return deny("proof_old", "Too much time has passed. Sign in again.")
	}
	return nil
}

// SignOut ends the session, here and now, whatever other requests of this
// browser are still under way.
func (x *Sessions) SignOut(ctx context.Context) error {
	if err := x.leaveSeat(ctx); err != nil {
		return err
	}
	return x.scs.Destroy(ctx)
}

// leaveSeat removes the seat of this session, if it has one.
func (x *Sessions) leaveSeat(ctx context.Context) error {
	id := x.scs.GetString(ctx, seatKey)
	if id == "" {
		return nil
	}
	for range 20 {
		var at seat
		r, err := x.svc.read(ctx, KindSeat, id, &at)
		if errors.Is(err, ErrNoRow) {
			return nil
		} else if err != nil {
			return err
		}
		err = x.svc.keys.DropKey(ctx, KindSeat, id, r.Version)
		if err == nil {
			return x.svc.note(ctx, at.Staff, at.Staff, SignedOut)
		}
		if !errors.Is(err, ErrNoRow) {
			return err
		}
	}
	return fmt.Errorf("session: the seat keeps changing: %w", ErrRowMoved)
}

// EndAll signs a person out of every browser, for example when their tablet is
// lost or they no longer work here. It returns how many seats ended.
func (x *Sessions) EndAll(ctx context.Context, staff person.StaffID) (int, error) {
	return x.svc.dropAll(ctx, KindSeat, string(staff))
}

// Lock locks the tablet and keeps its place. place is a path of this service,
// or empty for the last page shown.
func (x *Sessions) Lock(ctx context.Context, place string) error {
	a, ok := Who(ctx)
	if !ok {
		return nil
	}
	already := false
	err := x.changeSeat(ctx, a.seat, func(at *seat) bool {
		already, at.Locked = at.Locked, true
		if LocalPath(place) {
			at.Place = place
		}
		return true
	})
	if err != nil || already {
		return err
	}
	return x.svc.note(ctx, a.ID, a.ID, TabletLocked)
}

// Unlock returns the place a locked tablet was at, to the same person only.
// Somebody else signs in anew instead, which ends this seat.
func (x *Sessions) Unlock(ctx context.Context, p Proof) (place string, err error) {
	if err := x.fresh(p); err != nil {
		return "", err
	}
	a, ok := Who(ctx)
	if !ok {
		return "", deny("not_signed_in", "Nobody is signed in on this tablet. Sign in.")
	}
	if a.ID != p.staff {
		return "", deny("locked_by_another",
			"Somebody else is at this tablet. They unlock it, or sign them out and sign in as yourself.")
	}
	if err := x.scs.RenewToken(ctx); err != nil {
		return "", fmt.Errorf("session: %w", err)
	}
	err = x.changeSeat(ctx, a.seat, func(at *seat) bool {
		at.Locked, at.Touched, at.Method, at.Choose = false, x.svc.clock(), p.method, p.issued
		place = at.Place
		return true
	})
	return place, err
}

// ChosePIN says that the person at this browser has chosen their own PIN.
func (x *Sessions) ChosePIN(ctx context.Context) error {
	a, ok := Who(ctx)
	if !ok {
		return nil
	}
	return x.changeSeat(ctx, a.seat, func(at *seat) bool { at.Choose = false; return true })
}

// touchEvery spares the database a write per press.
const touchEvery = 5 * moment.Second

// touch starts the rest again and keeps the page shown. It never unlocks: the
// lock is looked at in the same compare-and-set.
func (x *Sessions) touch(ctx context.Context, a Actor, place string) error {
	if a.seat == "" {
		return nil
	}
	return x.changeSeat(ctx, a.seat, func(at *seat) bool {
		now := x.svc.clock()
		if at.Locked || now >= at.Touched.Add(x.svc.set.Rest) {
			return false
		}
		if now.Since(at.Touched) < touchEvery && (place == "" || place == at.Place) {
			return false
		}
		at.Touched = now
		if place != "" {
			at.Place = place
		}
		return true
	})
}

// changeSeat changes the seat unless f says no. A seat that is gone stays gone.
func (x *Sessions) changeSeat(ctx context.Context, id string, f func(*seat) bool) error {
	for range 20 {
		var at seat
		r, err := x.svc.read(ctx, KindSeat, id, &at)
		if errors.Is(err, ErrNoRow) {
			return nil
		} else if err != nil {
			return fmt.Errorf("session: %w", err)
		}
		if !f(&at) {
			return nil
		}
		if err = writeKey(ctx, x.svc.keys, r, at); !errors.Is(err, ErrRowMoved) {
			return err
		}
	}
	return fmt.Errorf("session: the seat keeps changing: %w", ErrRowMoved)
}

// LocalPath reports whether a place is a path of this service, so that a link
// cannot send anybody elsewhere after they unlock.
func LocalPath(place string) bool {
	return len(place) < 2048 && strings.HasPrefix(place, "/") &&
		!strings.HasPrefix(place, "//") && !strings.ContainsAny(place, "\\\r\n\x00\t")
}
