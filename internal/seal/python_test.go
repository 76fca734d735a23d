package seal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"steady/internal/seal"
)

// pythonDriver runs tools/verify.py over many files in one process. It reads a
// JSON list of files, each changed at each place in turn, and prints for each
// change the message, or null where it was accepted. Signatures are remembered:
// most changes leave them as they are.
const pythonDriver = `
import functools, json, sys
sys.path.insert(0, sys.argv[1])
import verify
verify.signed = functools.lru_cache(None)(verify.signed)
def judge(data):
    try:
        verify.verify(data)
    except verify.Refused as e:
        return str(e)
out = []
for job in json.load(sys.stdin):
    with open(job["file"], "rb") as f:
        data = f.read()
    if "entries" in job:
        register = verify.Register("clinic-1", {})
        out.append([register.take(e.encode()) if isinstance(e, str) else None for e in job["entries"]])
    elif "flip" in job:
        out.append([judge(data[:i] + bytes([data[i] ^ job["flip"]]) + data[i+1:]) for i in job["places"]])
    elif "cut" in job:
        out.append([judge(data[:i]) for i in job["places"]])
    else:
        out.append([judge(data)])
json.dump(out, sys.stdout)
`

type pythonJob struct {
	File    string   `json:"file"`
	Flip    byte     `json:"flip,omitempty"`
	Cut     bool     `json:"cut,omitempty"`
	Places  []int    `json:"places,omitempty"`
	Entries []string `json:"entries,omitempty"`
}

// runPython runs the jobs and returns what was said of each; nil is accepted.
func runPython(t *testing.T, jobs []pythonJob) [][]*string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		if os.Getenv("STEADY_REQUIRE_ALL") == "1" {
			t.Fatal("python3 is missing, and STEADY_REQUIRE_ALL=1 asks for it")
		}
		t.Skip("python3 is missing: the second verifier is not run")
	}
	in, err := json.Marshal(jobs)
	if err != nil {
		t.Fatal(err)
	}
	var complaint bytes.Buffer
	cmd := exec.Command(python, "-B", "-c", pythonDriver, filepath.Join("..", "..", "tools"))
	cmd.Stdin, cmd.Stderr = bytes.NewReader(in), &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, complaint.Bytes())
	}
	var said [][]*string
	if err := json.Unmarshal(out, &said); err != nil || len(said) != len(jobs) {
		t.Fatalf("%v: %s", err, out)
	}
	return said
}

func put(t *testing.T, b []byte) string {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "export")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

// TestPythonAgrees: the second verifier accepts what the first accepts, refuses
// what it refuses, and names the same entry.
func TestPythonAgrees(t *testing.T) {
	r := newRegister(t)
	r.day()
	good := r.export()
	empty := newRegister(t).export()
	before, e, after := blocks(good)
	join := func(entries ...string) []byte { return []byte(before + strings.Join(entries, "") + after) }
	amount := rehash(strings.Replace(e[2], "-180000", "-170000", 1))
	hidden := rehash(strings.Replace(e[5], `"expected":8`, `"expected":9`, 1))
	cases := []struct {
		name string
		file []byte
	}{
		{"good", good}, {"empty", empty},
		{"swapped", join(e[0], e[2], e[1], e[3], e[4], e[5], e[6])},
		{"swapped across the head", join(e[0], e[1], e[2], e[4], e[3], e[5], e[6])},
		{"removed", join(e[0], e[1], e[3], e[4], e[5], e[6])},
		{"last removed", join(e[:6]...)}, {"all removed", join()},
		{"doubled", join(e[0], e[1], e[1], e[2], e[3], e[4], e[5], e[6])},
		{"added at the end", join(append(e[:7:7], e[6])...)},
		{"an amount changed with its leaf hash", join(e[0], e[1], amount, e[3], e[4], e[5], e[6])},
		{"changed with its leaf hash", join(e[0], e[1], e[2], e[3], e[4], hidden, e[6])},
		{"leaf hashes swapped", join(e[0], e[1][:len(e[1])-50]+e[2][len(e[2])-50:], e[2], e[3], e[4], e[5], e[6])},
		{"more after it", append(bytes.Clone(good), '\n')},
		{"twice", append(bytes.Clone(good), good...)},
		{"another name, signed", resign(t, bytes.Replace(good, []byte("Robin"), []byte("Robyn"), 1), r.key)},
		{"another holder, signed", resign(t, bytes.Replace(good, []byte("(invented)"), []byte("(another)"), 1), r.key)},
	}
	var jobs []pythonJob
	for _, c := range cases {
		jobs = append(jobs, pythonJob{File: put(t, c.file)})
	}
	said := runPython(t, jobs)
	for i, c := range cases {
		comparePython(t, c.name, c.file, said[i][0])
	}
}

// comparePython holds the second verifier's answer to the first's.
func comparePython(t *testing.T, name string, file []byte, said *string) {
	t.Helper()
	_, err := verify(file)
	var no *seal.Refused
	switch {
	case err == nil && said == nil:
	case err == nil:
		t.Errorf("%s: only the second verifier refuses: %s", name, *said)
	case said == nil:
		t.Errorf("%s: only the first verifier refuses: %v", name, err)
	case errors.As(err, &no) && no.Entry >= 0:
		place, _, _ := strings.Cut(no.Error(), ":")
		place, _, _ = strings.Cut(place, ",")
		if !strings.HasPrefix(*said, place+":") {
			t.Errorf("%s: the first says %q, the second %q", name, err, *said)
		}
	}
}

// TestPythonEveryByteCounts changes and cuts the file at each byte; one of the
// changes is chosen by chance.
func TestPythonEveryByteCounts(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	r.day()
	good := r.export()
	before, _, after := blocks(good)
	var places []int
	for i := range good {
		// Where signatures are, one wrong signature costs Python milliseconds.
		if entries := i >= len(before) && i < len(good)-len(after); entries || i%5 == 0 ||
			os.Getenv("STEADY_REQUIRE_ALL") == "1" {
			places = append(places, i)
		}
	}
	file := put(t, good)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	flips := []byte{1, 0x20, byte(1 + rand.New(rand.NewPCG(seed, 8)).IntN(255))}
	said := runPython(t, []pythonJob{
		{File: file, Flip: 1, Places: places}, {File: file, Flip: 0x20, Places: places},
		{File: file, Flip: flips[2], Places: places}, {File: file, Cut: true, Places: places},
	})
	for i, place := range places {
		for job, flip := range flips {
			bad := bytes.Clone(good)
			bad[place] ^= flip
			comparePython(t, string(good[max(0, place-20):place+1])+" changed", bad, said[job][i])
		}
		if said[3][i] == nil {
			t.Errorf("cut at byte %d: accepted by the second verifier", place)
		}
	}
}

// TestPythonVectors: the second verifier reads the journal's shared vectors.
func TestPythonVectors(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "journal", "testdata", "vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var v struct{ Good, Bad []struct{ Name, Text string } }
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	var jobs []pythonJob
	names := []string{}
	for i, c := range append(v.Good, v.Bad...) {
		jobs = append(jobs, pythonJob{File: put(t, nil), Entries: []string{c.Text}})
		names = append(names, c.Name)
		if i >= len(v.Good) {
			names[i] = "bad: " + c.Name
		}
	}
	for i, said := range runPython(t, jobs) {
		// A good entry may still not be the first of this register; a bad one is no entry.
		isEntry := said[0] == nil || !strings.HasPrefix(*said[0], "it is not")
		if want := i < len(v.Good); isEntry != want {
			t.Errorf("%s: read as an entry: %v", names[i], isEntry)
		}
	}
}
