package app

import (
	"context"

	"steady/internal/seal"
	"steady/journal"
)

// RegisterSource reads the register of one premises for an export
// (seal.WriteExport).
type RegisterSource struct {
	Ctx      context.Context
	Store    Store
	Premises string
}

// Entries yields the register's exact bytes (seal.ExportSource).
func (s RegisterSource) Entries(n int64, yield func([]byte) error) error {
	return s.Store.Read(s.Ctx, s.Premises, journal.Register, 0, n, func(x Stored) error { return yield(x.Bytes) })
}

// Checkpoints returns the register's signed heads (seal.ExportSource).
func (s RegisterSource) Checkpoints() ([][]byte, error) {
	cps, err := s.Store.Checkpoints(s.Ctx, s.Premises, journal.Register, 0)
	var out [][]byte
	for _, c := range cps {
		out = append(out, c.Note)
	}
	return out, err
}

// Texts returns the names and notes that the register refers to
// (seal.ExportSource).
func (s RegisterSource) Texts(ids []string) (map[string]seal.Text, error) {
	rows, err := s.Store.Secrets(s.Ctx, s.Premises, ids)
	out := map[string]seal.Text{}
	for id, x := range rows {
		out[id] = seal.Text{Salt: x.Salt, Text: x.Text}
	}
	return out, err
}
