package study

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"steady/moment"
	"steady/refusal"
	"steady/voice"
)

// Kind is what kind of thing a replacement stands for.
type Kind string

// The kinds of what may identify somebody (V-27).
const (
	KindName   Kind = "name"
	KindPlace  Kind = "place"
	KindDate   Kind = "date"
	KindAge    Kind = "age"
	KindStaff  Kind = "staff"
	KindNumber Kind = "number" // of a phone, an NHS number, a postcode
	KindRare   Kind = "rare"   // an event, a job, an illness that few people share
)

// Kinds lists the kinds in the order in which a page offers them.
func Kinds() []Kind {
	return []Kind{KindName, KindPlace, KindDate, KindAge, KindStaff, KindNumber, KindRare}
}

// Known reports whether it is one of the kinds.
func (k Kind) Known() bool { return slices.Contains(Kinds(), k) }

// Suggestion is a stretch of a text that may identify somebody. A person
// decides (V-27).
type Suggestion struct {
	Start, End int
	Words      string
	Kind       Kind
	With       string // proposed: what the same words were replaced by before; else ""
	Why        string
}

var finders = []struct {
	kind Kind
	form *regexp.Regexp
	why  string
}{
	{KindNumber, regexp.MustCompile(`\b\d{3}[ -]?\d{3}[ -]?\d{4}\b`), "ten digits: an NHS number or a phone"},
	{KindNumber, regexp.MustCompile(`(?:\+\d{2}|\b0)\d[\d ]{7,12}\d\b`), "a phone number"},
	{KindNumber, regexp.MustCompile(`\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b`), "a postcode"},
	{KindDate, regexp.MustCompile(`\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b`), "a date"},
	{KindDate, regexp.MustCompile(`(?i)\b(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?)?` +
		`(?:january|february|april|june|july|august|september|october|november|december)(?: \d{1,2}(?:st|nd|rd|th)?)?(?:,? \d{4})?\b`), "a date"},
	{KindDate, regexp.MustCompile(`\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:March|May)\b|\b(?:March|May) \d{1,4}\b`),
		"a date"},
	{KindDate, regexp.MustCompile(`(?i)\b(?:christmas|easter|new year's eve|birthday)\b`),
		"a day that dates what happened"},
	{KindAge, regexp.MustCompile(`(?i)\b(?:i'm|i am|was|aged?|turned) \d{2}\b|\b\d{2}[- ]years?[- ]old\b`),
		"an age"},
	{KindStaff, regexp.MustCompile(`\b(?:Dr|Doctor|Nurse|Sister|Matron|Professor|Prof)\.? [\p{Lu}][\p{L}'’-]+`),
		"a member of staff by name"},
	{KindName, regexp.MustCompile(`\b(?:Mr|Mrs|Ms|Miss|Mx)\.? [\p{Lu}][\p{L}'’-]+`), "a name"},
	{KindPlace, regexp.MustCompile(`\b(?:[\p{Lu}][\p{L}'’-]+ )+(?:Street|Road|Lane|Avenue|Close|House|Hostel|Hospital|` +
		`Prison|Ward|School|Church|Park|Centre|Estate|Court)\b`), "a place"},
	{KindPlace, regexp.MustCompile(`\bHMP [\p{Lu}][\p{L}'’-]+`), "a prison"},
	{KindRare, regexp.MustCompile(`(?i)\b(?:my (?:late )?(?:son|daughter|twins?|baby)|inquest|` +
		`in the (?:news|paper)|on the telly|` +
		`coroner|amputat\w+|transplant\w*|deport\w+|asylum|court case|murder\w*|tattoo\w*)\b`),
		"an event or a feature that few people share"},
}

