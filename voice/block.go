package voice

import (
	"slices"
	"unicode"
)

// Block is a piece of a text that is drawn, and drawn again, as one: a line of
// the text, or some sentences of a long line. No block holds a line end.
type Block struct {
	Start, End int   // code points
	Turn       int   // into the turns; NoTurn where nobody is known to speak
	Sentences  []int // where each sentence begins; the first is Start
}

// NoTurn is the turn of words that belong to none.
const NoTurn = -1

// Sentence gives the bounds of sentence i of the block.
func (b *Block) Sentence(i int) (start, end int) {
	if i+1 < len(b.Sentences) {
		return b.Sentences[i], b.Sentences[i+1]
	}
	return b.Sentences[i], b.End
}

// Blocks cuts a text into pieces of about most code points at sentence ends; a
// sentence that is longer is cut between words. Together the blocks hold every
// character but line ends, in order. Turns are in the order of the text.
func Blocks(text []rune, turns []Turn, most int) []Block {
	var out []Block
	turn := 0
	for from := 0; from < len(text); {
		to := from
		for to < len(text) && text[to] != '\n' {
			to++
		}
		for _, b := range cutLine(text, from, to, most) {
			for turn < len(turns) && turns[turn].End <= b.Start {
				turn++
			}
			b.Turn = NoTurn
			if turn < len(turns) && turns[turn].Start < b.End {
				b.Turn = turn
			}
			out = append(out, b)
		}
		from = to + 1
	}
	return out
}

// cutLine cuts one line, without its end.
func cutLine(text []rune, from, to, most int) (out []Block) {
	if from == to {
		return nil
	}
	at := from
	b := Block{Start: from}
	for _, end := range sentenceEnds(text, from, to) {
		if len(b.Sentences) > 0 && end-b.Start > most {
			b.End = at
			out = append(out, b)
			b = Block{Start: at}
		}
		for end-at > most { // one sentence alone is too long
			cut := wordBefore(text, at, at+most)
			out = append(out, Block{Start: at, End: cut, Sentences: []int{at}})
			at, b = cut, Block{Start: cut}
		}
		b.Sentences = append(b.Sentences, at)
		at = end
	}
	b.End = to
	return append(out, b)
}

// wordBefore is the last place between words in (from, most], or most.
func wordBefore(text []rune, from, most int) int {
	for at := most; at > from; at-- {
		if unicode.IsSpace(text[at-1]) {
			return at
		}
	}
	for at := most; at > from; at-- {
		if !together(text, at) {
			return at
		}
	}
	return most
}

// sentenceEnds gives where each sentence of [from, to) ends; the space after
// one belongs to it. The last is to.
func sentenceEnds(text []rune, from, to int) (ends []int) {
	for i := from; i < to; i++ {
		if !endsSentence(text[i]) {
			continue
		}
		j := i + 1
		for j < to && (endsSentence(text[j]) || unicode.In(text[j], unicode.Pe, unicode.Pf) || text[j] == '"') {
			j++
		}
		space := j
		for space < to && unicode.IsSpace(text[space]) {
			space++
		}
		// A sentence ends before a space, save that a small letter goes on with it;
		// scripts that write no spaces have full stops of their own.
		if space == to || space > j && !unicode.IsLower(text[space]) || space == j && text[i] > 0x3000 {
			if space < to {
				ends = append(ends, space)
			}
			i = space - 1
		}
	}
	return append(ends, to)
}

func endsSentence(c rune) bool { return slices.Contains(stops, c) }

// stops end a sentence: Latin, Arabic, Devanagari, Armenian, Ethiopic, Chinese
// and Japanese.
var stops = []rune(".!?…؟۔।։።。！？")

// Window gives the range of blocks that hold about chars code points from the
// block with number first, at least one.
func Window(blocks []Block, first, chars int) (from, to int) {
	from = min(max(first, 0), len(blocks))
	to = from
	for to < len(blocks) && (to == from || blocks[to].End-blocks[from].Start <= chars) {
		to++
	}
	return from, to
}

// Touched gives the range of blocks that share a character with [start, end).
func Touched(blocks []Block, start, end int) (from, to int) {
	from, _ = slices.BinarySearchFunc(blocks, start, func(b Block, at int) int {
		if b.End <= at {
			return -1
		}
		return 1
	})
	to = from
	for to < len(blocks) && blocks[to].Start < end {
		to++
	}
	return from, to
}
