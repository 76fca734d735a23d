package clinic_test

import (
	"testing"

	"steady/clinic"
	"steady/moment"
)

// TestASessionThatIsNoneIsRefused: a form that lost its session is answered, and
// stops nothing.
func TestASessionThatIsNoneIsRefused(t *testing.T) {
	s, day, now := liveClinic(t, 2, 2, 4)
	for _, session := range []int{-1, 1, 99} {
		x := clinic.PromisedTime{Person: "u00", Day: day, Session: session, Due: now.Add(4 * moment.Hour)}
		for _, b := range []clinic.Body{
			clinic.HoldTime{PromisedTime: x}, clinic.MoveVisit{PromisedTime: x},
			clinic.SwapTimes{A: "u00", B: "u01", Day: day, Session: session},
			clinic.AskBetterTime{Want: "w1", Person: "u00", Session: session, First: day + 1, Last: day + 3,
				Window: clinic.Window{From: 9 * 60, To: 10 * 60}},
			clinic.Book{Visit: "v1", Person: "u00", Day: day, Session: session, Due: x.Due},
			clinic.CloseSession{Day: day, Session: session},
		} {
			if _, no := clinic.Decide(s, clinic.Command{ID: "x", By: "n1", Body: b}, now); no == nil {
				t.Errorf("%T took session %d", b, session)
			}
		}
	}
}