// Suggest lists what may identify somebody in a text, in its order: by forms, by
// words that stand large inside a sentence, by the labels of speakers, and by
// what was replaced before in this study (known, from the words to their
// replacement). It is a help and finds not everything.
func Suggest(src *voice.Source, known map[string]string) []Suggestion {
	at := offsets(src.Text)
	var out []Suggestion
	put := func(from, to int, kind Kind, why string) {
		words := src.Text[from:to]
		out = append(out, Suggestion{Start: at[from], End: at[to], Words: words, Kind: kind, With: known[words], Why: why})
	}
	for words := range known {
		for from := 0; ; {
			i := strings.Index(src.Text[from:], words)
			if i < 0 || words == "" {
				break
			}
			put(from+i, from+i+len(words), kindOf(known[words]), "replaced before in this study")
			from += i + len(words)
		}
	}
	for _, f := range finders {
		for _, m := range f.form.FindAllStringIndex(src.Text, -1) {
			put(m[0], m[1], f.kind, f.why)
		}
	}
	for _, m := range names(src.Text) {
		put(m[0], m[1], KindName, "stands large inside a sentence")
	}
	if src.Interview != nil {
		for _, sp := range src.Interview.Speakers {
			if plainLabel(sp.Label) {
				continue
			}
			for _, m := range regexp.MustCompile(`(?m)(?:^|\b)`+regexp.QuoteMeta(sp.Label)).FindAllStringIndex(src.Text, -1) {
				put(m[0], m[1], KindName, "the label of a speaker")
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	end := 0 // what lies inside another suggestion is said with it
	return slices.DeleteFunc(out, func(x Suggestion) bool {
		inside := x.Start < end
		end = max(end, x.End)
		return inside
	})
}

// offsets gives the code points before each byte of a text.
func offsets(text string) []int {
	at := make([]int, len(text)+1)
	n := 0
	for i := range text {
		at[i] = n
		n++
	}
	at[len(text)] = n
	return at
}

// plainLabel reports whether the label of a speaker names nobody.
func plainLabel(label string) bool {
	switch strings.ToLower(strings.TrimRight(label, " 0123456789")) {
	case "interviewer", "participant", "researcher", "int", "i", "p", "r", "speaker", "moderator", "facilitator", "q", "a":
		return true
	}
	return false
}

// small are words that are written large and name nobody.
var small = map[string]bool{"I": true, "I'm": true, "I've": true, "I'd": true, "I'll": true, "OK": true, "Okay": true,
	"Monday": true, "Tuesday": true, "Wednesday": true, "Thursday": true, "Friday": true, "Saturday": true, "Sunday": true,
	"English": true, "GP": true, "TV": true, "HAT": true, "NHS": true, "A&E": true, "God": true, "Yes": true, "No": true}

var largeWord = regexp.MustCompile(`[\p{Lu}][\p{L}\p{M}'’-]*`)

// names are words that stand large though no sentence begins with them.
func names(text string) (out [][]int) {
	for _, m := range largeWord.FindAllStringIndex(text, -1) {
		word := strings.TrimSuffix(strings.TrimSuffix(text[m[0]:m[1]], "'s"), "’s")
		before := strings.TrimRight(text[:m[0]], " \t\"“‘'(")
		if small[text[m[0]:m[1]]] || small[word] || before == "" || strings.ContainsAny(before[len(before)-1:], ".?!:\n") ||
			strings.HasSuffix(before, "…") || strings.HasSuffix(before, "[") {
			continue
		}
		if r := []rune(word); len(r) < 2 || unicode.IsLetter(lastRune(text[:m[0]])) {
			continue
		}
		out = append(out, []int{m[0], m[0] + len(word)})
	}
	return out
}

func lastRune(s string) rune {
	r := []rune(s[max(0, len(s)-4):])
	if len(r) == 0 {
		return 0
	}
	return r[len(r)-1]
}

// Replacement is what stands in the place of words that identified somebody. The
// words themselves are in the key table's store alone.
type Replacement struct {
	Kind Kind   `json:"kind"`
	With string `json:"with"`
}

// marked is the grammar of replacements (V-28): a kind, then what may be said.
var marked = regexp.MustCompile(`^\[(name|place|date|age|staff|number|rare): [^\[\]\n]{1,60}\]$`)

func kindOf(with string) Kind {
	if m := marked.FindStringSubmatch(with); m != nil {
		return Kind(m[1])
	}
	return KindName
}

// Mark writes a replacement as the study's texts hold it: [kind: words].
func Mark(kind Kind, with string) string { return fmt.Sprintf("[%s: %s]", kind, with) }

// Deidentify replaces stretches of a text. What stood there goes to the store of
// the key table, the same words in the same text are replaced everywhere, and
// the log says kinds and replacements, never what stood there (V-27, V-28).
type Deidentify struct {
	Source  string
	Version int
	Swaps   []Swap

	// Rows are all words that the study keeps. The road fills them in.
	Rows []Row `json:"-"`
}

// Swap is one decision.
type Swap struct {
	Words string // as they stand in the text
	Kind  Kind
	With  string // what may be said: "sister", "northern town"
}

// CommandKind implements Body.
func (Deidentify) CommandKind() string { return "deidentify_text" }
func (Deidentify) right() Right        { return KeyHolder }

func (b Deidentify) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	src, no := s.seen(b.Source, b.Version)
	if no != nil {
		return nil, no
	}
	if len(b.Swaps) == 0 {
		return nil, needed("Choose at least one of the suggestions, or write what is to be replaced.")
	}
	c := correction{src: src, rows: b.Rows, wider: map[int]bool{}}
	var pairs []string
	// The longer words first, so that a name inside another is not cut in two.
	swaps := slices.Clone(b.Swaps)
	slices.SortStableFunc(swaps, func(x, y Swap) int { return cmp.Compare(len(y.Words), len(x.Words)) })
	for _, w := range swaps {
		mark := Mark(w.Kind, w.With)
		if !marked.MatchString(mark) || strings.TrimSpace(w.Words) == "" {
			return nil, needed("Write for each what may be said in its place, in a few words without brackets.")
		}
		pairs = append(pairs, w.Words, mark)
		c.log = append(c.log, Replacement{w.Kind, w.With})
	}
	c.swaps = strings.NewReplacer(pairs...)
	c.edits = editsOf(src.Text, swaps)
	if len(c.edits) == 0 {
		return nil, needed("The words are not in the text as they were written.")
	}
	asked, err := s.asked(src, c.edits)
	if err != nil {
		return nil, needed("The text cannot be changed so: " + err.Error())
	}
	for _, a := range asked { // a passage keeps the replacement of what it held
		c.wider[a.Passage] = true
	}
	facts, no := s.correct(c)
	if no != nil {
		return nil, no
	}
	table := keepJSON(s.Held[voice.BareID(b.Source)].Subject, FieldKey, swaps)
	return append(facts, &WordsReplaced{Source: voice.BareID(b.Source), Table: &table}), nil
}

// editsOf finds every place of the words in a text, the longer words first.
func editsOf(text string, swaps []Swap) (out []voice.Edit) {
	at := offsets(text)
	taken := make([]bool, len(text))
	for _, w := range swaps {
		for from := 0; ; {
			i := strings.Index(text[from:], w.Words)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(w.Words)
			from = end
			if taken[start] || taken[end-1] || joinsWord(text, start, end) {
				continue
			}
			for j := start; j < end; j++ {
				taken[j] = true
			}
			out = append(out, voice.Edit{Start: at[start], End: at[end], With: Mark(w.Kind, w.With)})
		}
	}
	return out
}

// joinsWord reports whether a stretch is a part of a longer word.
func joinsWord(text string, start, end int) bool {
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
	next := []rune(text[end:min(len(text), end+4)])
	return start > 0 && letter(lastRune(text[:start])) && letter([]rune(text[start:end])[0]) ||
		len(next) > 0 && letter(next[0]) && letter(lastRune(text[:end]))
}

// WordsReplaced keeps, for key holders, which words were replaced by what.
type WordsReplaced struct {
	Source string `json:"source"`
	Table  *Text  `json:"table"`
}

func init() { knows(func() Fact { return new(WordsReplaced) }) }

// EventKind implements Fact.
func (*WordsReplaced) EventKind() string { return "study_words_replaced" }

// Texts implements Fact.
func (*WordsReplaced) Texts() []*Text { return nil }

// ApartTexts implements Apart.
func (f *WordsReplaced) ApartTexts() []*Text { return texts(f.Table) }

func (f *WordsReplaced) apply(s *State, _ Event) error {
	if s.Source(f.Source) != nil {
		s.Tables = append(s.Tables, f.Table)
	}
	return nil
}
