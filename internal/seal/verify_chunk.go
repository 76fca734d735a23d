package seal

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"steady/journal"
	"steady/moment"
)

// chunk is a stretch of whole entries, read apart from what is before it.
type chunk struct {
	buf  []byte
	last bool // the manifest follows the entries
	bare bool // one entry without a leaf line, as the store keeps it

	// What reading found.
	end         int              // bytes of buf that are entries
	leaves      [][32]byte       // as listed in the file
	differ      map[int][32]byte // the leaf hash of the bytes, where it is another
	seq         int64            // sequence number of the first entry
	from, until moment.Instant   // recorded, of the first and the last entry
	pages       map[string]*page // stretches of pages
	finding     string           // first fault of content, at place findingAt
	findingAt   int              //
	stop        string           // why reading stopped before the end, if it did
	done        chan struct{}    // closed when all this is found
}

// entryReader reads chunks. It keeps nothing from one to the next.
type entryReader struct {
	premises string
	refs     refs
	raw      journal.Raw
	line     line
	pageName []byte // of the entry before, and its page: most entries stay on it
	page     *page
	prefixed []byte // 0x00 and the entry: what a leaf hash covers
}

// read finds everything that a chunk shows by itself.
func (r *entryReader) read(c *chunk) {
	r.line.refs = r.refs
	c.findingAt = -1
	r.page = nil
	for c.end < len(c.buf) {
		if c.buf[c.end] == '\n' && !c.bare {
			if !c.last {
				c.stop = "the entries end before the file does"
			}
			return
		}
		if !r.entry(c) {
			return
		}
	}
	if c.last && !c.bare {
		c.stop = "the file ends without its manifest"
	}
}

// entry reads the entry at c.end; false stops the chunk.
func (r *entryReader) entry(c *chunk) bool {
	b := c.buf[c.end:]
	r.line.reset()
	n, err := r.raw.Cut(b, &r.line)
	if err != nil {
		return r.unreadable(c, err)
	}
	place := len(c.leaves)
	r.content(c, place)
	leaf := r.leafHash(c, n)
	if c.bare {
		c.leaves = append(c.leaves, leaf)
		c.end += n
		if c.end != len(b) {
			c.stop = "there is something after the entry"
		}
		return true
	}
	var want [leafLine]byte
	copy(want[:], leafPrefix)
	hashBase64.Encode(want[len(leafPrefix):], leaf[:])
	want[leafLine-1] = '\n'
	if len(b) >= n+leafLine && string(b[n:n+leafLine]) == string(want[:]) {
		c.leaves = append(c.leaves, leaf)
		c.end += n + leafLine
		return true
	}
	return r.otherLeaf(c, n, leaf)
}

// leafHash is tlog.RecordHash of the n bytes at c.end (a test holds them equal),
// without copying them: the byte before them, which was read, is lent to the
// prefix and put back.
func (r *entryReader) leafHash(c *chunk, n int) [32]byte {
	if c.end == 0 {
		r.prefixed = append(append(r.prefixed[:0], 0), c.buf[:n]...)
		return sha256.Sum256(r.prefixed)
	}
	covered := c.buf[c.end-1 : c.end+n]
	lent := covered[0]
	covered[0] = 0
	sum := sha256.Sum256(covered)
	covered[0] = lent
	return sum
}

// otherLeaf takes the listed leaf hash where it is not that of the n bytes.
func (r *entryReader) otherLeaf(c *chunk, n int, leaf [32]byte) bool {
	listed, ok := parseLeaf(c.buf[c.end+n:])
	if !ok {
		c.stop = "the line of its leaf hash is cut short or changed"
		return false
	}
	if c.differ == nil {
		c.differ = map[int][32]byte{}
	}
	c.differ[len(c.leaves)] = leaf
	c.leaves = append(c.leaves, listed)
	c.end += n + leafLine
	return true
}

func parseLeaf(b []byte) ([32]byte, bool) {
	if len(b) < leafLine || string(b[:len(leafPrefix)]) != leafPrefix || b[leafLine-1] != '\n' {
		return [32]byte{}, false
	}
	text := string(b[len(leafPrefix) : leafLine-1])
	h, err := tlog.ParseHash(text)
	return h, err == nil && h.String() == text
}

// unreadable takes bytes that are no entry for what they are, up to the next
// leaf hash, so that the signed head can say whose fault it is.
func (r *entryReader) unreadable(c *chunk, err error) bool {
	b := c.buf[c.end:]
	n := bytes.Index(b, []byte("\n"+leafPrefix)) + 1
	if n == 0 || c.bare {
		c.stop = err.Error()
		return false
	}
	c.note(len(c.leaves), err.Error())
	return r.otherLeaf(c, n, r.leafHash(c, n))
}

// note keeps the first fault of content.
func (c *chunk) note(place int, why string) {
	if c.findingAt < 0 {
		c.findingAt, c.finding = place, why
	}
}

// content checks an entry against those before it in the chunk.
func (r *entryReader) content(c *chunk, place int) {
	e := &r.raw
	if place == 0 {
		c.seq, c.from = e.Seq, e.Recorded
	} else if e.Seq != c.seq+int64(place) {
		c.note(place, fmt.Sprintf("it is numbered %d", e.Seq))
	} else if e.Recorded < c.until {
		c.note(place, "it is recorded before the entry that stands before it")
	}
	c.until = e.Recorded
	if string(e.Premises) != r.premises || string(e.Log) != string(journal.Register) {
		c.note(place, fmt.Sprintf("it belongs to %s/%s", e.Premises, e.Log))
	}
	l := &r.line
	if l.bad != "" {
		c.note(place, l.bad)
		return
	}
	if l.page == nil {
		if l.has >= hasBalance {
			c.note(place, "it states a balance of no page")
		}
		return
	}
	if r.page == nil || !bytes.Equal(r.pageName, l.page) {
		r.page, r.pageName = c.openPage(l.page), l.page
	}
	if bad := r.page.add(l, place); bad != "" {
		c.note(place, bad)
	}
}

func (c *chunk) openPage(name []byte) *page {
	p := c.pages[string(name)]
	if p == nil {
		p = &page{}
		if c.pages == nil {
			c.pages = map[string]*page{}
		}
		c.pages[string(name)] = p
	}
	return p
}
