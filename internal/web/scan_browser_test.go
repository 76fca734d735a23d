package web_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/visit"
)

// wedge is a scanner: a keyboard that types a code wherever the focus is, and
// then Enter. It is no press of a person.
func (w *tablet) wedge(code string) {
	w.t.Helper()
	w.eval(`(() => { if (document.activeElement) document.activeElement.blur(); window.scanning = true; return ""; })()`)
	w.do(chromedp.KeyEvent(code+"\r", quick()))
	w.until(`!window.scanning && document.readyState === "complete"`, "the scan of "+code)
}

// TestBrowserScan holds the pages that take scans and show labels to axe-core at
// 320 and 1440 px, and works them with a scanner that types.
func TestBrowserScan(t *testing.T) {
	s := newSite(t)
	v := s.visitAt(visit.Prepared)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk(demo.Pharmacist, map[string]string{"codes": "/register/codes", "codes-enter": "/register/codes/enter",
		"codes-end": "/register/codes/end"})
	w.desk(demo.NurseA, map[string]string{"receive": "/register/receive", "label": "/visits/" + v + "/label"})

	w.open("/register/receive")
	w.wedge(code(100, "N-7", "S1"))
	w.says("1 pack scanned: 10 ampoules by their code")
	w.wedge(strings.Replace(code(100, "N-7", "S2"), "(21)", "~21", 1)[1:])
	w.says("This pack is not counted")
	w.look("desk-receive-refused")
	w.wedge("]d2" + strings.NewReplacer("(01)", "01", "(17)", "17", "(10)", "10", "(21)", "~21").
		Replace(code(100, "N-7", "S2")))
	w.says("2 packs scanned: 20 ampoules by their code", "S1", "S2")
	w.look("desk-receive-scanned")

	w.visit(v)
	w.do(chromedp.KeyEvent("7"))
	if got := w.eval(`document.querySelector("#label").value`); got != "" {
		t.Errorf("a figure of a PIN went into the scan field: %q", got)
	}
	time.Sleep(100 * time.Millisecond) // a person is no faster
	w.wedge("(91)v-other.0123456789abcdef")
	w.says("Stop: not this one", "another visit")
	w.look("desk-label-refused")
	w.wedge(s.labelCode(v))
	w.says("The label is read: it is of this syringe")
	w.look("desk-label-read")

	v = s.due()[0]
	w.open("/board")
	w.press(at(v, "arrive"), "Arrived")
	w.fill(at(v, "assess"), wellBefore...)
	w.press(at(v, "assess"), "Check")
	parts := strings.SplitN(w.eval(`document.querySelector("[name=ampoules]").value`), ":", 3)
	w.wedge(s.packCode(parts[0], parts[1]))
	w.says("pack scanned")
	w.wedge("(01)02001234500012(17)280331(10)ELSEWHERE")
	w.says("Stop: not this one")
	w.look("desk-pack-refused")
}
