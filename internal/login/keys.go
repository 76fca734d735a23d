package login

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"steady/moment"
	"steady/person"
)

// Kind says what a row of the keys is.
type Kind string

// The kinds of row.
const (
	KindPIN          Kind = "pin"          // id: staff
	KindTries        Kind = "tries"        // id: staff
	KindPasskey      Kind = "passkey"      // id: credential id, owner: staff
	KindTicket       Kind = "ticket"       // id: random; a WebAuthn prompt under way
	KindConfirmation Kind = "confirmation" // id: random, owner: the second person
	KindSeat         Kind = "seat"         // id: random, owner: staff; who sits at a browser
	KindSession      Kind = "session"      // id: hash of the cookie's token
	KindEvent        Kind = "event"        // id: time and random, owner: staff

	// Of people's own pages; the owner is person.Self.
	KindCard       Kind = "card"        // id: the card's number
	KindOwnCode    Kind = "own_code"    // id: digest of a code that works once
	KindOwnSeat    Kind = "own_seat"    // id: random
	KindOwnSession Kind = "own_session" // id: hash of the cookie's token
	KindOwnSecret  Kind = "own_secret"  // id: person.Self
	KindKiosk      Kind = "kiosk"       // id: digest of the kiosk's token, owner: "kiosk"
)

const maxRowID = 2048

// Row is one small document of login, found by kind and id.
type Row struct {
	Kind    Kind
	ID      string         // printable, at most 2048 bytes
	Owner   string         // groups rows for List; may be empty
	Version int64          // as read; 0 for a row that is new
	Expires moment.Instant // after it the row counts as absent; 0 is never
	Data    []byte
}

// The errors Keys answers with; anything else is a fault.
var (
	// ErrNoRow says that there is no row, or that it has expired.
	ErrNoRow = errors.New("no such row")
	// ErrRowMoved says that the row is not at the version that was read.
	ErrRowMoved = errors.New("the row changed meanwhile")
)

// Keys is what login needs of a database: small rows changed by
// compare-and-set. Unlike the journal they are mutable, and hold no record of
// anybody's care. Both stores and logintest.Memory pass logintest.RunKeys.
type Keys interface {
	// Key reads a row; ErrNoRow. It does not look at Expires.
	Key(ctx context.Context, kind Kind, id string) (Row, error)
	// PutKey writes the row as version r.Version+1 if the stored row is at
	// r.Version (0: there is none), else ErrRowMoved. It is durable on return.
	PutKey(ctx context.Context, r Row) error
	// DropKey removes the row at the version; ErrNoRow when another caller was
	// first. A row taken by DropKey is taken once.
	DropKey(ctx context.Context, kind Kind, id string, version int64) error
	// KeysOf lists an owner's rows by id, last first, at most limit.
	KeysOf(ctx context.Context, kind Kind, owner string, limit int) ([]Row, error)
	// SweepKeys removes every row that expired before now and counts them.
	SweepKeys(ctx context.Context, now moment.Instant) (int, error)
}

// read decodes a row into v and returns its version; an absent or expired row
// is version 0 with ErrNoRow.
func (s *Service) read(ctx context.Context, kind Kind, id string, v any) (Row, error) {
	return readKey(ctx, s.keys, s.clock(), kind, id, v)
}

func readKey(ctx context.Context, keys Keys, now moment.Instant, kind Kind, id string, v any) (Row, error) {
	if len(id) > maxRowID || !utf8.ValidString(id) || strings.ContainsRune(id, 0) {
		return Row{}, ErrNoRow // an id that a browser made up, which not every database would take
	}
	r, err := keys.Key(ctx, kind, id)
	if err != nil {
		return Row{Kind: kind, ID: id}, err
	}
	if r.Expires != 0 && now >= r.Expires {
		return r, ErrNoRow
	}
	if err := json.Unmarshal(r.Data, v); err != nil {
		return r, fmt.Errorf("keys: a %s row cannot be read: %w", kind, err)
	}
	return r, nil
}

// write encodes v into the row and puts it at the row's version.
func writeKey(ctx context.Context, keys Keys, r Row, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	r.Data = b
	return keys.PutKey(ctx, r)
}

// Event is one line of the sign-in trail, for access reviews.
type Event struct {
	At    moment.Instant `json:"at"`
	Staff person.StaffID `json:"staff"`
	By    person.StaffID `json:"by"` // who did it; the same person unless helped
	What  What           `json:"what"`
}

// What happened, as a word.
type What string

// The words of the trail.
const (
	PINSet          What = "pin_set"
	PINIssued       What = "pin_issued"
	PINWrong        What = "pin_wrong"
	PINLocked       What = "pin_locked"
	PINUnlocked     What = "pin_unlocked"
	PasskeyAdded    What = "passkey_added"
	PasskeyRemoved  What = "passkey_removed"
	PasskeyDoubtful What = "passkey_doubtful" // its counter went back: it may be copied
	SignedInPIN     What = "signed_in_pin"
	SignedInPasskey What = "signed_in_passkey"
	SignedOut       What = "signed_out"
	TabletLocked    What = "tablet_locked"
	ConfirmedPIN    What = "confirmed_pin"
	ConfirmedKey    What = "confirmed_passkey"
	CardIssued      What = "card_issued"
	CardBlocked     What = "card_blocked"
	CardWrong       What = "card_wrong"
	CardLocked      What = "card_locked"
	CodeIssued      What = "code_issued"
	SignedInCard    What = "signed_in_card"
	SignedInCode    What = "signed_in_code"
	SecretSet       What = "secret_set"
	SecretEnded     What = "secret_ended"
	KioskMade       What = "kiosk_made"
	KioskEnded      What = "kiosk_ended"
)

// trailFor is how long the sign-in trail is kept: 400 days [D], a yearly
// access review and a month to spare.
const trailFor = 400 * 24 * moment.Hour

func note(ctx context.Context, keys Keys, e Event) error {
	id := fmt.Sprintf("%020d-%s", int64(e.At), token()[:8])
	r := Row{Kind: KindEvent, ID: id, Owner: string(e.Staff), Expires: e.At.Add(trailFor)}
	if err := writeKey(ctx, keys, r, e); err != nil {
		return fmt.Errorf("sign-in trail: %w", err)
	}
	return nil
}

func (s *Service) note(ctx context.Context, staff, by person.StaffID, what What) error {
	return note(ctx, s.keys, Event{At: s.clock(), Staff: staff, By: by, What: what})
}

// Trail returns the newest events of a member of staff, newest first.
func (s *Service) Trail(ctx context.Context, staff person.StaffID, limit int) ([]Event, error) {
	rows, err := s.keys.KeysOf(ctx, KindEvent, string(staff), limit)
	if err != nil {
		return nil, err
	}
	out := make([]Event, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal(r.Data, &out[i]); err != nil {
			return nil, fmt.Errorf("sign-in trail: %w", err)
		}
	}
	return out, nil
}

// Sweep removes what has expired: sessions, prompts, confirmations, old trail.
// Run it every few minutes.
func (s *Service) Sweep(ctx context.Context) (int, error) { return s.keys.SweepKeys(ctx, s.clock()) }
