package login

import (
	"context"
	"errors"
	"fmt"

	"steady/moment"
	"steady/person"
)

// Card is what is known of a card that is out: never its code.
type Card struct {
	Person person.UserID  `json:"person"`
	By     person.StaffID `json:"by"` // who issued it
	Since  moment.Instant `json:"since"`
	Used   moment.Instant `json:"used,omitempty"`
	Hash   string         `json:"hash"`
}

// once is a code that works once.
type once struct {
	Person person.UserID  `json:"person"`
	By     person.StaffID `json:"by"`
}

// errCode is one answer for everything that opens nothing, so that it tells
// nobody which cards there are.
var errCode = deny("code_wrong", "This code opens nothing. Check it. If it is your card, ask staff for a new one.")

var (
	errCardLocked = deny("card_locked", "This card is locked after too many wrong tries. Ask staff for a new one.")
	errNotHere    = deny("card_kiosk_only", "A card works at the screen in the waiting room only. "+
		"Ask staff for a code for your phone.")
)

// IssueCard gives somebody a card and returns its code, which is kept hashed
// and cannot be shown again. A card they had before opens nothing any more, and
// whatever was open by it ends.
func (d *Door) IssueCard(ctx context.Context, by person.StaffID, who person.UserID) (Code, error) {
	if err := d.isHere(ctx, who); err != nil {
		return Code{}, err
	}
	if err := d.dropCards(ctx, who); err != nil {
		return Code{}, err
	}
	self := string(person.Self(who))
	for range 50 { // until a number is free
		c := Code{card: randomDigits(cardNumber), secret: randomDigits(cardSecret)}
		hash, err := d.svc.hash.make(ctx, c.card+c.secret)
		if err != nil {
			return Code{}, err
		}
		err = writeKey(ctx, d.svc.keys, Row{Kind: KindCard, ID: c.card, Owner: self},
			Card{Person: who, By: by, Since: d.svc.clock(), Hash: hash})
		if errors.Is(err, ErrRowMoved) {
			continue
		} else if err != nil {
			return Code{}, err
		}
		if _, err := d.svc.drop(ctx, KindTries, cardTries(c.card)); err != nil {
			return Code{}, err
		}
		return c, d.svc.note(ctx, person.StaffID(self), by, CardIssued)
	}
	return Code{}, deny("cards_full", "No card number is free. Block cards that are not used any more.")
}

// BlockCard makes a card worthless and ends what was opened by it.
func (d *Door) BlockCard(ctx context.Context, by person.StaffID, who person.UserID) error {
	if err := d.dropCards(ctx, who); err != nil {
		return err
	}
	return d.svc.note(ctx, person.Self(who), by, CardBlocked)
}

func (d *Door) dropCards(ctx context.Context, who person.UserID) error {
	if _, err := d.svc.dropAll(ctx, KindCard, string(person.Self(who))); err != nil {
		return err
	}
	_, err := d.EndAll(ctx, who)
	return err
}

// CardOf returns the card that somebody has; ok is false where there is none.
// locked says that it was tried too often.
func (d *Door) CardOf(ctx context.Context, who person.UserID) (c Card, locked, ok bool, err error) {
	rows, err := d.svc.keys.KeysOf(ctx, KindCard, string(person.Self(who)), 1)
	if err != nil || len(rows) == 0 {
		return Card{}, false, false, err
	}
	if _, err := d.svc.read(ctx, KindCard, rows[0].ID, &c); err != nil {
		return Card{}, false, false, err
	}
	c.Hash = ""
	var t tries
	if _, err = d.svc.read(ctx, KindTries, cardTries(rows[0].ID), &t); errors.Is(err, ErrNoRow) {
		err = nil
	}
	return c, t.Wrong >= d.svc.set.LockAfter, true, err
}

// IssueOnce returns a code that lets somebody in once, at a kiosk or on their
// phone, within DoorSettings.CodeFor. By is the member of staff who vouches for
// them on the spot, or the person themself from where they are signed in.
func (d *Door) IssueOnce(ctx context.Context, by person.StaffID, who person.UserID) (Code, moment.Instant, error) {
	if err := d.isHere(ctx, who); err != nil {
		return Code{}, 0, err
	}
	self := string(person.Self(who))
	if _, err := d.svc.dropAll(ctx, KindOwnCode, self); err != nil { // the newest alone works
		return Code{}, 0, err
	}
	until := d.svc.clock().Add(d.set.CodeFor)
	for range 20 {
		c := Code{secret: randomDigits(onceDigits)}
		err := writeKey(ctx, d.svc.keys, Row{Kind: KindOwnCode, ID: digestOf(c.secret), Owner: self, Expires: until},
			once{Person: who, By: by})
		if errors.Is(err, ErrRowMoved) {
			continue
		} else if err != nil {
			return Code{}, 0, err
		}
		return c, until, d.svc.note(ctx, person.StaffID(self), by, CodeIssued)
	}
	return Code{}, 0, errors.New("no code that works once could be made")
}

