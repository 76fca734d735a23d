// Package fault kills the process at random points and then asks, from the
// disk alone, whether anything acknowledged is lost and whether anything is
// half there.
package fault

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/seal"
	"steady/internal/store"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
	"steady/visit"
)

var kills = flag.Int("kills", 6, "how often the process is killed; make fault asks for 200")

const premises = "killed"

// TestMain runs the child when asked to: a service under load that prints the
// id of every command once it is acknowledged.
func TestMain(m *testing.M) {
	if dir := os.Getenv("STEADY_FAULT_CHILD"); dir != "" {
		if err := child(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

var now atomic.Int64

func clock() moment.Instant { return moment.Instant(now.Load()) }

func open(dir string) (*app.House, *store.DB, error) {
	ctx := context.Background()
	db, err := store.OpenSQLite(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	key, err := seal.Load(filepath.Join(dir, "keys"), premises)
	if err != nil {
		return nil, nil, err
	}
	h, err := app.Open(ctx, app.Config{Store: db, Premises: premises, Sealer: key, Clock: clock})
	return h, db, err
}

// child works until it is killed.
func child(dir string) error {
	h, _, err := open(dir)
	if err != nil {
		return err
	}
	h.View(func(s *clinic.State) { now.Store(int64(s.Recorded) + 1) })
	run := fmt.Sprint(os.Getpid())
	for g := range 6 {
		go func() {
			for n := 0; ; n++ {
				press(h, fmt.Sprintf("stock-%s-%d-%d", run, g, n), g, n)
			}
		}()
	}
	for n := 0; ; n++ {
		now.Add(int64(moment.Hour))
		oneVisit(h, fmt.Sprintf("visit-%s-%d", run, n))
	}
}

// say acknowledges on standard output, in one write.
func say(id string, err error) {
	if err == nil {
		os.Stdout.WriteString(id + "\n")
	}
}

func do(h *app.House, id string, by, witness person.StaffID, body clinic.Body) error {
	r := app.Request{Command: clinic.Command{ID: id, By: by, Body: body}}
	if n, ok := body.(clinic.NoteRegister); ok {
		n.Text = r.Keep("register", "note", "written under load")
		r.Command.Body = n
	}
	if witness != "" {
		h.View(func(s *clinic.State) {
			r.Command.Witness = &clinic.Confirmation{By: string(witness), Method: "pin",
				Digest: clinic.Digest(clinic.WitnessText(s, r.Command))}
		})
	}
	_, err := h.Do(context.Background(), r)
	return err
}

// press gives register commands from several hands at once.
func press(h *app.House, id string, g, n int) {
	var page string
	var seen int64
	var count measure.Ampoules
	h.View(func(s *clinic.State) {
		pages := s.Accounts.Pages()
		page = pages[(g+n)%len(pages)]
		seen, count = s.Register, s.Accounts.Sheets[page].Ampoules
	})
	if n%2 == 0 {
		say(id, do(h, id, demo.NurseA, "", clinic.NoteRegister{Page: page, Target: int64(n) % seen}))
		return
	}
	say(id, do(h, id, demo.NurseA, demo.NurseB, clinic.CountStock{Page: page, Counted: count, Seen: seen}))
}

// oneVisit takes the next person of the day through a visit, as far as the
// rules let it; every step it may take is acknowledged.
func oneVisit(h *app.House, id string) {
	var v clinic.Visit
	var day moment.Day
	h.View(func(s *clinic.State) {
		day = s.Zone().Day(clock())
		for _, x := range s.VisitsInOrder() {
			if x.Stage != visit.Ended && x.Day == day {
				v = *x
				return
			}
		}
	})
	if v.ID == "" {
		say(id+"-plan", do(h, id+"-plan", demo.NurseA, "", clinic.PlanDay{Day: day}))
		return
	}
	step := 0
	give := func(witness person.StaffID, b clinic.Body) {
		step++
		now.Add(int64(moment.Minute))
		c := fmt.Sprintf("%s-%d", id, step)
		say(c, do(h, c, demo.NurseA, witness, b))
	}
	give("", clinic.Arrive{Visit: v.ID})
	give("", clinic.Assess{Visit: v.ID, Identity: "known", Readings: well()})
	var prepare clinic.Prepare
	h.View(func(s *clinic.State) {
		if dose, ok := s.Visits[v.ID].Allowed(); ok {
			picks, _, volume, _ := clinic.ProposePicks(s, dose, demo.Form, day)
			prepare = clinic.Prepare{Visit: v.ID, Dose: dose, Picks: picks, Volume: volume}
		}
	})
	if prepare.Dose == 0 {
		give("", clinic.Decline{Visit: v.ID})
		return
	}
	give("", prepare)
	give(demo.NurseB, clinic.Check{Visit: v.ID, HandOver: true})
	give(demo.NurseB, clinic.Administer{Visit: v.ID, Given: prepare.Dose / 2, Route: protocol.IV, Site: "left_hand",
		Attempts: 1})
	now.Add(int64(40 * moment.Minute))
	give("", clinic.Leave{Visit: v.ID, Readings: well()})
}

func well() protocol.Assessment {
	n := func(v measure.Milli) *measure.Milli { return &v }
	return protocol.Assessment{POSS: "1", RR: n(14_000), SpO2: n(98_000), Pulse: n(70_000), Consciousness: "A",
		Alcohol: n(0)}
}

// TestKillLoop: kill -9 at random points; nothing acknowledged is lost, no
// command is half there, every balance is the sum of its entries, and the
// signed heads still hold. Every second time the process may be killed while it
// starts; else it is at work, however slow the machine is.
func TestKillLoop(t *testing.T) {
	dir := t.TempDir()
	prepare(t, dir)
	seed := uint64(time.Now().UnixNano())
	dice := rand.New(rand.NewPCG(seed, 1))
	t.Logf("seed %d, %d kills", seed, *kills)
	acked := map[string]bool{}
	for k := range *kills {
		after := time.Duration(250+dice.IntN(500)) * time.Millisecond
		for _, id := range killOnce(t, dir, after, k%2 == 0) {
			acked[id] = true
		}
		audit(t, dir, acked, k == *kills-1)
	}
	if len(acked) < *kills {
		t.Fatalf("only %d commands were acknowledged over %d kills: the load did not run", len(acked), *kills)
	}
	t.Logf("%d commands acknowledged, none lost", len(acked))
}

func prepare(t *testing.T, dir string) {
	t.Helper()
	ctx := context.Background()
	db, err := store.CreateSQLite(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "keys"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Create(filepath.Join(dir, "keys"), premises); err != nil {
		t.Fatal(err)
	}
	db.Close()
	h, db, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	start := moment.UTC.At(moment.Date(2026, 3, 2), 9, 0)
	err = demo.Make(ctx, h, demo.Options{Premises: premises, Days: 3, Seed: 1, Now: start, Zone: "Europe/London",
		Packs: map[string][]byte{"ch-iv": pack.Document()}})
	if err != nil {
		t.Fatal(err)
	}
	h.Close()
	db.Close()
}

// killOnce runs a child for a while, from its start or from its first
// acknowledgement, kills it, and returns what it acknowledged. A last line
// without its end was never acknowledged.
func killOnce(t *testing.T, dir string, after time.Duration, atWork bool) []string {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "STEADY_FAULT_CHILD="+dir)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	kill := sync.OnceFunc(func() { time.AfterFunc(after, func() { c.Process.Kill() }) })
	if !atWork {
		kill()
	}
	var ids []string
	r := bufio.NewReader(out)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			break
		}
		kill()
		ids = append(ids, strings.TrimSpace(line))
	}
	c.Wait()
	return ids
}

// audit reads the disk with its own eyes: it shares no arithmetic with what it
// checks.
func audit(t *testing.T, dir string, acked map[string]bool, whole bool) {
	t.Helper()
	ctx := context.Background()
	db, err := store.OpenSQLite(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ids := make([]string, 0, len(acked))
	for id := range acked {
		ids = append(ids, id)
	}
	known, err := db.Answers(ctx, premises, ids)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if _, ok := known[id]; !ok {
			t.Fatalf("acknowledged and lost: %s", id)
		}
	}
	heads, err := db.Heads(ctx, premises)
	if err != nil {
		t.Fatal(err)
	}
	byCommand := map[string]app.Heads{}
	auditLog(t, db, journal.Clinical, heads.Clinical, func(e journal.Entry) {
		n := byCommand[e.Command]
		n.Clinical++
		byCommand[e.Command] = n
	})
	sums := map[string]register.Line{}
	auditLog(t, db, journal.Register, heads.Register, func(e journal.Entry) {
		n := byCommand[e.Command]
		n.Register++
		byCommand[e.Command] = n
		auditBalance(t, e, sums)
	})
	for id, a := range known {
		n := byCommand[id]
		if a.To.Clinical-a.From.Clinical != n.Clinical || a.To.Register-a.From.Register != n.Register {
			t.Fatalf("command %s is half there: %+v, found %+v", id, a, n)
		}
	}
	if !whole {
		return
	}
	s, err := app.Fold(ctx, db, premises, false)
	if err != nil {
		t.Fatal(err)
	}
	for page, sheet := range s.Accounts.Sheets {
		if sums[page].BalanceMass != sheet.Mass || sums[page].BalanceAmpoules != sheet.Ampoules {
			t.Errorf("page %s: %+v on disk, %d and %s in the state", page, sums[page], sheet.Ampoules, sheet.Mass)
		}
	}
}

func auditBalance(t *testing.T, e journal.Entry, sums map[string]register.Line) {
	t.Helper()
	ev, err := clinic.Decode(e)
	if err != nil {
		t.Fatal(err)
	}
	line, ok := ev.Body.(interface{ RegisterLine() register.Line })
	if !ok {
		return // the law and the procedures in force stand on no page
	}
	l := line.RegisterLine()
	was := sums[l.Page]
	was.BalanceAmpoules += l.Ampoules
	was.BalanceMass += l.Mass
	if was.BalanceAmpoules != l.BalanceAmpoules || was.BalanceMass != l.BalanceMass {
		t.Fatalf("register entry %d does not sum on %s", e.Seq, l.Page)
	}
	sums[l.Page] = was
}

// auditLog reads a log in order and holds it against its newest signed head.
func auditLog(t *testing.T, db *store.DB, log journal.Log, size int64, each func(journal.Entry)) {
	t.Helper()
	var edge journal.Edge
	err := db.Read(context.Background(), premises, log, 0, size, func(x app.Stored) error {
		e, err := journal.Parse(x.Bytes)
		if err != nil {
			return err
		}
		if e.Seq != edge.Size() {
			return fmt.Errorf("entry %d stands at %d", e.Seq, edge.Size())
		}
		edge.Append(x.Bytes)
		each(e)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	cps, err := db.Checkpoints(context.Background(), premises, log, size-1)
	if err != nil || len(cps) != 1 {
		t.Fatalf("%s: %d heads of size %d: %v", log, len(cps), size, err)
	}
	if cps[0].Root != edge.Root() {
		t.Fatalf("%s: the signed head of size %d does not fit the entries", log, size)
	}
	if !strings.Contains(string(cps[0].Note), "steady/"+premises) {
		t.Fatal("the head is signed by nobody of these premises")
	}
}
