package recovery

import "fmt"

// Division is one way to divide the same people into groups that share no member.
type Division struct {
	Name   string
	Groups []Group
}

// Released is a division as it may leave the house. Withheld is true where no
// group of it may be shown.
type Released struct {
	Name     string
	Groups   []Published
	Withheld bool
}

// Release returns what may be shown of several divisions of the same people
// together, with how many they are. Suppress protects one table; here the total
// is known to every reader, from the other tables, so a division that Suppress
// could only protect by hiding the total is withheld whole. All that two tables
// of the same people have in common is their total, so what one shows says
// nothing more of the groups of another. Fewer than 5 people are not shown at
// all: total is nil and every division is withheld.
//
// It holds for people who stand in one release only. Who publishes again later
// publishes other people (Blocks), or the same bytes.
//
// It returns an *ImpossibleError for a division that is not of those people.
func Release(people int, divisions []Division) (total *int, out []Released, err error) {
	for _, d := range divisions {
		sum := 0
		for _, g := range d.Groups {
			sum += g.Count
		}
		if sum != people {
			return nil, nil, &ImpossibleError{d.Name, fmt.Sprintf("its groups are %d people and not %d", sum, people)}
		}
	}
	if people >= Smallest {
		total = &people
	}
	for _, d := range divisions {
		shown, known := Suppress(d.Groups)
		r := Released{Name: d.Name, Groups: shown, Withheld: total == nil || known == nil}
		if r.Withheld {
			for i := range r.Groups {
				r.Groups[i].Count = nil
			}
		}
		out = append(out, r)
	}
	return total, out, nil
}

// Remaining returns what may be shown of how many of some people remain at
// marks, each later than the one before. A number is shown where at least 5
// remain and at least 5 fewer than at the last mark that was shown; else it is
// nil. So no difference of two numbers that are shown is below 5, and from 0 to
// 4 stays open between them.
func Remaining(people int, marks []int) []*int {
	out := make([]*int, len(marks))
	last := people
	for i, n := range marks {
		if people >= Smallest && n >= Smallest && last-n >= Smallest {
			out[i], last = &marks[i], n
		}
	}
	return out
}

// RemainingOf is Remaining of several groups of the same people side by side: a
// mark is shown for every group or for none.
func RemainingOf(people []int, marks [][]int) (shown []bool) {
	if len(people) == 0 {
		return nil
	}
	last := append([]int(nil), people...)
	for i := range marks[0] {
		ok := true
		for g := range people {
			ok = ok && people[g] >= Smallest && marks[g][i] >= Smallest && last[g]-marks[g][i] >= Smallest
		}
		if ok {
			for g := range people {
				last[g] = marks[g][i]
			}
		}
		shown = append(shown, ok)
	}
	return shown
}

// BlockSize is the fewest people that one block of beginnings has: twice the
// smallest number that is shown, so that half of them may be hidden. The house's own.
const BlockSize = 2 * Smallest

// Block is neighbouring periods put together, both included.
type Block struct {
	First, Last int // indexes into the periods
	People      int
}

// Blocks puts neighbouring periods together until at least BlockSize people
// began in each block. Nobody is in two blocks, and a block that is closed never
// changes when periods are added: no two of them can be subtracted. What is left
// at the end waits for more people.
func Blocks(began []int) (out []Block) {
	b := Block{}
	for i, n := range began {
		b.Last, b.People = i, b.People+n
		if b.People >= BlockSize {
			out = append(out, b)
			b = Block{First: i + 1}
		}
	}
	return out
}
