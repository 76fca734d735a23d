package login_test

import "maps"

// Researchers work in studies and nobody else does; what else they may see is
// in the other tables: nothing of the clinic.
func init() {
	maps.Copy(mayRoutes, map[string]string{
		"GET /studies": "......S..", "POST /studies": "......S..", "GET /studies/{study}": "......S..",
		"POST /studies/{study}": "......S..", "GET /studies/{study}/events": "......S..",
		"GET /studies/{study}/texts": "......S..", "POST /studies/{study}/texts": "......S..",
		"GET /studies/{study}/texts/{text}": "......S..",
	})
}
