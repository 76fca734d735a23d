// Package plain is every sentence of people's own pages, in one language at a
// time. A language is a value of Words: the compiler says which sentences there
// are, and a test that none is missing in any language and that each can be
// read at nine to eleven years. Sentences with something in them are functions,
// because languages put it in different places.
//
// Plain words have a few rules: say "you", one thing in a sentence, no blame,
// no word of the clinic where another one will do. Nothing here names the
// service, the treatment or a drug before somebody is signed in.
package plain

// Words are the pages in one language.
type Words struct {
	Lang   string // as the attribute lang says it: "en-GB"
	Door   Door
	Record Record
	Goals  Goals
	Today  Today
	Say    Say
	Visit  Visit
	Times  Times
	Life   Life
	Line   Line
	Review Review
	Asked  Asked
	Wider  Wider
	Levels Levels
	Take   Take
}

// In returns the pages in a language, and in English where Steady does not
// have it.
func In(lang string) *Words {
	for i := range all {
		if all[i].Lang == lang {
			return &all[i]
		}
	}
	return &all[0]
}

// Langs lists the languages, English first.
func Langs() (out []string) {
	for _, w := range all {
		out = append(out, w.Lang)
	}
	return out
}

var all = []Words{{Lang: "en-GB", Door: englishDoor, Record: englishRecord,
	Goals: englishGoals, Today: englishToday, Say: englishSay, Visit: englishVisit, Times: englishTimes,
	Life: englishLife, Line: englishLine, Review: englishReview, Asked: englishAsked, Wider: englishWider,
	Levels: englishLevels, Take: englishTake}}
