package login

import (
	"maps"

	"steady/person"
)

var tracesBatches = who("Who may see who received of a batch?",
	person.Nurse, person.Prescriber, person.Pharmacist, person.CDAO)

// stockRoutes answers for the pages of the movements of stock.
var stockRoutes = map[string]Route{
	"GET /register/stores":   may(readsRegister),
	"GET /register/move":     may(keepsStock),
	"POST /register/move":    may(keepsStock),
	"GET /register/aside":    may(keepsStock),
	"POST /register/aside":   may(keepsStock),
	"GET /register/release":  may(releasesStock),
	"POST /register/release": may(releasesStock),
	"GET /register/broken":   may(keepsStock),
	"POST /register/broken":  may(keepsStock),
	"GET /register/return":   may(keepsStock),
	"POST /register/return":  may(keepsStock),
	"GET /register/send":     may(keepsStock),
	"POST /register/send":    may(keepsStock),
	"GET /register/bring":    may(keepsStock),
	"POST /register/bring":   may(keepsStock),

	"GET /register/requisitions":                      may(readsRegister),
	"GET /register/requisitions/{requisition}":        may(readsRegister),
	"GET /register/requisitions/new":                  may(signsRequisitions),
	"POST /register/requisitions/new":                 may(signsRequisitions),
	"GET /register/requisitions/{requisition}/close":  may(signsRequisitions),
	"POST /register/requisitions/{requisition}/close": may(signsRequisitions),

	"GET /register/codes":              may(readsRegister),
	"GET /register/codes/enter":        may(keepsCatalogue),
	"POST /register/codes/enter":       may(keepsCatalogue),
	"GET /register/codes/end":          may(keepsCatalogue),
	"POST /register/codes/end":         may(keepsCatalogue),
	"GET /register/recall":             may(tracesBatches),
	"GET /register/recall/of":          may(tracesBatches),
	"GET /register/recall/new":         may(releasesStock),
	"POST /register/recall/new":        may(releasesStock),
	"GET /register/recall/lift":        may(releasesStock),
	"POST /register/recall/lift":       may(releasesStock),
	"GET /register/keys":               may(readsRegister),
	"POST /register/keys":              may(holdsKeys),
	"GET /register/opening":            may(opensPages),
	"POST /register/opening":           may(opensPages),
	"GET /register/solutions":          may(readsRegister),
	"GET /register/solutions/make":     may(givesDoses),
	"POST /register/solutions/make":    may(givesDoses),
	"GET /register/solutions/discard":  may(givesDoses),
	"POST /register/solutions/discard": may(givesDoses),
	"GET /register/waste":              may(keepsStock),
	"GET /people/{person}/takehome":    may(suppliesHome),
	"POST /people/{person}/takehome":   may(suppliesHome),
	"GET /visits/{visit}/putback":      may(givesDoses),

	"GET /register/solutions/{solution}/label":     may(seesVisit),
	"GET /register/solutions/{solution}/label.pdf": may(seesVisit),
	"GET /register/solutions/{solution}/label.zpl": may(seesVisit),
}

func init() { maps.Copy(routes, stockRoutes) }
