package job

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"steady/internal/store/storetest"
	"steady/lab"
	"steady/lab/scenario"
)

// The test program is also a worker in a process of its own, so that it can be
// killed as a worker is.
func TestMain(m *testing.M) {
	if url := os.Getenv("STEADY_TEST_LAB_WORKER"); url != "" {
		err := Work(context.Background(), url, os.Getenv("STEADY_TEST_LAB_PROGRAM"), 1,
			func(s string) { os.Stdout.WriteString(s + "\n") })
		os.Stderr.WriteString(err.Error())
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// process starts a worker process and returns when it is at work.
func process(t *testing.T, url, program string) (pid int, kill func()) {
	t.Helper()
	p := exec.Command(os.Args[0])
	p.Env = append(os.Environ(), "STEADY_TEST_LAB_WORKER="+url, "STEADY_TEST_LAB_PROGRAM="+program)
	p.Stderr = os.Stderr
	out, err := p.StdoutPipe()
	if err == nil {
		err = p.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || !strings.Contains(line, "at work") {
		t.Fatalf("the worker says %q, %v", line, err)
	}
	go io.Copy(io.Discard, out)
	var once sync.Once
	kill = func() { once.Do(func() { p.Process.Kill(); p.Wait() }) }
	t.Cleanup(kill)
	return p.Process.Pid, kill
}

// killed kills a worker process while it has a replication in its hands.
func killed(ctx context.Context, s *Spread, pid int, kill func()) error {
	for ctx.Err() == nil {
		var busy bool
		err := s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM steady_lab.river_job WHERE state = 'running' AND queue = $1
			AND attempted_by[array_upper(attempted_by, 1)] LIKE '%-' || $2 || '-%')`, queueOf(s.program),
			strconv.Itoa(pid)).Scan(&busy)
		if err != nil {
			return err
		}
		if busy {
			kill()
			return nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	return ctx.Err()
}

// A run spread over two processes comes to the bytes of one process, and what a
// killed worker had begun is done by another.
func TestPostgresSpread(t *testing.T) {
	url, program := storetest.PostgresURL(t), "test-"+strings.ToLower(rand.Text())
	f := few(t)
	f.Days, f.Replications = 120, 3 // long enough to be killed in the middle
	alone := answerOf(t, f, local(t.Context(), &Pool{Workers: 2, Do: f.Replicate}))

	pid, kill := process(t, url, program)
	process(t, url, program)
	var mu sync.Mutex
	var said []string
	s, err := OpenSpread(t.Context(), url, program, 0, func(text string) {
		mu.Lock()
		said = append(said,
			text)
		mu.Unlock()
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	died := make(chan error, 1)
	go func() { died <- killed(t.Context(), s, pid, kill) }()
	spread := answerOf(t, f, func(units []scenario.Unit) ([]*lab.Record, error) {
		return s.Run(t.Context(), f, units, func(done, total int) {})
	})
	if !bytes.Equal(alone, spread) {
		t.Error("two workers, of which one was killed, come to another answer than one process")
	}
	if err := <-died; err != nil {
		t.Fatalf("no worker was killed at work: %v", err)
	}
	mu.Lock()
	defer mu.Unlock()
	if !strings.Contains(strings.Join(said, "\n"), "its worker is gone") {
		t.Errorf("the killed worker was not noticed, or had begun nothing: %q", said)
	}
}

// A run that is asked for again finds its records, and needs no worker for them;
// a process may work for itself.
func TestPostgresResume(t *testing.T) {
	url, program := storetest.PostgresURL(t), "test-"+strings.ToLower(rand.Text())
	f := few(t)
	run := func(workers int) []byte {
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		s, err := OpenSpread(ctx, url, program, workers, func(string) {})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		return answerOf(t, f, func(units []scenario.Unit) ([]*lab.Record, error) {
			return s.Run(ctx, f, units, func(done, total int) {})
		})
	}
	first := run(2)
	if !bytes.Equal(first, run(0)) {
		t.Error("asked again, the answer is another")
	}
	if !bytes.Equal(first, answerOf(t, f, local(t.Context(), &Pool{Workers: 1, Do: f.Replicate}))) {
		t.Error("the answer by way of the database is another")
	}
}

// A replication that cannot be run is given up at once, and says why.
func TestPostgresGivenUp(t *testing.T) {
	url, program := storetest.PostgresURL(t), "test-"+strings.ToLower(rand.Text())
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	s, err := OpenSpread(ctx, url, program, 1, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = s.Run(ctx, few(t), []scenario.Unit{{Policy: "nonsuch"}}, func(done, total int) {})
	if err == nil || !strings.Contains(err.Error(), "given up") || !strings.Contains(err.Error(), "there is no policy") {
		t.Errorf("found %v", err)
	}
}

func TestADatabaseThatIsNotThere(t *testing.T) {
	_, err := OpenSpread(t.Context(), "postgres://nobody@/none?host=/nonsuch", "p", 0, func(string) {})
	if err == nil || !strings.Contains(err.Error(), "cannot be used") {
		t.Errorf("found %v", err)
	}
}
