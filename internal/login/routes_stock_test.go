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
	"GET /register/bring": "N.H......", "POST /register/bring": "N.H......",
}

func init() { maps.Copy(mayRoutes, mayStockRoutes) }
