package demo

import (
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
	"steady/recovery"
)

// turn is one thing that happens in an invented life, on a day counted from
// somebody's first.
type turn struct {
	on int
	do func(m *maker, at moment.Instant, id person.UserID)
}

var lived = map[person.UserID][]turn{
	"u-01": {{1, livesSo("housing", "supported", -200)}, {1, livesSo("work", "not_now", -900)},
		{1, livesSo("family", "rarely", -400)}, {3, asked("t-demo-1", "wound", "A sore place on the left forearm.", 7)},
		{9, moved("t-demo-1", clinic.SupportDone, "Healed. They asked for the cream again.")},
		{20, levels("g-demo-0", -1, 2, "On the street", "A hostel bed", "A room with a lock", "A flat of my own",
			"A flat, and somebody to live there with")}, {4, looked("redness/swelling", "left-forearm")},
		{38, looked("looked", "left-forearm")}, {40, livesSo("family", "sometimes", 0)},
		{60, stands("g-demo-0", 0)}, {62, happened("contact", "Rang her brother after four years.", 0)}},
	"u-02": {{1, livesSo("housing", "own", -700)}, {1, livesSo("work", "looking", -300)},
		{5, asked("t-demo-2", "hepatitis_c", "Wants the test before the summer.", 30)},
		{20, moved("t-demo-2", clinic.SupportSeen, "Tested at the hospital; nothing found.")},
		{24, moved("t-demo-2", clinic.SupportDone, "They were told the result.")},
		{30, levels("g-demo-1", -2, 3, "No contact", "A card at Christmas", "Every second Sunday", "Every Sunday",
			"She stays over at weekends")}, {35, happened("work", "Three mornings at a garden centre.", -2)},
		{35, livesSo("work", "some", -2)}, {55, stands("g-demo-1", 0)}, {80, stands("g-demo-1", 1)},
		{70, asked("t-demo-3", "gp", "Wants to move to tablets from the GP, in their own time.", 40)},
		{80, moved("t-demo-3", clinic.SupportSent, "Letter written together with Sam.")}},
	"u-08": {{1, livesSo("housing", "own", -1500)}, {1, livesSo("work", "voluntary", -60)}, {2, noDrugs},
		{21, levels("g-demo-free", -1, 3, "As it was", "Some days without", "Nothing from the street for a month",
			"Nothing from the street, and less here", "Nothing at all, and glad of it")},
		{43, stands("g-demo-free", 0)}, {78, stands("g-demo-free", 1)},
		{50, asked("t-demo-4", "peer", "The Thursday group.", 14)},
		{58, moved("t-demo-4", clinic.SupportDone, "Goes every week.")}, {81, wants("craving")}},
	"u-09": {{1, livesSo("housing", "family", -100)}, {1, livesSo("income", "waiting", -30)},
		{2, asked("t-demo-5", "benefits", "The form was sent back twice.", 20)},
		{12, asked("t-demo-6", "wound", "The leg.", 7)}, {30, moved("t-demo-6", clinic.SupportDone, "The leg is closed.")},
		{60, happened("parted", "", -1)}, {61, happened("home_lost", "Had to leave her place.", -1)},
		{61, livesSo("housing", "unsettled", -1)}, {62, asked("t-demo-7", "housing", "Nowhere to sleep from Friday.", 5)},
		{70, happened("overdose", "At a friend's; he had naloxone from here.", -3)}},
}

func livesSo(kind clinic.CircumstanceKind, is string, from int) func(*maker, moment.Instant, person.UserID) {
	return func(m *maker, at moment.Instant, id person.UserID) {
		m.must(at, worker, "", plain(clinic.KeepCircumstance{Person: id, Kind: kind, Is: is,
			From: m.zone.Day(at) + moment.Day(from), Source: clinic.SelfReport}))
	}
}

func asked(support string, kind clinic.SupportKind, words string, due int) func(*maker, moment.Instant, person.UserID) {
	return func(m *maker, at moment.Instant, id person.UserID) {
		m.must(at, NurseB, "", func(r *app.Request) clinic.Body {
			return clinic.AskSupport{Support: support, Person: id, Kind: kind, Due: m.zone.Day(at) + moment.Day(due),
				Staff: worker, Words: r.KeepIf(string(id), "support", words)}
		})
	}
}

func moved(support string, to clinic.SupportStage, words string) func(*maker, moment.Instant, person.UserID) {
	return func(m *maker, at moment.Instant, id person.UserID) {
		m.must(at, worker, "", func(r *app.Request) clinic.Body {
			return clinic.MoveSupport{Person: id, Support: support, Stage: to, Staff: worker,
				Words: r.KeepIf(string(id), "support", words)}
		})
	}
}

func happened(kind clinic.LifeEventKind, words string, on int) func(*maker, moment.Instant, person.UserID) {
	return func(m *maker, at moment.Instant, id person.UserID) {
		m.must(at, person.Self(id), "", func(r *app.Request) clinic.Body {
			return clinic.TellLifeEvent{Event: "e-demo-" + strconv.Itoa(m.n), Person: id, Kind: kind,
				Day: m.zone.Day(at) + moment.Day(on), Source: clinic.SelfReport, Rough: on < -1,
				Words: r.KeepIf(string(id), "life_event", words)}
		})
	}
}

func levels(goal string, base, weight int, words ...string) func(*maker, moment.Instant, person.UserID) {
	return func(m *maker, at moment.Instant, id person.UserID) {
		m.must(at, person.Self(id), "", func(r *app.Request) clinic.Body {
			b := clinic.ScaleGoal{Person: id, Goal: goal, Weight: weight, Baseline: base}
			for _, w := range words {
				b.Levels = append(b.Levels, r.Keep(string(id), "goal_level", w))
			}
			return b
		})
	}
}

func stands(goal string, level int) func(*maker, moment.Instant, person.UserID) {
	return func(m *maker, at moment.Instant, id person.UserID) {
		m.must(at, person.Self(id), "", plain(clinic.RateGoal{Person: id, Goal: goal, Level: level}))
	}
}

// noDrugs is a goal that somebody chose for themself, as R-OUT-09 asks.
func noDrugs(m *maker, at moment.Instant, id person.UserID) {
	m.must(at, person.Self(id), "", func(r *app.Request) clinic.Body {
		return clinic.SetGoal{Person: id, Goal: "g-demo-free", Area: clinic.Abstinence, Author: clinic.ByPerson,
			Words: r.Keep(string(id), "goal", "Nothing but what I get here, and then less of that.")}
	})
}

// looked is what a nurse saw, with the person's agreement, at one place; the
// other arm was looked at and was well, and nobody looked elsewhere.
func looked(signs, place string) func(*maker, moment.Instant, person.UserID) {
	return func(m *maker, at moment.Instant, id person.UserID) {
		m.told(at, id, clinic.AnswerInstrument{Instrument: "injecting-site", Version: "2", How: clinic.WithWorker},
			map[string][]string{place: strings.Split(signs, "/"), "right-forearm": {recovery.Looked},
				"left-elbow-crease": {recovery.Looked}, "right-elbow-crease": {recovery.Looked}})
	}
}

// wants asks somebody for one instrument on their own pages, for a week.
func wants(instrument string) func(*maker, moment.Instant, person.UserID) {
	return func(m *maker, at moment.Instant, id person.UserID) {
		m.must(at, worker, "", plain(clinic.AskInstrument{Person: id, Instrument: instrument, Self: true,
			Until: m.zone.Day(at) + 7}))
	}
}
