package web_test

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/person"
)

var menuDoor = regexp.MustCompile(`<a class="nav__link[^"]*" href="([^"]+)"`)

// TestMenuOpensWhatItShows: everybody's menu leads to pages that are theirs, and
// only there; a door stands in one group.
func TestMenuOpensWhatItShows(t *testing.T) {
	s := newSite(t)
	for who, of := range map[person.StaffID]struct{ has, not []string }{
		demo.NurseA:      {[]string{"/board", "/people", "/register", "/safety"}, []string{"/inbox", "/staff", "/studies"}},
		demo.DoctorA:     {[]string{"/board", "/inbox", "/worklist"}, []string{"/staff", "/inspections"}},
		demo.Pharmacist:  {[]string{"/register", "/service/close"}, []string{"/inbox", "/staff"}},
		demo.NurseD:      {[]string{"/staff", "/service", "/inspections"}, []string{"/inbox", "/register/officer"}},
		demo.ResearcherA: {[]string{"/studies", "/keys"}, []string{"/board", "/people", "/register"}},
	} {
		c := s.signIn(who)
		body := c.get("/keys").status(http.StatusOK).body
		_, all, _ := strings.Cut(body, `class="nav__groups"`)
		var got []string
		for _, m := range menuDoor.FindAllStringSubmatch(all, -1) {
			if slices.Contains(got, m[1]) {
				t.Errorf("%s: %s stands twice in the menu", who, m[1])
			}
			got = append(got, m[1])
		}
		for _, u := range of.has {
			if !slices.Contains(got, u) {
				t.Errorf("%s: the menu does not lead to %s: %v", who, u, got)
			}
		}
		for _, u := range of.not {
			if slices.Contains(got, u) {
				t.Errorf("%s: the menu leads to %s", who, u)
			}
		}
		for _, u := range got {
			c.get(u).status(http.StatusOK)
		}
	}
}

// TestMenuNamesThePlace: the button of the menu says where one is, and one door
// is marked: the nearest above the page.
func TestMenuNamesThePlace(t *testing.T) {
	s := newSite(t)
	visit, _ := s.comes()
	c := s.signIn(demo.NurseD)
	for path, want := range map[string][2]string{
		"/board": {"Board", "/board"}, "/people/u-02": {"People", "/people"},
		"/register/receive": {"Register", "/register"}, "/register/disputes": {"Disputes", "/register/disputes"},
		"/service/weeks": {"Figures", "/service"}, "/service/close": {"Closing", "/service/close"},
		"/times/plan": {"Plan", "/times/plan"}, "/visits/" + visit: {"Board", "/board"},
	} {
		body := c.get(path).status(http.StatusOK).body
		if !strings.Contains(body, `you are at </span>`+want[0]+`</span>`) {
			t.Errorf("%s: the menu does not say that this is %s", path, want[0])
		}
		_, all, _ := strings.Cut(body, `class="nav__groups"`)
		all, _, _ = strings.Cut(all, "</nav>")
		if n := strings.Count(all, `aria-current="page"`); n != 1 ||
			!strings.Contains(all, `href="`+want[1]+`" aria-current="page"`) {
			t.Errorf("%s: %d doors are marked, and of them not only %s", path, n, want[1])
		}
	}
}

// TestBrowserMenu: on a phone the heading of the board is in the upper third of
// the screen, on a tablet everything above it is one row; the menu opens and
// closes by keyboard, and by touch without a script.
func TestBrowserMenu(t *testing.T) {
	s := newSite(t)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t)}
	w.signIn(demo.NurseD)
	height := func(of string) int {
		n, err := strconv.Atoi(w.eval(`String(Math.round(document.querySelector("` + of +
			`").getBoundingClientRect().height))`))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, v := range []struct{ width, tall, most int }{{320, 640, 130}, {1024, 768, 72}, {1440, 900, 72}} {
		w.do(chromedp.EmulateViewport(int64(v.width), int64(v.tall)))
		w.open("/board")
		if got := height(".top"); got > v.most {
			t.Errorf("at %d px the head of the page is %d px tall, not at most %d", v.width, got, v.most)
		}
	}
	const open = `document.querySelector("details[data-menu]").open`
	w.eval(`(() => { document.querySelector("details[data-menu] summary").focus(); return ""; })()`)
	w.keys(kb.Enter)
	w.until(open, "Enter on the menu")
	w.keys(kb.Tab)
	w.until(`document.activeElement.closest(".nav__groups") !== null`, "Tab into the menu")
	w.keys(kb.Escape)
	w.until(`!(`+open+`) && document.activeElement.tagName === "SUMMARY"`, "Escape in the menu")
	w.keys(kb.Enter)
	w.until(open, "Enter on the menu again")
	for _, v := range browsertest.Views {
		if err := browsertest.Look(w.ctx, v); err != nil {
			t.Fatal(err)
		}
		found, err := browsertest.Axe(w.ctx, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Errorf("the open menu at %s: %s", v, f)
		}
		if over, what, err := browsertest.Overflow(w.ctx); err != nil || over > 0 {
			t.Errorf("the open menu at %s runs %d px over the side: %s %v", v, over, what, err)
		}
	}
	small, err := browsertest.SmallTargets(w.ctx, 44)
	if err != nil || len(small) > 0 {
		t.Errorf("too small for a glove: %v %v", small, err)
	}
}
