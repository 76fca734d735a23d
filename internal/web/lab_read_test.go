package web_test

import (
	"encoding/json"
	"strings"

	"steady/internal/labdesk"
	"steady/lab"
	"steady/lab/scenario"
)

// policies reads what a question holds now.
func (s *site) policies(at string) []lab.Policy {
	s.t.Helper()
	x, err := s.desk.Draft(s.t.Context(), strings.TrimPrefix(at, "/lab/questions/"))
	must(s.t, err)
	var f scenario.File
	must(s.t, json.Unmarshal(x.Data, &f))
	return f.Policies
}

// drafted is a question that somebody is writing.
func (s *site) drafted() string {
	s.t.Helper()
	doc, err := smallScenario().Write()
	must(s.t, err)
	must(s.t, s.desk.Write(s.t.Context(), labdesk.Draft{ID: "q-one", Title: "A question", By: "s-boss", Data: doc}))
	return "q-one"
}

func labKinds() (out []string) {
	for _, k := range lab.Kinds() {
		out = append(out, string(k.Kind))
	}
	return out
}
