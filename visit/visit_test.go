package visit_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"steady/visit"
)

var update = flag.Bool("update", false, "write the table anew; read the difference before you commit it")

var stages = []visit.Stage{visit.Booked, visit.Arrived, visit.Assessed, visit.Deferred, visit.Referred, visit.Stopped,
	visit.Decided, visit.Prepared, visit.Checked, visit.InBooth, visit.Observed, visit.Emergency, visit.Ended}

var steps = []visit.Step{visit.Arrive, visit.Assess, visit.Ask, visit.Answer, visit.Override, visit.Prepare,
	visit.Check, visit.HandOver, visit.Discard,
	visit.PutBack, visit.Give, visit.Observe, visit.Leave, visit.LeaveEarly, visit.Withhold,
	visit.Decline, visit.Absent, visit.Alarm, visit.AlarmStep, visit.AlarmEnd}

// TestWhichStepMayFollow holds the whole table of stages and steps to the file
// that a clinician read.
func TestWhichStepMayFollow(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-16s", "step \\ stage")
	for _, g := range stages {
		fmt.Fprintf(&b, " %-12s", g)
	}
	b.WriteString("\n")
	for _, p := range steps {
		fmt.Fprintf(&b, "%-16s", p)
		for _, g := range stages {
			mark := "."
			if visit.May(g, p) {
				mark = "may"
			}
			fmt.Fprintf(&b, " %-12s", mark)
		}
		b.WriteString("\n")
	}
	got := trimmed(b.String())
	if *update {
		if err := os.WriteFile("testdata/order.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/order.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the table changed: run go test ./visit -update and read the difference\n%s", got)
	}
}

func trimmed(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// TestEmergencyFromEverywhere: one press from every point of a visit but the
// one where an emergency is under way (E-OD-06). Assessed is never seen: what
// follows it belongs to the same command.
func TestEmergencyFromEverywhere(t *testing.T) {
	for _, g := range stages {
		if want := g != visit.Emergency && g != visit.Assessed; visit.May(g, visit.Alarm) != want {
			t.Errorf("%s: may start %v", g, !want)
		}
	}
}

// TestEveryRefusalSaysTheWayOn: no stage leaves somebody without the next step.
func TestEveryRefusalSaysTheWayOn(t *testing.T) {
	said := map[string]visit.Stage{}
	for _, g := range stages {
		if g == visit.Assessed {
			continue
		}
		no := visit.Next(g, "juggle")
		if no == nil || no.Code != "wrong_step" || len(no.Sentence) < len("Not at this point of the visit. Do.") {
			t.Errorf("%s: %v", g, no)
			continue
		}
		if twin, ok := said[no.Sentence]; ok {
			t.Errorf("%s and %s say the same: %s", g, twin, no.Sentence)
		}
		said[no.Sentence] = g
	}
}

// TestDoseOnlyThroughTheSecondPerson: without a check no syringe is handed over,
// and without the hand-over nothing is given, whatever the way.
func TestDoseOnlyThroughTheSecondPerson(t *testing.T) {
	for _, g := range stages {
		if visit.May(g, visit.HandOver) != (g == visit.Checked) {
			t.Errorf("%s: a syringe may be handed over", g)
		}
		if visit.May(g, visit.Check) != (g == visit.Prepared) {
			t.Errorf("%s: a syringe may be checked", g)
		}
		if visit.May(g, visit.Prepare) != (g == visit.Decided) {
			t.Errorf("%s: a syringe may be prepared", g)
		}
	}
}
