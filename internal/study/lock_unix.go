//go:build unix

package study

import (
	"errors"
	"os"
	"syscall"
)

// locks says that files can be locked here: recordings are kept only then.
const locks = true

// lock waits for the lock of a file; it ends when the file is closed.
func lock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }

// tryLock locks a file that nobody else has locked.
func tryLock(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
