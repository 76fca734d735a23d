package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/seal"
	"steady/internal/web/browsertest"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// tablet is a browser tab at which somebody works. It counts presses: a press
// is one click that sends something.
type tablet struct {
	t       *testing.T
	s       *site
	ctx     context.Context
	who     person.StaffID
	presses int
	shots   string // folder for pictures; "" takes none
}

func (w *tablet) do(actions ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		w.t.Fatal(err)
	}
}

// eval runs a script and returns its text.
func (w *tablet) eval(js string) string {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[string](js))
	if err != nil {
		w.t.Fatalf("%v\n%s", err, js)
	}
	return got
}

func (w *tablet) open(path string) {
	w.t.Helper()
	w.do(chromedp.Navigate(w.s.url + path))
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// fill types into fields by name, and taps radios and boxes by name=value.
func (w *tablet) fill(form string, pairs ...string) {
	w.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		got := w.eval(fmt.Sprintf(`(() => {
			const form = document.querySelector('form[action=' + JSON.stringify(%[1]s) + ']');
			if (!form) return "no form for " + %[1]s + " on " + location.pathname + ": " + document.title;
			const all = [...form.querySelectorAll('[name=' + JSON.stringify(%[2]s) + ']')];
			const pick = all.find(e => (e.type === "radio" || e.type === "checkbox") && e.value === %[3]s);
			if (pick) { pick.click(); return ""; }
			const field = all.find(e => e.type !== "radio" && e.type !== "checkbox" && e.type !== "hidden");
			if (!field) return "no field " + %[2]s + "=" + %[3]s;
			field.value = %[3]s; field.dispatchEvent(new Event("input", {bubbles: true})); return "";
		})()`, quoted(form), quoted(pairs[i]), quoted(pairs[i+1])))
		if got != "" {
			w.t.Fatal(got)
		}
	}
}

// press clicks the button of the form that posts to an address, by its words
// when it has several, and waits for the page that answers.
func (w *tablet) press(form, words string) {
	w.t.Helper()
	w.presses++
	w.click(fmt.Sprintf(`(() => {
		const at = b => b.getAttribute("formaction") || (b.form && b.form.getAttribute("action"));
		const all = [...document.querySelectorAll('button[type=submit]')]
			.filter(b => at(b) === %s && b.textContent.includes(%s));
		return all[0];
	})()`, quoted(form), quoted(words)), form+" "+words)
}

func (w *tablet) click(find, what string) {
	w.t.Helper()
	got := w.eval(fmt.Sprintf(`(() => {
		const b = %s;
		if (!b) return "nothing to press: " + %s + " on " + location.pathname + ": " + document.body.innerText.slice(0, 900);
		if (b.disabled) return "not open: " + %s;
		window.before = true; b.click(); return "";
	})()`, find, quoted(what), quoted(what)))
	if got != "" {
		w.t.Fatal(got)
	}
	w.until(`!window.before && document.readyState === "complete"`, what)
}

func (w *tablet) says(words ...string) {
	w.t.Helper()
	text := w.text()
	for _, x := range words {
		if !strings.Contains(text, x) {
			w.t.Fatalf("the page does not say %q:\n%s", x, text)
		}
	}
}

// look holds the page to axe-core and to its width, narrow and wide, and takes
// its picture.
func (w *tablet) look(name string) {
	w.t.Helper()
	for _, v := range []browsertest.View{{Width: 320, Height: 640}, {Width: 1440, Height: 900}} {
		w.touch()
		if err := browsertest.Look(w.ctx, v); err != nil {
			w.t.Fatal(err)
		}
		found, err := browsertest.Axe(w.ctx, false)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, f := range found {
			w.t.Errorf("%s at %s: %s", name, v, f)
		}
		if over, what, err := browsertest.Overflow(w.ctx); err != nil || over > 0 {
			w.t.Errorf("%s at %s runs %d px over the side: %s %v", name, v, over, what, err)
		}
		if w.shots != "" {
			if err := browsertest.Picture(w.ctx, filepath.Join(w.shots, fmt.Sprintf("%s-%d.png", name, v.Width))); err != nil {
				w.t.Error(err)
			}
		}
	}
}

// signIn chooses a person and types their PIN.
func (w *tablet) signIn(id person.StaffID) {
	w.t.Helper()
	w.open("/signin?staff=" + string(id))
	w.fill("/signin/pin", "pin", onePIN)
	w.press("/signin/pin", "Sign in")
	w.who = id
}

