package journal

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
)

// Digest returns the salted digest of a text in the cabinet, the base64 of
// SHA-256 over a domain line, the length of the salt, the salt and the text.
// The length keeps salt and text apart; the line keeps it from being mistaken
// for a leaf. Salts are 16 random bytes or more, one for each text: without
// the salt, which is erased with its row, the digest says nothing of the text.
func Digest(salt []byte, text string) string {
	b := make([]byte, 0, 64+len(salt)+len(text))
	b = append(b, "steady/text/1\n"...)
	b = binary.BigEndian.AppendUint64(b, uint64(len(salt)))
	b = append(b, salt...)
	b = append(b, text...)
	sum := sha256.Sum256(b)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// CheckDigest says whether the digest is that of the salt and the text.
func CheckDigest(digest string, salt []byte, text string) bool {
	return subtle.ConstantTimeCompare([]byte(Digest(salt, text)), []byte(digest)) == 1
}
