package bundle

import (
	"archive/zip"
	"io"
)

// firstDate is 1 January 1980, the first day that a zip can say: a bundle does
// not depend on when it was packed.
const firstDate = 1<<5 | 1

// zip writes the files as they are, one after another: the same files give the
// same bytes.
func (b *bundle) zip(w io.Writer, list []byte) error {
	z := zip.NewWriter(w)
	for _, f := range append(b.files[:len(b.files):len(b.files)], newFile(listName, list)) {
		out, err := z.CreateRaw(&zip.FileHeader{Name: f.name, Method: zip.Store, ModifiedDate: firstDate, CRC32: f.crc,
			CompressedSize64: uint64(f.size), UncompressedSize64: uint64(f.size)})
		if err != nil {
			return err
		}
		if f.name != exportName {
			_, err = out.Write(f.content)
		} else if _, err = b.export.Seek(0, io.SeekStart); err == nil {
			_, err = io.Copy(out, b.export)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}
