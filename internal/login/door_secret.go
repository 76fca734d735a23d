package login

import (
	"context"
	"errors"
	"fmt"

	"steady/person"
)

// Secret numbers are what a person may choose beside their card, so that the
// card alone opens nothing.
const secretLeast, secretMost = 4, 8

type ownSecret struct {
	Hash string `json:"hash"`
}

// SecretWanted is answered where a card was right and its owner chose secret
// numbers: ProveSecret takes the ticket.
type SecretWanted struct{ Ticket string }

// Error says what is asked for.
func (e *SecretWanted) Error() string { return "the card is right; now the secret numbers" }

// SetSecret keeps the secret numbers of who is signed in; "" takes them away.
func (d *Door) SetSecret(ctx context.Context, numbers string) error {
	o, ok := WhoOwn(ctx)
	if !ok {
		return deny("not_signed_in", "You are not signed in. Start again.")
	}
	self := string(o.Actor())
	if numbers == "" {
		_, err := d.svc.drop(ctx, KindOwnSecret, self)
		if err != nil {
			return err
		}
		return d.svc.note(ctx, o.Actor(), o.Actor(), SecretEnded)
	}
	if len(numbers) > secretMost || CheckPIN(numbers, secretLeast) != nil {
		return deny("secret_simple", fmt.Sprintf(
			"Choose %d to %d numbers that nobody could guess. Not a year, and not 1234.", secretLeast, secretMost))
	}
	hash, err := d.svc.hash.make(ctx, numbers)
	if err != nil {
		return err
	}
	err = d.svc.change(ctx, KindOwnSecret, self, func(r Row) (any, error) { return ownSecret{hash}, nil })
	if err != nil {
		return err
	}
	return d.svc.note(ctx, o.Actor(), o.Actor(), SecretSet)
}

// HasSecret reports whether somebody chose secret numbers.
func (d *Door) HasSecret(ctx context.Context, who person.UserID) (bool, error) {
	var s ownSecret
	_, err := d.svc.read(ctx, KindOwnSecret, string(person.Self(who)), &s)
	if errors.Is(err, ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}

// DropSecret takes somebody's secret numbers away: they forgot them.
func (d *Door) DropSecret(ctx context.Context, by person.StaffID, who person.UserID) error {
	if _, err := d.svc.drop(ctx, KindOwnSecret, string(person.Self(who))); err != nil {
		return err
	}
	return d.svc.note(ctx, person.Self(who), by, SecretEnded)
}

// askSecret lets a right card go on to the secret numbers, and gives back the
// try that it cost: those of the secret numbers count on.
func (d *Door) askSecret(ctx context.Context, who person.UserID, number string) error {
	if err := d.svc.giveBack(ctx, cardTries(number)); err != nil {
		return err
	}
	id, err := d.svc.open(ctx, ticket{For: forSecret, Staff: person.Self(who), Label: number})
	if err != nil {
		return err
	}
	return &SecretWanted{id}
}

// ProveSecret takes the secret numbers after a right card. A wrong one is a
// wrong try of the card, and is answered by SecretWanted with a new ticket
// beside the Denial.
func (d *Door) ProveSecret(ctx context.Context, prompt, numbers string) (OwnProof, error) {
	t, err := d.svc.take(ctx, prompt, forSecret)
	if err != nil {
		return OwnProof{}, err
	}
	who, _ := t.Staff.Self()
	again := func(why error) error {
		id, err := d.svc.open(ctx, t)
		if err != nil {
			return err
		}
		return errors.Join(why, &SecretWanted{id})
	}
	try := tryAt{id: cardTries(t.Label), lockAfter: d.svc.set.LockAfter, locked: errCardLocked, what: "code"}
	wrong, err := d.svc.reserve(ctx, try)
	var no *Denial
	if errors.As(err, &no) && no != errCardLocked {
		return OwnProof{}, again(err)
	} else if err != nil {
		return OwnProof{}, err
	}
	var s ownSecret
	if _, err := d.svc.read(ctx, KindOwnSecret, string(t.Staff), &s); err != nil {
		return OwnProof{}, errors.Join(errTicket, unlessNone(err))
	}
	ok, _, err := d.svc.hash.verify(ctx, numbers, s.Hash)
	if err != nil {
		return OwnProof{}, err
	}
	if !ok {
		if err := d.svc.note(ctx, t.Staff, t.Staff, d.wrongCard(wrong)); err != nil {
			return OwnProof{}, err
		}
		return OwnProof{}, again(errSecret)
	}
	if err := d.svc.forgetTries(ctx, cardTries(t.Label)); err != nil {
		return OwnProof{}, err
	}
	return OwnProof{person: who, method: ByCard, at: d.svc.clock()}, nil
}

var errSecret = deny("secret_wrong", "These are not your secret numbers. Try again, or ask staff.")

func unlessNone(err error) error {
	if errors.Is(err, ErrNoRow) {
		return nil
	}
	return err
}
