package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"steady/internal/cosign"
	"steady/internal/seal"
)

var verifyCommand = command{
	name: "verify", summary: "verify an exported register, off line",
	usage: "FILE|FILE.zip|- [--key KEY] [--since OLDFILE] [--witness KEY] [--head FILE] [--json]", run: verifyExport,
	help: `Proves a file that "steady register export" wrote, with nothing but the file: every byte, every
signature, the order of the entries, their running balances, the names and notes they refer to, and the
signatures by which second persons confirmed what they were shown. Of a bundle (FILE.zip) it proves the export
within, makes every page again from it and from the names, which are as the service signed them and no part of
the proof, and refuses any difference.

  --key KEY        the public key you hold: its one line of text, or a file with it. Without it the key
                   in the file is used; whoever made the file chose that key.
  --since OLDFILE  an export or a bundle you kept: shows that this one continues it (else: rolled back, or split view)
  --witness KEY    the public key of the outside witness: a head of the file must bear its signature
  --head FILE      a signed head that you received from the witness: shows that the register contains it
  --json           the answer as JSON

A second verifier that shares no code with this one is tools/verify.py.

Exit codes: 0 proved; 1 refused: the first bad entry is named, and the signed head it contradicts;
2 a file or the key cannot be read.`,
}

// verifyAnswer is the JSON of steady verify. Fields are only added.
type verifyAnswer struct {
	Verified    bool           `json:"verified"`
	Problem     *verifyProblem `json:"problem,omitempty"`
	Premises    string         `json:"premises,omitempty"`
	Holder      string         `json:"holder,omitempty"`
	Key         string         `json:"key,omitempty"`
	KeyCompared bool           `json:"key_compared"`
	Made        string         `json:"made,omitempty"`
	Entries     int64          `json:"entries"`
	Head        *verifyHead    `json:"head,omitempty"`
	Checkpoints int            `json:"checkpoints"`
	Texts       int            `json:"texts"`
	Erased      int            `json:"erased"`
	Cosigners   []string       `json:"cosigners,omitempty"` // named on checkpoints, not verified
	Continues   *bool          `json:"continues,omitempty"` // with --since
	Cosigned    *verifyCosign  `json:"cosigned,omitempty"`  // with --witness
	HasHead     *bool          `json:"has_head,omitempty"`  // with --head
	Pages       []seal.PageSum `json:"pages,omitempty"`
	SecondBy    *confirmations `json:"confirmations,omitempty"` // not where the file came by standard input
	Bundle      *verifyBundle  `json:"bundle,omitempty"`        // of a zip
}

// verifyBundle says which files of a bundle were made again from the export, and
// which another build of Steady drew: those are as the service signed them.
type verifyBundle struct {
	Drawing string      `json:"drawing"`
	Remade  []string    `json:"remade"`
	Signed  []string    `json:"signed,omitempty"`
	Names   verifyNames `json:"names"`
}

// verifyNames is how many names.json names. They are as the service signed them
// and no part of the proof.
type verifyNames struct {
	Staff  int `json:"staff"`
	People int `json:"people"`
}

type verifyProblem struct {
	File  string      `json:"file"`
	Entry *int64      `json:"entry,omitempty"` // first bad entry
	Until *int64      `json:"until,omitempty"` // last entry it may be
	Head  *verifyHead `json:"head,omitempty"`  // the signed head it contradicts
	Text  string      `json:"text"`
}

// verifyCosign is the newest head that the outside witness signed.
type verifyCosign struct {
	Witness string `json:"witness"`
	Size    int64  `json:"size"`
	At      string `json:"at"`
}

type verifyHead struct {
	Size int64  `json:"size"`
	Root string `json:"root"` // base64
	At   string `json:"at"`
}

// verifyExport is "steady verify".
func verifyExport(c *call) int {
	key := c.flags.String("key", "", "")
	since := c.flags.String("since", "", "")
	witness, head := c.flags.String("witness", "", ""), c.flags.String("head", "", "")
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	held, err := readKey(*key)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	opts := seal.Options{Key: held}
	if err := outside(&opts, *witness, *head); err != nil {
		c.complain(err)
		return unreadable
	}
	if *since != "" {
		old, err := c.verifyFile(*since, seal.Options{Key: held, Keep: true})
		if err != nil {
			return c.verifyFailed(*since, err, *asJSON)
		}
		opts.Since = &old
	}
	rep, err := c.verifyFile(c.operands[0], opts)
	if err != nil {
		return c.verifyFailed(c.operands[0], err, *asJSON)
	}
	var second *confirmations
	if c.operands[0] != "-" {
		if second, err = readConfirmations(c.operands[0]); err != nil {
			return c.verifyFailed(c.operands[0], err, *asJSON)
		}
	}
	zip, err := checkBundle(c.operands[0], rep.Key)
	if err != nil {
		return c.verifyFailed(c.operands[0], err, *asJSON)
	}
	if *asJSON {
		a := answerOf(rep, opts)
		a.SecondBy = second
		if zip != nil {
			a.Bundle = &verifyBundle{zip.Drawing, zip.Remade, zip.Signed, verifyNames{zip.Staff, zip.People}}
		}
		return c.verifyJSON(a, answered)
	}
	c.verifyWords(rep, *since)
	if second != nil {
		c.confirmationWords(second)
	}
	c.bundleWords(zip)
	return answered
}

