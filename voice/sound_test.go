package voice

import (
	"errors"
	"strings"
	"testing"
)

// The kind of a recording is what its first bytes say, as common recorders and
// phones write them; a film, a picture or a text is refused.
func TestSound(t *testing.T) {
	for head, want := range map[string]string{
		"RIFF\x24\x00\x00\x00WAVEfmt ":                                   "audio/wav",
		"ID3\x04\x00\x00\x00\x00\x00\x00":                                "audio/mpeg",
		"\xff\xfb\x90\x64\x00":                                           "audio/mpeg",
		"\xff\xf3\x84\xc4\x00":                                           "audio/mpeg",
		"\xff\xf1\x50\x80\x00":                                           "audio/aac",
		"\xff\xf9\x50\x80\x00":                                           "audio/aac",
		"\x00\x00\x00\x1cftypM4A \x00\x00\x02\x00":                       "audio/mp4",
		"\x00\x00\x00\x1cftyp3gp4\x00\x00\x02\x00":                       "audio/mp4",
		"OggS\x00\x02" + strings.Repeat("\x00", 22) + "OpusHead":         "audio/ogg",
		"OggS\x00\x02" + strings.Repeat("\x00", 22) + "\x01vorbis":       "audio/ogg",
		"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webmA_OPUS": "audio/webm",
		"":                                    "",
		"RIFF":                                "",
		"OggS\x00\x02......\x80theora":        "",
		"RIFF\x24\x00\x00\x00AVI LIST":        "",
		"\x1aE\xdf\xa3B\x82\x84webm...V_VP8":  "",
		"\x1aE\xdf\xa3B\x82\x88matroska":      "",
		"\xff\xff\xff\xff\xff":                "",
		"\xff\xd8\xff\xe0\x00\x10JFIF":        "",
		"PK\x03\x04":                          "",
		"%PDF-1.7":                            "",
		"WEBVTT\n\n00:01.000 --> 00:02.000\n": "",
	} {
		got, err := Sound([]byte(head))
		no := (*RefusedError)(nil)
		if got != want || (err != nil) != (want == "") || err != nil && !errors.As(err, &no) {
			t.Errorf("%q: %q, want %q (%v)", head, got, want, err)
		}
		if want != "" && Sounds[got] == "" {
			t.Errorf("%s has no ending", got)
		}
	}
}

// No bytes crash the reading of a kind.
func FuzzSound(f *testing.F) {
	f.Add([]byte("\xff\xfb\x90"))
	f.Add([]byte("\x00\x00\x00\x1cftyp"))
	f.Fuzz(func(t *testing.T, head []byte) {
		if media, err := Sound(head); (err == nil) != (Sounds[media] != "") {
			t.Errorf("%q: %v", media, err)
		}
	})
}
