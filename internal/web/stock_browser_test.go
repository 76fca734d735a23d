package web_test

import (
	"os"
	"strings"
	"testing"

	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/register"
)

// TestBrowserStock holds the pages of the movements of stock to axe-core at 320
// and 1440 px, and moves ampoules on a real tablet.
func TestBrowserStock(t *testing.T) {
	s := newSite(t)
	s.settle()
	page := s.pageOf("30")
	_, line, _ := s.lotOf(page, register.Safe)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk(demo.NurseA, map[string]string{"stock-ways": "/register", "aside": "/register/aside" + line,
		"broken": "/register/broken", "return": "/register/return" + line, "send": "/register/send" + line,
		"bring": "/register/bring", "keys-of-stores": "/register/keys"})
	w.open("/register/move" + line)
	w.fill("/register/move", "count", "9999", "to", "tray", "second", string(demo.NurseB), "pin2", onePIN)
	w.press("/register/move", "Moved")
	w.says("By the register")
	w.look("desk-move-refused")
	w.fill("/register/move", "count", "5", "pin2", onePIN)
	w.press("/register/move", "Moved")
	w.says("Recorded, no.", "Tray of the preparation room, 5 ampoules")
	w.look("desk-stores")
	s.lawWithout("1", "move_stock")
	w.open("/register/move" + line)
	w.look("desk-move-second-or-alone")
	w.fill("/register/move", "count", "5", "to", "tray")
	w.press("/register/move", "Record alone")
	w.says("Write in one line why no second person was there")
	w.look("desk-move-alone")
	w.fill("/register/move", "alone_reason", "Bryn was called to an emergency.")
	w.press("/register/move", "Record alone")
	w.says("Recorded, no.", "Tray of the preparation room, 10 ampoules")
	pharmacist := s.signIn(demo.Pharmacist)
	id := s.raise(pharmacist, s.pageOf("100"))
	batch, _, _ := strings.Cut(strings.TrimPrefix(line, "?batch="), "&")
	pharmacist.press(pharmacist.get("/register/recall/new?batch="+batch), "/register/recall/new",
		both("words", "Invented alert 7")...).leads("/register/recall/of")
	w.desk(demo.Pharmacist, map[string]string{"requisitions": "/register/requisitions",
		"requisition": "/register/requisitions/" + id, "requisition-new": "/register/requisitions/new",
		"requisition-close": "/register/requisitions/" + id + "/close", "opening": "/register/opening",
		"receive-ordered": "/register/receive?requisition=" + id, "recalls": "/register/recall",
		"recall": "/register/recall/of?batch=" + batch, "recall-new": "/register/recall/new",
		"recall-lift": "/register/recall/lift"})
}

// TestBrowserSolutions: worked out before the second person is asked, on a real
// tablet; a dose drawn from it, the ampoules of another put back, what is wasted.
func TestBrowserSolutions(t *testing.T) {
	s := newSite(t)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	visit := s.visitAt("prepared")
	by, other := s.preparer(visit)
	const at = "/register/solutions/make"
	w.desk(by, map[string]string{"putback": "/visits/" + visit + "/putback", "take-home": "/people/u-01/takehome"})
	w.open(at)
	w.fill(at, s.solutionField(s.pageOf("100")), "3", "diluent_batch", "W1", "volume_ml", "7", "use_by", "11:00")
	w.press(at, "Work it out")
	w.says("300 mg in 7 ml, which is between 42.857 mg and 42.858 mg in 1 ml")
	w.look("desk-solution-worked-out")
	w.fill(at, "second", string(other), "pin2", onePIN)
	w.press(at, "Made")
	w.says("Recorded, no.", "300 mg left")
	w.look("desk-solutions")
	w.open("/visits/" + visit + "/putback")
	w.fill("/visits/"+visit+"/putback", "second", string(other), "pin2", onePIN)
	w.press("/visits/"+visit+"/putback", "All sealed")
	w.says("From the solution s-")
	w.look("desk-decision-solution")
	w.open("/register/waste")
	w.look("desk-waste")
	w.open("/register/solutions/discard")
	w.look("desk-solution-discard")
}
