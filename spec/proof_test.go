package spec

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/seal"
	"steady/internal/store/storetest"
	"steady/moment"
)

// TestRegistersOfTheScriptsAreProved: whatever movements a script makes, its
// register leaves the house as a file that both verifiers prove.
func TestRegistersOfTheScriptsAreProved(t *testing.T) {
	for _, name := range []string{"requisition", "opening_balance", "stores", "between_premises", "difference",
		"destruction", "solution", "put_back", "taken_home", "second_person", "after_an_outage", "closing", "part_used"} {
		t.Run(name, func(t *testing.T) {
			key, err := seal.Create(t.TempDir(), "spec")
			if err != nil {
				t.Fatal(err)
			}
			x := &housed{store: storetest.OpenSQLite(t)}
			x.h, err = app.Open(context.Background(), app.Config{Store: x.store, Premises: "spec", Sealer: key,
				Clock: func() moment.Instant { return x.now }})
			if err != nil {
				t.Fatal(err)
			}
			defer x.h.Close()
			runScript(t, "clinic/"+name+".txt", x, false)
			var size int64
			x.h.View(func(s *clinic.State) { size = s.Register })
			var b bytes.Buffer
			_, err = seal.WriteExport(&b, seal.Export{Premises: "spec", Holder: "Invented clinic", Size: size, Made: x.now,
				Key: key}, app.RegisterSource{Ctx: context.Background(), Store: x.store, Premises: "spec"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := seal.VerifyExport(bytes.NewReader(b.Bytes()), seal.Options{}); err != nil {
				t.Error("verify:", err)
			}
			python(t, b.Bytes())
		})
	}
}

// python asks the second verifier, which shares no code with the first.
func python(t *testing.T, export []byte) {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		if os.Getenv("STEADY_REQUIRE_ALL") == "1" {
			t.Fatal("python3 is missing, and STEADY_REQUIRE_ALL=1 asks for it")
		}
		t.Log("python3 is missing: the second verifier is not run")
		return
	}
	file := filepath.Join(t.TempDir(), "register.steady")
	if err := os.WriteFile(file, export, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, "-B", filepath.Join("..", "tools", "verify.py"), file).CombinedOutput()
	if err != nil {
		t.Errorf("verify.py: %v\n%s", err, out)
	}
}
