package gs1

import "steady/moment"

// calendar reports whether YYMMDD can be a date in some century. A day of 00
// says that only the month is meant.
func calendar(v string) bool {
	month, day := number(v[2:4]), number(v[4:6])
	if month < 1 || month > 12 {
		return false
	}
	return day <= []int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
}

func number(digits string) (n int) {
	for i := range len(digits) {
		n = 10*n + int(digits[i]-'0')
	}
	return n
}

// Date is the day that a date field names, as read in a given year: the century
// is the one that puts the year at most 49 behind and 50 ahead (section 7.12). A
// day of 00 is the last day of the month. ok is false where the code has no such
// field, or the month of that year has no such day.
func (c Code) Date(ai string, year int) (day moment.Day, ok bool) {
	v, has := c.Get(ai)
	i := rank(ai)
	if !has || !fields[i].calendar {
		return 0, false
	}
	yy, month, d := number(v[:2]), number(v[2:4]), number(v[4:6])
	y := year - year%100 + yy
	switch ahead := y - year; {
	case ahead > 50:
		y -= 100
	case ahead < -49:
		y += 100
	}
	if d == 0 {
		return moment.Date(y, month, 1).AddMonths(1) - 1, true
	}
	day = moment.Date(y, month, d)
	_, m, _ := day.Split()
	return day, m == month
}
