package study

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// A sealed file is a row of stretches, each sealed by AES-256 in GCM under the
// key of that file alone. The nonce of a stretch is its number, and says whether
// it is the last: a stretch that was moved, changed or cut off is found out.
const (
	stretch    = 64 << 10 // bytes of sound in a stretch; the last one may be shorter
	tagOf      = 16       // bytes that a stretch grows by
	cipherName = "aes-256-gcm, 64 KiB"
)

// errSealBroken says that a sealed file is not what was sealed.
var errSealBroken = errors.New("the sealed recording is damaged: restore it from a backup, or delete it")

func aead(key []byte) (cipher.AEAD, error) {
	if len(key) != 32 {
		return nil, fmt.Errorf("the key of a recording has %d bytes, not 32", len(key))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func nonce(n int64, last bool) []byte {
	b := make([]byte, 12)
	binary.BigEndian.PutUint64(b, uint64(n))
	if last {
		b[11] = 1
	}
	return b
}

// sealed writes a sealed file.
type sealed struct {
	to   io.Writer
	gcm  cipher.AEAD
	next int64
	box  []byte
}

// newSealed begins a sealed file under a new key; seal is what opens it again.
func newSealed(to io.Writer) (w *sealed, seal []byte) {
	key := make([]byte, 32)
	rand.Read(key) // never fails (crypto/rand)
	gcm, err := aead(key)
	if err != nil {
		panic("study: a key of our own: " + err.Error())
	}
	return &sealed{to: to, gcm: gcm}, sealOf{cipherName, key}.text()
}

func (w *sealed) write(part []byte, last bool) error {
	w.box = w.gcm.Seal(w.box[:0], nonce(w.next, last), part, nil)
	_, err := w.to.Write(w.box)
	w.next++
	return err
}

// unsealed reads a sealed file from any place of it, one stretch in memory.
type unsealed struct {
	f    *os.File
	gcm  cipher.AEAD
	size int64
	at   int64
	have int64 // number of the stretch in part; -1 is none
	part []byte
	box  []byte
	live func() bool
}

func openSealed(f *os.File, seal []byte, size int64, live func() bool) (*unsealed, error) {
	var k sealOf
	if err := json.Unmarshal(seal, &k); err != nil || k.Cipher != cipherName {
		return nil, errSealBroken
	}
	gcm, err := aead(k.Key)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	// A sound that fills its stretches ends with an empty one.
	if n := size/stretch + 1; info.Size() != size+n*tagOf {
		return nil, errSealBroken
	}
	return &unsealed{f: f, gcm: gcm, size: size, have: -1, live: live}, nil
}

// Read implements io.Reader.
func (r *unsealed) Read(to []byte) (int, error) {
	if r.at >= r.size {
		return 0, io.EOF
	}
	if !r.live() {
		return 0, errNotHeard
	}
	if n := r.at / stretch; n != r.have {
		if err := r.load(n); err != nil {
			return 0, err
		}
	}
	n := copy(to, r.part[r.at-r.have*stretch:])
	r.at += int64(n)
	return n, nil
}

func (r *unsealed) load(n int64) error {
	last := n == r.size/stretch
	length := int64(stretch)
	if last {
		length = r.size - n*stretch
	}
	if r.box == nil {
		r.box = make([]byte, stretch+tagOf)
	}
	box := r.box[:length+tagOf]
	if _, err := r.f.ReadAt(box, n*(stretch+tagOf)); err != nil {
		return errors.Join(errSealBroken, err)
	}
	part, err := r.gcm.Open(box[:0], nonce(n, last), box, nil)
	if err != nil {
		return errSealBroken
	}
	r.part, r.have = part, n
	return nil
}

// Seek implements io.Seeker.
func (r *unsealed) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, errors.New("study: a place before the sound begins")
	}
	r.at = offset
	return offset, nil
}

// Close implements io.Closer.
func (r *unsealed) Close() error { return r.f.Close() }
