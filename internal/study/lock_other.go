//go:build !unix

package study

import (
	"errors"
	"os"
)

// locks says that files cannot be locked here in a way that was tried: Open keeps
// no recordings, so that no sweep takes one away while it arrives.
const locks = false

func lock(*os.File) error { return errors.ErrUnsupported }

func tryLock(*os.File) (bool, error) { return false, errors.ErrUnsupported }
