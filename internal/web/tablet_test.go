package web_test

import (
	"context"
	"time"

	"github.com/chromedp/chromedp"
)

// until waits for a condition on the page. A page that is just being replaced
// cannot be asked: then it is asked again.
func (w *tablet) until(condition, what string) {
	w.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(w.ctx, 5*time.Second)
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
		ctx, cancel := context.WithTimeout(w.ctx, 5*time.Second)
		got, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
		cancel()
		if err == nil {
			return got
		}
		time.Sleep(50 * time.Millisecond)
	}
	return w.eval(`document.body.innerText`)
}
