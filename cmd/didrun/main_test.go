package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestCount reads streams as go test -json writes them.
func TestCount(t *testing.T) {
	const pass = `{"Action":"pass","Package":"a","Test":"TestOnPostgres/append"}` + "\n"
	const pkgFail = `{"Action":"fail","Package":"a","Elapsed":1.5}` + "\n"
	cases := []struct {
		name, stream, ran string
		ok                bool
		say               []string
	}{
		{"all passed", pass + `{"Action":"pass","Package":"a","Elapsed":1.5}`, "Postgres", true,
			[]string{"ok     a 1.5s", "1 passed, 0 failed, 0 skipped"}},
		{"nothing ran", "", "", false, []string{"0 passed, 0 failed"}},
		{"the wanted kind did not run", pass, "Browser", false, []string{`"Browser" passed`, "1 passed, 0 failed"}},
		{"a skip", pass + `{"Action":"output","Package":"a","Test":"TestB","Output":"no chromium\n"}` + "\n" +
			`{"Action":"skip","Package":"a","Test":"TestB"}`, "", false, []string{"SKIPPED a TestB\nno chromium", "1 skipped"}},
		{"a failure", `{"Action":"output","Package":"a","Test":"TestB","Output":"wrong\n"}` + "\n" +
			`{"Action":"fail","Package":"a","Test":"TestB"}` + "\n" + pkgFail, "", false,
			[]string{"FAILED a TestB\nwrong", "FAILED a 1.5s", "0 passed, 1 failed"}},
		{"a panic", pass + `{"Action":"output","Package":"a","Test":"TestB","Output":"panic: x\n"}` + "\n" +
			pkgFail, "", false,
			[]string{"UNFINISHED a TestB\npanic: x", "did not end"}},
		{"a build failure", pass + `{"ImportPath":"b","Action":"build-output","Output":"b.go:1: no\n"}` + "\n" +
			`{"ImportPath":"b","Action":"build-fail"}`, "", false, []string{"b.go:1: no", "did not build"}},
		{"a package without tests", pass + `{"Action":"skip","Package":"b"}`, "", true, []string{"1 passed"}},
		{"words between", "go: downloading x\n" + pass, "", true, []string{"go: downloading x"}},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			var out strings.Builder
			c := newCount(&out)
			c.read(strings.NewReader(k.stream))
			var ran []*regexp.Regexp
			if k.ran != "" {
				ran = append(ran, regexp.MustCompile(k.ran))
			}
			if ok := c.close(ran); ok != k.ok {
				t.Errorf("ok = %t, want %t\n%s", ok, k.ok, &out)
			}
			for _, s := range k.say {
				if !strings.Contains(out.String(), s) {
					t.Errorf("does not say %q:\n%s", s, &out)
				}
			}
		})
	}
}

// TestArguments reads the call.
func TestArguments(t *testing.T) {
	ran, _, commands, err := arguments(strings.Fields("-ran A -ran B -- go test a -- go test b"))
	if err != nil || len(ran) != 2 || len(commands) != 2 || strings.Join(commands[1], " ") != "go test b" {
		t.Errorf("ran %v commands %v err %v", ran, commands, err)
	}
	for _, bad := range []string{"", "--", "go test", "-ran ( -- go test", "-ran A"} {
		if _, _, _, err := arguments(strings.Fields(bad)); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

// TestRun counts a command that fails although its events are well.
func TestRun(t *testing.T) {
	var out strings.Builder
	c := newCount(&out)
	c.run([]string{"sh", "-c", `echo '{"Action":"pass","Package":"a","Test":"TestA"}'; exit 3`})
	if c.close(nil) || !strings.Contains(out.String(), "exit status 3") {
		t.Errorf("a command that failed was taken as well:\n%s", &out)
	}
}
