// Package asset serves the style sheets and scripts of the screens from inside
// the binary. Every address carries the digest of its content, so a browser
// may keep a file for ever and a new release is seen at once.
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// Prefix is where Handler must be mounted.
const Prefix = "/assets/"

// The files a page loads, by name; versions of other people's work are in the
// name, ours changes with its digest.
const (
	NHS    = "nhsuk-10.6.1.css"
	Steady = "steady.css"
	HTMX   = "htmx-4.0.1.min.js"
	SSE    = "hx-sse-4.0.1.min.js"
	Script = "steady.js"
	Icon   = "icon.svg"

	Times = "times.css" // of the pages under /times, beside Steady
	Study = "study.css" // of the pages under /studies, beside Steady
	// Of the pages under /lab, beside Steady and Script.
	Lab       = "lab.css"
	LabScript = "lab.js"
	// Of coding and themes, beside Study.
	Coding       = "coding.css"
	CodingScript = "coding.js"
	// Of people's own pages, beside NHS, Steady and Script.
	Own       = "own.css"
	OwnScript = "own.js"
)

//go:embed dist
var dist embed.FS

type file struct {
	plain, zipped []byte
	digest        string
	kind          string
}

var files = load()

func load() map[string]file {
	out := map[string]file{}
	entries, err := fs.ReadDir(dist, "dist")
	if err != nil {
		panic(err) // the embedded folder is part of the binary
	}
	for _, e := range entries {
		b, err := dist.ReadFile("dist/" + e.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(b)
		var z bytes.Buffer
		w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
		_, _ = w.Write(b) // a bytes.Buffer does not fail
		_ = w.Close()
		out[e.Name()] = file{b, z.Bytes(), hex.EncodeToString(sum[:6]), kindOf(e.Name())}
	}
	return out
}

func kindOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return "application/octet-stream"
}

// URL returns the address of an embedded file. It panics on a name that is not
// embedded, which is a mistake in a template.
func URL(name string) string {
	f, ok := files[name]
	if !ok {
		panic(fmt.Sprintf("asset: %q is not embedded", name))
	}
	return Prefix + f.digest + "/" + name
}

// Bytes returns how many bytes a file is over the wire, compressed.
func Bytes(name string) int { return len(files[name].zipped) }

// Handler serves the embedded files under Prefix. An address whose digest is
// not the current one is not found: an old page then says so instead of mixing
// two releases.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		digest, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, Prefix), "/")
		f, ok := files[name]
		if !ok || f.digest != digest {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Vary", "Accept-Encoding")
		body := f.plain
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = f.zipped
		}
		h.Set("Content-Length", fmt.Sprint(len(body)))
		if r.Method != http.MethodHead {
			_, _ = w.Write(body) // a reader that left is not our fault
		}
	})
}
