package page_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"steady/internal/web/asset"
	"steady/internal/web/browsertest"
	"steady/internal/web/page"
)

// serve shows the gallery with the headers that the product sends.
func serve(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle(asset.Prefix, asset.Handler())
	for _, e := range gallery() {
		mux.HandleFunc("/"+e.name, func(w http.ResponseWriter, r *http.Request) {
			page.SetHeaders(w.Header())
			if err := e.view.Render(r.Context(), w); err != nil {
				t.Errorf("%s: %v", e.name, err)
			}
		})
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func html(t *testing.T, e exhibit) string {
	t.Helper()
	var b strings.Builder
	if err := e.view.Render(context.Background(), &b); err != nil {
		t.Fatalf("%s: %v", e.name, err)
	}
	return b.String()
}

var (
	inline    = regexp.MustCompile(`\sstyle=|<style|<script>|<script [^>]*>[^<]|\son[a-z]+=|javascript:`)
	formStart = regexp.MustCompile(`(?s)<form[^>]*method="post".*?</form>`)
	idAttr    = regexp.MustCompile(`\sid="([^"]*)"`)
)

func TestPagesKeepThePolicy(t *testing.T) {
	for _, e := range gallery() {
		if m := inline.FindString(html(t, e)); m != "" {
			t.Errorf("%s has something inline: %q", e.name, m)
		}
	}
}

func TestEveryPostCarriesItsCommand(t *testing.T) {
	for _, e := range gallery() {
		for _, f := range formStart.FindAllString(html(t, e), -1) {
			if strings.Contains(f, `role="search"`) {
				continue // it asks and changes nothing; posted, so that no name stands in an address
			}
			if !strings.Contains(f, `name="command"`) || !strings.Contains(f, `name="expect"`) {
				t.Errorf("%s: a form without command or expect: %.160s", e.name, f)
			}
			if !strings.Contains(f, "<button") {
				t.Errorf("%s: a form that cannot be sent without a script: %.160s", e.name, f)
			}
		}
	}
}

func TestIdsAreUniqueOnAPage(t *testing.T) {
	for _, e := range gallery() {
		seen := map[string]bool{}
		for _, m := range idAttr.FindAllStringSubmatch(html(t, e), -1) {
			if seen[m[1]] {
				t.Errorf("%s: the id %q is there twice", e.name, m[1])
			}
			seen[m[1]] = true
		}
	}
}

func TestCountIsBlind(t *testing.T) {
	for _, e := range gallery() {
		if e.name != "count" {
			continue
		}
		text := html(t, e)
		for _, word := range []string{"balance", "Balance", "expected 3", "should be"} {
			if strings.Contains(text, word) {
				t.Errorf("the count form says %q", word)
			}
		}
	}
}

func TestEmergencyIsOnePressFromEveryVisitPage(t *testing.T) {
	press := regexp.MustCompile(`(?s)<form method="post" action="[^"]*/emergency"[^>]*>` +
		`(\s*<input type="hidden"[^>]*>)*\s*<button`)
	for _, e := range gallery() {
		if !strings.HasPrefix(e.name, "visit-") || e.name == "visit-ended" || e.name == "visit-emergency" {
			continue
		}
		if n := len(press.FindAllString(html(t, e), -1)); n != 1 {
			t.Errorf("%s has %d emergency presses, wants one that asks nothing", e.name, n)
		}
	}
}

func TestBrowserGallery(t *testing.T) {
	tab := browsertest.Start(t)
	s := serve(t)
	pictures := os.Getenv("STEADY_GALLERY")
	for _, view := range browsertest.Views {
		if err := browsertest.Look(tab, view); err != nil {
			t.Fatal(err)
		}
		for _, e := range gallery() {
			name := e.name + " " + view.String()
			if err := chromedp.Do(tab, chromedp.Navigate(s.URL+"/"+e.name)); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			ran, err := chromedp.Run(tab, chromedp.Evaluate[bool](`document.documentElement.matches(".has-script")`))
			if err != nil || !ran {
				t.Fatalf("%s: the script did not run to its end (%v)", name, err)
			}
			found, err := browsertest.Axe(tab, view.Dark)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, v := range found {
				t.Errorf("%s: %s", name, v)
			}
			if wide, who, err := browsertest.Overflow(tab); err != nil || wide > 0 {
				t.Errorf("%s: %d pixels too wide (%v): %s", name, wide, err, who)
			}
			if small, err := browsertest.SmallTargets(tab, 44); err != nil || len(small) > 0 {
				t.Errorf("%s: too small for gloves (%v): %s", name, err, strings.Join(small, "; "))
			}
			if pictures != "" {
				file := strings.ReplaceAll(name, " ", "-") + ".png"
				if err := browsertest.Picture(tab, filepath.Join(pictures, file)); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}
