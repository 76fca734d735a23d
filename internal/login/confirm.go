package login

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"steady/journal"
	"steady/moment"
	"steady/person"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Digest is the SHA-256 of exactly what the second person was shown. As text
// it is 64 lower-case hexadecimal digits.
type Digest [32]byte

// MarshalText writes hexadecimal.
func (d Digest) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(d[:])), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Digest) UnmarshalText(b []byte) error {
	v, err := ParseDigest(string(b))
	*d = v
	return err
}

// ParseDigest reads 64 lower-case hexadecimal digits.
func ParseDigest(text string) (Digest, error) {
	var d Digest
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(d) || hex.EncodeToString(b) != text {
		return Digest{}, errors.New("a digest is 64 lower-case hexadecimal digits")
	}
	copy(d[:], b)
	return d, nil
}

// Confirmation is a second person's own act (R-REG-14): they proved who they
// are and confirmed a digest on the screen of somebody else.
type Confirmation struct {
	ID     string         `json:"id"`     // for UseConfirmation; single use
	Staff  person.StaffID `json:"staff"`  // the second person
	Actor  person.StaffID `json:"actor"`  // who was signed in and asked
	Method Method         `json:"method"` //
	Digest Digest         `json:"digest"` //
	At     moment.Instant `json:"at"`     //
	// Passkey is the kept assertion; nil for a PIN, which rests on the word of
	// the service.
	Passkey *Assertion `json:"passkey,omitempty"`
}

// Assertion is all that is needed to verify a passkey's confirmation again,
// years later, without the server. The signature is over AuthenticatorData and
// SHA-256(ClientData); ClientData holds the challenge, which Challenge makes
// of staff, nonce and digest.
type Assertion struct {
	Nonce             []byte `json:"nonce"`
	Credential        []byte `json:"credential"`         // id
	PublicKey         []byte `json:"public_key"`         // COSE, as the passkey was added
	AuthenticatorData []byte `json:"authenticator_data"` //
	ClientData        []byte `json:"client_data"`        // JSON, byte for byte
	Signature         []byte `json:"signature"`
}

const nonceLen = 32

// Challenge is what a passkey signs to confirm a digest:
//
//	SHA-256("steady confirmation v1\n" + staff id + "\n" + nonce + digest)
//
// with the nonce and the digest as 32 bytes each. The nonce makes a kept
// assertion worthless for a second prompt; a staff id has no line end in it.
func Challenge(staff person.StaffID, nonce []byte, digest Digest) [32]byte {
	h := sha256.New()
	h.Write([]byte("steady confirmation v1\n" + string(staff) + "\n"))
	h.Write(nonce)
	h.Write(digest[:])
	return [32]byte(h.Sum(nil))
}

// second returns who asks, and refuses that they confirm their own act. The
// core refuses it again.
func (s *Service) second(ctx context.Context, staff person.StaffID) (actor person.StaffID, err error) {
	a, ok := Who(ctx)
	if !ok || a.Locked {
		return "", deny("not_signed_in", "Sign in first; then a second person can confirm.")
	}
	if a.ID == staff {
		return "", deny("witness_is_actor", "You cannot confirm your own act. Ask a second person.")
	}
	return a.ID, nil
}

// ConfirmPIN takes the second person's PIN for a digest. The context must say
// who is signed in (Who).
func (s *Service) ConfirmPIN(ctx context.Context, staff person.StaffID, pin string, digest [32]byte) (
	Confirmation, error) {
	actor, err := s.second(ctx, staff)
	if err != nil {
		return Confirmation{}, err
	}
	p, err := s.provePIN(ctx, staff, pin)
	if err != nil {
		return Confirmation{}, err
	}
	if p.Issued {
		return Confirmation{}, errIssued
	}
	c := Confirmation{ID: token(), Staff: staff, Actor: actor, Method: ByPIN, Digest: digest, At: s.clock()}
	return c, s.keepConfirmation(ctx, c, ConfirmedPIN)
}

