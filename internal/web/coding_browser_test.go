package web_test

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"steady/internal/web/browsertest"
	"steady/voice"
	core "steady/voice/study"
)

// TestBrowserStudyIsCoded: an interview is coded by keyboard and by mouse, over
// emoji, accents and words from right to left; what a second coder does arrives
// by itself; they differ, settle it, and a theme is made. Every page passes
// axe-core, narrow and wide.
func TestBrowserStudyIsCoded(t *testing.T) {
	c := newCoding(t)
	w := &tablet{t: t, s: c.site, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.signInAnew("s-ann")
	w.open(c.at + "/code")
	w.live()

	// By keyboard: the third sentence's words, grown by two, a new code; then the
	// emoji alone, and a word from right to left.
	w.focusText()
	w.keys(kb.ArrowDown, kb.ArrowDown) // the second line, its first sentence
	if got := w.chosen(); got != "Anna: I wait 👍🏽 an hour each day." {
		t.Errorf("the sentence is %q", got)
	}
	w.keys(kb.ArrowDown)
	w.code("Known", "new")
	c.coded("They know my name, e\u0301ven the new ones. = Known")
	w.says("Coded: Known", "Take back")
	w.look("coding-1-desk")
	w.words("👍🏽")
	w.code("Gesture", "new")
	c.coded("👍🏽 = Gesture")
	w.words("e\u0301ven")
	w.keys(".") // the code that was used last
	w.until(`document.querySelectorAll(".piece__marks li").length === 3`, "the last code again")
	c.coded("e\u0301ven = Gesture")
	w.words("מחכה", kb.Shift, kb.ArrowRight)
	w.keys("i")
	w.until(`document.querySelectorAll(".piece__marks li").length === 4`, "in their words")
	c.coded("מחכה שעה = מחכה שעה")
	w.focusText()
	w.keys("u")
	w.until(`document.querySelectorAll(".piece__marks li").length === 3`, "taken back")
	c.coded()

	// By mouse, inside words that are marked already and over the end of a line.
	w.drag("my name", "What would")
	w.code("Known", "code")
	c.coded("my name, e\u0301ven the new ones. It helps.\nInterviewer: What would = Known")
	w.says("goes on below", "begins above")

	// The other coder's work arrives by itself.
	before := w.eval(`String(document.querySelectorAll(".piece__marks li").length)`)
	c.mark(c.ben, "an hour each day", "Waiting", "new").status(200)
	w.until(`document.querySelectorAll(".piece__marks li").length === `+before+` + 1`, "what the other coder did")
	w.says("Waiting", "Invented s-ben")
	c.mark(c.ann, "an hour", "Waiting", "code").status(200)
	w.look("coding-2-both")

	w.without(c)
	w.settles(c)
	coding := w.themes(c)
	w.leaves(c, coding)
}

// without a script: the number of a passage leads to a form.
func (w *tablet) without(c *coding) {
	w.t.Helper()
	w.open(c.at + "/code?from=4&at=4")
	w.says("From sentence", "To sentence", "Only these words")
	w.look("coding-3-sentences")
	w.open(c.at + "/compare")
	w.says("alone", "both")
	w.look("coding-4-compare")
	for name, path := range map[string]string{"5-codes": "/codes", "6-find": "/find?words=hour",
		"7-retrieve": "/retrieve?all=",
		"8-memos":    "/memos", "9-trail": "/trail", "10-saturation": "/saturation?base=1&run=1", "11-phases": "/phases",
		"12-matrix": "/matrix", "13-meetings": "/meetings"} {
		w.open("/studies/impact" + path)
		w.look("coding-" + name)
	}
}

// settles compares the two coders and settles one difference.
func (w *tablet) settles(c *coding) {
	w.t.Helper()
	const at = "/studies/impact/agreement"
	w.open(at)
	w.says("Krippendorff alpha", "Alpha U", "Where they differ", "each day")
	w.look("coding-14-agreement")
	w.eval(`(() => { for (const d of document.querySelectorAll("details")) d.open = true; return ""; })()`)
	w.eval(`(() => { const li = [...document.querySelectorAll(".hit")].find(
			x => x.querySelector("mark").textContent.includes("each day"));
		li.querySelector("input[value=yes]").click(); li.querySelector("input[name=why]").value = "the whole of it";
		window.before = true; li.querySelector("button").click(); return ""; })()`)
	w.until(`!window.before && document.readyState === "complete"`, "settled")
	w.says("Settled: the code belongs here", "the whole of it")
	c.coded("each day = Waiting")
}

// themes makes a theme of the codes and lets a passage speak for it.
func (w *tablet) themes(c *coding) (coding string) {
	w.t.Helper()
	var waiting string
	c.state(func(x *core.State) {
		for _, code := range x.Project.Codes {
			if code.Name == "Waiting" {
				waiting = voice.BareID(code.ID)
			}
		}
	})
	const at = "/studies/impact/themes"
	w.open(at)
	w.fill(at, "name", "Time given away", "concept", "Hours that go by before and after.", "status", "candidate")
	w.press(at, "Make the theme")
	var theme string
	c.state(func(x *core.State) { theme = x.Analysis.Themes[0].ID })
	w.open(at + "/" + theme)
	w.fill(at+"/"+theme, "code", waiting)
	w.press(at+"/"+theme, "Place it")
	w.says("Waiting")
	w.look("coding-15-theme")
	w.open(at)
	w.says("Time given away", "1 person")
	w.look("coding-16-map")
	w.open("/studies/impact/codes/" + waiting)
	w.look("coding-17-code")
	var first string
	c.state(func(x *core.State) {
		for _, p := range x.Passages(nil) {
			if p.Code == waiting {
				first = c.at + "/codings/" + p.ID
			}
		}
	})
	w.open(first)
	w.look("coding-18-coding")
	w.eval(`(() => { const pick = document.getElementById("pick-theme"); pick.closest("details").open = true;
		pick.value = ` + quoted(theme) + `; return ""; })()`)
	w.press(first, "Let it speak for it")
	w.open(at + "/" + theme)
	w.says("What speaks for it", "Time given away")
	return first
}

// leaves releases a quote through two people and withdraws the participant: no
// page of the analysis says their words after that.
func (w *tablet) leaves(c *coding, coding string) {
	w.t.Helper()
	who := c.joins(c.lead, "joins")
	person := "/studies/impact/participants/" + who
	c.lead.post(c.at+"/correct", "command", "whose", "what", "whose", "who", who, "guide", "0").leads(c.at)
	c.lead.post(c.at+"/correct", "command", "speak", "what", "speakers", "speaker-0", "interviewer", "speaker-1",
		"participant").leads(c.at)
	c.lead.post(person, "command", "consent", "what", "consent", "day[day]", "1", "day[month]", "3", "day[year]", "2026",
		"sheet", "2", "quote", "yes").leads(person)
	w.open(coding)
	w.click(`[...document.querySelectorAll("main a")].find(a => a.textContent.includes("Propose these words"))`, "propose")
	w.says("Propose a quote", "each day")
	w.fill("/studies/impact/quotes/new", "who", "Nobody: many say it", "uses", "people")
	w.press("/studies/impact/quotes/new", "Propose it")
	var quote string
	c.state(func(x *core.State) { quote = x.Quotes[0].ID })
	c.ben.post("/studies/impact/quotes", "command", "release", "what", "decide", "quote", quote, "stage", "released").
		leads("/studies/impact/quotes")
	if n := released(w.t, c.site); n != 1 {
		w.t.Fatalf("%d quotes are released", n)
	}
	c.lead.post(person, "command", "leave", "what", "withdraw", "sure", "WITHDRAW", "gone[day]", "2", "gone[month]", "3",
		"gone[year]", "2026").leads(person)
	w.open(c.at + "/code")
	w.says("There is no such text")
	for _, path := range []string{"/codes", "/find?words=hour", "/find?words=name", "/retrieve?any=", "/memos", "/themes",
		"/trail", "/saturation", "/phases", "/matrix?of=all", "/meetings", "/agreement", "/quotes", "/report", "/texts"} {
		w.open("/studies/impact" + path)
		main := w.eval(`document.querySelector("main").textContent`)
		for _, words := range []string{"an hour", "They know", "my name", "buses", "מחכה", "It helps"} {
			if strings.Contains(main, words) {
				w.t.Errorf("%s still says %q", path, words)
			}
		}
	}
	if n := released(w.t, c.site); n != 0 || c.inFolders("They know my name") != 0 {
		w.t.Errorf("%d quotes are released after the withdrawal", n)
	}
}

// coded checks what the newest codings are, the last one last.
func (c *coding) coded(want ...string) {
	c.t.Helper()
	got := c.passages()
	for _, x := range want {
		if !strings.Contains("\n"+strings.Join(got, "\n")+"\n", "\n"+x+"\n") {
			c.t.Fatalf("%q is not coded, but %q", x, got)
		}
	}
}

// live waits for the scripts of the desk.
func (w *tablet) live() {
	w.t.Helper()
	w.until(`document.documentElement.classList.contains("has-script")`, "the script")
}

func (w *tablet) focusText() {
	w.t.Helper()
	w.eval(`(() => { document.getElementById("desk-text").focus(); return ""; })()`)
}

func (w *tablet) keys(keys ...string) {
	w.t.Helper()
	shift := false
	for _, k := range keys {
		if k == kb.Shift {
			shift = true
			continue
		}
		if shift {
			w.do(chromedp.KeyEvent(k, chromedp.KeyModifiers(8)))
		} else {
			w.do(chromedp.KeyEvent(k))
		}
		shift = false
	}
}

func (w *tablet) chosen() string { return w.eval(`document.getElementById("desk-chosen").textContent`) }

// words steps with the arrow keys until a word is chosen, from the beginning.
func (w *tablet) words(word string, more ...string) {
	w.t.Helper()
	w.focusText()
	w.keys(kb.Escape)
	for range 60 {
		w.keys(kb.ArrowRight)
		if w.chosen() == word {
			w.keys(more...)
			return
		}
	}
	w.t.Fatalf("the arrow keys never choose %q, the last is %q", word, w.chosen())
}

// code goes to the field of the code, writes it and presses, all by keyboard.
func (w *tablet) code(name, what string) {
	w.t.Helper()
	w.focusText()
	// The driver sends Enter twice, as a key and as a character; the second would
	// land in the field that the first leads to.
	w.eval(`(() => { document.getElementById("desk-text").dispatchEvent(
			new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
		document.getElementById("desk-panel").dataset.old = "yes"; return ""; })()`)
	w.do(chromedp.KeyEvent(name))
	if what == "new" {
		w.eval(`(() => { document.activeElement.dispatchEvent(
			new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
			return ""; })()`)
	} else {
		w.do(chromedp.KeyEvent(kb.Enter))
	}
	w.until(`!document.getElementById("desk-panel").dataset.old`, "coded "+name)
	if says := w.eval(`document.getElementById("desk-panel").textContent`); !strings.Contains(says, "Coded: ") {
		w.t.Fatalf("the panel says %s", says)
	}
}

// drag marks from the first words to the last with the mouse's own selection.
func (w *tablet) drag(from, to string) {
	w.t.Helper()
	got := w.eval(`(() => {
		const find = (words, end) => {
			const walk = document.createTreeWalker(document.getElementById("desk-text"), NodeFilter.SHOW_TEXT);
			let all = "", nodes = [];
			for (let n = walk.nextNode(); n; n = walk.nextNode()) {
				if (!n.parentElement.closest("[data-text]")) continue;
				nodes.push([n, all.length]); all += n.data;
			}
			let at = all.indexOf(words); if (at < 0) return null;
			if (end) at += words.length;
			for (const [n, begin] of nodes) if (at >= begin && at <= begin + n.length && (end || at < begin +
				n.length)) return [n, at - begin];
		};
		const a = find(` + quoted(from) + `, false), b = find(` + quoted(to) + `, true);
		if (!a || !b) return "the words are not there";
		getSelection().setBaseAndExtent(a[0], a[1], b[0], b[1]);
		document.getElementById("desk-text").dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
		return "";
	})()`)
	if got != "" {
		w.t.Fatal(got)
	}
	w.until(`document.getElementById("desk-chosen").textContent.includes(`+quoted(to)+`)`, "chosen by mouse")
}
