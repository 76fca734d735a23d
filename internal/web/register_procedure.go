package web

import (
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
)

func init() { stockForms["/register/procedures"] = adoptForm }

// adoptForm says which version of a standard operating procedure holds for the
// lines of the register from now on (R-REG-40).
var adoptForm = &stockForm{kind: "adopt_procedure", title: "Adopt a procedure (SOP)", button: "Adopt it",
	lead: "Each line of the register shows the version of the procedures that held when it was entered. The text itself " +
		"is not kept here: its digest shows later that a text is the one that was adopted.",
	to: leadsTo("/register/procedures"), back: toRegister,
	body: func(p *press) clinic.Body {
		b := clinic.AdoptProcedure{Name: p.need("name", "Write the name of the procedure."),
			Version: p.need("version", "Write its version, as on its first page."), From: p.date("from", "First day"),
			Digest: strings.ToLower(strings.Join(strings.Fields(p.get("digest")), ""))}
		if sum, err := hex.DecodeString(b.Digest); err != nil || len(sum) != 32 {
			p.wrong("digest", "Digest: copy the 64 letters and figures, 0 to 9 and a to f.")
		}
		return b
	},
	draw: func(d *stockDraw, v *page.StockForm) {
		held := d.st.Accounts.Procedures
		for _, name := range slices.Sorted(maps.Keys(held)) {
			v.Facts = append(v.Facts, page.Row{Key: name, Value: "version " + held[name].Version + ", from " +
				dayWords(held[name].From) + ", SHA-256 " + held[name].Digest[:min(16, len(held[name].Digest))] + "…"})
		}
		v.Groups = []page.FieldGroup{{Fields: []page.SmallField{
			d.line("name", "Procedure", "A new version has the same name."), d.line("version", "Version", "For example, 4."),
			d.day("from", "First day", "For example, 1 4 2027. It does not hold before."),
			d.code("digest", "Digest of its file (SHA-256)", "On Windows: certutil -hashfile FILE SHA256. Elsewhere: "+
				"sha256sum FILE, or shasum -a 256 FILE.")}}}
	}}
