package logintest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
)

// Authenticator is a passkey made of software, P-256 and attestation "none",
// together with the browser around it. Its fields say how it misbehaves.
type Authenticator struct {
	Origin    string // as the browser reports it
	RPID      string // as the browser checked it
	NoUV      bool   // touched, but nobody was verified
	Challenge string // answered instead of the one asked for
	Type      string // client data type instead of the proper one
	Count     uint32 // of signatures; raised by each. Stays 0 with Uncounted
	Uncounted bool   // as synced passkeys are

	id, user []byte
	key      *ecdsa.PrivateKey
}

// NewAuthenticator makes one without a passkey, at an origin.
func NewAuthenticator(rpid, origin string) *Authenticator {
	return &Authenticator{Origin: origin, RPID: rpid}
}

// Copy returns a clone: the same key with a counter of its own.
func (a *Authenticator) Copy() *Authenticator {
	b := *a
	return &b
}

const flagUP, flagUV, flagAT = 0x01, 0x04, 0x40

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// Create answers PublicKeyCredentialCreationOptionsJSON.
func (a *Authenticator) Create(options json.RawMessage) ([]byte, error) {
	var o struct {
		Challenge string `json:"challenge"`
		User      struct {
			ID string `json:"id"`
		} `json:"user"`
		Selection struct {
			UV       string `json:"userVerification"`
			Resident string `json:"residentKey"`
		} `json:"authenticatorSelection"`
	}
	if err := json.Unmarshal(options, &o); err != nil {
		return nil, err
	}
	if o.Selection.UV != "required" || o.Selection.Resident != "required" {
		return nil, fmt.Errorf("the options ask for %+v, want both required", o.Selection)
	}
	var err error
	if a.user, err = base64.RawURLEncoding.DecodeString(o.User.ID); err != nil {
		return nil, err
	}
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return nil, err
	}
	a.id = make([]byte, 16)
	rand.Read(a.id)
	point, err := a.key.PublicKey.Bytes() // 0x04, x, y
	if err != nil {
		return nil, err
	}
	data := a.head(flagAT)
	data = append(data, make([]byte, 16)...) // AAGUID
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.id)))
	data = append(data, a.id...)
	// COSE: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
	data = append(data, 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20)
	data = append(data, point[1:33]...)
	data = append(data, 0x22, 0x58, 0x20)
	data = append(data, point[33:]...)
	// CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
	object := append([]byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"), byte(len(data)))
	object = append(object, data...)
	return json.Marshal(map[string]any{
		"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "clientExtensionResults": struct{}{},
		"response": map[string]any{
			"clientDataJSON": b64(a.client("webauthn.create", o.Challenge)), "attestationObject": b64(object),
			"transports": []string{"internal"},
		},
	})
}

// Assert answers PublicKeyCredentialRequestOptionsJSON.
func (a *Authenticator) Assert(options json.RawMessage) ([]byte, error) {
	var o struct {
		Challenge string `json:"challenge"`
		UV        string `json:"userVerification"`
	}
	if err := json.Unmarshal(options, &o); err != nil {
		return nil, err
	}
	if o.UV != "required" {
		return nil, fmt.Errorf("the options ask for user verification %q, want required", o.UV)
	}
	if a.key == nil {
		return nil, errors.New("there is no passkey yet")
	}
	client, data := a.client("webauthn.get", o.Challenge), a.head(0)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, sum[:])
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{
		"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "clientExtensionResults": struct{}{},
		"response": map[string]any{
			"clientDataJSON": b64(client), "authenticatorData": b64(data),
			"signature": b64(signature), "userHandle": b64(a.user),
		},
	})
}

func (a *Authenticator) head(flags byte) []byte {
	flags |= flagUP
	if !a.NoUV {
		flags |= flagUV
	}
	if !a.Uncounted {
		a.Count++
	}
	rp := sha256.Sum256([]byte(a.RPID))
	return binary.BigEndian.AppendUint32(append(rp[:], flags), a.Count)
}

func (a *Authenticator) client(kind, challenge string) []byte {
	if a.Challenge != "" {
		challenge = a.Challenge
	}
	if a.Type != "" {
		kind = a.Type
	}
	b, err := json.Marshal(map[string]any{
		"type": kind, "challenge": challenge, "origin": a.Origin, "crossOrigin": false,
	})
	if err != nil {
		panic(err) // strings and a bool always marshal
	}
	return b
}