// wait lets the site's clock run; somebody looks at the board meanwhile, so
// the tablet does not rest.
func (w *tablet) wait(minutes int) {
	w.t.Helper()
	for range minutes {
		w.s.clock.Pass(moment.Minute)
		w.open("/board")
	}
}

func (w *tablet) visit(v string) { w.open("/visits/" + v) }

var wellBefore = []string{"identity", "yes", "poss", "1", "rr", "14", "spo2", "98", "pulse", "72", "consciousness", "A",
	"alcohol", "0"}

var wellAfter = []string{"poss", "1", "rr", "14", "spo2", "97", "pulse", "70", "consciousness", "A"}

// upTo takes a visit by the ordinary way to the booth.
func (w *tablet) upToBooth(v string, second person.StaffID) {
	w.t.Helper()
	at := "/visits/" + v
	w.open("/board")
	w.press(at+"/arrive", "Arrived")
	w.s.clock.Pass(moment.Minute)
	w.fill(at+"/assess", wellBefore...)
	w.press(at+"/assess", "Check")
	w.says("GIVE")
	w.press(at+"/prepare", "Prepared")
	w.fill(at+"/check", "second", string(second), "pin2", onePIN)
	w.press(at+"/check", "Checked and handed over")
	w.says("How much was used?")
}

func (w *tablet) stageOf(v string) (st visit.Stage, end visit.Ending) {
	w.s.view(func(s *clinic.State) { st, end = s.Visits[v].Stage, s.Visits[v].Ending })
	return st, end
}

func (w *tablet) ends(v string, want visit.Ending) {
	w.t.Helper()
	if st, end := w.stageOf(v); st != visit.Ended || end != want {
		w.t.Fatalf("visit %s stands at %s %s, want ended %s:\n%s", v, st, end, want, w.text())
	}
}

// due lists the visits of the morning that nobody has come to yet and whose
// dose the rules would let be given, in order of time.
func (s *site) due() (ids []string) {
	s.view(func(st *clinic.State) {
		for _, v := range st.VisitsInOrder() {
			p := st.People[v.Person]
			missed := st.MissedBefore(p, v.Day, v.Session)
			if v.Stage == visit.Booked && v.Session == 0 && missed.Sessions == 0 && len(p.Holds) == 0 {
				ids = append(ids, v.ID)
			}
		}
	})
	return ids
}

// TestBrowserWalksADay: two nurses and five people. One visit is ordinary and
// takes six presses; one is withheld, one part-used, one an emergency, one
// person does not come. Stock is counted at close and the register verified.
// Every page on the way is held to axe-core at 320 and 1440 px.
func TestBrowserWalksADay(t *testing.T) {
	s := newSite(t)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	due := s.due()
	if len(due) < 5 {
		t.Fatalf("only %d people are still due this morning", len(due))
	}
	w.open("/signin")
	w.look("01-sign-in")
	w.open("/signin?staff=" + string(demo.NurseA))
	w.look("02-pin")
	w.signIn(demo.NurseA)
	w.open("/board")
	w.look("03-board")

	t.Run("ordinary", func(t *testing.T) { w.on(t).ordinary(due[0]) })
	t.Run("withheld", func(t *testing.T) { w.on(t).withheld(due[1]) })
	t.Run("part used", func(t *testing.T) { w.on(t).partUsed(due[2]) })
	t.Run("emergency", func(t *testing.T) { w.on(t).emergency(due[3]) })
	t.Run("not come, counted, verified", func(t *testing.T) { w.on(t).close(due[4]) })
}

func (w *tablet) on(t *testing.T) *tablet {
	w.t = t
	w.s.t = t
	return w
}

