package report

import (
	"strconv"

	"steady/register"
)

func id(what string, n int) string { return what + "-" + strconv.Itoa(n) }

func beside(l Line) bool { return l.Side == register.Beside }

func middle(s Part) string { return strconv.Itoa(s.Middle()) }

// span is every column of a part and some more.
func span(s Part, more int) string { return strconv.Itoa(len(s.Columns) + more) }

func numeric(c Column) string {
	if c.Side == register.Beside {
		return "register__num"
	}
	return ""
}

func lineClass(l Line) string {
	if l.Differs {
		return "register__differs"
	}
	return ""
}

// group is neighbouring columns of one side.
type group struct{ label, span string }

func (p Page) groups(s Part) (out []group) {
	for i := 0; i < len(s.Columns); {
		j := i + 1
		for j < len(s.Columns) && s.Columns[j].Side == s.Columns[i].Side {
			j++
		}
		out = append(out, group{p.Over(s.Columns[i]), strconv.Itoa(j - i)})
		i = j
	}
	return out
}
