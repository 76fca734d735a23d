package spec

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/seal"
	"steady/internal/store/storetest"
	"steady/moment"
	"steady/person"
)

// engine is where a script runs.
type engine interface {
	do(req app.Request, now moment.Instant) ([]clinic.Event, error)
	state() *clinic.State
	audit(t *testing.T)
}

// core runs Decide and Apply and nothing else.
type core struct{ s *clinic.State }

func (c *core) state() *clinic.State { return c.s }
func (c *core) audit(*testing.T)     {}
func (c *core) do(req app.Request, now moment.Instant) ([]clinic.Event, error) {
	events, no := clinic.Decide(c.s, req.Command, now)
	if no != nil {
		return nil, no
	}
	for _, e := range events {
		c.s.Apply(e)
	}
	return events, nil
}

// housed runs the whole road on a store.
type housed struct {
	h     *app.House
	store app.Store
	now   moment.Instant
}

// house opens the whole road. A script that says "# who-may" also asks the
// who-may table; the others show the rules behind it.
func house(t *testing.T, st app.Store, table bool) *housed {
	x := &housed{store: st}
	key, err := seal.Create(t.TempDir(), "spec")
	if err != nil {
		t.Fatal(err)
	}
	x.h, err = app.Open(context.Background(), app.Config{Store: st, Premises: "spec", Sealer: key,
		May:        may(table, login.MayCommand),
		MayWitness: may(table, login.MayWitness), Clock: func() moment.Instant { return x.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.h.Close() })
	return x
}

func may(table bool, ask app.May) app.May {
	if table {
		return ask
	}
	return nil
}

func (x *housed) do(req app.Request, now moment.Instant) ([]clinic.Event, error) {
	x.now = now
	res, err := x.h.Do(context.Background(), req)
	return res.Events, err
}

func (x *housed) state() (s *clinic.State) {
	x.h.View(func(v *clinic.State) { s = v })
	return s
}

// audit: the journal alone, folded from the first entry, gives the same state.
func (x *housed) audit(t *testing.T) {
	t.Helper()
	fresh, err := app.Fold(context.Background(), x.store, "spec", false)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := fresh.Snapshot()
	b, _ := x.state().Snapshot()
	if string(a) != string(b) {
		t.Errorf("replay differs from the live state:\nreplay %s\nlive   %s", a, b)
	}
}

func TestSpec(t *testing.T) {
	files, err := filepath.Glob("clinic/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts found", err)
	}
	index, err := os.ReadFile("clinic/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".txt")
		if !strings.Contains(string(index), "("+name+".txt)") {
			t.Errorf("clinic/README.md does not list %s: nobody will find it", f)
		}
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		table := strings.Contains(string(raw), "\n# who-may\n")
		if !table {
			t.Run(name+"/core", func(t *testing.T) { runScript(t, f, &core{clinic.New()}, true) })
		}
		t.Run(name+"/sqlite", func(t *testing.T) { runScript(t, f, house(t, storetest.OpenSQLite(t), table), table) })
		t.Run(name+"/postgres", func(t *testing.T) { runScript(t, f, house(t, storetest.OpenPostgres(t), table), false) })
	}
}

