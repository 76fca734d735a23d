package spec

import (
	"strings"

	"steady/clinic"
	"steady/internal/app"
)

func init() {
	verbs["code"], verbs["endcode"] = enterCode, endCode
}

// codesOf reads scanned=(01)…(10)…,(01)…: one code each.
func codesOf(a args) []string {
	return strings.FieldsFunc(a["scanned"], func(c rune) bool { return c == ',' })
}

// code 02001234500012 100mg 10: what a product code stands for.
func enterCode(_ *script, a args, _ *app.Request) clinic.Body {
	product := productOf(a["1"], a["salt"])
	product.Presentation = a.or("form", product.Presentation)
	return clinic.EnterProductCode{GTIN: a["0"], Product: product, Ampoules: number(a["2"])}
}

func endCode(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.EndProductCode{GTIN: a["0"], Reason: text(r, a, "reason", "")}
}
