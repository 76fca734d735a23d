package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/login"
	"steady/internal/seal"
	"steady/internal/store"
	"steady/internal/study"
	"steady/internal/web"
	"steady/moment"
	"steady/person"
	"steady/protocol"
)

// invented is the invented clinic of the demonstration in a data folder, on a
// clock that runs on from the middle of a session.
type invented struct {
	db    *store.DB
	house *app.House
}

// newClinic makes the clinic and its past in a new folder, laid out as the
// program lays it out.
func newClinic(ctx context.Context, dir string, days int) (*invented, error) {
	keys := filepath.Join(dir, "keys")
	if err := os.MkdirAll(keys, 0o700); err != nil {
		return nil, err
	}
	zone, err := moment.LoadZone("Europe/London")
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	start := zone.At(zone.Day(moment.Of(begun)), 9, 40)
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		return nil, err
	}
	x := &invented{}
	if x.db, err = store.CreateSQLite(ctx, dir); err != nil {
		return nil, err
	}
	key, err := seal.Create(keys, "invented")
	if err == nil {
		x.house, err = app.Open(ctx, app.Config{Store: x.db, Premises: "invented", Sealer: key,
			May: login.MayCommand, MayWitness: login.MayWitness,
			Clock: func() moment.Instant { return start.Add(moment.Span(time.Since(begun).Microseconds())) }})
	}
	if err != nil {
		return nil, errors.Join(err, x.db.Close())
	}
	err = demo.Make(ctx, x.house, demo.Options{Premises: "invented", Days: days, Seed: 1, Now: start,
		Zone: zone.Name(), Packs: map[string][]byte{"ch-iv": pack.Document()}})
	if err != nil {
		return nil, errors.Join(err, x.close())
	}
	return x, nil
}

func (x *invented) close() error { return errors.Join(x.house.Close(), x.db.Close()) }

// see shows the committed state; where it cannot be read, nothing.
func (x *invented) see(f func(*clinic.State)) { _ = x.house.View(f) }

func (x *invented) entries() (n int64) {
	x.see(func(s *clinic.State) { n = s.Clinical + s.Register })
	return n
}

// visits lists those of a stage, in order.
func (x *invented) visits(stage string) (ids []string) {
	x.see(func(s *clinic.State) {
		for _, v := range s.VisitsInOrder() {
			if string(v.Stage) == stage {
				ids = append(ids, v.ID)
			}
		}
	})
	return ids
}

// screens is the clinic behind a real server, with one nurse signed in.
type screens struct {
	*invented
	url    string
	server *http.Server
	client *http.Client
	wire   *atomic.Int64 // bytes that came over the line
	seat   seat
}

// seat is who is signed in: the invented nurse, or somebody who is hired for it.
type seat struct {
	staff   person.StaffID
	roles   []person.Role // of somebody who is hired
	studies *study.Rooms
}

// benchPIN is the invented nurse's.
const benchPIN = "739154"

func newScreens(ctx context.Context, dir string, days int) (*screens, error) {
	return newScreensFor(ctx, dir, days, seat{staff: demo.NurseA})
}

func newScreensFor(ctx context.Context, dir string, days int, who seat) (*screens, error) {
	x, err := newClinic(ctx, dir, days)
	if err != nil {
		return nil, err
	}
	s := &screens{invented: x, wire: &atomic.Int64{}, seat: who}
	if err := s.hire(ctx); err != nil {
		return nil, errors.Join(err, x.close())
	}
	line, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, x.close())
	}
	s.url = fmt.Sprintf("http://localhost:%d", line.Addr().(*net.TCPAddr).Port)
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, errors.Join(err, line.Close(), x.close())
	}
	s.client = &http.Client{Jar: jar, Transport: s.transport(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	keys, err := login.New(x.db, web.Roster(x.house), x.house.Now, login.Defaults("localhost", s.url))
	if err == nil {
		err = keys.EnrolPIN(ctx, who.staff, benchPIN)
	}
	if err != nil {
		return nil, errors.Join(err, line.Close(), x.close())
	}
	s.server = &http.Server{Handler: web.New(web.Config{House: x.house, Login: keys, Service: "Invented clinic",
		Banner: "Everybody here is invented.", Release: "bench", Studies: who.studies,
		Export: func(http.ResponseWriter, *http.Request) error { return errors.New("the bench exports nothing here") }})}
	go func() { _ = s.server.Serve(line) }() // ends with close
	return s, s.signIn(ctx)
}

// hire adds the member of staff who sits there, where they are not one already.
func (s *screens) hire(ctx context.Context) error {
	if len(s.seat.roles) == 0 {
		return nil
	}
	r := app.Request{Command: clinic.Command{ID: "bench-hire", By: "s-alex"}}
	r.Command.Body = clinic.AddStaff{Staff: s.seat.staff, Roles: s.seat.roles,
		Name: r.Keep(string(s.seat.staff), "staff_name", "Invented researcher")}
	_, err := s.house.Do(ctx, r)
	return err
}

// transport counts what comes over the line, and leaves it packed as it came.
func (s *screens) transport() *http.Transport {
	return &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 4,
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			c, err := (&net.Dialer{}).DialContext(ctx, network, strings.Replace(addr, "localhost", "127.0.0.1", 1))
			return counted{c, s.wire}, err
		}}
}

// counted is a line that counts what it brings.
type counted struct {
	net.Conn
	n *atomic.Int64
}

// Read reads and counts (io.Reader).
func (c counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.n.Add(int64(n))
	return n, err
}

func (s *screens) close() error {
	s.client.CloseIdleConnections()
	return errors.Join(s.server.Close(), s.invented.close())
}

func (s *screens) signIn(ctx context.Context) error {
	form := url.Values{"staff": {string(s.seat.staff)}, "pin": {benchPIN}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/signin/pin", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", s.url)
	res, err := s.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("signing in answers %s", res.Status)
	}
	return nil
}

// ask opens a page or a stream of events.
func (s *screens) ask(ctx context.Context, path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	res, err := s.client.Do(req)
	if err == nil && res.StatusCode != http.StatusOK {
		res.Body.Close()
		err = fmt.Errorf("%s answers %s", path, res.Status)
	}
	return res, err
}

// load reads a page to its end, and how long that took.
func (s *screens) load(ctx context.Context, path string) ([]byte, time.Duration, error) {
	begin := time.Now()
	res, err := s.ask(ctx, path)
	if err != nil {
		return nil, 0, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return b, time.Since(begin), err
}
