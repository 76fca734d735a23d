package login

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost is what one PIN hash takes.
type Cost struct {
	Passes    uint32 // argon2id time
	KiB       uint32 // memory in kibibytes
	Processes uint8  // lanes
}

// DefaultCost is three passes over 64 MiB in two lanes, above the minimum of
// RFC 9106 section 4 for constrained memory.
var DefaultCost = Cost{Passes: 3, KiB: 64 * 1024, Processes: 2}

func (c Cost) check() error {
	if c.Passes < 1 || c.Passes > 16 || c.Processes < 1 || c.Processes > 16 ||
		c.KiB < 8*uint32(c.Processes) || c.KiB > 1<<20 {
		return errors.New("hashing: choose 1 to 16 passes and lanes, and 8 KiB a lane up to 1 GiB")
	}
	return nil
}

// A kept hash states its own cost, so that costs can rise without anybody
// choosing a new PIN: $argon2id$v=19$m=65536,t=3,p=2[,keyid=9f2c]$salt$sum,
// base64 without padding. keyid is the start of the pepper's digest.
type kept struct {
	cost  Cost
	keyID string
	salt  []byte
	sum   []byte
}

const saltLen, sumLen = 16, 32

func (k kept) String() string {
	key := ""
	if k.keyID != "" {
		key = ",keyid=" + k.keyID
	}
	b := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d%s$%s$%s",
		argon2.Version, k.cost.KiB, k.cost.Passes, k.cost.Processes, key, b(k.salt), b(k.sum))
}

// errKept never quotes the text: it is a secret.
var errKept = errors.New("a kept PIN hash cannot be read: issue a new PIN")

// parseKept reads the one spelling of String. It bounds the cost it returns,
// so that a damaged row cannot take the machine's memory.
func parseKept(text string) (kept, error) {
	p := strings.Split(text, "$")
	if len(p) != 6 || p[0] != "" || p[1] != "argon2id" || p[2] != "v="+strconv.Itoa(argon2.Version) {
		return kept{}, errKept
	}
	var k kept
	params := strings.Split(p[3], ",")
	if len(params) == 4 {
		k.keyID = strings.TrimPrefix(params[3], "keyid=")
		if len(k.keyID) != 8 {
			return kept{}, errKept
		}
	}
	if len(params) < 3 {
		return kept{}, errKept
	}
	m, errM := strconv.ParseUint(strings.TrimPrefix(params[0], "m="), 10, 32)
	t, errT := strconv.ParseUint(strings.TrimPrefix(params[1], "t="), 10, 32)
	l, errL := strconv.ParseUint(strings.TrimPrefix(params[2], "p="), 10, 8)
	k.cost = Cost{Passes: uint32(t), KiB: uint32(m), Processes: uint8(l)}
	var errS, errH error
	k.salt, errS = base64.RawStdEncoding.DecodeString(p[4])
	k.sum, errH = base64.RawStdEncoding.DecodeString(p[5])
	if errors.Join(errM, errT, errL, errS, errH, k.cost.check()) != nil ||
		len(k.salt) != saltLen || len(k.sum) != sumLen || k.String() != text {
		return kept{}, errKept
	}
	return k, nil
}

// hasher bounds how many hashes run at once: each takes Cost.KiB of memory.
type hasher struct {
	cost   Cost
	slots  chan struct{}
	pepper []byte
	keyID  string
}

func newHasher(cost Cost, atOnce int, pepper []byte) *hasher {
	h := &hasher{cost: cost, slots: make(chan struct{}, atOnce), pepper: pepper}
	if len(pepper) > 0 {
		sum := sha256.Sum256(append([]byte("steady pepper id\n"), pepper...))
		h.keyID = hex.EncodeToString(sum[:4])
	}
	return h
}

func (h *hasher) sum(ctx context.Context, pin string, salt []byte, c Cost, keyed bool) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	in := []byte(pin)
	if keyed {
		mac := hmac.New(sha256.New, h.pepper)
		mac.Write(in)
		in = mac.Sum(nil)
	}
	return argon2.IDKey(in, salt, c.Passes, c.KiB, c.Processes, sumLen), nil
}

func (h *hasher) make(ctx context.Context, pin string) (string, error) {
	salt := make([]byte, saltLen)
	rand.Read(salt)
	sum, err := h.sum(ctx, pin, salt, h.cost, h.keyID != "")
	if err != nil {
		return "", err
	}
	return kept{h.cost, h.keyID, salt, sum}.String(), nil
}

// verify compares in constant time. stale says that the hash was made at
// another cost or without today's pepper and should be made again.
func (h *hasher) verify(ctx context.Context, pin, text string) (ok, stale bool, err error) {
	k, err := parseKept(text)
	if err != nil {
		return false, false, err
	}
	if k.keyID != "" && k.keyID != h.keyID {
		return false, false, errors.New("a PIN was kept with another pepper: restore that key, or issue a new PIN")
	}
	sum, err := h.sum(ctx, pin, k.salt, k.cost, k.keyID != "")
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(sum, k.sum) == 1, k.cost != h.cost || k.keyID != h.keyID, nil
}

// token returns 32 random bytes as text for a URL, a form or a row id.
func token() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}
