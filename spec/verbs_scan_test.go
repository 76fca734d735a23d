package spec

import (
	"strings"

	"steady/clinic"
	"steady/internal/app"
)

func init() {
	verbs["code"], verbs["endcode"] = enterCode, endCode
}

// lookLabel keeps the label of a syringe as it is now, for label=kept.
func (s *script) lookLabel(a args) string {
	x, has := clinic.LabelOf(s.e.state().Visits[s.visit(a)])
	if !has {
		return "no syringe, no label"
	}
	s.names["label"] = x.Code().String()
	visit, _, _ := strings.Cut(x.Code().String(), ".")
	return visit
}

// codesOf also reads scanned=label:s1, the label of a solution as it is now.
func (s *script) codesOf(a args) []string {
	id, is := strings.CutPrefix(a["scanned"], "label:")
	if x := s.e.state().Stock.Solutions[id]; is && x != nil {
		return []string{"]d2" + x.Code().Scan()}
	}
	return codesOf(a)
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

// label reads label=printed, the code of the syringe's label as it is now;
// label=kept, as it was when keep=yes was said last; label=pack; or what is typed.
func (s *script) label(a args) string {
	switch a["label"] {
	case "printed":
		x, _ := clinic.LabelOf(s.e.state().Visits[s.visit(args{"0": a.or("whose", a["0"])})])
		return "]d2" + x.Code().Scan()
	case "kept":
		return s.names["label"]
	case "pack":
		return "(01)02001234500012(17)270406(10)B1"
	}
	return a["label"]
}
