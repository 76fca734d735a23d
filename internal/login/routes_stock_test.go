package login_test

import "maps"

// mayStockRoutes are the columns of the movements of stock.
var mayStockRoutes = map[string]string{
	"GET /register/stores": "NPHCM..I.",
	"GET /register/move":   "N.H......", "POST /register/move": "N.H......",
	"GET /register/aside": "N.H......", "POST /register/aside": "N.H......",
	"GET /register/release": "..HC.....", "POST /register/release": "..HC.....",
	"GET /register/broken": "N.H......", "POST /register/broken": "N.H......",
	"GET /register/return": "N.H......", "POST /register/return": "N.H......",
	"GET /register/send": "N.H......", "POST /register/send": "N.H......",
	"GET /register/codes":       "NPHCM..I.",
	"GET /register/codes/enter": "..HC.....", "POST /register/codes/enter": "..HC.....",
	"GET /register/codes/end": "..HC.....", "POST /register/codes/end": "..HC.....",
	"GET /register/bring": "N.H......", "POST /register/bring": "N.H......",
	"GET /register/requisitions": "NPHCM..I.", "GET /register/requisitions/{requisition}": "NPHCM..I.",
	"GET /register/requisitions/new": ".PH......", "POST /register/requisitions/new": ".PH......",
	"GET /register/requisitions/{requisition}/close":  ".PH......",
	"POST /register/requisitions/{requisition}/close": ".PH......",
	"GET /register/recall":                            "NPHC.....", "GET /register/recall/of": "NPHC.....",
	"GET /register/recall/new": "..HC.....", "POST /register/recall/new": "..HC.....",
	"GET /register/recall/lift": "..HC.....", "POST /register/recall/lift": "..HC.....",
	"GET /register/keys": "NPHCM..I.", "POST /register/keys": "NPH......",
	"GET /register/solutions":                      "NPHCM..I.",
	"GET /register/solutions/{solution}/label":     "NPH......",
	"GET /register/solutions/{solution}/label.pdf": "NPH......",
	"GET /register/solutions/{solution}/label.zpl": "NPH......",
	"GET /register/solutions/make":                 "N........", "POST /register/solutions/make": "N........",
	"GET /register/solutions/discard": "N........", "POST /register/solutions/discard": "N........",
	"GET /register/waste":           "N.H......",
	"GET /people/{person}/takehome": "N.H......", "POST /people/{person}/takehome": "N.H......",
	"GET /visits/{visit}/putback": "N........",
	"GET /register/opening":       "..HC.....", "POST /register/opening": "..HC.....",
}

func init() { maps.Copy(mayRoutes, mayStockRoutes) }
