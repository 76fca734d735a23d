// Package cosign is the outside witness of a register: somebody who keeps the
// last signed head they saw and signs a newer one only if it continues it
// (C2SP tlog-witness and tlog-cosignature). A service that shows two registers,
// or takes entries back, cannot have both cosigned.
package cosign

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// algCosignature is the signature type of timestamped cosignatures
// (C2SP signed-note, type 0x04).
const algCosignature = 4

// ErrKey says that a text is not the public key of a witness.
var ErrKey = errors.New("this is not a witness key: one line like NAME+HASH+BASE64, as steady witness init prints it")

// keyHash is the first four bytes of SHA-256 over the name and the typed key.
func keyHash(name string, public ed25519.PublicKey) uint32 {
	h := sha256.New()
	h.Write([]byte(name + "\n"))
	h.Write([]byte{algCosignature})
	h.Write(public)
	return binary.BigEndian.Uint32(h.Sum(nil))
}

// covered is what a cosignature signs: the time, and the note's text.
func covered(at int64, msg []byte) []byte {
	return append(fmt.Appendf(nil, "cosignature/v1\ntime %d\n", at), msg...)
}

// Signer cosigns notes. It is a note.Signer.
type Signer struct {
	name string
	key  ed25519.PrivateKey
	now  func() time.Time
}

// NewSigner makes a signer from a seed of 32 bytes.
func NewSigner(name string, seed []byte, now func() time.Time) (*Signer, error) {
	if len(seed) != ed25519.SeedSize || !goodName(name) {
		return nil, errors.New("a witness needs a name without spaces and +, and a seed of 32 bytes")
	}
	return &Signer{name, ed25519.NewKeyFromSeed(seed), now}, nil
}

// newSeed makes the secret of a new witness.
func newSeed() []byte {
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed)
	return seed
}

func goodName(name string) bool {
	return name != "" && len(name) <= 100 && !strings.ContainsAny(name, "+ \t\r\n")
}

// Name is the name in the signature line.
func (s *Signer) Name() string { return s.name }

// KeyHash tells this key from others of the name.
func (s *Signer) KeyHash() uint32 { return keyHash(s.name, s.public()) }

func (s *Signer) public() ed25519.PublicKey { return s.key.Public().(ed25519.PublicKey) }

// Sign returns the time in seconds, 8 bytes, and the signature.
func (s *Signer) Sign(msg []byte) ([]byte, error) {
	at := s.now().Unix()
	return append(binary.BigEndian.AppendUint64(nil, uint64(at)), ed25519.Sign(s.key, covered(at, msg))...), nil
}

// Public returns the key to hand to inspectors: one line.
func (s *Signer) Public() string {
	return fmt.Sprintf("%s+%08x+%s", s.name, s.KeyHash(),
		base64.StdEncoding.EncodeToString(append([]byte{algCosignature}, s.public()...)))
}

// Verifier verifies cosignatures of one witness. It is a note.Verifier.
type Verifier struct {
	name string
	key  ed25519.PublicKey
}

// NewVerifier reads the line that Public prints; the error is ErrKey.
func NewVerifier(text string) (*Verifier, error) {
	name, rest, _ := strings.Cut(text, "+")
	check, key, found := strings.Cut(rest, "+")
	raw, err := base64.StdEncoding.DecodeString(key)
	if err != nil || !found || !goodName(name) || len(raw) != 1+ed25519.PublicKeySize || raw[0] != algCosignature {
		return nil, ErrKey
	}
	v := &Verifier{name, raw[1:]}
	want, err := hex.DecodeString(check)
	if err != nil || len(want) != 4 || binary.BigEndian.Uint32(want) != v.KeyHash() {
		return nil, ErrKey
	}
	return v, nil
}

// Name is the name of the witness.
func (v *Verifier) Name() string { return v.name }

// KeyHash tells this key from others of the name.
func (v *Verifier) KeyHash() uint32 { return keyHash(v.name, v.key) }

// Verify reports whether sig is a cosignature of the text.
func (v *Verifier) Verify(msg, sig []byte) bool {
	at, ok := timeOf(sig)
	return ok && ed25519.Verify(v.key, covered(at, msg), sig[8:])
}

func timeOf(sig []byte) (at int64, ok bool) {
	if len(sig) != 8+ed25519.SignatureSize {
		return 0, false
	}
	at = int64(binary.BigEndian.Uint64(sig))
	return at, at >= 0
}

// At returns when the witness signed a note that was opened with its verifier,
// in Unix seconds; false where it did not sign.
func (v *Verifier) At(n *note.Note) (at int64, signed bool) {
	for _, s := range n.Sigs {
		if s.Name != v.name || s.Hash != v.KeyHash() {
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(s.Base64)
		if err != nil || len(raw) < 4 {
			return 0, false
		}
		return timeOf(raw[4:])
	}
	return 0, false
}
