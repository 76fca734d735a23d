package spec

import (
	"fmt"
	"strconv"

	"steady/clinic"
	"steady/internal/app"
	"steady/person"
	"steady/timetable"
)

func init() { verbs["burdenrule"], verbs["keyworker"] = burdenRule, keyWorker }

// burdenrule weeks=4 minutes=60
func burdenRule(_ *script, a args, _ *app.Request) clinic.Body {
	n := func(k string) int { n, _ := strconv.Atoi(a[k]); return n }
	return clinic.SetBurdenRule{Rule: timetable.RiseRule{Weeks: n("weeks"), Minutes: n("minutes")}}
}

// keyworker p1 r1; keyworker p1 is nobody
func keyWorker(_ *script, a args, _ *app.Request) clinic.Body {
	return clinic.NameKeyWorker{Person: person.UserID(a["0"]), Staff: person.StaffID(a["1"])}
}

// lookBurden answers "key p1", who somebody's key worker is, and "heavier", what
// counts as a heavier week.
func (s *script) lookBurden(verb string, a args) (string, bool) {
	st := s.e.state()
	switch verb {
	case "key":
		if who := st.KeyWorker(person.UserID(a["0"])); who != "" {
			return string(who), true
		}
		return "nobody", true
	case "heavier":
		if r := st.Burden.Rule; r.Weeks > 0 {
			return fmt.Sprintf("%d minutes over the middle of %d weeks", r.Minutes, r.Weeks), true
		}
		return "asks nothing", true
	}
	return "", false
}
