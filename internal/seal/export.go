package seal

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"steady/journal"
	"steady/moment"
)

// The words of the export file, version 1 (docs/reference/export-format.md).
const (
	exportVersion = "steady-export/1"
	leafPrefix    = "leaf "
	leafLine      = len(leafPrefix) + 44 + 1
	maxLine       = 1 << 20 // bytes of a line before the entries
	// MaxText is the most bytes of one text that an export can hold.
	MaxText = 128 << 10
	maxText = MaxText
)

// hashBase64 writes hashes in the file.
var hashBase64 = base64.StdEncoding

// head is the first lines of an export: what it is of, and how much follows.
type head struct {
	premises                    string
	key                         string // verifier key text
	holder                      string // whose key it is
	made                        moment.Instant
	checkpoints, texts, entries int64
}

// lines prints the head as it stands in the file, with the empty line after it.
func (h *head) lines() []string {
	return []string{
		exportVersion,
		"premises " + h.premises,
		"log " + string(journal.Register),
		"key " + h.key,
		"holder " + h.holder,
		"made " + h.made.String(),
		"checkpoints " + strconv.FormatInt(h.checkpoints, 10),
		"texts " + strconv.FormatInt(h.texts, 10),
		"entries " + strconv.FormatInt(h.entries, 10),
		"",
	}
}

// checkHolder accepts the name and address of whoever holds the key: one line.
func checkHolder(s string) error {
	if s == "" || len(s) > 300 || !utf8.ValidString(s) || strings.TrimSpace(s) != s {
		return errors.New("holder: write the name and address of the service in one line, at most 300 bytes")
	}
	for _, r := range s {
		if r < 0x20 || r == 0x7f {
			return errors.New("holder: control characters are not allowed")
		}
	}
	return nil
}

// manifestText is the signed end of the file. It fixes every byte before the
// entries, and by the head every byte of the entries and of their leaf lines.
func manifestText(h journal.Checkpoint, before int64, sum []byte) string {
	return h.Origin() + "/export\nhead " + strconv.FormatInt(h.Size, 10) + " " + hashBase64.EncodeToString(h.Root[:]) +
		"\nbefore " + strconv.FormatInt(before, 10) + " " + hashBase64.EncodeToString(sum) + "\n"
}

// Refused says that an export is not what was signed, and where.
type Refused struct {
	Entry int64               // first bad entry, or -1 where no entry is named
	Until int64               // last entry it may be, where it is not exactly known; else Entry
	Head  *journal.Checkpoint // the signed head that is contradicted, where there is one
	Why   string
}

// Error names the entry, the head and the reason.
func (r *Refused) Error() string {
	var b strings.Builder
	switch {
	case r.Entry < 0:
	case r.Until > r.Entry:
		fmt.Fprintf(&b, "entry %d, or one after it up to %d: ", r.Entry, r.Until)
	default:
		fmt.Fprintf(&b, "entry %d: ", r.Entry)
	}
	b.WriteString(r.Why)
	if r.Head != nil {
		fmt.Fprintf(&b, "; this contradicts the signed head of %d entries of %s", r.Head.Size, r.Head.At)
	}
	return b.String()
}

// refuse makes a refusal that names no entry.
func refuse(format string, a ...any) *Refused {
	return &Refused{Entry: -1, Until: -1, Why: fmt.Sprintf(format, a...)}
}
