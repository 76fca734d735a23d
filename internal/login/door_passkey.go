package login

import (
	"context"
	"encoding/json"
	"errors"

	"steady/person"
)

// ownLabel is what a phone shows of a passkey of this side: nothing that says
// whose it is or what for.
const ownLabel = "My pages"

// mostPhones bounds how many phones open one person's pages.
const mostPhones = 5

func (d *Door) holder(ctx context.Context, who person.UserID) (holder, error) {
	if err := d.isHere(ctx, who); err != nil {
		return holder{}, err
	}
	return d.svc.keysOf(ctx, Member{ID: person.Self(who), Name: ownLabel})
}

// Phones lists the passkeys that open somebody's pages.
func (d *Door) Phones(ctx context.Context, who person.UserID) ([]Passkey, error) {
	h, err := d.holder(ctx, who)
	return h.keys, err
}

// BeginPhone starts adding a passkey on the phone at which somebody has just
// signed in by a code that works once. At a kiosk there is none to add.
func (d *Door) BeginPhone(ctx context.Context) (options json.RawMessage, prompt string, err error) {
	o, err := d.fresh(ctx)
	if err != nil {
		return nil, "", err
	}
	h, err := d.holder(ctx, o.Person)
	if err != nil {
		return nil, "", err
	}
	if len(h.keys) >= mostPhones {
		return nil, "", deny("phones_full", "Five phones open your pages already. Take one away first.")
	}
	return d.svc.beginAdding(ctx, h, ticket{For: forOwnAdding, Staff: o.Actor(), Label: ownLabel})
}

// fresh is who signed in on this phone a short while ago, by a code that staff
// vouched for or that they made where they were signed in.
func (d *Door) fresh(ctx context.Context) (Own, error) {
	o, ok := WhoOwn(ctx)
	switch {
	case !ok:
		return Own{}, deny("not_signed_in", "You are not signed in. Start again.")
	case AtKiosk(ctx):
		return Own{}, deny("phone_at_kiosk", "This screen is for everybody. Use your own phone.")
	case o.Method != ByCode || d.svc.clock().Since(o.Since) > d.set.CodeFor:
		return Own{}, deny("proof_old", "Ask staff for a new code, then do this at once.")
	}
	return o, nil
}

// FinishPhone keeps the passkey that the phone made.
func (d *Door) FinishPhone(ctx context.Context, prompt string, response []byte) error {
	o, err := d.fresh(ctx)
	if err != nil {
		return err
	}
	t, err := d.svc.take(ctx, prompt, forOwnAdding)
	if err != nil {
		return err
	}
	if t.Staff != o.Actor() {
		return errTicket
	}
	h, err := d.holder(ctx, o.Person)
	if err != nil {
		return err
	}
	return d.svc.keepNew(ctx, h, t, response)
}

// RemovePhone takes a phone away: its owner may, and staff whom the who-may
// table lets. What was open by any way in ends.
func (d *Door) RemovePhone(ctx context.Context, by person.StaffID, who person.UserID, id string) error {
	if err := d.svc.dropPasskey(ctx, by, person.Self(who), id); err != nil {
		return err
	}
	_, err := d.EndAll(ctx, who)
	return err
}

// BeginSignIn starts a sign-in by passkey on this side.
func (d *Door) BeginSignIn(ctx context.Context) (options json.RawMessage, prompt string, err error) {
	return d.svc.beginSignIn(ctx, forOwnSignIn)
}

// FinishSignIn proves somebody by what their phone answered. A passkey of staff
// opens nothing here.
func (d *Door) FinishSignIn(ctx context.Context, prompt string, response []byte) (OwnProof, error) {
	t, err := d.svc.take(ctx, prompt, forOwnSignIn)
	if err != nil {
		return OwnProof{}, err
	}
	parsed, err := parseAssertion(response)
	if err != nil {
		return OwnProof{}, err
	}
	who, ok := person.StaffID(parsed.Response.UserHandle).Self()
	if !ok {
		return OwnProof{}, refused(errors.New("the passkey is not of somebody's own pages"))
	}
	find := func() (holder, error) { return d.holder(ctx, who) }
	if _, err := d.svc.accept(ctx, find, t.Session, parsed); err != nil {
		return OwnProof{}, err
	}
	return OwnProof{person: who, method: ByPasskey, at: d.svc.clock()}, nil
}
