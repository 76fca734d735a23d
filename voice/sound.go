package voice

import (
	"bytes"
	"strings"
)

// Sounds are the kinds of recordings that are kept, by media type, with the
// ending of their files.
var Sounds = map[string]string{"audio/wav": ".wav", "audio/mpeg": ".mp3", "audio/aac": ".aac", "audio/mp4": ".m4a",
	"audio/ogg": ".ogg", "audio/webm": ".webm"}

// ErrFilm says why a film is not taken: it shows a face, which nobody agreed to.
var ErrFilm = Refuse("this is a film: take the sound out of it and attach that, a face is not kept")

// SoundHead is how many bytes of a file tell its kind.
const SoundHead = 64 << 10

// Sound finds out what kind of recording a file is from its first bytes: its
// name says nothing. A RefusedError says why it is not taken: ErrFilm, or
// because it is no recording.
func Sound(head []byte) (media string, err error) {
	early := head[:min(len(head), 4096)]
	media = soundOf(head)
	film := false
	switch media {
	case "audio/webm":
		film = bytes.Contains(early, []byte("V_VP8")) || bytes.Contains(early, []byte("V_VP9")) ||
			bytes.Contains(early, []byte("V_AV1"))
	case "audio/mp4":
		film = HasFilm(head)
	case "":
		film = bytes.Contains(early, []byte("theora")) || bytes.HasPrefix(head, []byte("RIFF")) &&
			bytes.HasPrefix(head[min(len(head), 8):], []byte("AVI "))
	}
	switch {
	case film:
		return "", ErrFilm
	case media == "":
		return "", Refuse("this is not a recording that is known here: WAV, MP3, M4A, AAC, OGG (Opus, Vorbis, FLAC) or WebM")
	}
	return media, nil
}

func soundOf(b []byte) string {
	at := func(i int, words string) bool { return len(b) >= i+len(words) && string(b[i:i+len(words)]) == words }
	switch {
	case at(0, "RIFF") && at(8, "WAVE"):
		return "audio/wav"
	case at(4, "ftyp"):
		brand := string(b[8:min(len(b), 12)])
		for _, known := range []string{"M4A ", "M4B ", "mp41", "mp42", "isom", "iso2", "iso4", "iso5", "iso6", "3gp4", "3gp5",
			"3gp6", "dash"} {
			if brand == known {
				return "audio/mp4"
			}
		}
	case at(0, "OggS"):
		first := string(b[:min(len(b), 128)])
		for _, codec := range []string{"OpusHead", "\x01vorbis", "\x7fFLAC", "Speex   "} {
			if strings.Contains(first, codec) {
				return "audio/ogg"
			}
		}
	case at(0, "\x1aE\xdf\xa3") && bytes.Contains(b[:min(len(b), 64)], []byte("webm")):
		return "audio/webm"
	case at(0, "ID3"):
		return "audio/mpeg"
	case len(b) > 3 && b[0] == 0xff && b[1]&0xf6 == 0xf0: // the sync word of ADTS, layer 0
		return "audio/aac"
	case len(b) > 3 && b[0] == 0xff && b[1]&0xe6 == 0xe2 && b[2]>>4 != 0xf && b[2]>>4 != 0 && b[2]>>2&3 != 3:
		return "audio/mpeg" // a frame of layer III with a bit rate and a sample rate that exist
	}
	return ""
}

// filmTrack names a track of pictures in an MP4 file: the box of its handler,
// with version, flags and a field of zeros before the kind.
var filmTrack = []byte("hdlr\x00\x00\x00\x00\x00\x00\x00\x00vide")

// FilmOverlap is how many bytes of the stretch before are looked at again, so
// that no mark of a film is cut in two.
const FilmOverlap = 32

// HasFilm reports whether a stretch of an MP4 file names a track of pictures,
// which may stand at its very end.
func HasFilm(b []byte) bool { return bytes.Contains(b, filmTrack) }
