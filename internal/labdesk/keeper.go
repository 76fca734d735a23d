package labdesk

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"time"
)

// keeper gathers the parts of a run and writes them a few at a time.
type keeper struct {
	d       *Desk
	run     string
	kept    map[string][]byte
	papers  int
	waiting []byte
	since   time.Time
}

// load reads what was kept before.
func (k *keeper) load(ctx context.Context) error {
	list, err := k.d.c.Papers.Parts(ctx, k.d.c.Premises, KindPart, k.run+"/")
	for _, p := range list {
		if err := unpack(p.Data, k.kept); err != nil {
			return fmt.Errorf("part %s: %w", p.ID, err)
		}
	}
	k.papers, k.since = len(list), time.Now()
	return err
}

// keep gathers a part, and writes what is gathered now and then. It answers that
// the work is to stop once the context ended.
func (k *keeper) keep(ctx context.Context, name string, part []byte) error {
	k.waiting = pack(k.waiting, name, part)
	if time.Since(k.since) < gather && ctx.Err() == nil {
		return nil
	}
	if err := k.flush(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	return ctx.Err()
}

func (k *keeper) flush(ctx context.Context) error {
	k.since = time.Now()
	if len(k.waiting) == 0 {
		return nil
	}
	k.papers++
	p := Paper{Kind: KindPart, ID: fmt.Sprintf("%s/%08d", k.run, k.papers), At: k.d.c.Now(), By: "-", Data: k.waiting}
	if err := k.d.c.Papers.PutPaper(ctx, k.d.c.Premises, p); err != nil {
		return err
	}
	k.waiting = nil
	d := k.d
	done, all, _ := d.far(k.run)
	_, err := d.change(ctx, k.run, func(r *Run) bool {
		if r.State == Stopped || r.Holder != d.c.Process { // by another process
			d.mu.Lock()
			d.cancel()
			d.mu.Unlock()
		}
		r.Done, r.All, r.Beat = done, all, d.c.Now()
		return r.Holder == d.c.Process
	})
	return err
}

// pack adds a name and its bytes, each after its length.
func pack(b []byte, name string, part []byte) []byte {
	for _, x := range [][]byte{[]byte(name), part} {
		b = binary.AppendUvarint(b, uint64(len(x)))
		b = append(b, x...)
	}
	return b
}

// unpack reads what pack wrote.
func unpack(b []byte, into map[string][]byte) error {
	r := bytes.NewReader(b)
	next := func() ([]byte, error) {
		n, err := binary.ReadUvarint(r)
		if err != nil {
			return nil, err
		}
		if n > uint64(r.Len()) {
			return nil, fmt.Errorf("it ends early")
		}
		x := make([]byte, n)
		_, err = r.Read(x)
		if n == 0 {
			err = nil
		}
		return x, err
	}
	for r.Len() > 0 {
		name, err := next()
		if err != nil {
			return err
		}
		part, err := next()
		if err != nil {
			return err
		}
		into[string(name)] = part
	}
	return nil
}
