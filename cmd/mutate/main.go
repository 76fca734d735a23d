// Command mutate asks whether the tests would notice a slip of the pen. It
// flips each comparison, condition, bound and constant of a package, one at a
// time, and runs the package's tests: a flip that no test notices survives.
//
//	mutate [-least 95] [-skip REGEXP] [-run REGEXP] [-p 2] DIR...
//
// All flips of a package are compiled into one test program, which reads from
// its environment which of them is on: so a thousand flips cost one build and a
// thousand short runs. It prints the survivors and the share that was noticed,
// and exits 0 where that is at least what was asked, 1 where not, 2 on a call
// that it cannot read or a package that does not pass its tests as it is.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

// options are the flags of a call.
type options struct {
	least   int            // percent that must be noticed
	skip    *regexp.Regexp // files that are not flipped
	run     string         // tests that are run, as go test takes it
	without string         // tests that are not run
	workers int
	limit   time.Duration // for one run
	again   string        // what an earlier run printed: only its survivors are tried
	rapid   []string      // flags that keep a random test from explaining itself at length
}

func main() {
	var o options
	var skip string
	flag.IntVar(&o.least, "least", 95, "percent of the flips that the tests must notice")
	flag.StringVar(&skip, "skip", `^(prove|case_write|explain)`, "files whose name matches are not flipped")
	flag.StringVar(&o.run, "run", "", "tests to run, as for go test")
	flag.StringVar(&o.without, "without", "Proved|BrokenEngines|Workers|Fuzz", "tests to leave out, as for go test")
	again := flag.String("again", "", "a file with what an earlier run printed: only what survived there is tried")
	flag.IntVar(&o.workers, "p", 2, "how many runs at once")
	flag.DurationVar(&o.limit, "limit", 2*time.Minute, "the longest that one run may take; longer is noticed")
	flag.Parse()
	var err error
	if o.skip, err = regexp.Compile(skip); err != nil || flag.NArg() == 0 || o.workers < 1 {
		fmt.Fprintln(os.Stderr, "mutate: name at least one directory; -skip must be a regular expression:", err)
		os.Exit(2)
	}
	if *again != "" {
		b, err := os.ReadFile(*again)
		if err != nil {
			fmt.Fprintln(os.Stderr, "mutate:", err)
			os.Exit(2)
		}
		o.again = string(b)
	}
	flips, noticed := 0, 0
	for _, dir := range flag.Args() {
		all, kept, err := o.mutate(dir)
		if err != nil {
			fmt.Fprintf(os.Stderr, "mutate: %s: %v\n", dir, err)
			os.Exit(2)
		}
		flips, noticed = flips+all, noticed+all-kept
	}
	fmt.Printf("%d flips, %d noticed, %d survived: %.1f %%, at least %d %% are asked\n", flips, noticed, flips-noticed,
		share(noticed, flips), o.least)
	if share(noticed, flips) < float64(o.least) {
		os.Exit(1)
	}
}

func share(part, all int) float64 {
	if all == 0 {
		return 100
	}
	return 100 * float64(part) / float64(all)
}

// mutate flips one package and returns how many flips there were and how many
// survived.
func (o *options) mutate(dir string) (flips, survived int, err error) {
	work, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return 0, 0, err
	}
	defer os.RemoveAll(work)
	p, err := flipPackage(dir, o.skip)
	if err != nil {
		return 0, 0, err
	}
	program, err := p.build(work)
	if err != nil {
		return 0, 0, err
	}
	o.rapid = []string{"-rapid.shrinktime=0s", "-rapid.nofailfile"}
	if exec.Command(program, append(o.rapid, "-test.list=^$")...).Run() != nil {
		o.rapid = nil // the package has no random test
	}
	if out, err := o.try(program, dir, 0); err != nil {
		return 0, 0, fmt.Errorf("its tests do not pass before anything is flipped: %w\n%s", err, out)
	}
	var lock sync.Mutex
	var group sync.WaitGroup
	next := make(chan int)
	for range o.workers {
		group.Go(func() {
			for id := range next {
				if _, err := o.try(program, dir, id); err == nil {
					lock.Lock()
					p.flips[id-1].survived = true
					lock.Unlock()
				}
			}
		})
	}
	for id := 1; id <= len(p.flips); id++ {
		if f := p.flips[id-1]; o.again != "" && !strings.Contains(o.again, f.where+": "+f.what+"\n") {
			continue
		}
		next <- id
	}
	close(next)
	group.Wait()
	return len(p.flips), p.report(dir), nil
}

// report prints the survivors by place.
func (p *flipped) report(dir string) (survived int) {
	sort.SliceStable(p.flips, func(i, j int) bool { return p.flips[i].where < p.flips[j].where })
	for _, f := range p.flips {
		if f.survived {
			survived++
			fmt.Printf("survived  %s: %s\n", f.where, f.what)
		}
	}
	fmt.Printf("%s: %d flips, %d survived\n", dir, len(p.flips), survived)
	return survived
}

// try runs the test program with one flip on; 0 is none. An error means that
// the tests noticed.
func (o *options) try(program, dir string, id int) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), o.limit)
	defer cancel()
	args := append([]string{"-test.failfast", "-test.timeout", o.limit.String()}, o.rapid...)
	if o.run != "" {
		args = append(args, "-test.run", o.run)
	}
	if o.without != "" {
		args = append(args, "-test.skip", o.without)
	}
	c := exec.CommandContext(ctx, program, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "MUTANT="+strconv.Itoa(id), "STEADY_NAIVE_CASES=6000")
	return c.CombinedOutput()
}

// build compiles the tests of the package with every flip in it.
func (p *flipped) build(work string) (program string, err error) {
	replace := map[string]string{}
	put := func(path, text string) error {
		whole, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		file := filepath.Join(work, strconv.Itoa(len(replace))+".go")
		replace[whole] = file
		return os.WriteFile(file, []byte(text), 0o600)
	}
	for path, text := range p.files {
		if err := put(path, text); err != nil {
			return "", err
		}
	}
	if err := put(filepath.Join(p.dir, "zz_mutant.go"), p.extra()); err != nil {
		return "", err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	list := filepath.Join(work, "overlay.json")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		return "", err
	}
	program = filepath.Join(work, "tests")
	out, err := exec.Command("go", "test", "-c", "-vet=off", "-overlay", list, "-o", program,
		"./"+filepath.ToSlash(filepath.Clean(p.dir))).CombinedOutput()
	if err != nil {
		return "", errors.New("with its flips it does not compile:\n" + strings.TrimSpace(string(out)))
	}
	return program, nil
}
