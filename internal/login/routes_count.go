package login

import "maps"

// countRoutes answers for the pages of counts, differences and destruction.
var countRoutes = map[string]Route{
	"GET /register/counted":            may(readsRegister),
	"GET /register/difference":         may(readsRegister),
	"POST /register/difference/{step}": may(notesRegister), // each step is a command with an answer of its own

	"GET /register/destruction":            may(readsRegister),
	"GET /register/destruction/exemption":  may(destroysStock),
	"POST /register/destruction/exemption": may(destroysStock),
	"GET /register/destruction/witness":    may(closesDiffers),
	"POST /register/destruction/witness":   may(closesDiffers),
	"GET /register/destroy":                may(keepsStock),
	"POST /register/destroy":               may(keepsStock),

	"GET /register/returned":          may(readsRegister),
	"GET /register/returned/new":      may(keepsStock),
	"POST /register/returned/new":     may(keepsStock),
	"GET /register/returned/destroy":  may(keepsStock),
	"POST /register/returned/destroy": may(keepsStock),
}

func init() { maps.Copy(routes, countRoutes) }
