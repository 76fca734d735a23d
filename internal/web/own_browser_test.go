package web_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"steady/internal/web/browsertest"
	"steady/moment"
	"steady/person"
)

// TestBrowserOwnPages: a screen becomes a kiosk; somebody comes in with their
// card on the pad of keys, looks at their record, and hides it by one press and
// by Escape twice. Back shows nothing, and every page passes axe-core.
func TestBrowserOwnPages(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	who, at := s.comesToday()
	s.signIn("s-amara").get("/visits/" + at)
	card := s.cardOf(who)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk("s-boss", map[string]string{"kiosks": "/kiosks", "let-in": "/people/" + string(who) + "/door",
		"whose-records": "/keys/looked"})
	w.open("/kiosks")
	w.fill("/kiosks", "name", "Waiting room")
	w.press("/kiosks", "Make this screen a kiosk")
	w.says("Welcome", "Type the numbers on your card")
	w.look("own-kiosk")
	w.types(mistyped(card))
	w.says("There is a problem")
	w.look("own-kiosk-mistyped")
	w.types(card)
	w.says("Hello ", "I am here", "My record", "Hide this", "Finish")
	w.look("own-home")
	w.press("/me/here", "I am here")
	w.says("Staff can see that you are here.")
	for _, path := range []string{"/me/record", "/me/record/looked", "/me/record/sheet", "/me/consents",
		"/me/consents/withdraw", "/me/ways"} {
		w.open(path)
		w.look("own-" + strings.ReplaceAll(strings.TrimPrefix(path, "/me/"), "/", "-"))
	}
	w.press("/me/ways/code", "Use my own phone")
	w.says("They work once.")
	w.look("own-ways-code")

	w.click(`document.querySelector("[data-own-hide]")`, "hide")
	w.hidden("a press")
	s.clock.Pass(moment.Second)
	w.types(card)
	w.open("/me/record")
	w.says("What happened")
	w.do(chromedp.KeyEvent(kb.Escape+kb.Escape, quick()))
	w.hidden("Escape twice")
	s.clock.Pass(moment.Second)
	w.types(card)
	w.says("Hello ")
	s.clock.Pass(30 * moment.Second) // nobody touches the screen
	w.open("/me/record")
	w.hidden("rest")
}

// mistyped is a card's numbers with another last digit.
func mistyped(card string) string {
	last := len(card) - 1
	return card[:last] + string('0'+(card[last]-'0'+1)%10)
}

// types presses the digits of a code on the pad and opens.
func (w *tablet) types(code string) {
	w.t.Helper()
	for _, key := range strings.ReplaceAll(code, " ", "") {
		got := w.eval(`(() => { const k = document.querySelector('[data-key="` + string(key) + `"]');
			if (!k) return "no key on " + location.pathname; k.click(); return ""; })()`)
		if got != "" {
			w.t.Fatal(got)
		}
	}
	w.press("/me/in/code", "Open")
}

// hidden waits until the kiosk waits for the next person, and goes back as far
// as the browser goes: nothing of before may be seen on the way.
func (w *tablet) hidden(after string) {
	w.t.Helper()
	w.until(`location.pathname === "/kiosk" && document.readyState === "complete"`, after)
	w.says("Type the numbers on your card")
	for back := 0; back < 5 && w.back(); back++ {
		for _, word := range []string{"Hello", "My record", "What happened", "Hide this"} {
			if text := w.text(); strings.Contains(text, word) {
				w.t.Errorf("after %s Back shows %q at %s:\n%s", after, word, w.eval(`location.pathname`), text)
			}
		}
	}
	w.open("/kiosk")
}

// back goes back by one page, if there is one, and waits for it. A page that is
// just being replaced cannot be asked: then it is asked again.
func (w *tablet) back() bool {
	w.t.Helper()
	before := int64(-1)
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		h, err := chromedp.Call(w.ctx, page.GetNavigationHistory, cdp.Empty{})
		switch {
		case time.Now().After(end):
			w.t.Fatalf("Back leads nowhere from page %d: %v", before, err)
		case err != nil:
		case before < 0 && h.CurrentIndex == 0:
			return false
		case before < 0:
			// It answers before it goes: what has no answer went nowhere.
			_, err = chromedp.Run(w.ctx, chromedp.Evaluate[int64](`setTimeout(() => history.back())`))
			if err == nil {
				before = h.CurrentIndex
			}
		case h.CurrentIndex != before:
			w.until(`document.readyState === "complete"`, "Back")
			return true
		}
	}
}
