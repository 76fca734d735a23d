package login_test

import "maps"

// The lab's rows: the same columns as in mayRoutes.
func init() {
	maps.Copy(mayRoutes, map[string]string{
		"GET /lab": "NPHCMRS..", "GET /lab/runs/{run}": "NPHCMRS..", "GET /lab/runs/{run}/events": "NPHCMRS..",
		"GET /lab/runs/{run}/measure/{measure}": "NPHCMRS..", "GET /lab/runs/{run}/day": "NPHCMRS..",
		"GET /lab/runs/{run}/inputs":      "NPHCMRS..",
		"GET /lab/runs/{run}/file/{file}": "NPHCMRS..", "POST /lab/runs/{run}": ".PHCM.S..",
		"GET /lab/new": ".PHCM.S..", "POST /lab/new": ".PHCM.S..",
		"GET /lab/questions/{question}": ".PHCM.S..", "GET /lab/questions/{question}/{part}": ".PHCM.S..",
		"POST /lab/questions/{question}/{part}": ".PHCM.S..",
	})
}
