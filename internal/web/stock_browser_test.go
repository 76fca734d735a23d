package web_test

import (
	"os"
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
		"bring": "/register/bring"})
	w.open("/register/move" + line)
	w.fill("/register/move", "count", "9999", "to", "tray", "second", string(demo.NurseB), "pin2", onePIN)
	w.press("/register/move", "Moved")
	w.says("By the register")
	w.look("desk-move-refused")
	w.fill("/register/move", "count", "5", "pin2", onePIN)
	w.press("/register/move", "Moved")
	w.says("Recorded, no.", "Tray of the preparation room, 5 ampoules")
	w.look("desk-stores")
}
