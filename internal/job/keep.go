package job

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"steady/lab"
	"steady/lab/scenario"
)

// keptName is the file of finished replications in a folder.
const keptName = "replications.jsonl"

// keptFormat names the form of that file: a line that says of what scenario and
// by which program, then a line for each finished replication. A line that a
// crash cut short is dropped: that replication is done again.
const keptFormat = "steady-lab-replications/1"

// Keep is a folder in which finished replications are kept, each on the disk
// before it counts.
type Keep struct {
	file  *os.File
	found map[string]*lab.Record
}

// keptHead is the first line.
type keptHead struct {
	Format  string `json:"format"`
	Digest  string `json:"scenario_sha256"`
	Program string `json:"program"`
}

// keptLine is each other line.
type keptLine struct {
	Unit   scenario.Unit `json:"unit"`
	Record *lab.Record   `json:"record"`
}

// ErrKept says that a folder holds replications already and nobody asked to
// resume.
var ErrKept = errors.New("the folder holds finished replications: write --resume to go on with them, or choose an " +
	"empty folder")

// OpenKeep opens or makes the folder. With resume it reads what is finished; it
// refuses a folder of another scenario or of another program, whose replications
// would not be comparable with new ones.
func OpenKeep(dir, digest, program string, resume bool) (*Keep, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, keptName), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	k := &Keep{file: f, found: map[string]*lab.Record{}}
	if err := k.begin(keptHead{keptFormat, digest, program}, resume); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return k, nil
}

// begin reads what is there, and leaves the file open behind the last whole line.
func (k *Keep) begin(head keptHead, resume bool) error {
	r := bufio.NewReaderSize(k.file, 1<<16)
	var whole int64
	for no := 0; ; no++ {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break // a line without its end was cut short
		}
		if err != nil {
			return err
		}
		if no == 0 {
			err = checkHead(line, head, resume)
		} else {
			err = k.read(line)
		}
		if err != nil {
			return err
		}
		whole += int64(len(line))
	}
	if err := k.file.Truncate(whole); err != nil {
		return err
	}
	if _, err := k.file.Seek(whole, io.SeekStart); err != nil || whole > 0 {
		return err
	}
	return k.write(head)
}

func checkHead(line []byte, want keptHead, resume bool) error {
	var head keptHead
	if err := json.Unmarshal(line, &head); err != nil || head.Format != keptFormat {
		return fmt.Errorf("%s is no file of finished replications", keptName)
	}
	switch {
	case !resume:
		return ErrKept
	case head.Digest != want.Digest:
		return fmt.Errorf("%s is of another scenario (%.12s, not %.12s): choose another folder", keptName, head.Digest,
			want.Digest)
	case head.Program != want.Program:
		return fmt.Errorf("%s was written by another program (%s, this is %s): replications of two programs are not "+
			"compared; choose another folder", keptName, head.Program, want.Program)
	}
	return nil
}

func (k *Keep) read(line []byte) error {
	var l keptLine
	if err := json.Unmarshal(line, &l); err != nil || l.Record == nil {
		return fmt.Errorf("%s: a line in the middle cannot be read: it was changed by somebody", keptName)
	}
	k.found[l.Unit.Key()] = l.Record
	return nil
}

func (k *Keep) write(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if _, err := k.file.Write(append(bytes.TrimSpace(b), '\n')); err != nil {
		return err
	}
	return k.file.Sync()
}

// Found is how many finished replications are kept.
func (k *Keep) Found() int { return len(k.found) }

func (k *Keep) find(u scenario.Unit) *lab.Record {
	if k == nil {
		return nil
	}
	return k.found[u.Key()]
}

func (k *Keep) add(u scenario.Unit, r *lab.Record) error {
	if k == nil {
		return nil
	}
	k.found[u.Key()] = r
	return k.write(keptLine{u, r})
}

// Close closes the file. Everything that was kept is on the disk already.
func (k *Keep) Close() error { return k.file.Close() }
