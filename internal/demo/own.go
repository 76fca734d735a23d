package demo

import (
	"strconv"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
)

// What invented people say of themselves and to the invented service. Every
// word is invented.

var better = []string{"To wake up and not be afraid of the day.", "To have a cup of tea with my sister, and stay.",
	"To sleep. Just to sleep.", "To be somebody my son can ring.", "To forget about it for a whole afternoon."}

var invented = []struct {
	area  clinic.GoalArea
	words string
	steps []string
}{
	{"home", "A door I can lock behind me.", []string{"Ring the housing office", "Find my birth certificate"}},
	{"people", "See my daughter every second Sunday.", []string{"Write to her aunt"}},
	{"work", "Mornings at the bike workshop.", []string{"Ask when they open", "Go there once and look"}},
	{"health", "My leg healed, and shoes that fit.", []string{"Show it to the nurse"}},
	{"street", "No phone calls to him any more.", []string{"Change my number"}},
}

var sides = [][2]string{{"I know what I took. I sleep.", "Two buses, twice a day."},
	{"People here know my name.", "I cannot take a job before eleven."}, {"No running around.", "Every Sunday too."}}

// told is the day on which somebody tells their words, counted from their first.
const told = 2

// own lets the people of a day say how they are, and what they want.
func (t *today) own(n int) {
	for i, g := range guests {
		if n <= g.joins {
			continue
		}
		at := t.zone.At(t.day, 12, i)
		if n == g.joins+told {
			t.at(at, func(at moment.Instant) { t.wants(at, g.id, i) })
		}
		if i%3 != 1 && (n+i)%5 == 0 { // some never do, and need not
			t.at(at.Add(moment.Minutes(20)), func(at moment.Instant) {
				t.must(at, person.Self(g.id), "", plain(clinic.CheckIn{Person: g.id, Mood: clinic.Feelings[(n+i)/5%5].Code,
					Sleep: clinic.Feelings[(n+2*i)%5].Code, Pain: clinic.Amounts[(n/5+i)%4].Code}))
			})
		}
	}
}

// wants keeps what getting better means to somebody, a goal with small steps, and
// what treatment gives and takes, all by themself.
func (m *maker) wants(at moment.Instant, id person.UserID, i int) {
	self, text := person.Self(id), func(field, words string) func(r *app.Request) clinic.Text {
		return func(r *app.Request) clinic.Text { return r.Keep(string(id), field, words) }
	}
	m.must(at, self, "", func(r *app.Request) clinic.Body {
		words := text("better", better[i%len(better)])(r)
		return clinic.DescribeBetter{Person: id, Words: &words}
	})
	x, goal := invented[i%len(invented)], "g-demo-"+strconv.Itoa(i)
	m.must(at, self, "", func(r *app.Request) clinic.Body {
		return clinic.SetGoal{Person: id, Goal: goal, Area: x.area, Author: clinic.ByPerson, Words: text("goal", x.words)(r)}
	})
	for _, step := range x.steps {
		m.must(at, self, "", func(r *app.Request) clinic.Body {
			return clinic.AddStep{Person: id, Goal: goal, Words: text("goal_step", step)(r)}
		})
	}
	if i%2 == 0 {
		m.must(at, self, "", plain(clinic.MarkStep{Person: id, Goal: goal, Step: 1, Mark: "done"}))
	}
	for k, side := range []clinic.Side{clinic.Gives, clinic.Takes} {
		m.must(at, self, "", func(r *app.Request) clinic.Body {
			return clinic.TellSide{Person: id, Side: side, Words: text(string(side), sides[i%len(sides)][k])(r)}
		})
	}
}

// says is what was told to the service by the end of the past: one thing with a
// name that was answered, two without one that wait, and somebody who would like
// to talk.
func (m *maker) says(now moment.Instant) {
	m.must(now, person.Self("u-01"), "", func(r *app.Request) clinic.Body {
		return clinic.SaySomething{Note: "n-demo-1", Kind: "complaint", Person: "u-01",
			Words: r.Keep("n-demo-1", "said", "When I come at ten I wait half an hour in the cold.")}
	})
	m.must(now, NurseD, "", func(r *app.Request) clinic.Body {
		return clinic.FollowNote{Note: "n-demo-1", Stage: clinic.NoteAnswered, Words: r.KeepIf("n-demo-1", "answer",
			"You are right. The side door opens at half past nine from Monday, and there are chairs.")}
	})
	for i, x := range []struct {
		kind  clinic.NoteKind
		words string
	}{{"idea", "A kettle in the room where we rest."}, {"thanks", "Thank you for not looking at the clock."}} {
		note := "n-demo-" + strconv.Itoa(i+2)
		m.must(now, clinic.System, "", func(r *app.Request) clinic.Body {
			return clinic.SaySomething{Note: note, Kind: x.kind, Words: r.Keep(note, "said", x.words)}
		})
	}
	m.must(now, person.Self("u-03"), "", func(r *app.Request) clinic.Body {
		return clinic.CheckIn{Person: "u-03", Mood: "bad", Sleep: "very_bad", Ask: clinic.AskTalk,
			Words: r.KeepIf("u-03", "check_in", "My brother rang. I would like to talk to somebody.")}
	})
}

// ownWords is what the invented service says on people's own pages.
func (m *maker) ownWords(at moment.Instant) {
	m.must(at, NurseD, "", func(r *app.Request) clinic.Body {
		return clinic.SetOwnPages{Arrive: true, AnswerDays: 7,
			Call:      r.KeepIf("service", "call", "The desk, 01632 960 000 (invented)"),
			Emergency: r.KeepIf("service", "emergency", "999")}
	})
}