// outside takes what an outside witness gave: its key, and a head it cosigned.
func outside(opts *seal.Options, witness, head string) error {
	if witness != "" {
		text, err := readKey(witness)
		if err != nil {
			return err
		}
		v, err := cosign.NewVerifier(text)
		if err != nil {
			return fmt.Errorf("--witness: %w", err)
		}
		opts.Witness = v
	}
	if head == "" {
		return nil
	}
	var err error
	if opts.Head, err = os.ReadFile(head); err != nil {
		return err
	}
	if len(opts.Head) == 0 || len(opts.Head) > 64<<10 {
		return fmt.Errorf("--head: %s is not a signed head", head)
	}
	return nil
}

// readKey takes the key's text, or a file that holds it.
func readKey(key string) (string, error) {
	if key == "" || strings.Count(key, "+") >= 2 {
		return key, nil
	}
	f, err := os.Open(key)
	if err != nil {
		return "", fmt.Errorf("--key is neither a key nor a file: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 4096))
	if err != nil {
		return "", err
	}
	if text := strings.TrimSpace(string(b)); text != "" {
		return text, nil
	}
	return "", fmt.Errorf("%s is empty: it should hold a key", key)
}

func (c *call) verifyFile(name string, opts seal.Options) (seal.Report, error) {
	if name == "-" {
		return seal.VerifyExport(c.in, opts)
	}
	f, err := openExport(name)
	if err != nil {
		return seal.Report{}, err
	}
	defer f.Close()
	return seal.VerifyExport(f, opts)
}

// verifyFailed says what is wrong and returns the exit code.
func (c *call) verifyFailed(file string, err error, asJSON bool) int {
	var no *seal.Refused
	if !errors.As(err, &no) {
		c.complain(err)
		return unreadable
	}
	fmt.Fprintf(c.err, "%s: REFUSED %s: %v\n", c.path, file, no)
	if !asJSON {
		return refused
	}
	p := &verifyProblem{File: file, Text: no.Error()}
	if no.Entry >= 0 {
		p.Entry, p.Until = &no.Entry, &no.Until
	}
	if h := no.Head; h != nil {
		p.Head = &verifyHead{Size: h.Size, Root: seal.RootText(*h), At: h.At.String()}
	}
	return c.verifyJSON(verifyAnswer{Problem: p}, refused)
}

func (c *call) verifyJSON(a verifyAnswer, code int) int {
	e := json.NewEncoder(c.out)
	e.SetEscapeHTML(false)
	if err := e.Encode(a); err != nil {
		c.complain(err)
		return unreadable
	}
	return code
}

func answerOf(r seal.Report, opts seal.Options) verifyAnswer {
	a := verifyAnswer{
		Verified: true, Premises: r.Premises, Holder: r.Holder, Key: r.Key, KeyCompared: r.KeyCompared,
		Made: r.Made.String(), Entries: r.Entries, Checkpoints: r.Checkpoints, Texts: r.Texts, Erased: r.Erased,
		Head:      &verifyHead{Size: r.Head.Size, Root: seal.RootText(r.Head), At: r.Head.At.String()},
		Cosigners: r.Cosigners, Pages: r.Pages,
	}
	if opts.Since != nil {
		a.Continues = &r.Continues
	}
	if x := r.Cosigned; x != nil {
		a.Cosigned = &verifyCosign{x.Witness, x.Size, time.Unix(x.At, 0).UTC().Format(time.RFC3339)}
	}
	if opts.Head != nil {
		a.HasHead = &r.HasHead
	}
	return a
}

// verifyWords prints the answer for people.
func (c *call) verifyWords(r seal.Report, since string) {
	fmt.Fprintf(c.out, "VERIFIED: the register of premises %s, %d entries, exported %s\n", r.Premises, r.Entries, r.Made)
	fmt.Fprintf(c.out, "head:  %d entries, root %s, signed %s (%d signed heads)\n",
		r.Head.Size, seal.RootText(r.Head), r.Head.At, r.Checkpoints)
	fmt.Fprintf(c.out, "key:   %s\n       the file says it is of: %s\n", r.Key, r.Holder)
	if r.KeyCompared {
		fmt.Fprintln(c.out, "       it is the key you gave with --key")
	} else {
		fmt.Fprintln(c.out, "       it was NOT compared with a key that you hold: ask the holder for it and use --key")
	}
	if len(r.Cosigners) > 0 && r.Cosigned == nil {
		fmt.Fprintf(c.out, "other signatures on heads, not verified here: %s\n", strings.Join(r.Cosigners, ", "))
	}
	if since != "" {
		fmt.Fprintf(c.out, "since: it continues %s\n", since)
	}
	if x := r.Cosigned; x != nil {
		fmt.Fprintf(c.out, "outside witness: %s signed the head of %d entries on %s; nothing before it was changed "+
			"since\n", x.Witness, x.Size, time.Unix(x.At, 0).UTC().Format("2006-01-02 15:04 UTC"))
	}
	if x := r.Cosigned; x != nil && x.HeadAt > x.At+300 {
		fmt.Fprintln(c.out, "       the head says it was made later than that: one of the two clocks was wrong")
	}
	if r.HasHead {
		fmt.Fprintln(c.out, "head:  the register contains the head you gave with --head")
	}
	fmt.Fprintf(c.out, "texts: %d shown as recorded, %d erased\n", r.Texts-r.Erased, r.Erased)
	zero := len(r.Pages) > 0
	for _, p := range r.Pages {
		zero = zero && p.Ampoules == 0 && p.MassUg == 0
		fmt.Fprintf(c.out, "page:  %s: %d ampoules, %d.%06d g, %d entries\n",
			p.Page, p.Ampoules, p.MassUg/1_000_000, p.MassUg%1_000_000, p.Entries)
	}
	if zero { // as a service that has closed leaves it (R-REG-10)
		fmt.Fprintf(c.out, "zero:  all %d pages are at zero at this head\n", len(r.Pages))
	}
}
