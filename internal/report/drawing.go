package report

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
)

// What decides how a page is worded and drawn.
//
//go:embed content.go line.go page.go page.templ report.go sheets.go standing.go words.go words
var drawing embed.FS

// Drawing tells this way of drawing pages from another one: 16 hexadecimal
// digits, which change with every line of it.
func Drawing() string {
	h := sha256.New()
	err := fs.WalkDir(drawing, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := drawing.ReadFile(path)
		h.Write(b)
		return err
	})
	if err != nil {
		panic(err) // what is embedded can be read
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