func (w *tablet) ordinary(v string) {
	at := "/visits/" + v
	w.open("/board")
	w.presses = 0
	w.press(at+"/arrive", "Arrived")
	w.look("04-readings")
	w.fill(at+"/assess", wellBefore...)
	w.press(at+"/assess", "Check")
	w.says("GIVE")
	w.look("05-decision")
	w.press(at+"/prepare", "Prepared")
	w.look("06-second-check")
	w.fill(at+"/check", "second", string(demo.NurseB), "pin2", onePIN)
	w.press(at+"/check", "Checked and handed over")
	w.look("07-booth")
	w.fill(at+"/give", "site", "left_forearm")
	w.s.clock.Pass(moment.Minute)
	w.press(at+"/give", "Given")
	w.look("08-observation")
	before := w.presses
	w.wait(31)
	w.visit(v)
	w.presses = before
	w.fill(at+"/observe", wellAfter...)
	w.press(at+"/leave", "Left well")
	w.ends(v, visit.LeftWell)
	if w.presses > 6 {
		w.t.Errorf("the ordinary visit took %d presses, want at most 6", w.presses)
	}
	w.visit(v)
	w.look("09-left-well")
}

func (w *tablet) withheld(v string) {
	at := "/visits/" + v
	w.open("/board")
	w.press(at+"/arrive", "Arrived")
	w.fill(at+"/assess", "identity", "yes", "poss", "3", "rr", "10", "spo2", "93", "pulse", "58", "consciousness", "A",
		"alcohol", "0")
	w.press(at+"/assess", "Check")
	w.says("NO DOSE THIS SESSION")
	w.look("10-withheld")
	w.press(at+"/withhold", "Withhold and close")
	w.ends(v, visit.Withheld)
}

func (w *tablet) partUsed(v string) {
	at := "/visits/" + v
	w.upToBooth(v, demo.NurseB)
	w.open(at + "?part=1#taken")
	w.look("11-part-used")
	w.fill(at+"/give", "site", "right_hand", "taken", "part", "given_mg", "5")
	w.press(at+"/give", "Given")
	w.says("second person confirms")
	w.fill(at+"/give", "site", "right_hand", "taken", "part", "given_mg", "5", "second", string(demo.NurseB),
		"pin2", onePIN)
	w.press(at+"/give", "seen wasted")
	w.wait(31)
	w.visit(v)
	w.fill(at+"/observe", wellAfter...)
	w.press(at+"/leave", "Left well")
	w.ends(v, visit.LeftWell)
}

func (w *tablet) emergency(v string) {
	at := "/visits/" + v
	w.upToBooth(v, demo.NurseB)
	w.fill(at+"/give", "site", "left_hand")
	w.press(at+"/give", "Given")
	presses := w.presses
	w.press(at+"/emergency", "Emergency")
	if w.presses != presses+1 {
		w.t.Error("an emergency is more than one press away")
	}
	w.look("12-emergency")
	for _, act := range []string{"Called", "Started"} {
		w.press(at+"/act", act)
		w.s.clock.Pass(20 * moment.Second)
	}
	w.fillNaloxone(at)
	w.look("13-emergency-steps")
	w.press(at+"/calm", "gone to hospital")
	w.ends(v, visit.ToHospital)
}

// fillNaloxone fills the one of several forms that asks for a dose.
func (w *tablet) fillNaloxone(at string) {
	w.t.Helper()
	w.presses++
	w.click(`(() => {
		const form = [...document.querySelectorAll('form')].find(f => f.querySelector('[name=dose_ug]'));
		form.querySelector('[name=dose_ug][value="400"]').click();
		form.querySelector('[name=route][value="im"]').click();
		return form.querySelector('button[type=submit]');
	})()`, "naloxone")
	w.says("Naloxone 400 micrograms, i.m.")
}

// close ends the session: who did not come, the count by two people, and the
// register verified from its file alone.
func (w *tablet) close(absent string) {
	var left moment.Span
	w.s.view(func(st *clinic.State) {
		z, now := st.Zone(), w.s.clock.Now()
		_, closes, open := st.Hours(z.Day(now), 0)
		if !open {
			w.t.Fatal("the morning session has no hours today")
		}
		left = z.At(z.Day(now), closes/60, closes%60).Since(now)
	})
	w.wait(int(left/moment.Minute) + 2)
	w.look("14-board-after-session")
	w.press("/board/close", "Close the Morning session")
	w.ends(absent, visit.DidNotAttend)
	w.settle()
	w.count()
	w.open("/register")
	w.look("17-register")
	w.click(`document.querySelector('main a[href^="/register/diamorphine"]')`, "a register page")
	w.look("18-register-page")
	w.verify()
}