func runScript(t *testing.T, file string, e engine, may bool) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	update := may && os.Getenv("STEADY_UPDATE_SPEC") == "1"
	s := &script{t: t, e: e, names: map[string]string{}}
	var out []string
	for i, line := range strings.Split(strings.TrimRight(string(raw), "\n"), "\n") {
		left, want, has := strings.Cut(line, " -> ")
		if strings.TrimSpace(left) == "" || strings.HasPrefix(left, "#") {
			out = append(out, line)
			continue
		}
		got := s.line(fmt.Sprintf("%s:%d", file, i+1), strings.TrimSpace(left))
		if update {
			out = append(out, fmt.Sprintf("%-72s -> %s", strings.TrimRight(left, " "), got))
			continue
		}
		if !has {
			t.Fatalf("%s:%d: says nothing about what happens: run make spec and read the difference", file, i+1)
		}
		if strings.TrimSpace(want) != got {
			t.Errorf("%s:%d: %s\n got %s\nwant %s", file, i+1, strings.TrimSpace(left), got, strings.TrimSpace(want))
		}
	}
	if update {
		if err := os.WriteFile(file, []byte(strings.Join(out, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e.audit(t)
}

// script carries the place in time and the short names of a running script.
type script struct {
	t     *testing.T
	e     engine
	day   moment.Day
	n     int
	names map[string]string // person -> visit at hand
}

// line runs one line and returns what happened.
func (s *script) line(where, text string) string {
	words := strings.Fields(text)
	at := s.instant(words[0])
	if at != 0 {
		words = words[1:]
	}
	verb, args := words[0], parseArgs(words[1:])
	if answer, ok := s.look(verb, args); ok {
		return answer
	}
	if verb == "come" {
		return s.come(where, at, words[1:])
	}
	build, ok := verbs[verb]
	if !ok {
		s.t.Fatalf("%s: unknown verb %q", where, verb)
	}
	s.n++
	req := app.Request{Command: clinic.Command{ID: args.or("id", fmt.Sprintf("c%d", s.n)),
		By: person.StaffID(args.or("by", "n1"))}}
	if args["id"] == "none" {
		req.Command.ID = ""
	}
	req.Command.Body = build(s, args, &req)
	if h := args["happened"]; h != "" {
		req.Command.Happened = s.instant(h)
	}
	if v := args["saw"]; v != "" { // the revision of the visit that the page showed
		req.Command.Expect, _ = strconv.ParseInt(v, 10, 64)
	}
	req.Command.Why = req.KeepIf("late", "why", args["why"])
	req.Command.Alone = req.KeepIf("register", "alone", args["alone"])
	if w := args["witness"]; w != "" {
		text := clinic.WitnessText(s.e.state(), req.Command)
		req.Command.Witness = &clinic.Confirmation{By: w, Method: "pin", Digest: clinic.Digest(args.or("shown", text))}
	}
	if at == 0 {
		at = s.e.state().Zone().At(s.day, 7, 0)
	}
	events, err := s.e.do(req, at)
	var no *clinic.Refusal
	switch {
	case errors.As(err, &no):
		return fmt.Sprintf("refused %s (%s) %s", no.Code, no.Rule, no.Sentence)
	case err != nil:
		s.t.Fatalf("%s: %v", where, err)
	}
	return s.tell(events)
}

// come is a whole visit in one line, told in short: arrive, assess, prepare a
// minute apart, check, inject five minutes after the arrival, leave half an hour
// after that. It stops where the visit stops.
func (s *script) come(where string, at moment.Instant, words []string) string {
	var out []string
	arrived := s.e.state().Zone().In(at).Format("15:04")
	var tail string // the dose is asked for; what is prepared is what was decided
	for _, w := range words {
		if !strings.HasPrefix(w, "dose=") {
			tail += " " + w
		}
	}
	for _, step := range []struct {
		verb  string
		after int
	}{{"arrive", 0}, {"assess", 1}, {"prepare", 2}, {"check", 3}, {"give", 5}, {"leave", 36}} {
		text := fmt.Sprintf("%s+%d %s%s", arrived, step.after, step.verb, tail)
		switch step.verb {
		case "assess":
			text = fmt.Sprintf("%s+%d assess %s", arrived, step.after, strings.Join(words, " "))
		case "check":
			text += " witness=n2"
		}
		got := s.line(where, text)
		if strings.HasPrefix(got, "refused") {
			return strings.Join(append(out, got), "; ")
		}
		for _, fact := range strings.Split(got, "; ") {
			switch word, _, _ := strings.Cut(fact, " "); word {
			case "decided", "referred", "injected", "ended":
				out = append(out, fact)
			}
		}
		if n := len(out); n > 0 && strings.HasPrefix(out[n-1], "referred") {
			break
		}
	}
	return strings.Join(out, "; ")
}

// instant reads 09:05, 09:05:30 on the script's day, or day1/09:05 on the next;
// 00:40+30 is thirty minutes of elapsed time after 00:40, whatever the clock does.
func (s *script) instant(w string) moment.Instant {
	day, clock := s.day, w
	if d, c, ok := strings.Cut(w, "/"); ok {
		var n int
		if _, err := fmt.Sscanf(d, "day%d", &n); err != nil {
			return 0
		}
		day, clock = s.day+moment.Day(n), c
	}
	var h, m, sec, later int
	clock, elapsed, _ := strings.Cut(clock, "+")
	if n, _ := fmt.Sscanf(clock, "%d:%d:%d", &h, &m, &sec); n < 2 {
		return 0
	}
	later, _ = strconv.Atoi(elapsed)
	return s.e.state().Zone().At(day, h, m).Add(moment.Span(sec)*moment.Second + moment.Minutes(int64(later)))
}

type args map[string]string

func parseArgs(words []string) args {
	a := args{}
	n := 0
	for _, w := range words {
		if k, v, ok := strings.Cut(w, "="); ok {
			a[k] = strings.ReplaceAll(v, "_", " ")
			continue
		}
		a[fmt.Sprint(n)] = w
		n++
	}
	return a
}

func (a args) or(k, d string) string {
	if v := a[k]; v != "" {
		return v
	}
	return d
}
