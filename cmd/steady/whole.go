package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// writeWhole writes beside the file and renames: a file of that name is whole,
// and what was there stays until then. Only its owner may read it.
func writeWhole(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".steady-*") // made with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// bytesInto writes what was made before.
func bytesInto(b []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
}
