package main

import (
	"fmt"
	"os"
	"path"
	"regexp"
	"strings"
)

// hazard is one hazard of the log with the tests that prove its controls.
type hazard struct {
	id    string
	tests []string
}

var (
	hazardHead = regexp.MustCompile(`^## (H\d{2,3}) `)
	testName   = regexp.MustCompile("`((?:Test|Fuzz)\\w+|spec/[\\w./-]+\\.txt)`")
)

// readHazards reads which tests each hazard names. A page without hazards is
// an error: it would prove everything.
func readHazards(page string) (out []hazard, err error) {
	b, err := os.ReadFile(page)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(b)) {
		if m := hazardHead.FindStringSubmatch(line); m != nil {
			out = append(out, hazard{id: m[1]})
		}
		if !strings.HasPrefix(line, "| Test ") || len(out) == 0 {
			continue
		}
		h := &out[len(out)-1]
		for _, m := range testName.FindAllStringSubmatch(line, -1) {
			h.tests = append(h.tests, m[1])
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s lists no hazard", page)
	}
	return out, nil
}

// passedAs is the name under which a test of the log runs: a script is a
// subtest of the test over all scripts.
func passedAs(test string) string {
	name := strings.TrimSuffix(path.Base(test), ".txt")
	switch {
	case strings.HasPrefix(test, "spec/clinic/"):
		return " TestSpec/" + name + "/"
	case strings.HasPrefix(test, "spec/dosing/"):
		return " TestSpec/" + path.Base(test) + ":"
	case strings.HasPrefix(test, "spec/study/"):
		return " TestSpec/" + path.Base(test)
	}
	return " " + test
}

// living reports whether every test that a hazard names passed in this run,
// and prints those that did not.
func (c *count) living(hazards []hazard) bool {
	ok, tests := true, 0
	for _, h := range hazards {
		for _, test := range h.tests {
			tests++
			if !c.passedTest(passedAs(test)) {
				ok = false
				fmt.Fprintf(c.out, "%s: %s did not pass: the control is not proved\n", h.id, test)
			}
		}
	}
	if len(hazards) > 0 && ok {
		fmt.Fprintf(c.out, "%d hazards: each of the %d tests that prove their controls passed\n", len(hazards), tests)
	}
	return ok
}

// passedTest finds a test by the end of its whole name, or a script by the
// beginning of its subtests.
func (c *count) passedTest(name string) bool {
	for _, n := range c.names {
		if strings.HasSuffix(n, name) || strings.ContainsAny(name, "/:") && strings.Contains(n, name) {
			return true
		}
	}
	return false
}
