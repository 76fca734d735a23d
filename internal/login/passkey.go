package login

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"steady/moment"
	"steady/person"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// maxResponse bounds what a browser may answer a passkey prompt with.
const maxResponse = 64 << 10

func relyingParty(set Settings) (*webauthn.WebAuthn, error) {
	if set.RPID == "" {
		return nil, errors.New("RPID is the host name of the service")
	}
	needed := true
	return webauthn.New(&webauthn.Config{
		RPID: set.RPID, RPDisplayName: set.RPName, RPOrigins: set.Origins,
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: &needed,
			UserVerification: protocol.VerificationRequired,
		},
	})
}

// Passkey is one passkey of a member of staff, with the whole record WebAuthn
// keeps of it.
type Passkey struct {
	Staff person.StaffID `json:"staff"`
	Label string         `json:"label"` // in the owner's words: "blue key", "ward tablet"
	Added moment.Instant `json:"added"`
	Used  moment.Instant `json:"used"`
	// Doubtful is set when the counter went back: a copy may exist. The passkey
	// proves nothing any more; remove it and add another.
	Doubtful   bool                `json:"doubtful,omitempty"`
	Credential webauthn.Credential `json:"credential"`
}

// ID returns the credential id as text, as RemovePasskey takes it.
func (p Passkey) ID() string { return base64.RawURLEncoding.EncodeToString(p.Credential.ID) }

// holder is a member of staff as the WebAuthn library asks for one.
type holder struct {
	member Member
	keys   []Passkey
	rows   []Row
}

func (h holder) WebAuthnID() []byte          { return []byte(h.member.ID) }
func (h holder) WebAuthnName() string        { return h.member.Name }
func (h holder) WebAuthnDisplayName() string { return h.member.Name }
func (h holder) WebAuthnCredentials() []webauthn.Credential {
	var out []webauthn.Credential
	for _, k := range h.keys {
		if !k.Doubtful {
			out = append(out, k.Credential)
		}
	}
	return out
}

func (s *Service) holder(ctx context.Context, staff person.StaffID) (holder, error) {
	m, err := s.active(ctx, staff)
	if err != nil {
		return holder{}, err
	}
	return s.keysOf(ctx, m)
}

// keysOf adds their passkeys to somebody.
func (s *Service) keysOf(ctx context.Context, m Member) (h holder, err error) {
	h = holder{member: m}
	if h.rows, err = s.keys.KeysOf(ctx, KindPasskey, string(m.ID), 100); err != nil {
		return holder{}, err
	}
	h.keys = make([]Passkey, len(h.rows))
	for i, r := range h.rows {
		if err := json.Unmarshal(r.Data, &h.keys[i]); err != nil {
			return holder{}, fmt.Errorf("a passkey row cannot be read: %w", err)
		}
	}
	return h, nil
}

// ticket is a prompt under way. It is taken once, whatever comes of it.
type ticket struct {
	For     purpose              `json:"for"`
	Staff   person.StaffID       `json:"staff,omitempty"`
	Actor   person.StaffID       `json:"actor,omitempty"`
	Label   string               `json:"label,omitempty"`
	Digest  Digest               `json:"digest,omitzero"`
	Nonce   []byte               `json:"nonce,omitempty"`
	Session webauthn.SessionData `json:"session"`
}

type purpose string

const (
	forSignIn  purpose = "signin"
	forAdding  purpose = "add"
	forConfirm purpose = "confirm"

	forOwnSignIn purpose = "own_signin"
	forOwnAdding purpose = "own_add"
	forSecret    purpose = "own_secret"
)

func (s *Service) open(ctx context.Context, t ticket) (id string, err error) {
	id = token()
	r := Row{Kind: KindTicket, ID: id, Expires: s.clock().Add(s.set.ConfirmFor)}
	return id, writeKey(ctx, s.keys, r, t)
}

var errTicket = deny("prompt_expired", "This prompt has expired or was answered already. Press the button again.")

func (s *Service) take(ctx context.Context, id string, want purpose) (ticket, error) {
	var t ticket
	r, err := s.read(ctx, KindTicket, id, &t)
	if errors.Is(err, ErrNoRow) {
		return ticket{}, errTicket
	} else if err != nil {
		return ticket{}, err
	}
	if err := s.keys.DropKey(ctx, KindTicket, id, r.Version); errors.Is(err, ErrNoRow) {
		return ticket{}, errTicket
	} else if err != nil {
		return ticket{}, err
	}
	if t.For != want {
		return ticket{}, errTicket
	}
	return t, nil
}

