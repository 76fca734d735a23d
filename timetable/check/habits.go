package check

import (
	"fmt"
	"maps"
	"slices"

	"steady/timetable"
)

// accustomed is the instance with the usual times that a plan chose. What fits
// nobody, or not their doses, is a breach and changes nothing.
func accustomed(inst *timetable.Instance, habits map[string][]int) (*timetable.Instance, []Breach) {
	if len(habits) == 0 {
		return inst, nil
	}
	var wrong []Breach
	out := *inst
	out.People = slices.Clone(inst.People)
	for _, id := range slices.Sorted(maps.Keys(habits)) {
		i := slices.IndexFunc(out.People, func(p timetable.Person) bool { return p.ID == id })
		switch {
		case i < 0:
			wrong = append(wrong, Breach{Rule: RulePerson, Person: id,
				Text: fmt.Sprintf("a habit of %q, whom the instance has not", id)})
		case len(habits[id]) != out.People[i].Doses:
			wrong = append(wrong, Breach{Rule: RuleHabit, Person: id, Text: fmt.Sprintf(
				"%d usual times for %d prescribed doses: write null for a dose without one", len(habits[id]),
				out.People[i].Doses)})
		default:
			out.People[i].Usual = habits[id]
		}
	}
	return &out, wrong
}