// BeginConfirmPasskey starts a prompt in which the second person's passkey
// signs Challenge. options is for PublicKeyCredential.parseRequestOptionsFromJSON.
func (s *Service) BeginConfirmPasskey(ctx context.Context, staff person.StaffID, digest [32]byte) (
	options json.RawMessage, prompt string, err error) {
	actor, err := s.second(ctx, staff)
	if err != nil {
		return nil, "", err
	}
	h, err := s.holder(ctx, staff)
	if err != nil {
		return nil, "", err
	}
	if len(h.WebAuthnCredentials()) == 0 {
		return nil, "", deny("passkey_none", "No passkey is set for this name. Use the PIN.")
	}
	nonce := make([]byte, nonceLen)
	rand.Read(nonce)
	challenge := Challenge(staff, nonce, digest)
	a, session, err := s.rp.BeginLogin(h, webauthn.WithChallenge(challenge[:]))
	if err != nil {
		return nil, "", fmt.Errorf("passkey: %w", err)
	}
	if options, err = json.Marshal(a.Response); err != nil {
		return nil, "", fmt.Errorf("passkey: %w", err)
	}
	prompt, err = s.open(ctx, ticket{
		For: forConfirm, Staff: staff, Actor: actor, Digest: digest, Nonce: nonce, Session: *session,
	})
	return options, prompt, err
}

// FinishConfirmPasskey takes what the browser answered the prompt with. Whoever
// is signed in must be who asked.
func (s *Service) FinishConfirmPasskey(ctx context.Context, prompt string, response []byte) (Confirmation, error) {
	t, err := s.take(ctx, prompt, forConfirm)
	if err != nil {
		return Confirmation{}, err
	}
	if actor, err := s.second(ctx, t.Staff); err != nil {
		return Confirmation{}, err
	} else if actor != t.Actor {
		return Confirmation{}, errTicket
	}
	parsed, err := parseAssertion(response)
	if err != nil {
		return Confirmation{}, err
	}
	find := func() (holder, error) { return s.holder(ctx, t.Staff) }
	k, err := s.accept(ctx, find, t.Session, parsed)
	if err != nil {
		return Confirmation{}, err
	}
	raw := parsed.Raw.AssertionResponse
	c := Confirmation{
		ID: token(), Staff: t.Staff, Actor: t.Actor, Method: ByPasskey, Digest: t.Digest, At: s.clock(),
		Passkey: &Assertion{
			Nonce: t.Nonce, Credential: k.Credential.ID, PublicKey: k.Credential.PublicKey,
			AuthenticatorData: raw.AuthenticatorData, ClientData: raw.ClientDataJSON, Signature: raw.Signature,
		},
	}
	if err := VerifyOffline(c, s.set.RPID, s.set.Origins); err != nil {
		return Confirmation{}, fmt.Errorf("a confirmation that was just accepted does not verify: %w", err)
	}
	return c, s.keepConfirmation(ctx, c, ConfirmedKey)
}

type confirmationRow struct {
	Confirmation
	Command string `json:"command,omitempty"` // the one command that used it
}

func (s *Service) keepConfirmation(ctx context.Context, c Confirmation, what What) error {
	r := Row{
		Kind: KindConfirmation, ID: c.ID, Owner: string(c.Staff), Expires: c.At.Add(s.set.ConfirmFor),
	}
	if err := writeKey(ctx, s.keys, r, confirmationRow{Confirmation: c}); err != nil {
		return err
	}
	return s.note(ctx, c.Staff, c.Actor, what)
}

// UseConfirmation spends a confirmation on one command. It must be of this
// digest, asked for by who is signed in, and not older than Settings.ConfirmFor.
// The same command may spend it again: a press that came twice is one command.
func (s *Service) UseConfirmation(ctx context.Context, id string, digest [32]byte, command string) (
	Confirmation, error) {
	a, ok := Who(ctx)
	if !ok || a.Locked || command == "" {
		return Confirmation{}, deny("not_signed_in", "Sign in first; then a second person can confirm.")
	}
	for range 20 {
		var c confirmationRow
		r, err := s.read(ctx, KindConfirmation, id, &c)
		if errors.Is(err, ErrNoRow) {
			return Confirmation{}, deny("confirmation_expired",
				"The confirmation has expired. Ask the second person to confirm again.")
		} else if err != nil {
			return Confirmation{}, err
		}
		switch {
		case c.Digest != digest || c.Actor != a.ID:
			return Confirmation{}, deny("confirmation_other",
				"What is shown is not what was confirmed. Ask the second person to look and confirm again.")
		case c.Command == command:
			return c.Confirmation, nil
		case c.Command != "":
			return Confirmation{}, deny("confirmation_used",
				"This confirmation was used already. Ask the second person to confirm again.")
		}
		c.Command = command
		if err = writeKey(ctx, s.keys, r, c); err == nil {
			return c.Confirmation, nil
		} else if !errors.Is(err, ErrRowMoved) {
			return Confirmation{}, err
		}
	}
	return Confirmation{}, ErrRowMoved
}

