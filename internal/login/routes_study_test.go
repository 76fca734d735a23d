package login_test

import "maps"

// Researchers work in studies and nobody else does; what else they may see is
// in the other tables: nothing of the clinic.
func init() {
	maps.Copy(mayRoutes, map[string]string{
		"GET /studies": "......S..", "POST /studies": "......S..", "GET /studies/{study}": "......S..",
		"POST /studies/{study}": "......S..", "GET /studies/{study}/events": "......S..",
		"GET /studies/{study}/texts": "......S..", "POST /studies/{study}/texts": "......S..",
		"GET /studies/{study}/texts/{text}":                   "......S..",
		"GET /studies/{study}/texts/{text}/recording":         "......S..",
		"POST /studies/{study}/texts/{text}/recording":        "......S..",
		"POST /studies/{study}/texts/{text}/recording/delete": "......S..",
		"GET /studies/{study}/texts/{text}/correct":           "......S..",
		"POST /studies/{study}/texts/{text}/correct":          "......S..",
		"GET /studies/{study}/texts/{text}/names":             "......S..",
		"POST /studies/{study}/texts/{text}/names":            "......S..",
		"GET /studies/{study}/participants":                   "......S..",
		"POST /studies/{study}/participants":                  "......S..",
		"GET /studies/{study}/participants/{who}":             "......S..",
		"POST /studies/{study}/participants/{who}":            "......S..",
		"GET /studies/{study}/participants/{who}/removal":     "......S..",
		"GET /studies/{study}/quotes":                         "......S..",
		"POST /studies/{study}/quotes":                        "......S..",
		"GET /studies/{study}/quotes/new":                     "......S..",
		"POST /studies/{study}/quotes/new":                    "......S..",
		"GET /studies/{study}/outcomes":                       "......S..", "GET /studies/{study}/guide": "......S..",
		"POST /studies/{study}/guide":        "......S..",
		"GET /studies/{study}/exchange":      "......S..",
		"POST /studies/{study}/exchange":     "......S..",
		"POST /studies/{study}/exchange/out": "......S..",
	})
}
