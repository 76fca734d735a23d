package login

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"steady/journal"
)

// Kept is what a kept confirmation proves without the service.
type Kept struct {
	Staff   string // opaque id of the second person
	Passkey string // fingerprint of the key that signed, "" for a PIN
	Origin  string // address at which the passkey signed
	Act     string // digest of what the passkey signed: one act has one, "" for a PIN
	Count   uint32 // of the passkey's signatures, as it says; 0 where it does not count
}

// CheckKept verifies a confirmation as an entry carries it, from the entry
// alone (R-REG-09, R-REG-14): the text that was shown has the digest that was
// confirmed, and a passkey's signature is of that digest, by that person's id,
// with the person verified. A PIN, or the invented second person of a demo, has
// nothing more to verify: it rests on the word of the service. The relying party is the one the assertion itself names;
// whoever asks compares Origin and Passkey with what they know.
func CheckKept(j journal.Confirmation) (Kept, error) {
	if sum := sha256.Sum256([]byte(j.Shown)); j.Shown != "" && hex.EncodeToString(sum[:]) != j.Digest {
		return Kept{}, errors.New("the text kept as shown is not the text that was confirmed")
	}
	if Method(j.Method) != ByPasskey && len(j.Evidence) == 0 {
		return Kept{Staff: j.By}, nil
	}
	c, err := FromJournal(j)
	if err != nil {
		return Kept{}, err
	}
	var client struct {
		Origin string `json:"origin"`
	}
	if err := json.Unmarshal(c.Passkey.ClientData, &client); err != nil {
		return Kept{}, fmt.Errorf("the confirmation cannot be read: %w", err)
	}
	at, err := url.Parse(client.Origin)
	if err != nil || at.Hostname() == "" {
		return Kept{}, errors.New("the confirmation names no address at which it was made")
	}
	sum := sha256.Sum256(c.Passkey.PublicKey)
	kept := Kept{Staff: j.By, Passkey: hex.EncodeToString(sum[:8]), Origin: client.Origin}
	act := sha256.Sum256(slices.Concat(c.Passkey.AuthenticatorData, c.Passkey.ClientData))
	kept.Act = hex.EncodeToString(act[:])
	for host := at.Hostname(); ; { // a relying party is the host or a domain above it
		if err = VerifyOffline(c, host, []string{client.Origin}); err == nil {
			const counter = 33 // after the relying party's hash and the flags
			kept.Count = binary.BigEndian.Uint32(c.Passkey.AuthenticatorData[counter:])
			return kept, nil
		}
		_, above, found := strings.Cut(host, ".")
		if !found || !strings.Contains(above, ".") {
			return Kept{}, err
		}
		host = above
	}
}
