package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/web/browsertest"
)

// adoptWaste adopts a version of a procedure as the manager.
func adoptWaste(c *client, version, text string) *answer {
	return c.press(c.get("/procedures"), "/procedures", "name", "Waste of opened ampoules", "version", version,
		"words", text)
}

// TestProcedures: a version is adopted with a digest of exactly its text, each
// signs for themselves, and a new version is signed anew.
func TestProcedures(t *testing.T) {
	s := newSite(t)
	boss := s.signIn(demo.NurseD)
	boss.get("/procedures").status(200).says("Controlled drugs procedure", "Adopt a version")
	adoptWaste(boss, "1", "").status(422).says("Paste the whole text")
	const text = "Two people.\nOne draws, one looks."
	adoptWaste(boss, "1", strings.ReplaceAll(text, "\n", "\r\n")).leads("/procedures")
	sum := sha256.Sum256([]byte(text))
	boss.get("/procedures").says("Waste of opened ampoules, version 1", "From 2 March 2026", hex.EncodeToString(sum[:]),
		"Read and signed: nobody", "Amara (nurse)")
	adoptWaste(boss, "1", "Something else.").status(422).says("R-REG-40")

	nurse := s.signIn(demo.NurseA)
	list := nurse.get("/procedures").status(200).silent("Adopt a version")
	nurse.get("/procedures/text?name=Waste+of+opened+ampoules&version=1").status(200).says("One draws, one looks.")
	nurse.get("/procedures/text?name=nothing&version=1").says("is not kept here")
	sign := func(more ...string) *answer {
		return nurse.press(list, "/procedures/sign", append(more, "name", "Waste of opened ampoules", "version", "1")...)
	}
	sign().leads("/procedures")
	sign().leads("/procedures") // pressed twice
	nurse.get("/procedures").says("Read and signed: Amara (nurse) on 2 March 2026")
	adoptWaste(boss, "2", "Two people and a mirror.").leads("/procedures")
	nurse.get("/procedures").says("version 2", "Earlier versions: 1 from 2 March 2026").
		silent("Amara (nurse) on 2 March 2026")
	sign("command", "another").status(422).says("not in force")
	s.signIn("s-iris").get("/register/inspection").says("Waste of opened ampoules, version 2, from 2 March 2026")
	s.view(func(st *clinic.State) {
		if n := len(st.ProcedureFile("Waste of opened ampoules", "1").Read); n != 1 {
			t.Errorf("%d have signed version 1", n)
		}
	})
}

// TestBrowserProcedures looks at the page, with axe-core at both widths.
func TestBrowserProcedures(t *testing.T) {
	s := newSite(t)
	adoptWaste(s.signIn(demo.NurseD), "1", "Two people.\nOne draws, one looks.").leads("/procedures")
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk(demo.NurseD, map[string]string{"procedures": "/procedures",
		"procedure-text": "/procedures/text?name=Waste+of+opened+ampoules&version=1"})
}
