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