// BeginPasskey starts adding a passkey for whoever has just proved themselves;
// an issued PIN is not enough, because its issuer knows it. options is for
// PublicKeyCredential.parseCreationOptionsFromJSON.
func (s *Service) BeginPasskey(ctx context.Context, p Proof, label string) (
	options json.RawMessage, prompt string, err error) {
	if p.staff == "" || s.clock().Since(p.at) > s.set.ConfirmFor {
		return nil, "", deny("proof_old", "Too much time has passed. Enter your PIN or use your passkey again.")
	}
	if p.issued {
		return nil, "", errIssued
	}
	if label == "" || len(label) > 60 {
		return nil, "", deny("passkey_label", "Give the passkey a name of 1 to 60 characters, such as: blue key.")
	}
	h, err := s.holder(ctx, p.staff)
	if err != nil {
		return nil, "", err
	}
	return s.beginAdding(ctx, h, ticket{For: forAdding, Staff: p.staff, Label: label})
}

// beginAdding asks the browser for a new passkey of the holder.
func (s *Service) beginAdding(ctx context.Context, h holder, t ticket) (
	options json.RawMessage, prompt string, err error) {
	var have []protocol.CredentialDescriptor
	for _, k := range h.keys {
		have = append(have, k.Credential.Descriptor())
	}
	creation, session, err := s.rp.BeginRegistration(h, webauthn.WithExclusions(have))
	if err != nil {
		return nil, "", fmt.Errorf("passkey: %w", err)
	}
	if options, err = json.Marshal(creation.Response); err != nil {
		return nil, "", fmt.Errorf("passkey: %w", err)
	}
	t.Session = *session
	prompt, err = s.open(ctx, t)
	return options, prompt, err
}

// FinishPasskey keeps the passkey the browser made for the prompt. staff is who
// sits there; it must be who began.
func (s *Service) FinishPasskey(ctx context.Context, staff person.StaffID, prompt string, response []byte) error {
	t, err := s.take(ctx, prompt, forAdding)
	if err != nil {
		return err
	}
	if t.Staff != staff {
		return errTicket
	}
	h, err := s.holder(ctx, staff)
	if err != nil {
		return err
	}
	return s.keepNew(ctx, h, t, response)
}

