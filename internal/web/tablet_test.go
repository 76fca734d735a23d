package web_test

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// patience is how long a busy machine may take to do what it was asked. Only what
// never comes is waited for so long.
const patience = 90 * time.Second

// until waits for a condition on the page. A page that is just being replaced
// cannot be asked: then it is asked again.
func (w *tablet) until(condition, what string) {
	w.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(w.ctx, patience/3)
		now, err := chromedp.Run(ctx, chromedp.Evaluate[bool](condition))
		cancel()
		if err == nil && now {
			return
		}
		if time.Now().After(end) {
			w.t.Fatalf("no answer to %s: %v; still at %s", what, err, w.text())
		}
	}
}

// text is what the page says. Reading changes nothing, so a page that was just
// being replaced is read again.
func (w *tablet) text() string {
	w.t.Helper()
	for range 5 {
		ctx, cancel := context.WithTimeout(w.ctx, patience/3)
		got, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
		cancel()
		if err == nil {
			return got
		}
		time.Sleep(50 * time.Millisecond)
	}
	return w.eval(`document.body.innerText`)
}

// quick gives key events the times of keys that are pressed one soon after the
// other, whenever a busy machine hands them to the page.
func quick() chromedp.KeyOption {
	at := float64(time.Now().UnixMicro()) / 1e6
	return func(e *input.DispatchKeyEventParams) {
		e.Timestamp = input.TimeSinceEpoch(at)
		at += 0.002
	}
}

// touch is a hand at the screen: what rests locks, by the page's own clock, which
// a busy machine does not wait for.
func (w *tablet) touch() {
	w.t.Helper()
	w.eval(`(() => { document.dispatchEvent(new Event("pointermove")); document.dispatchEvent(new Event("input"));
		return ""; })()`)
}
