package web_test

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"steady/internal/web/browsertest"
	"steady/person"
)

// TestBrowserTheTutorialOfTheLab walks docs/tutorial/try-a-rule.md: from a
// question by the editor to a comparison, its day and its brief, and holds every
// screen on the way to axe and to its width.
func TestBrowserTheTutorialOfTheLab(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk("s-boss", nil)
	w.open("/lab")
	w.says("Try a rule before it meets people", "No comparison has been run yet.")
	w.look("40-lab")
	w.follow("/lab/new")
	w.fill("/lab/new", "title", "Opening until nine", "question", "Could our people keep a job if we opened longer?",
		"figures", "reference", "ready", "longer")
	w.look("41-lab-new")
	w.press("/lab/new", "Go on")
	at := w.eval("location.pathname")
	w.says("Before it can be run", "Today's rules", "Longer hours")
	w.look("42-lab-question")
	w.follow(at + "/service")
	w.lookOnly("43-lab-service")
	s.fillService(s.signIn("s-boss"), at)
	w.open(at + "/about")
	w.fill(at+"/about", "days", "14", "warmup", "7", "replications", "4", "again", "0", "enough_life_min_week", "",
		"enough_missed", "", "enough_cost_person_year", "")
	w.lookOnly("44-lab-about")
	w.press(at+"/about", "Keep it")
	w.open(at + "/figures")
	w.lookOnly("45-lab-figures")
	w.open(at + "/records")
	w.says("From our own records", "Too little to go by")
	w.lookOnly("45-lab-records")
	w.open(at + "/policy?policy=longer")
	w.lookOnly("46-lab-policy")
	w.open(at + "/rule?policy=longer&kind=hours")
	w.look("47-lab-rule")
	w.open(at)
	w.says("Run the comparison")
	w.press(at+"/run", "Run the comparison")
	run := w.eval("location.pathname")
	s.finished(strings.TrimPrefix(run, "/lab/runs/"))
	w.open(run)
	w.says("What changes, and whose decision it is", "Hours of life", "What the model cannot know")
	w.look("48-lab-comparison")
	w.foldsOfAComparison()
	w.open(run + "/measure/life_min_week")
	w.lookOnly("49-lab-measure")
	w.open(run + "/day?policy=longer")
	w.look("50-lab-day")
	before := w.eval(`document.querySelector("[data-day-clock]").textContent`)
	w.eval(`(() => { const s = document.querySelector("[data-day-slider]"); s.value = s.max;
		s.dispatchEvent(new Event("input")); return ""; })()`)
	if after := w.eval(`document.querySelector("[data-day-clock]").textContent`); after == before {
		t.Errorf("the slider moved and the clock still says %s", after)
	}
	if hidden := w.eval(`String(document.querySelector("[data-day-play]").hidden)`); hidden != "true" {
		t.Error("a day plays for somebody who asked for less motion")
	}
	brief := s.signIn("s-boss").get(run + "/file/brief.pdf").status(200)
	if !strings.HasPrefix(brief.body, "%PDF") {
		t.Error("the brief is no PDF")
	}
}

// foldsOfAComparison opens what is folded: by a link, all of it under axe, and on
// paper without a press.
func (w *tablet) foldsOfAComparison() {
	w.t.Helper()
	const shown = `[...document.querySelectorAll(".lab-fold__body")].filter(x => x.checkVisibility() &&
		x.getBoundingClientRect().height > 20).length`
	all := w.eval(`String(document.querySelectorAll(".lab-fold").length)`)
	if got := w.eval(`String(` + shown + `)`); got != "0" {
		w.t.Errorf("%s of %s parts stand open before a press", got, all)
	}
	media := func(name string) {
		_, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name})
		must(w.t, err)
	}
	media("print")
	if got := w.eval(`String(` + shown + `)`); got != all {
		w.t.Errorf("on paper %s of %s parts can be read", got, all)
	}
	media("")
	w.eval(`(() => { document.querySelector("a[href='#cannot']").click(); return ""; })()`)
	w.until(`document.querySelector("#cannot").closest("details").open`, "opening what a link leads to")
	w.eval(`(() => { for (const d of document.querySelectorAll(".lab-fold")) d.open = true; return ""; })()`)
	w.lookOnly("48-lab-folds")
}

// lookOnly is look without keeping pictures.
func (w *tablet) lookOnly(name string) {
	w.t.Helper()
	shots := w.shots
	w.shots = ""
	w.look(name)
	w.shots = shots
}
