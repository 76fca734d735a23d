package web

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"steady/clinic"
	"steady/internal/report/sheet"
	"steady/internal/web/page"
	"steady/internal/web/plain"
)

// TestTheLongestReviewFitsOneSheet: as many letters as the forms take, in every
// field, stand on one sheet of A4.
func TestTheLongestReviewFitsOneSheet(t *testing.T) {
	w := plain.In("en-GB").Review
	long := strings.Repeat("somewhat longer words, ", 40)
	v := page.ReviewSheet{W: w, Title: w.Of("Somebody With A Long Name", "28 September 2026"), Better: long[:300],
		Goals: []string{long[:120], long[:120], long[:120]}, Gives: long[:reviewLetters], Takes: long[:reviewLetters],
		Talk: long[:reviewLetters], Theirs: w.Theirs("28 September 2026"), Ours: w.Ours("A Worker", "28 September 2026"),
		Next: w.Next("28 March 2027"), Said: []page.OwnLine{{Words: long[:reviewLetters]}}}
	for range clinic.PlanMost {
		v.Plan = append(v.Plan, page.ReviewSheetLine{Words: long[:planLetters], Does: w.Doers["service"],
			Until: w.Until("28 December 2026")})
	}
	least := reviewSizes[len(reviewSizes)-1]
	n, err := sheet.Sheets(func(d *sheet.Doc) { drawReview(d, v, "A clinic", least) })
	if err != nil || n != 1 {
		t.Errorf("it takes %d sheets in letters of %.0f points: %v", n, least, err)
	}
	var b, again bytes.Buffer
	if err := writeReview(&b, v, "A clinic", time.Unix(0, 0)); err != nil || b.Len() < 1000 {
		t.Fatalf("%d bytes: %v", b.Len(), err)
	}
	if err := writeReview(&again, v, "A clinic", time.Unix(0, 0)); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the same review gives other bytes: %v", err)
	}
}
