package bench

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/web/asset"
)

func measureWeb(ctx context.Context, r *run) (err error) {
	r.say("making an invented clinic with %d days of past", r.Days)
	s, err := newScreens(ctx, filepath.Join(r.dir, "web"), r.Days)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	r.say("loading pages")
	if err := s.pages(ctx, r); err != nil {
		return err
	}
	if err := s.firstLoad(ctx, r); err != nil {
		return err
	}
	r.say("one change to %d open boards", r.Screens)
	return s.board(ctx, r)
}

// pages times whole pages over a line of this machine.
func (s *screens) pages(ctx context.Context, r *run) error {
	seen := s.visits("observed")
	if seen = append(seen, s.visits("booked")...); len(seen) == 0 {
		return errors.New("the invented clinic has no visit to show")
	}
	for _, p := range []struct{ name, path, what string }{
		{"web-page-board", "/board", "the board of the day"},
		{"web-page-visit", "/visits/" + seen[0], "a visit's page"},
	} {
		var page, still []float64
		for i := range 20 * r.Rounds {
			_, took, err := s.load(ctx, p.path)
			if err != nil {
				return err
			}
			_, bare, err := s.load(ctx, asset.URL(asset.Icon))
			if err != nil {
				return err
			}
			if i >= 5 { // the first warm up
				page, still = append(page, millis(took)), append(still, millis(bare))
			}
		}
		r.add(Row{Name: p.name, Value: median(page), Unit: "ms", Anchor: "a file of the same server",
			AnchorValue: median(still), Note: fmt.Sprintf("%s for a signed-in nurse, request to last byte; 99 in 100 within "+
				"%.1f ms", p.what, quantile(page, 0.99))}, valueAtMost(30))
	}
	return nil
}

// assets are the addresses of files that a page asks its browser to load.
var assets = regexp.MustCompile(`"(/assets/[^"#]+)`)

// firstLoad counts what a browser that was never here gets over the line to
// show the board.
func (s *screens) firstLoad(ctx context.Context, r *run) error {
	s.client.CloseIdleConnections()
	from := s.wire.Load()
	page, _, err := s.load(ctx, "/board")
	if err != nil {
		return err
	}
	own := s.wire.Load() - from
	if page, err = unpacked(page); err != nil {
		return err
	}
	asked := map[string]bool{}
	for _, m := range assets.FindAllSubmatch(page, -1) {
		if path := string(m[1]); !asked[path] {
			asked[path] = true
			if _, _, err := s.load(ctx, path); err != nil {
				return err
			}
		}
	}
	r.add(Row{Name: "web-first-load", Value: float64(s.wire.Load()-from) / 1000, Unit: "KB", Anchor: "the page alone",
		AnchorValue: float64(own) / 1000, Note: fmt.Sprintf("the board and the %d files it names, headers and all, packed "+
			"where the server packs", len(asked))}, valueAtMost(150))
	return nil
}

func unpacked(b []byte) ([]byte, error) {
	if !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		return b, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// board opens many boards and presses "Arrived" again and again: how long
// until the last of them shows it.
func (s *screens) board(ctx context.Context, r *run) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	shown := make(chan shown, 16*r.Screens)
	for range r.Screens {
		if err := s.watch(ctx, shown); err != nil {
			return err
		}
	}
	booked := s.visits("booked")
	var slowest, half, alone []float64
	for i := 0; i < len(booked) && i < 2*r.Rounds+1; i++ {
		for quiet := false; !quiet; {
			select {
			case <-shown:
			case <-time.After(100 * time.Millisecond):
				quiet = true
			}
		}
		_, took, err := s.load(ctx, "/board")
		if err != nil {
			return err
		}
		waits, err := s.change(ctx, booked[i], r.Screens, shown)
		if err != nil {
			return err
		}
		if i > 0 { // the first warms up
			slowest, half = append(slowest, waits[len(waits)-1]), append(half, waits[len(waits)/2])
			alone = append(alone, millis(took))
		}
	}
	if len(slowest) == 0 {
		return errors.New("the invented clinic has too few visits booked: ask for more days")
	}
	r.add(Row{Name: "web-board-200", Value: median(slowest), Unit: "ms", Anchor: "one board loaded alone",
		AnchorValue: median(alone), Note: fmt.Sprintf("from the press, through the durable entry, to the last of %d open "+
			"boards; half of them within %.1f ms; the readers share the processors", r.Screens, median(half))},
		valueAtMost(100))
	return nil
}

// change records an arrival and waits until every screen shows it.
func (s *screens) change(ctx context.Context, visit string, screens int, seen <-chan shown) ([]float64, error) {
	begin := time.Now()
	_, err := s.house.Do(ctx, app.Request{Command: clinic.Command{ID: app.NewCommandID(), By: demo.NurseA,
		Body: clinic.Arrive{Visit: visit}}})
	if err != nil {
		return nil, err
	}
	var waits []float64
	late := time.After(30 * time.Second)
	for len(waits) < screens {
		select {
		case e := <-seen:
			if strings.Contains(e.board, visit) && !strings.Contains(e.board, visit+"/arrive") {
				waits = append(waits, millis(e.at.Sub(begin)))
			}
		case <-late:
			return nil, fmt.Errorf("%d of %d boards show the change after 30 s", len(waits), screens)
		}
	}
	return waits, nil
}

// shown is a board as one screen got it.
type shown struct {
	at    time.Time
	board string
}

// watch opens one board's line of events and hands on each board it brings.
func (s *screens) watch(ctx context.Context, to chan<- shown) error {
	res, err := s.ask(ctx, "/board/events")
	if err != nil {
		return err
	}
	ready := make(chan error, 1)
	go func() {
		defer res.Body.Close()
		lines := bufio.NewScanner(res.Body)
		lines.Buffer(make([]byte, 64<<10), 4<<20)
		var data strings.Builder
		named, open := false, false
		for lines.Scan() {
			switch line := lines.Text(); {
			case strings.HasPrefix(line, "event:"):
				named = true // a heartbeat
			case strings.HasPrefix(line, "data:"):
				data.WriteString(line)
			case line == "":
				if !open {
					open = true
					ready <- nil
				}
				if !named {
					to <- shown{time.Now(), data.String()}
				}
				data.Reset()
				named = false
			}
		}
		if !open {
			ready <- errors.Join(errors.New("a board's events ended before they began"), lines.Err())
		}
	}()
	return <-ready
}
