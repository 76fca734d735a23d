package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"steady/internal/store"
	"steady/internal/study"
	"steady/person"
	core "steady/voice/study"
)

// researcher is who codes the study of the bench.
const researcher person.StaffID = "s-bench"

// Studies of one place that holds the study of the bench.
type oneStudy struct{ kept kept }

// IDs implements study.Source.
func (oneStudy) IDs() ([]string, error) { return []string{"bench"}, nil }

// Open implements study.Source.
func (o oneStudy) Open(ctx context.Context, id string, _ bool) (*study.Study, io.Closer, error) {
	if id != "bench" {
		return nil, nil, study.ErrNone
	}
	db, err := store.OpenSQLite(ctx, o.kept.dir)
	if err != nil {
		return nil, nil, err
	}
	s, err := study.Open(ctx, o.kept.config(db))
	return s, db, err
}

// desk measures what somebody waits for who codes the long transcript in a
// browser: from the press to the last byte of the answer.
func (r *run) desk(ctx context.Context, k kept, text string, anchor float64, note string) (err error) {
	rooms := study.NewRooms(oneStudy{k})
	defer func() { err = errors.Join(err, rooms.Close()) }()
	st, err := rooms.Study(ctx, "bench")
	if err != nil {
		return err
	}
	_, err = st.Do(ctx, core.Command{ID: "open", By: researcher, Body: core.OpenStudy{Title: "Invented",
		Approach: core.Codebook}})
	if err != nil {
		return err
	}
	s, err := newScreensFor(ctx, filepath.Join(r.dir, "desk"), 2,
		seat{staff: researcher, roles: []person.Role{person.Researcher}, studies: rooms})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	at := "/studies/bench/texts/" + text + "/code"
	var opens, codes, agrees []float64
	rounds := max(20, r.Rounds)
	for i := range rounds {
		_, took, err := s.load(ctx, fmt.Sprint(at, "?from=", 1+i*20))
		if err != nil {
			return err
		}
		opens = append(opens, millis(took))
		took, err = s.code(ctx, at, i, i*(r.Chars-40)/rounds)
		if err != nil {
			return err
		}
		codes = append(codes, millis(took))
	}
	for range r.Rounds {
		_, took, err := s.load(ctx, "/studies/bench/agreement")
		if err != nil {
			return err
		}
		agrees = append(agrees, millis(took))
	}
	for _, row := range []struct {
		name  string
		times []float64
		bound float64
	}{{"voice-desk", opens, 1000}, {"voice-coding", codes, 50}, {"voice-agreement", agrees, 2000}} {
		r.add(Row{Name: row.name, Value: median(row.times), Unit: "ms", Anchor: "SHA-256 of the transcript",
			AnchorValue: anchor, Note: note}, valueAtMost(row.bound))
	}
	return nil
}

// code gives 40 characters from start a code, as the script of the page does.
func (s *screens) code(ctx context.Context, at string, i, start int) (time.Duration, error) {
	form := url.Values{"command": {fmt.Sprint("bench-", i)}, "version": {"1"}, "from": {fmt.Sprint(start)},
		"to": {fmt.Sprint(start + 40)}, "code": {"code 7"}, "what": {"code"}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+at, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", s.url)
	req.Header.Set("X-Part", "desk")
	begin := time.Now()
	res, err := s.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("coding answers %s: %.300s", res.Status, b)
	}
	return time.Since(begin), err
}
