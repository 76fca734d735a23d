package web_test

import (
	"slices"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/measure"
	"steady/register"
)

// code is the square code of an invented pack of ten, as printed.
func code(content measure.Mass, batch, serial string) string {
	out := "(01)" + demo.ProductCodes[content*measure.Milligram] + "(17)280331(10)" + batch
	if serial != "" {
		out += "(21)" + serial
	}
	return out
}

// scan types a pack into the form of a delivery and presses Enter.
func (c *client) scan(form *answer, code string, pairs ...string) *answer {
	return c.press(form, "/register/receive", append(pairs, "scan", code, "scan_add", "yes")...)
}

// TestReceiveByScan: pack by pack into the form, what does not belong refused at
// the scan, and all of it recorded with one press.
func TestReceiveByScan(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	page := s.pageOf("100")
	form := c.get("/register/receive").status(200).says("Scan the packs", "Square code of one pack")
	c.press(form, "/register/receive", "scan_add", "yes").status(422).says("Scan the square code of a pack, or fill in")
	typed := "]d2" + strings.NewReplacer("(", "", ")", "").Replace(code(100, "N-7", ""))
	form = c.scan(form, typed, "from_name", "Invented Ltd").
		status(200).says("1 pack scanned: 10 ampoules by their code", "batch N-7, expiry 31 March 2028")
	if v := form.form("/register/receive"); v.Get("product") != page || v.Get("batch") != "N-7" ||
		v.Get("expiry[year]") != "2028" || v.Get("from_name") != "Invented Ltd" || v.Get("scan") != "" {
		t.Error("the form is not filled in:", v)
	}
	form = c.scan(form, code(100, "N-7", "S1")).status(200).says("2 packs scanned: 20 ampoules", "Serial numbers S1")
	again := c.scan(form, code(100, "N-7", "S1")).status(422).
		says("This pack is not counted", "Pack S1 was scanned already", "R-REG-18", "2 packs scanned: 20 ampoules")
	c.scan(again, code(30, "N-7", "S2")).status(422).says("30 mg, ampoule, those before it are")
	c.scan(again, code(100, "N-8", "S2")).status(422).says("This pack is batch N-8", "put it aside")
	c.scan(again, "5012345678900").status(422).says("field (50) is not one that is read here")
	c.scan(again, strings.Replace(code(100, "N-7", "S2"), "02001234500012", "02001234500050", 1)).status(422).
		says("Product code 02001234500050 is not in the catalogue").silent("Enter this product code")
	if got := form.form("/register/receive")["pack"]; !slices.Equal(got, again.form("/register/receive")["pack"]) {
		t.Error("a pack that was refused is kept, or one that was not is lost:", got)
	}

	before := s.sheet(page).Ampoules
	done := both("ampoules", "20", "from_address", "1 Nowhere Road")
	c.press(form, "/register/receive", append(done, "batch", "N-9")...).status(422).says("the form says something else")
	c.press(form, "/register/receive", append(done, "scan_add", "yes")...).leads("/register/" + page) // Enter in the PIN
	sheet := s.sheet(page)
	if sheet.Ampoules != before+20 {
		t.Errorf("%d ampoules after 20 were received onto %d", sheet.Ampoules, before)
	}
	c.get("/register/" + page).status(200).says("packs scanned: 2, serial numbers S1")
	c.scan(c.get("/register/receive"), code(100, "N-7", "S1")).status(422).says("was received before")
	form = c.scan(c.get("/register/receive"), code(100, "N-7", "S3"))
	done = both("ampoules", "9", "from_name", "Invented Ltd", "from_address", "1 Nowhere Road")
	form = c.press(form, "/register/receive", done...).status(422).says("the count differs from the packs scanned")
	c.press(form, "/register/receive", done...).leads("/register/" + page)
	if n := s.inStore(page, register.Quarantine); n != 9 {
		t.Errorf("%d ampoules are in quarantine after a pack of ten held nine", n)
	}
	form = c.scan(c.get("/register/receive"), code(100, "N-7", "S4"))
	form = c.press(form, "/register/receive", "scans_clear", "yes").status(200).silent("scanned:")
	if form.form("/register/receive")["pack"] != nil {
		t.Error("the scans are still there after they were begun again")
	}
}

// TestCatalogue: a code is entered before two people out of the scan of a pack,
// stands in the list, and is ended with a reason.
func TestCatalogue(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.Pharmacist)
	unknown := "(01)02001234500050(17)280331(10)N-1(21)S1"
	way := c.scan(c.get("/register/receive"), unknown).status(422).
		says("is not in the catalogue", "Enter this product code")
	at := way.body[strings.Index(way.body, "/register/codes/enter?"):]
	at = at[:strings.Index(at, `"`)]
	form := c.get(strings.ReplaceAll(at, "&amp;", "&")).status(200).
		says("Enter a product code", "A second person sees it too")
	if got := form.form("/register/codes/enter").Get("gtin"); got != unknown {
		t.Errorf("the scanned code is not carried along: %q", got)
	}
	page := s.pageOf("30")
	press := func(pairs ...string) *answer { return c.press(form, "/register/codes/enter", both(pairs...)...) }
	press("gtin", "123", "product", page, "per_pack", "10").status(422).says("a GTIN has 8, 12, 13 or 14 digits")
	press("product", page, "per_pack", "none").status(422).says("write a whole number")
	press("gtin", demo.ProductCodes[5*measure.Milligram], "product", page, "per_pack", "10").status(422).
		says("stands for 10 ampoules of diamorphine hydrochloride monohydrate, 5 mg")
	press("product", page, "per_pack", "25").leads("/register/codes")
	c.get("/register/codes").status(200).says("02001234500050",
		"25 ampoules of diamorphine hydrochloride monohydrate, 30 mg", "Enter a product code", "End a product code")
	s.signIn(demo.NurseA).get("/register/codes").status(200).says("02001234500050").silent("/register/codes/end")
	end := c.get("/register/codes/end").status(200)
	c.press(end, "/register/codes/end", "gtin", "02001234500050").status(422).says("Write in one line why")
	c.press(end, "/register/codes/end", "gtin", "02001234500050", "words", "another maker").leads("/register/codes")
	c.get("/register/codes").status(200).silent("02001234500050")
	s.view(func(st *clinic.State) {
		if _, has := st.Stock.Catalogue["02001234500050"]; has {
			t.Error("an ended product code is in the catalogue")
		}
	})
}
