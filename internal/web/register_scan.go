package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
)

// scannedPack takes a press of the form of a delivery that carries the scan of a
// pack: the form comes back with the pack in it, and nothing is recorded. ok is
// false where nothing was scanned.
func (s *Server) scannedPack(w http.ResponseWriter, r *http.Request, p *press) (ok bool) {
	scan, t := p.get("scan"), p.typed()
	switch {
	case p.get("scans_clear") == "yes":
		t.v.Del("pack")
		t.v.Del("scan")
		s.drawReceive(w, r, http.StatusOK, nil, t)
		return true
	case scan == "" && p.get("scan_add") == "yes" && p.get("second") == "" && p.get("ampoules") == "":
		p.wrong("scan", "Scan the square code of a pack, or fill in the form by hand.")
		prob, _ := p.problem(nil)
		s.drawReceive(w, r, http.StatusUnprocessableEntity, prob, p.typed())
		return true
	case scan == "":
		return false
	}
	codes := append(append([]string{}, t.v["pack"]...), scan)
	var no *clinic.Refusal
	s.house.View(func(st *clinic.State) {
		var x clinic.ScannedDelivery
		if x, no = st.ReadDelivery(codes, st.Zone().Day(s.house.Now())); no == nil {
			fillIn(t.v, st, x)
		}
	})
	t.v.Del("scan")
	if no != nil {
		prob, _ := p.problem(no)
		prob.Title, prob.Lines[0].Field = "This pack is not counted", "scan"
		prob.Lines[0].Way = codeWay(r, no, scan)
		s.drawReceive(w, r, http.StatusUnprocessableEntity, prob, t)
		return true
	}
	t.v["pack"] = codes
	s.drawReceive(w, r, http.StatusOK, nil, t)
	return true
}

// fillIn writes what the packs say into the fields of the form.
func fillIn(v url.Values, st *clinic.State, x clinic.ScannedDelivery) {
	if st.Accounts.Sheets[x.Product.Page()] != nil {
		v.Set("product", x.Product.Page())
	} else {
		v.Set("product", otherProduct)
		v.Set("other_form", formValue(x.Product.Form))
		v.Set("other_mg", x.Product.Content.Milligrams())
	}
	year, month, day := x.Expiry.Split()
	v.Set("batch", x.Batch)
	v.Set("expiry[day]", strconv.Itoa(day))
	v.Set("expiry[month]", strconv.Itoa(month))
	v.Set("expiry[year]", strconv.Itoa(year))
}

// codeWay leads to the catalogue, where a product code is not in it and who
// scans may enter it.
func codeWay(r *http.Request, no *clinic.Refusal, scan string) *page.Link {
	if no.Code != "gtin_unknown" || !login.MayRoute(actorOf(r).Roles, "GET /register/codes/enter") {
		return nil
	}
	return &page.Link{Text: "Enter this product code", URL: "/register/codes/enter?gtin=" + url.QueryEscape(scan)}
}

// scanning is the scan field of a delivery, and what was scanned so far.
func scanning(st *clinic.State, t typed, today moment.Day) *page.Scanning {
	out := &page.Scanning{Field: t.field("scan"), Codes: t.v["pack"]}
	if len(out.Codes) == 0 {
		return out
	}
	x, _ := st.ReadDelivery(out.Codes, today) // what is refused of it is refused when it is pressed
	packs := "1 pack"
	if x.Count != 1 {
		packs = fmt.Sprintf("%d packs", x.Count)
	}
	out.Sum = fmt.Sprintf("%s scanned: %s by their code", packs, ampouleWords(x.Ampoules))
	out.What = fmt.Sprintf("%s, batch %s, expiry %s", x.Product.Heading(), x.Batch, dayWords(x.Expiry))
	for _, g := range x.Packs {
		out.Serials = append(out.Serials, g.Serials...)
	}
	return out
}
