// Command didrun runs go test and says whether the tests did run: a skipped
// test fails, and so does a kind of test of which none passed. "Passed" must
// not mean "the database was not there".
//
//	didrun [-ran REGEXP]... [-hazards PAGE] -- go test -json ./... [-- go test -json -race ./x]...
//
// With -hazards every test that the hazard log names must be among those that
// passed: a control whose test did not run is no control.
//
// It prints failures with their output, slow packages as they finish, and one
// closing line: "N passed, 0 failed, 0 skipped". It exits 0 or 1, and 2 on a
// call that it cannot read.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
)

func main() {
	ran, page, commands, err := arguments(os.Args[1:])
	var hazards []hazard
	if err == nil && page != "" {
		hazards, err = readHazards(page)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "didrun:", err)
		os.Exit(2)
	}
	c := newCount(os.Stdout)
	for _, args := range commands {
		c.run(args)
	}
	living := c.living(hazards)
	if !c.close(ran) || !living {
		os.Exit(1)
	}
}

// arguments splits the call into what must have run and the commands.
func arguments(args []string) (ran []*regexp.Regexp, page string, commands [][]string, err error) {
	for len(args) > 0 && args[0] != "--" {
		if len(args) > 1 && args[0] == "-hazards" {
			page, args = args[1], args[2:]
			continue
		}
		if args[0] != "-ran" || len(args) < 2 {
			return nil, "", nil, fmt.Errorf("%q: write -ran REGEXP or -hazards PAGE, then -- and a go test -json command",
				args[0])
		}
		re, err := regexp.Compile(args[1])
		if err != nil {
			return nil, "", nil, fmt.Errorf("-ran %q: %w", args[1], err)
		}
		ran, args = append(ran, re), args[2:]
	}
	var one []string
	for _, a := range append(args, "--") {
		if a != "--" {
			one = append(one, a)
			continue
		}
		if len(one) > 0 {
			commands = append(commands, one)
		}
		one = nil
	}
	if len(commands) == 0 {
		return nil, "", nil, fmt.Errorf("no command: write -- and a go test -json command")
	}
	return ran, page, commands, nil
}

// event is one line of go test -json (go doc test2json).
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64 // seconds
}

// count is what happened so far.
type count struct {
	out                     io.Writer
	passed, failed, skipped int
	// broken says that a command or a package ended badly without a failed test.
	broken   bool
	names    []string            // of tests that passed, package and name
	output   map[string][]string // of unfinished tests, by package and name
	failedIn map[string]bool     // packages with a test that failed
}

func newCount(out io.Writer) *count {
	return &count{out: out, output: map[string][]string{}, failedIn: map[string]bool{}}
}

// run runs one command and reads its events.
func (c *count) run(args []string) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err == nil {
		c.read(pipe)
		err = cmd.Wait()
	}
	if err != nil && c.failed == 0 && !c.broken { // else it is known why
		c.broken = true
		fmt.Fprintf(c.out, "%s: %v\n", strings.Join(args, " "), err)
	}
}

// read counts the events of one stream. What is not an event is printed.
func (c *count) read(r io.Reader) {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		var e event
		switch {
		case line == "":
		case json.Unmarshal([]byte(line), &e) != nil || e.Action == "":
			fmt.Fprint(c.out, line)
		default:
			c.event(e)
		}
		if err != nil {
			return
		}
	}
}

func (c *count) event(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		c.output[key] = append(c.output[key], e.Output)
		return
	case "build-output":
		fmt.Fprint(c.out, e.Output)
		return
	case "build-fail":
		c.broken = true
		return
	case "pass", "fail", "skip":
	default:
		return
	}
	said := strings.Join(c.output[key], "")
	delete(c.output, key)
	if e.Test == "" {
		c.packageEnd(e, said)
		return
	}
	switch e.Action {
	case "pass":
		c.passed++
		c.names = append(c.names, key)
	case "fail":
		c.failed++
		c.failedIn[e.Package] = true
		fmt.Fprintf(c.out, "FAILED %s\n%s", key, said)
	case "skip":
		c.skipped++
		fmt.Fprintf(c.out, "SKIPPED %s\n%s", key, said)
	}
}

// packageEnd prints the package's line. A package that ends badly may leave
// tests without an end (a panic, a time-out): what they said is printed.
func (c *count) packageEnd(e event, said string) {
	if e.Action == "skip" { // no test files
		return
	}
	if e.Action == "pass" {
		fmt.Fprintf(c.out, "ok     %s %.1fs\n", e.Package, e.Elapsed)
		return
	}
	if !c.failedIn[e.Package] {
		c.broken = true
	}
	for key, lines := range c.output {
		if strings.HasPrefix(key, e.Package+" ") {
			fmt.Fprintf(c.out, "UNFINISHED %s\n%s", key, strings.Join(lines, ""))
			delete(c.output, key)
		}
	}
	fmt.Fprintf(c.out, "FAILED %s %.1fs\n%s", e.Package, e.Elapsed, said)
}

// close prints the last line and reports whether all is well.
func (c *count) close(ran []*regexp.Regexp) bool {
	ok := !c.broken && c.failed == 0 && c.skipped == 0 && c.passed > 0
	for _, re := range ran {
		if !c.anyPassed(re) {
			ok = false
			fmt.Fprintf(c.out, "no test that matches %q passed: what it tests did not run\n", re)
		}
	}
	if c.skipped > 0 {
		fmt.Fprintln(c.out, "a skipped test is a test that did not run: install what it needs, or remove it")
	}
	if c.broken {
		fmt.Fprintln(c.out, "a package did not build or did not end; see above")
	}
	fmt.Fprintf(c.out, "%d passed, %d failed, %d skipped\n", c.passed, c.failed, c.skipped)
	return ok
}

func (c *count) anyPassed(re *regexp.Regexp) bool {
	for _, n := range c.names {
		if re.MatchString(n) {
			return true
		}
	}
	return false
}
