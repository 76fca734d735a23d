package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"steady/internal/study"
	"steady/moment"
)

// studyFolder opens the studies of a service. They are in folders of their own
// also where the clinic is in PostgreSQL: see docs/decisions/026.
type studyFolder struct {
	data  string
	clock func() moment.Instant
}

// IDs implements study.Source.
func (f studyFolder) IDs() (ids []string, err error) {
	all, err := os.ReadDir(filepath.Join(f.data, "studies"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range all {
		if e.IsDir() && study.IDPattern.MatchString(e.Name()) {
			ids = append(ids, e.Name())
		}
	}
	return ids, err
}

// Open implements study.Source.
func (f studyFolder) Open(ctx context.Context, id string, begin bool) (*study.Study, io.Closer, error) {
	return studyPlace{&f.data, &id}.open(ctx, f.clock, begin)
}
