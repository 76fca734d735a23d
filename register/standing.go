package register

import (
	"encoding/hex"
	"strings"

	"steady/moment"
	"steady/refusal"
)

// LawInForce says under which law the register is kept from here on. It carries
// the whole jurisdiction pack, so that every page can be drawn from the
// register alone, each line as the law in force at it words it (R-REG-45). It
// is of no page and moves no balance.
type LawInForce struct {
	Pack     string `json:"pack"`
	Version  string `json:"version"`
	Document []byte `json:"document"`
}

// ProcedureInForce says which version of a standard operating procedure holds
// from here on, not before its first day (R-REG-40). The text itself is not in
// the register; Digest is its SHA-256 in hex. It is of no page and moves no
// balance.
type ProcedureInForce struct {
	Name    string     `json:"name"`
	Version string     `json:"version"`
	Digest  string     `json:"digest"`
	From    moment.Day `json:"valid_from"`
}

// Kind names of the register log.
func (LawInForce) Kind() string       { return "law_in_force" }
func (ProcedureInForce) Kind() string { return "procedure_in_force" }

// Standing is an entry of the register that is of no page: it says what holds
// for the entries after it.
type Standing interface{ stands(a *Accounts) }

func (*LawInForce) stands(*Accounts) {} // clinic keeps the law: it holds for more than the register

func (e *ProcedureInForce) stands(a *Accounts) {
	if a.Procedures == nil {
		a.Procedures = map[string]ProcedureInForce{}
	}
	a.Procedures[e.Name] = *e
}

// Belongs reports whether a fact is an entry of the register: one of a page, or
// one that stands above them.
func Belongs(fact any) bool {
	if _, ok := fact.(Standing); ok {
		return true
	}
	_, ok := fact.(interface{ RegisterLine() Line })
	return ok
}

// mostProcedure bounds a name and a version: they stand on every sheet.
const mostProcedure = 60

// Adopt refuses a procedure that is not named, versioned and digested, or whose
// version was adopted with another text (R-REG-40).
func (a *Accounts) Adopt(e ProcedureInForce) *refusal.Refusal {
	named := func(s string) bool {
		return s != "" && len(s) <= mostProcedure && strings.TrimSpace(s) == s && strings.IndexFunc(s, control) < 0
	}
	digest, err := hex.DecodeString(e.Digest)
	if !named(e.Name) || !named(e.Version) || err != nil || len(digest) != 32 || strings.ToLower(e.Digest) != e.Digest ||
		e.From == 0 {
		return refusal.New("procedure_incomplete", "R-REG-40", "Write the procedure's name and version in one line each, "+
			"its first day, and the SHA-256 digest of its text in 64 letters and figures.")
	}
	if old, ok := a.Procedures[e.Name]; ok && old.Version == e.Version {
		if old == e {
			return refusal.New("procedure_known", "R-REG-40", "This version of the procedure is adopted already.")
		}
		return refusal.New("procedure_version", "R-REG-40",
			"This version was adopted with another text or first day: give the change a new version.")
	}
	return nil
}

func control(r rune) bool { return r < ' ' || r == 0x7f }
