package login_test

import "maps"

func init() {
	maps.Copy(mayRoutes, map[string]string{
		"GET /studies/{study}/report": "......S..", "POST /studies/{study}/report": "......S..",
		"GET /studies/{study}/checklists/{list}": "......S..", "POST /studies/{study}/checklists/{list}": "......S..",
	})
}
