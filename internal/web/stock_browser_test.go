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
