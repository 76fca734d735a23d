package seal

import (
	"fmt"
	"strings"

	"steady/journal"
	"steady/moment"
)

// merge joins the chunks in order: the tree, the heads, the numbering, the
// running sums. It names the first bad entry.
type merge struct {
	heads   []journal.Checkpoint // ascending by size; already verified signatures
	entries int64                // how many there must be
	newest  *journal.Checkpoint  // of that many; nil while an export is planned
	since   *Report              // an older export that this one must continue

	size     int64        // entries taken
	good     int64        // entries that a signed head has confirmed
	listed   journal.Edge // over the leaf hashes as listed
	computed journal.Edge // over the entries' bytes; used from the first difference on
	differs  int64        // first entry whose bytes do not have the listed hash, or -1
	content  *Refused     // first fault of content
	parted   int64        // first entry that is another in the older export, or -1
	until    moment.Instant
	pages    map[string]*page
	keep     bool
	leaves   [][32]byte // kept for a later comparison
}

func newMerge(heads []journal.Checkpoint, entries int64) *merge {
	return &merge{heads: heads, entries: entries, differs: -1, parted: -1, pages: map[string]*page{}}
}

// take joins the next chunk and returns a refusal as soon as one is certain.
func (m *merge) take(c *chunk) *Refused {
	start := m.size
	m.takeContent(c)
	if no := m.atHead(); no != nil { // the head of an empty register
		return no
	}
	for i, leaf := range c.leaves {
		if m.size == m.entries {
			return m.uncovered()
		}
		m.leaf(leaf, c.differ, i)
		if no := m.atHead(); no != nil {
			return no
		}
	}
	if c.stop != "" {
		return m.fault(start+int64(len(c.leaves)), c.stop)
	}
	return nil
}

// uncovered refuses an entry after all that the newest signed head is of.
func (m *merge) uncovered() *Refused {
	no := m.fault(m.size, "no signed head covers it")
	if no.Head == nil {
		no.Head = m.newest
	}
	return no
}

func (m *merge) leaf(leaf [32]byte, differ map[int][32]byte, place int) {
	bytesLeaf, other := differ[place]
	if other && m.differs < 0 {
		m.differs, m.computed = m.size, m.listed
	}
	m.listed.AppendLeaf(leaf)
	if m.differs >= 0 {
		if !other {
			bytesLeaf = leaf
		}
		m.computed.AppendLeaf(bytesLeaf)
	}
	if m.since != nil && m.parted < 0 && m.size < int64(len(m.since.leaves)) && m.since.leaves[m.size] != leaf {
		m.parted = m.size
	}
	if m.keep {
		m.leaves = append(m.leaves, leaf)
	}
	m.size++
}

// takeContent checks what joins the chunk to those before it.
func (m *merge) takeContent(c *chunk) {
	note := func(place int, why string) {
		if entry := m.size + int64(place); m.content == nil || entry < m.content.Entry {
			m.content = &Refused{Entry: entry, Until: entry, Why: why}
		}
	}
	if m.content != nil {
		return // an earlier chunk has the first one
	}
	if c.findingAt >= 0 {
		note(c.findingAt, c.finding)
	}
	if c.from != 0 && c.findingAt != 0 { // the first entry could be read
		if c.seq != m.size {
			note(0, fmt.Sprintf("it is numbered %d", c.seq))
		} else if c.from < m.until {
			note(0, "it is recorded before the entry that stands before it")
		}
	}
	if c.until != 0 {
		m.until = c.until
	}
	for name, next := range c.pages {
		p := m.pages[name]
		if p == nil {
			p = &page{}
			m.pages[name] = p
		}
		if at, bad := p.join(next); bad != "" {
			note(at, bad)
		}
	}
}

// atHead compares with the signed head of this size, if there is one.
func (m *merge) atHead() *Refused {
	if len(m.heads) == 0 || m.heads[0].Size != m.size {
		return nil
	}
	h := m.heads[0]
	root := m.listed.Root()
	switch {
	case root == h.Root && m.differs < 0:
		if m.content != nil && m.content.Entry < m.size {
			return m.fault(m.size, "")
		}
		m.heads = m.heads[1:]
		m.good = m.size
		return nil
	case m.differs >= 0:
		return m.fault(m.size, "")
	case m.content != nil && m.content.Entry < m.size:
		return m.fault(m.size, "")
	}
	return &Refused{Entry: m.good, Until: m.size - 1, Head: &h,
		Why: "it was changed together with the leaf hash written beside it"}
}

// fault names the first of the faults seen so far; at and why are the one that
// ends the reading.
func (m *merge) fault(at int64, why string) *Refused {
	no := &Refused{Entry: at, Until: at, Why: why}
	var h *journal.Checkpoint
	if len(m.heads) > 0 {
		h = &m.heads[0]
	}
	no.Head = h
	reached := h != nil && m.size == h.Size
	if m.content != nil && m.content.Entry <= at {
		no = &Refused{Entry: m.content.Entry, Until: m.content.Entry, Head: h, Why: m.content.Why}
		at = no.Entry
		if reached && m.listed.Root() == h.Root && (m.differs < 0 || m.differs > at) {
			no.Head = nil
			no.Why += "; it stands as it was signed: ask the service to explain"
			if strings.HasPrefix(m.content.Why, "it refers to text") {
				no.Why += ", unless the texts before the entries were changed"
			}
		}
	}
	if m.differs < 0 || m.differs > at {
		return no
	}
	unread := no.Entry == m.differs && no.Why != ""
	no.Entry, no.Until, no.Head = m.differs, m.differs, h
	switch {
	case reached && m.computed.Root() == h.Root:
		no.Why = "the leaf hash written beside it was changed, while its bytes are as they were signed"
	case unread:
		no.Why = "its bytes were changed (" + no.Why + ")"
	default:
		no.Why = "its bytes were changed: they do not have the leaf hash written beside them"
	}
	return no
}

// finish says what is missing at the end.
func (m *merge) finish() *Refused {
	if no := m.atHead(); no != nil {
		return no
	}
	if m.size != m.entries {
		return m.fault(m.size, fmt.Sprintf("it is missing: the file holds %d of %d entries", m.size, m.entries))
	}
	if m.content != nil || m.differs >= 0 { // beyond the last head: only while an export is planned
		return m.fault(m.size, "")
	}
	return nil
}

// continues says whether the older export is the beginning of this one.
func (m *merge) continues() *Refused {
	if m.since == nil {
		return nil
	}
	h := m.since.Head
	switch {
	case m.parted >= 0:
		return &Refused{Entry: m.parted, Until: m.parted, Head: &h,
			Why: "split view: the older export shows another entry in this place, and both are signed"}
	case m.size < h.Size:
		return &Refused{Entry: m.size, Until: m.size, Head: &h,
			Why: fmt.Sprintf("rolled back: this export has %d entries, the older one has %d", m.size, h.Size)}
	}
	return nil
}