// keepNew keeps the passkey that the browser made for the ticket.
func (s *Service) keepNew(ctx context.Context, h holder, t ticket, response []byte) error {
	staff := h.member.ID
	if len(response) > maxResponse {
		return refused(errors.New("the answer is too long"))
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(response)
	if err != nil {
		return refused(err)
	}
	c, err := s.rp.CreateCredential(h, t.Session, parsed)
	if err != nil {
		return refused(err)
	}
	now := s.clock()
	k := Passkey{Staff: staff, Label: t.Label, Added: now, Used: now, Credential: *c}
	err = writeKey(ctx, s.keys, Row{Kind: KindPasskey, ID: k.ID(), Owner: string(staff)}, k)
	if errors.Is(err, ErrRowMoved) {
		return deny("passkey_taken", "This passkey is in use already. Use another device or key.")
	} else if err != nil {
		return err
	}
	return s.note(ctx, staff, staff, PasskeyAdded)
}

// Passkeys lists a member's passkeys.
func (s *Service) Passkeys(ctx context.Context, staff person.StaffID) ([]Passkey, error) {
	h, err := s.holder(ctx, staff)
	return h.keys, err
}

// RemovePasskey removes a passkey: its owner may, and so may a manager, an
// admin and the Console. What it confirmed stays verifiable.
func (s *Service) RemovePasskey(ctx context.Context, by, staff person.StaffID, id string) error {
	if by != staff {
		if err := s.mayHelp(ctx, by, staff); err != nil {
			return err
		}
	}
	return s.dropPasskey(ctx, by, staff, id)
}

func (s *Service) dropPasskey(ctx context.Context, by, staff person.StaffID, id string) error {
	for range 5 {
		var k Passkey
		r, err := s.read(ctx, KindPasskey, id, &k)
		if errors.Is(err, ErrNoRow) || err == nil && k.Staff != staff {
			return deny("passkey_gone", "This passkey is not there any more.")
		} else if err != nil {
			return err
		}
		if err = s.keys.DropKey(ctx, KindPasskey, id, r.Version); err == nil {
			return s.note(ctx, staff, by, PasskeyRemoved)
		} else if !errors.Is(err, ErrNoRow) {
			return err
		}
	}
	return fmt.Errorf("passkey: the row keeps changing: %w", ErrRowMoved)
}

// BeginSignIn starts a sign-in by passkey; the authenticator says whose it is.
// options is for PublicKeyCredential.parseRequestOptionsFromJSON.
func (s *Service) BeginSignIn(ctx context.Context) (options json.RawMessage, prompt string, err error) {
	return s.beginSignIn(ctx, forSignIn)
}

func (s *Service) beginSignIn(ctx context.Context, side purpose) (options json.RawMessage, prompt string, err error) {
	a, session, err := s.rp.BeginDiscoverableLogin()
	if err != nil {
		return nil, "", fmt.Errorf("passkey: %w", err)
	}
	if options, err = json.Marshal(a.Response); err != nil {
		return nil, "", fmt.Errorf("passkey: %w", err)
	}
	prompt, err = s.open(ctx, ticket{For: side, Session: *session})
	return options, prompt, err
}

// FinishSignIn proves a member of staff by what the browser answered.
func (s *Service) FinishSignIn(ctx context.Context, prompt string, response []byte) (Proof, error) {
	t, err := s.take(ctx, prompt, forSignIn)
	if err != nil {
		return Proof{}, err
	}
	parsed, err := parseAssertion(response)
	if err != nil {
		return Proof{}, err
	}
	staff := person.StaffID(parsed.Response.UserHandle)
	find := func() (holder, error) { return s.holder(ctx, staff) }
	if _, err := s.accept(ctx, find, t.Session, parsed); err != nil {
		return Proof{}, err
	}
	return Proof{staff: staff, method: ByPasskey, at: s.clock()}, nil
}

func parseAssertion(response []byte) (*protocol.ParsedCredentialAssertionData, error) {
	if len(response) > maxResponse {
		return nil, refused(errors.New("the answer is too long"))
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return nil, refused(err)
	}
	return parsed, nil
}

// accept checks an assertion against the passkeys of who is found and keeps the
// new counter and flags. Two assertions of one passkey at a time are put in
// order by the row's version.
func (s *Service) accept(ctx context.Context, find func() (holder, error), session webauthn.SessionData,
	parsed *protocol.ParsedCredentialAssertionData) (Passkey, error) {
	for range 5 {
		h, err := find()
		if err != nil {
			return Passkey{}, err
		}
		var c *webauthn.Credential
		if len(session.UserID) == 0 {
			is := func(_, _ []byte) (webauthn.User, error) { return h, nil }
			_, c, err = s.rp.ValidatePasskeyLogin(is, session, parsed)
		} else {
			c, err = s.rp.ValidateLogin(h, session, parsed)
		}
		if err != nil {
			return Passkey{}, refused(err)
		}
		k, err := s.keepUse(ctx, h, *c)
		if !errors.Is(err, ErrRowMoved) {
			return k, err
		}
	}
	return Passkey{}, fmt.Errorf("passkey: the row keeps changing: %w", ErrRowMoved)
}

func (s *Service) keepUse(ctx context.Context, h holder, c webauthn.Credential) (Passkey, error) {
	for i, k := range h.keys {
		if string(k.Credential.ID) != string(c.ID) {
			continue
		}
		k.Credential, k.Used, k.Doubtful = c, s.clock(), c.Authenticator.CloneWarning
		if err := writeKey(ctx, s.keys, h.rows[i], k); err != nil {
			return Passkey{}, err
		}
		if !k.Doubtful {
			return k, nil
		}
		if err := s.note(ctx, k.Staff, k.Staff, PasskeyDoubtful); err != nil {
			return Passkey{}, err
		}
		return Passkey{}, deny("passkey_doubtful", "This passkey's counter went back, so a copy of it may exist. "+
			"Use your PIN, tell a manager, remove this passkey and add another.")
	}
	return Passkey{}, refused(errors.New("the passkey is not the member's"))
}

// refused hides what exactly did not fit from the page and keeps it for the
// operator's log: a wrong origin there is most often a setting.
func refused(cause error) *Denial {
	return &Denial{Code: "passkey_refused", Cause: cause,
		Sentence: "This passkey was not accepted. Try again, use your PIN, or ask a manager."}
}