// ProveCode proves somebody by a code. Tries are counted before anything is
// compared, for the card and for the kiosk apart: each wrong one makes the next
// wait twice as long, and a card is locked after Settings.LockAfter in a row.
func (d *Door) ProveCode(ctx context.Context, text string) (OwnProof, error) {
	c, err := ParseCode(text)
	if err != nil {
		return OwnProof{}, codeDenial(err)
	}
	at, _ := ctx.Value(doorKey{}).(atDoor)
	if !c.Once() && at.kiosk == "" && !d.set.CardsAnywhere {
		return OwnProof{}, errNotHere
	}
	place := placeTries(at.kiosk)
	if _, err := d.svc.reserve(ctx, tryAt{id: place, most: placeMost, forget: placeForget, what: "code"}); err != nil {
		return OwnProof{}, err
	}
	var p OwnProof
	if c.Once() {
		p, err = d.proveOnce(ctx, c)
	} else {
		p, err = d.proveCard(ctx, c)
	}
	var wanted *SecretWanted
	if err != nil && !errors.As(err, &wanted) {
		return OwnProof{}, err
	}
	p.at = d.svc.clock()
	return p, errors.Join(err, d.svc.forgetTries(ctx, place))
}

// How a place is slowed: never longer than a minute, because others wait there
// too, and forgotten after a quarter of an hour.
const (
	placeMost   = moment.Minute
	placeForget = 15 * moment.Minute
)

func cardTries(number string) string { return "card/" + number }
func placeTries(kiosk string) string { return "place/" + kiosk }

func (d *Door) proveCard(ctx context.Context, c Code) (OwnProof, error) {
	// Every number has its count, whether there is such a card or not.
	id := cardTries(c.card)
	wrong, err := d.svc.reserve(ctx, tryAt{id: id, lockAfter: d.svc.set.LockAfter, locked: errCardLocked, what: "code",
		lasts: 24 * moment.Hour})
	if err != nil {
		return OwnProof{}, err
	}
	var card Card
	r, err := d.svc.read(ctx, KindCard, c.card, &card)
	if errors.Is(err, ErrNoRow) {
		return OwnProof{}, errCode
	} else if err != nil {
		return OwnProof{}, err
	}
	ok, _, err := d.svc.hash.verify(ctx, c.card+c.secret, card.Hash)
	if err != nil {
		return OwnProof{}, err
	}
	self := person.Self(card.Person)
	if !ok {
		if err := d.svc.note(ctx, self, self, d.wrongCard(wrong)); err != nil {
			return OwnProof{}, err
		}
		return OwnProof{}, errCode
	}
	if secret, err := d.HasSecret(ctx, card.Person); err != nil {
		return OwnProof{}, err
	} else if secret {
		return OwnProof{}, d.askSecret(ctx, card.Person, c.card)
	}
	card.Used = d.svc.clock()
	if err := writeKey(ctx, d.svc.keys, r, card); err != nil && !errors.Is(err, ErrRowMoved) {
		return OwnProof{}, err
	} else if err != nil {
		return OwnProof{}, errCode // blocked while it was compared, or used twice at once
	}
	return OwnProof{person: card.Person, method: ByCard}, d.svc.forgetTries(ctx, id)
}

// wrongCard is how a wrong try of a card stands in the trail.
func (d *Door) wrongCard(wrong int) What {
	if wrong >= d.svc.set.LockAfter {
		return CardLocked
	}
	return CardWrong
}

func (d *Door) proveOnce(ctx context.Context, c Code) (OwnProof, error) {
	var o once
	id := digestOf(c.secret)
	if _, err := d.svc.read(ctx, KindOwnCode, id, &o); errors.Is(err, ErrNoRow) {
		return OwnProof{}, errCode
	} else if err != nil {
		return OwnProof{}, err
	}
	if first, err := d.svc.drop(ctx, KindOwnCode, id); err != nil {
		return OwnProof{}, err
	} else if !first {
		return OwnProof{}, errCode
	}
	by := o.By
	if by == person.Self(o.Person) {
		by = ""
	}
	return OwnProof{person: o.Person, method: ByCode, by: by}, nil
}

// Trail returns the newest events of somebody's own entrance, newest first.
func (d *Door) Trail(ctx context.Context, who person.UserID, limit int) ([]Event, error) {
	return d.svc.Trail(ctx, person.Self(who), limit)
}

// drop removes a row whatever its version, and reports whether this call did.
func (s *Service) drop(ctx context.Context, kind Kind, id string) (bool, error) {
	for range 20 {
		r, err := s.keys.Key(ctx, kind, id)
		if errors.Is(err, ErrNoRow) {
			return false, nil
		} else if err != nil {
			return false, err
		}
		if err = s.keys.DropKey(ctx, kind, id, r.Version); err == nil {
			return true, nil
		} else if !errors.Is(err, ErrNoRow) {
			return false, err
		}
	}
	return false, fmt.Errorf("keys: a %s row keeps changing: %w", kind, ErrRowMoved)
}

// dropAll removes every row of an owner and counts them.
func (s *Service) dropAll(ctx context.Context, kind Kind, owner string) (n int, err error) {
	rows, err := s.keys.KeysOf(ctx, kind, owner, 1000)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		gone, err := s.drop(ctx, kind, r.ID)
		if err != nil {
			return n, err
		}
		if gone {
			n++
		}
	}
	return n, nil
}
