package login_test

import "maps"

// mayCountRoutes are the columns of counts, differences and destruction.
var mayCountRoutes = map[string]string{
	"GET /register/counted": "NPHCM..I.", "GET /register/difference": "NPHCM..I.",
	"POST /register/difference/{step}": "N.HC.....",
}

func init() { maps.Copy(mayRoutes, mayCountRoutes) }
