package bench

import (
	"bytes"
	"context"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// measureProcess measures the program as the operating system sees it: its
// size on the disk, and the memory of a process that serves and is left alone.
func measureProcess(ctx context.Context, r *run) error {
	path, err := os.Executable()
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	r.add(Row{Name: "binary-size", Value: float64(info.Size()) / 1e6, Unit: "MB", Anchor: "none", Note: built(path)},
		valueAtMost(45))
	if r.Serve == nil {
		return nil
	}
	return measureIdle(ctx, r)
}

// built says whether the program carries what debuggers need, half of its size.
func built(path string) string {
	f, err := elf.Open(path)
	if err != nil {
		return "this program as it was built"
	}
	defer f.Close()
	if f.Section(".debug_info") == nil && f.Section(".zdebug_info") == nil {
		return "this program, without debug information (as go run builds, or make build)"
	}
	return "this program, with debug information (make build leaves it out)"
}

// measureIdle serves an invented clinic in a process of its own and asks what
// the process holds once it has answered and rested.
func measureIdle(ctx context.Context, r *run) (err error) {
	r.say("memory of a process that serves and rests")
	dir := filepath.Join(r.dir, "idle")
	s, err := newClinic(ctx, dir, r.Days)
	if err != nil {
		return err
	}
	held := s.entries()
	if err := s.close(); err != nil {
		return err
	}
	pid, stop, err := r.Serve(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	select {
	case <-time.After(2 * time.Second):
	case <-ctx.Done():
		return ctx.Err()
	}
	resident, err := residentBytes(pid)
	if err != nil {
		r.say("memory is not measured on this system: %v", err)
		return nil
	}
	r.add(Row{Name: "idle-memory", Value: resident / 1e6, Unit: "MB", Anchor: "none",
		Note: fmt.Sprintf("resident memory of a process of its own that serves, %d "+
			"entries behind it", held)}, valueAtMost(100))
	return nil
}

// residentBytes reads what a process holds in memory, from Linux's /proc.
func residentBytes(pid int) (float64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range bytes.Lines(b) {
		if rest, ok := bytes.CutPrefix(line, []byte("VmRSS:")); ok {
			number, _, _ := bytes.Cut(bytes.TrimSpace(rest), []byte(" "))
			kib, err := strconv.ParseFloat(string(number), 64)
			return kib * 1024, err
		}
	}
	return 0, errors.New("the system does not say")
}

// Fetch reads one page to its end.
func Fetch(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", url, res.Status)
	}
	return nil
}
