package cosign

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"steady/journal"
)

// maxRequest bounds a request: the proof, a head and a few signatures.
const maxRequest = 64 << 10

const sizeType = "text/x.tlog.size"

// ServeHTTP answers POST /add-checkpoint (C2SP tlog-witness), and GET /heads
// with the heads it cosigned last: an inspector compares a file with them.
func (w *Witness) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	rw.Header().Set("X-Content-Type-Options", "nosniff")
	switch r.Method + " " + r.URL.Path {
	case "GET /heads":
		io.WriteString(rw, strings.Join(w.Heads(), "\n"))
	case "POST /add-checkpoint":
		w.add(rw, r)
	default:
		http.Error(rw, "a witness answers POST /add-checkpoint and GET /heads", http.StatusNotFound)
	}
}

func (w *Witness) add(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxRequest))
	if err != nil {
		http.Error(rw, "the request is too long", http.StatusBadRequest)
		return
	}
	old, proof, msg, err := parseRequest(body)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	signed, err := w.AddCheckpoint(old, proof, msg)
	var no *Refusal
	switch {
	case errors.As(err, &no) && no.Code == http.StatusConflict:
		rw.Header().Set("Content-Type", sizeType)
		rw.WriteHeader(no.Code)
		fmt.Fprintf(rw, "%d\n", no.Size)
	case errors.As(err, &no):
		http.Error(rw, no.Why, no.Code)
	case err != nil:
		http.Error(rw, "the witness could not keep what it saw: nothing is signed", http.StatusInternalServerError)
	default:
		io.WriteString(rw, lineOf(signed, w.signer.Name()))
	}
}

// lineOf is the signature line of a name in a signed note.
func lineOf(signed []byte, name string) string {
	for line := range strings.Lines(string(signed)) {
		if strings.HasPrefix(line, "— "+name+" ") {
			return line
		}
	}
	return ""
}

// Client asks one witness.
type Client struct {
	URL  string    // of the witness
	Key  *Verifier // its public key: an answer by another is refused
	HTTP *http.Client
}

// ErrWitness says that the witness refuses: what it saw before is not continued
// by what it is shown. This is what it is there to find.
var ErrWitness = errors.New("the outside witness refuses")

// Cosign has a signed head cosigned. prove makes the proof that the register
// of the head continues its first old entries. It returns the head with the
// cosignature added, verified.
func (c *Client) Cosign(ctx context.Context, msg []byte, known note.Verifiers,
	prove func(size, old int64) (journal.Proof, error)) ([]byte, error) {
	head, n, err := journal.OpenCheckpoint(msg, known)
	if err != nil {
		return nil, err
	}
	var old int64
	for range 3 { // the first answer tells which head the witness saw last
		var proof journal.Proof
		if old > 0 && old < head.Size {
			if proof, err = prove(head.Size, old); err != nil {
				return nil, err
			}
		}
		line, seen, err := c.post(ctx, formatRequest(old, proof, msg))
		switch {
		case err != nil:
			return nil, err
		case line != "":
			return c.added(n, line)
		case seen > head.Size:
			return nil, fmt.Errorf("%w: it saw %d entries, and this register has %d: it was rolled back", ErrWitness, seen,
				head.Size)
		case seen == old:
			return nil, fmt.Errorf("%w: it saw another head of %d entries: there are two registers", ErrWitness, seen)
		}
		old = seen
	}
	return nil, errors.New("the outside witness answers another size each time: ask again")
}

// post sends a request; seen is the size of a 409.
func (c *Client) post(ctx context.Context, body []byte) (line string, seen int64, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(c.URL, "/")+"/add-checkpoint",
		bytes.NewReader(body))
	if err != nil {
		return "", 0, err
	}
	a, err := c.HTTP.Do(r)
	if err != nil {
		return "", 0, fmt.Errorf("the outside witness does not answer: %w", err)
	}
	defer a.Body.Close()
	b, err := io.ReadAll(io.LimitReader(a.Body, maxRequest))
	if err != nil {
		return "", 0, fmt.Errorf("the outside witness does not answer: %w", err)
	}
	text := strings.TrimSpace(string(b))
	switch a.StatusCode {
	case http.StatusOK:
		return text, 0, nil
	case http.StatusConflict:
		if seen, err = strconv.ParseInt(text, 10, 64); err != nil || seen < 0 {
			return "", 0, errors.New("the outside witness answers something else than a size")
		}
		return "", seen, nil
	}
	return "", 0, fmt.Errorf("%w: %.300s", ErrWitness, text)
}

// added puts the cosignature to the head and verifies it.
func (c *Client) added(n *note.Note, line string) ([]byte, error) {
	msg, err := note.Sign(n) // the signatures it has, in the note's spelling
	if err != nil {
		return nil, err
	}
	msg = append(append(msg, line...), '\n')
	_, opened, err := journal.OpenCheckpoint(msg, note.VerifierList(c.Key))
	if err != nil {
		return nil, fmt.Errorf("the outside witness answers with a signature that does not verify: %w", err)
	}
	if _, ok := c.Key.At(opened); !ok {
		return nil, errors.New("the outside witness answers with another name's signature")
	}
	return msg, nil
}
