package login_test

import "maps"

// mayCountRoutes are the columns of counts, differences and destruction.
var mayCountRoutes = map[string]string{
	"GET /register/counted": "NPHCM..I.", "GET /register/difference": "NPHCM..I.",
	"POST /register/difference/{step}":    "N.HC.....",
	"GET /register/destruction":           "NPHCM..I.",
	"GET /register/destruction/exemption": "...CM....", "POST /register/destruction/exemption": "...CM....",
	"GET /register/destruction/witness": "...C.....", "POST /register/destruction/witness": "...C.....",
	"GET /register/destroy": "N.H......", "POST /register/destroy": "N.H......",
	"GET /register/returned":     "NPHCM..I.",
	"GET /register/returned/new": "N.H......", "POST /register/returned/new": "N.H......",
	"GET /register/returned/destroy": "N.H......", "POST /register/returned/destroy": "N.H......",
}

func init() { maps.Copy(mayRoutes, mayCountRoutes) }
