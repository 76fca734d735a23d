package web_test

import (
	"os"
	"testing"

	"steady/internal/demo"
	"steady/internal/web/browsertest"
)

// TestBrowserPrescribe writes a prescription with a plan and an oral drug on a
// real tablet: refused with the rule, mended, answered, signed.
func TestBrowserPrescribe(t *testing.T) {
	s := newSite(t)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	const at = "/people/u-01/prescribe"
	w.desk(demo.DoctorA, nil)
	w.open(at)
	w.fill(at, "dose_1", "160", "dose_2", "160", "review[day]", "1", "review[month]", "6", "review[year]", "2026",
		"ends[day]", "30", "ends[month]", "6", "ends[year]", "2026",
		"from[day]", "3", "from[month]", "3", "from[year]", "2026",
		"plan", "900 40", "reason", "They sleep badly: less, in steps.")
	w.press(at, "Ask the rules")
	w.says("Not possible as it is written", "above its own ceiling")
	w.look("prescribe-refused")
	w.fill(at, "plan", "170 160\n165 160")
	w.press(at, "Ask the rules")
	w.says("The rules find nothing against it", "What bounds it")
	w.look("prescribe-answered")
	w.press(at, "Sign the prescription")
	w.says("Recorded, no.")
	w.look("prescribe-person")
}
