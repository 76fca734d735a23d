package web

import (
	"cmp"
	"context"
	"slices"

	"steady/clinic"
	"steady/moment"
	"steady/person"
)

// lineKinds are the facts that stand on the line of a life. Steps of a visit are
// not among them: a line is of a life, not of the doses in it.
var lineKinds = []string{clinic.PersonAdmitted{}.Kind(), clinic.Prescribed{}.Kind(), clinic.TreatmentEnded{}.Kind(),
	clinic.CheckedIn{}.Kind(), clinic.BetterDescribed{}.Kind(), clinic.SideTold{}.Kind(), clinic.Consented{}.Kind(),
	clinic.ReviewAnswered{}.Kind(), clinic.InstrumentAnswered{}.Kind(), clinic.AnswersTakenBack{}.Kind(),
	clinic.CircumstanceKept{}.Kind(), clinic.LifeEventTold{}.Kind()}

// lineMost is how many facts of one kind are read, the newest first: years of
// saying every day how one is.
const lineMost = 2000

// lineFact is one fact with its place.
type lineFact struct {
	happening
	fact clinic.Fact
}

// lineFacts are the facts of a life, oldest first.
type lineFacts struct {
	who   person.UserID
	all   []lineFact
	weeks []clinic.BurdenWeek
}

func (s *Server) readLine(ctx context.Context, who person.UserID) (x lineFacts, err error) {
	x.who = who
	for _, kind := range lineKinds {
		rows, err := s.happenings(ctx, lineMost, "person", string(who), "kind", kind)
		if err != nil {
			return x, err
		}
		for _, h := range rows {
			f, err := h.fact()
			if err != nil {
				return x, err
			}
			x.all = append(x.all, lineFact{h, f})
		}
	}
	slices.SortFunc(x.all, func(a, b lineFact) int {
		return cmp.Or(cmp.Compare(a.Happened, b.Happened), cmp.Compare(a.Seq, b.Seq))
	})
	since := s.zone().Day(s.house.Now())
	if len(x.all) > 0 {
		since = s.zone().Day(x.all[0].Happened)
	}
	each, _, err := s.house.BurdenWeeks(ctx, since, who)
	x.weeks = each[who]
	return x, err
}

// texts are the cabinet texts that a line shows.
func (x *lineFacts) texts() (out []clinic.Text) {
	for _, f := range x.all {
		out = append(out, f.texts()...)
	}
	return out
}

// texts are the cabinet texts of one fact, and the answers of a sitting.
func (f *lineFact) texts() []clinic.Text { return append(factTexts(f.fact), answersOf(f.fact)...) }

// answersOf is where the answers of a sitting are kept.
func answersOf(f clinic.Fact) []clinic.Text {
	if b, ok := f.(*clinic.InstrumentAnswered); ok && b.Kept != nil {
		return []clinic.Text{*b.Kept}
	}
	return nil
}

// firstDay is the day on which the line begins.
func (x *lineFacts) firstDay(z moment.Zone, today moment.Day) moment.Day {
	if len(x.all) == 0 {
		return today - 30
	}
	return min(z.Day(x.all[0].Happened), today-30)
}
