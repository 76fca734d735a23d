package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"steady/internal/login"
	"steady/internal/seal"
	"steady/journal"
)

// confirmations are the second persons' own acts in an export, verified from
// the file alone.
type confirmations struct {
	Passkey int        `json:"passkey"` // signed by a passkey: each signature was verified
	Word    int        `json:"word"`    // by PIN and the like: these rest on the word of the service
	Keys    []*keptKey `json:"keys"`
}

// keptKey is one passkey that confirmed entries. Whose it is the file says;
// compare it with the list of keys that the service printed at the time.
type keptKey struct {
	Staff   string `json:"staff"`
	Passkey string `json:"passkey"`
	Origin  string `json:"origin"`
	Entries int    `json:"entries"`
}

// readConfirmations verifies every confirmation of an export that is proved. A
// confirmation that does not verify is a *seal.Refused naming its entry.
func readConfirmations(file string) (*confirmations, error) {
	f, err := openExport(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := &confirmations{Keys: []*keptKey{}}
	_, err = seal.ReadExport(f, func(_ *seal.Contents, seq int64, entry []byte) error {
		if !bytes.Contains(entry, []byte(`"signed":{`)) {
			return nil
		}
		if why := out.take(entry); why != "" {
			return &seal.Refused{Entry: seq, Until: seq, Why: why}
		}
		return nil
	})
	slices.SortFunc(out.Keys, func(a, b *keptKey) int {
		return strings.Compare(a.Staff+a.Passkey+a.Origin, b.Staff+b.Passkey+b.Origin)
	})
	return out, err
}

// take verifies the confirmation of one entry and answers what is wrong.
func (c *confirmations) take(entry []byte) string {
	e, err := journal.Parse(entry)
	if err != nil {
		return err.Error()
	}
	var body struct {
		Signed *journal.Confirmation `json:"signed"`
	}
	if err := json.Unmarshal(e.Body, &body); err != nil {
		return "its confirmation cannot be read"
	}
	if body.Signed == nil || body.Signed.By == "" { // no second person was needed
		return ""
	}
	kept, err := login.CheckKept(*body.Signed)
	switch {
	case err != nil:
		return "the second person's confirmation: " + err.Error()
	case kept.Staff != e.Witness:
		return "the entry names " + e.Witness + " as second person, and its confirmation is by " + kept.Staff
	case kept.Passkey == "":
		c.Word++
		return ""
	}
	c.Passkey++
	for _, k := range c.Keys {
		if k.Staff == kept.Staff && k.Passkey == kept.Passkey && k.Origin == kept.Origin {
			k.Entries++
			return ""
		}
	}
	c.Keys = append(c.Keys, &keptKey{kept.Staff, kept.Passkey, kept.Origin, 1})
	return ""
}

func (c *call) confirmationWords(x *confirmations) {
	fmt.Fprintf(c.out, "second persons: %d entries confirmed by passkey, each signature verified; %d by PIN, on the "+
		"word of the service\n", x.Passkey, x.Word)
	for _, k := range x.Keys {
		fmt.Fprintf(c.out, "  %s, passkey %s, at %s: %d entries\n", k.Staff, k.Passkey, k.Origin, k.Entries)
	}
}
