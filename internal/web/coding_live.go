package web

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"

	"steady/internal/study"
	"steady/internal/web/page"
	"steady/voice"
)

// mostChanged is how many blocks are sent at once; where more changed, the page
// says so instead.
const mostChanged = 80

// deskEvents sends the blocks of a text that somebody changed, as those who look
// at it may see them (V-40), and all of them where something changed between the
// drawing of the page and its line. What a block looks like is remembered as a
// number, never as words.
func (s *Server) deskEvents(w http.ResponseWriter, r *http.Request, st *study.Study) {
	if err := s.analysis(r, st, func(*analyst) {}); err != nil {
		s.fault(w, r, err)
		return
	}
	var seen []uint64
	version, drawn := 0, r.URL.Query().Get("seen")
	look := func() (changed []page.DeskBlock, stale *page.Stale, err error) {
		err = s.analysis(r, st, func(a *analyst) {
			d := s.deskIn(a, r.PathValue("text"))
			if d == nil {
				stale = &page.Stale{Who: "somebody", At: a.z.Clock(a.now),
					Changes: []string{"This text is not in the study any more."},
					Reload:  a.at + "/texts"}
				return
			}
			now := d.signs()
			v := d.held(d.i).Version
			if seen == nil {
				seen, version = slices.Clone(now), v
				if drawn != "" && drawn != d.sign() {
					for no := range seen {
						seen[no]++ // none is as it was drawn
					}
				}
			}
			stale, changed = d.since(seen, now, version != v)
			seen, version = now, v
		})
		return changed, stale, err
	}
	s.streamOf(w, r, st.Watch, func(ctx context.Context) ([]byte, error) {
		changed, stale, err := look()
		if err != nil || len(changed) == 0 && stale == nil {
			return nil, err
		}
		var buf bytes.Buffer
		if stale != nil {
			err = page.StaleNotice(*stale).Render(ctx, &buf)
		} else {
			err = page.DeskPieces(changed).Render(ctx, &buf)
		}
		return buf.Bytes(), err
	})
}

// since says what changed: the blocks, or that the page is to be loaded again.
func (d *deskOf) since(seen, now []uint64, corrected bool) (stale *page.Stale, changed []page.DeskBlock) {
	if corrected || len(seen) != len(now) {
		return d.stale("The text was corrected. What you chose was in the text before it."), nil
	}
	for no := range now {
		if now[no] != seen[no] {
			if len(changed) == mostChanged {
				return d.stale("Codes were changed in many places."), nil
			}
			changed = append(changed, d.block(no))
		}
	}
	return nil, changed
}

// stale names who did the last thing in the study.
func (d *deskOf) stale(what string) *page.Stale {
	out := &page.Stale{Who: "somebody", At: d.z.Clock(d.now), Changes: []string{what}, Reload: d.url()}
	if n := len(d.x.Analysis.Trail); n > 0 {
		e := d.x.Analysis.Trail[n-1]
		out.Who, out.At = d.n.staff(e.By), d.stampOf(e.At)
	}
	return out
}

// signs gives each block a number that changes when what is coded in it does.
func (d *deskOf) signs() []uint64 {
	out := make([]uint64, len(d.blocks))
	for _, p := range d.passages {
		h := fnv.New64a()
		for _, s := range []string{p.ID, p.Code, p.Coder, strconv.Itoa(p.Start), strconv.Itoa(p.End), d.look[p.Code].path} {
			h.Write([]byte(s)) // a hash does not fail
			h.Write([]byte{0})
		}
		from, to := voice.Touched(d.blocks, p.Start, p.End)
		for no := from; no < to; no++ {
			out[no] += h.Sum64() // in any order
		}
	}
	return out
}

// sign is one number for all that is coded in a text.
func (d *deskOf) sign() string {
	h := fnv.New64a()
	for _, x := range append(d.signs(), uint64(d.held(d.i).Version)) {
		h.Write(binary.BigEndian.AppendUint64(nil, x))
	}
	return strconv.FormatUint(h.Sum64(), 36)
}
