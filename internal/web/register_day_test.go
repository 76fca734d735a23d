package web_test

import (
	"fmt"
	"net/http"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"testing"

	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// TestBrowserRegisterDay: stock on one day, with real presses. A delivery is
// scanned in; the opening count agrees and a later one does not; two others
// count again, the entries are gone through, and the accountable officer closes
// it. A batch that is past its date is set aside and destroyed before the
// authorised witness. Every page on the way is held to axe-core at 320 and
// 1440 px.
func TestBrowserRegisterDay(t *testing.T) {
	s := newSite(t)
	s.settle()
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	id := s.pageOf("100")
	w.as(demo.NurseA)
	t.Run("delivery", func(t *testing.T) { w.on(t).delivery(id) })
	t.Run("counts", func(t *testing.T) { w.on(t).counts(id) })
	t.Run("difference", func(t *testing.T) { w.on(t).difference(id) })
	t.Run("destruction", func(t *testing.T) { w.on(t).destruction(id) })
}

// as hands the tablet to somebody else.
func (w *tablet) as(id person.StaffID) {
	w.t.Helper()
	w.open("/signin?anew=1&staff=" + string(id))
	w.fill("/signin/pin", "pin", onePIN)
	w.press("/signin/pin", "Sign in")
	w.who = id
}

func (w *tablet) delivery(id string) {
	before := w.s.sheet(id).Ampoules
	w.open("/register")
	w.says("What waits", "Receive", "Count", "Waste")
	w.look("20-stock-home")
	w.open("/register/receive")
	at := "/register/receive"
	w.fill(at, "scan", code(100, "OLD-1", "P1"), "from_name", "Invented Pharma Ltd", "from_address", "1 Nowhere Road")
	w.press(at, "Add")
	w.says("1 pack scanned")
	w.look("21-receive-by-scan")
	w.fill(at, "ampoules", "10", "second", string(demo.NurseB), "pin2", onePIN)
	w.press(at, "Received")
	if got := w.s.sheet(id).Ampoules; got != before+10 {
		w.t.Fatalf("%d ampoules after ten were received onto %d", got, before)
	}
}

// tally counts one page with a colleague, at an address of the count.
func (w *tablet) tally(at, id string, n measure.Ampoules, second person.StaffID, more ...string) {
	w.t.Helper()
	w.open(at)
	w.fill("/register/count", append([]string{"n-" + id, fmt.Sprint(int64(n)), "second", string(second), "pin2", onePIN},
		more...)...)
	w.press("/register/count", "Counted")
}

func (w *tablet) counts(id string) {
	w.open("/register/count")
	w.look("22-count")
	n := w.s.sheet(id).Ampoules
	w.tally("/register/count?of=opening&page="+id, id, n, demo.NurseB)
	w.says("agrees")
	w.look("23-count-agrees")
	w.open("/register/move?page=" + id + "&store=safe&batch=OLD-1")
	w.fill("/register/move", "count", "2", "to", "tray", "second", string(demo.NurseB), "pin2", onePIN)
	w.press("/register/move", "Moved")
	w.tally("/register/count?of=shift&page="+id, id, n-1, demo.NurseB)
	w.says("differs by -1", "Open the case")
	w.look("24-count-differs")
	w.open("/register")
	w.look("25-stock-difference")
	w.open("/register/" + id)
	w.says("Open the case")
}

func (w *tablet) difference(id string) {
	n := w.s.sheet(id).Ampoules
	w.open(caseAt(id))
	w.look("26-case")
	w.as(demo.NurseC)
	w.open("/register/count?of=recount&page=" + id)
	w.says("Two others count now")
	w.look("27-count-again")
	w.tally("/register/count?of=recount&page="+id, id, n-1, demo.NurseD)
	w.says("differs by -1")
	w.open(caseAt(id))
	w.click(`document.querySelector('a[href*="entry="]')`, "this entry explains it")
	at := "/register/difference/explain"
	w.fill(at, "cause", "breakage", "words", "One broke beside the tray and was not entered.")
	w.look("28-case-explain")
	w.press(at, "Write it down")
	w.says("One broke beside the tray")
	w.as("s-noor")
	w.open("/register")
	w.look("29-stock-officer")
	w.open(caseAt(id))
	at = "/register/difference/close"
	w.fill(at, "cause", "breakage", "words", "One broke; both counts and the box agree.", w.putOf(id, "OLD-1"), "-1")
	w.look("30-case-close")
	w.press(at, "Close it")
	w.says("balance put right by -1")
	if got := w.s.sheet(id); got.Open != nil || got.Ampoules != n-1 {
		w.t.Fatalf("the page stands at %d, open %v", got.Ampoules, got.Open)
	}
}

// putOf is the field of the closing form for a batch in the safe.
func (w *tablet) putOf(id, batch string) string {
	w.t.Helper()
	return w.eval(fmt.Sprintf(`"put-" + [...document.querySelectorAll(
		'form[action="/register/difference/close"] input[name=lot]')].findIndex(e => e.value === %s)`,
		quoted(id+"|safe|"+batch)))
}

func (w *tablet) destruction(id string) {
	w.s.clock.Pass(moment.Span(w.s.expires(id, "OLD-1").Since(w.s.clock.Now())) + 24*moment.Hour)
	w.as(demo.NurseA)
	w.open("/register")
	w.says("Batch OLD-1 is past its expiry date")
	w.look("31-stock-expired")
	w.click(`document.querySelector('a[href*="why=expired"][href*="OLD-1"]')`, "set it aside")
	w.fill("/register/aside", "count", "2", "why", "expired", "second", string(demo.NurseB), "pin2", onePIN)
	w.press("/register/aside", "Set aside")
	w.open("/register/aside?page=" + id + "&store=safe&batch=OLD-1&why=expired")
	w.fill("/register/aside", "count", "7", "second", string(demo.NurseB), "pin2", onePIN)
	w.press("/register/aside", "Set aside")
	if n := w.s.inStore(id, register.Quarantine); n != 9 {
		w.t.Fatalf("%d ampoules are in quarantine, want 9", n)
	}
	w.tally("/register/count?of=other&page="+id, id, w.s.sheet(id).Ampoules, demo.NurseB)
	w.as("s-noor")
	w.open("/register/destruction/exemption")
	w.fill("/register/destruction/exemption", "number", "T28-7", "to[day]", "31", "to[month]", "12", "to[year]", "2028")
	w.press("/register/destruction/exemption", "Enter it")
	w.open("/register/destruction/witness")
	w.fill("/register/destruction/witness", "ref", "W-7", "witness", "s-iris")
	w.look("32-authorise-witness")
	w.press("/register/destruction/witness", "Authorise them")
	w.says("Authority W-7")
	w.look("33-destruction")
	w.as(demo.NurseA)
	w.open("/register/destroy?authority=W-7")
	w.look("34-destroy")
	w.fill("/register/destroy", "kits", "yes", "words", "Denaturing kit, sealed, to pharmaceutical waste.", "pin2", onePIN)
	w.press("/register/destroy", "Destroyed")
	w.open("/register/" + id)
	lines := []string{"9 of batch OLD-1 destroyed, witness authority W-7", "Iris (inspector)", "balance put right by -1"}
	w.says(lines...)
	w.onPaper(id, lines...)
}

// onPaper holds the PDF of a page to its lines, as somebody reads them.
func (w *tablet) onPaper(id string, lines ...string) {
	w.t.Helper()
	program, err := osexec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("STEADY_REQUIRE_ALL") != "" {
			w.t.Fatal("pdftotext is needed (Debian: poppler-utils)")
		}
		return
	}
	at := filepath.Join(w.t.TempDir(), "page.pdf")
	pdf := w.s.signIn("s-noor").get("/register/pdf/" + id).status(http.StatusOK)
	must(w.t, os.WriteFile(at, []byte(pdf.body), 0o600))
	out, err := osexec.Command(program, at, "-").Output()
	must(w.t, err)
	text := strings.Join(strings.Fields(string(out)), " ")
	for _, x := range append(lines, "100 mg", "sheet 1 of") {
		if !strings.Contains(text, x) {
			w.t.Errorf("the PDF of the page does not say %q", x)
		}
	}
}

// expires is the end of the last day of a batch.
func (s *site) expires(id, batch string) (at moment.Instant) {
	s.t.Helper()
	sheet := s.sheet(id)
	for _, l := range sheet.Lots {
		if l.Batch == batch {
			return moment.UTC.At(l.Expiry, 12, 0)
		}
	}
	s.t.Fatalf("no batch %s on the page", batch)
	return 0
}
