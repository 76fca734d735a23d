package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"steady/internal/bundle"
)

// exportFile is an export to be read, by itself or within a bundle.
type exportFile struct {
	io.Reader
	*os.File
}

// Read reads the export (io.Reader).
func (f exportFile) Read(p []byte) (int, error) { return f.Reader.Read(p) }

// openExport opens an export, or the one in a bundle.
func openExport(name string) (exportFile, error) {
	f, err := os.Open(name)
	if err != nil {
		return exportFile{}, err
	}
	size, zip, err := isBundle(f)
	if err == nil && !zip {
		return exportFile{f, f}, nil
	}
	var within *io.SectionReader
	if err == nil {
		within, err = bundle.Export(f, size)
	}
	if err != nil {
		f.Close()
		return exportFile{}, err
	}
	return exportFile{within, f}, nil
}

func isBundle(f *os.File) (size int64, zip bool, err error) {
	about, err := f.Stat()
	if err != nil {
		return 0, false, err
	}
	first := make([]byte, len(bundle.Magic))
	n, _ := f.ReadAt(first, 0) // what cannot be read is told by whoever reads it all
	return about.Size(), string(first[:n]) == bundle.Magic, nil
}

// checkBundle makes a bundle again from its export, which was verified with the
// key. It is nil for a file that is none.
func checkBundle(name, key string) (*bundle.Checked, error) {
	if name == "-" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	size, zip, err := isBundle(f)
	if err != nil || !zip {
		return nil, err
	}
	x, err := bundle.Check(f, size, key)
	return &x, err
}

func (c *call) bundleWords(x *bundle.Checked) {
	if x == nil {
		return
	}
	fmt.Fprintf(c.out, "bundle: made again from the register and the same: %s\n", strings.Join(x.Remade, ", "))
	fmt.Fprintf(c.out, "names:  names.json names %d of staff and %d people, as the service signed them; names can be "+
		"erased and are not part of the register's proof\n", x.Staff, x.People)
	if len(x.Signed) > 0 {
		fmt.Fprintf(c.out, "bundle: drawn by another build of Steady (drawing %s, this one is %s) and NOT compared: %s; "+
			"they are as the service signed them\n", x.Drawing, bundle.Drawing(), strings.Join(x.Signed, ", "))
	}
}
