// Package transcript reads interviews from the files that people write and
// machines make: plain text with speakers, WebVTT, SubRip, DOCX and ODT (V-34).
// It takes bytes and gives a text with its speakers and turns. Nothing is
// dropped in silence: what is not part of a turn is in Loose, what stood
// outside the text is in Notes. Who a speaker is, a person confirms.
package transcript

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"steady/voice"
)

// Read reads a transcript by the ending of its name: txt, vtt, srt, docx or
// odt. A *voice.RefusedError is a file that is understood and not taken; any
// other error says why it cannot be read.
func Read(name string, b []byte) (*voice.Transcript, error) {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".txt":
		return ReadText(b)
	case ".vtt":
		return ReadVTT(b)
	case ".srt":
		return ReadSRT(b)
	case ".docx":
		return ReadDOCX(b)
	case ".odt":
		return ReadODT(b)
	default:
		return nil, fmt.Errorf("%q is not a transcript: it ends in .txt, .vtt, .srt, .docx or .odt", name)
	}
}

// Known reports whether a name ends as a transcript's does.
func Known(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".txt", ".vtt", ".srt", ".docx", ".odt":
		return true
	}
	return false
}

// plain makes text of bytes: UTF-8, LF, without a byte order mark (V-02).
func plain(b []byte) (string, error) {
	if len(b) >= 2 && (b[0] == 0xFF && b[1] == 0xFE || b[0] == 0xFE && b[1] == 0xFF) {
		return "", voice.Refuse("the file is UTF-16: save it as UTF-8")
	}
	if !utf8.Valid(b) {
		return "", voice.Refuse("the file is not UTF-8: save it as UTF-8")
	}
	s := strings.TrimPrefix(string(b), "\ufeff")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.ReplaceAll(s, "\r", "\n"), nil
}

var errNoWords = errors.New("the file holds no words")