// settle discards the syringes that the past left unchecked: their ampoules are
// out of the safe and would make the count wrong.
func (w *tablet) settle() {
	w.t.Helper()
	var open []string
	w.s.view(func(st *clinic.State) {
		for _, v := range st.VisitsInOrder() {
			if v.Syringe != nil && v.CheckedBy == "" {
				open = append(open, v.ID)
			}
		}
	})
	for i, v := range open {
		at := "/visits/" + v + "/discard"
		w.open(at)
		if i == 0 {
			w.look("15-discard")
		}
		w.fill(at, "words", "left before the check", "second", string(demo.NurseB), "pin2", onePIN)
		w.press(at, "Discarded before both of us")
	}
}

func (w *tablet) count() {
	w.open("/register/count")
	w.look("16-count")
	form := w.eval(`document.querySelector('form[action="/register/count"]') ? "" : document.body.innerText`)
	if form != "" {
		w.t.Fatal(form)
	}
	w.s.view(func(st *clinic.State) {
		for _, id := range st.Accounts.Pages() {
			sheet := st.Accounts.Sheets[id]
			w.eval(fmt.Sprintf(`(() => { const f = [...document.querySelectorAll('form[action="/register/count"] input')]
				.find(e => e.name.includes(%s) && e.type !== "hidden"); f.value = %s; return ""; })()`,
				quoted(id), quoted(fmt.Sprint(sheet.Ampoules))))
		}
	})
	w.fill("/register/count", "second", string(demo.NurseB), "pin2", onePIN)
	w.press("/register/count", "")
	w.s.view(func(st *clinic.State) {
		for _, id := range st.Accounts.Pages() {
			if c := st.Accounts.Sheets[id].Counted; c == nil || w.s.clock.Now().Since(c.At) > 5*moment.Minute {
				w.t.Errorf("%s was not counted at close", id)
			}
		}
	})
}

func (w *tablet) verify() {
	ctx := w.t.Context()
	heads, err := w.s.house.Store().Heads(ctx, "test")
	must(w.t, err)
	var file bytes.Buffer
	_, err = seal.WriteExport(&file, seal.Export{Premises: "test", Holder: "Invented clinic", Size: heads.Register,
		Made: w.s.clock.Now(), Key: w.s.key}, app.RegisterSource{Ctx: ctx, Store: w.s.house.Store(), Premises: "test"})
	must(w.t, err)
	r, err := seal.VerifyExport(bytes.NewReader(file.Bytes()), seal.Options{Key: w.s.key.Public()})
	must(w.t, err)
	if r.Head.Size != heads.Register {
		w.t.Fatalf("verified %d of %d entries", r.Head.Size, heads.Register)
	}
}

// TestBrowserPasskeys: a nurse adds a passkey, signs in with it, and a second
// nurse confirms a syringe with theirs; the kept assertion verifies again.
func TestBrowserPasskeys(t *testing.T) {
	s := newSite(t)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t)}
	w.do(chromedp.Navigate(s.url + "/signin"))
	if _, err := chromedp.Call(w.ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(w.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{Protocol: webauthn.AuthenticatorProtocolCtap2,
			Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true, HasUserVerification: true,
			IsUserVerified: true, AutomaticPresenceSimulation: true}}); err != nil {
		t.Fatal(err)
	}
	w.signIn(demo.NurseB)
	w.open("/keys")
	w.fill("/keys/passkey/finish", "label", "Invented key", "pin", onePIN)
	w.click(`document.querySelector('button[data-passkey="/keys/passkey/begin"]')`, "add a passkey")
	w.says("Invented key")
	w.open("/keys")
	w.press("/signout", "")
	w.signIn(demo.NurseA)
	v := s.due()[0]
	at := "/visits/" + v
	w.open("/board")
	w.press(at+"/arrive", "Arrived")
	w.fill(at+"/assess", wellBefore...)
	w.press(at+"/assess", "Check")
	w.press(at+"/prepare", "Prepared")
	w.fill(at+"/check", "second", string(demo.NurseB))
	w.click(`document.querySelector('button[data-passkey^="/confirm/passkey/begin"]')`, "confirm with their passkey")
	if st, _ := w.stageOf(v); st != visit.InBooth {
		t.Fatalf("the visit stands at %s:\n%s", st, w.text())
	}
	w.open("/keys")
	w.press("/signout", "")
	w.open("/signin")
	w.click(`document.querySelector('button[data-passkey="/signin/passkey/begin"]')`, "sign in with a passkey")
	w.open("/board")
	w.says("Bryn")
}
