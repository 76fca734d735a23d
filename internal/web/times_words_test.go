package web

import (
	"testing"

	"steady/clinic"
)

func TestWeekWordsNameTheDaysThatDiffer(t *testing.T) {
	week := clinic.EveryDay([]int{600, -1})
	if got := weekWords(week, 0) + "|" + weekWords(week, 1); got != "10:00|" {
		t.Errorf("the same on every day reads %q", got)
	}
	week[5][0], week[6][0], week[6][1] = 660, -1, 900
	if got := weekWords(week, 0); got != "10:00, Saturday 11:00, not on Sunday" {
		t.Errorf("reads %q", got)
	}
	if got := weekWords(week, 1); got != "15:00, not on Monday, not on Tuesday, not on Wednesday, not on Thursday, "+
		"not on Friday, not on Saturday" {
		t.Errorf("reads %q", got)
	}
}