// Journal returns the confirmation as an entry carries it.
func (c Confirmation) Journal() (journal.Confirmation, error) {
	j := journal.Confirmation{By: string(c.Staff), Method: string(c.Method), Digest: hex.EncodeToString(c.Digest[:])}
	if c.Passkey == nil {
		return j, nil
	}
	var err error
	j.Evidence, err = json.Marshal(c.Passkey)
	return j, err
}

// FromJournal reads a confirmation an entry carries. ID, Actor and At are not
// in it; the entry says who asked and when.
func FromJournal(j journal.Confirmation) (Confirmation, error) {
	c := Confirmation{Staff: person.StaffID(j.By), Method: Method(j.Method)}
	if err := person.CheckID(j.By); err != nil {
		return Confirmation{}, fmt.Errorf("confirmation: %w", err)
	}
	var err error
	if c.Digest, err = ParseDigest(j.Digest); err != nil {
		return Confirmation{}, fmt.Errorf("confirmation: %w", err)
	}
	switch {
	case c.Method == ByPIN && len(j.Evidence) == 0:
		return c, nil
	case c.Method != ByPasskey || len(j.Evidence) == 0:
		return Confirmation{}, errors.New("confirmation: the method is pin without evidence, or passkey with it")
	}
	d := json.NewDecoder(strings.NewReader(string(j.Evidence)))
	d.DisallowUnknownFields()
	c.Passkey = &Assertion{}
	if err := d.Decode(c.Passkey); err != nil {
		return Confirmation{}, fmt.Errorf("confirmation: the evidence cannot be read: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Confirmation{}, errors.New("confirmation: something follows the evidence")
	}
	return c, nil
}

// ErrNoEvidence says that a confirmation was by PIN: it rests on the word of
// the service and cannot be verified from outside.
var ErrNoEvidence = errors.New("confirmed by PIN: there is no signature to verify")

// VerifyConfirmation verifies a kept passkey confirmation again, and that the
// passkey, if its owner still has it, is the one that was added here. A PIN
// answers ErrNoEvidence.
func (s *Service) VerifyConfirmation(c Confirmation) error {
	if err := VerifyOffline(c, s.set.RPID, s.set.Origins); err != nil {
		return err
	}
	var k Passkey
	id := base64.RawURLEncoding.EncodeToString(c.Passkey.Credential)
	r, err := s.keys.Key(context.Background(), KindPasskey, id)
	if errors.Is(err, ErrNoRow) {
		return nil // removed since; the assertion stands by itself
	} else if err != nil {
		return err
	}
	if err := json.Unmarshal(r.Data, &k); err != nil {
		return fmt.Errorf("a passkey row cannot be read: %w", err)
	}
	if k.Staff != c.Staff || string(k.Credential.PublicKey) != string(c.Passkey.PublicKey) {
		return errors.New("the confirmation's passkey is not the one this person added")
	}
	return nil
}

// VerifyOffline verifies that the holder of c.Passkey.PublicKey, with user
// verification, signed the challenge of this staff id and digest at one of the
// origins. Whoever asks decides whether that key is the person's: the service
// that added it knows, and so does a list of keys printed at the time.
func VerifyOffline(c Confirmation, rpID string, origins []string) error {
	if c.Method == ByPIN && c.Passkey == nil {
		return ErrNoEvidence
	}
	p := c.Passkey
	if c.Method != ByPasskey || p == nil || len(p.Nonce) != nonceLen || len(p.Credential) == 0 {
		return errors.New("the confirmation is incomplete: it needs the assertion and its nonce")
	}
	id := base64.RawURLEncoding.EncodeToString(p.Credential)
	response := protocol.CredentialAssertionResponse{
		PublicKeyCredential: protocol.PublicKeyCredential{
			Credential: protocol.Credential{ID: id, Type: string(protocol.PublicKeyCredentialType)},
			RawID:      p.Credential,
		},
		AssertionResponse: protocol.AuthenticatorAssertionResponse{
			AuthenticatorResponse: protocol.AuthenticatorResponse{ClientDataJSON: p.ClientData},
			AuthenticatorData:     p.AuthenticatorData, Signature: p.Signature,
		},
	}
	parsed, err := response.Parse()
	if err != nil {
		return fmt.Errorf("the confirmation cannot be read: %w", err)
	}
	challenge := Challenge(c.Staff, p.Nonce, c.Digest)
	err = parsed.Verify(base64.RawURLEncoding.EncodeToString(challenge[:]), rpID, "", origins, nil, nil,
		protocol.TopOriginExplicitVerificationMode, false, true, true, p.PublicKey, protocol.SignaturePolicy{})
	if err != nil {
		return fmt.Errorf("the confirmation does not verify: %w", err)
	}
	return nil
}
