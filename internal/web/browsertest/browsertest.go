// Package browsertest starts a real browser for tests, looks at pages with
// axe-core, and takes the pictures that the documentation shows.
package browsertest

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/axe-4.14.1.min.js
var axe string

// Path returns where the browser is: STEADY_CHROMIUM, or Debian's chromium.
func Path() string {
	if p := os.Getenv("STEADY_CHROMIUM"); p != "" {
		return p
	}
	if p, err := exec.LookPath("chromium"); err == nil {
		return p
	}
	return "/usr/bin/chromium"
}

// Start returns the context of a fresh tab in a headless browser that ends with
// the test. Without a browser the test is skipped, unless STEADY_REQUIRE_ALL
// is 1: then it fails, so that continuous integration cannot pass without it.
func Start(t testing.TB) context.Context {
	t.Helper()
	path := Path()
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("STEADY_REQUIRE_ALL") == "1" {
			t.Fatalf("no browser at %s: install Debian's chromium or set STEADY_CHROMIUM", path)
		}
		t.Skipf("no browser at %s; install Debian's chromium to run this test", path)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("hide-scrollbars", true), chromedp.WSURLReadTimeout(2*time.Minute)) // a busy machine starts it late
	ctx, stop := context.WithTimeout(context.Background(), 15*time.Minute)
	t.Cleanup(stop)
	alloc, cancel := chromedp.NewExecAllocator(ctx, opts...)
	t.Cleanup(cancel)
	tab, done := chromedp.NewContext(alloc, chromedp.WithErrorf(t.Logf))
	t.Cleanup(done)
	if err := chromedp.Do(tab); err != nil {
		t.Fatalf("the browser at %s did not start: %v", path, err)
	}
	return tab
}

// Tab opens another tab of the same browser with cookies of its own, as a
// second tablet would.
func Tab(t testing.TB, browser context.Context) context.Context {
	t.Helper()
	tab, done := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(done)
	if err := chromedp.Do(tab); err != nil {
		t.Fatalf("a second tab did not open: %v", err)
	}
	return tab
}

// View is how a page is looked at.
type View struct {
	Width, Height int64
	Dark          bool
}

// Views are the four that every page must pass: a narrow phone and a wide
// screen, light and dark.
var Views = []View{{320, 640, false}, {320, 640, true}, {1440, 900, false}, {1440, 900, true}}

// String names the view, "320 light".
func (v View) String() string {
	if v.Dark {
		return fmt.Sprintf("%d dark", v.Width)
	}
	return fmt.Sprintf("%d light", v.Width)
}

// Look sets the size and the colour scheme of the tab.
func Look(ctx context.Context, v View) error {
	scheme := "light"
	if v.Dark {
		scheme = "dark"
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		return err
	}
	return chromedp.Do(ctx, chromedp.EmulateViewport(v.Width, v.Height))
}

// Violation is one rule that axe-core found broken.
type Violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Failure string `json:"failureSummary"`
	} `json:"nodes"`
}

// String tells the rule and the elements that break it.
func (v Violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", v.ID, v.Help)
	for i, n := range v.Nodes {
		if i == 4 {
			fmt.Fprintf(&b, "\n  and %d more", len(v.Nodes)-i)
			break
		}
		fmt.Fprintf(&b, "\n  %.300s\n    %s", n.HTML, strings.ReplaceAll(n.Failure, "\n", "\n    "))
	}
	return b.String()
}

const runAxe = `axe.run(document, %s).then(r => JSON.stringify(r.violations.map(v =>
	({id: v.id, help: v.help, nodes: v.nodes.map(n => ({html: n.html, failureSummary: n.failureSummary}))}))))`

// Axe runs axe-core on the page that is open and returns what is broken: every
// rule it has, best practices among them, or, when the same page was already
// looked at in other colours, the rules about colour only.
func Axe(ctx context.Context, coloursOnly bool) ([]Violation, error) {
	options := `{resultTypes: ["violations"]}`
	if coloursOnly {
		options = `{resultTypes: ["violations"], runOnly: ["cat.color"]}`
	}
	if err := chromedp.Do(ctx, eval(`typeof axe === "object" || `+axe+`; true`)); err != nil {
		return nil, fmt.Errorf("axe-core did not load: %w", err)
	}
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(runAxe, options), chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, fmt.Errorf("axe-core did not run: %w", err)
	}
	var out []Violation
	return out, json.Unmarshal([]byte(text), &out)
}

// Overflow returns how many pixels the open page is wider than the window, and
// the element that reaches furthest.
func Overflow(ctx context.Context) (int, string, error) {
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(() => {
		const w = document.documentElement.clientWidth;
		let far = 0, who = "";
		for (const el of document.querySelectorAll("body *")) {
			const r = el.getBoundingClientRect();
			if (r.width && r.right > far) { far = r.right; who = el.outerHTML.slice(0, 160); }
		}
		return JSON.stringify([document.documentElement.scrollWidth - w, who]);
	})()`))
	if err != nil {
		return 0, "", err
	}
	var out [2]any
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return 0, "", err
	}
	return int(out[0].(float64)), out[1].(string), nil
}

// SmallTargets lists what can be pressed and is smaller than least pixels in
// height; links inside running text are left out.
func SmallTargets(ctx context.Context, least int) ([]string, error) {
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(`JSON.stringify(
		[...document.querySelectorAll("button, summary, a[role=button], input:not([type=hidden]), select")]
		.filter(el => { const r = el.getBoundingClientRect(); return r.height > 0 && r.height < %d; })
		.filter(el => !(el.type === "radio" || el.type === "checkbox"))
		.map(el => Math.round(el.getBoundingClientRect().height) + " px: " + el.outerHTML.slice(0, 140)))`, least)))
	if err != nil {
		return nil, err
	}
	var out []string
	return out, json.Unmarshal([]byte(text), &out)
}

// Picture writes a picture of the whole page as a PNG file.
func Picture(ctx context.Context, file string) error {
	b, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	return os.WriteFile(file, shrink(b), 0o644)
}

func eval(script string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[any](script)(ctx, t)
		return chromedp.Void{}, err
	}
}
