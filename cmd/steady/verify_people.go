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
	// Back are entries at which a passkey's counter is lower than before: a copy
	// of the passkey may exist, or confirmations were recorded in another order
	// than they were made.
	Back []int64 `json:"counter_back,omitempty"`

	used map[string]usedAct // by act
}

// usedAct is the entry and the command that a confirmation was used for first.
type usedAct struct {
	entry   int64
	command string
}

// keptKey is one passkey that confirmed entries. Whose it is the file says;
// compare it with the list of keys that the service printed at the time.
type keptKey struct {
	Staff   string `json:"staff"`
	Passkey string `json:"passkey"`
	Origin  string `json:"origin"`
	Entries int    `json:"entries"`

	count uint32 // the highest it said
}

// readConfirmations verifies every confirmation of an export that is proved. A
// confirmation that does not verify is a *seal.Refused naming its entry.
func readConfirmations(file string) (*confirmations, error) {
	f, err := openExport(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := &confirmations{Keys: []*keptKey{}, used: map[string]usedAct{}}
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
	first, before := c.used[kept.Act]
	switch {
	case before && first.command != e.Command:
		return fmt.Sprintf("the second person's confirmation is the one of entry %d again: one act confirms one command",
			first.entry)
	case !before:
		c.used[kept.Act] = usedAct{e.Seq, e.Command}
	}
	c.Passkey++
	c.counted(e.Seq, kept, before)
	return ""
}

// counted adds a confirmation to those of its passkey, and notes a counter that
// went back.
func (c *confirmations) counted(seq int64, kept login.Kept, again bool) {
	i := slices.IndexFunc(c.Keys, func(k *keptKey) bool {
		return k.Staff == kept.Staff && k.Passkey == kept.Passkey && k.Origin == kept.Origin
	})
	if i < 0 {
		i = len(c.Keys)
		c.Keys = append(c.Keys, &keptKey{Staff: kept.Staff, Passkey: kept.Passkey, Origin: kept.Origin})
	}
	k := c.Keys[i]
	k.Entries++
	if !again && k.count > 0 && kept.Count <= k.count {
		c.Back = append(c.Back, seq)
	}
	k.count = max(k.count, kept.Count)
}

func (c *call) confirmationWords(x *confirmations) {
	fmt.Fprintf(c.out, "second persons: %d entries confirmed by passkey, each signature verified; %d by PIN, on the "+
		"word of the service\n", x.Passkey, x.Word)
	for _, k := range x.Keys {
		fmt.Fprintf(c.out, "  %s, passkey %s, at %s: %d entries\n", k.Staff, k.Passkey, k.Origin, k.Entries)
	}
	if len(x.Back) > 0 {
		fmt.Fprintf(c.out, "  a passkey's counter went back at entry %d, and %d times in all: ask whether a copy of it "+
			"exists; confirmations recorded in another order than they were made look the same\n", x.Back[0], len(x.Back))
	}
}
